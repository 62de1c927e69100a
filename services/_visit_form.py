"""A saved visit as a form again, so that it can be corrected on the page on which it was typed.

Numbers of people leave as they are shown on the screen, masked; `unmasked` puts back the ones that nobody retyped.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from domain.identity import mask_identity
from domain.phones import mask_phone
from domain.visit_rules import GuestForm, MaterialForm, MatterForm, UnitForm, VisitForm
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome
from models.operator import Operator
from models.party import Party
from models.visit import Matter, Visit, VisitGuest, VisitParty
from services._person_lines import UNIT, VISITOR


def form_of(session: Session, visit: Visit, uuid: str) -> VisitForm:
    """What was saved, under a fresh `uuid`. A late entry says its day; any other leaves it to the registration."""
    person, unit = visitor_and_unit(session, visit.id)
    late = visit.visited_day != visit.day
    moment = visit.visited_at.time()
    return VisitForm(
        uuid=uuid,
        person_id=None if person is None else person.id,
        anonymous=visit.anonymous,
        channel=Channel(visit.channel),
        headcount=visit.headcount,
        address=visit.address,
        address_unclear=visit.address_unclear,
        matters=tuple(_matter(matter, handler) for matter, handler in matters_of(session, visit.id)),
        guests=_guests(session, visit.id),
        unit=None if unit is None else _unit(unit),
        common=visit.common,
        visited_on=visit.visited_day if late else None,
        visited_time=moment if late and (moment.hour or moment.minute) else None,
        late_reason=visit.late_reason,
    )


def visitor_and_unit(session: Session, visit_id: int) -> tuple[Party | None, Party | None]:
    """The person and the unit of a visit; a unit that came alone is no person."""
    rows = session.scalars(
        select(Party)
        .join(VisitParty, VisitParty.party_id == Party.id)
        .where(VisitParty.visit_id == visit_id, VisitParty.role.in_((VISITOR, UNIT)))
    ).all()
    person = next((party for party in rows if party.kind != UNIT), None)
    return person, next((party for party in rows if party.kind == UNIT), None)


def matters_of(session: Session, visit_id: int) -> Sequence[tuple[Matter, Operator]]:
    """The matters in their order, materials loaded, with who handles each."""
    rows = session.execute(
        select(Matter, Operator)
        .join(Operator, Operator.id == Matter.handler_id)
        .where(Matter.visit_id == visit_id)
        .order_by(Matter.position)
        .options(selectinload(Matter.materials))
        .execution_options(populate_existing=True)
    )
    return [(matter, handler) for matter, handler in rows]


def strangers(session: Session, visit_id: int) -> Sequence[VisitGuest]:
    """Those who came along and aren't in the register, as they were written down."""
    query = select(VisitGuest).where(VisitGuest.visit_id == visit_id).order_by(VisitGuest.position)
    return session.scalars(query).all()


def acquaintances(session: Session, visit_id: int) -> Sequence[tuple[VisitParty, Party]]:
    """Those who came along and are in the register, as they were written down."""
    rows = session.execute(
        select(VisitParty, Party)
        .join(Party, Party.id == VisitParty.party_id)
        .where(VisitParty.visit_id == visit_id, VisitParty.role.in_(list(GuestRole)))
        .order_by(VisitParty.position)
    )
    return [(coming, party) for coming, party in rows]


def unmasked(session: Session, visit_id: int, form: VisitForm) -> VisitForm:
    """The form with the guests' numbers that still stand in it as they were shown masked put back.

    Each row gives its numbers once, to a guest that nobody touched first: two whose masked numbers look the same keep
    their own.
    """
    left = list(strangers(session, visit_id))
    owned: dict[int, GuestForm] = {}
    for fits in (_is_untouched, _shares_a_number):
        for place, guest in enumerate(form.guests):
            row = None if place in owned else _owner(guest, left, fits)
            if row is not None:
                left.remove(row)
                owned[place] = _with_numbers(guest, row)
    return replace(form, guests=tuple(owned.get(place, guest) for place, guest in enumerate(form.guests)))


def _owner(
    guest: GuestForm, rows: Sequence[VisitGuest], fits: Callable[[GuestForm, VisitGuest], bool]
) -> VisitGuest | None:
    return next((row for row in sorted(rows, key=lambda row: row.name != guest.name) if fits(guest, row)), None)


def _is_untouched(guest: GuestForm, row: VisitGuest) -> bool:
    return guest == _stranger(row)


def _shares_a_number(guest: GuestForm, row: VisitGuest) -> bool:
    shown = _stranger(row)
    pairs = ((guest.phone, shown.phone), (guest.identity, shown.identity))
    return any("*" in typed and typed == masked for typed, masked in pairs)


def _with_numbers(guest: GuestForm, row: VisitGuest) -> GuestForm:
    shown = _stranger(row)
    return replace(
        guest,
        phone=row.phone if guest.phone == shown.phone else guest.phone,
        identity=row.identity if guest.identity == shown.identity else guest.identity,
    )


def _guests(session: Session, visit_id: int) -> tuple[GuestForm, ...]:
    found = [(row.position, _stranger(row)) for row in strangers(session, visit_id)]
    found += [
        (
            coming.position,
            GuestForm(role=GuestRole(coming.role), party_id=party.id, name=party.name, relation=coming.relation),
        )
        for coming, party in acquaintances(session, visit_id)
    ]
    return tuple(guest for _, guest in sorted(found, key=lambda pair: pair[0]))


def _stranger(row: VisitGuest) -> GuestForm:
    return GuestForm(
        role=GuestRole(row.role),
        name=row.name,
        identity=mask_identity(row.identity),
        phone=mask_phone(row.phone),
        address=row.address,
        relation=row.relation,
    )


def _unit(unit: Party) -> UnitForm:
    return UnitForm(
        party_id=unit.id, name=unit.name, contact=unit.contact, phone=mask_phone(unit.phone), address=unit.address
    )


def _matter(row: Matter, handler: Operator) -> MatterForm:
    outcome = Outcome(row.outcome)
    return MatterForm(
        kind=MatterKind(row.kind),
        category=row.category,
        narrative=row.narrative,
        facts=row.facts,
        reasons=row.reasons,
        earlier=row.earlier,
        read_back=row.read_back,
        outcome=outcome,
        reply=row.reply,
        refer_to=row.refer_to,
        handler=handler.uuid,
        join_case_id=row.case_id if outcome is Outcome.JOINED else None,
        materials=tuple(
            MaterialForm(name=paper.name, copies=paper.copies, original=paper.original) for paper in row.materials
        ),
        matter_id=row.id,
        catalogue=row.catalogue,
        fields=tuple(row.fields.items()),
        missing=tuple(row.missing),
    )
