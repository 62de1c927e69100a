"""The words of the help, read from `resources/help`: one file a page, and the one table of all keys.

The sheet of keys, the hints of the status bar and the printed card come from that table, so that none says what another
doesn't.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gui.navigation import Place
from system.paths import resource

EVERYWHERE, FORM = "everywhere", "form"


@dataclass(frozen=True)
class KeyLine:
    """One key as it is printed on the keyboard, what it does, and its group."""

    key: str
    words: str
    group: str
    card: bool = False
    bar: str = ""


@dataclass(frozen=True)
class HelpPage:
    """What a page is for, the steps to work it, and what is good to know."""

    title: str
    purpose: str
    steps: tuple[str, ...]
    notes: tuple[str, ...]


@cache
def key_lines() -> tuple[KeyLine, ...]:
    """All keys in the order of the table."""
    return tuple(KeyLine(**line) for line in _table("keys")["keys"])


@cache
def group_titles() -> Mapping[str, str]:
    """The heading of each group of keys, in their order."""
    return dict(_table("keys")["groups"])


def keys_of(group: str) -> tuple[KeyLine, ...]:
    """The keys of one group; the page's own have the page's name."""
    return tuple(line for line in key_lines() if line.group == group)


def bar_keys() -> tuple[tuple[str, str], ...]:
    """The few keys that the status bar names: (key, short words)."""
    return tuple((line.key, line.bar) for line in key_lines() if line.bar)


def card_data() -> dict[str, Any]:
    """What the printed card wants: the keys that stand on it."""
    return {"keys": [{"key": line.key, "words": line.words, "group": line.group} for line in key_lines() if line.card]}


@cache
def page_help(place: Place) -> HelpPage:
    """The help of one page."""
    words = _table(place.value)
    return HelpPage(words["title"], words["purpose"], tuple(words["steps"]), tuple(words.get("notes", ())))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("help", f"{name}.toml").read_text(encoding="utf-8"))
