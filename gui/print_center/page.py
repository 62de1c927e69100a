"""打印中心: every sheet that was issued, how each came out, voiding one and printing one again."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from domain.permissions import Permission
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.drawer import Drawer
from gui.kit.moments import day_words
from gui.kit.overlay import tell
from gui.kit.press import bind
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.row_table import Deliver
from gui.kit.tabs import Tabs
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.print_center.issuing import Issuing
from gui.print_center.periods import ALL, count_words, day_step, tabs_of
from gui.print_center.questions import DayQuestion, spoiled_question, void_question
from gui.print_center.retry import Retry, RetryResult
from gui.print_center.sheet_card import PrintWish, SheetCard
from gui.print_center.sheet_list import SheetList
from gui.print_center.tally_card import TallyCard
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.documents import Filters, IssuedPaper, PageMark, PaperPage, PaperRow, SheetState, StateCounts, Voided
from services.tally import Tally
from system.errors import Conflict, Refusal

_TITLE = "打印中心"
# So many lines come at once; the next ones while the operator scrolls.
PAGE = 100
# Under this width (at 100 %) the buttons stand under the tabs.
_ONE_ROW = 1080
_SENDING = "正在送打印机…"


class PrintCenterPage(Page):
    """The page. What waits for an answer stands first."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(Header(_TITLE, day_words(services.clock.today())), parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._wanted: int | None = None
        self._reading: jobs.Job | None = None
        self._mark: PageMark | None = None
        self._counts: StateCounts | None = None
        self._ahead = 0
        held = services.actor.permissions
        self.tabs = Tabs(name="状态", look="filled")
        self.list = SheetList(services.clock.now, may_void=Permission.DOCUMENT_REPRINT in held)
        self.table = self.list.table
        self.check_button = Button("查验", icon="barcode_scanner", size="bar", shortcut="Alt+C")
        self.new_button = Button("出新文书", icon="add", size="bar", shortcut="Alt+N")
        self.tally_button = Button("打印日清单", icon="print", size="bar", shortcut="Ctrl+P")
        self.tally = TallyCard()
        self.sheet = SheetCard(services)
        self._issuing = Issuing(self, services, printer)
        self._lay_out()
        self._connect()
        listen(self, bus, {"document", "visit"}, self.refresh)

    @property
    def _rows(self) -> Sequence[PaperRow]:
        """The lines on show, as far as they were fetched."""
        return self.table.rows

    # ---- as a page

    def open_target(self, target: Target) -> None:
        if target.what == "document" and target.id is not None:
            self.show_document(target.id)

    def first_focus(self) -> QWidget:
        return self.table

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        jobs.run(self, self._services.documents.filters, self._on_filters, self._ignore)
        jobs.run(self, self._printer.printers, self._on_printers, self._ignore)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._apply()

    def refresh(self) -> None:
        """Read what is on show again, in the background: the list as far as it was scrolled, and the day's count."""
        self._read(max(PAGE, len(self._rows)))
        self._read_day()

    # ---- what others may call

    def show_document(self, document_id: int) -> None:
        """Make a sheet the current one, among those of its day."""
        jobs.run(self, lambda: self._services.documents.one(document_id), self._go_to, self._refuse)

    def show_day(self, day: dt.date) -> None:
        """Show one day, today at the latest."""
        self.list.show_day(day_step(day, 0, self._services.clock.today()))

    # ---- building

    def _lay_out(self) -> None:
        column = VBox(self, gap="s", margin=("xl", "m"))
        self._top = HBox(gap="s")
        self._top.addWidget(self.tabs, 1)
        self._second = HBox(gap="s")
        self._second.addStretch(1)
        self._acts = QWidget()
        acts = HBox(self._acts, gap="s")
        for button in (self.check_button, self.new_button, self.tally_button):
            acts.addWidget(button)
        middle = HBox(gap="m")
        middle.addWidget(self.list, 1)
        self._side = QWidget()
        side = VBox(self._side, gap="m")
        side.addWidget(self.tally)
        side.addWidget(self.sheet, 1)
        self.drawer = Drawer(self._side, name="清点和补印", icon="print")
        self.drawer.attach(self)
        middle.addWidget(self.drawer)
        column.addLayout(self._top)
        column.addLayout(self._second)
        column.addLayout(middle, 1)
        follow_theme(self._apply)

    def _apply(self) -> None:
        wide = self.width() >= theme().size(_ONE_ROW)
        (self._top if wide else self._second).addWidget(self._acts)
        self._side.setFixedWidth(theme().metrics.side_column)

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _value: self._read(PAGE))
        self.list.query_changed.connect(self._on_query)
        self.list.day_wanted.connect(self._ask_day)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self._preview)
        self.table.marked.connect(self._on_marked)
        self.list.good_button.clicked.connect(lambda: self._mark_as(self.sheet.row, SheetState.GOOD))
        self.list.spoiled_button.clicked.connect(self._on_spoiled)
        self.list.void_button.clicked.connect(self._on_void)
        self.list.retry_button.clicked.connect(self._on_retry)
        self.check_button.clicked.connect(lambda: self.navigate_requested.emit(Target(Place.PAPER_CHECK)))
        self.new_button.clicked.connect(lambda: self._issuing.choose(self._tally_day()))
        self.tally_button.clicked.connect(lambda: self._issuing.tally(self._tally_day()))
        self._issuing.issued.connect(self._on_new_paper)
        self._issuing.printed.connect(self._on_printed)
        self._issuing.refused.connect(self._refuse)
        self._issuing.navigate_requested.connect(self.navigate_requested)
        self.sheet.preview_pressed.connect(lambda: self._preview(self.sheet.row))
        self.sheet.print_pressed.connect(self._print)
        bind(self, "Ctrl+Enter").activated.connect(self._on_print_key)
        bind(self, "Alt+Left").activated.connect(lambda: self._step(-1))
        bind(self, "Alt+Right").activated.connect(lambda: self._step(1))

    # ---- reading

    def _on_query(self) -> None:
        self.list.say("", ok=True)
        self._read(PAGE)
        self._read_day()

    def _read_day(self) -> None:
        """Read the count of the day on show."""
        day = self._tally_day()
        jobs.run(
            self,
            lambda: (self._services.tally.of(day), self._services.documents.ahead()),
            self._on_day,
            self._ignore,
        )

    def _read(self, limit: int) -> None:
        """Read the list from its beginning, as many lines as `limit`; an answer still under way is dropped."""
        if self._reading is not None:
            self._reading.cancel()
        query = self.list.query()
        shown = replace(query, state=self._state())
        documents = self._services.documents

        def work() -> tuple[PaperPage, StateCounts]:
            return documents.page(shown, limit=limit), documents.counts(query)

        self._reading = jobs.run(self, work, self._on_list, self._refuse)

    def _state(self) -> SheetState | None:
        value = self.tabs.value()
        return None if value in (ALL, None) else SheetState(str(value))

    def _more(self, deliver: Deliver) -> None:
        shown, mark = replace(self.list.query(), state=self._state()), self._mark

        def came(page: PaperPage) -> None:
            if self._mark == mark:
                self._mark = page.next
            deliver(page.rows, page.next is not None)

        jobs.run(self, lambda: self._services.documents.page(shown, after=mark, limit=PAGE), came, self._refuse)

    def _tally_day(self) -> dt.date:
        return self.list.one_day or self._services.clock.today()

    # ---- showing

    def _on_list(self, came: tuple[PaperPage, StateCounts]) -> None:
        page, counts = came
        self._mark, self._counts = page.next, counts
        self.tabs.set_tabs(tabs_of(counts))
        self.list.show_failed(counts.by_state[SheetState.FAILED])
        query = self.list.query()
        narrowed = bool(query.text.strip() or query.kind or query.printer) or self._state() is not None
        self.list.show_empty(narrowed=narrowed)
        held = self._wanted if self._wanted is not None else (self.sheet.row.id if self.sheet.row else None)
        self.table.set_rows(page.rows, self._more if page.next is not None else None)
        found = held is not None and self.table.select(lambda row: row.id == held)
        if found:
            self._wanted = None
        elif self._wanted is not None and page.next is not None and not query.text:
            # A long day: the sheet stands further down than was fetched.
            self._look_for(self._wanted)
        elif page.rows:
            self.table.select(lambda _row: True)
        self._on_current(self.table.current())
        self.list.count.setText(count_words(counts, self._state()) if page.rows else "")

    def _on_day(self, came: tuple[Tally, int]) -> None:
        day, ahead = came
        self.tally.show_tally(day, self._services.clock.today())
        if ahead and not self._ahead:
            self.list.say(
                f"有 {ahead} 张的日期在今天之后：电脑的钟当时或现在不对，请核对右下角的日期。这些纸照常列在最上面。",
                ok=False,
            )
        self._ahead = ahead

    def _on_filters(self, filters: Filters) -> None:
        self.list.show_filters(filters)

    def _on_printers(self, printers: Sequence[Any]) -> None:
        self.sheet.show_printers([printer.name for printer in printers])

    def _on_current(self, row: object) -> None:
        shown = row if isinstance(row, PaperRow) else None
        self.sheet.show_row(shown)
        self.list.show_row(shown)

    def _go_to(self, row: PaperRow) -> None:
        self._wanted = row.id
        self.list.clear_filters()
        self.tabs.set_value(ALL if self.tabs.buttons() else None)
        self.list.show_day(row.issued_at.date())

    def _look_for(self, document_id: int) -> None:
        def found(row: PaperRow) -> None:
            self.list.filter.setText(row.number)

        jobs.run(self, lambda: self._services.documents.one(document_id), found, self._refuse)

    def _step(self, days: int) -> None:
        today = self._services.clock.today()
        self.list.show_day(day_step(self.list.one_day or today, days, today))

    def _ask_day(self) -> None:
        DayQuestion(self._services.clock.today(), self.show_day).open_over(self.window())

    # ---- acting

    def _preview(self, row: object) -> None:
        if isinstance(row, PaperRow):
            show_preview(self.window(), self._services, self._printer, row.id)

    def _on_marked(self, row: object) -> None:
        """Space: the sheet is good. Only where nobody has said anything yet, so that a slip changes nothing."""
        if not isinstance(row, PaperRow) or row.state is not SheetState.PENDING:
            return
        later = [one.id for one in self._rows if one.state is SheetState.PENDING]
        at = later.index(row.id)
        # The next one that waits comes under the key, so that a pile is confirmed blank by blank.
        self._wanted = next(iter(later[at + 1 :] or later[:at]), None)
        self._mark_as(row, SheetState.GOOD)

    def _mark_as(self, row: PaperRow | None, state: SheetState, note: str = "", taken_back: bool | None = None) -> None:
        if row is None:
            return
        documents = self._services.documents
        jobs.run(
            self,
            lambda: documents.mark(row.id, state, note, taken_back=taken_back, seen=row.state),
            self._tell,
            self._refuse,
        )

    def _on_spoiled(self) -> None:
        if (row := self.sheet.row) is not None:
            question = spoiled_question(row, lambda reason, back: self._mark_as(row, SheetState.SPOILED, reason, back))
            question.open_over(self.window())

    def _on_void(self) -> None:
        if (row := self.sheet.row) is not None:
            void_question(row, lambda reason, back: self._void(row, reason, back)).open_over(self.window())

    def _void(self, row: PaperRow, reason: str, taken_back: bool) -> None:
        def done(voided: Voided) -> None:
            self._tell(voided.changes)
            self.list.say(f"{row.title} {row.number} 已作废。{voided.next}", ok=True)

        documents = self._services.documents
        jobs.run(
            self, lambda: documents.void(row.id, reason, taken_back=taken_back, seen=row.state), done, self._refuse
        )

    def _on_retry(self) -> None:
        query = self.list.query()
        self.list.retry_button.set_blocked(_SENDING)
        jobs.run(self, lambda: self._services.documents.failed(query), self._retry, self._on_retry_refused)

    def _retry(self, ids: Sequence[int]) -> None:
        Retry(self, self._printer, ids, self._on_retry_step, self._on_retried).start()

    def _on_retry_step(self, done: int, count: int) -> None:
        self.list.retry_button.set_blocked(f"{_SENDING}{done + 1}/{count}")

    def _on_retried(self, result: RetryResult) -> None:
        self.list.retry_button.set_blocked("")
        self.list.say(result.words(), ok=not (result.left or result.refused))
        self.refresh()

    def _on_retry_refused(self, error: Exception) -> None:
        self.list.retry_button.set_blocked("")
        self._refuse(error)

    def _on_print_key(self) -> None:
        # Where a reason is lacking, the card says so: it has to be seen.
        self.drawer.pull_out()
        self.sheet.print_button.click()

    def _print(self, wish: PrintWish) -> None:
        row = self.sheet.row
        if row is None:
            return
        self.sheet.set_busy(_SENDING)
        if not wish.reason:
            self._send(row.id, wish)
            return

        def issued(paper: IssuedPaper) -> None:
            self._bus.tell(Changes(frozenset({"document"}), paper.id))
            self._send(paper.id, wish)

        documents = self._services.documents
        jobs.run(
            self,
            lambda: documents.reprint(row.id, wish.reason, checked=wish.checked),
            issued,
            self._on_print_refused,
        )

    def _send(self, document_id: int, wish: PrintWish) -> None:
        self._printer.print_document(self, document_id, self._on_printed, printer=wish.printer, copies=wish.copies)

    def _on_printed(self, result: PrintResult) -> None:
        self.sheet.set_busy("")
        self.refresh()
        words = result.told("接通后再按 Ctrl+Enter") or f"已送打印机“{result.printer}”，出来后请确认纸张"
        self.sheet.say(words, ok=result.ok)

    def _on_print_refused(self, error: Exception) -> None:
        self.sheet.set_busy("")
        self._refuse(error)

    def _on_new_paper(self, document_id: int) -> None:
        self._wanted = document_id
        self._bus.tell(Changes(frozenset({"document"}), document_id))

    # ---- telling

    def _tell(self, changes: Changes) -> None:
        self._bus.tell(changes)
        if not self.isVisible():
            self.refresh()

    def _refuse(self, error: Exception) -> None:
        self._wanted = None
        if isinstance(error, Refusal):
            tell(self.window(), str(error))
        if isinstance(error, Conflict):
            self.refresh()

    def _ignore(self, _error: Exception) -> None:
        """The list beside it tells the same refusal."""
