"""The shipped limits are complete, sensible, and what the modules take when nothing else is said."""

import tomllib

from system import security
from system.crypto import KdfParams
from system.paths import resource
from system.security import LockOut


def test_the_shipped_table_is_read() -> None:
    table = tomllib.loads(resource("data", "security.toml").read_text(encoding="utf-8"))
    assert security.kdf_params() == KdfParams(**table["argon2id"])
    assert security.lock_out() == LockOut(**table["lock_out"])
    assert set(table) == {"password", "lock_out", "idle", "argon2id"}
    assert set(table["password"]) == {"min_length", "max_length", "min_classes"}
    assert table["idle"]["minutes"] > 0


def test_a_password_costs_at_least_what_the_standard_recommends() -> None:
    # RFC 9106, section 4, second recommended option.
    cost = security.kdf_params()
    assert cost.memory_kib >= 64 * 1024
    assert cost.time >= 3


def test_every_table_says_where_it_comes_from() -> None:
    lines = resource("data", "security.toml").read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        if line.startswith("["):
            assert lines[at + 1].startswith("#"), f"{line} has no reason beneath it"
