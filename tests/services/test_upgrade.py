"""An older file is brought up to date at login, after a backup; where the step fails, all is as it was."""

import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from exchange import snapshot
from models import migrations
from models.migrations import steps
from services import Services
from services.entry import Entry
from system.errors import Trouble
from system.paths import DataFolder
from tests import factories

NEXT = migrations.SCHEMA_VERSION + 1

GOOD = "op.add_column('setting', sa.Column('why', sa.String(20)))"
BAD = GOOD + "\n    op.execute('INSERT INTO nowhere VALUES (1)')"

Step = Callable[[str], None]


@pytest.fixture
def next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Step:
    """Makes this program one version newer than the files of its tests: a real step in a real folder of steps."""

    def make(body: str) -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(Path(migrations.__file__).parent, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        last = steps.revisions()[-1]
        text = f"""
            import sqlalchemy as sa
            from alembic import op

            revision = "9999_next"
            down_revision = "{last}"


            def upgrade():
                """
        (scripts / "versions" / "v9999_next.py").write_text(textwrap.dedent(text).rstrip(" ") + "    " + body + "\n")
        monkeypatch.setattr(steps, "__file__", str(scripts / "steps.py"))
        monkeypatch.setattr(migrations, "SCHEMA_VERSION", NEXT)

    return make


def columns(services: Services) -> set[str]:
    with services._context.database.plain() as connection:
        return {row[1] for row in connection.execute("PRAGMA table_info(setting)")}


def test_an_older_file_is_backed_up_then_upgraded(entry: Entry, folder: DataFolder, next_step: Step) -> None:
    next_step(GOOD)
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    assert services._context.database.version() == NEXT
    assert "why" in columns(services)
    assert services._context.database.faults() == ()
    assert services.audit.verify() == ()
    services.close()
    (backup,) = folder.backups.glob("*.tyjrbak")
    manifest = snapshot.verify(backup)
    assert (manifest.schema, manifest.reason) == (NEXT - 1, "before_upgrade")


def test_a_step_that_fails_leaves_the_file_as_it_was(entry: Entry, folder: DataFolder, next_step: Step) -> None:
    next_step(BAD)
    with pytest.raises(Trouble):
        entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    assert len(list(folder.backups.glob("*.tyjrbak"))) == 1


def test_and_the_earlier_program_still_opens_it(
    entry: Entry, folder: DataFolder, next_step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_step(BAD)
    with pytest.raises(Trouble):
        entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    monkeypatch.undo()
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    assert services._context.database.version() == NEXT - 1
    assert "why" not in columns(services)
    assert services.station.view() == factories.STATION
    services.close()


def test_without_room_for_the_backup_nothing_is_upgraded(entry: Entry, folder: DataFolder, next_step: Step) -> None:
    limits = pytest.importorskip("tests.limits")
    next_step(GOOD)
    before = folder.database.read_bytes()
    with limits.files_no_bigger_than(len(before) // 2), pytest.raises(Trouble, match="备份没有做成"):
        entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    assert folder.database.read_bytes() == before


def test_the_backup_before_an_upgrade_outlives_the_days_other_backups(
    entry: Entry, folder: DataFolder, next_step: Step
) -> None:
    next_step(GOOD)
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    services.backups.run()
    services.backups.run()
    services.close()
    reasons = sorted(snapshot.read(path).reason for path in folder.backups.glob("*.tyjrbak"))
    assert reasons == ["before_upgrade", "manual"]


def test_an_older_backup_is_upgraded_when_it_is_restored(
    station: Services, entry: Entry, folder: DataFolder, next_step: Step
) -> None:
    code = factories.confirmed_sheet(station)
    backup = station.backups.run().path
    station.close()
    next_step(GOOD)
    services = entry.restore(backup, code.text, "Xinde-2026")
    assert services._context.database.version() == NEXT
    assert "why" in columns(services)
    services.close()
