"""The way back from a backup: choose it, see what is in it, give the paper's key and a new password, decide.

Nothing is touched before the last question was answered, and what was here is moved aside, never thrown away. The used
sheet is void afterwards, so the road ends with the next one, as after a recovery.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.dates import date_words
from gui import jobs
from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.field import Field
from gui.kit.label import ElidedLabel, Label
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import ask
from gui.kit.problems import Problem
from gui.kit.setup.backup_place import size_words
from gui.kit.setup.choose_path import ask_open_path
from gui.kit.setup.printer import PrintersOf, real_printers
from gui.kit.table import Cell, Column, Table
from gui.login.guide import Guide, GuideStep
from gui.login.recover import CodeStep, NewSheetStep, PasswordStep
from gui.theme import follow_theme, theme
from system.errors import Refusal

if TYPE_CHECKING:
    from services import Services
    from services.backups import BackupInfo
    from services.entry import Entry

_PROMISE = "恢复前不动现在的数据。恢复时现在的数据先原样移到“before-restore”文件夹，不删除。"
_COUNTED = (
    ("party", "服务对象"),
    ("visit", "来访"),
    ("case_file", "各类件"),
    ("document", "文书"),
    ("operator", "工作人员"),
)
_ROWS_SHOWN = 4


class ChooseStep(GuideStep):
    """Found backups to pick from, or any file by its path; then what it says of itself."""

    title = "选备份"
    note = "U 盘或这台电脑里的"
    heading = "从备份恢复"
    lead = "选一份备份文件。程序会逐字校验，再告诉你里面有什么。"

    def __init__(self, entry_loader: Callable[[], "Entry"]) -> None:
        super().__init__()
        self._entry_loader = entry_loader
        self._busy = ""
        self.info: BackupInfo | None = None
        self.table = Table(_columns(), name="这台电脑里的备份", row_height="row_dense")
        self.edit = LineEdit("备份文件的完整路径", name="备份文件", size="big", max_length=1000)
        self.field = Field("备份文件", self.edit, hint="备份在 U 盘里的，点“浏览”去选")
        self.browse = Button("浏览…", icon="folder_open", size="big")
        self.card = Card("这份备份")
        self.facts: dict[str, ElidedLabel] = {}
        self._build()
        self.browse.clicked.connect(self._on_browse)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.left.connect(self.inspect)
        self.table.current_changed.connect(self._on_row)

    def _build(self) -> None:
        column = VBox(self, gap="m")
        self._found = Card("这台电脑里的备份", padded=False)
        self._found.body.addWidget(self.table)
        self._found.body.set_spaces(margin=("none", "none", "none", "s"))
        column.addWidget(self._found)
        choose = Card("")
        row = HBox(gap="s")
        row.addWidget(self.field, 1)
        side = VBox()
        self._side = side
        side.addWidget(self.browse)
        side.addStretch(1)
        row.addLayout(side)
        choose.body.addLayout(row)
        column.addWidget(choose)
        grid = Grid(gap="l", row_gap="xs")
        for at, label in enumerate(("本站", "备份时间", "内容", "恢复密钥", "大小")):
            self.facts[label] = ElidedLabel("", "strong")
            grid.addWidget(Label(label, "label", "t3"), at, 0)
            grid.addWidget(self.facts[label], at, 1)
        grid.setColumnStretch(1, 1)
        self.card.body.addLayout(grid)
        column.addWidget(self.card)
        self.card.hide()
        follow_theme(self._apply)

    def _apply(self) -> None:
        self._side.setContentsMargins(0, theme().line("label") + theme().space("xs"), 0, 0)
        rows = min(max(len(self.table.rows), 1), _ROWS_SHOWN)
        self.table.setFixedHeight(theme().metrics.table_head + rows * theme().metrics.row_dense)

    def entered(self) -> None:
        load = self._entry_loader
        jobs.run(self, lambda: load().backups_in(None), self._on_found, lambda _error: self._on_found(()))
        self.edit.setFocus()

    def summary(self) -> str:
        return f"{self.info.made_at:%Y-%m-%d %H:%M}" if self.info is not None else ""

    def shown_problems(self) -> list[Problem]:
        return [Problem("备份文件", self.field.message, self.edit)] if self.field.state == "error" else []

    def blocked(self) -> str:
        return "" if self.info is not None else "先选一份备份"

    def busy(self) -> str:
        return self._busy

    def inspect(self) -> None:
        """Check the file whole, in the background, and show what is in it."""
        words, load = self.edit.text().strip(), self._entry_loader
        if not words or self._busy or (self.info is not None and str(self.info.path) == words):
            return
        path = Path(words).expanduser()
        self._busy = "正在逐字校验这份备份…"
        self.field.set_hint(self._busy)
        self.changed.emit()
        jobs.run(self, lambda: load().inspect_backup(path), self._on_info, self._on_bad)

    def put(self, path: Path) -> None:
        """Take a file and look into it."""
        self.edit.setText(str(path))
        self.info = None
        self.inspect()

    def _on_found(self, rows: "tuple[BackupInfo, ...]") -> None:
        self.table.set_rows(rows)
        self._found.setVisible(bool(rows))
        self._apply()

    def _on_row(self, row: Any) -> None:
        if row is not None and self.table.hasFocus():
            self.put(row.path)

    def _on_browse(self) -> None:
        found = ask_open_path(self, "选择备份文件", self.edit.text(), "备份文件 (*.*)")
        if found is not None:
            self.put(found)

    def _on_typed(self) -> None:
        self.info = None
        self.card.hide()
        self.field.clear()
        self.changed.emit()

    def _on_info(self, info: "BackupInfo") -> None:
        self._busy, self.info = "", info
        self.field.set_ok("逐字校验通过")
        at = info.made_at
        self.facts["本站"].setText(info.station)
        self.facts["备份时间"].setText(f"{date_words(at.date())} {at:%H:%M}")
        self.facts["内容"].setText(counts_words(info.counts))
        sheet = f"第 {info.sheet_no} 号，或者比它新的" if info.sheet_no else "备份时还没有恢复密钥，打不开"
        self.facts["恢复密钥"].setText(sheet)
        self.facts["大小"].setText(f"{size_words(info.size)}，程序 {info.version}")
        self.card.show()
        self.changed.emit()

    def _on_bad(self, error: Exception) -> None:
        self._busy, self.info = "", None
        self.card.hide()
        self.field.set_error(str(error) if isinstance(error, Refusal) else "读不了这个文件")
        self.changed.emit()


class RestorePage(QWidget):
    """`restored` carries the opened services once a new sheet is valid, `left` goes back to the login."""

    restored = Signal(object)
    left = Signal()

    def __init__(
        self,
        *,
        entry_loader: Callable[[], "Entry"],
        printers_of: PrintersOf = real_printers,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.services: Services | None = None
        self._entry_loader = entry_loader
        self.choose = ChooseStep(entry_loader)
        self.code = CodeStep(
            "恢复密钥", "输入恢复密钥", "备份和数据一样加密。用信封里的恢复密钥打开它，照着纸输入 8 组。"
        )
        self.password = PasswordStep(self._opening, self._take, confirm=self._confirm, busy="正在恢复数据，请不要关机…")
        self.sheet = NewSheetStep(lambda: cast("Services", self.services), printers_of)
        steps = (self.choose, self.code, self.password, self.sheet)
        self.guide = Guide("从备份恢复", steps, promise=_PROMISE, leave="返回登录", finish="完成，开始使用")
        VBox(self).addWidget(self.guide)
        self.password.code_refused = self._on_code_refused
        self.guide.left.connect(self.left)
        self.guide.finished.connect(lambda: self.restored.emit(self.services))
        self.guide.go(0)

    def _opening(self, password: str) -> "Callable[[], Services]":
        info, code, load = self.choose.info, self.code.entry.typed(), self._entry_loader
        if info is None:
            raise RuntimeError("a backup is chosen before the password")
        path = info.path
        return lambda: load().restore(path, code, password)

    def _confirm(self, go_on: Callable[[], None]) -> None:
        info = self.choose.info
        when = f"{info.made_at:%Y-%m-%d %H:%M}" if info is not None else ""
        words = f"数据会回到 {when} 的样子，之后登记的内容不在里面。现在的数据先原样移到一旁留着。"
        ask(self, "用这份备份换掉现在的数据？", words, action="确认恢复", on_yes=lambda _reason: go_on())

    def _take(self, services: "Services") -> None:
        self.services = services
        self.code.entry.clear()

    def _on_code_refused(self, sentence: str) -> None:
        self.guide.go(1)
        self.code.entry.refuse(sentence)


def counts_words(counts: Any) -> str:
    """The tables that people know by name, with their rows: "服务对象 2000、来访 5312"."""
    return "、".join(f"{words} {counts[table]}" for table, words in _COUNTED if table in counts)


def _columns() -> tuple[Column, ...]:
    return (
        Column("时间", lambda row: Cell(f"{row.made_at:%Y-%m-%d %H:%M}", bold=True), width=170),
        Column("内容", lambda row: Cell(counts_words(row.counts), tone="t2")),
        Column("大小", lambda row: size_words(row.size), align="right", width=100),
    )
