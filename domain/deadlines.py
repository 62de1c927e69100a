"""Deadlines (时限): by a rule, from the day of an event, over the working calendar, with every step in words.

Two days come of it. The raw one is the last day as it is counted, and the station plans and colours by it; the legal
one is rolled over days off (民法典 §203), and only it says whether something was in time. Nobody should plan on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from domain.dates import short_date
from domain.tables import limit, table
from domain.workdays import Calendar, short_weekday

_DAY = timedelta(days=1)
# Longer rows of days off are told by their first and last day.
_TOLD_ONE_BY_ONE = 3
_UNCHANGED = "不变"


class Unit(StrEnum):
    """In what a limit is counted."""

    DAY = "day"
    WORKDAY = "workday"


_UNIT_WORDS = {Unit.DAY: "日", Unit.WORKDAY: "个工作日"}
_UNIT_MEANING = {Unit.DAY: "单位“日”，休息日也算在内", Unit.WORKDAY: "单位“工作日”，休息日不算"}


@dataclass(frozen=True)
class ClockRule:
    """One time limit. ValueError with a Chinese sentence where the number can't be one.

    `trigger`: the event in words (材料齐全). `warn_days`: from how many calendar days before the raw day it warns.
    `pauses`: codes of the reasons for which days may be left out. `note`: said where none are. `since`: in force from.
    """

    code: str
    label: str
    trigger: str
    number: int
    unit: Unit
    source: str
    warn_days: int
    pauses: tuple[str, ...] = ()
    note: str = ""
    since: date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.number <= limit("clock_number"):
            raise ValueError(f"“{self.label}”应在 1 到 {limit('clock_number')} {_UNIT_WORDS[self.unit]}之间，请核对。")
        if self.warn_days < 0:
            raise ValueError(f"“{self.label}”的提醒天数不能是负数，请核对。")

    @property
    def words(self) -> str:
        """20 个工作日, 60 日."""
        return f"{self.number} {_UNIT_WORDS[self.unit]}"


@dataclass(frozen=True)
class Span:
    """Days that aren't counted, the first and the last included; `last` None while it isn't over. `why` is told."""

    first: date
    last: date | None
    why: str
    source: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the derivation: what is done, with what, what comes of it, by which article."""

    what: str
    content: str
    result: str
    source: str


@dataclass(frozen=True)
class Deadline:
    """What came of a rule. `excluded`: how many units were left out; `spans` are those of its time, all with an end.

    `provisional`: a year between start and legal day isn't loaded, so the legal day (of working days both) may move.
    """

    raw: date
    legal: date
    provisional: bool
    calendar_version: str
    started: date
    excluded: int
    steps: tuple[Step, ...]
    number: int
    unit: Unit
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where a running clock stands on a day. `days` to the raw day, negative after it; `counted` of `total` units."""

    state: Literal["overdue", "today", "soon", "running"]
    days: int
    counted: int
    total: int
    left_units: int
    words: str


def deadline(
    rule: ClockRule,
    started: date,
    calendar: Calendar,
    spans: Sequence[Span] = (),
    *,
    today: date | None = None,
) -> Deadline:
    """The last days of a limit whose event was on `started`.

    A span without an end is left out through `today`, which it therefore needs. ValueError with a Chinese sentence
    where the end lies too far away to be meant.
    """
    closed = tuple(_closed(span, today) for span in spans)
    plain = _last_day(rule, started, calendar, ())
    raw = _last_day(rule, started, calendar, closed)
    touching = tuple(span for span in closed if _end(span) > started and span.first <= raw and span.first <= _end(span))
    excluded = sum(_units(day, rule.unit, calendar) for day in _days(started + _DAY, raw) if _within(day, touching))
    found = Deadline(
        raw=raw,
        legal=calendar.next_workday(raw),
        provisional=calendar.provisional(started, calendar.next_workday(raw)),
        calendar_version=calendar.version,
        started=started,
        excluded=excluded,
        steps=(),
        number=rule.number,
        unit=rule.unit,
        spans=touching,
    )
    return replace(found, steps=_steps(rule, found, plain, calendar))


def standing(rule: ClockRule, deadline: Deadline, today: date, calendar: Calendar) -> Standing:
    """How a clock stands on a day. Colours follow the raw day, whatever the law gives on top."""
    days = (deadline.raw - today).days
    left = sum(is_counted(deadline, day, calendar) for day in _days(today + _DAY, deadline.raw))
    return Standing(
        state=_state(days, rule.warn_days),
        days=days,
        counted=deadline.number - left,
        total=deadline.number,
        left_units=left,
        words=f"逾期 {-days} 天" if days < 0 else f"剩 {days} 天" if days else "今天到期",
    )


def on_time(deadline: Deadline, stopped: date) -> bool:
    """Whether what was done on `stopped` was in time: judged by the legal day."""
    return stopped <= deadline.legal


def is_counted(deadline: Deadline, day: date, calendar: Calendar) -> bool:
    """Whether a day is one of those that make up the limit."""
    inside = deadline.started < day <= deadline.raw
    return inside and not is_excluded(deadline, day) and bool(_units(day, deadline.unit, calendar))


def is_excluded(deadline: Deadline, day: date) -> bool:
    """Whether a day was left out by one of the spans."""
    return deadline.started < day and _within(day, deadline.spans)


@cache
def clock_rules(name: str = "clocks") -> Mapping[str, ClockRule]:
    """The rules of `resources/data/<name>.toml` by their codes, in its order. ValueError where one can't be meant."""
    rules = [rule_from_data(row) for row in table(name)["rule"]]
    if len({rule.code for rule in rules}) < len(rules):
        raise ValueError(f"{name}.toml 里有两条时限用了同一个代码。")
    if unknown := {reason for rule in rules for reason in rule.pauses} - pause_labels().keys():
        raise ValueError(f"{name}.toml 里没有说明这种扣除：{'、'.join(sorted(unknown))}。")
    return MappingProxyType({rule.code: rule for rule in rules})


def pause_labels() -> Mapping[str, str]:
    """The reasons for which days may be left out: code → words."""
    return MappingProxyType(dict(table("clocks")["pauses"]))


def with_number(rule: ClockRule, number: int, unit: Unit) -> ClockRule:
    """The rule with the number that the catalogue promises. ValueError with a Chinese sentence, as for a rule."""
    return replace(rule, number=number, unit=unit)


def rule_to_data(rule: ClockRule) -> dict[str, Any]:
    """The rule as it is stored with a case: plain values for JSON."""
    data = {field.name: getattr(rule, field.name) for field in fields(ClockRule)}
    since = rule.since.isoformat() if rule.since else None
    return data | {"unit": rule.unit.value, "pauses": list(rule.pauses), "since": since}


def rule_from_data(data: Mapping[str, Any]) -> ClockRule:
    """A rule as it is stored or as a table writes it; what another version added is left out. ValueError, as a rule."""
    values = {field.name: data[field.name] for field in fields(ClockRule) if field.name in data}
    missing = [field.name for field in fields(ClockRule) if field.default is MISSING and field.name not in data]
    try:
        since = values.get("since")
        values |= {
            "number": int(values.get("number", 0)),
            "unit": Unit(values.get("unit", "")),
            "pauses": tuple(values.get("pauses", ())),
            "since": date.fromisoformat(since) if isinstance(since, str) else since,
        }
    except (TypeError, ValueError):
        missing.append("number, unit, pauses, since")
    if missing:
        raise ValueError(f"时限“{data.get('code', '')}”的记录不完整：{'、'.join(missing)}。")
    return ClockRule(**values)


def _state(days: int, warn_days: int) -> Literal["overdue", "today", "soon", "running"]:
    if days <= 0:
        return "overdue" if days else "today"
    return "soon" if days <= warn_days else "running"


def _closed(span: Span, today: date | None) -> Span:
    if span.last is not None:
        return span
    if today is None:
        raise ValueError("a span without an end needs today")
    return replace(span, last=today)


def _end(span: Span) -> date:
    return span.last or span.first


def _within(day: date, spans: Sequence[Span]) -> bool:
    return any(span.first <= day <= _end(span) for span in spans)


def _units(day: date, unit: Unit, calendar: Calendar) -> int:
    """How many units a day makes: one, or none for a day off where working days are counted."""
    return int(unit is Unit.DAY or calendar.is_workday(day))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=at) for at in range((last - first).days + 1))


def _last_day(rule: ClockRule, started: date, calendar: Calendar, spans: Sequence[Span]) -> date:
    """The day on which the last unit falls. The day of the event isn't counted (民法典 §201)."""
    left = rule.number
    # Room to roll over days off, and to draw some days more, before the year 9999 ends.
    reach = min(limit("clock_reach_days"), (date.max - started).days - limit("clock_number"))
    for after in range(1, reach + 1):
        day = started + timedelta(days=after)
        if not _within(day, spans):
            left -= _units(day, rule.unit, calendar)
        if not left:
            return day
    raise ValueError(f"“{rule.label}”从 {started.isoformat()} 起算得太远了，请核对日期和扣除的日子。")


def _steps(rule: ClockRule, found: Deadline, plain: date, calendar: Calendar) -> tuple[Step, ...]:
    law = table("clocks")["counting"]
    start, end = str(law["start_source"]), str(law["end_source"])
    second = "从第二天起算第 1 日" if rule.unit is Unit.DAY and not found.spans else "从第二天起算"
    return (
        Step("起算事件", rule.trigger, day_words(found.started), rule.source),
        Step("当天不算", second, day_words(found.started + _DAY), start),
        Step(f"＋ {rule.words}", _UNIT_MEANING[rule.unit], day_words(plain), rule.source),
        _exclusion_step(rule, found),
        _rolling_step(found, calendar, end),
        Step("法定最后一日", "只算到日，不算钟点", day_words(found.legal), end),
    )


def _exclusion_step(rule: ClockRule, found: Deadline) -> Step:
    what = "扣除、中止"
    if not found.spans:
        return Step(what, f"无（{rule.note}）" if rule.note else "无", _UNCHANGED, rule.source)
    told = "；".join(f"{span.why} {_between(span.first, _end(span), found.started)}" for span in found.spans)
    sources = dict.fromkeys(span.source or rule.source for span in found.spans)
    return Step(
        what,
        f"{told}，共 {found.excluded} {_UNIT_WORDS[found.unit]}",
        day_words(found.raw) if found.excluded else _UNCHANGED,
        "；".join(sources),
    )


def _rolling_step(found: Deadline, calendar: Calendar, source: str) -> Step:
    what = "末日逢休息日"
    skipped = calendar.days_off_from(found.raw)
    if not skipped:
        return Step(what, "末日是工作日", _UNCHANGED, source)
    if len(skipped) <= _TOLD_ONE_BY_ONE:
        told = "、".join(f"{day:%m-%d} {calendar.name_of(day)}" for day in skipped)
    else:
        names = "、".join(dict.fromkeys(calendar.name_of(day) for day in skipped))
        told = f"{_between(skipped[0], skipped[-1], skipped[0])} {names}"
    return Step(what, f"跳过 {told}", f"顺延 {len(skipped)} 天", source)


def day_words(day: date) -> str:
    """2026-11-24 周二."""
    return f"{day.isoformat()} {short_weekday(day)}"


def _between(first: date, last: date, near: date) -> str:
    """12-01 至 12-05; one day stands alone, a year is written where it isn't that of `near`."""
    told = short_date(first, near)
    return told if first == last else f"{told} 至 {short_date(last, near)}"
