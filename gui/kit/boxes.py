"""Layouts that take their gaps from the spacing grid and follow the zoom by themselves."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from gui.theme import follow_theme, theme
from gui.tokens import Space

# One step for all sides, (left and right, top and bottom), or the four sides clockwise from the left as Qt has them.
Margin = Space | tuple[Space, Space] | tuple[Space, Space, Space, Space]


# A step of the grid, a length at 100 %, or what works out the pixels.
Gap = Space | int | Callable[[], int]


class _Spacer:
    """One gap of its own between two widgets of a column or a row."""

    def __init__(self, box: QBoxLayout, size: Gap, way: Qt.Orientation) -> None:
        self._size, self._way = size, way
        self._item = QSpacerItem(0, 0)
        self.apply()
        box.addSpacerItem(self._item)

    def apply(self) -> None:
        """Take the length of the present zoom."""
        fixed, rest = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum
        if self._way == Qt.Orientation.Vertical:
            self._item.changeSize(0, self._pixels(), rest, fixed)
        else:
            self._item.changeSize(self._pixels(), 0, fixed, rest)

    def _pixels(self) -> int:
        if isinstance(self._size, str):
            return theme().space(self._size)
        return theme().size(self._size) if isinstance(self._size, int) else self._size()


class VBox(QVBoxLayout):
    """A column."""

    def __init__(self, parent: QWidget | None = None, *, gap: Space = "none", margin: Margin = "none") -> None:
        super().__init__(*_owner(parent))
        self._gap: Space = gap
        self._margin: Margin = margin
        self._spacers: list[_Spacer] = []
        follow_theme(self._apply)

    def add_gap(self, size: Gap) -> None:
        """A gap here besides the one that all have."""
        self._spacers.append(_Spacer(self, size, Qt.Orientation.Vertical))

    def set_spaces(self, *, gap: Space | None = None, margin: Margin | None = None) -> None:
        """Change the gap, the margin or both."""
        self._gap = gap if gap is not None else self._gap
        self._margin = margin if margin is not None else self._margin
        self._apply()

    def _apply(self) -> None:
        for spacer in self._spacers:
            spacer.apply()
        apply_spaces(self, self._gap, self._margin)


class HBox(QHBoxLayout):
    """A row."""

    def __init__(self, parent: QWidget | None = None, *, gap: Space = "none", margin: Margin = "none") -> None:
        super().__init__(*_owner(parent))
        self._gap: Space = gap
        self._margin: Margin = margin
        self._spacers: list[_Spacer] = []
        follow_theme(self._apply)

    def add_gap(self, size: Gap) -> None:
        """A gap here besides the one that all have."""
        self._spacers.append(_Spacer(self, size, Qt.Orientation.Horizontal))

    def set_spaces(self, *, gap: Space | None = None, margin: Margin | None = None) -> None:
        """Change the gap, the margin or both."""
        self._gap = gap if gap is not None else self._gap
        self._margin = margin if margin is not None else self._margin
        self._apply()

    def _apply(self) -> None:
        for spacer in self._spacers:
            spacer.apply()
        apply_spaces(self, self._gap, self._margin)


class Grid(QGridLayout):
    """A grid; `row_gap` where the lines stand closer or wider than the columns."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: Space = "none",
        row_gap: Space | None = None,
        margin: Margin = "none",
    ) -> None:
        super().__init__(*_owner(parent))
        self._gap: Space = gap
        self._row_gap: Space = row_gap if row_gap is not None else gap
        self._margin: Margin = margin
        follow_theme(self._apply)

    def _apply(self) -> None:
        apply_spaces(self, self._gap, self._margin)
        self.setVerticalSpacing(theme().space(self._row_gap))


def apply_spaces(layout: QLayout, gap: Space, margin: Margin) -> None:
    """Give any layout a gap and a margin of the grid."""
    space = theme().space
    layout.setSpacing(space(gap))
    layout.setContentsMargins(*(space(side) for side in _sides(margin)))


def _sides(margin: Margin) -> tuple[Space, Space, Space, Space]:
    if isinstance(margin, str):
        return (margin, margin, margin, margin)
    if len(margin) == 2:
        return (margin[0], margin[1], margin[0], margin[1])
    return margin


def _owner(parent: QWidget | None) -> tuple[QWidget, ...]:
    return () if parent is None else (parent,)
