"""Blocks that stand under one another and flow over pages: rows, tables with a repeated heading, paragraphs, drawings.

A block knows its height, can draw itself, and may be cut. Nothing is drawn before all blocks have their page, so that
a page can say how many there are.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import Protocol, Self

from printing.blocks import Row
from printing.sheet import THICK, Sheet
from printing.text import Line, Style, draw_lines, lay_out

# A rounding error in a sum of millimetres must not push a block onto the next page.
_SLACK = 1e-6

# A lower row moves on whole: two halves of a sentence on two pages are read by nobody. Nor is a row cut where so little
# room is left, so a heading is never parted from all but the first line of its text.
_CUT_FROM = 60.0
_CUT_ROOM = 20.0


class Block(Protocol):
    """A piece of a page, drawn from `top` down over its whole `height` (millimetres)."""

    @property
    def height(self) -> float: ...

    def split(self, room: float) -> "tuple[Block, Block] | None": ...

    def draw(self, sheet: Sheet, top: float) -> float: ...


@dataclass(frozen=True)
class Space:
    """Blank; at the top of a page it falls away."""

    height: float

    def split(self, room: float) -> None:
        return None

    def draw(self, sheet: Sheet, top: float) -> float:
        return top + self.height


@dataclass(frozen=True)
class PageBreak:
    """What follows stands on a page of its own; at the top of a page it does nothing."""

    height: float = 0.0

    def split(self, room: float) -> None:
        return None

    def draw(self, sheet: Sheet, top: float) -> float:
        return top


@dataclass(frozen=True)
class Text:
    """Laid-out lines from `left`; it is cut between lines, two of them at least on either side."""

    left: float
    lines: tuple[Line, ...]
    style: Style

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.pitch

    def split(self, room: float) -> tuple[Self, Self] | None:
        count = min(floor(room / self.style.pitch + _SLACK), len(self.lines) - 2)
        if count < 2:
            return None
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])

    def draw(self, sheet: Sheet, top: float) -> float:
        first = top + self.style.pitch / 2 + self.style.drop
        draw_lines(sheet, self.left, first, self.lines, self.style.pitch)
        return top + self.height


def paragraph(left: float, width: float, text: str, style: Style) -> Text:
    """A paragraph of a person's words; its own line ends are kept."""
    return Text(left, lay_out(text, width, style), style)


@dataclass(frozen=True)
class Drawing:
    """Something of a fixed height that is never cut: a place to sign, a code with its words."""

    height: float
    paint: Callable[[Sheet, float], object]

    def split(self, room: float) -> None:
        return None

    def draw(self, sheet: Sheet, top: float) -> float:
        self.paint(sheet, top)
        return top + self.height


@dataclass(frozen=True)
class Together:
    """Blocks that must not be parted, like a heading and what it heads."""

    blocks: tuple[Block, ...]

    @property
    def height(self) -> float:
        return sum(block.height for block in self.blocks)

    def split(self, room: float) -> "tuple[Block, Block] | None":
        """Only the last one may be cut: what heads it stays with its first part."""
        parts = self.blocks[-1].split(room - sum(block.height for block in self.blocks[:-1]))
        return (Together((*self.blocks[:-1], parts[0])), parts[1]) if parts else None

    def draw(self, sheet: Sheet, top: float) -> float:
        for block in self.blocks:
            top = block.draw(sheet, top)
        return top


@dataclass(frozen=True)
class Table:
    """Rows within one thick frame; `heading` stands again on each page that the rows reach."""

    rows: tuple[Row, ...]
    heading: Row | None = None
    frame: float = THICK

    @property
    def height(self) -> float:
        return sum(row.height for row in self._all())

    def split(self, room: float) -> tuple[Self, Self] | None:
        room -= self.heading.height if self.heading else 0.0
        kept: list[Row] = []
        rest = deque(self.rows)
        while rest and rest[0].height <= room + _SLACK:
            room -= rest[0].height
            kept.append(rest.popleft())
        cut = rest[0].split(room) if rest and rest[0].height > _CUT_FROM and room >= _CUT_ROOM else None
        if cut:
            kept.append(cut[0])
            rest[0] = cut[1]
        if not kept or not rest:
            return None
        return replace(self, rows=tuple(kept)), replace(self, rows=tuple(rest))

    def draw(self, sheet: Sheet, top: float) -> float:
        rows = self._all()
        if not rows:
            return top
        bottom = top
        for row in rows:
            bottom = row.draw(sheet, bottom)
        cells = rows[0].cells
        left, right = cells[0].left, cells[-1].left + cells[-1].width
        sheet.box(left, top, right - left, bottom - top, weight=self.frame)
        return bottom

    def _all(self) -> tuple[Row, ...]:
        return (self.heading, *self.rows) if self.heading else self.rows


def flow(blocks: Iterable[Block], first: float, others: float) -> list[list[Block]]:
    """Blocks on pages: `first` millimetres of room on the first page, `others` on each later one.

    A block that doesn't fit is cut where it can be, else it moves on whole. Raises ValueError where one fits no page.
    """
    pages: list[list[Block]] = [[]]
    room = first
    waiting = deque(blocks)
    while waiting:
        block = waiting.popleft()
        if isinstance(block, Space | PageBreak) and not pages[-1]:
            continue
        if isinstance(block, PageBreak):
            pages.append([])
            room = others
            continue
        if block.height <= room + _SLACK:
            pages[-1].append(block)
            room -= block.height
            continue
        parts = block.split(room)
        if parts:
            pages[-1].append(parts[0])
        elif not pages[-1] and len(pages) > 1:
            raise ValueError("一页放不下一块内容")
        waiting.appendleft(parts[1] if parts else block)
        pages.append([])
        room = others
    return pages if pages[-1] or len(pages) == 1 else pages[:-1]


def draw_blocks(sheet: Sheet, top: float, blocks: Sequence[Block]) -> float:
    """Draw the blocks of one page under one another; returns the lower edge."""
    for block in blocks:
        top = block.draw(sheet, top)
    return top
