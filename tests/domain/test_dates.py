"""Dates as staff type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import (
    PartialDate,
    age_on,
    date_words,
    near_date,
    read_date,
    read_partial,
    short_date,
    weekday_words,
)

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("20261124", date(2026, 11, 24)),
        ("2026.11.24", date(2026, 11, 24)),
        ("2026-11-24", date(2026, 11, 24)),
        ("2026/1/2", date(2026, 1, 2)),
        ("2026年11月24日", date(2026, 11, 24)),
        ("2026 年 1 月 2 号", date(2026, 1, 2)),
        ("２０２６．１１．２４", date(2026, 11, 24)),
        ("2026—11—24", date(2026, 11, 24)),
        ("11-24", date(2026, 11, 24)),
        ("1.2", date(2026, 1, 2)),
        ("11月24日", date(2026, 11, 24)),
        ("1124", date(2026, 11, 24)),
        ("0229", None),
        ("+7", date(2026, 12, 1)),
        ("+7天", date(2026, 12, 1)),
        ("-1", date(2026, 11, 23)),
        ("－1", date(2026, 11, 23)),
        ("=", TODAY),
        ("＝", TODAY),
        ("今天", TODAY),
        ("昨天", date(2026, 11, 23)),
        ("后天", date(2026, 11, 26)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_what_is_understood(raw: str, day: date | None) -> None:
    reading = read_date(raw, TODAY)
    assert reading.value == day
    assert bool(reading.message) == (day is None)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("2026-02-29", "2026 年 2 月没有 29 日"),
        ("2026-11-31", "没有 31 日"),
        ("2026-13-01", "没有 13 月"),
        ("13-01", "没有 13 月"),
        ("2026", "看不懂"),
        ("明年", "看不懂"),
        ("2026-11", "看不懂"),
        ("261124", "看不懂"),
        ("0000-01-01", "看不懂"),
        ("13-01-2026", "看不懂"),
        ("十一月二十四日", "看不懂"),
    ],
)
def test_what_is_not(raw: str, message: str) -> None:
    reading = read_date(raw, TODAY)
    assert reading.value is None
    assert message in reading.message


def test_too_far_away_is_said() -> None:
    assert "太远" in read_date("-99999", date(100, 1, 1)).message


def test_nothing_typed_is_nothing() -> None:
    assert read_date("  ", TODAY).value is None
    assert read_date("", TODAY).message == ""


days = st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31))


@given(days)
def test_every_way_of_writing_leads_back(day: date) -> None:
    for text in (
        f"{day:%Y%m%d}",
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        date_words(day),
    ):
        assert read_date(text, TODAY).value == day


@given(days, st.integers(0, 365))
def test_typed_shifts(today: date, shift: int) -> None:
    assert read_date(f"+{shift}", today).value == today + timedelta(days=shift)
    assert read_date(f"-{shift}", today).value == today - timedelta(days=shift)
    assert read_date(short_date(today, today), today).value == today


@given(st.text(alphabet="0123456789-./年月日+= "))
def test_reading_never_fails_and_always_answers(raw: str) -> None:
    reading = read_date(raw, TODAY)
    assert not (reading.value and reading.message)
    read_partial(raw, TODAY)


@pytest.mark.parametrize(
    ("raw", "text", "words"),
    [
        ("1987", "1987", "1987年"),
        ("1987年", "1987", "1987年"),
        ("1987-10", "1987-10", "1987年10月"),
        ("1987.9", "1987-09", "1987年9月"),
        ("1987 年 10 月", "1987-10", "1987年10月"),
        ("198710", "1987-10", "1987年10月"),
        ("19871003", "1987-10-03", "1987年10月3日"),
        ("1987年10月3日", "1987-10-03", "1987年10月3日"),
        ("１９８７－１０－３", "1987-10-03", "1987年10月3日"),
        ("2026-11-24", "2026-11-24", "2026年11月24日"),
        ("2026", "2026", "2026年"),
    ],
)
def test_partial_dates(raw: str, text: str, words: str) -> None:
    value = read_partial(raw, TODAY).value
    assert value is not None
    assert str(value) == text
    assert value.words == words


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("87", "看不懂"),
        ("10-03", "看不懂"),
        ("不详", "看不懂"),
        ("1987-13", "没有这一天"),
        ("1987-02-30", "没有这一天"),
        ("2026-12", "2026年12月还没有到"),
        ("2026-11-25", "还没有到"),
        ("2027", "还没有到"),
    ],
)
def test_partial_dates_that_are_none(raw: str, message: str) -> None:
    reading = read_partial(raw, TODAY)
    assert reading.value is None
    assert message in reading.message


def test_no_partial_date_is_no_fault() -> None:
    assert read_partial(" ", TODAY).message == ""


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    parts = draw(st.integers(1, 3))
    return PartialDate(day.year, day.month if parts > 1 else None, day.day if parts > 2 else None)


@given(partial_dates())
def test_partial_dates_lead_back(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value
    assert PartialDate.parse(value.words) == value
    assert value.first_day <= value.last_day
    assert (value.last_day + timedelta(days=1)).day == 1 or value.day


@given(partial_dates(), partial_dates())
def test_text_sorts_as_time(one: PartialDate, other: PartialDate) -> None:
    if str(one) < str(other):
        assert one.first_day <= other.first_day


@pytest.mark.parametrize(
    ("value", "last"),
    [
        (PartialDate(2024, 2), date(2024, 2, 29)),
        (PartialDate(2023, 2), date(2023, 2, 28)),
        (PartialDate(2023, 12), date(2023, 12, 31)),
        (PartialDate(2023), date(2023, 12, 31)),
        (PartialDate(2023, 4, 5), date(2023, 4, 5)),
        (PartialDate(9999), date(9999, 12, 31)),
    ],
)
def test_last_day(value: PartialDate, last: date) -> None:
    assert value.last_day == last


def test_impossible_parts() -> None:
    with pytest.raises(ValueError, match="without its month"):
        PartialDate(1987, None, 3)
    with pytest.raises(ValueError, match="month"):
        PartialDate(1987, 13)


@pytest.mark.parametrize(
    ("day", "short"), [(TODAY, "11-24"), (date(2026, 1, 2), "01-02"), (date(2025, 12, 3), "2025-12-03")]
)
def test_short(day: date, short: str) -> None:
    assert short_date(day, TODAY) == short


def test_words() -> None:
    assert date_words(date(2026, 1, 2)) == "2026年1月2日"
    assert [weekday_words(date(2026, 11, 23) + timedelta(days=n)) for n in (0, 1, 6)] == ["星期一", "星期二", "星期日"]


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1968, 11, 24), TODAY, 58),
        (date(1968, 11, 25), TODAY, 57),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (TODAY, TODAY, 0),
    ],
)
def test_age(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


def test_today_is_called_today() -> None:
    assert near_date(TODAY, TODAY) == "今天"
    assert near_date(date(2026, 11, 23), TODAY) == "11-23"
    assert near_date(date(2025, 11, 24), TODAY) == "2025-11-24"
