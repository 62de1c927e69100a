"""The one search box: people, visits and cases by number, papers by their code, in one answer.

Each operator sees only the kinds that her roles let her read; what was found by a number or a code stands first.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from domain.dates import short_date
from domain.labels import (
    CASE_CLOSED,
    CASE_OPEN,
    CASE_VOID,
    NAME_NOT_LEFT,
    PAPER_LABELS,
    VISIT_LATE,
    VISIT_VOID,
    age_label,
)
from domain.names import normalise_name
from domain.numbering import NumberQuery, Series, period, read_number_query, render
from domain.paper_code import PaperCode, read_human_code
from domain.permissions import Permission
from domain.signed_code import code_in
from domain.text import single_line
from models.batch import SubmissionBatch
from models.case import CaseFile
from models.document import Document
from models.party import Party
from models.visit import Visit, VisitGuest, VisitParty
from services import _settings
from services._base import Context, Service
from services._person_card import visit_title
from services._person_lines import PersonHit, shown_name
from services.documents import SheetState
from services.people import People

PEOPLE_SHOWN = 8
# Of so many people that were found, the cases and last visits are shown too.
PEOPLE_FOLLOWED = 3
OTHERS_SHOWN = 5
# A visit's number without its day is looked for in so many days.
LATELY = 31
# Names of those who came along have no keys: the last ones are looked through, from two characters on.
GUESTS_LOOKED_AT = 4000
SHORTEST_NAME = 2
BETWEEN = "・"

_CASE_GROUPS = ((Series.PETITION, "信访诉求"), (Series.ASSISTANCE, "困难帮扶"), (Series.SERVICE, "办事"))


@dataclass(frozen=True)
class Hit:
    """One thing found. `kind` is person, visit, case or document; `match` is the piece of the title that fits.

    `detail` is a second line, for people only; `series` is a case's.
    """

    kind: str
    id: int
    title: str
    subtitle: str
    chip: str = ""
    match: str = ""
    detail: str = ""
    series: str = ""


@dataclass(frozen=True)
class Group:
    """Things of one kind under their heading."""

    title: str
    items: tuple[Hit, ...]


@dataclass(frozen=True)
class _Question:
    """What the typed or scanned text may mean."""

    text: str
    today: dt.date
    scanned: PaperCode | None
    code: str | None
    numbers: tuple[NumberQuery, ...]


class Search(Service):
    """Finds where a thing is."""

    def __init__(self, context: Context) -> None:
        """Find people as the desk does."""
        super().__init__(context)
        self._people = People(context)

    def everywhere(self, text: str) -> tuple[Group, ...]:
        """All that `text` may mean: a name, pinyin, a number or its tail, a visit's or case's number, a code, a scan.

        Raises Denied for somebody who may read neither people nor visits.
        """
        question = _read(text, self._context.clock.today())
        allowed = self.actor.permissions
        if Permission.VISIT_READ not in allowed:
            self.require(Permission.PERSON_READ)
        if not question.text:
            return ()
        found: tuple[PersonHit, ...] = ()
        if Permission.PERSON_READ in allowed and question.scanned is None:
            found = self._people.find(question.text, limit=PEOPLE_SHOWN)
        people = Group("人员", tuple(_person(hit, question.today) for hit in found))
        if Permission.VISIT_READ not in allowed:
            return (people,) if people.items else ()
        with self.look(Permission.VISIT_READ) as session:
            papers = _papers(session, question)
            visits, cases = _visits(session, question), _cases(session, question)
            known = Permission.PERSON_READ in allowed
            ids = [hit.id for hit in found[:PEOPLE_FOLLOWED]]
            named = [*papers, *_visit_groups(visits, question, known), *_case_groups(cases, known)]
            theirs = [
                *_case_groups(_cases_of(session, ids, but={row.id for row in cases}), known),
                *_visit_groups(_visits_of(session, ids, but={row.id for row in visits}), question, known),
            ]
            if known:
                shown = {hit.id for group in (*named, *theirs) for hit in group.items if hit.kind == "visit"}
                theirs += _visit_groups(_visits_with(session, question.text, but=shown), question, known)
        return tuple(group for group in _merged([*named, people, *theirs]) if group.items)


def by_number(session: Session, text: str, today: dt.date, *, known: bool) -> tuple[Hit, ...]:
    """The visits and cases that a number means, in any of its short forms; `known` shows whose they are."""
    question = _read(text, today)
    visits, cases = _visits(session, question), _cases(session, question)
    groups = [*_visit_groups(visits, question, known), *_case_groups(cases, known)]
    return tuple(hit for group in groups for hit in group.items)


def _read(text: str, today: dt.date) -> _Question:
    plain = single_line(text)
    # A day's number is often typed without its letters: 1124-7.
    readings = [read_number_query(plain, today), *([read_number_query(f"LF{plain}", today)] if "-" in plain else [])]
    numbers = tuple(dict.fromkeys(reading for reading in readings if reading is not None))
    return _Question(plain, today, code_in(plain), read_human_code(plain), numbers)


def _merged(groups: Sequence[Group]) -> Iterator[Group]:
    """Groups of one heading become one, at the place of the first that holds anything."""
    items: dict[str, list[Hit]] = {}
    for group in groups:
        if group.items:
            items.setdefault(group.title, []).extend(group.items)
    yield from (Group(title, tuple(hits)) for title, hits in items.items())


# ---- people


def _person(hit: PersonHit, today: dt.date) -> Hit:
    visited = f"上次来访 {short_date(hit.last_visit, today)}" if hit.last_visit else "从未来访"
    facts = (
        " ".join(filter(None, (hit.sex_label, age_label(hit.age)))),
        hit.identity_masked,
        hit.phone_masked,
    )
    detail = BETWEEN.join(filter(None, (hit.community, visited)))
    chip = f"在办 {hit.open_cases} 件" if hit.open_cases else ""
    return Hit("person", hit.id, hit.name, BETWEEN.join(filter(None, facts)), chip, hit.match, detail)


# ---- papers


def _papers(session: Session, question: _Question) -> list[Group]:
    code = question.scanned.code if question.scanned else question.code
    if code is None:
        return [Group("文书", tuple(_paper(one, question.today) for one in _papers_numbered(session, question)))]
    query = select(Document).where(Document.human_code == code).order_by(Document.id.desc()).limit(OTHERS_SHOWN)
    if question.scanned:
        query = query.where(Document.number == question.scanned.number)
    return [Group("文书", tuple(_paper(document, question.today) for document in session.scalars(query)))]


# Papers with a number of their own, and how far back a number that names no period is looked for.
_OWN_NUMBERS: Mapping[Series, tuple[dt.timedelta, ...]] = {
    Series.MATERIALS: (dt.timedelta(), dt.timedelta(days=365)),
    Series.STATION_PAPER: tuple(dt.timedelta(days=back) for back in range(7)),
}


def _papers_numbered(session: Session, question: _Question) -> Sequence[Document]:
    """Sheets with a number of their own; those that bear their visit's are found with the visit."""
    numbers = [question.text.upper()]
    station = _settings.station(session)
    for query in question.numbers:
        series = query.series
        if series is None or series not in _OWN_NUMBERS:
            continue
        spans = (
            [query.period] if query.period else [period(series, question.today - back) for back in _OWN_NUMBERS[series]]
        )
        numbers += [
            render(series, span, query.seq, short_name=station.short_name, window_letter=station.window_letter)
            for span in spans
        ]
    of_visits = select(Visit.number).where(Visit.number.in_(numbers))
    found = select(Document).where(Document.number.in_(numbers), Document.number.not_in(of_visits))
    return session.scalars(found.order_by(Document.id.desc()).limit(OTHERS_SHOWN)).all()


def _paper(document: Document, today: dt.date) -> Hit:
    title = f"{document.number} {PAPER_LABELS[document.kind]}"
    issued = f"{short_date(document.issued_day, today)} 出具"
    reprint = f"补印 {document.reprint}" if document.reprint else ""
    chip = VISIT_VOID if document.state == SheetState.VOID else reprint
    return Hit("document", document.id, title, BETWEEN.join((issued, document.human_code)), chip)


# ---- visits

_visit_lines: Select[*tuple[Any, ...]] = (
    select(
        Visit.id,
        Visit.number,
        Visit.visited_at,
        Visit.channel,
        Visit.voided_at,
        Visit.corrections,
        Visit.day,
        Visit.visited_day,
        Party.name.label("person"),
        Party.id.label("who"),
    )
    .outerjoin(VisitParty, (VisitParty.visit_id == Visit.id) & (VisitParty.role == "visitor"))
    .outerjoin(Party, Party.id == VisitParty.party_id)
    .order_by(Visit.day.desc(), Visit.seq.desc())
    .limit(OTHERS_SHOWN)
)


def _visits(session: Session, question: _Question) -> Sequence[Row[Any]]:
    number = question.scanned.number if question.scanned else question.text.upper()
    rows = session.execute(_visit_lines.where(Visit.number == number)).all()
    if rows or question.scanned:
        return rows
    wanted = [_visit_condition(query, question.today) for query in question.numbers if query.series is Series.VISIT]
    return session.execute(_visit_lines.where(or_(*wanted))).all() if wanted else ()


def _visit_condition(query: NumberQuery, today: dt.date) -> ColumnElement[bool]:
    """The day and the place in it; a number without a day means one of the last weeks."""
    conditions = [Visit.seq == query.seq]
    if query.period is not None:
        conditions.append(Visit.day == _day(query.period))
    else:
        conditions.append(Visit.day > today - dt.timedelta(days=LATELY))
    if query.window:
        conditions.append(Visit.number.contains(f"-{query.window}", autoescape=True))
    return and_(*conditions)


def _day(period: str) -> dt.date | None:
    """The day of a daily period; None, which no visit has, for one that the calendar doesn't know."""
    try:
        return dt.date.fromisoformat(period)
    except ValueError:
        return None


def _visits_of(session: Session, people: Sequence[int], *, but: set[int]) -> Sequence[Row[Any]]:
    """The last visits of these people."""
    ids = session.scalars(
        select(VisitParty.visit_id)
        .where(VisitParty.party_id.in_(people))
        .order_by(VisitParty.visit_id.desc())
        .limit(OTHERS_SHOWN)
    ).all()
    rows = session.execute(_visit_lines.where(Visit.id.in_(ids))).all()
    return [row for row in rows if row.id not in but]


def _visits_with(session: Session, text: str, *, but: set[int]) -> Sequence[Row[Any]]:
    """The last visits to which somebody of this name came along who isn't in the register."""
    name = normalise_name(text)
    if len(name) < SHORTEST_NAME:
        return ()
    newest = select(func.max(VisitGuest.id) - GUESTS_LOOKED_AT).scalar_subquery()
    ids = session.scalars(
        select(VisitGuest.visit_id)
        .where(VisitGuest.id > newest, VisitGuest.name.startswith(name, autoescape=True))
        .order_by(VisitGuest.id.desc())
        .limit(OTHERS_SHOWN)
    ).all()
    rows = session.execute(_visit_lines.where(Visit.id.in_(ids))).all() if ids else ()
    return [row for row in rows if row.id not in but]


def _visit_groups(rows: Sequence[Row[Any]], question: _Question, known: bool) -> list[Group]:
    return [Group("来访", tuple(_visit(row, question.today, known) for row in rows))]


def _visit(row: Row[Any], today: dt.date, known: bool) -> Hit:
    late = row.visited_day != row.day
    when = short_date(row.visited_day, today) + (f" {VISIT_LATE}" if late else f" {row.visited_at:%H:%M}")
    facts = (_who(row, known), f"{when} {visit_title(row.channel)}")
    corrected = f"更正 {row.corrections}" if row.corrections else ""
    chip = VISIT_VOID if row.voided_at is not None else corrected
    return Hit("visit", row.id, row.number, BETWEEN.join(filter(None, facts)), chip)


# ---- cases

_case_lines: Select[*tuple[Any, ...]] = (
    select(
        CaseFile.id,
        CaseFile.number,
        CaseFile.series,
        CaseFile.title,
        CaseFile.closed_at,
        CaseFile.voided,
        Party.name.label("person"),
        Party.id.label("who"),
    )
    .outerjoin(Party, Party.id == CaseFile.party_id)
    .order_by(CaseFile.period.desc(), CaseFile.seq.desc())
    .limit(OTHERS_SHOWN)
)


def _cases(session: Session, question: _Question) -> Sequence[Row[Any]]:
    number = question.scanned.number if question.scanned else question.text
    named = or_(CaseFile.number == number, CaseFile.official_number == number)
    rows = session.execute(_case_lines.where(named)).all()
    if rows or question.scanned:
        return rows
    wanted = [_case_condition(query) for query in question.numbers if query.series not in (Series.VISIT, Series.BATCH)]
    wanted += [_in_batch(query) for query in question.numbers if query.series is Series.BATCH]
    return session.execute(_case_lines.where(or_(*wanted))).all() if wanted else ()


def _in_batch(query: NumberQuery) -> ColumnElement[bool]:
    """The cases of a bundle."""
    conditions = [SubmissionBatch.seq == query.seq]
    if query.period is not None:
        conditions.append(SubmissionBatch.period == query.period)
    return CaseFile.batch_id.in_(select(SubmissionBatch.id).where(*conditions))


def _case_condition(query: NumberQuery) -> ColumnElement[bool]:
    """The place in the series, in each series and each year that the number leaves open."""
    every = [series.value for series, _ in _CASE_GROUPS]
    conditions = [CaseFile.series.in_([query.series.value] if query.series else every), CaseFile.seq == query.seq]
    if query.period is not None:
        conditions.append(CaseFile.period == query.period)
    return and_(*conditions)


def _cases_of(session: Session, people: Sequence[int], *, but: set[int]) -> Sequence[Row[Any]]:
    """The newest cases of these people, open ones first."""
    query = _case_lines.where(CaseFile.party_id.in_(people)).order_by(None)
    query = query.order_by(CaseFile.closed_at.is_not(None), CaseFile.opened_at.desc(), CaseFile.id.desc())
    return [row for row in session.execute(query) if row.id not in but]


def _case_groups(rows: Sequence[Row[Any]], known: bool) -> list[Group]:
    return [
        Group(title, tuple(_case(row, known) for row in rows if row.series == series)) for series, title in _CASE_GROUPS
    ]


def _case(row: Row[Any], known: bool) -> Hit:
    closed = CASE_VOID if row.voided else CASE_CLOSED
    chip = CASE_OPEN if row.closed_at is None else closed
    about = BETWEEN.join(filter(None, (_who(row, known), row.title)))
    return Hit("case", row.id, row.number, about, chip, series=row.series)


def _who(row: Row[Any], known: bool) -> str:
    """The visitor's name; nothing for somebody who may not read people."""
    if not known:
        return ""
    return shown_name(row.person) if row.who is not None else NAME_NOT_LEFT
