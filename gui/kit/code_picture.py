"""A QR code on the screen, white around it in the dark as well, its squares whole pixels so that a camera reads it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import follow_theme, theme
from services.pictures import CodeSquares

# What ISO/IEC 18004 wants clear around a code, in squares.
_QUIET = 4


class CodePicture(QWidget):
    """`side` is the width at 100 % with the blank border in it; until there is a code the paper stays blank."""

    def __init__(self, name: str, *, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._code: CodeSquares | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def show_code(self, code: CodeSquares) -> None:
        """Draw another code."""
        self._code = code
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size(self._side), theme().size(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("paper"))
        if self._code is None:
            return
        ratio = self.devicePixelRatioF()
        step = max(1, int(self.width() * ratio) // (self._code.side + 2 * _QUIET)) / ratio
        edge = int((self.width() - step * self._code.side) / 2 * ratio) / ratio
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("dim"))
        painter.translate(edge, edge)
        painter.scale(step, step)
        for row, column, length in self._code.runs:
            painter.drawRect(QRect(column, row, length, 1))

    def _apply(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
