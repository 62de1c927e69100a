"""The desk as a plain value, and that value as a draft: what is typed, and where the cursor stood.

A draft is read by whatever version of the program finds it, so reading is forgiving: a part that is missing or no
longer known falls back to the empty desk's, and not a word that can still be placed is lost.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from domain.call_back_rules import CallBackForm
from domain.guest_rules import GuestForm, UnitForm
from domain.identity import mask_identity
from domain.labels import matter_category_label
from domain.names import normalise_name
from domain.people_rules import PersonForm
from domain.phones import mask_phone, phone_digits
from domain.text import in_one_line
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome, outcomes_for

DRAFT_KIND = "visit"
UNNAMED = "未写姓名的来访"
ANONYMOUS = "匿名来访"
SHAPE = 1
TITLE_WORDS = 20
IDENTITY_DIGITS = 15
PHONE_DIGITS = 7
# Initials, or the tail of a number: what is typed to find somebody, and is nothing to keep.
SEARCH_KEY = 6

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True)
class LateTyped:
    """Day and time of a late entry as typed, readable or not."""

    day: str = ""
    time: str = ""


@dataclass(frozen=True)
class Correction:
    """The saved visit that is being corrected, as it was when its correction began, and why."""

    visit_id: int
    number: str
    corrections: int
    reason: str = ""


@dataclass(frozen=True)
class Slip:
    """The number in the waiting line with which somebody came."""

    id: int
    number: str
    name: str = ""
    note: str = ""

    def words(self) -> str:
        """As the desk says it: 排队 A012 王某."""
        return " ".join(filter(None, ("排队", self.number, self.name)))

    def reminder(self) -> str:
        """The same with what was noted when the number was taken: 排队 A012 王某（坐轮椅）."""
        return f"{self.words()}（{self.note}）" if self.note else self.words()


@dataclass(frozen=True, kw_only=True)
class DeskState:
    """All of the desk: the form, what stands in the search box, the tab in front, the field and place of the cursor.

    `late` is there while a late entry is typed, `correction` while a saved visit is corrected, `slip` for somebody who
    was called from the waiting line.
    """

    form: VisitForm
    lookup: str = ""
    matter: int = 0
    focus: str = ""
    cursor: int = 0
    late: LateTyped | None = None
    correction: Correction | None = None
    slip: Slip | None = None


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
    form, late = state.form, state.late or LateTyped()
    words = (form.phone, form.address, form.late_reason, late.day, late.time)
    someone = form.person_id is not None or form.new_person is not None or form.anonymous or form.unit is not None
    group = bool(form.guests) or form.common
    return (
        not (someone or group or state.correction or form.call_back)
        and (not state.lookup.strip() or _is_search_key(state.lookup))
        and not any(word.strip() for word in words)
        and all(map(is_blank_matter, form.matters))
    )


def _is_search_key(words: str) -> bool:
    plain = words.strip()
    return len(plain) <= SEARCH_KEY and plain.isascii() and plain.isalnum()


def is_blank_matter(matter: MatterForm) -> bool:
    """Whether nothing of a matter was said yet; its kind alone says nothing."""
    texts = (matter.narrative, matter.facts, matter.reasons, matter.earlier)
    words = (matter.category, *texts, matter.reply, matter.refer_to, matter.catalogue)
    return not any(word.strip() for word in words) and not matter.materials and matter.join_case_id is None


def title_of(state: DeskState, person: str = "") -> str:
    """A draft's name in lists: who, and how the first matter begins. Numbers stand in it masked."""
    who = person or _who(state)
    said = next((words for matter in state.form.matters if (words := _about(matter))), "")
    what = f"更正 {state.correction.number}" if state.correction else ""
    return " · ".join(filter(None, (what, who, said))) or UNNAMED


def to_payload(state: DeskState) -> dict[str, Any]:
    """The desk as JSON-able data."""
    payload: dict[str, Any] = {"shape": SHAPE, **_plain(asdict(state))}
    return payload


def from_payload(payload: Mapping[str, Any], uuid: str) -> DeskState:
    """The desk of a draft; `uuid` is the draft's own, whatever the payload says."""
    form = _mapping(payload.get("form"))
    visit = _visit(form, uuid)
    late, correction, slip = (payload.get(part) for part in ("late", "correction", "slip"))
    return DeskState(
        form=visit,
        lookup=_text(payload.get("lookup")),
        matter=min(_whole(payload.get("matter")) or 0, len(visit.matters) - 1),
        focus=_text(payload.get("focus")),
        cursor=_whole(payload.get("cursor")) or 0,
        late=LateTyped(**_texts(LateTyped, late)) if isinstance(late, Mapping) else late_typed(visit),
        correction=_correction(_mapping(correction)),
        slip=_slip(_mapping(slip)),
    )


def late_typed(form: VisitForm) -> LateTyped | None:
    """The day and the time of a late entry as they would be typed."""
    if form.visited_on is None:
        return None
    return LateTyped(form.visited_on.isoformat(), f"{form.visited_time:%H:%M}" if form.visited_time else "")


def typed_person(text: str) -> PersonForm:
    """What was typed into the search box as the beginning of a new person: digits are a number, all else a name."""
    words = text.strip()
    digits = phone_digits(words)
    if words and all(mark.isdigit() or mark in "xX- " for mark in words) and digits:
        mobile = digits.startswith("1") and len(digits) <= 11
        land_line = digits.startswith("0")
        return PersonForm(phone=words) if mobile or land_line else PersonForm(identity=words)
    return PersonForm(name=normalise_name(words))


def _visit(form: Mapping[str, Any], uuid: str) -> VisitForm:
    matters = tuple(_matter(_mapping(entry)) for entry in _list(form.get("matters")))
    person, unit, call_back = form.get("new_person"), form.get("unit"), form.get("call_back")
    return VisitForm(
        uuid=uuid,
        person_id=_whole(form.get("person_id")),
        new_person=_person(person) if isinstance(person, Mapping) else None,
        anonymous=bool(form.get("anonymous", False)),
        phone=_text(form.get("phone")),
        channel=_code(Channel, form.get("channel")) or Channel.WALK_IN,
        headcount=_whole(form.get("headcount")) or 1,
        address=_text(form.get("address")),
        address_unclear=bool(form.get("address_unclear", False)),
        matters=matters or (fresh_matter(),),
        guests=tuple(_guest(_mapping(entry)) for entry in _list(form.get("guests"))),
        unit=_unit(unit) if isinstance(unit, Mapping) else None,
        common=bool(form.get("common", False)),
        visited_on=_day(form.get("visited_on")),
        visited_time=_time(form.get("visited_time")),
        late_reason=_text(form.get("late_reason")),
        call_back=_call_back(call_back) if isinstance(call_back, Mapping) else None,
    )


def _who(state: DeskState) -> str:
    return _visitor(state) or _came_as(state)


def _came_as(state: DeskState) -> str:
    """Who it may be while nobody was taken: the unit, the first of the list, the number in the waiting line."""
    unit = normalise_name(state.form.unit.name) if state.form.unit else ""
    guest = next((name for one in state.form.guests if (name := normalise_name(one.name))), "")
    return unit or guest or (state.slip.words() if state.slip else "")


def _visitor(state: DeskState) -> str:
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
        facts=_text(entry.get("facts")),
        reasons=_text(entry.get("reasons")),
        earlier=_text(entry.get("earlier")),
        read_back=bool(entry.get("read_back", False)),
        outcome=outcome if outcome in outcomes_for(kind) else None,
        reply=_text(entry.get("reply")),
        refer_to=_text(entry.get("refer_to")),
        handler=_text(entry.get("handler")),
        join_case_id=_whole(entry.get("join_case_id")),
        materials=tuple(_material(_mapping(paper)) for paper in _list(entry.get("materials"))),
        matter_id=_whole(entry.get("matter_id")),
        catalogue=_text(entry.get("catalogue")),
        fields=tuple((str(pair[0]), _text(pair[1])) for pair in _list(entry.get("fields")) if _is_pair(pair)),
        missing=tuple(_text(name) for name in _list(entry.get("missing"))),
    )


def _is_pair(entry: object) -> bool:
    return isinstance(entry, list | tuple) and len(entry) == 2


def _material(entry: Mapping[str, Any]) -> MaterialForm:
    copies = _whole(entry.get("copies"))
    return MaterialForm(name=_text(entry.get("name")), copies=copies or 1, original=bool(entry.get("original", False)))


def _person(entry: Mapping[str, Any]) -> PersonForm:
    return replace(PersonForm(**_texts(PersonForm, entry)), name_unclear=bool(entry.get("name_unclear", False)))


def _guest(entry: Mapping[str, Any]) -> GuestForm:
    role = _code(GuestRole, entry.get("role")) or GuestRole.COMPANION
    return replace(GuestForm(**_texts(GuestForm, entry)), role=role, party_id=_whole(entry.get("party_id")))


def _unit(entry: Mapping[str, Any]) -> UnitForm:
    return replace(UnitForm(**_texts(UnitForm, entry)), party_id=_whole(entry.get("party_id")))


def _call_back(entry: Mapping[str, Any]) -> CallBackForm:
    visit, party = _whole(entry.get("visit_id")), _whole(entry.get("party_id"))
    return replace(
        CallBackForm(**_texts(CallBackForm, entry)), due=_day(entry.get("due")), visit_id=visit, party_id=party
    )


def _correction(entry: Mapping[str, Any]) -> Correction | None:
    visit_id = _whole(entry.get("visit_id"))
    if visit_id is None:
        return None
    corrections = _whole(entry.get("corrections")) or 0
    return Correction(visit_id, _text(entry.get("number")), corrections, _text(entry.get("reason")))


def _slip(entry: Mapping[str, Any]) -> Slip | None:
    slip_id = _whole(entry.get("id"))
    return (
        None
        if slip_id is None
        else Slip(slip_id, _text(entry.get("number")), _text(entry.get("name")), _text(entry.get("note")))
    )


def _texts(kind: type[Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of a form in `entry`; what is no text is left to the caller."""
    return {item.name: entry[item.name] for item in fields(kind) if isinstance(entry.get(item.name), str)}


def _code(kind: type[Code], value: object) -> Code | None:
    return next((code for code in kind if code == value), None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        return None


def _time(value: object) -> time | None:
    try:
        return time.fromisoformat(_text(value))
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """Days and times in their own writing; all else is JSON already."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
