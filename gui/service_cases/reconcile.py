"""和系统名单对账: a list out of a national system beside our cases; which numbers to write back a person ticks.

Reading changes nothing. What is ticked is written in one go, and each row then says what became of it.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from domain.permissions import Permission
from domain.tables import limit
from gui import jobs
from gui.bus import Bus
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.empty_state import EmptyState
from gui.kit.label import ElidedLabel, Label
from gui.kit.overlay import Overlay, Panel, tell
from gui.kit.progress_bar import ProgressBar
from gui.kit.row_table import Cell, Column, TickMark
from gui.kit.select import Select
from gui.kit.setup.choose_path import ask_open_path
from gui.kit.table import Table
from gui.kit.tabs import Tabs
from gui.service_cases.reconcile_rows import ALL, WRITE, Compared, compared_rows, kind_tabs, written_rows
from gui.theme import theme
from services import Services
from services.hand_off import Reconciliation, Written
from system.errors import Invalid, Refusal, Trouble

SIZE = (1180, 640)
LISTS = "名单文件 (*.xlsx *.xls *.csv);;所有文件 (*)"
_TICK, _STATE = 0, 4
# A panel narrower than this (at 100 %) does without their state: the sentence needs the room.
_STATE_FROM = 1000
_START = "把系统里导出的名单拖到这里"
_DROP = "松开鼠标就开始读"
_NEEDED = "要有受理号和姓名两列，最好还有证件号。读的时候什么都不改，写回哪些由你勾选"


class ReconcilePanel(Panel):
    """The panel. `case_opened(id)` by Enter on a row that has a case."""

    case_opened = Signal(int)

    def __init__(self, services: Services, bus: Bus) -> None:
        super().__init__("和系统名单对账")
        self._services, self._bus = services, bus
        self._may_write = Permission.CASE_HANDLE in services.actor.permissions
        self._path: Path | None = None
        self._job: jobs.Job | None = None
        self._writing = False
        self.rows: tuple[Compared, ...] = ()
        self.ticked: set[int] = set()
        self.site = Select((("", "所有系统"),), name="哪个系统的名单", value="")
        self.file = ElidedLabel("", "label", "t2")
        self.trouble = Banner("", "red")
        self.start = EmptyState("folder_open", _START, _NEEDED)
        self.words = Label("", "strong")
        self.bar = ProgressBar("已对")
        self.told = Label("", "strong", wrap=True)
        self.tabs = Tabs(name="对账结果", look="filled")
        self.table = Table(
            self._columns(), name="对账结果", empty=EmptyState("checkmark_circle", "名单里没有内容，本站也没有要对的件")
        )
        # A sentence may be longer than its column, and the keyboard has no tooltip.
        self.detail = Label("", "body", "t2", wrap=True)
        self.choose = Button("选名单文件", icon="folder_open", shortcut="Alt+F")
        self.all_button = Button("全勾 / 全不勾", shortcut="Alt+A")
        self.stop_button = Button("停下", icon="dismiss", shortcut="Alt+S")
        self.close_button = Button("关闭", key="Esc")
        self.write = Button("写回", "primary", shortcut="Ctrl+Enter")
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self._show(self._start_part)
        jobs.run(self, services.hand_off.sites, self._show_sites, self._refuse)

    def open_over(self, host: QWidget) -> Overlay:
        """Open it over the window."""
        overlay = Overlay(host, self, width=SIZE[0], height=SIZE[1])
        overlay.closed.connect(self._stop)
        overlay.open()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        return overlay

    def take_file(self, path: Path) -> None:
        """Read this list, and compare it; not while numbers are being written."""
        if self._writing:
            return
        self._stop()
        self._path = path
        self.trouble.hide()
        self.file.setText(path.name)
        self.words.setText("正在读名单")
        self.bar.set_percent(0)
        self._show(self._reading_part)
        hand_off, site = self._services.hand_off, str(self.site.value() or "")
        self._job = jobs.run(
            self,
            lambda report: hand_off.compare_file(path, site, progress=report),
            self._on_found,
            self._on_unread,
            on_progress=self._on_progress,
        )

    # ---- building

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("选", self._tick_mark, width=52),
            Column("行", lambda row: str(row.line or "—"), width=60),
            Column("系统受理号", lambda row: Cell(row.official_number), width=170),
            Column("姓名", lambda row: Cell(row.person, bold=True), width=88),
            Column("系统里的状态", lambda row: Cell(row.their_state, tone="t2"), width=116),
            Column("本站办件", lambda row: Cell(row.case_number), width=166),
            Column("对出来的结果", lambda row: Cell(row.sentence, tone=row.tone)),
        )

    def _lay_out(self) -> None:
        head = HBox(gap="m")
        head.addWidget(self.site)
        head.addWidget(self.file, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.stack, 1)
        self.trouble.hide()
        self._start_part, self._reading_part, self._found_part = QWidget(), QWidget(), QWidget()
        VBox(self._start_part).addWidget(self.start)
        column = VBox(self._reading_part, gap="m", margin="xl")
        column.addStretch(1)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addStretch(1)
        column = VBox(self._found_part, gap="s")
        column.addWidget(self.told)
        column.addWidget(self.tabs)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        for part in (self._start_part, self._reading_part, self._found_part):
            self.stack.addWidget(part)
        self.add_foot(self.choose)
        self.add_foot(self.all_button)
        self.foot.addStretch(1)
        for button in (self.stop_button, self.close_button, self.write):
            self.add_foot(button)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.all_button.clicked.connect(self._tick_all)
        self.stop_button.clicked.connect(self._on_stop)
        self.close_button.clicked.connect(self.dismissed)
        self.write.clicked.connect(self._write)
        self.site.chosen.connect(lambda _site: self._again())
        self.tabs.chosen.connect(lambda _kind: self._fill())
        self.table.marked.connect(self._tick)
        self.table.clicked.connect(self._on_clicked)
        self.table.opened.connect(self._on_opened)
        self.table.current_changed.connect(self._on_current)

    def _show_sites(self, sites: tuple[str, ...]) -> None:
        self.site.set_options((("", "所有系统"), *((site, site) for site in sites)))
        self.site.set_value("")

    def _show(self, part: QWidget) -> None:
        self.stack.setCurrentWidget(part)
        found = part is self._found_part
        self.stop_button.setVisible(part is self._reading_part)
        self.write.setVisible(found and self._may_write)
        self.all_button.setVisible(found and self._may_write)
        self.site.setEnabled(part is not self._reading_part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(_STATE, self.width() < theme().size(_STATE_FROM))

    # ---- reading

    def _choose(self) -> None:
        path = ask_open_path(self.window(), "选择系统导出的名单", "", LISTS)
        if path is not None:
            self.take_file(path)

    def _again(self) -> None:
        if self._path is not None:
            self.take_file(self._path)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_stop(self) -> None:
        self._stop()
        self._path = None
        self.file.setText("")
        self._show(self._start_part)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_progress(self, percent: object) -> None:
        self.words.setText(f"正在一行一行地对，{percent}%")
        self.bar.set_percent(int(str(percent)))

    def _on_found(self, found: Reconciliation) -> None:
        self.rows = compared_rows(found)
        ready = [row for row in self.rows if row.kind == WRITE]
        self.ticked = {row.case_id for row in ready[: limit("cases_at_once")] if row.case_id is not None}
        self.tabs.set_tabs(kind_tabs(self.rows))
        self.tabs.set_value(ALL)
        self.told.setText(_found_words(self.rows))
        self._show(self._found_part)
        self._fill()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_unread(self, error: Exception) -> None:
        self._path = None
        self.file.setText("")
        self._show(self._start_part)
        self._refuse(error)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- ticks

    def _tick_mark(self, row: Compared) -> TickMark | Cell:
        tickable = row.kind == WRITE and self._may_write
        return TickMark(row.case_id in self.ticked) if tickable else Cell("")

    def _tick(self, row: Compared) -> None:
        if row.kind == WRITE and row.case_id is not None and self._may_write and not self._writing:
            self.ticked ^= {row.case_id}
            self._show_ticks()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == _TICK:
            self._tick(self.table.rows[index.row()])

    def _tick_all(self) -> None:
        """All that can be written, as many as go at once; or none."""
        ready = [row.case_id for row in self.rows if row.kind == WRITE and row.case_id is not None]
        self.ticked = set() if self.ticked else set(ready[: limit("cases_at_once")])
        self._show_ticks()

    def _show_ticks(self) -> None:
        count, most = len(self.ticked), limit("cases_at_once")
        self.write.set_words(f"写回 {count} 个受理号" if count else "写回")
        why = "" if count else "先按空格勾选要写回的行"
        self.write.set_blocked(f"一次最多写回 {most} 个，请少勾几个" if count > most else why)
        self.all_button.set_blocked("" if any(row.kind == WRITE for row in self.rows) else "没有可以写回的行")
        self.table.viewport().update()

    def _fill(self) -> None:
        kind = self.tabs.value()
        self.table.set_rows([row for row in self.rows if kind in (ALL, row.kind)])
        if self.table.current() is None:
            self.table.select(lambda _row: True)
        self._on_current(self.table.current())
        self._show_ticks()

    def _on_current(self, row: object) -> None:
        self.detail.setText(row.sentence if isinstance(row, Compared) else "")

    def _on_opened(self, row: Compared) -> None:
        if row.case_id is not None:
            self.case_opened.emit(row.case_id)

    # ---- writing back

    def _write(self) -> None:
        wanted = [row for row in self.rows if row.kind == WRITE and row.case_id in self.ticked]
        pairs = [(row.case_id, row.official_number) for row in wanted if row.case_id is not None]
        self._writing = True
        self.write.set_blocked("正在写回")
        self.trouble.hide()

        def done(written: Written) -> None:
            self._bus.tell(written.changes)
            if isValid(self):
                self._on_written(wanted, written)

        def refused(error: Exception) -> None:
            if isValid(self):
                self._writing = False
                self._show_ticks()
                self._refuse(error)
            elif isinstance(error, Refusal):
                tell(window, error.message)

        window, hand_off = self.window(), self._services.hand_off
        # On the window: whoever closes the panel meanwhile takes nothing back, and the other pages are told.
        jobs.run(window, lambda: hand_off.write_back(pairs), done, refused)

    def _on_written(self, wanted: Sequence[Compared], written: Written) -> None:
        self._writing = False
        self.ticked = set()
        self.rows = tuple(written_rows(self.rows, wanted, written))
        kept = self.tabs.value()
        self.tabs.set_tabs(kind_tabs(self.rows))
        self.tabs.set_value(ALL if kept == WRITE else kept)
        failed = len(wanted) - len(written.done)
        left = f"，{failed} 个没有写，原因写在那一行" if failed else ""
        self.told.setText(f"写回了 {len(written.done)} 个受理号{left}。")
        self._fill()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            told = "；".join(error.fields.values()) if isinstance(error, Invalid) else error.message
            self.trouble.set(f"{told}{error.advice if isinstance(error, Trouble) else ''}", tone="red")
            self.trouble.show()

    # ---- a file that is dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event.mimeData()) and not self._writing:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.start.set(_DROP, _NEEDED)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.start.set(_START, _NEEDED)

    def dropEvent(self, event: QDropEvent) -> None:
        self.start.set(_START, _NEEDED)
        paths = _paths(event.mimeData())
        if paths:
            # Never a move: the sender would delete its file.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.take_file(paths[0])


def _paths(data: QMimeData) -> list[Path]:
    """Files of this machine; a link to a web page is none."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def _found_words(rows: Sequence[Compared]) -> str:
    count = {kind: sum(row.kind == kind for row in rows) for kind in ("write", "differs", "theirs", "ours", "same")}
    parts = (
        f"{count['write']} 个受理号可以写回" if count["write"] else "没有要写回的受理号",
        f"{count['differs']} 行要核对" if count["differs"] else "",
        f"系统有、本站没有的 {count['theirs']} 行" if count["theirs"] else "",
        f"本站有、系统没有的 {count['ours']} 件" if count["ours"] else "",
        f"{count['same']} 件已经一致" if count["same"] else "",
    )
    return f"{'，'.join(filter(None, parts))}。"
