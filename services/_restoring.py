"""Putting a backup in the place of the live store so that a kill at any moment loses neither.

The new store is prepared whole in a folder of its own, whose name ends in `.part`. Renaming that folder is the
decision: before it, everything new is thrown away at the next start; after it, the rest is finished at the next
start. The rest is moves within one disk: the live files go into `backups/before-restore-…`, then the new ones take
their names. Each move can be repeated, and the same stamp in both folders' names tells which belong together.
"""

import re
import shutil
from datetime import datetime
from itertools import count
from pathlib import Path

from exchange import snapshot
from system.errors import Trouble
from system.files import make_folder, move_into_place
from system.paths import DataFolder

_PREFIX, _PART = "restoring-", ".part"
_STAGE = re.compile(r"restoring-\d{8}-\d{6}(-\d+)?(?P<part>\.part)?")
_BESIDE_DATABASE = ("-wal", "-shm", "-journal")


def begin(folder: DataFolder, now: datetime) -> Path:
    """An empty folder in which the new store is prepared. Raises Trouble.

    Its stamp is a new one even twice in a second: the safety copy of one restore never covers that of another.
    """
    make_folder(folder.root)
    stamp = f"{now:%Y%m%d-%H%M%S}"
    for number in count(1):
        stage = folder.root / f"{_PREFIX}{stamp}{'' if number == 1 else f'-{number}'}{_PART}"
        if not stage.exists() and not safety_folder(folder, stage).exists():
            break
    make_folder(stage)
    return stage


def abandon(stage: Path) -> None:
    """Throw away what was prepared."""
    shutil.rmtree(stage, ignore_errors=True)


def safety_folder(folder: DataFolder, stage: Path) -> Path:
    """Where the live files go."""
    return folder.backups / f"before-restore-{stage.name.removeprefix(_PREFIX).removesuffix(_PART)}"


def replace(folder: DataFolder, stage: Path) -> None:
    """Decide for the prepared store and put it in place. Raises Trouble; then the next start goes on with it."""
    safety = safety_folder(folder, stage)
    make_folder(safety)
    if safety.stat().st_dev != stage.stat().st_dev:
        raise Trouble("备份文件夹和数据不在同一块盘上，不能安全地替换数据。", "请把数据文件夹里的“backups”移回来再试。")
    decided = stage.with_name(stage.name.removesuffix(_PART))
    move_into_place(stage, decided)
    _finish(folder, decided)


def settle(folder: DataFolder) -> None:
    """Finish or undo a restore that was killed. Raises Trouble when the disk refuses."""
    if not folder.root.is_dir():
        return
    for stage in sorted(folder.root.iterdir()):
        found = _STAGE.fullmatch(stage.name)
        if found is None or not stage.is_dir():
            continue
        if found["part"]:
            abandon(stage)
        else:
            _finish(folder, stage)


def _finish(folder: DataFolder, stage: Path) -> None:
    safety = safety_folder(folder, stage)
    make_folder(safety)
    for live, new in ((folder.keyfile, stage / snapshot.KEYS), (folder.database, stage / snapshot.DATABASE)):
        # Once the new file has left the stage, what lies in its place is the new one and stays.
        if not new.exists():
            continue
        for suffix in (*_BESIDE_DATABASE, ""):
            old = live.with_name(live.name + suffix)
            if old.exists():
                move_into_place(old, safety / old.name)
        move_into_place(new, live)
    if not any(safety.iterdir()):
        safety.rmdir()
    abandon(stage)
