"""A full disk refuses the save in words, and harms nothing that was saved before."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import migrations
from models.database import Database
from models.station import Setting
from system.errors import Trouble

limits = pytest.importorskip("tests.limits", reason="this system has no limits on a file's size")

KEY = bytes(range(32))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database(tmp_path / "station.db", KEY, create=True)
    migrations.upgrade(opened)
    with opened.write() as session:
        session.add(Setting(key="before", value="saved"))
    opened.close()
    return Database(tmp_path / "station.db", KEY)


def test_a_save_that_does_not_fit(database: Database) -> None:
    size = database.path.stat().st_size
    with (
        limits.files_no_bigger_than(size // 2),
        pytest.raises(Trouble, match=r"没有保存|出错"),
        database.write() as session,
    ):
        session.add_all([Setting(key=f"big.{number}", value="x" * 4000) for number in range(400)])
    assert database.faults() == ()
    with database.read() as session:
        assert session.get_one(Setting, "before").value == "saved"
        assert session.scalar(select(func.count()).select_from(Setting)) == 1
    with database.write() as session:
        session.add(Setting(key="after", value="room again"))
    database.close()


def test_a_copy_that_does_not_fit(database: Database, tmp_path: Path) -> None:
    size = database.path.stat().st_size
    with limits.files_no_bigger_than(size // 2), pytest.raises(Trouble):
        database.backup_to(tmp_path / "copy.db", lambda connection: None)
    assert database.faults() == ()
    database.close()
