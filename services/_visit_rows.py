"""Turning a checked visit form into rows: who came, the matters, their materials and the cases they open."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.labels import matter_in_brief
from domain.numbering import Series
from domain.phones import is_masked_phone
from domain.text import shortened
from domain.visit_rules import GuestForm, MatterForm, VisitForm, visit_address
from domain.vocabulary import Outcome, case_series
from models.case import CaseFile
from models.operator import Operator
from models.party import Party
from models.station import Station
from models.visit import Material, Matter, Visit, VisitGuest, VisitParty
from services import _call_backs, _case_opening, _catalogue, _numbers
from services._base import Change
from services._people_rows import add_person, write_back_contact
from services._person_lines import UNIT, VISITOR
from services._units import unit_of
from system.errors import Conflict, Invalid, NotFound

TITLE_CHARACTERS = 60


@dataclass(frozen=True)
class Comers:
    """Who came: the person, and the unit that sent her or came alone; neither for an anonymous visit."""

    person: Party | None
    unit: Party | None

    @property
    def leader(self) -> Party | None:
        """Whose visit it is, and whose the cases are that it opens."""
        return self.person or self.unit


def comers(change: Change, form: VisitForm) -> Comers:
    """Person and unit of this visit: known, made on the spot, or nobody. Raises NotFound."""
    return Comers(_visitor(change, form), unit_of(change, form.unit) if form.unit else None)


def with_known_address(session: Session, form: VisitForm) -> VisitForm:
    """The form with the address that is on record, where none was typed."""
    party_id = form.person_id or (form.unit.party_id if form.unit else None)
    if visit_address(form) or form.address_unclear or party_id is None:
        return replace(form, address=visit_address(form))
    return replace(form, address=session.scalar(select(Party.address).where(Party.id == party_id)) or "")


def _visitor(change: Change, form: VisitForm) -> Party | None:
    if form.new_person is not None:
        return add_person(change, form.new_person)
    if form.person_id is None:
        return None
    party = change.session.get(Party, form.person_id)
    if party is None:
        raise NotFound("这位服务对象的档案找不到了，请重新查找。")
    write_back_contact(change, party, phone=form.phone, address=form.address)
    return party


def add_visit(change: Change, form: VisitForm, came: Comers, station: Station) -> Visit:
    """The visit's row under its number of the day, with everybody who came."""
    taken = _numbers.take(change.session, Series.VISIT, change.now.date(), station)
    visit = Visit(
        uuid=form.uuid,
        number=taken.text,
        day=change.now.date(),
        seq=taken.seq,
        operator_id=change.actor.id,
        created_at=change.now,
    )
    fill_visit(visit, form, came)
    change.session.add(visit)
    change.session.flush()
    add_comers(change.session, visit.id, form, came)
    return visit


def fill_visit(visit: Visit, form: VisitForm, came: Comers) -> None:
    """What the form says of the visit as a whole."""
    visit.visited_at = visited_at(form, visit.created_at)
    visit.visited_day = visit.visited_at.date()
    visit.late_reason = form.late_reason
    visit.channel = form.channel.value
    visit.headcount = form.headcount
    visit.common = form.common
    visit.anonymous = came.leader is None
    visit.address = form.address
    visit.address_unclear = form.address_unclear


def visited_at(form: VisitForm, registered: dt.datetime) -> dt.datetime:
    """When it truly was: at the registration, or as a late entry says (midnight where no time is known)."""
    if form.visited_on is None:
        return registered
    return dt.datetime.combine(form.visited_on, form.visited_time or dt.time(), registered.tzinfo)


def add_comers(session: Session, visit_id: int, form: VisitForm, came: Comers) -> None:
    """Visitor, unit and everybody who came along. Raises Invalid where one stands there twice, or isn't there."""
    seen: set[int] = set()
    for party, role in ((came.person, VISITOR), (came.unit, UNIT if came.person else VISITOR)):
        if party is not None and party.id not in seen:
            session.add(VisitParty(visit_id=visit_id, party_id=party.id, role=role))
            seen.add(party.id)
    for position, guest in enumerate(form.guests):
        if is_masked_phone(guest.phone) or "*" in guest.identity:
            raise Invalid({f"guests.{position}.phone": "遮住的号码存不了，请重新输入，或留空。"})
        if guest.party_id is None:
            session.add(_guest(visit_id, guest, position))
            continue
        if guest.party_id in seen or session.get(Party, guest.party_id) is None:
            fault = "这位就是来访人，请去掉这一行。" if guest.party_id in seen else "这位的档案找不到了，请重新查找。"
            raise Invalid({f"guests.{position}.name": fault})
        seen.add(guest.party_id)
        session.add(
            VisitParty(
                visit_id=visit_id,
                party_id=guest.party_id,
                role=guest.role.value,
                position=position,
                relation=guest.relation,
            )
        )


def remove_comers(session: Session, visit_id: int) -> None:
    """Everybody's rows, before a correction writes them anew."""
    session.execute(delete(VisitParty).where(VisitParty.visit_id == visit_id))
    session.execute(delete(VisitGuest).where(VisitGuest.visit_id == visit_id))


def _guest(visit_id: int, guest: GuestForm, position: int) -> VisitGuest:
    return VisitGuest(
        visit_id=visit_id,
        role=guest.role.value,
        position=position,
        name=guest.name,
        identity=guest.identity,
        phone=guest.phone,
        address=guest.address,
        relation=guest.relation,
    )


@dataclass(frozen=True)
class Opened:
    """The visit that is being saved: what its matters need to know of it."""

    visit: Visit
    came: Comers
    station: Station


def add_matter(change: Change, opened: Opened, matter: MatterForm, position: int) -> str:
    """Add one matter with its materials; returns the number of the case that it opened or joined, "" for none."""
    assert matter.outcome is not None  # the rules asked for it
    handler = handler_of(change, matter, position)
    if matter.outcome is Outcome.JOINED:
        joined = joined_case(change.session, opened.came, matter, position)
        _case_opening.join(change, joined, opened.visit.number, matter)
        case: CaseFile | None = joined
    else:
        case = new_case(change, opened, matter, handler, position)
    row = Matter(visit_id=opened.visit.id, handler_id=handler, case_id=None if case is None else case.id)
    fill_matter(row, matter, position)
    change.session.add(row)
    change.session.flush()
    add_materials(change.session, row.id, matter)
    return "" if case is None else case.number


def fill_matter(row: Matter, matter: MatterForm, position: int) -> None:
    """What the form says of a matter."""
    assert matter.outcome is not None
    row.position = position
    row.kind, row.category = matter.kind.value, matter.category
    row.narrative, row.facts, row.reasons, row.earlier = (
        matter.narrative,
        matter.facts,
        matter.reasons,
        matter.earlier,
    )
    row.read_back = matter.read_back
    row.outcome, row.reply, row.refer_to = matter.outcome.value, matter.reply, matter.refer_to
    row.catalogue, row.fields, row.missing = matter.catalogue, dict(matter.fields), list(matter.missing)


def add_materials(session: Session, matter_id: int, matter: MatterForm) -> None:
    """The papers that were handed in with a matter."""
    session.add_all(
        Material(matter_id=matter_id, position=place, name=paper.name, copies=paper.copies, original=paper.original)
        for place, paper in enumerate(matter.materials)
    )


def handler_of(change: Change, matter: MatterForm, position: int) -> int:
    """The id of who handles the matter; raises Invalid where she is no longer here."""
    if not matter.handler:
        return change.actor.id
    found = change.session.scalar(select(Operator.id).where(Operator.uuid == matter.handler, Operator.active))
    if found is None:
        raise Invalid({f"matters.{position}.handler": "这位承办人已停用，请另选一位。"})
    return found


def new_case(change: Change, opened: Opened, matter: MatterForm, handler: int, position: int) -> CaseFile | None:
    """The case that the outcome opens, from the moment at which the visit truly was; None where it opens none."""
    assert matter.outcome is not None
    series, leader = case_series(matter.outcome), opened.came.leader
    if series is None:
        return None
    taken = _numbers.take(change.session, series, change.now.date(), opened.station)
    case = CaseFile(
        series=series.value,
        period=taken.period,
        seq=taken.seq,
        number=taken.text,
        title=case_title(change.session, matter),
        category=matter.category,
        party_id=None if leader is None else leader.id,
        opened_at=opened.visit.visited_at,
        opened_by=change.actor.id,
        handler_id=handler,
    )
    change.session.add(case)
    change.session.flush()
    if series is Series.SERVICE:
        _case_opening.begin(change, case, matter, position)
    change.audit("case.opened", "case", case.uuid, {"number": case.number})
    return case


def joined_case(session: Session, came: Comers, matter: MatterForm, position: int) -> CaseFile:
    """The open case that the matter joins; raises Invalid, Conflict where it is closed or void."""
    theirs = {party.id for party in (came.person, came.unit) if party is not None}
    case = session.get(CaseFile, matter.join_case_id)
    if case is None or (theirs and case.party_id not in theirs):
        raise Invalid({f"matters.{position}.join_case_id": "要并入的不是这位来访人的在办件，请重新选择。"})
    if case.closed_at is not None:
        state = "作废" if case.voided else "办结"
        raise Conflict(f"{case.number}已经{state}，不能再并入。请改选别的处理结果。")
    return case


def case_title(session: Session, matter: MatterForm | Matter) -> str:
    """A case's name in lists: its matter of the catalogue, else its category and how the narrative begins."""
    item = _catalogue.current(session, matter.catalogue) if matter.catalogue else None
    if item is not None:
        return shortened(item.entry.label, TITLE_CHARACTERS)
    return shortened(matter_in_brief(matter.category, matter.narrative, TITLE_CHARACTERS), TITLE_CHARACTERS)


def add_call_back(change: Change, opened: Opened, form: VisitForm) -> None:
    """The promise to ring back that was made at the desk, if one was; raises Invalid ("call_back.…")."""
    if form.call_back is None:
        return
    leader = opened.came.leader
    try:
        _call_backs.add(change, form.call_back, opened.visit.id, None if leader is None else leader.id)
    except Invalid as refused:
        raise Invalid({f"call_back.{field}": sentence for field, sentence in refused.fields.items()}) from refused
