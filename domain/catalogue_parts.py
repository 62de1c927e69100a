"""The rows of an entry of the catalogue (办事事项目录) and their rules: what is asked for, handed in and copied out."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from domain.field_specs import NO, YES, FieldKind, FieldSpec
from domain.labels import field_label
from domain.people_rules import length_fault
from domain.tables import limit
from domain.text import single_line


class MaterialShape(StrEnum):
    """In which form a material is wanted (原件核对后退还 / 复印件 / 原件和复印件)."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class CatalogueMaterial:
    """A paper that a matter needs; `when` says in words for whom, "" for everybody."""

    name: str
    shape: MaterialShape = MaterialShape.ORIGINAL
    copies: int = 1
    requirement: str = ""
    issuer: str = ""
    how: str = ""
    required: bool = True
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class HandOffField:
    """One box of a national system's page, in the page's order.

    `source`: a key of `SOURCES` ("person.name", "case.number"), "field.<code>" of the entry, or "const:<words>".
    """

    label: str
    source: str


FIELD_SOURCE = "field."
CONST_SOURCE = "const:"
_PERSON_FIELDS = (
    "name",
    "identity",
    "sex",
    "birth",
    "phone",
    "phone2",
    "household_address",
    "address",
    "community",
    "categories",
    "honours",
    "service_from",
    "service_to",
    "card_number",
    "former_names",
)
SOURCES: Mapping[str, str] = {
    **{f"person.{name}": field_label(name) for name in _PERSON_FIELDS},
    "case.number": "本站办件编号",
}
"""What may be copied out besides the entry's own fields and fixed words; → its word on the screen."""

# The lines of a row and the name of their limit in limits.toml.
FIELD_LINES: Mapping[str, str] = {"label": "catalogue_label", "hint": "single_line", "initial": "single_line"}
MATERIAL_LINES: Mapping[str, str] = {
    "name": "single_line",
    "requirement": "single_line",
    "issuer": "single_line",
    "how": "single_line",
    "when": "single_line",
}
HANDOFF_LINES: Mapping[str, str] = {"label": "catalogue_label", "source": "single_line"}

Fault = tuple[str, str]
"""A field within its row or entry, and a Chinese sentence; empty where nothing is wrong."""
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_ANSWERS: Mapping[FieldKind, tuple[str, ...]] = {FieldKind.YES_NO: (YES, NO), FieldKind.DATE: ("today",)}
_Row = TypeVar("_Row", FieldSpec, CatalogueMaterial, HandOffField)


def code_fault(code: str) -> str:
    """A Chinese sentence where a code of an entry or a field is none."""
    if not _CODE.fullmatch(code):
        return "代码要以小写字母开头，只用小写字母、数字和下划线。"
    return length_fault(code, limit("catalogue_code"))


def tidy_row(row: _Row, lines: Collection[str]) -> _Row:
    """The row with each of its lines cleaned."""
    changes: dict[str, Any] = {name: single_line(getattr(row, name)) for name in lines}
    return replace(row, **changes)


def tidy_field(spec: FieldSpec) -> FieldSpec:
    """The field as it is stored: blank choices gone, each once."""
    return replace(tidy_row(spec, (*FIELD_LINES, "code", "when")), choices=tidy_words(spec.choices))


def tidy_words(words: Sequence[str]) -> tuple[str, ...]:
    """A list of words without blanks, each once."""
    return tuple(dict.fromkeys(word for word in map(single_line, words) if word))


def field_faults(specs: Sequence[FieldSpec]) -> Iterator[Fault]:
    """What is wrong with the fields: "0.code" → sentence."""
    before: dict[str, FieldSpec] = {}
    for at, spec in enumerate(specs):
        double = "这个代码上面已经有了，请换一个。" if spec.code in before else ""
        yield f"{at}.code", code_fault(spec.code) or double
        yield f"{at}.label", "" if spec.label else "还没有写栏目名称。请填写，或去掉这一行。"
        yield f"{at}.choices", _choices_fault(spec)
        yield f"{at}.initial", _initial_fault(spec)
        yield f"{at}.when", _when_fault(spec, before)
        yield from _length_faults(at, spec, FIELD_LINES)
        before[spec.code] = spec


def material_faults(materials: Sequence[CatalogueMaterial]) -> Iterator[Fault]:
    """What is wrong with the materials: "0.name" → sentence. A case and a notice know a material by its name alone."""
    seen: set[str] = set()
    for at, row in enumerate(materials):
        if not row.name:
            yield f"{at}.name", "还没有写材料名称。请填写，或去掉这一行。"
        elif row.name in seen:
            yield f"{at}.name", "这种材料上面已经写了，请合并成一行。"
        seen.add(row.name)
        if not 1 <= row.copies <= limit("copies"):
            yield f"{at}.copies", f"份数应在 1 到 {limit('copies')} 之间。"
        yield from _length_faults(at, row, MATERIAL_LINES)


def handoff_faults(rows: Sequence[HandOffField], codes: Collection[str]) -> Iterator[Fault]:
    """What is wrong with the boxes to copy: "0.source" → sentence. `codes`: those of the entry's fields.

    A box is ticked off by its label, so each has its own.
    """
    seen: set[str] = set()
    for at, row in enumerate(rows):
        if not row.label:
            yield f"{at}.label", "还没有写网页上的栏目名称。请填写，或去掉这一行。"
        elif row.label in seen:
            yield f"{at}.label", "这个栏目上面已经写了，请加几个字分开，如“姓名（代办人）”。"
        seen.add(row.label)
        yield f"{at}.source", "" if source_known(row.source, codes) else "不知道从哪里取这一栏的内容，请重新选。"
        yield from _length_faults(at, row, HANDOFF_LINES)


def source_known(source: str, codes: Collection[str]) -> bool:
    """Whether a source of a box can be filled, `codes` being those of the entry's fields."""
    if source.startswith(FIELD_SOURCE):
        return source.removeprefix(FIELD_SOURCE) in codes
    if source.startswith(CONST_SOURCE):
        return bool(source.removeprefix(CONST_SOURCE).strip())
    return source in SOURCES


def _length_faults(at: int, row: object, lines: Mapping[str, str]) -> Iterator[Fault]:
    return ((f"{at}.{name}", length_fault(getattr(row, name), limit(kept))) for name, kept in lines.items())


def _choices_fault(spec: FieldSpec) -> str:
    if spec.kind is not FieldKind.CHOICE:
        return "只有“选择”类型的栏目才写选项，请清空选项或改类型。" if spec.choices else ""
    if not spec.choices:
        return "还没有写可选的项。请至少写一项，或改成别的类型。"
    if len(spec.choices) > limit("catalogue_choices"):
        return f"最多 {limit('catalogue_choices')} 个选项，现在 {len(spec.choices)} 个，请合并。"
    return next((told for one in spec.choices if (told := length_fault(one, limit("catalogue_label")))), "")


def _initial_fault(spec: FieldSpec) -> str:
    answers = spec.choices if spec.kind is FieldKind.CHOICE else _ANSWERS.get(spec.kind)
    if not spec.initial or answers is None or spec.initial in answers:
        return ""
    return "这个初始值不在可填的内容里，请重新选，或留空。"


def _when_fault(spec: FieldSpec, before: Mapping[str, FieldSpec]) -> str:
    """A condition may look at an earlier field only, because fields are read in their order."""
    if not spec.when:
        return ""
    code, _, wanted = spec.when.partition("=")
    other = before.get(code)
    if other is None:
        return "条件里的栏目不在这一栏前面，请把它移到前面，或改条件。"
    answers = other.choices if other.kind is FieldKind.CHOICE else _ANSWERS.get(other.kind)
    if other.kind not in (FieldKind.CHOICE, FieldKind.YES_NO) or wanted not in (answers or ()):
        return f"“{other.label}”没有“{wanted}”这一项，请改条件。"
    return ""
