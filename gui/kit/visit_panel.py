"""One visit as it was recorded, at the right edge of the window, with its receipt and what became of it since.

From here it is corrected, made void and rated. Whatever is saved anywhere is read again at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from domain.permissions import Permission
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.chip import Chip
from gui.kit.overlay import Overlay, Panel, tell
from gui.kit.pile import Pile
from gui.kit.printing import DeskPrinter
from gui.kit.rating import show_rating
from gui.kit.scroll import Scroll
from gui.kit.visit_actions import VisitActions
from gui.kit.visit_marks import visit_marks
from gui.kit.visit_papers import PaperDesk, PapersCard, show_papers
from gui.kit.visit_parts import CallBacksCard, EventsCard, GuestsCard, MatterCard, RatingsCard, VisitFacts
from gui.kit.visit_sheet import SheetCard
from gui.kit.visit_void import VoidForm
from gui.navigation import Place, Target
from services import Changes, Services
from services.call_backs import CallBackRow
from services.documents import PaperRow
from services.visit_changes import MayChange, RatingRow, VisitEventRow
from services.visits import VisitDetail
from system.errors import Refusal

WIDTH = 520
RECEIPT = "visit_receipt"
_SCROLLING: Mapping[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


@dataclass(frozen=True)
class Shown:
    """A visit with all that is known of it; no `sheets` where it has none, or the actor may not print."""

    detail: VisitDetail
    sheets: tuple[PaperRow, ...]
    events: tuple[VisitEventRow, ...]
    ratings: tuple[RatingRow, ...]
    call_backs: tuple[CallBackRow, ...]
    may: MayChange


def fetch_visit(services: Services, visit_id: int) -> Shown:
    """All that the panel shows. Raises NotFound, Denied."""
    may_print = Permission.DOCUMENT_PRINT in services.actor.permissions
    changes = services.visit_changes
    return Shown(
        detail=services.visits.detail(visit_id),
        sheets=services.documents.of_visit(visit_id) if may_print else (),
        events=changes.history(visit_id),
        ratings=changes.ratings(visit_id),
        call_backs=services.call_backs.of_visit(visit_id),
        may=changes.may(visit_id),
    )


class VisitPanel(Panel):
    """The panel. `left_for(Target)` when it leads elsewhere: to a person, or to the desk for a correction."""

    left_for = Signal(object)

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, shown: Shown) -> None:
        super().__init__(f"来访 {shown.detail.row.number}")
        self._services, self._bus, self._shown = services, bus, shown
        self._reading: jobs.Job | None = None
        self.matters: list[MatterCard] = []
        self._printer = printer
        self.receipt = SheetCard(services, printer)
        self.papers = PapersCard(services, printer)
        self.acts = VisitActions()
        self.sheet_chip, self.sheet_words = self.receipt.chip, self.receipt.words
        self.note, self.print_button = self.receipt.note, self.receipt.print_button
        self.void_form = VoidForm(lambda reason: services.visit_changes.void(self._id, reason=reason))
        self._above, self._below = Pile(), Pile()
        self._lay_out()
        self._connect()
        self._show(shown)
        listen(self, bus, {"visit", "document", "call_back", "person"}, self.refresh)

    @property
    def _id(self) -> int:
        return self._shown.detail.row.id

    def refresh(self) -> None:
        """Read the visit again; the scroll bar stays where it is."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = jobs.run(self, lambda: fetch_visit(self._services, self._id), self._show, lambda _error: None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Esc steps back one thing at a time: first out of the question, what was written in it stays.
        if event.key() == Qt.Key.Key_Escape and self.void_form.isVisible():
            self._put_void_away()
        elif event.key() in _SCROLLING:
            self._scroll.verticalScrollBar().triggerAction(_SCROLLING[event.key()])
        else:
            super().keyPressEvent(event)

    # ---- building

    def _lay_out(self) -> None:
        content = QWidget()
        column = VBox(content, gap="m", margin="l")
        for part in (self._above, self.receipt, self.papers, self._below):
            column.addWidget(part)
        column.addStretch(1)
        self.body.set_spaces(gap="none", margin="none")
        self._scroll = Scroll(content)
        self.body.addWidget(self._scroll, 1)
        self.close_button = Button("关闭", key="Esc")
        self.close_button.clicked.connect(self.dismissed)
        foot = QWidget()
        inner = VBox(foot, margin=("none", "xs"))
        row = HBox(gap="s")
        row.addWidget(self.acts, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._usual = QWidget()
        self._usual.setLayout(row)
        inner.addWidget(self._usual)
        inner.addWidget(self.void_form)
        self.add_foot(foot)
        self.void_form.hide()

    def _connect(self) -> None:
        self.papers.print_button.clicked.connect(self._print_papers)
        self.acts.correct_pressed.connect(lambda: self.left_for.emit(Target(Place.VISIT, "correct", id=self._id)))
        self.acts.void_pressed.connect(self._ask_void)
        self.acts.rate_pressed.connect(self._rate)
        self.void_form.put_away.connect(self._put_void_away)
        self.void_form.voided.connect(self._on_voided)

    # ---- showing

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        detail, today, now = shown.detail, self._services.clock.today(), self._services.clock.now()
        linked = Permission.PERSON_READ in self._services.actor.permissions
        facts = VisitFacts(detail, today, linked=linked)
        guests = GuestsCard(detail.guests, linked=linked) if detail.guests else None
        for part in (facts, guests):
            if part is not None:
                part.person_pressed.connect(lambda at: self.left_for.emit(Target(Place.PEOPLE, "person", id=at)))
        self.matters = [MatterCard(matter) for matter in detail.matters]
        self._above.set_parts([*self._marks(), facts, guests, *self.matters])
        self.receipt.show_sheets([sheet for sheet in shown.sheets if sheet.kind == RECEIPT])
        others = [sheet for sheet in shown.sheets if sheet.kind != RECEIPT]
        may_print = Permission.DOCUMENT_PRINT in self._services.actor.permissions
        self.papers.show_sheets(others, may_print=may_print and not detail.row.voided)
        self._below.set_parts(
            [
                RatingsCard(shown.ratings, now) if shown.ratings else None,
                CallBacksCard(shown.call_backs, today) if shown.call_backs else None,
                EventsCard(shown.events, now) if shown.events else None,
            ]
        )
        self.acts.show_may(shown.may, voided=detail.row.voided)
        self._order_stops()

    def _order_stops(self) -> None:
        """Tab goes from the top to the foot, though some parts are younger than those under them."""
        cards = (self._above, self.receipt, self.papers, self._below)
        parts = (*cards, self.acts, self.close_button, self.void_form)
        stops = [stop for part in parts for stop in _stops(part)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _marks(self) -> list[QWidget]:
        """The marks in a row, and of a void visit what that means."""
        row, parts = self._shown.detail.row, list[QWidget]()
        marks = visit_marks(row, self._services.clock.today())
        if marks:
            holder = QWidget()
            line = HBox(holder, gap="s")
            for mark in marks:
                line.addWidget(Chip(mark.text, mark.tone, mark.icon))
            line.addStretch(1)
            parts.append(holder)
        if row.voided:
            reason = self._shown.detail.void_reason
            parts.append(Banner("编号保留，回执已经作废，交出去的纸请收回。", "red", title=f"已作废：{reason}"))
        return parts

    # ---- acting

    def _ask_void(self) -> None:
        self._usual.hide()
        self.void_form.show()
        self.void_form.begin(self._shown.detail)

    def _put_void_away(self) -> None:
        self.void_form.hide()
        self._usual.show()
        self.acts.void.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_voided(self, changes: Changes) -> None:
        self.void_form.hide()
        self._usual.show()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.verticalScrollBar().setValue(0)
        self._bus.tell(changes)

    def _print_papers(self) -> None:
        show_papers(PaperDesk(self.window(), self._services, self._bus, self._printer, self._id))

    def _rate(self) -> None:
        show_rating(self.window(), self._services, self._bus, self._id)


def _stops(part: QWidget) -> list[QWidget]:
    """What takes the keyboard in a part, in the order in which it was built."""
    inside = cast(list[QWidget], part.findChildren(QWidget))
    return [one for one in (part, *inside) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]


def show_visit(
    host: QWidget,
    services: Services,
    printer: DeskPrinter,
    visit_id: int,
    *,
    bus: Bus,
    on_go: Callable[[Target], None],
) -> jobs.Job:
    """Open a visit over `host` (a window); `on_go(target)` once it is closed because it leads elsewhere.

    What can't be read is told in a sentence.
    """

    def opened(shown: Shown) -> None:
        panel = VisitPanel(services, bus, printer, shown)
        overlay = Overlay(host, panel, width=WIDTH, align="right")
        panel.left_for.connect(lambda _target: overlay.close_overlay())
        panel.left_for.connect(on_go)
        overlay.open()
        # It is opened to be read, from its top.
        panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refused(error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(host, error.message)

    return jobs.run(host, lambda: fetch_visit(services, visit_id), opened, refused)
