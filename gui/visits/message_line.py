"""One line whose place is kept, for the sentence that belongs to a dense row: what is wrong there, what to do."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import draw_icon, text, text_width
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import Tone

_ICONS: dict[Tone, str] = {"red": "error_circle", "amber": "warning"}


class MessageLine(QWidget):
    """The line; empty until it has something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._tone: Tone = "red"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def say(self, words: str, tone: Tone = "red") -> None:
        """Say something, or nothing."""
        self._words, self._tone = words, tone
        self.setAccessibleName(words)
        self._tell_cut()
        self.update()

    def words(self) -> str:
        """What it says."""
        return self._words

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.side_label, theme().line("hint"))

    def resizeEvent(self, event: object) -> None:
        self._tell_cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._words:
            return
        painter, ink = QPainter(self), theme().tone(self._tone)
        side = theme().metrics.icon_chip
        draw_icon(painter, _ICONS.get(self._tone, "info"), ink, QRect(0, (self.height() - side) // 2, side, side))
        x = side + theme().space("xs")
        box = QRect(x, 0, self.width() - x, self.height())
        text(painter, box, self._words, font=theme().font("hint"), colour=ink)

    def _tell_cut(self) -> None:
        room = self.width() - theme().metrics.icon_chip - theme().space("xs")
        set_tip(self, self._words if text_width(self._words, theme().font("hint")) > room + 1 else "")

    def _apply(self) -> None:
        self.setFixedHeight(theme().line("hint"))
