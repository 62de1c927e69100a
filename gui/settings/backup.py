"""设置 › 备份与恢复: how old the last backup is, one more at a press, the second place, and the recovery sheet."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.dates import near_date
from domain.permissions import Permission
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.empty_state import EmptyState
from gui.kit.label import Label
from gui.kit.scroll import Scroll
from gui.kit.setup.backup_place import BackupPlaceForm, BackupRun, size_words
from gui.kit.setup.printer import Printers
from gui.kit.setup.recovery_sheet import RecoverySheetPane
from gui.kit.table import Cell, Column, Table
from gui.settings.section import BELOW_TABLE, Section, reason_for
from gui.theme import follow_theme, theme
from gui.tokens import ChipTone
from services import Changes, Services
from system.clock import Clock
from system.errors import Invalid, Refusal

if TYPE_CHECKING:
    from services.backups import BackupInfo, BackupState

_CHIPS: dict[str, ChipTone] = {"t3": "green", "amber": "amber", "red": "red"}
_RESTORE = "恢复会换掉现在的数据，所以在登录页做：锁屏后点“换人登录”，再点“从备份恢复”。现在的数据会先原样留一份。"
_NO_SHEET = "现在没有有效的恢复密钥。忘了密码就打不开数据，请马上打印一张。"


class BackupSection(Section):
    """Two faces: the backups, and the making of a new recovery sheet."""

    subjects = frozenset({"backup", "station"})

    def __init__(
        self, services: Services, printers: Printers, clock: Clock | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(services, parent)
        self._clock = clock or Clock()
        self._printers = printers
        self.state = Chip("", "grey")
        self.now = Button("现在备份", "primary", icon="save")
        self.run = BackupRun()
        self.place = BackupPlaceForm(services.folder)
        self.take_place = Button("用这个位置")
        self.no_place = Link("不要第二处")
        self.table = Table(
            self._columns(), name="备份", row_height="row_dense", empty=EmptyState("archive", "还没有备份")
        )
        self.sheet_words = Label("", "label", "t2", wrap=True)
        self.no_sheet = Banner(_NO_SHEET, "red")
        self.new_sheet = Button("重新打印恢复密钥", icon="key")
        self.pane = RecoverySheetPane()
        self.back = Link("返回备份与恢复", icon="arrow_left")
        self.confirm = Button("启用新的恢复密钥", "primary", size="bar")
        self.stack = QStackedWidget()
        self._build()
        self._connect()

    # ---- building

    def _build(self) -> None:
        whole = VBox(self)
        whole.addWidget(self.stack)
        inner = QWidget()
        column = VBox(inner, gap="m")
        column.addWidget(self._state_card())
        row = HBox(gap="m")
        row.addWidget(self._place_card(), 1)
        row.addWidget(self._sheet_card(), 1)
        column.addLayout(row)
        column.addWidget(self._list_card(), 1)
        self.stack.addWidget(Scroll(inner))
        self.stack.addWidget(Scroll(self._sheet_page()))
        follow_theme(self._apply)

    def _state_card(self) -> Card:
        card = Card("备份")
        card.add_chip(self.state)
        card.add_header(self.now)
        card.body.addWidget(self.run)
        self.run.hide()
        words = "每次退出程序自动备份，写完即校验。保留最近 30 天每天一份、12 个月每月一份、每年一份。"
        card.body.addWidget(Label(words, "hint", "t3", wrap=True))
        return card

    def _place_card(self) -> Card:
        card = Card("第二处")
        card.body.addWidget(self.place)
        row = HBox(gap="l")
        row.addWidget(self.take_place)
        row.addWidget(self.no_place)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addStretch(1)
        allowed = self.may(Permission.STATION_SETTINGS)
        self.place.setEnabled(allowed)
        self.no_place.setVisible(allowed)
        self.take_place.set_blocked("" if allowed else reason_for("改本站信息和设置"))
        return card

    def _sheet_card(self) -> Card:
        card = Card("恢复")
        card.body.addWidget(self.no_sheet)
        card.body.addWidget(self.sheet_words)
        card.body.addWidget(Label(_RESTORE, "label", "t2", wrap=True))
        card.body.addStretch(1)
        row = HBox()
        row.addWidget(self.new_sheet)
        row.addStretch(1)
        card.body.addLayout(row)
        self.no_sheet.hide()
        allowed = self.may(Permission.OPERATOR_PASSWORD)
        self.new_sheet.set_blocked("" if allowed else reason_for("给别人设密码"))
        return card

    def _list_card(self) -> Card:
        self._list = Card("已有的备份", note=str(self.services.folder.backups), padded=False)
        self._list.body.addWidget(self.table)
        self._list.body.set_spaces(margin=BELOW_TABLE)
        return self._list

    def _sheet_page(self) -> QWidget:
        page = QWidget()
        column = VBox(page, gap="m")
        column.addWidget(self.back)
        column.addWidget(Label("打印新的恢复密钥", "page_title"))
        column.addWidget(Label("新的启用以后，旧的那张马上作废。旧备份用新的这张也能打开。", "label", "t2", wrap=True))
        column.addWidget(self.pane)
        row = HBox()
        row.addStretch(1)
        row.addWidget(self.confirm)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _apply(self) -> None:
        self._list.setMinimumHeight(theme().metrics.row_dense * 5)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("时间", lambda row: Cell(self._moment(row.made_at), bold=True), width=150),
            Column("文件", lambda row: Cell(row.path.name, tone="t2")),
            Column("大小", lambda row: size_words(row.size), align="right", width=100),
            Column("恢复密钥", _sheet_of, width=130),
            Column("日志", lambda row: Cell(f"{row.audit_count} 条", tone="t2"), align="right", width=100),
        )

    def _connect(self) -> None:
        self.now.clicked.connect(self._on_now)
        self.run.done.connect(self._on_backed_up)
        self.run.failed.connect(lambda _words: self._on_rest())
        self.take_place.clicked.connect(self._on_take_place)
        self.no_place.clicked.connect(lambda: self._set_place(None))
        self.place.changed.connect(self._show_place)
        self.new_sheet.clicked.connect(self._on_new_sheet)
        self.back.clicked.connect(lambda: self.stack.setCurrentIndex(0))
        self.confirm.clicked.connect(self.pane.confirm)
        self.pane.changed.connect(self._show_pane)
        self.pane.confirmed.connect(self._on_confirmed)

    # ---- reading

    def refresh(self) -> None:
        services = self.services
        self.place.start(services)

        def look() -> "tuple[BackupState, tuple[BackupInfo, ...], bool]":
            return services.backups.state(), services.backups.list(), services.accounts.recovery_due()

        jobs.run(self, look, self._on_looked, self._on_refused)

    def first_focus(self) -> QWidget:
        return self.now

    def _on_looked(self, answer: "tuple[BackupState, tuple[BackupInfo, ...], bool]") -> None:
        state, rows, due = answer
        self.state.set(state.words, _CHIPS.get(state.tone, "grey"), "")
        self.table.set_rows(rows)
        self.no_sheet.setVisible(due)
        self.sheet_words.setText("" if due else "恢复密钥在信封里封着。看不清、丢了、换了站长，就重新打印一张。")
        self.sheet_words.setVisible(not due)

    # ---- doing

    def _on_now(self) -> None:
        self.now.setEnabled(False)
        self.run.show()
        self.run.run(self.services)

    def _on_backed_up(self, _backup: object) -> None:
        self._on_rest()
        self.tell(Changes(frozenset({"backup"})))
        self.refresh()

    def _on_rest(self) -> None:
        self.now.setEnabled(True)

    def _on_take_place(self) -> None:
        self._set_place(self.place.place())

    def _set_place(self, place: Path | None) -> None:
        backups = self.services.backups

        def done(_nothing: object) -> None:
            if place is None:
                self.place.put(None)
            self.notice.emit("以后只备份在这台电脑里" if place is None else "以后每次备份都复制一份到这里")
            self._show_place()

        jobs.run(self, lambda: backups.set_place(place), done, self._on_refused)

    def _on_new_sheet(self) -> None:
        self.stack.setCurrentIndex(1)
        self.pane.start(self.services, self._printers)

    def _on_confirmed(self, changes: object) -> None:
        self.stack.setCurrentIndex(0)
        self.tell(changes)
        self.notice.emit("新的恢复密钥已启用，旧的那张请当场撕毁")
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self.place.field.set_error(str(error).rstrip("。"))
        elif isinstance(error, Refusal):
            self.run.trouble.set(str(error), tone="red")
            self.run.trouble.show()
            self.run.show()

    def _show_place(self) -> None:
        report = self.place.report
        usable = report is not None and not report.fault
        if self.may(Permission.STATION_SETTINGS):
            self.take_place.set_blocked("" if usable else "先选一个能用的位置")
            self.no_place.setVisible(self.place.place() is not None)

    def _show_pane(self) -> None:
        self.confirm.set_blocked(self.pane.busy or self.pane.missing())

    def _moment(self, at: datetime) -> str:
        today = self._clock.today()
        return f"{near_date(at.date(), today)} {at:%H:%M}"


def _sheet_of(row: "BackupInfo") -> Cell:
    return Cell(f"第 {row.sheet_no} 号", tone="t2") if row.sheet_no else Cell("没有", tone="amber")
