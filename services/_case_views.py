"""How a case is shown: whole on its page, clock by clock, event by event. Frozen values, read in one session."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.case_flow import Flow, choices
from domain.catalogue import CatalogueEntry
from domain.deadlines import ClockRule, Deadline, on_time, rule_from_data, standing
from domain.deadlines import Standing as ClockStanding
from domain.field_specs import FieldSpec
from domain.identity import mask_identity
from domain.labels import NAME_NOT_LEFT, PAPER_LABELS
from domain.permissions import Permission
from domain.phones import mask_phone
from domain.workdays import Calendar
from models.batch import BatchItem, SubmissionBatch
from models.case import CaseClock, CaseEvent, CaseFile, CaseMaterial
from models.document import Document
from models.operator import Operator
from models.party import Party
from models.visit import Matter
from services import _case_engine, _clocks
from services._case_engine import ITEM_NUMBER, OFFICIAL_NUMBER, Standing
from services._case_steps import StepView, step_views
from services._papers import IssuedPaper, describe
from services._person_lines import age, shown_name
from services._visit_views import VisitRow, visit_rows
from services._work_calendar import calendar

OUT = "out"
"""What a bundle says of a case that was taken out of it again."""
# Facts of events that name somebody who is no client of ours: shown masked.
_MASKED_FACTS: Mapping[str, Any] = {"collector_identity": mask_identity}


@dataclass(frozen=True)
class ClockView:
    """One clock of a case. `now` says where a running one stands, `in_time` how a stopped one ended."""

    id: int
    rule: ClockRule
    deadline: Deadline
    state: str
    stopped: dt.date | None
    now: ClockStanding | None
    in_time: bool | None


@dataclass(frozen=True)
class ActionView:
    """An action of the page: allowed, or blocked with the reason. `paper` is the kind that it issues, "" for none.

    `quiet`: never the one to suggest.
    """

    action: str
    label: str
    icon: str
    why_not: str
    fields: tuple[FieldSpec, ...]
    paper: str
    paper_title: str
    target: str
    quiet: bool = False


@dataclass(frozen=True)
class EventView:
    """One thing that happened. `facts` are (label, value) in the order in which they were asked."""

    id: int
    at: dt.datetime
    day: dt.date
    action: str
    label: str
    words: str
    facts: tuple[tuple[str, str], ...]
    operator: str
    document_id: int | None
    undone: bool


@dataclass(frozen=True)
class MaterialView:
    """One paper of the checklist."""

    id: int
    name: str
    shape: str
    copies: int
    requirement: str
    issuer: str
    how: str
    required: bool
    added: bool
    received_on: dt.date | None
    returned_on: dt.date | None
    returned_to: str


@dataclass(frozen=True)
class CasePaper:
    """A sheet that was issued for the case, or with the visit that opened it."""

    paper: IssuedPaper
    issued_at: dt.datetime
    state: str


@dataclass(frozen=True)
class BatchLine:
    """The bundle that the case is in."""

    id: int
    number: str
    sent_on: dt.date | None
    size: int


@dataclass(frozen=True)
class CaseView:
    """One case whole, numbers masked. `undo` names the step that could be taken back, "" where none can."""

    id: int
    version: int
    number: str
    series: str
    title: str
    kind: str
    entry: CatalogueEntry
    state: str
    state_label: str
    tone: str
    person_id: int | None
    person: str
    age: int | None
    sex: str
    phone_masked: str
    opened_at: dt.datetime
    opened_by: str
    handler_id: str
    handler: str
    closed_at: dt.datetime | None
    voided: bool
    official_number: str
    item_number: str
    batch: BatchLine | None
    steps: tuple[StepView, ...]
    clocks: tuple[ClockView, ...]
    actions: tuple[ActionView, ...]
    values: Mapping[str, str]
    events: tuple[EventView, ...]
    materials: tuple[MaterialView, ...]
    papers: tuple[CasePaper, ...]
    visits: tuple[VisitRow, ...]
    narrative: str
    undo: str

    @property
    def open(self) -> bool:
        """Whether it is still being handled."""
        return self.closed_at is None


def case_view(session: Session, case_id: int, today: dt.date, held: frozenset[Permission]) -> CaseView:
    """One case; raises NotFound."""
    at = _case_engine.standing(session, case_id)
    case, entry, known = at.case, at.entry, at.flow
    party = session.get(Party, case.party_id) if case.party_id is not None else None
    handler, opener = session.get_one(Operator, case.handler_id), session.get_one(Operator, case.opened_by)
    events = events_of(session, known, case_id)
    state = known.states[case.state]
    visits = visit_rows(
        session, select(Matter.visit_id).where(Matter.case_id == case_id).order_by(Matter.visit_id.desc()).distinct()
    )
    clocks = clock_views(session, case_id, today)
    return CaseView(
        id=case.id,
        version=case.version,
        number=case.number,
        series=case.series,
        title=case.title,
        kind=entry.label,
        entry=entry,
        state=case.state,
        state_label=state.label,
        tone=state.tone,
        person_id=case.party_id,
        person=NAME_NOT_LEFT if party is None else shown_name(party.name),
        age=None if party is None else age(party.birth, today),
        sex="" if party is None else party.sex,
        phone_masked="" if party is None else mask_phone(party.phone),
        opened_at=case.opened_at,
        opened_by=opener.name,
        handler_id=handler.uuid,
        handler=handler.name,
        closed_at=case.closed_at,
        voided=case.voided,
        official_number=case.official_number,
        item_number=str(case.facts.get(ITEM_NUMBER, "")),
        batch=_batch(session, case),
        steps=tuple(
            step_views(known, at.traits, case.state, _reached(events), late=any(_late(clock) for clock in clocks))
        ),
        clocks=clocks,
        actions=_actions(at, held) if case.closed_at is None else (),
        values={spec.code: str(case.facts.get(spec.code, "")) for spec in entry.fields},
        events=events,
        materials=material_views(session, case_id),
        papers=_papers(session, case_id, [visit.id for visit in visits]),
        visits=visits,
        narrative=_narrative(session, case_id),
        undo=undo_label(session, known, case),
    )


def clock_views(session: Session, case_id: int, today: dt.date) -> tuple[ClockView, ...]:
    """All clocks of a case: running ones, then paused and stopped ones."""
    days = calendar(session)
    views = [clock_view(clock, days, today) for clock in _clocks.clocks_of(session, case_id)]
    return tuple(sorted(views, key=_clock_place))


def _clock_place(view: ClockView) -> tuple[int, dt.date, int]:
    """Running ones by their last day; the others as they began: once a case is over, the promise stands first."""
    order = (_clocks.RUNNING, _clocks.PAUSED, _clocks.STOPPED).index(view.state)
    return order, view.deadline.raw if view.state == _clocks.RUNNING else view.deadline.started, view.id


def clock_view(clock: CaseClock, days: Calendar, today: dt.date) -> ClockView:
    """One clock as it stands, counted from its own facts."""
    rule = rule_from_data(clock.rule_data)
    counted = _clocks.counted_again(clock, days, today)
    return ClockView(
        id=clock.id,
        rule=rule,
        deadline=counted,
        state=clock.state,
        stopped=clock.stopped,
        now=standing(rule, counted, today, days) if clock.state in _clocks.LIVE else None,
        in_time=None if clock.stopped is None else on_time(counted, clock.stopped),
    )


def events_of(session: Session, known: Flow, case_id: int) -> tuple[EventView, ...]:
    """All events, newest first, those that were taken back among them."""
    rows = session.execute(
        select(CaseEvent, Operator.name)
        .join(Operator, Operator.id == CaseEvent.operator_id)
        .where(CaseEvent.case_id == case_id)
        .order_by(CaseEvent.id.desc())
    )
    labels = {spec.code: spec.label for line in known.transitions for spec in line.fields}
    return tuple(_event(known, labels, event, name) for event, name in rows)


def _event(known: Flow, labels: Mapping[str, str], event: CaseEvent, operator: str) -> EventView:
    facts = tuple(
        (label, _MASKED_FACTS.get(code, str)(str(event.facts[code])))
        for code, label in labels.items()
        if event.facts.get(code) and str(event.facts[code]) != event.words
    )
    return EventView(
        id=event.id,
        at=event.at,
        day=event.day,
        action=event.action,
        label=_case_engine.label_of(known, event),
        words=event.words,
        facts=facts,
        operator=operator,
        document_id=event.document_id,
        undone=event.undone_at is not None,
    )


def material_views(session: Session, case_id: int) -> tuple[MaterialView, ...]:
    """The checklist in its order."""
    query = select(CaseMaterial).where(CaseMaterial.case_id == case_id).order_by(CaseMaterial.position)
    return tuple(
        MaterialView(
            id=row.id,
            name=row.name,
            shape=row.shape,
            copies=row.copies,
            requirement=row.requirement,
            issuer=row.issuer,
            how=row.how,
            required=row.required,
            added=row.added,
            received_on=row.received_on,
            returned_on=row.returned_on,
            returned_to=row.returned_to,
        )
        for row in session.scalars(query)
    )


def undo_label(session: Session, known: Flow, case: CaseFile) -> str:
    """What the last step was called, if it may be taken back: openings belong to the visit, void stays void."""
    last = _case_engine.last_step(session, case.id)
    if last is None or not last.source or case.voided or last.action == "send":
        return ""
    return _case_engine.label_of(known, last)


def _actions(at: Standing, held: frozenset[Permission]) -> tuple[ActionView, ...]:
    return tuple(
        ActionView(
            action=choice.transition.action,
            label=choice.transition.label,
            icon=choice.transition.icon,
            why_not=choice.why_not,
            fields=fields_of(at, choice.transition.fields),
            paper=choice.transition.paper,
            paper_title=PAPER_LABELS.get(choice.transition.paper, ""),
            target=at.flow.states[choice.transition.lands(at.case.state)].label,
            quiet=choice.transition.quiet,
        )
        for choice in choices(at.flow, at.case.state, at.traits, held)
    )


def fields_of(at: Standing, specs: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
    """The fields of an action, filled with what the case knows already, and without those that mean nothing for it."""
    known = {OFFICIAL_NUMBER: at.case.official_number, ITEM_NUMBER: str(at.case.facts.get(ITEM_NUMBER, ""))}
    labels = {ITEM_NUMBER: at.entry.item_number_label}
    skipped = {
        code
        for code, wanted in ((OFFICIAL_NUMBER, at.entry.handoff_site), (ITEM_NUMBER, at.entry.item_number_label))
        if not wanted
    }
    return tuple(
        replace(spec, initial=known.get(spec.code, "") or spec.initial, label=labels.get(spec.code, "") or spec.label)
        for spec in specs
        if spec.code not in skipped
    )


def _late(clock: ClockView) -> bool:
    return clock.now is not None and clock.now.state == "overdue" and clock.state == _clocks.RUNNING


def _reached(events: Sequence[EventView]) -> list[tuple[str, dt.date]]:
    """The steps that hold, the first of them first."""
    return [(event.action, event.day) for event in reversed(events) if not event.undone]


def _batch(session: Session, case: CaseFile) -> BatchLine | None:
    if case.batch_id is None:
        return None
    row = session.get_one(SubmissionBatch, case.batch_id)
    inside = select(func.count()).where(BatchItem.batch_id == row.id, BatchItem.outcome != OUT)
    return BatchLine(row.id, row.number, row.sent_on, session.scalar(inside) or 0)


def _papers(session: Session, case_id: int, visit_ids: Sequence[int]) -> tuple[CasePaper, ...]:
    """Newest first."""
    query = select(Document).where((Document.case_id == case_id) | Document.visit_id.in_(visit_ids))
    rows = session.scalars(query.order_by(Document.id.desc()))
    return tuple(CasePaper(describe(row), row.issued_at, row.state) for row in rows)


def _narrative(session: Session, case_id: int) -> str:
    """What was wanted, in the words of the visit that opened the case."""
    query = select(Matter.narrative).where(Matter.case_id == case_id).order_by(Matter.id).limit(1)
    return session.scalar(query) or ""
