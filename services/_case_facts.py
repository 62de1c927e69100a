"""All that the papers of a case are filled from, and what a filler of one is.

A filler is a `CaseFiller`: `why_not(facts)` is "" where the paper applies, else one Chinese sentence; `fill(change,
facts)` gives the form's data class, `Form(**frame(change, facts), …)`. `facts.event` is the step that issues the paper,
None where the clerk asked for it by itself. A filler draws, audits and commits nothing; forms are imported inside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.catalogue import CatalogueEntry, MaterialShape
from domain.labels import NAME_NOT_LEFT
from models.case import CaseEvent, CaseFile, CaseMaterial
from models.document import Document
from models.operator import Operator
from models.party import Party
from models.station import Station
from services import _settings
from services._base import Change
from services._case_engine import standing
from services._person_lines import shown_name
from services._receipt import moment_words

SHAPE_WORDS: Mapping[str, str] = {
    MaterialShape.ORIGINAL.value: "原件",
    MaterialShape.COPY.value: "复印件",
    MaterialShape.BOTH.value: "原件和复印件",
}


@dataclass(frozen=True)
class CaseFacts:
    """A case with all that belongs to it, in clear. `day` is that of the event, else of the issue."""

    case: CaseFile
    entry: CatalogueEntry
    station: Station
    party: Party | None
    handler: Operator
    materials: tuple[CaseMaterial, ...]
    events: tuple[CaseEvent, ...]
    event: CaseEvent | None

    @property
    def name(self) -> str:
        """Whose case it is."""
        return NAME_NOT_LEFT if self.party is None else shown_name(self.party.name)

    @property
    def phone(self) -> str:
        """Her phone, in clear."""
        return "" if self.party is None else self.party.phone

    def last(self, *actions: str) -> CaseEvent | None:
        """The newest of these steps that holds; `events` are newest first."""
        return next((event for event in self.events if event.action in actions), None)


@dataclass(frozen=True)
class CaseFiller:
    """What makes one kind of paper of a case; see the head of this module."""

    kind: str
    why_not: Callable[[CaseFacts], str]
    fill: Callable[[Change, CaseFacts], Any]


def case_facts(session: Session, case_id: int, event: CaseEvent | None = None) -> CaseFacts:
    """The case whole; raises NotFound."""
    at = standing(session, case_id)
    case = at.case
    materials = session.scalars(
        select(CaseMaterial).where(CaseMaterial.case_id == case_id).order_by(CaseMaterial.position)
    )
    events = session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == case_id, CaseEvent.undone_at.is_(None))
        .order_by(CaseEvent.id.desc())
    )
    return CaseFacts(
        case=case,
        entry=at.entry,
        station=_settings.station(session),
        party=None if case.party_id is None else session.get(Party, case.party_id),
        handler=session.get_one(Operator, case.handler_id),
        materials=tuple(materials),
        events=tuple(events),
        event=event,
    )


def frame(change: Change, facts: CaseFacts, *, number: str = "") -> dict[str, Any]:
    """What every form's data begins with (`FormData`); the case's own number, if no other is given."""
    return {
        "station_name": facts.station.name,
        "number": number or facts.case.number,
        "operator": change.actor.name,
        "printed_at": moment_words(change.now),
    }


def issued_before(session: Session, case_id: int, kind: str) -> int:
    """How many sheets of a kind were issued for the case, void ones too; reprints are the same sheet."""
    query = select(func.count()).where(Document.case_id == case_id, Document.kind == kind, Document.reprint == 0)
    return session.scalar(query) or 0


def copies_words(material: CaseMaterial) -> str:
    """原件1份."""
    return f"{SHAPE_WORDS[material.shape]}{material.copies}份"
