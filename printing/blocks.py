"""What forms are built of: ruled rows that grow with their text, check boxes, signature lines, QR codes."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from printing.sheet import THIN, Sheet
from printing.text import Align, Line, Span, Style, draw_lines, lay_out, spread, text_width

# ------------------------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True)
class Cell:
    """Laid-out text between two rules, in the middle of the height."""

    left: float
    width: float
    lines: tuple[Line, ...]
    style: Style
    align: Align = "left"
    inset: float = 2.0

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.pitch


def cell(left: float, width: float, text: str, style: Style, *, align: Align = "left", inset: float = 2.0) -> Cell:
    """A cell of ``width`` millimetres, its text wrapped ``inset`` millimetres inside the rules."""
    return Cell(left, width, lay_out(text, width - 2 * inset, style), style, align, inset)


def label(left: float, width: float, text: str, style: Style, *, fill: float = 0.0) -> Cell:
    """A heading cell; ``fill`` spreads a short one to that many millimetres, so that headings end evenly."""
    style = spread(text, fill, style) if fill > text_width(text, style) else style
    return Cell(left, width, ((Span(text, style),),), style, "center", 0.5)


@dataclass(frozen=True)
class Row:
    """Cells side by side that share one height: at least ``least``, or the tallest text and ``pad`` above and below."""

    cells: tuple[Cell, ...]
    least: float
    pad: float

    @property
    def height(self) -> float:
        return max(self.least, max(cell.height for cell in self.cells) + 2 * self.pad)

    def split(self, room: float) -> tuple["Row", "Row"] | None:
        """This row cut in two, the first part at most ``room`` high; None if not even one line of each cell fits."""
        heads, tails = [], []
        for part in self.cells:
            count = floor((room - 2 * self.pad) / part.style.pitch + 1e-9)
            if count < 1 or room < self.least:
                return None
            heads.append(replace(part, lines=part.lines[:count]))
            tails.append(replace(part, lines=part.lines[count:]))
        return replace(self, cells=tuple(heads)), replace(self, cells=tuple(tails))

    def draw(self, sheet: Sheet, top: float) -> float:
        """Text and the rules around it; returns the lower edge."""
        height = self.height
        for part in self.cells:
            sheet.box(part.left, top, part.width, height)
            first = top + (height - part.height + part.style.pitch) / 2 + part.style.drop
            x = {
                "left": part.left + part.inset,
                "center": part.left + part.width / 2,
                "right": part.left + part.width - part.inset,
            }[part.align]
            draw_lines(sheet, x, first, part.lines, part.style.pitch, align=part.align)
        return top + height


def paginate(rows: Sequence[Row], heading: Row, first: float, others: float) -> list[list[Row]]:
    """Rows on pages: ``first`` millimetres of room on the first page, ``others`` on each later one.

    ``heading`` is repeated on later pages once it has stood on an earlier one. A row taller than what is left moves
    on as a whole if it fits a fresh page, and is cut otherwise.
    """
    pages: list[list[Row]] = [[]]
    room, seen = first, False
    waiting = deque(rows)
    while waiting:
        row = waiting.popleft()
        if row.height <= room:
            pages[-1].append(row)
            room -= row.height
            seen = seen or row is heading
            continue
        fresh = others - (heading.height if seen else 0.0)
        parts = row.split(room) if row.height > fresh else None
        if parts:
            pages[-1].append(parts[0])
        elif len(pages) > 1 and pages[-1] in ([], [heading]):
            raise ValueError("一页放不下一行字")
        elif pages[-1] and pages[-1][-1] is heading:
            # A heading at the foot with nothing under it: it is repeated overleaf anyway.
            pages[-1].pop()
        waiting.appendleft(parts[1] if parts else row)
        pages.append([heading] if seen else [])
        room = fresh
    return pages


# ------------------------------------------------------------------------------------------------- boxes and lines


def tick_box(sheet: Sheet, x: float, y: float, *, ticked: bool = False, side: float = 3.4) -> None:
    """A check box with its top left corner at (x, y), drawn: our faces have neither ☐ nor ☑."""
    sheet.box(x, y, side, side, weight=0.8)
    if ticked:
        points = [
            (x + 0.18 * side, y + 0.5 * side),
            (x + 0.42 * side, y + 0.76 * side),
            (x + 0.84 * side, y + 0.2 * side),
        ]
        sheet.path(points, weight=1.4)


def signature_line(sheet: Sheet, left: float, right: float, y: float, *, text: str, style: Style) -> None:
    """A line to sign on at ``y``, its caption above the left end with room for a hand between."""
    sheet.text(left, y - 9.0, text, style)
    sheet.rule(left, y, right, y, weight=THIN)


def mark(sheet: Sheet, x: float, middle: float, text: str, style: Style, *, align: Align = "right") -> None:
    """A small framed mark (补印 1, 作废) with its right or left end at ``x``, its middle at ``middle``."""
    width = text_width(text, style) + 3.0
    height = style.em + 2.4
    left = x - width if align == "right" else x
    sheet.box(left, middle - height / 2, width, height, weight=1.0)
    sheet.text(left + width / 2, middle + style.drop, text, style, align="center")


# --------------------------------------------------------------------------------------------------------- QR codes

QUIET_MODULES = 4
LEAST_QR = 25.0
_CLEAR = 2.0
_CAP_HEIGHT = 0.733

# Any mask is legal; a fixed one costs a tenth of trying all eight and keeps the picture the same for ever. The least
# version keeps the modules of a short text, and with them the quiet zone, from growing into the text around.
_MASK = 2
_LEAST_VERSION = 5


@lru_cache(maxsize=64)
def _modules(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    code = QRCode(version=_LEAST_VERSION, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(text)
    code.make(fit=True)
    runs: list[tuple[int, int, int]] = []
    for number, row in enumerate(code.modules):
        column = 0
        while column < len(row):
            length = 1
            while column + length < len(row) and row[column + length] == row[column]:
                length += 1
            if row[column]:
                runs.append((number, column, length))
            column += length
    return len(code.modules), tuple(runs)


def qr_modules(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """How many squares a side has, and the black ones as runs of (row, column, length): for a code on the screen."""
    return _modules(text)


def quiet_zone(text: str, side: float) -> float:
    """The width in millimetres of the blank border that a QR code of this text and size needs."""
    return QUIET_MODULES * side / _modules(text)[0]


def qr_code(sheet: Sheet, x: float, y: float, side: float, text: str) -> None:
    """A QR code, level M, its black square ``side`` millimetres wide (at least 25) with its top left at (x, y).

    The caller keeps ``quiet_zone`` blank on all four sides.
    """
    if side < LEAST_QR:
        raise ValueError(f"二维码边长 {side} 毫米，不足 {LEAST_QR} 毫米")
    count, runs = _modules(text)
    sheet.dots(x, y, side / count, runs)


def coded_qr(sheet: Sheet, x: float, y: float, side: float, *, text: str, code: str, style: Style) -> float:
    """A QR code with its human code in the middle below, clear of the quiet zone; returns the baseline of the code."""
    qr_code(sheet, x, y, side, text)
    baseline = y + side + max(quiet_zone(text, side), _CLEAR) + _CAP_HEIGHT * style.em
    sheet.text(x + side / 2, baseline, code, style, align="center")
    return baseline
