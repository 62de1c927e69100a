"""The index of a case file: as usual, five hundred documents, too long everywhere, hostile, empty."""

from typing import Any

from printing.forms.case_index import CaseIndex, IndexRow
from tests.printing.papers import HOSTILE, NAME_60, NARRATIVE, STATION
from tests.printing.samples.station_papers import FRAME, HOSTILE_FRAME, LONG_FRAME

ROWS = (
    IndexRow("LF20261124-008", STATION, "来访登记表", "2026-11-24", 1, 2),
    IndexRow("坡退收〔2026〕12号", STATION, "材料接收/退还清单", "2026-11-24", 3, 3),
    IndexRow("", "李䶮", "退役证、身份证复印件", "2026-11-24", 4, 6, "复印件"),
    IndexRow("LF20261124-008 告知第1次", STATION, "一次性告知书（补正材料）", "2026-11-24", 7, 7),
    IndexRow("坡退批〔2026〕5号", STATION, "报送清单", "2026-11-26", 8, 9),
    IndexRow("", "天心区退役军人事务局", "关于优待证补领申请的回复", "2026-12-08", 10, 12),
    IndexRow("", "李䶮", "领取签收单", "2026-12-15", 13, 13, "缺第2联"),
)


def case_index(**changes: Any) -> CaseIndex:
    """An index with these changes."""
    values: dict[str, Any] = FRAME | {
        "file_title": "李䶮优待证遗失补领",
        "case_number": "坡退办〔2026〕66号",
        "opened_on": "2026年11月24日",
        "closed_on": "2026年12月15日",
        "retention": "10年",
        "rows": ROWS,
        "pages": 13,
    }
    return CaseIndex(**(values | changes))


_TEXTS = ("file_title", "case_number", "opened_on", "closed_on", "retention", "remarks")

SAMPLES: dict[str, Any] = {
    "case_index": case_index(),
    "case_index_marked": case_index(reprint=12, correction=3),
    "case_index_hundreds": case_index(
        rows=tuple(
            IndexRow(f"坡退办〔2026〕{at}号", STATION, f"第{at}份文件", "2026-11-24", at, at) for at in range(1, 501)
        ),
        pages=500,
    ),
    "case_index_long": case_index(
        **LONG_FRAME,
        **dict.fromkeys(_TEXTS, NAME_60),
        rows=tuple(IndexRow(NAME_60, NAME_60, NARRATIVE[:300], NAME_60, 1, 99_999, NAME_60) for _ in range(5)),
        pages=99_999,
    ),
    "case_index_remarks": case_index(remarks=NARRATIVE[:2000]),
    "case_index_hostile": case_index(
        **HOSTILE_FRAME,
        **dict.fromkeys(_TEXTS, HOSTILE),
        rows=(IndexRow(HOSTILE, HOSTILE, HOSTILE, HOSTILE, -1, 10**9, HOSTILE), IndexRow("😀" * 9, "", "\x00\t\n")),
        pages=-1,
    ),
    "case_index_empty": case_index(**dict.fromkeys(_TEXTS, ""), station_name="", operator="", rows=(), pages=0),
}
