"""One of several, as a row of buttons with a single tab stop: what segments and pills have in common."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gui.kit.moves import LeftWatch, enter_step, travel
from gui.kit.press import Press, step_of

Option = tuple[object, str]


class Choice(Press):
    """One button of the row; arrows walk through the row, Space takes, Enter takes and goes on."""

    arrowed = Signal(int)
    entered = Signal(int)

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent=parent)
        self.setCheckable(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if step := step_of(event):
            self.arrowed.emit(step)
        elif step := enter_step(event):
            self.entered.emit(step)
        else:
            super().keyPressEvent(event)


class Choices(QWidget):
    """The row. `chosen(value)` is sent for what the operator picks, not for `set_value`; `left` when the focus goes on.

    With `arrows_choose` an arrow key picks at once (segments); without, it only moves and Space picks (pills).
    Enter takes what it stands on and goes on; not where the answer is `optional`.
    """

    chosen = Signal(object)
    left = Signal()
    arrows_choose: ClassVar[bool] = True

    def __init__(self, *, name: str, optional: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._optional = optional
        self._values: list[object] = []
        self._buttons: list[Choice] = []
        self._value: object = None
        self._watch = LeftWatch(self, self.left.emit)

    def value(self) -> object:
        """The value taken, or None."""
        return self._value

    def set_value(self, value: object) -> None:
        """Take a value (None: none) without telling anyone. ValueError for one that isn't offered."""
        if value is not None and value not in self._values:
            raise ValueError(f"not an option: {value!r}")
        self._value = value
        for button, own in zip(self._buttons, self._values, strict=True):
            button.setChecked(value is not None and own == value)
        self._set_tab_stop()

    def set_enabled_values(self, values: set[object]) -> None:
        """Only these can be taken; the others stay visible but grey."""
        for button, own in zip(self._buttons, self._values, strict=True):
            button.setEnabled(own in values)
        self._set_tab_stop()

    def buttons(self) -> tuple[Choice, ...]:
        """The buttons in the order of the options."""
        return tuple(self._buttons)

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok": the look that `Field` asks for."""
        self.setProperty("state", state)
        self.update()
        for button in self._buttons:
            button.update()

    def _fill(self, options: Sequence[Option], buttons: Sequence[Choice]) -> None:
        self._values = [value for value, _ in options]
        new = [button for button in buttons if button not in self._buttons]
        self._buttons = list(buttons)
        for button in new:
            self._watch.add(button)
            # A button that stays may get another place.
            button.clicked.connect(lambda _checked=False, one=button: self._take(self._buttons.index(one)))
            button.arrowed.connect(lambda step, one=button: self._walk(self._buttons.index(one), step))
            button.entered.connect(lambda step, one=button: self._enter(self._buttons.index(one), step))
        self.set_value(self._value if self._value in self._values else None)

    def _take(self, index: int) -> None:
        changed = self._values[index] != self._value
        self.set_value(self._values[index])
        if changed:
            self.chosen.emit(self._value)

    def _walk(self, index: int, step: int) -> None:
        count = len(self._buttons)
        for distance in range(1, count):
            at = (index + step * distance) % count
            if self._buttons[at].isEnabled():
                self._buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)
                if self.arrows_choose:
                    self._take(at)
                return

    def _enter(self, index: int, step: int) -> None:
        # Tab leads to what is taken: whoever stands elsewhere walked there to take it.
        if step > 0 and not self._optional and self._values[index] != self._value:
            self._take(index)
        # A page may have moved on already when it heard what was chosen.
        if self._buttons[index].hasFocus():
            travel(self._buttons[index], step)

    def _set_tab_stop(self) -> None:
        """Tab reaches the chosen button, or the first one that can be taken."""
        stop = next((b for b in self._buttons if b.isChecked() and b.isEnabled()), None)
        stop = stop or next((b for b in self._buttons if b.isEnabled()), None)
        for button in self._buttons:
            wanted = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(wanted)
        if stop is not None:
            self.setFocusProxy(stop)
