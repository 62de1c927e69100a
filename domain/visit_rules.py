"""What a visit must hold to be saved.

信访工作条例 §19: who, where, what is asked, facts and reasons; §23: everything received is registered. Keys of a
matter count from 0: "matters.0.narrative", "matters.0.materials.1.name"; of a new person "new_person.identity".
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from domain.glyphs import undrawable_sentence
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
from domain.text import several_lines, single_line
from domain.vocabulary import Channel, MatterKind, Outcome, matter_category, outcomes_for


@dataclass(frozen=True, kw_only=True)
class MaterialForm:
    """A paper the visitor hands in."""

    name: str
    copies: int = 1
    original: bool = False


@dataclass(frozen=True, kw_only=True)
class MatterForm:
    """One thing wanted. `category` is a code, `handler` an operator's uuid or empty for the one who registers."""

    kind: MatterKind = MatterKind.CONSULTATION
    category: str = ""
    narrative: str = ""
    outcome: Outcome | None = None
    reply: str = ""
    refer_to: str = ""
    handler: str = ""
    join_case_id: int | None = None
    materials: tuple[MaterialForm, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VisitForm:
    """A visit as typed. `uuid` is the draft's and makes saving twice the same as saving once."""

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


def tidy_visit(form: VisitForm, today: date) -> VisitForm:
    """The form as it is stored: single lines on one line, numbers in one way of writing, all else word for word."""
    return replace(
        form,
        new_person=tidy_person(form.new_person, today) if form.new_person else None,
        phone=read_phone(form.phone).text,
        address=single_line(form.address),
        matters=tuple(_tidy_matter(matter) for matter in form.matters),
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
    if not form.matters:
        found["matters"] = "还没有来访事项，请至少写一项。"
    elif len(form.matters) > limit("matters"):
        found["matters"] = f"一次来访最多 {limit('matters')} 项，多出的请另登记一次。"
    for place, matter in enumerate(form.matters):
        found.update({f"matters.{place}.{field}": text for field, text in _matter_faults(matter).items()})
    return {field: sentence for field, sentence in found.items() if sentence}


def warnings_visit(form: VisitForm, today: date) -> dict[str, str]:
    """What is worth a second look but stops nothing: field → Chinese sentence."""
    form = tidy_visit(form, today)
    found: dict[str, str] = {"address": undrawable_sentence(form.address)}
    if form.new_person:
        found.update({f"new_person.{field}": text for field, text in warnings_person(form.new_person, today).items()})
    for place, matter in enumerate(form.matters):
        for field in ("narrative", "reply", "refer_to"):
            found[f"matters.{place}.{field}"] = undrawable_sentence(getattr(matter, field))
        for row, material in enumerate(matter.materials):
            found[f"matters.{place}.materials.{row}.name"] = undrawable_sentence(material.name)
    return {field: sentence for field, sentence in found.items() if sentence}


def _tidy_matter(matter: MatterForm) -> MatterForm:
    return replace(
        matter,
        narrative=several_lines(matter.narrative),
        reply=several_lines(matter.reply),
        refer_to=single_line(matter.refer_to),
        materials=tuple(replace(material, name=single_line(material.name)) for material in matter.materials),
    )


def visit_address(form: VisitForm) -> str:
    """Where an answer would be sent: the visit's own address, else the one just written down for a new person."""
    return form.address or (form.new_person.address if form.new_person else "")


def _uuid_fault(text: str) -> str:
    try:
        uuid.UUID(text)
    except ValueError:
        return "这份草稿没有编号，无法保存。请按 Ctrl+S 留存后重新打开来访登记。"
    return ""


def _person_fault(form: VisitForm) -> str:
    given = [form.person_id is not None, form.new_person is not None, form.anonymous]
    if not any(given):
        return "还没有来访人。请查找或新建；不愿留名的，勾选“匿名”。"
    if sum(given) > 1:
        return "来访人只能有一种：已建档的、新建的，或者匿名。请去掉多余的。"
    return ""


def _phone_fault(form: VisitForm) -> str:
    """A known person's phone as the screen masks it wasn't typed by anybody and is left as it is."""
    known = form.person_id is not None
    return "" if known and is_masked_phone(form.phone) else phone_fault(form.phone)


def _address_fault(form: VisitForm) -> str:
    petition = any(matter.kind is MatterKind.PETITION for matter in form.matters)
    if petition and not visit_address(form) and not form.address_unclear:
        return "请填写，或勾选“住址不清”（《信访工作条例》第十九条）。"
    return length_fault(form.address, limit("single_line"))


def _matter_faults(matter: MatterForm) -> dict[str, str]:
    found: dict[str, str] = {}
    if matter_category(matter.category) is None:
        found["category"] = "还没有选类别，请选一个。"
    found["narrative"] = length_fault(matter.narrative, limit("narrative"))
    if not matter.narrative:
        found["narrative"] = "还没有写诉求内容。请写明请求、事实和理由。"
    found["outcome"] = _outcome_fault(matter)
    found["reply"] = length_fault(matter.reply, limit("narrative"))
    found["refer_to"] = length_fault(matter.refer_to, limit("single_line"))
    if matter.outcome is Outcome.REFERRED and not matter.refer_to:
        found["refer_to"] = "还没有写转到哪里。请写单位名称，好告诉来访人找谁（《信访工作条例》第二十三条）。"
    if matter.outcome is Outcome.JOINED and matter.join_case_id is None:
        found["join_case_id"] = "还没有选并入哪一件。请选一件在办的，或改处理结果。"
    found.update(_material_faults(matter.materials))
    return found


def _outcome_fault(matter: MatterForm) -> str:
    if matter.outcome is None:
        return "还没有处理结果，请选一个。"
    if matter.outcome not in outcomes_for(matter.kind):
        return "这一类型的事项没有这种处理结果。请改类型，或另选处理结果。"
    return ""


def _material_faults(materials: tuple[MaterialForm, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    if len(materials) > limit("materials"):
        found["materials"] = f"一项最多登记 {limit('materials')} 种材料，请合并同类的。"
    for row, material in enumerate(materials):
        found[f"materials.{row}.name"] = length_fault(material.name, limit("single_line"))
        if not material.name:
            found[f"materials.{row}.name"] = "还没有写材料名称。请填写，或去掉这一行。"
        if not 1 <= material.copies <= limit("copies"):
            found[f"materials.{row}.copies"] = f"份数应在 1 到 {limit('copies')} 之间，请核对。"
    return found
