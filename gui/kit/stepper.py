"""The way of a case as dots on a line: done, current, overdue, still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import CENTRE, draw_icon, frame, text
from gui.theme import follow_theme, theme

State = Literal["done", "current", "overdue", "future"]
_SAID: dict[State, str] = {"done": "已完成", "current": "正在办", "overdue": "已逾期", "future": "未到"}
# state -> (fill, line, ink of the dot, ink of the word)
_LOOKS: dict[State, tuple[str, str, str, str]] = {
    "done": ("accent", "accent", "on_accent", "t1"),
    "current": ("accent_soft", "accent_t", "accent_t", "accent_t"),
    "overdue": ("red_soft", "red", "red", "red"),
    "future": ("surface", "input", "t3", "t1"),
}


@dataclass(frozen=True)
class Step:
    """One station of the way; `note` is its date or limit."""

    title: str
    note: str = ""
    state: State = "future"


class Steps(QWidget):
    """The row of dots, as wide as it is let be."""

    def __init__(self, steps: Sequence[Step] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_steps(steps)
        follow_theme(self.updateGeometry)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show another way."""
        self._steps = tuple(steps)
        self.setAccessibleName("，".join(f"{step.title}{_SAID[step.state]}" for step in self._steps))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = theme().metrics.step_dot + theme().space("xs") + theme().line("label")
        if any(step.note for step in self._steps):
            height += theme().line("hint")
        return QSize(theme().size(80) * max(1, len(self._steps)), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size(56) * max(1, len(self._steps)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._steps:
            return
        share = self.width() / len(self._steps)
        thick, dot = theme().metrics.thick, theme().metrics.step_dot
        for index, step in enumerate(self._steps[1:], 1):
            token = "line" if step.state == "future" else "accent"
            left, right = round(share * (index - 0.5)), round(share * (index + 0.5))
            painter.fillRect(left, (dot - thick) // 2, right - left, thick, theme().colour(token))
        for index, step in enumerate(self._steps):
            self._paint_step(painter, QRect(round(share * index), 0, round(share), self.height()), index, step)

    def _paint_step(self, painter: QPainter, box: QRect, index: int, step: Step) -> None:
        colour, dot = theme().colour, theme().metrics.step_dot
        fill, line, ink, word = _LOOKS[step.state]
        circle = QRect(box.center().x() - dot // 2 + 1, 0, dot, dot)
        width = theme().metrics.thick
        frame(painter, circle, radius=dot / 2, fill=colour(fill), line=colour(line), width=width)
        if step.state == "done":
            side = theme().metrics.icon_chip
            inset = (dot - side) // 2
            tick = QRect(circle.left() + inset, circle.top() + inset, side, side)
            draw_icon(painter, "checkmark", colour(ink), tick)
        else:
            font = theme().font("hint_strong")
            text(painter, circle, str(index + 1), font=font, colour=colour(ink), align=CENTRE)
        strong = step.state in {"current", "overdue"}
        line_height = theme().line("label")
        title = QRect(box.left(), dot + theme().space("xs"), box.width(), line_height)
        font = theme().font("card_title" if strong else "label")
        text(painter, title, step.title, font=font, colour=colour(word), align=CENTRE)
        if step.note:
            under = QRect(box.left(), title.bottom() + 1, box.width(), theme().line("hint"))
            text(painter, under, step.note, font=theme().font("hint"), colour=colour("t3"), align=CENTRE)
