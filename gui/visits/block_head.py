"""The head of a block of the desk: its number in a disc, its name, a grey word, and room at the right."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox
from gui.kit.label import Label
from gui.kit.paint import CENTRE, frame, text
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme


class BlockNumber(QWidget):
    """1, 2, … white on the accent."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = theme().metrics.icon
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme().colour
        frame(painter, self.rect(), radius=self.height() / 2, fill=colour("accent"))
        font = theme().font("hint_strong")
        text(painter, self.rect(), str(self._number), font=font, colour=colour("on_accent"), align=CENTRE)


class BlockHead(QWidget):
    """Number, title and note; `add` puts a widget at the right end."""

    def __init__(self, number: int, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = HBox(self, gap="s", margin=("l", "none"))
        # The sentence of a mistake may need two lines, for which the head is high enough.
        self._note = Label(note, "hint", "t3", wrap=True)
        self.row.addWidget(BlockNumber(number))
        self.row.addWidget(Label(title, "card_title"))
        self.row.addWidget(self._note, 1)
        self.row.addStretch(0)
        self._note.setVisible(bool(note))
        follow_theme(self._apply)

    def set_note(self, note: str, *, wrong: bool = False) -> None:
        """Other grey words; red where they tell a mistake."""
        self._note.setText(note)
        set_tip(self._note, note if wrong else "")
        self._note.set_tone("red" if wrong else "t3")
        self._note.setVisible(bool(note))

    def note(self) -> str:
        """The words after the title."""
        return self._note.text()

    def add(self, widget: QWidget) -> None:
        """A widget at the right end."""
        self.row.addWidget(widget)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.card_head_dense)
