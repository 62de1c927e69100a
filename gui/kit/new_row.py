"""The last row of a lookup's list: none of these, make a new one."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import draw_icon, key_badge, key_size, text
from gui.kit.press import Press
from gui.theme import theme


class NewRow(Press):
    """Pressed by mouse, by Enter while it is current, or by its key; the field above keeps the focus."""

    def __init__(self, words: str, note: str, key: str, parent: QWidget) -> None:
        super().__init__(words, parent=parent)
        self._note, self._key = note, key
        self.current = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_current(self, current: bool) -> None:
        """Mark it as the row that Enter takes."""
        self.current = current
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.search_narrow, theme().metrics.list_new)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, height = theme().colour, self.height()
        lit = self.current or self.lit()
        painter.fillRect(self.rect(), colour("accent_soft" if lit else "surface2"))
        painter.fillRect(0, 0, self.width(), 1, colour("line"))
        if self.current:
            painter.fillRect(0, 0, theme().metrics.marker, height, colour("accent_t"))
        side, x = theme().metrics.icon, theme().size(24)
        draw_icon(painter, "person_add", colour("accent_t"), QRect(x, (height - side) // 2, side, side))
        x += side + theme().space("s")
        right = self.width() - theme().space("l")
        size = key_size(self._key)
        right -= size.width()
        key_badge(painter, QRect(right, (height - size.height()) // 2, size.width(), size.height()), self._key)
        bold = theme().font("card_title")
        x += text(painter, QRect(x, 0, right - x, height), self._words, font=bold, colour=colour("accent_t"))
        x += theme().space("s")
        note = QRect(x, 0, right - x - theme().space("s"), height)
        text(painter, note, self._note, font=theme().font("hint"), colour=colour("t3"))
