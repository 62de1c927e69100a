"""Units (部队、企业、社区 …) as parties of the register: found by their name, or made when one comes first."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.phones import is_masked_phone, mask_phone
from domain.search_keys import query_key
from domain.text import single_line
from domain.visit_rules import UnitForm
from models.party import Party, PartyKey
from services._base import Change
from services._people_rows import rewrite_keys
from services._people_search import LAST
from services._person_lines import UNIT
from system.errors import NotFound

# What of a unit may be said anew on each visit; the name stays as the register has it.
_CONTACT = ("contact", "phone", "address")


@dataclass(frozen=True)
class UnitHit:
    """One unit found."""

    id: int
    name: str
    contact: str
    phone_masked: str
    address: str


def find(session: Session, text: str, limit: int) -> tuple[UnitHit, ...]:
    """The units that a name, pinyin or a number finds, those whose name begins so first."""
    key = query_key(text)
    if not key:
        return ()
    fitting = select(PartyKey.party_id).where(PartyKey.key >= key, PartyKey.key < key + LAST)
    rows = session.execute(
        select(Party.id, Party.name, Party.contact, Party.phone, Party.address)
        .where(Party.kind == UNIT, Party.id.in_(fitting))
        .order_by(Party.name.startswith(single_line(text), autoescape=True).desc(), Party.name, Party.id)
        .limit(limit)
    )
    return tuple(UnitHit(row.id, row.name, row.contact, mask_phone(row.phone), row.address) for row in rows)


def unit_of(change: Change, form: UnitForm) -> Party:
    """The unit of a checked form, with what was said of it today; raises NotFound for one that isn't there."""
    known = _known(change, form)
    if known is None:
        return _add(change, form)
    said = {field: getattr(form, field) for field in _CONTACT}
    news = {field: value for field, value in said.items() if value and value != getattr(known, field)}
    if is_masked_phone(news.get("phone", "")):
        del news["phone"]
    if news:
        known.version += 1
        known.updated_at = change.now
        for field, value in news.items():
            setattr(known, field, value)
        change.session.flush()
        rewrite_keys(change.session, known)
        change.audit("unit.edited", "unit", known.uuid, {"version": known.version, "fields": sorted(news)})
    return known


def _known(change: Change, form: UnitForm) -> Party | None:
    query = select(Party).where(Party.kind == UNIT)
    if form.party_id is None:
        return change.session.scalars(query.where(Party.name == form.name).order_by(Party.id)).first()
    unit = change.session.scalars(query.where(Party.id == form.party_id)).first()
    if unit is None:
        raise NotFound("这个单位的档案找不到了，请重新查找，或直接写单位名称。")
    return unit


def _add(change: Change, form: UnitForm) -> Party:
    unit = Party(
        kind=UNIT,
        name=form.name,
        contact=form.contact,
        phone=form.phone,
        address=form.address,
        identity="",
        phone2="",
        card_number="",
        former_names="",
        created_at=change.now,
        created_by=change.actor.id,
        updated_at=change.now,
    )
    change.session.add(unit)
    change.session.flush()
    rewrite_keys(change.session, unit)
    change.audit("unit.created", "unit", unit.uuid)
    return unit
