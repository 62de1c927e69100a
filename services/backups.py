"""Backups: one verified archive in the data folder, one copy in a second place such as a stick."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import select

from domain.dates import near_date
from domain.permissions import Permission
from domain.tables import table
from exchange import snapshot
from exchange.manifest import Manifest
from models.audit import AuditEntry
from models.backup_record import BackupRecord
from services import _archive, _settings
from services._archive import MadeArchive
from services._base import Service
from system.errors import Invalid, Refusal, Trouble

Progress = Callable[[int], None]
"""Called with the percent done, 0 to 100."""


@dataclass(frozen=True)
class BackupDone:
    """A backup that was verified. `second` is the copy elsewhere; `sheet_no` 0 means that no sheet opens it yet."""

    path: Path
    at: datetime
    size: int
    sheet_no: int
    counts: Mapping[str, int]
    second: Path | None = None


@dataclass(frozen=True)
class BackupInfo:
    """What a backup file says of itself, for the preview before a restore. `sheet_no` 0: made without a valid sheet."""

    path: Path
    station: str
    made_at: datetime
    version: str
    schema: int
    sheet_no: int
    size: int
    counts: Mapping[str, int]
    audit_count: int


@dataclass(frozen=True)
class BackupState:
    """How long ago the last backup was, for the status bar; `days` is None where there was none, `tone` a colour."""

    days: int | None
    words: str
    tone: Literal["t3", "amber", "red"]


def describe(path: Path, manifest: Manifest) -> BackupInfo:
    """The preview of one archive."""
    return BackupInfo(
        path=path,
        station=manifest.station,
        made_at=manifest.made_at,
        version=manifest.version,
        schema=manifest.schema,
        sheet_no=manifest.sheet_no,
        size=path.stat().st_size,
        counts=manifest.rows,
        audit_count=manifest.audit_count,
    )


EXIT = "exit"


class Backups(Service):
    """Backups of this store."""

    def run(self, place: Path | None = None, progress: Progress | None = None, *, reason: str = "manual") -> BackupDone:
        """Back up into the data folder, then copy to `place` or, without one, to the chosen second place.

        Raises Denied; Trouble where the backup failed (nothing half is left), or where only the second place failed
        (the first is kept, and the sentence says so).
        """
        self.require(Permission.BACKUP_RUN)
        return self._run(place, progress, reason)

    def _run(self, place: Path | None, progress: Progress | None, reason: str) -> BackupDone:
        tell = progress or (lambda percent: None)
        tell(0)
        now = self._context.clock.now()
        made = _archive.make_archive(self._store(), now=now, reason=reason)
        tell(70)
        self._record(made, made.path)
        _archive.let_go(made.path.parent, made.manifest.station_uuid, made.path.name)
        tell(80)
        second = self._copy(made, place or self.place())
        tell(100)
        manifest = made.manifest
        return BackupDone(made.path, now, made.size, manifest.sheet_no, manifest.rows, second)

    def on_exit(self) -> BackupDone:
        """Back up because the program is being left, whoever leaves it. Raises Trouble as `run` does."""
        return self._run(None, None, EXIT)

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the live file, page by page; empty when all is well. Takes a second or so: in a job."""
        return self._context.database.faults()

    def last(self) -> BackupDone | None:
        """The last verified backup, or None. Every operator may see when it was."""
        with self.look(None) as session:
            row = session.scalars(select(BackupRecord).order_by(BackupRecord.id.desc()).limit(1)).first()
        if row is None:
            return None
        return BackupDone(Path(row.place) / row.file_name, row.at, row.size, row.sheet_no, {})

    def state(self) -> BackupState:
        """What the status bar says; amber and red after the days in `resources/data/backups.toml`."""
        last = self.last()
        if last is None:
            return BackupState(None, "还没有备份", "red")
        today = self._context.clock.today()
        days = max((today - last.at.date()).days, 0)
        warning = table("backups")["warning"]
        tone: Literal["t3", "amber", "red"] = (
            "red" if days >= warning["red_days"] else "amber" if days >= warning["amber_days"] else "t3"
        )
        return BackupState(days, f"最近备份 {near_date(last.at.date(), today)} {last.at:%H:%M}", tone)

    def place(self) -> Path | None:
        """The second place, or None where none was chosen."""
        with self.look(None) as session:
            chosen = _settings.get(session, _settings.BACKUP_PLACE, "")
        return Path(chosen) if chosen else None

    def set_place(self, place: Path | None) -> None:
        """Choose the second place. Raises Invalid where it can't be one, Denied."""
        self.require(Permission.STATION_SETTINGS)
        fault = self.place_fault(place) if place is not None else ""
        if fault:
            raise Invalid({"backup_place": fault})
        with self.change(Permission.STATION_SETTINGS) as change:
            text = "" if place is None else str(place)
            _settings.put(change.session, _settings.BACKUP_PLACE, text)
            change.audit("setting.changed", "station", _settings.BACKUP_PLACE, {"new": text})

    def place_fault(self, place: Path) -> str:
        """Why a folder can't be the second place, as a Chinese sentence, or an empty string."""
        if not place.is_dir():
            return f"找不到文件夹“{place}”。请插好 U 盘或硬盘再选。"
        if place.resolve().is_relative_to(self._context.folder.root.resolve()):
            return "这个文件夹就在数据文件夹里，硬盘坏了会一起丢。请选 U 盘或另一块硬盘。"
        return ""

    def list(self, place: Path | None = None) -> tuple[BackupInfo, ...]:
        """The archives in the data folder, or in `place`, newest first. Raises Denied."""
        self.require(Permission.BACKUP_RUN)
        folder = place or self._context.folder.backups
        return tuple(describe(path, manifest) for path, manifest in _archive.archives_in(folder))

    def lost_anchors(self) -> tuple[str, ...]:
        """The archives whose head of the audit chain the live chain no longer holds: cut short, or made anew.

        Empty when all archives of this station in both places agree. Raises Denied.
        """
        self.require(Permission.AUDIT_READ)
        seal = _archive.seal_key(self._context.master)
        places = [self._context.folder.backups, *filter(None, [self.place()])]
        anchors = [
            (path, manifest.audit_count, manifest.audit_head)
            for folder in places
            for path, manifest in _archive.archives_in(folder)
            if manifest.is_sealed_by(seal) and manifest.audit_count
        ]
        with self.look(Permission.AUDIT_READ) as session:
            query = select(AuditEntry.seq, AuditEntry.digest).where(AuditEntry.seq.in_({seq for _, seq, _ in anchors}))
            digests = dict(session.execute(query).all())
        return tuple(str(path) for path, seq, head in anchors if digests.get(seq, b"").hex() != head)

    def _store(self) -> _archive.Store:
        context = self._context
        return _archive.Store(context.database, context.folder, context.keyfile, context.master)

    def _copy(self, made: MadeArchive, place: Path | None) -> Path | None:
        if place is None:
            return None
        try:
            fault = self.place_fault(place)
            if fault:
                raise Trouble(fault)
            target = _archive.free_name(place, made.path.name)
            snapshot.copy(made.path, target, made.sha256)
        except Refusal as trouble:
            with self.change(None) as change:
                change.audit("backup.copy_failed", "backup", made.path.name, {"place": str(place)}, success=False)
            raise Trouble(
                f"备份已经做好，放在“{made.path}”；但没有复制到第二处。{trouble.message}",
                "接好 U 盘或硬盘后再备份一次。",
            ) from trouble
        self._record(made, target)
        _archive.let_go(place, made.manifest.station_uuid, target.name)
        return target

    def _record(self, made: MadeArchive, path: Path) -> None:
        # Whoever leaves the program last makes the backup of the day, the auditor too; `run` has asked for the rest.
        with self.change(None) as change:
            change.session.add(
                BackupRecord(
                    at=made.manifest.made_at,
                    place=str(path.parent),
                    file_name=path.name,
                    size=made.size,
                    sha256=made.sha256,
                    sheet_no=made.manifest.sheet_no,
                )
            )
            detail = {"place": str(path.parent), "reason": made.manifest.reason, "sheet": made.manifest.sheet_no}
            change.audit("backup.made", "backup", path.name, detail)
