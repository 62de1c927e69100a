"""The demo is as good as typed: the desk would take every form, every series goes on, every sheet can be drawn."""

from collections import Counter as Tally
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from domain.identity import read_identity
from domain.numbering import Series
from domain.people_rules import PersonForm, check_person
from domain.permissions import Role
from domain.tables import table
from domain.visit_rules import MatterForm, VisitForm, check_visit
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome
from models.batch import SubmissionBatch
from models.case import CaseFile
from models.document import Document
from models.operator import Operator
from models.party import Party, PartyKey
from models.queue_entry import QueueEntry
from models.station import Counter
from models.visit import Matter, Visit, VisitParty
from printing.raster import page_count
from services import Services, _settings, demo
from services._chain import broken_links
from services._demo_cases import Clerk
from services._demo_desk import DeskMaker
from services._demo_people import PeopleMaker
from services._people_rows import columns, keys_of
from services.queue import SERIES
from system.clock import FixedClock
from system.errors import Conflict, Denied, Trouble
from tests import factories
from tests.services.insight import audit_of, looking, seen_by

TODAY = factories.MOMENT.date()


@pytest.fixture(scope="module")
def people() -> list[PersonForm]:
    return PeopleMaker(Random(3), TODAY).people(1500)


# ---- people


def test_every_invented_person_could_be_typed(people: list[PersonForm]) -> None:
    assert [check_person(person, TODAY) for person in people if check_person(person, TODAY)] == []


def test_the_street_is_mixed(people: list[PersonForm]) -> None:
    names = [person.name for person in people]
    rare = set(table("demo")["names"]["rare"])
    assert any("·" in name for name in names)
    assert any(rare & set(name) for name in names)
    assert any(name.startswith(("单", "仇", "曾", "欧阳", "尉迟")) for name in names)
    states = {read_identity(person.identity, TODAY).state for person in people}
    kinds = {read_identity(person.identity, TODAY).kind for person in people}
    assert {"ok", "bad_check", "empty"} <= states
    assert {"citizen18", "citizen15"} <= kinds
    assert any("-" in person.phone for person in people)


def test_nobody_real_can_be_meant(people: list[PersonForm]) -> None:
    for person in people:
        assert not person.phone or person.phone.startswith(("12", "0731-0")), person.phone
        assert not person.identity or person.identity[-4 if len(person.identity) == 18 else -3] == "9"
    numbers = [person.identity for person in people if person.identity]
    assert len(set(numbers)) == len(numbers)


# ---- days


def typed_forms(station: Services) -> list[VisitForm]:
    """Visit forms as the maker draws them, cases to be joined among them."""
    parties = [Party(id=n, **columns(form, TODAY)) for n, form in enumerate(PeopleMaker(Random(5), TODAY).people(5), 1)]
    clerk = Clerk(station.actor.id, station.actor.name)
    with station.station.change(None) as change:
        maker = DeskMaker(
            Random(5), change, station=_settings.station(change.session), people=parties, clerks=[clerk], handlers={}
        )
        for days in range(40, 0, -1):
            maker.day(TODAY - timedelta(days=days))
        return [maker.form(factories.MOMENT, party) for party in [*parties, None] for _ in range(60)]


def test_every_invented_visit_could_be_typed(station: Services) -> None:
    forms = typed_forms(station)
    petitions = [m for form in forms for m in form.matters if m.kind is MatterKind.PETITION]
    assert all(matter.facts and matter.reasons for matter in petitions)
    assert {form.visited_on is None for form in forms} == {True, False}
    assert {guest.role for form in forms for guest in form.guests} == set(GuestRole)
    assert [check_visit(form, TODAY) for form in forms if check_visit(form, TODAY)] == []
    outcomes = {matter.outcome for form in forms for matter in form.matters}
    assert outcomes == set(Outcome)
    assert {form.channel for form in forms} == set(Channel)


# ---- the filled station


def rows_of(station: Services) -> dict[str, list[object]]:
    """What must be the same for the same seed: everything but the codes, whose key is each station's own."""
    with looking(station) as session:
        return {
            "people": list(session.execute(select(Party.uuid, Party.name, Party.identity, Party.created_at))),
            "keys": list(session.execute(select(PartyKey.key, PartyKey.party_id))),
            "visits": list(session.execute(select(Visit.uuid, Visit.number, Visit.visited_at, Visit.operator_id))),
            "matters": list(session.execute(select(Matter.uuid, Matter.narrative, Matter.outcome, Matter.case_id))),
            "cases": list(session.execute(select(CaseFile.number, CaseFile.opened_at, CaseFile.closed_at))),
            "papers": list(session.execute(select(Document.number, Document.issued_at, Document.state))),
        }


def test_the_same_seed_gives_the_same_station(tmp_path: Path) -> None:
    stations = [factories.open_station(tmp_path / name) for name in ("one", "other", "third")]
    for station, seed in zip(stations, (4, 4, 5), strict=True):
        demo.fill(station, people=40, years=1, seed=seed)
    one, other, third = (rows_of(station) for station in stations)
    assert one == other
    assert one["people"] != third["people"]
    for station in stations:
        station.close()


def test_the_filled_station_is_whole(station: Services) -> None:
    percents: list[int] = []
    filled = demo.fill(station, people=120, years=2, progress=percents.append)
    assert percents == sorted(percents)
    assert percents[-1] == 100
    with looking(station) as session:
        people = session.scalar(select(func.count()).where(Party.kind == "person"))
        counts = [people, *(session.scalar(select(func.count(model.id))) for model in (Visit, CaseFile, Document))]
        assert counts == [filled.people, filled.visits, filled.cases, filled.papers]
        assert broken_links(session, station._context.audit_key) == ()
        days = session.scalars(select(Visit.day)).all()
        assert all(day.weekday() < 5 and day <= TODAY for day in days)
        assert min(days) < TODAY - timedelta(days=700)
        late = select(func.count()).where(Visit.visited_at > factories.MOMENT)
        assert session.scalar(late) == 0
        first_visit = (
            select(Party.created_at, func.min(Visit.visited_at))
            .join(VisitParty, VisitParty.party_id == Party.id)
            .join(Visit, Visit.id == VisitParty.visit_id)
            .group_by(Party.id)
        )
        assert all(made <= came for made, came in session.execute(first_visit))
        party = session.get_one(Party, 7)
        keys = set(session.scalars(select(PartyKey.key).where(PartyKey.party_id == 7)))
        assert keys == keys_of(party)
    assert station._context.database.faults() == ()
    assert [entry.detail["visits"] for entry in audit_of(station, "demo.filled")] == [filled.visits]


def test_the_filled_station_shows_life(station: Services) -> None:
    demo.fill(station, people=400, years=2)
    with looking(station) as session:
        visits = session.scalars(select(Visit)).all()
        units = session.scalars(select(Party.name).where(Party.kind == "unit")).all()
        sheets = session.execute(select(Document.visit_id, Document.state)).all()
    assert any(visit.visited_day < visit.day and visit.late_reason for visit in visits)
    assert all(visit.visited_day.weekday() < 5 for visit in visits)
    assert any(visit.common for visit in visits)
    void = [visit.id for visit in visits if visit.voided_at]
    corrected = [visit.id for visit in visits if visit.corrections]
    assert void
    assert corrected
    # What is shown of them reads like what the desk itself would have written.
    assert station.visits.detail(void[0]).receipt is None
    assert station.visit_changes.history(void[0])[1].action == "voided"
    detail, event = station.visits.detail(corrected[0]), station.visit_changes.history(corrected[0])[1]
    assert event.changes[0].new == detail.matters[0].narrative != event.changes[0].old
    assert detail.receipt is not None
    assert station.documents.one(detail.receipt.id).correction == 1
    holding = Tally(sheet.visit_id for sheet in sheets if sheet.state != "void")
    assert all(holding[visit.id] == (0 if visit.voided_at else 1) for visit in visits)
    assert any(station.visit_changes.ratings(visit.id) for visit in visits)
    assert station.call_backs.due()
    assert units
    assert [hit.name for hit in station.units.find(units[0][:4])] == [units[0]]
    assert any(station.visits.detail(visit.id).guests for visit in visits)


def test_some_wait_when_the_demo_is_opened(tmp_path: Path) -> None:
    station = factories.open_station(tmp_path, FixedClock(factories.MOMENT.replace(hour=15)))
    demo.fill(station, people=1500, years=0)
    figures = station.queue.figures()
    waited = [row["minutes"] for row in table("demo_queue")["waiting"]]
    assert (figures.waiting, figures.longest_minutes) == (len(waited), max(waited))
    assert figures.served > 0
    rows = station.queue.today()
    assert [row.minutes for row in rows[: len(waited)]] == waited
    assert all(station.visits.detail(row.visit_id).row.number for row in rows if row.visit_id)
    taken = station.queue.take(name="试")
    assert taken.row.number == f"{len(rows) + 1:03d}"
    station.close()


def test_no_series_of_the_demo_has_a_hole(station: Services) -> None:
    demo.fill(station, people=60, years=1)
    with looking(station) as session:
        taken: dict[tuple[str, str], list[int]] = {}
        for day, seq in session.execute(select(Visit.day, Visit.seq)):
            taken.setdefault((Series.VISIT.value, day.strftime("%Y%m%d")), []).append(seq)
        for series, period, seq in session.execute(select(CaseFile.series, CaseFile.period, CaseFile.seq)):
            taken.setdefault((series, period), []).append(seq)
        for period, seq in session.execute(select(SubmissionBatch.period, SubmissionBatch.seq)):
            taken.setdefault((Series.BATCH.value, period), []).append(seq)
        for day, seq in session.execute(select(QueueEntry.day, QueueEntry.seq)):
            taken.setdefault((SERIES, day.strftime("%Y%m%d")), []).append(seq)
        counters = {(row.series, row.period): row.value for row in session.scalars(select(Counter))}
    assert {key: max(seqs) for key, seqs in taken.items()} == counters
    assert all(sorted(seqs) == list(range(1, len(seqs) + 1)) for seqs in taken.values())


def test_the_desk_goes_on_where_the_demo_ended(tmp_path: Path) -> None:
    clock = FixedClock(factories.MOMENT.replace(hour=15))
    station = factories.open_station(tmp_path, clock)
    demo.fill(station, people=60, years=1)
    before = len(station.visits.today())
    matter = MatterForm(
        kind=MatterKind.PETITION,
        category="benefit",
        narrative="请求核实",
        facts="少发",
        reasons="不符标准",
        outcome=Outcome.PETITION_OPENED,
    )
    form = VisitForm(uuid="8d7f4d1e-59c5-4d0b-9a55-2f0c1f6a7b10", person_id=1, address="晏家塘", matters=(matter,))
    saved = station.visits.save(form)
    assert saved.number == f"LF20261124-{before + 1:03d}"
    with looking(station) as session:
        query = select(func.max(CaseFile.seq)).where(CaseFile.series == "petition", CaseFile.period == "2026")
        assert saved.case_numbers == (f"坡退信〔2026〕{session.scalar(query)}号",)
    station.close()


def test_an_invented_receipt_is_drawn_when_asked_for(station: Services) -> None:
    demo.fill(station, people=30, years=1)
    row = station.documents.issued(limit=1)[0]
    pdf = station.documents.pdf(row.id)
    assert page_count(pdf) >= 1
    assert station.documents.pdf(row.id) == pdf
    assert station.documents.reprint(row.id, "卡纸").reprint == 1


def test_a_real_receipt_that_was_changed_is_still_refused(station: Services) -> None:
    demo.fill(station, people=30, years=1)
    matter = MatterForm(category="benefit", narrative="咨询", outcome=Outcome.ANSWERED)
    saved = station.visits.save(VisitForm(uuid="8d7f4d1e-59c5-4d0b-9a55-2f0c1f6a7b10", person_id=1, matters=(matter,)))
    with station._context.database.write() as session:
        document = session.get_one(Document, saved.document.id)
        document.data = document.data | {"visitor": "别人"}
        document.sha256 = "0" * 64
    with pytest.raises(Trouble):
        station.documents.pdf(saved.document.id)


def test_the_staff_of_the_demo_can_log_in(station: Services) -> None:
    demo.fill(station, people=10, years=1)
    staff = {row.name: row for row in station.accounts.operators()}
    assert {name: row.roles for name, row in staff.items() if name != "谢国辉"} == {
        "王静": frozenset({Role.CLERK}),
        "李莎": frozenset({Role.CLERK}),
        "何芳": frozenset({Role.CLERK}),
        "陈卫东": frozenset({Role.AUDITOR}),
    }
    assert not any(row.must_change_password for row in staff.values())
    folder, clock = station._context.folder, FixedClock(factories.MOMENT)
    again = factories.log_in(folder, clock, staff["李莎"].uuid, demo.password())
    assert again.actor.name == "李莎"
    again.close()


def test_the_demo_never_goes_among_real_people(station: Services) -> None:
    station.people.create(PersonForm(name="李龑"))
    with pytest.raises(Conflict, match="空的数据文件夹"):
        demo.fill(station, people=10, years=1)
    with looking(station) as session:
        assert session.scalar(select(func.count()).select_from(Operator)) == 1


def test_a_clerk_can_t_fill(station: Services) -> None:
    with pytest.raises(Denied):
        demo.fill(seen_by(station, Role.CLERK), people=10, years=1)


def test_a_stopped_filling_leaves_nothing(station: Services) -> None:
    class Stopped(Exception):
        pass

    def stop(percent: int) -> None:
        if percent >= demo.PEOPLE_STORED:
            raise Stopped

    with pytest.raises(Stopped):
        demo.fill(station, people=20, years=1, progress=stop)
    with looking(station) as session:
        assert session.scalar(select(func.count()).select_from(Party)) == 0
        assert session.scalar(select(func.count()).select_from(Counter)) == 0
    assert demo.fill(station, people=20, years=1).people == 20
