"""The catalogue of matters (办事事项目录): what the window does, with materials, days, hand-off and whereto, as data.

The shipped entries are `resources/data/catalogue.toml`; a station may change all of them, so the same rules are asked
of what it wrote. An entry's data has the same shape in the database, in a package and, but for what several share, in
the file.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from domain.catalogue_parts import (
    FIELD_LINES,
    HANDOFF_LINES,
    MATERIAL_LINES,
    CatalogueMaterial,
    Fault,
    HandOffField,
    MaterialShape,
    code_fault,
    field_faults,
    handoff_faults,
    material_faults,
    tidy_field,
    tidy_row,
    tidy_words,
)
from domain.field_specs import FieldKind, FieldSpec
from domain.glyphs import undrawable_sentence
from domain.people_rules import length_fault
from domain.plain_records import plain_record, read_record
from domain.search_keys import person_keys, query_key
from domain.tables import limit, table
from domain.text import several_lines, single_line
from domain.vocabulary import matter_category

__all__ = [
    "LEDGERS",
    "PAPERS",
    "UNITS",
    "CatalogueEntry",
    "CatalogueMaterial",
    "HandOffField",
    "MaterialShape",
    "Route",
    "check_entry",
    "entry_from_data",
    "entry_to_data",
    "find_entries",
    "shipped_catalogue",
    "tidy_entry",
    "warnings_entry",
]


class Route(StrEnum):
    """Where a matter is decided: it goes to the district bureau and back, or is finished here."""

    DISTRICT = "district"
    STATION = "station"


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """One matter. `category` is a matter category; `promised` counts in `unit` ("day" or "workday").

    `fields`: one whose code is that of a person's field ("service_from") starts with what is on file for the person.
    `materials` with a `when` are for some only, so none of the shipped ones is `required`. `report_days` (0 for none)
    run from the day in the field `report_trigger`. `ledger`: a code of `LEDGERS` or "".
    """

    code: str
    label: str
    group: str
    category: str
    promised: int
    unit: str
    promise_source: str
    route: Route
    basis: str = ""
    conditions: str = ""
    process: str = ""
    fields: tuple[FieldSpec, ...] = ()
    materials: tuple[CatalogueMaterial, ...] = ()
    fee: str = "不收费"
    phone: str = ""
    batch: bool = False
    recipient: str = "区退役军人事务局"
    hands_out: str = ""
    item_number_label: str = ""
    ledger: str = ""
    papers: tuple[str, ...] = ()
    handoff_site: str = ""
    handoff: tuple[HandOffField, ...] = ()
    report_days: int = 0
    report_trigger: str = ""
    active: bool = True
    aliases: tuple[str, ...] = ()


UNITS = ("day", "workday")
LEDGERS = ("card", "plaque")
PAPERS = ("card_application", "record_form")
"""Printed forms that a matter may have of its own; the papers of every case don't stand here."""
# The texts of an entry and the name of their limit in limits.toml.
_LINES: Mapping[str, str] = {
    "label": "catalogue_label",
    "group": "catalogue_word",
    "basis": "single_line",
    "promise_source": "single_line",
    "fee": "catalogue_label",
    "phone": "catalogue_label",
    "recipient": "unit_name",
    "hands_out": "catalogue_word",
    "item_number_label": "catalogue_word",
    "handoff_site": "catalogue_label",
}
_LONG: Mapping[str, str] = {"conditions": "note", "process": "note"}
_PARTS = {"fields": FIELD_LINES, "materials": MATERIAL_LINES, "handoff": HANDOFF_LINES}
_COUNTS: Mapping[str, tuple[str, str]] = {
    "fields": ("catalogue_fields", "要填的栏目"),
    "materials": ("materials", "材料"),
    "handoff": ("catalogue_handoff", "照抄的栏目"),
    "aliases": ("catalogue_aliases", "别名"),
}
_REQUIRED: Mapping[str, str] = {
    "label": "还没有写事项名称。请填写，窗口靠它找。",
    "group": "还没有写分组。请填写，目录按分组排。",
    "promise_source": "还没有写时限的依据。没有规定的，写“本站承诺”。",
}


@cache
def shipped_catalogue() -> tuple[CatalogueEntry, ...]:
    """The entries that the program brings along, in the order of the file."""
    data = table("catalogue")
    return tuple(_shipped(row, data) for row in data["entry"])


def entry_to_data(entry: CatalogueEntry) -> dict[str, Any]:
    """The entry as plain values for JSON, each field written out."""
    return plain_record(entry)


def entry_from_data(data: Mapping[str, Any]) -> CatalogueEntry:
    """The way back. ValueError with a Chinese sentence for an unknown key, a missing one, or a value of another kind.

    Whether the entry makes sense is for `check_entry`, so that half of one can be read as well. What was read once
    isn't taken apart again: each page of a case asks, and a desk asks for all of them.
    """
    return _read_entry(json.dumps(data, sort_keys=True))


@lru_cache(maxsize=512)
def _read_entry(text: str) -> CatalogueEntry:
    return read_record(CatalogueEntry, json.loads(text), "事项")


def tidy_entry(entry: CatalogueEntry) -> CatalogueEntry:
    """The entry as it is stored: lines cleaned, blank choices and search words gone, nothing written twice."""
    lines: dict[str, Any] = {name: single_line(getattr(entry, name)) for name in (*_LINES, "code")}
    lines |= {name: several_lines(getattr(entry, name)) for name in _LONG}
    return replace(
        entry,
        **lines,
        fields=tuple(tidy_field(spec) for spec in entry.fields),
        materials=tuple(tidy_row(row, MATERIAL_LINES) for row in entry.materials),
        handoff=tuple(tidy_row(row, HANDOFF_LINES) for row in entry.handoff),
        aliases=tidy_words(entry.aliases),
        papers=tuple(dict.fromkeys(entry.papers)),
    )


def check_entry(entry: CatalogueEntry, others: Collection[str]) -> dict[str, str]:
    """What keeps a tidied entry from being saved: field ("label", "materials.0.name") → Chinese sentence.

    `others`: the codes of the other entries.
    """
    codes = {spec.code for spec in entry.fields}
    faults = (
        ("code", code_fault(entry.code) or ("这个代码已经有别的事项用了，请换一个。" if entry.code in others else "")),
        ("category", "" if matter_category(entry.category) else "没有这一类事项，请重新选。"),
        *((name, length_fault(getattr(entry, name), limit(kept))) for name, kept in (*_LINES.items(), *_LONG.items())),
        *((name, sentence) for name, sentence in _REQUIRED.items() if not getattr(entry, name)),
        *_time_faults(entry),
        *_way_faults(entry),
        *_count_faults(entry),
        *((f"fields.{name}", sentence) for name, sentence in field_faults(entry.fields)),
        *((f"materials.{name}", sentence) for name, sentence in material_faults(entry.materials)),
        *((f"handoff.{name}", sentence) for name, sentence in handoff_faults(entry.handoff, codes)),
    )
    # The first sentence of each field stands.
    return {name: sentence for name, sentence in reversed(faults) if sentence}


def warnings_entry(entry: CatalogueEntry) -> dict[str, str]:
    """What is worth a second look in a tidied entry: characters that no font draws ("materials.0.name" → sentence)."""
    found = {name: undrawable_sentence(text) for name, text in _texts(entry)}
    return {name: sentence for name, sentence in found.items() if sentence}


def find_entries(entries: Iterable[CatalogueEntry], text: str) -> tuple[CatalogueEntry, ...]:
    """The entries that fit each word typed, the best first: by label, alias or group, in characters or in pinyin.

    All of them, in their order, where nothing was typed.
    """
    words = [word for word in map(query_key, text.split()) if word]
    ranked = [(max((_rank(entry, word) for word in words), default=0), entry) for entry in entries]
    found = [(rank, entry) for rank, entry in ranked if rank < _NOT]
    return tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0]))


# How well an entry fits a word; the lower, the further up it stands.
_EXACT, _BEGINS, _LABEL, _ALIAS, _GROUP, _NOT = range(6)


def _rank(entry: CatalogueEntry, word: str) -> int:
    label = query_key(entry.label)
    if word == label or word in map(query_key, entry.aliases):
        return _EXACT
    if label.startswith(word):
        return _BEGINS
    if _heard(entry.label, word):
        return _LABEL
    if any(_heard(alias, word) for alias in entry.aliases):
        return _ALIAS
    return _GROUP if _heard(entry.group, word) else _NOT


def _heard(words: str, typed: str) -> bool:
    return any(key.startswith(typed) for key in _keys(words))


@lru_cache(maxsize=2048)
def _keys(words: str) -> frozenset[str]:
    return person_keys(words)


def _shipped(row: Mapping[str, Any], data: Mapping[str, Any]) -> CatalogueEntry:
    """An entry of the file, in which fields, materials and hand-offs that several share stand once and are named."""
    specs = {code: {"code": code, **spec} for code, spec in data["field"].items()}
    handoff = row.get("handoff", ())
    return entry_from_data(
        {
            **row,
            "fields": [_shared(part, specs) for part in row.get("fields", ())],
            "materials": [_shared(part, data["material"]) for part in row.get("materials", ())],
            "handoff": data["handoff"][handoff] if isinstance(handoff, str) else handoff,
        }
    )


def _shared(part: str | Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """What is named, with what is otherwise here ({use = "id_card", when = "…"}); or what stands here alone."""
    if isinstance(part, str):
        return shared[part]
    named = shared[part["use"]] if "use" in part else {}
    return {**named, **{key: value for key, value in part.items() if key != "use"}}


def _time_faults(entry: CatalogueEntry) -> Iterator[Fault]:
    most = limit("catalogue_days")
    if not 1 <= entry.promised <= most:
        yield "promised", f"承诺时限应在 1 到 {most} 天之间；当场办好的写 1。"
    if entry.unit not in UNITS:
        yield "unit", "时限的单位请选“天”或“工作日”。"
    if not 0 <= entry.report_days <= most:
        yield "report_days", f"本人须办的期限应在 1 到 {most} 天之间，没有就写 0。"
    days = {spec.code for spec in entry.fields if spec.kind is FieldKind.DATE}
    if bool(entry.report_days) != bool(entry.report_trigger):
        yield "report_trigger", "期限的天数和起算的栏目要一起写，或都不写。"
    elif entry.report_trigger and entry.report_trigger not in days:
        yield "report_trigger", "起算的栏目要是本事项里的一个日期栏，请重新选。"


def _way_faults(entry: CatalogueEntry) -> Iterator[Fault]:
    if entry.batch and entry.route is Route.STATION:
        yield "batch", "本站办结的事项不报送，请去掉“编批次”，或改成报区办理。"
    if entry.route is Route.DISTRICT and not entry.recipient:
        yield "recipient", "还没有写报送到哪里。请填写，报送清单上要印。"
    if entry.item_number_label and not entry.hands_out:
        yield "item_number_label", "没有要发放的东西，就没有编号。请先写发放什么，或清空这一栏。"
    if entry.ledger and not entry.hands_out:
        yield "ledger", "没有要发放的东西，就没有发放台账。请先写发放什么，或不选台账。"
    elif entry.ledger and entry.ledger not in LEDGERS:
        yield "ledger", "没有这种台账，请重新选。"
    if any(paper not in PAPERS for paper in entry.papers):
        yield "papers", "有一种表单不认识，请重新勾选。"
    if entry.handoff and not entry.handoff_site:
        yield "handoff_site", "写了要照抄的栏目，还没有写是哪个系统。请填写。"


def _count_faults(entry: CatalogueEntry) -> Iterator[Fault]:
    for name, (kept, noun) in _COUNTS.items():
        count = len(getattr(entry, name))
        if count > limit(kept):
            yield name, f"{noun}最多 {limit(kept)} 项，现在 {count} 项，请合并或去掉一些。"
    told = (length_fault(alias, limit("catalogue_word")) for alias in entry.aliases)
    yield "aliases", next((sentence for sentence in told if sentence), "")


def _texts(entry: CatalogueEntry) -> Iterator[Fault]:
    """All that is shown or printed of an entry, each by the name under which a sentence about it stands."""
    yield from ((name, getattr(entry, name)) for name in (*_LINES, *_LONG))
    yield "aliases", "".join(entry.aliases)
    for part, lines in _PARTS.items():
        for at, row in enumerate(getattr(entry, part)):
            yield from ((f"{part}.{at}.{name}", getattr(row, name)) for name in lines)
    yield from ((f"fields.{at}.choices", "".join(spec.choices)) for at, spec in enumerate(entry.fields))
