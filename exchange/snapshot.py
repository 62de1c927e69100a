"""A backup as one file, `<short name>-YYYYMMDD-HHMMSS.tyjrbak`: a stored zip of manifest, database and key file.

Nothing in it is readable without a password or the recovery sheet: the database is encrypted as it lies on the disk,
the key file holds wrapped keys only. It is stored, not compressed, as encrypted pages don't shrink, and because a
stored file can't unfold into more than it is.

A backup may come from a found stick, so it is read as hostile: exactly three known names, each at its declared size, no
folder, no compression, no second file of the same name, and each hash checked. Names in the archive never become paths.
"""

import hashlib
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from exchange.manifest import Manifest, Member, read_manifest
from system.errors import DamagedStore, Trouble
from system.files import whole_file

SUFFIX = ".tyjrbak"
MANIFEST, DATABASE, KEYS = "manifest.json", "station.db", "keys.json"
MEMBERS = (MANIFEST, DATABASE, KEYS)

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all)."""

_MOST_MANIFEST = 256 * 1024
_MOST_KEYS = 1024 * 1024
_MOST_DIRECTORY = 64 * 1024
_CHUNK = 1024 * 1024

# What `zipfile` raises on bytes that nobody's zip program wrote.
_MALFORMED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OverflowError, struct.error)

_ADVICE = "请换一份备份再试，这份没有被改动。"


def file_name(short_name: str, made_at: datetime) -> str:
    """The archive's name; of the short name only letters and digits, because it becomes part of a file name."""
    letters = "".join(character for character in short_name if character.isalnum()) or "station"
    return f"{letters}-{made_at:%Y%m%d-%H%M%S}{SUFFIX}"


def write(target: Path, manifest: Manifest, *, database: Path, keys: bytes, seal_key: bytes) -> Manifest:
    """Write the archive, read it back from the file and compare each hash, then give it its name.

    `manifest` comes without members and seal; returned is the one that was written. Raises Trouble when the disk
    refuses, and DamagedStore when what was read back differs; then there is no file `target`.
    """
    with _opened(database) as source, whole_file(target) as file:
        described = Member(database.stat().st_size, digest(source))
        members = {DATABASE: described, KEYS: Member(len(keys), hashlib.sha256(keys).hexdigest())}
        written = replace(manifest, members=members).sealed(seal_key)
        source.seek(0)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_entry(MANIFEST, manifest.made_at), written.to_bytes())
            archive.writestr(_entry(KEYS, manifest.made_at), keys)
            entry = _entry(DATABASE, manifest.made_at)
            entry.file_size = described.size
            with archive.open(entry, "w") as member:
                shutil.copyfileobj(source, member, _CHUNK)
        file.flush()
        file.seek(0)
        _check_members(file, None)
    return written


def read(path: Path) -> Manifest:
    """The manifest alone: quick, for lists. Raises DamagedStore, NewerDatabase, Trouble."""
    with _opened(path) as file, _archive(file) as archive:
        return _manifest(archive)


def verify(path: Path, progress: Progress | None = None) -> Manifest:
    """The manifest of an archive whose every byte matches it. Raises DamagedStore, NewerDatabase, Trouble."""
    with _opened(path) as file:
        return _check_members(file, progress)


def keys_of(path: Path) -> bytes:
    """The key file inside, checked against the manifest. Raises DamagedStore, NewerDatabase, Trouble."""
    with _opened(path) as file, _archive(file) as archive:
        expected = _manifest(archive).members[KEYS]
        keys = _small(archive, KEYS, _MOST_KEYS)
    if hashlib.sha256(keys).hexdigest() != expected.sha256:
        raise DamagedStore("备份里的密钥文件已损坏。", _ADVICE)
    return keys


def extract(path: Path, folder: Path, progress: Progress | None = None) -> Manifest:
    """Put database and key file into `folder` under their own known names, each checked while it is copied.

    Raises DamagedStore, NewerDatabase, Trouble; then what was put there is worth nothing.
    """
    with _opened(path) as file, _archive(file) as archive:
        manifest = _manifest(archive)
        meter = _Meter(manifest, progress)
        for name in (KEYS, DATABASE):
            with whole_file(folder / name) as target:
                _read_member(archive, manifest, name, meter, target)
    return manifest


def copy(source: Path, target: Path, sha256: str) -> None:
    """Copy an archive to another place and read it back there. Raises Trouble; then there is no file `target`."""
    with _opened(source) as original, whole_file(target) as file:
        while chunk := original.read(_CHUNK):
            file.write(chunk)
        file.flush()
        file.seek(0)
        if digest(file) != sha256:
            raise DamagedStore("复制出去的备份和原件对不上，没有保留。", "请换一个 U 盘或硬盘再试，第一份备份还在。")


def digest(file: BinaryIO) -> str:
    """SHA-256 of the rest of an open file, as 64 hex letters."""
    found = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 of a file. Raises Trouble where it can't be read."""
    with _opened(path) as file:
        return digest(file)


class _Meter:
    """Counts the bytes of all members for whoever watches."""

    def __init__(self, manifest: Manifest, progress: Progress | None) -> None:
        self._total = sum(member.size for member in manifest.members.values())
        self._done = 0
        self._progress = progress

    def add(self, size: int) -> None:
        self._done += size
        if self._progress is not None:
            self._progress(self._done, self._total)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise Trouble(f"找不到备份“{path.name}”。", "请检查 U 盘或硬盘是否还连着。") from error
    except OSError as error:
        raise Trouble(
            f"备份“{path.name}”读不出来（系统错误 {error.errno}）。", "请检查 U 盘或硬盘是否还连着、有没有读取权限。"
        ) from error


@contextmanager
def _archive(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The zip, once its directory is known to be small and to name our three files and nothing else."""
    try:
        _check_directory(file)
        with zipfile.ZipFile(file) as archive:
            _check_entries(archive.infolist())
            yield archive
    except _MALFORMED as error:
        raise DamagedStore("这不是本系统的备份，或者备份已损坏。", _ADVICE) from error
    except OSError as error:
        raise DamagedStore(f"备份读不完整（系统错误 {error.errno}），可能已损坏。", _ADVICE) from error


def _check_directory(file: BinaryIO) -> None:
    """Refuse a directory that is too big before `zipfile` loads it. Ours ends the file and has no comment."""
    size = file.seek(0, 2)
    start = max(0, size - 98)
    file.seek(start)
    tail = file.read(98)
    end = tail[-22:]
    if len(end) != 22 or end[:4] != b"PK\x05\x06":
        raise zipfile.BadZipFile
    declared = int.from_bytes(end[12:16], "little")
    # Above 4 GiB the true figures stand in a second record before it, found through a locator of 20 bytes.
    if tail[-42:-38] == b"PK\x06\x07":
        declared = int.from_bytes(tail[-98:][40:48], "little")
    if declared > _MOST_DIRECTORY:
        raise zipfile.BadZipFile
    file.seek(0)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if sorted(entry.filename for entry in entries) != sorted(MEMBERS):
        raise zipfile.BadZipFile
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size or entry.flag_bits & 1:
            raise zipfile.BadZipFile


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    manifest = read_manifest(_small(archive, MANIFEST, _MOST_MANIFEST))
    found = {name: archive.getinfo(name).file_size for name in (DATABASE, KEYS)}
    if {name: member.size for name, member in manifest.members.items()} != found:
        raise zipfile.BadZipFile
    return manifest


def _small(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).file_size > most:
        raise zipfile.BadZipFile
    return archive.read(name)


def _check_members(file: BinaryIO, progress: Progress | None) -> Manifest:
    with _archive(file) as archive:
        manifest = _manifest(archive)
        meter = _Meter(manifest, progress)
        for name in (KEYS, DATABASE):
            _read_member(archive, manifest, name, meter, None)
    return manifest


def _read_member(
    archive: zipfile.ZipFile, manifest: Manifest, name: str, meter: _Meter, target: BinaryIO | None
) -> None:
    """Read one member to its end, into `target` if there is one, and compare it with the manifest."""
    found = hashlib.sha256()
    with archive.open(name) as source:
        while chunk := source.read(_CHUNK):
            found.update(chunk)
            if target is not None:
                target.write(chunk)
            meter.add(len(chunk))
    if found.hexdigest() != manifest.members[name].sha256:
        raise DamagedStore(f"备份里的“{name}”已损坏，和说明页对不上。", _ADVICE)


def _entry(name: str, made_at: datetime) -> zipfile.ZipInfo:
    # A zip knows no year before 1980, and a clock set back must not keep anybody from a backup.
    year = min(max(made_at.year, 1980), 2107)
    return zipfile.ZipInfo(name, (year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second))
