"""The right column of the print centre: how the day adds up, and what can be done with the chosen sheet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.permissions import Permission
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.field import Field
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.pills import Pills
from gui.kit.scroll import Scroll
from gui.kit.sheet_chip import NOT_OUT, SHEET_CHIPS, print_refusal, sheet_marks
from gui.print_center.day import Tally
from services import Services
from services.documents import PaperRow

REASONS = ("卡纸破损", "打印不清", "遗失", "其他")
_OTHER = "其他"


class TallyCard(Card):
    """今日清点."""

    def __init__(self) -> None:
        super().__init__("当日清点", dense=True)
        self.set_ruled(False)
        self.chip = self.add_chip(Chip(""))
        self.words = Label("", "label", "t2", wrap=True)
        self.body.set_spaces(margin=("l", "none", "l", "m"))
        self.body.addWidget(self.words)
        row = HBox(gap="s")
        self._numbers: dict[str, Label] = {}
        for at, (key, name) in enumerate(
            (("numbers", "编号"), ("handed", "交付"), ("void", "作废"), ("open", "待确认"))
        ):
            if at:
                row.addWidget(Line(vertical=True))
            column = VBox()
            self._numbers[key] = Label("0", "figure")
            column.addWidget(self._numbers[key])
            column.addWidget(Label(name, "hint", "t2"))
            row.addLayout(column, 1)
        self.body.addLayout(row)

    def show_tally(self, day: Tally) -> None:
        """Fill in the numbers."""
        for key, label in self._numbers.items():
            label.setText(str(getattr(day, key)))
        if not day.sheets:
            self.chip.set("没有纸")
        elif day.settled:
            self.chip.set("账纸相符", "green", "checkmark")
        else:
            self.chip.set(f"还有 {day.open} 号待确认", "amber", "clock")
        spoiled = f"，损坏没补 {day.spoiled}" if day.spoiled else ""
        again = f"，其中补印 {day.reprints}" if day.reprints else ""
        numbers = f"{day.numbers} 号：交付 {day.handed}，作废 {day.void}，待确认 {day.open}{spoiled}"
        self.words.setText(f"{numbers}\n用纸 {day.sheets} 张{again}")


class SheetCard(Card):
    """The chosen sheet. Signals: `preview_pressed`, `print_pressed` (again, as it is), `reprint_pressed(reason)`."""

    preview_pressed = Signal()
    print_pressed = Signal()
    reprint_pressed = Signal(str)

    def __init__(self, services: Services) -> None:
        super().__init__("选中的文书", dense=True, padded=False)
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
        self.words_field = Field("说明", self.words, hint="编号不变，纸上印“补印”和次数")
        self.preview_button = Button("预览", key="Enter", size="bar")
        self.print_button = Button("重新打印", "primary", icon="print", size="bar", shortcut="Ctrl+Enter")
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
            return
        self.chip.set_chip(SHEET_CHIPS[row.state])
        self.title.setText(" · ".join(filter(None, (row.number, sheet_marks(row), row.person))))
        self.about.setText(f"{row.title} · {row.human_code} · {row.issued_at:%H:%M} {row.operator}")
        self.remark.setText(row.state_note)
        self.remark.setVisible(bool(row.state_note))
        self._show_what_may_be_done(row)

    def say(self, words: str, *, ok: bool) -> None:
        """What became of the last press."""
        self.note.set(words, tone="green" if ok else "red")
        self.note.setVisible(bool(words))

    def set_busy(self, words: str) -> None:
        """While the printer is asked."""
        self.print_button.set_blocked(words)

    def _lay_out(self) -> None:
        inside = QWidget()
        inner = VBox(inside, gap="s", margin=("l", "m"))
        words = VBox(gap="xs")
        for label in (self.title, self.about, self.remark):
            words.addWidget(label)
        inner.addLayout(words)
        for part in (self.note, self.reason_field, self.words_field):
            inner.addWidget(part)
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

    def _show_what_may_be_done(self, row: PaperRow) -> None:
        again = row.state in NOT_OUT
        closed = print_refusal(row, may_reprint=self._may_reprint)
        for part in (self.reason_field, self.words_field):
            part.setVisible(not again and not closed)
        self.print_button.set_words("重新打印" if again else "补印")
        self.print_button.set_blocked(closed)

    def _on_print(self) -> None:
        if self.row is None:
            return
        if self.row.state in NOT_OUT:
            self.print_pressed.emit()
            return
        chosen, said = str(self.reason.value() or ""), self.words.text().strip()
        if not chosen:
            self.reason_field.set_error("请选一个原因")
            self.reason.setFocus()
        elif chosen == _OTHER and not said:
            self.words_field.set_error("选了“其他”，请写一句说明")
            self.words.setFocus()
        else:
            self.reprint_pressed.emit(said if chosen == _OTHER else "：".join(filter(None, (chosen, said))))
