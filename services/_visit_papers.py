"""The sheets of a visit: its receipt, issued with it, and what becomes of them when it is corrected or made void."""

from sqlalchemy import select

from domain.visit_rules import VisitForm
from models.document import Document
from services import _settings
from services._base import Change
from services._papers import IssuedPaper, RenderedPapers, issue
from services._receipt import receipt_data
from services._receipt_promises import promises_of
from services._visit_rows import Opened

RECEIPT = "visit_receipt"
VOID = "void"
_LONGEST = 200


def issue_receipt(
    change: Change,
    papers: RenderedPapers,
    form: VisitForm,
    opened: Opened,
    case_numbers: tuple[str, ...],
    *,
    correction: int = 0,
    reason: str = "",
) -> IssuedPaper:
    """The visit's receipt as the form has it now; `correction` counts from 1 and stands on the paper (更正 n)."""
    visit, leader = opened.visit, opened.came.leader
    data = receipt_data(
        form,
        visit,
        opened.came,
        opened.station,
        case_numbers,
        operator=change.actor.name,
        printed=change.now,
        correction=correction,
        paper=_settings.receipt_paper(change.session),
        promises=promises_of(change.session, case_numbers),
    )
    return issue(
        change,
        papers,
        kind=RECEIPT,
        data=data,
        number=visit.number,
        visit_id=visit.id,
        party_id=None if leader is None else leader.id,
        reason=reason[:_LONGEST],
    )


def void_papers(change: Change, visit_id: int, note: str) -> None:
    """Every sheet of the visit that still holds becomes void; number and row stay."""
    query = select(Document).where(Document.visit_id == visit_id, Document.state != VOID).order_by(Document.id)
    for document in change.session.scalars(query).all():
        document.state, document.state_at, document.state_note = VOID, change.now, note[:_LONGEST]
        change.audit("document.void", "document", document.uuid, {"number": document.number})
