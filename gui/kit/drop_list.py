"""The list under a search field: a plain child of the window, never a Qt.Popup, so that the input method keeps working.

It takes no focus: the field keeps the keyboard and moves the list's current row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QWidget

from gui.kit.avatar import paint_avatar
from gui.kit.boxes import VBox
from gui.kit.chip import ChipText, chip_width, paint_chip
from gui.kit.new_row import NewRow
from gui.kit.paint import draw_icon, key_badge, key_size, text, text_width
from gui.theme import theme

_Index = QModelIndex | QPersistentModelIndex
# `option` is a QStyleOptionViewItem; the stubs of 6.8 leave out its rect and state, so it is Any below.


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One row: `key` is what the page gets back; `mark` is the part of the title to highlight."""

    key: object
    title: str
    rest: str = ""
    detail: str = ""
    initial: str = ""
    icon: str = ""
    chip: ChipText | None = None
    mark: str = ""
    group: str = ""


Row = Choice | str  # a str is the heading of a group


class _Rows(QAbstractListModel):
    """The rows, headings among them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def fill(self, choices: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.rows = []
        group = ""
        for choice in choices:
            if choice.group != group:
                group = choice.group
                self.rows.append(group)
            self.rows.append(choice)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(row, Choice):
            chip = row.chip.text if row.chip else ""
            return " ".join(filter(None, (row.title, row.rest, row.detail, chip)))
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.title
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    """Draws the rows as in the picture: avatar, two lines, chip, and the key on the current one."""

    def sizeHint(self, option: Any, index: _Index) -> QSize:
        row = _row_of(index)
        metrics = theme().metrics
        if isinstance(row, str):
            return QSize(0, metrics.list_group)
        return QSize(0, metrics.list_row if row.detail else metrics.list_row_short)

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        row, box = _row_of(index), option.rect
        painter.save()
        if isinstance(row, str):
            painter.fillRect(box, theme().colour("surface2"))
            inside = box.adjusted(theme().space("l"), 0, -theme().space("l"), 0)
            text(painter, inside, row, font=theme().font("hint"), colour=theme().colour("t2"))
        else:
            self._paint_choice(painter, box, row, current=bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_choice(self, painter: QPainter, box: QRect, row: Choice, *, current: bool) -> None:
        if current:
            painter.fillRect(box, theme().colour("accent_soft"))
            bar = QRect(box.left(), box.top(), theme().metrics.marker, box.height())
            painter.fillRect(bar, theme().colour("accent_t"))
        left = box.left() + theme().size(20)
        middle = box.top() + box.height() // 2
        side = theme().metrics.avatar_small
        if row.icon:
            icon = theme().metrics.icon
            at = QRect(left + (side - icon) // 2, middle - icon // 2, icon, icon)
            draw_icon(painter, row.icon, theme().colour("t2"), at)
        elif row.initial:
            paint_avatar(painter, QRect(left, middle - side // 2, side, side), row.initial[:1])
        right = self._paint_right(painter, box, row, current=current)
        x = left + side + theme().space("m")
        self._paint_words(painter, QRect(x, box.top(), right - x, box.height()), row)

    def _paint_right(self, painter: QPainter, box: QRect, row: Choice, *, current: bool) -> int:
        """Draw chip and key from the right edge; return where they begin."""
        right = box.right() - theme().space("m")
        middle = box.top() + box.height() // 2
        if current:
            size = key_size("Enter")
            right -= size.width()
            key_badge(painter, QRect(right, middle - size.height() // 2, size.width(), size.height()), "Enter")
            right -= theme().space("m")
        if row.chip is not None:
            width, height = chip_width(row.chip), theme().metrics.chip
            right -= width
            paint_chip(painter, QRect(right, middle - height // 2, width, height), row.chip)
            right -= theme().space("s")
        return right

    def _paint_words(self, painter: QPainter, box: QRect, row: Choice) -> None:
        line, small = theme().line("body"), theme().line("hint")
        top = box.top() + (box.height() - line - (small + 2 if row.detail else 0)) // 2
        bold, first = theme().font("card_title"), QRect(box.left(), top, box.width(), line)
        if row.mark and row.mark in row.title:
            before, _, _ = row.title.partition(row.mark)
            start = box.left() + text_width(before, bold)
            lit = QRect(start, top, text_width(row.mark, bold), line)
            painter.fillRect(lit, theme().colour("mark"))
        x = first.left() + text(painter, first, row.title, font=bold, colour=theme().colour("t1"))
        x += theme().space("xs")
        rest = QRect(x, top, box.right() - x, line)
        text(painter, rest, row.rest, font=theme().font("body"), colour=theme().colour("t2"))
        if row.detail:
            under = QRect(box.left(), top + line + 2, box.width(), small)
            text(painter, under, row.detail, font=theme().font("hint"), colour=theme().colour("t2"))


class DropList(QFrame):
    """The frame with the rows and, at the foot, the row that makes a new one."""

    taken = Signal(object)
    new_taken = Signal()

    def __init__(self, window: QWidget, new_text: str, new_note: str, new_key: str) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("查找结果")
        self._model = _Rows(self)
        self._view = QListView(self)
        self._view.setModel(self._model)
        self._view.setItemDelegate(_Painter(self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(self._on_clicked)
        self._new = NewRow(new_text, new_note, new_key, self)
        self._new.setVisible(bool(new_text))
        self._new.clicked.connect(self.new_taken)
        self._has_new = bool(new_text)
        column = VBox(self)
        column.addWidget(self._view)
        column.addWidget(self._new)
        self.hide()

    @property
    def count(self) -> int:
        """How many choices it shows."""
        return sum(isinstance(row, Choice) for row in self._model.rows)

    def current(self) -> Choice | None:
        """The current choice; None on the last row, which makes a new one."""
        row = self._model.rows[self._view.currentIndex().row()] if self._view.currentIndex().isValid() else None
        return row if isinstance(row, Choice) and not self._new.current else None

    @property
    def on_new(self) -> bool:
        """Whether the row that makes a new one is current."""
        return self._has_new and self._new.current

    def fill(self, choices: Sequence[Choice]) -> None:
        """Show these, the first one current; with none, the new row is."""
        self._model.fill(choices)
        self._view.setVisible(bool(choices))
        self._stand(next((at for at, row in enumerate(self._model.rows) if isinstance(row, Choice)), None))

    def place(self, anchor: QRect, least_width: int, room: QRect) -> None:
        """Lie under `anchor`, inside `room` (both in the parent's coordinates)."""
        width = min(max(anchor.width(), least_width), room.width())
        # A field in the right half of the window (the global search) keeps the list's right edge under its own.
        wanted = anchor.right() + 1 - width if anchor.center().x() > room.center().x() else anchor.left()
        left = max(room.left(), min(wanted, room.right() + 1 - width))
        rows = sum(self._view.sizeHintForRow(at) for at in range(self._model.rowCount()))
        foot = theme().metrics.list_new if self._has_new else 0
        top = anchor.bottom() + 1 + theme().space("xs")
        edges = 2 * theme().metrics.border
        height = min(rows + foot + edges, room.bottom() - top)
        self.setGeometry(left, top, width, max(height, foot + edges))

    def walk(self, step: int) -> None:
        """Make the next (+1) or previous (-1) row current, round the ends."""
        places: list[int | None] = [at for at, row in enumerate(self._model.rows) if isinstance(row, Choice)]
        if self._has_new:
            places.append(None)
        if not places:
            return
        now = None if self.on_new else self._view.currentIndex().row()
        at = places.index(now) if now in places else -1
        self._stand(places[(at + step) % len(places)])

    def _stand(self, row: int | None) -> None:
        self._new.set_current(row is None)
        if row is None:
            self._view.clearSelection()
        else:
            index = self._model.index(row)
            self._view.setCurrentIndex(index)
            self._view.scrollTo(index)

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()]
        if isinstance(row, Choice):
            self.taken.emit(row.key)


def _row_of(index: _Index) -> Row:
    model = index.model()
    if not isinstance(model, _Rows):
        raise TypeError("the delegate belongs to a DropList")
    return model.rows[index.row()]
