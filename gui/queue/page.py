"""排队叫号: take a number, call the next one, lead her to the desk. All of it works by keys alone.

F9 calls whoever is next. As long as the one just called hasn't come to the desk it calls her again, so that a second
press never sends the next one into an occupied chair.
"""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from domain.tables import limit
from domain.vocabulary import QueueState
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.drawer import Drawer
from gui.kit.empty_state import EmptyState
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label, Line
from gui.kit.overlay import tell
from gui.kit.press import bind
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.scroll import Scroll
from gui.kit.table import Table
from gui.kit.toast import Toasts
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.queue.columns import TAKEN_COLUMN, line_columns
from gui.queue.figures_line import FiguresLine
from gui.queue.hall import Hall, read_hall
from gui.queue.now_card import NowCard
from gui.queue.side import ParkedCard, ServedCard, SkippedCard
from gui.queue.slip_form import SlipCard
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.queue import QueueRow, Taken
from system.errors import Invalid, Refusal, Trouble

MINUTE_MS = 60_000
# Lengths at 100 %. On a page narrower than NARROW the columns at the sides give room to the line.
NARROW, NARROWEST, SIDES = 1240, 880, ((348, 280), (348, 248), (292, 248))


class QueuePage(Page):
    """The page. Targets: "call" (as F9), "take" (begin a slip), "slip" (id: point to it)."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(Header("排队叫号", crumbs=("工作台", "排队叫号")), parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._reading: jobs.Job | None = None
        self._wanted: int | None = None
        self._acting = False
        # Who was led to the desk from here: F9 calls the next one, though their visit isn't saved yet.
        self._at_desk: set[int] = set()
        self.toasts = Toasts(self)
        self.now = NowCard()
        self.slip = SlipCard()
        self.table = Table(
            line_columns(),
            name="排队等候",
            row_height="row_tall",
            empty=EmptyState("people_queue", "现在没有人在等", "来访人到了先取号：按 Ctrl+N，再按 Enter"),
        )
        self.late = Banner("", "amber")
        self.figures = FiguresLine()
        self.skipped, self.parked, self.served = SkippedCard(), ParkedCard(), ServedCard()
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._lay_out()
        self._connect()
        listen(self, bus, {"queue", "visit", "draft", "station"}, self.refresh)

    # ---- as a page

    def open_target(self, target: Target) -> None:
        if target.what == "call":
            self.call()
        elif target.what == "take":
            self.slip.begin()
        elif target.what == "slip":
            self._wanted = target.id
            self.refresh()

    def open_crumb(self, index: int) -> None:
        self.navigate_requested.emit(Target(Place.WORKBENCH))

    def first_focus(self) -> QWidget:
        now = QApplication.focusWidget()
        return now if now is not None and self.slip.isAncestorOf(now) else self.table

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def refresh(self) -> None:
        """Read the line again, in the background."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = jobs.run(self, lambda: read_hall(self._services, self._printer), self._show, self._refuse)

    # ---- what the keys do

    def call(self) -> None:
        """F9: the next one; or once more whoever was called and isn't at the desk yet."""
        queue, again = self._services.queue, self._called()
        self._act((lambda: queue.call(again.id)) if again is not None else queue.call_next, self._on_called)

    def call_chosen(self) -> None:
        """Call the chosen one, out of turn or once more."""
        row, queue = self.now.row, self._services.queue
        if row is not None:
            self._act(lambda: queue.call(row.id), self._on_called)

    def take_to_desk(self) -> None:
        """Begin the visit of the chosen one; who wasn't called yet is called now, so that nobody else calls her."""
        row, queue = self.now.row, self._services.queue
        if row is None or self._acting:
            # Enter right after F9 means whoever is just being called, and she isn't on the card yet.
            return
        if row.state is QueueState.CALLED and row.mine:
            self._lead(row)
        else:
            self._act(lambda: queue.call(row.id), self._lead)

    def take_number(self) -> None:
        """Give somebody a number, and print the slip."""
        name, kind, note = self.slip.name.text(), self.slip.taken_kind, self.slip.note.text()
        self.slip.set_busy(True)
        jobs.run(
            self,
            lambda: self._services.queue.take(name=name, kind=kind, note=note),
            self._on_taken,
            self._on_not_taken,
        )

    def print_again(self) -> None:
        """Ctrl+P: another slip for the chosen number; who stands before it is counted anew."""
        row = self.now.row
        if row is None:
            return
        told = f"{row.number} 号的号条"
        self.slip.say(f"{told}正在打印…")
        jobs.run(
            self,
            lambda: self._services.queue.slip(row.id),
            lambda slip: self._print(slip, told, told),
            self._on_refused,
        )

    # ---- building

    def _lay_out(self) -> None:
        row = HBox(self, gap="m", margin=("xl", "m"))
        self._left, self._right = QWidget(), QWidget()
        left = VBox(self._left, gap="m")
        left.addWidget(self.now)
        left.addWidget(self.slip, 1)
        right = VBox(self._right, gap="m")
        right.addWidget(self.skipped)
        right.addWidget(self.parked)
        right.addWidget(self.served, 1)
        self._scroll = Scroll(self._left)
        self.drawer = Drawer(self._right, name="过号和停放", icon="history")
        self.drawer.attach(self)
        row.addWidget(self._scroll)
        row.addWidget(self._line_card(), 1)
        row.addWidget(self.drawer)
        follow_theme(self._set_widths)

    def _line_card(self) -> Card:
        card = Card("排队等候", icon="people_queue", padded=False)
        self.count = card.add_chip(Chip(""))
        card.set_note("按取号先后，过号回来的往后排")
        hints = QWidget()
        keys = HBox(hints, gap="xs")
        for key, words in (("↑↓", "选一位"), ("空格", "叫这一位")):
            keys.addWidget(KeyHint(key))
            keys.addWidget(Label(words, "hint", "t2"))
        card.add_header(hints)
        self._hints = hints
        card.body.set_spaces(gap="none", margin="none")
        card.body.addWidget(self.table, 1)
        strip = HBox(margin=("l", "s"))
        strip.addWidget(self.late)
        card.body.addLayout(strip)
        card.body.addWidget(Line())
        card.body.addWidget(self.figures)
        self.late.hide()
        return card

    def _set_widths(self) -> None:
        size = theme().size
        narrow, narrowest = self.width() < size(NARROW), self.width() < size(NARROWEST)
        left, right = SIDES[narrow + narrowest]
        self._scroll.setFixedWidth(size(left))
        self._right.setFixedWidth(size(right))
        self.table.setColumnHidden(TAKEN_COLUMN, narrow)
        self._hints.setVisible(not narrow)
        self.figures.set_narrow(narrowest)

    def _connect(self) -> None:
        self.table.current_changed.connect(lambda _row: self._show_chosen())
        self.table.opened.connect(lambda _row: self.take_to_desk())
        self.table.marked.connect(lambda _row: self.call_chosen())
        self.now.called.connect(self.call)
        self.now.called_out_of_turn.connect(self.call_chosen)
        self.now.taken.connect(self.take_to_desk)
        self.now.skipped.connect(lambda: self._end(self._services.queue.skip, "记为过号", "回来了按“回来了”"))
        self.now.left.connect(lambda: self._end(self._services.queue.leave, "记为已离开", ""))
        self.slip.wanted.connect(self.take_number)
        self.slip.again_wanted.connect(self.print_again)
        self.skipped.came_back.connect(self._on_came_back)
        self.parked.continued.connect(
            lambda row: self.navigate_requested.emit(Target(Place.VISIT, "draft", text=row.uuid))
        )
        self.served.opened.connect(self._on_served_opened)
        bind(self, "Ctrl+N").activated.connect(self.slip.begin)
        bind(self, "Esc").activated.connect(self._on_escape)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()

    # ---- showing

    def _show(self, hall: Hall) -> None:
        waiting, skipped = hall.of_state(QueueState.WAITING), hall.of_state(QueueState.SKIPPED)
        held = self._wanted if self._wanted is not None else self._chosen_id()
        self._wanted = None
        self.table.set_rows(hall.line)
        if not (held is not None and self.table.select(lambda row: row.id == held)):
            self._choose_next()
        self._show_chosen()
        self.count.set(f"{len(waiting)} 位", "amber" if waiting else "grey")
        self.figures.show_figures(hall.figures, in_hand=len(hall.line) - len(waiting), skipped=len(skipped))
        self.skipped.show_rows(skipped)
        self.parked.show_rows(hall.drafts, hall.now)
        self.served.show_rows(hall.done)
        self.drawer.mark(f"过号 {len(skipped)} 位" if skipped else "")
        self.slip.set_prints(hall.prints)
        self._show_late(waiting)

    def _show_late(self, waiting: tuple[QueueRow, ...]) -> None:
        longest = max(waiting, key=lambda row: row.minutes, default=None)
        late = longest is not None and longest.minutes >= limit("queue_red_minutes")
        if longest is not None and late:
            free = "可以现在叫" if self._called() is None else "请尽快接待"
            self.late.set(f"{longest.number} 已等 {longest.minutes} 分，{free}")
        self.late.setVisible(late)

    def _show_chosen(self) -> None:
        row = self.table.current()
        chosen = row if isinstance(row, QueueRow) else None
        self.slip.set_chosen(chosen.number if chosen is not None else "")
        self.now.show_row(chosen, first=chosen is not None and chosen == (self._called() or self._first_waiting()))

    def _choose_next(self) -> None:
        """The one who was called from here, else whoever is next."""
        row = self._called() or self._first_waiting() or next(iter(self.table.rows), None)
        if row is not None:
            self.table.select(lambda one: one == row)

    def _chosen_id(self) -> int | None:
        row = self.table.current()
        return row.id if isinstance(row, QueueRow) else None

    def _first_waiting(self) -> QueueRow | None:
        return next((row for row in self.table.rows if row.state is QueueState.WAITING), None)

    def _called(self) -> QueueRow | None:
        """The one who was called from here last and hasn't come to the desk."""
        called = [
            row
            for row in self.table.rows
            if row.state is QueueState.CALLED and row.mine and row.id not in self._at_desk
        ]
        return max(called, key=lambda row: row.called_at or row.taken_at, default=None)

    # ---- acting

    def _act(self, work: Callable[[], QueueRow | None], then: Callable[[QueueRow], None]) -> None:
        """One act at a time: a second press while the first is under way does nothing."""
        if self._acting:
            return
        self._acting = True

        def done(row: QueueRow | None) -> None:
            self._acting = False
            if row is None:
                self.toasts.show("现在没有人在等", "来访人取了号就会出现在名单里", icon="people_queue")
                return
            self._wanted = row.id
            self._bus.tell(Changes(frozenset({"queue"}), row.id))
            then(row)

        def failed(error: Exception) -> None:
            self._acting = False
            self._refuse(error)
            self.refresh()

        jobs.run(self, work, done, failed)

    def _on_called(self, row: QueueRow) -> None:
        self._at_desk.discard(row.id)
        where = f"请到 {row.window}" if row.window else "请到窗口"
        self.toasts.show(f"请 {row.number} 号", where if row.calls < 2 else f"{where} · 第 {row.calls} 次叫")

    def _lead(self, row: QueueRow) -> None:
        self._at_desk.add(row.id)
        self.navigate_requested.emit(Target(Place.VISIT, "slip", id=row.id))

    def _end(self, end: Callable[[int], Changes], words: str, advice: str) -> None:
        row = self.now.row
        if row is None:
            return

        def done(changes: Changes) -> None:
            self._bus.tell(changes)
            self.toasts.show(f"{row.number} 号{words}", advice, action="撤销", on_action=back)

        def back() -> None:
            self._back_into_line(row.id)

        jobs.run(self, lambda: end(row.id), done, self._on_refused)

    def _on_came_back(self, row: QueueRow) -> None:
        self._back_into_line(row.id)

    def _back_into_line(self, entry_id: int) -> None:
        jobs.run(self, lambda: self._services.queue.requeue(entry_id), self._bus.tell, self._on_refused)

    def _on_served_opened(self, row: QueueRow) -> None:
        if row.visit_id is not None:
            self.navigate_requested.emit(Target(Place.WORKBENCH, "visit", id=row.visit_id))

    def _on_taken(self, taken: Taken) -> None:
        self.slip.clear()
        self.slip.set_busy(False)
        ahead = f"前面 {taken.ahead} 位" if taken.ahead else "前面没有人"
        number = taken.row.number
        self._bus.tell(taken.changes)
        if not self.slip.prints:
            self.slip.say(f"已取 {number} 号，{ahead}，请告诉来访人")
            return
        self.slip.say(f"已取 {number} 号，{ahead}，正在打印号条…")
        self._print(taken.slip, f"已取 {number} 号，{ahead}，号条", f"{number} 号已取，号条")

    def _print(self, slip: Mapping[str, Any], good: str, bad: str) -> None:
        """Send a slip to the printer, and say how it went: the number holds either way."""

        def printed(result: PrintResult) -> None:
            if result.ok:
                self.slip.say(f"{good}已送打印机")
            else:
                self.slip.say(f"{bad}没有打印出来，请口头告诉来访人", ok=False)
                self.toasts.show("号条没有打印出来", result.message, icon="print", error=True)

        self._printer.print_loose(self, "queue_slip", slip, printed)

    def _on_not_taken(self, error: Exception) -> None:
        self.slip.set_busy(False)
        if isinstance(error, Invalid):
            self.slip.say(next(iter(error.fields.values())), ok=False)
        else:
            self._refuse(error)

    def _on_escape(self) -> None:
        """From the slip back to the line, from there to the workbench."""
        now = QApplication.focusWidget()
        if now is not None and self.slip.isAncestorOf(now):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.navigate_requested.emit(Target(Place.WORKBENCH))

    def _on_minute(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_refused(self, error: Exception) -> None:
        self._refuse(error)
        self.refresh()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self.window(), error.message, error.advice if isinstance(error, Trouble) else "")
