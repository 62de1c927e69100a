"""From a backup back to work: by the sheet of its day, by a newer one, on a new computer, and through a kill."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from exchange import snapshot
from models import migrations
from models.audit import AuditEntry
from models.database import Database, connect
from models.operator import RecoverySheet
from services import Services, _archive
from services.entry import Entry
from system.clock import FixedClock
from system.errors import Conflict, DamagedStore, Invalid, NewerDatabase, Trouble, WrongPassword
from system.paths import DataFolder
from system.recovery_code import new_code
from tests import factories
from tests.services import killed

ROOT = Path(__file__).parents[2]
NEW = killed.NEW_PASSWORD


@pytest.fixture
def elsewhere(tmp_path: Path, clock: FixedClock) -> Entry:
    """A new computer with an empty data folder."""
    return factories.entry_for(DataFolder(tmp_path / "other" / "data"), clock)


def note(services: Services, text: str) -> None:
    services.station.set_setting("note", text)


def entry_of(services: Services, action: str) -> AuditEntry:
    with services._context.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == action)).one()
        session.expunge(entry)
        return entry


def content(folder: DataFolder) -> tuple[bytes, bytes]:
    return folder.database.read_bytes(), folder.keyfile.read_bytes()


class TestTheSheetOfItsDay:
    def test_brings_back_what_the_backup_held(
        self, station: Services, entry: Entry, folder: DataFolder, clock: FixedClock
    ) -> None:
        code = factories.confirmed_sheet(station)
        note(station, "old")
        backup = station.backups.run().path
        note(station, "new")
        station.close()
        before = content(folder)
        clock.advance(timedelta(hours=1))
        services = entry.restore(backup, code.text, NEW)
        assert services.station.setting("note") == "old"
        assert services.actor.uuid == factories.founded().chief
        assert services.audit.verify() == ()
        assert services._context.database.faults() == ()
        told = entry_of(services, "backup.restored")
        assert told.detail == {
            "file": backup.name,
            "made_at": "2026-11-24T09:42:00+08:00",
            "sheet": 1,
            "broken_audit": 0,
            "before": "before-restore-20261124-104200",
        }
        services.close()
        safety = folder.backups / "before-restore-20261124-104200"
        assert (safety / "station.db").read_bytes() == before[0]
        assert (safety / "keys.json").read_bytes() == before[1]
        with pytest.raises(WrongPassword):
            entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
        entry.login(factories.founded().chief, NEW).close()

    def test_the_sheet_is_spent(self, station: Services, entry: Entry) -> None:
        code = factories.confirmed_sheet(station)
        backup = station.backups.run().path
        station.close()
        services = entry.restore(backup, code.text, NEW)
        assert services.accounts.recovery_due()
        fresh = services.accounts.new_recovery_sheet()
        assert fresh.sheet_no == 2
        services.close()
        with pytest.raises(Trouble, match="没有有效的恢复密钥"):
            entry.recover(code.text, "Zaici-2026")

    def test_what_a_kill_left_in_the_wal_goes_into_the_safety_copy(
        self, station: Services, entry: Entry, folder: DataFolder
    ) -> None:
        code = factories.confirmed_sheet(station)
        backup = station.backups.run().path
        note(station, "only in the WAL")
        wal = folder.database.with_name("station.db-wal").read_bytes()
        database = folder.database.read_bytes()
        station.close()
        folder.database.write_bytes(database)
        folder.database.with_name("station.db-wal").write_bytes(wal)
        entry.restore(backup, code.text, NEW).close()
        safety = folder.backups / "before-restore-20261124-094200"
        assert (safety / "station.db-wal").read_bytes() == wal
        rescued = Database(safety / "station.db", _archive.database_key(station._context.master))
        with rescued.plain() as connection:
            rows = connection.execute("SELECT value FROM setting WHERE key = 'note'").fetchall()
        rescued.close()
        assert rows == [('"only in the WAL"',)]

    def test_two_restores_in_one_second_keep_both_safety_copies(
        self, station: Services, entry: Entry, folder: DataFolder
    ) -> None:
        code = factories.confirmed_sheet(station)
        backup = station.backups.run().path
        station.close()
        entry.restore(backup, code.text, NEW).close()
        entry.restore(backup, code.text, "Disanci-2026").close()
        assert sorted(path.name for path in folder.backups.iterdir() if path.is_dir()) == [
            "before-restore-20261124-094200",
            "before-restore-20261124-094200-2",
        ]


class TestANewerSheet:
    def test_opens_an_older_backup_through_the_live_key_file(
        self, station: Services, entry: Entry, tmp_path: Path
    ) -> None:
        """Printed as no. 2, the sheet restores the backup of the days of no. 1, which lies alone on a stick."""
        factories.confirmed_sheet(station)
        note(station, "under sheet 1")
        backup = shutil.copy(station.backups.run().path, tmp_path / "stick.tyjrbak")
        second = factories.confirmed_sheet(station)
        note(station, "under sheet 2")
        station.close()
        services = entry.restore(Path(backup), second.text, NEW)
        assert services.station.setting("note") == "under sheet 1"
        assert entry_of(services, "backup.restored").detail["sheet"] == 2
        assert services.accounts.new_recovery_sheet().sheet_no == 3
        with services._context.database.read() as session:
            rows = session.scalars(select(RecoverySheet).order_by(RecoverySheet.sheet_no)).all()
            assert [(row.sheet_no, row.voided_at is None) for row in rows] == [(1, False), (2, False)]
        services.close()

    def test_opens_an_older_backup_through_a_newer_one_beside_it(
        self, station: Services, elsewhere: Entry, folder: DataFolder, tmp_path: Path, clock: FixedClock
    ) -> None:
        """The computer is gone; only the folder of backups is left."""
        factories.confirmed_sheet(station)
        note(station, "under sheet 1")
        old = station.backups.run().path
        clock.advance(timedelta(days=40))
        second = factories.confirmed_sheet(station)
        station.backups.run()
        station.close()
        stick = tmp_path / "stick"
        shutil.copytree(folder.backups, stick)
        shutil.rmtree(folder.root)
        services = elsewhere.restore(stick / old.name, second.text, NEW)
        assert services.station.setting("note") == "under sheet 1"
        assert services.accounts.recovery_due()
        services.close()
        elsewhere.login(factories.founded().chief, NEW).close()

    def test_the_old_sheet_still_opens_its_own_backup(self, station: Services, entry: Entry) -> None:
        first = factories.confirmed_sheet(station)
        backup = station.backups.run().path
        factories.confirmed_sheet(station)
        station.close()
        services = entry.restore(backup, first.text, NEW)
        assert entry_of(services, "backup.restored").detail["sheet"] == 1
        services.close()

    def test_alone_it_opens_nothing_of_its_predecessor(
        self, station: Services, elsewhere: Entry, tmp_path: Path
    ) -> None:
        factories.confirmed_sheet(station)
        backup = shutil.copy(station.backups.run().path, tmp_path / "stick.tyjrbak")
        second = factories.confirmed_sheet(station)
        with pytest.raises(Invalid, match="第 1 号"):
            elsewhere.restore(Path(backup), second.text, NEW)
        assert elsewhere.state() == "new"

    def test_another_stations_sheet_opens_nothing(self, station: Services, elsewhere: Entry, clock: FixedClock) -> None:
        factories.confirmed_sheet(station)
        backup = station.backups.run().path
        other = elsewhere.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
        foreign = factories.confirmed_sheet(other)
        other.close()
        before = content(elsewhere.folder)
        with pytest.raises(Invalid):
            elsewhere.restore(backup, foreign.text, NEW)
        assert content(elsewhere.folder) == before


class TestRefusals:
    @pytest.fixture
    def backup(self, station: Services) -> Path:
        self.code = factories.confirmed_sheet(station)
        path = station.backups.run().path
        station.close()
        return path

    def test_a_wrong_code(self, backup: Path, entry: Entry, folder: DataFolder) -> None:
        before = content(folder)
        with pytest.raises(Invalid) as caught:
            entry.restore(backup, new_code().text, NEW)
        assert set(caught.value.fields) == {"code"}
        assert content(folder) == before
        assert [path.name for path in folder.root.iterdir() if path.name.startswith("restoring")] == []

    def test_a_weak_password(self, backup: Path, entry: Entry, folder: DataFolder) -> None:
        before = content(folder)
        with pytest.raises(Invalid) as caught:
            entry.restore(backup, self.code.text, "weak")
        assert set(caught.value.fields) == {"password"}
        assert content(folder) == before

    def test_an_open_store_is_not_replaced(self, station: Services, backup: Path, entry: Entry) -> None:
        services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
        with pytest.raises(Conflict, match="先退到登录页"):
            entry.restore(backup, self.code.text, NEW)
        services.close()
        entry.restore(backup, self.code.text, NEW).close()

    def test_a_database_that_the_sealed_manifest_does_not_describe(
        self, backup: Path, entry: Entry, folder: DataFolder, station: Services
    ) -> None:
        before = content(folder)
        forge(backup, _archive.seal_key(station._context.master), audit_count=1)
        with pytest.raises(DamagedStore, match="和说明页对不上"):
            entry.restore(backup, self.code.text, NEW)
        assert content(folder) == before

    def test_a_backup_without_a_chief(
        self, station: Services, backup: Path, entry: Entry, folder: DataFolder, tmp_path: Path
    ) -> None:
        """Somebody with the key took the role away behind the program's back, and made all else fit."""
        key = station._context.master
        work = tmp_path / "work"
        work.mkdir()
        manifest = snapshot.extract(backup, work)
        connection = connect(work / "station.db", _archive.database_key(key))
        connection.execute("DELETE FROM operator_role WHERE role = 'chief'")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        rows = dict(manifest.rows) | {"operator_role": 1}
        snapshot.write(
            backup,
            replace(manifest, rows=rows, members={}, seal=""),
            database=work / "station.db",
            keys=(work / "keys.json").read_bytes(),
            seal_key=_archive.seal_key(key),
        )
        before = content(folder)
        with pytest.raises(Trouble, match="没有在用的站长"):
            entry.restore(backup, self.code.text, NEW)
        assert content(folder) == before

    def test_a_damaged_backup(self, backup: Path, entry: Entry, folder: DataFolder) -> None:
        before = content(folder)
        bad = bytearray(backup.read_bytes())
        bad[len(bad) // 2] ^= 1
        backup.write_bytes(bad)
        with pytest.raises(DamagedStore):
            entry.inspect_backup(backup)
        with pytest.raises(DamagedStore):
            entry.restore(backup, self.code.text, NEW)
        assert content(folder) == before

    def test_a_backup_whose_manifest_was_rewritten(
        self, backup: Path, entry: Entry, folder: DataFolder, station: Services
    ) -> None:
        """An older database under a newer date, with hashes that fit: only the seal tells."""
        before = content(folder)
        forge(backup, made_at=snapshot.read(backup).made_at + timedelta(days=300))
        entry.inspect_backup(backup)
        with pytest.raises(DamagedStore, match="说明页"):
            entry.restore(backup, self.code.text, NEW)
        assert content(folder) == before

    def test_a_backup_of_a_later_program(self, backup: Path, entry: Entry, folder: DataFolder) -> None:
        before = content(folder)
        forge(backup, schema=migrations.SCHEMA_VERSION + 1)
        with pytest.raises(NewerDatabase, match="更新版本"):
            entry.restore(backup, self.code.text, NEW)
        assert content(folder) == before

    def test_a_full_disk(self, backup: Path, entry: Entry, folder: DataFolder) -> None:
        limits = pytest.importorskip("tests.limits")
        before = content(folder)
        with limits.files_no_bigger_than(backup.stat().st_size // 2), pytest.raises(Trouble, match="空间不够"):
            entry.restore(backup, self.code.text, NEW)
        assert content(folder) == before
        assert not [path for path in folder.root.iterdir() if path.name.startswith("restoring")]

    def test_a_stick_as_a_home(self, backup: Path, elsewhere: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("services.entry.unsuitable_home", lambda path: "这个文件夹在 U 盘上。")
        with pytest.raises(Trouble, match="U 盘"):
            elsewhere.restore(backup, self.code.text, NEW)


def forge(backup: Path, seal_key: bytes = bytes(32), **changes: Any) -> None:
    """Rewrite a backup's manifest, hashes and all, as somebody without the key can (or, with `seal_key`, with it)."""
    work = backup.parent / "forge"
    work.mkdir()
    manifest = snapshot.extract(backup, work)
    forged = replace(manifest, members={}, seal="", **changes)
    keys = (work / "keys.json").read_bytes()
    snapshot.write(backup, forged, database=work / "station.db", keys=keys, seal_key=seal_key)
    shutil.rmtree(work)


class TestKilledWhileRestoring:
    """Each kill leaves the old store, or at the next start the restored one; never a mixture, and nothing is lost."""

    MOMENTS = (
        ("services._restore_source.connect", 1, "old"),
        ("services._founding.fold", 1, "old"),
        ("services._restoring.move_into_place", 1, "old"),
        ("services._restoring.move_into_place", 1.5, "new"),
        ("services._restoring.move_into_place", 2.5, "new"),
        ("services._restoring.move_into_place", 3.5, "new"),
        ("services._restoring.move_into_place", 4.5, "new"),
        ("services._restoring.move_into_place", 5.5, "new"),
    )

    def test_at_any_moment(self, station: Services, folder: DataFolder, tmp_path: Path, clock: FixedClock) -> None:
        code = factories.confirmed_sheet(station)
        note(station, "in the backup")
        backup = shutil.copy(station.backups.run().path, tmp_path / "stick.tyjrbak")
        note(station, "live")
        station.close()
        live = content(folder)
        started = []
        for number, (where, moment, expected) in enumerate(self.MOMENTS):
            root = tmp_path / f"copy{number}"
            shutil.copytree(folder.root, root)
            act = ["restore", str(root), where, str(moment), str(backup), code.text]
            process = subprocess.Popen([sys.executable, "-m", "tests.services.killed", *act], cwd=ROOT)
            started.append((process, root, where, moment, expected))
        for process, root, where, moment, expected in started:
            assert process.wait() == killed.KILLED, (where, moment)
            entry = factories.entry_for(DataFolder(root), clock)
            assert entry.state() == "ready", (where, moment)
            assert not [path for path in root.iterdir() if path.name.startswith("restoring")]
            password = factories.CHIEF_PASSWORD if expected == "old" else NEW
            services = entry.login(factories.founded().chief, password)
            assert services.station.setting("note") == ("live" if expected == "old" else "in the backup")
            assert services._context.database.faults() == ()
            assert services.audit.verify() == ()
            services.close()
            safety = DataFolder(root / "backups" / "before-restore-20261124-094200")
            if expected == "new":
                assert (safety.root / "station.db").read_bytes() == live[0]
                assert (safety.root / "keys.json").read_bytes() == live[1]


def test_lists_the_backups_of_a_folder_before_anybody_is_logged_in(
    station: Services, entry: Entry, clock: FixedClock
) -> None:
    assert entry.backups_in() == ()
    station.backups.run()
    clock.advance(timedelta(days=1))
    newest = station.backups.run()
    (newest.path.parent / "broken.tyjrbak").write_bytes(b"broken")
    assert [info.path.name for info in entry.backups_in()] == [
        "坡退-20261125-094200.tyjrbak",
        "坡退-20261124-094200.tyjrbak",
    ]
    assert entry.backups_in(Path("/nowhere/at/all")) == ()
