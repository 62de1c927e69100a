"""What a person's form must hold, and what is only worth a second look.

The same checks run while typing and again inside the service. `tidy_person` first: everything after it, the stored
record included, sees the same cleaned words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.dates import PartialDate, age_on, read_partial
from domain.identity import IdentityReading, Sex, normalise_identity, read_identity
from domain.names import check_name, normalise_name, split_names
from domain.phones import read_phone
from domain.tables import limit
from domain.text import compact, several_lines, single_line
from domain.vocabulary import person_category


@dataclass(frozen=True, kw_only=True)
class PersonForm:
    """A person as typed. `sex` is a code of GB/T 2261.1; `birth` and the time of service are partial dates as text."""

    name: str = ""
    name_unclear: bool = False
    identity: str = ""
    identity_reason: str = ""
    sex: str = "0"
    birth: str = ""
    phone: str = ""
    phone2: str = ""
    household_address: str = ""
    address: str = ""
    community: str = ""
    categories: tuple[str, ...] = ()
    honours: str = ""
    service_from: str = ""
    service_to: str = ""
    card_number: str = ""
    former_names: str = ""
    note: str = ""
    reception_note: str = ""


# Single-line fields and the name of their limit in limits.toml.
_LIMITS: Mapping[str, str] = {
    "identity_reason": "single_line",
    "household_address": "single_line",
    "address": "single_line",
    "community": "community",
    "honours": "single_line",
    "card_number": "card_number",
    "former_names": "single_line",
    "note": "note",
    "reception_note": "single_line",
}
_DATES = ("birth", "service_from", "service_to")


def tidy_person(form: PersonForm, today: date) -> PersonForm:
    """The form as it is stored: names, numbers and dates in one way of writing, the rest word for word on its line.

    Birth date and sex are taken from the identity number where they are still open.
    """
    reading = read_identity(form.identity, today)
    birth = _tidy_date(form.birth, today)
    if not birth and reading.birth and reading.state == "ok":
        birth = reading.birth.isoformat()
    sex = form.sex or Sex.UNKNOWN.value
    if sex == Sex.UNKNOWN and reading.state == "ok":
        sex = reading.sex.value
    return replace(
        form,
        name=normalise_name(form.name),
        identity=normalise_identity(form.identity),
        identity_reason=single_line(form.identity_reason),
        sex=sex,
        birth=birth,
        phone=read_phone(form.phone).text,
        phone2=read_phone(form.phone2).text,
        household_address=single_line(form.household_address),
        address=single_line(form.address),
        community=single_line(form.community),
        categories=tuple(dict.fromkeys(form.categories)),
        honours=single_line(form.honours),
        service_from=_tidy_date(form.service_from, today),
        service_to=_tidy_date(form.service_to, today),
        card_number=compact(form.card_number).upper(),
        former_names="、".join(split_names(form.former_names)),
        note=several_lines(form.note),
        reception_note=single_line(form.reception_note),
    )


def check_person(form: PersonForm, today: date) -> dict[str, str]:
    """What keeps this person from being saved: field → Chinese sentence (what, why, what to do)."""
    form = tidy_person(form, today)
    found: dict[str, str] = {}
    if form.name or not form.name_unclear:
        found["name"] = check_name(form.name).message
    found["identity"] = _identity_fault(form, read_identity(form.identity, today))
    if form.sex not in {sex.value for sex in Sex}:
        found["sex"] = "请在未知、男、女、未说明里选一个。"
    for field in _DATES:
        found[field] = read_partial(getattr(form, field), today).message
    for field in ("phone", "phone2"):
        found[field] = phone_fault(getattr(form, field))
    if any(person_category(code) is None for code in form.categories):
        found["categories"] = "有一个人员类别不在目录里，请重新勾选。"
    for field, name in _LIMITS.items():
        found[field] = found.get(field) or length_fault(getattr(form, field), limit(name))
    return {field: sentence for field, sentence in found.items() if sentence}


def warnings_person(form: PersonForm, today: date) -> dict[str, str]:
    """What is worth a second look but stops nothing: field → Chinese sentence."""
    form = tidy_person(form, today)
    reading = read_identity(form.identity, today)
    found: dict[str, str] = {}
    if reading.state == "bad_check" and form.identity_reason:
        found["identity"] = "证件号校验没通过，已按写明的原因保留。"
    elif reading.kind == "citizen15":
        found["identity"] = reading.message
    if reading.sex in (Sex.MALE, Sex.FEMALE) and form.sex in (Sex.MALE, Sex.FEMALE) and form.sex != reading.sex:
        found["sex"] = "性别与证件号第 17 位不一致，请核对。"
    born, enlisted, left = (read_partial(getattr(form, field), today).value for field in _DATES)
    found["birth"] = _birth_doubt(born, reading.birth, today)
    youngest = limit("questionable_enlistment_age")
    if born and enlisted and age_on(born.first_day, enlisted.last_day) < youngest:
        found["service_from"] = f"按出生日期，入伍时还不到 {youngest} 岁，请核对。"
    if enlisted and left and left.last_day < enlisted.first_day:
        found["service_to"] = "退役时间早于入伍时间，请核对。"
    if form.card_number and not form.card_number.isdecimal():
        found["card_number"] = "优待证号一般只有数字，请对照证件核对。"
    return {field: sentence for field, sentence in found.items() if sentence}


def phone_fault(text: str) -> str:
    """A Chinese sentence where a phone number is neither empty nor whole."""
    reading = read_phone(text)
    return reading.message if reading.state in ("incomplete", "bad") else ""


def length_fault(text: str, longest: int) -> str:
    """A Chinese sentence where a text has more characters than its field takes."""
    return f"有 {len(text)} 个字，最多 {longest} 个。请删短一些。" if len(text) > longest else ""


def _identity_fault(form: PersonForm, reading: IdentityReading) -> str:
    if reading.state in ("bad", "incomplete"):
        return reading.message
    if reading.state == "bad_check" and not form.identity_reason:
        return reading.message
    return ""


def _birth_doubt(born: PartialDate | None, in_number: date | None, today: date) -> str:
    if born and in_number and not born.first_day <= in_number <= born.last_day:
        return f"与证件号里的出生日期 {in_number.isoformat()} 不一致，请核对。"
    day = in_number or (born.last_day if born else None)
    if day and age_on(day, today) > limit("questionable_age"):
        return f"按出生日期已经 {age_on(day, today)} 岁，请核对。"
    return ""


def _tidy_date(text: str, today: date) -> str:
    """The date in its stored form; what can't be read stays as typed, for the check to point at."""
    value = read_partial(text, today).value
    return str(value) if value else compact(text)
