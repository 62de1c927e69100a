"""How a person stands in a line of a list: masked, with age, last visit and open cases."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from domain.dates import PartialDate, age_on
from domain.identity import mask_identity
from domain.labels import NAME_UNCLEAR, person_category_label, sex_label
from domain.phones import mask_phone

# As what a party of the register comes; the others are `domain.vocabulary.GuestRole`. `UNIT` is a kind of party too.
VISITOR = "visitor"
UNIT = "unit"


@dataclass(frozen=True)
class PersonHit:
    """One person found. `match` is the piece of the name that fits what was typed; empty where something else fits."""

    id: int
    name: str
    sex_label: str
    age: int | None
    identity_masked: str
    phone_masked: str
    community: str
    last_visit: dt.date | None
    open_cases: int
    match: str = ""
    unit: bool = False


@dataclass(frozen=True)
class RegisterRow:
    """One line of the register; a `unit` has its `contact` to ask for instead of a number and categories."""

    id: int
    name: str
    sex_label: str
    age: int | None
    identity_masked: str
    phone_masked: str
    community: str
    categories: tuple[str, ...]
    last_visit: dt.date | None
    open_cases: int
    unit: bool = False
    contact: str = ""


def hit(row: Row[Any], today: dt.date, match: str = "") -> PersonHit:
    """A row of `_people_search.LINE_COLUMNS` as a found person."""
    return PersonHit(
        id=row.id,
        name=shown_name(row.name),
        sex_label=sex_label(row.sex),
        age=age(row.birth, today),
        identity_masked=mask_identity(row.identity),
        phone_masked=mask_phone(row.phone),
        community=row.community,
        last_visit=row.last_visit,
        open_cases=row.open_cases,
        match=match,
        unit=row.kind == UNIT,
    )


def register_row(row: Row[Any], today: dt.date) -> RegisterRow:
    """A row of `_people_search.LINE_COLUMNS` as a line of the register."""
    return RegisterRow(
        id=row.id,
        name=shown_name(row.name),
        sex_label=sex_label(row.sex),
        age=age(row.birth, today),
        identity_masked=mask_identity(row.identity),
        phone_masked=mask_phone(row.phone),
        community=row.community,
        categories=tuple(person_category_label(code) for code in row.categories),
        last_visit=row.last_visit,
        open_cases=row.open_cases,
        unit=row.kind == UNIT,
        contact=row.contact,
    )


def shown_name(name: str) -> str:
    """The name, or that it isn't clear."""
    return name or NAME_UNCLEAR


def age(birth: str, today: dt.date) -> int | None:
    """Whole years; of a birth known only by its year or month, counted from its first day."""
    return age_on(PartialDate.parse(birth).first_day, today) if birth else None
