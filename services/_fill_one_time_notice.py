"""The notice of missing materials (一次性告知书) of a visit, from what the clerk wrote; one notice after the other."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.dates import date_words
from domain.labels import matter_in_brief
from domain.notice_rules import (
    NoticeForm,
    OwedForm,
    check_notice,
    deadline,
    notice_number,
    owed_again,
    tidy_notice,
    until_fault,
)
from domain.phones import mask_phone
from domain.vocabulary import Outcome
from models.case import CaseFile
from models.document import Document
from models.visit import Matter
from services import _catalogue
from services._base import Change
from services._case_engine import missing
from services._case_facts import copies_words
from services._clocks import LIVE, clocks_of
from services._receipt import MATTER_CHARACTERS
from services._visit_facts import Filled, Filler, MatterFacts, VisitFacts, frame
from services._visit_words import listed_papers, visitor_name, visitor_phone
from system.errors import Invalid

KIND = "one_time_notice"
# A notice is for what is handled here and can't go on without more papers.
_OWING = (Outcome.MATERIALS_OWED, Outcome.SERVICE_OPENED, Outcome.ASSISTANCE_OPENED)
_NOTHING_OWED = "这次来访没有待补材料的事项。处理结果是“待补材料”“受理办件”“立帮扶件”时才出。"


def owing(facts: VisitFacts) -> tuple[MatterFacts, ...]:
    """The matters that wait for materials; where none says so, those that opened a service or an assistance case."""
    waiting = tuple(matter for matter in facts.matters if matter.row.outcome == Outcome.MATERIALS_OWED)
    return waiting or tuple(matter for matter in facts.matters if matter.row.outcome in _OWING)


def _why_not(facts: VisitFacts) -> str:
    return "" if owing(facts) else _NOTHING_OWED


def _fill(change: Change, facts: VisitFacts, **given: Any) -> Filled:
    """The notice as the clerk wrote it (`NoticeForm`, field by field); raises Invalid where something is wrong."""
    from printing.forms.one_time_notice import OneTimeNotice, OwedPaper

    today = change.now.date()
    form = tidy_notice(NoticeForm(**given))
    faults = check_notice(form, today)
    if faults:
        raise Invalid(faults)
    notice = _count(change.session, facts.visit.id) + 1
    last_day = deadline(form.until, today)
    matters, station = owing(facts), facts.station
    return Filled(
        OneTimeNotice(
            **frame(change, facts, number=notice_number(facts.visit.number, notice)),
            notice=notice,
            applicant=visitor_name(facts),
            phone=mask_phone(visitor_phone(facts)),
            applied_on=date_words(facts.visit.visited_day),
            matter="；".join(
                matter_in_brief(matter.row.category, matter.row.narrative, MATTER_CHARACTERS) for matter in matters
            ),
            basis=form.basis,
            received=listed_papers(matters),
            owed=tuple(OwedPaper(row.name, row.requirement, row.copies, row.issuer, row.how) for row in form.owed),
            deadline="" if last_day is None else date_words(last_day),
            process=form.process,
            told_on=date_words(today),
            station_phone=station.phone,
            complaint_phone=station.complaint_phone,
            hours=station.hours,
            address=station.address,
        )
    )


def last_notice(session: Session, visit_id: int, today: date) -> NoticeForm | None:
    """What the newest notice of a visit said, to start the next one from; a deadline that is over falls away."""
    query = select(Document.data).where(Document.visit_id == visit_id, Document.kind == KIND)
    data = session.scalar(query.order_by(Document.id.desc()).limit(1))
    if data is None:
        return None
    until = str(data.get("deadline", ""))
    return NoticeForm(
        owed=owed_again(data.get("owed", ())),
        until="" if until_fault(until, today) else until,
        basis=str(data.get("basis", "")),
        process=str(data.get("process", "")),
    )


def checklist_notice(session: Session, visit_id: int, today: date) -> NoticeForm | None:
    """What the checklists of the visit's service cases still lack, as the catalogue words it; None for nothing.

    Several cases share one notice: a paper that two of them lack stands there once, and the nearest deadline counts.
    """
    query = (
        select(CaseFile)
        .join(Matter, Matter.case_id == CaseFile.id)
        .where(Matter.visit_id == visit_id, Matter.outcome == Outcome.SERVICE_OPENED, CaseFile.closed_at.is_(None))
        .order_by(Matter.position)
    )
    cases = [case for case in session.scalars(query) if missing(session, case.id)]
    if not cases:
        return None
    owed = {row.name: row for case in reversed(cases) for row in missing(session, case.id)}
    entries = [_catalogue.entry_of(session, case) for case in cases]
    until = [
        clock.raw
        for case in cases
        for clock in clocks_of(session, case.id)
        if clock.rule == "supplement" and clock.state in LIVE and clock.raw >= today
    ]
    return NoticeForm(
        owed=tuple(
            OwedForm(name=r.name, requirement=r.requirement, copies=copies_words(r), issuer=r.issuer, how=r.how)
            for r in owed.values()
        ),
        until=min(until).isoformat() if until else "",
        basis="；".join(dict.fromkeys(entry.basis for entry in entries if entry.basis)),
        process="\n".join(dict.fromkeys(entry.process for entry in entries if entry.process)),
    )


def _count(session: Session, visit_id: int) -> int:
    """How many notices of a visit were issued, void ones too; reprints are the same notice."""
    query = select(func.count()).where(Document.visit_id == visit_id, Document.kind == KIND, Document.reprint == 0)
    return session.scalar(query) or 0


FILLER = Filler(KIND, _why_not, _fill, repeats=True)
