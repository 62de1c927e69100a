"""来访登记回执 (A5 landscape, or a slip from a roll): the visitor's part, and the station's stub behind a tear line.

It is carried through the streets, so no identity number stands on it and the name comes in masked. Whatever is too
long flows on to further pages; the stub and the place for signature and seal stay on the first.
Fields: 《信访工作条例》第十九条 (登记), 第二十三条 (告知); no official blank exists.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from printing.blocks import Cell, Row, cell, coded_qr, label, mark, paginate, quiet_zone
from printing.forms import visit_receipt_slip
from printing.forms.visit_receipt_data import ReceiptLine, VisitReceipt
from printing.forms.visit_receipt_stub import draw_stub
from printing.sheet import A5_LANDSCAPE, Sheet
from printing.text import Line, Span, Style, draw_line, draw_lines, fit, lay_out, spread, text_width
from printing.wording import Wording

__all__ = ["FORM", "ReceiptLine", "VisitReceipt", "render", "sample"]

FORM = "visit_receipt"

LEFT, RIGHT = 10.0, 144.0
TEAR = 150.0
_WIDTH = RIGHT - LEFT
_MIDDLE = (LEFT + RIGHT) / 2
_TABLE_FOOT = 138.0  # on continued pages

_ORGAN = Style("serif", 10.5, 14, spacing=0.6)
_ORGAN_LONG = Style("serif", 9, 12)
_TITLE = Style("serif-bold", 19, spacing=4.4)
_TITLE_SMALL = Style("serif-bold", 13, spacing=1.2)
_PLAIN = Style("serif", 10, 14)
_CODE = Style("sans-bold", 12, spacing=0.6)
_MARK = Style("sans-bold", 10)
_MARK_PITCH = 7.2
_TEAR_TEXT = Style("serif", 9)
_VOID = Style("sans-bold", 72, spacing=10)

# The code and the advice beside it stand as high as the table lets them, between these two.
_ADVICE_TOP, _ADVICE_LOWEST = 90.4, 98.0
_ADVICE_LEFT, _ADVICE_LABEL, _ADVICE_GAP = 45.0, 17.0, 2.0
_ADVICE_HEIGHT = 36.0
_QR_SIDE = 28.0
_QR_SIDE_CONTINUED = 26.0
_FOOT = 139.5
_OPERATOR_ROOM, _PRINTED_ROOM = 32.0, 68.0


class _Density(NamedTuple):
    """How tightly the table is set: a long receipt is first set closer, then flows over."""

    label: Style
    value: Style
    least: float
    head_pad: float
    pad: float


_DENSITIES = (
    _Density(Style("sans-bold", 10.5), Style("serif", 10.5, 14.6), 8.2, 1.5, 3.0),
    _Density(Style("sans-bold", 10), Style("serif", 10, 13.6), 7.6, 1.4, 1.7),
    _Density(Style("sans-bold", 9.5), Style("serif", 9, 12.2), 7.2, 1.2, 1.0),
)

# Order, matter, outcome, promise. Long narratives get more of the width.
_COLUMNS = ((9.0, 41.0, 40.0, 44.0), (9.0, 57.0, 34.0, 34.0), (9.0, 77.0, 24.0, 24.0))

# Label, value, label, value of the head of the table.
_HEAD = (21.0, 55.0, 21.0, 37.0)

_HEAD_LINES = 5  # a value that needs more lines than this beside another gets the whole width


def sample() -> VisitReceipt:
    """A receipt of nobody, to look at the wording and to warm up with."""
    return VisitReceipt(
        station_name="某某街道退役军人服务站",
        number="LF00000000-000",
        visitor="张*（男）",
        headcount_text="1人",
        visited_at="2026年1月1日9时30分",
        materials_text="2份（原件1份）",
        lines=(ReceiptLine("优待证补办：原证遗失", "受理办件\n某退办〔2026〕1号", "2026年2月1日前告知"),),
        station_phone="0731-00000000",
        complaint_phone="0731-00000000",
        address="某某路 1 号",
        hours="工作日9:00—17:00",
        operator="某某",
        printed_at="2026年1月1日9时35分",
        qr_text="TYJR2",
        human_code="2222-2222",
    )


def render(data: VisitReceipt, words: Wording) -> bytes:
    """The receipt as PDF, on the paper that it names; whatever isn't a roll is A5."""
    if data.paper in visit_receipt_slip.PAPERS:
        return visit_receipt_slip.render(data, words)
    sheet = Sheet(A5_LANDSCAPE, title=f"{words['title']} {data.number}", author=data.station_name)
    organ = _organ_lines(data.station_name)
    table_top = 28.9 + (len(organ) - 1) * organ[0][0].style.pitch
    advice = _advice_lines(data, words)
    kept = int(_ADVICE_HEIGHT / advice[0].pitch)
    first, *later = _plan(data, words, _ADVICE_LOWEST - _clearance(data) - table_top)
    overleaf = _continue([_Page(rows) for rows in later], advice[kept:])
    pages = 1 + len(overleaf)
    bottom = _draw_head(sheet, data, words, organ, pages)
    for row in first:
        bottom = row.draw(sheet, bottom)
    coded_top = max(_ADVICE_TOP, bottom + _clearance(data))
    coded_qr(sheet, LEFT, coded_top, _QR_SIDE, text=data.qr_text, code=data.human_code, style=_CODE)
    _draw_advice(sheet, advice[:kept], _ADVICE_LEFT, coded_top)
    _draw_foot(sheet, data, words)
    _draw_tear_line(sheet, words)
    draw_stub(sheet, data, words)
    for number, page in enumerate(overleaf, 2):
        sheet.next_page()
        _draw_continued(sheet, data, words, page, (number, pages))
    return sheet.finish()


def _clearance(data: VisitReceipt) -> float:
    """From the table to the code under it."""
    return max(4.0, quiet_zone(data.qr_text, _QR_SIDE) + 0.3)


# ------------------------------------------------------------------------------------------------------- the table


def _plan(data: VisitReceipt, words: Wording, room: float) -> list[list[Row]]:
    """The rows of each page: the roomiest setting that fits the first page, else the one of least height."""
    shortest: tuple[float, list[Row], Row] | None = None
    for density in _DENSITIES:
        for columns in _COLUMNS:
            heading = _heading_row(words, density, columns)
            rows = [*_head_rows(data, words, density), heading, *_matter_rows(data, words, density, columns)]
            height = sum(row.height for row in rows)
            if height <= room:
                return [rows]
            if shortest is None or height < shortest[0]:
                shortest = height, rows, heading
    assert shortest is not None
    return paginate(shortest[1], shortest[2], room, _TABLE_FOOT - _CONTINUED_TOP)


def _head_rows(data: VisitReceipt, words: Wording, density: _Density) -> Iterator[Row]:
    pairs = (
        ((words["visitor"], data.visitor), (words["headcount"], data.headcount_text)),
        ((words["visited_at"], data.visited_at), (words["materials"], data.materials_text or words["no_materials"])),
    )
    for pair in pairs:
        cells, left = [], LEFT
        for number, (name, value) in enumerate(pair):
            name_width, value_width = _HEAD[2 * number : 2 * number + 2]
            cells.append(_head_label(left, name_width, name, density))
            cells.append(cell(left + name_width, value_width, value, density.value))
            left += name_width + value_width
        if all(len(part.lines) <= _HEAD_LINES for part in cells):
            yield Row(tuple(cells), density.least, density.head_pad)
            continue
        for name, value in pair:
            value_cell = cell(LEFT + _HEAD[0], _WIDTH - _HEAD[0], value, density.value)
            yield Row((_head_label(LEFT, _HEAD[0], name, density), value_cell), density.least, density.head_pad)


def _head_label(left: float, width: float, text: str, density: _Density) -> Cell:
    return label(left, width, text, density.label, fill=4 * density.label.em)


def _heading_row(words: Wording, density: _Density, columns: tuple[float, ...]) -> Row:
    names = (words["column_order"], words["column_matter"], words["column_outcome"], words["column_promise"])
    cells, left = [], LEFT
    for name, width in zip(names, columns, strict=True):
        fill = 2.6 * density.label.em if len(name) == 2 else 0.0
        cells.append(label(left, width, name, density.label, fill=fill))
        left += width
    return Row(tuple(cells), density.least, density.head_pad)


def _matter_rows(data: VisitReceipt, words: Wording, density: _Density, columns: tuple[float, ...]) -> Iterator[Row]:
    for order, line in enumerate(data.lines, 1):
        cells = [cell(LEFT, columns[0], str(order), density.value, align="center", inset=0.5)]
        left = LEFT + columns[0]
        for text, width in zip(
            (line.matter, line.outcome, line.promise or words["no_promise"]), columns[1:], strict=True
        ):
            cells.append(cell(left, width, text, density.value))
            left += width
        yield Row(tuple(cells), density.least, density.pad)


# ------------------------------------------------------------------------------------------------- head and foot


def _organ_lines(name: str) -> tuple[Line, ...]:
    width = _WIDTH - 34  # room for 补印 at the right, and the same at the left to keep the middle
    if text_width(name, _ORGAN) <= width:
        return ((Span(name, _ORGAN),),)
    return lay_out(name, width, _ORGAN_LONG)


def _draw_head(sheet: Sheet, data: VisitReceipt, words: Wording, organ: tuple[Line, ...], pages: int) -> float:
    """Organ, title, number and copy; returns the upper edge of the table."""
    _draw_marks(sheet, data, words)
    pitch = organ[0][0].style.pitch
    y = draw_lines(sheet, _MIDDLE, 12.2, organ, pitch, align="center") - pitch
    sheet.text(_MIDDLE, y + 9.2, words["title"], _TITLE, align="center")
    _draw_number(sheet, data, words, y + 14.6, (1, pages))
    return y + 16.7


def _draw_marks(sheet: Sheet, data: VisitReceipt, words: Wording) -> None:
    """补印, 更正 and 作废; to be drawn before all else on the page."""
    left = []
    if data.void:
        sheet.stamp(_MIDDLE, 74, words["void"], _VOID, turn=14)
        left.append(words["void"])
    if data.correction:
        left.append(words.say("correction", count=data.correction))
    for place, text in enumerate(left):
        mark(sheet, LEFT, 10.6 + place * _MARK_PITCH, text, _MARK, align="left")
    if data.reprint:
        mark(sheet, RIGHT, 10.6, words.say("reprint", count=data.reprint), _MARK)


def _draw_number(sheet: Sheet, data: VisitReceipt, words: Wording, y: float, page: tuple[int, int]) -> None:
    copy = words["copy_visitor"]
    number, pages = page
    if pages > 1:
        copy += "　" + words.say("page", page=number, pages=pages)
    sheet.text(RIGHT, y, copy, _PLAIN, align="right")
    room = _WIDTH - text_width(copy, _PLAIN) - 4
    sheet.text(LEFT, y, fit(words.say("number", number=data.number), room, _PLAIN), _PLAIN)


def _draw_foot(sheet: Sheet, data: VisitReceipt, words: Wording) -> None:
    operator, printed = _foot_texts(data, words)
    x = LEFT
    if text_width(operator, _PLAIN) <= _OPERATOR_ROOM:
        sheet.text(x, _FOOT, operator, _PLAIN)
        x += _OPERATOR_ROOM + 2
    if text_width(printed, _PLAIN) <= _PRINTED_ROOM:
        sheet.text(x, _FOOT, printed, _PLAIN)
    sheet.text(116, _FOOT, words["seal"], _PLAIN)


def _foot_texts(data: VisitReceipt, words: Wording) -> tuple[str, str]:
    return words.say("operator", operator=data.operator), words.say("printed_at", printed_at=data.printed_at)


def _draw_tear_line(sheet: Sheet, words: Wording) -> None:
    text = "✂" + words["tear"]
    pitch = 3.6
    top = (sheet.size.height - pitch * len(text)) / 2
    sheet.rule(TEAR, 5, TEAR, top - 1.5, weight=0.6, dash=(3, 2))
    sheet.rule(TEAR, top + pitch * len(text) + 1.0, TEAR, sheet.size.height - 5, weight=0.6, dash=(3, 2))
    for number, character in enumerate(text):
        sheet.text(TEAR, top + pitch * (number + 0.5) + _TEAR_TEXT.drop, character, _TEAR_TEXT, align="center")


# ------------------------------------------------------------------------------------------- advice under the table


class _AdviceLine(NamedTuple):
    name: str  # only on the first line of an entry
    name_style: Style
    line: Line
    pitch: float


def _advice_lines(data: VisitReceipt, words: Wording) -> list[_AdviceLine]:
    """How to ask, complain and check, line by line; and what the foot has no room for."""
    entries = [
        (words["query"], words.say("query_text", phone=data.station_phone)),
        (words["complaint"], data.complaint_phone),
        (words["address"], words.say("address_text", address=data.address, hours=data.hours)),
        (words["authenticity"], words["authenticity_text"]),
    ]
    for text, room in zip(_foot_texts(data, words), (_OPERATOR_ROOM, _PRINTED_ROOM), strict=True):
        if text_width(text, _PLAIN) > room:
            name, _, value = text.partition("：")
            entries.append((name, value))
    roomy = _set_advice(entries, Style("sans-bold", 10), Style("serif", 10, 15))
    if len(roomy) * roomy[0].pitch <= _ADVICE_HEIGHT:
        return roomy
    return _set_advice(entries, Style("sans-bold", 9), Style("serif", 9, 12.4))


def _set_advice(entries: list[tuple[str, str]], name_style: Style, style: Style) -> list[_AdviceLine]:
    result = []
    for name, value in entries:
        lines = lay_out(value, RIGHT - _ADVICE_LEFT - _ADVICE_LABEL, style)
        fitted = spread(name, 4 * name_style.em, name_style)
        result += [
            _AdviceLine(name if number == 0 else "", fitted, line, style.pitch) for number, line in enumerate(lines)
        ]
    return result


def _draw_advice(sheet: Sheet, lines: Sequence[_AdviceLine], left: float, top: float) -> None:
    for number, entry in enumerate(lines):
        y = top + (number + 0.5) * entry.pitch + entry.name_style.drop
        if entry.name:
            sheet.text(left, y, entry.name, entry.name_style)
        draw_line(sheet, left + _ADVICE_LABEL, y, entry.line)


# --------------------------------------------------------------------------------------------------- later pages

_CONTINUED_TOP = 27.0
_ASIDE = 181.0


class _Page(NamedTuple):
    rows: Sequence[Row] = ()
    advice: Sequence[_AdviceLine] = ()

    @property
    def advice_top(self) -> float:
        return _CONTINUED_TOP + sum(row.height for row in self.rows) + 4


def _continue(pages: list[_Page], rest: list[_AdviceLine]) -> list[_Page]:
    """Pages with the advice that the first page had no room for: under the end of the table, then on its own."""
    while rest:
        page = pages.pop() if pages and not pages[-1].advice else _Page()
        count = max(int((_TABLE_FOOT - page.advice_top) / rest[0].pitch), 0)
        pages.append(page._replace(advice=rest[:count]))
        rest = rest[count:]
        if rest:
            pages.append(_Page())
    return pages


def _draw_continued(sheet: Sheet, data: VisitReceipt, words: Wording, page: _Page, count: tuple[int, int]) -> None:
    _draw_marks(sheet, data, words)
    sheet.text(_MIDDLE, 11.5, fit(data.station_name, _WIDTH - 34, _PLAIN), _PLAIN, align="center")
    sheet.text(_MIDDLE, 18.5, words["title_continued"], _TITLE_SMALL, align="center")
    _draw_number(sheet, data, words, _CONTINUED_TOP - 2.1, count)
    top = _CONTINUED_TOP
    for row in page.rows:
        top = row.draw(sheet, top)
    _draw_advice(sheet, page.advice, LEFT, page.advice_top)
    side = _QR_SIDE_CONTINUED
    coded_qr(sheet, _ASIDE - side / 2, _CONTINUED_TOP, side, text=data.qr_text, code=data.human_code, style=_CODE)
