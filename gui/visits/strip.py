"""A thin coloured line under the top bar, for what goes on beside the form: parked visitors, the last sheet."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from gui.kit.boxes import HBox
from gui.kit.button import IconButton
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel
from gui.kit.paint import set_look
from gui.theme import follow_theme, theme
from gui.tokens import SOFT, ChipTone, Tone

INKS: dict[ChipTone, Tone] = {
    "green": "accent",
    "amber": "amber",
    "red": "red",
    "blue": "blue",
    "gold": "gold",
    "grey": "t2",
}


class Strip(QWidget):
    """The line; put widgets into `row`."""

    def __init__(self, tone: ChipTone, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: ChipTone = tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row = HBox(self, gap="s", margin=("xl", "none"))
        self._icon = Icon(icon, INKS[tone], "icon_small")
        self.row.addWidget(self._icon)
        follow_theme(self._apply)

    def set_tone(self, tone: ChipTone, icon: str) -> None:
        """Another colour with another icon; the words say the same."""
        self._tone = tone
        self._icon.set(icon, INKS[tone])
        set_look(self, tone=tone)
        self.update()

    @property
    def tone(self) -> ChipTone:
        """The colour it has now."""
        return self._tone

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _ink, fill, line = (theme().colour(token) for token in SOFT[self._tone])
        painter.fillRect(self.rect(), fill)
        border = theme().metrics.border
        painter.fillRect(0, self.height() - border, self.width(), border, line)
        if self.x() > 0:
            # Two of them share the line.
            painter.fillRect(0, 0, border, self.height(), line)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.button)


class StripLine(QWidget):
    """Two strips side by side; one under the other where the window has no room for all that both have to say."""

    def __init__(self, left: Strip, right: Strip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strips = (left, right)
        self._row = HBox(self)
        self._row.addWidget(left)
        self._row.addWidget(right, 1)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._share()
        return super().event(event)

    def _share(self) -> None:
        shown = [strip for strip in self._strips if not strip.isHidden()]
        fits = sum(strip.sizeHint().width() for strip in shown) <= self.width()
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not way:
            self._row.setDirection(way)


class TroubleStrip(Strip):
    """What the world refused, in a sentence that stays until it is mended or put away.

    `turned(shown)` says which. A notice (amber) is no refusal: it stands beside the other strips.
    """

    turned = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("red", "error_circle", parent)
        self._words = ElidedLabel("", "link", "red")
        close = IconButton("dismiss", "收起", size="small")
        close.clicked.connect(self.put_away)
        self.row.addWidget(self._words, 1)
        self.row.addWidget(close)
        self.hide()

    def say(self, sentence: str, *, notice: bool = False) -> None:
        """Say it."""
        self._words.setText(sentence)
        self._words.set_tone("amber" if notice else "red")
        self.set_tone(*(("amber", "warning") if notice else ("red", "error_circle")))
        self.show()
        self.turned.emit(not notice)

    def put_away(self) -> None:
        """Make room again."""
        self.hide()
        self.turned.emit(False)

    def text(self) -> str:
        """What it says, "" while it is put away."""
        return "" if self.isHidden() else self._words.text()
