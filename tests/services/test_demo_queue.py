"""The demo's line of today: as the desk would have made it, at any hour, and everything in it goes on from there."""

import datetime as dt
from pathlib import Path

import pytest

from domain.call_back_rules import CallBackForm, check_call_back
from domain.queue_rules import check_slip
from domain.snippet_rules import shipped_snippets
from domain.tables import table
from domain.vocabulary import MatterKind
from services import Services, demo
from services.queue import QueueState
from system.clock import FixedClock
from tests import factories
from tests.services.insight import seen_by


def filled(root: Path, moment: dt.datetime, people: int = 60) -> Services:
    station = factories.open_station(root, FixedClock(moment))
    demo.fill(station, people=people, years=0)
    return station


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return filled(tmp_path_factory.mktemp("demo") / "data", factories.MOMENT.replace(hour=15), people=1500)


def test_every_row_could_be_typed() -> None:
    data = table("demo_queue")
    for row in (*data["waiting"], *data["called"], *data["missed"]):
        assert check_slip(row.get("name", ""), row["note"]) == {}
        assert row["kind"] in set(MatterKind)
    today = factories.MOMENT.date()
    assert all(check_call_back(CallBackForm(why=row["why"], due=today), today) == {} for row in data["calls"])
    assert set(data["uses"]) <= set(shipped_snippets())


def test_the_line_has_somebody_in_each_state_and_its_numbers_have_no_hole(station: Services) -> None:
    rows = station.queue.today()
    assert {row.state for row in rows} == set(QueueState) - {QueueState.LEFT}
    assert sorted(row.number for row in rows) == [f"{seq:03d}" for seq in range(1, len(rows) + 1)]
    by_number = sorted(rows, key=lambda row: row.number)
    assert [row.taken_at for row in by_number] == sorted(row.taken_at for row in rows)
    for row in rows:
        assert row.called_at is None or row.called_at >= row.taken_at
        assert (row.visit_id is not None) == (row.state is QueueState.SERVED)


def test_the_line_goes_on_where_the_demo_left_it(station: Services) -> None:
    before = station.queue.today()
    taken = station.queue.take()
    assert taken.row.number == f"{len(before) + 1:03d}"
    assert taken.ahead == station.queue.figures().waiting - 1 == len(table("demo_queue")["waiting"])
    called = station.queue.call_next()
    assert called is not None
    assert called.note == table("demo_queue")["waiting"][0]["note"]
    visits = {row.id for row in station.visits.today()}
    assert {row.visit_id for row in before if row.visit_id} <= visits


def test_calls_are_overdue_due_and_to_come(station: Services) -> None:
    days = [row.days for row in station.call_backs.due()]
    assert min(days) < 0
    assert 0 in days
    assert max(days) > 0
    assert all(row.phone_masked and row.name for row in station.call_backs.due())


def test_the_used_snippets_come_first(station: Services) -> None:
    assert [row.code for row in station.snippets.all()[:3]] == ["ygzsx", "ycxgz", "xxhdww"]
    assert seen_by(station).snippets.find("ygz")[0].uses == 46


@pytest.mark.parametrize("hour", ["00:05", "00:30", "08:00", "23:59"])
def test_at_any_hour_nobody_waits_since_yesterday(tmp_path: Path, hour: str) -> None:
    moment = dt.datetime.combine(factories.MOMENT.date(), dt.time.fromisoformat(hour), factories.MOMENT.tzinfo)
    station = filled(tmp_path / "data", moment, people=20)
    rows = station.queue.today()
    assert all(row.taken_at.date() == moment.date() and row.taken_at <= moment for row in rows)
    assert station.queue.take().row.number == f"{len(rows) + 1:03d}"
    station.close()
