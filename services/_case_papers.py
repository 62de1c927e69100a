"""The papers of a case: which of them apply, and issuing one inside the write that asks for it."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from domain.catalogue import PAPERS, CatalogueEntry
from domain.labels import PAPER_LABELS
from models.case import CaseEvent
from services import _fill_case_collection, _fill_case_forms, _fill_case_notice, _fill_case_rejection
from services._base import Change
from services._case_facts import CaseFiller, case_facts
from services._papers import IssuedPaper, RenderedPapers, issue
from system.errors import Conflict

FILLERS: Mapping[str, CaseFiller] = {
    filler.kind: filler
    for filler in (
        _fill_case_notice.FILLER,
        _fill_case_forms.CARD_FILLER,
        _fill_case_forms.RECORD_FILLER,
        _fill_case_collection.NOTICE_FILLER,
        _fill_case_collection.SHEET_FILLER,
        _fill_case_rejection.FILLER,
    )
}
# These are only for matters that hand something out.
_OF_HANDING_OUT = (_fill_case_collection.NOTICE, _fill_case_collection.SHEET)
_NOT_ITS_PAPER = "这个事项没有这种文书。"


def paper_offers(session: Session, case_id: int) -> tuple[tuple[str, str, str], ...]:
    """Every kind of paper that the matter knows: (kind, title, why it can't be issued now or "")."""
    facts = case_facts(session, case_id)
    known = ((kind, filler) for kind, filler in FILLERS.items() if _has(facts.entry, kind))
    return tuple((kind, PAPER_LABELS[kind], filler.why_not(facts)) for kind, filler in known)


def _has(entry: CatalogueEntry, kind: str) -> bool:
    """Whether such matters ever have this paper."""
    if kind in PAPERS:
        return kind in entry.papers
    return kind not in _OF_HANDING_OUT or bool(entry.hands_out)


def issue_for(
    change: Change, papers: RenderedPapers, case_id: int, kind: str, *, event: CaseEvent | None = None
) -> IssuedPaper:
    """Fill, number, sign and register one paper; Conflict where it doesn't apply, ValueError for a strange kind."""
    from printing import catalogue

    if kind not in FILLERS:
        raise ValueError(f"“{kind}”不是办事件的文书")
    facts = case_facts(change.session, case_id, event)
    refusal = FILLERS[kind].why_not(facts) if _has(facts.entry, kind) else _NOT_ITS_PAPER
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
