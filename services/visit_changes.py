"""What is done to a saved visit: corrected, made void, rated. The old words, the reason and who stay beside it.

A clerk may mend her own visits on the day of their number; later, or somebody else's, it is the chief's to do.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.people_rules import length_fault
from domain.permissions import Permission
from domain.ratings import Level, scales_for
from domain.ratings import level as level_of
from domain.tables import limit
from domain.text import single_line
from domain.visit_rules import VisitForm, check_visit, tidy_visit
from domain.vocabulary import CallBackSource, MatterKind, RatingScale
from models.call_back import CallBack
from models.draft import Draft
from models.operator import Operator
from models.visit import Matter, Rating, Visit, VisitEvent
from services import _call_backs, _people_search
from services._base import Actor, Change, Changes, Context, Service
from services._papers import RenderedPapers
from services._person_lines import PersonHit, hit
from services._visit_cases import VOID, opened_by, release
from services._visit_correct import write_over
from services._visit_diff import FieldChange, differences, in_words
from services._visit_events import (
    CORRECTED,
    RATED,
    VOIDED,
    VisitEventRow,
    add_event,
    events_of,
    fingerprints,
    who_corrected,
)
from services._visit_form import form_of, unmasked, visitor_and_unit
from services._visit_papers import issue_receipt, void_papers
from services._visit_rows import with_known_address
from services._visit_views import existing
from services.visits import SavedVisit, saved
from system.errors import Conflict, Invalid

__all__ = ["FieldChange", "MayChange", "Rated", "RatingRow", "SavedForm", "VisitChanges", "VisitEventRow"]

_CALL_BACK_OF_VOID = "来访已作废，不用回访"


@dataclass(frozen=True)
class SavedForm:
    """A saved visit as a form to be corrected; `corrections` goes back with it, and the form's uuid is a fresh one."""

    visit_id: int
    number: str
    corrections: int
    form: VisitForm
    person: PersonHit | None
    unit_name: str


@dataclass(frozen=True)
class MayChange:
    """What may be done with a visit now: "" for yes, else the sentence why not and what to do instead."""

    correct: str
    void: str
    rate: str


@dataclass(frozen=True)
class Rated:
    """A rating that was kept; a bad one made a promise to call back."""

    changes: Changes
    bad: bool
    call_back_id: int | None


@dataclass(frozen=True)
class RatingRow:
    """How a visit was rated on one scale."""

    scale: RatingScale
    level: str
    label: str
    note: str
    at: dt.datetime
    operator: str


class VisitChanges(Service):
    """Corrections, voids and ratings."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share rendered sheets with the register."""
        super().__init__(context)
        self._papers = papers

    # ---- looking

    def form_of(self, visit_id: int) -> SavedForm:
        """The saved visit as a form, numbers of people masked; raises NotFound, Conflict for a void one."""
        today = self._context.clock.today()
        with self.look(Permission.VISIT_READ) as session:
            visit = existing(session, visit_id)
            _must_hold(visit, "更正")
            person, unit = visitor_and_unit(session, visit_id)
            lines = _people_search.lines(session, [person.id] if person is not None else [])
            return SavedForm(
                visit_id=visit_id,
                number=visit.number,
                corrections=visit.corrections,
                form=form_of(session, visit, str(uuid4())),
                person=hit(lines[0], today) if lines else None,
                unit_name=unit.name if unit is not None else "",
            )

    def history(self, visit_id: int) -> tuple[VisitEventRow, ...]:
        """What happened to a visit, from its registration on, oldest first; raises NotFound."""
        with self.look(Permission.VISIT_READ) as session:
            return events_of(session, existing(session, visit_id))

    def may(self, visit_id: int) -> MayChange:
        """What the one at the desk may do with a visit; raises NotFound."""
        today = self._context.clock.today()
        with self.look(Permission.VISIT_READ) as session:
            visit = existing(session, visit_id)
            who = session.scalar(select(Operator.name).where(Operator.id == visit.operator_id)) or ""
        if visit.voided_at is not None:
            return MayChange(*(f"这条来访已经作废，不能再{act}。" for act in ("更正", "作废", "评价")))
        refused = _refusal(self.actor, visit, who, today)
        rate = "" if Permission.VISIT_RATE in self.actor.permissions else "你的岗位不记来访人评价，请窗口人员来记。"
        return MayChange(refused.format(act="更正"), refused.format(act="作废"), rate)

    def ratings(self, visit_id: int) -> tuple[RatingRow, ...]:
        """How the visit was rated, one row for each scale; raises NotFound."""
        query = (
            select(Rating, Operator.name)
            .join(Operator, Operator.id == Rating.operator_id)
            .where(Rating.visit_id == visit_id)
            .order_by(Rating.id)
        )
        with self.look(Permission.VISIT_READ) as session:
            existing(session, visit_id)
            return tuple(_rating_row(*row) for row in session.execute(query))

    def rated_on(self, day: dt.date) -> dict[int, tuple[Level, ...]]:
        """How the visits registered on a day were rated, by their id, for the marks of a list."""
        query = (
            select(Rating.visit_id, Rating.scale, Rating.level)
            .join(Visit, Visit.id == Rating.visit_id)
            .where(Visit.day == day)
            .order_by(Rating.id)
        )
        rated: dict[int, tuple[Level, ...]] = {}
        with self.look(Permission.VISIT_READ) as session:
            for visit_id, scale, code in session.execute(query):
                found = level_of(RatingScale(scale), code)
                rated[visit_id] = (*rated.get(visit_id, ()), *((found,) if found else ()))
        return rated

    # ---- changing

    def correct(self, visit_id: int, form: VisitForm, *, reason: str, corrections: int) -> SavedVisit:
        """Write the whole form over the visit. Number and registration stay; the sheets become void, a new one is made.

        Sending the same form (by its uuid) again returns what the first time made of it. Raises Invalid (field →
        sentence), NotFound, Denied, and Conflict where somebody corrected it since (`corrections` tells), where it is
        void, where nothing was changed, and where a case that is no longer wanted has moved on.
        """
        reason = single_line(reason)
        with self.change(self._right(visit_id)) as change:
            session, visit = change.session, existing(change.session, visit_id)
            if _sent_before(session, visit_id, form.uuid):
                return saved(session, visit, Changes(frozenset(), visit_id))
            _must_hold(visit, "更正")
            if visit.corrections != corrections:
                raise Conflict(who_corrected(session, visit))
            form = self._checked(session, visit, form, reason)
            words = in_words(session, visit)
            opened, numbers = write_over(change, visit, form, _leader(session, visit_id))
            detail = differences(words, in_words(session, visit))
            if not detail:
                raise Conflict("内容和登记时一样，没有什么要更正的。")
            visit.corrections += 1
            self._audit(change, visit, detail)
            counted = {"corrections": [visit.corrections - 1, visit.corrections]}
            add_event(change, visit, CORRECTED, reason=reason, detail=detail | counted, uuid=form.uuid)
            session.execute(delete(Draft).where(Draft.uuid == form.uuid, Draft.operator_id == change.actor.id))
            void_papers(change, visit_id, f"已更正（更正 {visit.corrections}）")
            issue_receipt(change, self._papers, form, opened, numbers, correction=visit.corrections, reason=reason)
            subjects = ("visit", "person", "document", "draft", "case", "call_back")
            return saved(session, visit, self.changed(*subjects, row=visit_id))

    def void(self, visit_id: int, *, reason: str) -> Changes:
        """Make the visit void with its sheets and the cases it opened; its number stays taken.

        Raises Invalid without a reason, NotFound, Denied, and Conflict where it is void already or a case moved on.
        """
        reason = single_line(reason)
        with self.change(self._right(visit_id)) as change:
            session, visit = change.session, existing(change.session, visit_id)
            _must_hold(visit, "作废")
            _must_have_reason(reason, "作废")
            gone = []
            for matter in session.scalars(select(Matter).where(Matter.visit_id == visit_id)).all():
                case = opened_by(session, matter)
                if case is not None:
                    release(change, case, visit, act=VOID)
                    gone.append(case.number)
            visit.voided_at, visit.void_reason = change.now, reason
            void_papers(change, visit_id, "来访已作废")
            _end_call_backs(change, visit_id)
            add_event(change, visit, VOIDED, reason=reason, detail={"cases": [gone, []]} if gone else {})
            change.audit("visit.voided", "visit", visit.uuid, {"number": visit.number, "cases": "、".join(gone)})
        return self.changed("visit", "person", "document", "case", "call_back", row=visit_id)

    def rate(self, visit_id: int, *, scale: RatingScale, level: str, note: str = "") -> Rated:
        """Keep how the visitor rated the window; a second rating of the scale replaces the first, which stays told.

        A bad one promises a call-back, once. Raises Invalid (scale, level, note), NotFound, Denied, Conflict.
        """
        note = single_line(note)
        with self.change(Permission.VISIT_RATE) as change:
            visit = existing(change.session, visit_id)
            _must_hold(visit, "评价")
            rated = _checked_level(change.session, visit_id, scale, level, note)
            _keep(change, visit, scale, rated, note)
            change.audit("visit.rated", "visit", visit.uuid, {"number": visit.number, "scale": scale, "level": level})
            call_back = _promise(change, visit, rated) if rated.bad else None
        return Rated(self.changed("visit", *(["call_back"] if rated.bad else []), row=visit_id), rated.bad, call_back)

    def _right(self, visit_id: int) -> Permission:
        """The permission that correcting or voiding this visit takes; raises NotFound."""
        today = self._context.clock.today()
        with self.look(None) as session:
            visit = existing(session, visit_id)
        own = _is_own(self.actor, visit, today) and Permission.VISIT_CORRECT not in self.actor.permissions
        return Permission.VISIT_CORRECT_OWN if own else Permission.VISIT_CORRECT

    @staticmethod
    def _checked(session: Session, visit: Visit, form: VisitForm, reason: str) -> VisitForm:
        """The form as it is stored, measured by the day of the visit's number; raises Invalid."""
        form = _with_address(session, visit, unmasked(session, visit.id, tidy_visit(form, visit.day)))
        faults = check_visit(form, visit.day)
        fault = _reason_fault(reason, "更正")
        if faults or fault:
            raise Invalid(faults | ({"reason": fault} if fault else {}))
        return form

    @staticmethod
    def _audit(change: Change, visit: Visit, detail: dict[str, Any]) -> None:
        said = {"number": visit.number, "correction": visit.corrections, "fields": fingerprints(change, detail)}
        change.audit("visit.corrected", "visit", visit.uuid, said)


def _is_own(actor: Actor, visit: Visit, today: dt.date) -> bool:
    return visit.operator_id == actor.id and visit.day == today


def _refusal(actor: Actor, visit: Visit, who: str, today: dt.date) -> str:
    """Why the actor may not mend the visit, with {act} for the word; "" where she may."""
    if Permission.VISIT_CORRECT in actor.permissions:
        return ""
    if Permission.VISIT_CORRECT_OWN not in actor.permissions:
        return "你的岗位不能{act}来访，请找站长。"
    if visit.operator_id != actor.id:
        return f"这条来访是{who}登记的，请{who}当天{{act}}，或者请站长来{{act}}。"
    return "" if visit.day == today else "只能在登记当天{act}自己登记的来访；过了当天，请站长来{act}。"


def _must_hold(visit: Visit, act: str) -> None:
    if visit.voided_at is not None:
        raise Conflict(f"来访 {visit.number} 已经作废，不能再{act}。弄错了的，请重新登记一次。")


def _reason_fault(reason: str, act: str) -> str:
    if not reason:
        return f"{act}要写明原因，比如“登记错了人”“重复登记”。"
    return length_fault(reason, limit("single_line"))


def _must_have_reason(reason: str, act: str) -> None:
    fault = _reason_fault(reason, act)
    if fault:
        raise Invalid({"reason": fault})


def _sent_before(session: Session, visit_id: int, uuid: str) -> bool:
    query = select(VisitEvent.id).where(VisitEvent.uuid == uuid, VisitEvent.visit_id == visit_id)
    return session.scalar(query) is not None


def _with_address(session: Session, visit: Visit, form: VisitForm) -> VisitForm:
    """The form with the address on record, as at the registration.

    Where none was given then, one that came on record since is no part of the correction, but a petition needs one.
    """
    known = with_known_address(session, form)
    petition = any(matter.kind is MatterKind.PETITION for matter in form.matters)
    if visit.address or form.address or petition:
        return known
    on_record = {party.address for party in visitor_and_unit(session, visit.id) if party is not None}
    return form if known.address in on_record else known


def _leader(session: Session, visit_id: int) -> int | None:
    person, unit = visitor_and_unit(session, visit_id)
    leader = person or unit
    return None if leader is None else leader.id


def _end_call_backs(change: Change, visit_id: int) -> None:
    query = select(CallBack).where(CallBack.visit_id == visit_id, CallBack.done_at.is_(None))
    for call in change.session.scalars(query).all():
        call.done_at, call.done_by, call.result = change.now, change.actor.id, _CALL_BACK_OF_VOID
        change.audit("call_back.done", "call_back", call.uuid, {"due": call.due.isoformat()})


# ---- ratings


def _checked_level(session: Session, visit_id: int, scale: RatingScale, code: str, note: str) -> Level:
    kinds = session.scalars(select(Matter.kind).where(Matter.visit_id == visit_id))
    if scale not in scales_for(MatterKind(kind) for kind in kinds):
        raise Invalid({"scale": "这条来访没有这一类事项，不能用这种评价。请换一种。"})
    found = level_of(scale, code)
    if found is None:
        raise Invalid({"level": "还没有选评价，请选一级。"})
    fault = length_fault(note, limit("single_line"))
    if fault:
        raise Invalid({"note": fault})
    return found


def _keep(change: Change, visit: Visit, scale: RatingScale, rated: Level, note: str) -> None:
    row = change.session.scalar(select(Rating).where(Rating.visit_id == visit.id, Rating.scale == scale))
    before = level_of(scale, row.level) if row is not None else None
    old_note = row.note if row is not None else ""
    if row is not None and (row.level, old_note) == (rated.code, note):
        # Pressed twice: said once.
        return
    if row is None:
        row = Rating(visit_id=visit.id, scale=scale.value)
        change.session.add(row)
    row.level, row.note, row.rated_at, row.operator_id = rated.code, note, change.now, change.actor.id
    detail = {"level": [before.label if before else "", rated.label], "scale": [scale.value, scale.value]}
    if old_note:
        detail["note"] = [old_note, note]
    add_event(change, visit, RATED, reason=note, detail=detail)


def _promise(change: Change, visit: Visit, rated: Level) -> int:
    """The call-back after a bad rating; one that is still open is enough."""
    query = select(CallBack.id).where(CallBack.visit_id == visit.id, CallBack.source == CallBackSource.RATING)
    waiting = change.session.scalar(query.where(CallBack.done_at.is_(None)))
    if waiting is not None:
        return waiting
    leader = _leader(change.session, visit.id)
    return _call_backs.add_after_rating(change, visit.id, leader, level=rated.label).id


def _rating_row(row: Rating, operator: str) -> RatingRow:
    scale = RatingScale(row.scale)
    found = level_of(scale, row.level)
    return RatingRow(scale, row.level, found.label if found else row.level, row.note, row.rated_at, operator)
