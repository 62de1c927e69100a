"""The rows of the ledger of visits (来访登记台账) and their sums, in portions: a year weighs no more than a day.

A visit stands under its number, a late entry too; a visit with several matters has a row for each. Whoever only counts
the column of heads gets the visitors of the period: it is filled once for each visit that isn't void.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, aliased

from domain.identity import mask_identity
from domain.labels import (
    NAME_NOT_LEFT,
    OUTCOME_LABELS,
    SCALE_LABELS,
    VISIT_LATE,
    VISIT_VOID,
    matter_category_label,
    sex_label,
)
from domain.phones import mask_phone
from domain.ratings import level, scale_of
from domain.tables import limit
from domain.text import in_one_line, shortened
from domain.vocabulary import MatterKind, Outcome, RatingScale
from models.case import CaseFile
from models.operator import Operator
from models.party import Party
from models.visit import Matter, Rating, Visit, VisitParty
from services._person_card import REPEAT_DAYS
from services._person_lines import UNIT, VISITOR, shown_name

PORTION = 400
# Two lines of the column.
MATTER_CHARACTERS = 28
REFER_CHARACTERS = 14
NOT_COUNTED = "——"

Progress = Callable[[int, int], object]
"""Told how many visits of how many are read; what it raises ends the work."""


@dataclass
class Ledger:
    """Rows as the form takes them (a text for each of its columns) and the sums of visits that aren't void."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    people: int = 0
    visits: int = 0
    groups: int = 0
    repeats: int = 0
    voids: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    ratings: dict[RatingScale, Counter[str]] = field(default_factory=dict)

    @property
    def outcome_words(self) -> str:
        """当场答复 118，立信访件 13; in the order of the screen."""
        return "，".join(
            f"{OUTCOME_LABELS[outcome]} {self.outcomes[outcome]}" for outcome in Outcome if self.outcomes[outcome]
        )

    @property
    def rating_words(self) -> str:
        """The share of ratings that aren't bad, each scale by itself: the two are never mixed."""
        return "；".join(_rating_words(scale, self.ratings[scale]) for scale in RatingScale if self.ratings.get(scale))


def read_ledger(session: Session, first: dt.date, last: dt.date, progress: Progress | None = None) -> Ledger:
    """The ledger of all visits numbered from `first` to `last`, by number."""
    ledger = Ledger()
    total = session.scalar(select(func.count()).select_from(Visit).where(Visit.day.between(first, last))) or 0
    years = first.year != last.year
    read = 0
    for visits in _portions(session, first, last):
        _add(session, ledger, visits, years)
        read += len(visits)
        if progress is not None:
            progress(read, total)
    return ledger


def _rating_words(scale: RatingScale, counts: Counter[str]) -> str:
    rated = counts.total()
    bad = sum(count for code, count in counts.items() if (found := level(scale, code)) is not None and found.bad)
    return f"{SCALE_LABELS[scale]} {rated} 次，满意率 {100 * (rated - bad) / rated:.1f}%"


def _portions(session: Session, first: dt.date, last: dt.date) -> Iterator[Sequence[Any]]:
    """Visits with who registered them, so many at once, each portion after the last visit of the one before."""
    after: tuple[dt.date, int] = (first, 0)
    while True:
        query = (
            select(
                Visit.id,
                Visit.number,
                Visit.day,
                Visit.seq,
                Visit.visited_at,
                Visit.visited_day,
                Visit.headcount,
                Visit.voided_at,
                Operator.name.label("operator"),
            )
            .join(Operator, Operator.id == Visit.operator_id)
            .where(tuple_(Visit.day, Visit.seq) > after, Visit.day <= last)
            .order_by(Visit.day, Visit.seq)
            .limit(PORTION)
        )
        rows = session.execute(query).all()
        if not rows:
            return
        yield rows
        after = (rows[-1].day, rows[-1].seq)


def _add(session: Session, ledger: Ledger, visits: Sequence[Any], years: bool) -> None:
    ids = [visit.id for visit in visits]
    comers, matters, ratings = _comers(session, ids), _matters(session, ids), _ratings(session, ids)
    repeats = _repeats(session, ids)
    for visit in visits:
        ledger.rows += _rows(visit, comers.get(visit.id), matters.get(visit.id, []), ratings.get(visit.id, {}), years)
        if visit.voided_at is not None:
            ledger.voids += 1
            continue
        ledger.visits += 1
        ledger.people += visit.headcount
        ledger.groups += visit.headcount >= limit("group_visit")
        ledger.repeats += visit.id in repeats
        ledger.outcomes.update(Outcome(matter.outcome) for matter in matters.get(visit.id, []))
        for scale, code in ratings.get(visit.id, {}).items():
            ledger.ratings.setdefault(scale, Counter())[code] += 1


# ------------------------------------------------------------------------------------------------------- what is read


def _comers(session: Session, ids: Sequence[int]) -> dict[int, Any]:
    """The visitor of each visit; a unit that came without a person stands in her place."""
    rows = session.execute(
        select(VisitParty.visit_id, VisitParty.role, Party.name, Party.sex, Party.identity, Party.phone)
        .join(Party, Party.id == VisitParty.party_id)
        .where(VisitParty.visit_id.in_(ids), VisitParty.role.in_((VISITOR, UNIT)))
    ).all()
    # A visitor overrules the unit for which she came.
    return {row.visit_id: row for row in sorted(rows, key=lambda row: row.role == VISITOR)}


def _matters(session: Session, ids: Sequence[int]) -> dict[int, list[Any]]:
    beginning = func.substr(Matter.narrative, 1, 3 * MATTER_CHARACTERS).label("beginning")
    rows = session.execute(
        select(
            Matter.visit_id,
            Matter.kind,
            Matter.category,
            beginning,
            Matter.outcome,
            Matter.refer_to,
            CaseFile.seq.label("case_seq"),
        )
        .outerjoin(CaseFile, CaseFile.id == Matter.case_id)
        .where(Matter.visit_id.in_(ids))
        .order_by(Matter.visit_id, Matter.position)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.visit_id, []).append(row)
    return found


def _ratings(session: Session, ids: Sequence[int]) -> dict[int, dict[RatingScale, str]]:
    rows = session.execute(select(Rating.visit_id, Rating.scale, Rating.level).where(Rating.visit_id.in_(ids)))
    found: dict[int, dict[RatingScale, str]] = {}
    for row in rows:
        found.setdefault(row.visit_id, {})[RatingScale(row.scale)] = row.level
    return found


def _repeats(session: Session, ids: Sequence[int]) -> set[int]:
    """Visits whose visitor had come on her own behalf not long before (as on the person's card)."""
    before, earlier = aliased(VisitParty), aliased(Visit)
    again = (
        select(before.visit_id)
        .join(earlier, earlier.id == before.visit_id)
        .where(
            before.party_id == VisitParty.party_id,
            before.role.in_((VISITOR, UNIT)),
            earlier.id < Visit.id,
            earlier.voided_at.is_(None),
            earlier.visited_day <= Visit.visited_day,
            earlier.visited_day > func.date(Visit.visited_day, f"-{REPEAT_DAYS} days"),
        )
        .exists()
    )
    query = (
        select(VisitParty.visit_id)
        .join(Visit, Visit.id == VisitParty.visit_id)
        .where(VisitParty.visit_id.in_(ids), VisitParty.role == VISITOR, again)
    )
    return set(session.scalars(query))


# ------------------------------------------------------------------------------------------------------------- rows


def _rows(
    visit: Any, comer: Any, matters: Sequence[Any], ratings: dict[RatingScale, str], years: bool
) -> Iterator[tuple[str, ...]]:
    """A row for each matter, in the columns of the form; a visit without any has one row all the same."""
    void = visit.voided_at is not None
    number = visit.number.rpartition("-")[2]
    who = (NAME_NOT_LEFT, "", "", "") if comer is None else (
        shown_name(comer.name), sex_label(comer.sex), mask_identity(comer.identity), mask_phone(comer.phone)
    )  # fmt: skip
    told: set[RatingScale] = set()
    for place, matter in enumerate(matters or [None]):
        people = NOT_COUNTED if void or place else str(visit.headcount)
        about = ("", "", VISIT_VOID if void else "", visit.operator, "")
        if matter is not None:
            scale = scale_of(MatterKind(matter.kind))
            rated = level(scale, ratings[scale]) if scale in ratings and scale not in told and not void else None
            told.add(scale)
            about = (
                matter_category_label(matter.category) if matter.category else "",
                shortened(in_one_line(matter.beginning), MATTER_CHARACTERS),
                VISIT_VOID if void else _outcome_words(matter),
                visit.operator,
                rated.label if rated else "",
            )
        yield (number, _time_words(visit, years), *who, people, *about)


def _time_words(visit: Any, years: bool) -> str:
    day = f"{visit.visited_day:%Y-%m-%d}" if years else f"{visit.visited_day:%m-%d}"
    return f"{day} {VISIT_LATE}" if visit.visited_day != visit.day else f"{day} {visit.visited_at:%H:%M}"


def _outcome_words(matter: Any) -> str:
    outcome = Outcome(matter.outcome)
    if outcome is Outcome.REFERRED and matter.refer_to:
        return "转" + shortened(in_one_line(matter.refer_to).removeprefix("转"), REFER_CHARACTERS)
    label = OUTCOME_LABELS[outcome]
    return label if matter.case_seq is None else f"{label} {matter.case_seq}号"
