"""The fixed sentences of papers, by form and version.

They lie in ``resources/forms/<form>.toml``. A version is never changed once papers were issued with it: a new one is
added below and names only what changed, so an old paper re-renders with the words of its day. A station may write its
own versions; whoever draws a paper hands the words in, so that printing needs to know nothing of where they are kept.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from domain.wording_rules import PLACE
from system.paths import resource


@dataclass(frozen=True)
class Wording:
    """The sentences of one form in one version; ``{name}`` in a sentence is a place for a value."""

    version: int
    sentences: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.sentences[key]

    def say(self, key: str, **values: object) -> str:
        """The sentence with its places filled. Braces inside the values are left alone, and so is what is no place.

        Raises KeyError for a sentence that isn't there or a place without a value.
        """
        return PLACE.sub(lambda found: str(values[found[1]]) if found[1] else found[0][0], self.sentences[key])


@dataclass(frozen=True)
class Facts:
    """What the page of wordings knows of a form. Sentences without a label are part of the frame and not edited.

    `labels`: key of a sentence → where it stands. `places`: name → the words for it. `required`: key → the places
    that must stay in it.
    """

    labels: Mapping[str, str]
    places: Mapping[str, str]
    required: Mapping[str, tuple[str, ...]]


class DamagedWording(ValueError):
    """A file of wordings can't be read; says which file, which line where that is known, and what is wrong."""

    def __init__(self, form: str, why: str, line: int | None = None) -> None:
        place = f"第 {line} 行" if line else ""
        super().__init__(f"resources/forms/{form}.toml {place}：{why}")
        self.form, self.line, self.why = form, line, why


_LINE = re.compile(r"\(at line (\d+)")


@cache
def shipped(form: str) -> tuple[Wording, ...]:
    """All versions of a form's wording that came with the program, oldest first. Raises DamagedWording."""
    versions: list[Wording] = []
    sentences: dict[str, str] = {}
    for entry in _entries(form):
        if entry.get("number") != len(versions) + 1:
            raise DamagedWording(form, "版本号须从 1 起依次加 1")
        text = entry.get("text")
        if not isinstance(text, dict) or not all(isinstance(sentence, str) for sentence in text.values()):
            raise DamagedWording(form, f"第 {entry['number']} 版的句子不是文字")
        sentences = {**sentences, **text}
        versions.append(Wording(entry["number"], MappingProxyType(sentences)))
    if not versions:
        raise DamagedWording(form, "一版用语也没有")
    return tuple(versions)


@cache
def facts(form: str) -> Facts:
    """Where the sentences of a form stand, what its places are called and which must stay. Raises DamagedWording."""
    table = _table(form)
    labels, places, required = (table.get(name, {}) for name in ("labels", "places", "required"))
    for section in (labels, places):
        if not isinstance(section, dict) or not all(isinstance(words, str) for words in section.values()):
            raise DamagedWording(form, "[labels]、[places] 里须是文字")
    if not isinstance(required, dict) or not all(isinstance(names, list) for names in required.values()):
        raise DamagedWording(form, "[required] 里须是位置的名单")
    return Facts(
        MappingProxyType(labels),
        MappingProxyType(places),
        MappingProxyType({key: tuple(str(name) for name in names) for key, names in required.items()}),
    )


def wording(form: str, version: int = 0) -> Wording:
    """The shipped wording of a form; version 0 means the newest. Raises ValueError for a version that isn't there."""
    versions = shipped(form)
    if not 0 <= version <= len(versions):
        raise ValueError(f"{form} 没有第 {version} 版用语")
    return versions[version - 1]


def _entries(form: str) -> Iterator[dict[str, Any]]:
    found = _table(form).get("version", [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise DamagedWording(form, "版本须写成 [[version]]")
    yield from found


@cache
def _table(form: str) -> dict[str, Any]:
    text = _read(form)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DamagedWording(form, "写法不对，看不懂", _line(str(error), text)) from error


def _read(form: str) -> str:
    try:
        return resource("forms", f"{form}.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedWording(form, "读不出来") from error


def _line(words: str, text: str) -> int:
    """The line that an error of the parser names; it calls the last one the end of the document."""
    found = _LINE.search(words)
    return int(found[1]) if found else text.count("\n") + 1
