"""What became of the demo's visits afterwards: corrected, made void, rated, promised a call; as rows, like the days."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from uuid import UUID

from domain.ratings import level, scales_for
from domain.tables import limit, table
from domain.visit_rules import VisitForm
from domain.vocabulary import CallBackSource, RatingScale, case_series
from services._demo_people import by_share
from services._visit_events import CORRECTED, RATED, VOIDED

# Out of a hundred visits.
RATINGS, CORRECTIONS, VOIDS, CALLS = 45, 2, 1, 3
# How many of the calls that fell due in the last days were made; the older ones all were.
CALLS_MADE, CALLS_LEFT_DAYS = 80, 10
_MINUTES = (3, 25)

Record = dict[str, Any]


@dataclass
class LifeRows:
    """The rows of all that happened afterwards."""

    events: list[Record] = field(default_factory=list)
    ratings: list[Record] = field(default_factory=list)
    calls: list[Record] = field(default_factory=list)


class LifeMaker:
    """Draws by lot what happens to visits, up to the present moment."""

    def __init__(self, chance: Random, now: dt.datetime) -> None:
        """It has a generator of chance of its own, so that the days stay as they are."""
        self.rows = LifeRows()
        self._chance, self._now = chance, now
        self._material = table("demo")["lives"]

    def mistyped(self, form: VisitForm, others: Iterable[str]) -> VisitForm | None:
        """What stood there before it was corrected, for the few that were; `others` are other narratives."""
        first = form.matters[0]
        wrong = [text for text in others if text != first.narrative]
        if not wrong or not self._lucky(CORRECTIONS):
            return None
        return replace(form, matters=(replace(first, narrative=self._chance.choice(wrong)), *form.matters[1:]))

    def later(self, visit: Record) -> dt.datetime | None:
        """Some minutes after a visit was saved; None where that is still to come."""
        moment: dt.datetime = visit["created_at"] + dt.timedelta(minutes=self._chance.randint(*_MINUTES))
        return moment if moment < self._now else None

    def correct(self, visit: Record, moment: dt.datetime, before: VisitForm, after: VisitForm) -> None:
        """The visit was corrected at that moment."""
        visit["corrections"] = 1
        detail = {
            "matters.0.narrative": [before.matters[0].narrative, after.matters[0].narrative],
            "corrections": [0, 1],
        }
        self._event(visit, moment, CORRECTED, self._chance.choice(self._material["correct_reasons"]), detail)

    def may_void(self, visit: Record, form: VisitForm) -> bool:
        """Whether it is one of the few that were made void: nothing was opened or joined by them."""
        quiet = all(m.join_case_id is None and m.outcome and case_series(m.outcome) is None for m in form.matters)
        return quiet and not visit["corrections"] and self._lucky(VOIDS)

    def void(self, visit: Record, moment: dt.datetime) -> None:
        """The visit was made void at that moment."""
        reason = self._chance.choice(self._material["void_reasons"])
        visit["voided_at"], visit["void_reason"] = moment, reason
        self._event(visit, moment, VOIDED, reason, {})

    def rate(self, visit: Record, moment: dt.datetime, form: VisitForm, party_id: int | None) -> None:
        """The visitor rates on leaving, some of them; a bad rating makes a call-back."""
        if not self._lucky(RATINGS):
            return
        scale = scales_for(matter.kind for matter in form.matters)[0]
        code = by_share(self._chance, self._material[scale.value])
        rated = level(scale, code)
        assert rated is not None
        note = self._chance.choice(self._material["notes"])
        self.rows.ratings.append(
            {
                "uuid": self._uuid(),
                "visit_id": visit["id"],
                "scale": scale.value,
                "level": code,
                "note": note,
                "rated_at": moment,
                "operator_id": visit["operator_id"],
            }
        )
        detail = {"level": ["", rated.label], "scale": [RatingScale(scale).value] * 2}
        self._event(visit, moment, RATED, note, detail)
        if rated.bad:
            due = moment.date() + dt.timedelta(days=limit("call_back_after_rating_days"))
            why = f"评价“{rated.label}”，回访了解原因"
            self._call(visit, moment, party_id, (why, due, CallBackSource.RATING))

    def promise(self, visit: Record, moment: dt.datetime, party_id: int | None) -> None:
        """A call is promised to some."""
        if party_id is not None and self._lucky(CALLS):
            due = moment.date() + dt.timedelta(days=self._chance.randint(2, 10))
            why = self._chance.choice(self._material["call_backs"])
            self._call(visit, moment, party_id, (why, due, CallBackSource.PROMISE))

    def _call(
        self, visit: Record, moment: dt.datetime, party_id: int | None, told: tuple[str, dt.date, CallBackSource]
    ) -> None:
        why, due, source = told
        rung = dt.datetime.combine(due, dt.time(10, 20), moment.tzinfo)
        old = rung < self._now - dt.timedelta(days=CALLS_LEFT_DAYS)
        made = old or (rung < self._now and self._lucky(CALLS_MADE))
        self.rows.calls.append(
            {
                "uuid": self._uuid(),
                "visit_id": visit["id"],
                "party_id": party_id,
                "name": "",
                "phone": "",
                "why": why,
                "source": source.value,
                "due": due,
                "created_at": moment,
                "operator_id": visit["operator_id"],
                "handler_id": visit["operator_id"],
                "done_at": rung if made else None,
                "done_by": visit["operator_id"] if made else None,
                "result": self._chance.choice(self._material["call_results"]) if made else "",
            }
        )

    def _event(self, visit: Record, moment: dt.datetime, action: str, reason: str, detail: Record) -> None:
        self.rows.events.append(
            {
                "uuid": self._uuid(),
                "visit_id": visit["id"],
                "at": moment,
                "operator_id": visit["operator_id"],
                "action": action,
                "reason": reason,
                "detail": detail,
            }
        )

    def _lucky(self, percent: int) -> bool:
        return self._chance.random() * 100 < percent

    def _uuid(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128), version=4))
