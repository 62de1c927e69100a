"""What a correction changed: the visit in words before and after, and how the difference is told.

The words are taken from the rows, so that whatever a correction touches is seen: also the number of a case. The event
keeps them whole inside the encrypted file; on the screen and in the audit people's own values are masked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.labels import (
    CHANNEL_LABELS,
    GUEST_ROLE_LABELS,
    KIND_LABELS,
    NAME_NOT_LEFT,
    OUTCOME_LABELS,
    field_label,
    matter_category_label,
)
from domain.names import mask_name
from domain.ratings import level
from domain.text import in_one_line, shortened
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome, RatingScale
from models.call_back import CallBack
from models.case import CaseFile
from models.operator import Operator
from models.party import Party
from models.visit import Matter, Rating, Visit
from services import _catalogue
from services._catalogue import CatalogueItem
from services._person_lines import shown_name
from services._visit_form import acquaintances, matters_of, strangers, visitor_and_unit

# Old and new of each field that differs. The store doesn't keep their order, which is that of the page below.
Detail = dict[str, list[Any]]

REMOVED = "removed"
_WORDS = 40
_ORDER = (
    *("person", "person_id", "unit", "guests", "common", "headcount", "channel", "visited_on", "late_reason"),
    *("address", "kind", "category", "narrative", "facts", "reasons", "earlier", "read_back", "materials"),
    *("catalogue", "fields", "missing"),
    *("outcome", "case_number", "reply", "refer_to", "handler", "ratings", "call_backs"),
)
_CHANGED = "（有改动）"
_YES_NO = {True: "是", False: "否"}


@dataclass(frozen=True)
class Words:
    """A visit in words: of itself, and of each matter by its id, in their order."""

    visit: Mapping[str, Any]
    matters: Mapping[int, Mapping[str, str]]


@dataclass(frozen=True)
class FieldChange:
    """One field that was changed, with its old and new words; people's own values are masked."""

    label: str
    old: str
    new: str


def in_words(session: Session, visit: Visit) -> Words:
    """The visit as it stands in its rows."""
    session.flush()
    person, unit = visitor_and_unit(session, visit.id)
    return Words(
        visit={
            "person": shown_name(person.name) if person else ("" if unit else NAME_NOT_LEFT),
            "person_id": None if person is None else person.id,
            "unit": unit.name if unit else "",
            "channel": CHANNEL_LABELS[Channel(visit.channel)],
            "headcount": str(visit.headcount),
            "common": _YES_NO[visit.common],
            "guests": _guests(session, visit.id),
            "address": "住址不清" if visit.address_unclear else visit.address,
            "visited_on": visit.visited_at.isoformat(" ", "minutes")[:16],
            "late_reason": visit.late_reason,
            "ratings": _ratings(session, visit.id),
            "call_backs": _promises(session, visit.id),
        },
        matters={matter.id: _matter(session, matter, handler) for matter, handler in matters_of(session, visit.id)},
    )


def _ratings(session: Session, visit_id: int) -> str:
    rows = session.scalars(select(Rating).where(Rating.visit_id == visit_id).order_by(Rating.id))
    found = [(row.level, level(RatingScale(row.scale), row.level)) for row in rows]
    return "、".join(known.label if known else code for code, known in found)


def _promises(session: Session, visit_id: int) -> str:
    query = select(CallBack.due, CallBack.why).where(CallBack.visit_id == visit_id).order_by(CallBack.id)
    return "；".join(f"{due:%m-%d} {why}" for due, why in session.execute(query))


def _guests(session: Session, visit_id: int) -> list[dict[str, str]]:
    found = [(row.position, _guest(row.role, row.relation, row)) for row in strangers(session, visit_id)]
    found += [
        (coming.position, _guest(coming.role, coming.relation, party))
        for coming, party in acquaintances(session, visit_id)
    ]
    return [guest for _, guest in sorted(found, key=lambda pair: pair[0])]


def _guest(role: str, relation: str, who: Any) -> dict[str, str]:
    own = {field: getattr(who, field) for field in ("name", "identity", "phone", "address")}
    if isinstance(who, Party):
        # What the register says of her is kept there and changes there.
        own = {"name": who.name, "id": str(who.id)}
    return {"role": GUEST_ROLE_LABELS[GuestRole(role)], "relation": relation} | own


def _matter(session: Session, matter: Matter, handler: Operator) -> dict[str, str]:
    case = session.scalar(select(CaseFile.number).where(CaseFile.id == matter.case_id))
    item = _catalogue.current(session, matter.catalogue) if matter.catalogue else None
    return {
        "kind": KIND_LABELS[MatterKind(matter.kind)],
        "category": matter_category_label(matter.category),
        "narrative": matter.narrative,
        "facts": matter.facts,
        "reasons": matter.reasons,
        "earlier": matter.earlier,
        "read_back": _YES_NO[matter.read_back],
        "outcome": OUTCOME_LABELS[Outcome(matter.outcome)],
        "reply": matter.reply,
        "refer_to": matter.refer_to,
        "handler": handler.name,
        "case_number": case or "",
        "materials": "、".join(
            f"{paper.name}{'原件' if paper.original else ''} {paper.copies} 份" for paper in matter.materials
        ),
        "catalogue": "" if item is None else item.entry.label,
        "fields": "；".join(f"{_field_label(item, code)} {value}" for code, value in matter.fields.items() if value),
        "missing": "、".join(matter.missing),
    }


def _field_label(item: CatalogueItem | None, code: str) -> str:
    fields = () if item is None else item.entry.fields
    return next((spec.label for spec in fields if spec.code == code), code)


def differences(before: Words, after: Words) -> Detail:
    """Field → [old, new]. Matters count from 0 as they stand now; one that was taken away keeps all of its words."""
    found: Detail = {
        field: [old, after.visit[field]] for field, old in before.visit.items() if old != after.visit[field]
    }
    for place, (matter_id, new) in enumerate(after.matters.items()):
        old_words = before.matters.get(matter_id)
        if old_words is None:
            found[f"matters.{place}"] = [None, dict(new)]
            continue
        found |= {
            f"matters.{place}.{field}": [old_words[field], value]
            for field, value in new.items()
            if old_words[field] != value
        }
    for place, (matter_id, old_words) in enumerate(before.matters.items()):
        if matter_id not in after.matters:
            found[f"{REMOVED}.{place}"] = [dict(old_words), None]
    return found


def told(detail: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The difference as the screen may show it, people's own values masked."""
    return tuple(_told(detail))


def in_brief(changes: tuple[FieldChange, ...]) -> str:
    """All changes in a line: "来访人 张*→李*；事项 1 处理结果 当场答复→立信访件"."""
    return "；".join(_brief(change) for change in changes)


def _told(detail: Mapping[str, Any]) -> Iterator[FieldChange]:
    same_name = "person" not in detail
    for field, (old, new) in sorted(detail.items(), key=_place):
        if field == "person":
            yield FieldChange(field_label(field), _masked(old), _masked(new))
        elif field == "person_id":
            if same_name:
                yield FieldChange(field_label("person"), "", f"换成同名的另一位{_CHANGED}")
        elif field == "guests":
            names = _names(old), _names(new)
            yield FieldChange(field_label(field), *(names if names[0] != names[1] else ("", _CHANGED)))
        elif field == "address":
            yield FieldChange(field_label(field), "", _CHANGED)
        elif field.startswith(REMOVED):
            yield FieldChange(field_label(field), _of_matter(old), "删去")
        elif old is None:
            yield FieldChange(field_label(field), "", f"新增 {_of_matter(new)}")
        else:
            yield FieldChange(field_label(field), str(old), str(new))


def _place(entry: tuple[str, Any]) -> tuple[int, int, int]:
    """First the visit as a whole, then each matter, then those that were taken away."""
    part, *rest = entry[0].split(".")
    block = {"matters": 1, REMOVED: 2}.get(part, 0)
    field = part if block == 0 else (rest[1] if len(rest) > 1 else "")
    return block, int(rest[0]) if block else 0, _ORDER.index(field) if field in _ORDER else 0


def _masked(name: str) -> str:
    return name if name in ("", NAME_NOT_LEFT) else mask_name(name)


def _names(guests: list[dict[str, str]]) -> str:
    return "、".join(f"{guest['role']} {_masked(guest['name'])}" for guest in guests) or "无"


def _of_matter(words: Mapping[str, str]) -> str:
    return f"{words['category']}：{words['narrative']}（{words['outcome']}）"


def _brief(change: FieldChange) -> str:
    old, new = (shortened(in_one_line(text), _WORDS) for text in (change.old, change.new))
    if not old:
        return f"{change.label} {new}"
    return f"{change.label} {old}→{new or '空'}"
