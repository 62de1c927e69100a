"""The fixed sentences of papers, by form and version.

They lie in ``resources/forms/<form>.toml``. A version is never changed once papers were issued with it: a new one is
added below and names only what changed, so an old paper re-renders with the words of its day. A station may write its
own versions; whoever draws a paper hands the words in, so that printing needs to know nothing of where they are kept.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from system.paths import resource


@dataclass(frozen=True)
class Wording:
    """The sentences of one form in one version; ``{name}`` in a sentence is a place for a value."""

    version: int
    sentences: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.sentences[key]

    def say(self, key: str, **values: object) -> str:
        """The sentence with its places filled. Braces inside the values are left alone."""
        return self.sentences[key].format_map(values)


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
    try:
        table = tomllib.loads(resource("forms", f"{form}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        raise DamagedWording(form, "写法不对，看不懂", int(found[1]) if found else None) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedWording(form, "读不出来") from error
    versions: list[Wording] = []
    sentences: dict[str, str] = {}
    for entry in table.get("version", ()):
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


def wording(form: str, version: int = 0) -> Wording:
    """The shipped wording of a form; version 0 means the newest. Raises ValueError for a version that isn't there."""
    versions = shipped(form)
    if not 0 <= version <= len(versions):
        raise ValueError(f"{form} 没有第 {version} 版用语")
    return versions[version - 1]
