"""The working calendar (工作日历): which days are off, the yearly notice read in, and what that moves.

A year without its notice is only estimated, so the clocks that reach into it are provisional. Whoever reads the notice
in, or changes a day by hand, sees beforehand which cases get another last day, and the list of them afterwards.
"""

import calendar as months
import datetime as dt
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.calendar_file import CalendarFile, read_calendar_file
from domain.people_rules import length_fault
from domain.permissions import Permission
from domain.tables import limit
from domain.text import single_line
from domain.workdays import Calendar, CalendarDay, shipped_calendar, short_weekday, statutory_days
from models.case import CaseClock
from services import _calendar_edit, _clocks, _work_calendar
from services._base import Changes, Service
from services._calendar_edit import Days, MovedClock, Recount
from system.errors import Invalid

__all__ = ["DayChange", "DayView", "ImportPlan", "Imported", "MovedClock", "WorkCalendar", "YearView"]

DayKind = Literal["workday", "weekend", "holiday", "worked"]
BY_HAND = "本站手工改"


@dataclass(frozen=True)
class YearView:
    """One year. `shipped`: its notice came with the program and the station read in none of its own.

    `days_off` counts the days off but for plain weekends, `worked_weekends` those worked in exchange (调休), `edited`
    the days changed by hand. `source` names the notice, "" where the year isn't loaded.
    """

    year: int
    loaded: bool
    shipped: bool
    days_off: int
    worked_weekends: int
    edited: int
    source: str


@dataclass(frozen=True)
class DayView:
    """One day of a month. `kind`: worked is a weekend day that is worked (调休); `edited`: changed by hand."""

    day: dt.date
    kind: DayKind
    name: str
    source: str
    edited: bool
    provisional: bool

    @property
    def off(self) -> bool:
        """Whether the offices are closed."""
        return self.kind in ("weekend", "holiday")


@dataclass(frozen=True)
class DayChange:
    """A day that an import would make another one, in words (工作日 → 春节)."""

    day: dt.date
    before: str
    after: str


@dataclass(frozen=True)
class ImportPlan:
    """What reading a notice in would do. `counted`: how many open clocks there are, `settled`: that become certain."""

    year: int
    days: tuple[DayChange, ...]
    warnings: tuple[str, ...]
    moved: tuple[MovedClock, ...]
    settled: int
    counted: int


@dataclass(frozen=True)
class Imported:
    """The calendar was changed; `moved` are the clocks that got another last day."""

    changes: Changes
    moved: tuple[MovedClock, ...]
    settled: int
    counted: int


class WorkCalendar(Service):
    """The calendar of this station."""

    def years(self) -> tuple[YearView, ...]:
        """Last year to the next but one."""
        with self.look(Permission.VISIT_READ) as session:
            days, said = _work_calendar.calendar(session), _said(session)
            own = _calendar_edit.own_years(session)
        return tuple(_year_view(year, days, said, own) for year in self._shown_years())

    def month(self, year: int, month: int) -> tuple[DayView, ...]:
        """All days of a month."""
        with self.look(Permission.VISIT_READ) as session:
            days, said = _work_calendar.calendar(session), _said(session)
        last = months.monthrange(year, month)[1]
        return tuple(_day_view(dt.date(year, month, day), days, said) for day in range(1, last + 1))

    def version(self) -> str:
        """The version of the calendar, as it stands on papers."""
        with self.look(Permission.VISIT_READ) as session:
            return _work_calendar.calendar(session).version

    def warning(self) -> str:
        """A Chinese sentence while a year's notice is missing that counts already, "" where all is known."""
        today = self._context.clock.today()
        with self.look(None) as session:
            days = _work_calendar.calendar(session)
            query = select(func.count(), func.min(CaseClock.legal)).where(
                CaseClock.provisional, CaseClock.state.in_(_clocks.LIVE)
            )
            row = session.execute(query).one()
        count: int = row[0]
        reached: dt.date | None = row[1]
        last = max(today.year + (today.month >= limit("calendar_warn_month")), 0 if reached is None else reached.year)
        year = next((year for year in range(today.year, last + 1) if year not in days.years), 0)
        if not year:
            return ""
        reach = f"，已有 {count} 个时限先按周末和法定节日暂估" if count else ""
        return f"{year} 年的放假安排还没有装入{reach}。国务院办公厅的通知公布后，请站长到“设置 › 工作日历”装入。"

    # ---- changing it

    def preview_import(self, text: str, source: str = "") -> ImportPlan:
        """What reading this file in would change, without changing it; raises Invalid ("file", "line.1", …)."""
        today = self._context.clock.today()
        self.require(Permission.CALENDAR_EDIT)
        file = self._read(text, source)
        with self.look(Permission.CALENDAR_EDIT) as session:
            before, stored, said = _work_calendar.calendar(session), _calendar_edit.stored_days(session), _said(session)
            days = _calendar_edit.with_file(session, file)
            years = {*_calendar_edit.own_years(session), file.year}
            after = _calendar_edit.calendar_of(session, days, years)
            found = _calendar_edit.look_ahead(session, after, today)
        changed = tuple(_changes(before, after, file))
        lost = sum(day.year == file.year and found != said.get(day) for day, found in stored.items())
        by_hand = (f"{file.year} 年手工改过的 {lost} 天会换成文件里写的。",) if lost else ()
        return ImportPlan(file.year, changed, (*file.warnings, *by_hand), found.moved, found.settled, found.counted)

    def import_year(self, text: str, source: str = "") -> Imported:
        """Read a year's notice in, and count every open clock again; raises Invalid ("file", "line.1", …)."""
        self.require(Permission.CALENDAR_EDIT)
        file = self._read(text, source)
        with self.change(Permission.CALENDAR_EDIT) as change:
            found = _calendar_edit.keep_file(change, file)
            detail = {"year": file.year, "days": len(file.days), "source": single_line(source)} | _counts(found)
            change.audit("calendar.imported", "calendar", str(file.year), detail)
        return self._imported(found)

    def preview_day(self, day: dt.date, off: bool | None, name: str = "", source: str = "") -> tuple[MovedClock, ...]:
        """The clocks that `set_day` would move, without changing anything; raises Invalid as it does."""
        self.require(Permission.CALENDAR_EDIT)
        wanted = self._wanted_day(day, off, name, source)
        with self.look(Permission.CALENDAR_EDIT) as session:
            days = _calendar_edit.with_day(session, day, wanted)
            after = _calendar_edit.calendar_of(session, days, _calendar_edit.own_years(session))
            return _calendar_edit.look_ahead(session, after, self._context.clock.today()).moved

    def set_day(self, day: dt.date, off: bool | None, name: str = "", source: str = "") -> Imported:
        """Say that a day is off or worked, or (None) let it be again what its notice says; raises Invalid.

        Fields: "day", "name", "source".
        """
        self.require(Permission.CALENDAR_EDIT)
        wanted = self._wanted_day(day, off, name, source)
        with self.change(Permission.CALENDAR_EDIT) as change:
            found = _calendar_edit.keep_day(change, day, wanted)
            detail = {"day": day.isoformat(), "off": off, "source": single_line(source) or BY_HAND} | _counts(found)
            change.audit("calendar.day", "calendar", day.isoformat(), detail)
        return self._imported(found)

    def _wanted_day(self, day: dt.date, off: bool | None, name: str, source: str) -> CalendarDay | None:
        told, by = single_line(name), single_line(source) or BY_HAND
        faults = {
            "day": "" if day.year in self._shown_years() else f"只能改 {self._span_words()}的日子，请核对年份。",
            "name": length_fault(told, limit("calendar_day_name")),
            "source": length_fault(by, limit("single_line")),
        }
        if any(faults.values()):
            raise Invalid({field: sentence for field, sentence in faults.items() if sentence})
        return None if off is None else CalendarDay(day, off, told, by)

    def _read(self, text: str, source: str) -> CalendarFile:
        file = read_calendar_file(text, source)
        if file.year not in self._shown_years():
            raise Invalid({"file": f"这是 {file.year} 年的，只能装入{self._span_words()}。请核对选的文件。"})
        if fault := length_fault(single_line(source), limit("single_line")):
            raise Invalid({"source": fault})
        return file

    def _imported(self, found: Recount) -> Imported:
        return Imported(self.changed("calendar", "case"), found.moved, found.settled, found.counted)

    def _shown_years(self) -> range:
        year = self._context.clock.today().year
        return range(year - limit("calendar_years_back"), year + limit("calendar_years_ahead") + 1)

    def _span_words(self) -> str:
        return f"{self._shown_years()[0]} 至 {self._shown_years()[-1]} 年"


def _said(session: Session) -> Days:
    """What the notices say, without what was changed by hand."""
    own = _calendar_edit.own_years(session)
    shipped = {day: found for day, found in shipped_calendar().exceptions.items() if day.year not in own}
    return {**shipped, **_calendar_edit.notice_days(session)}


def _year_view(year: int, days: Calendar, said: Days, own: tuple[int, ...]) -> YearView:
    found = [one for one in days.exceptions.values() if one.day.year == year]
    noticed = [one for day, one in said.items() if day.year == year]
    loaded = year in days.years
    sources = dict.fromkeys(one.source for one in noticed if one.source and loaded)
    off = {one.day for one in found if one.off} | (set() if loaded else set(statutory_days(year)))
    return YearView(
        year=year,
        loaded=loaded,
        shipped=loaded and year not in own,
        days_off=len(off - {one.day for one in found if not one.off}),
        worked_weekends=sum(not one.off and one.day.weekday() >= months.SATURDAY for one in found),
        edited=len(_edited(year, days, said)),
        source="；".join(sources),
    )


def _edited(year: int, days: Calendar, said: Days) -> set[dt.date]:
    """The days of a year that aren't as their notice says."""
    both = days.exceptions.keys() | said.keys()
    return {day for day in both if day.year == year and days.exceptions.get(day) != said.get(day)}


def _day_view(day: dt.date, days: Calendar, said: Days) -> DayView:
    found = days.exceptions.get(day)
    weekend = day.weekday() >= months.SATURDAY
    plain = days.name_of(day) in ("", short_weekday(day))
    if days.is_workday(day):
        kind: DayKind = "worked" if weekend else "workday"
    else:
        kind = "weekend" if weekend and plain and found is None else "holiday"
    return DayView(
        day=day,
        kind=kind,
        name=days.name_of(day),
        source=found.source if found else "",
        edited=found != said.get(day),
        provisional=not days.loaded(day),
    )


def _changes(before: Calendar, after: Calendar, file: CalendarFile) -> list[DayChange]:
    """The days of the file's year, and of the file, that become another."""
    first = min(dt.date(file.year, 1, 1), file.days[0].day)
    whole = (first + dt.timedelta(days=at) for at in range((dt.date(file.year, 12, 31) - first).days + 1))
    words = [(day, _words(before, day), _words(after, day)) for day in whole]
    return [DayChange(day, old, new) for day, old, new in words if old != new]


def _words(days: Calendar, day: dt.date) -> str:
    return days.name_of(day) or "工作日"


def _counts(found: Recount) -> dict[str, int]:
    return {"counted": found.counted, "moved": len(found.moved), "settled": found.settled}
