"""Times of day as they are typed."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.times import read_time


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("9:30", time(9, 30)),
        ("09：30", time(9, 30)),
        ("９：３０", time(9, 30)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9.05", time(9, 5)),
        ("9", time(9)),
        ("9点", time(9)),
        ("9点半", time(9, 30)),
        (" 14时30分 ", time(14, 30)),
        ("23:59", time(23, 59)),
        ("0:00", time(0)),
    ],
)
def test_the_ways_to_type_a_time(typed: str, value: time) -> None:
    assert read_time(typed).value == value
    assert read_time(typed).message == ""


@pytest.mark.parametrize("typed", ["24:00", "9:60", "2561", "上午", "9:3:1", "12345", "9:30 pm"])
def test_what_is_no_time_is_said(typed: str) -> None:
    reading = read_time(typed)
    assert reading.value is None
    assert reading.message.endswith("。")


def test_nothing_typed_is_no_mistake() -> None:
    assert (read_time("  ").value, read_time("").message) == (None, "")


@given(st.times())
def test_every_minute_of_the_day_comes_back(value: time) -> None:
    minute = value.replace(second=0, microsecond=0, tzinfo=None)
    for text in (f"{minute:%H:%M}", f"{minute:%H%M}"):
        assert read_time(text).value == minute


@given(st.text(max_size=8))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    reading = read_time(typed)
    assert reading.value is None or not reading.message
