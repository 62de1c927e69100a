"""A dumb table model: it is fed with rows and knows how each column gets its text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.kit.chip import ChipText
from gui.kit.stage_bar import StageMark
from gui.tokens import Tone

_Index = QModelIndex | QPersistentModelIndex
Deliver = Callable[[Sequence[Any], bool], None]
"""Takes the next rows, and whether yet more follow."""
More = Callable[[Deliver], None]
"""Fetches the next rows, in a job, and calls once, on the main thread, what it was given."""


@dataclass(frozen=True)
class Cell:
    """A cell's text with its look; `rest` follows in grey, `chips` stand at the right end.

    The text takes whatever room the chips of its own row leave.
    """

    text: str
    tone: Tone = "t1"
    bold: bool = False
    rest: str = ""
    icon: str = ""
    chips: tuple[ChipText, ...] = ()


@dataclass(frozen=True)
class TickMark:
    """The value of a cell that is a box to tick."""

    on: bool


CellValue = str | Cell | ChipText | tuple[ChipText, ...] | StageMark | TickMark


@dataclass(frozen=True)
class Column:
    """One column: title, how to get the cell of a row, and, where it can be sorted, the key to sort by.

    `width` is a length at 100 %; 0 shares what is left. Numbers stand right.
    """

    title: str
    getter: Callable[[Any], CellValue]
    sort_key: Callable[[Any], Any] | None = None
    align: Literal["left", "right", "center"] = "left"
    width: int = 0
    name: str = ""


def cell_words(value: CellValue) -> str:
    """A cell as plain words, for screen readers and tests."""
    if isinstance(value, Cell):
        return " ".join(filter(None, (value.text, value.rest, *(chip.text for chip in value.chips))))
    if isinstance(value, ChipText):
        return value.text
    if isinstance(value, StageMark):
        return value.spoken
    if isinstance(value, TickMark):
        return "已选" if value.on else "未选"
    if isinstance(value, tuple):
        return " ".join(chip.text for chip in value)
    return value


class RowTable(QAbstractTableModel):
    """The model. Rows may come in pages; then they can't be sorted here, because the rest isn't known."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Any] = []
        self._more: More | None = None
        # Each filling has a number, so that rows that were asked for before it are known when they come.
        self._filling = 0
        self._asking = False
        self.sorted_by: int | None = None
        self.descending = False

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows in their order."""
        return tuple(self._rows)

    def row(self, at: int) -> Any:
        """One row; IndexError past the end."""
        return self._rows[at]

    def set_rows(self, rows: Sequence[Any], more: More | None = None) -> None:
        """Take other rows, sorted as before."""
        self.beginResetModel()
        self._rows = list(rows)
        self._more = more
        self._filling += 1
        self._asking = False
        if more is not None:
            self.sorted_by = None
        self._sort()
        self.endResetModel()

    def renew_rows(self, rows: Sequence[Any], key: Callable[[Any], object], more: More | None) -> bool:
        """Take the same rows with news in some of them; False, and nothing taken, where they are others."""
        if self.sorted_by is not None or [key(row) for row in rows] != [key(row) for row in self._rows]:
            return False
        changed = [at for at, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
        self._rows = list(rows)
        self._more = more
        self._filling += 1
        self._asking = False
        for at in changed:
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self._columns) - 1))
        return True

    def value(self, row: int, column: int) -> CellValue:
        """The cell as its column gives it."""
        return self._columns[column].getter(self._rows[row])

    def sort_by(self, column: int) -> bool:
        """Sort by a column, the other way round the second time; False where it can't be sorted."""
        if self._columns[column].sort_key is None or self._more is not None:
            return False
        self.descending = self.sorted_by == column and not self.descending
        self.sorted_by = column
        self.layoutAboutToBeChanged.emit()
        self._sort()
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        return True

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_words(self.value(index.row(), index.column()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        column = self._columns[section]
        arrow = ("↓" if self.descending else "↑") if self.sorted_by == section else ""
        return f"{column.title} {arrow}".strip()

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self._more is not None and not self._asking

    def fetchMore(self, parent: _Index) -> None:
        if self._more is None or self._asking:
            return
        self._asking = True
        filling = self._filling

        def deliver(rows: Sequence[Any], goes_on: bool) -> None:
            if filling == self._filling:
                self._append(rows, goes_on)

        self._more(deliver)

    def _append(self, rows: Sequence[Any], goes_on: bool) -> None:
        self._asking = False
        if not goes_on:
            self._more = None
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def _sort(self) -> None:
        if self.sorted_by is None:
            return
        key = self._columns[self.sorted_by].sort_key
        if key is not None:
            self._rows.sort(key=key, reverse=self.descending)
