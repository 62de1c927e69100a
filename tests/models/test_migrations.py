"""A file becomes this program's schema step by step, each whole or not at all; the schema is what the mappings say."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from models import migrations
from models.database import Database
from models.migrations.steps import revisions, run_step
from models.tables import Base
from system.errors import NewerDatabase, Trouble

KEY = bytes(range(32))


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    return Database(tmp_path / "station.db", KEY, create=True)


def names(database: Database) -> set[str]:
    with database.plain() as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}


def test_the_schema_is_what_the_mappings_say(empty: Database) -> None:
    migrations.upgrade(empty)
    with empty.migration() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found = [one for one in compare_metadata(context, Base.metadata) if "alembic_version" not in str(one)]
    assert found == []


def test_there_is_a_step_for_each_version() -> None:
    assert len(revisions()) == migrations.SCHEMA_VERSION


def test_the_version_is_written_with_the_step(empty: Database) -> None:
    assert migrations.needs_upgrade(empty)
    migrations.upgrade(empty)
    assert empty.version() == migrations.SCHEMA_VERSION
    assert not migrations.needs_upgrade(empty)


def test_an_upgrade_of_a_file_that_is_up_to_date_does_nothing(empty: Database) -> None:
    migrations.upgrade(empty)
    before = empty.path.read_bytes()
    migrations.upgrade(empty)
    assert empty.path.read_bytes() == before


def test_a_step_that_fails_leaves_nothing_of_itself(empty: Database) -> None:
    """The first step makes `visit_party` late: a table in its way stops it half done."""
    with empty.plain() as connection:
        connection.execute("CREATE TABLE visit_party (own TEXT)")
    with pytest.raises(Trouble):
        migrations.upgrade(empty)
    assert names(empty) == {"visit_party"}
    assert empty.version() == 0
    with empty.plain() as connection:
        connection.execute("DROP TABLE visit_party")
    migrations.upgrade(empty)
    assert empty.faults() == ()


def test_a_step_that_leaves_orphans_is_taken_back(empty: Database) -> None:
    migrations.upgrade(empty)

    def orphaning_step() -> None:
        with empty.migration() as connection:
            connection.execute(text("CREATE TABLE extra (id INTEGER)"))
            connection.execute(text("INSERT INTO operator_role VALUES (99, 'clerk')"))

    with pytest.raises(Trouble, match="没有通过检查"):
        orphaning_step()
    assert "extra" not in names(empty)
    assert empty.faults() == ()


def test_foreign_keys_are_on_again_after_a_step(empty: Database) -> None:
    migrations.upgrade(empty)
    with pytest.raises(Trouble), empty.write() as session:
        session.execute(text("INSERT INTO operator_role VALUES (99, 'clerk')"))


def test_a_newer_file_is_refused_and_left_alone(empty: Database) -> None:
    migrations.upgrade(empty)
    with empty.plain() as connection:
        connection.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION + 1}")
    before = names(empty)
    with pytest.raises(NewerDatabase, match="更新版本"):
        migrations.upgrade(empty)
    assert names(empty) == before
    assert empty.version() == migrations.SCHEMA_VERSION + 1


def test_a_step_runs_once(empty: Database) -> None:
    migrations.upgrade(empty)
    run_step(empty, revisions()[0], 1)
    assert empty.version() == 1
    assert empty.faults() == ()
