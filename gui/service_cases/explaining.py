"""时限怎么算的: every clock of a case at the left, the chosen one's derivation step by step beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from domain.calendar_view import Gap, StripDay, StripKind
from domain.deadlines import day_words
from gui import jobs
from gui.bus import Bus
from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.clock_card import ClockRow
from gui.kit.derivation import DerivationFace, DerivationView, StripFace, StripTone
from gui.kit.label import Label
from gui.kit.overlay import tell
from gui.kit.pile import Pile
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.scroll import Scroll
from gui.service_cases import faces
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.case_clocks import DerivationView as Derivation
from services.documents import IssuedPaper
from system.errors import Refusal

LEFT = 352
_TONES: dict[StripKind, StripTone] = {
    StripKind.START: "start",
    StripKind.RAW: "raw",
    StripKind.LEGAL: "legal",
    StripKind.SKIPPED: "skipped",
}


class ClockExplained(QWidget):
    """The view. `closed` by Esc or ✕; Ctrl+P prints the sheet."""

    closed = Signal()

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._bus, self._printer = services, bus, printer
        self.shown: Derivation | None = None
        self.view = DerivationView()
        self.rows: list[ClockRow] = []
        self._number = Card()
        self._title = Label("", "body", "t2", wrap=True)
        self._number.body.addWidget(self._title)
        self._clocks = Pile(gap="none")
        self._calendar = Label("", "body", "t2", wrap=True)
        self._left = QWidget()
        row = HBox(self, gap="m", margin=("xl", "m"))
        column = VBox(self._left, gap="m")
        column.addWidget(self._number)
        card = Card("本件全部时限", dense=True, padded=False)
        inside = QWidget()
        under = VBox(inside, margin=("l", "s"))
        under.addWidget(self._clocks)
        under.addStretch(1)
        card.body.addWidget(Scroll(inside), 1)
        column.addWidget(card, 1)
        calendar = Card("工作日历", dense=True)
        calendar.body.addWidget(self._calendar)
        column.addWidget(calendar)
        row.addWidget(self._left)
        row.addWidget(self.view, 1)
        self.view.closed.connect(self.closed)
        self.view.print_pressed.connect(self._print)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("时限怎么算的")
        follow_theme(self._apply)

    def show_clock(self, clock_id: int) -> None:
        """Show how this clock's days were counted."""
        jobs.run(self, lambda: self._services.case_clocks.derivation(clock_id), self._show, self._refuse)

    def refresh(self) -> None:
        """Count again what is on show."""
        if self.shown is not None:
            self.show_clock(self.shown.clock.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and self.shown is not None:
            ids = [clock.id for clock in self.shown.clocks]
            at = ids.index(self.shown.clock.id) + steps[Qt.Key(event.key())]
            if 0 <= at < len(ids):
                self.show_clock(ids[at])
        else:
            super().keyPressEvent(event)

    # ---- showing

    def _show(self, found: Derivation) -> None:
        self.shown = found
        today = self._services.clock.today()
        self._number.set_title(found.case_number)
        self._title.setText(f"{found.case_title} · {found.person} · 承办 {found.handler}")
        self.rows = [ClockRow(faces.clock_face(clock, today)) for clock in found.clocks]
        for row, clock in zip(self.rows, found.clocks, strict=True):
            row.clicked.connect(lambda _checked=False, number=clock.id: self.show_clock(number))
        self._clocks.set_parts(self.rows)
        self._calendar.setText("\n".join(filter(None, (f"日历版本 {found.calendar_words}", found.calendar_note))))
        self.view.set_face(_face(found))

    def _apply(self) -> None:
        self._left.setFixedWidth(theme().size(LEFT))

    # ---- printing

    def _print(self) -> None:
        if self.shown is not None:
            clock_id = self.shown.clock.id
            jobs.run(self, lambda: self._services.case_clocks.issue_clock_sheet(clock_id), self._issued, self._refuse)

    def _issued(self, paper: IssuedPaper) -> None:
        self._bus.tell(Changes(frozenset({"document"}), paper.id))
        self._printer.print_document(self, paper.id, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        if not result.ok:
            tell(self.window(), result.told("接通后到打印中心重新打印"))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self.window(), str(error))


def _face(found: Derivation) -> DerivationFace:
    """The derivation as its widget shows it."""
    counted = found.clock.deadline
    return DerivationFace(
        title="时限怎么算的",
        rule_words=found.title,
        raw=day_words(counted.raw),
        raw_note=found.raw_note,
        legal=day_words(counted.legal),
        legal_note=found.legal_note,
        provisional=counted.provisional,
        rows=tuple((step.what, step.content, step.result, step.source) for step in found.steps),
        strip=tuple(_cell(part) for part in found.strip),
        foot=f"规则：{found.rule_source}",
    )


def _cell(part: StripDay | Gap) -> StripFace:
    if isinstance(part, Gap):
        return StripFace("", "", "\n".join(part.words), off=False, provisional=False, tone="plain")
    tone = _TONES.get(part.kind, "plain")
    return StripFace(part.weekday, f"{part.day:%m-%d}", part.mark, part.off, part.provisional, tone)
