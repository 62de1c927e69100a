"""The round number before a thing to do."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.avatar import paint_avatar
from gui.theme import follow_theme, theme


class NumberMark(QWidget):
    """Shows 1 to 9."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = str(number)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = theme().metrics.guide_dot
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), self.rect(), self._words)
