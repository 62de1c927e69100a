"""Visitors who wait while another one is served: who, since when, and the way back to each of them."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox
from gui.kit.button import Link
from gui.kit.label import Label
from gui.visits.strip import Strip
from services.drafts import DraftRow

NAMES_SHOWN = 4
# A name in the strip has room for twelve Chinese characters, or for a number twice as long.
ROOM, WIDE, LATIN = 24, 2, "\u02ff"


class ParkedStrip(Strip):
    """The line of parked visitors; hidden while nobody waits. `taken(uuid)` asks to go back to one."""

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("amber", "pause_circle", parent)
        self._count = Label("", "label", "amber")
        self._people = HBox(gap="m")
        self._more = Label("", "label", "amber")
        self.row.addWidget(self._count)
        self.row.addLayout(self._people)
        self.row.addWidget(self._more)
        self.row.addStretch(1)
        self._rows: tuple[DraftRow, ...] = ()
        self.links: list[Link] = []
        self.hide()

    @property
    def rows(self) -> tuple[DraftRow, ...]:
        """Who waits, the longest wait first."""
        return self._rows

    def show_rows(self, drafts: Sequence[DraftRow], now: datetime) -> None:
        """Show these visitors: those put aside, and those whom a lock or a power cut took off the desk."""
        self._rows = tuple(sorted(drafts, key=since))
        for old in self.links:
            old.hide()
            old.deleteLater()
        self._count.setText(f"停放 {len(self._rows)}：")
        self.links = [self._link(row, now) for row in self._rows[:NAMES_SHOWN]]
        for link in self.links:
            self._people.addWidget(link)
        self.setVisible(bool(self._rows))
        self._fit()

    def sizeHint(self) -> QSize:
        # All names, those without room too: who lays strips out must not take fewer names for a narrower need.
        hint = super().sizeHint()
        away = sum(link.sizeHint().width() + self._people.spacing() for link in self.links if link.isHidden())
        return QSize(hint.width() + away, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many names as have room beside the words; one always stays."""
        self._more.setText(f"等 {len(self._rows)} 人 · F7 切换")
        around = [self._icon, self._count, self._more]
        margins = self.row.contentsMargins()
        left = self.width() - margins.left() - margins.right()
        left -= sum(widget.sizeHint().width() + self.row.spacing() for widget in around)
        for at, link in enumerate(self.links):
            left -= link.sizeHint().width() + self._people.spacing()
            link.setVisible(at == 0 or left >= 0)
        if len(self._rows) == sum(not link.isHidden() for link in self.links):
            self._more.setText("F7 切换")

    def words(self) -> str:
        """All that it says."""
        return " ".join([self._count.text(), *(link.words() for link in self.links), self._more.text()])

    def _link(self, row: DraftRow, now: datetime) -> Link:
        name = name_in(row.title)
        link = Link(f"{name} · 停放 {minutes(since(row), now)} 分", tone="amber", name=f"接着办 {name}")
        link.clicked.connect(lambda _checked=False, uuid=row.uuid: self.taken.emit(uuid))
        return link


def name_in(title: str) -> str:
    """The visitor in a draft's title."""
    name = title.split(" · ", maxsplit=1)[0]
    while sum(WIDE if mark > LATIN else 1 for mark in name) > ROOM:
        name = f"{name.removesuffix('…')[:-1]}…"
    return name


def since(row: DraftRow) -> datetime:
    """Since when a visitor waits."""
    return row.parked_at or row.saved_at


def minutes(moment: datetime, now: datetime) -> int:
    """Whole minutes of waiting."""
    return max(0, int((now - moment).total_seconds()) // 60)
