"""The fixed sentences of papers, by form and version.

They lie in ``resources/forms/<form>.toml``. A version is never changed once papers were issued with it: a new one is
added below and names only what changed, so an old paper re-renders with the words of its day.
"""

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


@cache
def _versions(form: str) -> tuple[Wording, ...]:
    with resource("forms", f"{form}.toml").open("rb") as file:
        table = tomllib.load(file)
    versions: list[Wording] = []
    sentences: dict[str, str] = {}
    for entry in table["version"]:
        if entry["number"] != len(versions) + 1:
            raise ValueError(f"resources/forms/{form}.toml: 版本号须从 1 起依次加 1")
        sentences = {**sentences, **entry["text"]}
        versions.append(Wording(entry["number"], MappingProxyType(sentences)))
    return tuple(versions)


def wording(form: str, version: int = 0) -> Wording:
    """The wording of a form; version 0 means the newest. Raises ValueError for a version that isn't there."""
    versions = _versions(form)
    if not 0 <= version <= len(versions):
        raise ValueError(f"{form} 没有第 {version} 版用语")
    return versions[version - 1]
