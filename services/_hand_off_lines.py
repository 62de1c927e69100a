"""The boxes of a national system's page filled for one case: where each value comes from, and how it is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.catalogue import CatalogueEntry, HandOffField
from domain.catalogue_parts import CONST_SOURCE, FIELD_SOURCE
from domain.field_specs import FieldKind, FieldSpec, asked
from domain.labels import person_category_label, sex_label
from domain.phones import mask_phone
from models.case import CaseFile
from models.party import Party
from services._people_rows import FIELDS, MASKED

PERSON = "person."


@dataclass(frozen=True)
class FilledBox:
    """One box. `code` names it within its page; `value` is in clear, `shown` masked where `secret`.

    `field` is the person's field that a secret is, "" where it stands on the case.
    """

    code: str
    label: str
    value: str
    shown: str
    secret: bool
    field: str = ""


def filled_boxes(case: CaseFile, entry: CatalogueEntry, party: Party | None) -> Iterator[FilledBox]:
    """All boxes in the order of the page."""
    specs = {spec.code: spec for spec in entry.fields}
    seen: dict[str, int] = {}
    for box in entry.handoff:
        seen[box.source] = count = seen.get(box.source, 0) + 1
        code = box.source if count == 1 else f"{box.source}#{count}"
        yield _box(code, box, case, party, specs)


def _box(
    code: str, box: HandOffField, case: CaseFile, party: Party | None, specs: Mapping[str, FieldSpec]
) -> FilledBox:
    if box.source.startswith(CONST_SOURCE):
        words = box.source.removeprefix(CONST_SOURCE)
        return FilledBox(code, box.label, words, words, secret=False)
    if box.source.startswith(PERSON):
        return _person_box(code, box.label, box.source.removeprefix(PERSON), party)
    if not box.source.startswith(FIELD_SOURCE):
        # The one thing of the case that is no field: its own number (see SOURCES).
        return FilledBox(code, box.label, case.number, case.number, secret=False)
    name = box.source.removeprefix(FIELD_SOURCE)
    spec = specs.get(name)
    facts: Mapping[str, Any] = case.facts
    if spec is None or not asked(spec, facts):
        return FilledBox(code, box.label, "", "", secret=False)
    value = str(facts.get(name, ""))
    if not value and name in FIELDS:
        # The case asks for it and holds nothing: what is on file for the person.
        return _person_box(code, box.label, name, party)
    mask = mask_phone if spec.kind is FieldKind.PHONE else MASKED.get(name)
    return FilledBox(code, box.label, value, mask(value) if mask else value, secret=bool(mask and value))


def _person_box(code: str, label: str, field: str, party: Party | None) -> FilledBox:
    value = "" if party is None else person_value(party, field)
    mask = MASKED.get(field)
    shown = mask(value) if mask else value
    return FilledBox(code, label, value, shown, secret=bool(mask and value), field=field if mask else "")


def person_value(party: Party, field: str) -> str:
    """A field of a person in words, numbers in clear."""
    if field == "sex":
        return sex_label(party.sex)
    if field == "categories":
        return "、".join(map(person_category_label, party.categories))
    return str(getattr(party, field))
