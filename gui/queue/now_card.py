"""Whose turn it is: the chosen number, large enough to be read from the other chair, and what can be done with it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.vocabulary import QueueState
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.label import ElidedLabel, Label
from gui.kit.paint import LEFT, text
from gui.kit.queue_words import NOT_REGISTERED, about, called_chip, queue_chip
from gui.theme import follow_theme, theme
from services.queue import QueueRow

_NUMBER, _NUMBER_LINE = 60, 68


class BigNumber(QWidget):
    """The number itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def text(self) -> str:
        """What it says."""
        return self._words

    def set(self, words: str) -> None:
        """Say another number, or "" for none."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size(200), theme().size(_NUMBER_LINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        font = QFont(theme().font("figure"))
        font.setPixelSize(theme().size(_NUMBER))
        text(QPainter(self), self.rect(), self._words, font=font, colour=theme().colour("t1"), align=LEFT)

    def _apply(self) -> None:
        self.setFixedHeight(theme().size(_NUMBER_LINE))


class NowCard(Card):
    """`taken` (to the desk), `skipped`, `left` and `called_out_of_turn` mean the row that is shown, `called` is F9."""

    called = Signal()
    called_out_of_turn = Signal()
    taken = Signal()
    skipped = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("叫号")
        self.row: QueueRow | None = None
        self.head = Label("", "card_title")
        self.chip = Chip("")
        self.number = BigNumber()
        self.words = ElidedLabel("", "body", "t2")
        self.call_button = Button("叫下一位", "primary", key="F9", size="big")
        self.call_this_button = Button("叫这一位", "primary", key="空格", size="big")
        self.take_button = Button("登记", key="Enter", size="bar")
        self.skip_button = Button("过号", shortcut="Del", size="bar")
        self.leave_button = Button("已离开", shortcut="Alt+L", size="bar")
        self._lay_out()
        for button, signal in (
            (self.call_button, self.called),
            (self.call_this_button, self.called_out_of_turn),
            (self.take_button, self.taken),
            (self.skip_button, self.skipped),
            (self.leave_button, self.left),
        ):
            button.clicked.connect(signal)
        self.show_row(None, first=True)

    def show_row(self, row: QueueRow | None, *, first: bool) -> None:
        """Show a row of the line, or that nobody waits; `first`: F9 calls her."""
        self.row = row
        called = row is not None and row.state is QueueState.CALLED
        self.head.setText(_head(row, called=called, first=first))
        self.number.set(row.number if row is not None else "")
        self.number.setVisible(row is not None)
        self.chip.setVisible(row is not None)
        self.call_button.set_blocked("" if row is not None else "现在没有人等")
        self.call_button.set_words(_call_words(row, called=called))
        out_of_turn = row is not None and not first
        self.call_this_button.set_words(_call_words(row, called=called))
        self.call_this_button.setVisible(out_of_turn)
        self.call_button.setVisible(not out_of_turn)
        none = "" if row is not None else "先选一位"
        self.take_button.set_blocked(none)
        self.leave_button.set_blocked(none)
        self.skip_button.set_blocked(none or ("" if called else "叫了号没有来，才记过号"))
        for button in (self.call_button, self.call_this_button):
            button.set_kind("normal" if called else "primary")
        self.take_button.set_kind("primary" if called else "normal")
        if row is None:
            self.words.setText("来访人先取号，再按顺序叫")
            return
        self.chip.set_chip(called_chip(row) if called else queue_chip(row))
        called_at = f"{row.called_at:%H:%M} 叫号" if called and row.called_at is not None else ""
        self.words.setText(" · ".join(filter(None, (row.name or NOT_REGISTERED, about(row), called_at))))

    def _lay_out(self) -> None:
        self.body.set_spaces(gap="s", margin=("l", "m"))
        head = HBox(gap="s")
        head.addWidget(self.head)
        head.addStretch(1)
        head.addWidget(self.chip)
        self.body.addLayout(head)
        self.body.addWidget(self.number)
        self.body.addWidget(self.words)
        column = VBox(gap="s", margin=("none", "xs", "none", "none"))
        column.addWidget(self.call_button)
        column.addWidget(self.call_this_button)
        column.addWidget(self.take_button)
        row = HBox(gap="s")
        row.addWidget(self.skip_button, 1)
        row.addWidget(self.leave_button, 1)
        column.addLayout(row)
        self.body.addLayout(column)
        self.body.addStretch(1)


def _head(row: QueueRow | None, *, called: bool, first: bool) -> str:
    if row is None:
        return "现在没有人等"
    if called:
        return "正在叫"
    return "下一位" if first else "选中的一位"


def _call_words(row: QueueRow | None, *, called: bool) -> str:
    if row is None:
        return "叫下一位"
    return "再叫一遍" if called else f"叫 {row.number}"
