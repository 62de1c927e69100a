"""The quick actions of the workbench: icon, verb, what for, and the key that does it everywhere."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import draw_icon, frame, key_badge, key_size, text, text_width, two_lines
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
        x = self._paint_icon(painter, colour(mark))
        room = self.width() - x - theme().space("m")
        key = key_size(self._key) if self._key else QSize()
        font, high, gap = theme().font("label"), theme().line("label"), size(2)
        under = two_lines(self._text, font, room)
        # Without icons the tiles are narrow, and some need two lines: then the titles of all stand level.
        lines = 2 if x == theme().space("m") else len(under)
        top = (self.height() - theme().line("page_title") - gap - high * lines) // 2
        title = QRect(x, top, room - key.width(), theme().line("page_title"))
        text(painter, title, self._words, font=theme().font("page_title"), colour=colour(ink))
        for at, words in enumerate(under):
            box = QRect(x, title.bottom() + 1 + gap + at * high, room, high)
            text(painter, box, words, font=font, colour=colour(soft))
        if self._key:
            at_right = self.width() - theme().space("m") - 2 - key.width()
            badge = QRect(at_right, min(size(13), top), key.width(), key.height())
            key_badge(painter, badge, self._key, on_accent=self._filled)

    def _paint_icon(self, painter: QPainter, ink: QColor) -> int:
        """Draw the icon, where the title has room beside it; return where the words begin."""
        size, side = theme().size, theme().metrics.icon_tile
        left, gap = size(18), size(10)
        title = text_width(self._words, theme().font("page_title"))
        title += key_size(self._key).width() if self._key else 0
        if left + side + gap + title + theme().space("m") > self.width():
            return theme().space("m")
        draw_icon(painter, self._icon, ink, QRect(left, (self.height() - side) // 2, side, side))
        return left + side + gap

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.tile)
