"""Layouts that take their gaps from the spacing grid and follow the zoom by themselves."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from gui.theme import follow_theme, theme
from gui.tokens import Space

# One step for all sides, (left and right, top and bottom), or the four sides clockwise from the left as Qt has them.
Margin = Space | tuple[Space, Space] | tuple[Space, Space, Space, Space]


class VBox(QVBoxLayout):
    """A column."""

    def __init__(self, parent: QWidget | None = None, *, gap: Space = "none", margin: Margin = "none") -> None:
        super().__init__(*_owner(parent))
        self._gap: Space = gap
        self._margin: Margin = margin
        follow_theme(self._apply)

    def set_spaces(self, *, gap: Space | None = None, margin: Margin | None = None) -> None:
        """Change the gap, the margin or both."""
        self._gap = gap if gap is not None else self._gap
        self._margin = margin if margin is not None else self._margin
        self._apply()

    def _apply(self) -> None:
        apply_spaces(self, self._gap, self._margin)


class HBox(QHBoxLayout):
    """A row."""

    def __init__(self, parent: QWidget | None = None, *, gap: Space = "none", margin: Margin = "none") -> None:
        super().__init__(*_owner(parent))
        self._gap: Space = gap
        self._margin: Margin = margin
        follow_theme(self._apply)

    def set_spaces(self, *, gap: Space | None = None, margin: Margin | None = None) -> None:
        """Change the gap, the margin or both."""
        self._gap = gap if gap is not None else self._gap
        self._margin = margin if margin is not None else self._margin
        self._apply()

    def _apply(self) -> None:
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
