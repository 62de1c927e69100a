"""The referral slip (转介单): one for each office that the visitor was sent to, and only what concerns that office."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.dates import date_words
from domain.labels import matter_category_label
from domain.phones import mask_phone
from domain.vocabulary import MatterKind, Outcome
from models.document import Document
from services._base import Change
from services._receipt import visited_words
from services._visit_facts import Filled, Filler, MatterFacts, VisitFacts, frame
from services._visit_words import listed_papers, visitor_name, visitor_phone
from system.errors import Conflict

KIND = "referral_slip"
_NOT_REFERRED = "这次来访没有转其他单位的事项。处理结果是“转其他单位”时才出。"
_ALL_OUT = "转往的单位都已经出过转介单。再要一张请补印；内容变了，先把原来那张作废。"
_HOLDING = ("pending", "good")
_PARTS = (("narrative", "请求"), ("facts", "事实"), ("reasons", "理由"))


def _referred(facts: VisitFacts) -> list[MatterFacts]:
    return [matter for matter in facts.matters if matter.row.outcome == Outcome.REFERRED]


def _why_not(facts: VisitFacts) -> str:
    return "" if _referred(facts) else _NOT_REFERRED


def _fill(change: Change, facts: VisitFacts) -> Filled:
    """The slip for the first office that has none yet. Raises Conflict where all have theirs."""
    from printing.forms.referral_slip import ReferralSlip

    out = _offices_out(change.session, facts.visit.id)
    offices = list(dict.fromkeys(matter.row.refer_to for matter in _referred(facts)))
    office = next((office for office in offices if office not in out), None)
    if office is None:
        raise Conflict(_ALL_OUT)
    matters = [matter for matter in _referred(facts) if matter.row.refer_to == office]
    return Filled(
        ReferralSlip(
            **frame(change, facts),
            name=visitor_name(facts),
            phone=mask_phone(visitor_phone(facts)),
            visited_at=visited_words(facts.visit),
            to=office,
            summary="\n".join(_summary(matter) for matter in matters),
            materials=listed_papers(matters),
            opinion="\n".join(matter.row.reply for matter in matters if matter.row.reply),
            referred_on=date_words(change.now.date()),
            station_phone=facts.station.phone,
            address=facts.station.address,
        )
    )


def _summary(matter: MatterFacts) -> str:
    """The matter in the visitor's words; of a petition with facts and reasons."""
    row, head = matter.row, matter_category_label(matter.row.category)
    if matter.kind is not MatterKind.PETITION:
        return f"{head}：{row.narrative}"
    return f"{head}：" + "；".join(f"{name}：{getattr(row, field)}" for field, name in _PARTS if getattr(row, field))


def _offices_out(session: Session, visit_id: int) -> set[str]:
    """The offices for which a slip holds."""
    query = select(Document.data).where(
        Document.visit_id == visit_id, Document.kind == KIND, Document.state.in_(_HOLDING)
    )
    return {str(data.get("to", "")) for data in session.scalars(query)}


FILLER = Filler(KIND, _why_not, _fill, repeats=True)
