"""The shipped data tables, so that rules, categories and limits stand in files and not between lines of code.

A table is a TOML file of `resources/data`, with its source in a comment. It is read once, at first need, and never
changed.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from system.paths import resource


@cache
def table(name: str) -> Mapping[str, Any]:
    """The data table `resources/data/<name>.toml`, read only."""
    return MappingProxyType(tomllib.loads(resource("data", f"{name}.toml").read_text(encoding="utf-8")))


def limit(name: str) -> int:
    """One length or count from limits.toml."""
    return int(table("limits")[name])
