"""Rows of things found, with headings between them; drawn as in the pictures, walked by whoever holds the keyboard.

The list itself takes no focus: the field above keeps the keyboard, and with it the input method.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QWidget

from gui.kit.avatar import paint_avatar
from gui.kit.chip import ChipText, chip_width, paint_chip
from gui.kit.paint import draw_icon, key_badge, key_size, text, text_width
from gui.kit.tip import set_tip
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
# The keys that the current row answers to, with a word for each where there is room.
Hints = Callable[[Choice], Sequence[tuple[str, str]]]


def enter_hint(_choice: Choice) -> Sequence[tuple[str, str]]:
    """Only the key that takes the row."""
    return (("Enter", ""),)


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
    """Draws the rows as in the picture: avatar, two lines, chip, and the keys on the current one."""

    def __init__(self, hints: Hints, parent: QWidget) -> None:
        super().__init__(parent)
        self._hints = hints

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
        """Draw chip and keys from the right edge; return where they begin."""
        right = box.right() - theme().space("m")
        middle = box.top() + box.height() // 2
        for key, words in reversed(self._hints(row)) if current else ():
            right = self._paint_key(painter, QRect(box.left(), box.top(), right - box.left(), box.height()), key, words)
        if row.chip is not None:
            width, height = chip_width(row.chip), theme().metrics.chip
            right -= width
            paint_chip(painter, QRect(right, middle - height // 2, width, height), row.chip)
            right -= theme().space("s")
        return right

    def cut_words(self, box: QRect, row: Choice, *, current: bool) -> str:
        """All that a row says, where its room is too small for that; else ""."""
        space, left = theme().space, theme().size(20) + theme().metrics.avatar_small + theme().space("m")
        room = box.width() - left - space("m")
        for key, words in self._hints(row) if current else ():
            room -= key_size(key).width() + space("m")
            room -= text_width(words, theme().font("label")) + 1 + space("xs") if words else 0
        room -= chip_width(row.chip) + space("s") if row.chip is not None else 0
        first = text_width(row.title, theme().font("card_title"))
        first += space("xs") + text_width(row.rest, theme().font("body")) if row.rest else 0
        if max(first, text_width(row.detail, theme().font("hint"))) <= room:
            return ""
        return "\n".join(filter(None, (f"{row.title} {row.rest}".strip(), row.detail)))

    def _paint_key(self, painter: QPainter, box: QRect, key: str, words: str) -> int:
        """A key and what it does, at the right end of `box`; return where they begin."""
        right, font = box.left() + box.width(), theme().font("label")
        if words:
            width = text_width(words, font) + 1
            right -= width
            at = QRect(right, box.top(), width, box.height())
            text(painter, at, words, font=font, colour=theme().colour("t2"))
            right -= theme().space("xs")
        size = key_size(key)
        right -= size.width()
        top = box.top() + (box.height() - size.height()) // 2
        key_badge(painter, QRect(right, top, size.width(), size.height()), key)
        return right - theme().space("m")

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


class ChoiceList(QListView):
    """The rows with one of them current. `taken(key)`: one was clicked."""

    taken = Signal(object)

    def __init__(self, *, name: str, hints: Hints = enter_hint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = _Rows(self)
        self.setModel(self.found)
        self.setAccessibleName(name)
        self._painter = _Painter(hints, self)
        self.setItemDelegate(self._painter)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)

    def fill(self, choices: Sequence[Choice]) -> None:
        """Show these, the first one current."""
        self.found.fill(choices)
        self.stand(next(iter(self.places()), None))

    def places(self) -> list[int]:
        """The rows that can be current: all but the headings."""
        return [at for at, row in enumerate(self.found.rows) if isinstance(row, Choice)]

    def current(self) -> Choice | None:
        """The current choice."""
        index = self.currentIndex()
        row = self.found.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Choice) else None

    def stand(self, row: int | None) -> None:
        """Make a row current, None for none."""
        if row is None:
            self.clearSelection()
            return
        index = self.found.index(row)
        self.setCurrentIndex(index)
        # The heading over the first row of a group belongs to it.
        self.scrollTo(self.found.index(row - 1) if row and isinstance(self.found.rows[row - 1], str) else index)
        self.scrollTo(index)

    def walk(self, step: int) -> None:
        """Make the next (+1) or previous (-1) row current, across the headings and round the ends."""
        places = self.places()
        if places:
            now = self.currentIndex().row()
            at = places.index(now) if now in places else -1
            self.stand(places[(at + step) % len(places)])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        set_tip(self.viewport(), self.tip_at(event.position().toPoint()))

    def tip_at(self, point: QPoint) -> str:
        """All that the row under a point says, where it is cut."""
        index = self.indexAt(point)
        row = self.found.rows[index.row()] if index.isValid() else None
        if not isinstance(row, Choice):
            return ""
        return self._painter.cut_words(self.visualRect(index), row, current=index == self.currentIndex())

    def rows_height(self) -> int:
        """How high all rows are together."""
        return sum(self.sizeHintForRow(at) for at in range(self.found.rowCount()))

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.found.rows[index.row()]
        if isinstance(row, Choice):
            self.taken.emit(row.key)


def _row_of(index: _Index) -> Row:
    model = index.model()
    if not isinstance(model, _Rows):
        raise TypeError("the delegate belongs to a ChoiceList")
    return model.rows[index.row()]
