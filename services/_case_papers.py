"""The papers of a case: which of them apply, and issuing one inside the write that asks for it."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from domain.labels import PAPER_LABELS
from models.case import CaseEvent
from services import _fill_case_notice
from services._base import Change
from services._case_facts import CaseFiller, case_facts
from services._papers import IssuedPaper, RenderedPapers, issue
from system.errors import Conflict

FILLERS: Mapping[str, CaseFiller] = {filler.kind: filler for filler in (_fill_case_notice.FILLER,)}


def paper_offers(session: Session, case_id: int) -> tuple[tuple[str, str, str], ...]:
    """Every kind of paper that the matter knows: (kind, title, why it can't be issued now or "")."""
    facts = case_facts(session, case_id)
    return tuple((kind, PAPER_LABELS[kind], filler.why_not(facts)) for kind, filler in FILLERS.items())


def issue_for(
    change: Change, papers: RenderedPapers, case_id: int, kind: str, *, event: CaseEvent | None = None
) -> IssuedPaper:
    """Fill, number, sign and register one paper; Conflict where it doesn't apply, ValueError for a strange kind."""
    from printing import catalogue

    if kind not in FILLERS:
        raise ValueError(f"“{kind}”不是办事件的文书")
    facts = case_facts(change.session, case_id, event)
    refusal = FILLERS[kind].why_not(facts)
    if refusal:
        raise Conflict(refusal)
    form = FILLERS[kind].fill(change, facts)
    return issue(
        change,
        papers,
        kind=kind,
        data=catalogue.to_data(form),
        number=form.number,
        case_id=case_id,
        party_id=facts.case.party_id,
    )
