"""One case at the right edge of the window: whose it is, how long it is open, and the visits in which it came up."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.dates import short_date
from domain.labels import CASE_CLOSED, NAME_NOT_LEFT, SERIES_LABELS
from domain.numbering import Series
from domain.permissions import Permission
from gui.kit.boxes import VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.chip import Chip, ChipText
from gui.kit.facts import Facts
from gui.kit.moments import moment_words
from gui.kit.outcome_chip import outcomes_chip
from gui.kit.overlay import Panel
from gui.kit.table import Cell, Column, Table
from gui.theme import follow_theme, theme
from gui.workbench.columns import days_chip, days_open
from services import Services
from services.visits import CaseDetail, VisitRow

WIDTH = 480
_ROWS = 6


class CasePanel(Panel):
    """The panel. `person_pressed(id)`, `visit_opened(id)`, `visit_requested(person id)` for a new visit of hers."""

    person_pressed = Signal(int)
    visit_opened = Signal(int)
    visit_requested = Signal(int)

    def __init__(self, services: Services, detail: CaseDetail) -> None:
        super().__init__(detail.row.number, SERIES_LABELS[Series(detail.row.series)])
        self._services, self._detail = services, detail
        self.visits = Table(self._columns(), name="相关来访", row_height="row_dense", header=False)
        self.visits.set_rows(detail.visits)
        self.visits.opened.connect(self._on_opened)
        self._lay_out()

    def _lay_out(self) -> None:
        self.body.addWidget(self._facts())
        card = Card("相关来访", note=f"{len(self._detail.visits)} 次", dense=True, padded=False)
        card.body.set_spaces(margin=("none", "none", "none", "xs"))
        card.body.addWidget(self.visits)
        self.body.addWidget(card)
        self.body.addStretch(1)
        follow_theme(self._set_height)
        held = self._services.actor.permissions
        self.foot.addStretch(1)
        close = Button("关闭", key="Esc")
        close.clicked.connect(self.dismissed)
        self.add_foot(close)
        person = self._detail.row.person_id
        if person is not None and Permission.VISIT_REGISTER in held:
            register = Button("登记来访", "primary", icon="person_add", shortcut="F2")
            register.clicked.connect(lambda: self.visit_requested.emit(person))
            self.add_foot(register)

    def _facts(self) -> QWidget:
        row, closed = self._detail.row, self._detail.closed_at
        today = self._services.clock.today()
        part = QWidget()
        column = VBox(part, gap="s")
        chip = ChipText(CASE_CLOSED, "green", "checkmark") if closed is not None else days_chip(days_open(row, today))
        facts = Facts()
        facts.add("事项", row.title)
        facts.add("状态", Chip(chip.text, chip.tone, chip.icon))
        facts.add("来访人", self._person())
        facts.add("立件", short_date(row.opened_at.date(), today))
        if closed is not None:
            facts.add("办结", short_date(closed.date(), today))
        facts.add("承办", row.handler)
        column.addWidget(facts)
        return part

    def _person(self) -> str | QWidget:
        row = self._detail.row
        person = row.person_id
        if person is None or Permission.PERSON_READ not in self._services.actor.permissions:
            return row.person or NAME_NOT_LEFT
        link = Link(row.person or NAME_NOT_LEFT, name=f"打开{row.person}的档案")
        link.clicked.connect(lambda: self.person_pressed.emit(person))
        return link

    def _columns(self) -> tuple[Column, ...]:
        now = self._services.clock.now()
        return (
            Column("时间", lambda v: Cell(moment_words(v.visited_at, now), tone="t2"), width=118),
            Column("事项", lambda v: v.summary),
            Column("结果", lambda v: outcomes_chip(v.outcomes), align="right", width=136),
        )

    def _set_height(self) -> None:
        rows = min(max(len(self._detail.visits), 1), _ROWS)
        self.visits.setFixedHeight(theme().metrics.row_dense * rows)

    def _on_opened(self, row: object) -> None:
        if isinstance(row, VisitRow):
            self.visit_opened.emit(row.id)
