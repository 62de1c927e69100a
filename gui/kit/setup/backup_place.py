"""Choosing the second place of backups, and making a backup with its progress: for the first start and for 设置."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.field import Field
from gui.kit.label import ElidedLabel
from gui.kit.line_edit import LineEdit
from gui.kit.progress_bar import ProgressBar
from gui.kit.setup.choose_path import ask_folder
from gui.theme import theme
from system.errors import Refusal
from system.files import free_bytes
from system.paths import DataFolder, nearest_existing

if TYPE_CHECKING:
    from services import Services
    from services.backups import BackupDone

_GIGABYTE = 1024**3
_LITTLE = 1.0
_BUSY = "正在检查这个位置…"


@dataclass(frozen=True)
class PlaceReport:
    """What was found out about a folder: a fault closes it, a warning lets it be taken all the same."""

    fault: str = ""
    warning: str = ""
    free: int = 0

    def words(self) -> str:
        """What to say of it."""
        return self.fault or self.warning or f"可以用，剩余 {size_words(self.free)}"


def size_words(count: int) -> str:
    """Bytes as people say them."""
    if count >= _GIGABYTE:
        return f"{count / _GIGABYTE:.1f} GB"
    if count >= 1024**2:
        return f"{count / 1024**2:.1f} MB"
    return f"{max(count, 1023) / 1024:.0f} KB"


def examine(place: Path, fault: Callable[[Path], str], folder: DataFolder) -> PlaceReport:
    """Look at a folder: there, writable, on another disk, roomy. Touches the disk, so call it in a job."""
    sentence = fault(place)
    if sentence:
        return PlaceReport(sentence)
    if not os.access(place, os.W_OK):
        return PlaceReport("这个文件夹不能写入。请换一个，或者关掉 U 盘的写保护。")
    try:
        free = free_bytes(place)
    except Refusal as trouble:
        return PlaceReport(str(trouble))
    if place.stat().st_dev == nearest_existing(folder.root).stat().st_dev:
        return PlaceReport("", "和数据在同一块硬盘上，硬盘坏了会一起丢。最好选 U 盘或另一块硬盘。", free)
    if free < _LITTLE * _GIGABYTE:
        return PlaceReport("", f"只剩 {size_words(free)}，放不了几份备份。最好换一个大一点的。", free)
    return PlaceReport(free=free)


class BackupPlaceForm(QWidget):
    """A path that can be typed or chosen; what is to say about it stands beneath. `report` is None while unknown."""

    changed = Signal()

    def __init__(self, folder: DataFolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._services: Services | None = None
        self._asked = ""
        self.report: PlaceReport | None = None
        self.edit = LineEdit("如 E:\\服务站备份", name="备份位置", size="big", max_length=1000)
        self.field = Field("备份位置", self.edit, hint="选一个 U 盘或另一块硬盘上的文件夹")
        self.browse = Button("浏览…", icon="folder_open", size="big")
        self.warning = Banner("", "amber")
        self.warning.hide()
        column = VBox(self, gap="s")
        row = HBox(gap="s")
        row.addWidget(self.field, 1)
        side = VBox()
        side.add_gap(lambda: theme().line("label") + theme().space("xs"))
        side.addWidget(self.browse)
        side.addStretch(1)
        row.addLayout(side)
        column.addLayout(row)
        column.addWidget(self.warning)
        self.browse.clicked.connect(self._on_browse)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.left.connect(self.examine)
        self.setFocusProxy(self.edit)

    def start(self, services: "Services") -> None:
        """Show the place that was chosen before."""
        self._services = services
        if not self.edit.text():
            place = services.backups.place()
            self.put(place)

    def place(self) -> Path | None:
        """The folder typed, None where there is none."""
        words = self.edit.text().strip()
        return Path(words).expanduser() if words else None

    def put(self, place: Path | None) -> None:
        """Put a folder into the field and look at it."""
        self.edit.setText("" if place is None else str(place))
        self.examine()

    def examine(self) -> None:
        """Look at the folder, in a job; `changed` follows."""
        place, services = self.place(), self._services
        if place is None or services is None:
            self._show(None)
            return
        if self.report is not None and self._asked == str(place):
            return
        self._asked = str(place)
        self.field.set_hint(_BUSY)
        folder, fault = self._folder, services.backups.place_fault
        jobs.run(
            self,
            lambda: (str(place), examine(place, fault, folder)),
            self._on_examined,
            lambda error: self._on_examined((str(place), PlaceReport(str(error)))),
        )

    def _on_examined(self, answer: tuple[str, PlaceReport]) -> None:
        asked, report = answer
        if asked == self._asked:
            self._show(report)

    def _show(self, report: PlaceReport | None) -> None:
        self.report = report
        self.field.clear()
        self.warning.setVisible(report is not None and bool(report.warning))
        if report is None:
            self._asked = ""
        elif report.fault:
            self.field.set_error(report.fault.rstrip("。"))
        elif report.warning:
            self.field.set_hint(f"可以用，剩余 {size_words(report.free)}")
            self.warning.set(report.warning, tone="amber")
        else:
            self.field.set_ok(report.words())
        self.changed.emit()

    def _on_typed(self) -> None:
        self.report = None
        self._asked = ""
        self.warning.hide()
        self.field.clear()
        self.changed.emit()

    def _on_browse(self) -> None:
        found = ask_folder(self, "选择备份位置", self.edit.text())
        if found is not None:
            self.put(found)


class BackupRun(QWidget):
    """A bar and a line of words; `run` makes a backup. `done` carries the BackupDone, `failed` a sentence."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.running = False
        self.bar = ProgressBar("备份进度")
        self.words = ElidedLabel("", "label", "t2")
        self.trouble = Banner("", "red")
        column = VBox(self, gap="s")
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addWidget(self.trouble)
        self.bar.hide()
        self.trouble.hide()

    def run(self, services: "Services", place: Path | None = None) -> None:
        """Make a backup, copied to `place` or to the place chosen before."""
        if self.running:
            return
        self.running = True
        self.trouble.hide()
        self.bar.set_percent(0)
        self.bar.show()
        self.words.setText("正在备份，写完会自动校验…")

        def work(report: Callable[[object], None]) -> "BackupDone":
            return services.backups.run(place, report)

        jobs.run(self, work, self._on_done, self._on_failed, on_progress=self._on_progress)

    def _on_progress(self, percent: object) -> None:
        if isinstance(percent, int):
            self.bar.set_percent(percent)

    def _on_done(self, backup: "BackupDone") -> None:
        self._end()
        second = f"，并复制到 {backup.second.parent}" if backup.second is not None else "，只存在这台电脑里"
        self.words.setText(f"{backup.at:%H:%M} 已备份并校验（{size_words(backup.size)}）{second}")
        self.done.emit(backup)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self.words.setText("")
        sentence = str(error) if isinstance(error, Refusal) else "备份没有做成，程序出了错。数据没有动。"
        self.trouble.set(sentence, tone="red")
        self.trouble.show()
        self.failed.emit(sentence)

    def _end(self) -> None:
        self.running = False
        self.bar.hide()
