"""Which sheets the print centre lists, as plain data: periods, tabs with counts, a day earlier or later."""

import datetime as dt
from enum import StrEnum

from domain.dates import short_date, weekday_words
from gui.kit.choices import Option
from gui.kit.tabs import Tab, tab
from gui.tokens import Tone
from services.documents import PaperQuery, SheetState, StateCounts

ALL = ""

_TABS: tuple[tuple[SheetState, str, Tone, str], ...] = (
    (SheetState.PENDING, "待确认", "amber", "clock"),
    (SheetState.GOOD, "完好", "t2", ""),
    (SheetState.VOID, "作废", "t2", ""),
    (SheetState.SPOILED, "损坏", "red", ""),
    (SheetState.FAILED, "打印失败", "red", ""),
)
_ALWAYS_COUNTED = frozenset({SheetState.PENDING, SheetState.FAILED})


class Period(StrEnum):
    """How far back the list goes; `ONE` is one day of its own."""

    TODAY = "today"
    THREE = "three"
    WEEK = "week"
    EVER = "ever"
    ONE = "one"


_BACK = {Period.TODAY: 0, Period.THREE: 2, Period.WEEK: 6}
_WORDS = {Period.TODAY: "今天", Period.THREE: "近 3 天", Period.WEEK: "近 7 天", Period.EVER: "全部日期"}


def period_options(day: dt.date, today: dt.date) -> list[Option]:
    """The periods to choose from; the single day is named, and chosen by typing it."""
    one = "选一天…" if day == today else f"{short_date(day, today)} {weekday_words(day)}"
    return [*_WORDS.items(), (Period.ONE, one)]


def query_of(period: Period, day: dt.date, today: dt.date) -> PaperQuery:
    """The days of a period. Up to now means without end: a sheet of a clock that ran ahead stays in sight."""
    if period is Period.ONE:
        return PaperQuery(first=day, last=day)
    if period is Period.EVER:
        return PaperQuery()
    return PaperQuery(first=today - dt.timedelta(days=_BACK[period]))


def tabs_of(counts: StateCounts) -> list[Tab]:
    """The tabs with their counts; a colour only where there is something to mind, no number that isn't known."""
    made = [tab(ALL, "全部", counts.all if counts.whole else None)]
    for state, words, tone, icon in _TABS:
        count = counts.by_state[state] if counts.whole or state in _ALWAYS_COUNTED else None
        made.append(tab(state, words, count, tone if count else "t2", icon if count else ""))
    return made


def count_words(counts: StateCounts, state: SheetState | None) -> str:
    """How many there are, at the foot of the list."""
    if state is not None and (counts.whole or state in _ALWAYS_COUNTED):
        return f"共 {counts.by_state[state]:,} 张"
    if counts.whole:
        return f"共 {counts.all:,} 张，待确认排最前" if counts.all else ""
    return "张数很多，往下翻会接着列出；可以缩短日期或写几个字来找"


def day_step(day: dt.date, days: int, today: dt.date) -> dt.date:
    """A day earlier or later, never past today."""
    return min(day + dt.timedelta(days=days), today)
