"""Deadlines: examples counted by hand, a slow counter that shares no code, the steps in words, how clocks stand."""

import datetime as dt
import re
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import (
    ClockRule,
    Deadline,
    Span,
    Unit,
    clock_rules,
    deadline,
    on_time,
    standing,
    with_number,
)
from domain.tables import limit
from domain.workdays import CalendarDay, shipped_calendar
from tests.domain.clock_examples import EXAMPLES, Example, worked

CALENDAR = shipped_calendar()
RULES = clock_rules()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def span(text: str, why: str = "听证", source: str = "") -> Span:
    first, *last = text.split()
    return Span(day(first), day(last[0]) if last else None, why, source)


def rule(number: int, unit: Unit) -> ClockRule:
    return ClockRule("x", "时限", "受理", number, unit, "本站约定", 7)


def rule_of(text: str) -> ClockRule:
    found = re.fullmatch(r"([0-9]+)(日|工作日)", text)
    assert found
    return rule(int(found[1]), Unit.DAY if found[2] == "日" else Unit.WORKDAY)


def worked_out(example: Example) -> Deadline:
    today = day(example.today) if example.today else None
    spans = [span(one) for one in example.spans]
    return deadline(rule_of(example.limit), day(example.started), CALENDAR, spans, today=today)


# ---------------------------------------------------------------- counting


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_examples_counted_by_hand(example: Example) -> None:
    found = worked_out(example)
    assert (found.raw.isoformat(), found.legal.isoformat()) == (example.raw, example.legal)
    assert (found.provisional, found.excluded) == (example.provisional, example.excluded)
    assert (found.started, found.calendar_version) == (day(example.started), CALENDAR.version)


def test_there_are_examples_enough_and_none_twice() -> None:
    assert len(EXAMPLES) >= 60
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)


def slow_days(number: int, unit: Unit, started: dt.date, spans: Sequence[Span]) -> list[dt.date]:
    """The counted days, by writing down all days that follow and striking out what doesn't count."""
    left_out: set[dt.date] = set()
    for one in spans:
        at = one.first
        while one.last is not None and at <= one.last:
            left_out.add(at)
            at += dt.timedelta(days=1)
    following = [started + dt.timedelta(days=after) for after in range(1, 400)]
    kept = [one for one in following if one not in left_out]
    return [one for one in kept if unit is Unit.DAY or worked(one)][:number]


# Within the years of the notices, so that the counter can do with its two lists.
STARTS = st.dates(day("2024-01-01"), day("2025-11-30"))
NUMBERS = st.integers(1, 60)
UNITS = st.sampled_from(Unit)
SPANS = st.lists(
    st.builds(
        lambda first, length: Span(first, first + dt.timedelta(days=length), "听证"),
        st.dates(day("2023-12-15"), day("2026-03-01")),
        st.integers(0, 25),
    ),
    max_size=5,
)


@given(NUMBERS, UNITS, STARTS, SPANS)
def test_a_slow_counter_comes_to_the_same(number: int, unit: Unit, started: dt.date, spans: list[Span]) -> None:
    found = deadline(rule(number, unit), started, CALENDAR, spans)
    counted = slow_days(number, unit, started, spans)
    assert found.raw == counted[-1]
    legal = found.raw
    while not worked(legal):
        legal += dt.timedelta(days=1)
    assert found.legal == legal
    between = [started + dt.timedelta(days=after) for after in range(1, (found.raw - started).days + 1)]
    assert found.excluded == sum(unit is Unit.DAY or worked(one) for one in between) - number
    assert not found.provisional


@given(NUMBERS, STARTS, SPANS)
def test_working_days_end_on_one_and_never_before_plain_days(number: int, started: dt.date, spans: list[Span]) -> None:
    plain = deadline(rule(number, Unit.DAY), started, CALENDAR, spans)
    working = deadline(rule(number, Unit.WORKDAY), started, CALENDAR, spans)
    assert working.raw == working.legal
    assert CALENDAR.is_workday(plain.legal)
    assert plain.raw <= working.raw


@given(NUMBERS, UNITS, STARTS, SPANS, st.randoms(use_true_random=False))
def test_spans_count_once_in_any_order(
    number: int, unit: Unit, started: dt.date, spans: list[Span], lot: Random
) -> None:
    twice = [*spans, *spans]
    lot.shuffle(twice)
    one, other = (deadline(rule(number, unit), started, CALENDAR, some) for some in (spans, twice))
    assert (one.raw, one.excluded) == (other.raw, other.excluded)


@given(NUMBERS, UNITS, STARTS, st.integers(0, 40), st.integers(0, 40))
def test_an_open_span_is_one_that_ends_today(number: int, unit: Unit, started: dt.date, after: int, more: int) -> None:
    first, today = started + dt.timedelta(days=after), started + dt.timedelta(days=after + more)
    still_open = deadline(rule(number, unit), started, CALENDAR, [Span(first, None, "听证")], today=today)
    assert still_open == deadline(rule(number, unit), started, CALENDAR, [Span(first, today, "听证")])


def test_an_open_span_needs_today() -> None:
    with pytest.raises(ValueError, match="needs today"):
        deadline(rule(3, Unit.DAY), day("2026-11-24"), CALENDAR, [span("2026-11-25")])


def test_the_station_s_own_days_move_a_deadline_and_its_version_is_kept() -> None:
    own = CALENDAR.with_days([CalendarDay(day("2026-11-30"), True, "停电", "区里")], version="2026-2")
    found = deadline(rule(15, Unit.DAY), day("2026-11-14"), own)
    assert (found.raw, found.legal, found.calendar_version) == (day("2026-11-29"), day("2026-12-01"), "2026-2")
    assert deadline(rule(1, Unit.WORKDAY), day("2026-11-27"), own).raw == day("2026-12-01")


def test_a_legal_day_alone_in_an_unknown_year_is_in_doubt() -> None:
    own = CALENDAR.with_days([CalendarDay(day("2026-12-31"), True, "停电", "区里")], version="2026-2")
    found = deadline(rule(1, Unit.DAY), day("2026-12-30"), own)
    assert (found.raw, found.legal, found.provisional) == (day("2026-12-31"), day("2027-01-04"), True)


def test_a_year_read_in_takes_the_doubt_away() -> None:
    notice = [CalendarDay(day("2027-01-25"), True, "试", "通知")]
    own = CALENDAR.with_days(notice, years=[2027], version="2027-1")
    found = deadline(RULES["petition_conclude"], day("2026-11-24"), own)
    assert (found.legal, found.provisional) == (day("2027-01-26"), False)


@pytest.mark.parametrize("started", [dt.date.max, day("9998-12-01"), day("9997-06-01")])
@pytest.mark.parametrize("unit", Unit)
def test_the_end_of_the_calendar_is_a_sentence(started: dt.date, unit: Unit) -> None:
    with pytest.raises(ValueError, match=f"从 {started.isoformat()} 起算得太远了，请核对日期和扣除的日子。"):
        deadline(rule(limit("clock_number"), unit), started, CALENDAR)


def test_a_span_of_centuries_is_a_sentence() -> None:
    with pytest.raises(ValueError, match="起算得太远了"):
        deadline(rule(20, Unit.WORKDAY), day("2026-11-24"), CALENDAR, [Span(dt.date.min, dt.date.max, "听证")])


@pytest.mark.parametrize("unit", Unit)
def test_the_longest_limit_and_the_first_day_there_is(unit: Unit) -> None:
    assert deadline(rule(limit("clock_number"), unit), day("2026-11-24"), CALENDAR).provisional
    assert deadline(rule(1, unit), dt.date.min, CALENDAR).started == dt.date.min


# ---------------------------------------------------------------- in words


def step_rows(found: Deadline) -> list[tuple[str, str, str, str]]:
    return [(step.what, step.content, step.result, step.source) for step in found.steps]


def test_six_steps_without_a_pause() -> None:
    assert step_rows(deadline(RULES["petition_conclude"], day("2026-11-24"), CALENDAR)) == [
        ("起算事件", "受理", "2026-11-24 周二", "信访工作条例 第三十四条"),
        ("当天不算", "从第二天起算第 1 日", "2026-11-25 周三", "民法典 第二百零一条"),
        ("＋ 60 日", "单位“日”，休息日也算在内", "2027-01-23 周六", "信访工作条例 第三十四条"),
        ("扣除、中止", "无（听证只在复核时扣除）", "不变", "信访工作条例 第三十四条"),
        ("末日逢休息日", "跳过 01-23 周六、01-24 周日", "顺延 2 天", "民法典 第二百零三条"),
        ("法定最后一日", "只算到日，不算钟点", "2027-01-25 周一", "民法典 第二百零三条"),
    ]


def test_six_steps_with_a_pause() -> None:
    promise = with_number(RULES["promise"], 5, Unit.WORKDAY)
    pauses = [span("2026-12-30 2027-01-05", "等补正材料"), span("2027-01-07 2027-01-07", "听证", "通知书")]
    assert step_rows(deadline(promise, day("2026-12-28"), CALENDAR, pauses)) == [
        ("起算事件", "材料齐全", "2026-12-28 周一", "本站承诺（限时办结制）"),
        ("当天不算", "从第二天起算", "2026-12-29 周二", "民法典 第二百零一条"),
        ("＋ 5 个工作日", "单位“工作日”，休息日不算", "2027-01-05 周二", "本站承诺（限时办结制）"),
        (
            "扣除、中止",
            "等补正材料 12-30 至 2027-01-05；听证 2027-01-07，共 5 个工作日",
            "2027-01-12 周二",
            "本站承诺（限时办结制）；通知书",
        ),
        ("末日逢休息日", "末日是工作日", "不变", "民法典 第二百零三条"),
        ("法定最后一日", "只算到日，不算钟点", "2027-01-12 周二", "民法典 第二百零三条"),
    ]


@pytest.mark.parametrize(
    ("number", "started", "content", "result"),
    [
        (1, "2026-11-24", "末日是工作日", "不变"),
        (1, "2026-11-28", "跳过 11-29 周日", "顺延 1 天"),
        (3, "2025-12-31", "跳过 01-03 元旦", "顺延 1 天"),
        (15, "2026-03-20", "跳过 04-04 清明节、04-05 清明节、04-06 清明节", "顺延 3 天"),
        (15, "2026-01-31", "跳过 02-15 至 02-23 春节", "顺延 9 天"),
        (60, "2025-08-02", "跳过 10-01 至 10-08 国庆节、中秋节", "顺延 8 天"),
        (30, "2027-12-02", "跳过 01-01 元旦、01-02 周日", "顺延 2 天"),
    ],
)
def test_days_skipped_at_the_end_in_words(number: int, started: str, content: str, result: str) -> None:
    step = deadline(rule(number, Unit.DAY), day(started), CALENDAR).steps[4]
    assert (step.what, step.content, step.result) == ("末日逢休息日", content, result)


@pytest.mark.parametrize(
    ("spans", "content", "result"),
    [
        ((), "无", "不变"),
        (("2026-12-08 2026-12-09",), "无", "不变"),
        (("2026-11-20 2026-11-24",), "无", "不变"),
        (("2026-11-26 2026-11-26",), "听证 11-26，共 1 日", "2026-11-30 周一"),
        (("2026-11-20 2026-11-25",), "听证 11-20 至 11-25，共 1 日", "2026-11-30 周一"),
    ],
)
def test_days_left_out_in_words(spans: tuple[str, ...], content: str, result: str) -> None:
    found = deadline(rule(5, Unit.DAY), day("2026-11-24"), CALENDAR, [span(one) for one in spans])
    step = found.steps[3]
    assert (step.content, step.result) == (content, result)


def test_a_pause_over_days_off_alone_changes_no_working_days() -> None:
    found = deadline(rule(5, Unit.WORKDAY), day("2026-11-24"), CALENDAR, [span("2026-11-28 2026-11-29")])
    assert (found.steps[3].content, found.steps[3].result) == ("听证 11-28 至 11-29，共 0 个工作日", "不变")


# ---------------------------------------------------------------- how a clock stands


@pytest.mark.parametrize(
    ("today", "state", "days", "counted", "words"),
    [
        ("2026-11-13", "running", 16, 0, "剩 16 天"),
        ("2026-11-14", "running", 15, 0, "剩 15 天"),
        ("2026-11-18", "running", 11, 4, "剩 11 天"),
        ("2026-11-21", "running", 8, 7, "剩 8 天"),
        ("2026-11-22", "soon", 7, 8, "剩 7 天"),
        ("2026-11-28", "soon", 1, 14, "剩 1 天"),
        ("2026-11-29", "today", 0, 15, "今天到期"),
        # The law gives the Monday on top; the colour doesn't.
        ("2026-11-30", "overdue", -1, 15, "逾期 1 天"),
        ("2026-12-02", "overdue", -3, 15, "逾期 3 天"),
    ],
)
def test_fifteen_days_from_day_to_day(today: str, state: str, days: int, counted: int, words: str) -> None:
    found = deadline(RULES["petition_tell"], day("2026-11-14"), CALENDAR)
    stands = standing(RULES["petition_tell"], found, day(today), CALENDAR)
    assert (stands.state, stands.days, stands.counted, stands.words) == (state, days, counted, words)
    assert (stands.total, stands.left_units) == (15, 15 - counted)


@pytest.mark.parametrize(
    ("today", "state", "days", "counted"),
    [
        ("2026-09-24", "running", 20, 3),
        ("2026-09-27", "running", 17, 3),
        ("2026-09-28", "running", 16, 3),
        ("2026-09-30", "running", 14, 4),
        ("2026-10-07", "running", 7, 4),
        ("2026-10-08", "running", 6, 5),
        ("2026-10-10", "running", 4, 7),
        ("2026-10-11", "soon", 3, 7),
        ("2026-10-14", "today", 0, 10),
        ("2026-10-15", "overdue", -1, 10),
    ],
)
def test_ten_working_days_over_the_holidays_with_a_pause(today: str, state: str, days: int, counted: int) -> None:
    """22 23 24, then 28 and 29 left out, 30, then 8 9 10 12 13 14."""
    promise = with_number(RULES["promise"], 10, Unit.WORKDAY)
    found = deadline(promise, day("2026-09-21"), CALENDAR, [span("2026-09-28 2026-09-29")])
    assert found.raw == day("2026-10-14")
    stands = standing(promise, found, day(today), CALENDAR)
    assert (stands.state, stands.days, stands.counted, stands.total) == (state, days, counted, 10)


@given(NUMBERS, UNITS, STARTS, SPANS, st.integers(-5, 200))
def test_a_slow_counter_finds_it_standing_the_same(
    number: int, unit: Unit, started: dt.date, spans: list[Span], after: int
) -> None:
    today = started + dt.timedelta(days=after)
    found = deadline(rule(number, unit), started, CALENDAR, spans)
    stands = standing(rule(number, unit), found, today, CALENDAR)
    counted = slow_days(number, unit, started, spans)
    assert stands.counted == sum(one <= today for one in counted)
    assert stands.counted + stands.left_units == stands.total == number
    assert today + dt.timedelta(days=stands.days) == found.raw
    expected = "overdue" if today > found.raw else "today" if today == found.raw else None
    assert stands.state == (expected or ("soon" if stands.days <= 7 else "running"))


@pytest.mark.parametrize(
    ("stopped", "kept"), [("2026-11-13", True), ("2026-11-29", True), ("2026-11-30", True), ("2026-12-01", False)]
)
def test_on_time_goes_by_the_legal_day(stopped: str, *, kept: bool) -> None:
    found = deadline(RULES["petition_tell"], day("2026-11-14"), CALENDAR)
    assert (found.raw, found.legal) == (day("2026-11-29"), day("2026-11-30"))
    assert on_time(found, day(stopped)) is kept
