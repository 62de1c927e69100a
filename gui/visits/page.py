"""来访登记: the visit desk. From "who are you" to a receipt, without a dialog and without a word lost.

The page puts the desk together with what surrounds it: its draft and the visitors who wait (`drafts_keeper`), saving
(`saving`), the last sheet of paper (`receipt`), and what may be on the desk besides a new visit (`openings`).
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gui.bus import Bus, listen
from gui.kit.action_bar import ActionBar
from gui.kit.boxes import VBox
from gui.kit.button import Button
from gui.kit.chip import ChipText
from gui.kit.press import bind
from gui.kit.scroll import Scroll
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.visits.desk_checks import DeskChecks
from gui.visits.desk_draft import DeskState
from gui.visits.desk_view import DeskView
from gui.visits.drafts_keeper import DraftsKeeper
from gui.visits.openings import Openings
from gui.visits.outcome_rows import Handler
from gui.visits.paper_strip import PAPERS_KEY, RATE_KEY, PaperStrip
from gui.visits.parked_strip import ParkedStrip
from gui.visits.receipt import Printing, Receipt
from gui.visits.saving import Saving
from gui.visits.strip import StripLine, TroubleStrip
from services import Services
from system.errors import Refusal

TITLE = "来访登记"
NEW = ChipText("新来访", "green")
TICK_MS = 20_000


class VisitPage(Page):
    """The page. Targets: "new", "kind" (text, maybe a person's id), "person" (id), "draft" (text: its uuid).

    Further "correct" (a visit's id) and "slip" (the id of a number in the waiting line).
    """

    def __init__(self, services: Services, bus: Bus, desk_printer: Printing, parent: QWidget | None = None) -> None:
        super().__init__(Header(TITLE, chip=NEW), parent)
        self._services, self._bus = services, bus
        self._focus: QWidget | None = None
        self.desk = DeskView(services, _handlers(services))
        self.parked = ParkedStrip()
        self.strip = PaperStrip()
        self.refusal = TroubleStrip()
        self.bar = ActionBar()
        self.keeper = DraftsKeeper(services, bus, self.desk, (self.parked, self.refusal, self.bar), self._show)
        self.autosave = self.keeper.autosave
        self.checks = DeskChecks(self.desk, self.bar, lambda: self.keeper.state().form, services.clock.today)
        self.receipt = Receipt(services, bus, desk_printer, self.strip)
        self.saving = Saving(services, bus, self.keeper, self.checks, self.receipt)
        self.openings = Openings(services, self.keeper)
        self._minute = QTimer(self, interval=TICK_MS)
        self._lay_out()
        self._connect()
        self.keeper.fresh()

    # ---- what the window calls

    def open_target(self, target: Target) -> None:
        """Start with a kind or a person, take up a draft; whoever was on the desk waits in the strip."""
        if target.what == "draft":
            self._take_up(target.text)
        else:
            self.openings.open(target)

    def first_focus(self) -> QWidget:
        """The search box, or where the cursor stood in a draft."""
        focus, self._focus = self._focus, None
        # What had the keyboard may be gone since, with its matter.
        return focus if focus is not None and isValid(focus) and focus.isVisibleTo(self) else self.desk.entrance()

    def before_leaving(self) -> None:
        """Keep what is typed, and mask what is shown whole."""
        now = QApplication.focusWidget()
        parts = (self.desk, self.desk.correction)
        self._focus = now if now is not None and any(part.isAncestorOf(now) for part in parts) else self._focus
        self.desk.cover()
        self.keeper.leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keeper.refresh()

    # ---- building

    def _lay_out(self) -> None:
        strips = StripLine(self.parked, self.strip)
        # A refusal takes the place of the other strips while it is told, so that the form keeps its room.
        self.refusal.turned.connect(lambda told: strips.setVisible(not told))
        column = VBox(self)
        column.addWidget(strips)
        column.addWidget(self.refusal)
        column.addWidget(self.desk.correction)
        scroll = Scroll(self.desk)
        scroll.verticalScrollBar().rangeChanged.connect(self.desk.make_room_for_bar)
        self.desk.drawer.attach(self, scroll)
        column.addWidget(scroll, 1)
        column.addWidget(self.bar)
        self.bar.set_escape("返回（草稿保留）")
        self.park_button = self.bar.add(Button("稍后再填", shortcut="F7", size="bar"))
        self.save_button = self.bar.add(Button("只保存", shortcut="Ctrl+S", size="bar"))
        self.print_button = self.bar.add(
            Button("保存并打印", "primary", icon="print", shortcut="Ctrl+Return", size="bar")
        )
        self.saving.set_buttons((self.park_button, self.save_button, self.print_button))
        self.desk.set_exit(self.print_button)

    def _connect(self) -> None:
        self.desk.trouble.connect(self._on_trouble)
        self.desk.marked.connect(self._say_header)
        self.desk.file_requested.connect(
            lambda person: self.navigate_requested.emit(Target(Place.PEOPLE, "person", id=person))
        )
        self.desk.matters.snippets.settings_requested.connect(
            lambda: self.navigate_requested.emit(Target(Place.SETTINGS, "section", text="snippets"))
        )
        self.park_button.clicked.connect(self._on_park)
        self.save_button.clicked.connect(lambda: self.saving.save(prints=False))
        self.print_button.clicked.connect(lambda: self.saving.save(prints=True))
        self.saving.saved.connect(self._take_keyboard)
        self.openings.focus_wanted.connect(self._on_focus_wanted)
        self.parked.taken.connect(self._take_up)
        listen(self, self._bus, {"person", "case"}, self.desk.refresh_person)
        listen(self, self._bus, {"catalogue"}, self.desk.matters.catalogue.read)
        listen(self, self._bus, {"operator"}, lambda: self.desk.matters.set_handlers(_handlers(self._services)))
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()
        bind(self, RATE_KEY).activated.connect(self.receipt.rate)
        bind(self, PAPERS_KEY).activated.connect(self.receipt.give)
        bind(self, "Esc").activated.connect(self._on_escape)

    # ---- the desk on the page

    def _show(self, state: DeskState) -> None:
        self._focus = None
        self.checks.start_over()
        self.desk.show_state(state, self._services.clock.now())
        if not self.autosave.unsaved:
            # What isn't on the disk yet goes on being said, whoever is on the desk.
            self.refusal.put_away()
        self._say_header()

    def _say_header(self) -> None:
        """What is on the desk: something new, something of another day, a visit that is corrected."""
        chips, note = self.desk.marks()
        rest = [chip.text for chip in chips[1:]]
        self.set_header(Header(TITLE, " · ".join(filter(None, (*rest, note))), chips[0] if chips else NEW))

    def _take_keyboard(self) -> None:
        if self.isVisible():
            self.desk.entrance().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_focus_wanted(self, where: QWidget) -> None:
        """What came in later for a target: the keyboard goes there, now or when the page is shown."""
        self._focus = where
        if self.isVisible():
            where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_park(self) -> None:
        if waiting := self.keeper.longest_waiting():
            self._take_up(waiting)
        elif self.keeper.park():
            self._take_keyboard()

    def _take_up(self, uuid: str) -> None:
        """Show a draft as it was left, cursor and all."""
        state = self.keeper.take_up(uuid)
        if state is None:
            return
        if self.desk.go_to(state.focus, state.cursor):
            self._focus = self.focusWidget()
        else:
            self.desk.entrance().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_escape(self) -> None:
        if not self.desk.step_back():
            self.navigate_requested.emit(Target(Place.WORKBENCH))

    def _on_minute(self) -> None:
        if self.isVisible():
            self.keeper.tick()

    def _on_trouble(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.refusal.say(str(error))


def _handlers(services: Services) -> list[Handler]:
    """Who may handle a matter: the one at the desk first, under "" as the form wants it."""
    own = services.actor
    others = [Handler(one.uuid, one.name) for one in services.accounts.names() if one.uuid != own.uuid]
    return [Handler("", own.name), *others]
