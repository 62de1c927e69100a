"""The list under a search field: a plain child of the window, never a Qt.Popup, so that the input method keeps working.

It takes no focus: the field keeps the keyboard and moves the list's current row.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from gui.kit.boxes import VBox
from gui.kit.choice_list import Choice, ChoiceList
from gui.kit.new_row import NewRow
from gui.theme import theme

__all__ = ["Choice", "DropList"]


class DropList(QFrame):
    """The frame with the rows and, at the foot, the row that makes a new one."""

    taken = Signal(object)
    new_taken = Signal()

    def __init__(self, window: QWidget, new_text: str, new_note: str, new_key: str) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("查找结果")
        self._view = ChoiceList(name="查找结果", parent=self)
        self._model = self._view.found
        self._view.taken.connect(self.taken)
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
        return len(self._view.places())

    def current(self) -> Choice | None:
        """The current choice; None on the last row, which makes a new one."""
        return None if self._new.current else self._view.current()

    @property
    def on_new(self) -> bool:
        """Whether the row that makes a new one is current."""
        return self._has_new and self._new.current

    def fill(self, choices: Sequence[Choice]) -> None:
        """Show these, the first one current; with none, the new row is."""
        self._view.fill(choices)
        self._view.setVisible(bool(choices))
        self._new.set_current(not choices)

    def place(self, anchor: QRect, least_width: int, room: QRect) -> None:
        """Lie under `anchor`, inside `room` (both in the parent's coordinates)."""
        width = min(max(anchor.width(), least_width), room.width())
        # A field in the right half of the window keeps the list's right edge under its own.
        wanted = anchor.right() + 1 - width if anchor.center().x() > room.center().x() else anchor.left()
        left = max(room.left(), min(wanted, room.right() + 1 - width))
        foot = theme().metrics.list_new if self._has_new else 0
        top = anchor.bottom() + 1 + theme().space("xs")
        edges = 2 * theme().metrics.border
        height = min(self._view.rows_height() + foot + edges, room.bottom() - top)
        self.setGeometry(left, top, width, max(height, foot + edges))

    def walk(self, step: int) -> None:
        """Make the next (+1) or previous (-1) row current, round the ends."""
        places: list[int | None] = [*self._view.places(), *([None] if self._has_new else [])]
        if not places:
            return
        now = None if self.on_new else self._view.currentIndex().row()
        at = places.index(now) if now in places else -1
        row = places[(at + step) % len(places)]
        self._new.set_current(row is None)
        self._view.stand(row)
