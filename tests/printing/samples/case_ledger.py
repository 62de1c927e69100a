"""The ledgers of cases: as usual, many pages, too long everywhere, hostile, empty, many columns."""

from typing import Any

from printing.forms.case_ledger import CaseLedger, LedgerColumn
from tests.printing.papers import HOSTILE, NAME_60, NARRATIVE
from tests.printing.samples.station_papers import FRAME, HOSTILE_FRAME, LONG_FRAME

COLUMNS = (
    LedgerColumn("序号", 12, "center"),
    LedgerColumn("办件编号", 42),
    LedgerColumn("姓名", 22),
    LedgerColumn("证件号码", 40, "center"),
    LedgerColumn("事项", 22),
    LedgerColumn("收到日期", 25, "center"),
    LedgerColumn("领取日期", 25, "center"),
    LedgerColumn("领取人", 32),
    LedgerColumn("剩余（张）", 20, "right"),
    LedgerColumn("经办", 15, "center"),
    LedgerColumn("备注", 18),
)
ROWS = (
    ("1", "坡退办〔2026〕61号", "欧阳守诚", "430105********0716", "首次申领", "2026-11-02", "2026-11-05", "本人", "12",
     "王静", ""),
    ("2", "坡退办〔2026〕62号", "蒋玉梅", "430104********1142", "遗失补领", "2026-11-02", "2026-11-09",
     "委托：蒋大成", "11", "何芳", ""),
    ("3", "坡退办〔2026〕63号", "买买提·吐尔逊", "430103********2458", "损坏换领", "2026-11-16", "", "", "11", "王静",
     "已通知两次，电话无人接听"),
    ("4", "坡退办〔2026〕66号", "李䶮", "430103********1234", "遗失补领", "2026-11-23", "2026-11-24", "本人", "10",
     "李莎", ""),
)  # fmt: skip


def case_ledger(**changes: Any) -> CaseLedger:
    """A ledger with these changes."""
    values: dict[str, Any] = FRAME | {
        "title": "优待证收发台账",
        "period": "2026年11月（11月1日至11月24日）",
        "made_on": "2026年11月24日",
        "columns": COLUMNS,
        "rows": ROWS,
        "sums": ("收到 4 张", "领取 3 张，其中代领 1 张", "月末待领 1 张"),
    }
    return CaseLedger(**(values | changes))


SAMPLES: dict[str, Any] = {
    "case_ledger": case_ledger(),
    "case_ledger_marked": case_ledger(reprint=12, correction=3),
    "case_ledger_empty": case_ledger(rows=(), sums=(), title="", period="", made_on="", station_name="", operator=""),
    "case_ledger_pages": case_ledger(rows=ROWS * 20),
    "case_ledger_narrow": case_ledger(
        columns=tuple(LedgerColumn(f"第{place}栏", 1, "center") for place in range(25)),
        rows=(("很长的一格文字",) * 25, tuple(map(str, range(25)))),
    ),
    "case_ledger_long": case_ledger(
        **LONG_FRAME,
        title=NARRATIVE[:300],
        rows=tuple(tuple(NAME_60 if place % 2 else NARRATIVE for place in range(len(COLUMNS))) for _ in range(5)),
        sums=(NARRATIVE,) * 3,
        period=NARRATIVE,
        made_on=NARRATIVE,
    ),
    "case_ledger_hostile": case_ledger(
        **HOSTILE_FRAME,
        title=HOSTILE,
        columns=tuple(LedgerColumn(HOSTILE, 20, align) for align in ("left", "center", "right")),
        rows=((HOSTILE,) * 3, ("😀" * 9,) * 3, ("",) * 3, (), ("x\r\n\ty",) * 99),
        sums=(HOSTILE,),
        period=HOSTILE,
        made_on=HOSTILE,
    ),
}
