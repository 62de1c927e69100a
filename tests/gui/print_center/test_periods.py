"""Which sheets are asked for, and what the tabs say: plain data, no window."""

import datetime as dt

import pytest

from gui.print_center.new_paper import span_of
from gui.print_center.periods import Period, count_words, day_step, period_options, query_of, tabs_of
from gui.print_center.retry import RetryResult
from services.documents import PaperQuery, SheetState, StateCounts

TODAY = dt.date(2026, 11, 24)
ZERO = dict.fromkeys(SheetState, 0)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period.TODAY, PaperQuery(first=TODAY)),
        (Period.THREE, PaperQuery(first=dt.date(2026, 11, 22))),
        (Period.WEEK, PaperQuery(first=dt.date(2026, 11, 18))),
        (Period.EVER, PaperQuery()),
        (Period.ONE, PaperQuery(first=dt.date(2026, 11, 3), last=dt.date(2026, 11, 3))),
    ],
)
def test_a_period_up_to_now_has_no_end(period: Period, expected: PaperQuery) -> None:
    assert query_of(period, dt.date(2026, 11, 3), TODAY) == expected


def test_a_single_day_is_named() -> None:
    assert period_options(TODAY, TODAY)[-1] == (Period.ONE, "选一天…")
    assert period_options(dt.date(2026, 11, 3), TODAY)[-1][1].endswith("星期二")


def test_tabs_count_and_colour_only_what_needs_minding() -> None:
    counts = StateCounts(ZERO | {SheetState.GOOD: 1, SheetState.SPOILED: 1}, whole=True)
    assert [(entry[1], entry[2], entry[3]) for entry in tabs_of(counts)] == [
        ("全部", 2, "t2"),
        ("待确认", 0, "t2"),
        ("完好", 1, "t2"),
        ("作废", 0, "t2"),
        ("损坏", 1, "red"),
        ("打印失败", 0, "t2"),
    ]


def test_what_was_not_counted_to_the_end_bears_no_number() -> None:
    counts = StateCounts(ZERO | {SheetState.GOOD: 1990, SheetState.PENDING: 7, SheetState.FAILED: 3}, whole=False)
    assert [entry[2] for entry in tabs_of(counts)] == [None, 7, None, None, None, 3]
    assert count_words(counts, SheetState.PENDING) == "共 7 张"
    assert "张数很多" in count_words(counts, None)
    assert "张数很多" in count_words(counts, SheetState.GOOD)


def test_days_never_go_past_today() -> None:
    assert day_step(TODAY, 1, TODAY) == TODAY
    assert day_step(TODAY, -1, TODAY) == dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("name", "today", "expected"),
    [
        ("today", TODAY, (TODAY, TODAY)),
        ("month", TODAY, (dt.date(2026, 11, 1), TODAY)),
        ("last_month", dt.date(2026, 3, 31), (dt.date(2026, 2, 1), dt.date(2026, 2, 28))),
        ("last_month", dt.date(2026, 1, 1), (dt.date(2025, 12, 1), dt.date(2025, 12, 31))),
        ("year", TODAY, (dt.date(2026, 1, 1), TODAY)),
    ],
)
def test_a_named_span_ends_today_at_the_latest(name: str, today: dt.date, expected: tuple[dt.date, dt.date]) -> None:
    assert span_of(name, today) == expected


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (RetryResult(3, 0, 0, ""), "送出 3 张，出来后请逐张确认"),
        (RetryResult(0, 0, 2, "没有接通"), "一张也没有送出，还剩 2 张没有再试：没有接通"),
        (RetryResult(1, 1, 1, "没有接通"), "送出 1 张，1 张没有打，还剩 1 张没有再试：没有接通"),
    ],
)
def test_a_round_of_retries_says_how_far_it_came(result: RetryResult, words: str) -> None:
    assert result.words() == words
