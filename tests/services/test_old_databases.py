"""A store of every released schema is opened, upgraded and complete (made by `tests/old_databases/make.py`)."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models import migrations
from models.database import Database
from printing import readback
from services._archive import database_key, facts_of
from services._judgement import Finding
from services.service_cases import CaseQuery
from system.clock import FixedClock
from system.keyfile import KeyFile
from system.paths import DataFolder
from tests import factories
from tests.old_databases import make
from tests.services.case_life import filled

# The login adds what a newer program ships.
GROWING = ("audit", "setting", "snippet", "wording_version", "catalogue_version")
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
    kept = {name: count for name, count in told["rows"].items() if name not in GROWING}
    assert {name: rows[name] for name in kept} == kept
    assert all(rows[name] >= told["rows"].get(name, 0) for name in GROWING)
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


def test_what_came_with_the_fourth_schema_is_there(tmp_path: Path, clock: FixedClock) -> None:
    shutil.copytree(make.HERE / "schema-4", tmp_path / "data")
    old = DataFolder(tmp_path / "data")
    told = expected(old)
    services = factories.log_in(old, clock, told["chief"], factories.CHIEF_PASSWORD)
    sent = services.service_cases.detail(told["cases"]["sent"])
    assert (sent.person, sent.state, len(sent.clocks)) == (make.APPLICANT, "submitted", 1)
    assert [event.action for event in reversed(sent.events)] == ["open", "attach", "bundle", "send"]
    assert sent.batch is not None
    assert [item.case_id for item in services.batches.detail(sent.batch.id).items] == [sent.id]
    assert services.documents.pdf(sent.events[0].document_id or 0).startswith(b"%PDF")
    (scan,) = services.attachments.lines(sent.id)
    assert (scan.name, services.attachments.content(scan.id).kind) == (make.SCAN, "png")
    assert services.attachments.thumbnail(scan.id)
    waiting = services.service_cases.detail(told["cases"]["waiting"])
    assert (waiting.person, waiting.state) == (make.WAITING, "supplement")
    assert {(clock.rule.code, clock.state) for clock in waiting.clocks} == {
        ("promise", "paused"),
        ("supplement", "running"),
    }
    assert [material.received_on for material in waiting.materials if material.required].count(None) == 1
    assert services.service_catalogue.running("card_first") == 2
    assert waiting.entry.promised + 5 == services.service_catalogue.item("card_first").entry.promised
    day = services.work_calendar.month(make.STOPPED_DAY.year, make.STOPPED_DAY.month)[make.STOPPED_DAY.day - 1]
    assert (day.kind, day.name, day.source) == ("holiday", "停电检修", "街道通知")
    services.service_cases.act(sent.id, "result_ok", {"result_on": "=", "official_number": "YDZ-1"}, paper=False)
    assert services.service_cases.detail(sent.id).state == "returned"
    services.close()


def test_service_cases_from_before_there_was_a_flow_stand_at_its_beginning(tmp_path: Path, clock: FixedClock) -> None:
    shutil.copytree(make.HERE / "schema-3", tmp_path / "data")
    old = DataFolder(tmp_path / "data")
    told = expected(old)
    master = KeyFile.load(old.keyfile).unlock(told["chief"], factories.CHIEF_PASSWORD, clock.now())
    database = Database(old.database, database_key(master))
    with database.plain() as connection:
        connection.execute("UPDATE case_file SET series = 'service', number = '坡退办〔2026〕1号'")
        for seq, closed, voided in ((2, "closed_at", 0), (3, "closed_at", 1)):
            kept = [row[1] for row in connection.execute("PRAGMA table_info(case_file)") if row[1] != "id"]
            changed = {"seq": str(seq), "number": f"'坡退办〔2026〕{seq}号'", "uuid": f"'{seq}'", "voided": str(voided)}
            values = ", ".join(changed.get(name, "opened_at" if name == closed else name) for name in kept)
            connection.execute(
                f"INSERT INTO case_file ({', '.join(kept)}) SELECT {values} FROM case_file WHERE seq = 1"
            )
    database.close()
    services = factories.log_in(old, clock, told["chief"], factories.CHIEF_PASSWORD)
    rows = services.service_cases.page(CaseQuery(tab="all")).rows
    states = {row.number: services.service_cases.detail(row.id).state for row in rows}
    assert states == {
        "坡退办〔2026〕1号": "accepted",
        "坡退办〔2026〕2号": "done",
        "坡退办〔2026〕3号": "voided",
    }
    (first,) = (row for row in rows if row.number == "坡退办〔2026〕1号")
    detail = services.service_cases.detail(first.id)
    assert (detail.entry.code, detail.clocks, detail.events, first.due) == ("general", (), (), None)
    assert "办件信息" in next(action.why_not for action in detail.actions if action.action == "finish")
    services.service_cases.set_fields(first.id, filled(detail.entry))
    done = {"finished_on": "=", "finish_words": "已办", "told_way": "当面"}
    services.service_cases.act(first.id, "finish", done, paper=False)
    ended = services.service_cases.detail(first.id)
    assert ([event.action for event in ended.events], ended.state) == (["finish", "note"], "done")
    services.close()


def test_opens_for_its_clerk_and_by_its_sheet(old: DataFolder, clock: FixedClock) -> None:
    told = expected(old)
    factories.log_in(old, clock, told["clerk"], factories.CLERK_PASSWORD).close()
    services = factories.entry_for(old, clock).recover(told["code"], "Xinde-2026")
    assert services.station.view() == factories.STATION
    services.close()
