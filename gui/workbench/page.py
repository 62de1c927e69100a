"""工作台: five ways to begin, what is due, who waits and who came, what lies half typed, and whether all is safe."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from domain.labels import SERIES_LABELS
from domain.numbering import Series
from domain.permissions import Permission
from domain.tables import limit
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.drawer import Drawer
from gui.kit.empty_state import EmptyState
from gui.kit.fit import fit_column
from gui.kit.key_hint import KeyHint
from gui.kit.moments import day_words
from gui.kit.overlay import Overlay, tell
from gui.kit.printing import DeskPrinter
from gui.kit.rating import show_rating
from gui.kit.table import Table
from gui.kit.tile import QuickTile
from gui.kit.toast import Toasts
from gui.kit.visit_panel import show_visit
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.theme import follow_theme, theme
from gui.tokens import ChipTone
from gui.workbench import call_back_panel, case_panel
from gui.workbench.call_back_panel import CallBackPanel
from gui.workbench.case_panel import CasePanel
from gui.workbench.columns import DAY_COLUMN, NAME_COLUMN, due_columns, today_columns
from gui.workbench.day import Came, Day, read_day
from gui.workbench.drafts import DraftsLine, DraftsPanel, draft_kind
from gui.workbench.figures_bar import FiguresBar
from gui.workbench.tiles import TILES, Tile
from services import Changes, Services
from services.backups import BackupDone
from services.call_backs import CallBackRow
from services.drafts import DraftRow
from services.queue import QueueRow
from services.visits import CaseDetail, CaseRow
from system.errors import Refusal, Trouble

MINUTE_MS = 60_000
# Lengths at 100 %. On a page narrower than NARROW the lists leave out what their panels show as well; on a wide one the
# visits take their share in percent.
NARROW, TODAY_LEAST, TODAY_MOST, TODAY_SHARE, TILE_LEAST = 790, 430, 640, 34, 110
FIGURES_LEAST = 420
NAME_WIDTHS, NAME_MOST, TODAY_WIDE = (66, 98), 160, 520
DRAFTS_SIZE = (640, 420)
_OPEN_CASES = Target(Place.SERVICE_CASES, "tab", text="open")
_CASES = (Series.SERVICE, Series.PETITION, Series.ASSISTANCE)
_URGENT: dict[str, tuple[str, ChipTone]] = {"overdue": ("逾期", "red"), "soon": ("7 天内", "amber")}
_SUBJECTS = {"visit", "case", "person", "document", "draft", "backup", "station", "queue", "call_back"}


class WorkbenchPage(Page):
    """The page; refreshed when shown, and while shown whenever something it shows was saved."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(Header("工作台", day_words(services.clock.today())), parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._held = services.actor.permissions
        self.toasts = Toasts(self)
        self.tiles = [self._tile(tile) for tile in TILES]
        self.due = Table(
            due_columns(services.clock.today),
            name="待办",
            empty=EmptyState("clipboard_task", "没有待办", "登记来访时立的件、约好的回访会列在这里，办完移走"),
        )
        self.today = Table(
            today_columns(),
            name="今日来访",
            header=False,
            empty=EmptyState("people_queue", "今天还没有来访", "按 F2 登记第一位"),
        )
        self.drafts = DraftsLine()
        self.toasts.keep_clear(self.drafts)
        self.figures = FiguresBar(may_back_up=Permission.BACKUP_RUN in self._held)
        self._day: Day | None = None
        self._reading: jobs.Job | None = None
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._lay_out()
        self._connect()
        listen(self, bus, _SUBJECTS, self.refresh)

    # ---- as a page

    def open_target(self, target: Target) -> None:
        if target.what == "visit" and target.id is not None:
            self.show_visit(target.id)
        elif target.what == "case" and target.id is not None:
            self.show_case(target.id)
        elif target.what == "call_back" and target.id is not None:
            self.show_call_back(target.id)
        elif target.what == "draft" and target.text:
            self.navigate_requested.emit(Target(Place.VISIT, "draft", text=target.text))

    def first_focus(self) -> QWidget:
        now = QApplication.focusWidget()
        overlays: list[Overlay] = list(self.window().findChildren(Overlay))
        if now is not None and any(overlay.isVisible() and overlay.isAncestorOf(now) for overlay in overlays):
            return now
        return self.due if self.due.rows else self.tiles[0]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def refresh(self) -> None:
        """Read the day again, in the background."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = jobs.run(self, lambda: read_day(self._services), self._show, self._refuse)

    # ---- what others may call

    def show_visit(self, visit_id: int) -> None:
        """Open one visit at the right edge."""
        go = self.navigate_requested.emit
        show_visit(self.window(), self._services, self._printer, visit_id, bus=self._bus, on_go=go)

    def show_case(self, case_id: int) -> None:
        """Open one case, on its own page or at the right edge, and point to it in the list where it stands there."""
        self.due.select(lambda row: isinstance(row, CaseRow) and row.id == case_id)
        jobs.run(self, lambda: self._services.visits.case(case_id), self._open_case, self._refuse)

    def show_call_back(self, call_back_id: int) -> None:
        """Open one promised call at the right edge, and point to it in the list."""
        self.due.select(lambda row: isinstance(row, CallBackRow) and row.id == call_back_id)
        farthest = self._services.clock.today() + dt.timedelta(days=limit("call_back_days"))

        def found(rows: tuple[CallBackRow, ...]) -> None:
            row = next((row for row in rows if row.id == call_back_id), None)
            if row is None:
                tell(self.window(), "这次回访已经办过了", "结果记在来访的经过里。")
            else:
                self._open_call_back(row)

        jobs.run(self, lambda: self._services.call_backs.due(until=farthest), found, self._refuse)

    def back_up(self) -> None:
        """Make a backup now; the button counts the percent."""
        self.figures.show_progress(0)
        jobs.run(
            self,
            lambda report: self._services.backups.run(progress=report),
            self._on_backed_up,
            self._on_backup_failed,
            on_progress=lambda percent: self.figures.show_progress(int(str(percent))),
        )

    # ---- building

    def _tile(self, tile: Tile) -> QuickTile:
        icon, title, words, key, target, permission = tile
        made = QuickTile(icon, title, words, key=key, filled=key == "F2")
        made.setEnabled(permission in self._held)
        made.clicked.connect(lambda: self.navigate_requested.emit(target))
        return made

    def _lay_out(self) -> None:
        column = VBox(self, gap="l", margin=("xl", "l"))
        tiles = HBox(gap="l")
        for tile in self.tiles:
            tiles.addWidget(tile, 1)
        middle = HBox(gap="l")
        middle.addWidget(self._due_card(), 1)
        self.drawer = Drawer(self._today_card(), name="今日来访", icon="people_queue")
        middle.addWidget(self.drawer)
        column.addLayout(tiles)
        column.addLayout(middle, 1)
        column.addWidget(self.figures)
        self.drafts.hide()
        self.drawer.attach(self)
        follow_theme(self._set_widths)

    def _due_card(self) -> Card:
        card = Card("待办", icon="timer", padded=False)
        self.urgent_chips = {key: card.add_chip(Chip("")) for key in _URGENT}
        self.case_chips = {series: card.add_chip(Chip("")) for series in _CASES}
        for chip in (*self.urgent_chips.values(), *self.case_chips.values()):
            chip.hide()
        card.body.set_spaces(margin=("none", "none", "none", "xs"))
        card.body.addWidget(self.due)
        self._due_head = card
        return card

    def _today_card(self) -> Card:
        card = Card("今日来访", icon="people_queue", padded=False)
        link = card.add_link("排队叫号")
        link.clicked.connect(lambda: self.navigate_requested.emit(Target(Place.QUEUE)))
        hint = KeyHint("F9")
        card.add_header(hint)
        for widget in (link, hint):
            widget.setVisible(Permission.QUEUE_USE in self._held)
        card.body.set_spaces(gap="none", margin=("none", "none", "none", "xs"))
        card.body.addWidget(self.today, 1)
        card.body.addWidget(self.drafts)
        self.queue_link, self._today_head = link, card
        return card

    def _set_widths(self) -> None:
        size = theme().size
        narrow = self.width() < size(NARROW)
        share = min(max(self.width() * TODAY_SHARE // 100, size(TODAY_LEAST)), size(TODAY_MOST))
        self._today_head.setFixedWidth(share)
        self.due.setColumnHidden(DAY_COLUMN, narrow)
        for tile in self.tiles:
            tile.setMinimumWidth(size(TILE_LEAST))
        # On a low window the list needs the room more than the figures do; the status bar tells of the backup as well.
        self.figures.setVisible(self.height() >= size(FIGURES_LEAST))
        self._fit_today()

    def _fit_today(self) -> None:
        """A long name may take more where the card is wide."""
        least, most = NAME_WIDTHS
        wide = self._today_head.width() >= theme().size(TODAY_WIDE)
        fit_column(self.today, NAME_COLUMN, least=least, most=NAME_MOST if wide else most)

    def _connect(self) -> None:
        self.due.opened.connect(self._open_due)
        self.today.opened.connect(self._open_today)
        self.today.marked.connect(self._rate)
        self.drafts.continued.connect(self._continue)
        self.drafts.thrown_away.connect(self._throw_away)
        self.drafts.all_requested.connect(self._show_drafts)
        self.figures.backup_requested.connect(self.back_up)
        self.figures.series_pressed.connect(lambda _series: self.navigate_requested.emit(_OPEN_CASES))
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()

    # ---- showing

    def _show(self, day: Day) -> None:
        self._day = day
        self.set_header(Header("工作台", day_words(day.now.date())))
        _fill(self.due, day.due)
        _fill(self.today, day.today)
        self._fit_today()
        if self.due.hasFocus() and self.due.current() is None:
            self.due.select(lambda _row: True)
        self._show_heads(day)
        self.drafts.show_drafts(day.drafts, day.now)
        self.figures.show_figures(day.figures, day.waits)
        self.figures.show_backup(day.backup, day.place)

    def _show_heads(self, day: Day) -> None:
        urgent = day.urgent()
        for key, chip in self.urgent_chips.items():
            words, tone = _URGENT[key]
            chip.set(f"{words} {urgent[key]}", tone)
            chip.setVisible(urgent[key] > 0)
        for series, chip in self.case_chips.items():
            count = day.figures.open_cases.get(series, 0)
            chip.set(f"{SERIES_LABELS[series]} {count}")
            chip.setVisible(count > 0)
        total = sum(day.figures.open_cases.values())
        cut = total > len(day.cases)
        self._due_head.set_note(f"共 {total} 件，先列最急的 {len(day.cases)} 件" if cut else "")
        waiting = day.waits.waiting if day.waits is not None else 0
        parts = (f"已登记 {len(day.visits)}" if day.visits else "", f"等候 {waiting}" if waiting else "")
        self._today_head.set_note(" · ".join(filter(None, parts)))
        self.drawer.mark(f"等候 {waiting} 位" if waiting else "")

    def _open_due(self, row: CallBackRow | CaseRow) -> None:
        if isinstance(row, CallBackRow):
            self._open_call_back(row)
        else:
            self.show_case(row.id)

    def _open_today(self, row: QueueRow | Came) -> None:
        if isinstance(row, QueueRow):
            self.navigate_requested.emit(Target(Place.QUEUE, "slip", id=row.id))
        else:
            self.show_visit(row.id)

    def _rate(self, row: QueueRow | Came) -> None:
        """Space: the visitor says how it was, on leaving or later."""
        if isinstance(row, Came):
            show_rating(self.window(), self._services, self._bus, row.id)

    def _open_call_back(self, row: CallBackRow) -> None:
        panel = CallBackPanel(self._services, row)
        overlay = Overlay(self.window(), panel, width=call_back_panel.WIDTH, align="right")
        panel.person_pressed.connect(self._closing(overlay, self._go_to_person))
        panel.visit_pressed.connect(self._closing(overlay, self.show_visit))
        panel.settled.connect(lambda _changes, _words: overlay.close_overlay())
        panel.settled.connect(partial(self._on_settled, row))
        overlay.open()
        panel.result.setFocus()

    def _open_case(self, detail: CaseDetail) -> None:
        if detail.row.series == Series.SERVICE:
            self.navigate_requested.emit(Target(Place.SERVICE_CASES, "case", id=detail.row.id))
            return
        panel = CasePanel(self._services, detail)
        overlay = Overlay(self.window(), panel, width=case_panel.WIDTH, align="right")
        panel.person_pressed.connect(self._closing(overlay, self._go_to_person))
        panel.visit_opened.connect(self._closing(overlay, self.show_visit))
        panel.visit_requested.connect(self._closing(overlay, self._begin_visit))
        overlay.open()

    def _show_drafts(self) -> None:
        if self._day is None:
            return
        panel = DraftsPanel(self._day.drafts, self._day.now)
        overlay = Overlay(self.window(), panel, width=DRAFTS_SIZE[0], height=DRAFTS_SIZE[1])
        panel.continued.connect(lambda _row: overlay.close_overlay())
        panel.continued.connect(self._continue)
        panel.thrown_away.connect(self._throw_away)
        overlay.open()

    # ---- acting

    @staticmethod
    def _closing(overlay: Overlay, then: Callable[[int], None]) -> Callable[[int], None]:
        """First close the panel, then go on."""

        def act(value: int) -> None:
            overlay.close_overlay()
            then(value)

        return act

    def _go_to_person(self, person_id: int) -> None:
        self.navigate_requested.emit(Target(Place.PEOPLE, "person", id=person_id))

    def _begin_visit(self, person_id: int) -> None:
        self.navigate_requested.emit(Target(Place.VISIT, "person", id=person_id))

    def _on_settled(self, row: CallBackRow, changes: Changes, words: str) -> None:
        self._bus.tell(changes)
        put_off = changes.id != row.id
        undo = None if put_off else partial(self._ring_again, row.id)
        self.toasts.show(words, row.why, action="" if put_off else "撤销", on_action=undo)

    def _ring_again(self, call_back_id: int) -> None:
        jobs.run(self, lambda: self._services.call_backs.reopen(call_back_id), self._bus.tell, self._refuse)

    def _on_minute(self) -> None:
        """Who waits, waits a minute longer."""
        if self.isVisible():
            self.refresh()

    def _continue(self, row: DraftRow) -> None:
        self.navigate_requested.emit(Target(Place.VISIT, "draft", text=row.uuid))

    def _throw_away(self, row: DraftRow) -> None:
        drafts = self._services.drafts

        def told(_nothing: object) -> None:
            self._bus.tell(Changes(frozenset({"draft"})))

        def gone(nothing: object) -> None:
            told(nothing)
            self.toasts.show("草稿已丢弃", row.title or draft_kind(row), action="撤销", on_action=back)

        def back() -> None:
            jobs.run(self, lambda: drafts.restore(row.uuid), told, self._refuse)

        jobs.run(self, lambda: drafts.discard(row.uuid), gone, self._refuse)

    def _on_backed_up(self, done: BackupDone) -> None:
        self.figures.show_progress(None)
        self._bus.tell(Changes(frozenset({"backup"})))
        where = f"另存在 {done.second}" if done.second is not None else "存在本机的数据文件夹里"
        self.toasts.show("备份已做好，核对无误", where, icon="shield_checkmark")

    def _on_backup_failed(self, error: Exception) -> None:
        self.figures.show_progress(None)
        # A copy may be there even if the second place failed.
        self._bus.tell(Changes(frozenset({"backup"})))
        self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self.window(), error.message, error.advice if isinstance(error, Trouble) else "")


def _fill(table: Table, rows: Sequence[object]) -> None:
    """Show other rows; the current one stays current though its minutes have changed."""
    held = table.current()
    table.set_rows(rows)
    if held is not None and table.current() is None:
        table.select(lambda row: type(row) is type(held) and row.id == held.id)
