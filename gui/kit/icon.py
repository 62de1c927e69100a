"""An icon that stands alone and only shows."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import draw_icon
from gui.theme import follow_theme, theme
from gui.tokens import Tone


class Icon(QWidget):
    """An icon that only shows."""

    def __init__(self, name: str, tone: Tone = "t2", metric: str = "icon", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone, self._metric = name, tone, metric
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def set(self, name: str, tone: Tone | None = None) -> None:
        """Show another icon."""
        self._name = name
        self._tone = tone if tone is not None else self._tone
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Show it in another colour."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        side = int(getattr(theme().metrics, self._metric))
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self.sizeHint().width()
        box = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        draw_icon(QPainter(self), self._name, theme().tone(self._tone), box)
