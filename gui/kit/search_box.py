"""What looks like a search field in the top bar and opens the search: the field itself stands in the popup."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import draw_icon, frame, key_badge, key_size, text, text_width
from gui.kit.press import Press
from gui.theme import follow_theme, theme


class SearchBox(Press):
    """A press as wide as it is made; `key` is the badge at its right end.

    `shorter` holds other words, each shorter than the one before, for where `words` don't fit.
    """

    def __init__(
        self, words: str, *, name: str, key: str, shorter: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(words, name=name, parent=parent)
        self._key = key
        self._shorter = tuple(shorter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.search, theme().metrics.button_bar)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().metrics.search_least, theme().metrics.button_bar)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, height = QPainter(self), theme().colour, self.height()
        fill, line = colour("surface2" if self.lit() else "surface"), colour("input")
        frame(painter, self.rect(), radius=theme().metrics.radius_control, fill=fill, line=line)
        side, left = theme().metrics.icon, theme().size(10)
        draw_icon(painter, "search", colour("t3"), QRect(left, (height - side) // 2, side, side))
        badge = key_size(self._key)
        right = self.width() - theme().size(6) - badge.width()
        key_badge(painter, QRect(right, (height - badge.height()) // 2, badge.width(), badge.height()), self._key)
        start = left + side + theme().space("s")
        box = QRect(start, 0, right - theme().space("s") - start, height)
        font = theme().font("label")
        choices = (self._words, *self._shorter)
        shown = next((words for words in choices if text_width(words, font) <= box.width()), choices[-1])
        text(painter, box, shown, font=font, colour=colour("t3"))

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.button_bar)
