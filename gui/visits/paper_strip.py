"""The quiet line after saving: which number was given, whether the sheet is good, and how to print it again.

It asks and doesn't insist: left alone, the sheet stays 待确认 in the day's tally. A bad sheet wants its reason here, in
place, because the reason stands on the new one's record.
"""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.kit.button import Button, IconButton, Link
from gui.kit.label import ElidedLabel, Label
from gui.kit.line_edit import LineEdit
from gui.theme import follow_theme, theme
from gui.visits.strip import Strip

Asking = Literal["", "spoiled", "again"]
REASON_LENGTH = 200
RATE_KEY = "Alt+R"
PAPERS_KEY = "Alt+P"


class PaperStrip(Strip):
    """The line about the last sheet. It only tells what was pressed; `receipt.py` does it.

    `good`; `spoiled(reason, print again)`; `print_requested` (first print, or once more after a failure);
    `again(reason)` for a further copy; `papers_requested` for what else is to be handed over; `rating_requested`;
    `dismissed`.
    """

    good = Signal()
    spoiled = Signal(str, bool)
    print_requested = Signal()
    again = Signal(str)
    dismissed = Signal()
    rating_requested = Signal()
    papers_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("green", "checkmark_circle", parent)
        self._asking: Asking = ""
        self._printed = False
        self._may_rate = False
        self._owing = False
        self._sent = ""
        self._before: QWidget | None = None
        self._number = Label("", "card_title", "accent")
        self._words = ElidedLabel("", "label", "t1")
        self._question = Label("纸张完好？", "label", "t2")
        self.good_button = Button("好", "soft", shortcut="Alt+G", size="small", name="纸张完好")
        self.bad_button = Button("坏", "normal", shortcut="Alt+B", size="small", name="纸张损坏")
        self.print_button = Button("补印", "normal", shortcut="Ctrl+P", size="small")
        self.reason = LineEdit("卡纸、缺墨、字不清……", name="原因", max_length=REASON_LENGTH, enter="emit")
        self.take = Button("补印", "primary", size="small", key="Enter")
        self.only = Button("只记损坏", "normal", size="small")
        self.papers_button = Button("文书", "soft", key=PAPERS_KEY, size="small")
        self.rate_link = Link("评价", key=RATE_KEY, name="请来访人评价")
        self.close_button = IconButton("dismiss", "收起", size="small")
        for widget in (self._number, self._words, self._question, self.reason):
            self.row.addWidget(widget, 1 if widget in (self._words, self.reason) else 0)
        for button in (self.good_button, self.bad_button, self.take, self.only, self.print_button):
            self.row.addWidget(button)
        self.row.addWidget(self.papers_button)
        self.row.addWidget(self.rate_link)
        self.row.addWidget(self.close_button)
        self._connect()
        follow_theme(self._fit_reason)
        self.hide()

    def offer_rating(self, offered: bool) -> None:
        """Whether the one at the desk may write down how the visitor rated."""
        self._may_rate = offered

    def offer_papers(self, words: str) -> None:
        """What else is to be handed over to this visitor; "" for nothing."""
        self._owing = bool(words)
        self.papers_button.set_words(words or "文书")
        self._show_next()

    # ---- what it shows

    def show_printing(self, number: str, title: str = "") -> None:
        """Saved, and on its way to the printer; `title` names a sheet that isn't the visit's receipt."""
        self._show(number, f"{title}正在送打印机" if title else "已保存，正在送打印机", asks=False, prints=False)

    def show_sent(self, number: str, title: str = "") -> None:
        """The printer has it."""
        self._printed = True
        self._sent = f"{title}已送打印机" if title else "已保存并送打印机"
        self._show(number, self._sent, asks=True, prints=True)

    def show_owing(self, number: str) -> None:
        """Nothing to ask about the sheets that are out, but there is one more to print."""
        self._show(number, "还有文书要当场交给来访人", asks=False, prints=False)

    def show_unprinted(self, number: str, title: str = "") -> None:
        """Saved only, or still in its preview."""
        self._printed = False
        self._show(number, f"{title}未打印" if title else "已保存，未打印", asks=False, prints=True)

    def show_failed(self, number: str, sentence: str) -> None:
        """Saved, and no paper came."""
        self._printed = False
        self._show(number, sentence, asks=False, prints=True)
        self.set_tone("amber", "warning")

    def show_trouble(self, sentence: str) -> None:
        """What was asked of the sheet couldn't be done."""
        self._asking = ""
        self._words.setText(sentence)
        self.set_tone("amber", "warning")
        self._arrange(asks=self._printed, prints=True)

    def words(self) -> str:
        """What it says."""
        return f"{self._number.text()} {self._words.text()}"

    @property
    def asking(self) -> Asking:
        """What a reason is being typed for."""
        return self._asking

    def ask(self, what: Asking) -> None:
        """Turn into the question for a reason."""
        self._before = self.window().focusWidget()
        self._asking = what
        self._words.setText("哪里不好？" if what == "spoiled" else "为什么补印？")
        self.reason.clear()
        self._arrange(asks=False, prints=False)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- inside

    def _show(self, number: str, words: str, *, asks: bool, prints: bool) -> None:
        self._asking = ""
        self.set_tone("green", "checkmark_circle")
        self._number.setText(number)
        self._words.setText(words)
        self.print_button.set_words("补印" if self._printed else "打印")
        self._arrange(asks=asks, prints=prints)
        self.show()

    def _arrange(self, *, asks: bool, prints: bool) -> None:
        for widget in (self._question, self.good_button, self.bad_button):
            widget.setVisible(asks)
        self.print_button.setVisible(prints)
        self.reason.setVisible(bool(self._asking))
        self.take.setVisible(bool(self._asking))
        self.only.setVisible(self._asking == "spoiled")
        self._show_next()

    def _show_next(self) -> None:
        """What comes next with this visitor: her papers, and then her rating. There isn't room for both."""
        self.papers_button.setVisible(self._owing and not self._asking)
        self.rate_link.setVisible(self._may_rate and not self._owing and not self._asking)

    def _fit_reason(self) -> None:
        """The field is as low as the buttons beside it."""
        self.reason.setFixedHeight(theme().metrics.button_small)

    def _connect(self) -> None:
        self.good_button.clicked.connect(self.good)
        self.bad_button.clicked.connect(lambda: self.ask("spoiled"))
        self.print_button.clicked.connect(self._on_print)
        self.reason.entered.connect(self._on_take)
        self.take.clicked.connect(self._on_take)
        self.only.clicked.connect(self._on_only)
        self.close_button.clicked.connect(self._on_close)
        self.rate_link.clicked.connect(self.rating_requested)
        self.papers_button.clicked.connect(self.papers_requested)

    def _on_print(self) -> None:
        if self._printed:
            self.ask("again")
        else:
            self.print_requested.emit()

    def _on_take(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._want_reason()
            return
        what = self._asking
        self._go_back()
        if what == "spoiled":
            self.spoiled.emit(reason, True)
        else:
            self.again.emit(reason)

    def _on_only(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._want_reason()
            return
        self._go_back()
        self.spoiled.emit(reason, False)

    def _want_reason(self) -> None:
        self.reason.set_state("error")
        self._words.setText("请写明原因：")
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_close(self) -> None:
        """Out of the question, or out of the way."""
        if self._asking:
            self._asking = ""
            self._words.setText(self._sent)
            self._arrange(asks=True, prints=True)
            self._go_back()
            return
        self.hide()
        self.dismissed.emit()

    def _go_back(self) -> None:
        """The keyboard returns to where the operator was typing."""
        self.reason.set_state("")
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
