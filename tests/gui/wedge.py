"""A wedge scanner in a test's hands: keys with the system's time on them, to whatever has the keyboard."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication


class StutteringScanner:
    """Sends keys a few milliseconds apart."""

    def __init__(self) -> None:
        self.at = 1_000_000

    def scan(self, text: str) -> None:
        """A code with Enter behind it."""
        self.send(text)
        self.enter()
        QApplication.processEvents()

    def send(self, text: str, *, pause: int = 200) -> None:
        """Plain characters, after a pause."""
        self.at += pause
        for mark in text:
            self.key(ord(mark.upper()), mark)

    def key(self, key: int, text: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key to whatever has the keyboard."""
        self.at += 4
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, key, held, text)
            event.setTimestamp(self.at)
            event.setAccepted(kind == QEvent.Type.KeyPress)
            focus = QApplication.focusWidget()
            assert focus is not None
            QApplication.sendEvent(focus, event)

    def enter(self) -> None:
        """The key at the end."""
        self.key(Qt.Key.Key_Return, "\r")
