"""Making and judging backup archives of a store, at any version of its schema.

Plain SQL, no mappings: the backup before an upgrade is made of a file that the mappings don't fit yet. An archive is
made only once the copy was opened with the key and found whole, with the same rows and the same head of the audit
chain as the live file at that moment, and once the finished archive was read back from the disk.
"""

import logging
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.retention import Archive, shipped_rule, superfluous
from exchange import snapshot
from exchange.manifest import Manifest
from models import database as store
from models.database import Database
from services._chain import GENESIS, Head
from services._keys import key_bytes
from system.crypto import derive
from system.errors import DamagedStore, Refusal, Trouble
from system.files import PART_SUFFIX, make_folder
from system.keyfile import KeyFile
from system.paths import DataFolder
from system.version import VERSION

BEFORE_UPGRADE = "before_upgrade"
WORK_FOLDER = ".backup-work"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Store:
    """What an archive is made of. Its schema may be old; there need not be a `Context` yet."""

    database: Database
    folder: DataFolder
    keyfile: KeyFile
    master: bytes = field(repr=False)


@dataclass(frozen=True)
class Facts:
    """What a database says of itself: whose it is, how much is in it, where its audit chain stands."""

    schema: int
    station: str
    short_name: str
    station_uuid: str
    audit: Head
    rows: Mapping[str, int]


@dataclass(frozen=True)
class MadeArchive:
    """An archive that was verified after writing."""

    path: Path
    manifest: Manifest
    size: int
    sha256: str


def database_key(master: bytes) -> bytes:
    """The key of the database file. The master key of a store never changes, so it opens the copies of every day."""
    return derive(master, "database")


def seal_key(master: bytes) -> bytes:
    """The key that seals the manifests of a store's backups."""
    return derive(master, "backup manifest")


def facts_of(connection: Any) -> Facts:
    """Read the facts through a bare connection."""
    tables = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if not row[0].startswith("sqlite_")
    ]
    rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    name, short_name, uuid = connection.execute("SELECT name, short_name, uuid FROM station").fetchone()
    seq, digest = connection.execute("SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1").fetchone() or (
        0,
        GENESIS,
    )
    schema = connection.execute("PRAGMA user_version").fetchone()[0]
    return Facts(schema, name, short_name, uuid, Head(seq, digest.hex()), rows)


def checked_facts(path: Path, key: bytes) -> Facts:
    """The facts of a finished copy that is whole; not one byte of it is changed. Raises DamagedStore."""
    connection = store.connect(path, key, only_look=True)
    try:
        faults = store.check(connection)
        if faults:
            raise DamagedStore("备份里的数据没有通过检查，这份备份不能用。", "请换一份备份再试。")
        return facts_of(connection)
    except store.ENGINE_FAULTS as error:
        raise store.trouble_from(error) from error
    finally:
        connection.close()


def agrees(manifest: Manifest, facts: Facts) -> bool:
    """Whether a database is the one that the manifest describes."""
    return (
        manifest.schema == facts.schema
        and manifest.station_uuid == facts.station_uuid
        and (manifest.audit_count, manifest.audit_head) == (facts.audit.count, facts.audit.digest)
        and dict(manifest.rows) == dict(facts.rows)
    )


def make_archive(of: Store, *, now: datetime, reason: str) -> MadeArchive:
    """Write a verified archive into the folder's own backups. Raises Trouble; then no half file is left."""
    with _work_folder(of.folder) as work:
        copy = work / snapshot.DATABASE
        try:
            live = of.database.backup_to(copy, facts_of)
        except DamagedStore:
            raise
        except Trouble as trouble:
            raise Trouble(
                "备份没有做成：磁盘空间不够，或者写不进去。", "数据没有动。请清理出空间后再备份。"
            ) from trouble
        if checked_facts(copy, database_key(of.master)) != live:
            raise DamagedStore("备份和正在用的数据对不上，没有保留。", "请再备份一次；仍不行请检查这块磁盘。")
        manifest = Manifest(
            made_at=now,
            reason=reason,
            version=VERSION,
            schema=live.schema,
            station=live.station,
            short_name=live.short_name,
            station_uuid=live.station_uuid,
            sheet_no=of.keyfile.recovery_sheet if of.keyfile.has_recovery else 0,
            audit_count=live.audit.count,
            audit_head=live.audit.digest,
            rows=live.rows,
        )
        make_folder(of.folder.backups)
        path = free_name(of.folder.backups, snapshot.file_name(live.short_name, now))
        keys = key_bytes(of.folder.keyfile)
        written = snapshot.write(path, manifest, database=copy, keys=keys, seal_key=seal_key(of.master))
    return MadeArchive(path, written, path.stat().st_size, snapshot.digest_of(path))


def free_name(folder: Path, name: str) -> Path:
    """`name` in `folder`, or with a number behind it where two backups fall into one second."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem}-{number}{snapshot.SUFFIX}"
    return path


def archives_in(folder: Path) -> Iterator[tuple[Path, Manifest]]:
    """The archives in a folder with their manifests, newest first; what isn't a readable archive is passed over."""
    found = []
    try:
        paths = sorted(folder.glob(f"*{snapshot.SUFFIX}"))
    except OSError:
        return
    for path in paths:
        try:
            found.append((path, snapshot.read(path)))
        except Refusal:
            continue
    yield from sorted(found, key=lambda one: (one[1].made_at, one[0].name), reverse=True)


def let_go(folder: Path, station_uuid: str, newest: str) -> tuple[str, ...]:
    """Remove this station's own archives that the rule of retention doesn't keep; returns their names.

    Whose an archive is says its manifest, not its name: other stations' archives on the same stick are left alone.
    """
    own = [
        Archive(path.name, manifest.made_at, pinned=manifest.reason == BEFORE_UPGRADE)
        for path, manifest in archives_in(folder)
        if manifest.station_uuid == station_uuid
    ]
    gone = sorted(superfluous(own, shipped_rule(), newest=newest))
    for name in gone:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            # The new backup is safe, and that is what the clerk asked for.
            _log.warning("an old backup could not be removed: system error %s", error.errno)
    return tuple(gone)


def clear_work(folder: DataFolder) -> None:
    """Remove what a kill left half written; nothing of it was ever reported as done."""
    shutil.rmtree(folder.root / WORK_FOLDER, ignore_errors=True)
    for place in (folder.root, folder.backups):
        for path in place.glob(f".*{PART_SUFFIX}"):
            path.unlink(missing_ok=True)


@contextmanager
def _work_folder(folder: DataFolder) -> Iterator[Path]:
    work = folder.root / WORK_FOLDER
    shutil.rmtree(work, ignore_errors=True)
    make_folder(work)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
