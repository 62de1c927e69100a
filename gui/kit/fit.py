"""Columns as wide as what stands in them: no word is cut while its neighbour has room left over."""

from gui.kit.table import Table
from gui.kit.table_paint import cell_box, value_width
from gui.theme import theme


def fit_column(table: Table, column: int, *, least: int, most: int) -> None:
    """Make a column as wide as its widest cell, between two lengths at 100 %; call it when rows or zoom changed."""
    model = table.rows_model
    wanted = max((value_width(model.value(row, column)) for row in range(model.rowCount())), default=0)
    room = table.rect()
    wanted += room.width() - cell_box(room, column, model.columnCount()).width() + 1
    table.setColumnWidth(column, max(theme().size(least), min(wanted, theme().size(most))))
