"""Numbers of visits and cases: how they are written, and how a clerk's short form of one is understood.

The next number of a series is counted by the store inside the saving transaction; here is only the writing and reading
of it. Patterns are settings; the defaults are data (`resources/data/numbers.toml`).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from domain.tables import table


class Series(StrEnum):
    """What is counted by itself: visits and the station's own papers by the day, cases by the year."""

    VISIT = "visit"
    SERVICE = "service"
    PETITION = "petition"
    ASSISTANCE = "assistance"
    MATERIALS = "materials"
    STATION_PAPER = "station_paper"
    BATCH = "batch"


@dataclass(frozen=True)
class NumberQuery:
    """What a typed number says; a part that wasn't typed is None (window: empty) and matches any."""

    series: Series | None
    period: str | None
    seq: int
    window: str = ""


_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PLACEHOLDERS = frozenset({"date", "year", "seq", "seq3", "short", "window"})
_DAILY = re.compile(r"(LF|WS)(?:(\d{8}|\d{4})-)?([A-Z]?)(\d{1,6})")
_DAILY_HEADS = {"LF": Series.VISIT, "WS": Series.STATION_PAPER}
_CASE = re.compile(r"(\D*)[(\[〔【](\d{4})[)\]〕】]第?(\d{1,6})号?")
_MARKED = re.compile(r"([^\W\d_]+)(?:(\d{4})-)?(\d{1,6})号?")
_BARE = re.compile(r"(\d{8}|\d{4})-([A-Z]?)(\d{1,6})号?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


@cache
def default_patterns() -> Mapping[Series, str]:
    """The pattern of each series as shipped."""
    return {series: str(table("numbers")[series]["pattern"]) for series in Series}


def daily(series: Series) -> bool:
    """True when the series starts again each day, False when each year."""
    return bool(table("numbers")[series]["period"] == "day")


def period(series: Series, day: date) -> str:
    """The period a number of this day belongs to: "20261124" in a daily series, "2026" in a yearly one."""
    return day.strftime("%Y%m%d") if daily(series) else f"{day.year:04d}"


def render(
    series: Series,
    period: str,
    seq: int,
    *,
    short_name: str,
    window_letter: str = "",
    patterns: Mapping[Series, str] | None = None,
) -> str:
    """The number as it stands on paper, e.g. "LF20261124-007" or "坡退办〔2026〕63号"."""
    values = {
        "date": period,
        "year": period[:4],
        "seq": str(seq),
        "seq3": f"{seq:03d}",
        "short": short_name,
        "window": window_letter,
    }
    pattern = (patterns or {}).get(series) or default_patterns()[series]
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), pattern)


def check_pattern(series: Series, pattern: str) -> str:
    """A Chinese sentence when two records could get the same number from this pattern, else an empty string."""
    used = set(_PLACEHOLDER.findall(pattern))
    unknown = sorted(used - _PLACEHOLDERS)
    if unknown:
        return f"不认识 {{{unknown[0]}}}；可用的有 {{date}} {{year}} {{seq}} {{seq3}} {{short}} {{window}}。"
    if not used & {"seq", "seq3"}:
        return "编号里要有 {seq} 或 {seq3}，否则会重号。"
    needed = "date" if daily(series) else "year"
    if needed not in used and "date" not in used:
        return f"编号里要有 {{{needed}}}，否则下一期会重号。"
    return ""


def read_number_query(text: str, today: date) -> NumberQuery | None:
    """What a typed or scanned number means ("信47", "2026-47", "LF1124-7", a full number), or None when it is none.

    `today` gives the year of a short visit number; a day that has not come yet is taken from last year.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper().translate(_DASHES)
    if found := _DAILY.fullmatch(plain):
        return _daily_query(_DAILY_HEADS[found[1]], found[2], found[3], int(found[4]), today)
    if found := _CASE.fullmatch(plain):
        series = _series_of(found[1])
        return NumberQuery(series, found[2], int(found[3])) if series or not found[1] else None
    if found := _BARE.fullmatch(plain):
        return _bare_query(found[1], found[2], int(found[3]), today)
    if found := _MARKED.fullmatch(plain):
        series = _series_of(found[1])
        return NumberQuery(series, found[2], int(found[3])) if series else None
    return None


def _daily_query(series: Series, day: str | None, window: str, seq: int, today: date) -> NumberQuery | None:
    if day is None:
        return NumberQuery(series, None, seq, window)
    written = day if len(day) == 8 else _last_such_day(day, today)
    return NumberQuery(series, written, seq, window) if written else None


def _bare_query(period: str, window: str, seq: int, today: date) -> NumberQuery | None:
    if len(period) == 8 or window:
        return _daily_query(Series.VISIT, period, window, seq, today)
    return NumberQuery(None, period, seq)


def _last_such_day(month_day: str, today: date) -> str | None:
    """The latest day up to today with this month and day, looking back far enough for a 29 February."""
    for year in range(today.year, today.year - 9, -1):
        try:
            day = date(year, int(month_day[:2]), int(month_day[2:]))
        except ValueError:
            continue
        if day <= today:
            return day.strftime("%Y%m%d")
    return None


def _series_of(head: str) -> Series | None:
    """The yearly series whose mark ends the words before the number: 信, 坡退信 → petitions."""
    for series in Series:
        mark = table("numbers")[series].get("mark")
        if mark and head.endswith(mark):
            return series
    return None
