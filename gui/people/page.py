"""服务对象: the register, one person, and the form that makes or changes a record; one of the three at a time."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.guest_rules import UnitForm
from domain.people_rules import PersonForm
from domain.permissions import Permission
from domain.vocabulary import MatterKind
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.overlay import tell
from gui.kit.printing import DeskPrinter
from gui.kit.toast import Toasts
from gui.kit.visit_panel import show_visit
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.people.editor import PersonEditor
from gui.people.person import PersonView
from gui.people.register import RegisterView
from gui.people.unit_editor import UnitEditor
from services import Services
from services.call_backs import CallBackRow
from services.people import PersonCard, SavedPerson
from services.units import SavedUnit
from system.errors import Refusal

_TITLE = "服务对象"


class PeoplePage(Page):
    """The page. It comes back to whatever was on show, typed text and all."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(Header(_TITLE), parent)
        self._services, self._bus, self._printer = services, bus, printer
        self.toasts = Toasts(self)
        self.register = RegisterView(services)
        self.person = PersonView(services)
        self.editor = PersonEditor(services)
        self.unit_editor = UnitEditor(services)
        self.stack = QStackedWidget(self)
        self._read = False
        for view in (self.register, self.person, self.editor, self.unit_editor):
            self.stack.addWidget(view)
        self._connect()
        listen(self, bus, {"person", "visit", "case", "call_back"}, self.refresh)

    # ---- as a page

    def open_target(self, target: Target) -> None:
        if target.what == "person" and target.id is not None:
            self.open_person(target.id)
        elif target.what == "find":
            self._show(self.register)
            self.register.look_for(target.text)
            self.register.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        elif target.what == "new":
            self.begin_new(target.text)

    def prefilled(self, target: Target) -> Target:
        """F2, F3 and F4 begin with the person on show, or with the line that is current in the list."""
        person = self._meant()
        if person is None or target.place is not Place.VISIT:
            return target
        if target.what == "new":
            return Target(Place.VISIT, "person", id=person)
        return Target(target.place, target.what, id=person, text=target.text)

    def open_crumb(self, index: int) -> None:
        if index == 0:
            self._show(self.register)
            self.register.refresh()
        else:
            self._back_to_person()

    def first_focus(self) -> QWidget:
        shown = self.stack.currentWidget()
        if shown is self.person:
            return self.person.first_focus()
        if shown is self.register:
            # What was looked for last time stays to be read, and goes with the first letter typed.
            self.register.filter.selectAll()
            return self.register.filter
        return self.unit_editor.lines["name"] if shown is self.unit_editor else self.editor.fields.lines["name"]

    def before_leaving(self) -> None:
        self.person.cover()
        self.editor.cover()
        self.unit_editor.cover()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._read:
            self._read = True
            self.register.refresh()

    def resizeEvent(self, event: object) -> None:
        self.stack.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
        else:
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Read again what is on show; a form that is being filled in is left alone."""
        self.register.refresh()
        if self.stack.currentWidget() is self.person and self.person.card is not None:
            self.open_person(self.person.card.id)

    # ---- what others may call

    def open_person(self, person_id: int) -> None:
        """Show one person."""
        services = self._services
        jobs.run(
            self,
            lambda: (services.people.card(person_id), services.call_backs.of_person(person_id)),
            lambda found: self._on_card(*found),
            self._refuse,
        )

    def begin_new(self, text: str = "") -> None:
        """Begin a record."""
        if Permission.PERSON_EDIT not in self._services.actor.permissions:
            return
        self.editor.begin_new(text)
        self._show(self.editor)
        self.editor.fields.focus_on("name")

    def begin_new_unit(self, text: str = "") -> None:
        """Begin a unit's record."""
        if Permission.PERSON_EDIT in self._services.actor.permissions:
            self.unit_editor.begin_new(text)
            self._show(self.unit_editor)
            self.unit_editor.lines["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_edit(self, field: str = "") -> None:
        """Change the record of the person or unit on show; `field` takes the focus."""
        card = self.person.card
        if card is None:
            return
        if card.unit:
            self._begin_edit_unit(card.id)
            return

        def begin(stored: tuple[PersonForm, int]) -> None:
            self.editor.begin_edit(card.id, *stored)
            self._show(self.editor)
            self.editor.fields.focus_on(field)

        jobs.run(self, lambda: self._services.people.form(card.id), begin, self._refuse)

    # ---- inside

    def _begin_edit_unit(self, unit_id: int) -> None:
        def begin(stored: tuple[UnitForm, int]) -> None:
            self.unit_editor.begin_edit(unit_id, *stored)
            self._show(self.unit_editor)
            self.unit_editor.lines["contact"].setFocus(Qt.FocusReason.OtherFocusReason)

        jobs.run(self, lambda: self._services.units.form(unit_id), begin, self._refuse)

    def _connect(self) -> None:
        self.register.person_opened.connect(self.open_person)
        self.register.new_requested.connect(self.begin_new)
        self.register.unit_requested.connect(self.begin_new_unit)
        self.person.visit_opened.connect(self._on_visit)
        self.person.case_opened.connect(self._on_case)
        self.person.service_case_opened.connect(self._on_service_case)
        self.person.edit_requested.connect(self.begin_edit)
        begin = self.person.begin
        begin.visit_pressed.connect(lambda: self._begin_visit(Target(Place.VISIT, "new")))
        begin.petition_pressed.connect(lambda: self._begin_kind(MatterKind.PETITION))
        begin.assistance_pressed.connect(lambda: self._begin_kind(MatterKind.ASSISTANCE))
        begin.edit_pressed.connect(self.begin_edit)
        for editor in (self.editor, self.unit_editor):
            editor.saved.connect(self._on_saved)
            editor.dropped.connect(self._on_dropped)
        self.editor.person_opened.connect(self.open_person)

    def _meant(self) -> int | None:
        if self.stack.currentWidget() is self.person and self.person.card is not None:
            return self.person.card.id
        row = self.register.current() if self.stack.currentWidget() is self.register else None
        return row.id if row is not None else None

    def _begin_visit(self, target: Target) -> None:
        self.navigate_requested.emit(self.prefilled(target))

    def _begin_kind(self, kind: MatterKind) -> None:
        self._begin_visit(Target(Place.VISIT, "kind", text=kind))

    def _on_card(self, card: PersonCard, call_backs: Sequence[CallBackRow]) -> None:
        fresh = self.stack.currentWidget() is not self.person
        self.person.show_card(card, call_backs)
        self._show(self.person)
        if fresh and self.isVisible():
            self.person.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_visit(self, visit_id: int) -> None:
        if Permission.VISIT_READ in self._services.actor.permissions:
            go = self.navigate_requested.emit
            show_visit(self.window(), self._services, self._printer, visit_id, bus=self._bus, on_go=go)

    def _on_case(self, case_id: int) -> None:
        self.navigate_requested.emit(Target(Place.WORKBENCH, "case", id=case_id))

    def _on_service_case(self, case_id: int) -> None:
        self.navigate_requested.emit(Target(Place.SERVICE_CASES, "case", id=case_id))

    def _on_saved(self, saved: SavedPerson | SavedUnit) -> None:
        self._bus.tell(saved.changes)
        self.toasts.show("档案已保存")
        self.open_person(saved.id)

    def _edited(self) -> int | None:
        """Whose record the form on show changes; None for a new one."""
        shown = self.stack.currentWidget()
        known = {self.editor: self.editor.person_id, self.unit_editor: self.unit_editor.unit_id}
        return known.get(shown) if isinstance(shown, PersonEditor | UnitEditor) else None

    def _back_to_person(self) -> bool:
        """From a form to the record that it changes, if there is one already."""
        edited = self._edited()
        if edited is not None:
            self.open_person(edited)
        return edited is not None

    def _on_dropped(self) -> None:
        if not self._back_to_person():
            self._show(self.register)

    def _step_back(self) -> None:
        if self._back_to_person():
            return
        if self.stack.currentWidget() is not self.register:
            self._show(self.register)
            self.register.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, view: QWidget) -> None:
        if view is not self.person:
            self.person.cover()
        self.stack.setCurrentWidget(view)
        name = self.person.card.name if self.person.card is not None else ""
        if view is self.register:
            self.set_header(Header(_TITLE))
        elif view is self.person:
            self.set_header(Header(name, crumbs=(_TITLE, name)))
        elif self._edited() is None:
            new = "新建单位" if view is self.unit_editor else "新建"
            self.set_header(Header(new, crumbs=(_TITLE, new)))
        else:
            self.set_header(Header("修改档案", crumbs=(_TITLE, name, "修改档案")))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self.window(), error.message)
