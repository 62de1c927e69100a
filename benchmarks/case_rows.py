"""Many service cases in the invented station: a few are lived through the real services, all others are their copies.

A copy has its own person, numbers and days; its state, events, clocks, checklist, visit and receipt are those of the
case that was lived, so that every row is one that the program would have written itself.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple
from uuid import uuid4

import sqlcipher3.dbapi2 as sqlcipher

from domain.catalogue import CatalogueEntry
from domain.field_specs import FieldKind, FieldSpec, asked
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import Channel, MatterKind, Outcome
from services import Services, demo

BATCH = 500
# Days before today on which a copy may have begun, and the share of its due days that thereby lie behind it.
OPEN_DAYS, CLOSED_DAYS = 45, 1400
_SOMETHING = {FieldKind.DATE: "=", FieldKind.YES_NO: "是", FieldKind.NUMBER: "1", FieldKind.PHONE: "13873105200"}
_WORDS = "材料齐全，按规定办理。"


class Life(NamedTuple):
    """What happens to a case: its matter of the catalogue, whether all papers came along, and the steps after that."""

    kind: str
    complete: bool = True
    steps: tuple[str, ...] = ()
    tick: bool = False


OPEN_LIVES = (
    Life("card_first"),
    Life("card_first", complete=False),
    Life("card_renew", complete=False),
    Life("card_first", complete=False, tick=True, steps=("complete",)),
    Life("card_renew", steps=("submit",)),
    Life("report", steps=("submit",)),
    Life("insurance_link"),
    Life("insurance_link", steps=("submit", "result_ok")),
    Life("card_first", steps=("submit", "result_ok")),
    Life("card_replace", steps=("submit", "result_ok", "notify", "call_again")),
    Life("report", steps=("submit", "result_no")),
    Life("party_transfer"),
    Life("plaque_new", steps=("ready",)),
)
CLOSED_LIVES = (
    Life("card_first", steps=("submit", "result_ok", "notify", "hand_out")),
    Life("card_renew", steps=("submit", "result_no", "tell_rejection")),
    Life("party_transfer", steps=("finish",)),
    Life("insurance_link", steps=("submit", "result_ok", "tell_result")),
    Life("report", steps=("withdraw",)),
)
# Each table with the columns that point to a copied row; parents first.
TABLES: Mapping[str, Mapping[str, str]] = {
    "visit": {},
    "visit_party": {"visit_id": "visit"},
    "case_file": {},
    "matter": {"visit_id": "visit", "case_id": "case_file"},
    "material": {"matter_id": "matter"},
    "document": {"visit_id": "visit", "case_id": "case_file"},
    "case_event": {"case_id": "case_file", "document_id": "document"},
    "case_clock": {"case_id": "case_file", "event_id": "case_event"},
    "case_material": {"case_id": "case_file"},
}
_OF_CASE = "SELECT * FROM {} WHERE case_id = :case"
_VISIT = "SELECT visit_id FROM matter WHERE case_id = :case"
_READ: Mapping[str, str] = {
    "visit": f"SELECT * FROM visit WHERE id IN ({_VISIT})",
    "visit_party": f"SELECT * FROM visit_party WHERE visit_id IN ({_VISIT})",
    "case_file": "SELECT * FROM case_file WHERE id = :case",
    "material": "SELECT * FROM material WHERE matter_id IN (SELECT id FROM matter WHERE case_id = :case)",
    "document": f"SELECT * FROM document WHERE case_id = :case OR visit_id IN ({_VISIT})",
}

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Lived:
    """A case that was lived, row by row; `open` says whether it still is."""

    rows: Mapping[str, Rows]
    open: bool


def fill(services: Services, *, people: int, open_cases: int, closed_cases: int) -> None:
    """Put that many copies into the station, which has `people` people already."""
    chance = Random(demo.SEED)
    lives = [(life, True) for life in OPEN_LIVES] + [(life, False) for life in CLOSED_LIVES]
    ids = [(live(services, life, turn + 1), still) for turn, (life, still) in enumerate(lives)]
    with services._context.database.plain() as connection:
        lived = [Lived({name: _read(connection, name, case_id) for name in TABLES}, still) for case_id, still in ids]
        copier = _Copier(connection, people, chance)
        wanted = [(one, open_cases if one.open else closed_cases) for one in lived]
        shares = {True: len(OPEN_LIVES), False: len(CLOSED_LIVES)}
        connection.execute("BEGIN IMMEDIATE")
        for place, (one, count) in enumerate(wanted):
            share = shares[one.open]
            turn = place if one.open else place - shares[True]
            copier.copy(one, count // share + (turn < count % share) - 1)
        copier.write()
        connection.execute("COMMIT")


def live(services: Services, life: Life, person_id: int) -> int:
    """Open a case at the desk and take its steps; returns its id."""
    entry = services.service_catalogue.item(life.kind).entry
    saved = services.visits.save(_visit(entry, life, person_id))
    case_id, cases = saved.case_ids[0], services.service_cases
    if life.tick:
        for paper in cases.detail(case_id).materials:
            if paper.required and paper.received_on is None:
                cases.tick(case_id, paper.id, True)
    for step in life.steps:
        action = next(one for one in cases.detail(case_id).actions if one.action == step)
        cases.act(case_id, step, _typed(action.fields), paper=False)
    return case_id


def _visit(entry: CatalogueEntry, life: Life, person_id: int) -> VisitForm:
    papers = tuple(MaterialForm(name=one.name) for one in entry.materials if one.required) if life.complete else ()
    matter = MatterForm(
        kind=MatterKind.SERVICE,
        category=entry.category,
        narrative=f"申请办理{entry.label}，材料当面核对，请尽快报送。",
        outcome=Outcome.SERVICE_OPENED,
        catalogue=entry.code,
        materials=papers,
        missing=() if life.complete else tuple(one.name for one in entry.materials if one.required),
        fields=tuple(_typed(entry.fields).items()),
    )
    return VisitForm(uuid=str(uuid4()), person_id=person_id, channel=Channel.WALK_IN, headcount=1, matters=(matter,))


def _typed(specs: Sequence[FieldSpec]) -> dict[str, str]:
    """Something in each field that has to be filled."""
    values: dict[str, str] = {}
    for spec in specs:
        if spec.required and asked(spec, values):
            values[spec.code] = spec.choices[0] if spec.choices else _SOMETHING.get(spec.kind, _WORDS)
    return values


def _read(connection: sqlcipher.Connection, name: str, case_id: int) -> Rows:
    found = connection.execute(_READ.get(name, _OF_CASE.format(name)), {"case": case_id})
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, values, strict=True)) for values in found]


class _Copier:
    """Collects copies and writes them many at once; ids, numbers and places in a day go on from the highest there."""

    def __init__(self, connection: sqlcipher.Connection, people: int, chance: Random) -> None:
        self._connection, self._people, self._chance = connection, people, chance
        self._next = {name: self._highest(name) + 1 for name in TABLES}
        self._turn = 0
        self._waiting: dict[str, Rows] = {name: [] for name in TABLES}

    def _highest(self, name: str) -> int:
        return int(self._connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()[0])

    def copy(self, one: Lived, count: int) -> None:
        for _ in range(count):
            self._copy(one)
            if self._turn % BATCH == 0:
                self.write()

    def _copy(self, one: Lived) -> None:
        self._turn += 1
        back = dt.timedelta(days=self._chance.randrange(OPEN_DAYS if one.open else CLOSED_DAYS))
        fresh: dict[tuple[str, int], int] = {}
        own = {"party_id": self._chance.randrange(self._people) + 1, "seq": 100_000 + self._turn}
        for name, parents in TABLES.items():
            for row in one.rows[name]:
                values = {column: _earlier(value, back) for column, value in row.items()} | _of(row, own)
                values |= {
                    column: fresh[table, row[column]] for column, table in parents.items() if row[column] is not None
                }
                if "id" in row:
                    fresh[name, row["id"]] = values["id"] = self._next[name]
                    self._next[name] += 1
                if "uuid" in row:
                    values["uuid"] = f"{name[:12]:<12}-{self._next[name]:023d}"
                if name in ("visit", "case_file", "document"):
                    values["number"] = f"{row['number'][:10]}-{self._turn:06d}"
                self._waiting[name].append(values)

    def write(self) -> None:
        """Put what was collected into the file."""
        for name, rows in self._waiting.items():
            if rows:
                marks = ", ".join(f":{column}" for column in rows[0])
                self._connection.executemany(f"INSERT INTO {name} ({', '.join(rows[0])}) VALUES ({marks})", rows)
                rows.clear()


def _of(row: Mapping[str, Any], own: Mapping[str, int]) -> dict[str, Any]:
    """What is the copy's own, where the row has it."""
    return {column: value for column, value in own.items() if row.get(column) is not None}


def _earlier(value: Any, back: dt.timedelta) -> Any:
    """A day or a moment, moved; everything else as it is."""
    if isinstance(value, str) and len(value) >= 10 and value[4:5] == value[7:8] == "-" and value[:4].isdigit():
        return f"{dt.date.fromisoformat(value[:10]) - back}{value[10:]}"
    return value
