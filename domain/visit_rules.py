"""What a visit must hold to be saved.

信访工作条例 §19: who, where, what is asked, facts and reasons; §23: everything received is registered. Keys of a
matter count from 0: "matters.0.narrative", "matters.0.materials.1.name"; of a new person "new_person.identity".
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from domain.call_back_rules import CallBackForm, check_call_back, tidy_call_back
from domain.glyphs import undrawable_sentence
from domain.guest_rules import (
    GuestForm,
    UnitForm,
    check_guests,
    check_unit,
    tidy_guest,
    tidy_unit,
    warnings_guests,
    warnings_unit,
)
from domain.matter_rules import MaterialForm, MatterForm, check_matter, tidy_matter, warnings_matter
from domain.people_rules import (
    PersonForm,
    check_person,
    length_fault,
    phone_fault,
    tidy_person,
    warnings_person,
)
from domain.phones import is_masked_phone, read_phone
from domain.tables import limit
from domain.text import single_line
from domain.vocabulary import Channel, MatterKind

__all__ = [
    "CallBackForm",
    "GuestForm",
    "MaterialForm",
    "MatterForm",
    "UnitForm",
    "VisitForm",
    "check_visit",
    "is_late",
    "tidy_visit",
    "visit_address",
    "warnings_visit",
]


@dataclass(frozen=True, kw_only=True)
class VisitForm:
    """A visit as typed. `uuid` is the draft's and makes saving twice the same as saving once.

    `visited_on` is set for a late entry only: the day on which it really was, the time where it is known. Nobody set
    means now, and in a correction the moment of the registration.
    """

    uuid: str
    person_id: int | None = None
    new_person: PersonForm | None = None
    anonymous: bool = False
    phone: str = ""
    channel: Channel = Channel.WALK_IN
    headcount: int = 1
    address: str = ""
    address_unclear: bool = False
    matters: tuple[MatterForm, ...] = ()
    guests: tuple[GuestForm, ...] = ()
    unit: UnitForm | None = None
    common: bool = False
    visited_on: date | None = None
    visited_time: time | None = None
    late_reason: str = ""
    call_back: CallBackForm | None = None


def tidy_visit(form: VisitForm, today: date) -> VisitForm:
    """The form as it is stored: single lines on one line, numbers in one way of writing, all else word for word.

    `today` is the day of the number: a visit of that day is no late entry.
    """
    late = is_late(form, today)
    return replace(
        form,
        guests=tuple(tidy_guest(guest) for guest in form.guests),
        unit=tidy_unit(form.unit) if form.unit else None,
        visited_on=form.visited_on if late else None,
        visited_time=form.visited_time if late else None,
        late_reason=single_line(form.late_reason) if late else "",
        call_back=tidy_call_back(form.call_back) if form.call_back else None,
        new_person=tidy_person(form.new_person, today) if form.new_person else None,
        phone=read_phone(form.phone).text,
        address=single_line(form.address),
        matters=tuple(tidy_matter(matter) for matter in form.matters),
    )


def check_visit(form: VisitForm, today: date) -> dict[str, str]:
    """What keeps this visit from being saved: field → Chinese sentence (what, why, what to do)."""
    form = tidy_visit(form, today)
    found: dict[str, str] = {"uuid": _uuid_fault(form.uuid), "person": _person_fault(form)}
    if form.new_person:
        found.update({f"new_person.{field}": text for field, text in check_person(form.new_person, today).items()})
    found["phone"] = _phone_fault(form)
    if not 1 <= form.headcount <= limit("headcount"):
        found["headcount"] = f"人数应在 1 到 {limit('headcount')} 之间，请核对。"
    found["address"] = _address_fault(form)
    found.update(_late_faults(form, today))
    found.update(check_guests(form.guests, form.headcount, form.common))
    found.update(check_unit(form.unit) if form.unit else {})
    if form.call_back:
        found.update({f"call_back.{field}": text for field, text in check_call_back(form.call_back, today).items()})
    if not form.matters:
        found["matters"] = "还没有来访事项，请至少写一项。"
    elif len(form.matters) > limit("matters"):
        found["matters"] = f"一次来访最多 {limit('matters')} 项，多出的请另登记一次。"
    for place, matter in enumerate(form.matters):
        found.update({f"matters.{place}.{field}": text for field, text in check_matter(matter).items()})
    return {field: sentence for field, sentence in found.items() if sentence}


def warnings_visit(form: VisitForm, today: date) -> dict[str, str]:
    """What is worth a second look but stops nothing: field → Chinese sentence."""
    found: dict[str, str] = {}
    if form.visited_on == today:
        found["visited_on"] = "日期就是今天，按现在登记，不算补登。"
    form = tidy_visit(form, today)
    found["address"] = undrawable_sentence(form.address)
    if form.new_person:
        found.update({f"new_person.{field}": text for field, text in warnings_person(form.new_person, today).items()})
    if form.guests or form.common:
        leads = form.person_id is not None or form.new_person is not None
        found.update(warnings_guests(form.guests, form.headcount, form.common, today=today, visitor=leads))
    found.update(warnings_unit(form.unit) if form.unit else {})
    for place, matter in enumerate(form.matters):
        said = warnings_matter(matter, form.channel)
        found.update({f"matters.{place}.{field}": text for field, text in said.items()})
    return {field: sentence for field, sentence in found.items() if sentence}


def is_late(form: VisitForm, today: date) -> bool:
    """True for a late entry (补登): the visit was on another day than that of its number."""
    return form.visited_on is not None and form.visited_on != today


def visit_address(form: VisitForm) -> str:
    """Where an answer would be sent: the visit's own address, else what was just written down for person or unit."""
    known = (form.new_person.address if form.new_person else "", form.unit.address if form.unit else "")
    return form.address or known[0] or known[1]


def _uuid_fault(text: str) -> str:
    try:
        uuid.UUID(text)
    except ValueError:
        return "这份草稿没有编号，无法保存。请按 Ctrl+S 留存后重新打开来访登记。"
    return ""


def _person_fault(form: VisitForm) -> str:
    given = [form.person_id is not None, form.new_person is not None, form.anonymous]
    if not any(given) and form.unit is None:
        return "还没有来访人。请查找或新建；不愿留名的，勾选“匿名”。"
    if form.anonymous and form.unit is not None:
        return "写了单位就不是匿名来访。请去掉“匿名”，或去掉单位。"
    if sum(given) > 1:
        return "来访人只能有一种：已建档的、新建的，或者匿名。请去掉多余的。"
    return ""


def _phone_fault(form: VisitForm) -> str:
    """A known person's phone as the screen masks it wasn't typed by anybody and is left as it is."""
    known = form.person_id is not None
    return "" if known and is_masked_phone(form.phone) else phone_fault(form.phone)


def _late_faults(form: VisitForm, today: date) -> dict[str, str]:
    if form.visited_on is None:
        return {}
    found = {"late_reason": length_fault(form.late_reason, limit("single_line"))}
    earliest = today - timedelta(days=limit("late_entry_days"))
    if form.visited_on > today:
        found["visited_on"] = "这一天还没有到。补登只能是以前的来访，请核对日期。"
    elif form.visited_on < earliest:
        found["visited_on"] = f"太早了，最早可以补登 {earliest.isoformat()} 的来访，请核对日期。"
    if not form.late_reason:
        found["late_reason"] = "还没有写补登原因，比如“停电，先记在纸上”“来信，今天才收到”。"
    return found


def _address_fault(form: VisitForm) -> str:
    petition = any(matter.kind is MatterKind.PETITION for matter in form.matters)
    if petition and not visit_address(form) and not form.address_unclear:
        return "请填写，或勾选“住址不清”（《信访工作条例》第十九条）。"
    return length_fault(form.address, limit("single_line"))
