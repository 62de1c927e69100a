"""The small framed name of a key, beside the words that say what it does."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import key_badge, key_size
from gui.kit.press import key_words
from gui.theme import follow_theme

__all__ = ["KeyHint", "key_words"]


class KeyHint(QWidget):
    """A key badge that stands alone."""

    def __init__(self, sequence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = key_words(sequence)
        self.setAccessibleName(f"按键 {self._words}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return key_size(self._words)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        key_badge(QPainter(self), self.rect(), self._words)
