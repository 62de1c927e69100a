"""How rows and the head of a table are drawn: chips in cells, a line under each row, the row under the mouse."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QTableView

from gui.kit.chip import ChipText, chip_width, paint_chip
from gui.kit.paint import CENTRE, LEFT, RIGHT, draw_icon, frame, text, text_width
from gui.kit.row_table import Cell, CellValue, Column, RowTable, TickMark, cell_words
from gui.kit.stage_bar import StageMark, paint_stage, stage_width
from gui.theme import theme

_Index = QModelIndex | QPersistentModelIndex
# `option` is a QStyleOptionViewItem; the stubs of 6.8 leave out its rect and state, so it is Any below.
_ALIGNS = {"left": LEFT, "right": RIGHT, "center": CENTRE}


def cell_box(rect: QRect, column: int, count: int) -> QRect:
    """The room of a cell: the outer columns keep more distance from the edge."""
    inner, outer = theme().size(10), theme().space("l")
    left = outer if column == 0 else inner
    right = outer if column == count - 1 else inner
    return rect.adjusted(left, 0, -right, 0)


def value_width(value: CellValue) -> int:
    """How wide a cell's words or chips are when painted."""
    if isinstance(value, ChipText):
        value = (value,)
    if isinstance(value, tuple):
        return sum(chip_width(chip) for chip in value) + theme().space("xs") * max(0, len(value) - 1)
    if isinstance(value, StageMark):
        return stage_width(value)
    if isinstance(value, TickMark):
        return theme().metrics.check
    cell = Cell(value) if isinstance(value, str) else value
    width = text_width(cell.text, theme().font("strong" if cell.bold else "body"))
    width += theme().metrics.icon + theme().space("s") if cell.icon else 0
    width += theme().space("s") + value_width(cell.chips) if cell.chips else 0
    return width + (theme().space("s") + text_width(cell.rest, theme().font("body")) if cell.rest else 0)


def _paint_tick(painter: QPainter, box: QRect, value: TickMark) -> None:
    """A box to tick, as a check box draws it."""
    side, tick = theme().metrics.check, theme().metrics.icon_chip
    room = QRect(box.left(), box.top() + (box.height() - side) // 2, side, side)
    fill, line = ("accent", None) if value.on else ("surface", theme().colour("input"))
    frame(painter, room, radius=theme().metrics.radius_chip, fill=theme().colour(fill), line=line)
    if value.on:
        inset = (side - tick) // 2
        mark = QRect(room.left() + inset, room.top() + inset, tick, tick)
        draw_icon(painter, "checkmark", theme().colour("on_accent"), mark)


class HeaderView(QHeaderView):
    """The head: 12 pixels, on the second surface, with one line under it."""

    def __init__(self, columns: Sequence[Column], parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(theme().size(40))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        colour = theme().colour
        painter.fillRect(rect, colour("surface2"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colour("line"))
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        box = cell_box(rect, logicalIndex, len(self._columns))
        align = _ALIGNS[self._columns[logicalIndex].align]
        text(painter, box, words, font=theme().font("chip"), colour=colour("t2"), align=align)
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().metrics.table_head)


class RowPainter(QStyledItemDelegate):
    """The cells."""

    def __init__(self, columns: Sequence[Column], table: QTableView) -> None:
        super().__init__(table)
        self._columns = tuple(columns)
        self._table = table
        self._hover = -1

    def set_hover(self, row: int) -> None:
        """The row under the mouse, -1 for none."""
        if row != self._hover:
            self._hover = row
            self._table.viewport().update()

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, RowTable):
            return
        painter.save()
        self._paint_ground(painter, option, index)
        box = cell_box(option.rect, index.column(), len(self._columns))
        self._paint_value(painter, box, index.column(), model.value(index.row(), index.column()))
        painter.restore()

    def sizeHint(self, option: Any, index: _Index) -> QSize:
        return QSize(theme().size(60), theme().metrics.row)

    def cut_words(self, rect: QRect, index: _Index) -> str:
        """All the words of a cell whose room is too small for them, for its tooltip; "" where they can be read."""
        model = index.model()
        if not isinstance(model, RowTable):
            return ""
        value = model.value(index.row(), index.column())
        box = cell_box(rect, index.column(), len(self._columns))
        return cell_words(value) if value_width(value) > box.width() + 1 else ""

    def _paint_ground(self, painter: QPainter, option: Any, index: _Index) -> None:
        colour, rect = theme().colour, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        token = "accent_soft" if chosen else ("surface2" if index.row() == self._hover else "surface")
        painter.fillRect(rect, colour(token))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colour("line2"))
        if chosen and index.column() == 0 and self._table.hasFocus():
            bar = QRect(rect.left(), rect.top(), theme().metrics.marker, rect.height())
            painter.fillRect(bar, colour("accent_t"))

    def _paint_value(self, painter: QPainter, box: QRect, column: int, value: CellValue) -> None:
        align = self._columns[column].align
        if isinstance(value, ChipText):
            value = (value,)
        if isinstance(value, tuple):
            self._paint_chips(painter, box, value, align)
            return
        if isinstance(value, StageMark):
            paint_stage(painter, box, value)
            return
        if isinstance(value, TickMark):
            _paint_tick(painter, box, value)
            return
        cell = Cell(value) if isinstance(value, str) else value
        if cell.chips:
            self._paint_chips(painter, box, cell.chips, "right")
            box = box.adjusted(0, 0, -value_width(cell.chips) - theme().space("s"), 0)
        if cell.icon:
            side = theme().metrics.icon
            if not cell.text and self._columns[column].align == "center":
                box = QRect(box.x() + (box.width() - side) // 2, box.y(), side, box.height())
            at = QRect(box.left(), box.top() + (box.height() - side) // 2, side, side)
            draw_icon(painter, cell.icon, theme().tone(cell.tone), at)
            box = box.adjusted(side + theme().space("s"), 0, 0, 0)
        font = theme().font("strong" if cell.bold else "body")
        used = text(painter, box, cell.text, font=font, colour=theme().tone(cell.tone), align=_ALIGNS[align])
        if cell.rest and align == "left":
            rest = box.adjusted(used + theme().space("s"), 0, 0, 0)
            text(painter, rest, cell.rest, font=theme().font("body"), colour=theme().colour("t2"))

    def _paint_chips(self, painter: QPainter, box: QRect, chips: Sequence[ChipText], align: str) -> None:
        height, gap = theme().metrics.chip, theme().space("xs")
        top = box.top() + (box.height() - height) // 2
        widths = [chip_width(chip) for chip in chips]
        x = box.left()
        if align == "right":
            x = box.right() + 1 - sum(widths) - gap * (len(chips) - 1)
        for chip, width in zip(chips, widths, strict=True):
            shown = min(width, box.right() + 1 - x)
            if shown > theme().metrics.chip:
                paint_chip(painter, QRect(x, top, shown, height), chip)
            x += width + gap
