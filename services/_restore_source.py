"""Opening a backup with a recovery sheet: the key is searched for, then everything in the backup is judged.

The master key of a store never changes, so any key file of the same store that the sheet opens gives the key of every
backup: the backup's own, the live one, or the one in a newer backup beside it. That is why a new sheet opens the old
backups too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from exchange import snapshot
from exchange.manifest import Manifest
from models import migrations
from models.database import connect
from services import _archive
from system.errors import DamagedStore, NewerDatabase, Refusal, Trouble
from system.files import write_then_move
from system.keyfile import KeyFile
from system.paths import DataFolder
from system.recovery_code import RecoveryCode

# A folder may hold years of backups; the newest ones carry the newest sheets.
_MOST_NEIGHBOURS = 200
_NEIGHBOUR = "neighbour.json"


@dataclass(frozen=True)
class Source:
    """A staged backup that is whole and can be opened. `sheet_no` is the sheet whose code opened it."""

    manifest: Manifest
    master: bytes
    sheet_no: int


def open_stage(stage: Path, backup: Path, code: RecoveryCode, folder: DataFolder) -> Source:
    """Unpack `backup` into `stage` and judge it: hashes, seal, pages, structure, rows and head of the audit chain.

    Raises Invalid ("code"), Trouble (no valid sheet), DamagedStore, NewerDatabase.
    """
    manifest = snapshot.extract(backup, stage)
    if manifest.schema > migrations.SCHEMA_VERSION:
        raise NewerDatabase("这份备份")
    master, sheet_no = _search(stage, backup, code, folder, manifest)
    if not manifest.is_sealed_by(_archive.seal_key(master)):
        raise DamagedStore("备份的说明页被改动过，这份备份不能用。", "请换一份备份再试。")
    facts = _archive.checked_facts(stage / snapshot.DATABASE, _archive.database_key(master))
    if not _archive.agrees(manifest, facts):
        raise DamagedStore("备份里的数据和说明页对不上，这份备份不能用。", "请换一份备份再试。")
    return Source(manifest, master, sheet_no)


def _search(stage: Path, backup: Path, code: RecoveryCode, folder: DataFolder, manifest: Manifest) -> tuple[bytes, int]:
    first: Refusal | None = None
    for path in _keyfiles(stage, backup, folder, manifest):
        try:
            keyfile = KeyFile.load(path)
            master = keyfile.unlock_with_code(code)
        except Refusal as refusal:
            first = first or refusal
            continue
        if _opens(stage / snapshot.DATABASE, master):
            return master, keyfile.recovery_sheet
    raise first or DamagedStore("这张恢复密钥打得开密钥文件，但打不开这份备份里的数据。", "请换一份备份再试。")


def _keyfiles(stage: Path, backup: Path, folder: DataFolder, manifest: Manifest) -> Iterator[Path]:
    yield stage / snapshot.KEYS
    yield folder.keyfile
    for place in dict.fromkeys((backup.parent.resolve(), folder.backups.resolve())):
        for path, neighbour in islice(_archive.archives_in(place), _MOST_NEIGHBOURS):
            if neighbour.station_uuid != manifest.station_uuid or path.resolve() == backup.resolve():
                continue
            try:
                keys = snapshot.keys_of(path)
            except Refusal:
                continue
            write_then_move(stage / _NEIGHBOUR, keys)
            yield stage / _NEIGHBOUR


def _opens(database: Path, master: bytes) -> bool:
    try:
        connect(database, _archive.database_key(master), only_look=True).close()
    except Trouble:
        return False
    return True
