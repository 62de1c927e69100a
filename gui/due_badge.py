"""The red number on the rail: promised calls that are overdue or due today, whatever page is on show."""

from PySide6.QtCore import QObject, QTimer

from domain.permissions import Permission
from gui import jobs
from gui.bus import Bus
from gui.kit.nav_rail import NavRail
from gui.navigation import Place
from services import Services
from services.call_backs import CallBackRow

# A day that begins while the window stands open is noticed within this time.
LOOK_MS = 600_000
_SUBJECTS = frozenset({"call_back", "visit"})


class DueBadge(QObject):
    """Keeps the workbench's number right; an operator who makes no calls has none."""

    def __init__(self, rail: NavRail, services: Services, bus: Bus) -> None:
        super().__init__(rail)
        self._rail, self._services = rail, services
        self._reading: jobs.Job | None = None
        if Permission.CALL_BACK_USE not in services.actor.permissions:
            return
        bus.changed.connect(self._on_changed)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Count again, in the background."""
        if self._services.closed:
            self._timer.stop()
            return
        if self._reading is not None:
            self._reading.cancel()
        services = self._services
        # What can't be read is told by the page that lists it; the number just stays.
        self._reading = jobs.run(
            self, lambda: services.call_backs.due(until=services.clock.today()), self._show, lambda _error: None
        )

    def _on_changed(self, changes: object) -> None:
        if _SUBJECTS & getattr(changes, "subjects", frozenset()):
            self.look()

    def _show(self, rows: tuple[CallBackRow, ...]) -> None:
        overdue = sum(row.overdue for row in rows)
        parts = (f"逾期 {overdue}" if overdue else "", f"今天 {len(rows) - overdue}" if len(rows) > overdue else "")
        self._rail.set_badge(Place.WORKBENCH, len(rows), f"约好的回访 {'，'.join(filter(None, parts))}")
