"""A made-up station for `main.py --demo` and for the benchmarks: staff, people, and two years at the desk.

Only ever put into an empty store, so that invented people never stand among real ones.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, inspect, select, update
from sqlalchemy.orm import Session

from domain.numbering import Series
from domain.people_rules import PersonForm, tidy_person
from domain.permissions import Permission, Role
from domain.station_rules import StationForm
from domain.tables import table
from models.base import Base
from models.batch import BatchItem, SubmissionBatch
from models.call_back import CallBack
from models.case import CaseClock, CaseEvent, CaseFile, CaseMaterial
from models.document import Document
from models.operator import Operator
from models.party import Party, PartyKey
from models.station import Counter
from models.visit import Material, Matter, Rating, Visit, VisitEvent, VisitGuest, VisitParty
from services import Services, _demo_queue, _settings
from services._base import Change
from services._demo_cases import Clerk
from services._demo_comers import unit_rows
from services._demo_desk import DeskMaker, DeskRows, Record
from services._demo_people import DAYS_OF_A_YEAR, PeopleMaker
from services._people_rows import columns, keys_of
from services.accounts import OperatorForm
from services.backups import Progress
from services.entry import Entry
from services.station import SETUP_STEPS
from system.errors import Conflict

SEED = 20261124
CHUNK = 5000
# In a hundred: people whose record was made on their first visit; all others came from the district's old list.
MADE_AT_THE_DESK = 25
# When the old list was taken over, on the first day.
TAKEN_OVER = dt.time(8, 30)
# Progress in percent.
DAYS_DRAWN, PEOPLE_STORED = 50, 75


@dataclass(frozen=True)
class Filled:
    """How much was invented."""

    people: int
    visits: int
    cases: int
    papers: int


def password() -> str:
    """The password of everybody in the demo; shown on its login page."""
    return str(table("demo")["staff"]["password"])


def found(entry: Entry, *, people: int = 2000, years: int = 2) -> None:
    """Make the invented station in an empty data folder, its first start done, and fill it. Raises as `fill` does."""
    chief = table("demo")["staff"]["chief"]
    station = StationForm(**table("demo")["station"])
    services = entry.create(station, OperatorForm(name=chief["name"], post=chief["post"]), password())
    try:
        services.station.set_setup_step(SETUP_STEPS)
        _confirm_sheet(services)
        fill(services, people=people, years=years)
    finally:
        services.close()


def _confirm_sheet(services: Services) -> None:
    """A recovery sheet nobody prints: there is nothing in this store that would have to be recovered."""
    draft = services.accounts.new_recovery_sheet()
    services.accounts.confirm_recovery(draft, {place: draft.code.groups[place - 1] for place in draft.asked})


def fill(
    services: Services, *, people: int = 2000, years: int = 2, seed: int = SEED, progress: Progress | None = None
) -> Filled:
    """Invent staff, people and visits up to now. The same seed, moment and station give the same people and days.

    `progress` gets the percent done; what it raises stops the filling, and nothing of it is kept. Raises Conflict where
    the store has people or visits already, Denied, Trouble.
    """
    with services.station.look(Permission.STATION_SETTINGS) as session:
        _refuse_used(session)
    _add_staff(services)
    with services.station.change(Permission.STATION_SETTINGS) as change:
        _refuse_used(change.session)
        return _fill(change, Random(seed), people, years, progress or _silent)


def _refuse_used(session: Session) -> None:
    if any(session.scalar(select(model.id).limit(1)) for model in (Party, Visit, CaseFile, Document)):
        raise Conflict("这份数据里已经有服务对象或来访记录，演示数据只能放进空的数据文件夹。")


def _silent(_percent: int) -> None:
    pass


def _add_staff(services: Services) -> None:
    known = {row.name for row in services.accounts.names()}
    for person in table("demo")["staff"]["people"]:
        if person["name"] not in known:
            roles = frozenset(Role(role) for role in person["roles"])
            form = OperatorForm(name=person["name"], post=person["post"], roles=roles, window=person["window"])
            services.accounts.add(form, password())


def _fill(change: Change, chance: Random, people: int, years: int, progress: Progress) -> Filled:
    session, today = change.session, change.now.date()
    session.execute(update(Operator).values(must_change_password=False))
    first = today - dt.timedelta(days=round(years * DAYS_OF_A_YEAR))
    days = [first + dt.timedelta(days=count) for count in range((today - first).days + 1)]
    forms = [tidy_person(form, today) for form in PeopleMaker(chance, today).people(people)]
    parties = [Party(id=number, **columns(form, today)) for number, form in enumerate(forms, start=1)]
    units = unit_rows(len(parties) + 1, dt.datetime.combine(first, TAKEN_OVER, change.now.tzinfo))
    desk = _desk(change, chance, parties, units)
    for done, day in enumerate(days):
        desk.day(day)
        progress(DAYS_DRAWN * done // len(days))
    desk.cases.lives.until(change.now)
    _insert(session, Party, _party_rows(change, chance, forms, desk.rows, first))
    for unit in units:
        unit.created_by = change.actor.id
    session.add_all(units)
    session.flush()
    _insert(session, PartyKey, _key_rows([*forms, *units]))
    progress(PEOPLE_STORED)
    _insert_desk(session, desk)
    _demo_queue.fill(change, people)
    filled = Filled(len(forms), len(desk.rows.visits), len(desk.cases.files), len(desk.rows.documents))
    change.audit("demo.filled", "station", "", {"people": filled.people, "visits": filled.visits, "years": years})
    progress(100)
    return filled


def _desk(change: Change, chance: Random, parties: Sequence[Party], units: Sequence[Party]) -> DeskMaker:
    rows = change.session.execute(select(Operator.id, Operator.name).order_by(Operator.id)).all()
    ids = {row.name: row.id for row in rows}
    reception, petitions, assistance = (
        Clerk(ids[person["name"]], person["name"]) for person in table("demo")["staff"]["people"][:3]
    )
    return DeskMaker(
        chance,
        change,
        station=_settings.station(change.session),
        people=parties,
        clerks=[reception, petitions, assistance, Clerk(change.actor.id, change.actor.name)],
        handlers={Series.PETITION: petitions, Series.ASSISTANCE: assistance},
        units=units,
    )


def _party_rows(
    change: Change, chance: Random, forms: Sequence[PersonForm], rows: DeskRows, first: dt.date
) -> list[Record]:
    """People as rows; each record was made at the first visit, or before all visits from an old list."""
    moments = {visit["id"]: visit for visit in rows.visits}
    first_visits: dict[int, Record] = {}
    for coming in rows.visit_parties:
        came = moments[coming["visit_id"]]
        known = first_visits.setdefault(coming["party_id"], came)
        if came["visited_at"] < known["visited_at"]:
            first_visits[coming["party_id"]] = came
    taken_over = dt.datetime.combine(first, TAKEN_OVER, change.now.tzinfo)
    made: list[Record] = []
    for number, form in enumerate(forms, start=1):
        visit = first_visits.get(number) if chance.random() * 100 < MADE_AT_THE_DESK else None
        made.append(
            {
                "id": number,
                "uuid": str(UUID(int=chance.getrandbits(128), version=4)),
                "version": 1,
                **columns(form, change.now.date()),
                "created_at": visit["visited_at"] if visit else taken_over,
                "created_by": visit["operator_id"] if visit else change.actor.id,
                "updated_at": visit["visited_at"] if visit else taken_over,
            }
        )
    return made


def _key_rows(forms: Sequence[PersonForm | Party]) -> list[Record]:
    """In the order of the table, which is a tree by key: then no page is split twice."""
    keys = sorted((key, number) for number, form in enumerate(forms, start=1) for key in keys_of(form))
    return [{"key": key, "party_id": number} for key, number in keys]


def _insert_desk(session: Session, desk: DeskMaker) -> None:
    rows, cases = desk.rows, desk.cases.lives.rows
    _insert(session, SubmissionBatch, _rows(cases.batches))
    _insert(session, CaseFile, _rows(desk.cases.files))
    _insert(session, Visit, rows.visits)
    _insert(session, VisitParty, rows.visit_parties)
    _insert(session, VisitGuest, rows.guests)
    _insert(session, Matter, rows.matters)
    _insert(session, Material, rows.materials)
    _insert(session, Document, rows.documents)
    for model, kept in (
        (CaseEvent, cases.events),
        (CaseClock, cases.clocks),
        (CaseMaterial, cases.materials),
        (BatchItem, cases.items),
    ):
        _insert(session, model, _rows(kept))
    lives = desk.lives.rows
    _insert(session, VisitEvent, lives.events)
    _insert(session, Rating, lives.ratings)
    _insert(session, CallBack, lives.calls)
    counted = sorted((series.value, span, value) for (series, span), value in desk.counters.items())
    _insert(session, Counter, [{"series": series, "period": span, "value": value} for series, span, value in counted])


def _rows(made: Sequence[Base]) -> list[Record]:
    """Objects that the product's rules made, as rows; what they left open gets its default."""
    if not made:
        return []
    names = [column.key for column in inspect(type(made[0])).column_attrs]
    return [{name: row.__dict__[name] for name in names if row.__dict__.get(name) is not None} for row in made]


def _insert(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert in chunks, so that the driver never holds everything twice."""
    for start in range(0, len(rows), CHUNK):
        session.execute(insert(model), list(rows[start : start + CHUNK]))
