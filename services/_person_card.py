"""The card beside the form: who stands at the window, what was before, what is still open."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from domain.case_flow import NOT_YET
from domain.dates import PartialDate
from domain.flow_file import flow
from domain.identity import mask_card, mask_identity
from domain.labels import (
    CASE_CLOSED,
    CASE_VOID,
    CHANNEL_LABELS,
    GUEST_ROLE_LABELS,
    OUTCOME_LABELS,
    SERIES_LABELS,
    VISIT_LATE,
    VISIT_VOID,
    matter_in_brief,
    person_category_label,
    sex_label,
)
from domain.numbering import Series
from domain.phones import mask_phone
from domain.vocabulary import Channel, GuestRole, Outcome
from models.case import CaseEvent, CaseFile
from models.operator import Operator
from models.party import Party
from models.visit import Matter, Visit, VisitParty
from services._person_lines import UNIT, VISITOR, age, shown_name

HISTORY_LINES = 60
BODY_CHARACTERS = 60
REPEAT_DAYS = 30
# As what somebody comes on her own behalf.
_OWN = (VISITOR, UNIT, GuestRole.REPRESENTATIVE.value)


@dataclass(frozen=True)
class HistoryLine:
    """One thing that was: a visit with all its matters, a step of a case, its end, the making of the record.

    `case_id` is that of a service case, whose own page can be opened.
    """

    date: dt.date
    title: str
    chip: str
    body: str
    operator: str
    visit_id: int | None = None
    voided: bool = False
    case_id: int | None = None


@dataclass(frozen=True)
class CaseLine:
    """One open case; `kind` is the word for its series."""

    id: int
    number: str
    title: str
    opened: dt.date
    kind: str


@dataclass(frozen=True)
class CardHint:
    """What is to be minded before a visit is registered; `case_id` is the case that it may join.

    Kinds: "repeat30" came in the last days, "same_matter" has a matter in progress, `case_id` says which.
    """

    kind: str
    words: str
    case_id: int | None = None


@dataclass(frozen=True)
class PersonCard:
    """One person whole, numbers masked; `history` is newest first. A `unit` has its `contact` to ask for.

    `restricted` counts the matters in progress about which this card may say nothing more.
    """

    id: int
    version: int
    name: str
    initial: str
    sex_label: str
    age: int | None
    badges: tuple[str, ...]
    honours: str
    service: str
    identity_masked: str
    phone_masked: str
    phone2_masked: str
    card_masked: str
    address: str
    household_address: str
    community: str
    note: str
    reception_note: str
    created: dt.date
    history: tuple[HistoryLine, ...]
    visits_total: int
    visits_30_days: int
    open_cases: tuple[CaseLine, ...]
    unit: bool = False
    contact: str = ""
    identity_kind: str = ""
    hints: tuple[CardHint, ...] = ()
    restricted: int = 0


def card_of(session: Session, party: Party, today: dt.date, besides: int | None = None) -> PersonCard:
    """Read the card of one person; the visit `besides` isn't counted."""
    name = shown_name(party.name)
    total, lately = _visit_counts(session, party.id, today, besides)
    open_cases = cases_in_progress(session, party.id)
    return PersonCard(
        id=party.id,
        version=party.version,
        name=name,
        initial=name[:1],
        sex_label=sex_label(party.sex),
        age=age(party.birth, today),
        badges=tuple(person_category_label(code) for code in party.categories),
        honours=party.honours,
        service=_service(party),
        identity_masked=mask_identity(party.identity),
        phone_masked=mask_phone(party.phone),
        phone2_masked=mask_phone(party.phone2),
        card_masked=mask_card(party.card_number),
        address=party.address,
        household_address=party.household_address,
        community=party.community,
        note=party.note,
        reception_note=party.reception_note,
        created=party.created_at.date(),
        history=_history(session, party),
        visits_total=total,
        visits_30_days=lately,
        open_cases=open_cases,
        unit=party.kind == UNIT,
        contact=party.contact,
        identity_kind=party.identity_kind,
        hints=tuple(_hints(lately, open_cases)),
        restricted=_restricted(session, party.id),
    )


def _visit_counts(session: Session, party_id: int, today: dt.date, besides: int | None) -> tuple[int, int]:
    """How many visits of her own there were ever, and how many in the last 30 days, today's among them.

    Going along with somebody is no visit of one's own, and a void visit is none at all.
    """
    since = today - dt.timedelta(days=REPEAT_DAYS)
    total, lately = session.execute(
        select(func.count(), func.count().filter(Visit.visited_day > since))
        .join(VisitParty, VisitParty.visit_id == Visit.id)
        .where(
            VisitParty.party_id == party_id,
            VisitParty.role.in_(_OWN),
            Visit.voided_at.is_(None),
            # No visit has the number 0.
            Visit.id != (besides or 0),
        )
    ).one()
    return total, lately


def cases_in_progress(session: Session, party_id: int, category: str | None = None) -> tuple[CaseLine, ...]:
    """Her open cases, the longest open first; with `category` only those about the same matter."""
    query = (
        select(CaseFile.id, CaseFile.number, CaseFile.title, CaseFile.opened_at, CaseFile.series)
        .where(CaseFile.party_id == party_id, CaseFile.closed_at.is_(None), CaseFile.series.in_(SERIES_LABELS))
        .order_by(CaseFile.opened_at, CaseFile.id)
    )
    rows = session.execute(query if category is None else query.where(CaseFile.category == category))
    return tuple(
        CaseLine(row.id, row.number, row.title, row.opened_at.date(), SERIES_LABELS[Series(row.series)]) for row in rows
    )


def _restricted(session: Session, party_id: int) -> int:
    """Her open cases of a series that this card can't name: they are counted, and nothing is said of them."""
    query = (
        select(func.count())
        .select_from(CaseFile)
        .where(CaseFile.party_id == party_id, CaseFile.closed_at.is_(None), CaseFile.series.not_in(SERIES_LABELS))
    )
    return session.scalar(query) or 0


def _hints(lately: int, open_cases: Sequence[CaseLine]) -> Iterator[CardHint]:
    if lately:
        yield CardHint("repeat30", f"{REPEAT_DAYS} 天内第 {lately + 1} 次来访")
    for case in open_cases:
        yield CardHint("same_matter", f"{case.number} 在办（{case.title}），同一件事请并入", case.id)


def _history(session: Session, party: Party) -> tuple[HistoryLine, ...]:
    made_by = session.scalar(select(Operator.name).where(Operator.id == party.created_by)) or ""
    made = (party.created_at, HistoryLine(party.created_at.date(), "建档", "", "", made_by))
    # Of what has the same moment the steps come first: they follow the visit that opened their case.
    lines = _steps(session, party.id) + _visits(session, party.id) + _closed_cases(session, party.id)
    lines.sort(key=lambda line: line[0], reverse=True)
    return tuple(line for _, line in [*lines[:HISTORY_LINES], made])


def _visits(session: Session, party_id: int) -> list[tuple[dt.datetime, HistoryLine]]:
    """One line for each of the last visits, whatever she came as, however many matters it had."""
    rows = session.execute(
        select(Visit, VisitParty.role, Operator.name)
        .join(VisitParty, VisitParty.visit_id == Visit.id)
        .join(Operator, Operator.id == Visit.operator_id)
        .where(VisitParty.party_id == party_id)
        .order_by(VisitParty.visit_id.desc())
        .limit(HISTORY_LINES)
    ).all()
    matters = _matters(session, [visit.id for visit, _, _ in rows])
    return [
        (visit.visited_at, _visit_line(visit, role, operator, matters.get(visit.id, [])))
        for visit, role, operator in rows
    ]


def _visit_line(visit: Visit, role: str, operator: str, matters: Sequence[tuple[str, str]]) -> HistoryLine:
    marks = [GUEST_ROLE_LABELS[GuestRole(role)]] if role in set(GuestRole) else []
    marks += [VISIT_LATE] if visit.visited_day != visit.day else []
    title = visit_title(visit.channel)
    voided = visit.voided_at is not None
    return HistoryLine(
        date=visit.visited_day,
        title=f"{title}（{'，'.join(marks)}）" if marks else title,
        chip=VISIT_VOID if voided else "、".join(dict.fromkeys(outcome for outcome, _ in matters)),
        body="；".join(body for _, body in matters),
        operator=operator,
        visit_id=visit.id,
        voided=voided,
    )


def _matters(session: Session, visit_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Of each visit what came of its matters, and what they were about with the numbers of their cases."""
    rows = session.execute(
        select(
            Matter.visit_id,
            Matter.category,
            func.substr(Matter.narrative, 1, BODY_CHARACTERS + 1).label("beginning"),
            Matter.outcome,
            CaseFile.number.label("case_number"),
        )
        .outerjoin(CaseFile, CaseFile.id == Matter.case_id)
        .where(Matter.visit_id.in_(visit_ids))
        .order_by(Matter.visit_id, Matter.position)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row.visit_id, []).append((OUTCOME_LABELS[Outcome(row.outcome)], _body(row)))
    return found


def _body(row: Row[Any]) -> str:
    brief = matter_in_brief(row.category, row.beginning, BODY_CHARACTERS)
    return "　".join(filter(None, (brief, row.case_number)))


def _steps(session: Session, party_id: int) -> list[tuple[dt.datetime, HistoryLine]]:
    """The steps of her service cases by the day that counts for each; the visit says itself that it opened one."""
    labels = _step_labels()
    rows = session.execute(
        select(CaseEvent, CaseFile, Operator.name)
        .join(CaseFile, CaseFile.id == CaseEvent.case_id)
        .join(Operator, Operator.id == CaseEvent.operator_id)
        .where(CaseFile.party_id == party_id, CaseEvent.action.in_(labels), CaseEvent.undone_at.is_(None))
        .order_by(CaseEvent.id.desc())
        .limit(HISTORY_LINES)
    )
    return [
        (
            dt.datetime.combine(event.day, event.at.timetz()),
            HistoryLine(
                event.day,
                SERIES_LABELS[Series.SERVICE],
                labels[event.action],
                f"{case.number}　{case.title}",
                operator,
                voided=case.voided,
                case_id=case.id,
            ),
        )
        for event, case, operator in rows
    ]


def _closed_cases(session: Session, party_id: int) -> list[tuple[dt.datetime, HistoryLine]]:
    """The ends of her cases, but of those whose last step tells it."""
    steps = select(CaseEvent.id).where(
        CaseEvent.case_id == CaseFile.id, CaseEvent.undone_at.is_(None), CaseEvent.action.in_(_step_labels())
    )
    rows = session.execute(
        select(
            CaseFile.id,
            CaseFile.closed_at,
            CaseFile.voided,
            CaseFile.series,
            CaseFile.number,
            CaseFile.title,
            Operator.name.label("operator"),
        )
        .join(Operator, Operator.id == CaseFile.handler_id)
        .where(CaseFile.party_id == party_id, CaseFile.closed_at.is_not(None), ~steps.exists())
        .order_by(CaseFile.closed_at.desc())
        .limit(HISTORY_LINES)
    )
    return [
        (
            row.closed_at,
            HistoryLine(
                row.closed_at.date(),
                SERIES_LABELS[Series(row.series)],
                CASE_VOID if row.voided else CASE_CLOSED,
                f"{row.number}　{row.title}",
                row.operator,
                case_id=row.id if row.series == Series.SERVICE else None,
            ),
        )
        for row in rows
    ]


def _step_labels() -> dict[str, str]:
    """The steps of a service case after its opening: action → what it is called."""
    lines = flow(Series.SERVICE.value).transitions
    return {line.action: line.label for line in lines if NOT_YET not in line.sources}


def visit_title(channel: str) -> str:
    """来访, or the way in which it was not one."""
    known = Channel(channel)
    return "来访" if known is Channel.WALK_IN else CHANNEL_LABELS[known]


def _service(party: Party) -> str:
    """The years of service: "1987—1991 服役"."""
    years = [str(PartialDate.parse(text).year) if text else "" for text in (party.service_from, party.service_to)]
    return f"{years[0]}—{years[1]} 服役" if any(years) else ""
