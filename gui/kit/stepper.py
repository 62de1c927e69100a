"""The steps of a case in one line: what is done, where it stands, what is still to come, each with its date."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.kit.paint import CENTRE, draw_icon, fill, text, text_width
from gui.kit.tip import plain
from gui.theme import follow_theme, theme
from gui.tokens import Role, Tone

StepState = Literal["done", "now", "late", "todo", "skipped"]
_HERE: tuple[StepState, ...] = ("now", "late")
_REACHED: tuple[StepState, ...] = ("done", *_HERE)


@dataclass(frozen=True)
class StepMark:
    """One step; `note` is its day or its limit. `urgent`: the limit of the step it stands at is near."""

    label: str
    note: str
    state: StepState
    urgent: bool = False


@dataclass(frozen=True)
class _Dot:
    """How the circle of a state looks: tokens of the fill, the ring and the sign in it."""

    fill: str
    ring: str
    ink: str


_DOTS: dict[StepState, _Dot] = {
    "done": _Dot("accent", "accent", "on_accent"),
    "now": _Dot("accent_soft", "accent_t", "accent_t"),
    "late": _Dot("red_soft", "red", "red"),
    "todo": _Dot("surface", "input", "t3"),
    "skipped": _Dot("surface", "input", "t3"),
}
# state -> (role and tone of the label, role and tone of the note)
_WORDS: dict[StepState, tuple[Role, Tone, Role, Tone]] = {
    "done": ("label", "t1", "hint", "t3"),
    "now": ("card_title", "accent", "hint_strong", "t2"),
    "late": ("card_title", "red", "hint_strong", "red"),
    "todo": ("label", "t1", "hint", "t3"),
    "skipped": ("label", "t3", "hint", "t3"),
}


class Stepper(QWidget):
    """The line of steps. It keeps its height and gives way in its width.

    Where not all words fit, only the step it stands at keeps its note; where not even the names fit, only that step has
    one. The whole of a step then stands in its tooltip.
    """

    def __init__(self, steps: Sequence[StepMark] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[StepMark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_steps(steps)
        follow_theme(self._apply)

    @property
    def steps(self) -> tuple[StepMark, ...]:
        """What it shows."""
        return self._steps

    def set_steps(self, steps: Sequence[StepMark]) -> None:
        """Show other steps."""
        self._steps = tuple(steps)
        self.setAccessibleName(self._spoken())
        self.setAccessibleDescription("；".join(_told(step) for step in self._steps))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(len(self._steps) * theme().size(96), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        height = theme().metrics.step_dot + theme().space("xs") + theme().line("card_title") + theme().line("hint")
        return QSize(len(self._steps) * 2 * theme().metrics.step_dot, height)

    def shown_words(self) -> tuple[tuple[str, str], ...]:
        """The name and the note of each step that are painted at the present width, "" for what gives way."""
        steps, here = self._steps, self._here()
        room = self._slot() - theme().space("s")
        notes = all(max(self._widths(step)) <= room for step in steps)
        names = all(self._widths(step)[0] <= room for step in steps)
        return tuple(
            (step.label if names or at == here else "", step.note if notes or at == here else "")
            for at, step in enumerate(steps)
        )

    def event(self, event: QEvent) -> bool:
        # One widget with many tooltips: Qt asks here, with the place of the mouse.
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain(self.tip_at(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, point: QPoint) -> str:
        """All the words of the step over a place, where they aren't painted; else ""."""
        if not self._steps:
            return ""
        at = min(len(self._steps) - 1, max(0, int(point.x() / self._slot())))
        step = self._steps[at]
        return "" if self.shown_words()[at] == (step.label, step.note) else _told(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_lines(painter)
        for at, (step, words) in enumerate(zip(self._steps, self.shown_words(), strict=True)):
            self._paint_dot(painter, at, step)
            self._paint_words(painter, at, step, words)

    def _paint_lines(self, painter: QPainter) -> None:
        """The pieces between the circles; what lies behind the case is in its colour."""
        reached = max((at for at, step in enumerate(self._steps) if step.state in _REACHED), default=-1)
        thick, radius = theme().metrics.thick, theme().metrics.step_dot // 2
        for at in range(1, len(self._steps)):
            left, right = self._centre(at - 1) + radius, self._centre(at) - radius
            colour = theme().colour("accent" if at <= reached else "line")
            fill(painter, QRect(left, radius - thick // 2, right - left, thick), colour)

    def _paint_dot(self, painter: QPainter, at: int, step: StepMark) -> None:
        look, side = _DOTS[step.state], theme().metrics.step_dot
        thick = theme().metrics.thick
        box = QRect(self._centre(at) - side // 2, 0, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().colour(look.ring), thick)
        if step.state == "skipped":
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.setBrush(theme().colour(look.fill))
        painter.drawEllipse(QPointF(box.left() + side / 2, side / 2), (side - thick) / 2, (side - thick) / 2)
        ink = theme().colour(look.ink)
        if step.state == "done":
            icon = theme().metrics.icon_chip
            inset = (side - icon) // 2
            draw_icon(painter, "checkmark", ink, QRect(box.left() + inset, inset, icon, icon))
        else:
            sign = "—" if step.state == "skipped" else str(at + 1)
            text(painter, box, sign, font=theme().font("hint_strong"), colour=ink, align=CENTRE)

    def _paint_words(self, painter: QPainter, at: int, step: StepMark, words: tuple[str, str]) -> None:
        role, tone, note_role, note_tone = _WORDS[step.state]
        if step.urgent and step.state == "now":
            note_tone = "amber"
        top = theme().metrics.step_dot + theme().space("xs")
        label = self._line_box(at, words[0], theme().font(role), top, theme().line("card_title"))
        text(painter, label, words[0], font=theme().font(role), colour=theme().tone(tone), align=CENTRE)
        top += theme().line("card_title")
        note = self._line_box(at, words[1], theme().font(note_role), top, theme().line("hint"))
        text(painter, note, words[1], font=theme().font(note_role), colour=theme().tone(note_tone), align=CENTRE)

    def _line_box(self, at: int, words: str, font: QFont, top: int, height: int) -> QRect:
        """Room for one line under a circle, moved inwards where it would reach over the edge."""
        width = min(self.width(), text_width(words, font) + 2)
        x = min(max(0, self._centre(at) - width // 2), self.width() - width)
        return QRect(x, top, width, height)

    def _widths(self, step: StepMark) -> tuple[int, int]:
        role, _tone, note_role, _note_tone = _WORDS[step.state]
        return text_width(step.label, theme().font(role)), text_width(step.note, theme().font(note_role))

    def _slot(self) -> float:
        return self.width() / max(1, len(self._steps))

    def _centre(self, at: int) -> int:
        return round(self._slot() * (at + 0.5))

    def _here(self) -> int:
        """The step it stands at, -1 where it stands at none."""
        return next((at for at, step in enumerate(self._steps) if step.state in _HERE), -1)

    def _spoken(self) -> str:
        here, count = self._here(), len(self._steps)
        if here >= 0:
            late = "，已逾期" if self._steps[here].state == "late" else ""
            return f"第 {here + 1} 步，共 {count} 步：{self._steps[here].label}{late}"
        done = sum(step.state in ("done", "skipped") for step in self._steps)
        return f"共 {count} 步，已走完" if count and done == count else f"共 {count} 步，已走 {done} 步"

    def _apply(self) -> None:
        self.setFixedHeight(self.minimumSizeHint().height())
        self.update()


_STATE_WORDS: dict[StepState, str] = {
    "done": "已办",
    "now": "正在办",
    "late": "已逾期",
    "todo": "还没有到",
    "skipped": "不用办",
}


def _told(step: StepMark) -> str:
    return "，".join(filter(None, (step.label, step.note.strip("—"), _STATE_WORDS[step.state])))
