"""How far a piece of work is: a thin bar, with the words beside it and not inside."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import frame
from gui.theme import follow_theme, theme

_FULL = 100


class ProgressBar(QWidget):
    """Shows a percentage, 0 to 100."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._percent = 0
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_percent(0)
        follow_theme(self.updateGeometry)

    def percent(self) -> int:
        """What it shows."""
        return self._percent

    def set_percent(self, percent: int) -> None:
        """Show another percentage."""
        self._percent = min(max(percent, 0), _FULL)
        self.setAccessibleName(f"{self._name}，{self._percent}%")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.guide_narrow, theme().metrics.scroll_handle)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, radius = QPainter(self), theme().colour, self.height() / 2
        frame(painter, self.rect(), radius=radius, fill=colour("surface3"), line=None)
        done = QRectF(0, 0, self.width() * self._percent / _FULL, self.height())
        if done.width() >= self.height():
            frame(painter, done, radius=radius, fill=colour("accent"))
