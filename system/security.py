"""The shipped costs and limits of logging in, read from `resources/data/security.toml`.

They are needed before the database is open, so they can't come from its settings.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from system.crypto import KdfParams
from system.paths import resource


@dataclass(frozen=True)
class LockOut:
    """After `tries` wrong passwords in a row an account waits `minutes`."""

    tries: int
    minutes: int


def kdf_params() -> KdfParams:
    """What a password costs when it is set today; slots keep the cost of their own day."""
    table = _table("argon2id")
    return KdfParams(memory_kib=table["memory_kib"], time=table["time"], lanes=table["lanes"])


def lock_out() -> LockOut:
    """The shipped lock-out rule."""
    table = _table("lock_out")
    return LockOut(tries=table["tries"], minutes=table["minutes"])


@cache
def _table(name: str) -> dict[str, int]:
    with resource("data", "security.toml").open("rb") as file:
        table: dict[str, int] = tomllib.load(file)[name]
    return table
