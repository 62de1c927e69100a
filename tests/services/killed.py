"""A process of its own that does one act on a data folder and is killed in the middle of it.

`python -m tests.services.killed <act> <folder> <module.function> <n>`: the process ends the hard way, without any
clean-up, when the function is called for the n-th time; n+0.5 means right after that call. Exit code 9 is the kill.
"""

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories

NEW_PASSWORD = "Chongqi-2026"
KILLED = 9


def create(folder: DataFolder, _arguments: list[str]) -> None:
    entry = factories.entry_for(folder, FixedClock(factories.MOMENT))
    entry.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD).close()


def restore(folder: DataFolder, arguments: list[str]) -> None:
    backup, code = arguments
    entry = factories.entry_for(folder, FixedClock(factories.MOMENT))
    entry.restore(Path(backup), code, NEW_PASSWORD).close()


def back_up(folder: DataFolder, _arguments: list[str]) -> None:
    entry = factories.entry_for(folder, FixedClock(factories.MOMENT))
    services = entry.login(entry.tiles()[0].uuid, factories.CHIEF_PASSWORD)
    services.backups.run()
    services.close()


def change_password(folder: DataFolder, _arguments: list[str]) -> None:
    entry = factories.entry_for(folder, FixedClock(factories.MOMENT))
    services = entry.login(entry.tiles()[0].uuid, factories.CHIEF_PASSWORD)
    services.accounts.change_own_password(factories.CHIEF_PASSWORD, NEW_PASSWORD)
    services.close()


ACTS: dict[str, Callable[[DataFolder, list[str]], None]] = {
    "create": create,
    "restore": restore,
    "back_up": back_up,
    "change_password": change_password,
}


def deadly(module: str, name: str, moment: float) -> None:
    """Put a kill before (n) or after (n.5) the n-th call of a function."""
    owner = importlib.import_module(module)
    original = getattr(owner, name)
    calls = 0

    def call(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == moment:
            os._exit(KILLED)
        result = original(*arguments, **named)
        if calls + 0.5 == moment:
            os._exit(KILLED)
        return result

    setattr(owner, name, call)


if __name__ == "__main__":
    act, root, where, moment, *rest = sys.argv[1:]
    module, _, name = where.rpartition(".")
    deadly(module, name, float(moment))
    ACTS[act](DataFolder(Path(root)), rest)
