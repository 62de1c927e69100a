"""Registering a visit: the person, the matters, the numbers and the receipt, in one transaction or not at all."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from domain.labels import OUTCOME_LABELS, matter_category_label, matter_in_brief
from domain.permissions import Permission
from domain.visit_rules import VisitForm, check_visit, tidy_visit, visit_address
from domain.vocabulary import Outcome
from models.case import CaseFile
from models.document import Document
from models.draft import Draft
from models.operator import Operator
from models.party import Party
from models.visit import Matter, Visit, VisitParty
from services import _settings
from services._base import Change, Changes, Context, Service
from services._papers import IssuedPaper, RenderedPapers, describe, issue
from services._person_lines import shown_name
from services._receipt import receipt_data
from services._visit_rows import Opened, add_matter, add_visit, visitor
from system.errors import Invalid, NotFound

SUMMARY_CHARACTERS = 40


@dataclass(frozen=True)
class SavedVisit:
    """A visit that is safely on the disk, with the receipt to be printed."""

    id: int
    number: str
    document: IssuedPaper
    case_numbers: tuple[str, ...]
    changes: Changes


@dataclass(frozen=True)
class VisitRow:
    """One line of a day's visits; `person` is empty for somebody who left no name."""

    id: int
    number: str
    visited_at: dt.datetime
    person_id: int | None
    person: str
    headcount: int
    summary: str
    outcomes: tuple[str, ...]
    operator: str


@dataclass(frozen=True)
class MatterView:
    """One matter as it was recorded."""

    category: str
    narrative: str
    outcome: str
    reply: str
    refer_to: str
    case_number: str
    handler: str


@dataclass(frozen=True)
class VisitDetail:
    """One visit as it was recorded."""

    row: VisitRow
    matters: tuple[MatterView, ...]
    receipt: IssuedPaper | None


@dataclass(frozen=True)
class CaseRow:
    """One open case in the list of what is being handled."""

    id: int
    series: str
    number: str
    title: str
    person_id: int | None
    person: str
    opened_at: dt.datetime
    handler: str


@dataclass(frozen=True)
class CaseDetail:
    """One case, open or closed, with the visits in which it came up, newest first."""

    row: CaseRow
    closed_at: dt.datetime | None
    visits: tuple[VisitRow, ...]


@dataclass(frozen=True)
class Figures:
    """The small figures of the workbench. Visits count people (人次): everybody who came along counts."""

    visits_today: int
    visits_month: int
    open_cases: dict[str, int]


class Visits(Service):
    """Visits of this station."""

    def __init__(self, context: Context, papers: RenderedPapers) -> None:
        """Share rendered sheets with the register."""
        super().__init__(context)
        self._papers = papers

    def save(self, form: VisitForm) -> SavedVisit:
        """Save the visit, take its number, open its cases and issue its receipt.

        Saving the same form (by its uuid) again returns the visit that is already there: after a crash between commit
        and printing, the clerk may press Ctrl+Enter once more without making a second visit. Raises Invalid (field →
        sentence), NotFound, Conflict, Denied, Trouble; then nothing was changed.
        """
        self.require(Permission.VISIT_REGISTER)
        today = self._context.clock.today()
        form = self._with_known_address(tidy_visit(form, today))
        faults = check_visit(form, today)
        if faults:
            raise Invalid(faults)
        with self.change(Permission.VISIT_REGISTER) as change:
            before = _saved_before(change.session, form.uuid)
            return before if before is not None else self._save(change, form)

    def _with_known_address(self, form: VisitForm) -> VisitForm:
        """The form with the address that is on record, where none was typed."""
        if visit_address(form) or form.address_unclear or form.person_id is None:
            return replace(form, address=visit_address(form))
        with self.look(None) as session:
            known = session.scalar(select(Party.address).where(Party.id == form.person_id))
        return replace(form, address=known or "")

    def _save(self, change: Change, form: VisitForm) -> SavedVisit:
        station = _settings.station(change.session)
        party = visitor(change, form)
        visit = add_visit(change, form, party, station)
        opened = Opened(visit, party, station)
        numbers = tuple(add_matter(change, opened, matter, position) for position, matter in enumerate(form.matters))
        change.session.execute(delete(Draft).where(Draft.uuid == form.uuid, Draft.operator_id == change.actor.id))
        change.audit("visit.saved", "visit", visit.uuid, {"number": visit.number, "matters": len(numbers)})
        data = receipt_data(form, visit, party, station, numbers, operator=change.actor.name)
        document = issue(
            change,
            self._papers,
            kind="visit_receipt",
            data=data,
            number=visit.number,
            visit_id=visit.id,
            party_id=None if party is None else party.id,
        )
        changes = self.changed("visit", "person", "document", "draft", "case", row=visit.id)
        return SavedVisit(visit.id, visit.number, document, tuple(n for n in numbers if n), changes)

    def of_day(self, day: dt.date, *, limit: int = 200) -> tuple[VisitRow, ...]:
        """The visits of one day, newest first."""
        with self.look(Permission.VISIT_READ) as session:
            return _rows(session, select(Visit.id).where(Visit.day == day).order_by(Visit.seq.desc()).limit(limit))

    def today(self) -> tuple[VisitRow, ...]:
        """Today's visits, newest first."""
        return self.of_day(self._context.clock.today())

    def detail(self, visit_id: int) -> VisitDetail:
        """One visit with its matters and its receipt; raises NotFound."""
        with self.look(Permission.VISIT_READ) as session:
            rows = _rows(session, select(Visit.id).where(Visit.id == visit_id))
            if not rows:
                raise NotFound("没有这条来访记录。")
            matters = session.execute(
                select(Matter, Operator.name, CaseFile.number)
                .join(Operator, Operator.id == Matter.handler_id)
                .outerjoin(CaseFile, CaseFile.id == Matter.case_id)
                .where(Matter.visit_id == visit_id)
                .order_by(Matter.position)
            )
            views = tuple(_matter_view(*row) for row in matters)
            query = select(Document).where(Document.visit_id == visit_id).order_by(Document.id.desc()).limit(1)
            document = session.scalar(query)
            return VisitDetail(rows[0], views, None if document is None else describe(document))

    def open_cases(self, *, limit: int = 100) -> tuple[CaseRow, ...]:
        """Cases that aren't closed, the longest open first."""
        query = (
            select(CaseFile, Party.name, Operator.name)
            .outerjoin(Party, Party.id == CaseFile.party_id)
            .join(Operator, Operator.id == CaseFile.handler_id)
            .where(CaseFile.closed_at.is_(None))
            .order_by(CaseFile.opened_at, CaseFile.id)
            .limit(limit)
        )
        with self.look(Permission.VISIT_READ) as session:
            return tuple(_case_row(*row) for row in session.execute(query))

    def case(self, case_id: int) -> CaseDetail:
        """One case; raises NotFound."""
        query = (
            select(CaseFile, Party.name, Operator.name)
            .outerjoin(Party, Party.id == CaseFile.party_id)
            .join(Operator, Operator.id == CaseFile.handler_id)
            .where(CaseFile.id == case_id)
        )
        with self.look(Permission.VISIT_READ) as session:
            found = session.execute(query).one_or_none()
            if found is None:
                raise NotFound("没有这一件。")
            visits = select(Matter.visit_id).where(Matter.case_id == case_id).order_by(Matter.visit_id.desc())
            return CaseDetail(_case_row(*found), found[0].closed_at, _rows(session, visits.distinct()))

    def figures(self) -> Figures:
        """Today's and this month's visitors, and the open cases by series."""
        today = self._context.clock.today()
        with self.look(Permission.VISIT_READ) as session:
            # Counted here: asked to group, SQLite walks the index of all cases ever instead of the one of open cases.
            open_cases = session.scalars(select(CaseFile.series).where(CaseFile.closed_at.is_(None)))
            return Figures(
                visits_today=_visitors(session, today, today),
                visits_month=_visitors(session, today.replace(day=1), today),
                open_cases=dict(Counter(open_cases)),
            )


def _saved_before(session: Session, uuid: str) -> SavedVisit | None:
    visit = session.scalar(select(Visit).where(Visit.uuid == uuid))
    if visit is None:
        return None
    document = session.scalars(select(Document).where(Document.visit_id == visit.id).order_by(Document.id)).first()
    assert document is not None  # saved in the same transaction as the visit
    numbers = session.scalars(
        select(CaseFile.number).join(Matter, Matter.case_id == CaseFile.id).where(Matter.visit_id == visit.id)
    )
    return SavedVisit(visit.id, visit.number, describe(document), tuple(numbers), Changes(frozenset(), visit.id))


def _visitors(session: Session, first: dt.date, last: dt.date) -> int:
    query = select(func.coalesce(func.sum(Visit.headcount), 0)).where(Visit.day.between(first, last))
    return session.scalar(query) or 0


def _rows(session: Session, visit_ids: Select[int]) -> tuple[VisitRow, ...]:
    ids = list(session.scalars(visit_ids))
    visits = {
        row.id: row
        for row in session.execute(
            select(Visit.id, Visit.number, Visit.visited_at, Visit.headcount, Operator.name.label("operator"))
            .join(Operator, Operator.id == Visit.operator_id)
            .where(Visit.id.in_(ids))
        )
    }
    people = {
        row.visit_id: row
        for row in session.execute(
            select(VisitParty.visit_id, Party.id, Party.name)
            .join(Party, Party.id == VisitParty.party_id)
            .where(VisitParty.visit_id.in_(ids), VisitParty.role == "visitor")
        )
    }
    matters = _matters(session, ids)
    return tuple(
        VisitRow(
            id=row.id,
            number=row.number,
            visited_at=row.visited_at,
            person_id=people[row.id].id if row.id in people else None,
            person=shown_name(people[row.id].name) if row.id in people else "",
            headcount=row.headcount,
            summary="；".join(summary for summary, _ in matters[row.id]),
            outcomes=tuple(outcome for _, outcome in matters[row.id]),
            operator=row.operator,
        )
        for row in (visits[visit_id] for visit_id in ids)
    )


def _matters(session: Session, visit_ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
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


def _matter_view(matter: Matter, handler: str, case_number: str | None) -> MatterView:
    return MatterView(
        category=matter_category_label(matter.category),
        narrative=matter.narrative,
        outcome=OUTCOME_LABELS[Outcome(matter.outcome)],
        reply=matter.reply,
        refer_to=matter.refer_to,
        case_number=case_number or "",
        handler=handler,
    )


def _case_row(case: CaseFile, person: str | None, handler: str) -> CaseRow:
    return CaseRow(
        id=case.id,
        series=case.series,
        number=case.number,
        title=case.title,
        person_id=case.party_id,
        person="" if case.party_id is None else shown_name(person or ""),
        opened_at=case.opened_at,
        handler=handler,
    )
