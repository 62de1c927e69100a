"""The last receipt: printing it, what the operator says of the sheet, printing it again."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from domain.permissions import Permission
from gui import jobs
from gui.bus import Bus
from gui.kit.printing import PrintResult
from gui.kit.rating import show_rating
from gui.visits.paper_strip import PaperStrip
from services import Changes, Services
from services.documents import IssuedPaper, SheetState
from services.visits import SavedVisit

AGAIN = "接通后按 Ctrl+P 重新打印"


class Printing(Protocol):
    """What the desk needs of a printer."""

    def print_document(self, parent: QObject, document_id: int, on_done: Callable[[PrintResult], None]) -> object:
        """Print a sheet of the register in the background; `on_done` comes on the main thread."""


class Receipt(QObject):
    """Looks after the newest sheet through the strip. An older one that nobody spoke for stays 待确认."""

    def __init__(self, services: Services, bus: Bus, printer: Printing, strip: PaperStrip) -> None:
        super().__init__(strip)
        self._services, self._bus, self._printer = services, bus, printer
        self._strip = strip
        self._paper: IssuedPaper | None = None
        self._visit: int | None = None
        strip.offer_rating(Permission.VISIT_RATE in services.actor.permissions)
        strip.rating_requested.connect(self.rate)
        strip.good.connect(self._on_good)
        strip.spoiled.connect(self._on_spoiled)
        strip.again.connect(self._reprint)
        strip.print_requested.connect(self._print)
        strip.dismissed.connect(self._on_dismissed)

    def take(self, saved: SavedVisit, *, prints: bool) -> None:
        """A visit was saved with its sheet."""
        paper = self._paper = saved.document
        self._visit = saved.id
        if prints:
            self._print()
        else:
            self._strip.show_unprinted(paper.number)

    def rate(self) -> None:
        """Let the visitor of the last sheet rate, also once it is good and put away."""
        if self._visit is not None and Permission.VISIT_RATE in self._services.actor.permissions:
            show_rating(self._strip.window(), self._services, self._bus, self._visit)

    def _print(self) -> None:
        paper = self._paper
        if paper is None:
            return
        self._strip.show_printing(paper.number)
        self._printer.print_document(self, paper.id, lambda result: self._on_printed(paper, result))

    def _on_printed(self, paper: IssuedPaper, result: PrintResult) -> None:
        if self._paper is not paper:
            return
        if result.ok:
            self._strip.show_sent(paper.number)
        else:
            self._strip.show_failed(paper.number, result.told(AGAIN))

    def _on_good(self) -> None:
        paper = self._paper
        if paper is not None:
            self._strip.hide()
            self._run(lambda: self._services.documents.mark(paper.id, SheetState.GOOD), lambda: self._let_go(paper))

    def _on_spoiled(self, reason: str, again: bool) -> None:
        paper = self._paper
        if paper is None:
            return
        if again:
            self._run(
                lambda: self._services.documents.mark(paper.id, SheetState.SPOILED, reason),
                lambda: self._reprint(reason),
            )
            return
        self._strip.hide()
        self._run(
            lambda: self._services.documents.mark(paper.id, SheetState.SPOILED, reason), lambda: self._let_go(paper)
        )

    def _reprint(self, reason: str) -> None:
        paper = self._paper
        if paper is None:
            return

        def done(new: IssuedPaper) -> None:
            self._bus.tell(Changes(frozenset({"document"}), new.id))
            self._paper = new
            self._print()

        jobs.run(self, lambda: self._services.documents.reprint(paper.id, reason), done, self._on_trouble)

    def _run(self, work: Callable[[], Changes], then: Callable[[], None]) -> None:
        def done(changes: Changes) -> None:
            self._bus.tell(changes)
            then()

        jobs.run(self, work, done, self._on_trouble)

    def _on_trouble(self, error: Exception) -> None:
        self._strip.show_trouble(str(error))
        self._strip.show()

    def _let_go(self, paper: IssuedPaper) -> None:
        if self._paper is paper:
            self._paper = None

    def _on_dismissed(self) -> None:
        self._paper = None
