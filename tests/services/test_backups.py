"""A backup is verified or it is no backup; a full disk or a pulled stick harms nothing and is said."""

import logging
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from domain.people_rules import PersonForm
from exchange import snapshot
from models.audit import AuditEntry
from models.backup_record import BackupRecord
from models.database import connect
from models.migrations import SCHEMA_VERSION
from services import Services, _archive
from services.entry import Entry
from system.clock import FixedClock
from system.errors import DamagedStore, Denied, Invalid, Trouble
from system.paths import DataFolder
from tests import factories
from tests.services import killed
from tests.services.conftest import LogIn

ROOT = Path(__file__).parents[2]
NAME, IDENTITY, PHONE = "张建国", "430103195205120012", "13812345267"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that stands for a stick."""
    place = tmp_path / "stick"
    place.mkdir()
    return place


def records(services: Services) -> list[tuple[str, str]]:
    with services._context.database.read() as session:
        return [(row.place, row.file_name) for row in session.scalars(select(BackupRecord).order_by(BackupRecord.id))]


def leftovers(folder: DataFolder) -> list[str]:
    return [path.name for path in folder.root.rglob("*") if path.suffix == ".part" or path.name == ".backup-work"]


class TestMaking:
    def test_is_named_verified_recorded_and_audited(
        self, station: Services, folder: DataFolder, clock: FixedClock
    ) -> None:
        told: list[int] = []
        done = station.backups.run(progress=told.append)
        assert done.path == folder.backups / "坡退-20261124-094200.tyjrbak"
        assert done.at == clock.now()
        assert done.size == done.path.stat().st_size
        assert done.counts["operator"] == 1
        assert told[0] == 0
        assert told[-1] == 100
        assert records(station) == [(str(folder.backups), done.path.name)]
        assert station.audit.recent(limit=1).rows[0].action == "backup.made"
        assert leftovers(folder) == []

    def test_says_what_is_in_it(self, station: Services, clock: FixedClock, entry: Entry) -> None:
        factories.confirmed_sheet(station)
        head = station.audit.head()
        info = entry.inspect_backup(station.backups.run().path)
        assert (info.station, info.made_at, info.schema) == (factories.STATION.name, clock.now(), SCHEMA_VERSION)
        assert info.sheet_no == 1
        assert info.audit_count == head.count
        assert info.counts["recovery_sheet"] == 1
        manifest = snapshot.read(info.path)
        assert (manifest.audit_count, manifest.audit_head) == (head.count, head.digest)
        assert manifest.is_sealed_by(_archive.seal_key(station._context.master))

    def test_without_a_valid_sheet_says_so(self, station: Services) -> None:
        assert station.backups.run().sheet_no == 0

    def test_two_in_one_second_are_two_files(self, station: Services, folder: DataFolder) -> None:
        first, second = station.backups.run(), station.backups.run()
        assert first.path != second.path
        assert second.path.name == "坡退-20261124-094200-2.tyjrbak"

    def test_holds_what_was_saved_a_moment_ago(self, station: Services, tmp_path: Path) -> None:
        """A copied WAL database would lack it."""
        station.people.create(PersonForm(name=NAME, identity=IDENTITY, phone=PHONE))
        target = tmp_path / "out"
        target.mkdir()
        done = station.backups.run()
        snapshot.extract(done.path, target)
        facts = _archive.checked_facts(target / "station.db", _archive.database_key(station._context.master))
        assert facts.rows["party"] == done.counts["party"] == 1

    def test_shows_nobodys_data(self, station: Services) -> None:
        station.people.create(PersonForm(name=NAME, identity=IDENTITY, phone=PHONE))
        content = station.backups.run().path.read_bytes()
        for secret in (NAME, IDENTITY, PHONE, factories.CHIEF_PASSWORD):
            assert secret.encode() not in content

    def test_a_clerk_may_and_an_auditor_may_not(self, clerk: Services, as_operator: LogIn) -> None:
        clerk.backups.run()
        auditor = as_operator(factories.AUDITOR)
        with pytest.raises(Denied):
            auditor.backups.run()
        with pytest.raises(Denied):
            auditor.backups.list()

    def test_at_the_end_of_the_day_whoever_leaves_last_makes_it(self, as_operator: LogIn, folder: DataFolder) -> None:
        auditor = as_operator(factories.AUDITOR)
        done = auditor.backups.on_exit()
        assert snapshot.read(done.path).reason == "exit"
        assert auditor.backups.state().days == 0


class TestFaults:
    @pytest.mark.parametrize(("share", "more"), [(0.3, 0), (0.95, 0), (1, 600)])
    def test_a_full_disk_leaves_no_half_file(
        self, station: Services, folder: DataFolder, share: float, more: int
    ) -> None:
        """The limit bites in the copy of the database, or, just above its size, only in the archive."""
        limits = pytest.importorskip("tests.limits")
        good = station.backups.run()
        size = int(_copy_size(station) * share) + more
        with limits.files_no_bigger_than(size), pytest.raises(Trouble, match=r"空间|没有写成"):
            station.backups.run()
        assert leftovers(folder) == []
        assert [path.name for path in folder.backups.iterdir()] == [good.path.name]
        assert station._context.database.faults() == ()
        assert len(records(station)) == 1
        station.backups.run()

    def test_a_damaged_store_makes_no_backup(self, station: Services, folder: DataFolder, entry: Entry) -> None:
        station._context.database.close()
        with station._context.database.plain() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'audit'").fetchone()[0]
        content = bytearray(folder.database.read_bytes())
        content[(page - 1) * 4096 + 2000] ^= 1
        folder.database.write_bytes(content)
        with pytest.raises(Trouble):
            station.backups.run()
        assert not folder.backups.exists() or list(folder.backups.iterdir()) == []
        assert leftovers(folder) == []

    def test_a_damaged_copy_is_not_whole(self, station: Services, tmp_path: Path) -> None:
        target = tmp_path / "out"
        target.mkdir()
        snapshot.extract(station.backups.run().path, target)
        key = _archive.database_key(station._context.master)
        content = bytearray((target / "station.db").read_bytes())
        content[len(content) // 2] ^= 1
        (target / "station.db").write_bytes(content)
        with pytest.raises(DamagedStore, match="没有通过检查"):
            _archive.checked_facts(target / "station.db", key)

    def test_an_old_archive_that_cannot_be_removed_is_only_logged(
        self,
        station: Services,
        clock: FixedClock,
        monkeypatch: pytest.MonkeyPatch,
        expected_logs: list[logging.LogRecord],
    ) -> None:
        first = station.backups.run()
        clock.advance(timedelta(hours=1))
        unlink = Path.unlink

        def held(path: Path, missing_ok: bool = False) -> None:
            if path == first.path:
                raise PermissionError(13, "held by a virus scanner")
            unlink(path, missing_ok=missing_ok)

        monkeypatch.setattr(Path, "unlink", held)
        second = station.backups.run()
        assert first.path.exists()
        assert second.path.exists()
        assert [record.levelname for record in expected_logs] == ["WARNING"]

    def test_a_kill_leaves_no_archive_and_is_tidied(self, station: Services, folder: DataFolder, entry: Entry) -> None:
        station.close()
        for where in ("services._archive.checked_facts", "shutil.copyfileobj"):
            arguments = ["back_up", str(folder.root), where, "1.5"]
            done = subprocess.run([sys.executable, "-m", "tests.services.killed", *arguments], cwd=ROOT, check=False)
            assert done.returncode == killed.KILLED
            assert entry.state() == "ready"
            assert leftovers(folder) == []
            assert list(folder.backups.glob("*.tyjrbak")) == []
        services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
        services.backups.run()
        assert len(services.backups.list()) == 1
        services.close()


def _copy_size(services: Services) -> int:
    with services._context.database.plain() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return services._context.folder.database.stat().st_size


class TestSecondPlace:
    def test_gets_an_equal_copy(self, station: Services, stick: Path, folder: DataFolder) -> None:
        station.backups.set_place(stick)
        done = station.backups.run()
        assert done.second == stick / done.path.name
        assert done.second.read_bytes() == done.path.read_bytes()
        assert [place for place, _ in records(station)] == [str(folder.backups), str(stick)]
        assert [info.path for info in station.backups.list(stick)] == [done.second]

    def test_may_be_named_for_once(self, station: Services, stick: Path) -> None:
        done = station.backups.run(stick)
        assert done.second is not None
        assert station.backups.place() is None

    def test_pulled_out_is_said_and_the_first_is_kept(self, station: Services, stick: Path, folder: DataFolder) -> None:
        station.backups.set_place(stick)
        stick.rmdir()
        with pytest.raises(Trouble, match="备份已经做好") as caught:
            station.backups.run()
        assert "没有复制到第二处" in str(caught.value)
        assert len(list(folder.backups.iterdir())) == 1
        assert not stick.exists()
        assert station.backups.last() is not None
        newest = station.audit.recent(limit=1).rows[0]
        assert (newest.action, newest.success) == ("backup.copy_failed", False)

    def test_a_full_stick_keeps_nothing_half(
        self, station: Services, stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        limits = pytest.importorskip("tests.limits")
        copy = snapshot.copy

        def on_a_full_stick(source: Path, target: Path, sha256: str) -> None:
            with limits.files_no_bigger_than(source.stat().st_size // 2):
                copy(source, target, sha256)

        monkeypatch.setattr("services.backups.snapshot.copy", on_a_full_stick)
        with pytest.raises(Trouble, match="空间不够"):
            station.backups.run(stick)
        assert list(stick.iterdir()) == []

    def test_is_refused_where_it_would_be_lost_together(
        self, station: Services, folder: DataFolder, tmp_path: Path
    ) -> None:
        folder.backups.mkdir()
        for place in (folder.root, folder.backups, tmp_path / "gone"):
            with pytest.raises(Invalid) as caught:
                station.backups.set_place(place)
            assert set(caught.value.fields) == {"backup_place"}
        station.backups.set_place(None)
        assert station.backups.place() is None

    def test_is_chosen_by_those_who_set_the_station_up(self, clerk: Services, stick: Path) -> None:
        with pytest.raises(Denied):
            clerk.backups.set_place(stick)


class TestState:
    def test_none_yet(self, station: Services) -> None:
        assert station.backups.last() is None
        state = station.backups.state()
        assert (state.days, state.words, state.tone) == (None, "还没有备份", "red")

    @pytest.mark.parametrize(
        ("days", "words", "tone"),
        [
            (0, "最近备份 今天 09:42", "t3"),
            (2, "最近备份 11-24 09:42", "t3"),
            (3, "最近备份 11-24 09:42", "amber"),
            (6, "最近备份 11-24 09:42", "amber"),
            (7, "最近备份 11-24 09:42", "red"),
            (40, "最近备份 2026-11-24 09:42", "red"),
            (-3, "最近备份 11-24 09:42", "t3"),
        ],
    )
    def test_grows_older(self, station: Services, clock: FixedClock, days: int, words: str, tone: str) -> None:
        station.backups.run()
        clock.advance(timedelta(days=days))
        state = station.backups.state()
        assert (state.days, state.words, state.tone) == (max(days, 0), words, tone)

    def test_everybody_sees_it(self, as_operator: LogIn, station: Services) -> None:
        station.backups.run()
        assert as_operator(factories.AUDITOR).backups.state().days == 0


class TestRetention:
    def test_only_our_own_archives_go(self, station: Services, folder: DataFolder, clock: FixedClock) -> None:
        station.backups.run()
        stranger = folder.backups / "旁站-20261124-094200.tyjrbak"
        with_other_station(station.backups.list()[0].path, stranger)
        (folder.backups / "坡退-20200101-000000.tyjrbak").write_bytes(b"not an archive, but named like one")
        (folder.backups / "说明.txt").write_text("手写的说明", encoding="utf-8")
        clock.advance(timedelta(hours=1))
        newest = station.backups.run()
        assert {path.name for path in folder.backups.iterdir()} == {
            newest.path.name,
            stranger.name,
            "坡退-20200101-000000.tyjrbak",
            "说明.txt",
        }

    def test_each_day_keeps_its_last(self, station: Services, folder: DataFolder, clock: FixedClock) -> None:
        for _ in range(3):
            station.backups.run()
            clock.advance(timedelta(hours=2))
            station.backups.run()
            clock.advance(timedelta(hours=22))
        names = sorted(path.name for path in folder.backups.iterdir())
        assert names == [f"坡退-202611{day}-114200.tyjrbak" for day in (24, 25, 26)]

    def test_a_clock_set_back_does_not_cost_the_new_one(
        self, station: Services, folder: DataFolder, clock: FixedClock
    ) -> None:
        station.backups.run()
        clock.advance(timedelta(hours=-2))
        done = station.backups.run()
        assert done.path.exists()


def with_other_station(source: Path, target: Path) -> None:
    """An archive of another station, on the same stick."""
    with snapshot._opened(source) as file, snapshot._archive(file) as archive:
        manifest = snapshot._manifest(archive)
        database, keys = archive.read("station.db"), archive.read("keys.json")
    work = target.with_suffix(".work")
    work.write_bytes(database)
    other = replace(manifest, station_uuid="00000000-0000-4000-8000-000000000009", members={}, seal="")
    snapshot.write(target, other, database=work, keys=keys, seal_key=bytes(32))
    work.unlink()


def test_the_check_of_a_copy_finds_a_difference(station: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is compared with what the live file held at that moment, not with itself."""
    judge = _archive.checked_facts

    def one_row_less(path: Path, key: bytes) -> _archive.Facts:
        connection = connect(path, key)
        connection.execute("DELETE FROM setting")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        return judge(path, key)

    station.station.set_setting("idle_minutes", 3)
    monkeypatch.setattr("services._archive.checked_facts", one_row_less)
    with pytest.raises(DamagedStore, match="对不上"):
        station.backups.run()
    assert station.backups.list() == ()


def test_audit_rows_are_in_the_copy(station: Services) -> None:
    done = station.backups.run()
    with station._context.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM audit")) == done.counts["audit"] + 1
        assert session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first() is not None
