"""The first start: five steps in order, resumed at the one where the light went out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import VBox
from gui.kit.setup.printer import PrintersOf, real_printers
from gui.login.first_start.backup_step import BackupStep
from gui.login.first_start.chief_step import ChiefStep
from gui.login.first_start.memory import Memory
from gui.login.first_start.printer_step import PrinterStep
from gui.login.first_start.road import CHIEF, PRINTER, Road
from gui.login.first_start.sheet_step import SheetStep
from gui.login.first_start.station_step import StationStep
from gui.login.guide import Guide
from system.clock import Clock
from system.paths import DataFolder

if TYPE_CHECKING:
    from services import Services
    from services.entry import Entry

_PROMISE = "全程不联网。填写的内容随填随存，中途关机可从这一步继续。"
_KEY_PROMISE = "全程不联网。密钥只印在纸上，电脑里不留原文。"
_SHEET_PLACE = 2


class FirstStart(QWidget):
    """`finished` carries the services of the ready station; `left` asks to close the program.

    `services` is given where a store exists already and its first start was cut short.
    """

    finished = Signal(object)
    left = Signal()

    def __init__(
        self,
        folder: DataFolder,
        *,
        entry_loader: Callable[[], "Entry"],
        clock: Clock | None = None,
        printers_of: PrintersOf = real_printers,
        services: "Services | None" = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.memory = Memory(folder, self)
        self.road = Road(folder, entry_loader, clock or Clock(), self.memory, printers_of, services)
        self.station = StationStep(self.road)
        self.chief = ChiefStep(self.road)
        self.sheet = SheetStep(self.road)
        self.backup = BackupStep(self.road)
        self.printer = PrinterStep(self.road)
        steps = (self.station, self.chief, self.sheet, self.backup, self.printer)
        self.guide = Guide("首次使用设置", steps, promise=_PROMISE, finish="完成，开始使用")
        VBox(self).addWidget(self.guide)
        self.guide.finished.connect(self._on_finished)
        self.guide.left.connect(self.left)
        self.guide.moved.connect(self._on_moved)
        self.guide.go(self._first_step())

    def _first_step(self) -> int:
        if self.road.services is not None:
            done = self.road.services.station.setup_step()
            return min(max(done, CHIEF), PRINTER - 1)
        return min(self.memory.step, CHIEF - 1)

    def _on_moved(self, place: int) -> None:
        self.guide.side.promise.setText(_KEY_PROMISE if place == _SHEET_PLACE else _PROMISE)

    def _on_finished(self) -> None:
        self.memory.forget()
        self.finished.emit(self.road.opened)
