"""The papers of a visit: which of them apply, and issuing one, each click in one transaction.

Which papers there are is a table: `FILLERS`, in the order in which they are offered (`_visit_facts` says what a filler
is). The receipt isn't among them: it is issued with the visit itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.labels import PAPER_LABELS
from domain.notice_rules import NoticeForm
from domain.permissions import Permission
from services import (
    _fill_group_sheet,
    _fill_material_list,
    _fill_one_time_notice,
    _fill_oral_record,
    _fill_rating_sheet,
    _fill_referral_slip,
    _fill_visit_sheet,
)
from services._base import Context, Service
from services._papers import IssuedPaper, RenderedPapers, issue
from services._visit_facts import Filler, VisitFacts, visit_facts
from system.errors import Conflict

__all__ = ["IssuedPaper", "PaperOffer", "VisitPapers"]

FILLERS: Mapping[str, Filler] = {
    filler.kind: filler
    for filler in (
        _fill_visit_sheet.FILLER,
        _fill_group_sheet.FILLER,
        _fill_oral_record.FILLER,
        _fill_one_time_notice.FILLER,
        _fill_referral_slip.FILLER,
        _fill_material_list.FILLER,
        _fill_rating_sheet.FILLER,
    )
}

_VOID_VISIT = "这次来访已经作废，不再出新的文书。"


@dataclass(frozen=True)
class PaperOffer:
    """One kind of paper for a visit. `why_not`: empty, or a sentence why it can't be issued now.

    `issued`: the sheets of this kind that hold, newest first; to print one of them once more is a reprint.
    """

    kind: str
    title: str
    why_not: str
    preview_first: bool
    issued: tuple[IssuedPaper, ...]


class VisitPapers(Service):
    """Papers that a visit gives rise to."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share rendered sheets with the register."""
        super().__init__(context)
        self._papers = papers

    def offers(self, visit_id: int) -> tuple[PaperOffer, ...]:
        """Every kind of paper in the order of the page, with why it doesn't apply; raises NotFound, Denied."""
        # The drawing libraries are big; a login and the lists do without them.
        from printing import catalogue

        self.require(Permission.DOCUMENT_PRINT)
        with self.look(Permission.VISIT_READ) as session:
            facts = visit_facts(session, visit_id)
        return tuple(
            PaperOffer(
                kind=kind,
                title=PAPER_LABELS[kind],
                why_not=_why_not(filler, facts),
                preview_first=catalogue.kind(kind).preview_first,
                issued=_of_kind(facts.papers, kind),
            )
            for kind, filler in FILLERS.items()
        )

    @staticmethod
    def looked_at_first(kind: str) -> bool:
        """Whether a paper of this kind is shown before it goes to the printer."""
        from printing import catalogue

        return catalogue.kind(kind).preview_first

    def last_notice(self, visit_id: int) -> NoticeForm | None:
        """What the visit's newest notice of missing materials said, to start the next one from.

        Before the first one, what the checklists of the cases that it opened still lack; None for neither.
        """
        self.require(Permission.DOCUMENT_PRINT)
        today = self._context.clock.today()
        with self.look(Permission.VISIT_READ) as session:
            before = _fill_one_time_notice.last_notice(session, visit_id, today)
            return before or _fill_one_time_notice.checklist_notice(session, visit_id, today)

    def issue(self, visit_id: int, kind: str, **given: Any) -> IssuedPaper:
        """Fill, number, sign and register one paper; `given` are the facts that its filler asks for.

        Raises ValueError for a kind that is no paper of a visit, NotFound, Denied, Conflict where it doesn't apply or
        one that holds is out already, Invalid (field → sentence); then nothing was changed.
        """
        from printing import catalogue

        if kind not in FILLERS:
            raise ValueError(f"“{kind}”不是来访的文书")
        filler = FILLERS[kind]
        self.require(Permission.VISIT_READ)
        with self.change(Permission.DOCUMENT_PRINT) as change:
            facts = visit_facts(change.session, visit_id)
            refusal = _why_not(filler, facts)
            if refusal:
                raise Conflict(refusal)
            filled = filler.fill(change, facts, **given)
            return issue(
                change,
                self._papers,
                kind=kind,
                data=catalogue.to_data(filled.form),
                number=filled.form.number,
                visit_id=visit_id,
                party_id=None if facts.leader is None else facts.leader.id,
                recipient=filled.recipient,
            )


def _why_not(filler: Filler, facts: VisitFacts) -> str:
    if facts.visit.voided_at is not None:
        return _VOID_VISIT
    issued, unprinted = _of_kind(facts.papers, filler.kind), _of_kind(facts.unprinted, filler.kind)
    if issued and not filler.repeats:
        return f"已经出过（校验码 {issued[0].human_code}）。再要一张请补印；内容变了，先把原来那张作废。"
    if unprinted and not filler.repeats:
        return f"已经出过一张，还没有打出来（校验码 {unprinted[0].human_code}）。请在打印中心重打那一张。"
    return filler.why_not(facts)


def _of_kind(papers: Sequence[IssuedPaper], kind: str) -> tuple[IssuedPaper, ...]:
    return tuple(paper for paper in papers if paper.kind == kind)
