"""The right column of the queue page: who missed the call, who was put aside at the desk, who was served today."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.vocabulary import QueueState
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.empty_state import EmptyState
from gui.kit.label import ElidedLabel, Label
from gui.kit.moments import waiting_words
from gui.kit.queue_words import NOT_REGISTERED, about
from gui.kit.table import Table
from gui.queue.columns import served_columns
from gui.theme import follow_theme, theme
from services.drafts import DraftRow
from services.queue import QueueRow

# More would push the others off the page; the next ones come up as these go.
SHOWN = 2
# Room for the words of an empty table, at 100 %.
_EMPTY_HEIGHT = 112


class PersonLine(QWidget):
    """One person in two short lines, and the one thing that is done with her."""

    pressed = Signal()

    def __init__(self, number: str, name: str, words: str, button: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = HBox(self, gap="m", margin=("l", "s"))
        if number:
            row.addWidget(Label(number, "object_title"))
        lines = VBox()
        lines.addWidget(ElidedLabel(name, "strong"))
        lines.addWidget(ElidedLabel(words, "hint", "t2"))
        row.addLayout(lines, 1)
        self.button = Button(button, name=f"{button}：{number or name}")
        self.button.clicked.connect(self.pressed)
        row.addWidget(self.button)


class _Lines(Card):
    """A card of such lines, hidden while it has none."""

    def __init__(self, title: str) -> None:
        super().__init__(title, dense=True, padded=False)
        self.count = self.add_chip(Chip(""))
        self.body.set_spaces(gap="none", margin="none")
        self.lines: list[PersonLine] = []
        self.more = Label("", "hint", "t3")
        self._foot = QWidget()
        HBox(self._foot, margin=("l", "none", "l", "s")).addWidget(self.more)
        self._column = VBox()
        self.body.addLayout(self._column)
        self.body.addWidget(self._foot)
        self.hide()

    def _fill(self, lines: Sequence[PersonLine], count: int) -> None:
        for old in self.lines:
            old.hide()
            old.deleteLater()
        self.lines = list(lines)
        for line in self.lines:
            self._column.addWidget(line)
        self.more.setText(f"还有 {count - len(lines)} 位" if count > len(lines) else "")
        self._foot.setVisible(count > len(lines))
        self.setVisible(count > 0)


class SkippedCard(_Lines):
    """过号. `came_back(QueueRow)` when somebody stands there after all."""

    came_back = Signal(object)

    def __init__(self) -> None:
        super().__init__("过号")

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        """Show who missed the call, the last first."""
        self.count.set(f"{len(rows)} 位")
        last = sorted(rows, key=lambda row: row.called_at or row.taken_at, reverse=True)[:SHOWN]
        self._fill([self._line(row) for row in last], len(rows))

    def _line(self, row: QueueRow) -> PersonLine:
        called = f"{row.called_at:%H:%M} 叫过 {row.calls} 次" if row.called_at is not None else ""
        line = PersonLine(row.number, row.name or about(row) or NOT_REGISTERED, called, "回来了")
        line.pressed.connect(lambda: self.came_back.emit(row))
        return line


class ParkedCard(_Lines):
    """停放. `continued(DraftRow)` goes on with one."""

    continued = Signal(object)

    def __init__(self) -> None:
        super().__init__("停放")

    def show_rows(self, rows: Sequence[DraftRow], now: dt.datetime) -> None:
        """Show who was put aside at the desk, the longest wait first."""
        parked = sorted((row for row in rows if row.parked_at is not None), key=lambda row: row.parked_at or now)
        self.count.set(f"{len(parked)} 位", "amber")
        self._fill([self._line(row, now) for row in parked[:SHOWN]], len(parked))

    def _line(self, row: DraftRow, now: dt.datetime) -> PersonLine:
        name, _, rest = row.title.partition(" · ")
        waited = f"停放 {waiting_words(row.parked_at or now, now)}"
        line = PersonLine("", name or "未填姓名", " · ".join(filter(None, (waited, rest))), "接着办")
        line.pressed.connect(lambda: self.continued.emit(row))
        return line


class ServedCard(Card):
    """今天已办. `opened(QueueRow)` for one whose visit is wanted."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__("今天已办", dense=True, padded=False)
        self.body.set_spaces(margin=("none", "none", "none", "xs"))
        self.table = Table(
            served_columns(),
            name="今天已办",
            row_height="row_dense",
            header=False,
            empty=EmptyState("history", "还没有办过的号"),
        )
        self.table.opened.connect(self.opened)
        self.body.addWidget(self.table)
        follow_theme(self._give_room)

    def _give_room(self) -> None:
        # An empty table would be as low as a row or two, and cut what it says in its emptiness.
        self.table.setMinimumHeight(theme().size(_EMPTY_HEIGHT))

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        """Show who was served or went away."""
        self.table.set_rows(rows)
        done = sum(row.state is QueueState.SERVED for row in rows)
        self.set_note(f"{done} 位" if done else "")
