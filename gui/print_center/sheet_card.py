"""The chosen sheet: what is known of it, and printing it again in the right way (重新打印 or 补印 with its reason)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.permissions import Permission
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.chip import Chip
from gui.kit.field import Field
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.pills import Pills
from gui.kit.scroll import Scroll
from gui.kit.select import Select
from gui.kit.sheet_chip import NOT_OUT, SHEET_CHIPS, paper_words, print_refusal, sheet_marks
from gui.kit.stepper_count import StepperCount
from gui.print_center.columns import row_moment
from services import Services
from services.documents import PaperRow, SheetState

REASONS = ("卡纸破损", "打印不清", "遗失", "其他")
_OTHER = "其他"
MOST_COPIES = 20
_USUAL = ("", "按设置的打印机")


@dataclass(frozen=True)
class PrintWish:
    """How a sheet is to be printed. `reason` is "" where it is printed as it is; `printer` "" takes the usual one."""

    reason: str
    checked: bool
    printer: str
    copies: int


class SheetCard(Card):
    """The card. `preview_pressed`; `print_pressed(PrintWish)`, whose reason says whether it is a reprint."""

    preview_pressed = Signal()
    print_pressed = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__("选中的文书", dense=True, padded=False)
        self._services = services
        self.row: PaperRow | None = None
        self._may_reprint = Permission.DOCUMENT_REPRINT in services.actor.permissions
        self.chip = self.add_chip(Chip(""))
        self.title = ElidedLabel("", "strong")
        self.about = ElidedLabel("", "label", "t2")
        self.remark = Label("", "label", "t2", wrap=True)
        self.note = Banner("", "red")
        self.reason = Pills([(reason, reason) for reason in REASONS], name="补印原因")
        self.reason_field = Field("补印原因", self.reason, required=True)
        self.words = LineEdit("比如：本人来站，说回执丢了", name="说明", enter="emit")
        self.words_field = Field("说明", self.words)
        self.checked = CheckBox("已核对本人身份")
        self.printer = Select([_USUAL], name="打印机", icon="print", value="")
        self.copies = StepperCount(1, name="份数", maximum=MOST_COPIES)
        self.rule = Label("编号不变，纸上印“补印”和次数；内容有误请先作废", "hint", "t3", wrap=True)
        self.preview_button = Button("预览", key="Enter", size="bar")
        self.print_button = Button("重新打印", "primary", icon="print", size="bar", key="Ctrl+Enter")
        self._empty = QWidget()
        self._whole = QWidget()
        self._lay_out()
        self.preview_button.clicked.connect(self.preview_pressed)
        self.print_button.clicked.connect(self._on_print)
        self.reason.chosen.connect(lambda _value: self.reason_field.clear())
        self.words.textEdited.connect(lambda _text: self.words_field.clear())
        self.show_row(None)

    def show_row(self, row: PaperRow | None) -> None:
        """Show another sheet, or none; the same one keeps what was typed."""
        same = row is not None and self.row is not None and row.id == self.row.id
        self.row = row
        self._empty.setVisible(row is None)
        self._whole.setVisible(row is not None)
        self.chip.setVisible(row is not None)
        if not same:
            self._clear()
        if row is None:
            self.set_title("选中的文书")
            self.set_note("")
            return
        self.chip.set_chip(SHEET_CHIPS[row.state])
        now = self._services.clock.now()
        self.title.setText(" · ".join(filter(None, (row.number, sheet_marks(row), row.person))))
        self.set_note(f"{row_moment(row, now)} {row.operator}")
        how = " ".join(filter(None, (paper_words(row), row.printer)))
        self.about.setText(f"{row.title} · {row.human_code} · {how}")
        self.remark.setText("\n".join(_remarks(row, now)))
        self.remark.setVisible(bool(self.remark.text()))
        self._show_what_may_be_done(row)

    def show_printers(self, names: Sequence[str]) -> None:
        """Offer these printers besides the usual one."""
        self.printer.set_options([_USUAL, *((name, name) for name in names)])
        if self.printer.value() is None:
            self.printer.set_value("")

    def say(self, words: str, *, ok: bool) -> None:
        """What became of the last press."""
        self.note.set(words, tone="green" if ok else "red")
        self.note.setVisible(bool(words))

    def set_busy(self, words: str) -> None:
        """While the printer is asked; "" once it has answered."""
        self.print_button.set_blocked(words)
        if not words and self.row is not None:
            self._show_what_may_be_done(self.row)

    def _lay_out(self) -> None:
        inside = QWidget()
        inner = VBox(inside, gap="s", margin=("l", "m"))
        words = VBox(gap="xs")
        for label in (self.title, self.about, self.remark):
            words.addWidget(label)
        inner.addLayout(words)
        for part in (self.note, self.reason_field, self.words_field, self.checked):
            inner.addWidget(part)
        self._how = QWidget()
        row = HBox(self._how, gap="s")
        row.addWidget(self.printer, 3)
        row.addWidget(self.copies, 2)
        inner.addWidget(self._how)
        inner.addWidget(self.rule)
        inner.addStretch(1)
        column = VBox(self._whole)
        column.addWidget(Scroll(inside), 1)
        column.addWidget(Line())
        foot = HBox(gap="s", margin=("l", "s"))
        foot.addWidget(self.preview_button)
        foot.addStretch(1)
        foot.addWidget(self.print_button)
        column.addLayout(foot)
        none = HBox(margin="l")
        none.addWidget(Label("在左边选一张", "body", "t3"))
        self._empty.setLayout(none)
        self.body.addWidget(self._empty)
        self.body.addWidget(self._whole, 1)

    def _clear(self) -> None:
        self.note.hide()
        self.reason.set_value(None)
        self.reason_field.clear()
        self.words.setText("")
        self.words_field.clear()
        self.checked.setChecked(False)
        self.copies.set_value(1)

    def _show_what_may_be_done(self, row: PaperRow) -> None:
        again = row.state in NOT_OUT
        closed = print_refusal(row, may_reprint=self._may_reprint)
        for part in (self.reason_field, self.words_field, self.checked, self.rule):
            part.setVisible(not again and not closed)
        self._how.setVisible(not closed)
        self.set_title("重新打印" if again else "选中的文书" if closed else "补印")
        self.print_button.set_words("重新打印" if again else "补印")
        self.print_button.set_blocked(closed)

    def _on_print(self) -> None:
        if self.row is None:
            return
        if self.row.state in NOT_OUT:
            self._send("")
            return
        chosen, said = str(self.reason.value() or ""), self.words.text().strip()
        if not chosen:
            self.reason_field.set_error("请选一个原因")
            self.reason.setFocus()
        elif chosen == _OTHER and not said:
            self.words_field.set_error("选了“其他”，请写一句说明")
            self.words.setFocus()
        else:
            self._send(said if chosen == _OTHER else "：".join(filter(None, (chosen, said))))

    def _send(self, reason: str) -> None:
        name = str(self.printer.value() or "")
        self.print_pressed.emit(PrintWish(reason, self.checked.isChecked(), name, self.copies.value()))


def _remarks(row: PaperRow, now: dt.datetime) -> list[str]:
    """What else is to be known of it, a line each."""
    said = [row.state_note] if row.state_note else []
    if row.state in (SheetState.SPOILED, SheetState.VOID) and row.taken_back is not None:
        said.append("废纸已收回" if row.taken_back else "废纸没有收回")
    if row.reprint and row.reason:
        said.append(f"补印原因：{row.reason}")
    if row.issued_at.date() > now.date():
        said.append("这张的日期在今天之后：电脑的钟当时或现在不对，请核对右下角的日期")
    return said
