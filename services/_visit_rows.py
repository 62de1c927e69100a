"""Turning a checked visit form into rows: the person, the matters, their materials and the cases they open."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.labels import matter_in_brief
from domain.numbering import Series
from domain.text import shortened
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import Outcome, case_series
from models.case import CaseFile
from models.operator import Operator
from models.party import Party
from models.station import Station
from models.visit import Material, Matter, Visit, VisitParty
from services import _numbers
from services._base import Change
from services._people_rows import add_person, write_back_contact
from system.errors import Conflict, Invalid, NotFound

TITLE_CHARACTERS = 60


def visitor(change: Change, form: VisitForm) -> Party | None:
    """The person of this visit: known, made on the spot, or nobody for an anonymous visit. Raises NotFound."""
    if form.new_person is not None:
        return add_person(change, form.new_person)
    if form.person_id is None:
        return None
    party = change.session.get(Party, form.person_id)
    if party is None:
        raise NotFound("这位服务对象的档案找不到了，请重新查找。")
    write_back_contact(change, party, phone=form.phone, address=form.address)
    return party


def add_visit(change: Change, form: VisitForm, party: Party | None, station: Station) -> Visit:
    """The visit's row under its number of the day."""
    taken = _numbers.take(change.session, Series.VISIT, change.now.date(), station)
    visit = Visit(
        uuid=form.uuid,
        number=taken.text,
        day=change.now.date(),
        seq=taken.seq,
        visited_at=change.now,
        channel=form.channel.value,
        headcount=form.headcount,
        anonymous=party is None,
        address=form.address,
        address_unclear=form.address_unclear,
        operator_id=change.actor.id,
        created_at=change.now,
    )
    change.session.add(visit)
    change.session.flush()
    if party is not None:
        change.session.add(VisitParty(visit_id=visit.id, party_id=party.id))
    return visit


@dataclass(frozen=True)
class Opened:
    """The visit that is being saved: what its matters need to know of it."""

    visit: Visit
    party: Party | None
    station: Station


def add_matter(change: Change, opened: Opened, matter: MatterForm, position: int) -> str:
    """Add one matter with its materials; returns the number of the case that it opened or joined, "" for none."""
    assert matter.outcome is not None  # the rules asked for it
    handler = _handler(change, matter, position)
    joins = matter.outcome is Outcome.JOINED
    case = _joined_case(change, opened, matter, position) if joins else _new_case(change, opened, matter, handler)
    row = Matter(
        visit_id=opened.visit.id,
        position=position,
        kind=matter.kind.value,
        category=matter.category,
        narrative=matter.narrative,
        outcome=matter.outcome.value,
        reply=matter.reply,
        refer_to=matter.refer_to,
        handler_id=handler,
        case_id=None if case is None else case.id,
    )
    change.session.add(row)
    change.session.flush()
    change.session.add_all(
        Material(matter_id=row.id, position=place, name=paper.name, copies=paper.copies, original=paper.original)
        for place, paper in enumerate(matter.materials)
    )
    return "" if case is None else case.number


def _handler(change: Change, matter: MatterForm, position: int) -> int:
    if not matter.handler:
        return change.actor.id
    found = change.session.scalar(select(Operator.id).where(Operator.uuid == matter.handler, Operator.active))
    if found is None:
        raise Invalid({f"matters.{position}.handler": "这位承办人已停用，请另选一位。"})
    return found


def _new_case(change: Change, opened: Opened, matter: MatterForm, handler: int) -> CaseFile | None:
    assert matter.outcome is not None
    series = case_series(matter.outcome)
    if series is None:
        return None
    taken = _numbers.take(change.session, series, change.now.date(), opened.station)
    case = CaseFile(
        series=series.value,
        period=taken.period,
        seq=taken.seq,
        number=taken.text,
        title=case_title(matter),
        category=matter.category,
        party_id=None if opened.party is None else opened.party.id,
        opened_at=change.now,
        opened_by=change.actor.id,
        handler_id=handler,
    )
    change.session.add(case)
    change.session.flush()
    change.audit("case.opened", "case", case.uuid, {"number": case.number})
    return case


def _joined_case(change: Change, opened: Opened, matter: MatterForm, position: int) -> CaseFile:
    party = opened.party
    case = change.session.get(CaseFile, matter.join_case_id)
    if case is None or (party is not None and case.party_id != party.id):
        raise Invalid({f"matters.{position}.join_case_id": "要并入的不是这位来访人的在办件，请重新选择。"})
    if case.closed_at is not None:
        raise Conflict(f"{case.number}已经办结，不能再并入。请改选别的处理结果。")
    return case


def case_title(matter: MatterForm) -> str:
    """A case's name in lists: its category and how the narrative begins."""
    return shortened(matter_in_brief(matter.category, matter.narrative, TITLE_CHARACTERS), TITLE_CHARACTERS)
