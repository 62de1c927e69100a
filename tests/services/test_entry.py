"""The first start, the login and the lock: who gets in, who doesn't, and what the audit says of it."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.permissions import Role
from models import migrations
from models.audit import AuditEntry
from models.database import Database
from services import Services, _founding
from services._archive import database_key
from services.accounts import OperatorForm
from services.entry import Entry
from system.clock import FixedClock
from system.crypto import new_key
from system.errors import (
    Conflict,
    DamagedStore,
    Invalid,
    LockedOut,
    NewerDatabase,
    NotFound,
    Trouble,
    WrongPassword,
)
from system.keyfile import KeyFile
from system.paths import DataFolder
from tests import factories
from tests.services import killed
from tests.services.conftest import LogIn

WRONG = "Wrong-2026"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def bare(tmp_path: Path, clock: FixedClock) -> Entry:
    """The way into a folder that doesn't exist yet."""
    return factories.entry_for(DataFolder(tmp_path / "new"), clock)


def entries(services: Services) -> list[tuple[str, bool]]:
    with services._context.database.read() as session:
        rows = session.execute(select(AuditEntry.action, AuditEntry.success).order_by(AuditEntry.seq))
        return [(row.action, row.success) for row in rows]


def actions(services: Services) -> list[str]:
    return [action for action, _ in entries(services)]


def chief() -> str:
    return factories.founded().chief


class TestFirstStart:
    def test_a_fresh_folder_is_new(self, bare: Entry) -> None:
        assert bare.state() == "new"
        assert not bare.folder.root.exists()

    def test_makes_a_station_with_its_chief(self, bare: Entry) -> None:
        services = bare.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
        assert bare.state() == "ready"
        assert services.actor.name == "谢国辉"
        assert services.actor.roles == {Role.CHIEF, Role.ADMINISTRATOR}
        assert services.station.view() == factories.STATION
        assert services.station.setup_step() == 2
        assert entries(services) == [("station.founded", True), ("login", True)]
        assert [tile.name for tile in bare.tiles()] == ["谢国辉"]
        assert bare.keyfile().station == factories.STATION.name
        services.close()
        assert {path.name for path in bare.folder.root.iterdir()} == {"station.db", "keys.json", "station_keys.toml"}

    def test_goes_on_where_the_first_start_was_left(self, bare: Entry) -> None:
        bare.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD).close()
        bare.folder.first_start.write_text("{}")
        assert bare.state() == "incomplete"

    def test_says_everything_that_is_wrong_at_once(self, bare: Entry) -> None:
        with pytest.raises(Invalid) as caught:
            bare.create(replace(factories.STATION, phone="123"), OperatorForm(name=" "), "short")
        assert set(caught.value.fields) == {"station.phone", "chief.name", "password"}
        assert not bare.folder.root.exists()

    def test_never_founds_over_a_store(self, entry: Entry, folder: DataFolder) -> None:
        before = (folder.database.read_bytes(), folder.keyfile.read_bytes())
        with pytest.raises(Conflict, match="已经有数据"):
            entry.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
        assert (folder.database.read_bytes(), folder.keyfile.read_bytes()) == before

    def test_refuses_a_stick(self, bare: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("services.entry.unsuitable_home", lambda path: "这个文件夹在 U 盘上。")
        with pytest.raises(Trouble, match="U 盘"):
            bare.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
        assert not bare.folder.root.exists()

    def test_a_disk_that_fills_up_leaves_nothing(self, bare: Entry) -> None:
        limits = pytest.importorskip("tests.limits")
        with limits.files_no_bigger_than(20_000), pytest.raises(Trouble):
            bare.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
        assert bare.state() == "new"
        assert list(bare.folder.root.iterdir()) == []
        bare.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD).close()

    def test_each_founding_has_its_own_key(self, tmp_path: Path, clock: FixedClock) -> None:
        masters = set()
        for name in ("one", "two"):
            entry = factories.entry_for(DataFolder(tmp_path / name), clock)
            services = entry.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
            masters.add(services._context.master)
            services.close()
        assert len(masters) == 2


class TestKilledWhileFounding:
    """Each kill leaves nothing, and founding again works; or a whole station, and the password opens it."""

    MOMENTS = (
        ("models.migrations.upgrade", 1.5, "new"),
        ("services._founding.fold", 1, "new"),
        ("system.keyfile.write_then_move", 1, "new"),
        ("system.keyfile.write_then_move", 2.5, "new"),
        ("services._founding.move_into_place", 1, "new"),
        ("services._founding.move_into_place", 2, "ready"),
        ("services._founding.move_into_place", 2.5, "ready"),
        ("services.entry.note_login", 1, "ready"),
    )

    def test_at_any_moment(self, tmp_path: Path, clock: FixedClock) -> None:
        started = []
        for number, (where, moment, expected) in enumerate(self.MOMENTS):
            root = tmp_path / str(number)
            command = [sys.executable, "-m", "tests.services.killed", "create", str(root), where, str(moment)]
            started.append((subprocess.Popen(command, cwd=ROOT), root, where, moment, expected))
        for process, root, where, moment, expected in started:
            assert process.wait() == killed.KILLED, (where, moment)
            entry = factories.entry_for(DataFolder(root), clock)
            assert entry.state() == expected, (where, moment)
            if expected == "new":
                services = entry.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
            else:
                services = entry.login(entry.tiles()[0].uuid, factories.CHIEF_PASSWORD)
            assert services._context.database.faults() == ()
            assert services.station.view() == factories.STATION
            assert services.audit.verify() == ()
            services.close()
            assert {path.name for path in root.iterdir()} == {"station.db", "keys.json", "station_keys.toml"}

    def test_half_a_database_is_thrown_away(self, bare: Entry) -> None:
        bare.folder.root.mkdir()
        _founding.making(bare.folder.database).write_bytes(b"half")
        _founding.making(bare.folder.database).with_name("station.db.making-wal").write_bytes(b"half")
        assert bare.state() == "new"
        assert list(bare.folder.root.iterdir()) == []


class TestDamage:
    """Each fault is a sentence, and no file is changed."""

    def test_a_missing_key_file(self, entry: Entry, folder: DataFolder) -> None:
        folder.keyfile.unlink()
        before = folder.database.read_bytes()
        with pytest.raises(DamagedStore, match="找不到密钥文件"):
            entry.state()
        with pytest.raises(DamagedStore):
            entry.login(chief(), factories.CHIEF_PASSWORD)
        with pytest.raises(Conflict):
            entry.create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
        assert folder.database.read_bytes() == before
        assert not folder.keyfile.exists()

    def test_a_missing_database(self, entry: Entry, folder: DataFolder) -> None:
        folder.database.unlink()
        before = folder.keyfile.read_bytes()
        with pytest.raises(DamagedStore, match="找不到数据文件"):
            entry.state()
        with pytest.raises(Trouble):
            entry.login(chief(), factories.CHIEF_PASSWORD)
        assert not folder.database.exists()
        assert json.loads(folder.keyfile.read_bytes())["slots"] == json.loads(before)["slots"]

    @pytest.mark.parametrize("content", [b"", b"{", b"not json", b"\x00" * 5000])
    def test_an_unreadable_key_file(self, entry: Entry, folder: DataFolder, content: bytes) -> None:
        folder.keyfile.write_bytes(content)
        with pytest.raises(DamagedStore):
            entry.state()
        assert folder.keyfile.read_bytes() == content

    @pytest.mark.parametrize("content", [b"", b"cut", b"SQLite format 3\x00" + bytes(8176), bytes(40960)])
    def test_a_database_that_is_none(self, entry: Entry, folder: DataFolder, content: bytes) -> None:
        folder.database.write_bytes(content)
        with pytest.raises(DamagedStore):
            entry.login(chief(), factories.CHIEF_PASSWORD)
        assert folder.database.read_bytes() == content

    def test_a_newer_database(self, entry: Entry, folder: DataFolder) -> None:
        services = entry.login(chief(), factories.CHIEF_PASSWORD)
        with services._context.database.plain() as connection:
            connection.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION + 1}")
        services.close()
        before = folder.database.read_bytes()
        with pytest.raises(NewerDatabase, match="更新版本"):
            entry.login(chief(), factories.CHIEF_PASSWORD)
        assert folder.database.read_bytes() == before
        assert not folder.backups.exists()

    def test_the_key_file_of_another_store(self, entry: Entry, folder: DataFolder) -> None:
        folder.keyfile.unlink()
        other = new_key()
        keys = KeyFile.create(folder.keyfile, master=other, station="别处", kdf=factories.LIGHT)
        keys.set_slot(other, chief(), "谢国辉", "站长", factories.CHIEF_PASSWORD)
        with pytest.raises(DamagedStore):
            entry.login(chief(), factories.CHIEF_PASSWORD)


class TestLogin:
    def test_the_right_password(self, entry: Entry, clock: FixedClock) -> None:
        clock.advance(timedelta(days=1))
        services = entry.login(chief(), factories.CHIEF_PASSWORD)
        assert services.accounts.operators()[0].last_login == clock.now()
        assert actions(services)[-1] == "login"
        services.close()

    def test_wrong_ones_are_counted_and_told_to_the_audit(self, entry: Entry, clock: FixedClock) -> None:
        for remaining in (4, 3):
            with pytest.raises(WrongPassword) as caught:
                entry.login(chief(), WRONG)
            assert caught.value.remaining == remaining
        services = entry.login(chief(), factories.CHIEF_PASSWORD)
        assert entries(services)[-2:] == [("login.refused", False), ("login", True)]
        with services._context.database.read() as session:
            row = session.scalars(select(AuditEntry).where(AuditEntry.action == "login.refused")).one()
            assert row.detail == {"tries": 2}
        services.close()

    def test_wrong_ones_before_a_restart_are_told_too(
        self, entry: Entry, folder: DataFolder, clock: FixedClock
    ) -> None:
        with pytest.raises(WrongPassword):
            entry.login(chief(), WRONG)
        services = factories.entry_for(folder, clock).login(chief(), factories.CHIEF_PASSWORD)
        assert ("login.refused", False) in entries(services)
        services.close()

    def test_five_lock_the_account_for_ten_minutes(self, entry: Entry, clock: FixedClock) -> None:
        for _ in range(4):
            with pytest.raises(WrongPassword):
                entry.login(chief(), WRONG)
        with pytest.raises(LockedOut):
            entry.login(chief(), WRONG)
        with pytest.raises(LockedOut):
            entry.login(chief(), factories.CHIEF_PASSWORD)
        clock.advance(timedelta(minutes=10))
        services = entry.login(chief(), factories.CHIEF_PASSWORD)
        with services._context.database.read() as session:
            row = session.scalars(select(AuditEntry).where(AuditEntry.action == "login.refused")).one()
            assert row.detail == {"tries": 6}
        services.close()

    def test_an_unknown_account(self, entry: Entry) -> None:
        with pytest.raises(NotFound):
            entry.login("00000000-0000-4000-8000-000000000000", WRONG)

    def test_a_disabled_operator_whose_slot_a_kill_left_open(
        self, station: Services, clerk: Services, entry: Entry
    ) -> None:
        with station._context.database.write() as session:
            session.connection().exec_driver_sql(f"UPDATE operator SET active = 0 WHERE uuid = '{clerk.actor.uuid}'")
        with pytest.raises(NotFound, match="已停用"):
            entry.login(clerk.actor.uuid, factories.CLERK_PASSWORD)
        services = entry.login(chief(), factories.CHIEF_PASSWORD)
        assert "keyfile.slot_closed" in actions(services)
        assert [tile.name for tile in entry.tiles()] == ["谢国辉"]
        services.close()

    def test_a_name_that_a_kill_left_behind_on_the_login_page(
        self, station: Services, clerk: Services, entry: Entry
    ) -> None:
        with station._context.database.write() as session:
            session.connection().exec_driver_sql(
                f"UPDATE operator SET post = '新岗位' WHERE uuid = '{clerk.actor.uuid}'"
            )
        services = entry.login(chief(), factories.CHIEF_PASSWORD)
        assert [tile.post for tile in entry.tiles()] == ["站长", "新岗位"]
        assert "keyfile.slot_renamed" in actions(services)
        services.close()

    def test_a_key_file_changed_from_outside_is_audited(self, entry: Entry, folder: DataFolder) -> None:
        body = json.loads(folder.keyfile.read_bytes())
        body["station"] = "别的服务站"
        folder.keyfile.write_text(json.dumps(body))
        services = entry.login(chief(), factories.CHIEF_PASSWORD)
        assert ("keyfile.changed", False) in entries(services)
        assert not services.accounts.keys_are_ours()
        with pytest.raises(DamagedStore, match="程序之外"):
            services.accounts.add(factories.CLERK, factories.CLERK_PASSWORD)
        services.accounts.accept_keys()
        assert services.accounts.keys_are_ours()
        services.accounts.add(factories.CLERK, factories.CLERK_PASSWORD)
        services.close()

    def test_an_old_key_file_put_back_is_audited(self, station: Services, folder: DataFolder, entry: Entry) -> None:
        old = folder.keyfile.read_bytes()
        station.accounts.add(factories.CLERK, factories.CLERK_PASSWORD)
        folder.keyfile.write_bytes(old)
        services = entry.login(chief(), factories.CHIEF_PASSWORD)
        assert ("keyfile.put_back", False) in entries(services)
        services.close()

    def test_a_kill_between_key_file_and_database_is_audited(self, folder: DataFolder, entry: Entry) -> None:
        arguments = ["change_password", str(folder.root), "services._settings.put", "2"]
        process = subprocess.run([sys.executable, "-m", "tests.services.killed", *arguments], cwd=ROOT, check=False)
        assert process.returncode == killed.KILLED
        services = entry.login(chief(), killed.NEW_PASSWORD)
        assert ("keyfile.ahead", False) in entries(services)
        assert "password.changed" not in actions(services)
        services.close()

    def test_loads_neither_drawing_nor_migrations(self, folder: DataFolder) -> None:
        """The clerk waits for the login; what only later acts need must not be imported by it."""
        program = f"""
import sys
from pathlib import Path
from services.entry import Entry
from system.clock import Clock
from system.paths import DataFolder
entry = Entry(DataFolder(Path({str(folder.root)!r})), Clock())
services = entry.login({chief()!r}, {factories.CHIEF_PASSWORD!r})
services.close()
late = {{"alembic", "reportlab", "pypdfium2", "qrcode", "PIL", "pypinyin", "PySide6"}}
print(sorted(late & set(sys.modules)))
"""
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"


class TestLock:
    def test_lock_and_unlock_are_audited(self, entry: Entry, station: Services) -> None:
        station.accounts.lock(idle=True)
        entry.check_password(chief(), factories.CHIEF_PASSWORD)
        assert actions(station)[-2:] == ["desk.locked", "desk.unlocked"]

    def test_the_lock_counts_with_the_login(self, entry: Entry, station: Services) -> None:
        with pytest.raises(WrongPassword):
            entry.login(chief(), WRONG)
        for remaining in (3, 2, 1):
            with pytest.raises(WrongPassword) as caught:
                entry.check_password(chief(), WRONG)
            assert caught.value.remaining == remaining
        with pytest.raises(LockedOut):
            entry.check_password(chief(), WRONG)
        with pytest.raises(LockedOut):
            entry.check_password(chief(), factories.CHIEF_PASSWORD)
        assert entries(station).count(("desk.refused", False)) == 5

    def test_nobody_else_unlocks_it(self, entry: Entry, station: Services, as_operator: LogIn) -> None:
        other = as_operator(factories.CLERK)
        with pytest.raises(Trouble, match="换人登录"):
            entry.check_password(other.actor.uuid, factories.CLERK_PASSWORD)

    def test_a_closed_store_unlocks_nothing(self, entry: Entry, station: Services) -> None:
        station.close()
        with pytest.raises(Trouble):
            entry.check_password(chief(), factories.CHIEF_PASSWORD)

    def test_another_stores_key_file_does_not_unlock(self, entry: Entry, station: Services, folder: DataFolder) -> None:
        folder.keyfile.unlink()
        other = new_key()
        keys = KeyFile.create(folder.keyfile, master=other, station="别处", kdf=factories.LIGHT)
        keys.set_slot(other, chief(), "谢国辉", "站长", WRONG)
        with pytest.raises(DamagedStore, match="另一份"):
            entry.check_password(chief(), WRONG)


class TestRecovery:
    @pytest.fixture
    def code(self, station: Services) -> str:
        return factories.confirmed_sheet(station).text

    def test_the_sheet_lets_the_chief_in_with_a_new_password(self, entry: Entry, station: Services, code: str) -> None:
        station.close()
        services = entry.recover(code.lower().replace("-", " "), "Xinde-2026")
        assert services.actor.uuid == chief()
        assert "recovery.used" in actions(services)
        assert services.accounts.recovery_due()
        assert not services.accounts.must_change_password()
        services.close()
        with pytest.raises(WrongPassword):
            entry.login(chief(), factories.CHIEF_PASSWORD)
        entry.login(chief(), "Xinde-2026").close()

    def test_a_used_sheet_is_void(self, entry: Entry, station: Services, code: str) -> None:
        station.close()
        entry.recover(code, "Xinde-2026").close()
        with pytest.raises(Trouble, match="没有有效的恢复密钥"):
            entry.recover(code, "Zaici-2026")
        services = entry.login(chief(), "Xinde-2026")
        fresh = factories.confirmed_sheet(services)
        assert not services.accounts.recovery_due()
        services.close()
        entry.recover(fresh.text, "Zaici-2026").close()

    def test_a_wrong_code_changes_nothing(self, entry: Entry, station: Services, code: str, folder: DataFolder) -> None:
        before = folder.keyfile.read_bytes()
        with pytest.raises(Invalid) as caught:
            entry.recover("K7RM2XQH9TDAP4WC6NJEV3YL8GFSH5UB", "Xinde-2026")
        assert set(caught.value.fields) == {"code"}
        assert folder.keyfile.read_bytes() == before

    def test_a_weak_password_is_refused_before_the_sheet_is_spent(
        self, entry: Entry, station: Services, code: str
    ) -> None:
        with pytest.raises(Invalid) as caught:
            entry.recover(code, "weak")
        assert set(caught.value.fields) == {"password"}
        entry.recover(code, "Xinde-2026").close()

    def test_opens_a_key_file_that_was_changed_from_outside(
        self, entry: Entry, station: Services, code: str, folder: DataFolder
    ) -> None:
        body = json.loads(folder.keyfile.read_bytes())
        body["station"] = "别的服务站"
        folder.keyfile.write_text(json.dumps(body))
        services = entry.recover(code, "Xinde-2026")
        assert services.accounts.keys_are_ours()
        services.close()

    def test_lifts_a_lock_out(self, entry: Entry, station: Services, code: str) -> None:
        for _ in range(5):
            with pytest.raises((WrongPassword, LockedOut)):
                entry.login(chief(), WRONG)
        entry.recover(code, "Xinde-2026").close()
        entry.login(chief(), "Xinde-2026").close()


def test_the_database_opens_with_the_key_derived_from_the_master_key(station: Services) -> None:
    context = station._context
    other = Database(context.folder.database, database_key(context.master))
    assert other.version() == migrations.SCHEMA_VERSION
    other.close()
    assert database_key(context.master) != context.master


def test_services_close_twice(station: Services) -> None:
    station.close()
    station.close()
    assert station.closed
