"""How far a case is, in a cell of a list: one small segment for each step, and the name of the step it stands at."""

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from gui.kit.paint import frame, text, text_width
from gui.theme import theme


@dataclass(frozen=True)
class StageMark:
    """The value of the cell: the case stands at step `at` (from 1) of `total`, called `words`.

    `late`: the step is overdue.
    """

    at: int
    total: int
    words: str
    late: bool = False

    @property
    def spoken(self) -> str:
        """For screen readers, tooltips and tests."""
        return f"{self.words}，第 {self.at} 步，共 {self.total} 步" + ("，已逾期" if self.late else "")


def _bar_width(total: int) -> int:
    return total * theme().metrics.segment_width + max(0, total - 1) * theme().metrics.marker


def stage_width(mark: StageMark) -> int:
    """How wide it is when painted with all its words."""
    return _bar_width(mark.total) + theme().space("s") + text_width(mark.words, theme().font("body")) + 1


def paint_stage(painter: QPainter, box: QRect, mark: StageMark) -> None:
    """Draw it from the left edge of `box`, in the middle of its height; the words shrink with … where they must."""
    wide, high = theme().metrics.segment_width, theme().metrics.segment
    top = box.top() + (box.height() - high) // 2
    for step in range(1, mark.total + 1):
        x = box.left() + (step - 1) * (wide + theme().metrics.marker)
        frame(painter, QRect(x, top, wide, high), radius=high / 3, fill=theme().colour(_fill(mark, step)))
    rest = box.adjusted(_bar_width(mark.total) + theme().space("s"), 0, 0, 0)
    text(painter, rest, mark.words, font=theme().font("body"), colour=theme().colour("red" if mark.late else "t1"))


def _fill(mark: StageMark, step: int) -> str:
    if step > mark.at:
        return "line"
    if step < mark.at:
        return "accent_line"
    return "red" if mark.late else "accent_t"
