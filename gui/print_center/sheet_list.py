"""The list of sheets with what narrows it above and what is said of the chosen one below."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.empty_state import EmptyState
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.select import Select
from gui.kit.table import Table
from gui.print_center.columns import SAID_BESIDE, paper_columns
from gui.print_center.periods import Period, period_options, query_of
from gui.theme import theme
from services.documents import Filters, PaperQuery, PaperRow, SheetState

# Typing is followed at this pace, so that not every letter asks the register.
PAUSE_MS = 150
# Narrower than this (at 100 %) the columns go that the chosen sheet's card says as well.
_NARROW = 840
_HINTS_FROM = 720
_NONE = "先选一张"
_NOT_GOOD = {
    SheetState.GOOD: "已经是完好",
    SheetState.FAILED: "没有打印出来，请先重新打印",
    SheetState.VOID: "已经作废",
}
_NOT_SPOILED = {SheetState.SPOILED: "已经记为损坏", SheetState.VOID: "已经作废"}
_MAY_NOT_VOID = "你的岗位没有补印和作废的权限，需要时请站长来做"


class SheetList(Card):
    """The card. `query_changed` when other sheets are wanted, `day_wanted` where a single day has to be asked for."""

    query_changed = Signal()
    day_wanted = Signal()

    def __init__(self, now: Callable[[], dt.datetime], *, may_void: bool) -> None:
        super().__init__(padded=False)
        self._now, self._may_void = now, may_void
        self.day = now().date()
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self.filter = LineEdit(
            "编号、姓名、校验码，或扫纸上的二维码", name="查找文书", icon="search", clear=True, enter="emit"
        )
        self.period = Select(period_options(self.day, self.day), name="日期", value=Period.THREE)
        self.kind = Select([("", "全部文书")], name="文书种类", value="")
        self.printer = Select([("", "全部打印机")], name="打印机", value="")
        self.empty = EmptyState("print", "这几天没有出过文书")
        self.table = Table(paper_columns(now), name="文书", empty=self.empty)
        self.note = Banner("", "green")
        self.good_button = Button("确认完好", key="空格")
        self.spoiled_button = Button("损坏", "danger")
        self.void_button = Button("作废", "danger", shortcut="Alt+X")
        self.retry_button = Button("", icon="print", shortcut="Alt+R")
        self.count = Label("", "label", "t2")
        self._period: Period = Period.THREE
        self._lay_out()
        self._connect()
        self.show_row(None)

    # ---- what is asked for

    def query(self) -> PaperQuery:
        """What the fields ask for, all states."""
        return replace(
            query_of(self._period, self.day, self._now().date()),
            kind=str(self.kind.value() or ""),
            printer=str(self.printer.value() or ""),
            text=self.filter.text(),
        )

    @property
    def one_day(self) -> dt.date | None:
        """The single day on show, or None."""
        return self.day if self._period is Period.ONE else None

    def show_day(self, day: dt.date) -> None:
        """One day alone; today is the period of that name."""
        today = self._now().date()
        self.day = day
        self._set_period(Period.TODAY if day == today else Period.ONE)
        self.query_changed.emit()

    def clear_filters(self) -> None:
        """Let everything through but the period, without telling anyone."""
        self.filter.blockSignals(True)
        self.filter.setText("")
        self.filter.blockSignals(False)
        for select in (self.kind, self.printer):
            select.set_value("")

    def show_filters(self, filters: Filters) -> None:
        """Offer these kinds and printers; what is taken stays."""
        self.kind.set_options([("", "全部文书"), *filters.kinds])
        held = str(self.printer.value() or "")
        names = sorted({*filters.printers, held} - {""})
        self.printer.set_options([("", "全部打印机"), *((name, name) for name in names)])

    # ---- what is shown

    def show_row(self, row: PaperRow | None) -> None:
        """Open what may be said of the chosen sheet."""
        state = row.state if row is not None else None
        self.good_button.set_blocked(_NONE if state is None else _NOT_GOOD.get(state, ""))
        self.spoiled_button.set_blocked(_NONE if state is None else _NOT_SPOILED.get(state, ""))
        closed = _NONE if state is None else "" if self._may_void else _MAY_NOT_VOID
        self.void_button.set_blocked("已经作废" if state is SheetState.VOID else closed)

    def show_failed(self, count: int) -> None:
        """Offer to print anew what never came out."""
        self.retry_button.set_words(f"重打失败的 {count:,} 张")
        self.retry_button.setVisible(count > 0)

    def show_empty(self, *, narrowed: bool) -> None:
        """Why there is nothing."""
        if narrowed:
            self.empty.set("没有合适的文书", "换个写法，放宽日期，或清空筛选")
        else:
            self.empty.set("这几天没有出过文书", "登记来访后，回执会列在这里")

    def say(self, words: str, *, ok: bool) -> None:
        """What became of the last press; "" says nothing."""
        self.note.set(words, tone="green" if ok else "amber")
        self._said.setVisible(bool(words))

    def fit(self) -> None:
        """Leave out what the width doesn't hold."""
        narrow = self.width() < theme().size(_NARROW)
        for column in SAID_BESIDE:
            self.table.setColumnHidden(column, narrow)
        self._hints.setVisible(self.width() >= theme().size(_NARROW))
        self.count.setVisible(self.width() >= theme().size(_HINTS_FROM))

    def resizeEvent(self, event: object) -> None:
        self.fit()

    # ---- building

    def _lay_out(self) -> None:
        self.body.set_spaces(gap="none")
        top = HBox(gap="s", margin=("l", "s"))
        top.addWidget(self.filter, 7)
        for select in (self.period, self.kind, self.printer):
            top.addWidget(select, 4)
        self.body.addLayout(top)
        self._said = QWidget()
        said = VBox(self._said, margin=("l", "none", "l", "s"))
        said.addWidget(self.note)
        self.body.addWidget(self._said)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(Line())
        foot = HBox(gap="s", margin=("l", "s"))
        for button in (self.good_button, self.spoiled_button, self.void_button, self.retry_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.count)
        self._hints = QWidget()
        hints = HBox(self._hints, gap="s")
        for keys, words in (("↑↓", "选择"), ("Enter", "看原样")):
            hints.addWidget(KeyHint(keys))
            hints.addWidget(Label(words, "label", "t2"))
        foot.addWidget(self._hints)
        self.body.addLayout(foot)
        self._said.hide()
        self.retry_button.hide()

    def _connect(self) -> None:
        self._pause.timeout.connect(self.query_changed)
        self.filter.textChanged.connect(lambda _text: self._pause.start())
        self.filter.entered.connect(self._on_entered)
        self.period.chosen.connect(self._on_period)
        for select in (self.kind, self.printer):
            select.chosen.connect(lambda _value: self.query_changed.emit())

    def _on_entered(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.query_changed.emit()
        self.table.setFocus()

    def _on_period(self, value: object) -> None:
        period = Period(str(value))
        if period is Period.ONE:
            self._set_period(self._period)
            self.day_wanted.emit()
            return
        self.day = self._now().date()
        self._set_period(period)
        self.query_changed.emit()

    def _set_period(self, period: Period) -> None:
        self._period = period
        self.period.set_options(period_options(self.day, self._now().date()))
        self.period.set_value(period)
