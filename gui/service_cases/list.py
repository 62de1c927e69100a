"""The lists of service cases: one tab for each, what narrows it, the cases, and what is done with many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.field_specs import FieldSpec
from gui import jobs
from gui.bus import Bus
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.empty_state import EmptyState
from gui.kit.overlay import Overlay, tell
from gui.kit.press import bind
from gui.kit.printing import DeskPrinter
from gui.kit.select import Select
from gui.kit.table import Deliver, Table
from gui.kit.tabs import Tab, Tabs
from gui.navigation import Place, Target
from gui.service_cases.batches import BatchesPanel
from gui.service_cases.list_bulk import Bulk
from gui.service_cases.list_columns import ALL, CLOSED, OPEN, SPARED, TICK, UNKEYED, case_columns, case_tabs
from gui.service_cases.list_filters import FilterBar, NamedFilters
from gui.service_cases.list_foot import ListFoot
from gui.service_cases.list_side import CaseSide
from gui.service_cases.questions import FormPanel, ask_form
from gui.service_cases.reconcile import ReconcilePanel
from gui.theme import follow_theme, theme
from services import Services
from services.saved_filters import KeptFilters, NamedFilter
from services.service_cases import CaseListRow, CasePage, CaseQuery
from system.errors import Refusal

PAGE = 60
# A window of this width (at 100 %) has room for the case beside the list.
SIDE_FROM = 1600
_BATCHES = (1240, 620)
_UNKEYED = "这些件还没有系统受理号。在系统里录入后，按 Ctrl+D 拿导出的名单来对账，受理号一次写回"
_NAME = (FieldSpec(code="name", label="给这个筛选起个名", required=True, hint="比如：我的光荣牌、王静的补正"),)


@dataclass(frozen=True)
class _Came:
    """What one look at the store gave."""

    page: CasePage
    counts: Mapping[str, int]


@dataclass(frozen=True)
class _Start:
    """What is asked for once: the operator's filters, and what the selects offer."""

    kept: KeptFilters
    kinds: tuple[tuple[str, str], ...]
    handlers: tuple[tuple[str, str], ...]


class CaseListView(QWidget):
    """The view. `case_opened(id)`; `action_wanted(id, action)`: open it with that step begun."""

    case_opened = Signal(int)
    action_wanted = Signal(int, str)
    navigate_requested = Signal(object)

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._tab = OPEN
        self._named: tuple[NamedFilter, ...] = ()
        self._started = False
        self._jobs: tuple[jobs.Job, ...] = ()
        self._named_counts: Mapping[str, int] = {}
        self._page: CasePage | None = None
        self._shown: object = None
        self.ticked: dict[int, CaseListRow] = {}
        self._painted_ticks: frozenset[int] = frozenset()
        self.tabs = Tabs(name="办件列表", look="filled")
        self.tab_select = Select((), name="办件列表")
        self.named = NamedFilters()
        self.filters = FilterBar(services.clock.today)
        self.empty = EmptyState(
            "clipboard_task", "没有在办的件", "来访登记时立的办事件会列在这里", "登记来访", key="F2"
        )
        columns = case_columns(services.clock.today, lambda case_id: case_id in self.ticked)
        self.table = Table(columns, name="办件", empty=self.empty)
        self.foot = ListFoot(services.actor.permissions)
        self.unkeyed = Banner(_UNKEYED, "blue", button="和系统名单对账")
        self.side = CaseSide(services)
        self.bulk = Bulk(self, services, bus, printer)
        self._lay_out()
        self._connect()

    # ---- what the page calls

    def refresh(self) -> None:
        """Read the list again, as far as it was scrolled; the first time with how the operator left it."""
        if self._started:
            self._read(max(PAGE, len(self.table.rows)))
            self.side.look_again()
            return
        services = self._services

        def work() -> _Start:
            kinds = tuple((item.entry.code, item.entry.label) for item in services.service_catalogue.items())
            handlers = tuple((one.uuid, one.name) for one in services.accounts.names())
            return _Start(services.saved_filters.mine(), kinds, handlers)

        self._started = True
        jobs.run(self, work, self._on_start, self._refuse)

    def first_focus(self) -> QWidget:
        """The list, or the box where it is empty."""
        return self.table if self.table.rows else self.filters.box

    def show_tab(self, code: str) -> None:
        """Show one of the lists, narrowed by nothing."""
        self._started_with(replace(CaseQuery(), tab=code))

    def show_batch(self, batch_id: int) -> None:
        """Open the bundles at this one."""
        self._open_batches(batch_id)

    # ---- building

    def _lay_out(self) -> None:
        row = HBox(self, gap="m", margin=("xl", "m"))
        left = VBox(gap="s")
        left.addWidget(self.tabs)
        left.addWidget(self.tab_select, 0, Qt.AlignmentFlag.AlignLeft)
        self.tab_select.hide()
        left.addWidget(self.named)
        left.addWidget(self.filters)
        left.addWidget(self.unkeyed)
        self.unkeyed.hide()
        card = Card(padded=False)
        card.body.set_spaces(gap="none", margin=("none", "xs", "none", "none"))
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.foot)
        left.addWidget(card, 1)
        row.addLayout(left, 1)
        row.addWidget(self.side)
        follow_theme(self._fit)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tab)
        self.tab_select.chosen.connect(self._on_tab)
        self.named.chosen.connect(lambda one: self._started_with(one.query))
        self.filters.changed.connect(self._asked_anew)
        self.filters.entered.connect(self._on_entered)
        self.filters.keep_pressed.connect(self._on_keep)
        self.empty.pressed.connect(self._on_empty)
        self.table.opened.connect(lambda row: self.case_opened.emit(row.id))
        self.table.marked.connect(self._tick)
        self.table.clicked.connect(self._on_clicked)
        self.table.current_changed.connect(lambda row: self.side.want(row.id if row is not None else None))
        self.side.open_pressed.connect(self.case_opened)
        self.side.action_pressed.connect(self.action_wanted)
        foot = self.foot
        foot.all_box.clicked.connect(self._tick_all)
        foot.reassign_button.clicked.connect(lambda: self.bulk.reassign(tuple(self.ticked.values())))
        foot.print_button.clicked.connect(lambda: self.bulk.print(tuple(self.ticked.values())))
        foot.bundle_button.clicked.connect(lambda: self.bulk.bundle(tuple(self.ticked.values())))
        foot.batches_button.clicked.connect(lambda: self._open_batches(None))
        foot.ledger_button.clicked.connect(self._on_ledger)
        self.unkeyed.pressed.connect(self.open_reconciling)
        self.bulk.done.connect(self._untick)
        self.bulk.bundled.connect(self._open_batches)
        bind(self, "Ctrl+D").activated.connect(self.open_reconciling)
        bind(self, "Ctrl+F").activated.connect(self.filters.box.setFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        size = theme().size
        wide = self.width() >= size(SIDE_FROM) - theme().metrics.rail
        if wide and self.side.isHidden():
            self.side.look_again()
        self.side.setVisible(wide)
        room = self.width() - (self.side.width() if wide else 0)
        # Ten tabs in large letters are wider than a small window.
        fits = self.tabs.sizeHint().width() <= room - 2 * theme().space("xl")
        self.tabs.setVisible(fits)
        self.tab_select.setVisible(not fits)
        for column, least in SPARED.items():
            self.table.setColumnHidden(column, room < size(least))

    # ---- reading

    @property
    def query(self) -> CaseQuery:
        """What is asked for now."""
        return self.filters.query(CaseQuery(tab=self._tab))

    def _on_start(self, start: _Start) -> None:
        self._named = start.kept.named
        self.filters.set_choices(start.kinds, start.handlers)
        self._tab = start.kept.last.tab
        self.filters.show_query(start.kept.last)
        self._read(PAGE)

    def _started_with(self, query: CaseQuery) -> None:
        """Show these cases whatever was on show."""
        self._tab = query.tab
        self.filters.show_query(query)
        if self._started:
            self._asked_anew()
        else:
            self._services.saved_filters.remember(query)
            self.refresh()

    def _asked_anew(self) -> None:
        self.filters.look()
        self._untick()
        self._read(PAGE)
        query = self.query
        jobs.run(self, lambda: self._services.saved_filters.remember(query), lambda _none: None, self._refuse)

    def _read(self, limit: int) -> None:
        for job in self._jobs:
            job.cancel()
        query, cases = self.query, self._services.service_cases

        def work() -> _Came:
            return _Came(cases.page(query, limit=limit), cases.counts(query))

        # Counting six filters by name takes longer than the list, which needn't wait for them.
        count = self._services.saved_filters.counts
        self._jobs = (
            jobs.run(self, work, self._show, self._refuse),
            jobs.run(self, count, self._show_named, lambda _error: None),
        )

    def _more(self, deliver: Deliver) -> None:
        page, query = self._page, self.query
        after = page.next if page is not None else None

        def take(came: CasePage) -> None:
            self._page = came
            deliver(came.rows, came.next is not None)

        cases = self._services.service_cases
        jobs.run(self, lambda: cases.page(query, after=after, limit=PAGE), take, lambda _error: deliver((), False))

    # ---- showing

    def _show(self, came: _Came) -> None:
        now = (self._services.clock.today(), self.query, self._named, came)
        # Coming back to the page shows what it has; only news are worth laying out and painting everything again.
        if now == self._shown:
            return
        self._shown, self._page = now, came.page
        self._show_tabs(case_tabs(self._services.service_cases.tabs(), came.counts))
        self.unkeyed.setVisible(self._tab == UNKEYED)
        self._show_named(self._named_counts)
        self.filters.show_keeping(self._held())
        self.filters.show_order(closed=self._tab == CLOSED)
        self._show_empty()
        before = self.table.current()
        more = self._more if came.page.next is not None else None
        self.table.set_rows(came.page.rows, more, key=lambda row: row.id)
        if self.table.current() is None and came.page.rows:
            same = before is not None and self.table.select(lambda row: row.id == before.id)
            if not same:
                self.table.select(lambda _row: True)
        current = self.table.current()
        self.side.want(current.id if current is not None else None)
        for row in came.page.rows:
            if row.id in self.ticked:
                self.ticked[row.id] = row
        self._show_ticks(came.counts.get(self._tab, 0))

    def _show_named(self, counts: Mapping[str, int]) -> None:
        self._named_counts = counts
        self.named.show_filters(self._named, counts, self._held())

    def _held(self) -> str:
        """The name of the filter that is on show, "" for one that has none."""
        return next((one.name for one in self._named if one.query == self.query), "")

    def _show_tabs(self, tabs: Sequence[Tab]) -> None:
        self.tabs.set_tabs(tabs)
        self.tab_select.set_options(
            [(value, words if count is None else f"{words} {count:,}") for value, words, count, _, _ in tabs]
        )
        for chooser in (self.tabs, self.tab_select):
            chooser.set_value(self._tab)
        self._fit()

    def _show_empty(self) -> None:
        """Why there is nothing, and the one next step."""
        narrowed = self.filters.narrowed()
        if narrowed:
            self.empty.set("没有合适的件", "放宽筛选，或者换个写法再找")
        elif self._tab in (OPEN, ALL):
            self.empty.set("没有在办的件", "来访登记时立的件会列在这里")
        else:
            self.empty.set("这一类现在没有件", "换一个标签看看")
        if self.empty.button is not None:
            begins = not narrowed and self._tab in (OPEN, ALL)
            self.empty.button.set_words("登记来访" if begins else "清除筛选" if narrowed else "看未办结")

    def _show_ticks(self, total: int | None = None) -> None:
        rows = self.table.rows
        every = bool(rows) and all(row.id in self.ticked for row in rows)
        self.foot.show_ticks(len(self.ticked), every=every, total=total)
        ticked = frozenset(self.ticked)
        if ticked != self._painted_ticks:
            self._painted_ticks = ticked
            self.table.viewport().update()

    # ---- what the operator does

    def _on_tab(self, value: object) -> None:
        self._tab = str(value)
        self._asked_anew()

    def _on_entered(self) -> None:
        if len(self.table.rows) == 1:
            self.case_opened.emit(self.table.rows[0].id)
        elif self.table.rows:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_empty(self) -> None:
        if self.filters.narrowed():
            self.filters.clear()
        elif self._tab in (OPEN, ALL):
            self.navigate_requested.emit(Target(Place.VISIT, "new"))
        else:
            self.show_tab(OPEN)

    def _on_keep(self) -> None:
        """Forget the named filter that is on show, else ask for a name."""
        held = self._held()
        saved, query = self._services.saved_filters, self.query
        if held:
            jobs.run(self, lambda: saved.remove(held), self._on_kept, self._refuse)
            return
        panel = FormPanel(self._services, "存为我的筛选", _NAME)
        ask_form(self, panel, lambda values: saved.save(values["name"], query), self._on_kept)

    def _on_kept(self, kept: KeptFilters) -> None:
        self._named = kept.named
        self.refresh()

    # ---- ticks

    def _tick(self, row: CaseListRow) -> None:
        if self.ticked.pop(row.id, None) is None:
            self.ticked[row.id] = row
        self._show_ticks()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == TICK:
            self._tick(self.table.rows[index.row()])

    def _tick_all(self) -> None:
        """Tick every line that was fetched, or none."""
        rows: Sequence[CaseListRow] = self.table.rows
        every = all(row.id in self.ticked for row in rows)
        self.ticked = {} if every else {row.id: row for row in rows}
        self._show_ticks()

    def _untick(self) -> None:
        self.ticked = {}
        self._show_ticks()

    # ---- over the list

    def _open_batches(self, batch_id: int | None) -> None:
        panel = BatchesPanel(self._services, self._bus, self._printer, batch_id)
        overlay = Overlay(self.window(), panel, width=_BATCHES[0], height=_BATCHES[1])
        panel.case_opened.connect(lambda case_id: self._leave(overlay, case_id))
        overlay.open()
        panel.bundles.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_reconciling(self) -> None:
        """Our cases beside a list out of a national system."""
        panel = ReconcilePanel(self._services, self._bus)
        overlay = panel.open_over(self.window())
        panel.case_opened.connect(lambda case_id: self._leave(overlay, case_id))

    def _leave(self, overlay: Overlay, case_id: int) -> None:
        overlay.close_overlay()
        self.case_opened.emit(case_id)

    def _on_ledger(self) -> None:
        self.bulk.ledger(self.query)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self.window(), str(error))
