"""The case that is current in a wide list: whose it is, its clock, what was wanted, what happened, and what may follow.

It is read only once the keyboard rests on a line, so that walking down the list asks for nothing.
"""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui import jobs
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.clock_card import ClockCard
from gui.kit.empty_state import EmptyState
from gui.kit.label import ElidedLabel, Label
from gui.kit.next_actions import NextActions
from gui.kit.scroll import Scroll
from gui.kit.timeline import Timeline
from gui.service_cases import faces
from gui.theme import follow_theme, theme
from services import Services
from services.service_cases import CaseView

WIDTH = 400
REST_MS = 150
_EVENTS = 4


class CaseSide(QWidget):
    """The column. `open_pressed(case id)`, `action_pressed(case id, action)`."""

    open_pressed = Signal(int)
    action_pressed = Signal(int, str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.view: CaseView | None = None
        self._wanted: int | None = None
        self._reading: jobs.Job | None = None
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._read)
        self.number = Label("", "object_title", name="办件编号")
        self.state = Chip("")
        self.open_button = Button("打开", "primary", key="Enter")
        self.person = ElidedLabel("", "strong")
        self.phone = Label("", "body", "t2")
        self.kind = ElidedLabel("", "label", "t2")
        self.clock = ClockCard()
        self.narrative = Label("", "body", wrap=True)
        self.timeline = Timeline()
        self.next = NextActions()
        self.empty = EmptyState("clipboard_task", "没有选中的件", "↑↓ 选一件，这里看它走到哪一步")
        self._lay_out()
        self.open_button.clicked.connect(self._on_open)
        self.clock.explain_pressed.connect(lambda _index: self._on_open())
        self.next.chosen.connect(self._on_action)

    def want(self, case_id: int | None) -> None:
        """Show this case once the keyboard rests; None for none."""
        self._wanted = case_id
        if case_id is None:
            self._rest.stop()
            self._show(None)
        else:
            self._rest.start()

    def look_again(self) -> None:
        """Read the case on show again: something was saved."""
        if self._wanted is not None:
            self._rest.start()

    # ---- building

    def _lay_out(self) -> None:
        column = VBox(self)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._whole())
        column.addWidget(self._pages)
        follow_theme(self._apply)

    def _whole(self) -> QWidget:
        part = QWidget()
        column = VBox(part, gap="s")
        column.addWidget(self._head())
        column.addWidget(self.clock)
        inside = QWidget()
        words = VBox(inside, gap="m", margin=("l", "m"))
        words.addWidget(Label("办什么", "card_title"))
        words.addWidget(self.narrative)
        words.addWidget(Label("最近经过", "card_title"))
        words.addWidget(self.timeline)
        words.addStretch(1)
        told = Card(padded=False)
        told.body.addWidget(Scroll(inside), 1)
        column.addWidget(told, 3)
        column.addWidget(self.next, 2)
        return part

    def _head(self) -> Card:
        card = Card()
        card.body.set_spaces(gap="xs")
        top = HBox(gap="s")
        top.addWidget(self.number)
        top.addWidget(self.state)
        top.addStretch(1)
        top.addWidget(self.open_button)
        card.body.addLayout(top)
        who = HBox(gap="s")
        who.addWidget(self.person, 1)
        who.addWidget(self.phone)
        card.body.addLayout(who)
        card.body.addWidget(self.kind)
        return card

    def _apply(self) -> None:
        self.setFixedWidth(theme().size(WIDTH))

    # ---- reading and showing

    def _read(self) -> None:
        wanted = self._wanted
        if wanted is None or not self.isVisible():
            return
        if self._reading is not None:
            self._reading.cancel()
        cases = self._services.service_cases
        # What can't be read is told by the list beside it, or by opening it.
        self._reading = jobs.run(self, lambda: cases.detail(wanted), self._show, lambda _error: self._show(None))

    def _show(self, view: CaseView | None) -> None:
        self.view = view
        self._pages.setCurrentIndex(0 if view is None else 1)
        if view is None:
            self.next.set_choices(())
            return
        today, now = self._services.clock.today(), self._services.clock.now()
        self.number.setText(view.number)
        chip = faces.state_chip(view.state_label, view.tone)
        self.state.set(chip.text, chip.tone, chip.icon)
        self.person.setText(faces.person_words(view))
        self.phone.setText(view.phone_masked)
        self.kind.setText(f"{view.kind} · 承办 {view.handler}")
        self.clock.set_faces(faces.clock_faces(view, today)[:1])
        self.clock.setVisible(bool(view.clocks))
        self.narrative.setText(view.narrative or view.title)
        self.timeline.set_entries(faces.event_entries(view, now)[:_EVENTS])
        self.next.set_choices(faces.action_choices(view))
        self.next.setVisible(view.open)

    def _on_open(self) -> None:
        if self.view is not None:
            self.open_pressed.emit(self.view.id)

    def _on_action(self, action: str) -> None:
        if self.view is not None:
            self.action_pressed.emit(self.view.id, action)
