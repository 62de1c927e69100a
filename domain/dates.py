"""Dates as staff type them and as papers write them.

A date of law is a whole day. Dates of a life (birth, enlistment) are often known only to the month or the year, and
are kept so.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from domain.text import compact

_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_WORDS = {"=": 0, "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2}
_SEPARATED = re.compile(r"(?:([0-9]{4})[-./年])?([0-9]{1,2})[-./月]([0-9]{1,2})[日号]?")
_RUN_TOGETHER = re.compile(r"([0-9]{4})?([0-9]{2})([0-9]{2})")
_SHIFT = re.compile(r"([+-])([0-9]{1,5})天?")
_PARTIAL = re.compile(r"([0-9]{4})(?:[-./年]([0-9]{1,2})(?:[-./月]([0-9]{1,2})[日号]?)?)?[年月]?")
_PARTIAL_RUN_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

_UNREADABLE = "看不懂这个日期。可以写 20261124、2026-11-24、11-24，或 +7（七天后）、=（今天）。"
_UNREADABLE_PARTIAL = "看不懂，如 1987 或 1987-10-03。"


@dataclass(frozen=True)
class DateReading:
    """A whole day, or None with a Chinese sentence; both empty where nothing was typed."""

    value: date | None
    message: str = ""


@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day. Its text sorts by time: "1987" < "1987-10" < "1987-10-03"."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day without its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read stored or typed text ("1987", "1987年10月", "19871003"). ValueError where it is none."""
        plain = compact(text).translate(_DASHES)
        found = _PARTIAL.fullmatch(plain) or _PARTIAL_RUN_TOGETHER.fullmatch(plain)
        if not found:
            raise ValueError("no date")
        return cls(int(found[1]), *(int(part) if part else None for part in found.groups()[1:]))

    @property
    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day it can mean."""
        if self.month and self.day:
            return date(self.year, self.month, self.day)
        month = self.month or 12
        return date(self.year, month, 31) if month == 12 else date(self.year, month + 1, 1) - timedelta(days=1)

    @property
    def words(self) -> str:
        """As on paper: 1987年, 1987年10月, 1987年10月3日."""
        month = f"{self.month}月" if self.month else ""
        return f"{self.year}年{month}{f'{self.day}日' if self.day else ''}"

    def __str__(self) -> str:
        month = f"-{self.month:02d}" if self.month else ""
        return f"{self.year:04d}{month}{f'-{self.day:02d}' if self.day else ''}"


@dataclass(frozen=True)
class PartialReading:
    """A partial date, or None with a Chinese sentence; both empty where nothing was typed."""

    value: PartialDate | None
    message: str = ""


def read_date(raw: str, today: date) -> DateReading:
    """Read a whole day: 20261124, 2026.11.24, 2026年11月24日, 11-24 and 1124 (this year), +7, -1, =, 今天."""
    text = compact(raw).translate(_DASHES)
    if not text:
        return DateReading(None)
    if text in _WORDS:
        return DateReading(today + timedelta(days=_WORDS[text]))
    if found := _SHIFT.fullmatch(text):
        return _shifted(today, int(found[1] + found[2]))
    found = _SEPARATED.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if not found or (len(text) == 4 and text.isdecimal() and text[:2] > "12"):
        # Four digits may also be a year, which is no day.
        return DateReading(None, _UNREADABLE)
    return _day(int(found[1] or today.year), int(found[2]), int(found[3]))


def read_partial(raw: str, today: date) -> PartialReading:
    """Read a date of a life, which may be a year or a month only; one to come is refused."""
    if not compact(raw):
        return PartialReading(None)
    try:
        value = PartialDate.parse(raw)
    except ValueError as error:
        return PartialReading(
            None, _UNREADABLE_PARTIAL if str(error) == "no date" else "没有这一天，请核对年、月、日。"
        )
    if value.first_day > today:
        return PartialReading(None, f"{value.words}还没有到，请核对。")
    return PartialReading(value)


def date_words(day: date) -> str:
    """As on paper (GB/T 9704): 2026年11月24日, no leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date, today: date) -> str:
    """As on the screen: 11-24; with the year where it isn't this one: 2025-12-03."""
    return f"{day.month:02d}-{day.day:02d}" if day.year == today.year else day.isoformat()


def near_date(day: date, today: date) -> str:
    """The same with 今天 for today."""
    return "今天" if day == today else short_date(day, today)


def weekday_words(day: date) -> str:
    """星期一 to 星期日."""
    return _WEEKDAYS[day.weekday()]


def age_on(birth: date, day: date) -> int:
    """Whole years (周岁) on a day; whoever was born on 29 February gains one on 1 March in a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _shifted(today: date, days: int) -> DateReading:
    try:
        return DateReading(today + timedelta(days=days))
    except OverflowError:
        return DateReading(None, "这个日期太远了，请核对天数。")


def _day(year: int, month: int, day: int) -> DateReading:
    if not 1 <= month <= 12:
        return DateReading(None, f"没有 {month} 月，请核对。")
    try:
        return DateReading(date(year, month, day))
    except ValueError:
        return DateReading(None, f"{year} 年 {month} 月没有 {day} 日，请核对。" if year else _UNREADABLE)
