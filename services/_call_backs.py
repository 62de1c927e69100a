"""Making a call-back inside somebody's transaction: a promise at the desk, or one that a bad rating made."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.call_back_rules import CallBackForm, check_call_back, tidy_call_back
from domain.tables import limit
from domain.vocabulary import CallBackSource
from models.call_back import CallBack
from models.operator import Operator
from services._base import Change
from system.errors import Invalid

_WHY_AFTER_RATING = "评价“{level}”，回访了解原因"
_WEEK, _SATURDAY = 7, 5


def add(
    change: Change,
    form: CallBackForm,
    visit_id: int | None,
    party_id: int | None,
    source: CallBackSource = CallBackSource.PROMISE,
) -> CallBack:
    """Make the promise's row and audit it; visit and party are those given here. Raises Invalid (field → sentence)."""
    form = replace(form, visit_id=visit_id, party_id=party_id)
    faults = check_call_back(form, change.now.date())
    handler = _handler(change.session, form.handler) if form.handler else change.actor.id
    if handler is None:
        faults["handler"] = "这位工作人员已停用或不存在，请另选一位。"
    form = tidy_call_back(form)
    if faults or handler is None or form.due is None:
        raise Invalid(faults)
    row = CallBack(
        visit_id=visit_id,
        party_id=party_id,
        name=form.name,
        phone=form.phone,
        why=form.why,
        source=source.value,
        due=form.due,
        created_at=change.now,
        operator_id=change.actor.id,
        handler_id=handler,
    )
    change.session.add(row)
    change.session.flush()
    detail = {"due": row.due.isoformat(), "source": row.source}
    change.audit("call_back.promised", "call_back", row.uuid, detail)
    return row


def add_after_rating(change: Change, visit_id: int, party_id: int | None, *, level: str) -> CallBack:
    """The call-back that a bad rating makes; `level` is the rating in words."""
    form = CallBackForm(why=_WHY_AFTER_RATING.format(level=level), due=_after_rating(change.now.date()))
    return add(change, form, visit_id, party_id, CallBackSource.RATING)


def _after_rating(day: dt.date) -> dt.date:
    """Within the days of the rule; one that falls on a weekend is kept on the Friday before, if that is to come."""
    due = day + dt.timedelta(days=limit("call_back_after_rating_days"))
    friday = due - dt.timedelta(days=max(0, due.weekday() - _SATURDAY + 1))
    return friday if friday > day else due + dt.timedelta(days=_WEEK - due.weekday())


def _handler(session: Session, uuid: str) -> int | None:
    return session.scalar(select(Operator.id).where(Operator.uuid == uuid, Operator.active))
