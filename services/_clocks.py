"""Clocks of a case inside a write: started, paused, stopped by the lines of its flow, and counted again.

A clock keeps its rule as it was when it started; what was counted (raw and legal day) is kept beside it for lists, and
can be counted again from the kept facts at any time.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.case_flow import Flow, Transition
from domain.catalogue import CatalogueEntry
from domain.dates import read_partial
from domain.deadlines import (
    ClockRule,
    Deadline,
    Span,
    Unit,
    clock_rules,
    deadline,
    rule_from_data,
    rule_to_data,
    with_number,
)
from domain.workdays import Calendar
from models.case import CaseClock, CaseEvent, CaseFile
from services._base import Change
from services._work_calendar import calendar

RUNNING, PAUSED, STOPPED, CANCELLED = "running", "paused", "stopped", "cancelled"
LIVE = (RUNNING, PAUSED)
PROMISE = "promise"
REPORT_BACK = "report_back"
_DAY = dt.timedelta(days=1)


def clocks_of(session: Session, case_id: int) -> tuple[CaseClock, ...]:
    """All clocks that ever ran on a case, but those that were taken back with the step that started them."""
    query = select(CaseClock).where(CaseClock.case_id == case_id, CaseClock.state != CANCELLED).order_by(CaseClock.id)
    return tuple(session.scalars(query))


def rule_of(code: str, entry: CatalogueEntry) -> ClockRule | None:
    """The rule of a clock for this kind of matter; None where the matter promises no day."""
    rule = clock_rules()[code]
    if code != PROMISE:
        return rule
    return with_number(rule, entry.promised, Unit(entry.unit)) if entry.promised else None


def apply(
    change: Change, case: CaseFile, event: CaseEvent, *, flow: Flow, line: Transition, entry: CatalogueEntry
) -> None:
    """Stop, pause, go on and start what the line says, as of the event's day."""
    days = calendar(change.session)
    clocks = clocks_of(change.session, case.id)
    live = [clock for clock in clocks if clock.state in LIVE]
    change.session.add_all(moved(clocks, event, flow=flow, line=line, entry=entry, days=days))
    for clock in live:
        count_again(clock, days, change.now.date())
    change.session.flush()
    settle_due(change.session, case)


def moved(
    clocks: Iterable[CaseClock],
    event: CaseEvent,
    *,
    flow: Flow,
    line: Transition,
    entry: CatalogueEntry,
    days: Calendar,
) -> list[CaseClock]:
    """Stop, pause and let go on what the line says; returns the clocks that it starts. Nothing is counted again."""
    clocks = tuple(clocks)
    for clock in (one for one in clocks if one.state in LIVE):
        if line.stops_clock(clock.rule):
            _stop(clock, event.day)
        elif clock.rule in line.pauses and clock.state == RUNNING:
            clock.spans = [*clock.spans, [(event.day + _DAY).isoformat(), None, line.label]]
            clock.state = PAUSED
        elif clock.rule in line.resumes and clock.state == PAUSED:
            _close_span(clock, event.day)
            clock.state = RUNNING
    known = {clock.rule for clock in clocks if clock.rule in flow.once or clock.state in LIVE}
    rules = (rule_of(code, entry) for code in line.starts if code not in known)
    return [start(event, rule, event.day, days) for rule in rules if rule is not None]


def start(event: CaseEvent, rule: ClockRule, day: dt.date, days: Calendar) -> CaseClock:
    """A new clock that runs from `day`."""
    counted = deadline(rule, day, days)
    return CaseClock(
        case_id=event.case_id,
        event_id=event.id,
        rule=rule.code,
        rule_data=rule_to_data(rule),
        started=day,
        spans=[],
        raw=counted.raw,
        legal=counted.legal,
        provisional=counted.provisional,
        calendar_version=counted.calendar_version,
        state=RUNNING,
    )


def duty(change: Change, case: CaseFile, event: CaseEvent, entry: CatalogueEntry) -> None:
    """Keep the duty of the visitor, where the matter has one."""
    clock = duty_done(str(case.facts.get(entry.report_trigger, "")), event, entry, calendar(change.session))
    if clock is not None:
        change.session.add(clock)
        change.session.flush()


def duty_done(begun_on: str, event: CaseEvent, entry: CatalogueEntry, days: Calendar) -> CaseClock | None:
    """A duty of the visitor with a clock of its own (报到 within 30 days): it ends with her coming."""
    begun = read_partial(begun_on, event.day).value
    if not entry.report_days or begun is None or begun.day is None or begun.first_day > event.day:
        return None
    rule = with_number(clock_rules()[REPORT_BACK], entry.report_days, Unit.DAY)
    clock = start(event, rule, begun.first_day, days)
    _stop(clock, event.day)
    return clock


def count_again(clock: CaseClock, days: Calendar, today: dt.date) -> bool:
    """Count the clock with this calendar; returns whether a day moved."""
    before = (clock.raw, clock.legal, clock.provisional)
    counted = counted_again(clock, days, today)
    clock.raw, clock.legal, clock.provisional = counted.raw, counted.legal, counted.provisional
    clock.calendar_version = counted.calendar_version
    return (clock.raw, clock.legal, clock.provisional) != before


def counted_again(clock: CaseClock, days: Calendar, today: dt.date) -> Deadline:
    """What the clock's own facts give with this calendar. A stopped clock isn't paused for longer than it ran."""
    until = clock.stopped or today
    return deadline(rule_from_data(clock.rule_data), clock.started, days, spans_of(clock), today=until)


def spans_of(clock: CaseClock) -> tuple[Span, ...]:
    """The days that don't count."""
    return tuple(Span(_day(first), _day(last) if last else None, why) for first, last, why in clock.spans)


def settle_due(session: Session, case: CaseFile) -> None:
    """The day by which lists sort the case, when its clocks have moved."""
    set_due(case, clocks_of(session, case.id))


def set_due(case: CaseFile, clocks: Iterable[CaseClock]) -> None:
    """The raw day of the soonest running one of all live clocks of a case."""
    running = [clock for clock in clocks if clock.state == RUNNING]
    soonest = min(running, key=lambda clock: (clock.raw, clock.id), default=None)
    case.due = None if soonest is None else soonest.raw
    case.due_clock = "" if soonest is None else soonest.rule


def snapshot(clocks: Iterable[CaseClock]) -> list[dict[str, Any]]:
    """How clocks stand, as plain values for an event's `before`."""
    return [
        {
            "id": clock.id,
            "state": clock.state,
            "stopped": clock.stopped.isoformat() if clock.stopped else None,
            "spans": list(clock.spans),
        }
        for clock in clocks
    ]


def put_back(change: Change, case: CaseFile, event: CaseEvent, before: Iterable[Mapping[str, Any]]) -> None:
    """Clocks as they were before an event; those that it started are cancelled."""
    days, kept = calendar(change.session), {int(row["id"]): row for row in before}
    for clock in clocks_of(change.session, case.id):
        row = kept.get(clock.id)
        if row is not None:
            clock.state, clock.spans = row["state"], list(row["spans"])
            clock.stopped = _day(row["stopped"]) if row["stopped"] else None
            count_again(clock, days, change.now.date())
        elif clock.event_id == event.id:
            clock.state = CANCELLED
    change.session.flush()
    settle_due(change.session, case)


def _stop(clock: CaseClock, day: dt.date) -> None:
    if clock.state == PAUSED:
        _close_span(clock, day)
    clock.state, clock.stopped = STOPPED, day


def _close_span(clock: CaseClock, day: dt.date) -> None:
    """End the open pause with `day`; one that began and ended on the same day excludes nothing."""
    *closed, (first, _open, why) = clock.spans
    clock.spans = [*closed, [first, day.isoformat(), why]] if day >= _day(first) else closed


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
