"""The strip of days under a derivation: which days it shows, what each means, and what it leaves out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar_view import Gap, StripDay, StripKind, strip
from domain.deadlines import ClockRule, Deadline, Span, Unit, clock_rules, deadline
from domain.workdays import shipped_calendar

CALENDAR = shipped_calendar()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def limit_of(number: int, unit: Unit, started: str, *spans: Span) -> Deadline:
    return deadline(ClockRule("x", "时限", "受理", number, unit, "本站约定", 7), day(started), CALENDAR, spans)


def drawn(found: Deadline) -> list[str]:
    """As it would be read: "二 11-24 起算", "六 01-23 原始 休 估"."""
    return [_words(part) for part in strip(found, CALENDAR)]


def _words(part: StripDay | Gap) -> str:
    if isinstance(part, Gap):
        return " / ".join(part.words)
    flags = ["休"] * part.off + ["估"] * part.provisional
    return " ".join(filter(None, [part.weekday, f"{part.day:%m-%d}", part.mark, *flags]))


def test_sixty_days_into_a_year_without_a_notice() -> None:
    assert drawn(deadline(clock_rules()["petition_conclude"], day("2026-11-24"), CALENDAR)) == [
        "一 11-23",
        "二 11-24 起算",
        "三 11-25 第1日",
        "四 11-26 第2日",
        "五 11-27 第3日",
        "第 4 日 / … 50 天 … / 第 53 日",
        "日 01-17 第54日 休 估",
        "一 01-18 第55日 估",
        "二 01-19 第56日 估",
        "三 01-20 第57日 估",
        "四 01-21 第58日 估",
        "五 01-22 第59日 估",
        "六 01-23 原始 休 估",
        "日 01-24 跳过 休 估",
        "一 01-25 法定 估",
        "二 01-26 估",
        "三 01-27 估",
    ]


def test_working_days_with_days_left_out_and_no_gap() -> None:
    found = limit_of(3, Unit.WORKDAY, "2026-09-24", Span(day("2026-09-28"), day("2026-09-28"), "听证"))
    assert drawn(found) == [
        "三 09-23",
        "四 09-24 起算",
        "五 09-25 休",
        "六 09-26 休",
        "日 09-27 休",
        "一 09-28 扣除",
        "二 09-29 第1日",
        "三 09-30 第2日",
        "四 10-01 休",
        "五 10-02 休",
        "六 10-03 休",
        "日 10-04 休",
        "一 10-05 休",
        "二 10-06 休",
        "三 10-07 休",
        "四 10-08 法定",
        "五 10-09",
        "六 10-10",
    ]


def test_a_long_holiday_at_the_end_takes_the_place_of_the_days_before_it() -> None:
    parts = drawn(limit_of(30, Unit.DAY, "2026-01-16"))
    assert parts[5:9] == ["第 4 日 / … 25 天 … / 第 28 日", "六 02-14 第29日", "日 02-15 原始 休", "一 02-16 跳过 休"]
    assert parts[-3:] == ["二 02-24 法定", "三 02-25", "四 02-26"]


def test_names_stand_with_the_days() -> None:
    names = [part.name for part in strip(limit_of(1, Unit.DAY, "2026-02-13"), CALENDAR) if isinstance(part, StripDay)]
    assert names == ["", "", "调休上班", "春节", "春节"]


@pytest.mark.parametrize(("number", "hidden"), [(13, 0), (14, 0), (15, 3), (16, 4)])
def test_a_gap_that_would_hide_a_day_or_two_is_not_made(number: int, hidden: int) -> None:
    """From Tuesday 2026-11-03 to a Monday, Tuesday, Wednesday and Thursday, so that nothing is rolled."""
    found = limit_of(number, Unit.DAY, "2026-11-03")
    assert sum(part.days for part in strip(found, CALENDAR) if isinstance(part, Gap)) == hidden


def test_a_gap_in_which_nothing_is_counted_says_only_how_many_days() -> None:
    parts = strip(limit_of(4, Unit.DAY, "2026-11-02", Span(day("2026-11-03"), day("2026-11-30"), "听证")), CALENDAR)
    (gap,) = [part for part in parts if isinstance(part, Gap)]
    assert gap.words == (f"… {gap.days} 天 …",)
    assert [part.kind for part in parts if isinstance(part, StripDay)][2:5] == [StripKind.EXCLUDED] * 3


def test_the_first_day_there_is_has_none_before_it() -> None:
    first = strip(limit_of(1, Unit.DAY, "0001-01-01"), CALENDAR)[0]
    assert isinstance(first, StripDay)
    assert (first.day, first.kind) == (dt.date.min, StripKind.START)


SPANS = st.lists(
    st.builds(
        lambda first, length: Span(first, first + dt.timedelta(days=length), "听证"),
        st.dates(day("2025-12-15"), day("2026-08-01")),
        st.integers(0, 20),
    ),
    max_size=3,
)


@given(st.integers(1, 90), st.sampled_from(Unit), st.dates(day("2026-01-01"), day("2027-06-01")), SPANS)
def test_no_day_is_lost_and_every_count_is_somewhere(
    number: int, unit: Unit, started: dt.date, spans: list[Span]
) -> None:
    found = limit_of(number, unit, started.isoformat(), *spans)
    parts = strip(found, CALENDAR)
    following: list[dt.date] = []
    counts: list[int] = []
    for part in parts:
        if isinstance(part, Gap):
            following += [part.first + dt.timedelta(days=at) for at in range(part.days)]
            counts += range(part.first_count, part.last_count + 1) if part.first_count else []
        else:
            following.append(part.day)
            counts += [part.count] if part.count else []
    first = started - dt.timedelta(days=1)
    assert following == [first + dt.timedelta(days=at) for at in range((found.legal - first).days + 3)]
    assert counts == list(range(1, number + 1))
    kinds = [part.kind for part in parts if isinstance(part, StripDay)]
    assert (kinds.count(StripKind.START), kinds.count(StripKind.LEGAL)) == (1, 1)
    assert kinds.count(StripKind.RAW) == (found.raw != found.legal)
    assert kinds.count(StripKind.SKIPPED) == max(0, (found.legal - found.raw).days - 1)
    assert len(parts) <= 22
