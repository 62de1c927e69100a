"""Ruled rows of a form: a heading and its value side by side, over the whole width between the margins."""

from collections.abc import Sequence

from printing.blocks import Cell, Row, cell, label
from printing.form_sheet import MARGIN
from printing.text import Align, Style, text_width

LABEL = Style("sans-bold", 10.5, 15)
VALUE = Style("serif", 10.5, 15)
LEAST, PAD = 8.6, 1.6

# A heading is spread to this width where its column has room, so that 地址 ends where 投诉电话 does.
_FILL = 15.0


def head_cell(left: float, width: float, words: str, style: Style = LABEL) -> Cell:
    """A heading in its column; one that the station made longer than the column is wrapped."""
    if text_width(words, style) > width - 1:
        return cell(left, width, words, style, align="center", inset=0.5)
    return label(left, width, words, style, fill=min(_FILL, width - 3))


def fact_row(
    widths: Sequence[float],
    *facts: tuple[str, str],
    label_style: Style = LABEL,
    value_style: Style = VALUE,
    least: float = LEAST,
    pad: float = PAD,
) -> Row:
    """Headings with their values; `widths` are those of heading, value, heading, value … in millimetres."""
    cells, left = [], MARGIN
    for (words, value), name_width, value_width in zip(facts, widths[::2], widths[1::2], strict=True):
        cells.append(head_cell(left, name_width, words, label_style))
        cells.append(cell(left + name_width, value_width, value, value_style))
        left += name_width + value_width
    return Row(tuple(cells), least, pad)


def heading_row(widths: Sequence[float], words: Sequence[str], style: Style = LABEL, *, least: float = LEAST) -> Row:
    """The heading of a table's columns."""
    cells, left = [], MARGIN
    for width, one in zip(widths, words, strict=True):
        cells.append(head_cell(left, width, one, style))
        left += width
    return Row(tuple(cells), least, PAD)


def table_row(
    widths: Sequence[float],
    values: Sequence[str],
    aligns: Sequence[Align],
    style: Style = VALUE,
    *,
    least: float = LEAST,
    pad: float = PAD,
) -> Row:
    """One line of a table."""
    cells, left = [], MARGIN
    for width, value, align in zip(widths, values, aligns, strict=True):
        cells.append(cell(left, width, value, style, align=align, inset=1.5))
        left += width
    return Row(tuple(cells), least, pad)
