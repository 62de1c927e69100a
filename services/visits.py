"""Registering a visit: the person, the matters, the numbers and the receipt, in one transaction or not at all."""

import datetime as dt
import logging
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from domain.permissions import Permission
from domain.visit_rules import VisitForm, check_visit, tidy_visit
from domain.vocabulary import Outcome
from models.case import CaseFile
from models.draft import Draft
from models.visit import Matter, Visit
from services import _settings
from services._base import Change, Changes, Context, Service
from services._papers import IssuedPaper, RenderedPapers
from services._visit_papers import issue_receipt
from services._visit_rows import Opened, add_call_back, add_matter, add_visit, comers, with_known_address
from services._visit_views import (
    CaseDetail,
    CaseRow,
    GuestView,
    MatterView,
    UnitView,
    VisitDetail,
    VisitRow,
    case_row,
    case_rows_query,
    receipt_of,
    visit_detail,
    visit_rows,
)
from system.errors import Invalid, NotFound

__all__ = [
    "CaseDetail",
    "CaseRow",
    "Figures",
    "GuestView",
    "MatterView",
    "SavedVisit",
    "UnitView",
    "VisitDetail",
    "VisitRow",
    "Visits",
    "saved",
]

log = logging.getLogger(__name__)
# The state of the service flow in which a case waits for papers.
SUPPLEMENT = "supplement"


@dataclass(frozen=True)
class SavedVisit:
    """A visit that is safely on the disk, with the receipt to be printed.

    `case_numbers` and `case_ids` are those of the matters that opened or joined a case, in the order of the matters;
    `short_cases` are the service cases among them that were opened and still lack papers.
    """

    id: int
    number: str
    document: IssuedPaper
    case_numbers: tuple[str, ...]
    changes: Changes
    notice: str = ""
    short_cases: tuple[int, ...] = ()
    case_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figures:
    """The small figures of the workbench. Visits count people (人次): everybody who came along counts.

    A late entry counts on the day on which it was; a void visit counts nowhere.
    """

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
        with self.change(Permission.VISIT_REGISTER) as change:
            before = _saved_before(change.session, form.uuid)
            if before is not None:
                return before
            today = change.now.date()
            form = with_known_address(change.session, tidy_visit(form, today))
            faults = check_visit(form, today)
            if faults:
                raise Invalid(faults)
            return self._save(change, form)

    def _save(self, change: Change, form: VisitForm) -> SavedVisit:
        notice = _clock_notice(change)
        station = _settings.station(change.session)
        came = comers(change, form)
        visit = add_visit(change, form, came, station)
        opened = Opened(visit, came, station)
        numbers = tuple(add_matter(change, opened, matter, position) for position, matter in enumerate(form.matters))
        add_call_back(change, opened, form)
        change.session.execute(delete(Draft).where(Draft.uuid == form.uuid, Draft.operator_id == change.actor.id))
        change.audit("visit.saved", "visit", visit.uuid, {"number": visit.number, "matters": len(numbers)})
        document = issue_receipt(change, self._papers, form, opened, numbers)
        subjects = ["visit", "person", "document", "draft", "case", *(["call_back"] if form.call_back else [])]
        changes = self.changed(*subjects, row=visit.id)
        return _with_cases(change.session, SavedVisit(visit.id, visit.number, document, (), changes, notice))

    def of_day(self, day: dt.date, *, limit: int = 500) -> tuple[VisitRow, ...]:
        """The visits with a number of this day, newest first, void ones and late entries among them."""
        with self.look(Permission.VISIT_READ) as session:
            return visit_rows(session, select(Visit.id).where(Visit.day == day).order_by(Visit.seq.desc()).limit(limit))

    def today(self) -> tuple[VisitRow, ...]:
        """Today's visits, newest first."""
        return self.of_day(self._context.clock.today())

    def detail(self, visit_id: int) -> VisitDetail:
        """One visit with its matters and its receipt; raises NotFound."""
        with self.look(Permission.VISIT_READ) as session:
            return visit_detail(session, visit_id)

    def open_cases(self, *, limit: int = 100) -> tuple[CaseRow, ...]:
        """Cases that aren't closed: by the day they are due, then those without one, the longest open first."""
        # Two reads in the order of one index: sorted as one list, all open cases would be read for the first few.
        still_open = case_rows_query().where(CaseFile.closed_at.is_(None))
        due = still_open.where(CaseFile.due.is_not(None)).order_by(CaseFile.due, CaseFile.opened_at, CaseFile.id)
        undue = still_open.where(CaseFile.due.is_(None)).order_by(CaseFile.opened_at, CaseFile.id)
        with self.look(Permission.VISIT_READ) as session:
            rows = session.execute(due.limit(limit)).all()
            if len(rows) < limit:
                rows = [*rows, *session.execute(undue.limit(limit - len(rows)))]
            return tuple(case_row(row) for row in rows)

    def case(self, case_id: int) -> CaseDetail:
        """One case; raises NotFound."""
        query = case_rows_query().where(CaseFile.id == case_id)
        with self.look(Permission.VISIT_READ) as session:
            found = session.execute(query).one_or_none()
            if found is None:
                raise NotFound("没有这一件。")
            visits = select(Matter.visit_id).where(Matter.case_id == case_id).order_by(Matter.visit_id.desc())
            case, rows = found.CaseFile, visit_rows(session, visits.distinct())
            return CaseDetail(case_row(found), case.closed_at, case.voided, rows)

    def figures(self) -> Figures:
        """Today's and this month's visitors, and the open cases by series."""
        today = self._context.clock.today()
        with self.look(Permission.VISIT_READ) as session:
            still_open = select(CaseFile.series, func.count()).where(CaseFile.closed_at.is_(None))
            open_cases = session.execute(still_open.group_by(CaseFile.series))
            return Figures(
                visits_today=_visitors(session, today, today),
                visits_month=_visitors(session, today.replace(day=1), today),
                open_cases=dict(open_cases.all()),
            )


def _saved_before(session: Session, uuid: str) -> SavedVisit | None:
    visit = session.scalar(select(Visit).where(Visit.uuid == uuid))
    return None if visit is None else saved(session, visit, Changes(frozenset(), visit.id))


def saved(session: Session, visit: Visit, changes: Changes) -> SavedVisit:
    """The visit as it stands, with its newest receipt."""
    document = receipt_of(session, visit.id)
    assert document is not None  # saved in the same transaction as the visit
    return _with_cases(session, SavedVisit(visit.id, visit.number, document, (), changes))


def _with_cases(session: Session, visit: SavedVisit) -> SavedVisit:
    rows = session.execute(
        select(CaseFile.number, CaseFile.id)
        .join(Matter, Matter.case_id == CaseFile.id)
        .where(Matter.visit_id == visit.id)
        .order_by(Matter.position)
    ).all()
    return replace(
        visit,
        case_numbers=tuple(row.number for row in rows),
        case_ids=tuple(row.id for row in rows),
        short_cases=_short_cases(session, visit.id),
    )


def _short_cases(session: Session, visit_id: int) -> tuple[int, ...]:
    """The service cases that a visit opened and that wait for papers."""
    query = select(CaseFile.id).join(Matter, Matter.case_id == CaseFile.id)
    query = query.where(
        Matter.visit_id == visit_id, Matter.outcome == Outcome.SERVICE_OPENED, CaseFile.state == SUPPLEMENT
    )
    return tuple(session.scalars(query.order_by(Matter.position)))


def _clock_notice(change: Change) -> str:
    """What to say when the machine's day lies before that of the last visit: the numbers go on, the day is wrong."""
    last = change.session.scalar(select(Visit.day).order_by(Visit.id.desc()).limit(1))
    today = change.now.date()
    if last is None or last <= today:
        return ""
    days = (last - today).days
    log.warning("the clock is %d days before the last visit", days)
    return (
        f"电脑时钟比上一次登记早了 {days} 天（现在是 {today.isoformat()}，上一次登记在 {last.isoformat()}）。"
        "号码照常往下排，没有重号；请核对电脑的日期，改好后再登记下一位。"
    )


def _visitors(session: Session, first: dt.date, last: dt.date) -> int:
    query = select(func.coalesce(func.sum(Visit.headcount), 0)).where(
        Visit.visited_day.between(first, last), Visit.voided_at.is_(None)
    )
    return session.scalar(query) or 0
