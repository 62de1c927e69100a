"""打印中心: a day's sheets, how each came out, and printing one again."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from domain.dates import short_date, weekday_words
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, IconButton
from gui.kit.card import Card
from gui.kit.drawer import Drawer
from gui.kit.empty_state import EmptyState
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.moments import day_words
from gui.kit.overlay import ask, tell
from gui.kit.press import bind
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.table import Table
from gui.kit.tabs import Tabs
from gui.navigation import Target
from gui.page import Header, Page
from gui.print_center.columns import paper_columns
from gui.print_center.day import ALL, MOST, day_step, fitting, in_order, tabs_of, tally
from gui.print_center.side import SheetCard, TallyCard
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.documents import PaperRow, SheetState
from system.errors import Refusal

_TITLE = "打印中心"
# A page narrower than this (at 100 %) leaves out the columns that the chosen sheet's card shows as well.
_NARROW = 790
_SAID_BESIDE = (5, 6)
_NONE = "先选一张"
# Why a sheet in this state can't be called good, or spoiled.
_NOT_GOOD = {
    SheetState.GOOD: "已经是完好",
    SheetState.FAILED: "没有打印出来，请先重新打印",
    SheetState.VOID: "已经作废",
}
_NOT_SPOILED = {SheetState.SPOILED: "已经记为损坏", SheetState.VOID: "已经作废"}


class PrintCenterPage(Page):
    """The page. It shows one day; the sheets nobody has called good or bad stand first."""

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        self._day = services.clock.today()
        super().__init__(Header(_TITLE, day_words(self._day)), parent)
        self._services, self._bus, self._printer = services, bus, printer
        self._rows: list[PaperRow] = []
        self._wanted: int | None = None
        self._reading: jobs.Job | None = None
        self.tabs = Tabs(name="状态", look="filled")
        self.filter = LineEdit("编号、姓氏、校验码", name="筛选文书", icon="search", clear=True, enter="emit")
        self.empty = EmptyState("print", "这一天没有出过文书")
        self.table = Table(paper_columns(), name="文书", empty=self.empty)
        self.good_button = Button("确认完好", key="空格")
        self.spoiled_button = Button("损坏", "danger")
        self.count = Label("", "label", "t2")
        self.earlier = IconButton("chevron_left", "前一天", size="bar", frame=True, shortcut="Alt+Left")
        self.later = IconButton("chevron_right", "后一天", size="bar", frame=True, shortcut="Alt+Right")
        self.day_button = Button("今天", size="bar", name="回到今天")
        self.tally = TallyCard()
        self.sheet = SheetCard(services)
        self._lay_out()
        self._connect()
        listen(self, bus, {"document", "visit"}, self.refresh)

    # ---- as a page

    def open_target(self, target: Target) -> None:
        if target.what == "document" and target.id is not None:
            self.show_document(target.id)

    def first_focus(self) -> QWidget:
        return self.table

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: object) -> None:
        self._apply()

    def refresh(self) -> None:
        """Read the day again, in the background."""
        if self._reading is not None:
            self._reading.cancel()
        day = self._day
        self._reading = jobs.run(
            self, lambda: self._services.documents.issued(day, limit=MOST), self._on_rows, self._refuse
        )

    # ---- what others may call

    def show_document(self, document_id: int) -> None:
        """Go to the day of a sheet and make it the current one."""
        jobs.run(self, lambda: self._services.documents.one(document_id), self._go_to, self._refuse)

    def show_day(self, day: dt.date) -> None:
        """Show another day, today at the latest."""
        self._day = min(day, self._services.clock.today())
        self.set_header(Header(_TITLE, day_words(self._day)))
        self.refresh()

    # ---- building

    def _lay_out(self) -> None:
        column = VBox(self, gap="s", margin=("xl", "m"))
        top = HBox(gap="s")
        top.addWidget(self.tabs, 1)
        for widget in (self.earlier, self.day_button, self.later):
            top.addWidget(widget)
        middle = HBox(gap="m")
        middle.addWidget(self._list_card(), 1)
        self._side = QWidget()
        side = VBox(self._side, gap="m")
        side.addWidget(self.tally)
        side.addWidget(self.sheet, 1)
        self.drawer = Drawer(self._side, name="清点和补印", icon="print")
        self.drawer.attach(self)
        middle.addWidget(self.drawer)
        column.addLayout(top)
        column.addLayout(middle, 1)
        follow_theme(self._apply)

    def _list_card(self) -> Card:
        card = Card(padded=False)
        card.body.set_spaces(gap="none")
        top = HBox(margin=("l", "s"))
        top.addWidget(self.filter)
        card.body.addLayout(top)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(Line())
        foot = HBox(gap="s", margin=("l", "s"))
        foot.addWidget(self.good_button)
        foot.addWidget(self.spoiled_button)
        foot.addStretch(1)
        foot.addWidget(self.count)
        self._hints = QWidget()
        hints = HBox(self._hints, gap="s")
        for keys, words in (("↑↓", "选择"), ("Enter", "看原样")):
            hints.addWidget(KeyHint(keys))
            hints.addWidget(Label(words, "label", "t2"))
        foot.addWidget(self._hints)
        card.body.addLayout(foot)
        return card

    def _apply(self) -> None:
        narrow = self.width() < theme().size(_NARROW)
        for column in _SAID_BESIDE:
            self.table.setColumnHidden(column, narrow)
        self._hints.setVisible(not narrow)
        self._side.setFixedWidth(theme().metrics.side_column)

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _value: self._show())
        self.filter.textChanged.connect(lambda _text: self._show())
        self.filter.entered.connect(lambda: self.table.setFocus(Qt.FocusReason.TabFocusReason))
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self._preview)
        self.table.marked.connect(self._on_marked)
        self.good_button.clicked.connect(lambda: self._mark(self.sheet.row, SheetState.GOOD))
        self.spoiled_button.clicked.connect(self._on_spoiled)
        self.earlier.clicked.connect(lambda: self._step(-1))
        self.later.clicked.connect(lambda: self._step(1))
        self.day_button.clicked.connect(lambda: self.show_day(self._services.clock.today()))
        self.sheet.preview_pressed.connect(lambda: self._preview(self.sheet.row))
        bind(self, "Ctrl+P").activated.connect(self._on_print_key)
        self.sheet.print_pressed.connect(self._print)
        self.sheet.reprint_pressed.connect(self._reprint)

    # ---- showing

    def _on_rows(self, rows: tuple[PaperRow, ...]) -> None:
        self._rows = in_order(rows)
        self.tabs.set_tabs(tabs_of(self._rows))
        self.tally.show_tally(tally(self._rows))
        today = self._services.clock.today()
        self.later.setEnabled(self._day < today)
        short = f"{short_date(self._day, today)} {weekday_words(self._day)}"
        self.day_button.set_words("今天" if self._day == today else short)
        self._show()

    def _show(self) -> None:
        rows = fitting(self._rows, self.tabs.value(), self.filter.text())
        if self.filter.text().strip():
            self.empty.set("没有合适的文书", "换个写法，或清空筛选")
        elif self.tabs.value() != ALL:
            self.empty.set("这一类没有文书")
        else:
            self.empty.set("这一天没有出过文书", "登记来访后，回执会列在这里")
        held = self._wanted if self._wanted is not None else (self.sheet.row.id if self.sheet.row else None)
        self.table.set_rows(rows)
        found = held is not None and self.table.select(lambda row: row.id == held)
        if found:
            self._wanted = None
        elif rows:
            self.table.select(lambda _row: True)
        self._on_current(self.table.current())
        most = f"，只列最新 {MOST} 张" if len(self._rows) == MOST else ""
        self.count.setText(f"共 {len(rows)} 张{most}，待确认排最前" if rows else "")

    def _on_current(self, row: object) -> None:
        shown = row if isinstance(row, PaperRow) else None
        self.sheet.show_row(shown)
        self.good_button.set_blocked(_NOT_GOOD.get(shown.state, "") if shown is not None else _NONE)
        self.spoiled_button.set_blocked(_NOT_SPOILED.get(shown.state, "") if shown is not None else _NONE)

    def _go_to(self, row: PaperRow) -> None:
        self._wanted = row.id
        self.filter.setText("")
        self.tabs.set_tabs(tabs_of(self._rows))
        self.tabs.set_value(ALL)
        self.show_day(row.issued_at.date())

    def _step(self, days: int) -> None:
        self.show_day(day_step(self._day, days, self._services.clock.today()))

    # ---- acting

    def _preview(self, row: object) -> None:
        if isinstance(row, PaperRow):
            show_preview(self.window(), self._services, self._printer, row.id)

    def _on_marked(self, row: object) -> None:
        """Space: the sheet is good. Only where nobody has said anything yet, so that a slip changes nothing."""
        if isinstance(row, PaperRow) and row.state is SheetState.PENDING:
            self._mark(row, SheetState.GOOD)

    def _on_spoiled(self) -> None:
        row = self.sheet.row
        if row is None:
            return
        ask(
            self.window(),
            f"{row.title} {row.number} 记为损坏？",
            "损坏的纸请收回，当日清点要对得上。要再出一张，用“补印”。",
            action="记为损坏",
            reason="怎么坏的",
            on_yes=lambda reason: self._mark(row, SheetState.SPOILED, reason),
        )

    def _mark(self, row: PaperRow | None, state: SheetState, note: str = "") -> None:
        if row is not None:
            jobs.run(self, lambda: self._services.documents.mark(row.id, state, note), self._tell, self._refuse)

    def _print(self) -> None:
        if self.sheet.row is not None:
            self.sheet.set_busy("正在送打印机…")
            self._printer.print_document(self, self.sheet.row.id, self._on_printed)

    def _on_print_key(self) -> None:
        # Where a reason is lacking, the card says so: it has to be seen.
        self.drawer.pull_out()
        self.sheet.print_button.click()

    def _reprint(self, reason: str) -> None:
        if self.sheet.row is not None:
            self.sheet.set_busy("正在送打印机…")
            self._printer.reprint(self, self.sheet.row.id, reason, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        self.sheet.set_busy("")
        self.refresh()
        words = result.told("接通后再按 Ctrl+Enter") or f"已送打印机“{result.printer}”，出来后请确认纸张"
        self.sheet.say(words, ok=result.ok)

    def _tell(self, changes: Changes) -> None:
        self._bus.tell(changes)
        if not self.isVisible():
            self.refresh()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self.window(), str(error))
