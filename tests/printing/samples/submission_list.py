"""The list of a bundle: as usual, two hundred cases, long, hostile, empty."""

from typing import Any

from printing.forms.submission_list import SubmissionList, SubmittedCase
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION

CASES = (
    SubmittedCase(
        "坡退办〔2026〕63号", "李䶮", "430103196811021234", "优待证：补领", "4种6份（原件1份）", 6, 1, "原证遗失"
    ),
    SubmittedCase("坡退办〔2026〕64号", "彭秀兰", "430103195503121129", "优待证：首次申领", "5种7份", 7),
    SubmittedCase(
        "坡退办〔2026〕66号", "买买提·吐尔逊", "43010319700101123X", "优待证：换领", "3种3份（原件1份）", 3, 1
    ),
)


def bundle(**changes: Any) -> SubmissionList:
    """A list with these changes."""
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "坡退批〔2026〕3号",
        "recipient": "长沙市天心区退役军人事务局",
        "matters": "优待证：首次申领1件、换领1件、补领1件",
        "sent_on": "2026年11月24日",
        "sent_way": "送达",
        "cases": CASES,
        "station_phone": "0731-85550199",
        "address": "坡子街街道碧湘街00号",
        "operator": "王静",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return SubmissionList(**(values | changes))


def many_cases(count: int) -> tuple[SubmittedCase, ...]:
    """So many cases, each with a number of its own."""
    return tuple(
        SubmittedCase(f"坡退办〔2026〕{at}号", f"第{at}人", "430103195503121129", "优待证：首次申领", "5种7份", 7)
        for at in range(1, count + 1)
    )


_TEXTS = ("recipient", "matters", "sent_on", "sent_way", "station_phone", "address", "operator", "printed_at")

SAMPLES: dict[str, Any] = {
    "submission_list": bundle(),
    "submission_list_many": bundle(cases=many_cases(200)),
    "submission_list_long": bundle(
        matters=NARRATIVE[:900],
        cases=(SubmittedCase(NAME_60, NAME_60, NAME_60, NAME_60, NARRATIVE, 999_999, 99_999, NARRATIVE[:200]), *CASES),
    ),
    "submission_list_hostile": bundle(
        **dict.fromkeys(_TEXTS, HOSTILE),
        station_name=HOSTILE * 3,
        number=HOSTILE * 2,
        cases=(
            SubmittedCase(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, -1, 0, HOSTILE),
            SubmittedCase("😀" * 40, "\x00\u200d\t\n", note="😀" * 40),
        ),
    ),
    "submission_list_empty": bundle(**dict.fromkeys(_TEXTS, ""), station_name="", number="", cases=()),
    "submission_list_marked": bundle(reprint=12, correction=3),
}
