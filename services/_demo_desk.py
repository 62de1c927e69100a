"""Invented days at the desk for the demo: visits, matters, cases and receipts as rows, made from the real forms.

Rows are counted up here and inserted in bulk by `services.demo`; numbers come out as the counters would have given
them. The material is `resources/data/demo.toml`.
"""

import datetime as dt
from collections import Counter as Tally
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from domain.numbering import Series, period, render
from domain.tables import table
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import Channel, MatterKind, Outcome, case_series, outcomes_for
from models.party import Party
from models.station import Station
from models.visit import Visit
from services import _papers, _wordings
from services._base import Change
from services._demo_comers import ComersMaker
from services._demo_lives import LifeMaker
from services._demo_people import by_share
from services._person_lines import UNIT, VISITOR
from services._receipt import receipt_data
from services._visit_papers import RECEIPT, VOID
from services._visit_rows import Comers, case_title, visited_at
from system.clock import CHINA

PEOPLE_FOR_A_VISIT_A_DAY = 210
FORENOON, AFTERNOON = (9 * 60, 11 * 60 + 50), (13 * 60 + 10, 16 * 60 + 50)
SATURDAY = 5
# How many days a case is open, by its series; of the last so many days one in so many takes longer.
CASE_DAYS = {Series.SERVICE: (3, 40), Series.PETITION: (12, 60), Series.ASSISTANCE: (8, 45)}
LATE_DAYS, CASES_LATE = 90, 40

_SERIES_OF_KIND = {
    MatterKind.SERVICE: Series.SERVICE,
    MatterKind.PETITION: Series.PETITION,
    MatterKind.ASSISTANCE: Series.ASSISTANCE,
}

Record = dict[str, Any]


@dataclass(frozen=True)
class Clerk:
    """Somebody at the desk."""

    id: int
    name: str


@dataclass
class DeskRows:
    """The rows of all days, in the order in which they may be inserted."""

    cases: list[Record] = field(default_factory=list)
    visits: list[Record] = field(default_factory=list)
    visit_parties: list[Record] = field(default_factory=list)
    matters: list[Record] = field(default_factory=list)
    materials: list[Record] = field(default_factory=list)
    documents: list[Record] = field(default_factory=list)
    guests: list[Record] = field(default_factory=list)


class DeskMaker:
    """Draws the days of a station by lot. `handlers` names who takes over the cases of a series."""

    def __init__(
        self,
        chance: Random,
        change: Change,
        *,
        station: Station,
        people: Sequence[Party],
        clerks: Sequence[Clerk],
        handlers: Mapping[Series, Clerk],
        units: Sequence[Party] = (),
    ) -> None:
        """Everything counts from 1: the store must be empty of people, visits and cases."""
        self._comers = ComersMaker(Random(f"comers {len(people)}"), people, units, change.now.date())
        self.lives = LifeMaker(Random(f"lives {len(people)}"), change.now)
        self.rows = DeskRows()
        self.counters: Tally[tuple[Series, str]] = Tally()
        self._chance, self._change, self._station = chance, change, station
        self._people, self._clerks, self._handlers = people, clerks, handlers
        # A few come often, most seldom, and some never.
        self._often = list(accumulate(min(chance.paretovariate(1.1), 20.0) - 0.9 for _ in people))
        self._open: dict[int, list[Record]] = {}
        self._material = table("demo")
        self._matters = {
            kind: [row for row in self._material["matter"] if row["kind"] == kind.value] for kind in MatterKind
        }

    def day(self, day: dt.date) -> None:
        """One day's visits, those up to the present moment; none at the weekend."""
        for moment in self._moments(day):
            party = None if self._lucky(1) else self._chance.choices(self._people, cum_weights=self._often)[0]
            self._visit(moment, party)

    def _moments(self, day: dt.date) -> Iterator[dt.datetime]:
        if day.weekday() >= SATURDAY:
            return
        mean = max(2.0, len(self._people) / PEOPLE_FOR_A_VISIT_A_DAY) * (1.2 if day.weekday() == 0 else 1.0)
        count = max(1, round(self._chance.gauss(mean, mean / 4)))
        minutes = sorted(
            self._chance.randint(*(FORENOON if self._lucky(60) else AFTERNOON)) * 60 + self._chance.randint(0, 59)
            for _ in range(count)
        )
        midnight = dt.datetime.combine(day, dt.time(), CHINA)
        yield from (
            moment
            for moment in (midnight + dt.timedelta(seconds=seconds) for seconds in minutes)
            if moment < self._change.now
        )

    def _lucky(self, percent: int) -> bool:
        return self._chance.random() * 100 < percent

    def _uuid(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128), version=4))

    # ---- what was typed

    def form(self, moment: dt.datetime, party: Party | None) -> VisitForm:
        """What the clerk typed on that visit."""
        count = self._chance.choices((1, 2, 3), (86, 12, 2))[0]
        matters = tuple(self._matter(moment, party) for _ in range(count))
        petition = any(matter.kind is MatterKind.PETITION for matter in matters)
        form = VisitForm(
            uuid=self._uuid(),
            person_id=None if party is None else party.id,
            anonymous=party is None,
            channel=Channel(by_share(self._chance, self._material["desk"]["channels"])),
            headcount=self._chance.choices((1, 2, 3, 7), (88, 9, 2, 1))[0],
            address="" if party is None else party.address,
            address_unclear=petition and party is None,
            matters=matters,
        )
        return self._comers.company(form, moment)

    def _matter(self, moment: dt.datetime, party: Party | None) -> MatterForm:
        desk = self._material["desk"]
        kind = MatterKind(by_share(self._chance, desk["kinds"]))
        text = self._chance.choice(self._matters[kind])
        said = self._chance.randrange(len(text["narratives"]))
        parts = {part: text[part][said] for part in ("facts", "reasons", "earlier") if part in text}
        joinable = self._joinable(kind, moment, party)
        possible = [
            share
            for share in desk["outcomes"]
            if share["code"] in outcomes_for(kind) and (joinable or share["code"] != Outcome.JOINED)
        ]
        outcome = Outcome(by_share(self._chance, possible))
        taken = outcome not in {Outcome.ANSWERED, Outcome.REFERRED}
        return MatterForm(
            kind=kind,
            category=text["category"],
            narrative=text["narratives"][said],
            **parts,
            read_back=bool(parts),
            outcome=outcome,
            reply=self._chance.choice(self._material["replies"]["texts"]) if outcome is Outcome.ANSWERED else "",
            refer_to=self._chance.choice(desk["refer_to"]) if outcome is Outcome.REFERRED else "",
            join_case_id=joinable[-1]["id"] if outcome is Outcome.JOINED else None,
            materials=tuple(
                MaterialForm(name=name, original=name.endswith("原件"))
                for name in (text["materials"] if taken else ())
                if self._lucky(75)
            ),
        )

    def _joinable(self, kind: MatterKind, moment: dt.datetime, party: Party | None) -> list[Record]:
        """The person's cases of this kind that were open at that moment."""
        series = _SERIES_OF_KIND.get(kind)
        return [
            case
            for case in self._open.get(party.id if party is not None else 0, [])
            if case["series"] == series and (case["closed_at"] is None or case["closed_at"] > moment)
        ]

    # ---- what was stored

    def _visit(self, moment: dt.datetime, party: Party | None) -> None:
        form = self.form(moment, party)
        came = Comers(party, self._comers.unit_of(form))
        clerk = self._chance.choices(self._clerks, range(len(self._clerks), 0, -1))[0]
        record = self._visit_row(form, moment, came, clerk)
        self.rows.visits.append(record)
        self._store_comers(record["id"], form, came)
        leader = came.leader
        cases = [self._store_matter(matter, place, record, leader, clerk) for place, matter in enumerate(form.matters)]
        numbers = tuple(case["number"] if case else "" for case in cases)
        self._store_papers(record, form, came, clerk, numbers)

    def _visit_row(self, form: VisitForm, moment: dt.datetime, came: Comers, clerk: Clerk) -> Record:
        number, seq = self._number(Series.VISIT, moment)
        at = visited_at(form, moment)
        return {
            "id": len(self.rows.visits) + 1,
            "uuid": form.uuid,
            "number": number,
            "day": moment.date(),
            "seq": seq,
            "visited_at": at,
            "visited_day": at.date(),
            "late_reason": form.late_reason,
            "channel": form.channel.value,
            "headcount": form.headcount,
            "common": form.common,
            "anonymous": came.leader is None,
            "address": form.address,
            "address_unclear": form.address_unclear,
            "operator_id": clerk.id,
            "created_at": moment,
            "corrections": 0,
            "voided_at": None,
            "void_reason": "",
        }

    def _store_comers(self, visit_id: int, form: VisitForm, came: Comers) -> None:
        parties = [(came.person, VISITOR), (came.unit, UNIT if came.person else VISITOR)]
        self.rows.visit_parties += [
            {"visit_id": visit_id, "party_id": party.id, "role": role, "position": 0, "relation": ""}
            for party, role in parties
            if party is not None
        ]
        for position, guest in enumerate(form.guests):
            own = {"visit_id": visit_id, "role": guest.role.value, "position": position, "relation": guest.relation}
            if guest.party_id is not None:
                self.rows.visit_parties.append(own | {"party_id": guest.party_id})
            else:
                self.rows.guests.append(own | {"name": guest.name})

    def _store_papers(
        self, visit: Record, form: VisitForm, came: Comers, clerk: Clerk, numbers: tuple[str, ...]
    ) -> None:
        """The receipt of a visit, and what became of both afterwards."""
        lives, first = self.lives, form.matters[0]
        others = next(row["narratives"] for row in self._matters[first.kind] if first.narrative in row["narratives"])
        before, moment = lives.mistyped(form, others), lives.later(visit)
        stored = Visit(**visit)

        def receipt(said: VisitForm, at: dt.datetime, correction: int = 0) -> Record:
            data = receipt_data(
                said, stored, came, self._station, numbers, operator=clerk.name, printed=at, correction=correction
            )
            return self._store_receipt(visit, came, clerk, data, at)

        if moment is None:
            receipt(form, visit["created_at"])
            return
        paper = receipt(before or form, visit["created_at"])
        if before is not None:
            lives.correct(visit, moment, before, form)
            _make_void(paper, moment, "已更正（更正 1）")
            receipt(form, moment, 1)
        elif lives.may_void(visit, form):
            lives.void(visit, moment)
            _make_void(paper, moment, "来访已作废")
            return
        party_id = None if came.leader is None else came.leader.id
        lives.rate(visit, moment, form, party_id)
        lives.promise(visit, moment, party_id)

    def _number(self, series: Series, moment: dt.datetime) -> tuple[str, int]:
        span = period(series, moment.date())
        self.counters[series, span] += 1
        seq, station = self.counters[series, span], self._station
        return render(series, span, seq, short_name=station.short_name, window_letter=station.window_letter), seq

    def _store_matter(
        self, matter: MatterForm, place: int, visit: Record, party: Party | None, clerk: Clerk
    ) -> Record | None:
        assert matter.outcome is not None
        series = case_series(matter.outcome)
        case = self._open_case(series, matter, visit, party, clerk) if series else None
        if matter.join_case_id is not None:
            case = self.rows.cases[matter.join_case_id - 1]
        matter_id = len(self.rows.matters) + 1
        self.rows.matters.append(
            {
                "id": matter_id,
                "uuid": self._uuid(),
                "visit_id": visit["id"],
                "position": place,
                "kind": matter.kind.value,
                "category": matter.category,
                "narrative": matter.narrative,
                "facts": matter.facts,
                "reasons": matter.reasons,
                "earlier": matter.earlier,
                "read_back": matter.read_back,
                "outcome": matter.outcome.value,
                "reply": matter.reply,
                "refer_to": matter.refer_to,
                "handler_id": case["handler_id"] if case else clerk.id,
                "case_id": case["id"] if case else None,
                "catalogue": matter.catalogue,
                "fields": dict(matter.fields),
                "missing": list(matter.missing),
            }
        )
        self.rows.materials += [
            {
                "matter_id": matter_id,
                "position": position,
                "name": paper.name,
                "copies": paper.copies,
                "original": paper.original,
            }
            for position, paper in enumerate(matter.materials)
        ]
        return case

    def _open_case(
        self, series: Series, matter: MatterForm, visit: Record, party: Party | None, clerk: Clerk
    ) -> Record:
        opened: dt.datetime = visit["visited_at"]
        number, seq = self._number(series, visit["created_at"])
        closed = self._closing(series, opened)
        case: Record = {
            "id": len(self.rows.cases) + 1,
            "uuid": self._uuid(),
            "series": series.value,
            "period": period(series, visit["day"]),
            "seq": seq,
            "number": number,
            "title": case_title(self._change.session, matter),
            "category": matter.category,
            "party_id": None if party is None else party.id,
            "opened_at": opened,
            "opened_by": clerk.id,
            "handler_id": self._handlers.get(series, clerk).id,
            "closed_at": closed,
            # Petitions and assistance cases have no flow yet.
            "state": ("accepted" if closed is None else "done") if series is Series.SERVICE else "",
            "version": 1,
            "facts": {},
            "copied": [],
            "official_number": "",
            "due_clock": "",
        }
        self.rows.cases.append(case)
        if party is not None:
            self._open.setdefault(party.id, []).append(case)
        return case

    def _closing(self, series: Series, opened: dt.datetime) -> dt.datetime | None:
        closed = opened + dt.timedelta(days=self._chance.randint(*CASE_DAYS[series]), minutes=7)
        closed += dt.timedelta(days=max(0, 7 - closed.weekday()) if closed.weekday() >= SATURDAY else 0)
        late = opened > self._change.now - dt.timedelta(days=LATE_DAYS) and self._chance.randrange(CASES_LATE) == 0
        return None if late or closed >= self._change.now else closed

    def _store_receipt(self, visit: Record, came: Comers, clerk: Clerk, data: Record, moment: dt.datetime) -> Record:
        words = _wordings.settle(self._change.session, RECEIPT, self._change.now)
        data = data | {"wording": words.version}
        coded = _papers.code_sheet(self._change, kind=RECEIPT, number=visit["number"], data=data, day=moment.date())
        row = {
            "uuid": self._uuid(),
            "kind": RECEIPT,
            "number": visit["number"],
            "visit_id": visit["id"],
            "party_id": None if came.leader is None else came.leader.id,
            "issued_day": moment.date(),
            "issued_at": moment,
            "operator_id": clerk.id,
            "reprint": 0,
            "reason": "",
            "wording_version": data["wording"],
            "data": coded.data,
            "sha256": _papers.NEVER_RENDERED,
            "digest": coded.digest.hex(),
            "human_code": coded.data["human_code"],
            "paper": "A5",
            "copies": 1,
            "pages": 1,
            "recipient": "",
            "printer": "",
            "state": "good",
            "state_at": moment,
            "state_note": "",
        }
        self.rows.documents.append(row)
        return row


def _make_void(paper: Record, moment: dt.datetime, note: str) -> None:
    paper |= {"state": VOID, "state_at": moment, "state_note": note}
