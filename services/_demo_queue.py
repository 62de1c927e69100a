"""The demo's waiting line of today, the calls that are due, and snippets that were used. Made from today's visits.

It draws by a generator of its own, so that the people and the days of a seed stay as they are. The material is
`resources/data/demo_queue.toml`.
"""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.queue_rules import queue_number
from domain.tables import table
from domain.vocabulary import Channel, QueueState
from models.call_back import CallBack
from models.operator import Operator
from models.party import Party
from models.queue_entry import QueueEntry
from models.snippet import Snippet
from models.station import Counter
from models.visit import Matter, Visit, VisitParty
from services import _settings, snippets
from services._base import Change
from services._person_lines import VISITOR
from services.queue import SERIES

# How many minutes the visitors of today waited, and how long ago the last of them was through.
_WAITED = (2, 14)
_AGO = dt.timedelta(minutes=30)
# Among the last so many visits are those with a promised call.
_RECENT = 12
_PROMISED_AT = dt.time(16, 30)


@dataclass(frozen=True)
class _Slip:
    """One slip before it has its number, which follows from the moment it was taken."""

    taken_at: dt.datetime
    state: QueueState
    values: dict[str, Any]


def fill(change: Change, seed: int) -> None:
    """Put it all into a store whose visits are made."""
    chance = Random(seed)
    snippets.fill(change)
    for code, uses in table("demo_queue")["uses"].items():
        change.session.execute(update(Snippet).where(Snippet.code == code).values(uses=uses))
    _fill_queue(change, chance)
    _fill_calls(change, chance)


def _uuid(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


# -------------------------------------------------------------------------------------------------------------- queue


def _fill_queue(change: Change, chance: Random) -> None:
    clerks = list(change.session.scalars(select(Operator.id).order_by(Operator.id).limit(3)))
    slips = [*_served(change, chance), *_of_now(change, clerks)]
    letter = _settings.station(change.session).window_letter
    for seq, slip in enumerate(sorted(slips, key=lambda slip: slip.taken_at), start=1):
        change.session.add(
            QueueEntry(
                uuid=_uuid(chance),
                day=change.now.date(),
                seq=seq,
                number=queue_number(seq, letter),
                state=slip.state.value,
                taken_at=slip.taken_at,
                place=slip.taken_at,
                operator_id=clerks[0],
                **slip.values,
            )
        )
    change.session.add(Counter(series=SERIES, period=f"{change.now:%Y%m%d}", value=len(slips)))
    change.session.flush()


def _served(change: Change, chance: Random) -> list[_Slip]:
    """A slip for everybody who walked in today and is through already."""
    first_kind = select(Matter.kind).where(Matter.visit_id == Visit.id, Matter.position == 0).scalar_subquery()
    visits = change.session.execute(
        select(Visit, Party.name, first_kind)
        .outerjoin(VisitParty, (VisitParty.visit_id == Visit.id) & (VisitParty.role == VISITOR))
        .outerjoin(Party, Party.id == VisitParty.party_id)
        .where(
            Visit.day == change.now.date(),
            Visit.visited_day == Visit.day,
            Visit.channel == Channel.WALK_IN,
            Visit.voided_at.is_(None),
            Visit.created_at < change.now - _AGO,
        )
        .order_by(Visit.id)
    ).all()
    # Of several who came together the first one holds the slip.
    holders = {visit.id: (visit, name, kind) for visit, name, kind in reversed(visits)}
    return [_served_slip(chance, *holder) for _, holder in sorted(holders.items())]


def _served_slip(chance: Random, visit: Visit, name: str | None, kind: str | None) -> _Slip:
    called = visit.visited_at - dt.timedelta(minutes=1)
    values = {
        "name": name or "",
        "kind": kind or "",
        "called_at": called,
        "ended_at": visit.created_at,
        "calls": 1,
        "called_by": visit.operator_id,
        "visit_id": visit.id,
    }
    return _Slip(called - dt.timedelta(minutes=chance.randint(*_WAITED)), QueueState.SERVED, values)


def _of_now(change: Change, clerks: list[int]) -> list[_Slip]:
    """Who waits at this moment, who sits at a window, who didn't come when called; shortly after midnight only some."""
    data = table("demo_queue")
    rows = [
        *((QueueState.WAITING, row) for row in data["waiting"]),
        *((QueueState.CALLED, row) for row in data["called"]),
        *((QueueState.SKIPPED, row) for row in data["missed"]),
    ]
    slips = [_slip_of_now(change.now, state, row, clerks[-1]) for state, row in rows]
    return [slip for slip in slips if slip.taken_at.date() == change.now.date()]


def _slip_of_now(now: dt.datetime, state: QueueState, row: dict[str, Any], caller: int) -> _Slip:
    taken = now - dt.timedelta(minutes=row["minutes"])
    values: dict[str, Any] = {"name": row.get("name", ""), "kind": row["kind"], "note": row["note"]}
    if state is not QueueState.WAITING:
        called = taken + dt.timedelta(minutes=row["waited"])
        values |= {"called_at": called, "calls": 1, "called_by": caller}
        if state is QueueState.SKIPPED:
            values |= {"calls": 2, "ended_at": called + dt.timedelta(minutes=3)}
    return _Slip(taken, state, values)


# --------------------------------------------------------------------------------------------------------- call-backs


def _fill_calls(change: Change, chance: Random) -> None:
    """Calls that are overdue, due today and in the next days, each about somebody's last visit."""
    for row, found in zip(table("demo_queue")["calls"], _recent(change.session), strict=False):
        made = dt.datetime.combine(found.visited_day, _PROMISED_AT, change.now.tzinfo)
        change.session.add(
            CallBack(
                uuid=_uuid(chance),
                visit_id=found.id,
                party_id=found.party_id,
                why=row["why"],
                due=change.now.date() + dt.timedelta(days=row["days"]),
                created_at=min(made, change.now),
                operator_id=found.operator_id,
                handler_id=found.operator_id,
            )
        )
    change.session.flush()


def _recent(session: Session) -> list[Any]:
    """The latest visits of people with a phone, one for each."""
    rows = session.execute(
        select(Visit.id, Visit.visited_day, Visit.operator_id, VisitParty.party_id)
        .join(VisitParty, (VisitParty.visit_id == Visit.id) & (VisitParty.role == VISITOR))
        .join(Party, Party.id == VisitParty.party_id)
        .where(Party.phone != "", Visit.voided_at.is_(None))
        .order_by(Visit.id.desc())
        .limit(_RECENT)
    ).all()
    return list({row.party_id: row for row in reversed(rows)}.values())
