"""卷内目录 and 卷内备考表 (A4): what lies in a case file page by page, and how the file was when it was closed.

Columns and lines: GB/T 9705-2008 (文书档案案卷格式): 顺序号, 文号, 责任者, 题名, 日期, 页号, 备注; of the second sheet
本卷情况说明, 立卷人, 检查人, 立卷时间. The signatures are written by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from printing.blocks import Row
from printing.fact_rows import fact_row, heading_row, table_row
from printing.flow import Block, Drawing, PageBreak, Space, Table, Together, paragraph
from printing.form_sheet import MARGIN, FormData, Head, render_form
from printing.sheet import Sheet
from printing.text import Align, Style, fit
from printing.wording import Wording
from printing.written_rows import WIDTH, named_row

FORM = "case_index"

_PAIR = (24.0, 63.0, 24.0, 63.0)
_LINE_LABEL = 24.0
_COLUMNS = ("order", "number", "author", "title", "day", "pages", "note")
_WIDTHS = (12.0, 36.0, 34.0, 40.0, 21.0, 16.0, 15.0)
_ALIGNS: tuple[Align, ...] = ("center", "left", "left", "left", "center", "center", "left")
_SMALL = Style("serif", 9.5, 13)
_HEADING = Style("sans-bold", 9.5, 13)
_PLAIN = Style("serif", 11, 17)
_TITLE = Style("serif-bold", 18, spacing=2.4)
_TITLE_HEIGHT, _TITLE_AT = 14.0, 9.5
# Hands need more height than print.
_SIGN_ROW, _REMARKS_ROW = 13.0, 110.0


@dataclass(frozen=True)
class IndexRow:
    """A document of the file: number (文号), author (责任者), day ("2026-11-24"), first and last page, 0 for none."""

    number: str
    author: str
    title: str
    day: str = ""
    first_page: int = 0
    last_page: int = 0
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseIndex(FormData):
    """All else is text ready to be printed; `pages` counts the whole file; `remarks` "" leaves room for a hand."""

    file_title: str
    case_number: str
    opened_on: str = ""
    closed_on: str = ""
    retention: str = ""
    rows: tuple[IndexRow, ...] = ()
    pages: int = 0
    remarks: str = ""


def sample() -> CaseIndex:
    """A file of nobody, to look at the wording."""
    return CaseIndex(
        station_name="某某街道退役军人服务站",
        number="WS00000000-000",
        file_title="张三优待证首次申领",
        case_number="某退办〔2026〕1号",
        opened_on="2026年1月1日",
        closed_on="2026年1月31日",
        retention="10年",
        rows=(
            IndexRow("LF00000000-001", "某某街道退役军人服务站", "来访登记表", "2026-01-01", 1, 2),
            IndexRow("", "张三", "身份证复印件", "2026-01-01", 3, 3),
        ),
        pages=3,
        operator="某某",
        printed_at="2026年1月31日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: CaseIndex, words: Wording) -> bytes:
    """The index and what follows it as PDF, as many pages as they need."""
    head = Head(words["title"], words.say("number", number=data.number))
    blocks: list[Block] = [Table(tuple(_facts(data, words))), Space(2)]
    if data.rows:
        heading = heading_row(_WIDTHS, [words[f"column_{name}"] for name in _COLUMNS], _HEADING)
        rows = tuple(_row(order, row) for order, row in enumerate(data.rows, 1))
        blocks.append(Table(rows, heading))
    else:
        blocks.append(paragraph(MARGIN, WIDTH, words["empty"], _PLAIN))
    title = Drawing(_TITLE_HEIGHT, lambda sheet, top: _draw_title(sheet, top, words))
    # It lies at the end of the file, on a sheet of its own.
    blocks += [PageBreak(), Together((title, Table(tuple(_closing(data, words)))))]
    return render_form(data, words, head, blocks, notes=(words["order_note"],))


def _facts(data: CaseIndex, words: Wording) -> Iterator[Row]:
    blank = words["blank"]
    yield named_row(_LINE_LABEL, words["file_title"], data.file_title)
    yield fact_row(_PAIR, (words["case_number"], data.case_number), (words["retention"], data.retention or blank))
    yield fact_row(_PAIR, (words["opened_on"], data.opened_on or blank), (words["closed_on"], data.closed_on or blank))


def _row(order: int, row: IndexRow) -> Row:
    texts = (str(order), row.number, row.author, row.title, row.day, _pages(row), row.note)
    return table_row(_WIDTHS, texts, _ALIGNS, _SMALL)


def _pages(row: IndexRow) -> str:
    if not row.first_page:
        return ""
    return str(row.first_page) if row.last_page <= row.first_page else f"{row.first_page}—{row.last_page}"


def _closing(data: CaseIndex, words: Wording) -> Iterator[Row]:
    """卷内备考表."""
    count = words.say("count_text", count=len(data.rows), pages=data.pages)
    yield named_row(_LINE_LABEL, words["count"], count)
    yield named_row(_LINE_LABEL, words["remarks"], data.remarks, least=_REMARKS_ROW)
    for one, other in (("filed_by", "filed_on"), ("checked_by", "checked_on")):
        blank = words["day_blank"]
        yield fact_row(_PAIR, (words[one], ""), (words[other], blank), least=_SIGN_ROW)


def _draw_title(sheet: Sheet, top: float, words: Wording) -> None:
    title = fit(words["closing_title"], WIDTH, _TITLE)
    sheet.text(MARGIN + WIDTH / 2, top + _TITLE_AT, title, _TITLE, align="center")
