"""Numbers as written on paper, and as a clerk types them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numbering import (
    NumberQuery,
    Series,
    check_pattern,
    daily,
    default_patterns,
    period,
    read_number_query,
    render,
)

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("series", "seq", "window", "number"),
    [
        (Series.VISIT, 7, "", "LF20261124-007"),
        (Series.VISIT, 7, "A", "LF20261124-A007"),
        (Series.VISIT, 1234, "", "LF20261124-1234"),
        (Series.SERVICE, 63, "", "坡退办〔2026〕63号"),
        (Series.PETITION, 47, "A", "坡退信〔2026〕47号"),
        (Series.ASSISTANCE, 18, "", "坡退帮〔2026〕18号"),
        (Series.ASSISTANCE, 1, "", "坡退帮〔2026〕1号"),
    ],
)
def test_numbers_of_the_house(series: Series, seq: int, window: str, number: str) -> None:
    assert render(series, period(series, TODAY), seq, short_name="坡退", window_letter=window) == number


def test_visits_start_again_each_day_and_cases_each_year() -> None:
    assert {series for series in Series if daily(series)} == {Series.VISIT, Series.STATION_PAPER}
    assert period(Series.VISIT, date(2027, 1, 2)) == "20270102"
    assert period(Series.PETITION, date(2027, 1, 2)) == "2027"


def test_patterns_are_settings() -> None:
    patterns = {Series.PETITION: "{short}信访〔{year}〕第{seq3}号 {unknown} {seq.__class__}"}
    assert render(Series.PETITION, "2026", 7, short_name="坡退", patterns=patterns) == (
        "坡退信访〔2026〕第007号 {unknown} {seq.__class__}"
    )
    assert render(Series.SERVICE, "2026", 7, short_name="坡退", patterns=patterns) == "坡退办〔2026〕7号"


@pytest.mark.parametrize("series", Series)
def test_shipped_patterns_are_good(series: Series) -> None:
    assert check_pattern(series, default_patterns()[series]) == ""


@pytest.mark.parametrize(
    ("series", "pattern", "message"),
    [
        (Series.VISIT, "LF{date}", "重号"),
        (Series.VISIT, "LF{year}-{seq}", "{date}"),
        (Series.PETITION, "信{seq}号", "{year}"),
        (Series.PETITION, "信{jahr}{seq}", "不认识 {jahr}"),
        (Series.PETITION, "信{date}-{seq}", ""),
    ],
)
def test_patterns_that_would_repeat_a_number_are_refused(series: Series, pattern: str, message: str) -> None:
    found = check_pattern(series, pattern)
    assert message in found
    assert bool(found) == bool(message)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("信47", NumberQuery(Series.PETITION, None, 47)),
        ("信 47 号", NumberQuery(Series.PETITION, None, 47)),
        ("办63", NumberQuery(Series.SERVICE, None, 63)),
        ("坡退帮18", NumberQuery(Series.ASSISTANCE, None, 18)),
        ("信2026-47", NumberQuery(Series.PETITION, "2026", 47)),
        ("2026-47", NumberQuery(None, "2026", 47)),
        ("２０２６－４７", NumberQuery(None, "2026", 47)),
        ("2026—47", NumberQuery(None, "2026", 47)),
        ("〔2026〕47", NumberQuery(None, "2026", 47)),
        ("[2026]47号", NumberQuery(None, "2026", 47)),
        ("坡退信〔2026〕47号", NumberQuery(Series.PETITION, "2026", 47)),
        ("坡退信（2026）47号", NumberQuery(Series.PETITION, "2026", 47)),
        ("坡退信[2026]第47号", NumberQuery(Series.PETITION, "2026", 47)),
        ("LF20261124-007", NumberQuery(Series.VISIT, "20261124", 7)),
        ("LF20261124-A007", NumberQuery(Series.VISIT, "20261124", 7, "A")),
        ("lf20261124-a7", NumberQuery(Series.VISIT, "20261124", 7, "A")),
        ("LF1124-7", NumberQuery(Series.VISIT, "20261124", 7)),
        ("lf 1123-7", NumberQuery(Series.VISIT, "20261123", 7)),
        ("LF1125-7", NumberQuery(Series.VISIT, "20251125", 7)),
        ("LF0229-7", NumberQuery(Series.VISIT, "20240229", 7)),
        ("LF7", NumberQuery(Series.VISIT, None, 7)),
        ("20261124-7", NumberQuery(Series.VISIT, "20261124", 7)),
        ("WS20261124-003", NumberQuery(Series.STATION_PAPER, "20261124", 3)),
        ("ws1124-3", NumberQuery(Series.STATION_PAPER, "20261124", 3)),
        ("1124-A7", NumberQuery(Series.VISIT, "20261124", 7, "A")),
    ],
)
def test_short_forms(text: str, query: NumberQuery) -> None:
    assert read_number_query(text, TODAY) == query


@pytest.mark.parametrize(
    "text",
    [
        "",
        "张三",
        "47",
        "zjg",
        "13873105267",
        "430103196811121234",
        "0731-85550199",
        "坡退信受〔2026〕12号",
        "LF1332-7",
        "信",
        "2026-",
        "7K3M-92QF",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert read_number_query(text, TODAY) is None


@given(
    st.sampled_from(list(Series)),
    st.dates(min_value=date(2020, 1, 1), max_value=TODAY),
    st.integers(1, 99999),
    st.sampled_from(["", "A", "Z"]),
    st.sampled_from(["坡退", "坡", "文庙坪退", "办信"]),
)
def test_what_is_written_is_read_back(series: Series, day: date, seq: int, window: str, short_name: str) -> None:
    written = render(series, period(series, day), seq, short_name=short_name, window_letter=window)
    query = read_number_query(written, TODAY)
    assert query == NumberQuery(series, period(series, day), seq, window if daily(series) else "")


@given(st.integers(0, 363), st.integers(1, 999))
def test_a_day_without_its_year_is_the_last_such_day(ago: int, seq: int) -> None:
    day = TODAY - timedelta(days=ago)
    assert read_number_query(f"LF{day:%m%d}-{seq}", TODAY) == NumberQuery(Series.VISIT, f"{day:%Y%m%d}", seq)
