"""− n +: a small number that is typed or stepped."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from gui.kit.boxes import HBox
from gui.kit.moves import enter_step, really_left, travel
from gui.kit.paint import draw_icon, frame
from gui.kit.press import Press
from gui.theme import follow_theme, theme


class _Step(Press):
    """The − or the +."""

    def __init__(self, icon: str, name: str, parent: QWidget) -> None:
        super().__init__("", name=name, parent=parent)
        self._icon = icon
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoRepeat(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.stepper, theme().metrics.input - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = theme().colour("surface3" if self.lit() else "surface2")
        frame(painter, self.rect(), radius=theme().metrics.radius_control - 1, fill=fill)
        side = theme().metrics.icon_small
        box = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        draw_icon(painter, self._icon, theme().colour("t2" if self.isEnabled() else "line"), box)


class _Number(QLineEdit):
    """The number between them; ↑ and ↓ step it."""

    stepped = Signal(int)
    went = Signal()
    focus_moved = Signal()

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *argument: Any) -> Any:
        # A Chinese input method would eat the digits.
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query, *argument)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = next((by for key, by in steps.items() if event.key() == key), 0)
        if step and plain:
            self.stepped.emit(step)
        elif travelled := enter_step(event):
            travel(self, travelled)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_moved.emit()
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_moved.emit()
        if really_left(event):
            self.went.emit()


def _count(words: str) -> int | None:
    return int(words) if words.isdecimal() else None


class StepperCount(QWidget):
    """The control; always holds a number from `minimum` to `maximum`. `changed(n)` for what the operator does.

    `show` writes the number, `read` takes what was typed (None: no number) where it isn't a plain count.
    """

    changed = Signal(int)
    left = Signal()

    def __init__(
        self,
        value: int = 1,
        *,
        name: str,
        minimum: int = 1,
        maximum: int = 999,
        show: Callable[[int], str] = str,
        read: Callable[[str], int | None] = _count,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._show_number, self._read = show, read
        self._min, self._max, self._value = minimum, maximum, value
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._edit = _Number(self)
        self._edit.setAccessibleName(name)
        self._edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if read is _count:
            self._edit.setValidator(QIntValidator(0, maximum, self._edit))
            self._edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._edit.setFrame(False)
        self._minus = _Step("subtract", f"{name}减一", self)
        self._plus = _Step("add", f"{name}加一", self)
        self._row = HBox(self)
        for widget, stretch in ((self._minus, 0), (self._edit, 1), (self._plus, 0)):
            self._row.addWidget(widget, stretch)
        self.setFocusProxy(self._edit)
        self._minus.clicked.connect(lambda: self._step(-1))
        self._plus.clicked.connect(lambda: self._step(1))
        self._edit.stepped.connect(self._step)
        self._edit.textEdited.connect(self._on_edited)
        self._edit.went.connect(self._on_went)
        self._edit.focus_moved.connect(self.update)
        self.set_value(value)
        follow_theme(self._apply)

    def value(self) -> int:
        """The number."""
        return self._value

    def set_value(self, value: int) -> None:
        """Show a number, brought into the range, without telling anyone."""
        self._value = max(self._min, min(value, self._max))
        self._edit.setText(self._show_number(self._value))
        self._show_ends()

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok": the look of the border."""
        self.setProperty("state", state)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        wrong, focused = self.property("state") == "error", self._edit.hasFocus()
        line = "red" if wrong else ("accent_t" if focused else "input")
        frame(
            painter,
            self.rect(),
            radius=theme().metrics.radius_control,
            fill=theme().colour("surface"),
            line=theme().colour(line),
            width=theme().metrics.thick if wrong or focused else theme().metrics.border,
        )

    def _step(self, by: int) -> None:
        before = self._value
        self.set_value(self._value + by)
        if self._value != before:
            self.changed.emit(self._value)

    def _on_edited(self, words: str) -> None:
        typed = self._read(words)
        if typed is not None and self._min <= typed <= self._max and typed != self._value:
            self._value = typed
            self._show_ends()
            self.changed.emit(typed)

    def _on_went(self) -> None:
        self.set_value(self._value)
        self.left.emit()

    def _show_ends(self) -> None:
        self._minus.setEnabled(self._value > self._min)
        self._plus.setEnabled(self._value < self._max)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.input)
        edge = theme().metrics.thick
        self._row.setContentsMargins(edge, edge, edge, edge)
