"""A store of every released schema is opened, upgraded and complete (made by `tests/old_databases/make.py`)."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models import migrations
from printing import readback
from services._archive import facts_of
from services._judgement import Finding
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
    kept = {name: count for name, count in told["rows"].items() if name not in ("audit", "setting", "snippet")}
    assert {name: rows[name] for name in kept} == kept
    assert [visit.number for visit in services.visits.today()] == [told["visit"]]
    assert [hit.name for hit in services.people.find("欧阳𬭎")] == ["欧阳𬭎"]
    assert [draft.title for draft in services.drafts.mine()] == ["没写完的来访"]
    assert services.station.setting("idle_minutes") == 3
    services.close()


def test_its_visit_can_be_read_and_corrected(old: DataFolder, clock: FixedClock) -> None:
    services = factories.log_in(old, clock, expected(old)["chief"], factories.CHIEF_PASSWORD)
    (row,) = services.visits.today()
    detail = services.visits.detail(row.id)
    assert [matter.case_number for matter in detail.matters] == ["", "坡退信〔2026〕1号"]
    assert row.late == (row.visited_on < clock.today())
    opened = services.visit_changes.form_of(row.id)
    # A petition of the first schema was told in one text.
    first, petition = opened.form.matters
    parts = replace(petition, facts=petition.facts or "待岗", reasons=petition.reasons or "没有落实", reply="已转")
    form = replace(opened.form, matters=(first, parts), address_unclear=True)
    saved = services.visit_changes.correct(row.id, form, reason="补写", corrections=opened.corrections)
    assert saved.number == row.number
    assert services.visits.detail(row.id).row.corrections == row.corrections + 1
    assert [event.action for event in services.visit_changes.history(row.id)][-1] == "corrected"
    services.close()


def test_what_came_with_the_second_schema_is_there(tmp_path: Path, clock: FixedClock) -> None:
    shutil.copytree(make.HERE / "schema-2", tmp_path / "data")
    old = DataFolder(tmp_path / "data")
    services = factories.log_in(old, clock, expected(old)["chief"], factories.CHIEF_PASSWORD)
    (row,) = services.visits.today()
    detail = services.visits.detail(row.id)
    assert (row.late, row.corrections, row.unit) == (True, 1, "碧湘社区居委会")
    assert [(guest.role_label, guest.name) for guest in detail.guests] == [("代表", "张三丰"), ("同来人", "欧阳娜")]
    assert [event.action for event in services.visit_changes.history(row.id)] == ["saved", "corrected", "rated"]
    assert [rating.label for rating in services.visit_changes.ratings(row.id)] == ["不满意"]
    assert len(services.call_backs.of_visit(row.id)) == 2
    assert detail.receipt is not None
    assert services.documents.pdf(detail.receipt.id).startswith(b"%PDF")
    assert len(services.queue.today()) == 2
    assert services.snippets.all()
    services.close()


def test_what_came_with_the_third_schema_is_there(tmp_path: Path, clock: FixedClock) -> None:
    shutil.copytree(make.HERE / "schema-3", tmp_path / "data")
    old = DataFolder(tmp_path / "data")
    services = factories.log_in(old, clock, expected(old)["chief"], factories.CHIEF_PASSWORD)
    (row,) = services.visits.today()
    sheets = {(paper.kind, paper.reprint): paper for paper in services.documents.issued(limit=20)}
    assert {key: paper.state.value for key, paper in sheets.items() if key[0] != "visit_receipt"} == {
        ("visit_sheet", 0): "good",
        ("visit_sheet", 1): "void",
        ("visit_ledger", 0): "failed",
    }
    pdf = services.documents.pdf(sheets["visit_sheet", 0].id)
    assert make.WORDING in readback.words(pdf)
    assert services.paper_checks.check(readback.codes(pdf)[0]).finding is Finding.GENUINE
    assert [check.finding for check in services.paper_checks.today()] == [Finding.GENUINE, Finding.VOID]
    assert [peer.name for peer in services.peer_stations.all()] == ["裕南街街道退役军人服务站"]
    assert services.wordings.view("visit_sheet").active == 2
    assert row.number
    services.close()


def test_opens_for_its_clerk_and_by_its_sheet(old: DataFolder, clock: FixedClock) -> None:
    told = expected(old)
    factories.log_in(old, clock, told["clerk"], factories.CLERK_PASSWORD).close()
    services = factories.entry_for(old, clock).recover(told["code"], "Xinde-2026")
    assert services.station.view() == factories.STATION
    services.close()
