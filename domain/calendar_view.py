"""The strip of days under a derivation (日历对照): its beginning and its end, with what each day means there.

Screen and paper draw the same values, so that what the clerk saw is what she prints.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.dates import weekday_words
from domain.deadlines import Deadline, is_counted, is_excluded
from domain.workdays import Calendar

# How many days stand before and after the start, after the legal day, and from the raw day's lead to the legal day.
_BEFORE_START = 1
_AFTER_START = 3
_AFTER_LEGAL = 2
_LEAD = 8
# A gap that hides fewer days takes more room than it saves.
_LEAST_GAP = 3


class StripKind(StrEnum):
    """What a day is in the strip. COUNTED are ordinary days of the limit, OUTSIDE those that mean nothing for it."""

    OUTSIDE = "outside"
    START = "start"
    COUNTED = "counted"
    EXCLUDED = "excluded"
    RAW = "raw"
    SKIPPED = "skipped"
    LEGAL = "legal"


_MARKS = {
    StripKind.START: "起算",
    StripKind.EXCLUDED: "扣除",
    StripKind.RAW: "原始",
    StripKind.SKIPPED: "跳过",
    StripKind.LEGAL: "法定",
}


@dataclass(frozen=True)
class StripDay:
    """One day. `count`: its number among the counted ones, 0 for the others. `name`: 春节, 调休上班, 周六 or ""."""

    day: date
    kind: StripKind
    count: int
    off: bool
    provisional: bool
    name: str

    @property
    def weekday(self) -> str:
        """一 to 日."""
        return weekday_words(self.day)[-1]

    @property
    def mark(self) -> str:
        """起算, 第3日, 扣除, 原始, 跳过, 法定; "" for a day that means nothing."""
        return f"第{self.count}日" if self.kind is StripKind.COUNTED else _MARKS.get(self.kind, "")


@dataclass(frozen=True)
class Gap:
    """Days left out of the strip; `first_count` and `last_count` number the counted ones among them, 0 for none."""

    first: date
    last: date
    first_count: int
    last_count: int

    @property
    def days(self) -> int:
        """How many days are left out."""
        return (self.last - self.first).days + 1

    @property
    def words(self) -> tuple[str, ...]:
        """第 4 日, … 50 天 …, 第 53 日: three lines; the middle one alone where none of them is counted."""
        middle = f"… {self.days} 天 …"
        return (f"第 {self.first_count} 日", middle, f"第 {self.last_count} 日") if self.first_count else (middle,)


def strip(deadline: Deadline, calendar: Calendar) -> tuple[StripDay | Gap, ...]:
    """The days around start and end by date, with a gap between them where the limit is long.

    With a long row of days off at the end (春节) fewer days stand before the raw one, so that the strip stays short.
    """
    days = tuple(_days(deadline, calendar))
    head = _BEFORE_START + 1 + _AFTER_START
    lead = max(1, _LEAD - (deadline.legal - deadline.raw).days)
    tail = (deadline.raw - days[0].day).days - lead
    if tail - head < _LEAST_GAP:
        return days
    return (*days[:head], _gap(days[head:tail]), *days[tail:])


def _days(deadline: Deadline, calendar: Calendar) -> Iterator[StripDay]:
    first = max(deadline.started, date.min + timedelta(days=_BEFORE_START)) - timedelta(days=_BEFORE_START)
    count = 0
    for after in range((deadline.legal - first).days + _AFTER_LEGAL + 1):
        day = first + timedelta(days=after)
        counted = is_counted(deadline, day, calendar)
        count += counted
        yield StripDay(
            day=day,
            kind=_kind(deadline, day, counted=counted),
            count=count if counted else 0,
            off=not calendar.is_workday(day),
            provisional=not calendar.loaded(day),
            name=calendar.name_of(day),
        )


def _kind(deadline: Deadline, day: date, *, counted: bool) -> StripKind:
    if day == deadline.started:
        return StripKind.START
    if day == deadline.legal:
        return StripKind.LEGAL
    if day == deadline.raw:
        return StripKind.RAW
    if deadline.raw < day < deadline.legal:
        return StripKind.SKIPPED
    if counted:
        return StripKind.COUNTED
    inside = deadline.started < day < deadline.raw
    return StripKind.EXCLUDED if inside and is_excluded(deadline, day) else StripKind.OUTSIDE


def _gap(hidden: tuple[StripDay, ...]) -> Gap:
    counts = [day.count for day in hidden if day.count]
    return Gap(hidden[0].day, hidden[-1].day, counts[0] if counts else 0, counts[-1] if counts else 0)
