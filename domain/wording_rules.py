"""What may be typed as a fixed sentence of a paper, and how its places are written and shown.

A place is ``{name}``: the program fills a value in there. Written twice, a brace is a brace. Nothing else that
str.format knows is a place here, because ``{a.b}`` and ``{a:>1000000}`` would do more than fill a value in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.glyphs import undrawable_sentence
from domain.tables import limit

PLACE = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}")
"""A pair of braces, or a place (group 1 is its name)."""
_SHOWN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STRAY_SHOWN = 12


@dataclass(frozen=True)
class SentenceRule:
    """What one sentence may hold.

    `places`: name → words of what the program can fill in here. `required`: those that must stay. `most`: characters.
    `lines`: how many lines it may have.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    most: int = 0
    lines: int = 1


def rule_of(shipped: str, places: Mapping[str, str], required: tuple[str, ...]) -> SentenceRule:
    """The rule that follows from the shipped sentence; `places`: the words of the form's places."""
    known = {name: places.get(name, name) for name in (*places_in(shipped), *required)}
    most = max(limit("wording_short"), limit("wording_times") * len(shipped))
    return SentenceRule(known, required, most, shipped.count("\n") + 1)


def places_in(sentence: str) -> tuple[str, ...]:
    """The places of a sentence, each once, in their order."""
    return tuple(dict.fromkeys(found[1] for found in PLACE.finditer(sentence) if found[1]))


def stray_brace(sentence: str) -> str:
    """What in a sentence begins with a brace and is no place, cut short; empty where all is in order."""
    rest = PLACE.sub("", sentence)
    at = re.search(r"[{}]", rest)
    return rest[at.start() : at.start() + _STRAY_SHOWN] if at else ""


def tidy_sentence(sentence: str) -> str:
    """The sentence with one kind of line end, and nothing empty at its end."""
    return sentence.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def sentence_fault(sentence: str, rule: SentenceRule) -> str:
    """A Chinese sentence that says what is wrong and what to do; empty where the sentence can be printed."""
    if not sentence.strip():
        return "这一句空着。请写上文字；不想改，就点“改回现用的”。"
    stray = stray_brace(sentence)
    if stray:
        return f"“{stray}”填不了，或花括号不成对；要印括号请打两个。"
    unknown = [name for name in places_in(sentence) if name not in rule.places]
    if unknown:
        known = "、".join(rule.places.values())
        instead = f"能填的是：{known}" if known else "这一句没有可填的位置"
        return f"“{{{unknown[0]}}}”在这一句里填不了，{instead}。"
    missing = [rule.places[name] for name in rule.required if name not in places_in(sentence)]
    if missing:
        return f"少了必须有的“{'、'.join(missing)}”。请在下面的“插入”里点它。"
    if _CONTROL.search(sentence):
        return "里面有看不见的控制字符（多半是粘贴带来的）。请删掉重打。"
    if len(sentence) > rule.most:
        return f"太长，最多 {rule.most} 个字，现在 {len(sentence)} 个。请缩短。"
    if sentence.count("\n") >= rule.lines:
        return f"最多 {rule.lines} 行，请去掉多出的换行。" if rule.lines > 1 else "这一句只能写一行，请去掉换行。"
    return ""


def sentence_warning(sentence: str) -> str:
    """What is worth a second look and stops nothing: characters that no font draws."""
    return undrawable_sentence(PLACE.sub("", sentence))


def shown_sentence(sentence: str, places: Mapping[str, str]) -> str:
    """The sentence with the words of its places: {phone} → {查询电话}."""
    return PLACE.sub(lambda found: f"{{{places.get(found[1], found[1])}}}" if found[1] else found[0], sentence)


def typed_sentence(text: str, places: Mapping[str, str]) -> str:
    """The way back from `shown_sentence`; what names no place stays as it was typed, for `sentence_fault` to name."""
    names = {words: name for name, words in places.items()}
    return _SHOWN.sub(lambda found: f"{{{names[found[1]]}}}" if found[1] in names else found[0], text)
