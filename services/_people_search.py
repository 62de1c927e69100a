"""Finding people while the clerk types: one range of the key table, ranked, exact to the row.

A person has some three dozen keys (`domain.search_keys`: suffixes of the name, pinyin in every mixture, tails of
numbers), so what is typed is always the beginning of a key and no scan is needed. What costs is the ranking when a
first letter fits thousands of people. Few are ranked outright; among many, the latest visits are walked backwards until
enough of them are by people who fit, which gives the same order without looking at the rest.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, select
from sqlalchemy.orm import Session

from domain.names import normalise_name
from domain.search_keys import query_key
from models.case import CaseFile
from models.party import Party, PartyKey
from models.visit import Visit, VisitParty

# Above every character that can stand in a key: U+10FFFF is a noncharacter and is never stored.
LAST = "\U0010ffff"
# Up to so many fitting people all are ranked; above, that many of the latest visits are walked first.
FEW = 400
WALKED_VISITS = 3000
# The walk asks for its next rows by so many, because it seldom needs more.
FETCHED = 20

_in_range = (PartyKey.key >= bindparam("first"), PartyKey.key < bindparam("last"))
_fitting = select(PartyKey.party_id).where(*_in_range).distinct()
_how_many_fit = select(func.count()).select_from(_fitting.limit(bindparam("enough")).subquery())
_fits_visitor = exists().where(PartyKey.party_id == VisitParty.party_id, *_in_range)
_oldest_walked = select(func.max(Visit.id) - bindparam("walked")).scalar_subquery()
_visits_backwards = (
    select(VisitParty.party_id)
    .where(VisitParty.visit_id > _oldest_walked, _fits_visitor)
    .order_by(VisitParty.visit_id.desc(), VisitParty.party_id.desc())
    .execution_options(yield_per=FETCHED)
)


def _last_visit_of(party_id: Any) -> Any:
    latest = select(func.max(VisitParty.visit_id)).where(VisitParty.party_id == party_id)
    return func.coalesce(latest.correlate_except(VisitParty).scalar_subquery(), 0)


_fitting_rows = _fitting.subquery()
_ranked = (
    select(_fitting_rows.c.party_id)
    .order_by(_last_visit_of(_fitting_rows.c.party_id).desc(), _fitting_rows.c.party_id.desc())
    .limit(bindparam("count"))
)
_named = (
    select(Party.id)
    .where(Party.name >= bindparam("name"), Party.name < bindparam("name_end"))
    .order_by((Party.name == bindparam("name")).desc(), _last_visit_of(Party.id).desc(), Party.id.desc())
    .limit(bindparam("count"))
)

# Of the newest visit that isn't void: the days of all the others needn't be read.
_last_day = (
    select(Visit.visited_day)
    .join(VisitParty, VisitParty.visit_id == Visit.id)
    .where(VisitParty.party_id == Party.id, Visit.voided_at.is_(None))
    .order_by(VisitParty.visit_id.desc())
    .limit(1)
    .correlate(Party)
    .scalar_subquery()
)
_open_cases = (
    select(func.count())
    .select_from(CaseFile)
    .where(CaseFile.party_id == Party.id, CaseFile.closed_at.is_(None))
    .correlate(Party)
    .scalar_subquery()
)
# What a line about a person shows; no entity is built for it.
LINE_COLUMNS = (
    Party.id,
    Party.kind,
    Party.name,
    Party.contact,
    Party.sex,
    Party.birth,
    Party.identity,
    Party.phone,
    Party.community,
    Party.categories,
    _last_day.label("last_visit"),
    _open_cases.label("open_cases"),
)
_lines = select(*LINE_COLUMNS).where(Party.id.in_(bindparam("ids", expanding=True)))


def best(session: Session, text: str, limit: int) -> list[int]:
    """The ids of the people that `text` finds: same name first, then names that begin so, then by their last visit.

    Equals reading every person's keys: each one who has a key that begins with the typed one fits, and nobody else.
    """
    key = query_key(text)
    if not key or limit < 1:
        return []
    name = normalise_name(text)
    connection = session.connection()
    named = {"name": name, "name_end": name + LAST, "count": limit}
    found = list(connection.scalars(_named, named)) if name else []
    if len(found) < limit:
        found += _by_last_visit(connection, key, limit, already=found)
    return found


def lines(session: Session, ids: Sequence[int]) -> list[Row[Any]]:
    """The columns of `LINE_COLUMNS` for these people, in the order of the ids."""
    rows = {row.id: row for row in session.connection().execute(_lines, {"ids": list(ids)})}
    return [rows[party_id] for party_id in ids]


def _by_last_visit(connection: Connection, key: str, limit: int, *, already: Sequence[int]) -> list[int]:
    wanted, bounds = limit - len(already), {"first": key, "last": key + LAST}
    if connection.scalars(_how_many_fit, bounds | {"enough": FEW + 1}).one() > FEW:
        walked = _walk(connection, bounds, wanted, already=already)
        if len(walked) == wanted:
            return walked
    ranked = connection.scalars(_ranked, bounds | {"count": limit + len(already)})
    return [party_id for party_id in ranked if party_id not in already][:wanted]


def _walk(connection: Connection, bounds: dict[str, str], wanted: int, *, already: Sequence[int]) -> list[int]:
    """Those who came last, newest first; fewer than `wanted` when the walk ended before it met enough of them."""
    found: dict[int, None] = {}
    rows = connection.scalars(_visits_backwards, bounds | {"walked": WALKED_VISITS})
    for party_id in rows:
        if party_id not in already:
            found[party_id] = None
        if len(found) == wanted:
            break
    rows.close()
    return list(found)
