"""The desk as one screen: who, what, and the person's card; its value in and out as a `DeskState`.

The strip of a correction belongs to the desk too; the page lays it out above, where it stays in sight.

It asks the register about people in the background. What it can't do itself (drafts, saving, paper) is the page's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from domain.guest_rules import UnitForm
from domain.people_rules import PersonForm
from domain.phones import mask_phone, read_phone
from domain.visit_rules import VisitForm
from gui import jobs
from gui.kit.boxes import HBox, VBox
from gui.kit.chip import ChipText
from gui.kit.drawer import Drawer
from gui.kit.line_edit import utf16_units
from gui.theme import theme
from gui.tokens import Space
from gui.visits.correcting import REASON, CorrectionStrip
from gui.visits.desk_draft import DeskState, Slip
from gui.visits.matter_block import MatterBlock
from gui.visits.outcome_rows import Handler
from gui.visits.person_card import PersonPanel
from gui.visits.who_block import WhoBlock
from services import Services
from services.people import Duplicates, PersonCard, PersonHit


class DeskView(QWidget):
    """The blocks and the card. `edited(key)` and `left(key)` as the blocks say; `trouble(error)` for a refusal.

    `marked`: what the header says of this desk is another now.
    """

    edited = Signal(str)
    left = Signal(str)
    trouble = Signal(object)
    file_requested = Signal(int)
    marked = Signal()

    def __init__(self, services: Services, handlers: Sequence[Handler], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._since: datetime = services.clock.now()
        self._looking: jobs.Job | None = None
        self._after: QWidget | None = None
        self._slip: Slip | None = None
        self._scrolls = False
        self.correction = CorrectionStrip()
        self.who = WhoBlock(services.people.find, services.units.find, services.clock.today)
        self.matters = MatterBlock(services, handlers)
        self.panel = PersonPanel(services.clock.today)
        self.drawer = Drawer(self.panel, name="来访人", icon="contact_card")
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
            late=self.who.late.typed(),
            correction=self.correction.value(),
            slip=self._slip,
        )

    def show_state(self, state: DeskState, since: datetime) -> None:
        """Show another desk; the person's card comes a moment later."""
        self._since, self._slip = since, state.slip
        self._forget()
        self.correction.show_correction(state.correction)
        self.who.show_form(state.form, state.lookup, state.late)
        self._fit_margins()
        self.matters.show_form(state.form, state.matter)
        self._show_side()
        if state.form.person_id is not None:
            self._ask_card(state.form.person_id, phone=state.form.phone)
        elif state.form.new_person is not None:
            self._ask_alike(state.form.new_person)

    def take_person(self, person_id: int) -> None:
        """Take somebody of the register by her id."""
        self._ask_card(person_id, phone="")

    def refresh_person(self) -> None:
        """The record was changed elsewhere: show it as it is now."""
        if self.who.person_id is not None:
            self._ask_card(self.who.person_id, phone=self.who.known.new_phone(), again=True)

    def visitor_name(self) -> str:
        """The name of the person taken."""
        return self.who.name()

    def marks(self) -> tuple[list[ChipText], str]:
        """What the header says of this desk beside its title: chips, the weightiest first, and a grey word."""
        words = (self.correction.mark(), self.who.late.mark())
        return [ChipText(mark, "amber") for mark in words if mark], self._slip.reminder() if self._slip else ""

    def set_held(self, held: bool) -> None:
        """While it is being saved nothing is typed into it."""
        self.setEnabled(not held)
        self.correction.setEnabled(not held)

    # ---- mistakes

    def faults(self) -> dict[str, str]:
        """What can't even be read into the form: field → Chinese sentence."""
        return {**self.correction.faults(), **self.who.late.faults()}

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """Put each sentence at its field."""
        self.correction.show_error(sentences.get(REASON, ""))
        self.who.show_errors(sentences)
        self.matters.show_errors(sentences)

    # ---- the cursor

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key, in reading order."""
        reason = {REASON: self.correction.reason} if self.correction.value() is not None else {}
        return {**reason, **self.who.controls(), **self.matters.controls()}

    def entrance(self) -> QWidget:
        """Where the keyboard begins: why it is corrected, else who is at the window."""
        if self.correction.value() is not None and self.correction.faults():
            return self.correction.reason
        return self.who.new.first_empty() if self.who.new_mode else self.who.known.lookup

    def go_to(self, key: str, cursor: int | None = None) -> bool:
        """Put the cursor into a field; False if there is no such field now."""
        self.who.group.bring(key)
        self.matters.bring(key)
        control = self.controls().get(key)
        if control is None:
            return False
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        target = control.focusProxy() or control
        if cursor is not None and isinstance(target, QLineEdit):
            target.deselect()
            target.setCursorPosition(min(cursor, utf16_units(target.text())))
        elif cursor is not None and isinstance(target, QPlainTextEdit):
            at = target.textCursor()
            at.setPosition(max(0, min(cursor, target.document().characterCount() - 1)))
            target.setTextCursor(at)
        return True

    def focused_key(self) -> str:
        """The field that has the keyboard, "" for none."""
        return self._place()[0]

    def step_back(self) -> bool:
        """Esc: fold the list of who came along; False where nothing is open that could be folded."""
        if not self.who.group.is_open:
            return False
        self.who.group.fold()
        self._on_list_folded()
        return True

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
        beside = [*self.panel.stops(), self.who.unclear, self.who.back, *self.matters.beside()]
        return [*beside, *self.who.stops(), *self.matters.stops()]

    def cover(self) -> None:
        """Mask again whatever is shown whole, as the lock does."""
        self.who.cover()

    def make_room_for_bar(self, _least: int, most: int) -> None:
        """A scroll bar beside the desk stands in its margin: were it to take room from the form, rows would wrap."""
        self._scrolls = most > 0
        self._fit_margins()

    def _fit_margins(self) -> None:
        """A late entry asks for one row more, for which the margins give way."""
        side: Space = "m" if self._scrolls else "xl"
        rim: Space = "xs" if self.who.late.is_open() else "s"
        self._row.set_spaces(margin=("xl", rim, side, rim))
        self._column.set_spaces(gap=rim)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.set_narrow(self.width() < theme().metrics.window_width - theme().metrics.rail // 2)

    # ---- building

    def _lay_out(self) -> None:
        row = self._row = HBox(self, gap="l", margin=("xl", "s"))
        column = self._column = VBox(gap="s")
        column.addWidget(self.who)
        column.addWidget(self.matters, 1)
        row.addLayout(column, 1)
        row.addWidget(self.drawer)

    def _connect(self) -> None:
        for block in (self.who, self.matters):
            block.edited.connect(self.edited)
            block.left.connect(self.left)
        self.who.found.connect(self._on_found)
        self.who.released.connect(self._on_released)
        self.who.mode_changed.connect(self._on_mode_changed)
        self.who.person_changed.connect(self._ask_alike)
        self.who.reveal_requested.connect(self._on_reveal_requested)
        self.who.channel.chosen.connect(self.matters.set_channel)
        self.who.group.turned.connect(self._on_group_turned)
        self.who.group.folded.connect(self._on_list_folded)
        self.matters.tabs.pressed.connect(lambda _place: self.who.group.fold())
        self.matters.call_back.opening.connect(self._on_call_back_opening)
        self.who.late.turned.connect(self._fit_margins)
        self.who.late.turned.connect(self.marked)
        self.who.late.edited.connect(self.marked)
        self.correction.edited.connect(lambda: self.edited.emit(REASON))
        self.correction.left.connect(lambda: self.left.emit(REASON))
        self.panel.alert_changed.connect(self.drawer.mark)
        self.panel.join_requested.connect(self._on_join)
        self.panel.file_requested.connect(self.file_requested)
        self.panel.taken.connect(self._on_alike_taken)

    def _place(self) -> tuple[str, int]:
        now = QApplication.focusWidget()
        if now is None:
            return "", 0
        for key, control in self.controls().items():
            if control is now or control.isAncestorOf(now):
                if isinstance(now, QLineEdit):
                    return key, now.cursorPosition()
                return key, now.textCursor().position() if isinstance(now, QPlainTextEdit) else 0
        return "", 0

    def _on_group_turned(self, opened: bool) -> None:
        """The open list takes the room of the matters, of which only the head stays: nothing scrolls, no dialog."""
        self.matters.stack.setVisible(not opened)
        self._column.setStretchFactor(self.who, int(opened))
        self._column.setStretchFactor(self.matters, int(not opened))

    def _on_list_folded(self) -> None:
        """On with the visit; while nobody is chosen, with who came: letters for a name mustn't fall on a choice."""
        if self.who.is_empty():
            self.entrance().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._go_on()

    def _on_join(self, case_id: int) -> None:
        self.who.group.fold()
        self.matters.join_case(case_id)
        self._go_on()

    def _go_on(self) -> None:
        self.matters.editor.first_empty().setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _ask_card(self, person_id: int, *, phone: str, again: bool = False) -> None:
        self._forget()

        def show(card: PersonCard) -> None:
            if card.unit:
                self._take_unit(card)
                return
            if again or self.who.person_id != card.id:
                self.who.set_person(card, phone=phone)
            self._show_card(card)

        correction = self.correction.value()
        besides = correction.visit_id if correction else None
        self._looking = jobs.run(
            self, lambda: self._services.people.card(person_id, besides=besides), show, self.trouble.emit
        )

    def _take_unit(self, card: PersonCard) -> None:
        """A unit was looked for where people are: it comes as a unit, with or without somebody by name."""
        self.who.known.set_words("")
        self.who.group.take_unit(
            UnitForm(
                party_id=card.id, name=card.name, contact=card.contact, phone=card.phone_masked, address=card.address
            )
        )
        self._show_card(card)

    def _show_card(self, card: PersonCard) -> None:
        self.panel.show_card(card, self._since)
        self.matters.set_card(card)
        self.matters.suggest_address(card.address)

    def _ask_alike(self, form: PersonForm) -> None:
        self.matters.suggest_new(form)
        if not (form.name.strip() or form.identity.strip()):
            return
        self._forget()

        def show(alike: Duplicates) -> None:
            if self.who.new_mode:
                self.panel.show_new(alike)

        self._looking = jobs.run(self, lambda: self._services.people.duplicates(form), show, self.trouble.emit)

    def _on_found(self, hit: PersonHit) -> None:
        self._ask_card(hit.id, phone="")
        self._go_on()

    def _on_alike_taken(self, hit: PersonHit) -> None:
        typed = self.who.new.form().phone.strip()
        known = mask_phone(read_phone(typed).text) == hit.phone_masked
        self.who.set_person(hit, phone="" if known else typed)
        self._on_found(hit)
        self.edited.emit("person")

    def _on_call_back_opening(self) -> None:
        """The sheet takes the place of the open list, and names the visitor as the desk does now."""
        self.who.group.fold()
        form = self.form()
        if form.new_person is not None:
            self.matters.call_back.panel.set_visitor(form.new_person.name, mask_phone(form.new_person.phone))

    def _on_released(self) -> None:
        self._forget()
        self.matters.set_card(None)
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
