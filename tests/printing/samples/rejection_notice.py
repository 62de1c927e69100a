"""The letter that turns an application down: as usual, with all it can hold, long, hostile, empty."""

from typing import Any

from printing.forms.rejection_notice import RejectionNotice
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, QR_TEXT, STATION


def rejection(**changes: Any) -> RejectionNotice:
    """A letter with these changes."""
    values: dict[str, Any] = {
        "station_name": STATION,
        "number": "坡退办〔2026〕71号",
        "name": "曾宪芝",
        "applied_on": "2026年11月3日",
        "matter": "优待证：首次申领",
        "decided_by": "长沙市天心区退役军人事务局",
        "decided_on": "2026年11月20日",
        "reason": "你的丈夫是军队离休干部，因病去世，不属于病故军人遗属优待证的发放对象。",
        "basis": "《退役军人、其他优抚对象优待证管理办法（试行）》",
        "bureau": "长沙市天心区退役军人事务局优抚科",
        "returned": "结婚证（原件1份）、死亡证明（复印件1份）",
        "station_phone": "0731-85550199",
        "complaint_phone": "0731-85550110",
        "told_on": "2026年11月24日",
        "told_way": "当面",
        "operator": "王静",
        "printed_at": "2026年11月24日9时45分",
        "qr_text": QR_TEXT,
        "human_code": HUMAN_CODE,
    }
    return RejectionNotice(**(values | changes))


_TEXTS = ("name", "applied_on", "matter", "case", "decided_by", "decided_on", "reason", "basis", "bureau", "more_ways")
_MORE = ("returned", "station_phone", "complaint_phone", "told_on", "told_way", "told_whom", "operator", "printed_at")

SAMPLES: dict[str, Any] = {
    "rejection_notice": rejection(),
    "rejection_notice_full": rejection(
        number="坡退告〔2026〕2号",
        case="坡退办〔2026〕71号",
        reason=NARRATIVE[:200],
        more_ways="自收到之日起60日内可以依法申请行政复议。",
        told_whom="刘勇（儿子）",
    ),
    "rejection_notice_long": rejection(
        name=NAME_60, matter=NARRATIVE[:300], reason=NARRATIVE, basis=NARRATIVE[:900], returned=NARRATIVE[:900]
    ),
    "rejection_notice_hostile": rejection(
        **dict.fromkeys((*_TEXTS, *_MORE), HOSTILE) | {"returned": "😀" * 40},
        station_name=HOSTILE * 3,
        number=HOSTILE * 2,
    ),
    "rejection_notice_empty": rejection(**dict.fromkeys((*_TEXTS, *_MORE), ""), station_name="", number=""),
    "rejection_notice_marked": rejection(reprint=12, correction=3),
}
