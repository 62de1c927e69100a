"""The cases that a visit opened, when the visit is corrected or made void.

A case goes only with the visit that opened it. One that has moved on, because it was concluded or because another visit
joined it, stays, and the act is refused with the way out.
"""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.numbering import Series
from domain.visit_rules import MatterForm
from domain.vocabulary import Outcome, case_series
from models.case import CaseFile
from models.visit import Material, Matter, Visit
from services import _case_opening
from services._base import Change
from services._visit_rows import Opened, case_title
from system.errors import Conflict

CORRECT, VOID = "更正", "作废"


def opened_by(session: Session, matter: Matter) -> CaseFile | None:
    """The case that this matter opened; None where it opened none or joined one."""
    if matter.case_id is None or case_series(Outcome(matter.outcome)) is None:
        return None
    return session.get(CaseFile, matter.case_id)


def release(change: Change, case: CaseFile, visit: Visit, *, act: str) -> None:
    """Make a case void that nobody wants any more, number and all; raises Conflict where it has moved on."""
    if case.closed_at is not None:
        raise Conflict(
            f"{case.number}已经办结，来访 {visit.number} 不能再{act}成没有这一件。"
            "请保留原来的处理结果，用“更正”把实际情况补写在答复意见里。"
        )
    _must_be_alone(change.session, case, visit, act=act)
    _case_opening.void(change, case)
    change.audit("case.voided", "case", case.uuid, {"number": case.number})


def follow(
    change: Change,
    case: CaseFile,
    matter: MatterForm,
    *,
    was: Matter,
    opened: Opened,
    was_at: dt.datetime,
    handler: int,
    place: int,
) -> None:
    """Keep a case in step with the matter that opened it; what was changed on the case itself since stays.

    Raises Conflict where the visitor is another one now and other visits of hers have joined the case.
    """
    session, leader = change.session, opened.came.leader
    now = None if leader is None else leader.id
    if case.party_id != now:
        _must_be_alone(session, case, opened.visit, act=CORRECT)
        case.party_id = now
    if case.title == case_title(session, was):
        case.title = case_title(session, matter)
    if case.handler_id == was.handler_id:
        case.handler_id = handler
    if case.opened_at == was_at:
        case.opened_at = opened.visit.visited_at
    case.category = matter.category
    if case.series == Series.SERVICE:
        _follow_matter(change, case, matter, was=was, moved=opened.visit.visited_at != was_at, place=place)


def _follow_matter(change: Change, case: CaseFile, matter: MatterForm, *, was: Matter, moved: bool, place: int) -> None:
    """Begin a service case anew where another matter, other papers or another day was meant; raises Conflict, Invalid.

    Once something has happened on the case, its checklist and fields are its own; only the matter can't be another.
    """
    had = change.session.scalars(select(Material.name).where(Material.matter_id == was.id).order_by(Material.position))
    old = (was.catalogue, dict(was.fields), list(was.missing), list(had))
    new = (matter.catalogue, dict(matter.fields), list(matter.missing), [paper.name for paper in matter.materials])
    if old == new and not moved:
        return
    if _case_opening.untouched(change.session, case):
        _case_opening.begin_again(change, case, matter, place)
    elif matter.catalogue != was.catalogue:
        raise Conflict(
            f"{case.number}已经办了几步，不能在来访里改成另一个事项。请在办事件里用“申请人撤回”结束它，再登记一项新的。"
        )


def _must_be_alone(session: Session, case: CaseFile, visit: Visit, *, act: str) -> None:
    others = session.scalars(
        select(Visit.number)
        .join(Matter, Matter.visit_id == Visit.id)
        .where(Matter.case_id == case.id, Visit.id != visit.id, Visit.voided_at.is_(None))
        .order_by(Visit.id)
        .distinct()
    ).all()
    if others:
        raise Conflict(
            f"{case.number}里已经并入了来访 {'、'.join(others)} 的事项，来访 {visit.number} 现在不能这样{act}。"
            f"请先更正 {'、'.join(others)}，把“并入在办”改掉，再回来{act}这一条。"
        )
