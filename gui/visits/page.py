"""来访登记: the visit desk. From "who are you" to a receipt, without a dialog and without a word lost.

The page looks after what surrounds the desk: its draft, the visitors who wait, saving, and the last sheet of paper.
"""

import uuid as uuids
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from domain.dates import short_date
from domain.vocabulary import MatterKind
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.action_bar import ActionBar
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.chip import ChipText
from gui.kit.press import bind
from gui.kit.scroll import Scroll
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.visits.autosave import Autosave, DraftWriter, Snapshot
from gui.visits.desk_checks import DeskChecks
from gui.visits.desk_draft import DeskState, fresh_state, from_payload, is_blank, title_of, to_payload
from gui.visits.desk_view import DeskView
from gui.visits.outcome_rows import Handler
from gui.visits.paper_strip import PaperStrip
from gui.visits.parked_strip import ParkedStrip
from gui.visits.receipt import Printing, Receipt
from gui.visits.strip import TroubleStrip
from services import Changes, Services
from services.drafts import DraftRow
from services.visits import SavedVisit
from system.errors import Invalid, NotFound, Refusal

TITLE = "来访登记"
NEW = ChipText("新来访", "green")
NOT_KEPT = "草稿暂时没有存上"
NOT_SAVED = "来访没有保存，内容都还在"
TICK_MS = 20_000


class VisitPage(Page):
    """The page. Targets: "new", "kind" (text, maybe a person's id), "person" (id), "draft" (text: its uuid)."""

    def __init__(self, services: Services, bus: Bus, desk_printer: Printing, parent: QWidget | None = None) -> None:
        super().__init__(Header(TITLE, chip=NEW), parent)
        self._services, self._bus = services, bus
        self._uuid = ""
        self._kept = False
        self._saving = False
        self._focus: QWidget | None = None
        self.desk = DeskView(services, _handlers(services))
        self.parked = ParkedStrip()
        self.strip = PaperStrip()
        self.refusal = TroubleStrip()
        self.bar = ActionBar()
        self.checks = DeskChecks(self.desk, self.bar, lambda: self._state().form, services.clock.today)
        self.receipt = Receipt(services, bus, desk_printer, self.strip)
        self._writer = DraftWriter(services)
        self.autosave = Autosave(self._writer, self._snap, self)
        self._minute = QTimer(self, interval=TICK_MS)
        self._lay_out()
        self._connect()
        self._fresh()

    # ---- what the window calls

    def open_target(self, target: Target) -> None:
        """Start with a kind or a person, take up a draft; whoever was on the desk waits in the strip."""
        if target.what == "draft":
            self._take_up(target.text)
        elif target.what in ("new", "kind", "person"):
            if not self._put_aside():
                return
            if target.what == "kind" and target.text in set(MatterKind):
                self.desk.matters.set_kind(MatterKind(target.text))
            if target.id is not None:
                self.desk.take_person(target.id)
                self._focus = self.desk.matters.editor.first_empty()

    def first_focus(self) -> QWidget:
        """The search box, or where the cursor stood in a draft."""
        focus, self._focus = self._focus, None
        # What had the keyboard may be gone since, with its matter.
        return focus if focus is not None and isValid(focus) and focus.isVisibleTo(self) else self._entrance()

    def before_leaving(self) -> None:
        """Keep what is typed, and mask what is shown whole."""
        now = QApplication.focusWidget()
        self._focus = now if now is not None and self.desk.isAncestorOf(now) else self._focus
        self.desk.cover()
        if self.autosave.flush():
            self._drop_if_blank()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_parked()

    # ---- building

    def _lay_out(self) -> None:
        strips = QWidget()
        row = HBox(strips)
        row.addWidget(self.parked)
        row.addWidget(self.strip, 1)
        # A refusal takes the place of the other strips while it is told, so that the form keeps its room.
        self.refusal.turned.connect(lambda told: strips.setVisible(not told))
        column = VBox(self)
        column.addWidget(strips)
        column.addWidget(self.refusal)
        scroll = Scroll(self.desk)
        scroll.verticalScrollBar().rangeChanged.connect(self.desk.make_room_for_bar)
        column.addWidget(scroll, 1)
        column.addWidget(self.bar)
        self.bar.set_escape("返回（草稿保留）")
        self.park_button = self.bar.add(Button("稍后再填", shortcut="F7", size="bar"))
        self.save_button = self.bar.add(Button("只保存", shortcut="Ctrl+S", size="bar"))
        self.print_button = self.bar.add(
            Button("保存并打印", "primary", icon="print", shortcut="Ctrl+Return", size="bar")
        )

        self.desk.set_exit(self.print_button)

    def _connect(self) -> None:
        self.desk.edited.connect(self._on_edited)
        self.desk.trouble.connect(self._on_trouble)
        self.desk.file_requested.connect(
            lambda person: self.navigate_requested.emit(Target(Place.PEOPLE, "person", id=person))
        )
        self.park_button.clicked.connect(self._on_park)
        self.save_button.clicked.connect(lambda: self._save(prints=False))
        self.print_button.clicked.connect(lambda: self._save(prints=True))
        self.parked.taken.connect(self._take_up)
        self.autosave.saved.connect(self._on_kept)
        self.autosave.failed.connect(self._on_not_kept)
        listen(self, self._bus, {"person", "case"}, self.desk.refresh_person)
        listen(self, self._bus, {"operator"}, lambda: self.desk.matters.set_handlers(_handlers(self._services)))
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()
        bind(self, "Esc").activated.connect(lambda: self.navigate_requested.emit(Target(Place.WORKBENCH)))

    # ---- the desk and its draft

    def _state(self) -> DeskState:
        return self.desk.state(self._uuid)

    def _snap(self) -> Snapshot | None:
        state = self._state()
        if is_blank(state) and not self._kept:
            return None
        return Snapshot(self._uuid, title_of(state, self.desk.visitor_name()), to_payload(state))

    def _fresh(self) -> None:
        """An empty desk."""
        self._show(fresh_state(str(uuids.uuid4())), kept=None)

    def _show(self, state: DeskState, *, kept: datetime | None) -> None:
        self.autosave.forget()
        self._uuid, self._kept = state.form.uuid, kept is not None
        self._focus = None
        self.checks.start_over()
        self.desk.show_state(state, self._services.clock.now())
        self.refusal.put_away()
        self.bar.set_draft("")
        if kept is not None:
            today = self._services.clock.today()
            day = "" if kept.date() == today else f"{short_date(kept.date(), today)} "
            self.bar.set_draft(f"已打开草稿 {day}{kept:%H:%M:%S}", "接着填就行")
        self.set_header(Header(TITLE, chip=NEW))

    def _entrance(self) -> QWidget:
        who = self.desk.who
        return who.new.first_empty() if who.new_mode else who.known.lookup

    def _on_edited(self) -> None:
        self.autosave.touch()

    def _on_kept(self, uuid: str, at: datetime) -> None:
        if uuid == self._uuid:
            self._kept = True
            self.bar.set_draft(f"草稿已自动保存 {at:%H:%M:%S}", "断电也不丢")
            if self.refusal.text().startswith(NOT_KEPT):
                self.refusal.put_away()
        self._bus.tell(Changes(frozenset({"draft"})))

    def _on_not_kept(self, uuid: str, error: Exception) -> None:
        if uuid == self._uuid:
            self.bar.set_draft("")
            self.refusal.say(f"{NOT_KEPT}：{error} 内容还在屏幕上，过几秒会再存一次。")

    def _drop_if_blank(self) -> None:
        """A desk that was emptied again leaves no draft behind."""
        uuid = self._uuid
        if self._kept and is_blank(self._state()):
            self._kept = False
            self._in_background(lambda: self._writer.finish(uuid, lambda: self._discard(uuid)))
            self._uuid = str(uuids.uuid4())
            self.bar.set_draft("")

    def _discard(self, uuid: str) -> None:
        try:
            self._services.drafts.discard(uuid)
        except NotFound:
            # Somebody threw it away in the list of drafts: nothing is left to do.
            return

    # ---- visitors who wait

    def _on_park(self) -> None:
        """F7: put this one aside and serve the next; from an empty desk, to the one who has waited longest.

        Who is put aside again goes to the end, so that F7 alone reaches everybody who waits.
        """
        if self._saving:
            return
        if is_blank(self._state()) and self.parked.rows:
            self._take_up(self.parked.rows[0].uuid)
        elif self._put_aside():
            self._entrance().setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_aside(self) -> bool:
        """Park whoever is on the desk and open a fresh one; False where the draft could not be kept."""
        if self._saving:
            return False
        state = self._state()
        if not is_blank(state):
            self.autosave.touch()
        if not self.autosave.flush():
            return False
        uuid, blank = self._uuid, is_blank(state)
        if blank:
            self._drop_if_blank()
        self._fresh()
        if not blank:
            self._in_background(lambda: self._services.drafts.park(uuid, parked=True))
        return True

    def _take_up(self, uuid: str) -> None:
        """Show a draft as it was left, cursor and all."""
        if uuid == self._uuid or self._saving:
            return
        try:
            body = self._services.drafts.load(uuid)
        except Refusal as error:
            self.refusal.say(str(error))
            self._refresh_parked()
            return
        if not self._put_aside():
            return
        self._writer.reopen(uuid)
        state = from_payload(body.payload, uuid)
        self._show(state, kept=body.saved_at)
        if self.desk.go_to(state.focus, state.cursor):
            self._focus = self.focusWidget()
        else:
            self._entrance().setFocus(Qt.FocusReason.OtherFocusReason)
        if body.parked_at is not None:
            self._in_background(lambda: self._services.drafts.park(uuid, parked=False))

    def _in_background(self, work: Callable[[], object]) -> None:
        """A small write to the drafts, and then the strip anew."""

        def done(_result: object) -> None:
            self._bus.tell(Changes(frozenset({"draft"})))
            self._refresh_parked()

        jobs.run(self, work, done, self._on_trouble)

    def _refresh_parked(self) -> None:
        jobs.run(self, self._services.drafts.mine, self._on_drafts, self._on_trouble)

    def _on_drafts(self, rows: tuple[DraftRow, ...]) -> None:
        self.parked.show_rows([row for row in rows if row.uuid != self._uuid], self._services.clock.now())

    def _on_minute(self) -> None:
        if self.isVisible() and self.parked.rows:
            self.parked.show_rows(self.parked.rows, self._services.clock.now())

    # ---- saving

    def _save(self, *, prints: bool) -> None:
        if self._saving:
            return
        self.refusal.put_away()
        self.desk.matters.drop_blank()
        if not self.checks.all_right():
            return
        form, uuid = self._state().form, self._uuid
        back = QApplication.focusWidget()
        self._hold(True)

        def done(saved: SavedVisit) -> None:
            self._hold(False)
            self._on_saved(saved, prints=prints)

        def failed(error: Exception) -> None:
            self._hold(False)
            if back is not None and back.isEnabled() and self.isVisible():
                back.setFocus(Qt.FocusReason.OtherFocusReason)
            self._on_not_saved(error)

        jobs.run(self, lambda: self._writer.finish(uuid, lambda: self._services.visits.save(form)), done, failed)

    def _hold(self, saving: bool) -> None:
        """While the visit is written nothing is typed into it, and nothing saves it twice."""
        self._saving = saving
        self.desk.setEnabled(not saving)
        for button in (self.park_button, self.save_button, self.print_button):
            button.setEnabled(not saving)

    def _on_saved(self, saved: SavedVisit, *, prints: bool) -> None:
        self._fresh()
        self._bus.tell(saved.changes)
        self.receipt.take(saved.document, prints=prints)
        self._refresh_parked()
        if self.isVisible():
            self._entrance().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_saved(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self.checks.tell(error.fields)
            return
        self.autosave.touch()
        if isinstance(error, Refusal):
            self.refusal.say(f"{NOT_SAVED}：{error}")
        else:
            self.refusal.say(f"{NOT_SAVED}：程序出错了，请再保存一次。")

    def _on_trouble(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.refusal.say(str(error))


def _handlers(services: Services) -> list[Handler]:
    """Who may handle a matter: the one at the desk first, under "" as the form wants it."""
    own = services.actor
    others = [Handler(one.uuid, one.name) for one in services.accounts.names() if one.uuid != own.uuid]
    return [Handler("", own.name), *others]
