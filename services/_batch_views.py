"""How a bundle (报送批次) is shown: a line of the list, and whole with each of its cases. Frozen values."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.flow_file import flow
from domain.identity import mask_identity
from domain.labels import NAME_NOT_LEFT
from domain.numbering import Series
from models.batch import BatchItem, SubmissionBatch
from models.case import CaseFile
from models.operator import Operator
from models.party import Party
from services import _catalogue
from services._case_batches import OUT, OUTCOME_LABELS, WAITING, existing
from services._person_lines import shown_name

RECENT = 50


@dataclass(frozen=True)
class BatchRow:
    """One bundle in a list. `size` counts the cases inside, `waiting` those of them without a result."""

    id: int
    number: str
    recipient: str
    opened_at: dt.datetime
    opened_by: str
    sent_on: dt.date | None
    size: int
    waiting: int
    version: int


@dataclass(frozen=True)
class BatchItemView:
    """A case in a bundle. `outcome`: waiting, ok, no, back, withdrawn, out; `note` is the reason beside it.

    `missing_official_number`: it has to be keyed into a national system, and no number was written back yet.
    """

    case_id: int
    number: str
    person: str
    identity_masked: str
    kind: str
    state_label: str
    outcome: str
    outcome_label: str
    outcome_on: dt.date | None
    note: str
    official_number: str
    missing_official_number: bool
    item_number_label: str
    case_version: int

    @property
    def inside(self) -> bool:
        """Whether it is still part of the bundle."""
        return self.outcome != OUT


@dataclass(frozen=True)
class BatchView:
    """One bundle whole; those that were taken out again stand last."""

    id: int
    number: str
    recipient: str
    opened_at: dt.datetime
    opened_by: str
    sent_on: dt.date | None
    version: int
    items: tuple[BatchItemView, ...]

    @property
    def inside(self) -> tuple[BatchItemView, ...]:
        """The cases that go, or went, with it."""
        return tuple(item for item in self.items if item.inside)


def batch_rows(session: Session, *, unsent: bool, limit: int = RECENT) -> tuple[BatchRow, ...]:
    """Bundles, newest first: only those that aren't sent, or all."""
    inside = func.count(BatchItem.case_id).filter(BatchItem.outcome != OUT, CaseFile.voided.is_(False))
    waiting = func.count(BatchItem.case_id).filter(BatchItem.outcome == WAITING, CaseFile.voided.is_(False))
    query = (
        select(SubmissionBatch, Operator.name, inside, waiting)
        .join(Operator, Operator.id == SubmissionBatch.opened_by)
        .outerjoin(BatchItem, BatchItem.batch_id == SubmissionBatch.id)
        .outerjoin(CaseFile, CaseFile.id == BatchItem.case_id)
        .group_by(SubmissionBatch.id)
        .order_by(SubmissionBatch.id.desc())
        .limit(limit)
    )
    if unsent:
        query = query.where(SubmissionBatch.sent_on.is_(None))
    return tuple(
        BatchRow(
            id=batch.id,
            number=batch.number,
            recipient=batch.recipient,
            opened_at=batch.opened_at,
            opened_by=name,
            sent_on=batch.sent_on,
            size=size,
            waiting=waits,
            version=batch.version,
        )
        for batch, name, size, waits in session.execute(query)
    )


def batch_view(session: Session, batch_id: int) -> BatchView:
    """One bundle; raises NotFound."""
    batch = existing(session, batch_id)
    items = sorted(_items(session, batch.id), key=lambda item: not item.inside)
    return BatchView(
        id=batch.id,
        number=batch.number,
        recipient=batch.recipient,
        opened_at=batch.opened_at,
        opened_by=session.get_one(Operator, batch.opened_by).name,
        sent_on=batch.sent_on,
        version=batch.version,
        items=tuple(items),
    )


def _items(session: Session, batch_id: int) -> Iterator[BatchItemView]:
    states = flow(Series.SERVICE.value).states
    query = (
        select(BatchItem, CaseFile, Party.name, Party.identity)
        .join(CaseFile, CaseFile.id == BatchItem.case_id)
        .outerjoin(Party, Party.id == CaseFile.party_id)
        .where(BatchItem.batch_id == batch_id)
        .order_by(BatchItem.position)
    )
    for item, case, name, identity in session.execute(query):
        entry = _catalogue.entry_of(session, case)
        # A case whose visit was made void goes nowhere, though nobody took it out by hand.
        outcome = OUT if case.voided and item.outcome == WAITING else item.outcome
        yield BatchItemView(
            case_id=case.id,
            number=case.number,
            person=NAME_NOT_LEFT if case.party_id is None else shown_name(name),
            identity_masked=mask_identity(identity or ""),
            kind=entry.label,
            state_label=states[case.state].label,
            outcome=outcome,
            outcome_label=OUTCOME_LABELS[outcome],
            outcome_on=item.outcome_on,
            note=item.note,
            official_number=case.official_number,
            missing_official_number=bool(entry.handoff_site) and not case.official_number,
            item_number_label=entry.item_number_label,
            case_version=case.version,
        )
