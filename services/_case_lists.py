"""Lists of cases: one page by the day they are due (closed ones by the day they ended), and the counts of the tabs.

Every case stands in exactly one of the flow's own lists; 逾期, 7 天内 and 未录入 cut across them. A list is read in
parts, each in the order of one index (what has no day stands first there, and last in the list), and goes on from the
last line shown: its last page costs what the first one costs.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

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
PAGE = 50

# What finds no more than these is looked for once, and not again for each part and each count.
_FEW = 1000

Mark = tuple[int, Any, int]
"""Where a page ended: the part of the list, and the key and id of the last line in it."""


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
    next: Mark | None


@dataclass(frozen=True)
class _Part:
    """A stretch of a list that one index holds in order. `key` sorts it, None: by the id alone."""

    condition: ColumnElement[bool]
    key: InstrumentedAttribute[Any] | None
    newest_first: bool = False


_DUE = _Part(and_(CaseFile.closed_at.is_(None), CaseFile.due.is_not(None)), CaseFile.due)
_UNDUE = _Part(and_(CaseFile.closed_at.is_(None), CaseFile.due.is_(None)), None)
_ENDED = _Part(CaseFile.closed_at.is_not(None), CaseFile.closed_at, newest_first=True)
# All other lists hold open cases, with a day or without one.
_STILL_OPEN = (_DUE, _UNDUE)
_PARTS: Mapping[str, tuple[_Part, ...]] = {
    ALL: (*_STILL_OPEN, _ENDED),
    CLOSED: (_ENDED,),
    **dict.fromkeys((OVERDUE, TODAY, SOON), (_DUE,)),
}


def page(
    session: Session, known: Flow, query: CaseQuery, today: dt.date, *, after: Mark | None, limit: int
) -> CasePage:
    """One page from the mark `after` on."""
    kinds = _kinds(session)
    conditions = _conditions(session, known, query, today, kinds)
    found: list[tuple[int, Row[Any]]] = []
    for place, part in enumerate(_PARTS.get(query.tab, _STILL_OPEN)):
        if after is None or after[0] <= place:
            begin = after[1:] if after is not None and after[0] == place else None
            chosen = _stretch(part, begin).where(*conditions).limit(limit + 1 - len(found))
            found += [(place, row) for row in session.execute(chosen)]
        if len(found) > limit:
            break
    shown = found[:limit]
    following = None
    if len(found) > limit:
        place, last = shown[-1]
        following = (place, last.mark, last.id)
    return CasePage(tuple(_line(known, row, kinds) for _, row in shown), following)


def _stretch(part: _Part, begin: tuple[Any, int] | None) -> Select[*tuple[Any, ...]]:
    key = CaseFile.id if part.key is None else part.key
    order = (CaseFile.id,) if part.key is None else (part.key, CaseFile.id)
    chosen = _columns().add_columns(key.label("mark")).where(part.condition)
    if begin is not None:
        mark, last = tuple_(*order), begin[-len(order) :]
        chosen = chosen.where(mark < last if part.newest_first else mark > last)
    return chosen.order_by(*(column.desc() if part.newest_first else column for column in order))


def counts(session: Session, known: Flow, query: CaseQuery, today: dt.date) -> Mapping[str, int]:
    """How many cases each list has, narrowed as the query says; the closed ones aren't counted by state."""
    narrow, crossing = _narrowing(session, query), _crossing(today, _kinds(session))
    found = dict.fromkeys((*(tab.code for tab in known.tabs), *crossing), 0)
    columns = (func.count().filter(condition).label(tab) for tab, condition in crossing.items())
    by_state = select(CaseFile.state, func.count().label("cases"), *columns).group_by(CaseFile.state)
    # Part by part, as the lists are read: asked for all at once, SQLite goes through every case there ever was.
    for part in _STILL_OPEN:
        for row in session.execute(by_state.where(CaseFile.series == query.series, part.condition, *narrow)):
            found[known.tab_of(row.state)] += row.cases
            for tab in crossing:
                found[tab] += getattr(row, tab)
    found[OPEN] = sum(found[tab.code] for tab in known.tabs if tab.code != CLOSED)
    found[CLOSED] = _count(session, CaseFile.series == query.series, CaseFile.closed_at.is_not(None), *narrow)
    found[ALL] = found[OPEN] + found[CLOSED]
    return found


def lengths(session: Session, known: Flow, queries: Sequence[CaseQuery], today: dt.date) -> tuple[int, ...]:
    """How many cases each list has that is asked for."""
    kinds = _kinds(session)
    return tuple(_length(session, query, _conditions(session, known, query, today, kinds)) for query in queries)


def _length(session: Session, query: CaseQuery, conditions: Sequence[ColumnElement[bool]]) -> int:
    return sum(_count(session, part.condition, *conditions) for part in _PARTS.get(query.tab, _STILL_OPEN))


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(CaseFile).where(*conditions)) or 0


def rows_of(session: Session, known: Flow, wanted: tuple[int, ...]) -> tuple[CaseListRow, ...]:
    """The lines of these cases, in the order of their numbers."""
    chosen, kinds = _columns().where(CaseFile.id.in_(wanted)).order_by(CaseFile.period, CaseFile.seq), _kinds(session)
    return tuple(_line(known, row, kinds) for row in session.execute(chosen))


def _columns() -> Select[*tuple[Any, ...]]:
    """What a line is made of. Outer joins all: SQLite then reads the cases first, whatever it guesses of the others."""
    return (
        select(
            CaseFile.id,
            CaseFile.number,
            CaseFile.party_id,
            CaseFile.catalogue_id,
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
        )
        .outerjoin(Party, Party.id == CaseFile.party_id)
        .outerjoin(Operator, Operator.id == CaseFile.handler_id)
        .outerjoin(SubmissionBatch, SubmissionBatch.id == CaseFile.batch_id)
    )


@dataclass(frozen=True)
class _Kind:
    """What a list needs to know of a version of a matter: the stepper's traits, whether it is keyed in elsewhere."""

    label: str
    traits: Mapping[str, str]
    keyed: bool


_NO_KIND = _Kind("", {"route": "station", "hands_out": "no"}, keyed=False)


def _kinds(session: Session) -> Mapping[int | None, _Kind]:
    """The versions of all matters by their ids. SQLite picks the three values: a matter's whole data is long."""
    picked = (CatalogueVersion.content[name].as_string() for name in ("route", "hands_out", "handoff_site"))
    rows = session.execute(select(CatalogueVersion.id, CatalogueVersion.label, *picked))
    kinds: dict[int | None, _Kind] = {
        version: _Kind(label, {"route": route or "station", "hands_out": "yes" if handed else "no"}, keyed=bool(site))
        for version, label, route, handed, site in rows
    }
    return kinds | {None: _NO_KIND}


def _line(known: Flow, row: Row[Any], kinds: Mapping[int | None, _Kind]) -> CaseListRow:
    kind = kinds[row.catalogue_id]
    shown = [step.code for step in known.shown_steps(kind.traits)]
    state = known.states[row.state]
    return CaseListRow(
        id=row.id,
        number=row.number,
        person_id=row.party_id,
        person=NAME_NOT_LEFT if row.party_id is None else shown_name(row.person),
        title=row.title,
        kind=kind.label,
        state=row.state,
        state_label=state.label,
        tone=state.tone,
        step=shown.index(known.current_step(row.state, kind.traits)) + 1,
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


def _conditions(
    session: Session, known: Flow, query: CaseQuery, today: dt.date, kinds: Mapping[int | None, _Kind]
) -> Sequence[ColumnElement[bool]]:
    """What narrows the list, besides what its parts say."""
    conditions = [CaseFile.series == query.series, *_narrowing(session, query)]
    crossing = _crossing(today, kinds).get(query.tab)
    if crossing is not None:
        return [*conditions, crossing]
    if query.tab not in (OPEN, CLOSED, ALL):
        conditions.append(CaseFile.state.in_(known.states_of(query.tab)))
    return conditions


def _crossing(today: dt.date, kinds: Mapping[int | None, _Kind]) -> Mapping[str, ColumnElement[bool]]:
    """The lists that cut across the flow's own."""
    soon = today + dt.timedelta(days=most("due_soon_days"))
    keyed = [version for version, kind in kinds.items() if kind.keyed]
    return {
        OVERDUE: CaseFile.due < today,
        TODAY: CaseFile.due == today,
        SOON: CaseFile.due.between(today, soon),
        UNKEYED: and_(CaseFile.official_number == "", CaseFile.catalogue_id.in_(keyed)),
    }


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
        conditions.append(_says(session, query.series, query.text.strip()))
    return conditions


def _says(session: Session, series: str, text: str) -> ColumnElement[bool]:
    """A number in any of its short forms, an official number, or whose it is; each asked of the index that knows it."""
    people = _people_search.best(session, text, most("list_people"))
    matches: list[ColumnElement[bool]] = [
        CaseFile.number == text,
        and_(CaseFile.official_number == text, CaseFile.official_number != ""),
        and_(CaseFile.series == series, CaseFile.title.contains(text, autoescape=True)),
    ]
    query = read_number_query(text, dt.date.max)
    if query is not None:
        seq = and_(CaseFile.series == series, CaseFile.seq == query.seq)
        matches.append(seq if query.period is None else and_(seq, CaseFile.period == query.period))
    if people:
        matches.append(CaseFile.party_id.in_(people))
    said = union_all(*(select(CaseFile.id).where(match) for match in matches))
    few = session.scalars(said.limit(_FEW + 1)).all()
    return CaseFile.id.in_(said if len(few) > _FEW else few)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), CHINA)
