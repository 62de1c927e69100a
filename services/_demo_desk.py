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
from models.case import CaseFile
from models.party import Party
from models.station import Station
from models.visit import Visit
from services import _papers, _wordings
from services._base import Change
from services._demo_case_lives import Story
from services._demo_cases import SATURDAY, CaseMaker, Clerk
from services._demo_comers import ComersMaker
from services._demo_lives import LifeMaker
from services._demo_people import by_share
from services._person_lines import UNIT, VISITOR
from services._receipt import receipt_data
from services._visit_papers import RECEIPT, VOID
from services._visit_rows import Comers, visited_at
from system.clock import CHINA

PEOPLE_FOR_A_VISIT_A_DAY = 210
FORENOON, AFTERNOON = (9 * 60, 11 * 60 + 50), (13 * 60 + 10, 16 * 60 + 50)

Record = dict[str, Any]


@dataclass
class DeskRows:
    """The rows of all days, in the order in which they may be inserted."""

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
        self._people, self._clerks = people, clerks
        # All receipts of the demo say what receipts say today.
        self._wording = _wordings.settle(change.session, RECEIPT, change.now).version
        self.cases = CaseMaker(
            chance,
            change,
            lives=Random(f"cases {len(people)}"),
            handlers=handlers,
            number=self._number,
            uuid=self._uuid,
        )
        # A few come often, most seldom, and some never.
        self._often = list(accumulate(min(chance.paretovariate(1.1), 20.0) - 0.9 for _ in people))
        self._material = table("demo")
        self._matters = {
            kind: [row for row in self._material["matter"] if row["kind"] == kind.value] for kind in MatterKind
        }

    def day(self, day: dt.date) -> None:
        """One day's visits, those up to the present moment; none at the weekend."""
        for moment in self._moments(day):
            self.cases.lives.until(moment)
            story = self.cases.story(day)
            nobody = self._lucky(1) and story is None
            party = None if nobody else self._chance.choices(self._people, cum_weights=self._often)[0]
            self._visit(moment, party, story)

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

    def form(self, moment: dt.datetime, party: Party | None, story: Story | None = None) -> VisitForm:
        """What the clerk typed on that visit; a `story` says what was wanted."""
        count = self._chance.choices((1, 2, 3), (86, 12, 2))[0] if story is None else 1
        matters = tuple(self._matter(moment, party, story) for _ in range(count))
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
        return self._comers.company(form, moment) if story is None else form

    def _matter(self, moment: dt.datetime, party: Party | None, story: Story | None) -> MatterForm:
        if story is not None and party is not None:
            return self.cases.forms.matter(moment, party, code=story["matter"], missing=story.get("missing", 0))
        desk = self._material["desk"]
        kind = MatterKind(by_share(self._chance, desk["kinds"]))
        text = self._chance.choice(self._matters[kind])
        said = self._chance.randrange(len(text["narratives"]))
        parts = {part: text[part][said] for part in ("facts", "reasons", "earlier") if part in text}
        joinable = self.cases.joinable(kind, moment, party)
        # Nothing is joined where nothing is open, and what somebody applies for is applied for by name.
        never = {Outcome.JOINED: not joinable, Outcome.SERVICE_OPENED: party is None}
        possible = [
            share
            for share in desk["outcomes"]
            if share["code"] in outcomes_for(kind) and not never.get(Outcome(share["code"]))
        ]
        outcome = Outcome(by_share(self._chance, possible))
        if outcome is Outcome.SERVICE_OPENED and party is not None:
            return self.cases.forms.matter(moment, party)
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
            join_case_id=joinable[-1].id if outcome is Outcome.JOINED else None,
            materials=tuple(
                MaterialForm(name=name, original=name.endswith("原件"))
                for name in (text["materials"] if taken else ())
                if self._lucky(75)
            ),
        )

    # ---- what was stored

    def _visit(self, moment: dt.datetime, party: Party | None, story: Story | None) -> None:
        form = self.form(moment, party, story)
        came = Comers(party, self._comers.unit_of(form))
        clerk = self._chance.choices(self._clerks, range(len(self._clerks), 0, -1))[0]
        record = self._visit_row(form, moment, came, clerk)
        self.rows.visits.append(record)
        self._store_comers(record["id"], form, came)
        leader = came.leader
        cases = []
        for place, matter in enumerate(form.matters):
            case = self._case(matter, record, leader, clerk, story)
            self._store_matter(matter, place, record, case, clerk)
            cases.append(case)
        numbers = tuple(case.number if case else "" for case in cases)
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
        before, moment = lives.mistyped(form, self._other_words(first)), lives.later(visit)
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

    def _other_words(self, matter: MatterForm) -> Sequence[str]:
        """All that the demo lets people say on the same matter."""
        if matter.catalogue:
            return self.cases.forms.narratives(matter.catalogue)
        rows = self._matters[matter.kind]
        found: Sequence[str] = next(row["narratives"] for row in rows if matter.narrative in row["narratives"])
        return found

    def _case(
        self, matter: MatterForm, visit: Record, party: Party | None, clerk: Clerk, story: Story | None
    ) -> CaseFile | None:
        """The case that a matter opens or joins."""
        assert matter.outcome is not None
        series = case_series(matter.outcome)
        if series is not None:
            return self.cases.open(series, matter, visit, party=party, clerk=clerk, story=story)
        if matter.join_case_id is None:
            return None
        case = self.cases.files[matter.join_case_id - 1]
        if case.series == Series.SERVICE:
            self.cases.lives.join(case, visit["number"], matter, visit["created_at"], clerk.id)
        return case

    def _store_matter(self, matter: MatterForm, place: int, visit: Record, case: CaseFile | None, clerk: Clerk) -> None:
        assert matter.outcome is not None
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
                "handler_id": case.handler_id if case else clerk.id,
                "case_id": case.id if case else None,
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

    def _store_receipt(self, visit: Record, came: Comers, clerk: Clerk, data: Record, moment: dt.datetime) -> Record:
        data = data | {"wording": self._wording}
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
