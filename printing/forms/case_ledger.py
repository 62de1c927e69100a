"""办事台账 (A4 landscape): the ledgers of what a station does besides visits (优待证收发, 光荣牌, 一次性告知, 报送 …).

Their columns differ and are added to over the years, so they come with the data: a ledger that was printed once keeps
its columns. Internal; whoever fills it masks identity numbers and phones. No official column list exists
(`printing.ledger` has the look, which is that of the ledger of visits).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from printing.ledger import WIDTH, Column, LedgerData, render_ledger
from printing.text import Align
from printing.wording import Wording

FORM = "case_ledger"

# A column narrower than this takes no two characters.
_LEAST_WIDTH = 9.0
_ALIGNS: Mapping[str, tuple[Align, float]] = {"left": ("left", 1.6), "center": ("center", 0.8), "right": ("right", 1.6)}


@dataclass(frozen=True)
class LedgerColumn:
    """A column: `width` is its share of the whole (any unit), `align` "left", "center" or "right"."""

    title: str
    width: int
    align: str = "left"


@dataclass(frozen=True, kw_only=True)
class CaseLedger(LedgerData):
    """Each of `rows` has a text for each of `columns`; `title` "" takes the shipped one; `sums` are in words."""

    title: str = ""
    columns: tuple[LedgerColumn, ...]
    sums: tuple[str, ...] = ()


def sample() -> CaseLedger:
    """A ledger of nobody, to look at the wording."""
    return CaseLedger(
        station_name="某某街道退役军人服务站",
        number="WS00000000-000",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
        title="优待证收发台账",
        period="2026年1月（1月1日至1月31日）",
        made_on="2026年1月31日",
        columns=(
            LedgerColumn("序号", 12, "center"),
            LedgerColumn("姓名", 24),
            LedgerColumn("证件号码", 40, "center"),
            LedgerColumn("收到日期", 28, "center"),
            LedgerColumn("领取日期", 28, "center"),
            LedgerColumn("备注", 60),
        ),
        rows=(("1", "张三", "430103********0000", "2026-01-01", "2026-01-02", "本人领取"),),
        sums=("收到 1 张", "领取 1 张"),
    )


def render(data: CaseLedger, words: Wording) -> bytes:
    """The ledger as PDF. Raises ValueError for columns that can't stand side by side (none, too many, too narrow)."""
    return render_ledger(data, words, data.title or words["title"], tuple(_columns(data)), _sums(data, words))


def _columns(data: CaseLedger) -> Iterator[Column]:
    whole = sum(column.width for column in data.columns)
    if whole <= 0:
        raise ValueError("台账没有栏目")
    for column in data.columns:
        width = WIDTH * column.width / whole
        if width < _LEAST_WIDTH or column.align not in _ALIGNS:
            raise ValueError(f"台账的“{column.title}”一栏排不下")
        yield Column(column.title, width, *_ALIGNS[column.align])


def _sums(data: CaseLedger, words: Wording) -> str:
    if not data.rows:
        return words["empty"]
    return "；".join((words.say("sum", count=len(data.rows)), *data.sums)) + "。"
