"""How a visit is shown: a line of a list, the visit whole, its case. Frozen values, read in one session."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from domain.flow_file import flow
from domain.labels import GUEST_ROLE_LABELS, OUTCOME_LABELS, matter_category_label, matter_in_brief
from domain.numbering import Series
from domain.phones import mask_phone
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome
from models.case import CaseFile
from models.catalogue import CatalogueVersion
from models.document import Document
from models.operator import Operator
from models.party import Party
from models.visit import Matter, Visit, VisitGuest, VisitParty
from services._papers import IssuedPaper, describe
from services._person_lines import UNIT, VISITOR, shown_name
from system.errors import NotFound

SUMMARY_CHARACTERS = 40
RECEIPT = "visit_receipt"


@dataclass(frozen=True)
class VisitRow:
    """One line of a day's visits; `person` is empty for somebody who left no name, and a unit that came alone.

    `visited_on` is the day on which it was, before that of its number for a `late` entry. `common`: a matter that those
    who came have in common (共同事项).
    """

    id: int
    number: str
    visited_at: dt.datetime
    person_id: int | None
    person: str
    headcount: int
    summary: str
    outcomes: tuple[str, ...]
    operator: str
    visited_on: dt.date
    late: bool
    corrections: int
    voided: bool
    unit: str
    common: bool = False


@dataclass(frozen=True)
class MatterView:
    """One matter as it was recorded."""

    id: int
    kind: MatterKind
    category: str
    narrative: str
    facts: str
    reasons: str
    earlier: str
    read_back: bool
    outcome: str
    reply: str
    refer_to: str
    case_number: str
    handler: str


@dataclass(frozen=True)
class GuestView:
    """Somebody who came along; `person_id` where she is in the register."""

    role: GuestRole
    role_label: str
    person_id: int | None
    name: str
    phone_masked: str
    relation: str


@dataclass(frozen=True)
class UnitView:
    """The unit for which somebody came, or that came itself."""

    id: int
    name: str
    contact: str
    phone_masked: str


@dataclass(frozen=True)
class VisitDetail:
    """One visit as it was recorded; `receipt` is the sheet that holds now, None for a void visit."""

    row: VisitRow
    matters: tuple[MatterView, ...]
    receipt: IssuedPaper | None
    channel: Channel
    common: bool
    guests: tuple[GuestView, ...]
    unit: UnitView | None
    late_reason: str
    void_reason: str


@dataclass(frozen=True)
class CaseRow:
    """One case in the list of what is being handled. `due` is the raw day of its soonest running clock.

    `state_label` and `next_step` are words; "" for a case of a series without steps.
    """

    id: int
    series: str
    number: str
    title: str
    person_id: int | None
    person: str
    opened_at: dt.datetime
    handler: str
    due: dt.date | None = None
    state_label: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class CaseDetail:
    """One case, open, closed or void, with the visits in which it came up, newest first."""

    row: CaseRow
    closed_at: dt.datetime | None
    voided: bool
    visits: tuple[VisitRow, ...]


def visit_rows(session: Session, visit_ids: Select[int]) -> tuple[VisitRow, ...]:
    """The lines of these visits, in their order."""
    ids = list(session.scalars(visit_ids))
    visits = {
        row.id: row
        for row in session.execute(
            select(
                Visit.id,
                Visit.number,
                Visit.day,
                Visit.visited_at,
                Visit.visited_day,
                Visit.headcount,
                Visit.common,
                Visit.corrections,
                Visit.voided_at,
                Operator.name.label("operator"),
            )
            .join(Operator, Operator.id == Visit.operator_id)
            .where(Visit.id.in_(ids))
        )
    }
    visitors, units = _comers(session, ids)
    matters = _matters_in_brief(session, ids)
    return tuple(
        VisitRow(
            id=row.id,
            number=row.number,
            visited_at=row.visited_at,
            person_id=visitors[row.id].id if row.id in visitors else None,
            person=shown_name(visitors[row.id].name) if row.id in visitors else "",
            headcount=row.headcount,
            summary="；".join(summary for summary, _ in matters[row.id]),
            outcomes=tuple(outcome for _, outcome in matters[row.id]),
            operator=row.operator,
            visited_on=row.visited_day,
            late=row.visited_day < row.day,
            corrections=row.corrections,
            voided=row.voided_at is not None,
            unit=units.get(row.id, ""),
            common=row.common,
        )
        for row in (visits[visit_id] for visit_id in ids)
    )


def _comers(session: Session, ids: Sequence[int]) -> tuple[dict[int, Any], dict[int, str]]:
    """The visitor of each visit, and the name of the unit where there is one."""
    rows = session.execute(
        select(VisitParty.visit_id, VisitParty.role, Party.id, Party.name, Party.kind)
        .join(Party, Party.id == VisitParty.party_id)
        .where(VisitParty.visit_id.in_(ids), VisitParty.role.in_((VISITOR, UNIT)))
    ).all()
    visitors = {row.visit_id: row for row in rows if row.role == VISITOR}
    units = {row.visit_id: row.name for row in rows if row.kind == UNIT}
    return visitors, units


def _matters_in_brief(session: Session, visit_ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    """What each visit was about in brief, and what came of it in words."""
    beginning = func.substr(Matter.narrative, 1, SUMMARY_CHARACTERS + 1).label("beginning")
    rows = session.execute(
        select(Matter.visit_id, Matter.category, beginning, Matter.outcome)
        .where(Matter.visit_id.in_(visit_ids))
        .order_by(Matter.visit_id, Matter.position)
    )
    found: dict[int, list[tuple[str, str]]] = {visit_id: [] for visit_id in visit_ids}
    for row in rows:
        brief = matter_in_brief(row.category, row.beginning, SUMMARY_CHARACTERS)
        found[row.visit_id].append((brief, OUTCOME_LABELS[Outcome(row.outcome)]))
    return found


def visit_detail(session: Session, visit_id: int) -> VisitDetail:
    """One visit whole; raises NotFound."""
    visit = existing(session, visit_id)
    (row,) = visit_rows(session, select(Visit.id).where(Visit.id == visit_id))
    matters = session.execute(
        select(Matter, Operator.name, CaseFile.number)
        .join(Operator, Operator.id == Matter.handler_id)
        .outerjoin(CaseFile, CaseFile.id == Matter.case_id)
        .where(Matter.visit_id == visit_id)
        .order_by(Matter.position)
    )
    return VisitDetail(
        row=row,
        matters=tuple(_matter_view(*found) for found in matters),
        receipt=None if visit.voided_at else receipt_of(session, visit_id),
        channel=Channel(visit.channel),
        common=visit.common,
        guests=_guests(session, visit_id),
        unit=_unit(session, visit_id),
        late_reason=visit.late_reason,
        void_reason=visit.void_reason,
    )


def existing(session: Session, visit_id: int) -> Visit:
    """The visit's row; raises NotFound."""
    visit = session.get(Visit, visit_id)
    if visit is None:
        raise NotFound("没有这条来访记录。")
    return visit


def receipt_of(session: Session, visit_id: int) -> IssuedPaper | None:
    """The newest receipt of a visit."""
    query = select(Document).where(Document.visit_id == visit_id, Document.kind == RECEIPT)
    document = session.scalar(query.order_by(Document.id.desc()).limit(1))
    return None if document is None else describe(document)


def _guests(session: Session, visit_id: int) -> tuple[GuestView, ...]:
    """All who came along, in the order in which they were written down."""
    known = session.execute(
        select(VisitParty.role, VisitParty.position, VisitParty.relation, Party.id, Party.name, Party.phone)
        .join(Party, Party.id == VisitParty.party_id)
        .where(VisitParty.visit_id == visit_id, VisitParty.role.in_(list(GuestRole)))
    )
    others = session.scalars(select(VisitGuest).where(VisitGuest.visit_id == visit_id))
    found = [(row.position, _guest(row.role, row.id, row.name, row.phone, row.relation)) for row in known]
    found += [(row.position, _guest(row.role, None, row.name, row.phone, row.relation)) for row in others]
    return tuple(guest for _, guest in sorted(found, key=lambda pair: pair[0]))


def _guest(role: str, person_id: int | None, name: str, phone: str, relation: str) -> GuestView:
    known = GuestRole(role)
    return GuestView(known, GUEST_ROLE_LABELS[known], person_id, shown_name(name), mask_phone(phone), relation)


def _unit(session: Session, visit_id: int) -> UnitView | None:
    query = (
        select(Party.id, Party.name, Party.contact, Party.phone)
        .join(VisitParty, VisitParty.party_id == Party.id)
        .where(VisitParty.visit_id == visit_id, Party.kind == UNIT)
    )
    row = session.execute(query).first()
    return None if row is None else UnitView(row.id, row.name, row.contact, mask_phone(row.phone))


def _matter_view(matter: Matter, handler: str, case_number: str | None) -> MatterView:
    return MatterView(
        id=matter.id,
        kind=MatterKind(matter.kind),
        category=matter_category_label(matter.category),
        narrative=matter.narrative,
        facts=matter.facts,
        reasons=matter.reasons,
        earlier=matter.earlier,
        read_back=matter.read_back,
        outcome=OUTCOME_LABELS[Outcome(matter.outcome)],
        reply=matter.reply,
        refer_to=matter.refer_to,
        case_number=case_number or "",
        handler=handler,
    )


def case_rows_query() -> Select[*tuple[Any, ...]]:
    """What `case_row` is made from. SQLite picks what a list asks of a matter: its whole data is long."""
    return (
        select(
            CaseFile,
            Party.name.label("person"),
            Operator.name.label("handler"),
            CatalogueVersion.content["route"].as_string().label("route"),
            CatalogueVersion.content["batch"].as_boolean().label("batch"),
            CatalogueVersion.content["hands_out"].as_string().label("hands_out"),
        )
        .outerjoin(Party, Party.id == CaseFile.party_id)
        .join(Operator, Operator.id == CaseFile.handler_id)
        .outerjoin(CatalogueVersion, CatalogueVersion.id == CaseFile.catalogue_id)
    )


def case_row(row: Row[Any]) -> CaseRow:
    """A case with the name of whose it is, of who handles it, and what comes next by its matter's data."""
    case: CaseFile = row.CaseFile
    state_label, next_step = _step_words(row)
    return CaseRow(
        id=case.id,
        series=case.series,
        number=case.number,
        title=case.title,
        person_id=case.party_id,
        person="" if case.party_id is None else shown_name(row.person or ""),
        opened_at=case.opened_at,
        handler=row.handler,
        due=case.due,
        state_label=state_label,
        next_step=next_step,
    )


def _step_words(row: Row[Any]) -> tuple[str, str]:
    """Where a case stands and what usually follows, in words."""
    case: CaseFile = row.CaseFile
    if case.series != Series.SERVICE or case.closed_at is not None:
        return "", ""
    known = flow(case.series)
    traits = {
        "route": row.route or "station",
        "batch": "yes" if row.batch else "no",
        "hands_out": "yes" if row.hands_out else "no",
    }
    lines = (line for line in known.actions(case.state) if line.applies(traits) and not line.quiet)
    label = known.states[case.state].label
    return label, next((line.label for line in lines), label)
