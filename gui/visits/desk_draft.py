"""The desk as a plain value, and that value as a draft: what is typed, and where the cursor stood.

A draft is read by whatever version of the program finds it, so reading is forgiving: a part that is missing or no
longer known falls back to the empty desk's, and not a word that can still be placed is lost.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from domain.identity import mask_identity
from domain.labels import matter_category_label
from domain.names import normalise_name
from domain.people_rules import PersonForm
from domain.phones import mask_phone, phone_digits
from domain.text import in_one_line
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import Channel, MatterKind, Outcome, outcomes_for

DRAFT_KIND = "visit"
UNNAMED = "未写姓名的来访"
ANONYMOUS = "匿名来访"
SHAPE = 1
TITLE_WORDS = 20
IDENTITY_DIGITS = 15
PHONE_DIGITS = 7

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class DeskState:
    """All of the desk: the form, what stands in the search box, the tab in front, the field and place of the cursor."""

    form: VisitForm
    lookup: str = ""
    matter: int = 0
    focus: str = ""
    cursor: int = 0


def fresh_matter(kind: MatterKind = MatterKind.CONSULTATION) -> MatterForm:
    """A matter as the desk offers it: what most visitors come for, and the outcome that goes with it."""
    return MatterForm(kind=kind, outcome=usual_outcome(kind))


def usual_outcome(kind: MatterKind) -> Outcome | None:
    """A question is mostly answered on the spot; for all else the operator decides."""
    usual = Outcome.ANSWERED
    return usual if kind is MatterKind.CONSULTATION and usual in outcomes_for(kind) else None


def fresh_state(uuid: str, kind: MatterKind = MatterKind.CONSULTATION) -> DeskState:
    """An empty desk."""
    return DeskState(form=VisitForm(uuid=uuid, matters=(fresh_matter(kind),)))


def is_blank(state: DeskState) -> bool:
    """Whether nobody was chosen and not a word typed: such a desk makes no draft."""
    form = state.form
    words = (state.lookup, form.phone, form.address)
    someone = form.person_id is not None or form.new_person is not None or form.anonymous
    return not someone and not any(word.strip() for word in words) and all(map(is_blank_matter, form.matters))


def is_blank_matter(matter: MatterForm) -> bool:
    """Whether nothing of a matter was said yet; its kind alone says nothing."""
    words = (matter.category, matter.narrative, matter.reply, matter.refer_to)
    return not any(word.strip() for word in words) and not matter.materials and matter.join_case_id is None


def title_of(state: DeskState, person: str = "") -> str:
    """A draft's name in lists: who, and how the first matter begins. Numbers stand in it masked."""
    who = person or _who(state)
    said = next((words for matter in state.form.matters if (words := _about(matter))), "")
    return " · ".join(filter(None, (who, said))) or UNNAMED


def to_payload(state: DeskState) -> dict[str, Any]:
    """The desk as JSON-able data."""
    return {"shape": SHAPE, **asdict(state)}


def from_payload(payload: Mapping[str, Any], uuid: str) -> DeskState:
    """The desk of a draft; `uuid` is the draft's own, whatever the payload says."""
    form = _mapping(payload.get("form"))
    matters = tuple(_matter(_mapping(entry)) for entry in _list(form.get("matters")))
    person = form.get("new_person")
    visit = VisitForm(
        uuid=uuid,
        person_id=_whole(form.get("person_id")),
        new_person=_person(_mapping(person)) if isinstance(person, Mapping) else None,
        anonymous=bool(form.get("anonymous", False)),
        phone=_text(form.get("phone")),
        channel=_code(Channel, form.get("channel")) or Channel.WALK_IN,
        headcount=_whole(form.get("headcount")) or 1,
        address=_text(form.get("address")),
        address_unclear=bool(form.get("address_unclear", False)),
        matters=matters or (fresh_matter(),),
    )
    return DeskState(
        form=visit,
        lookup=_text(payload.get("lookup")),
        matter=min(_whole(payload.get("matter")) or 0, len(visit.matters) - 1),
        focus=_text(payload.get("focus")),
        cursor=_whole(payload.get("cursor")) or 0,
    )


def typed_person(text: str) -> PersonForm:
    """What was typed into the search box as the beginning of a new person: digits are a number, all else a name."""
    words = text.strip()
    digits = phone_digits(words)
    if words and all(mark.isdigit() or mark in "xX- " for mark in words) and digits:
        mobile = digits.startswith("1") and len(digits) <= 11
        land_line = digits.startswith("0")
        return PersonForm(phone=words) if mobile or land_line else PersonForm(identity=words)
    return PersonForm(name=normalise_name(words))


def _who(state: DeskState) -> str:
    form = state.form
    if form.new_person is not None:
        person = form.new_person
        return normalise_name(person.name) or mask_identity(person.identity.strip()) or mask_phone(person.phone.strip())
    if form.anonymous:
        return ANONYMOUS
    words = in_one_line(state.lookup)
    digits = phone_digits(words)
    if len(digits) >= IDENTITY_DIGITS:
        return mask_identity(words)
    return mask_phone(digits) if len(digits) >= PHONE_DIGITS else words


def _about(matter: MatterForm) -> str:
    said = in_one_line(matter.narrative)
    said = said if len(said) <= TITLE_WORDS else f"{said[: TITLE_WORDS - 1]}…"
    return " ".join(filter(None, (matter_category_label(matter.category) if matter.category else "", said)))


def _matter(entry: Mapping[str, Any]) -> MatterForm:
    kind = _code(MatterKind, entry.get("kind")) or MatterKind.CONSULTATION
    outcome = _code(Outcome, entry.get("outcome"))
    return MatterForm(
        kind=kind,
        category=_text(entry.get("category")),
        narrative=_text(entry.get("narrative")),
        outcome=outcome if outcome in outcomes_for(kind) else None,
        reply=_text(entry.get("reply")),
        refer_to=_text(entry.get("refer_to")),
        handler=_text(entry.get("handler")),
        join_case_id=_whole(entry.get("join_case_id")),
        materials=tuple(_material(_mapping(paper)) for paper in _list(entry.get("materials"))),
    )


def _material(entry: Mapping[str, Any]) -> MaterialForm:
    copies = _whole(entry.get("copies"))
    return MaterialForm(name=_text(entry.get("name")), copies=copies or 1, original=bool(entry.get("original", False)))


def _person(entry: Mapping[str, Any]) -> PersonForm:
    known = {item.name: entry[item.name] for item in fields(PersonForm) if isinstance(entry.get(item.name), str)}
    return replace(PersonForm(**known), name_unclear=bool(entry.get("name_unclear", False)))


def _code(kind: type[Code], value: object) -> Code | None:
    return next((code for code in kind if code == value), None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
