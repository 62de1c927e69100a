"""Fields that are declared as data: what an action on a case asks for, and what a matter of the catalogue needs.

A value is kept as text in one way of writing (a day as 2026-11-24), so that it survives in JSON, on paper and in a
search whatever the program's version. An empty text is a field that wasn't filled in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.dates import read_date, read_partial
from domain.glyphs import undrawable_sentence
from domain.people_rules import length_fault, phone_fault
from domain.phones import is_masked_phone, read_phone
from domain.tables import limit
from domain.text import several_lines, single_line


class FieldKind(StrEnum):
    """How a field is typed and read."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    PARTIAL = "partial"
    CHOICE = "choice"
    NUMBER = "number"
    PHONE = "phone"
    YES_NO = "yes_no"


YES, NO = "是", "否"


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One field. `choices` are the words to choose from (a CHOICE only); `hint` stands under the empty field.

    `future`: whether a DATE may lie after today; `initial`: "today" for a DATE, else the value it starts with.
    `when`: "field=value" where it is asked for only with that choice, "" for always.
    """

    code: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    initial: str = ""
    future: bool = False
    when: str = ""


def spec_from_data(row: Mapping[str, Any]) -> FieldSpec:
    """A field as a table writes it. Raises ValueError for an unknown kind, a key that means nothing, a lone choice."""
    values = dict(row)
    values["kind"] = FieldKind(values.get("kind", FieldKind.TEXT))
    values["choices"] = tuple(values.get("choices", ()))
    try:
        spec = FieldSpec(**values)
    except TypeError as error:
        raise ValueError(f"字段 {row.get('code', '?')} 里有不认识的项") from error
    if (spec.kind is FieldKind.CHOICE) != bool(spec.choices):
        raise ValueError(f"字段 {spec.code} 的类型和选项对不上")
    return spec


def asked(spec: FieldSpec, values: Mapping[str, str]) -> bool:
    """Whether the field is asked for, with what was chosen in the others."""
    if not spec.when:
        return True
    other, _, wanted = spec.when.partition("=")
    return values.get(other, "") == wanted


def initial_value(spec: FieldSpec, today: date) -> str:
    """What the field starts with."""
    return today.isoformat() if spec.initial == "today" else spec.initial


def read_fields(
    specs: Sequence[FieldSpec], typed: Mapping[str, str], today: date
) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed in one way of writing, and what is wrong with it: field → Chinese sentence.

    A field that isn't asked for is left out, whatever stands in it.
    """
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    for spec in specs:
        if not asked(spec, values):
            continue
        value, fault = _read(spec, str(typed.get(spec.code, "")), today)
        if not fault and spec.required and not value:
            fault = _missing(spec)
        values[spec.code] = value
        if fault:
            faults[spec.code] = fault
    return values, faults


def field_warnings(specs: Sequence[FieldSpec], values: Mapping[str, str]) -> dict[str, str]:
    """What is worth a second look: characters that no font draws."""
    found = {spec.code: undrawable_sentence(values.get(spec.code, "")) for spec in specs}
    return {code: sentence for code, sentence in found.items() if sentence}


def _missing(spec: FieldSpec) -> str:
    if spec.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
        return f"还没有选“{spec.label}”，请选一个。"
    return f"还没有写“{spec.label}”，请填写。"


def _read(spec: FieldSpec, raw: str, today: date) -> tuple[str, str]:
    """The value in one way of writing, and what is wrong with it."""
    if spec.kind is FieldKind.LONG:
        text = several_lines(raw)
        return text, length_fault(text, limit("note"))
    text = single_line(raw)
    return _READERS[spec.kind](spec, text, today) if text else ("", "")


def _text(_spec: FieldSpec, text: str, _today: date) -> tuple[str, str]:
    return text, length_fault(text, limit("single_line"))


def _partial(_spec: FieldSpec, text: str, today: date) -> tuple[str, str]:
    reading = read_partial(text, today)
    return (text if reading.message else "", reading.message) if reading.value is None else (str(reading.value), "")


def _choice(spec: FieldSpec, text: str, _today: date) -> tuple[str, str]:
    return text, "" if text in spec.choices else f"“{spec.label}”没有这一项，请重新选。"


def _yes_no(spec: FieldSpec, text: str, _today: date) -> tuple[str, str]:
    return text, "" if text in (YES, NO) else f"“{spec.label}”请选“是”或“否”。"


def _day(spec: FieldSpec, text: str, today: date) -> tuple[str, str]:
    reading = read_date(text, today)
    if reading.value is None:
        return (text if reading.message else ""), reading.message
    if reading.value > today and not spec.future:
        return reading.value.isoformat(), f"{reading.value.isoformat()} 还没有到，请核对日期。"
    return reading.value.isoformat(), ""


def _phone(_spec: FieldSpec, text: str, _today: date) -> tuple[str, str]:
    if is_masked_phone(text):
        return text, "遮住的号码存不了，请重新输入，或留空。"
    number = read_phone(text).text
    return number, phone_fault(number)


def _number(spec: FieldSpec, text: str, _today: date) -> tuple[str, str]:
    digits = text.replace(",", "").replace("，", "")
    if not digits.isdecimal() or len(digits) > 9:
        return text, f"“{spec.label}”应是不超过 9 位的整数，请核对。"
    return str(int(digits)), ""


_READERS: Mapping[FieldKind, Callable[[FieldSpec, str, date], tuple[str, str]]] = {
    FieldKind.TEXT: _text,
    FieldKind.DATE: _day,
    FieldKind.PARTIAL: _partial,
    FieldKind.CHOICE: _choice,
    FieldKind.NUMBER: _number,
    FieldKind.PHONE: _phone,
    FieldKind.YES_NO: _yes_no,
}
