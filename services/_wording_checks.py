"""The sentences of a paper as the editor sees them: what may stand in each, what is wrong, and how they look drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.labels import PAPER_LABELS
from domain.wording_rules import SentenceRule, rule_of, sentence_fault, sentence_warning, shown_sentence
from printing.wording import DamagedWording, Wording, facts, shipped
from system.errors import Conflict

_OUTSIDE = "太长，纸上放不下，会印到纸边外面。请缩短。"
_OVER = "太长，会和旁边的字叠在一起。请缩短，或者看样张确认。"


@dataclass(frozen=True)
class DamagedFile:
    """A file of shipped wordings that can't be read: its path in the program, the line where that is known, and why."""

    kind: str
    title: str
    file: str
    line: int | None
    why: str

    @property
    def sentence(self) -> str:
        """All of it in a Chinese sentence."""
        line = f"第 {self.line} 行" if self.line else ""
        return f"“{self.file}”{line}坏了（{self.why}），《{self.title}》照旧用存好的文字打印。"


@dataclass(frozen=True)
class Sentence:
    """One sentence in the editor: where it stands, what it says in the draft and what is printed now."""

    key: str
    label: str
    text: str
    active: str
    rule: SentenceRule


@dataclass(frozen=True)
class ChangedSentence:
    """A sentence that differs between two versions, its places by their words; empty where one doesn't have it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Checked:
    """What is wrong with sentences, and what is worth a second look: key → Chinese sentence."""

    faults: Mapping[str, str]
    warnings: Mapping[str, str]


@dataclass(frozen=True)
class Proof:
    """A specimen sheet with the sentences as they stand, and what was found on drawing it."""

    pdf: bytes
    pages: int
    checked: Checked


def damage(kind: str) -> DamagedFile | None:
    """What is wrong with the file of a kind, None where it can be read."""
    try:
        shipped(kind)
        facts(kind)
    except DamagedWording as found:
        return DamagedFile(kind, PAPER_LABELS[kind], f"resources/forms/{kind}.toml", found.line, found.why)
    return None


def labels(kind: str) -> Mapping[str, str]:
    """Where the sentences stand that can be edited. Raises Conflict where the file is damaged."""
    found = damage(kind)
    if found is not None:
        raise Conflict(f"{found.sentence}修好之前不能改。")
    return facts(kind).labels


def rules(kind: str) -> dict[str, SentenceRule]:
    """What may stand in each sentence that can be edited. Raises Conflict where the file is damaged."""
    known, known_facts = labels(kind), facts(kind)
    newest = shipped(kind)[-1]
    return {
        key: rule_of(newest[key], known_facts.places, known_facts.required.get(key, ()))
        for key in known
        if key in newest.sentences
    }


def sentences(kind: str, text: Wording, active: Wording) -> tuple[Sentence, ...]:
    """What the editor shows."""
    words = labels(kind)
    return tuple(
        Sentence(key, words[key], text[key], active[key], rule)
        for key, rule in rules(kind).items()
        if key in text.sentences and key in active.sentences
    )


def changed(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[ChangedSentence, ...]:
    """Which sentences differ; those of the frame, which have no label, by their shipped words."""
    sound = damage(kind) is None
    known, places = (labels(kind), facts(kind).places) if sound else ({}, {})
    keys = [*known, *(key for key in {**old, **new} if key not in known)]
    return tuple(
        ChangedSentence(
            known.get(key, "固定的框架文字"),
            shown_sentence(old.get(key, ""), places),
            shown_sentence(new.get(key, ""), places),
        )
        for key in keys
        if old.get(key) != new.get(key)
    )


def check(kind: str, texts: Mapping[str, str]) -> Checked:
    """What is wrong with sentences by themselves, nothing drawn."""
    known = rules(kind)
    found = {key: sentence_fault(texts[key], rule) for key, rule in known.items() if key in texts}
    doubts = {key: sentence_warning(texts[key]) for key in known if key in texts}
    faults = {key: words for key, words in found.items() if words}
    return Checked(faults, {key: words for key, words in doubts.items() if words and key not in faults})


def draw(kind: str, active: Wording, texts: Mapping[str, str], checked: Checked) -> Proof:
    """A specimen with `texts`, which have no faults of their own, in the place of what is printed now.

    Text that has no room is laid at the door of the changed sentences: of each that alone does it, else of them all.
    """
    # The drawing libraries are big; a login and the lists do without them.
    from printing import catalogue, specimen

    form, paper = catalogue.kind(kind).sample(), catalogue.kind(kind)

    def drawn(some: Mapping[str, str]) -> bytes:
        return paper.draw(form, Wording(active.version, {**active.sentences, **some}))

    new = {key: text for key, text in texts.items() if text != active.sentences.get(key)}
    pdf = drawn(new)
    fitting = specimen.fitting(pdf)
    faults, warnings = dict(checked.faults), dict(checked.warnings)
    if fitting.outside or fitting.over:
        alone = {key: specimen.fitting(drawn({key: text})) for key, text in new.items()}
        faults |= dict.fromkeys(_guilty({key: one.outside for key, one in alone.items()}, fitting.outside), _OUTSIDE)
        over = _guilty({key: one.over for key, one in alone.items()}, fitting.over)
        warnings |= {key: _OVER for key in over if key not in faults}
    return Proof(specimen.marked(pdf), fitting.pages, Checked(faults, warnings))


def _guilty(alone: Mapping[str, int], together: int) -> Iterator[str]:
    if together:
        yield from [key for key, count in alone.items() if count] or alone
