"""来访登记台账 (A4 landscape): each matter of each visit of a period on a row, and the sums under the last.

Internal, yet many hands touch it: the name is whole, identity number and phone come in masked.
Columns: 《信访工作条例》第十九条 (what a registration must record) and the ledgers of stations; no official blank.
"""

from dataclasses import dataclass

from printing.ledger import Column, LedgerData, render_ledger
from printing.text import Align
from printing.wording import Wording

FORM = "visit_ledger"

# Name, width in millimetres, alignment, inset.
_COLUMNS: tuple[tuple[str, float, Align, float], ...] = (
    ("number", 12.0, "center", 0.8),
    ("time", 24.0, "center", 0.8),
    ("person", 19.0, "center", 0.8),
    ("sex", 10.0, "center", 0.8),
    ("identity", 39.0, "center", 0.8),
    ("phone", 27.0, "center", 0.8),
    ("people", 11.0, "center", 0.8),
    ("category", 19.0, "center", 0.8),
    ("matter", 52.0, "left", 1.6),
    ("outcome", 27.0, "center", 0.8),
    ("operator", 15.0, "center", 0.8),
    ("rating", 18.0, "center", 0.8),
)
COLUMNS = tuple(name for name, *_ in _COLUMNS)
"""What the texts of a row are, in their order."""


@dataclass(frozen=True, kw_only=True)
class VisitLedger(LedgerData):
    """Each of `rows` has a text for each of `COLUMNS`. The sums count without void visits; `voids` counts those.

    `outcomes` and `ratings` are sums in words ("当场答复 118，立信访件 13").
    """

    people: int = 0
    visits: int = 0
    groups: int = 0
    repeats: int = 0
    voids: int = 0
    outcomes: str = ""
    ratings: str = ""


def sample() -> VisitLedger:
    """A ledger of nobody, to look at the wording."""
    row = (
        "001",
        "01-01 09:30",
        "张某",
        "男",
        "430103********0000",
        "138****0000",
        "1",
        "优待证",
        "补领优待证",
        "当场答复",
    )
    return VisitLedger(
        station_name="某某街道退役军人服务站",
        number="WS00000000-000",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
        period="2026年1月（1月1日至1月31日）",
        made_on="2026年1月31日",
        rows=((*row, "某某", "满意"),),
        people=1,
        visits=1,
        outcomes="当场答复 1",
        ratings="政务服务评价 1 次，满意率 100.0%",
    )


def render(data: VisitLedger, words: Wording) -> bytes:
    """The ledger as PDF."""
    columns = [Column(words[f"column_{name}"], width, align, inset) for name, width, align, inset in _COLUMNS]
    return render_ledger(data, words, words["title"], columns, _sums(data, words))


def _sums(data: VisitLedger, words: Wording) -> str:
    if not data.rows:
        return words["empty"]
    parts = [
        words.say("sum_visits", people=data.people, visits=data.visits, groups=data.groups, repeats=data.repeats),
        data.outcomes,
        data.ratings,
        words.say("sum_void", count=data.voids) if data.voids else "",
    ]
    return words["sum"] + "；".join(filter(None, parts)) + "。"
