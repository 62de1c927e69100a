"""What one matter of a visit must hold: what is asked, what happened, why, and what came of it.

信访工作条例 §19 wants of a petition the claim (请求), the facts (事实) and the reasons (理由), apart; what is told by
word of mouth is recorded truthfully. All other matters say it in one text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.glyphs import undrawable_sentence
from domain.people_rules import length_fault
from domain.tables import limit
from domain.text import several_lines, single_line
from domain.vocabulary import Channel, MatterKind, Outcome, matter_category, outcomes_for


@dataclass(frozen=True, kw_only=True)
class MaterialForm:
    """A paper the visitor hands in."""

    name: str
    copies: int = 1
    original: bool = False


@dataclass(frozen=True, kw_only=True)
class MatterForm:
    """One thing wanted. `category` is a code, `handler` an operator's uuid or empty for the one who registers.

    `narrative` is what is wanted; for a petition that is the claim alone, with `facts`, `reasons` and what was done
    about it `earlier` beside it. `matter_id` names the saved matter that a correction is about. `catalogue` is the code
    of a service matter in the catalogue, `fields` what it asks for besides, `missing` the papers that it still lacks.
    """

    kind: MatterKind = MatterKind.CONSULTATION
    category: str = ""
    narrative: str = ""
    facts: str = ""
    reasons: str = ""
    earlier: str = ""
    read_back: bool = False
    outcome: Outcome | None = None
    reply: str = ""
    refer_to: str = ""
    handler: str = ""
    join_case_id: int | None = None
    materials: tuple[MaterialForm, ...] = ()
    matter_id: int | None = None
    catalogue: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


# What is asked for a petition beside the claim, with the sentence where it is missing.
_PETITION_PARTS: Mapping[str, str] = {
    "facts": "还没有写事实：什么时候、在哪里、发生了什么（《信访工作条例》第十九条）。",
    "reasons": "还没有写理由：为什么这样请求、依据什么（《信访工作条例》第十九条）。",
}
# The texts of many lines.
TEXTS = ("narrative", "facts", "reasons", "earlier", "reply")
_ORAL = frozenset({Channel.WALK_IN, Channel.CALL, Channel.HOME})
_NOT_READ_BACK = "口述内容还没有向来访人宣读核对（《信访工作条例》第十九条）。"


def tidy_matter(matter: MatterForm) -> MatterForm:
    """The matter as it is stored. The parts of a petition go where the kind was changed to another one afterwards."""
    texts: dict[str, Any] = {field: several_lines(getattr(matter, field)) for field in TEXTS}
    petition = matter.kind is MatterKind.PETITION
    if not petition:
        texts["narrative"] = "\n".join(
            filter(None, (texts["narrative"], texts["facts"], texts["reasons"], texts["earlier"]))
        )
        texts |= {"facts": "", "reasons": "", "earlier": ""}
    return replace(
        matter,
        **texts,
        read_back=petition and matter.read_back,
        refer_to=single_line(matter.refer_to),
        materials=tuple(replace(material, name=single_line(material.name)) for material in matter.materials),
        **_service_parts(matter),
    )


def _service_parts(matter: MatterForm) -> dict[str, Any]:
    """What only a service matter has; it goes where the kind was changed to another one afterwards."""
    if matter.kind is not MatterKind.SERVICE:
        return {"catalogue": "", "fields": (), "missing": ()}
    missing = tuple(dict.fromkeys(filter(None, (single_line(name) for name in matter.missing))))
    given = {single_line(material.name) for material in matter.materials}
    return {"missing": tuple(name for name in missing if name not in given)}


def check_matter(matter: MatterForm) -> dict[str, str]:
    """What keeps a tidied matter from being saved: field → Chinese sentence, empty where there is nothing to say."""
    found: dict[str, str] = {}
    if matter_category(matter.category) is None:
        found["category"] = "还没有选类别，请选一个。"
    found.update({field: length_fault(getattr(matter, field), limit("narrative")) for field in TEXTS})
    if not matter.narrative:
        found["narrative"] = _missing_narrative(matter.kind)
    if matter.outcome is Outcome.PETITION_OPENED:
        found.update(_missing_parts(matter))
    found["outcome"] = _outcome_fault(matter)
    found["refer_to"] = length_fault(matter.refer_to, limit("single_line"))
    if matter.outcome is Outcome.REFERRED and not matter.refer_to:
        found["refer_to"] = "还没有写转到哪里。请写单位名称，好告诉来访人找谁（《信访工作条例》第二十三条）。"
    if matter.outcome is Outcome.JOINED and matter.join_case_id is None:
        found["join_case_id"] = "还没有选并入哪一件。请选一件在办的，或改处理结果。"
    found.update(_material_faults(matter.materials))
    return found


def warnings_matter(matter: MatterForm, channel: Channel) -> dict[str, str]:
    """What is worth a second look in a tidied matter: field → Chinese sentence, empty where there is nothing to say."""
    found = {field: undrawable_sentence(getattr(matter, field)) for field in (*TEXTS, "refer_to")}
    if matter.kind is MatterKind.PETITION and matter.outcome is not Outcome.PETITION_OPENED:
        found.update(_missing_parts(matter))
    if matter.outcome is Outcome.PETITION_OPENED and channel in _ORAL and not matter.read_back:
        found["read_back"] = _NOT_READ_BACK
    for row, material in enumerate(matter.materials):
        found[f"materials.{row}.name"] = undrawable_sentence(material.name)
    return found


def _missing_narrative(kind: MatterKind) -> str:
    if kind is MatterKind.PETITION:
        return "还没有写请求。请写明来访人要求解决什么（《信访工作条例》第十九条）。"
    return "还没有写诉求内容。请写明请求、事实和理由。"


def _missing_parts(matter: MatterForm) -> dict[str, str]:
    return {field: sentence for field, sentence in _PETITION_PARTS.items() if not getattr(matter, field)}


def _outcome_fault(matter: MatterForm) -> str:
    if matter.outcome is None:
        return "还没有处理结果，请选一个。"
    if matter.outcome not in outcomes_for(matter.kind):
        return "这一类型的事项没有这种处理结果。请改类型，或另选处理结果。"
    return ""


def _material_faults(materials: tuple[MaterialForm, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    if len(materials) > limit("materials"):
        found["materials"] = f"一项最多登记 {limit('materials')} 种材料，请合并同类的。"
    for row, material in enumerate(materials):
        found[f"materials.{row}.name"] = length_fault(material.name, limit("single_line"))
        if not material.name:
            found[f"materials.{row}.name"] = "还没有写材料名称。请填写，或去掉这一行。"
        if not 1 <= material.copies <= limit("copies"):
            found[f"materials.{row}.copies"] = f"份数应在 1 到 {limit('copies')} 之间，请核对。"
    return found
