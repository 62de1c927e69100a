"""What narrows the list of service cases: words, matter, handler, days of acceptance, and the filters by name."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from domain.dates import read_date
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.pile import Pile
from gui.kit.select import Select
from gui.theme import follow_theme, theme
from services.saved_filters import NamedFilter
from services.service_cases import CaseQuery

# Typing is followed at this pace, so that not every letter asks the register.
PAUSE_MS = 150
_DAY_WIDTH, _SELECT_WIDTH = 128, 168
# Narrower than this (at 100 %) the order isn't told in words: the column of days shows it.
_WORDS_FROM = 1120
_ORDER = "按截止日从近到远排列"
_CLOSED_ORDER = "最近办结的排在前面"
_ANY_KIND, _ANYBODY = ("", "全部事项"), ("", "全部承办人")


class FilterBar(QWidget):
    """The row. `changed` when other cases are wanted; `entered` for Enter in the box; `keep_pressed` to name them."""

    changed = Signal()
    entered = Signal()
    keep_pressed = Signal()

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self.box = LineEdit("姓名、编号、受理号、事项", name="筛选办件", icon="search", clear=True, enter="emit")
        self.kind = Select([_ANY_KIND], name="事项", value="")
        self.handler = Select([_ANYBODY], name="承办人", value="")
        self.since = LineEdit("受理从 11-01", name="受理日期从", latin=True)
        self.until = LineEdit("到 11-24", name="受理日期到", latin=True)
        self.clear_link = Link("清除筛选", shortcut="Alt+C")
        self.keep_link = Link("存为我的筛选", icon="save")
        self.order = Label(_ORDER, "label", "t2")
        self._lay_out()
        self._connect()

    # ---- what is asked for

    def narrowed(self) -> bool:
        """Whether anything is filled in."""
        asked = self.query(CaseQuery())
        return asked != CaseQuery()

    def query(self, base: CaseQuery) -> CaseQuery:
        """`base` narrowed as the fields say; a day that can't be read narrows nothing."""
        return replace(
            base,
            text=self.box.text().strip(),
            kind=str(self.kind.value() or ""),
            handler=str(self.handler.value() or ""),
            since=self._day(self.since),
            until=self._day(self.until),
        )

    def show_query(self, query: CaseQuery) -> None:
        """Fill the fields in, without telling anyone."""
        self.box.blockSignals(True)
        self.box.setText(query.text)
        self.box.blockSignals(False)
        for select, value in ((self.kind, query.kind), (self.handler, query.handler)):
            select.set_value(value)
        for edit, day in ((self.since, query.since), (self.until, query.until)):
            edit.setText("" if day is None else day.isoformat())
        self.look()

    def set_choices(self, kinds: Sequence[tuple[str, str]], handlers: Sequence[tuple[str, str]]) -> None:
        """Offer these matters (code, label) and operators (uuid, name); what is taken stays, even where it is gone."""
        for select, first, found in ((self.kind, _ANY_KIND, kinds), (self.handler, _ANYBODY, handlers)):
            held = select.value()
            select.set_options([first, *found])
            select.set_value(held if select.value() is None else select.value())
            if select.value() is None:
                select.set_value("")

    def look(self) -> None:
        """Mark days that can't be read, and offer what means something now."""
        for edit in (self.since, self.until):
            reading = read_date(edit.text(), self._today())
            edit.set_state("error" if reading.value is None and edit.text().strip() else "")
            edit.setAccessibleDescription(reading.message if edit.property("state") == "error" else "")
        self.clear_link.setVisible(self.narrowed())

    def show_keeping(self, name: str) -> None:
        """What the link does: keep these filters, or forget the named one that they are."""
        self.keep_link.set_words(f"去掉“{name}”" if name else "存为我的筛选")
        self.keep_link.setVisible(bool(name) or self.narrowed())

    def show_order(self, *, closed: bool) -> None:
        """Say in which order the list stands."""
        self.order.setText(_CLOSED_ORDER if closed else _ORDER)

    def resizeEvent(self, event: object) -> None:
        self.order.setVisible(self.width() >= theme().size(_WORDS_FROM))

    # ---- inside

    def _day(self, edit: LineEdit) -> dt.date | None:
        return read_date(edit.text(), self._today()).value

    def _lay_out(self) -> None:
        row = HBox(self, gap="s")
        row.addWidget(self.box, 1)
        for widget in (self.kind, self.handler, self.since, self.until, self.clear_link, self.keep_link):
            row.addWidget(widget)
        row.addWidget(self.order)
        follow_theme(self._apply)
        self.look()
        self.show_keeping("")

    def _apply(self) -> None:
        for select in (self.kind, self.handler):
            select.setFixedWidth(theme().size(_SELECT_WIDTH))
        for edit in (self.since, self.until):
            edit.setFixedWidth(theme().size(_DAY_WIDTH))

    def _connect(self) -> None:
        self._pause.timeout.connect(self.changed)
        self.box.textChanged.connect(lambda _text: self._pause.start())
        self.box.entered.connect(self._on_entered)
        for select in (self.kind, self.handler):
            select.chosen.connect(lambda _value: self.changed.emit())
        for edit in (self.since, self.until):
            edit.textEdited.connect(lambda _text: self._pause.start())
            edit.left.connect(self.look)
        self.clear_link.clicked.connect(self.clear)
        self.keep_link.clicked.connect(self.keep_pressed)

    def _on_entered(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.changed.emit()
        self.entered.emit()

    def clear(self) -> None:
        """Let everything through."""
        self.show_query(CaseQuery())
        self.changed.emit()


class NamedFilters(QWidget):
    """The operator's own filters, each with its count. `chosen(NamedFilter)`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("我的筛选")
        self.buttons: tuple[Button, ...] = ()
        self._shown: object = None
        column = VBox(self)
        self._pile = Pile(gap="s")
        column.addWidget(self._pile)
        self.hide()

    def show_filters(self, named: Sequence[NamedFilter], counts: Mapping[str, int], held: str) -> None:
        """Offer these; `held` is the name of the one that is on show."""
        now = (tuple(named), dict(counts), held)
        if now == self._shown:
            return
        self._shown = now
        row = QWidget(self._pile)
        line = HBox(row, gap="s")
        line.addWidget(Label("我的筛选", "label", "t2", parent=row))
        made = []
        for one in named:
            words = f"{one.name} {counts[one.name]:,}" if one.name in counts else one.name
            button = Button(
                words, "soft" if one.name == held else "normal", size="small", name=f"我的筛选：{words}", parent=row
            )
            button.clicked.connect(lambda _checked=False, one=one: self.chosen.emit(one))
            line.addWidget(button)
            made.append(button)
        line.addStretch(1)
        self.buttons = tuple(made)
        self._pile.set_parts((row,) if named else ())
        self.setVisible(bool(named))
