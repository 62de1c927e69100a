"""One person: who it is, all that ever happened, what is open, and what to mind when she stands at the window."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.dates import short_date
from domain.labels import SERIES_LABELS
from domain.numbering import Series
from domain.permissions import Permission
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.drawer import Drawer
from gui.kit.empty_state import EmptyState
from gui.kit.facts import Facts
from gui.kit.label import Label, Line
from gui.kit.pile import Pile
from gui.kit.scroll import Scroll
from gui.kit.table import Cell, Column, Table
from gui.kit.tabs import Tabs, tab
from gui.kit.visit_parts import CallBacksCard
from gui.people.history import History
from gui.people.identity_card import ActionsCard, IdentityCard
from gui.theme import follow_theme, theme
from services import Services
from services.call_backs import CallBackRow
from services.people import CaseLine, HistoryLine, PersonCard

LEFT, RIGHT = 332, 320
_CASES = ("办事件", "信访件", "帮扶件")
_ROWS = 4


class PersonView(QWidget):
    """`visit_opened(id)`, `service_case_opened(id)`, `case_opened(id)` for a case of another series,
    `edit_requested(field)`; the buttons are `begin`'s own signals.
    """

    visit_opened = Signal(int)
    case_opened = Signal(int)
    service_case_opened = Signal(int)
    edit_requested = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.card: PersonCard | None = None
        self.identity = IdentityCard(services)
        self.begin = ActionsCard(services)
        self.tabs = Tabs(name="往来类别")
        self.history = History()
        self.note = Banner("", "gold", title="接待提示", button="修改")
        self.cases = Table(self._case_columns(), name="在办件", row_height="row_dense", header=False)
        self.no_cases = Label("没有在办的件", "body", "t3")
        self.promised = Pile()
        self.facts = Facts(label_width=40)
        self.remark = Label("", "body", "t2", wrap=True, selectable=True, name="备注")
        self._may_edit = Permission.PERSON_EDIT in services.actor.permissions
        self._lay_out()
        self._connect()

    def show_card(self, card: PersonCard, call_backs: Sequence[CallBackRow] = ()) -> None:
        """Show a person with the calls she was promised, or the same one afresh."""
        same = self.card is not None and self.card.id == card.id
        self.card = card
        self.identity.show_card(card)
        self._show_tabs(card, keep=same)
        self._show_history()
        self.note.set(card.reception_note, tone="gold", title="接待提示")
        self.note.setVisible(bool(card.reception_note))
        self._show_side(card)
        today = self._services.clock.today()
        self.promised.set_parts([CallBacksCard(call_backs, today) if call_backs else None])

    def cover(self) -> None:
        """Mask what is shown whole."""
        self.identity.cover()

    def first_focus(self) -> QWidget:
        """Where the keyboard begins."""
        return self.begin.visit if self.begin.visit.isVisibleTo(self) else self.history

    # ---- building

    def _lay_out(self) -> None:
        row = HBox(self, gap="m", margin=("xl", "m"))
        inside, self._right = QWidget(), QWidget()
        self._left = Scroll(inside)
        left, right = VBox(inside, gap="m"), VBox(self._right, gap="m")
        # Takes the room of the remarks, which a unit has none of.
        self._filler = QWidget()
        left.addWidget(self.identity)
        left.addWidget(self.begin, 1)
        right.addWidget(self._cases_card())
        right.addWidget(self.promised)
        right.addWidget(self._facts_card())
        right.addWidget(self._remark_card(), 1)
        right.addWidget(self._filler, 1)
        row.addWidget(self._left)
        row.addWidget(self._history_card(), 1)
        self.drawer = Drawer(self._right, name="在办件和档案", icon="panel_right")
        self.drawer.attach(self)
        self.drawer.folded.connect(lambda folded: self.counts.setVisible(not folded))
        row.addWidget(self.drawer)
        follow_theme(self._apply)

    def _history_card(self) -> Card:
        card = Card(padded=False)
        card.body.set_spaces(gap="none")
        top = HBox(margin=("l", "none"))
        top.addWidget(self.tabs, 1)
        self.counts = Label("", "hint", "t3")
        top.addWidget(self.counts)
        card.body.addLayout(top)
        card.body.addWidget(Line())
        inside = QWidget()
        column = VBox(inside)
        column.addWidget(self.history)
        column.addStretch(1)
        self.empty = EmptyState("history", "这一类还没有往来")
        self._scroll = Scroll(inside)
        card.body.addWidget(self._scroll, 1)
        card.body.addWidget(self.empty, 1)
        foot = HBox(margin=("l", "none", "l", "m"))
        foot.addWidget(self.note)
        card.body.addLayout(foot)
        if self.note.button is not None:
            self.note.button.setVisible(self._may_edit)
        return card

    def _cases_card(self) -> Card:
        self._open = Card("在办件", dense=True, padded=False)
        self._open.body.set_spaces(gap="none", margin=("none", "none", "none", "xs"))
        self._open.body.addWidget(self.cases)
        inset = HBox(margin=("l", "m"))
        inset.addWidget(self.no_cases)
        self._no_cases = QWidget()
        self._no_cases.setLayout(inset)
        self._open.body.addWidget(self._no_cases)
        return self._open

    def _facts_card(self) -> Card:
        card = Card("档案", dense=True)
        if self._may_edit:
            card.add_link("修改").clicked.connect(lambda: self.edit_requested.emit("service_from"))
        card.body.addWidget(self.facts)
        return card

    def _remark_card(self) -> Card:
        card = self._remarks = Card("备注", dense=True)
        if self._may_edit:
            card.add_link("修改").clicked.connect(lambda: self.edit_requested.emit("note"))
        inside = QWidget()
        column = VBox(inside)
        column.addWidget(self.remark)
        column.addStretch(1)
        card.body.addWidget(Scroll(inside), 1)
        return card

    def _case_columns(self) -> tuple[Column, ...]:
        return (
            Column("编号", lambda case: Cell(case.number, tone="accent", bold=True), width=180),
            Column("立件", lambda case: Cell(self._opened(case), tone="t2"), align="right"),
        )

    def _opened(self, case: CaseLine) -> str:
        return f"{short_date(case.opened, self._services.clock.today())} 立"

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _value: self._show_history())
        self.history.visit_opened.connect(self.visit_opened)
        self.history.case_opened.connect(self.service_case_opened)
        self.history.walked.connect(lambda top, height: self._scroll.ensureVisible(0, top + height // 2, 0, height))
        self.cases.opened.connect(self._on_case)
        self.note.pressed.connect(lambda: self.edit_requested.emit("reception_note"))

    def _on_case(self, case: CaseLine) -> None:
        own = case.kind == SERIES_LABELS[Series.SERVICE]
        (self.service_case_opened if own else self.case_opened).emit(case.id)

    # ---- showing

    def _show_tabs(self, card: PersonCard, *, keep: bool) -> None:
        lines = card.history
        kinds = {kind: sum(line.title == kind for line in lines) for kind in _CASES}
        visits = sum(line.visit_id is not None for line in lines)
        tabs = [tab("", "全部往来", len(lines)), tab("visit", "来访", visits)]
        tabs += [tab(kind, kind, count) for kind, count in kinds.items() if count]
        self.tabs.set_tabs(tabs)
        if not keep:
            self.tabs.set_value("")
        lately = f" · 近 30 天 {card.visits_30_days} 次" if card.visits_30_days else ""
        self.counts.setText(f"来访共 {card.visits_total} 次{lately}" if card.visits_total else "从未来访")

    def _show_history(self) -> None:
        if self.card is None:
            return
        chosen = self.tabs.value()
        lines = tuple(line for line in self.card.history if _fits(line, str(chosen or "")))
        self.history.show_lines(lines, self._services.clock.today())
        self._scroll.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._scroll.verticalScrollBar().setValue(0)

    def _show_side(self, card: PersonCard) -> None:
        self.cases.set_rows(card.open_cases)
        self.cases.setVisible(bool(card.open_cases))
        self._no_cases.setVisible(not card.open_cases)
        self._open.set_note(f"{len(card.open_cases)} 件" if card.open_cases else "")
        self.facts.clear()
        if not card.unit:
            self.facts.add("服役", card.service.removesuffix(" 服役") or "未登记", tone="t1" if card.service else "t3")
            self.facts.add("社区", card.community or "未登记", tone="t1" if card.community else "t3")
        self.facts.add("建档", short_date(card.created, self._services.clock.today()))
        self.remark.setText(card.note or "没有备注")
        self.remark.set_tone("t2" if card.note else "t3")
        self._remarks.setVisible(not card.unit)
        self._filler.setVisible(card.unit)
        self._apply()

    def _apply(self) -> None:
        self._left.setFixedWidth(theme().size(LEFT))
        self._right.setFixedWidth(theme().size(RIGHT))
        rows = min(max(len(self.cases.rows), 1), _ROWS)
        self.cases.setFixedHeight(theme().metrics.row_dense * rows)


def _fits(line: HistoryLine, chosen: str) -> bool:
    if chosen == "visit":
        return line.visit_id is not None
    return not chosen or line.title == chosen
