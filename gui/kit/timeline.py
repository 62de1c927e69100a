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

    def __init__(self, entry: Entry, *, last: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._entry, self._last = entry, last
        self._column = VBox(self)
        self._top = HBox(gap="s")
        self._head = Label(parent=self)
        self._right = Label("", "hint", "t3", parent=self)
        # Most entries have none, or only one of the two bodies.
        self._chip: Chip | None = None
        self._whole: Label | None = None
        self._cut: ElidedLabel | None = None
        self._top.addWidget(self._head)
        self._top.addStretch(1)
        self._top.addWidget(self._right)
        self._column.addLayout(self._top)
        self.show_entry(entry, last=last)
        follow_theme(self._apply)

    def show_entry(self, entry: Entry, *, last: bool) -> None:
        """Show this one from now on."""
        self._entry, self._last = entry, last
        self._head.setText(entry.head)
        self._head.set_role("card_title" if entry.filled else "link")
        self._right.setText(entry.right)
        self._right.setVisible(bool(entry.right))
        self._show_chip(entry.chip)
        self._show_whole(entry.body if entry.whole else "")
        self._show_cut("" if entry.whole else entry.body)
        self.setAccessibleName(" ".join(filter(None, (entry.head, entry.body, entry.right))))
        self._apply()
        # The column would hear of it only a turn later.
        self.updateGeometry()
        self.update()

    def _show_chip(self, chip: ChipText | None) -> None:
        if self._chip is None and chip is not None:
            self._chip = Chip("", shrinks=True, parent=self)
            self._top.insertWidget(1, self._chip)
        if self._chip is not None:
            if chip is not None:
                self._chip.set_chip(chip)
            self._chip.setVisible(chip is not None)

    def _show_whole(self, words: str) -> None:
        if self._whole is None and words:
            self._whole = Label("", "label", "t2", wrap=True, selectable=True, parent=self)
            self._column.addWidget(self._whole)
        if self._whole is not None:
            self._whole.setText(words)
            self._whole.setAccessibleName(self._entry.head)
            self._whole.setVisible(bool(words))

    def _show_cut(self, words: str) -> None:
        if self._cut is None and words:
            self._cut = ElidedLabel("", "hint", "t2", parent=self)
            self._column.addWidget(self._cut)
        if self._cut is not None:
            self._cut.setText(words)
            self._cut.setVisible(bool(words))

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
        for row in self._rows[len(entries) :]:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self._rows[len(entries) :]
        for at, entry in enumerate(entries):
            last = at + 1 == len(entries)
            if at < len(self._rows):
                self._rows[at].show_entry(entry, last=last)
            else:
                row = _Row(entry, last=last, parent=self)
                self._rows.append(row)
                self._column.insertWidget(at, row)
                # Qt shows what comes late only with the next layout: a height asked for before would lack it.
                row.show()
        # Whoever scrolls it would keep the height of more entries.
        self.updateGeometry()
