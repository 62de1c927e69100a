"""The recovery sheet from draft to sealed envelope: print two copies, seal them, type two groups back.

The first start, the way back in by the old sheet, and 设置 all end here. The key is on the screen only until it was
printed, and nowhere else but on paper: the draft lives in this widget's memory.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.field import Field
from gui.kit.label import ElidedLabel
from gui.kit.line_edit import LineEdit
from gui.kit.problems import Problem
from gui.kit.setup.choose_path import ask_save_path
from gui.kit.setup.code_entry import spread_letters
from gui.kit.setup.number_mark import NumberMark
from gui.kit.setup.paper_view import PaperView, Pixels
from gui.kit.setup.printer import Printers
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from system.errors import Invalid, Refusal
from system.files import write_then_move
from system.recovery_code import GROUP_LENGTH, clean

if TYPE_CHECKING:
    from services import Services
    from services.accounts import RecoveryDraft

_COPIES = 2
# Lengths at 100 %: on less than the first the steps stand under the sheet, and less than the second is too narrow.
_BESIDE_LEAST, _LEAST = 700, 460
_PREVIEW_DPI = 110
_TITLE = "恢复密钥"
_LOSS = "没有这张纸又忘了密码，数据将无法找回"
_ONCE = "恢复密钥用过一次就会换新，旧纸当场撕毁"
_ELSEWHERE = "接好后再打一次；也可以“另存 PDF”到 U 盘，拿到别的电脑上打印。"


class _Action(Card):
    """A numbered thing to do: mark, two lines, and what does it on the right."""

    def __init__(self, number: int, title: str, note: str) -> None:
        super().__init__("")
        self.row = HBox(gap="m")
        self.row.addWidget(NumberMark(number))
        words = VBox()
        self.title = ElidedLabel(title, "lead_strong")
        self.note = ElidedLabel(note, "label", "t2")
        words.addWidget(self.title)
        words.addWidget(self.note)
        self.row.addLayout(words, 1)
        self.body.addLayout(self.row)


class RecoverySheetPane(QWidget):
    """`confirmed` carries the Changes of the service once the new sheet is the valid one."""

    changed = Signal()
    confirmed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._printers: Printers | None = None
        self._services: Services | None = None
        self.draft: RecoveryDraft | None = None
        self.busy = ""
        self._pdf = b""
        self._dots: Pixels | None = None
        self._on_paper = False
        self.view = PaperView("恢复密钥预览")
        self.print_button = Button("打印 2 份", "primary", icon="print")
        self.save_link = Link("另存 PDF")
        self.sealed = CheckBox("已封好", name="装信封封好，锁进保险柜")
        self.boxes = [
            LineEdit("", name="", size="big", max_length=200, latin=True, enter="next") for _ in range(_COPIES)
        ]
        self.fields = [Field("", box) for box in self.boxes]
        self.trouble = Banner("", "red")
        self.confirm_title = ElidedLabel("照着纸输入其中两组", "lead_strong")
        self._build()
        self._connect()

    # ---- for the page around it

    def start(self, services: "Services", printers: Printers) -> None:
        """Make a new draft; one that was begun is thrown away with its paper."""
        self._services, self._printers = services, printers
        self._forget()
        self._set_busy("正在生成恢复密钥…")
        jobs.run(self, lambda: _prepare(services), self._on_prepared, self._on_failed)

    def show_done(self) -> None:
        """A valid sheet lies in its envelope already: nothing is asked any more."""
        self._forget()
        self.view.show_words("已启用并封存")
        self.confirm_title.setText("已照着纸核对过")
        self._set_busy("")

    def missing(self) -> str:
        """What is still to be done, "" when the two groups may be checked in."""
        if self.draft is None:
            return "恢复密钥还没有生成"
        if not self._on_paper:
            return "先打印恢复密钥"
        if not self.sealed.isChecked():
            return "装信封封好后打上勾"
        if self._faults():
            return "照着纸输入两组密钥"
        return ""

    def shown_problems(self) -> list[Problem]:
        """What stands in red now."""
        return [Problem(field.label, field.message, field.control) for field in self.fields if field.state == "error"]

    def confirm(self) -> None:
        """Make the sheet valid; `confirmed` follows, or a sentence."""
        services, draft = self._services, self.draft
        if services is None or draft is None or self.missing():
            return
        typed = self._typed()
        self._set_busy("正在启用新的恢复密钥…")
        jobs.run(self, lambda: services.accounts.confirm_recovery(draft, typed), self._on_confirmed, self._on_failed)

    def save_pdf(self, path: Path) -> None:
        """Write the sheet as a file: for a station that prints elsewhere. It has to be deleted afterwards."""
        pdf = self._pdf
        self._set_busy("正在存成文件…")

        def done(_none: object) -> None:
            self._show_printed(f"已存到 {path.name}，打印后请删掉它")

        jobs.run(self, lambda: write_then_move(path, pdf), done, self._on_failed)

    # ---- building

    def _build(self) -> None:
        row = self._row = HBox(self, gap="xl")
        row.addWidget(self.view)
        right = VBox(gap="m")
        self._print_card = _Action(1, "打印 2 份", "站长一份，街道分管领导一份")
        for widget in (self.save_link, self.print_button):
            self._print_card.row.addWidget(widget)
        right.addWidget(self._print_card)
        right.addStretch(1)
        self._seal_card = _Action(2, "装信封封好，锁进保险柜", "不拍照，不贴在显示器上")
        self._seal_card.row.addWidget(self.sealed)
        right.addWidget(self._seal_card)
        right.addStretch(1)
        right.addWidget(self._typing_card())
        right.addWidget(self.trouble)
        self.trouble.hide()
        right.addStretch(1)
        right.addWidget(Banner(_ONCE, "amber", title=_LOSS))
        row.addLayout(right, 1)
        follow_theme(self._apply)

    def _typing_card(self) -> Card:
        card = Card("")
        head = HBox(gap="m")
        head.addWidget(NumberMark(3))
        words = VBox()
        words.addWidget(self.confirm_title)
        words.addWidget(ElidedLabel("确认纸面清楚可读", "label", "t2"))
        head.addLayout(words, 1)
        card.body.addLayout(head)
        pair = HBox(gap="l")
        for field in self.fields:
            pair.addWidget(field, 1)
        card.body.addLayout(pair)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def minimumSizeHint(self) -> QSize:
        # The steps may go under the sheet, so the wider of the two is all it needs.
        return QSize(theme().size(_LEAST), super().minimumSizeHint().height())

    def _apply(self) -> None:
        way = QBoxLayout.Direction
        beside = self.width() >= theme().size(_BESIDE_LEAST)
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self.view.setFixedWidth(theme().metrics.sheet_width)
        self.view.setFixedHeight(self.view.sizeHint().height())

    def _connect(self) -> None:
        self.print_button.clicked.connect(self._on_print)
        self.save_link.clicked.connect(self._on_save)
        self.sealed.toggled.connect(self._on_sealed)
        for box in self.boxes:
            spread_letters(box)
            box.textEdited.connect(lambda _text: self._on_typed())

    # ---- slots

    def _on_prepared(self, prepared: "tuple[RecoveryDraft, bytes, Pixels, Pixels]") -> None:
        self.draft, self._pdf, page, self._dots = prepared
        for number, field, box in zip(self.draft.asked, self.fields, self.boxes, strict=True):
            field.set_label(f"第 {number} 组")
            box.setAccessibleName(f"第 {number} 组")
        first, second = self.draft.asked
        self.confirm_title.setText(f"照着纸输入第 {first} 组和第 {second} 组")
        self.view.show_page(page)
        self.view.set_caption("eye", "打印后屏幕上不再显示密钥")
        self._set_busy("")
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_print(self) -> None:
        printers, pdf = self._printers, self._pdf
        if printers is None:
            return
        self.trouble.hide()
        self._set_busy("正在送打印机…")
        # Both copies are pages of one file, each with its count on it.
        jobs.run(self, lambda: printers.send(pdf, _TITLE, kind="recovery_sheet"), self._on_printed, self._on_unprinted)

    def _on_printed(self, name: str) -> None:
        self._show_printed("已打印 2 份")
        set_tip(self._print_card.note, name)

    def _on_unprinted(self, error: Exception) -> None:
        """No paper came: whoever stands here for the first time has no settings yet, and may have no printer."""
        self._on_failed(error)
        if isinstance(error, Refusal):
            self.trouble.set(f"{error.message}{_ELSEWHERE}", tone="red")
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_printed(self, words: str) -> None:
        self._on_paper = True
        self.trouble.hide()
        self._print_card.note.setText(words)
        self._print_card.note.set_tone("accent")
        self.print_button.set_words("重新打印")
        self.print_button.set_kind("normal")
        if self._dots is not None:
            self.view.show_page(self._dots)
        self.view.set_caption("eye_off", "打印后屏幕上不再显示密钥")
        self._set_busy("")
        self.sealed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_save(self) -> None:
        path = ask_save_path(self, "另存恢复密钥", f"{_TITLE}.pdf", "PDF 文件 (*.pdf)")
        if path is not None:
            self.save_pdf(path)

    def _on_sealed(self, on: bool) -> None:
        if on:
            self.boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _on_typed(self) -> None:
        faults = self._faults()
        asked = self.draft.asked if self.draft is not None else ()
        for number, box, field in zip(asked, self.boxes, self.fields, strict=True):
            letters = clean(box.text())
            if letters != box.text():
                box.setText(letters)
            sentence = faults.get(f"groups.{number}", "")
            if not letters:
                field.clear()
            elif len(letters) < GROUP_LENGTH:
                field.set_hint(sentence.rstrip("。"))
            elif sentence:
                field.set_error(sentence.rstrip("。"))
            else:
                field.set_ok("和纸上一样")
        self._step_on(faults)
        self.changed.emit()

    def _step_on(self, faults: dict[str, str]) -> None:
        """From the first box into the second as soon as the first is right."""
        if self.draft is None or not self.boxes[0].hasFocus():
            return
        if f"groups.{self.draft.asked[0]}" not in faults and not self.boxes[1].text():
            self.boxes[1].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_confirmed(self, changes: object) -> None:
        self._forget()
        self._set_busy("")
        self.confirmed.emit(changes)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy("")
        if isinstance(error, Invalid):
            self._on_typed()
        elif isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red")
            self.trouble.show()
        self.changed.emit()

    # ---- state

    def _typed(self) -> dict[int, str]:
        asked = self.draft.asked if self.draft is not None else ()
        return {number: box.text() for number, box in zip(asked, self.boxes, strict=False)}

    def _faults(self) -> dict[str, str]:
        return dict(self.draft.faults(self._typed())) if self.draft is not None else {}

    def _forget(self) -> None:
        """No trace of an earlier draft: not in a box, not on the desk."""
        self.draft, self._pdf, self._dots, self._on_paper = None, b"", None, False
        self.view.show_words("")
        self.sealed.setChecked(False)
        for box, field in zip(self.boxes, self.fields, strict=True):
            box.clear()
            field.clear()
        self.print_button.set_words("打印 2 份")
        self.print_button.set_kind("primary")
        self._print_card.note.setText("站长一份，街道分管领导一份")
        self._print_card.note.set_tone("t2")
        self.trouble.hide()

    def _set_busy(self, words: str) -> None:
        self.busy = words
        ready = not words and self.draft is not None
        self.print_button.setEnabled(ready)
        self.save_link.setEnabled(ready)
        for part in (self.sealed, *self.fields):
            part.setEnabled(ready and self._on_paper)
        self.changed.emit()


def _prepare(services: "Services") -> "tuple[RecoveryDraft, bytes, Pixels, Pixels]":
    """A fresh draft, its PDF, and its first page with and without the key."""
    from services.documents import page_images

    draft = services.accounts.new_recovery_sheet()
    pdf = services.accounts.recovery_pdf(draft, _COPIES)
    dots = services.accounts.recovery_pdf(draft, _COPIES, hidden=True)
    return draft, pdf, page_images(pdf, _PREVIEW_DPI)[0], page_images(dots, _PREVIEW_DPI)[0]
