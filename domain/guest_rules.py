"""Who else came: representatives of a group, companions, an agent, and the unit that sent somebody.

信访工作条例 §20(3): several people with a common matter choose representatives, at most 5. The list of representatives
is capped; the number of people who stand there only warns, because nobody may be sent away for coming along.
Keys count from 0: "guests.0.name"; of the unit "unit.name".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from domain.glyphs import undrawable_sentence
from domain.identity import normalise_identity, read_identity
from domain.names import check_name, normalise_name
from domain.people_rules import length_fault, phone_fault
from domain.phones import is_masked_phone, read_phone
from domain.tables import limit
from domain.text import single_line
from domain.vocabulary import GuestRole


@dataclass(frozen=True, kw_only=True)
class GuestForm:
    """Somebody who came along: of the register (`party_id`), or with what she said of herself.

    `relation` is to the visitor: 配偶, 儿子, 律师 …
    """

    role: GuestRole = GuestRole.COMPANION
    party_id: int | None = None
    name: str = ""
    identity: str = ""
    phone: str = ""
    address: str = ""
    relation: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitForm:
    """A unit (部队、企业、社区 …): of the register (`party_id`) or by its name. `contact` is whom to ask for there."""

    party_id: int | None = None
    name: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""


def tidy_guest(guest: GuestForm) -> GuestForm:
    """The guest as it is stored. Of somebody in the register only role and relation belong to the visit."""
    known = guest.party_id is not None
    return replace(
        guest,
        name=normalise_name(guest.name),
        identity="" if known else normalise_identity(guest.identity),
        phone="" if known else _tidy_phone(guest.phone),
        address="" if known else single_line(guest.address),
        relation=single_line(guest.relation),
    )


def tidy_unit(unit: UnitForm) -> UnitForm:
    """The unit as it is stored."""
    return replace(
        unit,
        name=single_line(unit.name),
        contact=normalise_name(unit.contact),
        phone=_tidy_phone(unit.phone),
        address=single_line(unit.address),
    )


def check_guests(guests: tuple[GuestForm, ...], headcount: int, common: bool) -> dict[str, str]:
    """What keeps this list from being saved: field → Chinese sentence. Headcount and 共同事项 never stop anything."""
    del headcount, common
    guests = tuple(tidy_guest(guest) for guest in guests)
    found: dict[str, str] = {}
    most, representatives = limit("representatives"), _count(guests, GuestRole.REPRESENTATIVE)
    if representatives > most:
        found["guests"] = (
            f"代表有 {representatives} 人，最多 {most} 人（《信访工作条例》第二十条）。请来访人推选，其余的记为同来人。"
        )
    elif len(guests) > limit("guests"):
        found["guests"] = f"名单最多写 {limit('guests')} 人，其余的计入来访人数即可。"
    elif _count(guests, GuestRole.AGENT) > 1:
        found["guests"] = "代理人只能有一位，其余的请登记为同来人。"
    for place, guest in enumerate(guests):
        found.update({f"guests.{place}.{field}": text for field, text in _guest_faults(guest)})
    for place in _repeated(guests):
        found[f"guests.{place}.name"] = "这位已经在名单里了，请去掉一行。"
    return {field: sentence for field, sentence in found.items() if sentence}


def check_unit(unit: UnitForm) -> dict[str, str]:
    """What keeps this unit from being saved: "unit.…" → Chinese sentence."""
    unit = tidy_unit(unit)
    known = unit.party_id is not None
    found = {
        "unit.name": length_fault(unit.name, limit("unit_name")),
        "unit.contact": length_fault(unit.contact, limit("name")),
        "unit.phone": "" if known and is_masked_phone(unit.phone) else phone_fault(unit.phone),
        "unit.address": length_fault(unit.address, limit("single_line")),
    }
    if not unit.name and not known:
        found["unit.name"] = "还没有写单位名称。请填写，或去掉单位。"
    return {field: sentence for field, sentence in found.items() if sentence}


def warnings_guests(
    guests: tuple[GuestForm, ...], headcount: int, common: bool, *, today: date, visitor: bool = True
) -> dict[str, str]:
    """What is worth a second look but stops nothing: field → Chinese sentence. `visitor`: somebody leads the list."""
    guests = tuple(tidy_guest(guest) for guest in guests)
    most, representatives = limit("representatives"), _count(guests, GuestRole.REPRESENTATIVE)
    found: dict[str, str] = {}
    if len(guests) + visitor > headcount:
        found["headcount"] = f"名单上连来访人有 {len(guests) + visitor} 人，来访人数只写了 {headcount} 人，请核对。"
    elif common and headcount > most and not representatives:
        found["guests"] = f"共同事项来了 {headcount} 人，请来访人推选代表，最多 {most} 人（《信访工作条例》第二十条）。"
    if representatives and representatives + visitor > most:
        found["guests"] = f"连来访人本人已有 {representatives + visitor} 位代表，最多 {most} 人，请核对谁是代表。"
    for place, guest in enumerate(guests):
        for field in ("name", "address", "relation"):
            found[f"guests.{place}.{field}"] = undrawable_sentence(getattr(guest, field))
        reading = read_identity(guest.identity, today)
        if guest.identity and "*" not in guest.identity and reading.state != "ok":
            found[f"guests.{place}.identity"] = reading.message
    return {field: sentence for field, sentence in found.items() if sentence}


def warnings_unit(unit: UnitForm) -> dict[str, str]:
    """What no font of the papers draws: "unit.…" → Chinese sentence."""
    found = {f"unit.{field}": undrawable_sentence(getattr(unit, field)) for field in ("name", "contact", "address")}
    return {field: sentence for field, sentence in found.items() if sentence}


def _tidy_phone(text: str) -> str:
    return text.strip() if is_masked_phone(text.strip()) else read_phone(text).text


def _count(guests: Iterable[GuestForm], role: GuestRole) -> int:
    return sum(guest.role is role for guest in guests)


def _guest_faults(guest: GuestForm) -> Iterator[tuple[str, str]]:
    yield "relation", length_fault(guest.relation, limit("relation"))
    if guest.party_id is not None:
        return
    yield "name", check_name(guest.name).message
    yield "identity", length_fault(guest.identity, limit("guest_identity"))
    # In a correction it stands there as the screen masks it.
    yield "phone", "" if is_masked_phone(guest.phone) else phone_fault(guest.phone)
    yield "address", length_fault(guest.address, limit("single_line"))


def _repeated(guests: tuple[GuestForm, ...]) -> Iterator[int]:
    seen: set[object] = set()
    for place, guest in enumerate(guests):
        mark: object = guest.party_id if guest.party_id is not None else (guest.name, guest.identity)
        known = guest.party_id is not None or guest.identity
        if known and mark in seen:
            yield place
        seen.add(mark)
