"""All that the workbench shows, read in one job."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from domain.permissions import Permission
from domain.ratings import Level
from domain.vocabulary import QueueState
from services import Services
from services.backups import BackupState
from services.call_backs import CallBackRow
from services.drafts import DraftRow
from services.queue import QueueFigures, QueueRow
from services.service_cases import CaseQuery
from services.visits import CaseRow, Figures, VisitRow

CASES_SHOWN = 100
# More people who wait would push the visits out of sight; the queue's own page shows them all.
WAITING_SHOWN = 4
Found = TypeVar("Found")


@dataclass(frozen=True)
class Came:
    """A visit of today, and how it was rated."""

    visit: VisitRow
    ratings: tuple[Level, ...]

    @property
    def id(self) -> int:
        """The visit's."""
        return self.visit.id


def due_order(row: CallBackRow | CaseRow) -> tuple[int, str, int]:
    """By the raw day, a call before a case of the same day; what has no day comes last, the longest open first."""
    if isinstance(row, CaseRow) and row.due is None:
        return 1, row.opened_at.isoformat(), 1
    return 0, f"{row.due}", isinstance(row, CaseRow)


@dataclass(frozen=True)
class Day:
    """One look at the station."""

    figures: Figures
    cases: tuple[CaseRow, ...]
    case_counts: Mapping[str, int]
    call_backs: tuple[CallBackRow, ...]
    visits: tuple[VisitRow, ...]
    ratings: Mapping[int, tuple[Level, ...]]
    queue: tuple[QueueRow, ...]
    waits: QueueFigures | None
    drafts: tuple[DraftRow, ...]
    backup: BackupState
    place: str
    now: dt.datetime

    @property
    def waiting(self) -> tuple[QueueRow, ...]:
        """Who waits or is being called, the next one first."""
        line = {state: [row for row in self.queue if row.state is state] for state in QueueState}
        return (*line[QueueState.CALLED], *line[QueueState.WAITING])

    @property
    def due(self) -> tuple[CallBackRow | CaseRow, ...]:
        """What is to be done: calls and cases by the day they are due, then cases without one, the oldest first."""
        return tuple(sorted((*self.call_backs, *self.cases), key=due_order))

    @property
    def today(self) -> tuple[QueueRow | Came, ...]:
        """Who waits, then who came, the last first."""
        came = (Came(visit, tuple(self.ratings.get(visit.id, ()))) for visit in self.visits)
        return (*self.waiting[:WAITING_SHOWN], *came)

    def urgent(self) -> Counter[str]:
        """How many calls and cases are overdue, and how many are due within the days that the list looks ahead."""
        calls = Counter("overdue" if row.overdue else "soon" for row in self.call_backs)
        return calls + Counter({key: self.case_counts[key] for key in ("overdue", "soon")})


def read_day(services: Services) -> Day:
    """Read the page's data; no transaction held between the reads. What the operator may not see stays empty."""
    held = services.actor.permissions

    def allowed(permission: Permission, read: Callable[[], Found], otherwise: Found) -> Found:
        return read() if permission in held else otherwise

    return Day(
        figures=services.visits.figures(),
        cases=services.visits.open_cases(limit=CASES_SHOWN),
        case_counts=services.service_cases.counts(CaseQuery()),
        call_backs=allowed(Permission.CALL_BACK_USE, services.call_backs.due, ()),
        visits=services.visits.today(),
        ratings=services.visit_changes.rated_on(services.clock.today()),
        queue=allowed(Permission.QUEUE_USE, services.queue.today, ()),
        waits=allowed(Permission.QUEUE_USE, services.queue.figures, None),
        drafts=services.drafts.mine(),
        backup=services.backups.state(),
        place=str(services.backups.place() or ""),
        now=services.clock.now(),
    )
