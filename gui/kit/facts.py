"""Rows of label and value, as a record is read: the label grey at the left, the value beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import Grid
from gui.kit.label import Label
from gui.theme import follow_theme, theme
from gui.tokens import Tone


class Facts(QWidget):
    """The grid. A value may be words (wrapped, selectable) or any widget."""

    def __init__(self, *, label_width: int = 56, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._label_width = label_width
        self._grid = Grid(self, gap="m", row_gap="s")
        self._grid.setColumnStretch(1, 1)
        self._count = 0
        follow_theme(self._apply)

    def add(self, label: str, value: str | QWidget, *, tone: Tone = "t1") -> QWidget:
        """One more row; returns the widget of the value."""
        shown = Label(value, "body", tone, wrap=True, selectable=True, name=label) if isinstance(value, str) else value
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(Label(label, "label", "t3"), self._count, 0, top)
        if isinstance(value, str):
            self._grid.addWidget(shown, self._count, 1)
        else:
            # A link or chip keeps its size; without an alignment it would hold the column to it.
            self._grid.addWidget(shown, self._count, 1, top | Qt.AlignmentFlag.AlignLeft)
        self._count += 1
        return shown

    def clear(self) -> None:
        """Take all rows away."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self._count = 0

    def _apply(self) -> None:
        self._grid.setColumnMinimumWidth(0, theme().size(self._label_width))
