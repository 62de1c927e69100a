"""The receipt of a visit: how its sheet stands, looking at it, printing it, and the sheets that came before it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from domain.permissions import Permission
from gui.kit.banner import Banner
from gui.kit.boxes import HBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.moments import moment_words
from gui.kit.pile import Pile
from gui.kit.preview import ask_reprint, show_preview
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.sheet_chip import NOT_OUT, SHEET_CHIPS, print_refusal, sheet_marks
from services import Services
from services.documents import PaperRow


class SheetCard(Card):
    """The card; what went wrong with a print stands on it. Hidden where the visit shows no sheet to this operator."""

    def __init__(self, services: Services, printer: DeskPrinter) -> None:
        super().__init__("回执", dense=True)
        self._services, self._printer = services, printer
        self.sheet: PaperRow | None = None
        self.chip = self.add_chip(Chip(""))
        self.words = Label("", "label", "t2", wrap=True)
        self.note = Banner("", "red")
        self.preview_button = Button("预览", icon="eye")
        self.print_button = Button("补印", icon="print", shortcut="Ctrl+P")
        self._earlier = Pile(gap="xs")
        row = HBox(gap="s")
        for button in (self.preview_button, self.print_button):
            row.addWidget(button)
        row.addStretch(1)
        for part in (self.words, self.note):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.body.addWidget(self._earlier)
        self.note.hide()
        self.preview_button.clicked.connect(self._on_preview)
        self.print_button.clicked.connect(self._on_print)

    def show_sheets(self, sheets: Sequence[PaperRow]) -> None:
        """Show these, newest first; what is said of the last print stays."""
        self.sheet = sheets[0] if sheets else None
        self.setVisible(bool(sheets))
        self._show_newest()
        self._show_earlier(sheets[1:])

    def _show_newest(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        self.chip.set_chip(SHEET_CHIPS[sheet.state])
        said = (sheet.human_code, sheet_marks(sheet), sheet.state_note.rstrip("。"))
        self.words.setText(" · ".join(filter(None, said)))
        self.print_button.set_words("重新打印" if sheet.state in NOT_OUT else "补印")
        may_reprint = Permission.DOCUMENT_REPRINT in self._services.actor.permissions
        self.print_button.set_blocked(print_refusal(sheet, may_reprint=may_reprint))

    def _show_earlier(self, sheets: Sequence[PaperRow]) -> None:
        self._earlier.set_parts([*([Line()] if sheets else []), *map(self._line, sheets)])

    def _line(self, sheet: PaperRow) -> QWidget:
        part = QWidget()
        row = HBox(part, gap="s")
        chip = SHEET_CHIPS[sheet.state]
        row.addWidget(Chip(chip.text, chip.tone, chip.icon))
        at = moment_words(sheet.issued_at, self._services.clock.now())
        said = " · ".join(filter(None, (at, sheet_marks(sheet), sheet.state_note.rstrip("。"))))
        row.addWidget(ElidedLabel(said, "label", "t2"), 1)
        link = Link("看原样", name=f"看 {at} 那张的原样")
        link.clicked.connect(lambda: show_preview(self.window(), self._services, self._printer, sheet.id))
        row.addWidget(link)
        return part

    def _on_preview(self) -> None:
        if self.sheet is not None:
            show_preview(self.window(), self._services, self._printer, self.sheet.id)

    def _on_print(self) -> None:
        if self.sheet is None:
            return
        if self.sheet.state in NOT_OUT:
            self.print_button.set_blocked("正在送打印机…")
            self._printer.print_document(self, self.sheet.id, self._on_result)
        else:
            ask_reprint(self.window(), self.sheet, self._reprint)

    def _reprint(self, reason: str) -> None:
        if self.sheet is not None:
            self.print_button.set_blocked("正在送打印机…")
            self._printer.reprint(self, self.sheet.id, reason, self._on_result)

    def _on_result(self, result: PrintResult) -> None:
        self._show_newest()
        words = result.told("接通后再打一次") or f"已送打印机“{result.printer}”"
        self.note.set(words, tone="green" if result.ok else "red")
        self.note.show()
