"""The working calendar: the notices day by day, names, estimates for years without one, and the station's own days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.tables import table
from domain.workdays import CalendarDay, shipped_calendar, short_weekday, statutory_count, statutory_days
from tests.domain.clock_examples import worked

CALENDAR = shipped_calendar()
YEARS = (2024, 2025, 2026)
MANY_DAYS = st.dates(dt.date.min, dt.date.max)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def all_days(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=at) for at in range((dt.date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_shipped_year_is_as_its_notice_says(year: int) -> None:
    wrong = [one.isoformat() for one in all_days(year) if CALENDAR.is_workday(one) is not worked(one)]
    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_shipped_year_is_as_the_package_says(year: int) -> None:
    """Runs where chinesecalendar is installed; the product doesn't need it."""
    package = pytest.importorskip("chinese_calendar", reason="chinesecalendar is not installed")
    wrong = [one.isoformat() for one in all_days(year) if CALENDAR.is_workday(one) is not package.is_workday(one)]
    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_a_notice_says_only_what_the_weekday_does_not(year: int) -> None:
    """Days worked are weekend days, each year has its statutory number of days off at least, sources are whole."""
    found = [one for one in CALENDAR.exceptions.values() if one.day.year == year]
    assert all(one.day.weekday() >= 5 for one in found if not one.off)
    # Until 2024 the holidays were two days fewer.
    assert sum(one.off for one in found) >= statutory_count() - (2 if year == 2024 else 0)
    assert {one.source for one in found} == {f"国办发明电〔{year - 1}〕{ {2024: 7, 2025: 12, 2026: 7}[year] }号"}


def test_the_year_a_row_is_under_is_the_year_of_its_days() -> None:
    for row in table("calendar")["year"]:
        assert str(row["year"]) in row["notice"]
        named = {run[end].year for run in row["off"] for end in ("first", "last")} | {one.year for one in row["worked"]}
        assert named == {row["year"]}


@pytest.mark.parametrize(
    ("of", "name"),
    [
        ("2026-11-24", ""),
        ("2026-11-28", "周六"),
        ("2026-11-29", "周日"),
        ("2026-02-14", "调休上班"),
        ("2026-02-15", "春节"),
        ("2026-02-21", "春节"),
        ("2025-10-06", "中秋节"),
        ("2025-10-08", "国庆节"),
        ("2026-10-10", "调休上班"),
        ("2027-01-01", "元旦"),
        ("2027-01-02", "周六"),
        ("2027-02-05", "春节"),
        ("2027-02-09", ""),
        ("2027-05-02", "劳动节"),
        ("2040-10-03", "国庆节"),
        ("0001-01-01", "元旦"),
        ("9999-12-31", ""),
    ],
)
def test_names_of_days(of: str, name: str) -> None:
    assert CALENDAR.name_of(day(of)) == name


@pytest.mark.parametrize(
    ("first", "spring", "tomb", "boat", "autumn"),
    [
        # 初一 as the almanacs have it, a day after the first day off.
        ("2027-02-06", "2027-02-05", "2027-04-05", "2027-06-09", "2027-09-15"),
        ("2028-01-26", "2028-01-25", "2028-04-04", "2028-05-28", "2028-10-03"),
        ("2029-02-13", "2029-02-12", "2029-04-04", "2029-06-16", "2029-09-22"),
        ("2030-02-03", "2030-02-02", "2030-04-05", "2030-06-05", "2030-09-12"),
        ("2031-01-23", "2031-01-22", "2031-04-05", "2031-06-24", "2031-10-01"),
        ("2032-02-11", "2032-02-10", "2032-04-04", "2032-06-12", "2032-09-19"),
        ("2033-01-31", "2033-01-30", "2033-04-04", "2033-06-01", "2033-09-08"),
        ("2034-02-19", "2034-02-18", "2034-04-05", "2034-06-20", "2034-09-27"),
        ("2035-02-08", "2035-02-07", "2035-04-05", "2035-06-10", "2035-09-16"),
    ],
)
def test_moving_holidays_of_years_to_come(first: str, spring: str, tomb: str, boat: str, autumn: str) -> None:
    found = statutory_days(day(first).year)
    year = [one for one, name in sorted(found.items()) if name == "春节"]
    assert [year[0], year[1], len(year)] == [day(spring), day(first), 4]
    assert {found[day(tomb)], found[day(boat)], found[day(autumn)]} == {"清明节", "端午节", "中秋节"}


def test_moving_holidays_keep_the_rhythm_of_the_moon() -> None:
    """A slip of the keyboard shows: 端午 is 4 moons and 4 days after 初一, or 5 moons; 中秋 is 7 or 8 and 14 days."""
    for year in range(2027, 2036):
        by_name: dict[str, dt.date] = {}
        for one, name in sorted(statutory_days(year).items()):
            by_name.setdefault(name, one)
        new_year = by_name["春节"] + dt.timedelta(days=1)
        for name, moons, days in (("端午节", 4, 4), ("中秋节", 7, 14)):
            passed = (by_name[name] - new_year).days - days
            assert min(abs(passed - 29.53 * (moons + more)) for more in (0, 1)) < 1.6, (year, name)


def test_thirteen_days_a_year_are_holidays() -> None:
    assert statutory_count() == 13
    assert len(statutory_days(2027)) == 13
    # 中秋 and 国庆 share a day; beyond the table only the fixed ones are certain.
    assert len(statutory_days(2031)) == 12
    assert set(statutory_days(2036).values()) == {"元旦", "劳动节", "国庆节"}


@pytest.mark.parametrize(
    ("first", "last", "provisional"),
    [
        ("2024-01-01", "2026-12-31", False),
        ("2026-12-31", "2027-01-01", True),
        ("2023-12-31", "2024-01-01", True),
        ("2027-03-01", "2027-03-02", True),
        ("2023-01-01", "2027-01-01", True),
    ],
)
def test_what_reaches_past_the_loaded_years_is_provisional(first: str, last: str, *, provisional: bool) -> None:
    assert CALENDAR.provisional(day(first), day(last)) is provisional


@pytest.mark.parametrize(
    ("start", "following", "off"),
    [
        ("2026-11-24", "2026-11-24", 0),
        ("2026-11-28", "2026-11-30", 2),
        ("2026-02-15", "2026-02-24", 9),
        ("2026-02-20", "2026-02-24", 4),
        ("2026-01-01", "2026-01-04", 3),
        ("2027-02-05", "2027-02-09", 4),
    ],
)
def test_the_next_workday_and_the_days_off_before_it(start: str, following: str, off: int) -> None:
    assert CALENDAR.next_workday(day(start)) == day(following)
    run = CALENDAR.days_off_from(day(start))
    assert len(run) == off
    assert list(run) == [day(start) + dt.timedelta(days=at) for at in range(off)]


@given(MANY_DAYS)
def test_any_day_there_is_has_an_answer(one: dt.date) -> None:
    following = CALENDAR.next_workday(one)
    assert CALENDAR.is_workday(following)
    assert (following - one).days == len(CALENDAR.days_off_from(one))
    assert (CALENDAR.name_of(one) in ("", "调休上班")) is CALENDAR.is_workday(one)


def test_the_last_day_of_all_does_not_run_away() -> None:
    closed = CALENDAR.with_days([CalendarDay(dt.date.max, True, "", "")], version="x")
    assert closed.next_workday(dt.date.max) == dt.date.max
    assert closed.days_off_from(dt.date.max) == ()


def test_the_station_s_own_days_lie_over_the_shipped_ones() -> None:
    own = CALENDAR.with_days(
        [
            CalendarDay(day("2026-11-24"), True, "", "区里通知"),
            CalendarDay(day("2026-11-28"), False, "防汛", "区里通知"),
            CalendarDay(day("2026-02-16"), False, "", "区里通知"),
            CalendarDay(day("2027-03-01"), True, "校庆", "区里通知"),
        ],
        version="2026-2",
    )
    assert (own.version, own.years) == ("2026-2", CALENDAR.years)
    names = {text: own.name_of(day(text)) for text in ("2026-11-24", "2026-11-28", "2026-02-16", "2027-03-01")}
    assert names == {"2026-11-24": "放假", "2026-11-28": "调休上班", "2026-02-16": "", "2027-03-01": "校庆"}
    assert [own.is_workday(day(text)) for text in names] == [False, True, True, False]
    assert own.is_workday(day("2026-02-14")), "what wasn't named stays"
    assert own.provisional(day("2027-03-01"), day("2027-03-01")), "a day by hand loads no year"
    assert CALENDAR.is_workday(day("2026-11-24")), "the shipped one isn't changed"


def test_a_year_that_is_read_in_takes_the_place_of_what_was_known() -> None:
    notice = [
        CalendarDay(day("2026-12-27"), False, "", "通知"),
        CalendarDay(day("2027-01-01"), True, "元旦", "通知"),
        CalendarDay(day("2027-02-20"), False, "", "通知"),
    ]
    own = CALENDAR.with_days(notice, years=[2027], version="2026-2")
    assert own.years == {2024, 2025, 2026, 2027}
    assert not own.provisional(day("2026-12-01"), day("2027-12-31"))
    assert own.is_workday(day("2026-12-27")), "a Sunday of the December before"
    assert own.is_workday(day("2027-02-20"))
    assert own.is_workday(day("2027-02-05")), "no estimate is left in a loaded year"
    again = CALENDAR.with_days([CalendarDay(day("2026-02-17"), True, "春节", "更正")], years=[2026], version="x")
    assert not again.is_workday(day("2026-02-14")), "a worked Saturday that the new notice doesn't name is one no more"
    assert not again.is_workday(day("2026-02-17"))


@pytest.mark.parametrize(("text", "words"), [("2026-11-23", "周一"), ("2026-11-29", "周日")])
def test_weekdays_in_two_characters(text: str, words: str) -> None:
    assert short_weekday(day(text)) == words
