"""Writing a corrected form over a saved visit: the number stays, matters and cases where they are still meant."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.ratings import scales_for
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import Outcome, case_series
from models.call_back import CallBack
from models.case import CaseFile
from models.operator import Operator
from models.visit import Material, Matter, Rating, Visit
from services import _settings
from services._base import Change
from services._visit_cases import CORRECT, follow, opened_by, release
from services._visit_rows import (
    Comers,
    Opened,
    add_call_back,
    add_comers,
    add_materials,
    add_matter,
    comers,
    fill_matter,
    fill_visit,
    handler_of,
    joined_case,
    new_case,
    remove_comers,
)
from system.errors import Conflict


def write_over(change: Change, visit: Visit, form: VisitForm, leader: int | None) -> tuple[Opened, tuple[str, ...]]:
    """Make the visit what the form says; `leader` is whose it was. Returns the case number of each matter, "" for none.

    Raises Invalid (field → sentence), NotFound, and Conflict where a case that is no longer wanted has moved on.
    """
    session, was_at = change.session, visit.visited_at
    rows = session.scalars(select(Matter).where(Matter.visit_id == visit.id)).all()
    came = comers(change, _without_old_address(form, visit))
    opened = Opened(visit, came, _settings.station(session))
    fill_visit(visit, form, came)
    remove_comers(session, visit.id)
    add_comers(session, visit.id, form, came)
    _move_call_backs(session, visit.id, leader, came)
    rewriting = _Rewriting(change, opened, {row.id: row for row in rows}, leader, was_at)
    rewriting.let_go(form)
    numbers = tuple(
        add_matter(change, opened, matter, place)
        if matter.matter_id is None
        else rewriting.change_matter(matter, place)
        for place, matter in enumerate(form.matters)
    )
    _drop_foreign_ratings(session, visit.id, form)
    add_call_back(change, opened, form)
    return opened, numbers


def _drop_foreign_ratings(session: Session, visit_id: int, form: VisitForm) -> None:
    """A rating on a scale that no matter of the visit has any more would be counted among the wrong ones."""
    scales = scales_for(matter.kind for matter in form.matters)
    session.execute(delete(Rating).where(Rating.visit_id == visit_id, Rating.scale.not_in(scales)))


def _without_old_address(form: VisitForm, visit: Visit) -> VisitForm:
    """An address that stands in the form since the visit isn't news about the person."""
    return replace(form, address="") if form.address == visit.address else form


def _move_call_backs(session: Session, visit_id: int, leader: int | None, came: Comers) -> None:
    """Whoever is to be rung about this visit is the visitor: a promise follows when she turns out to be another one."""
    now = None if came.leader is None else came.leader.id
    if now == leader:
        return
    query = select(CallBack).where(CallBack.visit_id == visit_id, CallBack.done_at.is_(None))
    for call in session.scalars(query.where(CallBack.party_id.is_not_distinct_from(leader))).all():
        call.party_id = now


@dataclass(frozen=True)
class _Rewriting:
    """The matters of one visit while it is corrected: its rows by id, whose it was, and when it was said to be."""

    change: Change
    opened: Opened
    rows: dict[int, Matter]
    leader: int | None
    was_at: dt.datetime

    def let_go(self, form: VisitForm) -> None:
        """Take away the matters that the form has no longer; make the cases void that no matter wants any more."""
        session = self.change.session
        kept = {matter.matter_id: matter for matter in form.matters}
        named = [matter.matter_id for matter in form.matters if matter.matter_id is not None]
        if len(set(named)) < len(named):
            raise Conflict("同一项在表里出现了两次，保存会丢掉一项的内容。请重新打开再改，多出的一项另外新增。")
        if set(named) - set(self.rows):
            raise Conflict("有一项已经不在这条来访里了，可能刚被别人更正过。请重新打开再改。")
        for matter_id, row in self.rows.items():
            matter = kept.get(matter_id)
            case = opened_by(session, row)
            if case is not None and (matter is None or _series(matter) != case.series):
                release(self.change, case, self.opened.visit, act=CORRECT)
            if matter is None:
                session.execute(delete(Material).where(Material.matter_id == matter_id))
                session.execute(delete(Matter).where(Matter.id == matter_id))
        session.flush()

    def change_matter(self, matter: MatterForm, place: int) -> str:
        """Write one matter over its row; returns the number of its case, "" for none."""
        assert matter.matter_id is not None
        row, session = self.rows[matter.matter_id], self.change.session
        handler = self._handler(matter, row, place)
        case = self._case(matter, row, place, handler)
        fill_matter(row, matter, place)
        row.handler_id, row.case_id = handler, None if case is None else case.id
        session.execute(delete(Material).where(Material.matter_id == row.id))
        add_materials(session, row.id, matter)
        session.flush()
        return "" if case is None else case.number

    def _handler(self, matter: MatterForm, row: Matter, place: int) -> int:
        """Who handles it now. Somebody who left meanwhile may keep what was hers."""
        same = self.change.session.scalar(select(Operator.id).where(Operator.uuid == matter.handler))
        return row.handler_id if same == row.handler_id else handler_of(self.change, matter, place)

    def _case(self, matter: MatterForm, row: Matter, place: int, handler: int) -> CaseFile | None:
        session, came = self.change.session, self.opened.came
        own = opened_by(session, row)
        if own is not None and own.series == _series(matter):
            follow(
                self.change, own, matter, was=row, opened=self.opened, was_at=self.was_at, handler=handler, place=place
            )
            return own
        if matter.outcome is not Outcome.JOINED:
            return new_case(self.change, self.opened, matter, handler, place)
        leader = None if came.leader is None else came.leader.id
        if (row.outcome, row.case_id, leader) == (Outcome.JOINED, matter.join_case_id, self.leader):
            # It was joined when it was open; that it is closed by now doesn't hinder a correction of other words.
            # Void it can only be through this very correction, which takes away the matter that opened it.
            case = session.get(CaseFile, row.case_id)
            if case is not None and not case.voided:
                return case
        return joined_case(session, came, matter, place)


def _series(matter: MatterForm) -> str | None:
    assert matter.outcome is not None
    series = case_series(matter.outcome)
    return None if series is None else series.value
