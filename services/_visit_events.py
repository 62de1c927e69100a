"""What happened to a visit, kept beside it: who, when, why and the old words; and how that is told on the screen."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.labels import SCALE_LABELS, VISIT_LATE
from domain.vocabulary import RatingScale
from models.operator import Operator
from models.visit import Visit, VisitEvent
from services._base import Change
from services._receipt import visited_words
from services._visit_diff import FieldChange, in_brief, told

SAVED, CORRECTED, VOIDED, RATED = "saved", "corrected", "voided", "rated"


@dataclass(frozen=True)
class VisitEventRow:
    """One thing that happened to a visit; `words` say it in a line, `changes` field by field, both masked."""

    at: dt.datetime
    action: str
    words: str
    reason: str
    operator: str
    changes: tuple[FieldChange, ...] = ()


def add_event(
    change: Change, visit: Visit, action: str, *, reason: str, detail: Mapping[str, Any], uuid: str = ""
) -> None:
    """Keep an event; a correction's has the uuid of its form, so that sending it twice is seen."""
    change.session.add(
        VisitEvent(
            uuid=uuid or str(uuid4()),
            visit_id=visit.id,
            at=change.now,
            operator_id=change.actor.id,
            action=action,
            reason=reason,
            detail=dict(detail),
        )
    )
    change.session.flush()


def events_of(session: Session, visit: Visit) -> tuple[VisitEventRow, ...]:
    """All of them, the registration first."""
    operator = session.scalar(select(Operator.name).where(Operator.id == visit.operator_id)) or ""
    late = visit.visited_day != visit.day
    words = f"{VISIT_LATE}，来访在 {visited_words(visit).removesuffix(f'（{VISIT_LATE}）')}" if late else "登记"
    rows = session.execute(
        select(VisitEvent, Operator.name)
        .join(Operator, Operator.id == VisitEvent.operator_id)
        .where(VisitEvent.visit_id == visit.id)
        .order_by(VisitEvent.id)
    )
    first = VisitEventRow(visit.created_at, SAVED, words, visit.late_reason, operator)
    return (first, *(_row(event, name) for event, name in rows))


def who_corrected(session: Session, visit: Visit) -> str:
    """Why a correction that began before another one isn't written: who was faster, and with what."""
    query = select(VisitEvent, Operator.name).join(Operator, Operator.id == VisitEvent.operator_id)
    query = query.where(VisitEvent.visit_id == visit.id, VisitEvent.action == CORRECTED)
    found = session.execute(query.order_by(VisitEvent.id.desc()).limit(1)).first()
    after = "你改的还在，请重新打开这条来访，核对后再改一次。"
    if found is None:
        return f"这条来访和你打开的时候不一样了，这次没有保存。{after}"
    event, name = found
    return f"{name}在 {event.at:%m-%d %H:%M} 更正过这条来访（{_row(event, name).words}），这次没有保存。{after}"


def fingerprints(change: Change, detail: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """For the audit: which fields differ, and keyed digests that tell same from other; no value in clear."""
    return {
        field: {"old_print": _print(change, old), "new_print": _print(change, new)}
        for field, (old, new) in detail.items()
    }


def _print(change: Change, value: Any) -> str:
    return change.fingerprint(value if isinstance(value, str) else repr(value)) if value else ""


def _row(event: VisitEvent, operator: str) -> VisitEventRow:
    words, changes = _WORDS[event.action](event.detail)
    return VisitEventRow(event.at, event.action, words, event.reason, operator, changes)


def _corrected(detail: Mapping[str, Any]) -> tuple[str, tuple[FieldChange, ...]]:
    count = detail["corrections"][1]
    changes = told({field: pair for field, pair in detail.items() if field != "corrections"})
    return f"更正 {count}：{in_brief(changes)}", changes


def _voided(detail: Mapping[str, Any]) -> tuple[str, tuple[FieldChange, ...]]:
    cases = "、".join(detail["cases"][0]) if detail else ""
    return f"作废，{cases} 一并作废" if cases else "作废", ()


def _rated(detail: Mapping[str, Any]) -> tuple[str, tuple[FieldChange, ...]]:
    old, new = detail["level"]
    scale = SCALE_LABELS[RatingScale(detail["scale"][1])]
    return f"{scale}：{old}→{new}" if old else f"{scale}：{new}", ()


_WORDS = {CORRECTED: _corrected, VOIDED: _voided, RATED: _rated}
