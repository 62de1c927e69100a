"""办事: the lists of service cases, one case whole, and how its days were counted; one of the three at a time."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from domain.permissions import Permission
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.overlay import Overlay, clear, tell
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.toast import Toasts
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.service_cases.case import CaseWidget
from gui.service_cases.explaining import ClockExplained
from gui.service_cases.files import CaseFiles
from gui.service_cases.list import CaseListView
from gui.service_cases.questions import MATERIAL, NARROW, NOTE, FieldsPanel, FormPanel, PaperChoice, ask_form
from services import Changes, Services
from services.documents import IssuedPaper
from services.hand_off import HandOffView
from services.service_cases import Acted, CaseView
from system.errors import Conflict, Invalid, Refusal

_TITLE = "办事"


class ServiceCasesPage(Page):
    """The page. It comes back to whatever was on show; a step that is being typed stays typed."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(Header(_TITLE), parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._cases = services.service_cases
        self.toasts = Toasts(self)
        self.stack = QStackedWidget(self)
        # Put in only when they are built, Qt would style each of their widgets once more.
        self.list = CaseListView(services, bus, printer, self.stack)
        self.case = CaseWidget(services, self.stack)
        self.files = CaseFiles(services, bus, printer, self)
        self.case.set_files(self.files.card)
        self.clock = ClockExplained(services, bus, printer, self.stack)
        for view in (self.list, self.case, self.clock):
            self.stack.addWidget(view)
        self._reading: jobs.Job | None = None
        # The window shows a page before it says what is wanted there, which makes reading what was on show useless.
        self._coming = QTimer(self, singleShot=True, interval=0)
        self._coming.timeout.connect(self.refresh)
        self._connect()
        listen(self, bus, {"case", "person", "document", "attachment", "batch", "calendar"}, self.refresh)

    # ---- as a page

    def open_target(self, target: Target) -> None:
        if target.what == "case" and target.id is not None:
            self._coming.stop()
            self.open_case(target.id)
        elif target.what == "batch" and target.id is not None:
            self._show(self.list)
            self.list.show_batch(target.id)
        elif target.what == "tab":
            self._coming.stop()
            self.list.show_tab(target.text)
            self._show(self.list)

    def prefilled(self, target: Target) -> Target:
        """F2 begins with the person whose case is on show."""
        view = self.case.view if self.stack.currentWidget() is self.case else None
        if view is None or view.person_id is None or target.place is not Place.VISIT:
            return target
        if target.what == "new":
            return Target(Place.VISIT, "person", id=view.person_id)
        return Target(target.place, target.what, id=view.person_id, text=target.text)

    def open_crumb(self, index: int) -> None:
        if index == 0:
            self.back_to_list()
        else:
            self._show(self.case)

    def first_focus(self) -> QWidget:
        shown = self.stack.currentWidget()
        if shown is self.case:
            return self.case.panel or self.case.first_focus()
        return self.clock if shown is self.clock else self.list.first_focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._coming.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.stack.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.stack.currentWidget() is self.clock:
            self._show(self.case)
        elif self.stack.currentWidget() is self.case:
            self.back_to_list()

    def refresh(self) -> None:
        """Read again what is on show."""
        if self.stack.currentWidget() is self.list:
            self.list.refresh()
        elif self.case.view is not None:
            self._read(self.case.view.id, self._on_again)

    # ---- what others may call

    def open_case(self, case_id: int) -> None:
        """Show one case."""
        self._read(case_id, self._on_case)

    def _open_to_act(self, case_id: int, action: str) -> None:
        """Open the case with this step begun."""

        def done(came: tuple[CaseView, HandOffView | None, int]) -> None:
            self._on_case(came)
            self.case.begin(action)

        self._read(case_id, done)

    def back_to_list(self) -> None:
        """Leave the case; what was typed in a step of it is kept."""
        self.case.fold()
        self._show(self.list)
        self.list.refresh()
        self.list.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- reading

    def _read(self, case_id: int, on_done: Callable[[Any], None]) -> None:
        if self._reading is not None:
            self._reading.cancel()
        services = self._services

        def work() -> tuple[CaseView, HandOffView | None, int]:
            view = services.service_cases.detail(case_id)
            lines = services.hand_off.panel(case_id) if view.entry.handoff_site else None
            return view, lines, len(services.attachments.lines(case_id))

        def refused(error: Exception) -> None:
            self._refuse(error)
            if self.stack.currentWidget() is self.list:
                self.list.refresh()

        self._reading = jobs.run(self, work, on_done, refused)

    def _on_again(self, came: tuple[CaseView, HandOffView | None, int]) -> None:
        self.case.show_case(*came)
        self.files.show_case(came[0].id)

    def _on_case(self, came: tuple[CaseView, HandOffView | None, int]) -> None:
        self._on_again(came)
        self._show(self.case)
        if self.isVisible():
            self.case.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, view: QWidget) -> None:
        self.stack.setCurrentWidget(view)
        number = self.case.view.number if self.case.view is not None else ""
        if view is self.list:
            self.set_header(Header(_TITLE))
        elif view is self.case:
            self.set_header(Header(number, crumbs=(_TITLE, number)))
        else:
            self.set_header(Header("时限怎么算的", crumbs=(_TITLE, number, "时限怎么算的")))

    # ---- acting

    def _connect(self) -> None:
        case, hand_off = self.case, self.case.hand_off
        self.list.case_opened.connect(self.open_case)
        self.list.action_wanted.connect(self._open_to_act)
        self.list.navigate_requested.connect(self.navigate_requested)
        case.act_wanted.connect(self._act)
        case.note_pressed.connect(self._note)
        case.edit_pressed.connect(self._edit)
        case.undo_pressed.connect(self._undo)
        case.print_pressed.connect(self._choose_paper)
        case.papers.issue_pressed.connect(self._choose_paper)
        case.papers.opened.connect(self._preview)
        case.papers.whole_pressed.connect(self.files.print_whole)
        self.files.making.connect(case.papers.show_making)
        case.person_pressed.connect(self._on_person)
        case.batch_pressed.connect(self._on_batch)
        case.explain_pressed.connect(self._explain)
        case.ticked.connect(lambda material, on: self._do(lambda: self._cases.tick(self._id, material, on)))
        case.given_back.connect(lambda material: self._do(lambda: self._cases.give_back(self._id, [material])))
        case.add_material_pressed.connect(self._add_material)
        hand_off.copy_requested.connect(self._copy)
        hand_off.ticked.connect(lambda code, on: self._do(lambda: self._services.hand_off.tick(self._id, code, on)))
        hand_off.number_entered.connect(self._write_number)
        self.clock.closed.connect(lambda: self._show(self.case))

    @property
    def _id(self) -> int:
        assert self.case.view is not None  # its widgets are on show only with a case
        return self.case.view.id

    def _do(self, work: Callable[[], Changes], on_done: Callable[[], None] | None = None) -> None:
        """Carry out a small change in the background, and show the case as it is then."""

        def done(changes: Changes) -> None:
            self._bus.tell(changes)
            if on_done is not None:
                on_done()

        jobs.run(self, work, done, self._refuse)

    def _act(self, action: str, values: Mapping[str, str], paper: bool) -> None:
        view, panel = self.case.view, self.case.panel
        assert view is not None
        assert panel is not None

        def refused(error: Exception) -> None:
            if not isinstance(error, Refusal):
                return
            if self.case.panel is panel:
                panel.show_refusal(error)
            if isinstance(error, Conflict):
                self.refresh()

        def done(acted: Acted) -> None:
            self.case.done(action)
            self._bus.tell(acted.changes)
            self.toasts.show(f"{panel.action.label}已保存", view.number)
            if acted.paper is not None:
                self._print(acted.paper)

        case_id, version = view.id, view.version
        jobs.run(self, lambda: self._cases.act(case_id, action, values, version=version, paper=paper), done, refused)

    def _undo(self) -> None:
        view = self.case.view
        if view is None:
            return

        def done() -> None:
            self.toasts.show(f"已撤销“{view.undo}”", view.number, icon="arrow_undo")

        self._do(lambda: self._cases.undo(view.id, version=view.version), done)

    def _note(self) -> None:
        self._ask(FormPanel(self._services, "记一笔", NOTE), lambda values: self._cases.note(self._id, values["words"]))

    def _edit(self) -> None:
        view = self.case.view
        if view is not None and view.entry.fields:
            panel = FieldsPanel(self._services, view)
            self._ask(panel, lambda values: self._cases.set_fields(view.id, values, version=view.version))

    def _add_material(self) -> None:
        def add(values: Mapping[str, str]) -> Changes:
            received = values["received"] == "已收到"
            return self._cases.add_material(self._id, values["name"], copies=int(values["copies"]), received=received)

        self._ask(FormPanel(self._services, "添材料", MATERIAL), add)

    def _ask(self, panel: FormPanel, work: Callable[[Mapping[str, str]], Changes]) -> None:
        ask_form(self, panel, work, self._bus.tell)

    def _copy(self, code: str) -> None:
        clipboard = QApplication.clipboard()
        jobs.run(self, lambda: self._services.hand_off.value(self._id, code), clipboard.setText, self._refuse)

    def _write_number(self, number: str) -> None:
        def refused(error: Exception) -> None:
            if isinstance(error, Invalid):
                self.case.hand_off.show_fault(str(error))
            else:
                self._refuse(error)

        jobs.run(self, lambda: self._cases.set_official_number(self._id, number), self._bus.tell, refused)

    def _explain(self, clock_id: int) -> None:
        self.clock.show_clock(clock_id)
        self._show(self.clock)

    def _on_person(self, person_id: int) -> None:
        self.navigate_requested.emit(Target(Place.PEOPLE, "person", id=person_id))

    def _on_batch(self, batch_id: int) -> None:
        self._show(self.list)
        self.list.refresh()
        self.list.show_batch(batch_id)

    # ---- papers

    def _choose_paper(self) -> None:
        view = self.case.view
        if view is None or Permission.DOCUMENT_PRINT not in self._services.actor.permissions:
            return

        def offered(offers: tuple[tuple[str, str, str], ...]) -> None:
            panel = PaperChoice(view.number, offers)
            overlay = Overlay(self.window(), panel, width=NARROW, align="right")

            def chosen(kind: str) -> None:
                overlay.close_overlay()
                self._issue(kind)

            panel.chosen.connect(chosen)
            overlay.open()

        jobs.run(self, lambda: self._cases.paper_offers(view.id), offered, self._refuse)

    def _issue(self, kind: str) -> None:
        def issued(paper: IssuedPaper) -> None:
            self._bus.tell(Changes(frozenset({"document"}), paper.id))
            self._print(paper)

        jobs.run(self, lambda: self._cases.issue(self._id, kind), issued, self._refuse)

    def _print(self, paper: IssuedPaper) -> None:
        if self._services.documents.preview_first(paper.kind):
            self._preview(paper.id)
        else:
            self._printer.print_document(self, paper.id, lambda result: self._on_printed(paper, result))

    def _preview(self, document_id: int) -> None:
        show_preview(self.window(), self._services, self._printer, document_id)

    def _on_printed(self, paper: IssuedPaper, result: PrintResult) -> None:
        if result.ok:
            self.toasts.show(f"{paper.title}已送打印机", "出来后到打印中心确认纸张", icon="print")
        else:
            tell(self.window(), result.told("接通后到打印中心重新打印"))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            clear(self.window())
            tell(self.window(), str(error))
        if isinstance(error, Conflict):
            self.refresh()
