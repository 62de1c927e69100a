"""The words of an entry of the catalogue: what its parts are called in the editor, and what one version changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from domain.catalogue import CatalogueEntry, MaterialShape, Route
from domain.catalogue_parts import CONST_SOURCE, FIELD_SOURCE, SOURCES
from domain.field_specs import FieldKind
from domain.labels import PAPER_LABELS
from domain.vocabulary import matter_category

LABELS: Mapping[str, str] = {
    "label": "事项名称",
    "group": "分组",
    "category": "事项类别",
    "promised": "承诺时限",
    "unit": "时限单位",
    "promise_source": "时限的依据",
    "basis": "办理依据",
    "conditions": "办理条件",
    "process": "办理流程",
    "fee": "收费",
    "phone": "咨询电话",
    "aliases": "别名",
    "report_days": "本人须办的期限",
    "report_trigger": "从哪一栏起算",
    "route": "在哪里办结",
    "batch": "编批次报送",
    "recipient": "报送到",
    "hands_out": "发放什么",
    "item_number_label": "编号叫什么",
    "ledger": "发放台账",
    "papers": "本事项的表单",
    "handoff_site": "照抄到哪个系统",
    "materials": "材料",
    "fields": "栏目",
    "handoff": "照抄的栏目",
    "name": "材料名称",
    "shape": "形式",
    "copies": "份数",
    "requirement": "要求",
    "issuer": "出具单位",
    "how": "怎样取得",
    "required": "必须",
    "when": "什么情况下要",
    "kind": "类型",
    "choices": "选项",
    "hint": "填写提示",
    "initial": "一开始填",
    "future": "可填以后的日子",
    "source": "内容来自",
}
SHAPES: Mapping[MaterialShape, str] = {
    MaterialShape.ORIGINAL: "原件",
    MaterialShape.COPY: "复印件",
    MaterialShape.BOTH: "原件+复印件",
}
KINDS: Mapping[FieldKind, str] = {
    FieldKind.TEXT: "一行字",
    FieldKind.LONG: "一段话",
    FieldKind.DATE: "日期",
    FieldKind.PARTIAL: "年月",
    FieldKind.CHOICE: "选择",
    FieldKind.NUMBER: "数字",
    FieldKind.PHONE: "电话",
    FieldKind.YES_NO: "是或否",
}
ROUTES: Mapping[Route, str] = {Route.DISTRICT: "报区里办", Route.STATION: "本站办结"}
UNIT_WORDS: Mapping[str, str] = {"workday": "工作日", "day": "日"}
LEDGER_WORDS: Mapping[str, str] = {"": "没有", "card": "优待证发放台账", "plaque": "光荣牌发放台账"}
ALWAYS = "都要"
_ENUMS: Mapping[StrEnum, str] = {
    **dict(SHAPES.items()),
    **dict(KINDS.items()),
    **dict(ROUTES.items()),
}
_NONE = "（空）"
_PARTS = ("materials", "fields", "handoff")
# A new version always has another of these, or they say nothing to staff.
_UNTOLD = ("code", "active")


@dataclass(frozen=True)
class Difference:
    """One thing that two versions say otherwise."""

    label: str
    old: str
    new: str


def source_options(entry: CatalogueEntry) -> list[tuple[object, str]]:
    """Where a box that is copied may get its words from."""
    own = [(f"{FIELD_SOURCE}{spec.code}", f"栏目：{spec.label}") for spec in entry.fields if spec.label]
    return [*SOURCES.items(), *own, (CONST_SOURCE, "固定文字")]


def condition_options(entry: CatalogueEntry, before: int) -> list[tuple[object, str]]:
    """On which answers a field may hang: those of the choices above it."""
    found: list[tuple[object, str]] = [("", ALWAYS)]
    for spec in entry.fields[:before]:
        answers = spec.choices if spec.kind is FieldKind.CHOICE else ()
        answers = ("是", "否") if spec.kind is FieldKind.YES_NO else answers
        found += [(f"{spec.code}={answer}", f"“{spec.label}”是“{answer}”时") for answer in answers if answer]
    return found


def differences(old: CatalogueEntry, new: CatalogueEntry) -> tuple[Difference, ...]:
    """What `new` says otherwise, in the order of the editor."""
    return tuple(_differences(old, new))


def _differences(old: CatalogueEntry, new: CatalogueEntry) -> Iterator[Difference]:
    for name in (field.name for field in fields(CatalogueEntry)):
        before, after = getattr(old, name), getattr(new, name)
        if before == after or name in _UNTOLD:
            continue
        if name in _PARTS:
            yield from _row_differences(LABELS[name], before, after)
        else:
            yield Difference(LABELS[name], value_words(name, before), value_words(name, after))


def _row_differences(label: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Difference]:
    for at, (before, after) in enumerate(zip_longest(old, new), 1):
        if before != after:
            yield Difference(f"{label}第 {at} 行", _row_words(before), _row_words(after))


def _row_words(row: Any) -> str:
    if row is None:
        return "（没有这一行）"
    told = ((field.name, getattr(row, field.name)) for field in fields(row) if field.name != "code")
    return "，".join(
        f"{LABELS.get(name, name)} {value_words(name, value)}" for name, value in told if value not in ("", (), False)
    )


def value_words(name: str, value: Any) -> str:
    """A value of an entry in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, StrEnum):
        return _ENUMS[value]
    if name == "papers":
        return "、".join(PAPER_LABELS[paper] for paper in value) or _NONE
    if isinstance(value, tuple):
        return "；".join(value) or _NONE
    if name == "category":
        found = matter_category(value)
        return found.label if found else str(value)
    if name in ("unit", "ledger"):
        return {**UNIT_WORDS, **LEDGER_WORDS}.get(str(value), str(value))
    return str(value) or _NONE
