"""Lists of cases: one page by the day they are due (closed ones by the day they ended), and the counts of the tabs.

Every case stands in exactly one of the flow's own lists; 逾期, 7 天内 and 未录入 cut across them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from domain.case_flow import Flow
from domain.labels import NAME_NOT_LEFT
from domain.numbering import read_number_query
from domain.tables import limit as most
from models.batch import SubmissionBatch
from models.case import CaseFile
from models.catalogue import CatalogueVersion
from models.operator import Operator
from models.party import Party
from services import _people_search
from services._person_lines import shown_name
from system.clock import CHINA

OPEN, OVERDUE, TODAY, SOON = "open", "overdue", "today", "soon"
UNKEYED, CLOSED, ALL = "unkeyed", "closed", "all"
# Sorts after every day of a clock: cases on which none runs stand last.
NEVER = dt.date(9999, 12, 31)
PAGE = 50


@dataclass(frozen=True)
class CaseQuery:
    """What a list shows. `tab`: one of the flow's lists, or open, overdue, today, soon, unkeyed, all.

    `text`: a number, an official number, a name or its pinyin; `kind` a code of the catalogue, `handler` a uuid;
    `since` and `until` bound the day on which the case was opened. All of them narrow the list.
    """

    series: str = "service"
    tab: str = OPEN
    text: str = ""
    kind: str = ""
    handler: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class CaseListRow:
    """One line. `due` is the raw day of the soonest running clock; `step` of `steps` is where the stepper stands."""

    id: int
    number: str
    person_id: int | None
    person: str
    title: str
    kind: str
    state: str
    state_label: str
    tone: str
    step: int
    steps: int
    due: dt.date | None
    due_clock: str
    opened_on: dt.date
    closed_at: dt.datetime | None
    handler: str
    official_number: str
    batch_number: str
    version: int


@dataclass(frozen=True)
class CasePage:
    """Some lines; `next` goes into the next call, None after the last line."""

    rows: tuple[CaseListRow, ...]
    next: tuple[Any, int] | None


def page(
    session: Session, known: Flow, query: CaseQuery, today: dt.date, *, after: tuple[Any, int] | None, limit: int
) -> CasePage:
    """One page from the mark `after` on."""
    closed = query.tab == CLOSED
    key = CaseFile.closed_at if closed else _due_key()
    chosen = _columns().where(*_conditions(session, known, query, today))
    if after is not None:
        mark = tuple_(key, CaseFile.id)
        chosen = chosen.where(mark < after if closed else mark > after)
    order = (key.desc(), CaseFile.id.desc()) if closed else (key, CaseFile.id)
    rows = session.execute(chosen.add_columns(key.label("mark")).order_by(*order).limit(limit + 1)).all()
    shown = rows[:limit]
    following = (shown[-1].mark, shown[-1].id) if len(rows) > limit else None
    return CasePage(tuple(_line(known, row) for row in shown), following)


def counts(session: Session, known: Flow, query: CaseQuery, today: dt.date) -> Mapping[str, int]:
    """How many cases each list has, narrowed as the query says; the closed ones aren't counted by state."""
    narrow = _narrowing(session, query)
    still_open = and_(CaseFile.series == query.series, CaseFile.closed_at.is_(None), *narrow)
    found = dict.fromkeys((tab.code for tab in known.tabs), 0)
    by_state = select(CaseFile.state, func.count()).where(still_open).group_by(CaseFile.state)
    for state, number in session.execute(by_state):
        found[known.tab_of(state)] += number
    ended = and_(CaseFile.series == query.series, CaseFile.closed_at.is_not(None), *narrow)
    found[CLOSED] = session.scalar(select(func.count()).where(ended)) or 0
    found[OPEN] = sum(number for tab, number in found.items() if tab != CLOSED)
    found[ALL] = found[OPEN] + found[CLOSED]
    for tab, condition in _crossing(session, today).items():
        found[tab] = session.scalar(select(func.count()).where(still_open, condition)) or 0
    return found


def ids(session: Session, known: Flow, query: CaseQuery, today: dt.date) -> tuple[int, ...]:
    """All cases of a list, in its order, for what is done with many at once."""
    chosen = select(CaseFile.id).where(*_conditions(session, known, query, today))
    return tuple(session.scalars(chosen.order_by(_due_key(), CaseFile.id)))


def rows_of(session: Session, known: Flow, wanted: tuple[int, ...]) -> tuple[CaseListRow, ...]:
    """The lines of these cases, in the order of their numbers."""
    chosen = _columns().where(CaseFile.id.in_(wanted)).order_by(CaseFile.period, CaseFile.seq)
    return tuple(_line(known, row) for row in session.execute(chosen))


def _due_key() -> ColumnElement[dt.date]:
    return func.coalesce(CaseFile.due, NEVER, type_=CaseFile.due.type)


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            CaseFile.id,
            CaseFile.number,
            CaseFile.party_id,
            CaseFile.title,
            CaseFile.state,
            CaseFile.due,
            CaseFile.due_clock,
            CaseFile.opened_at,
            CaseFile.closed_at,
            CaseFile.official_number,
            CaseFile.version,
            Party.name.label("person"),
            Operator.name.label("handler"),
            SubmissionBatch.number.label("batch"),
            CatalogueVersion.label.label("kind"),
            CatalogueVersion.content,
        )
        .outerjoin(Party, Party.id == CaseFile.party_id)
        .join(Operator, Operator.id == CaseFile.handler_id)
        .outerjoin(SubmissionBatch, SubmissionBatch.id == CaseFile.batch_id)
        .outerjoin(CatalogueVersion, CatalogueVersion.id == CaseFile.catalogue_id)
    )


def _line(known: Flow, row: Row[Any]) -> CaseListRow:
    traits = _step_traits(row.content or {})
    shown = [step.code for step in known.shown_steps(traits)]
    state = known.states[row.state]
    return CaseListRow(
        id=row.id,
        number=row.number,
        person_id=row.party_id,
        person=NAME_NOT_LEFT if row.party_id is None else shown_name(row.person),
        title=row.title,
        kind=row.kind or "",
        state=row.state,
        state_label=state.label,
        tone=state.tone,
        step=shown.index(known.current_step(row.state, traits)) + 1,
        steps=len(shown),
        due=row.due,
        due_clock=row.due_clock,
        opened_on=row.opened_at.date(),
        closed_at=row.closed_at,
        handler=row.handler,
        official_number=row.official_number,
        batch_number=row.batch or "",
        version=row.version,
    )


def _step_traits(content: Mapping[str, Any]) -> Mapping[str, str]:
    """What the stepper asks of a kind, straight from its data: a list doesn't build each matter whole."""
    return {"route": content.get("route", "station"), "hands_out": "yes" if content.get("hands_out") else "no"}


def _conditions(session: Session, known: Flow, query: CaseQuery, today: dt.date) -> list[ColumnElement[bool]]:
    conditions = [CaseFile.series == query.series, *_narrowing(session, query)]
    if query.tab == ALL:
        return conditions
    if query.tab == CLOSED:
        return [*conditions, CaseFile.closed_at.is_not(None)]
    conditions.append(CaseFile.closed_at.is_(None))
    crossing = _crossing(session, today).get(query.tab)
    if crossing is not None:
        return [*conditions, crossing]
    if query.tab != OPEN:
        conditions.append(CaseFile.state.in_(known.states_of(query.tab)))
    return conditions


def _crossing(session: Session, today: dt.date) -> Mapping[str, ColumnElement[bool]]:
    """The lists that cut across the flow's own."""
    soon = today + dt.timedelta(days=most("due_soon_days"))
    return {
        OVERDUE: CaseFile.due < today,
        TODAY: CaseFile.due == today,
        SOON: CaseFile.due.between(today, soon),
        UNKEYED: and_(CaseFile.official_number == "", CaseFile.catalogue_id.in_(_with_site(session))),
    }


def _with_site(session: Session) -> list[int]:
    """The versions of matters that have to be keyed into a national system."""
    rows = session.execute(select(CatalogueVersion.id, CatalogueVersion.content))
    return [row.id for row in rows if row.content.get("handoff_site")]


def _narrowing(session: Session, query: CaseQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.kind:
        versions = select(CatalogueVersion.id).where(CatalogueVersion.code == query.kind)
        conditions.append(CaseFile.catalogue_id.in_(versions))
    if query.handler:
        handler = select(Operator.id).where(Operator.uuid == query.handler).scalar_subquery()
        conditions.append(CaseFile.handler_id == handler)
    if query.since is not None:
        conditions.append(CaseFile.opened_at >= _midnight(query.since))
    if query.until is not None:
        conditions.append(CaseFile.opened_at < _midnight(query.until + dt.timedelta(days=1)))
    if query.text.strip():
        conditions.append(_says(session, query.text.strip()))
    return conditions


def _says(session: Session, text: str) -> ColumnElement[bool]:
    """A number in any of its short forms, an official number, or whose it is."""
    people = _people_search.best(session, text, most("list_people"))
    matches: list[ColumnElement[bool]] = [CaseFile.number == text, CaseFile.official_number == text]
    query = read_number_query(text, dt.date.max)
    if query is not None:
        seq = CaseFile.seq == query.seq
        matches.append(seq if query.period is None else and_(seq, CaseFile.period == query.period))
    if people:
        matches.append(CaseFile.party_id.in_(people))
    matches.append(CaseFile.title.contains(text, autoescape=True))
    return or_(*matches)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), CHINA)
