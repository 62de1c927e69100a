"""The waiting line (排队): numbers of the day, who is called next, and how long they waited.

Every act is one transaction that holds the write lock from its first word, so two windows never call the same person
and no number is given out twice. A clock that was set back hides nobody: as long as somebody waits under a later day,
that day's line goes on.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session, aliased

from domain.labels import KIND_LABELS, QUEUE_STATE_LABELS
from domain.permissions import Permission
from domain.queue_rules import check_slip, queue_number, tidy_slip
from domain.tables import limit
from domain.vocabulary import MatterKind, QueueState
from models.operator import Operator
from models.queue_entry import QueueEntry
from models.visit import Visit
from services import _numbers, _settings
from services._base import Change, Changes, Service
from system.errors import Conflict, Invalid, NotFound

__all__ = ["SERIES", "Queue", "QueueFigures", "QueueRow", "QueueState", "Taken"]

_ENDED = (QueueState.SERVED, QueueState.LEFT)
_HERE = (QueueState.WAITING, QueueState.CALLED)
SERIES = "queue"
# Between two slips lies room for all those who are put behind the first of them.
_NEXT, _BEHIND = dt.timedelta(milliseconds=1), dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class QueueRow:
    """One slip. `minutes`: waited so far, or until called. `caller`, `window`: who called it, and to which window."""

    id: int
    number: str
    name: str
    kind: MatterKind | None
    note: str
    state: QueueState
    taken_at: dt.datetime
    called_at: dt.datetime | None
    ended_at: dt.datetime | None
    calls: int
    minutes: int
    operator: str
    visit_id: int | None
    caller: str = ""
    window: str = ""
    mine: bool = False


@dataclass(frozen=True)
class Taken:
    """A number that somebody holds now; `slip` is for `DeskPrinter.print_loose("queue_slip", slip)`."""

    row: QueueRow
    ahead: int
    slip: dict[str, Any]
    changes: Changes


@dataclass(frozen=True)
class QueueFigures:
    """The line at a glance; minutes are whole ones, the average is that of all who were called today."""

    waiting: int
    longest_minutes: int
    average_minutes: int
    taken: int
    served: int


class Queue(Service):
    """Today's line."""

    def take(self, *, name: str = "", kind: MatterKind | None = None, note: str = "") -> Taken:
        """Give somebody a number; name, kind and note may be left open. Raises Invalid (field → sentence)."""
        faults = check_slip(name, note)
        if faults:
            raise Invalid(faults)
        name, note = tidy_slip(name, note)
        with self.change(Permission.QUEUE_USE) as change:
            day = _open_day(change)
            station = _settings.station(change.session)
            ahead, taken_at = len(_line(change.session, day)), _moment_of_slip(change, day)
            seq = _numbers.next_in(change.session, SERIES, f"{day:%Y%m%d}")
            entry = QueueEntry(
                day=day,
                seq=seq,
                number=queue_number(seq, station.window_letter),
                name=name,
                kind=kind.value if kind else "",
                note=note,
                state=QueueState.WAITING.value,
                taken_at=taken_at,
                place=taken_at,
                operator_id=change.actor.id,
            )
            change.session.add(entry)
            change.session.flush()
            change.audit("queue.taken", "queue", entry.uuid, {"number": entry.number, "kind": entry.kind})
            row = self._one(change.session, entry.id)
            slip = _slip(row, ahead, station.name)
        return Taken(row, ahead, slip, self._changed(row.id))

    def slip(self, entry_id: int) -> dict[str, Any]:
        """The slip of a number that was taken, to be printed once more; who stands before now is counted anew."""
        with self.look(Permission.QUEUE_USE) as session:
            entry = _existing(session, entry_id)
            line = [waiting.id for waiting in _line(session, entry.day)]
            ahead = line.index(entry_id) if entry_id in line else 0
            return _slip(self._one(session, entry_id), ahead, _settings.station(session).name)

    def today(self) -> tuple[QueueRow, ...]:
        """Today's slips: those who wait first, in the order in which they are called, then the others by number."""
        day = self._day()
        with self.look(Permission.QUEUE_USE) as session:
            rows = {row.id: row for row in self._rows(session, QueueEntry.day == day)}
            line = [entry.id for entry in _line(session, day)]
        return tuple(rows.pop(entry_id) for entry_id in line) + tuple(rows.values())

    def one(self, entry_id: int) -> QueueRow:
        """One slip, as the desk opens it; raises NotFound."""
        with self.look(Permission.QUEUE_USE) as session:
            return self._one(session, entry_id)

    def call_next(self) -> QueueRow | None:
        """Call whoever is next in the line; None where nobody waits."""
        with self.change(Permission.QUEUE_USE) as change:
            line = _line(change.session, _open_day(change))
            if not line:
                return None
            _call(change, line[0])
            return self._one(change.session, line[0].id)

    def call(self, entry_id: int) -> QueueRow:
        """Call one out of turn, or once more. Raises Conflict where another window called or served this number."""
        with self.change(Permission.QUEUE_USE) as change:
            entry = _existing(change.session, entry_id)
            if entry.state == QueueState.CALLED and entry.called_by != change.actor.id:
                raise Conflict(_called_by_another(change.session, entry))
            _require(entry, QueueState.WAITING, QueueState.CALLED, QueueState.SKIPPED, QueueState.LEFT)
            _require_line(change, entry)
            _call(change, entry)
            return self._one(change.session, entry_id)

    def skip(self, entry_id: int) -> Changes:
        """Nobody came when the number was called (过号). Raises Conflict."""
        return self._end(entry_id, QueueState.SKIPPED, (QueueState.CALLED,), "queue.skipped")

    def leave(self, entry_id: int) -> Changes:
        """They went away without being served. Raises Conflict."""
        here = (QueueState.WAITING, QueueState.CALLED, QueueState.SKIPPED)
        return self._end(entry_id, QueueState.LEFT, here, "queue.left")

    def requeue(self, entry_id: int) -> Changes:
        """Back into the line: behind three others for whoever missed the call, to the old place for anybody else."""
        with self.change(Permission.QUEUE_USE) as change:
            entry = _existing(change.session, entry_id)
            _require(entry, QueueState.CALLED, QueueState.SKIPPED, QueueState.LEFT)
            _require_line(change, entry)
            missed = entry.called_at is not None and entry.state != QueueState.CALLED
            place = _place_behind(change.session, entry.day) if missed else None
            entry.state, entry.called_at, entry.called_by = QueueState.WAITING.value, None, None
            entry.ended_at, entry.place = None, place or entry.place
            change.audit("queue.requeued", "queue", entry.uuid, {"number": entry.number})
        return self._changed(entry_id)

    def serve(self, entry_id: int, visit_id: int) -> Changes:
        """Their visit is saved; in any state, because a saved visit is a fact. Conflict where it is another visit's."""
        with self.change(Permission.QUEUE_USE) as change:
            entry = _existing(change.session, entry_id)
            if entry.visit_id == visit_id:
                return self.changed(row=entry_id)
            if entry.visit_id is not None:
                raise Conflict(f"{entry.number} 号已经登记过别的来访，没有改动。")
            visit = change.session.get(Visit, visit_id)
            if visit is None:
                raise NotFound("没有这条来访记录。")
            if entry.called_at is None:
                entry.called_at, entry.called_by = change.now, change.actor.id
            entry.state, entry.ended_at, entry.visit_id = QueueState.SERVED.value, change.now, visit_id
            change.audit("queue.served", "queue", entry.uuid, {"number": entry.number, "visit": visit.uuid})
        return self._changed(entry_id)

    def figures(self) -> QueueFigures:
        """How many wait and how long, and how long those waited who were called today."""
        rows = self.today()
        waiting = [row.minutes for row in rows if row.state is QueueState.WAITING]
        called = [row.minutes for row in rows if row.called_at is not None]
        return QueueFigures(
            waiting=len(waiting),
            longest_minutes=max(waiting, default=0),
            average_minutes=round(sum(called) / len(called)) if called else 0,
            taken=len(rows),
            served=sum(row.state is QueueState.SERVED for row in rows),
        )

    # ---- within

    def _changed(self, entry_id: int) -> Changes:
        return self.changed("queue", row=entry_id)

    def _day(self) -> dt.date:
        """The day whose line is open. Whoever still stands in an older one is let go first; only then is it a write."""
        with self.look(Permission.QUEUE_USE) as session:
            day = _day_of_line(session, self._context.clock.today())
            if session.scalar(select(QueueEntry.id).where(_left_over(day)).limit(1)) is None:
                return day
        with self.change(Permission.QUEUE_USE) as change:
            return _open_day(change)

    def _end(self, entry_id: int, state: QueueState, allowed: Sequence[QueueState], action: str) -> Changes:
        with self.change(Permission.QUEUE_USE) as change:
            entry = _existing(change.session, entry_id)
            _require(entry, *allowed)
            entry.state, entry.ended_at = state.value, change.now
            change.audit(action, "queue", entry.uuid, {"number": entry.number, "calls": entry.calls})
        return self._changed(entry_id)

    def _one(self, session: Session, entry_id: int) -> QueueRow:
        rows = self._rows(session, QueueEntry.id == entry_id)
        if not rows:
            raise NotFound("没有这个号。")
        return rows[0]

    def _rows(self, session: Session, which: ColumnElement[bool]) -> list[QueueRow]:
        now = self._context.clock.now()
        return [_row(found, now, self.actor.id) for found in session.execute(_lines().where(which))]


_Caller = aliased(Operator)


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            QueueEntry,
            Operator.name.label("operator"),
            _Caller.name.label("caller"),
            _Caller.window.label("window"),
        )
        .join(Operator, Operator.id == QueueEntry.operator_id)
        .outerjoin(_Caller, _Caller.id == QueueEntry.called_by)
        .order_by(QueueEntry.seq)
    )


def _row(found: Any, now: dt.datetime, actor: int) -> QueueRow:
    entry: QueueEntry = found.QueueEntry
    state = QueueState(entry.state)
    until = entry.called_at or entry.ended_at or now
    return QueueRow(
        id=entry.id,
        number=entry.number,
        name=entry.name,
        kind=MatterKind(entry.kind) if entry.kind else None,
        note=entry.note,
        state=state,
        taken_at=entry.taken_at,
        called_at=entry.called_at,
        ended_at=entry.ended_at,
        calls=entry.calls,
        # A clock that was set back makes nobody wait less than nothing.
        minutes=max(0, round((until - entry.taken_at).total_seconds()) // 60),
        operator=found.operator,
        visit_id=entry.visit_id,
        caller=found.caller or "",
        window=found.window or "",
        mine=entry.called_by == actor,
    )


def _slip(row: QueueRow, ahead: int, station: str) -> dict[str, Any]:
    """What stands on the slip: no name, since a slip is left lying about."""
    return {
        "station_name": station,
        "number": row.number,
        "kind": KIND_LABELS[row.kind] if row.kind else "",
        "taken_at": f"{row.taken_at:%m-%d %H:%M}",
        "ahead": ahead,
        "places_back": limit("queue_places_back"),
    }


def _day_of_line(session: Session, today: dt.date) -> dt.date:
    """Today, or the later day under which people still wait because the clock was set back."""
    query = select(func.max(QueueEntry.day)).where(QueueEntry.day > today, QueueEntry.state.in_(_HERE))
    return session.scalar(query) or today


def _left_over(day: dt.date) -> ColumnElement[bool]:
    """Who still stands in an older line.

    Opening a line ends all before it, so only the last of them can hold anybody: no need to look through ten years of
    slips each minute.
    """
    last = select(func.max(QueueEntry.day)).where(QueueEntry.day < day).scalar_subquery()
    return (QueueEntry.day == last) & QueueEntry.state.not_in(_ENDED)


def _open_day(change: Change) -> dt.date:
    """The day of the line, once everybody who stood in an older one is let go (their slips hold for one day)."""
    day = _day_of_line(change.session, change.now.date())
    statement = update(QueueEntry).where(_left_over(day)).values(state=QueueState.LEFT.value, ended_at=change.now)
    gone = change.session.execute(statement.returning(QueueEntry.id)).all()
    if gone:
        change.audit("queue.closed", "queue", "", {"count": len(gone), "day": day.isoformat()})
    return day


def _line(session: Session, day: dt.date) -> list[QueueEntry]:
    """Those who wait, in the order in which they are called."""
    query = select(QueueEntry).where(QueueEntry.day == day, QueueEntry.state == QueueState.WAITING)
    return sorted(session.scalars(query), key=_place)


def _place(entry: QueueEntry) -> tuple[dt.datetime, int]:
    """Where somebody who waits stands in the line."""
    return entry.place, entry.seq


def _moment_of_slip(change: Change, day: dt.date) -> dt.datetime:
    """Now, or just after the slip before where the clock was set back: the moments of a line never run backwards."""
    last = change.session.scalar(
        select(QueueEntry.taken_at).where(QueueEntry.day == day).order_by(QueueEntry.seq.desc()).limit(1)
    )
    return change.now if last is None else max(change.now, last + _NEXT)


def _place_behind(session: Session, day: dt.date) -> dt.datetime | None:
    """The moment that puts somebody who missed the call behind so many others as the slip says."""
    line = _line(session, day)[: limit("queue_places_back")]
    return _place(line[-1])[0] + _BEHIND if line else None


def _call(change: Change, entry: QueueEntry) -> None:
    again = entry.state == QueueState.CALLED
    entry.state, entry.ended_at = QueueState.CALLED.value, None
    entry.calls += 1
    entry.called_by = change.actor.id
    if not again:
        entry.called_at = change.now
    change.session.flush()
    change.audit("queue.called", "queue", entry.uuid, {"number": entry.number, "calls": entry.calls})


def _existing(session: Session, entry_id: int) -> QueueEntry:
    entry = session.get(QueueEntry, entry_id)
    if entry is None:
        raise NotFound("没有这个号。")
    return entry


def _require(entry: QueueEntry, *allowed: QueueState) -> None:
    """Raise Conflict where the slip is no longer in a state that the act is for: another window was faster."""
    if QueueState(entry.state) not in allowed:
        word = QUEUE_STATE_LABELS[QueueState(entry.state)]
        raise Conflict(f"{entry.number} 号现在是“{word}”，没有改动。名单已有变化，请看刷新后的名单。")


def _require_line(change: Change, entry: QueueEntry) -> None:
    """Raise Conflict for a slip of an older day: its line is closed, and it would stand where nobody looks."""
    if entry.day != _day_of_line(change.session, change.now.date()):
        raise Conflict(f"{entry.number} 号是 {entry.day.isoformat()} 的，只在当天有效。请重新取号。")


def _called_by_another(session: Session, entry: QueueEntry) -> str:
    caller = session.get(Operator, entry.called_by)
    return f"{entry.number} 号已由{caller.name if caller else '别的窗口'}叫到，没有改动。请叫下一位。"
