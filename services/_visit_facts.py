"""All that the papers of a visit are filled from, read once, and what a paper's filler is.

A filler is one module `_fill_<form>.py` with a `FILLER`; `visit_papers.FILLERS` lists them. Its two functions:

    why_not(facts: VisitFacts) -> str
        "" where the paper applies to this visit, else one Chinese sentence that says why it doesn't.
    fill(change: Change, facts: VisitFacts, **given: Any) -> Filled
        The form's data class, `VisitSheet(**frame(change, facts), …)`, and what the register wants to know of it.
        `given` are the facts that the page asked the clerk for, by name, each with a default; Invalid (field →
        sentence) where one is missing or wrong. It runs in the transaction that issues the paper, so it may take a
        number from `_numbers`; it draws nothing, audits nothing and commits nothing. The forms are imported inside.

Whether the visit is void and whether the paper was issued before is asked before; a filler needn't ask again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.vocabulary import GuestRole, MatterKind
from models.case import CaseFile
from models.document import Document
from models.operator import Operator
from models.party import Party
from models.station import Station
from models.visit import Matter, Rating, Visit, VisitParty
from services import _settings
from services._base import Change
from services._papers import IssuedPaper, describe
from services._person_lines import VISITOR
from services._receipt import moment_words
from services._visit_form import acquaintances, matters_of, strangers, visitor_and_unit
from services._visit_views import existing

# In these states a sheet is out, or may be; one that never came out of the printer waits for being printed again. A
# spoiled or void one is replaced by a fresh one.
_HOLDING = ("pending", "good")
_FAILED = ("failed",)


@dataclass(frozen=True)
class GuestFacts:
    """Somebody who came along, in clear: whoever puts it on paper masks it. `sex` is a code, "" where not known."""

    role: GuestRole
    party_id: int | None
    name: str
    sex: str
    identity: str
    phone: str
    address: str
    relation: str


@dataclass(frozen=True)
class MatterFacts:
    """One matter with its materials loaded, who handles it, and the number of its case, "" for none."""

    row: Matter
    handler: Operator
    case_number: str

    @property
    def kind(self) -> MatterKind:
        return MatterKind(self.row.kind)


@dataclass(frozen=True)
class VisitFacts:
    """A visit with all that belongs to it, in clear.

    `papers`: its sheets that hold, newest first; `unprinted` those that never came out of the printer.
    `visits_before`: how often its visitor was here earlier.
    """

    visit: Visit
    station: Station
    registrar: Operator
    person: Party | None
    unit: Party | None
    guests: tuple[GuestFacts, ...]
    matters: tuple[MatterFacts, ...]
    ratings: tuple[Rating, ...]
    papers: tuple[IssuedPaper, ...]
    unprinted: tuple[IssuedPaper, ...]
    visits_before: int

    @property
    def leader(self) -> Party | None:
        """Whose visit it is; nobody for an anonymous one."""
        return self.person or self.unit

    @property
    def petitions(self) -> tuple[MatterFacts, ...]:
        """Its petitions (信访事项)."""
        return tuple(matter for matter in self.matters if matter.kind is MatterKind.PETITION)


@dataclass(frozen=True)
class Filled:
    """A filled form, coded later. `recipient`: whom it goes to where that is nobody of the register of people."""

    form: Any
    recipient: str = ""


@dataclass(frozen=True)
class Filler:
    """What makes one kind of paper of a visit; see the head of this module.

    `repeats`: another may be issued while one holds, because each has its own number or day (告知第2次).
    """

    kind: str
    why_not: Callable[[VisitFacts], str]
    fill: Callable[..., Filled]
    repeats: bool = False


def frame(change: Change, facts: VisitFacts, *, number: str = "") -> dict[str, Any]:
    """What every form's data begins with (`FormData`); the visit's own number, if no other is given."""
    return {
        "station_name": facts.station.name,
        "number": number or facts.visit.number,
        "operator": change.actor.name,
        "printed_at": moment_words(change.now),
        "correction": facts.visit.corrections,
    }


def visit_facts(session: Session, visit_id: int) -> VisitFacts:
    """The visit whole; raises NotFound."""
    visit = existing(session, visit_id)
    person, unit = visitor_and_unit(session, visit_id)
    leader = person or unit
    registrar = session.get_one(Operator, visit.operator_id)
    return VisitFacts(
        visit=visit,
        station=_settings.station(session),
        registrar=registrar,
        person=person,
        unit=unit,
        guests=_guests(session, visit_id),
        matters=_matters(session, visit_id),
        ratings=tuple(session.scalars(select(Rating).where(Rating.visit_id == visit_id).order_by(Rating.id))),
        papers=_sheets(session, visit_id, _HOLDING),
        unprinted=_sheets(session, visit_id, _FAILED),
        visits_before=0 if leader is None else _visits_before(session, visit, leader.id),
    )


def _matters(session: Session, visit_id: int) -> tuple[MatterFacts, ...]:
    rows = matters_of(session, visit_id)
    wanted = [matter.case_id for matter, _ in rows if matter.case_id is not None]
    found = session.execute(select(CaseFile.id, CaseFile.number).where(CaseFile.id.in_(wanted)))
    numbers = {case.id: case.number for case in found}
    return tuple(
        MatterFacts(matter, handler, "" if matter.case_id is None else numbers[matter.case_id])
        for matter, handler in rows
    )


def _guests(session: Session, visit_id: int) -> tuple[GuestFacts, ...]:
    """All who came along, in the order in which they were written down."""
    found = [
        (
            row.position,
            GuestFacts(GuestRole(row.role), None, row.name, "", row.identity, row.phone, row.address, row.relation),
        )
        for row in strangers(session, visit_id)
    ]
    found += [
        (
            coming.position,
            GuestFacts(
                GuestRole(coming.role),
                party.id,
                party.name,
                party.sex,
                party.identity,
                party.phone,
                party.address,
                coming.relation,
            ),
        )
        for coming, party in acquaintances(session, visit_id)
    ]
    return tuple(guest for _, guest in sorted(found, key=lambda pair: pair[0]))


def _sheets(session: Session, visit_id: int, states: tuple[str, ...]) -> tuple[IssuedPaper, ...]:
    query = select(Document).where(Document.visit_id == visit_id, Document.state.in_(states))
    return tuple(describe(document) for document in session.scalars(query.order_by(Document.id.desc())))


def _visits_before(session: Session, visit: Visit, party_id: int) -> int:
    query = (
        select(func.count())
        .select_from(VisitParty)
        .join(Visit, Visit.id == VisitParty.visit_id)
        .where(
            VisitParty.party_id == party_id,
            VisitParty.role == VISITOR,
            Visit.voided_at.is_(None),
            Visit.visited_at < visit.visited_at,
        )
    )
    return session.scalar(query) or 0
