"""The register: everybody by name, fetched page by page, and a box that finds somebody among them."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.dates import short_date
from domain.labels import age_label
from domain.permissions import Permission
from gui import jobs
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import ChipText
from gui.kit.empty_state import EmptyState
from gui.kit.line_edit import LineEdit
from gui.kit.table import Cell, Column, Deliver, Table
from gui.theme import follow_theme, theme
from services import Services
from services.people import RegisterKey, RegisterPage, RegisterRow

PAGE = 60
WAIT_MS = 150
_CATEGORIES_SHOWN = 1
# Column → a page narrower than this (at 100 %) does without it: the categories, then the last visit.
_SPARED = {4: 1110, 5: 860}


def register_columns(today: Callable[[], dt.date]) -> tuple[Column, ...]:
    """One line of the register, numbers masked."""
    return (
        Column("姓名", _name, width=190),
        Column("证件号", _identity, width=186),
        Column("电话", lambda row: row.phone_masked, width=140),
        Column("社区", lambda row: Cell(row.community, tone="t2")),
        Column("人员类别", _categories, width=216),
        Column("上次来访", lambda row: _last_visit(row, today()), width=112),
        Column("在办", _open_cases, align="right", width=96),
    )


def _name(row: RegisterRow) -> Cell:
    rest = " ".join(filter(None, (row.sex_label, age_label(row.age))))
    return Cell(row.name, bold=True, rest=rest)


def _identity(row: RegisterRow) -> Cell:
    if row.unit:
        return Cell(f"联系人 {row.contact}" if row.contact else "", tone="t2")
    return Cell(row.identity_masked)


def _categories(row: RegisterRow) -> tuple[ChipText, ...]:
    if row.unit:
        return (ChipText("单位"),)
    chips = [ChipText(word, "green") for word in row.categories[:_CATEGORIES_SHOWN]]
    rest = len(row.categories) - _CATEGORIES_SHOWN
    return (*chips, ChipText(f"+{rest}")) if rest > 0 else tuple(chips)


def _last_visit(row: RegisterRow, today: dt.date) -> Cell:
    return Cell(short_date(row.last_visit, today)) if row.last_visit else Cell("从未", tone="t3")


def _open_cases(row: RegisterRow) -> ChipText | str:
    return ChipText(f"{row.open_cases} 件", "blue") if row.open_cases else ""


class RegisterView(QWidget):
    """The list. `person_opened(id)`; `new_requested(text)` and `unit_requested(text)` with what stands in the box."""

    person_opened = Signal(int)
    new_requested = Signal(str)
    unit_requested = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._job: jobs.Job | None = None
        self._following: jobs.Job | None = None
        self._next: RegisterKey | None = None
        self._asked = ""
        self.filter = LineEdit(
            "姓名 / 单位 / 拼音首字母 / 证件号 / 电话", name="筛选服务对象", icon="search", clear=True, enter="emit"
        )
        self.unit_button = Button("新建单位", icon="add", shortcut="Ctrl+Shift+N", size="bar")
        self.new_button = Button("新建服务对象", icon="person_add", shortcut="Ctrl+N", size="bar")
        self.empty = EmptyState("people", "还没有服务对象", "登记来访时会自动建档，也可以先建好", "新建服务对象")
        self.table = Table(register_columns(services.clock.today), name="服务对象", empty=self.empty)
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._lay_out()
        self._connect()
        may_edit = Permission.PERSON_EDIT in services.actor.permissions
        follow_theme(self._fit)
        for button in (self.unit_button, self.new_button):
            button.setVisible(may_edit)
        if self.empty.button is not None:
            self.empty.button.setVisible(may_edit)

    def refresh(self) -> None:
        """Read the first page again; the row that was current stays current if it is still there."""
        if self._job is not None:
            self._job.cancel()
        text = self.filter.text().strip()
        self._job = jobs.run(
            self, lambda: self._services.people.register(limit=PAGE, text=text), lambda page: self._show(page, text)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def look_for(self, text: str) -> None:
        """Look for a text."""
        self.filter.setText(text)
        self._timer.stop()
        self.refresh()

    def current(self) -> RegisterRow | None:
        """The line that keys mean now, None while the list hasn't the focus."""
        row = self.table.current() if self.table.hasFocus() else None
        return row if isinstance(row, RegisterRow) else None

    def _lay_out(self) -> None:
        column = VBox(self, gap="m", margin=("xl", "m"))
        top = HBox(gap="m")
        top.addWidget(self.filter, 3)
        top.addStretch(1)
        top.addWidget(self.unit_button)
        top.addWidget(self.new_button)
        card = Card(padded=False)
        card.body.set_spaces(margin=("none", "xs", "none", "xs"))
        card.body.addWidget(self.table)
        column.addLayout(top)
        column.addWidget(card, 1)

    def _fit(self) -> None:
        for column, least in _SPARED.items():
            self.table.setColumnHidden(column, self.width() < theme().size(least))

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._timer.start())
        self._timer.timeout.connect(self.refresh)
        self.filter.entered.connect(self._on_entered)
        self.table.opened.connect(self._on_opened)
        self.new_button.clicked.connect(lambda: self.new_requested.emit(self.filter.text().strip()))
        self.unit_button.clicked.connect(lambda: self.unit_requested.emit(self.filter.text().strip()))
        self.empty.pressed.connect(lambda: self.new_requested.emit(self.filter.text().strip()))

    def _show(self, page: RegisterPage, text: str) -> None:
        if self._following is not None:
            self._following.cancel()
        self._next, self._asked = page.next, text
        if text:
            self.empty.set(f"没有找到“{text}”", "换个写法再试，比如电话后四位；确实没有就新建")
        else:
            self.empty.set("还没有服务对象", "登记来访时会自动建档，也可以先建好")
        self.table.set_rows(page.rows, self._more if page.next is not None else None)

    def _more(self, deliver: Deliver) -> None:
        """The next lines, while the operator scrolls."""
        after, text = self._next, self._asked

        def take(page: RegisterPage) -> None:
            self._next = page.next
            deliver(page.rows, page.next is not None)

        self._following = jobs.run(
            self,
            lambda: self._services.people.register(after=after, limit=PAGE, text=text),
            take,
            lambda _error: deliver((), False),
        )

    def _on_entered(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.refresh()
        if len(self.table.rows) == 1:
            self._on_opened(self.table.rows[0])
        elif self.table.rows:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_opened(self, row: object) -> None:
        if isinstance(row, RegisterRow):
            self.person_opened.emit(row.id)
