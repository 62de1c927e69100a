"""Files that are damaged, missing, strange or too new: a sentence on the login each, and not a byte of them changed."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from gui.login.first_start.wizard import FirstStart
from models import database as store
from services import _archive
from system.clock import FixedClock
from system.keyfile import KeyFile
from system.paths import DataFolder
from tests import factories
from tests.gui.program import Program

Spoil = Callable[[DataFolder], None]


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def all_bytes(folder: DataFolder) -> dict[str, bytes]:
    """Every file; of the key file what is not the count of tries, which each login writes."""
    found = {path.name: path.read_bytes() for path in folder.root.iterdir() if path.is_file()}
    try:
        body = json.loads(found[folder.keyfile.name])
        for slot in body["slots"]:
            slot.pop("tries", None)
        found[folder.keyfile.name] = json.dumps(body, sort_keys=True).encode()
    except (KeyError, ValueError, TypeError):
        pass
    return found


def newer_keys(folder: DataFolder) -> None:
    body = json.loads(folder.keyfile.read_text(encoding="utf-8"))
    key = next(name for name in ("format", "version") if name in body)
    write(folder.keyfile, json.dumps(body | {key: 99}).encode())


def newer_database(folder: DataFolder) -> None:
    master = KeyFile.load(folder.keyfile).unlock(
        factories.founded().chief, factories.CHIEF_PASSWORD, FixedClock(factories.MOMENT).now()
    )
    opened = store.Database(folder.database, _archive.database_key(master))
    with opened.plain() as connection:
        connection.execute("PRAGMA user_version = 9999")
    opened.close()


def foreign_database(folder: DataFolder) -> None:
    """Another program's database, in clear."""
    folder.database.unlink()
    with sqlite3.connect(folder.database) as connection:
        connection.execute("CREATE TABLE other (words TEXT)")
        connection.executemany("INSERT INTO other VALUES (?)", [("x" * 500,)] * 40)
    connection.close()


def torn_page(folder: DataFolder) -> None:
    content = bytearray(folder.database.read_bytes())
    content[100:140] = bytes(40)
    write(folder.database, bytes(content))


AT_THE_DOOR: dict[str, tuple[Spoil, str]] = {
    "damaged key file": (lambda folder: write(folder.keyfile, b'{"slots": ['), "密钥文件"),
    "empty key file": (lambda folder: write(folder.keyfile, b""), "密钥文件"),
    "missing key file": (lambda folder: folder.keyfile.unlink(), "密钥文件"),
    "newer key file": (newer_keys, "更新"),
    "missing database": (lambda folder: folder.database.unlink(), "找不到数据文件"),
}
AFTER_THE_PASSWORD: dict[str, tuple[Spoil, str]] = {
    "not a database": (lambda folder: write(folder.database, b"this is no database " * 900), "打不开"),
    "another program's database": (foreign_database, "打不开"),
    "torn first page": (torn_page, "打不开"),
    "cut short": (lambda folder: write(folder.database, folder.database.read_bytes()[:1000]), "截断"),
    "empty": (lambda folder: write(folder.database, b""), "截断"),
    "newer database": (newer_database, "更新"),
}


@pytest.mark.parametrize("what", AT_THE_DOOR)
def test_what_is_wrong_is_said_at_the_door_and_left_alone(program: Program, folder: DataFolder, what: str) -> None:
    spoil, words = AT_THE_DOOR[what]
    spoil(folder)
    before = all_bytes(folder)
    program.shell.start()
    page = program.login
    assert page.trouble.isVisible()
    assert words in page.trouble.text()
    assert page.restore.isVisible()
    if page.enter.isVisible():
        program.try_password(factories.CHIEF_PASSWORD)
        assert program.shell.desk is None
        assert words in program.login.trouble.text()
    assert all_bytes(folder) == before


@pytest.mark.parametrize("what", AFTER_THE_PASSWORD)
def test_what_only_the_key_can_tell_is_said_after_it_and_left_alone(
    program: Program, folder: DataFolder, what: str
) -> None:
    spoil, words = AFTER_THE_PASSWORD[what]
    spoil(folder)
    before = all_bytes(folder)
    program.shell.start()
    program.try_password(factories.CHIEF_PASSWORD)
    page = program.login
    assert program.shell.desk is None
    assert page.trouble.isVisible()
    assert words in page.trouble.text()
    assert page.enter.isEnabled()
    after = all_bytes(folder)
    assert {name: after[name] for name in before} == before


def test_a_driver_without_the_cipher_is_refused_and_writes_nothing(
    program: Program, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "sqlcipher", sqlite3)
    before = all_bytes(folder)
    program.shell.start()
    program.try_password(factories.CHIEF_PASSWORD)
    assert "不带加密" in program.login.trouble.text()
    assert all_bytes(folder) == before


def test_after_the_file_is_back_the_same_login_opens_it(program: Program, folder: DataFolder) -> None:
    whole = folder.database.read_bytes()
    write(folder.database, b"")
    program.shell.start()
    program.try_password(factories.CHIEF_PASSWORD)
    assert program.login.trouble.isVisible()
    write(folder.database, whole)
    program.log_in()
    assert program.services.actor.name == factories.CHIEF.name


def test_without_both_files_there_is_a_first_start_and_with_either_there_is_none(
    program: Program, folder: DataFolder
) -> None:
    folder.database.unlink()
    folder.keyfile.unlink()
    program.shell.start()
    assert isinstance(program.shell.door.currentWidget(), FirstStart)
    assert not folder.database.exists()
    assert not folder.keyfile.exists()
