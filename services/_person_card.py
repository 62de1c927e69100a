"""The card beside the form: who stands at the window, what was before, what is still open."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from domain.dates import PartialDate
from domain.identity import mask_card, mask_identity
from domain.labels import (
    CASE_CLOSED,
    CHANNEL_LABELS,
    OUTCOME_LABELS,
    SERIES_LABELS,
    matter_in_brief,
    person_category_label,
    sex_label,
)
from domain.numbering import Series
from domain.phones import mask_phone
from domain.vocabulary import Channel, Outcome
from models.case import CaseFile
from models.operator import Operator
from models.party import Party
from models.visit import Matter, Visit, VisitParty
from services._person_lines import age, shown_name

HISTORY_LINES = 60
BODY_CHARACTERS = 60
REPEAT_DAYS = 30


@dataclass(frozen=True)
class HistoryLine:
    """One thing that was: a matter of a visit, a case that was closed, the making of the record."""

    date: dt.date
    title: str
    chip: str
    body: str
    operator: str
    visit_id: int | None = None


@dataclass(frozen=True)
class CaseLine:
    """One open case; `kind` is the word for its series."""

    id: int
    number: str
    title: str
    opened: dt.date
    kind: str


@dataclass(frozen=True)
class PersonCard:
    """One person whole, numbers masked; `history` is newest first."""

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


def card_of(session: Session, party: Party, today: dt.date) -> PersonCard:
    """Read the card of one person."""
    name = shown_name(party.name)
    total, lately = _visit_counts(session, party.id, today)
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
        open_cases=_open_cases(session, party.id),
    )


def _visit_counts(session: Session, party_id: int, today: dt.date) -> tuple[int, int]:
    """How many visits there were ever, and how many in the last 30 days, today's among them."""
    since = today - dt.timedelta(days=REPEAT_DAYS)
    total, lately = session.execute(
        select(func.count(), func.count().filter(Visit.day > since))
        .join(VisitParty, VisitParty.visit_id == Visit.id)
        .where(VisitParty.party_id == party_id)
    ).one()
    return total, lately


def _open_cases(session: Session, party_id: int) -> tuple[CaseLine, ...]:
    rows = session.execute(
        select(CaseFile.id, CaseFile.number, CaseFile.title, CaseFile.opened_at, CaseFile.series)
        .where(CaseFile.party_id == party_id, CaseFile.closed_at.is_(None))
        .order_by(CaseFile.opened_at, CaseFile.id)
    )
    return tuple(
        CaseLine(row.id, row.number, row.title, row.opened_at.date(), SERIES_LABELS[Series(row.series)]) for row in rows
    )


def _history(session: Session, party: Party) -> tuple[HistoryLine, ...]:
    made_by = session.scalar(select(Operator.name).where(Operator.id == party.created_by)) or ""
    made = (party.created_at, HistoryLine(party.created_at.date(), "建档", "", "", made_by))
    lines = _matters(session, party.id) + _closed_cases(session, party.id)
    # Stable: the matters of one visit keep their order.
    lines.sort(key=lambda line: line[0], reverse=True)
    return tuple(line for _, line in [*lines[:HISTORY_LINES], made])


def _matters(session: Session, party_id: int) -> list[tuple[dt.datetime, HistoryLine]]:
    rows = session.execute(
        select(
            Visit.id,
            Visit.visited_at,
            Visit.channel,
            Matter.category,
            func.substr(Matter.narrative, 1, BODY_CHARACTERS + 1).label("beginning"),
            Matter.outcome,
            CaseFile.number.label("case_number"),
            Operator.name.label("operator"),
        )
        .join(VisitParty, VisitParty.visit_id == Visit.id)
        .join(Matter, Matter.visit_id == Visit.id)
        .join(Operator, Operator.id == Visit.operator_id)
        .outerjoin(CaseFile, CaseFile.id == Matter.case_id)
        .where(VisitParty.party_id == party_id)
        .order_by(VisitParty.visit_id.desc(), Matter.position)
        .limit(HISTORY_LINES)
    )
    return [
        (
            row.visited_at,
            HistoryLine(
                date=row.visited_at.date(),
                title=visit_title(row.channel),
                chip=OUTCOME_LABELS[Outcome(row.outcome)],
                body=_body(row),
                operator=row.operator,
                visit_id=row.id,
            ),
        )
        for row in rows
    ]


def _body(row: Row[Any]) -> str:
    brief = matter_in_brief(row.category, row.beginning, BODY_CHARACTERS)
    return "　".join(filter(None, (brief, row.case_number)))


def _closed_cases(session: Session, party_id: int) -> list[tuple[dt.datetime, HistoryLine]]:
    rows = session.execute(
        select(CaseFile.closed_at, CaseFile.series, CaseFile.number, CaseFile.title, Operator.name.label("operator"))
        .join(Operator, Operator.id == CaseFile.handler_id)
        .where(CaseFile.party_id == party_id, CaseFile.closed_at.is_not(None))
        .order_by(CaseFile.closed_at.desc())
        .limit(HISTORY_LINES)
    )
    return [
        (
            row.closed_at,
            HistoryLine(
                row.closed_at.date(),
                SERIES_LABELS[Series(row.series)],
                CASE_CLOSED,
                f"{row.number}　{row.title}",
                row.operator,
            ),
        )
        for row in rows
    ]


def visit_title(channel: str) -> str:
    """来访, or the way in which it was not one."""
    known = Channel(channel)
    return "来访" if known is Channel.WALK_IN else CHANNEL_LABELS[known]


def _service(party: Party) -> str:
    """The years of service: "1987—1991 服役"."""
    years = [str(PartialDate.parse(text).year) if text else "" for text in (party.service_from, party.service_to)]
    return f"{years[0]}—{years[1]} 服役" if any(years) else ""
