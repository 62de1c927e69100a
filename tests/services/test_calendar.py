"""The working calendar: notices read in, days changed by hand, and exactly those clocks moved that they touch."""

import datetime as dt
from collections.abc import Callable, Mapping
from time import perf_counter

import pytest
from sqlalchemy import insert, select

from domain.deadlines import deadline, rule_from_data
from domain.workdays import statutory_days
from models.calendar import CalendarEntry
from models.case import CaseClock, CaseFile
from services import Services, _calendar_edit, _clocks, _settings, _work_calendar
from services.service_cases import CaseQuery
from system.clock import FixedClock
from system.errors import Denied, Invalid
from system.paths import DataFolder
from tests import factories
from tests.services.case_life import matter, open_case, view
from tests.services.conftest import LogIn

DECEMBER = dt.timedelta(days=24)
"""From 24 November to 18 December, so that 20 working days reach into January 2027."""
SOURCE = "国办发明电〔2026〕9号"
OFF = ("2027-01-01", "2027-01-02", "2027-01-03")


def notice(*days: tuple[str, str, str]) -> str:
    return "\n".join(["日期,类型,名称", *(",".join(day) for day in days)])


LATE = notice(*((day, "休", "元旦") for day in OFF), ("2027-01-09", "班", ""), ("2027-01-10", "班", ""))
"""A notice by which two weekend days of January are worked: 20 working days end earlier."""
WHOLE = notice(*((day.isoformat(), "休", name) for day, name in statutory_days(2027).items()))


def clocks(services: Services) -> Mapping[int, tuple[dt.date, dt.date, bool, str]]:
    with services._context.database.read() as session:
        rows = session.scalars(select(CaseClock)).all()
        return {row.id: (row.raw, row.legal, row.provisional, row.calendar_version) for row in rows}


def due(services: Services) -> Mapping[str, dt.date | None]:
    return {row.number: row.due for row in services.service_cases.page(CaseQuery(tab="all")).rows}


def fault(act: Callable[[], object]) -> Mapping[str, str]:
    with pytest.raises(Invalid) as caught:
        act()
    return caught.value.fields


# ---------------------------------------------------------------- looking


def test_years_say_what_is_known_of_them(station: Services) -> None:
    shown = [(one.year, one.loaded, one.shipped, one.worked_weekends) for one in station.work_calendar.years()]
    assert shown == [(2025, True, True, 5), (2026, True, True, 6), (2027, False, False, 0), (2028, False, False, 0)]
    last, this, following, _ = station.work_calendar.years()
    assert (last.source, this.source, following.source) == ("国办发明电〔2024〕12号", "国办发明电〔2025〕7号", "")
    assert (this.days_off, following.days_off) == (33, len(statutory_days(2027)))


def test_a_month_says_what_each_day_is(station: Services) -> None:
    days = {one.day.day: one for one in station.work_calendar.month(2026, 10)}
    assert len(days) == 31
    assert [(days[at].kind, days[at].name) for at in (1, 8, 10, 11)] == [
        ("holiday", "国庆节"),
        ("workday", ""),
        ("worked", "调休上班"),
        ("weekend", "周日"),
    ]
    assert not any(one.provisional or one.edited for one in days.values())
    estimated = station.work_calendar.month(2027, 1)
    assert (estimated[0].kind, estimated[0].name, estimated[0].provisional) == ("holiday", "元旦", True)


# ---------------------------------------------------------------- reading a notice in


def test_reading_a_notice_in_moves_exactly_what_it_touches(station: Services, clock: FixedClock) -> None:
    early = open_case(station, matter("general"), name="文新国")
    clock.advance(DECEMBER)
    late = open_case(station, matter("card_first"))
    before, sorted_before = clocks(station), due(station)
    plan = station.work_calendar.preview_import(LATE, SOURCE)
    assert clocks(station) == before
    done = station.work_calendar.import_year(LATE, SOURCE)
    assert (plan.year, plan.moved, plan.settled, plan.counted) == (2027, done.moved, done.settled, done.counted)
    (moved,) = done.moved
    case = view(station, late)
    assert (moved.case_id, moved.case_number, moved.person) == (late, case.number, "胡望城")
    assert (moved.label, moved.new_raw, moved.new_legal) == (
        case.clocks[0].rule.label,
        case.clocks[0].deadline.raw,
        case.clocks[0].deadline.legal,
    )
    assert moved.new_raw < moved.old_raw
    after, sorted_after = clocks(station), due(station)
    changed = {key for key in after if after[key][:2] != before[key][:2]}
    assert changed == {case.clocks[0].id}
    assert {number for number in sorted_after if sorted_after[number] != sorted_before[number]} == {case.number}
    assert sorted_after[case.number] == moved.new_raw
    assert len({row[3] for row in after.values()}) == 1
    assert view(station, early).clocks[0].deadline.raw == before[view(station, early).clocks[0].id][0]
    assert done.changes.subjects == {"calendar", "case"}


def test_a_provisional_day_becomes_certain_without_moving(station: Services, clock: FixedClock) -> None:
    clock.advance(DECEMBER)
    case_id = open_case(station, matter("card_first"))
    assert view(station, case_id).clocks[0].deadline.provisional
    done = station.work_calendar.import_year(notice(("2027-01-01", "休", "元旦")))
    assert (done.moved, done.settled) == ((), 1)
    assert not view(station, case_id).clocks[0].deadline.provisional
    year = station.work_calendar.years()[2]
    assert (year.loaded, year.shipped, year.days_off, year.source) == (True, False, 1, "")


def test_a_plan_names_the_days_that_change_and_what_looks_forgotten(station: Services) -> None:
    plan = station.work_calendar.preview_import(LATE, SOURCE)
    words = {change.day.isoformat(): (change.before, change.after) for change in plan.days}
    assert words["2027-01-09"] == ("周六", "调休上班")
    assert "2027-01-01" not in words
    assert words["2027-02-06"] == ("春节", "周六")
    assert plan.warnings
    assert station.work_calendar.years()[2].loaded is False
    assert station.work_calendar.preview_import(WHOLE).warnings == ()


def test_a_notice_that_comes_twice_stands_as_the_second_says(station: Services) -> None:
    station.work_calendar.import_year(LATE, SOURCE)
    station.work_calendar.set_day(dt.date(2027, 1, 4), True, "手工")
    plan = station.work_calendar.preview_import(WHOLE, SOURCE)
    assert plan.warnings[-1] == "2027 年手工改过的 1 天会换成文件里写的。"
    station.work_calendar.import_year(WHOLE, SOURCE)
    found = {one.day.isoformat(): one.kind for one in station.work_calendar.month(2027, 1)}
    assert (found["2027-01-01"], found["2027-01-04"], found["2027-01-09"]) == ("holiday", "workday", "weekend")
    assert station.work_calendar.years()[2].edited == 0


def test_a_december_in_next_years_notice_stays_when_its_own_year_is_read_again(station: Services) -> None:
    station.work_calendar.import_year(notice(("2026-12-31", "休", "元旦"), ("2027-01-01", "休", "元旦")))
    assert station.work_calendar.month(2026, 12)[-1].kind == "holiday"
    station.work_calendar.import_year(notice(("2026-10-01", "休", "国庆节")))
    assert station.work_calendar.month(2026, 12)[-1].kind == "holiday"
    assert station.work_calendar.month(2026, 10)[9].kind == "weekend"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "file"),
        ("日期,类型,名称\n2027-02-30,休,元旦", "line.1"),
        ("日期,类型,名称\n2027-01-01,假,元旦", "line.1"),
        (notice(("2031-01-01", "休", "元旦")), "file"),
        (notice(("2027-01-01", "休", "元旦"), ("2025-01-01", "休", "元旦")), "file"),
    ],
)
def test_a_wrong_file_is_told_and_changes_nothing(station: Services, text: str, field: str) -> None:
    version = station.work_calendar.version()
    assert field in fault(lambda: station.work_calendar.preview_import(text))
    assert field in fault(lambda: station.work_calendar.import_year(text))
    assert station.work_calendar.version() == version


# ---------------------------------------------------------------- a day by hand


def test_a_day_by_hand_and_back_again(station: Services) -> None:
    case_id = open_case(station, matter("card_first"))
    before = view(station, case_id).clocks[0].deadline.raw
    day = dt.date(2026, 12, 2)
    done = station.work_calendar.set_day(day, True, "冰冻停工", "市里通知")
    assert [(one.old_raw, one.new_raw > before) for one in done.moved] == [(before, True)]
    shown = station.work_calendar.month(2026, 12)[1]
    assert (shown.kind, shown.name, shown.source, shown.edited) == ("holiday", "冰冻停工", "市里通知", True)
    assert station.work_calendar.years()[1].edited == 1
    back = station.work_calendar.set_day(day, None)
    assert [(one.old_raw > before, one.new_raw) for one in back.moved] == [(True, before)]
    assert not station.work_calendar.month(2026, 12)[1].edited


def test_back_means_back_to_the_notice_that_the_station_read_in(station: Services) -> None:
    station.work_calendar.import_year(LATE, SOURCE)
    day = dt.date(2027, 1, 9)
    station.work_calendar.set_day(day, True, "不上班了")
    assert station.work_calendar.month(2027, 1)[8].kind == "holiday"
    station.work_calendar.set_day(day, None)
    shown = station.work_calendar.month(2027, 1)[8]
    assert (shown.kind, shown.source, shown.edited) == ("worked", SOURCE, False)


def test_a_day_by_hand_loads_no_year(station: Services) -> None:
    station.work_calendar.set_day(dt.date(2027, 1, 4), True, "等通知")
    assert not station.work_calendar.years()[2].loaded
    assert station.work_calendar.month(2027, 1)[3].provisional


@pytest.mark.parametrize(
    ("day", "name", "source", "field"),
    [
        (dt.date(2024, 12, 31), "", "", "day"),
        (dt.date(2029, 1, 1), "", "", "day"),
        (dt.date(2027, 1, 4), "字" * 41, "", "name"),
        (dt.date(2027, 1, 4), "", "字" * 201, "source"),
    ],
)
def test_a_day_that_cant_be_is_told(station: Services, day: dt.date, name: str, source: str, field: str) -> None:
    assert fault(lambda: station.work_calendar.set_day(day, True, name, source)).keys() == {field}


# ---------------------------------------------------------------- which clocks


def test_stopped_clocks_are_never_touched_and_paused_ones_move_by_the_calendar_alone(
    station: Services, clock: FixedClock
) -> None:
    clock.advance(DECEMBER)
    stopped, paused = open_case(station, matter("card_first")), open_case(station, matter("card_first"), name="文新国")
    station.service_cases.act(stopped, "withdraw", {"withdrawn_on": "今天", "reason": "不办了"}, paper=False)
    row = next(one for one in view(station, paused).materials if one.received_on)
    station.service_cases.tick(paused, row.id, False)
    station.service_cases.act(paused, "ask_more", {"told_on": "今天", "told_way": "当面"}, paper=False)
    clock.advance(dt.timedelta(days=3))
    before = clocks(station)
    # A day that lies in nobody's way moves nobody, although the paused clock's end has moved with time.
    assert station.work_calendar.set_day(dt.date(2028, 7, 3), True, "停工").moved == ()
    done = station.work_calendar.import_year(LATE, SOURCE)
    assert {one.case_id for one in done.moved} == {paused}
    (ended,) = view(station, stopped).clocks
    assert clocks(station)[ended.id] == before[ended.id]


def test_all_stored_days_are_what_the_calendar_gives(station: Services, clock: FixedClock) -> None:
    clock.advance(DECEMBER)
    for at, code in enumerate(("card_first", "general", "plaque_new", "household_letter")):
        open_case(station, matter(code), name=f"文新{'一二三四'[at]}")
    station.work_calendar.import_year(LATE, SOURCE)
    station.work_calendar.set_day(dt.date(2026, 12, 22), True, "停电")
    with station._context.database.read() as session:
        days = _work_calendar.calendar(session)
        for row in session.scalars(select(CaseClock).where(CaseClock.state.in_(_clocks.LIVE))):
            counted = deadline(rule_from_data(row.rule_data), row.started, days)
            assert (row.raw, row.legal, row.provisional) == (counted.raw, counted.legal, counted.provisional)
            assert row.calendar_version == days.version


def test_five_thousand_clocks_are_counted_while_the_chief_waits(station: Services, clock: FixedClock) -> None:
    clock.advance(DECEMBER)
    case_id = open_case(station, matter("card_first"))
    with station._context.database.write() as session:
        case, first = session.get_one(CaseFile, case_id), session.scalars(select(CaseClock)).one()
        cases = {column.key: getattr(case, column.key) for column in CaseFile.__mapper__.column_attrs}
        copy = {column.key: getattr(first, column.key) for column in CaseClock.__mapper__.column_attrs}
        many = range(2, 5001)
        session.execute(
            insert(CaseFile),
            [cases | {"id": at, "uuid": f"{at:036}", "seq": at, "number": f"测〔2026〕{at}号"} for at in many],
        )
        session.execute(insert(CaseClock), [copy | {"id": at, "case_id": at} for at in many])
    begun = perf_counter()
    done = station.work_calendar.import_year(LATE, SOURCE)
    took = perf_counter() - begun
    assert (done.counted, len(done.moved)) == (5000, 5000)
    assert len(set(due(station).values())) == 1
    # Two seconds where it was measured.
    assert took < 30


# ---------------------------------------------------------------- what is said of it


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        ("2026-09-30", ""),
        ("2026-10-01", "2027 年的放假安排还没有装入"),
        ("2027-01-02", "2027 年的放假安排还没有装入"),
    ],
)
def test_a_missing_notice_is_asked_for_in_time(station: Services, clock: FixedClock, moment: str, word: str) -> None:
    clock.set(dt.datetime.fromisoformat(f"{moment}T09:00"))
    assert station.work_calendar.warning().startswith(word)
    assert bool(station.work_calendar.warning()) == bool(word)


def test_a_clock_that_reaches_further_is_said(station: Services, clock: FixedClock) -> None:
    clock.set(dt.datetime.fromisoformat("2026-09-20T09:00"))
    open_case(station, matter("card_first"))
    assert station.work_calendar.warning() == ""
    with station._context.database.write() as session:
        row = session.scalars(select(CaseClock)).one()
        row.provisional, row.legal = True, dt.date(2027, 3, 1)
    assert "已有 1 个时限" in station.work_calendar.warning()
    station.work_calendar.import_year(WHOLE, SOURCE)
    assert station.work_calendar.warning() == ""


def test_a_newer_program_with_another_calendar_counts_again_at_the_login(
    station: Services, clock: FixedClock, folder: DataFolder
) -> None:
    clock.advance(DECEMBER)
    case_id = open_case(station, matter("card_first"))
    right = clocks(station)
    with station._context.database.write() as session:
        session.scalars(select(CaseClock)).one().raw = dt.date(2027, 1, 25)
        session.get_one(CaseFile, case_id).due = dt.date(2027, 1, 25)
        _settings.put(session, _calendar_edit.COUNTED_BY, "2025-1")
    factories.log_in(folder, clock, factories.founded().chief, factories.CHIEF_PASSWORD).close()
    assert clocks(station) == right
    assert set(due(station).values()) == {right[view(station, case_id).clocks[0].id][0]}
    assert "calendar.counted" in [line.action for line in station.audit.recent().rows]


def test_who_may(station: Services, clerk: Services, as_operator: LogIn) -> None:
    administrator = as_operator(factories.ADMINISTRATOR)
    assert clerk.work_calendar.years() == station.work_calendar.years()
    assert administrator.work_calendar.warning() == station.work_calendar.warning()
    acts: tuple[Callable[[Services], object], ...] = (
        lambda one: one.work_calendar.preview_import(LATE),
        lambda one: one.work_calendar.import_year(LATE),
        lambda one: one.work_calendar.set_day(dt.date(2027, 1, 4), True),
    )
    for act in acts:
        for one in (clerk, administrator):
            with pytest.raises(Denied):
                act(one)
    with station._context.database.read() as session:
        assert session.scalars(select(CalendarEntry)).all() == []


def test_two_windows_one_calendar(station: Services, clerk: Services, clock: FixedClock) -> None:
    clock.advance(DECEMBER)
    case_id = open_case(clerk, matter("card_first"))
    station.work_calendar.import_year(LATE, SOURCE)
    assert view(clerk, case_id).clocks[0].deadline == view(station, case_id).clocks[0].deadline
    later = open_case(clerk, matter("general"), name="文新国")
    assert view(clerk, later).clocks[0].deadline.calendar_version == station.work_calendar.version()


def test_it_is_audited(station: Services) -> None:
    station.work_calendar.import_year(LATE, SOURCE)
    station.work_calendar.set_day(dt.date(2027, 1, 4), True, "停电")
    day, imported = [line for line in station.audit.recent().rows if line.action.startswith("calendar.")]
    assert (imported.subject_id, imported.detail["days"], imported.detail["source"]) == ("2027", 5, SOURCE)
    assert (day.subject_id, day.detail["off"]) == ("2027-01-04", True)
