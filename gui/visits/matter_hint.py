"""A case of the same category that the visitor has already: said beside the kind, and joined with one key.

A second number for one matter is what this line is there to prevent (the same matter is registered once and followed).
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox
from gui.kit.button import Link
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel
from services.people import CaseLine

KEY = "Alt+J"


class MatterHint(QWidget):
    """The line; hidden while there is no such case. `join_requested(case id)`, `shown_changed(shown)`."""

    join_requested = Signal(int)
    shown_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cases: tuple[CaseLine, ...] = ()
        self._joined: int | None = None
        self._icon = Icon("warning", "amber", "icon_small")
        self._words = ElidedLabel("", "label", "amber")
        self.button = Link("并入", shortcut=KEY)
        row = HBox(self, gap="s")
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self._on_pressed)
        self.hide()

    def show_cases(self, cases: Sequence[CaseLine], joined: int | None) -> None:
        """The open cases of this category, the first one to be joined; none hide the line."""
        self._cases = tuple(cases)
        self._joined = joined
        self._say()

    def set_joined(self, joined: int | None) -> None:
        """The case that the matter is joined to."""
        self._joined = joined
        self._say()

    def words(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def _say(self) -> None:
        shown = bool(self._cases)
        if shown != (not self.isHidden()):
            self.setVisible(shown)
            self.shown_changed.emit(shown)
        if not shown:
            return
        taken = next((case for case in self._cases if case.id == self._joined), None)
        more = f"等 {len(self._cases)} 件" if len(self._cases) > 1 else ""
        if taken is not None:
            self._words.setText(f"已并入 {taken.number}")
        else:
            self._words.setText(f"同类在办 {self._cases[0].number}{more}")
        self._icon.set("checkmark_circle" if taken else "warning", "accent" if taken else "amber")
        self._words.set_tone("accent" if taken else "amber")
        self.button.setVisible(taken is None)
        self.button.setAccessibleName(f"并入 {self._cases[0].number} {self._cases[0].title}")

    def _on_pressed(self) -> None:
        if self._cases:
            self.join_requested.emit(self._cases[0].id)
