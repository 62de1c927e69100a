"""Promises to ring somebody back (约回访): made, listed by the day they are due, kept, put off.

Phones leave this service masked; who asks to see one needs the right to, and the look goes into the audit. A call that
is put off ends its row with the reason and begins a new one, so that what was said before stays as it was.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session, aliased

from domain.call_back_rules import CallBackForm, due_fault, put_off_words, reason_fault, result_fault, was_put_off
from domain.labels import NAME_NOT_LEFT
from domain.permissions import Permission
from domain.phones import mask_phone
from domain.tables import limit
from domain.text import single_line
from domain.vocabulary import CallBackSource
from models.call_back import CallBack
from models.operator import Operator
from models.party import Party
from models.visit import Visit
from services import _call_backs
from services._base import Changes, Service
from services._person_lines import shown_name
from system.errors import Conflict, Invalid, NotFound

__all__ = ["CallBackForm", "CallBackRow", "CallBacks"]


@dataclass(frozen=True)
class CallBackRow:
    """One promise. `days` counts from today to the day it is due; after a done one nothing is overdue."""

    id: int
    due: dt.date
    name: str
    phone_masked: str
    why: str
    source: CallBackSource
    handler: str
    visit_id: int | None
    visit_number: str
    party_id: int | None
    overdue: bool
    days: int
    created_at: dt.datetime
    operator: str
    done_at: dt.datetime | None
    done_by: str
    result: str


class CallBacks(Service):
    """The call-backs of this station."""

    def promise(self, form: CallBackForm) -> Changes:
        """Promise to ring; raises Invalid (field → sentence), NotFound for a visit or a person that isn't there."""
        with self.change(Permission.CALL_BACK_USE) as change:
            _known(change.session, Visit, form.visit_id, "没有这条来访记录。")
            visit = change.session.get(Visit, form.visit_id) if form.visit_id is not None else None
            if visit is not None and visit.voided_at is not None:
                raise Conflict(f"来访 {visit.number} 已经作废，不能再约回访。请约在别的来访上，或者重新登记。")
            _known(change.session, Party, form.party_id, "这位服务对象的档案找不到了，请重新查找。")
            row = _call_backs.add(change, form, form.visit_id, form.party_id)
        return self.changed("call_back", row=row.id)

    def due(self, *, until: dt.date | None = None) -> tuple[CallBackRow, ...]:
        """What is still to be rung, the longest overdue first; up to a week ahead unless another day is said."""
        today = self._context.clock.today()
        last = until or today + dt.timedelta(days=limit("call_back_list_days"))
        query = _lines().where(CallBack.done_at.is_(None), CallBack.due <= last).order_by(CallBack.due, CallBack.id)
        with self.look(Permission.CALL_BACK_USE) as session:
            return tuple(_row(found, today) for found in session.execute(query))

    def of_visit(self, visit_id: int) -> tuple[CallBackRow, ...]:
        """All promises that belong to a visit, done ones too, in the order they were made."""
        today = self._context.clock.today()
        query = _lines().where(CallBack.visit_id == visit_id).order_by(CallBack.id)
        with self.look(Permission.VISIT_READ) as session:
            return tuple(_row(found, today) for found in session.execute(query))

    def of_person(self, party_id: int, *, limit: int = 5) -> tuple[CallBackRow, ...]:
        """What somebody was promised: what is still to be rung by its day, then what was done, the newest first."""
        today = self._context.clock.today()
        order = (CallBack.done_at.is_not(None), case((CallBack.done_at.is_(None), CallBack.due)), CallBack.id.desc())
        query = _lines().where(CallBack.party_id == party_id).order_by(*order).limit(limit)
        with self.look(Permission.PERSON_READ) as session:
            return tuple(_row(found, today) for found in session.execute(query))

    def done(self, call_back_id: int, result: str) -> Changes:
        """Say what came of the call. Raises Invalid without a result, Conflict where it was done already."""
        fault = result_fault(result)
        if fault:
            raise Invalid({"result": fault})
        with self.change(Permission.CALL_BACK_USE) as change:
            row = _open(change.session, call_back_id)
            row.result, row.done_at, row.done_by = single_line(result), change.now, change.actor.id
            change.audit("call_back.done", "call_back", row.uuid, {"due": row.due.isoformat()})
        return self.changed("call_back", row=call_back_id)

    def reopen(self, call_back_id: int) -> Changes:
        """Take a 已回访 back that was pressed in error; what was written as the result goes. Raises Conflict."""
        with self.change(Permission.CALL_BACK_USE) as change:
            row = _existing(change.session, call_back_id)
            if row.done_at is None:
                raise Conflict("这次回访本来就还没有办。")
            if was_put_off(row.result):
                raise Conflict("这次回访已经改期，请在新的那一次里办。")
            if row.done_at.date() != change.now.date():
                raise Conflict("只有当天记的回访结果可以撤回；要再打一次，请另约一次回访。")
            visit = change.session.get(Visit, row.visit_id) if row.visit_id is not None else None
            if visit is not None and visit.voided_at is not None:
                raise Conflict(f"来访 {visit.number} 已经作废，这次回访不再恢复。还要打电话的，请另约一次回访。")
            row.result, row.done_at, row.done_by = "", None, None
            change.audit("call_back.reopened", "call_back", row.uuid)
        return self.changed("call_back", row=call_back_id)

    def put_off(self, call_back_id: int, due: dt.date, reason: str) -> Changes:
        """Ring on another day; `id` of the Changes is the new row's. Raises Invalid, Conflict where it was done."""
        with self.change(Permission.CALL_BACK_USE) as change:
            row = _open(change.session, call_back_id)
            faults = {"due": _new_due_fault(row, due, change.now.date()), "reason": reason_fault(reason)}
            faults = {field: sentence for field, sentence in faults.items() if sentence}
            if faults:
                raise Invalid(faults)
            row.result, row.done_at, row.done_by = put_off_words(due, reason), change.now, change.actor.id
            later = CallBack(
                visit_id=row.visit_id,
                party_id=row.party_id,
                name=row.name,
                phone=row.phone,
                why=row.why,
                source=row.source,
                due=due,
                created_at=change.now,
                operator_id=change.actor.id,
                handler_id=row.handler_id,
            )
            change.session.add(later)
            change.session.flush()
            detail = {"due": [row.due.isoformat(), due.isoformat()], "next": later.uuid}
            change.audit("call_back.put_off", "call_back", row.uuid, detail)
        return self.changed("call_back", row=later.id)

    def reveal(self, call_back_id: int) -> str:
        """The phone in full; the look is audited. Raises NotFound."""
        with self.change(Permission.PERSON_REVEAL) as change:
            row = _existing(change.session, call_back_id)
            party = change.session.get(Party, row.party_id) if row.party_id is not None else None
            value = row.phone or (party.phone if party else "")
            detail = {"field": "phone", "print": change.fingerprint(value)}
            if party is not None and not row.phone:
                change.audit("person.revealed", "person", party.uuid, detail)
            else:
                change.audit("call_back.revealed", "call_back", row.uuid, detail)
        return value


_Handler, _Maker, _Doer = aliased(Operator), aliased(Operator), aliased(Operator)


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            CallBack,
            Party.name.label("party_name"),
            Party.phone.label("party_phone"),
            Visit.number.label("visit_number"),
            _Handler.name.label("handler"),
            _Maker.name.label("operator"),
            _Doer.name.label("done_by"),
        )
        .join(_Handler, _Handler.id == CallBack.handler_id)
        .join(_Maker, _Maker.id == CallBack.operator_id)
        .outerjoin(_Doer, _Doer.id == CallBack.done_by)
        .outerjoin(Party, Party.id == CallBack.party_id)
        .outerjoin(Visit, Visit.id == CallBack.visit_id)
    )


def _row(found: Any, today: dt.date) -> CallBackRow:
    row: CallBack = found.CallBack
    known = row.name or (shown_name(found.party_name) if found.party_name is not None else NAME_NOT_LEFT)
    days = (row.due - today).days
    return CallBackRow(
        id=row.id,
        due=row.due,
        name=known,
        phone_masked=mask_phone(row.phone or found.party_phone or ""),
        why=row.why,
        source=CallBackSource(row.source),
        handler=found.handler,
        visit_id=row.visit_id,
        visit_number=found.visit_number or "",
        party_id=row.party_id,
        overdue=row.done_at is None and days < 0,
        days=days,
        created_at=row.created_at,
        operator=found.operator,
        done_at=row.done_at,
        done_by=found.done_by or "",
        result=row.result,
    )


def _known(session: Session, model: type[Visit] | type[Party], row_id: int | None, sentence: str) -> None:
    if row_id is not None and session.get(model, row_id) is None:
        raise NotFound(sentence)


def _existing(session: Session, call_back_id: int) -> CallBack:
    row = session.get(CallBack, call_back_id)
    if row is None:
        raise NotFound("没有这次回访。")
    return row


def _open(session: Session, call_back_id: int) -> CallBack:
    row = _existing(session, call_back_id)
    if row.done_at is not None:
        doer = session.get(Operator, row.done_by)
        name = doer.name if doer is not None else ""
        raise Conflict(f"{name}在 {row.done_at:%m-%d %H:%M} 已经办过这次回访，这次没有改动。请刷新后再看。")
    return row


def _new_due_fault(row: CallBack, due: dt.date, today: dt.date) -> str:
    if due == row.due:
        return "还是原来那一天。请改成别的日期，或者直接记回访结果。"
    return due_fault(due, today)
