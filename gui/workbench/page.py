"""工作台: five ways to begin, what is open, who came today, what was left half typed, and whether the data is safe."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from domain.labels import SERIES_LABELS
from domain.numbering import Series
from domain.permissions import Permission
from domain.vocabulary import MatterKind
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.empty_state import EmptyState
from gui.kit.moments import day_words
from gui.kit.overlay import Overlay, tell
from gui.kit.printing import DeskPrinter
from gui.kit.table import Table
from gui.kit.tile import QuickTile
from gui.kit.toast import Toasts
from gui.kit.visit_panel import show_visit
from gui.navigation import Place, Target
from gui.page import Header, Page
from gui.theme import follow_theme, theme
from gui.workbench import case_panel
from gui.workbench.case_panel import CasePanel
from gui.workbench.columns import case_columns, visit_columns
from gui.workbench.drafts import DraftsLine, DraftsPanel, draft_kind
from gui.workbench.figures_bar import FiguresBar
from services import Changes, Services
from services.backups import BackupDone, BackupState
from services.drafts import DraftRow
from services.visits import CaseDetail, CaseRow, Figures, VisitRow
from system.errors import Refusal, Trouble

CASES_SHOWN = 100
# Lengths at 100 %. On a page narrower than NARROW the lists leave out what their panels show as well.
NARROW, NARROWEST, VISITS_WIDTH, VISITS_NARROW, TILE_LEAST = 1090, 920, 430, 380, 110
_OPENED_COLUMN = 3
DRAFTS_SIZE = (640, 420)

_Tile = tuple[str, str, str, str, Target, Permission]
_TILES: tuple[_Tile, ...] = (
    ("person_add", "来访登记", "登记新来访，打印回执", "F2", Target(Place.VISIT, "new"), Permission.VISIT_REGISTER),
    (
        "mail_inbox",
        "信访诉求",
        "登记信访与权益诉求",
        "F3",
        Target(Place.VISIT, "kind", text=MatterKind.PETITION),
        Permission.VISIT_REGISTER,
    ),
    (
        "hand_open_heart",
        "帮扶申请",
        "困难帮扶援助申请",
        "F4",
        Target(Place.VISIT, "kind", text=MatterKind.ASSISTANCE),
        Permission.VISIT_REGISTER,
    ),
    ("person_search", "查询档案", "查人、查往来记录", "F5", Target(Place.PEOPLE, "find"), Permission.PERSON_READ),
    ("barcode_scanner", "扫码办理", "扫回执看办理进度", "F6", Target(Place.WORKBENCH, "scan"), Permission.VISIT_READ),
)


@dataclass(frozen=True)
class Day:
    """All that the page shows, read in one job."""

    figures: Figures
    cases: tuple[CaseRow, ...]
    visits: tuple[VisitRow, ...]
    drafts: tuple[DraftRow, ...]
    backup: BackupState
    place: str
    now: dt.datetime


def read_day(services: Services) -> Day:
    """Read the page's data; no write, no transaction held between the reads."""
    return Day(
        figures=services.visits.figures(),
        cases=services.visits.open_cases(limit=CASES_SHOWN),
        visits=services.visits.today(),
        drafts=services.drafts.mine(),
        backup=services.backups.state(),
        place=str(services.backups.place() or ""),
        now=services.clock.now(),
    )


class WorkbenchPage(Page):
    """The page; refreshed when shown, and while shown whenever something it shows was saved."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(Header("工作台", day_words(services.clock.today())), parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._held = services.actor.permissions
        self.toasts = Toasts(self)
        self.tiles = [self._tile(tile) for tile in _TILES]
        self.cases = Table(
            case_columns(services.clock.today),
            name="在办件",
            empty=EmptyState("clipboard_task", "没有在办的件", "登记来访时立的件会列在这里，办结后移走"),
        )
        self.visits = Table(
            visit_columns(),
            name="今日来访",
            header=False,
            empty=EmptyState("people_queue", "今天还没有来访", "按 F2 登记第一位"),
        )
        self.drafts = DraftsLine()
        self.figures = FiguresBar(may_back_up=Permission.BACKUP_RUN in self._held)
        self._day: Day | None = None
        self._reading: jobs.Job | None = None
        self._lay_out()
        self._connect()
        listen(self, bus, {"visit", "case", "person", "document", "draft", "backup", "station"}, self.refresh)

    # ---- as a page

    def open_target(self, target: Target) -> None:
        if target.what == "visit" and target.id is not None:
            self.show_visit(target.id)
        elif target.what == "case" and target.id is not None:
            self.show_case(target.id)
        elif target.what == "draft" and target.text:
            self.navigate_requested.emit(Target(Place.VISIT, "draft", text=target.text))

    def first_focus(self) -> QWidget:
        now = QApplication.focusWidget()
        overlays: list[Overlay] = list(self.window().findChildren(Overlay))
        if now is not None and any(overlay.isVisible() and overlay.isAncestorOf(now) for overlay in overlays):
            return now
        return self.cases if self.cases.rows else self.tiles[0]

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
        show_visit(self.window(), self._services, self._printer, visit_id, on_person=self._go_to_person)

    def show_case(self, case_id: int) -> None:
        """Open one case at the right edge, and point to it in the list where it stands there."""
        self.cases.select(lambda row: row.id == case_id)
        jobs.run(self, lambda: self._services.visits.case(case_id), self._open_case, self._refuse)

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

    def _tile(self, tile: _Tile) -> QuickTile:
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
        middle.addWidget(self._cases_card(), 1)
        middle.addWidget(self._visits_card())
        column.addLayout(tiles)
        column.addLayout(middle, 1)
        column.addWidget(self.figures)
        self.drafts.hide()

    def _cases_card(self) -> Card:
        card = Card("在办件", icon="timer", padded=False)
        self.case_chips = {series: card.add_chip(Chip("")) for series in Series if series is not Series.VISIT}
        for chip in self.case_chips.values():
            chip.hide()
        card.body.set_spaces(margin=("none", "none", "none", "xs"))
        card.body.addWidget(self.cases)
        self._cases_head = card
        return card

    def _visits_card(self) -> Card:
        card = Card("今日来访", icon="people_queue", padded=False)
        card.body.set_spaces(gap="none", margin=("none", "none", "none", "xs"))
        card.body.addWidget(self.visits, 1)
        card.body.addWidget(self.drafts)
        self._visits_head = card
        follow_theme(self._set_widths)
        return card

    def _set_widths(self) -> None:
        size = theme().size
        narrow = self.width() < size(NARROW)
        self._visits_head.setFixedWidth(size(VISITS_NARROW if narrow else VISITS_WIDTH))
        self.cases.setColumnHidden(_OPENED_COLUMN, narrow)
        self.figures.set_narrow(self.width() < size(NARROWEST))
        for tile in self.tiles:
            tile.setMinimumWidth(size(TILE_LEAST))

    def _connect(self) -> None:
        self.cases.opened.connect(lambda row: self.show_case(row.id))
        self.visits.opened.connect(lambda row: self.show_visit(row.id))
        self.drafts.continued.connect(self._continue)
        self.drafts.thrown_away.connect(self._throw_away)
        self.drafts.all_requested.connect(self._show_drafts)
        self.figures.backup_requested.connect(self.back_up)

    # ---- showing

    def _show(self, day: Day) -> None:
        self._day = day
        self.set_header(Header("工作台", day_words(day.now.date())))
        self.cases.set_rows(day.cases)
        self.visits.set_rows(day.visits)
        if self.cases.hasFocus() and self.cases.current() is None:
            self.cases.select(lambda _row: True)
        for series, chip in self.case_chips.items():
            count = day.figures.open_cases.get(series, 0)
            chip.set(f"{SERIES_LABELS[series]} {count}")
            chip.setVisible(count > 0)
        total = sum(day.figures.open_cases.values())
        self._cases_head.set_note(f"共 {total} 件，先列最早的 {len(day.cases)} 件" if total > len(day.cases) else "")
        self._visits_head.set_note(f"已登记 {len(day.visits)}" if day.visits else "")
        self.drafts.show_drafts(day.drafts, day.now)
        self.figures.show_figures(day.figures)
        self.figures.show_backup(day.backup, day.place)

    def _open_case(self, detail: CaseDetail) -> None:
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
