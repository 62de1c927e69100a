"""Rows of a form that stand beside something higher: a heading at their side, a photo at their right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from printing.blocks import Cell, Row, cell
from printing.fact_rows import LABEL, LEAST, PAD, VALUE, head_cell
from printing.flow import Block, Table
from printing.form_sheet import MARGIN
from printing.sheet import Sheet
from printing.text import Style
from printing.written_rows import INSET, WIDTH, StackRow

SIDE = 10.0
"""The width in millimetres of a heading at the side."""

LEFT, ROOM = MARGIN + SIDE, WIDTH - SIDE
"""Where the rows beside such a heading begin, and how wide they are."""

PHOTO = 31.0
"""The width of the cell for a photo of one inch (25 × 35 mm)."""
_PHOTO_HEIGHT = 38.0


@dataclass(frozen=True)
class RowsRow(Row):
    """Whole rows in one of its cells; the last of them grows to the full height. Cut between them if it must be."""

    rows: tuple[Row, ...] = ()

    @property
    def height(self) -> float:
        return max(super().height, sum(row.height for row in self.rows))

    def split(self, room: float) -> tuple[Row, Row] | None:
        parts = Table(self.rows).split(room)
        if parts is None:
            return None
        return replace(self, least=0.0, rows=parts[0].rows), replace(self, rows=parts[1].rows)

    def draw(self, sheet: Sheet, top: float) -> float:
        bottom = super().draw(sheet, top)
        *others, last = self.rows
        for row in others:
            top = row.draw(sheet, top)
        replace(last, least=bottom - top).draw(sheet, top)
        return bottom


def grouped(words: str, rows: Sequence[Row], style: Style = LABEL) -> RowsRow:
    """Rows with a heading at their side; they begin at `LEFT` and are `ROOM` wide, and there is at least one."""
    # Three characters stand under one another, others two by two.
    inset = (SIDE - style.em - 0.2) / 2 if len(words) == 3 else 0.5
    side = cell(MARGIN, SIDE, words, style, align="center", inset=inset)
    return RowsRow((side, Cell(LEFT, ROOM, (), VALUE)), LEAST, PAD, tuple(rows))


def beside_photo(words: str, rows: Sequence[Row], style: Style = VALUE) -> RowsRow:
    """Rows from `LEFT`, `ROOM - PHOTO` wide, and at their right a place for a photo with its caption."""
    area = Cell(LEFT, ROOM - PHOTO, (), VALUE)
    photo = cell(LEFT + ROOM - PHOTO, PHOTO, words, style, align="center")
    return RowsRow((area, photo), _PHOTO_HEIGHT, PAD, tuple(rows))


def facts(
    widths: Sequence[float],
    *named: tuple[str, str],
    label: Style = LABEL,
    value: Style = VALUE,
    least: float = LEAST,
    pad: float = PAD,
) -> Row:
    """Headings with their values from `LEFT`; `widths` as for `fact_row`."""
    cells, left = [], LEFT
    for (words, text), name_width, value_width in zip(named, widths[::2], widths[1::2], strict=True):
        cells.append(head_cell(left, name_width, words, label))
        cells.append(cell(left + name_width, value_width, text, value, inset=1.6))
        left += name_width + value_width
    return Row(tuple(cells), least, pad)


def stacked(
    width: float,
    words: str,
    blocks: Sequence[Block],
    *,
    room: float = ROOM,
    label: Style = LABEL,
    least: float = LEAST,
    pad: float = PAD,
) -> StackRow:
    """A heading `width` millimetres wide (none where it is 0) and blocks beside it; see `within`."""
    heading = (head_cell(LEFT, width, words, label),) if width else ()
    return StackRow((*heading, Cell(LEFT + width, room - width, (), VALUE)), least, pad, tuple(blocks))


def within(width: float, room: float = ROOM) -> tuple[float, float]:
    """Left edge and width of what stands in the last cell of a `stacked` row."""
    return LEFT + width + INSET, room - width - 2 * INSET
