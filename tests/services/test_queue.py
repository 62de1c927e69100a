"""The waiting line: numbers without hole or repeat, nobody called twice, nobody lost when the clock jumps."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.labels import KIND_LABELS
from domain.permissions import Role
from domain.station_rules import StationForm
from domain.vocabulary import MatterKind
from models.visit import Visit
from services import Services
from services._base import Change
from services.queue import QueueRow, QueueState
from system.clock import FixedClock
from system.errors import Conflict, Denied, Invalid, NotFound, Trouble
from tests import factories
from tests.services.conftest import LogIn
from tests.services.insight import all_audited_words, audit_of, seen_by

LONG_NAME = ("买买提吐尔逊·" * 9)[:60]


def minutes(count: float) -> dt.timedelta:
    return dt.timedelta(minutes=count)


def fill(services: Services, count: int) -> list[int]:
    """So many slips; returns their ids in the order they were taken."""
    return [services.queue.take().row.id for _ in range(count)]


def numbers(rows: tuple[QueueRow, ...], state: QueueState = QueueState.WAITING) -> list[str]:
    return [row.number for row in rows if row.state is state]


def a_visit(services: Services) -> int:
    """A saved visit; returns its id."""
    with services._context.database.write() as session:
        visit = Visit(
            number="LF20261124-001",
            day=factories.MOMENT.date(),
            seq=1,
            visited_at=factories.MOMENT,
            visited_day=factories.MOMENT.date(),
            channel="walk_in",
            operator_id=services.actor.id,
            created_at=factories.MOMENT,
        )
        session.add(visit)
        session.flush()
        return visit.id


# ------------------------------------------------------------------------------------------------------------ numbers


def test_numbers_of_a_day_follow_each_other_and_begin_anew_on_the_next(clerk: Services, clock: FixedClock) -> None:
    fill(clerk, 3)
    assert [row.number for row in clerk.queue.today()] == ["001", "002", "003"]
    clock.advance(dt.timedelta(days=1))
    assert clerk.queue.take().row.number == "001"


def test_a_station_with_several_pcs_writes_its_window_letter(station: Services) -> None:
    letter = StationForm(**{**asdict(factories.STATION), "window_letter": "A"})
    station.station.save(letter)
    assert station.queue.take().row.number == "A001"


def test_a_number_that_was_refused_is_not_used_up(clerk: Services) -> None:
    with pytest.raises(Invalid):
        clerk.queue.take(name="长" * 61)
    assert clerk.queue.take().row.number == "001"


def test_a_number_that_could_not_be_saved_is_not_used_up(clerk: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Trouble("磁盘已满，这次没有保存。")

    with monkeypatch.context() as patch:
        patch.setattr(Change, "audit", full)
        with pytest.raises(Trouble):
            clerk.queue.take()
    assert clerk.queue.today() == ()
    assert clerk.queue.take().row.number == "001"


def test_many_windows_taking_at_once_leave_no_hole_and_no_repeat(clerk: Services) -> None:
    with ThreadPoolExecutor(max_workers=4) as pool:
        taken = list(pool.map(lambda _: clerk.queue.take().row.number, range(20)))
    assert sorted(taken) == [f"{seq:03d}" for seq in range(1, 21)]


def test_the_slip_tells_who_stands_before_and_names_nobody(clerk: Services) -> None:
    first = clerk.queue.take(name="李龚", kind=MatterKind.SERVICE, note="优待证")
    second = clerk.queue.take(name="刘勇")
    assert (first.ahead, second.ahead) == (0, 1)
    assert first.slip["kind"] == KIND_LABELS[MatterKind.SERVICE]
    assert (second.slip["number"], second.slip["ahead"], second.slip["taken_at"]) == ("002", 1, "11-24 09:42")
    assert "李龚" not in str(first.slip)
    assert clerk.queue.slip(second.row.id) == second.slip
    clerk.queue.call_next()
    assert clerk.queue.slip(second.row.id)["ahead"] == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("", ""),
        ("  李龚\n", "李龚"),
        ("李\x00龚\t", "李龚"),
        (LONG_NAME, LONG_NAME),
        ("𬭎𫖮", "𬭎𫖮"),
        ("<b>&{x}%s", "<b>&{x}%s"),
    ],
)
def test_a_name_is_kept_as_it_is_and_may_be_left_open(clerk: Services, name: str, kept: str) -> None:
    row = clerk.queue.take(name=name, note="没带证件，\n口头取号\x07").row
    assert (row.name, row.note) == (kept, "没带证件， 口头取号")
    assert clerk.queue.one(row.id) == row


@pytest.mark.parametrize(("name", "note", "field"), [("长" * 61, "", "name"), ("", "长" * 201, "note")])
def test_what_does_not_fit_is_refused_under_its_field(clerk: Services, name: str, note: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        clerk.queue.take(name=name, note=note)
    assert list(refused.value.fields) == [field]
    assert clerk.queue.today() == ()


# ------------------------------------------------------------------------------------------------------------ calling


def test_whoever_came_first_is_called_first(clerk: Services, clock: FixedClock) -> None:
    fill(clerk, 2)
    clock.advance(minutes(12))
    row = clerk.queue.call_next()
    assert row is not None
    assert (row.number, row.state, row.calls, row.minutes, row.mine) == ("001", QueueState.CALLED, 1, 12, True)
    assert (row.caller, row.window) == ("王静", "1 号窗口")
    second = clerk.queue.call_next()
    assert second is not None
    assert second.number == "002"
    assert clerk.queue.call_next() is None


def test_two_windows_calling_at_once_never_get_the_same_person(clerk: Services, station: Services) -> None:
    fill(clerk, 30)
    windows = [clerk, station] * 20
    with ThreadPoolExecutor(max_workers=2) as pool:
        called = [row for row in pool.map(lambda window: window.queue.call_next(), windows) if row is not None]
    assert sorted(row.number for row in called) == [f"{seq:03d}" for seq in range(1, 31)]
    assert {row.caller for row in called} == {"王静", "谢国辉"}


def test_calling_once_more_counts_and_keeps_the_moment_of_the_first(clerk: Services, clock: FixedClock) -> None:
    (only,) = fill(clerk, 1)
    first = clerk.queue.call_next()
    clock.advance(minutes(2))
    again = clerk.queue.call(only)
    assert first is not None
    assert (again.calls, again.called_at) == (2, first.called_at)


def test_a_number_another_window_called_is_not_called_again(clerk: Services, station: Services) -> None:
    (only,) = fill(clerk, 1)
    clerk.queue.call_next()
    with pytest.raises(Conflict, match="001 号已由王静叫到"):
        station.queue.call(only)


def test_anybody_may_be_called_out_of_turn(clerk: Services) -> None:
    fill(clerk, 2)
    third = clerk.queue.take(note="80 岁以上").row.id
    assert clerk.queue.call(third).number == "003"
    assert numbers(clerk.queue.today()) == ["001", "002"]


# -------------------------------------------------------------------------------------------------- missed, left, back


def test_whoever_missed_the_call_goes_behind_three_others(clerk: Services, clock: FixedClock) -> None:
    first, *_ = fill(clerk, 6)
    clerk.queue.call_next()
    clerk.queue.skip(first)
    assert numbers(clerk.queue.today(), QueueState.SKIPPED) == ["001"]
    clock.advance(minutes(3))
    clerk.queue.requeue(first)
    assert numbers(clerk.queue.today()) == ["002", "003", "004", "001", "005", "006"]
    late = clerk.queue.take().row.number
    assert numbers(clerk.queue.today())[-1] == late


def test_two_who_missed_come_back_in_the_order_they_came_back(clerk: Services, clock: FixedClock) -> None:
    first, second, *_ = fill(clerk, 6)
    for missed in (first, second):
        clerk.queue.call_next()
        clerk.queue.skip(missed)
    clock.advance(minutes(1))
    clerk.queue.requeue(second)
    assert numbers(clerk.queue.today()) == ["003", "004", "005", "002", "006"]
    clerk.queue.requeue(first)
    assert numbers(clerk.queue.today()) == ["003", "004", "005", "001", "002", "006"]


def test_with_few_waiting_whoever_missed_goes_to_the_end(clerk: Services) -> None:
    first, _ = fill(clerk, 2)
    clerk.queue.call_next()
    clerk.queue.skip(first)
    clerk.queue.requeue(first)
    assert numbers(clerk.queue.today()) == ["002", "001"]
    alone = clerk.queue.call_next()
    assert alone is not None
    clerk.queue.skip(alone.id)
    clerk.queue.requeue(alone.id)
    assert numbers(clerk.queue.today()) == ["001", "002"]


def test_a_call_in_error_is_put_back_to_its_place(clerk: Services) -> None:
    first, *_ = fill(clerk, 3)
    clerk.queue.call_next()
    clerk.queue.requeue(first)
    assert numbers(clerk.queue.today()) == ["001", "002", "003"]
    row = clerk.queue.one(first)
    assert (row.called_at, row.caller, row.ended_at) == (None, "", None)


def test_a_leaving_in_error_is_put_back_to_its_place(clerk: Services) -> None:
    first, *_ = fill(clerk, 3)
    clerk.queue.leave(first)
    assert numbers(clerk.queue.today(), QueueState.LEFT) == ["001"]
    clerk.queue.requeue(first)
    assert numbers(clerk.queue.today()) == ["001", "002", "003"]


@pytest.mark.parametrize("act", ["skip", "requeue"])
def test_an_act_that_comes_too_late_says_how_it_stands(clerk: Services, act: str) -> None:
    (only,) = fill(clerk, 1)
    with pytest.raises(Conflict, match="001 号现在是“等候”，没有改动。名单已有变化"):
        getattr(clerk.queue, act)(only)


@pytest.mark.parametrize("act", ["call", "skip", "leave", "requeue", "one", "slip"])
def test_a_number_that_is_not_there_is_said(clerk: Services, act: str) -> None:
    with pytest.raises(NotFound, match="没有这个号"):
        getattr(clerk.queue, act)(99)


# ------------------------------------------------------------------------------------------------------------- served


def test_a_saved_visit_serves_the_slip(clerk: Services, clock: FixedClock) -> None:
    (only,) = fill(clerk, 1)
    clerk.queue.call_next()
    visit = a_visit(clerk)
    clock.advance(minutes(9))
    assert clerk.queue.serve(only, visit).subjects == {"queue"}
    row = clerk.queue.one(only)
    assert (row.state, row.visit_id, row.ended_at, row.minutes) == (QueueState.SERVED, visit, clock.now(), 0)
    assert clerk.queue.serve(only, visit).subjects == frozenset()
    with pytest.raises(Conflict, match="别的来访"):
        clerk.queue.serve(only, visit + 1)
    with pytest.raises(Conflict, match="已接待"):
        clerk.queue.call(only)


def test_whoever_walks_up_uncalled_is_served_all_the_same(clerk: Services, clock: FixedClock) -> None:
    (only,) = fill(clerk, 1)
    clock.advance(minutes(5))
    clerk.queue.serve(only, a_visit(clerk))
    row = clerk.queue.one(only)
    assert (row.state, row.minutes, row.called_at) == (QueueState.SERVED, 5, clock.now())


def test_a_visit_that_is_not_there_serves_nobody(clerk: Services) -> None:
    (only,) = fill(clerk, 1)
    with pytest.raises(NotFound, match="来访记录"):
        clerk.queue.serve(only, 77)
    assert clerk.queue.one(only).state is QueueState.WAITING


# ----------------------------------------------------------------------------------------------------- days and clocks


def test_yesterday_s_line_is_let_go_at_the_first_look(clerk: Services, clock: FixedClock) -> None:
    waiting, called, missed = fill(clerk, 3)
    clerk.queue.call(called)
    clerk.queue.call(missed)
    clerk.queue.skip(missed)
    clock.advance(dt.timedelta(days=1))
    assert clerk.queue.today() == ()
    assert {clerk.queue.one(row).state for row in (waiting, called, missed)} == {QueueState.LEFT}
    assert [entry.detail for entry in audit_of(clerk, "queue.closed")] == [{"count": 3, "day": "2026-11-25"}]
    assert clerk.queue.call_next() is None
    assert len(audit_of(clerk, "queue.closed")) == 1


@pytest.mark.parametrize("act", ["requeue", "call"])
def test_a_slip_of_yesterday_is_worth_nothing(clerk: Services, clock: FixedClock, act: str) -> None:
    (only,) = fill(clerk, 1)
    clerk.queue.leave(only)
    clock.advance(dt.timedelta(days=1))
    with pytest.raises(Conflict, match="001 号是 2026-11-24 的，只在当天有效。请重新取号"):
        getattr(clerk.queue, act)(only)


def test_looking_at_the_line_writes_nothing(clerk: Services) -> None:
    fill(clerk, 2)
    before = all_audited_words(clerk)
    clerk.queue.today()
    clerk.queue.figures()
    assert all_audited_words(clerk) == before


def test_a_clock_set_back_hides_nobody_and_repeats_no_number(clerk: Services, clock: FixedClock) -> None:
    fill(clerk, 2)
    clock.advance(dt.timedelta(days=-1))
    assert numbers(clerk.queue.today()) == ["001", "002"]
    assert clerk.queue.take().row.number == "003"
    assert [row.minutes for row in clerk.queue.today()] == [0, 0, 0]
    for _ in range(3):
        row = clerk.queue.call_next()
        assert row is not None
        clerk.queue.leave(row.id)
    assert clerk.queue.take().row.number == "001"


def test_a_clock_set_back_by_minutes_leaves_the_order_alone(clerk: Services, clock: FixedClock) -> None:
    fill(clerk, 2)
    clock.advance(minutes(-30))
    clerk.queue.take()
    assert numbers(clerk.queue.today()) == ["001", "002", "003"]
    called = clerk.queue.call_next()
    assert called is not None
    assert (called.number, called.minutes) == ("001", 0)


# ------------------------------------------------------------------------------------------------- figures and rights


def test_the_figures_of_the_line(clerk: Services, clock: FixedClock) -> None:
    assert asdict(clerk.queue.figures()) == {
        "waiting": 0,
        "longest_minutes": 0,
        "average_minutes": 0,
        "taken": 0,
        "served": 0,
    }
    first, second, _ = fill(clerk, 3)
    clock.advance(minutes(10))
    clerk.queue.call(first)
    clerk.queue.serve(first, a_visit(clerk))
    clock.advance(minutes(10))
    clerk.queue.call(second)
    assert asdict(clerk.queue.figures()) == {
        "waiting": 1,
        "longest_minutes": 20,
        "average_minutes": 15,
        "taken": 3,
        "served": 1,
    }


def test_the_audit_says_what_was_done_and_names_no_visitor(clerk: Services) -> None:
    only = clerk.queue.take(name="李龚", note="家住晏家塘").row.id
    clerk.queue.call_next()
    clerk.queue.skip(only)
    clerk.queue.requeue(only)
    clerk.queue.leave(only)
    words = all_audited_words(clerk)
    assert "李龚" not in words
    assert "晏家塘" not in words
    for action in ("taken", "called", "skipped", "requeued", "left"):
        assert [entry.detail["number"] for entry in audit_of(clerk, f"queue.{action}")] == ["001"]


def test_who_may_not_is_refused(clerk: Services, as_operator: LogIn) -> None:
    auditor = as_operator(factories.AUDITOR)
    (only,) = fill(clerk, 1)
    for act in (
        auditor.queue.take,
        auditor.queue.today,
        auditor.queue.call_next,
        auditor.queue.figures,
        lambda: auditor.queue.leave(only),
    ):
        with pytest.raises(Denied):
            act()
    with pytest.raises(Denied):
        seen_by(clerk, Role.ADMINISTRATOR).queue.take()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=st.lists(st.sampled_from(["take", "next", "skip", "requeue", "leave", "call"]), max_size=14))
def test_whatever_is_done_everybody_stands_in_one_state_and_no_number_repeats(clerk: Services, acts: list[str]) -> None:
    for place, act in enumerate(acts):
        rows = clerk.queue.today()
        try:
            if act == "take":
                clerk.queue.take()
            elif act == "next":
                clerk.queue.call_next()
            elif rows:
                getattr(clerk.queue, act)(rows[place % len(rows)].id)
        except Conflict:
            pass
    rows = clerk.queue.today()
    assert len({row.number for row in rows}) == len(rows)
    assert sorted(row.number for row in rows) == [f"{seq:03d}" for seq in range(1, len(rows) + 1)]
    assert all(
        (row.called_at is None) == (row.state is QueueState.WAITING) or row.state is QueueState.LEFT for row in rows
    )
