"""A round mark with the first character of a name; no photographs are kept."""

from typing import Literal

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import CENTRE, frame, text
from gui.theme import follow_theme, theme

AvatarSize = Literal["small", "medium", "big"]
_SIDES: dict[AvatarSize, str] = {"small": "avatar_small", "medium": "avatar_medium", "big": "avatar_big"}


def paint_avatar(painter: QPainter, rect: QRect, letter: str, *, filled: bool = False) -> None:
    """Draw an avatar into a square."""
    colour = theme().colour
    frame(painter, rect, radius=rect.width() / 2, fill=colour("accent" if filled else "accent_soft"))
    font = QFont(theme().font("card_title"))
    font.setPixelSize(max(font.pixelSize() - 1, round(rect.width() * 0.43)))
    ink = colour("on_accent" if filled else "accent_t")
    text(painter, rect, letter, font=font, colour=ink, align=CENTRE)


class Avatar(QWidget):
    """The mark as a widget; `name` may be the whole name, its first character is shown."""

    def __init__(self, name: str = "", size: AvatarSize = "small", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size: AvatarSize = size
        self._letter = name[:1]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def set_name(self, name: str) -> None:
        """Show the first character of another name."""
        self._letter = name[:1]
        self.update()

    def sizeHint(self) -> QSize:
        side = int(getattr(theme().metrics, _SIDES[self._size]))
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), self.rect(), self._letter)
