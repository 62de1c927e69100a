"""What a notice of missing materials (一次性告知书) must say: everything that is missing, at once.

一次性告知制; 行政许可法 §32 tells all gaps at once, on the spot or within five days (a model, not binding here). Where
the visit opened a service case, the form starts with what its checklist lacks; the clerk writes the rest herself, and
what she leaves out stands as —— on paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from domain.dates import read_date
from domain.glyphs import undrawable_sentence
from domain.people_rules import length_fault
from domain.tables import limit
from domain.text import several_lines, single_line


@dataclass(frozen=True, kw_only=True)
class OwedForm:
    """A material that is still missing: what, in which form, how many, who issues it, how to get it."""

    name: str = ""
    requirement: str = ""
    copies: str = ""
    issuer: str = ""
    how: str = ""


OWED_FIELDS = tuple(field.name for field in fields(OwedForm))
_LIMITS = {"name": "single_line", "requirement": "single_line", "issuer": "single_line", "how": "single_line"}


@dataclass(frozen=True, kw_only=True)
class NoticeForm:
    """What the clerk writes. `until` is the deadline as typed ("+20", "12-04"), empty where there is none."""

    owed: tuple[OwedForm, ...] = ()
    until: str = ""
    basis: str = ""
    process: str = ""


def tidy_notice(form: NoticeForm) -> NoticeForm:
    """The form as it is printed; rows in which nothing was written fall away."""
    owed = (OwedForm(**{field: single_line(getattr(row, field)) for field in OWED_FIELDS}) for row in form.owed)
    return replace(
        form,
        owed=tuple(row for row in owed if row != OwedForm()),
        until=single_line(form.until),
        basis=single_line(form.basis),
        process=several_lines(form.process),
    )


def check_notice(form: NoticeForm, today: date) -> dict[str, str]:
    """What keeps a tidied notice from being printed: field → Chinese sentence; rows are "owed.0.name"."""
    found: dict[str, str] = {}
    if not form.owed:
        found["owed.0.name"] = "还没有写缺什么材料。请至少写一项。"
    if len(form.owed) > limit("materials"):
        found["owed"] = f"一次最多告知 {limit('materials')} 项，请合并同类的材料。"
    names: set[str] = set()
    for at, row in enumerate(form.owed):
        if not row.name:
            found[f"owed.{at}.name"] = "还没有写材料名称。请填写，或去掉这一行。"
        elif row.name in names:
            found[f"owed.{at}.name"] = "这种材料上面已经写了，请合并成一行。"
        names.add(row.name)
        for field, kept in _LIMITS.items():
            if told := length_fault(getattr(row, field), limit(kept)):
                found[f"owed.{at}.{field}"] = told
        if told := length_fault(row.copies, limit("copies_words")):
            found[f"owed.{at}.copies"] = told
    found |= {
        "until": until_fault(form.until, today),
        "basis": length_fault(form.basis, limit("single_line")),
        "process": length_fault(form.process, limit("note")),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def warnings_notice(form: NoticeForm) -> dict[str, str]:
    """What is worth a second look in a tidied notice: characters that no font draws."""
    found = {field: undrawable_sentence(getattr(form, field)) for field in ("basis", "process")}
    for at, row in enumerate(form.owed):
        found |= {f"owed.{at}.{field}": undrawable_sentence(getattr(row, field)) for field in OWED_FIELDS}
    return {field: sentence for field, sentence in found.items() if sentence}


def until_fault(until: str, today: date) -> str:
    """A Chinese sentence where the deadline can't be read, is over, or lies too far ahead."""
    reading = read_date(until, today)
    if reading.value is None:
        return reading.message
    if reading.value < today:
        return f"{reading.value.isoformat()} 已经过去，请改成今天或以后的日期，或留空。"
    farthest = limit("notice_days")
    if (reading.value - today).days > farthest:
        return f"{reading.value.isoformat()} 在 {farthest} 天以后，请核对年份。"
    return ""


def deadline(until: str, today: date) -> date | None:
    """The day that was typed; None where none was, or it can't be read."""
    return read_date(until, today).value


def notice_number(visit: str, notice: int) -> str:
    """A notice has no series of its own: LF20261124-008 告知第2次."""
    return f"{visit} 告知第{notice}次"


def notice_facts(form: NoticeForm) -> dict[str, Any]:
    """The form as plain values, to hand over to the service that issues the paper."""
    return {field.name: getattr(form, field.name) for field in fields(NoticeForm)}


def owed_again(rows: Sequence[Mapping[str, Any]]) -> tuple[OwedForm, ...]:
    """The rows of a printed notice, to start the next one from; what an older or newer program added is left out."""
    return tuple(OwedForm(**{field: str(row.get(field, "")) for field in OWED_FIELDS}) for row in rows)
