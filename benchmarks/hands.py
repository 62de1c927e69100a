"""Ten fingers and an input method, counted: every press goes to whatever has the keyboard, and nowhere else.

A modifier that is held is a key pressed too. Free text is what was said or is copied from a card; it is counted in
characters, apart from the keys. It comes as an input method hands it over, numbers as the keys that they are.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@dataclass
class Hands:
    """The operator's hands over one window. `presses` are the keys besides the free text."""

    window: QWidget
    presses: int = 0
    free_text: int = 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """One key, with what is held down meanwhile."""
        self.presses += 1 + held.value.bit_count()
        QTest.keyClick(self.target(), key, held)
        QApplication.processEvents()

    def chord(self, words: str) -> None:
        """One key as it stands on the sheet of keys: "Ctrl+Return"."""
        self.presses += 1 + words.count("+")
        QTest.keySequence(self.target(), QKeySequence(words))
        QApplication.processEvents()

    def letters(self, words: str) -> None:
        """Plain keys."""
        for letter in words:
            self.presses += 1
            QTest.keyClick(self.target(), Qt.Key(ord(letter.upper())))
        QApplication.processEvents()

    def words(self, words: str) -> None:
        """Free text, as an input method hands it over."""
        self.free_text += len(words)
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(self.target(), event)
        QApplication.processEvents()

    def number(self, digits: str) -> None:
        """A number copied from a card: keys, but counted as the text that it is."""
        self.free_text += len(digits)
        for digit in digits:
            QTest.keyClicks(self.target(), digit)
        QApplication.processEvents()

    def target(self) -> QWidget:
        """What has the keyboard."""
        return QApplication.focusWidget() or self.window
