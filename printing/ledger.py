"""Long ledgers (A4 landscape): rows between thick rules over many pages, the sums under the last, lines to sign on.

A year of visits has a thousand pages, so a ledger has a quiet foot with the human code alone, and is drawn without the
blocks of the other forms: each text is measured once, and the rules of a page are drawn as whole lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from printing.blocks import mark
from printing.fonts import visible
from printing.sheet import A4_LANDSCAPE, THICK, Sheet
from printing.text import Align, Style, fit, lay_out, text_width
from printing.wording import Wording

LEFT, RIGHT = 12.0, 285.0
WIDTH = RIGHT - LEFT
"""Between the margins of a ledger, in millimetres."""

_MIDDLE = (LEFT + RIGHT) / 2

_TITLE = Style("serif-bold", 21, spacing=6)
_LINE = Style("serif", 11)
_HEAD = Style("sans-bold", 10.5, 13)
_VALUE = Style("serif", 10, 13)
_SUM = Style("sans-bold", 10.5, 15)
_SIGN = Style("serif", 11)
_FOOT = Style("sans", 9)
_MARK = Style("sans-bold", 10)
_VOID = Style("sans-bold", 96, spacing=14)

_TITLE_AT, _LINE_AT, _TOP = 20.5, 27.6, 30.6
_HEAD_HEIGHT, _LEAST, _PAD = 9.2, 8.6, 1.3
_BOTTOM = 194.0
_SIGN_AT, _SIGN_HEIGHT, _FOOT_AT = 9.0, 10.0, 203.0
_MARK_AT, _MARK_PITCH = 12.0, 7.2
_SUM_INSET = 3.0
# A name of sixty characters needs fifteen lines; what is longer than this is cut, and ends in ….
_MOST_LINES = 16
_MOST_SUM_LINES = 6


class Column(NamedTuple):
    """A column `width` millimetres wide; its texts keep `inset` from the rules."""

    title: str
    width: float
    align: Align
    inset: float


@dataclass(frozen=True, kw_only=True)
class LedgerData:
    """What every ledger holds: a text for each column in each of `rows`, `made_on` is the day of printing.

    The fields of the frame are those of `printing.form_sheet.FormData`, without a code for each further page: `qr_text`
    is kept in the register and not drawn.
    """

    station_name: str
    number: str
    operator: str = ""
    printed_at: str = ""
    qr_text: str = ""
    human_code: str = ""
    reprint: int = 0
    correction: int = 0
    void: bool = False
    wording: int = 0
    period: str
    made_on: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Grid:
    """The columns and where their rules stand."""

    columns: tuple[Column, ...]
    edges: tuple[float, ...]


class _Piece(NamedTuple):
    """A line of a cell: where it begins, and its words."""

    x: float
    text: str


class _Laid(NamedTuple):
    height: float
    cells: tuple[tuple[_Piece, ...], ...]


def render_ledger(data: LedgerData, words: Wording, title: str, columns: Sequence[Column], sums: str) -> bytes:
    """The ledger as PDF; `sums` is the sentence under the last row, `columns` together are `WIDTH` wide.

    `words` needs the sentences "unit" {name}, "page" {page} {pages}, "reprint" and "correction" {count}, "void",
    "made_by" {operator}, "made_on" {day}, "sign_checked", "sign_chief", "code" {number} {code}, "masked", "closing".
    """
    sheet = Sheet(A4_LANDSCAPE, title=f"{title} {data.number}", author=data.station_name)
    grid = _Grid(tuple(columns), tuple(accumulate((column.width for column in columns), initial=LEFT)))
    measure = _Measure(grid)
    lines = _wrapped(sums, WIDTH - 2 * _SUM_INSET, _SUM, _MOST_SUM_LINES)
    tail = len(lines) * _SUM.pitch + 2 * _PAD + 1.0
    pages = _pages([measure.row(row) for row in data.rows], tail + _SIGN_AT + _SIGN_HEIGHT)
    for number, rows in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _draw_head(sheet, data, words, title, words.say("page", page=number, pages=len(pages)))
        bottom = _draw_rows(sheet, grid, rows)
        if number == len(pages):
            bottom = _draw_sums(sheet, lines, bottom, tail)
            _draw_signs(sheet, data, words, bottom + _SIGN_AT)
        sheet.box(LEFT, _TOP, WIDTH, bottom - _TOP, weight=THICK)
        _draw_foot(sheet, data, words)
    return sheet.finish()


# ---------------------------------------------------------------------------------------------------------- rows


class _Measure:
    """Lays out cells; names of operators, categories and outcomes come again and again."""

    def __init__(self, grid: _Grid) -> None:
        self._grid = grid
        self._known: dict[tuple[int, str], tuple[_Piece, ...]] = {}

    def row(self, texts: Sequence[str]) -> _Laid:
        """A row with the place of each line; texts beyond the columns are left out, missing ones are blank."""
        cells = tuple(self._cell(place, text) for place, text in enumerate(texts[: len(self._grid.columns)]))
        lines = max(map(len, cells), default=1)
        return _Laid(max(_LEAST, lines * _VALUE.pitch + 2 * _PAD), cells)

    def _cell(self, place: int, text: str) -> tuple[_Piece, ...]:
        if not text:
            return ()
        key = (place, text)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(_pieces(self._grid.columns[place], self._grid.edges[place], text))
        return found


def _pieces(column: Column, left: float, text: str) -> Iterator[_Piece]:
    room = column.width - 2 * column.inset
    width = text_width(text, _VALUE)
    if width <= room and "\n" not in visible(text):
        lines = [(text, width)]
    else:
        lines = [(line, text_width(line, _VALUE)) for line in _wrapped(text, room, _VALUE, _MOST_LINES)]
    for line, width in lines:
        yield _Piece(left + _indent(column, width), line)


def _indent(column: Column, width: float) -> float:
    if column.align == "left":
        return column.inset
    return (column.width - width) / 2 if column.align == "center" else column.width - column.inset - width


def _wrapped(text: str, room: float, style: Style, most: int) -> list[str]:
    """The text as lines, at most so many."""
    lines = ["".join(span.text for span in line) for line in lay_out(text, room, style)]
    return lines if len(lines) <= most else [*lines[: most - 1], fit(lines[most - 1] + lines[most], room, style)]


def _pages(rows: Sequence[_Laid], tail: float) -> list[list[_Laid]]:
    """Rows on pages; the last page has room for the `tail` too. A row taller than a page can't be: texts are short."""
    room_of_page = _BOTTOM - _TOP - _HEAD_HEIGHT
    pages: list[list[_Laid]] = [[]]
    room = room_of_page
    for row in rows:
        if row.height > room:
            pages.append([])
            room = room_of_page
        pages[-1].append(row)
        room -= row.height
    if tail > room:
        # The last row goes along, so that the sums don't stand alone.
        pages.append([pages[-1].pop()] if len(pages[-1]) > 1 else [])
    return pages


def _draw_rows(sheet: Sheet, grid: _Grid, rows: Sequence[_Laid]) -> float:
    """Heading, rows and the rules between; returns the lower edge."""
    bottom = _TOP + _HEAD_HEIGHT
    middle = _TOP + _HEAD_HEIGHT / 2 + _HEAD.drop
    for column, left in zip(grid.columns, grid.edges, strict=False):
        name = fit(column.title, column.width - 1, _HEAD)
        sheet.text(left + column.width / 2, middle, name, _HEAD, align="center")
    pitch = _VALUE.pitch
    for height, cells in rows:
        sheet.rule(LEFT, bottom, RIGHT, bottom)
        centre = bottom + height / 2 + _VALUE.drop
        for pieces in cells:
            y = centre - (len(pieces) - 1) * pitch / 2
            for x, text in pieces:
                sheet.text(x, y, text, _VALUE)
                y += pitch
        bottom += height
    for edge in grid.edges[1:-1]:
        sheet.rule(edge, _TOP, edge, bottom)
    return bottom


# ------------------------------------------------------------------------------------------------- head and foot


def _draw_head(sheet: Sheet, data: LedgerData, words: Wording, title: str, page: str) -> None:
    left = []
    if data.void:
        sheet.stamp(_MIDDLE, A4_LANDSCAPE.height / 2, words["void"], _VOID, turn=20)
        left.append(words["void"])
    if data.correction:
        left.append(words.say("correction", count=data.correction))
    for place, text in enumerate(left):
        mark(sheet, LEFT, _MARK_AT + place * _MARK_PITCH, text, _MARK, align="left")
    if data.reprint:
        mark(sheet, RIGHT, _MARK_AT, words.say("reprint", count=data.reprint), _MARK)
    sheet.text(_MIDDLE, _TITLE_AT, fit(title, WIDTH - 80, _TITLE), _TITLE, align="center")
    sheet.text(RIGHT, _LINE_AT, page, _LINE, align="right")
    third = WIDTH / 3 - 3
    sheet.text(LEFT, _LINE_AT, fit(words.say("unit", name=data.station_name), third, _LINE), _LINE)
    sheet.text(_MIDDLE, _LINE_AT, fit(data.period, third, _LINE), _LINE, align="center")


def _draw_sums(sheet: Sheet, lines: Sequence[str], top: float, height: float) -> float:
    sheet.rule(LEFT, top, RIGHT, top)
    y = top + (height - (len(lines) - 1) * _SUM.pitch) / 2 + _SUM.drop
    for place, line in enumerate(lines):
        sheet.text(LEFT + _SUM_INSET, y + place * _SUM.pitch, line, _SUM)
    return top + height


def _draw_signs(sheet: Sheet, data: LedgerData, words: Wording, y: float) -> None:
    made = words.say("made_on", day=data.made_on)
    right = RIGHT - text_width(fit(made, 75, _SIGN), _SIGN)
    sheet.text(right, y, fit(made, 75, _SIGN), _SIGN)
    sheet.text(LEFT, y, fit(words.say("made_by", operator=data.operator), 55, _SIGN), _SIGN)
    for left, key in ((LEFT + 60, "sign_checked"), (LEFT + 130, "sign_chief")):
        text = fit(words[key], 30, _SIGN)
        sheet.text(left, y, text, _SIGN)
        start = left + text_width(text, _SIGN) + 1
        sheet.rule(start, y + 1.4, start + 34, y + 1.4)


def _draw_foot(sheet: Sheet, data: LedgerData, words: Wording) -> None:
    third = WIDTH / 3 - 3
    sheet.text(LEFT, _FOOT_AT, fit(words.say("code", number=data.number, code=data.human_code), third, _FOOT), _FOOT)
    sheet.text(_MIDDLE, _FOOT_AT, fit(words["masked"], third, _FOOT), _FOOT, align="center")
    sheet.text(RIGHT, _FOOT_AT, fit(words["closing"], third, _FOOT), _FOOT, align="right")
