"""Changing the station's calendar inside a write, and counting every open clock again by it.

The files that the station read in are kept as they were, beside the days that count: so a day that was changed by hand
can be put back to what its notice says.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.calendar_file import CalendarFile
from domain.deadlines import Deadline, rule_from_data
from domain.labels import NAME_NOT_LEFT
from domain.workdays import Calendar, CalendarDay, shipped_calendar
from models.calendar import CalendarEntry
from models.case import CaseClock, CaseFile
from models.party import Party
from services import _clocks, _settings
from services._base import Change
from services._person_lines import shown_name
from services._work_calendar import VERSION, YEARS, calendar

FILES = "calendar.files"
"""The notices that the station read in: year → [day, off, name, source] of each of its days."""
COUNTED_BY = "calendar.counted_by"
"""The version of the calendar by which all open clocks were counted last."""

Days = Mapping[dt.date, CalendarDay]


@dataclass(frozen=True)
class MovedClock:
    """A running clock whose last day isn't the one that it was."""

    case_id: int
    case_number: str
    person: str
    label: str
    old_raw: dt.date
    new_raw: dt.date
    old_legal: dt.date
    new_legal: dt.date


@dataclass(frozen=True)
class Recount:
    """What a calendar does to the open clocks. `settled`: how many were provisional and aren't any more."""

    counted: int
    settled: int
    moved: tuple[MovedClock, ...]


@dataclass(frozen=True)
class _Counted:
    """One open clock, as it was counted and as it is counted now."""

    clock: CaseClock
    case: CaseFile
    person: str
    old: tuple[dt.date, dt.date, bool]
    new: Deadline

    @property
    def moved(self) -> bool:
        return self.old[:2] != (self.new.raw, self.new.legal)


def stored_days(session: Session) -> Days:
    """The station's own days by date, of notices and by hand."""
    rows = session.scalars(select(CalendarEntry).order_by(CalendarEntry.day))
    return {row.day: CalendarDay(row.day, row.off, row.name, row.source) for row in rows}


def own_years(session: Session) -> tuple[int, ...]:
    """The years whose notice the station read in itself."""
    return tuple(int(year) for year in _settings.get(session, YEARS, []))


def notice_days(session: Session) -> Days:
    """What the notices that the station read in say, without what was changed by hand since."""
    return _merged(_settings.get(session, FILES, {}))


def with_file(session: Session, file: CalendarFile) -> Days:
    """The station's days as they are once the notice is read in: its year says nothing else any more."""
    files = _settings.get(session, FILES, {}) | {str(file.year): _plain(file.days)}
    stray = {found.day for found in file.days}
    said = {day: found for day, found in _merged(files).items() if day.year == file.year or day in stray}
    return {day: found for day, found in stored_days(session).items() if day.year != file.year} | said


def calendar_of(session: Session, days: Days, years: Iterable[int]) -> Calendar:
    """The calendar that these days of the station would make."""
    shipped, edits = shipped_calendar(), int(_settings.get(session, VERSION, 0)) + 1
    return shipped.with_days(days.values(), years=years, version=f"{shipped.version}+{edits}")


def keep_file(change: Change, file: CalendarFile) -> Recount:
    """Read the notice in, and count again."""
    days = with_file(change.session, file)
    files = _settings.get(change.session, FILES, {}) | {str(file.year): _plain(file.days)}
    _settings.put(change.session, FILES, files)
    _settings.put(change.session, YEARS, sorted({*own_years(change.session), file.year}))
    return _keep(change, days)


def keep_day(change: Change, day: dt.date, found: CalendarDay | None) -> Recount:
    """Say of one day what it is, or (None) let it be again what the notice says, and count again."""
    return _keep(change, with_day(change.session, day, found))


def with_day(session: Session, day: dt.date, found: CalendarDay | None) -> Days:
    """The station's days as they are once this one is changed, or (None) is again what the notice says."""
    days = dict(stored_days(session))
    said = found or notice_days(session).get(day)
    if said is None:
        days.pop(day, None)
    else:
        days[day] = said
    return days


def settle(change: Change) -> None:
    """Count again where a newer program brought another calendar along; for the login."""
    days = calendar(change.session)
    if _settings.get(change.session, COUNTED_BY, "") == days.version:
        return
    found = count_all(change, days)
    if found.moved or found.settled:
        detail = {"version": days.version, "moved": len(found.moved), "settled": found.settled}
        change.audit("calendar.counted", "calendar", days.version, detail)


def count_all(change: Change, days: Calendar) -> Recount:
    """Count every open clock by this calendar and keep what came of it."""
    found = tuple(_counted(change.session, days, change.now.date()))
    live: dict[int, list[CaseClock]] = {}
    for one in found:
        live.setdefault(one.case.id, []).append(one.clock)
        clock, new = one.clock, one.new
        clock.raw, clock.legal, clock.provisional = new.raw, new.legal, new.provisional
        clock.calendar_version = new.calendar_version
    for one in found:
        if one.moved:
            _clocks.set_due(one.case, live[one.case.id])
    _settings.put(change.session, COUNTED_BY, days.version)
    return _recount(found)


def look_ahead(session: Session, days: Calendar, today: dt.date) -> Recount:
    """What counting by this calendar would move; nothing is changed."""
    return _recount(tuple(_counted(session, days, today)))


def _keep(change: Change, days: Days) -> Recount:
    session = change.session
    rows = {row.day: row for row in session.scalars(select(CalendarEntry))}
    for day in rows.keys() - days.keys():
        session.delete(rows[day])
    for day, found in days.items():
        row = rows.get(day) or CalendarEntry(day=day, off=found.off)
        row.off, row.name, row.source = found.off, found.name, found.source
        session.add(row)
    _settings.put(session, VERSION, int(_settings.get(session, VERSION, 0)) + 1)
    return count_all(change, calendar(session))


def _counted(session: Session, days: Calendar, today: dt.date) -> Iterator[_Counted]:
    """All open clocks by their last day. A paused one moves with every day, so it is counted by both calendars."""
    before = calendar(session)
    query = (
        select(CaseClock, CaseFile, Party.name)
        .join(CaseFile, CaseFile.id == CaseClock.case_id)
        .outerjoin(Party, Party.id == CaseFile.party_id)
        .where(CaseClock.state.in_(_clocks.LIVE))
        .order_by(CaseClock.raw, CaseClock.id)
    )
    for row in session.execute(query):
        clock: CaseClock = row[0]
        case: CaseFile = row[1]
        name: str | None = row[2]
        old = (clock.raw, clock.legal, clock.provisional)
        if clock.state == _clocks.PAUSED:
            counted = _clocks.counted_again(clock, before, today)
            old = (counted.raw, counted.legal, counted.provisional)
        new = _clocks.counted_again(clock, days, today)
        yield _Counted(clock, case, NAME_NOT_LEFT if name is None else shown_name(name), old, new)


def _recount(found: tuple[_Counted, ...]) -> Recount:
    moved = tuple(
        MovedClock(
            case_id=one.case.id,
            case_number=one.case.number,
            person=one.person,
            label=rule_from_data(one.clock.rule_data).label,
            old_raw=one.old[0],
            new_raw=one.new.raw,
            old_legal=one.old[1],
            new_legal=one.new.legal,
        )
        for one in found
        if one.moved
    )
    return Recount(len(found), sum(one.old[2] and not one.new.provisional for one in found), moved)


def _plain(days: Iterable[CalendarDay]) -> list[list[Any]]:
    return [[found.day.isoformat(), found.off, found.name, found.source] for found in days]


def _merged(files: Mapping[str, list[list[Any]]]) -> Days:
    """The days of all notices; the December that stands in next year's is said by the later one."""
    days = (
        CalendarDay(dt.date.fromisoformat(day), off, name, source)
        for year in sorted(files, key=int)
        for day, off, name, source in files[year]
    )
    return {found.day: found for found in days}
