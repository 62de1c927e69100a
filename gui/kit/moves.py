"""How the focus travels in a form: Enter to the next field, Shift+Enter back, and when a field counts as left."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# The window lost the focus, or a menu opened over it: the field is still the one being filled.
_NOT_LEFT = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


def enter_step(event: QKeyEvent) -> int:
    """+1 for Enter, -1 for Shift+Enter, 0 for anything else (Ctrl+Enter saves and is none of ours)."""
    if event.key() not in _ENTER:
        return 0
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if plain == Qt.KeyboardModifier.NoModifier:
        return 1
    return -1 if plain == Qt.KeyboardModifier.ShiftModifier else 0


def travel(start: QWidget, step: int) -> None:
    """Move the focus as Tab (+1) or Shift+Tab (-1) would from `start`."""
    key = Qt.Key.Key_Tab if step > 0 else Qt.Key.Key_Backtab
    held = Qt.KeyboardModifier.NoModifier if step > 0 else Qt.KeyboardModifier.ShiftModifier
    # Widget.event turns these two keys into focusNextPrevChild, which is protected and so not ours to call.
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(start, QKeyEvent(kind, key, held))


def really_left(event: QFocusEvent) -> bool:
    """Whether a FocusOut means that the operator went on to another control."""
    return event.reason() not in _NOT_LEFT


class LeftWatch(QObject):
    """Calls `on_left` when the focus leaves a group of widgets inside `group` for one outside."""

    def __init__(self, group: QWidget, on_left: Callable[[], None]) -> None:
        super().__init__(group)
        self._group = group
        self._on_left = on_left

    def add(self, widget: QWidget) -> None:
        """Watch one more widget of the group."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and really_left(event):
            # Qt has already stored who comes next when it tells the one that goes.
            now = QApplication.focusWidget()
            if now is not self._group and (now is None or not self._group.isAncestorOf(now)):
                self._on_left()
        return False
