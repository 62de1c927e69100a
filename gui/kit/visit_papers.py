"""The papers that a visit gives rise to: which there are, which not and why, and printing one with one key.

The clerk prints them from the visit (打印文书) or from the quiet strip of the desk. A paper is issued first, under its
number and in the register, and printed then; what the printer does to it loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.bus import Bus
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.label import ElidedLabel, Label
from gui.kit.moments import moment_words
from gui.kit.overlay import Overlay, Panel, tell
from gui.kit.pile import Pile
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.scroll import Scroll
from gui.kit.sheet_chip import SHEET_CHIPS, sheet_marks
from gui.kit.visit_papers_notice import KIND as NOTICE
from gui.kit.visit_papers_notice import show_notice
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.documents import PaperRow
from services.visit_papers import IssuedPaper, PaperOffer
from system.errors import Refusal

TITLE = "打印文书"
PAPERS_KEY = "Alt+P"
WIDTH, HEIGHT = 720, 560
_TITLE_WIDTH = 252


class SheetPrinter(Protocol):
    """What prints a sheet of the register."""

    def print_document(self, parent: QObject, document_id: int, on_done: Callable[[PrintResult], None]) -> object:
        """Print in the background; `on_done` comes on the main thread."""


@dataclass(frozen=True)
class PaperDesk:
    """Where the papers of a visit are printed from: the window to ask over, and who issues, tells and prints."""

    host: QWidget
    services: Services
    bus: Bus
    printer: SheetPrinter
    visit_id: int


def issue_paper(
    desk: PaperDesk, kind: str, on_issued: Callable[[IssuedPaper], None], on_refused: Callable[[Exception], None]
) -> None:
    """Issue one paper of a visit, after asking what only the clerk knows; `on_issued` is where it is printed."""

    def issued(paper: IssuedPaper) -> None:
        desk.bus.tell(Changes(frozenset({"document"}), paper.id))
        on_issued(paper)

    services, visit_id = desk.services, desk.visit_id
    if kind == NOTICE:
        show_notice(desk.host, services, visit_id, issued)
    else:
        jobs.run(desk.host, lambda: services.visit_papers.issue(visit_id, kind), issued, on_refused)


def preview_paper(desk: PaperDesk, paper: IssuedPaper, on_printed: Callable[[PrintResult], None]) -> bool:
    """Show a paper of a kind that is looked at first; False where it is to be printed at once."""
    if not isinstance(desk.printer, DeskPrinter) or not desk.services.visit_papers.looked_at_first(paper.kind):
        return False
    show_preview(desk.host, desk.services, desk.printer, paper.id, on_printed)
    return True


class _Offer(QWidget):
    """One kind of paper: the button that prints it, and why not or what is out already."""

    def __init__(self, order: int, offer: PaperOffer, *, urgent: bool) -> None:
        super().__init__()
        self.offer = offer
        self.button = Button(
            offer.title, "soft" if urgent else "normal", key=f"Alt+{order}" if order <= 9 else "", name=offer.title
        )
        self.button.set_spread()
        self.button.set_blocked(offer.why_not)
        words = offer.why_not or (f"已出 {len(offer.issued)} 张" if offer.issued else "先预览再打印")
        self.words = Label(
            words if offer.why_not or offer.issued or offer.preview_first else "", "hint", "t3", wrap=True
        )
        row = HBox(self, gap="m")
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        follow_theme(self._apply)

    def _apply(self) -> None:
        self.button.setFixedWidth(theme().size(_TITLE_WIDTH))


def _beside(offer: PaperOffer) -> str:
    """Why not, else what is out already, else that it is looked at first."""
    if offer.why_not or offer.issued:
        return offer.why_not or f"已出 {len(offer.issued)} 张"
    return "先预览再打印" if offer.preview_first else ""


class PapersPanel(Panel):
    """The list. `chosen(PaperOffer)` for the paper to be issued."""

    chosen = Signal(object)

    def __init__(self, number: str, offers: Sequence[PaperOffer], urgent: Sequence[str] = ()) -> None:
        super().__init__(TITLE, number)
        self._urgent = tuple(urgent)
        self.rows: list[_Offer] = []
        self.note = Banner("", "green")
        self.close_button = Button("关闭", key="Esc")
        self._pile = Pile(gap="s")
        self.body.addWidget(self.note)
        self.note.hide()
        inside = QWidget()
        column = VBox(inside, margin=("xs", "xs"))
        column.addWidget(self._pile)
        column.addStretch(1)
        self.body.addWidget(Scroll(inside), 1)
        self.foot.addStretch(1)
        self.add_foot(self.close_button)
        self.close_button.clicked.connect(self.dismissed)
        self.show_offers(offers)

    def show_offers(self, offers: Sequence[PaperOffer]) -> None:
        """Show these; the keyboard stays where it was in the list."""
        at = next((at for at, row in enumerate(self.rows) if row.button.hasFocus()), None)
        self.rows = [_Offer(order, offer, urgent=offer.kind in self._urgent) for order, offer in enumerate(offers, 1)]
        self._pile.set_parts(self.rows)
        for row in self.rows:
            row.button.clicked.connect(lambda _checked=False, offer=row.offer: self.chosen.emit(offer))
        if at is not None:
            self._focus(at)

    def start(self) -> None:
        """The keyboard on what is urgent, else on the first that can be printed."""
        ready = [at for at, row in enumerate(self.rows) if row.button.isEnabled()]
        urgent = [at for at in ready if self.rows[at].offer.kind in self._urgent]
        self._focus((urgent or ready or [-1])[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit takes a paper, with Alt or without: nothing is typed here."""
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.AltModifier)
        digit = event.key() - Qt.Key.Key_0
        if held == Qt.KeyboardModifier.NoModifier and 1 <= digit <= min(9, len(self.rows)):
            self.rows[digit - 1].button.click()
        else:
            super().keyPressEvent(event)

    def tell(self, words: str, *, ok: bool) -> None:
        """What became of the last press."""
        self.note.set(words, tone="green" if ok else "red")
        self.note.show()

    def _focus(self, at: int) -> None:
        enabled = 0 <= at < len(self.rows) and self.rows[at].button.isEnabled()
        (self.rows[at].button if enabled else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)


class _Press(QObject):
    """What a press in the list does: issue, print, say how it went, read the list again."""

    def __init__(self, desk: PaperDesk, panel: PapersPanel) -> None:
        super().__init__(panel)
        self._desk, self._panel = desk, panel
        panel.chosen.connect(self._on_chosen)

    def _on_chosen(self, offer: PaperOffer) -> None:
        def issued(paper: IssuedPaper) -> None:
            self._read_again()
            self._print(paper)

        issue_paper(self._desk, offer.kind, issued, self._on_refused)

    def _print(self, paper: IssuedPaper) -> None:
        def done(result: PrintResult) -> None:
            self._on_printed(paper, result)

        if not preview_paper(self._desk, paper, done):
            self._panel.tell(f"《{paper.title}》正在送打印机…", ok=True)
            self._desk.printer.print_document(self, paper.id, done)

    def _on_printed(self, paper: IssuedPaper, result: PrintResult) -> None:
        said = result.told("接通后到“打印中心”重新打印") or f"《{paper.title}》已送打印机“{result.printer}”"
        self._panel.tell(said, ok=result.ok)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self._panel.tell(str(error), ok=False)

    def _read_again(self) -> None:
        services, visit_id = self._desk.services, self._desk.visit_id
        jobs.run(self, lambda: services.visit_papers.offers(visit_id), self._panel.show_offers, lambda _error: None)


def show_papers(
    desk: PaperDesk, *, urgent: Sequence[str] = (), on_chosen: Callable[[str], None] | None = None
) -> jobs.Job:
    """Open the list of a visit's papers; `urgent` kinds stand out and have the keyboard.

    Without `on_chosen` the list prints and stays open; with it, the list closes and hands over the kind.
    """
    services, visit_id = desk.services, desk.visit_id

    def fetch() -> tuple[str, tuple[PaperOffer, ...]]:
        return services.visits.detail(visit_id).row.number, services.visit_papers.offers(visit_id)

    def opened(found: tuple[str, tuple[PaperOffer, ...]]) -> None:
        panel = PapersPanel(*found, urgent)
        overlay = Overlay(desk.host, panel, width=WIDTH, height=HEIGHT)
        if on_chosen is None:
            _Press(desk, panel)
        else:
            panel.chosen.connect(lambda _offer: overlay.close_overlay())
            panel.chosen.connect(lambda offer: on_chosen(offer.kind))
        overlay.open()
        panel.start()

    def refused(error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(desk.host, error.message)

    return jobs.run(desk.host, fetch, opened, refused)


class PapersCard(Card):
    """What else was printed for a visit besides its receipt, and the button for more."""

    def __init__(self, services: Services, printer: DeskPrinter) -> None:
        super().__init__("其他文书", dense=True)
        self._services, self._printer = services, printer
        self.print_button = Button(TITLE, icon="print", shortcut=PAPERS_KEY)
        self._lines = Pile(gap="xs")
        self.body.addWidget(self._lines)
        row = HBox()
        row.addWidget(self.print_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_sheets(self, sheets: Sequence[PaperRow], *, may_print: bool) -> None:
        """Show these, newest first."""
        self._lines.set_parts([self._line(sheet) for sheet in sheets])
        self.print_button.setVisible(may_print)
        self.setVisible(may_print or bool(sheets))

    def _line(self, sheet: PaperRow) -> QWidget:
        part = QWidget()
        row = HBox(part, gap="s")
        chip = SHEET_CHIPS[sheet.state]
        row.addWidget(Chip(chip.text, chip.tone, chip.icon))
        at = moment_words(sheet.issued_at, self._services.clock.now())
        said = " · ".join(filter(None, (sheet.title, at, sheet_marks(sheet), sheet.state_note.rstrip("。"))))
        row.addWidget(ElidedLabel(said, "label", "t2"), 1)
        link = Link("看原样", name=f"看{sheet.title} {sheet.human_code} 的原样")
        link.clicked.connect(lambda: show_preview(self.window(), self._services, self._printer, sheet.id))
        row.addWidget(link)
        return part
