"""Rows of an entry that are added, taken away and put into another order: materials, fields, boxes to copy.

A row is declared as a table of cells, so that the three lists are one widget. What a cell doesn't show of a row stays
as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from domain.catalogue_parts import CONST_SOURCE
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, IconButton
from gui.kit.label import Label, Line
from gui.kit.press import bind
from gui.kit.select import Select
from gui.settings.catalogue_cells import CellSpec, RowCell, SourcePick
from gui.theme import follow_theme, theme

_ORDER_WIDTH = 22
Offer = Callable[[int], Sequence[tuple[object, str]]]
_GONE = "（这一栏没有了，请重选）"


@dataclass(frozen=True)
class RowsSpec:
    """A list: what one of its rows is called, an empty record and the cells."""

    noun: str
    blank: Any
    cells: tuple[CellSpec, ...]


class EntryRow(QWidget):
    """One row. `edited`, `removed`."""

    edited = Signal()
    removed = Signal()

    def __init__(self, spec: RowsSpec, record: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self.cells = {cell.name: RowCell(cell) for cell in spec.cells}
        self.remove = IconButton("dismiss", "去掉这一行（Alt+Del）", size="small")
        self._order = Label("", "label", "t2")
        self._trouble = Label("", "hint", "red", wrap=True)
        column = VBox(self, gap="xs", margin=("none", "none", "none", "s"))
        further = range(max(cell.line for cell in spec.cells))
        self._indents, self._ends = [QWidget() for _ in further], [QWidget() for _ in further]
        lines = zip([self._order, *self._indents], [self.remove, *self._ends], strict=True)
        for at, (indent, end) in enumerate(lines):
            row = HBox(gap="s")
            row.addWidget(indent)
            for cell in self.cells.values():
                if cell.spec.line == at:
                    row.addWidget(cell, cell.spec.share)
            row.addWidget(end)
            column.addLayout(row)
        column.addWidget(self._trouble)
        column.addWidget(Line())
        self._trouble.hide()
        for cell in self.cells.values():
            cell.edited.connect(self.edited)
        self.remove.clicked.connect(self.removed)
        follow_theme(self._apply)
        self.show_record()

    def record(self) -> Any:
        """The row as it stands here."""
        return replace(self._record, **{name: cell.value() for name, cell in self.cells.items()})

    def show_record(self) -> None:
        """Show what it began with. Selects show it once they were offered something."""
        for name, cell in self.cells.items():
            cell.set_value(getattr(self._record, name))

    def offer(self, name: str, options: Sequence[tuple[object, str]]) -> None:
        """Offer options in one cell; the first time, what the record says is taken from them, known or not."""
        cell = self.cells[name]
        control = cell.control.select if isinstance(cell.control, SourcePick) else cell.control
        first = isinstance(control, Select) and control.count() == 0
        kept = getattr(self._record, name)
        if first and kept and not str(kept).startswith(CONST_SOURCE) and kept not in [value for value, _ in options]:
            options = [*options, (kept, _GONE)]
        cell.offer(options)
        if first:
            cell.set_value(kept)

    def set_order(self, order: int) -> None:
        """Its place, from 1."""
        self._order.setText(str(order))
        for cell in self.cells.values():
            cell.name_for(order)
        self.remove.setAccessibleName(f"去掉第 {order} 行")

    def set_read_only(self, read_only: bool) -> None:
        """For who may only look."""
        self.remove.setVisible(not read_only)
        for cell in self.cells.values():
            cell.set_read_only(read_only)

    def show_faults(self, faults: Mapping[str, str], *, soft: bool = False) -> None:
        """Sentences under the row: attribute → sentence; `soft` ones stop nothing."""
        for name, cell in self.cells.items():
            cell.set_state("error" if name in faults and not soft else "")
            cell.control.setAccessibleDescription(faults.get(name, ""))
        labels = {name: f"{cell.spec.label}：" for name, cell in self.cells.items()}
        self._trouble.set_tone("amber" if soft else "red")
        self._trouble.setText("　".join(f"{labels.get(name, '')}{words}" for name, words in faults.items()))
        self._trouble.setVisible(bool(faults))

    def fault(self) -> str:
        """What is said under it, "" for nothing."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    def focus_cell(self, name: str = "") -> None:
        """Go to a cell; to the first one where it has none of that name."""
        cell = self.cells.get(name) or next(iter(self.cells.values()))
        cell.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _apply(self) -> None:
        for part in (self._order, *self._indents):
            part.setFixedWidth(theme().size(_ORDER_WIDTH))
        for part in self._ends:
            part.setFixedWidth(theme().metrics.button_small)


class RowList(QWidget):
    """The rows, and the button that adds one.

    `edited`; `row_removed(at, record)` so that it can be had back. Alt+N adds, Alt+Del takes the row with the keyboard
    away, Alt+↑ and Alt+↓ move it. A matter has three such lists and one is on the screen, so rows are made when they
    are looked at, not while the chief goes down the catalogue.
    """

    edited = Signal()
    row_removed = Signal(int, object)

    def __init__(self, spec: RowsSpec, blank: Callable[[], Any] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._blank = blank or (lambda: spec.blank)
        self._read_only = False
        self._rows: list[EntryRow] = []
        self._waiting: tuple[Any, ...] = ()
        self._offers: dict[str, Offer] = {}
        self.add = Button(f"加一行{spec.noun}", icon="add", shortcut="Alt+N", size="small")
        self.empty = Label(f"没有{spec.noun}。", "body", "t3")
        column = VBox(self, gap="xs")
        column.addWidget(self.empty)
        self._pile = VBox(gap="xs")
        column.addLayout(self._pile)
        foot = HBox()
        foot.addWidget(self.add)
        foot.addStretch(1)
        column.addLayout(foot)
        self.add.clicked.connect(self._on_add)
        moves = (("Alt+Up", lambda: self._move(-1)), ("Alt+Down", lambda: self._move(1)), ("Alt+Del", self._drop))
        for keys, act in moves:
            shortcut = bind(self, keys)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @property
    def rows(self) -> list[EntryRow]:
        """The rows, made now if nobody looked before."""
        waiting, self._waiting = self._waiting, ()
        for record in waiting:
            self._insert(len(self._rows), record)
        if waiting:
            self._renumber()
            self._tell_offers()
        return self._rows

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._renumber()

    def __len__(self) -> int:
        return len(self._waiting) or len(self._rows)

    def records(self) -> tuple[Any, ...]:
        """The rows as they stand here."""
        return self._waiting or tuple(row.record() for row in self._rows)

    def show_records(self, records: Sequence[Any]) -> None:
        """Show these; nothing is sent."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows, self._waiting = [], tuple(records)
        if self.isVisible():
            self._renumber()

    def offer(self, name: str, options: Offer) -> None:
        """What may be chosen in one cell of each row, by its place from 0."""
        self._offers[name] = options
        self._tell_offers()

    def _tell_offers(self) -> None:
        for name, options in self._offers.items():
            for at, row in enumerate(self._rows):
                row.offer(name, options(at))

    def put(self, at: int, record: Any) -> None:
        """Put a row in, as if it were typed."""
        self._insert(min(at, len(self.rows)), record)
        self._renumber()
        self.edited.emit()

    def set_read_only(self, read_only: bool) -> None:
        """For who may only look."""
        self._read_only = read_only
        self.add.setVisible(not read_only)
        for row in self.rows:
            row.set_read_only(read_only)

    def show_faults(self, faults: Mapping[str, str], *, soft: bool = False) -> None:
        """ "0.name" → sentence, each under its row."""
        if self._waiting and not faults:
            return
        for at, row in enumerate(self.rows):
            mark = f"{at}."
            mine = {path.removeprefix(mark): words for path, words in faults.items() if path.startswith(mark)}
            row.show_faults(mine, soft=soft)

    def go_to(self, path: str) -> None:
        """Go to what "0.name" names."""
        at, _, name = path.partition(".")
        if at.isdecimal() and int(at) < len(self.rows):
            self.rows[int(at)].focus_cell(name)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert(self, at: int, record: Any) -> EntryRow:
        row = EntryRow(self._spec, record)
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._remove(row))
        row.set_read_only(self._read_only)
        self._pile.insertWidget(at, row)
        self._rows.insert(at, row)
        row.show()
        return row

    def _on_add(self) -> None:
        row = self._insert(len(self.rows), self._blank())
        self._renumber()
        self.edited.emit()
        row.focus_cell()

    def _remove(self, row: EntryRow) -> None:
        at, record = self.rows.index(row), row.record()
        self.rows.remove(row)
        self._pile.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._renumber()
        if self.rows:
            self.rows[min(at, len(self.rows) - 1)].focus_cell()
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        self.row_removed.emit(at, record)

    def _drop(self) -> None:
        row = self._held()
        if row is not None and not self._read_only:
            self._remove(row)

    def _move(self, step: int) -> None:
        """The row with the keyboard changes its place with a neighbour, and keeps the keyboard."""
        row = self._held()
        at = self.rows.index(row) + step if row is not None else -1
        if row is None or self._read_only or not 0 <= at < len(self.rows):
            return
        now = QApplication.focusWidget()
        held = next((name for name, cell in row.cells.items() if now is not None and cell.isAncestorOf(now)), "")
        self.rows.remove(row)
        self.rows.insert(at, row)
        self._pile.removeWidget(row)
        self._pile.insertWidget(at, row)
        self._renumber()
        row.focus_cell(held)
        self.edited.emit()

    def _held(self) -> EntryRow | None:
        now = QApplication.focusWidget()
        return next((row for row in self.rows if now is not None and row.isAncestorOf(now)), None)

    def _renumber(self) -> None:
        self.empty.setVisible(not self.rows)
        before: QWidget | None = None
        for order, row in enumerate(self.rows, 1):
            row.set_order(order)
            for stop in [*(cell.control for cell in row.cells.values()), row.remove]:
                if before is not None:
                    QWidget.setTabOrder(before, stop)
                before = stop
        if before is not None:
            QWidget.setTabOrder(before, self.add)
