"""Which days are worked: weekends, holidays and the weekend days worked in exchange (调休).

全国年节及纪念日放假办法 says which days are holidays; how they are moved about is told once a year by a notice of the
State Council's office. A year whose notice isn't known is estimated (暂估) and never refused, because a deadline that
reaches into next year has to be shown today; whoever shows it says that it may move.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Self

from domain.dates import weekday_words
from domain.tables import table

_DAY = timedelta(days=1)
_SATURDAY = 5
_WORKED = "调休上班"
_OFF = "放假"


@dataclass(frozen=True)
class CalendarDay:
    """A day that isn't as its weekday says: off (with the holiday's name), or a weekend day that is worked."""

    day: date
    off: bool
    name: str
    source: str


@dataclass(frozen=True, eq=False)
class Calendar:
    """The days of the loaded years, estimates for all others. Compared by identity; `version` names it on paper.

    A year that isn't loaded has its weekends off, 元旦, 劳动节 and 国庆节; as far as the shipped table goes (2027 to
    2035) 春节, 清明, 端午 and 中秋 too. Days given in place of a holiday on a weekend (补假) and worked weekends can't
    be known before the notice, so there are none.
    """

    version: str
    years: frozenset[int]
    exceptions: Mapping[date, CalendarDay]

    def is_workday(self, day: date) -> bool:
        """Whether the offices are open on this day."""
        found = self.exceptions.get(day)
        if found:
            return not found.off
        return day.weekday() < _SATURDAY and not self._estimated(day)

    def name_of(self, day: date) -> str:
        """春节, 调休上班, 周六; "" for a plain workday."""
        found = self.exceptions.get(day)
        weekend = day.weekday() >= _SATURDAY
        if found and not found.off:
            return _WORKED if weekend else ""
        if found and found.name:
            return found.name
        return self._estimated(day) or (short_weekday(day) if weekend else _OFF if found else "")

    def loaded(self, day: date) -> bool:
        """Whether the notice of its year is known."""
        return day.year in self.years

    def provisional(self, first: date, last: date) -> bool:
        """Whether any year from `first` to `last` is only estimated."""
        return any(year not in self.years for year in range(first.year, last.year + 1))

    def next_workday(self, day: date) -> date:
        """The day itself where it is worked, else the first one after it that is; the last day there is at most."""
        while not self.is_workday(day) and day < date.max:
            day += _DAY
        return day

    def days_off_from(self, day: date) -> tuple[date, ...]:
        """The days off in a row from this one on; none where it is worked."""
        end = self.next_workday(day)
        return tuple(day + timedelta(days=at) for at in range((end - day).days))

    def with_days(self, days: Iterable[CalendarDay], *, years: Iterable[int] = (), version: str) -> Self:
        """The same with the station's own days over it.

        `years` are those whose notice `days` hold: nothing that was known of them before is left, and they count as
        loaded. Days of other years are changes by hand; their year stays what it was.
        """
        replaced = frozenset(years)
        kept = {day: found for day, found in self.exceptions.items() if day.year not in replaced}
        return type(self)(
            version=version,
            years=self.years | replaced,
            exceptions=MappingProxyType(kept | {found.day: found for found in days}),
        )

    def _estimated(self, day: date) -> str:
        return "" if day.year in self.years else statutory_days(day.year).get(day, "")


def short_weekday(day: date) -> str:
    """周一 to 周日."""
    return "周" + weekday_words(day)[-1]


@cache
def statutory_days(year: int) -> Mapping[date, str]:
    """The holidays of a year that are certain before its notice, with their names (放假办法 第二条)."""
    rows = table("calendar")
    found: dict[date, str] = {}
    for row in rows["fixed"]:
        found |= dict.fromkeys(_run(date(year, row["month"], row["day"]), row["days"]), row["name"])
    for row in rows["moving"]:
        for first in row["first"]:
            if first.year == year:
                found |= dict.fromkeys(_run(first, row["days"]), row["name"])
    return MappingProxyType(found)


def statutory_count() -> int:
    """How many days a year are holidays for everybody (放假办法 第二条)."""
    rows = table("calendar")
    return sum(row["days"] for row in (*rows["fixed"], *rows["moving"]))


@cache
def shipped_calendar() -> Calendar:
    """The calendar of `resources/data/calendar.toml`."""
    rows = table("calendar")
    days = {found.day: found for row in rows["year"] for found in _notice(row)}
    return Calendar(
        version=rows["version"],
        years=frozenset(row["year"] for row in rows["year"]),
        exceptions=MappingProxyType(days),
    )


def _notice(row: Mapping[str, Any]) -> Iterator[CalendarDay]:
    for run in row["off"]:
        for day in _run(run["first"], (run["last"] - run["first"]).days + 1):
            yield CalendarDay(day, off=True, name=run["name"], source=row["source"])
    for day in row["worked"]:
        yield CalendarDay(day, off=False, name=_WORKED, source=row["source"])


def _run(first: date, days: int) -> Iterator[date]:
    return (first + timedelta(days=at) for at in range(days))
