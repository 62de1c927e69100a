"""The one door to printers for every page: save first, print second, and say how it went.

The work is a job, so that a printer that hangs never holds the window. Whatever goes wrong, the sheet stays in the
register and can be printed again; the register knows that it never came out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from gui import jobs
from gui.kit.printer_queues import A4, A5, PAPERS, RECEIPT, SLIP, CopiesMissing, Paper, PrinterQueues
from services import Changes, Services
from services.documents import SheetState
from system.errors import Refusal, Trouble
from system.files import write_then_move
from system.printers import Printer

__all__ = ["A4", "A5", "PAPERS", "SLIP", "DeskPrinter", "Paper", "PrintResult"]

_UNFINISHED = "这次没有打印出来，内容已保存，可以到“打印中心”重新打印"
_LOOSE_UNFINISHED = "这张没有打印出来，请再试一次"
_LOOKING = "正在查找打印机"
# A printer switched on or off is noticed within this time.
LOOK_MS = 60_000


@dataclass(frozen=True)
class PrintResult:
    """How it went: `message` is the sentence for the operator, "" where all went well.

    `again`: nothing is lost, and the same sheet can be sent once more as soon as the printer is there. `note`: it went
    well, but not quite as the station chose (its tray is gone).
    """

    ok: bool
    printer: str
    message: str
    again: bool = False
    note: str = ""

    def told(self, how: str) -> str:
        """The sentence with what to do on this page, such as 接通后按 Ctrl+P 重新打印."""
        return f"{self.message}，{how}" if self.again else self.message


OnDone = Callable[[PrintResult], None]


class DeskPrinter(QObject):
    """Prints for the pages of one operator.

    `finished(document_id, PrintResult)` after each sheet of the register; `changed(Changes)` for the bus;
    `state_changed` when `state_words` would say something else; `noted(sentence)` for what isn't as it was chosen.
    """

    finished = Signal(int, object)
    changed = Signal(object)
    state_changed = Signal()
    noted = Signal(str)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.queues = PrinterQueues(services)
        self._known: tuple[Printer, ...] | None = None
        self._state = (_LOOKING, True)
        self._looking: jobs.Job | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    # ---- printing

    def print_document(
        self, parent: QObject, document_id: int, on_done: OnDone | None = None, *, printer: str = "", copies: int = 1
    ) -> jobs.Job:
        """Print a sheet of the register, and note there how it went.

        `on_done` comes on the main thread, and not at all once `parent` is gone; the register is right either way.
        `printer` "" takes the station's choice for the size of the sheet.
        """

        def work() -> tuple[PrintResult, Changes | None]:
            return self._print_document(document_id, printer, copies)

        def done(came: tuple[PrintResult, Changes | None]) -> None:
            result, changes = came
            if changes is not None:
                self.changed.emit(changes)
            self.finished.emit(document_id, result)
            self._tell(parent, on_done, result)

        return jobs.run(self, work, done, lambda error: done((_refused(error), None)))

    def print_file(self, parent: QObject, document_id: int, pdf: bytes, on_done: OnDone | None = None) -> jobs.Job:
        """Print a sheet of the register together with what belongs behind it (a whole case file): all of `pdf`."""

        def done(came: tuple[PrintResult, Changes | None]) -> None:
            result, changes = came
            if changes is not None:
                self.changed.emit(changes)
            self.finished.emit(document_id, result)
            self._tell(parent, on_done, result)

        def work() -> tuple[PrintResult, Changes | None]:
            return self._print_document(document_id, "", 1, whole=pdf)

        return jobs.run(self, work, done, lambda error: done((_refused(error), None)))

    def reprint(self, parent: QObject, document_id: int, reason: str, on_done: OnDone | None = None) -> jobs.Job:
        """Issue a sheet again, marked 补印 n, and print that one; `finished` names the new sheet."""

        def work() -> tuple[int, PrintResult, Changes]:
            paper = self._services.documents.reprint(document_id, reason)
            result, changes = self._print_document(paper.id, "", 1)
            return paper.id, result, changes or Changes(frozenset({"document"}), paper.id)

        def done(came: tuple[int, PrintResult, Changes]) -> None:
            new, result, changes = came
            self.changed.emit(changes)
            self.finished.emit(new, result)
            self._tell(parent, on_done, result)

        return jobs.run(self, work, done, lambda error: self._tell(parent, on_done, _refused(error)))

    def print_loose(
        self, parent: QObject, kind: str, data: Mapping[str, Any], on_done: OnDone | None = None, *, printer: str = ""
    ) -> jobs.Job:
        """Print a sheet that stays outside the register: a queue slip, the card with the keys.

        Where it can't be printed nothing is lost but the paper; `message` then says why.
        """

        def work() -> PrintResult:
            loose = self._services.loose_papers
            pdf = loose.pdf(kind, data)
            job = self.queues.plan(pdf, kind, printer)
            self.queues.deliver(job, pdf, loose.title(kind))
            return PrintResult(True, job.printer, "", note=job.note)

        def done(result: PrintResult) -> None:
            self._tell(parent, on_done, result)

        return jobs.run(self, work, done, lambda error: done(_loose_refused(error)))

    def save_pdf(self, parent: QObject, document_id: int, path: Path, on_done: OnDone | None = None) -> jobs.Job:
        """Write a sheet's PDF to a file; `message` says where it lies, or why not."""

        def work() -> PrintResult:
            write_then_move(path, self._services.documents.export(document_id))
            return PrintResult(True, "", f"已另存到“{path}”")

        def done(result: PrintResult) -> None:
            self._tell(parent, on_done, result)

        return jobs.run(self, work, done, lambda error: done(_refused(error)))

    # ---- what printers there are

    def printers(self) -> tuple[Printer, ...]:
        """The printers as last seen, the default first. Asks the system, which may take its time, only at first."""
        if self._known is None:
            self._known = self.queues.printers()
        return self._known

    def choice(self, paper: Paper, kind: str = "") -> str:
        """The printer that the station chose for a kind of paper or its size, "" for the system's default."""
        return self.queues.choice(paper, kind)

    def state_words(self) -> tuple[str, bool]:
        """For the status bar: which printer receipts go to and how it is, and whether it can print."""
        if self._known is None:
            self.look()
        return self._state

    def look(self) -> None:
        """Look again, in the background, which printers are there; `state_changed` if that changes what is said."""
        if self._services.closed:
            # Somebody else logs in: she gets a door of her own.
            self._timer.stop()
            return
        if self._looking is not None and not self._looking.finished:
            return
        if not self._timer.isActive():
            self._timer.start()
        self._looking = jobs.run(self, self._see, self._on_seen, lambda _error: None)

    def _see(self) -> tuple[tuple[Printer, ...], tuple[str, bool]]:
        known = self.queues.printers()
        try:
            receipts = self.queues.choose(self.queues.receipt_paper(), known, kind=RECEIPT)
            return known, (f"{receipts.name} 就绪", True)
        except Trouble as trouble:
            return known, (trouble.message.rstrip("。"), False)

    def _on_seen(self, seen: tuple[tuple[Printer, ...], tuple[str, bool]]) -> None:
        self._known, state = seen
        if state != self._state:
            self._state = state
            self.state_changed.emit()

    # ---- telling

    def _tell(self, parent: QObject, on_done: OnDone | None, result: PrintResult) -> None:
        if result.note:
            self.noted.emit(result.note)
        if on_done is not None and isValid(parent):
            on_done(result)

    # ---- inside the job

    def _print_document(
        self, document_id: int, printer: str, copies: int, *, whole: bytes | None = None
    ) -> tuple[PrintResult, Changes | None]:
        documents = self._services.documents
        row = documents.one(document_id)
        if row.state is SheetState.VOID:
            return PrintResult(False, printer, "这张文书已经作废，没有打印"), None
        pdf = whole or documents.pdf(document_id)
        try:
            job = self.queues.plan(pdf, row.kind, printer)
            self.queues.deliver(job, pdf, f"{row.title} {row.number}", copies)
        except CopiesMissing as missing:
            documents.printed(document_id, job.printer, copies=missing.came)
            fewer = f"{copies} 份里只送出了 {missing.came} 份：{missing.message}"
            # The sheet is out: what is missing is noted with it, and isn't called a failure of the whole.
            told = PrintResult(False, job.printer, f"{fewer}缺的份数，接通后再打印")
            return told, documents.mark(document_id, SheetState.PENDING, fewer)
        except Trouble as trouble:
            failed = PrintResult(False, printer, f"{trouble.message.rstrip('。')}，内容已保存", again=True)
            if row.state not in (SheetState.PENDING, SheetState.FAILED):
                # The sheet in hand is what it was; only this further copy didn't come.
                return failed, None
            return failed, documents.mark(document_id, SheetState.FAILED, trouble.message)
        return PrintResult(True, job.printer, "", note=job.note), documents.printed(
            document_id, job.printer, copies=copies
        )


def _refused(error: Exception) -> PrintResult:
    if isinstance(error, Trouble) and error.advice:
        return PrintResult(False, "", f"{error.message}{error.advice}")
    return PrintResult(False, "", error.message if isinstance(error, Refusal) else _UNFINISHED)


def _loose_refused(error: Exception) -> PrintResult:
    """Without the advice to print it later from the register, where it isn't."""
    return PrintResult(False, "", error.message if isinstance(error, Refusal) else _LOOSE_UNFINISHED)
