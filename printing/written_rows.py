"""Rows of a form that a hand goes on with: boxes to tick, lines to sign on; and a long text under its heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from printing.blocks import Cell, Row, cell, tick_box
from printing.fact_rows import LABEL, LEAST, PAD, VALUE, head_cell
from printing.flow import Block, draw_blocks, flow
from printing.form_sheet import MARGIN
from printing.sheet import A4, Sheet
from printing.text import Style, fit, text_width

WIDTH = A4.width - 2 * MARGIN
"""Between the margins of an upright A4."""

INSET = 2.0
_BOX = 3.4
_BOX_GAP = 1.2
_CHOICE_GAP = 5.0
# From the baseline up to the upper edge of a box.
_BOX_UP = 3.0
_LINE_DROP = 1.2
_LEAST_LINE = 14.0
# From the lower edge of a line to sign on up to its words.
_BLANK_UP = 2.6


@dataclass(frozen=True)
class NamedRow(Row):
    """A heading and a text that may go over pages; the heading stands again on each."""

    def split(self, room: float) -> tuple[Row, Row] | None:
        parts = super().split(room)
        if parts is None:
            return None
        return parts[0], replace(parts[1], cells=(self.cells[0], *parts[1].cells[1:]))


def named_row(
    width: float,
    words: str,
    text: str,
    *,
    label: Style = LABEL,
    value: Style = VALUE,
    least: float = LEAST,
    pad: float = PAD,
) -> NamedRow:
    """A heading `width` millimetres wide and its text over the rest of the line."""
    cells = (head_cell(MARGIN, width, words, label), cell(MARGIN + width, WIDTH - width, text, value))
    return NamedRow(cells, least, pad)


@dataclass(frozen=True)
class StackRow(Row):
    """Blocks under one another in the last cell, beside a heading or alone; cut between them if it must be."""

    blocks: tuple[Block, ...] = ()

    @property
    def height(self) -> float:
        return max(super().height, self._stacked + 2 * self.pad)

    @property
    def _stacked(self) -> float:
        return sum(block.height for block in self.blocks)

    def split(self, room: float) -> tuple[Row, Row] | None:
        first, *rest = flow(self.blocks, room - 2 * self.pad, inf)
        if not first or not rest or room < self.least:
            return None
        tail = tuple(block for page in rest for block in page)
        return replace(self, blocks=tuple(first)), replace(self, blocks=tail)

    def draw(self, sheet: Sheet, top: float) -> float:
        bottom = super().draw(sheet, top)
        draw_blocks(sheet, top + (self.height - self._stacked) / 2, self.blocks)
        return bottom


def stack_row(
    width: float, words: str, blocks: Sequence[Block], *, label: Style = LABEL, least: float = LEAST, pad: float = PAD
) -> StackRow:
    """A heading `width` millimetres wide (none where it is 0) and blocks over the rest; see `inner`."""
    heading = (head_cell(MARGIN, width, words, label),) if width else ()
    return StackRow((*heading, Cell(MARGIN + width, WIDTH - width, (), VALUE)), least, pad, tuple(blocks))


def inner(width: float) -> tuple[float, float]:
    """Left edge and width of what stands in the last cell of a `stack_row`."""
    return MARGIN + width + INSET, WIDTH - width - 2 * INSET


@dataclass(frozen=True)
class Choices:
    """Boxes with their words in a row, on as many lines as they need; a choice of None is words without a box."""

    left: float
    width: float
    options: tuple[tuple[str, bool | None], ...]
    style: Style = VALUE

    @property
    def height(self) -> float:
        return (max((line for line, *_ in self._placed()), default=0) + 1) * self.style.pitch

    def split(self, room: float) -> None:
        return None

    def draw(self, sheet: Sheet, top: float) -> float:
        for line, x, words, ticked in self._placed():
            baseline = top + (line + 0.5) * self.style.pitch + self.style.drop
            if ticked is not None:
                tick_box(sheet, x, baseline - _BOX_UP, ticked=ticked, side=_BOX)
            sheet.text(x if ticked is None else x + _BOX + _BOX_GAP, baseline, words, self.style)
        return top + self.height

    def _placed(self) -> Iterator[tuple[int, float, str, bool | None]]:
        line, x = 0, self.left
        for words, ticked in self.options:
            box = 0.0 if ticked is None else _BOX + _BOX_GAP
            shown = fit(words, self.width - box, self.style)
            wide = box + text_width(shown, self.style)
            if x > self.left and x + wide > self.left + self.width:
                line, x = line + 1, self.left
            yield line, x, shown, ticked
            x += wide + _CHOICE_GAP


@dataclass(frozen=True)
class Blanks:
    """Captions on one line; behind each that says so a rule to write on, and the rules share what the words leave."""

    left: float
    width: float
    captions: tuple[tuple[str, bool], ...]
    style: Style = VALUE
    height: float = 11.0

    def split(self, room: float) -> None:
        return None

    def draw(self, sheet: Sheet, top: float) -> float:
        baseline = top + self.height - _BLANK_UP
        share = self.width / len(self.captions) - _CHOICE_GAP
        shown = [fit(words, share - (_LEAST_LINE if ruled else 0), self.style) for words, ruled in self.captions]
        widths = [text_width(words, self.style) for words in shown]
        ruled = sum(rule for _, rule in self.captions)
        rule = (self.width - sum(widths) - _CHOICE_GAP * (len(shown) - 1)) / max(ruled, 1)
        x = self.left
        for words, wide, (_, to_write) in zip(shown, widths, self.captions, strict=True):
            sheet.text(x, baseline, words, self.style)
            x += wide
            if to_write:
                sheet.rule(x, baseline + _LINE_DROP, x + rule, baseline + _LINE_DROP)
                x += rule
            x += _CHOICE_GAP
        return top + self.height
