"""The desk as one screen: who, what, and the person's card; its value in and out as a `DeskState`.

It asks the register about people in the background. What it can't do itself (drafts, saving, paper) is the page's.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from domain.people_rules import PersonForm
from domain.phones import mask_phone, read_phone
from domain.visit_rules import VisitForm
from gui import jobs
from gui.kit.boxes import HBox, VBox
from gui.theme import theme
from gui.visits.desk_draft import DeskState
from gui.visits.matter_block import MatterBlock
from gui.visits.outcome_rows import Handler
from gui.visits.person_card import PersonPanel
from gui.visits.who_block import WhoBlock
from services import Services
from services.people import Duplicates, PersonCard, PersonHit


class DeskView(QWidget):
    """The blocks and the card. `edited(key)` and `left(key)` as the blocks say; `trouble(error)` for a refusal."""

    edited = Signal(str)
    left = Signal(str)
    trouble = Signal(object)
    file_requested = Signal(int)

    def __init__(self, services: Services, handlers: Sequence[Handler], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._since: datetime = services.clock.now()
        self._looking: jobs.Job | None = None
        self._after: QWidget | None = None
        self.who = WhoBlock(services.people.find, services.clock.today)
        self.matters = MatterBlock(handlers)
        self.panel = PersonPanel(services.clock.today)
        self._lay_out()
        self._connect()

    # ---- the value

    def form(self) -> VisitForm:
        """The visit as typed, without its uuid."""
        form = self.matters.fill(self.who.fill(VisitForm(uuid="")))
        person = form.new_person
        if person is not None and not person.address.strip() and form.address.strip():
            # Where the visitor lives was asked once; her new record holds it too.
            form = replace(form, new_person=replace(person, address=form.address))
        return form

    def state(self, uuid: str) -> DeskState:
        """All of the desk."""
        key, cursor = self._place()
        return DeskState(
            form=replace(self.form(), uuid=uuid),
            lookup=self.who.words(),
            matter=self.matters.current,
            focus=key,
            cursor=cursor,
        )

    def show_state(self, state: DeskState, since: datetime) -> None:
        """Show another desk; the person's card comes a moment later."""
        self._since = since
        self._forget()
        self.who.show_form(state.form, state.lookup)
        self.matters.show_form(state.form, state.matter)
        self._show_side()
        if state.form.person_id is not None:
            self._ask_card(state.form.person_id, phone=state.form.phone)
        elif state.form.new_person is not None:
            self._ask_alike(state.form.new_person)

    def take_person(self, person_id: int) -> None:
        """Take somebody of the register by her id."""
        self._ask_card(person_id, phone="", by_hand=True)

    def refresh_person(self) -> None:
        """The record was changed elsewhere: show it as it is now."""
        if self.who.person_id is not None:
            self._ask_card(self.who.person_id, phone=self.who.known.new_phone(), again=True)

    def visitor_name(self) -> str:
        """The name of the person taken."""
        return self.who.name()

    # ---- the cursor

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key, in reading order."""
        return {**self.who.controls(), **self.matters.controls()}

    def go_to(self, key: str, cursor: int | None = None) -> bool:
        """Put the cursor into a field; False if there is no such field now."""
        self.matters.bring(key)
        control = self.controls().get(key)
        if control is None:
            return False
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        target = control.focusProxy() or control
        if cursor is not None and isinstance(target, QLineEdit):
            target.deselect()
            target.setCursorPosition(min(cursor, len(target.text())))
        elif cursor is not None and isinstance(target, QPlainTextEdit):
            at = target.textCursor()
            at.setPosition(max(0, min(cursor, target.document().characterCount() - 1)))
            target.setTextCursor(at)
        return True

    def focused_key(self) -> str:
        """The field that has the keyboard, "" for none."""
        return self._place()[0]

    def set_exit(self, after: QWidget) -> None:
        """Where Tab goes from the last field: what saves."""
        self._after = after

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Enter go in reading order, whatever was shown or made last; then to what saves."""
        now, stops = QApplication.focusWidget(), self._stops()
        at = next((at for at, stop in enumerate(stops) if now is not None and _holds(stop, now)), None)
        if at is None:
            return super().focusNextPrevChild(forward)
        rest = stops[at + 1 :] if forward else stops[:at][::-1]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        for stop in rest:
            if _can_stop(stop):
                stop.setFocus(reason)
                return True
        if forward and self._after is not None:
            self._after.setFocus(reason)
            return True
        return super().focusNextPrevChild(forward)

    def _stops(self) -> list[QWidget]:
        # What is seldom needed stands before the first field: Shift+Tab reaches it, and saving stays near.
        beside = [*self.panel.stops(), self.who.unclear, self.who.back]
        return [*beside, *self.who.stops(), *self.matters.stops()]

    def cover(self) -> None:
        """Mask again whatever is shown whole, as the lock does."""
        self.who.cover()

    def make_room_for_bar(self, _least: int, most: int) -> None:
        """A scroll bar beside the desk stands in its margin: were it to take room from the form, rows would wrap."""
        self._row.set_spaces(margin=("xl", "s", "m" if most else "xl", "s"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.set_narrow(self.width() < theme().metrics.window_width - theme().metrics.rail // 2)

    # ---- building

    def _lay_out(self) -> None:
        row = self._row = HBox(self, gap="l", margin=("xl", "s"))
        column = VBox(gap="s")
        column.addWidget(self.who)
        column.addWidget(self.matters, 1)
        row.addLayout(column, 1)
        row.addWidget(self.panel)

    def _connect(self) -> None:
        for block in (self.who, self.matters):
            block.edited.connect(self.edited)
            block.left.connect(self.left)
        self.who.found.connect(self._on_found)
        self.who.released.connect(self._on_released)
        self.who.mode_changed.connect(self._on_mode_changed)
        self.who.person_changed.connect(self._ask_alike)
        self.who.reveal_requested.connect(self._on_reveal_requested)
        self.panel.join_requested.connect(self.matters.join_case)
        self.panel.file_requested.connect(self.file_requested)
        self.panel.taken.connect(self._on_alike_taken)

    def _place(self) -> tuple[str, int]:
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            return "", 0
        for key, control in self.controls().items():
            if control is now or control.isAncestorOf(now):
                if isinstance(now, QLineEdit):
                    return key, now.cursorPosition()
                return key, now.textCursor().position() if isinstance(now, QPlainTextEdit) else 0
        return "", 0

    # ---- people

    def _show_side(self) -> None:
        if self.who.anonymous:
            self.panel.show_anonymous()
        elif self.who.new_mode:
            self.panel.show_new()
        else:
            self.panel.show_nobody()

    def _forget(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _ask_card(self, person_id: int, *, phone: str, by_hand: bool = False, again: bool = False) -> None:
        self._forget()

        def show(card: PersonCard) -> None:
            if again or self.who.person_id != card.id:
                self.who.set_person(card, phone=phone)
            self.panel.show_card(card, self._since)
            self.matters.set_cases(card.open_cases)
            self.matters.suggest_address(card.address)
            if by_hand:
                self.edited.emit("person")

        self._looking = jobs.run(self, lambda: self._services.people.card(person_id), show, self.trouble.emit)

    def _ask_alike(self, form: PersonForm) -> None:
        self.matters.suggest_address(form.address)
        if not (form.name.strip() or form.identity.strip()):
            return
        self._forget()

        def show(alike: Duplicates) -> None:
            if self.who.new_mode:
                self.panel.show_new(alike)

        self._looking = jobs.run(self, lambda: self._services.people.duplicates(form), show, self.trouble.emit)

    def _on_found(self, hit: PersonHit) -> None:
        self._ask_card(hit.id, phone="")
        self.matters.editor.first_empty().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_alike_taken(self, hit: PersonHit) -> None:
        typed = self.who.new.form().phone.strip()
        known = mask_phone(read_phone(typed).text) == hit.phone_masked
        self.who.set_person(hit, phone="" if known else typed)
        self._on_found(hit)
        self.edited.emit("person")

    def _on_released(self) -> None:
        self._forget()
        self.matters.set_cases(())
        self.matters.suggest_address("")
        self._show_side()

    def _on_mode_changed(self) -> None:
        self._on_released()

    def _on_reveal_requested(self, field: str) -> None:
        person_id = self.who.person_id
        if person_id is None:
            return

        def show(number: str) -> None:
            if self.who.person_id == person_id:
                self.who.known.show_number(field, number)

        jobs.run(self, lambda: self._services.people.reveal(person_id, field), show, self.trouble.emit)


def _holds(stop: QWidget, now: QWidget) -> bool:
    return stop is now or stop.isAncestorOf(now)


def _can_stop(stop: QWidget) -> bool:
    target = stop
    while (proxy := target.focusProxy()) is not None:
        target = proxy
    return target.isVisible() and target.isEnabled() and bool(target.focusPolicy() & Qt.FocusPolicy.TabFocus)
