"""The station's own form: what stands on every paper, so it has to be whole before the first one is printed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from domain.glyphs import undrawable_sentence
from domain.people_rules import length_fault
from domain.phones import read_phone
from domain.tables import limit, table
from domain.text import compact, single_line


@dataclass(frozen=True, kw_only=True)
class StationForm:
    """The station as typed. `window_letter` is one letter A–Z where several PCs work without a cable, else empty."""

    name: str = ""
    short_name: str = ""
    region_code: str = ""
    address: str = ""
    phone: str = ""
    complaint_phone: str = ""
    issuer: str = ""
    window_letter: str = ""
    hours: str = "工作日9:00—17:00"


_REQUIRED: Mapping[str, str] = {
    "name": "还没有站名。请填全称，与公章一致。",
    "short_name": "请填简称，文号里要用。",
    "region_code": "请填 6 位数字，如 430103。",
    "address": "还没有地址。会印在回执上，方便来访人再来。",
    "phone": "请填电话，会印在回执上。",
    "complaint_phone": "请填电话，会印在回执上。",
    "issuer": "还没有文书落款单位。一般与站名相同，也可以是街道办事处。",
}
_LIMITS: Mapping[str, str] = {
    "name": "single_line",
    "short_name": "short_name",
    "address": "single_line",
    "issuer": "single_line",
    "hours": "hours",
}


def tidy_station(form: StationForm) -> StationForm:
    """The form as it is stored: each field on one line, numbers and letters half-width."""
    lines = {field.name: single_line(getattr(form, field.name)) for field in fields(form)}
    lines["short_name"] = re.sub(r"\s", "", lines["short_name"])
    lines["region_code"] = compact(form.region_code)
    lines["phone"] = read_phone(form.phone).text
    lines["complaint_phone"] = read_phone(form.complaint_phone).text
    lines["window_letter"] = compact(form.window_letter).upper()
    return replace(form, **lines)


def check_station(form: StationForm) -> dict[str, str]:
    """What keeps the station from being saved: field → Chinese sentence (what, why, what to do)."""
    form = tidy_station(form)
    found = {field: sentence for field, sentence in _REQUIRED.items() if not getattr(form, field)}
    for field, name in _LIMITS.items():
        text = getattr(form, field)
        fault = length_fault(text, limit(name)) or undrawable_sentence(text)
        if fault:
            found[field] = fault
    if form.short_name and not _is_plain_word(form.short_name):
        found["short_name"] = "只能用汉字和字母，免得看错文号。"
    if form.region_code and not re.fullmatch(r"[1-9][0-9]{5}", form.region_code):
        found["region_code"] = "应为 6 位数字，如 430103。"
    for field in ("phone", "complaint_phone"):
        reading = read_phone(getattr(form, field))
        if reading.state in ("incomplete", "bad"):
            found[field] = reading.message.replace("请补齐或留空", "请补齐")
    if form.window_letter and not re.fullmatch(r"[A-Z]", form.window_letter):
        found["window_letter"] = "只能是 A 到 Z 的一个，或留空。"
    return found


def region_name(code: str) -> str:
    """The full name of a division code ("湖南省长沙市天心区") to confirm what was typed; empty where it is unknown."""
    return str(table("regions")["names"].get(code, ""))


def _is_plain_word(text: str) -> bool:
    return all(unicodedata.category(character).startswith("L") for character in text)
