"""Short news at the bottom right: six seconds, longer under the mouse, with 撤销 or 重试 where that helps.

A toast is never the only place where an error is told.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel
from gui.kit.paint import CENTRE, text, text_width
from gui.kit.press import Press
from gui.theme import follow_theme, theme

SECONDS = 6
_MOVED = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide})


class _Action(Press):
    """The word at the right of a toast."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(text_width(self._words, theme().font("strong")) + theme().space("s"), theme().metrics.button)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme().colour("on_accent" if self.lit() else "toast_action")
        text(QPainter(self), self.rect(), self._words, font=theme().font("strong"), colour=colour, align=CENTRE)


class Toast(QFrame):
    """One message. `gone` when it has left, by time or by its action."""

    gone = Signal()
    acted = Signal()

    def __init__(self, title: str, words: str, action: str, icon: str, *, error: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("error", error)
        self.setAccessibleName(f"{title} {words}".strip())
        self._left = SECONDS * 1000
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.leave)
        row = HBox(self, gap="s", margin=("l", "s"))
        row.addWidget(Icon(icon, "white"))
        column = VBox()
        column.addWidget(ElidedLabel(title, "strong", "white"))
        if words:
            column.addWidget(ElidedLabel(words, "hint", "rail"))
        row.addLayout(column, 1)
        self.action: Press | None = None
        if action:
            self.action = _Action(action, self)
            self.action.clicked.connect(self._on_action)
            row.addWidget(self.action)
        follow_theme(self._apply)
        self._timer.start(self._left)

    @property
    def paused(self) -> bool:
        """Whether the clock stands still because the mouse is over it."""
        return not self._timer.isActive()

    def leave(self) -> None:
        """Go away now."""
        self._timer.stop()
        self.gone.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._left = max(1000, self._timer.remainingTime())
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(self._left)

    def _on_action(self) -> None:
        self.acted.emit()
        self.leave()

    def _apply(self) -> None:
        self.setFixedSize(theme().metrics.toast_width, theme().metrics.toast_height)


class Toasts(QObject):
    """The pile of toasts of one window, newest at the bottom, at most three."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toasts: list[Toast] = []
        self._clear: QWidget | None = None
        window.installEventFilter(self)

    def keep_clear(self, part: QWidget) -> None:
        """Stand above this part of the window while it is shown: something in it is still to be pressed."""
        self._clear = part
        part.installEventFilter(self)

    def show(
        self,
        title: str,
        words: str = "",
        *,
        action: str = "",
        on_action: Callable[[], None] | None = None,
        error: bool = False,
        icon: str = "",
    ) -> Toast:
        """Show one more; the oldest goes when three are there."""
        shown = icon or ("error_circle" if error else "checkmark_circle")
        toast = Toast(title, words, action, shown, error=error, parent=self._window)
        toast.gone.connect(lambda: self._drop(toast))
        if on_action is not None:
            toast.acted.connect(on_action)
        self._toasts.append(toast)
        if len(self._toasts) > 3:
            self._toasts[0].leave()
        toast.show()
        self._place()
        QAccessible.updateAccessibility(QAccessibleEvent(toast, QAccessible.Event.Alert))
        return toast

    @property
    def shown(self) -> tuple[Toast, ...]:
        """The toasts on the screen, oldest first."""
        return tuple(self._toasts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVED:
            self._place()
        return False

    def _drop(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        """Over the action bar's place, so that a toast never covers what saves."""
        metrics, gap = theme().metrics, theme().space("s")
        y = self._window.height() - metrics.status_bar - metrics.action_bar - theme().space("l")
        if self._clear is not None and self._clear.isVisibleTo(self._window):
            y = min(y, self._clear.mapTo(self._window, QPoint()).y() - gap)
        for toast in reversed(self._toasts):
            y -= toast.height()
            toast.move(self._window.width() - toast.width() - theme().space("xl"), y)
            toast.raise_()
            y -= gap
