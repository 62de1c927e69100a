"""What a promise to ring back must hold, and what is only worth a second look."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.call_back_rules import (
    CallBackForm,
    check_call_back,
    put_off_words,
    tidy_call_back,
    warnings_call_back,
    was_put_off,
)

TODAY = dt.date(2026, 11, 24)
GOOD = {"name": "刘勇", "phone": "13874801234", "why": "告知审核结果", "due": TODAY}


def form(**values: object) -> CallBackForm:
    return CallBackForm(**(GOOD | values))  # type: ignore[arg-type]


def test_a_whole_promise_has_no_fault_and_no_warning() -> None:
    assert check_call_back(form(), TODAY) == {}
    assert warnings_call_back(form()) == {}


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        (None, "还没有写哪天回访。请写日期，如 +3（三天后）。"),
        (dt.date(2026, 11, 23), "2026-11-23 已经过去，请改成今天或以后的日期。"),
        (dt.date(2027, 11, 26), "2027-11-26 在 366 天以后，请核对年份。"),
    ],
)
def test_a_day_on_which_nobody_can_ring(due: dt.date | None, sentence: str) -> None:
    assert check_call_back(form(due=due), TODAY) == {"due": sentence}


@pytest.mark.parametrize(
    ("due", "weekday"), [("2026-11-28", "星期六"), ("2026-11-29", "星期日"), ("2026-11-30", ""), ("2026-11-27", "")]
)
def test_a_weekend_is_said_and_stops_nothing(due: str, weekday: str) -> None:
    promise = form(due=dt.date.fromisoformat(due))
    assert check_call_back(promise, TODAY) == {}
    warned = warnings_call_back(promise)
    assert warned == ({"due": f"{due} 是{weekday}，请确认当天有人打电话。"} if weekday else {})


def test_nobody_to_ring_is_said_and_stops_nothing() -> None:
    assert check_call_back(form(phone=""), TODAY) == {}
    assert list(warnings_call_back(form(phone=""))) == ["phone"]
    assert warnings_call_back(form(phone=""), known_phone="13874801234") == {}


def test_a_phone_as_it_is_shown_means_the_party_s_own() -> None:
    assert tidy_call_back(form(party_id=7, phone=" 138****1234 ")).phone == ""
    assert tidy_call_back(form(party_id=7, phone="138 7480 1234")).phone == "13874801234"
    assert list(check_call_back(form(phone="138****1234"), TODAY)) == ["phone"]


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=30))
def test_tidying_twice_changes_nothing_more(name: str, why: str, phone: str) -> None:
    once = tidy_call_back(form(name=name, why=why, phone=phone))
    assert tidy_call_back(once) == once
    assert "\n" not in once.why


@given(st.dates(), st.text(min_size=1, max_size=50))
def test_a_call_put_off_is_told_from_one_that_was_made(due: dt.date, reason: str) -> None:
    assert was_put_off(put_off_words(due, reason))
    assert not was_put_off("已告知，改到下周再来")
