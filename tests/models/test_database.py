"""The encrypted file keeps its promises: cipher, pragmas, transactions, copies, checks."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from models import database as store
from models import migrations
from models.database import PAGE_BYTES, Database, check, connect
from models.station import Setting
from system.errors import DamagedStore, Trouble

KEY = bytes(range(32))
WORD = "绝密的来访内容"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of an empty store, made once."""
    path = tmp_path_factory.mktemp("made") / "station.db"
    opened = Database(path, KEY, create=True)
    migrations.upgrade(opened)
    opened.close()
    return path.read_bytes()


@pytest.fixture
def database(tmp_path: Path, made: bytes) -> Iterator[Database]:
    path = tmp_path / "station.db"
    path.write_bytes(made)
    opened = Database(path, KEY)
    yield opened
    opened.close()


def put(database: Database, key: str, value: Any) -> None:
    with database.write() as session:
        session.merge(Setting(key=key, value=value))


def value_of(database: Database, key: str) -> Any:
    with database.read() as session:
        return session.scalar(select(Setting.value).where(Setting.key == key))


def count_tables(connection: Any) -> int:
    return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


class TestOpening:
    @pytest.mark.parametrize(
        ("pragma", "expected"),
        [
            ("foreign_keys", 1),
            ("synchronous", 2),
            ("journal_mode", "wal"),
            ("busy_timeout", 8000),
            ("temp_store", 2),
            ("secure_delete", 1),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("cache_size", -16384),
        ],
    )
    def test_pragmas_hold_on_every_connection(self, database: Database, pragma: str, expected: object) -> None:
        with database.plain() as connection:
            assert connection.execute(f"PRAGMA {pragma}").fetchone()[0] == expected
        with database.read() as session:
            assert session.scalar(text(f"PRAGMA {pragma}")) == expected

    def test_the_file_says_nothing(self, database: Database) -> None:
        put(database, "note", WORD)
        for path in database.path.parent.iterdir():
            content = path.read_bytes()
            assert WORD.encode() not in content
            assert b"SQLite format 3" not in content
            assert b"CREATE TABLE" not in content

    def test_a_wrong_key_opens_nothing_and_changes_nothing(self, database: Database) -> None:
        database.close()
        before = database.path.read_bytes()
        with pytest.raises(DamagedStore, match="打不开"):
            Database(database.path, bytes(32))
        assert database.path.read_bytes() == before

    @pytest.mark.parametrize("content", [b"not a database " * 1000, b"SQLite format 3\x00" + bytes(8000), b"x", b""])
    def test_a_file_that_is_no_database(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "station.db"
        path.write_bytes(content)
        with pytest.raises(DamagedStore):
            Database(path, KEY)
        assert path.read_bytes() == content

    def test_a_missing_file_is_not_made_in_passing(self, tmp_path: Path) -> None:
        with pytest.raises(Trouble):
            Database(tmp_path / "station.db", KEY)
        assert not (tmp_path / "station.db").exists()

    def test_a_short_key_is_a_bug(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            connect(tmp_path / "station.db", b"short", create=True)

    def test_a_driver_without_the_cipher_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store, "sqlcipher", sqlite3)
        path = tmp_path / "station.db"
        with pytest.raises(Trouble, match="不带加密"):
            Database(path, KEY, create=True)
        assert not path.exists() or path.stat().st_size == 0

    def test_only_looking_changes_no_byte(self, database: Database, tmp_path: Path) -> None:
        copy = tmp_path / "copy.db"
        database.backup_to(copy, count_tables)
        before = copy.read_bytes()
        connection = connect(copy, KEY, only_look=True)
        with pytest.raises(store.ENGINE_FAULTS, match="readonly"):
            connection.execute("DELETE FROM setting")
        connection.close()
        assert copy.read_bytes() == before
        assert {path.name for path in tmp_path.iterdir() if path.name.startswith("copy")} == {"copy.db"}


class TestTransactions:
    def test_a_write_is_there_for_the_next_reader(self, database: Database) -> None:
        put(database, "printer", "HP")
        assert value_of(database, "printer") == "HP"

    def test_a_write_that_fails_leaves_nothing(self, database: Database) -> None:
        def fail() -> None:
            with database.write() as session:
                session.add(Setting(key="printer", value="HP"))
                session.flush()
                raise RuntimeError("in the middle")

        with pytest.raises(RuntimeError, match="in the middle"):
            fail()
        assert value_of(database, "printer") is None

    def test_what_is_changed_while_reading_is_thrown_away(self, database: Database) -> None:
        with database.read() as session:
            session.add(Setting(key="printer", value="HP"))
            session.flush()
        assert value_of(database, "printer") is None

    def test_a_reader_sees_one_moment(self, database: Database) -> None:
        put(database, "printer", "old")
        with database.read() as session:
            assert session.get_one(Setting, "printer").value == "old"
            put(database, "printer", "new")
            session.expire_all()
            assert session.get_one(Setting, "printer").value == "old"
        assert value_of(database, "printer") == "new"

    def test_eight_writers_lose_nothing(self, database: Database) -> None:
        """Each reads first and writes later: with a deferred transaction this fails at once."""
        put(database, "count", 0)
        faults: list[BaseException] = []

        def add_25() -> None:
            try:
                for _ in range(25):
                    with database.write() as session:
                        row = session.get_one(Setting, "count")
                        row.value = row.value + 1
            except BaseException as error:  # told to the main thread, which fails the test
                faults.append(error)

        writers = [threading.Thread(target=add_25) for _ in range(8)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert faults == []
        assert value_of(database, "count") == 200

    def test_orphans_are_refused(self, database: Database) -> None:
        with pytest.raises(Trouble), database.write() as session:
            session.execute(text("INSERT INTO operator_role VALUES (99, 'clerk')"))

    def test_the_audit_takes_no_change(self, database: Database) -> None:
        insert = (
            "INSERT INTO audit VALUES (1, '2026-11-24 01:42:00', '', '', 'login', '', '', '{}', 1, zeroblob(32), "
            "zeroblob(32))"
        )
        with database.write() as session:
            session.execute(text(insert))
        for act in ("UPDATE audit SET action = 'logout'", "DELETE FROM audit"):
            with pytest.raises(Trouble), database.write() as session:
                session.execute(text(act))
        with database.read() as session:
            assert session.scalar(text("SELECT action FROM audit")) == "login"


class TestCopies:
    def test_a_copy_holds_what_the_wal_held(self, database: Database, tmp_path: Path) -> None:
        put(database, "note", WORD)
        assert database.path.with_name("station.db-wal").stat().st_size > 0
        copy = tmp_path / "copy.db"
        seen = database.backup_to(copy, count_tables)
        assert not copy.with_name("copy.db-wal").exists()
        other = Database(copy, KEY)
        assert value_of(other, "note") == WORD
        assert other.faults() == ()
        with other.plain() as connection:
            assert count_tables(connection) == seen
        other.close()

    def test_look_and_copy_are_of_one_moment(self, database: Database, tmp_path: Path) -> None:
        def look(connection: Any) -> int:
            seen = int(connection.execute("SELECT count(*) FROM setting").fetchone()[0])
            put(database, "late", "written between the look and the copy")
            return seen

        put(database, "early", 1)
        copy = tmp_path / "copy.db"
        seen = database.backup_to(copy, look)
        connection = connect(copy, KEY, only_look=True)
        assert seen == connection.execute("SELECT count(*) FROM setting").fetchone()[0] == 1
        connection.close()
        assert value_of(database, "late") is not None

    def test_the_copy_is_encrypted(self, database: Database, tmp_path: Path) -> None:
        put(database, "note", WORD)
        database.backup_to(tmp_path / "copy.db", count_tables)
        content = (tmp_path / "copy.db").read_bytes()
        assert WORD.encode() not in content
        assert b"SQLite format 3" not in content


class TestFaults:
    def test_a_healthy_file_has_none(self, database: Database) -> None:
        assert database.faults() == ()

    def test_one_flipped_bit_is_found(self, database: Database) -> None:
        for number in range(200):
            put(database, f"key.{number}", "x" * 200)
        database.close()
        content = bytearray(database.path.read_bytes())
        # The last page holds rows: with one damaged that describes the tables, the file wouldn't even open.
        content[-PAGE_BYTES // 2] ^= 1
        database.path.write_bytes(content)
        connection = connect(database.path, KEY, only_look=True)
        assert check(connection)
        connection.close()

    def test_an_orphan_is_found(self, database: Database) -> None:
        with database.plain() as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("INSERT INTO operator_role VALUES (99, 'clerk')")
        assert database.faults() == ("orphan in operator_role",)


class TestWords:
    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ("database or disk is full", "磁盘已满"),
            ("attempt to write a readonly database", "只读"),
            ("database is locked", "占用"),
            ("file is not a database", "打不开"),
            ("database disk image is malformed", "打不开"),
            ("disk I/O error", "读写磁盘出错"),
            ("unable to open database file", "读写磁盘出错"),
            ("something else", "没有按要求工作"),
        ],
    )
    def test_the_driver_is_put_into_words(self, said: str, sentence: str) -> None:
        trouble = store.trouble_from(store.ENGINE_FAULTS[0](said))
        assert sentence in str(trouble)
        assert said not in str(trouble)
