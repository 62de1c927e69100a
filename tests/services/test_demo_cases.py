"""The demo's service cases are as good as real ones: a slow model lives them again, and the desk goes on with them."""

import datetime as dt
from collections import Counter as Tally
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.catalogue import shipped_catalogue
from domain.field_specs import FieldKind, asked, read_fields
from domain.flow_file import flow
from domain.tables import table
from domain.visit_rules import VisitForm, check_visit
from domain.workdays import shipped_calendar
from models.batch import BatchItem, SubmissionBatch
from models.case import CaseClock, CaseEvent, CaseFile, CaseMaterial
from models.party import Party
from models.station import Counter
from models.visit import Material, Matter
from services import Services, _catalogue, _clocks, demo
from services._case_engine import BESIDE_FLOW, MATERIALS, NOTE, traits_of
from services._demo_case_forms import CaseForms
from services.service_cases import ActionView, CaseQuery
from system.clock import FixedClock
from tests import factories
from tests.services.case_life import ENTRIES, view
from tests.services.case_model import ModelCase
from tests.services.insight import looking

NOW = factories.MOMENT.replace(hour=15)
TABS = tuple(tab.code for tab in flow("service").tabs)
CROSSING = ("overdue", "today", "soon", "unkeyed")


def filled(root: Path, moment: dt.datetime, people: int = 60, years: int = 1) -> Services:
    station = factories.open_station(root, FixedClock(moment))
    demo.fill(station, people=people, years=years)
    return station


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """For looking only: nothing is changed in it."""
    services = filled(tmp_path_factory.mktemp("demo") / "data", NOW)
    yield services
    services.close()


def leafed(station: Services, tab: str) -> list[int]:
    mark: object = None
    found: list[int] = []
    while True:
        page = station.service_cases.page(CaseQuery(tab=tab), after=mark)
        found += [row.id for row in page.rows]
        mark = page.next
        if mark is None:
            return found


# ---- what was typed


def test_every_matter_and_story_of_the_demo_is_in_the_catalogue() -> None:
    data = table("demo_cases")
    assert {row["code"] for row in data["matter"]} <= set(ENTRIES)
    assert {row["matter"] for row in data["story"]} <= {row["code"] for row in data["matter"]}
    lines = {(line.action, source) for line in flow("service").transitions for source in line.sources}
    assert {(row["action"], row["from"]) for row in data["next"]} <= lines


@pytest.mark.parametrize("code", [row["code"] for row in table("demo_cases")["matter"]])
def test_every_matter_could_be_typed(code: str) -> None:
    entry, day = ENTRIES[code], NOW.date()
    forms = CaseForms(Random(1), {one.code: one for one in shipped_catalogue()})
    party = Party(id=1, service_from="1983-11", service_to="1987-12", address="晏家塘 12 号")
    shapes = set()
    for _ in range(60):
        form = forms.matter(NOW, party, code=code)
        typed = dict(form.fields)
        values, faults = read_fields(entry.fields, typed, day)
        assert {field: words for field, words in faults.items() if typed.get(field)} == {}
        assert {field: value for field, value in values.items() if value} == typed
        for spec in entry.fields:
            assert not spec.required or not asked(spec, values) or typed.get(spec.code) or len(faults) == 1
            assert not spec.required or forms.value(entry, spec, day)
        uuid = "8d7f4d1e-59c5-4d0b-9a55-2f0c1f6a7b10"
        assert check_visit(VisitForm(uuid=uuid, person_id=1, matters=(form,)), day) == {}
        shapes.add(bool(form.missing))
    assert shapes == {True, False} or not any(paper.required for paper in entry.materials)


# ---- each case lived again by the model


def model_of(session: Session, case: CaseFile) -> ModelCase:
    """The case before its opening, from what the visit says."""
    matter = session.scalars(select(Matter).where(Matter.case_id == case.id).order_by(Matter.id)).first()
    assert matter is not None
    entry = _catalogue.entry_of(session, case)
    rows = session.scalars(select(CaseMaterial).where(CaseMaterial.case_id == case.id)).all()
    had = set(session.scalars(select(Material.name).where(Material.matter_id == matter.id)))
    papers = {row.id: [row.required, row.name in had] for row in rows}
    complete = traits_of(entry, matter.fields, complete=True)["fields"] == "complete"
    return ModelCase(case.id, entry, case.opened_at.date(), papers, complete)


def lived_again(session: Session, case: CaseFile) -> ModelCase:
    """The model after all that the case tells; fails where the model would have refused a step."""
    model = model_of(session, case)
    ids = {row.name: row.id for row in session.scalars(select(CaseMaterial).where(CaseMaterial.case_id == case.id))}
    first, *later = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id))
    model.begin("", first.at.date())
    assert (first.action, first.source, first.target) == (model.events[0][0], "", model.state)
    moment = first.at
    for event in later:
        assert moment <= event.at <= NOW
        assert event.source == model.state
        moment = event.at
        if event.action in BESIDE_FLOW:
            model.beside(event.action)
            if event.action == MATERIALS:
                word, _, name = event.words.partition("：")
                model.papers[ids[name]][1] = word == "收到"
            model.fields_complete |= event.action == NOTE and "before" in event.facts
        else:
            by = "batch" if event.action == "send" else "case"
            assert not model.refuses(event.action, by), (case.number, event.action)
            assert model.earliest() <= event.day <= event.at.date()
            assert shipped_calendar().is_workday(event.at.date())
            model.do(event.action, event.day, event.at.date(), "")
        assert event.target == model.state
    return model


def test_each_case_stands_where_the_model_gets_to(station: Services) -> None:
    today = NOW.date()
    with looking(station) as session:
        cases = session.scalars(select(CaseFile).where(CaseFile.series == "service")).all()
        assert len(cases) > 60
        for case in cases:
            model = lived_again(session, case)
            assert (case.state, case.version, case.closed_at is not None) == (model.state, model.version, model.closed)
            told = CaseClock.case_id == case.id
            clocks = list(session.scalars(select(CaseClock).where(told).order_by(CaseClock.id)))
            ruled = [clock for clock in clocks if clock.rule != "report_back"]
            assert [(one.rule, one.started, one.state, one.stopped) for one in ruled] == [
                (one.rule, one.started, one.state, one.stopped) for one in model.clocks
            ]
            for one, expected in zip(ruled, model.clocks, strict=True):
                if one.state != "paused":
                    assert (one.raw, one.legal) == (expected.raw(today), expected.legal(today))
            papers = session.scalars(select(CaseMaterial).where(CaseMaterial.case_id == case.id))
            held = {row.id: row.received_on is not None for row in papers}
            assert held == {key: had for key, (_, had) in model.papers.items()}
            due = [clock.raw for clock in clocks if clock.state == "running"]
            settled = CaseFile()
            _clocks.set_due(settled, clocks)
            assert (case.due, case.due_clock) == (settled.due, settled.due_clock)
            assert not due or case.due == min(due)


def test_a_duty_of_the_visitor_ends_with_her_coming(station: Services) -> None:
    with looking(station) as session:
        clocks = session.scalars(select(CaseClock).where(CaseClock.rule == "report_back")).all()
    assert clocks
    assert all(clock.state == "stopped" for clock in clocks)


def test_the_checklist_is_that_of_the_catalogue(station: Services) -> None:
    with looking(station) as session:
        for case in session.scalars(select(CaseFile).where(CaseFile.series == "service")):
            listed = [material.name for material in _catalogue.entry_of(session, case).materials]
            rows = select(CaseMaterial).where(CaseMaterial.case_id == case.id).order_by(CaseMaterial.position)
            assert [row.name for row in session.scalars(rows)] == listed


# ---- bundles and numbers


def test_bundles_say_what_their_cases_say(station: Services) -> None:
    with looking(station) as session:
        batches = {row.id: row for row in session.scalars(select(SubmissionBatch))}
        items = session.scalars(select(BatchItem)).all()
        cases = {row.id: row for row in session.scalars(select(CaseFile))}
        counted = session.get_one(Counter, ("batch", f"{NOW:%Y}")).value
    assert {batch.sent_on is None for batch in batches.values()} == {True, False}
    assert {item.outcome for item in items} >= {"waiting", "ok", "no", "back"}
    assert all(batch.sent_on is None or shipped_calendar().is_workday(batch.sent_on) for batch in batches.values())
    for item in items:
        batch, case = batches[item.batch_id], cases[item.case_id]
        assert case.catalogue_id is not None
        if item.outcome == "waiting":
            assert case.batch_id == batch.id
            assert case.state == ("bundled" if batch.sent_on is None else "submitted")
        else:
            assert item.outcome_on is not None
            assert batch.sent_on is not None
            assert item.outcome_on >= batch.sent_on
    for batch in batches.values():
        inside = [item.position for item in items if item.batch_id == batch.id]
        assert sorted(inside) == list(range(len(inside)))
    of_the_year = sorted(batch.seq for batch in batches.values() if batch.period == f"{NOW:%Y}")
    assert of_the_year == list(range(1, counted + 1))


def test_official_numbers_belong_to_one_case_and_can_be_found(station: Services) -> None:
    with looking(station) as session:
        rows = session.execute(
            select(CaseFile.id, CaseFile.official_number, CaseFile.catalogue_id).where(CaseFile.official_number != "")
        ).all()
    assert max(Tally(row.official_number for row in rows).values()) == 1
    (found,) = station.service_cases.page(CaseQuery(tab="all", text=rows[0].official_number)).rows
    assert found.id == rows[0].id
    assert all(view(station, row.id).entry.handoff_site for row in rows)


# ---- what is shown


def test_every_list_shows_somebody_and_every_case_stands_in_one(station: Services) -> None:
    lists = {tab: leafed(station, tab) for tab in (*TABS, *CROSSING, "all")}
    assert all(lists.values()), {tab: len(found) for tab, found in lists.items()}
    assert sorted(case for tab in TABS for case in lists[tab]) == sorted(lists["all"])
    counts = station.service_cases.counts(CaseQuery())
    assert {tab: counts[tab] for tab in lists} == {tab: len(found) for tab, found in lists.items()}
    assert len(lists["overdue"]) < len(lists["all"]) / 10


def test_every_state_of_the_flow_was_reached(station: Services) -> None:
    with looking(station) as session:
        reached = set(session.scalars(select(CaseEvent.target)))
        now = set(session.scalars(select(CaseFile.state).where(CaseFile.series == "service")))
        paused = session.scalars(select(CaseClock).where(CaseClock.state == "paused")).all()
    assert set(flow("service").states) - reached == {"voided"}
    assert {"supplement", "accepted", "bundled", "submitted", "returned", "notified", "turned_down"} <= now
    assert {"done", "rejected", "withdrawn"} <= now
    assert paused


@pytest.mark.parametrize("day", ["2026-10-09", "2026-03-01", "2027-01-04"])
def test_on_any_day_the_lists_show_somebody(tmp_path: Path, day: str) -> None:
    """Right after a week off with a worked Saturday, on a Sunday, and in a year whose notice isn't known."""
    moment = dt.datetime.fromisoformat(f"{day}T08:30:00").replace(tzinfo=NOW.tzinfo)
    services = filled(tmp_path / "data", moment, people=20)
    counts = services.service_cases.counts(CaseQuery())
    assert {tab for tab in (*TABS, "overdue", "soon", "unkeyed") if not counts[tab]} == set()
    services.close()


# ---- and how it goes on


def typed_in(action: ActionView) -> dict[str, str]:
    """Something in each field that the panel asks for."""
    typed: dict[str, str] = {}
    for spec in action.fields:
        if asked(spec, typed):
            words = "当面核对过" if spec.required and not spec.choices else ""
            typed[spec.code] = NOW.date().isoformat() if spec.kind is FieldKind.DATE else spec.initial or words
    return typed


def test_every_open_case_can_be_taken_on(tmp_path: Path) -> None:
    services = filled(tmp_path / "data", NOW)
    done: Tally[str] = Tally()
    for case_id in leafed(services, "open"):
        found = view(services, case_id)
        action = next(action for action in found.actions if not action.why_not)
        services.service_cases.act(case_id, action.action, typed_in(action), version=found.version)
        after = view(services, case_id)
        assert (after.version, after.events[0].action) == (found.version + 1, action.action)
        done[found.state] += 1
    assert set(done) >= {"accepted", "bundled", "submitted", "returned", "notified", "turned_down"}
    (open_batch,) = services.batches.open_batches()[:1]
    services.batches.send(open_batch.id, NOW.date(), version=services.batches.detail(open_batch.id).version)
    assert services._context.database.faults() == ()
    services.close()


def test_the_newest_step_can_be_taken_back(tmp_path: Path) -> None:
    services = filled(tmp_path / "data", NOW)
    for case_id in leafed(services, "handing_out"):
        before = view(services, case_id)
        services.service_cases.undo(case_id)
        after = view(services, case_id)
        assert before.undo
        assert after.state != before.state or before.events[0].action == "call_again"
    services.close()


def test_the_same_seed_gives_the_same_lives(tmp_path: Path) -> None:
    lives = []
    for name in ("one", "other"):
        services = filled(tmp_path / name, NOW, people=20)
        with looking(services) as session:
            events = select(CaseEvent.uuid, CaseEvent.at, CaseEvent.action, CaseEvent.words, CaseEvent.operator_id)
            clocks = select(CaseClock.rule, CaseClock.started, CaseClock.state, CaseClock.raw, CaseClock.legal)
            lives.append([session.execute(query).all() for query in (events, clocks)])
        services.close()
    assert lives[0] == lives[1]
