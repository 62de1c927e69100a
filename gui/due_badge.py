"""The red numbers on the rail: what is overdue or due today, whatever page is on show.

Promised calls stand at the workbench, service cases at their own page.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from domain.permissions import Permission
from gui import jobs
from gui.bus import Bus
from gui.kit.nav_rail import NavRail
from gui.navigation import Place
from services import Services
from services.service_cases import CaseQuery

# A day that begins while the window stands open is noticed within this time.
LOOK_MS = 600_000
_SUBJECTS = frozenset({"call_back", "visit", "case", "calendar"})
_NAMES = {Place.WORKBENCH: "约好的回访", Place.SERVICE_CASES: "办事"}
# How many are overdue, and how many due today, for each page that has a number.
_Counts = Mapping[Place, tuple[int, int]]


class DueBadge(QObject):
    """Keeps the numbers right; an operator who may not look at something has no number of it."""

    def __init__(self, rail: NavRail, services: Services, bus: Bus) -> None:
        super().__init__(rail)
        self._rail, self._services = rail, services
        self._reading: jobs.Job | None = None
        held = services.actor.permissions
        self._calls, self._cases = Permission.CALL_BACK_USE in held, Permission.VISIT_READ in held
        if not (self._calls or self._cases):
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
        # What can't be read is told by the page that lists it; the numbers just stay.
        self._reading = jobs.run(self, self._count, self._show, lambda _error: None)

    def _count(self) -> _Counts:
        services, found = self._services, dict[Place, tuple[int, int]]()
        if self._calls:
            rows = services.call_backs.due(until=services.clock.today())
            overdue = sum(row.overdue for row in rows)
            found[Place.WORKBENCH] = (overdue, len(rows) - overdue)
        if self._cases:
            counts = services.service_cases.counts(CaseQuery())
            found[Place.SERVICE_CASES] = (counts["overdue"], counts["today"])
        return found

    def _on_changed(self, changes: object) -> None:
        if _SUBJECTS & getattr(changes, "subjects", frozenset()):
            self.look()

    def _show(self, found: _Counts) -> None:
        for place, (overdue, today) in found.items():
            parts = (f"逾期 {overdue}" if overdue else "", f"今天 {today}" if today else "")
            told = "，".join(filter(None, parts))
            self._rail.set_badge(place, overdue + today, f"{_NAMES[place]} {told}")
