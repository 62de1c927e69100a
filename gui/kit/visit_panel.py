"""One visit as it was recorded, at the right edge of the window, with its receipt to look at and to print again."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.dates import short_date
from domain.labels import NAME_NOT_LEFT
from domain.permissions import Permission
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.facts import Facts
from gui.kit.label import Label
from gui.kit.outcome_chip import outcome_chip
from gui.kit.overlay import Overlay, Panel, tell
from gui.kit.preview import ask_reprint, show_preview
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.scroll import Scroll
from gui.kit.sheet_chip import SHEET_CHIPS
from services import Services
from services.documents import PaperRow, SheetState
from services.visits import MatterView, VisitDetail
from system.errors import Refusal

WIDTH = 480


@dataclass(frozen=True)
class Shown:
    """A visit, and what is known of its newest sheet (None where it has none, or the actor may not print)."""

    detail: VisitDetail
    sheet: PaperRow | None


def fetch_visit(services: Services, visit_id: int) -> Shown:
    """All that the panel shows. Raises NotFound, Denied."""
    detail = services.visits.detail(visit_id)
    may_print = Permission.DOCUMENT_PRINT in services.actor.permissions
    sheet = services.documents.one(detail.receipt.id) if detail.receipt is not None and may_print else None
    return Shown(detail, sheet)


class VisitPanel(Panel):
    """The panel. `person_pressed(id)` when the name is pressed."""

    person_pressed = Signal(int)

    def __init__(self, services: Services, printer: DeskPrinter, shown: Shown) -> None:
        super().__init__(f"来访 {shown.detail.row.number}")
        self._services, self._printer, self._shown = services, printer, shown
        self.matters = [_MatterCard(matter) for matter in shown.detail.matters]
        self.sheet_chip = Chip("")
        self.note = Banner("", "red")
        self.preview_button = Button("预览", icon="eye")
        self.print_button = Button("补打", icon="print")
        self.receipt = self._receipt_card()
        self._lay_out()
        self._show_sheet()
        printer.finished.connect(self._on_printed)

    @property
    def sheet(self) -> PaperRow | None:
        """The newest sheet as last read."""
        return self._shown.sheet

    def _lay_out(self) -> None:
        content = QWidget()
        column = VBox(content, gap="m", margin="l")
        column.addWidget(self._facts())
        for matter in self.matters:
            column.addWidget(matter)
        column.addWidget(self.receipt)
        column.addStretch(1)
        self.body.set_spaces(gap="none", margin="none")
        self.body.addWidget(Scroll(content), 1)
        close = Button("关闭", key="Esc")
        close.clicked.connect(self.dismissed)
        self.foot.addStretch(1)
        self.add_foot(close)

    def _facts(self) -> Facts:
        row = self._shown.detail.row
        facts = Facts()
        who = row.person or NAME_NOT_LEFT
        if row.person_id is not None and Permission.PERSON_READ in self._services.actor.permissions:
            link = Link(who, name=f"打开{who}的档案")
            link.clicked.connect(lambda: self.person_pressed.emit(row.person_id))
            facts.add("来访人", link)
        else:
            facts.add("来访人", who)
        at = row.visited_at
        facts.add("时间", f"{short_date(at.date(), self._services.clock.today())} {at:%H:%M}")
        facts.add("人数", f"{row.headcount} 人")
        facts.add("经办", row.operator)
        return facts

    def _receipt_card(self) -> Card:
        card = Card("回执", dense=True)
        card.add_chip(self.sheet_chip)
        row = HBox(gap="s")
        self.sheet_words = Label("", "label", "t2", wrap=True)
        row.addWidget(self.preview_button)
        row.addWidget(self.print_button)
        row.addStretch(1)
        card.body.addWidget(self.sheet_words)
        card.body.addWidget(self.note)
        card.body.addLayout(row)
        self.preview_button.clicked.connect(self._on_preview)
        self.print_button.clicked.connect(self._on_print)
        return card

    def _show_sheet(self) -> None:
        sheet = self._shown.sheet
        self.receipt.setVisible(sheet is not None)
        self.note.hide()
        if sheet is None:
            return
        self.sheet_chip.set_chip(SHEET_CHIPS[sheet.state])
        mark = f"补印 {sheet.reprint}" if sheet.reprint else ""
        self.sheet_words.setText(" · ".join(filter(None, (sheet.human_code, mark, sheet.state_note.rstrip("。")))))
        again = sheet.state in (SheetState.PENDING, SheetState.FAILED)
        self.print_button.set_words("重新打印" if again else "补打")
        lacking = not again and Permission.DOCUMENT_REPRINT not in self._services.actor.permissions
        self.print_button.set_blocked("你的岗位没有补打的权限，需要时请站长调整角色" if lacking else "")

    def _on_preview(self) -> None:
        if self._shown.sheet is not None:
            show_preview(self.window(), self._services, self._printer, self._shown.sheet.id)

    def _on_print(self) -> None:
        sheet = self._shown.sheet
        if sheet is None:
            return
        if sheet.state in (SheetState.PENDING, SheetState.FAILED):
            self.print_button.set_blocked("正在送打印机…")
            self._printer.print_document(self, sheet.id, self._on_result)
        else:
            ask_reprint(self.window(), sheet, self._reprint)

    def _reprint(self, reason: str) -> None:
        if self._shown.sheet is not None:
            self.print_button.set_blocked("正在送打印机…")
            self._printer.reprint(self, self._shown.sheet.id, reason, self._on_result)

    def _on_result(self, result: PrintResult) -> None:
        self._show_sheet()
        words = result.told("接通后再打一次") or f"已送打印机“{result.printer}”"
        self.note.set(words, tone="green" if result.ok else "red")
        self.note.show()

    def _on_printed(self, document_id: int, _result: object) -> None:
        """Read again: the sheet's state, or the reprint that is now the newest."""
        visit_id = self._shown.detail.row.id
        jobs.run(self, lambda: fetch_visit(self._services, visit_id), self._on_read, lambda _error: None)

    def _on_read(self, shown: Shown) -> None:
        said, tone = self.note.text(), self.note.isVisible()
        self._shown = shown
        self._show_sheet()
        if tone and said:
            self.note.show()


class _MatterCard(Card):
    """One matter."""

    def __init__(self, matter: MatterView) -> None:
        super().__init__(matter.category or "事项", dense=True)
        self.matter = matter
        chip = outcome_chip(matter.outcome)
        self.add_chip(Chip(chip.text, chip.tone, chip.icon))
        self.body.addWidget(Label(matter.narrative, "body", wrap=True, selectable=True, name="诉求内容"))
        facts = Facts()
        for label, value in (
            ("编号", matter.case_number),
            ("答复", matter.reply),
            ("转往", matter.refer_to),
            ("承办", matter.handler),
        ):
            if value:
                facts.add(label, value)
        self.body.addWidget(facts)


def show_visit(
    host: QWidget,
    services: Services,
    printer: DeskPrinter,
    visit_id: int,
    *,
    on_person: Callable[[int], None] | None = None,
) -> jobs.Job:
    """Open a visit over `host` (a window); `on_person(id)` when the name on it is pressed.

    What can't be read is told in a sentence.
    """

    def opened(shown: Shown) -> None:
        panel = VisitPanel(services, printer, shown)
        overlay = Overlay(host, panel, width=WIDTH, align="right")
        panel.person_pressed.connect(lambda _id: overlay.close_overlay())
        if on_person is not None:
            panel.person_pressed.connect(on_person)
        overlay.open()

    def refused(error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(host, error.message)

    return jobs.run(host, lambda: fetch_visit(services, visit_id), opened, refused)
