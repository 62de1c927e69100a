"""A store of every released schema is opened, upgraded and complete (made by `tests/old_databases/make.py`)."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from models import migrations
from services._archive import facts_of
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.old_databases import make

OLD = sorted(make.HERE.glob("schema-*"))


def test_there_is_one_for_every_schema() -> None:
    assert [path.name for path in OLD] == [f"schema-{number}" for number in range(1, migrations.SCHEMA_VERSION + 1)]


@pytest.fixture(params=OLD, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> DataFolder:
    shutil.copytree(request.param, tmp_path / "data")
    return DataFolder(tmp_path / "data")


def expected(old: DataFolder) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((old.root / make.EXPECTED).read_text(encoding="utf-8"))
    return found


def test_opens_with_its_rows(old: DataFolder, clock: FixedClock) -> None:
    told = expected(old)
    services = factories.log_in(old, clock, told["chief"], factories.CHIEF_PASSWORD)
    assert services._context.database.version() == migrations.SCHEMA_VERSION
    assert services._context.database.faults() == ()
    assert services.audit.verify() == ()
    with services._context.database.plain() as connection:
        rows = facts_of(connection).rows
    kept = {name: count for name, count in told["rows"].items() if name not in ("audit", "setting")}
    assert {name: rows[name] for name in kept} == kept
    assert [visit.number for visit in services.visits.today()] == [told["visit"]]
    assert [hit.name for hit in services.people.find("欧阳𬭎")] == ["欧阳𬭎"]
    assert [draft.title for draft in services.drafts.mine()] == ["没写完的来访"]
    assert services.station.setting("idle_minutes") == 3
    services.close()


def test_opens_for_its_clerk_and_by_its_sheet(old: DataFolder, clock: FixedClock) -> None:
    told = expected(old)
    factories.log_in(old, clock, told["clerk"], factories.CLERK_PASSWORD).close()
    services = factories.entry_for(old, clock).recover(told["code"], "Xinde-2026")
    assert services.station.view() == factories.STATION
    services.close()
