"""Two people changed one record: what the other did stays, what this operator typed stays, and clashes are named."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from domain.identity import Sex
from domain.labels import SEX_LABELS, person_category_label
from domain.people_rules import PersonForm


@dataclass(frozen=True)
class Merged:
    """`form` to go on with; `clashes` maps a field that both changed to what the other made of it, in words."""

    form: PersonForm
    taken: tuple[str, ...]
    clashes: Mapping[str, str]


def merge(base: PersonForm, theirs: PersonForm, mine: PersonForm) -> Merged:
    """Three ways: `base` as both began, `theirs` as it is stored now, `mine` as it stands on the screen."""
    begun, stored, typed = asdict(base), asdict(theirs), asdict(mine)
    values: dict[str, Any] = {}
    taken: list[str] = []
    clashes: dict[str, str] = {}
    for field, value in typed.items():
        touched, moved = value != begun[field], stored[field] != begun[field]
        values[field] = value if touched else stored[field]
        if moved and not touched:
            taken.append(field)
        elif moved and value != stored[field]:
            clashes[field] = words_of(field, stored[field])
    return Merged(PersonForm(**values), tuple(taken), clashes)


def words_of(field: str, value: Any) -> str:
    """A field's value as the screen says it."""
    if field == "sex":
        return SEX_LABELS[Sex(value)]
    if field == "categories":
        return "、".join(map(person_category_label, value)) or "（空）"
    if field == "name_unclear":
        return "姓名不清" if value else "姓名清楚"
    return str(value) or "（空）"
