"""What the ledgers of cases are made of: cases, notices and bundles of a period, read in portions.

Which columns a ledger has, and where the text of each comes from, stands in the tables of `case_ledgers`; here is only
the reading. Identity numbers and phones come in clear: the columns mask them.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from domain.labels import NAME_NOT_LEFT
from domain.numbering import Series
from models.batch import BatchItem, SubmissionBatch
from models.case import CaseClock, CaseEvent, CaseFile
from models.catalogue import CatalogueVersion
from models.document import Document
from models.operator import Operator
from models.party import Party
from services._case_batches import OUT
from services._catalogue import item_of
from services._clocks import CANCELLED, PROMISE
from services._person_lines import shown_name
from system.clock import CHINA

PORTION = 400
ONE_TIME_NOTICE = "one_time_notice"

Progress = Callable[[int, int], object]
"""Told how many of how many are read; what it raises ends the work."""


@dataclass(frozen=True)
class CaseLine:
    """A case with what the columns ask for; `events`: action → its newest event that holds."""

    case: CaseFile
    kind: str
    name: str
    identity: str
    phone: str
    handler: str
    events: Mapping[str, CaseEvent]
    promise: CaseClock | None

    def day(self, *actions: str) -> dt.date | None:
        """When the newest of these steps was."""
        days = [self.events[action].day for action in actions if action in self.events]
        return max(days, default=None)

    def said(self, action: str, field: str) -> str:
        """What was written down with a step."""
        event = self.events.get(action)
        return "" if event is None else str(event.facts.get(field, ""))

    def fact(self, field: str) -> str:
        """A field of the matter."""
        return str(self.case.facts.get(field, ""))


@dataclass(frozen=True)
class NoticeLine:
    """A notice of missing materials, by whomever issued; `completed` is when the papers were all there."""

    document: Document
    operator: str
    completed: dt.date | None


@dataclass(frozen=True)
class BatchLine:
    """A bundle that was sent, and how many of its cases have which outcome."""

    batch: SubmissionBatch
    outcomes: Mapping[str, int]

    @property
    def size(self) -> int:
        """The cases that went with it."""
        return sum(self.outcomes.values())


def versions_of(session: Session, ledger: str) -> tuple[int, ...]:
    """The versions of matters whose things stand in this ledger."""
    items = (item_of(row) for row in session.scalars(select(CatalogueVersion)))
    return tuple(item.id for item in items if item.entry.ledger == ledger)


def case_lines(
    session: Session,
    first: dt.date,
    last: dt.date,
    *,
    versions: Collection[int] | None = None,
    progress: Progress | None = None,
) -> Iterator[CaseLine]:
    """Cases opened in the period, by number; with `versions` only of these, and those handed out in it as well."""
    came = and_(CaseFile.opened_at >= _midnight(first), CaseFile.opened_at < _midnight(last + dt.timedelta(days=1)))
    wanted = [CaseFile.series == Series.SERVICE.value, came]
    if versions is not None:
        handed = select(CaseEvent.case_id).where(
            CaseEvent.action == "hand_out", CaseEvent.undone_at.is_(None), CaseEvent.day.between(first, last)
        )
        wanted = [
            CaseFile.series == Series.SERVICE.value,
            or_(came, CaseFile.id.in_(handed)),
            CaseFile.catalogue_id.in_(versions),
        ]
    ids = session.scalars(select(CaseFile.id).where(*wanted).order_by(CaseFile.period, CaseFile.seq)).all()
    for at in range(0, len(ids), PORTION):
        yield from _portion(session, ids[at : at + PORTION])
        if progress is not None:
            progress(min(at + PORTION, len(ids)), len(ids))


def _portion(session: Session, ids: Sequence[int]) -> Iterator[CaseLine]:
    events = _events(session, ids)
    promises = _promises(session, ids)
    query = (
        select(CaseFile, CatalogueVersion.label, Party.name, Party.identity, Party.phone, Operator.name)
        .outerjoin(CatalogueVersion, CatalogueVersion.id == CaseFile.catalogue_id)
        .outerjoin(Party, Party.id == CaseFile.party_id)
        .join(Operator, Operator.id == CaseFile.handler_id)
        .where(CaseFile.id.in_(ids))
        .order_by(CaseFile.period, CaseFile.seq)
    )
    for case, kind, name, identity, phone, handler in session.execute(query):
        yield CaseLine(
            case=case,
            kind=kind or "",
            name=NAME_NOT_LEFT if case.party_id is None else shown_name(name),
            identity=identity or "",
            phone=phone or "",
            handler=handler,
            events=events.get(case.id, {}),
            promise=promises.get(case.id),
        )


def _events(session: Session, ids: Sequence[int]) -> Mapping[int, Mapping[str, CaseEvent]]:
    query = select(CaseEvent).where(CaseEvent.case_id.in_(ids), CaseEvent.undone_at.is_(None)).order_by(CaseEvent.id)
    found: dict[int, dict[str, CaseEvent]] = {}
    for event in session.scalars(query):
        found.setdefault(event.case_id, {})[event.action] = event
    return found


def _promises(session: Session, ids: Sequence[int]) -> Mapping[int, CaseClock]:
    query = select(CaseClock).where(CaseClock.case_id.in_(ids), CaseClock.rule == PROMISE, CaseClock.state != CANCELLED)
    return {clock.case_id: clock for clock in session.scalars(query.order_by(CaseClock.id))}


def notice_lines(session: Session, first: dt.date, last: dt.date) -> Iterator[NoticeLine]:
    """First prints of notices issued in the period, void ones too: the ledger says so."""
    query = (
        select(Document, Operator.name)
        .join(Operator, Operator.id == Document.operator_id)
        .where(Document.kind == ONE_TIME_NOTICE, Document.reprint == 0, Document.issued_day.between(first, last))
        .order_by(Document.id)
    )
    for document, operator in session.execute(query).all():
        yield NoticeLine(document, operator, _completed(session, document))


def _completed(session: Session, document: Document) -> dt.date | None:
    """The day on which the papers of the notice's case were complete, if it has a case and they are."""
    query = select(func.min(CaseEvent.day)).where(
        CaseEvent.case_id == document.case_id,
        CaseEvent.action == "complete",
        CaseEvent.undone_at.is_(None),
        CaseEvent.at >= document.issued_at,
    )
    return None if document.case_id is None else session.scalar(query)


def batch_lines(session: Session, first: dt.date, last: dt.date) -> Iterator[BatchLine]:
    """Bundles sent in the period, by number."""
    batches = select(SubmissionBatch).where(SubmissionBatch.sent_on.between(first, last))
    for batch in session.scalars(batches.order_by(SubmissionBatch.period, SubmissionBatch.seq)).all():
        counted = session.execute(
            select(BatchItem.outcome, func.count())
            .where(BatchItem.batch_id == batch.id, BatchItem.outcome != OUT)
            .group_by(BatchItem.outcome)
        )
        yield BatchLine(batch, {row.outcome: row[1] for row in counted})


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), CHINA)
