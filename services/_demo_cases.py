"""The cases that the demo's visits open: numbered, handed to somebody, and sent on their way.

Service cases live by the product's own rules (`_demo_case_lives`); petitions and assistance cases have no flow yet and
only end some day.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from domain.numbering import Series, period
from domain.tables import table
from domain.text import shortened
from domain.visit_rules import MatterForm
from domain.vocabulary import MatterKind
from models.case import CaseFile
from models.party import Party
from services import _catalogue, _clocks
from services._base import Change
from services._demo_case_forms import CaseForms
from services._demo_case_lives import CaseLives, Number, Story
from services._visit_rows import TITLE_CHARACTERS, case_title
from services._work_calendar import calendar

SATURDAY = 5
# How many days a case is open, by its series; of the last so many days one in so many takes longer.
CASE_DAYS = {Series.PETITION: (12, 60), Series.ASSISTANCE: (8, 45)}
LATE_DAYS, CASES_LATE = 90, 40
# A story whose day nobody could come on (a worked Saturday) begins this much later at most: its steps have fixed days.
STORY_WAITS = dt.timedelta(days=2)

_SERIES_OF_KIND = {
    MatterKind.SERVICE: Series.SERVICE,
    MatterKind.PETITION: Series.PETITION,
    MatterKind.ASSISTANCE: Series.ASSISTANCE,
}


@dataclass(frozen=True)
class Clerk:
    """Somebody at the desk."""

    id: int
    name: str


class CaseMaker:
    """Opens cases. `handlers` names who takes over those of a series; others stay with whoever opened them."""

    def __init__(
        self,
        chance: Random,
        change: Change,
        *,
        lives: Random,
        handlers: Mapping[Series, Clerk],
        number: Number,
        uuid: Callable[[], str],
    ) -> None:
        """`chance` and `uuid` are the desk's, `lives` is for service cases alone, so that the days stay as they are."""
        self.files: list[CaseFile] = []
        self._items = {item.entry.code: item for item in _catalogue.items(change.session)}
        self.forms = CaseForms(lives, {code: item.entry for code, item in self._items.items()})
        self.lives = CaseLives(lives, change.now, calendar(change.session), self.forms, number)
        self._chance, self._change, self._handlers, self._number, self._uuid = chance, change, handlers, number, uuid
        self._open: dict[int, list[CaseFile]] = {}
        rows: list[Story] = [row for row in table("demo_cases")["story"] if row["matter"] in self._items]
        self._stories = sorted(((self.lives.back(row["back"]), row) for row in rows), key=lambda story: story[0])

    # ---- stories

    def story(self, day: dt.date) -> Story | None:
        """The next story that begins on this day, or that should have begun since the day before."""
        while self._stories and self._stories[0][0] <= day:
            begins, found = self._stories.pop(0)
            if begins >= day - STORY_WAITS:
                return found
        return None

    # ---- cases

    def joinable(self, kind: MatterKind, moment: dt.datetime, party: Party | None) -> list[CaseFile]:
        """The person's cases of this kind that were open at that moment."""
        series = _SERIES_OF_KIND.get(kind)
        return [
            case
            for case in self._open.get(party.id if party is not None else 0, [])
            if case.series == series and (case.closed_at is None or case.closed_at > moment)
        ]

    def open(
        self,
        series: Series,
        matter: MatterForm,
        visit: Mapping[str, Any],
        *,
        party: Party | None,
        clerk: Clerk,
        story: Story | None,
    ) -> CaseFile:
        """The case that a matter opens, and all that follows from it."""
        opened: dt.datetime = visit["visited_at"]
        number, seq = self._number(series, visit["created_at"])
        item = self._items[matter.catalogue] if series is Series.SERVICE else None
        case = CaseFile(
            id=len(self.files) + 1,
            uuid=self._uuid(),
            series=series.value,
            period=period(series, visit["day"]),
            seq=seq,
            number=number,
            title=shortened(item.entry.label, TITLE_CHARACTERS) if item else case_title(self._change.session, matter),
            category=matter.category,
            party_id=None if party is None else party.id,
            opened_at=opened,
            opened_by=clerk.id,
            handler_id=self._handlers.get(series, clerk).id,
            state="",
            version=1,
            facts=dict(matter.fields),
            copied=[],
            official_number="",
        )
        self.files.append(case)
        if party is not None:
            self._open.setdefault(party.id, []).append(case)
        if item is None:
            _clocks.set_due(case, ())
            case.closed_at = self._closing(series, opened)
        else:
            case.catalogue_id = item.id
            self.lives.begin(case, item.entry, matter, visit["created_at"], story)
        return case

    def _closing(self, series: Series, opened: dt.datetime) -> dt.datetime | None:
        closed = opened + dt.timedelta(days=self._chance.randint(*CASE_DAYS[series]), minutes=7)
        closed += dt.timedelta(days=max(0, 7 - closed.weekday()) if closed.weekday() >= SATURDAY else 0)
        late = opened > self._change.now - dt.timedelta(days=LATE_DAYS) and self._chance.randrange(CASES_LATE) == 0
        return None if late or closed >= self._change.now else closed
