"""The one table: rows in, a list of columns that say how to show them, full keyboard, no zebra."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from gui.kit.row_table import Cell, CellValue, Column, Deliver, More, RowTable
from gui.kit.table_paint import HeaderView, RowPainter
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme

__all__ = ["Cell", "CellValue", "Column", "Deliver", "RowTable", "Table"]

RowHeight = Literal["row", "row_tall", "row_dense", "row_tight"]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Table(QTableView):
    """Shows rows of any frozen class.

    `opened(row)` by Enter or double click, `marked(row)` by Space, `current_changed(row or None)`.
    """

    opened = Signal(object)
    marked = Signal(object)
    current_changed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        row_height: RowHeight = "row",
        empty: QWidget | None = None,
        header: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._columns = tuple(columns)
        self._row_height = row_height
        self.rows_model = RowTable(self._columns, self)
        self._empty = empty
        self.setHorizontalHeader(HeaderView(self._columns, self))
        self.setModel(self.rows_model)
        self._painter = RowPainter(self._columns, self)
        self.setItemDelegate(self._painter)
        self._set_up(header)
        if empty is not None:
            empty.setParent(self.viewport())
        self.horizontalHeader().sectionClicked.connect(self._on_header)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double)
        self.rows_model.modelReset.connect(self._show_empty)
        follow_theme(self._apply)
        self._show_empty()

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows in the order shown, as far as they were fetched."""
        return self.rows_model.rows

    def set_rows(
        self, rows: Sequence[Any], more: More | None = None, *, key: Callable[[Any], object] | None = None
    ) -> None:
        """Show other rows; the current one stays current if it is still among them.

        `more(deliver)` fetches the next rows in a job and hands them to `deliver(rows, goes_on)`; it is asked while the
        operator scrolls, and not again before it has delivered. `key` tells which rows are the same thing: where
        all are, in the same order, only those with news are painted again, and neither place nor scrolling changes.
        """
        if key is not None and self.rows_model.renew_rows(rows, key, more):
            return
        held = self.current()
        self.rows_model.set_rows(rows, more)
        if held is not None and held in self.rows_model.rows:
            self.select(lambda row: row == held)

    def current(self) -> Any | None:
        """The current row, or None."""
        index = self.currentIndex()
        return self.rows_model.row(index.row()) if index.isValid() else None

    def select(self, wanted: Callable[[Any], bool]) -> bool:
        """Make the first row current that is wanted; False if none is here."""
        for at, row in enumerate(self.rows_model.rows):
            if wanted(row):
                self.setCurrentIndex(self.rows_model.index(at, 0))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        row = self.current()
        if held == Qt.KeyboardModifier.NoModifier and row is not None and event.key() in _ENTER:
            self.opened.emit(row)
        elif held == Qt.KeyboardModifier.NoModifier and row is not None and event.key() == Qt.Key.Key_Space:
            self.marked.emit(row)
        elif event.text() and not event.text().isspace() and held == Qt.KeyboardModifier.NoModifier:
            # No search by letters: an input method would eat half of them.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        # Qt makes the first row current here without selecting it: the keys would mean a row that nobody sees.
        if self.rows_model.rowCount() and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.rows_model.index(max(0, self.currentIndex().row()), 0))
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        point = event.position().toPoint()
        self._painter.set_hover(self.indexAt(point).row())
        set_tip(self.viewport(), self.tip_at(point))

    def tip_at(self, point: QPoint) -> str:
        """All the words of the cell under a point, where they are cut."""
        index = self.indexAt(point)
        return self._painter.cut_words(self.visualRect(index), index) if index.isValid() else ""

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._painter.set_hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())

    def _set_up(self, header: bool) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        top = self.horizontalHeader()
        top.setVisible(header)
        top.setHighlightSections(False)
        for at, column in enumerate(self._columns):
            fixed = QHeaderView.ResizeMode.Interactive if column.width else QHeaderView.ResizeMode.Stretch
            top.setSectionResizeMode(at, fixed)

    def _on_header(self, section: int) -> None:
        held = self.current()
        if self.rows_model.sort_by(section) and held is not None:
            self.select(lambda row: row == held)

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.current_changed.emit(self.rows_model.row(now.row()) if now.isValid() else None)

    def _on_double(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows_model.row(index.row()))

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setVisible(self.rows_model.rowCount() == 0)

    def _apply(self) -> None:
        metrics = theme().metrics
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(int(getattr(metrics, self._row_height)))
        self.horizontalHeader().setFixedHeight(metrics.table_head)
        for at, column in enumerate(self._columns):
            if column.width:
                self.setColumnWidth(at, theme().size(column.width))
