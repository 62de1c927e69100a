"""Who tells the pages that something was saved: one bus, so that no page knows another."""

from collections.abc import Callable, Collection
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class Changed(Protocol):
    """What the bus needs to know of a change: the subjects ("visit", "person", …) it touched."""

    @property
    def subjects(self) -> frozenset[str]:
        """Names of what changed."""


class Bus(QObject):
    """`changed(changes)` after each save, on the main thread."""

    changed = Signal(object)

    def tell(self, changes: Changed) -> None:
        """Pass on what a service said it changed."""
        if changes.subjects:
            self.changed.emit(changes)


class Listener(QObject):
    """Refreshes one page when its subjects changed: at once if it is visible, else when it is shown next."""

    def __init__(self, page: QWidget, bus: Bus, subjects: Collection[str], refresh: Callable[[], None]) -> None:
        super().__init__(page)
        self._page = page
        self._subjects = frozenset(subjects)
        self._refresh = refresh
        self.stale = False
        bus.changed.connect(self._on_changed)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self.stale:
            self.stale = False
            self._refresh()
        return False

    def _on_changed(self, changes: Changed) -> None:
        if self._subjects.isdisjoint(changes.subjects):
            return
        if self._page.isVisible():
            self._refresh()
        else:
            self.stale = True


def listen(page: QWidget, bus: Bus, subjects: Collection[str], refresh: Callable[[], None]) -> Listener:
    """Keep `page` fresh about `subjects`; the listener dies with the page."""
    return Listener(page, bus, subjects, refresh)
