"""The last visitor's papers: printing them, what the operator says of each sheet, printing it again.

The receipt comes first. What else is to be handed over on the spot (`papers_to_give`) is offered and printed from here;
the question about a sheet that was printed before waits until the newer one is answered.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject

from domain.permissions import Permission
from domain.visit_paper_rules import GROUP, MATERIALS, NOTICE, ORAL_RECORD, REFERRAL
from gui import jobs
from gui.bus import Bus
from gui.kit.printing import PrintResult
from gui.kit.rating import show_rating
from gui.kit.visit_papers import PaperDesk, issue_paper, preview_paper, show_papers
from gui.visits.paper_strip import PaperStrip
from services import Changes, Services
from services.documents import IssuedPaper, SheetState
from services.visits import SavedVisit

AGAIN = "接通后按 Ctrl+P 重新打印"
RECEIPT = "visit_receipt"
# As they stand on the strip, where there is little room.
PAPER_TITLES = {
    NOTICE: "告知书",
    REFERRAL: "转介单",
    ORAL_RECORD: "口头记录",
    GROUP: "代表表",
    MATERIALS: "材料清单",
}


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
        # Printed before, and nobody has said yet how they came out.
        self._waiting: list[IssuedPaper] = []
        self._sent: set[int] = set()
        self._due: list[str] = []
        # Cases that this visit opened and that still lack papers: their notice comes from the checklist.
        self._short: list[int] = []
        strip.offer_rating(Permission.VISIT_RATE in services.actor.permissions)
        strip.rating_requested.connect(self.rate)
        strip.papers_requested.connect(self.give)
        strip.good.connect(self._on_good)
        strip.spoiled.connect(self._on_spoiled)
        strip.again.connect(self._reprint)
        strip.print_requested.connect(self._print)
        strip.dismissed.connect(self._on_dismissed)

    def take(self, saved: SavedVisit, *, prints: bool, due: Sequence[str] = ()) -> None:
        """A visit was saved with its sheet; `due` are the kinds of papers to be handed over besides."""
        paper = self._paper = saved.document
        self._short = list(saved.short_cases)
        due = [*due, *(NOTICE for _ in self._short)]
        self._visit, self._waiting, self._due = saved.id, [], list(due) if self._may_print else []
        self._offer()
        if prints:
            self._print()
        else:
            self._strip.show_unprinted(paper.number)

    def give(self) -> None:
        """Print what else is due: notices whose checklist says all, the one paper that is, or what is chosen."""
        visit_id = self._visit
        if visit_id is None or not self._may_print:
            return
        if self._short:
            self._issue(NOTICE)
        elif len(set(self._due)) == 1:
            self._issue(self._due[0])
        else:
            show_papers(self._desk(visit_id), urgent=self._due, on_chosen=self._issue)

    def rate(self) -> None:
        """Let the visitor of the last sheet rate, also once it is good and put away."""
        if self._visit is not None and Permission.VISIT_RATE in self._services.actor.permissions:
            show_rating(self._strip.window(), self._services, self._bus, self._visit)

    @property
    def _may_print(self) -> bool:
        return Permission.DOCUMENT_PRINT in self._services.actor.permissions

    def _issue(self, kind: str) -> None:
        visit_id = self._visit
        if visit_id is None:
            return

        def issued(paper: IssuedPaper) -> None:
            # Meanwhile the next visitor may have been saved: her receipt is on the strip then.
            if self._visit == visit_id:
                self._on_issued(paper)
            else:
                self._printer.print_document(self, paper.id, lambda _result: None)

        if kind == NOTICE and self._short:
            case_id = self._short.pop(0)
            cases = self._services.service_cases

            def told(paper: IssuedPaper) -> None:
                self._bus.tell(Changes(frozenset({"document", "case"}), case_id))
                issued(paper)

            jobs.run(self, lambda: cases.issue(case_id, NOTICE), told, self._on_trouble)
        else:
            issue_paper(self._desk(visit_id), kind, issued, self._on_trouble)

    def _desk(self, visit_id: int) -> PaperDesk:
        return PaperDesk(self._strip.window(), self._services, self._bus, self._printer, visit_id)

    def _on_issued(self, paper: IssuedPaper) -> None:
        if paper.kind in self._due:
            self._due.remove(paper.kind)
        self._offer()
        if self._paper is not None:
            self._waiting.append(self._paper)
        self._paper = paper
        self._print()

    def _offer(self) -> None:
        kinds = set(self._due)
        if not kinds:
            self._strip.offer_papers("")
        else:
            self._strip.offer_papers(PAPER_TITLES[self._due[0]] if len(kinds) == 1 else f"文书 {len(kinds)} 种")

    def _title(self, paper: IssuedPaper) -> str:
        return "" if paper.kind == RECEIPT else paper.title

    def _print(self) -> None:
        paper, visit_id = self._paper, self._visit
        if paper is None or visit_id is None:
            return

        def done(result: PrintResult) -> None:
            self._on_printed(paper, result)

        if preview_paper(self._desk(visit_id), paper, done):
            self._strip.show_unprinted(paper.number, self._title(paper))
            return
        self._strip.show_printing(paper.number, self._title(paper))
        self._printer.print_document(self, paper.id, done)

    def _on_printed(self, paper: IssuedPaper, result: PrintResult) -> None:
        if result.ok:
            self._sent.add(paper.id)
        if self._paper is not paper:
            return
        if result.ok:
            self._strip.show_sent(paper.number, self._title(paper))
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
        """This one is answered: ask about the one before it, or say what is still to be printed."""
        if self._paper is not paper:
            return
        self._paper = self._waiting.pop() if self._waiting else None
        before = self._paper
        if before is None:
            if self._due:
                self._strip.show_owing(paper.number)
        elif before.id in self._sent:
            self._strip.show_sent(before.number, self._title(before))
        else:
            self._strip.show_unprinted(before.number, self._title(before))

    def _on_dismissed(self) -> None:
        self._paper, self._waiting = None, []
