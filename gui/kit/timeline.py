"""What happened, newest first: a dot on a line for each entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.chip import Chip, ChipText
from gui.kit.label import ElidedLabel, Label
from gui.kit.paint import frame
from gui.theme import follow_theme, theme

Dot = Literal["accent", "amber", "red", "blue", "grey"]
_DOTS: dict[Dot, str] = {"accent": "accent_t", "amber": "amb_solid", "red": "red", "blue": "blue", "grey": "input"}


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `right` is who wrote it down. `filled` marks what goes on now.

    `whole`: the body is wrapped and shown to its end, where it is there to be read and not only to be known again.
    """

    head: str
    body: str = ""
    chip: ChipText | None = None
    right: str = ""
    tone: Dot = "accent"
    filled: bool = False
    whole: bool = False


class _Row(QWidget):
    """One entry with its dot and the piece of line under it."""

    def __init__(self, entry: Entry, *, last: bool) -> None:
        super().__init__()
        self._entry, self._last = entry, last
        self._column = VBox(self)
        head = HBox(gap="s")
        head.addWidget(Label(entry.head, "card_title" if entry.filled else "link"))
        if entry.chip is not None:
            head.addWidget(Chip(entry.chip.text, entry.chip.tone, entry.chip.icon, shrinks=True))
        head.addStretch(1)
        if entry.right:
            head.addWidget(Label(entry.right, "hint", "t3"))
        self._column.addLayout(head)
        if entry.body and entry.whole:
            self._column.addWidget(Label(entry.body, "label", "t2", wrap=True, selectable=True, name=entry.head))
        elif entry.body:
            self._column.addWidget(ElidedLabel(entry.body, "hint", "t2"))
        self.setAccessibleName(" ".join(filter(None, (entry.head, entry.body, entry.right))))
        follow_theme(self._apply)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        dot, thick = theme().metrics.timeline_dot, theme().metrics.thick
        top = theme().space("xs")
        if not self._last:
            line = theme().colour("line")
            painter.fillRect((dot - thick) // 2, top + dot, thick, self.height() - top - dot + top, line)
        colour = theme().colour(_DOTS[self._entry.tone])
        fill = colour if self._entry.filled else theme().colour("surface")
        frame(painter, QRect(0, top, dot, dot), radius=dot / 2, fill=fill, line=colour, width=thick)

    def _apply(self) -> None:
        under = theme().space("none" if self._last else "m")
        self._column.setContentsMargins(theme().metrics.timeline_gap, 0, 0, under)


class Timeline(QWidget):
    """The column of entries."""

    def __init__(self, entries: Sequence[Entry] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = VBox(self)
        self._rows: list[_Row] = []
        self._column.addStretch(1)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [_Row(entry, last=at == len(entries)) for at, entry in enumerate(entries, 1)]
        for at, row in enumerate(self._rows):
            self._column.insertWidget(at, row)
