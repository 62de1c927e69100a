"""The quick actions of the workbench: icon, verb, what for, and the key that does it everywhere."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import draw_icon, frame, key_badge, key_size, text
from gui.kit.press import Press
from gui.theme import follow_theme, theme


class QuickTile(Press):
    """One tile; only one on a page is `filled`. `key` is shown, the window binds it."""

    def __init__(
        self, icon: str, title: str, words: str, *, key: str = "", filled: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, name=f"{title}，{words}", radius=theme().metrics.radius_card, parent=parent)
        self._icon, self._text, self._key, self._filled = icon, words, key, filled
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(theme().size(200), theme().metrics.tile)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, size = theme().colour, theme().size
        fill, line, ink, soft, mark = ("surface", "line", "t1", "t3", "accent_t")
        if self._filled:
            fill, line, ink, soft, mark = ("accent", "", "on_accent", "key_text", "on_accent")
        if self.lit():
            fill = "accent_h" if self._filled else "surface2"
        edge = colour(line) if line else None
        frame(painter, self.rect(), radius=theme().metrics.radius_card, fill=colour(fill), line=edge)
        side, left = theme().metrics.icon_tile, size(18)
        draw_icon(painter, self._icon, colour(mark), QRect(left, (self.height() - side) // 2, side, side))
        x = left + side + size(10)
        top = (self.height() - theme().line("page_title") - theme().line("label") - size(2)) // 2
        room = self.width() - x - theme().space("m")
        key = key_size(self._key) if self._key else QSize()
        title = QRect(x, top, room - key.width(), theme().line("page_title"))
        text(painter, title, self._words, font=theme().font("page_title"), colour=colour(ink))
        under = QRect(x, title.bottom() + 1 + size(2), room, theme().line("label"))
        text(painter, under, self._text, font=theme().font("label"), colour=colour(soft))
        if self._key:
            at = QRect(self.width() - theme().space("m") - 2 - key.width(), size(13), key.width(), key.height())
            key_badge(painter, at, self._key, on_accent=self._filled)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.tile)
