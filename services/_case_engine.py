"""One step of a case inside a write: checked against its flow, kept as an event, its clocks moved.

Nothing but the flow's table says what may be done; here it is only carried out. Whoever acts on a case that somebody
else has moved meanwhile is told what happened, and nothing is changed.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.case_flow import By, Flow, Traits, Transition
from domain.catalogue import CatalogueEntry
from domain.dates import short_date
from domain.field_specs import asked, read_fields
from domain.flow_file import flow
from models.case import CaseEvent, CaseFile, CaseMaterial
from models.operator import Operator
from services import _catalogue, _clocks
from services._base import Change
from system.errors import Conflict, Denied, Invalid, NotFound

OFFICIAL_NUMBER, ITEM_NUMBER = "official_number", "item_number"
NOTE, UNDO, REASSIGN, MATERIALS = "note", "undo", "reassign", "materials"
"""Events that no line of the table makes: a remark, a step taken back, another handler, the checklist changed."""
ATTACH, DETACH, JOINED = "attach", "detach", "joined"
BESIDE_FLOW = (NOTE, UNDO, REASSIGN, MATERIALS, ATTACH, DETACH, JOINED)


@dataclass(frozen=True)
class Standing:
    """A case with what its flow needs to know of it."""

    case: CaseFile
    entry: CatalogueEntry
    flow: Flow
    traits: Traits


def standing(session: Session, case_id: int) -> Standing:
    """The case where it stands; raises NotFound."""
    case = session.get(CaseFile, case_id)
    if case is None:
        raise NotFound("没有这一件。")
    entry = _catalogue.entry_of(session, case)
    traits = traits_of(entry, case.facts, complete=not missing(session, case.id))
    return Standing(case, entry, flow(case.series), traits)


def traits_of(entry: CatalogueEntry, facts: Mapping[str, str], *, complete: bool) -> Traits:
    """What the flow asks of a case: its kind's data, and whether its papers and its fields are all there."""
    empty = [spec for spec in entry.fields if spec.required and asked(spec, facts) and not facts.get(spec.code)]
    return {
        "route": entry.route.value,
        "batch": "yes" if entry.batch else "no",
        "hands_out": "yes" if entry.hands_out else "no",
        "materials": "complete" if complete else "short",
        "fields": "short" if empty else "complete",
    }


def missing(session: Session, case_id: int) -> tuple[CaseMaterial, ...]:
    """The required papers that a case still lacks."""
    query = select(CaseMaterial).where(
        CaseMaterial.case_id == case_id, CaseMaterial.required, CaseMaterial.received_on.is_(None)
    )
    return tuple(session.scalars(query.order_by(CaseMaterial.position)))


def line_for(at: Standing, action: str, change: Change, *, by: By = "case") -> Transition:
    """The line of the table for an action; raises Conflict where it isn't there or is blocked, Denied."""
    line = at.flow.find(action, at.case.state, at.traits)
    if line is None or line.by != by:
        state = at.flow.states[at.case.state].label
        raise Conflict(f"{at.case.number}现在是“{state}”，不能做这一步。请按页面上“下一步可以做”里列的来。")
    why_not = at.flow.blocked(line, at.traits, change.actor.permissions)
    if why_not:
        raise (Denied if line.who not in change.actor.permissions else Conflict)(f"{why_not}。")
    return line


def require_version(session: Session, case: CaseFile, version: int | None) -> None:
    """Raise Conflict, with who did what, where the case isn't as the clerk saw it."""
    if version is None or version == case.version:
        return
    query = select(CaseEvent, Operator.name).join(Operator, Operator.id == CaseEvent.operator_id)
    found = session.execute(query.where(CaseEvent.case_id == case.id).order_by(CaseEvent.id.desc()).limit(1)).first()
    told = "刚被别的窗口改过"
    if found is not None:
        event, name = found
        told = f"{name}在 {event.at:%m-%d %H:%M} 已经做了“{label_of(flow(case.series), event)}”"
    raise Conflict(f"{case.number}：{told}，这次没有保存。你写的还在，请看过最新情况再决定。")


def perform(
    change: Change,
    case_id: int,
    action: str,
    typed: Mapping[str, str],
    *,
    by: By = "case",
    version: int | None = None,
) -> CaseEvent:
    """Carry out one action; raises Conflict, Denied, NotFound, Invalid (field → sentence)."""
    at = standing(change.session, case_id)
    require_version(change.session, at.case, version)
    line = line_for(at, action, change, by=by)
    facts, faults = read_fields(line.fields, typed, change.now.date())
    faults |= _order_faults(change.session, at, line, facts)
    faults |= _number_faults(change.session, at.case, facts)
    if faults:
        raise Invalid({field: sentence for field, sentence in faults.items() if sentence})
    return carry_out(change, at, line, facts)


def carry_out(change: Change, at: Standing, line: Transition, facts: Mapping[str, str]) -> CaseEvent:
    """The step itself, once everything about it was checked."""
    case = at.case
    event = CaseEvent(
        case_id=case.id,
        at=change.now,
        day=_event_day(line, facts, change.now.date()),
        operator_id=change.actor.id,
        action=line.action,
        source=case.state,
        target=line.lands(case.state),
        words=facts.get("reason", "") or facts.get("gaps", "") or facts.get("finish_words", ""),
        facts={field: value for field, value in facts.items() if value},
        before={
            "state": case.state,
            "official_number": case.official_number,
            "item_number": case.facts.get(ITEM_NUMBER, ""),
            "batch_id": case.batch_id,
            "clocks": _clocks.snapshot(_clocks.clocks_of(change.session, case.id)),
        },
    )
    change.session.add(event)
    change.session.flush()
    case.state, case.version = event.target, case.version + 1
    _keep_facts(case, facts)
    if at.flow.states[event.target].end and case.closed_at is None:
        case.closed_at = change.now
    _clocks.apply(change, case, event, flow=at.flow, line=line, entry=at.entry)
    change.audit(f"case.{line.action}", "case", case.uuid, {"number": case.number, "to": event.target})
    return event


def remark(change: Change, case: CaseFile, action: str, words: str, facts: Mapping[str, object]) -> CaseEvent:
    """An event beside the flow: it moves neither state nor clock."""
    event = CaseEvent(
        case_id=case.id,
        at=change.now,
        day=change.now.date(),
        operator_id=change.actor.id,
        action=action,
        source=case.state,
        target=case.state,
        words=words,
        facts=dict(facts),
    )
    change.session.add(event)
    change.session.flush()
    case.version += 1
    change.audit(f"case.{action}", "case", case.uuid, {"number": case.number})
    return event


def last_step(session: Session, case_id: int) -> CaseEvent | None:
    """The newest event of the flow that holds."""
    query = select(CaseEvent).where(
        CaseEvent.case_id == case_id, CaseEvent.undone_at.is_(None), CaseEvent.action.not_in(BESIDE_FLOW)
    )
    return session.scalar(query.order_by(CaseEvent.id.desc()).limit(1))


def label_of(known: Flow, event: CaseEvent) -> str:
    """What an event is called."""
    line = next((line for line in known.transitions if line.action == event.action), None)
    return line.label if line else EVENT_LABELS.get(event.action, event.action)


def paper_of(known: Flow, event: CaseEvent) -> str:
    """The kind of paper that the step issues, "" for none."""
    lines = (line for line in known.transitions if line.action == event.action and event.source in line.sources)
    return next((line.paper for line in lines), "")


EVENT_LABELS: Mapping[str, str] = {
    NOTE: "记一笔",
    UNDO: "撤销上一步",
    REASSIGN: "改派",
    MATERIALS: "改材料清单",
    ATTACH: "添加附件",
    DETACH: "移除附件",
    JOINED: "又来访",
}


def put_numbers_back(session: Session, case: CaseFile, event: CaseEvent) -> None:
    """Take back the numbers that a step wrote, but not one that was written over them since; raises Conflict."""
    old = event.before[OFFICIAL_NUMBER]
    if event.facts.get(OFFICIAL_NUMBER, "") not in ("", old) and event.facts[OFFICIAL_NUMBER] == case.official_number:
        if old and number_taken(session, case.id, old):
            raise Conflict(f"撤销后要恢复的受理号 {old} 已经记在别的件上，没有撤销。请先核对那一件的受理号。")
        case.official_number = old
    if event.facts.get(ITEM_NUMBER) and event.facts[ITEM_NUMBER] == case.facts.get(ITEM_NUMBER, ""):
        case.facts = case.facts | {ITEM_NUMBER: event.before[ITEM_NUMBER]}


def _keep_facts(case: CaseFile, facts: Mapping[str, str]) -> None:
    if facts.get(OFFICIAL_NUMBER):
        case.official_number = facts[OFFICIAL_NUMBER]
    if facts.get(ITEM_NUMBER):
        case.facts = case.facts | {ITEM_NUMBER: facts[ITEM_NUMBER]}


def _event_day(line: Transition, facts: Mapping[str, str], today: dt.date) -> dt.date:
    return dt.date.fromisoformat(facts[line.day]) if line.day else today


def _order_faults(session: Session, at: Standing, line: Transition, facts: Mapping[str, str]) -> dict[str, str]:
    """A step can't have been before the one that it follows (a result before the submission)."""
    try:
        day = dt.date.fromisoformat(facts.get(line.day, ""))
    except ValueError:
        return {}
    before = last_step(session, at.case.id)
    earliest = at.case.opened_at.date() if before is None else before.day
    if day >= earliest:
        return {}
    label = "受理" if before is None else label_of(at.flow, before)
    return {line.day: f"早于“{label}”的 {short_date(earliest, day)}，请核对日期。"}


def _number_faults(session: Session, case: CaseFile, facts: Mapping[str, str]) -> dict[str, str]:
    number = facts.get(OFFICIAL_NUMBER, "")
    if not number:
        return {}
    taken = number_taken(session, case.id, number)
    return {OFFICIAL_NUMBER: taken} if taken else {}


def number_taken(session: Session, case_id: int, number: str) -> str:
    """A sentence where another case has this number of the national system already; one number, one case."""
    query = select(CaseFile.number).where(
        CaseFile.official_number == number, CaseFile.id != case_id, CaseFile.voided.is_(False)
    )
    other = session.scalar(query.limit(1))
    return "" if other is None else f"这个受理号已经记在 {other} 上，请核对是不是抄错了。"
