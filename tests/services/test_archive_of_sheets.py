"""Item by item of the archive: what was issued comes back as the same bytes, or it is said that it doesn't."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models.document import Document, DocumentPdf
from printing import catalogue
from printing.readback import words
from services import Services
from services._base import Change
from services._papers import RenderedPapers, issue
from services._redrawing import CHANGED_LAYOUT
from services.documents import SheetState
from system.clock import FixedClock
from system.errors import Trouble
from system.paths import DataFolder
from tests import factories
from tests.old_databases import make

# What the register holds: a page that tries a printer has no number and never comes into it.
KEPT = sorted(
    kind.code
    for kind in catalogue.KINDS.values()
    if kind.kept and not kind.loose and any(field.name == "number" for field in fields(kind.form))
)
ARCHIVE = Path(__file__).parents[1] / "golden" / "archive.json"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
IN_A_PROCESS_OF_ITS_OWN = """
import hashlib, json, sys
from printing import catalogue
for kind, data in json.load(sys.stdin):
    print(hashlib.sha256(catalogue.render(kind, data)).hexdigest())
"""


def put_in_register(station: Services, kind: str) -> int:
    """A sheet of nobody, issued as every other one."""
    data = catalogue.to_data(catalogue.kind(kind).sample())
    with station._context.database.write() as session:
        change = Change(station._context, session)
        return issue(change, RenderedPapers(), kind=kind, data=data, number=str(data["number"])).id


def row_of(station: Services, document: int) -> Document:
    with station._context.database.read() as session:
        return session.get_one(Document, document)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One sheet of every kept kind in a store that has drawn none of them yet."""
    clock = FixedClock(factories.MOMENT)
    folder = factories.put_station(tmp_path_factory.mktemp("archive") / "data")
    services = factories.entry_for(folder, clock).login(factories.founded().chief, factories.CHIEF_PASSWORD)
    yield services, {kind: put_in_register(services, kind) for kind in KEPT}
    services.close()


def test_every_kept_kind_comes_back_to_the_byte(register: tuple[Services, dict[str, int]]) -> None:
    services, ids = register
    assert len(ids) >= 13
    for kind, document in ids.items():
        sheet = services.documents.drawn(document)
        assert sheet.same, kind
        assert sheet.words == ""
        assert hashlib.sha256(sheet.pdf).hexdigest() == row_of(services, document).sha256, kind


def test_another_process_draws_the_same_bytes(register: tuple[Services, dict[str, int]]) -> None:
    services, ids = register
    rows = [row_of(services, document) for document in ids.values()]
    done = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN],
        input=json.dumps([[row.kind, row.data] for row in rows]),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONHASHSEED": "4711"},
    )
    assert done.stdout.split() == [row.sha256 for row in rows]


def test_every_kept_kind_can_be_printed_again(register: tuple[Services, dict[str, int]]) -> None:
    services, ids = register
    for kind, document in ids.items():
        services.documents.mark(document, SheetState.GOOD)
        again = services.documents.reprint(document, "当事人遗失", checked=True)
        assert again.reprint == 1, kind
        assert again.human_code != services.documents.one(document).human_code
        assert re.search(r"补印\D?1", words(services.documents.pdf(again.id)).replace(" ", "")), kind
        assert services.documents.one(again.id).reason == "当事人遗失（已核对本人身份）"


def changed_layout(station: Services, document: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later program draws this kind otherwise."""
    kind = row_of(station, document).kind
    real = catalogue.render
    other = catalogue.render("visit_receipt", catalogue.to_data(catalogue.kind("visit_receipt").sample()))
    monkeypatch.setattr(
        catalogue, "render", lambda code, data, words=None: other if code == kind else real(code, data, words)
    )
    station.documents._papers = RenderedPapers()


def test_a_changed_layout_is_told_and_never_passed_off_as_the_same(
    station: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = put_in_register(station, "notice_board")
    before = station.documents.drawn(document)
    changed_layout(station, document, monkeypatch)
    sheet = station.documents.drawn(document)
    assert not sheet.same
    assert sheet.words == CHANGED_LAYOUT
    assert sheet.pdf != before.pdf
    assert station.documents.pdf(document) == sheet.pdf
    station.documents.mark(document, SheetState.GOOD)
    again = station.documents.reprint(document, "当事人遗失")
    assert station.documents.drawn(again.id).same
    assert not station.documents.drawn(document).same


def test_a_stored_sheet_outlives_its_layout(station: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    document = put_in_register(station, "visit_ledger")
    before = station.documents.drawn(document)
    assert before.same
    changed_layout(station, document, monkeypatch)
    assert station.documents.drawn(document) == before


def test_a_stored_sheet_that_was_exchanged_is_refused(station: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    document = put_in_register(station, "visit_ledger")
    with station._context.database.write() as session:
        session.get_one(DocumentPdf, document).pdf = b"%PDF-1.4 another"
    changed_layout(station, document, monkeypatch)
    with pytest.raises(Trouble, match="对不上"):
        station.documents.drawn(document)


def test_changed_content_is_no_changed_layout(station: Services) -> None:
    document = put_in_register(station, "notice_board")
    with station._context.database.write() as session:
        row = session.get_one(Document, document)
        row.data = row.data | {"address": "别的地方"}
    station.documents._papers = RenderedPapers()
    with pytest.raises(Trouble, match="可能被改动过"):
        station.documents.pdf(document)


def test_content_that_no_form_can_hold_is_told(station: Services) -> None:
    document = put_in_register(station, "notice_board")
    with station._context.database.write() as session:
        row = session.get_one(Document, document)
        row.data = row.data | {"of_a_newer_program": "1"}
    station.documents._papers = RenderedPapers()
    with pytest.raises(Trouble, match="读不出来"):
        station.documents.pdf(document)


def test_a_sheet_of_the_first_program_is_no_dead_end(tmp_path: Path, clock: FixedClock) -> None:
    shutil.copytree(make.HERE / "schema-1", tmp_path / "data")
    old = DataFolder(tmp_path / "data")
    told = json.loads((old.root / make.EXPECTED).read_text(encoding="utf-8"))
    services = factories.log_in(old, clock, told["chief"], factories.CHIEF_PASSWORD)
    with services._context.database.read() as session:
        ids = session.scalars(select(Document.id)).all()
    assert ids
    for document in ids:
        sheet = services.documents.drawn(document)
        same = hashlib.sha256(sheet.pdf).hexdigest() == row_of(services, document).sha256
        assert (sheet.same, bool(sheet.words)) == (same, not same)
        services.documents.mark(document, SheetState.GOOD)
        assert services.documents.drawn(services.documents.reprint(document, "当事人遗失").id).same
    services.close()


# ------------------------------------------------------------------------------------------ the layouts of today


def drawing(pdf: bytes) -> str:
    """What is drawn, fonts and all, however this machine's zlib packs it."""
    digest = hashlib.sha256()
    for packed in STREAM.findall(pdf):
        try:
            digest.update(zlib.decompress(packed))
        except zlib.error:
            digest.update(packed)
    return digest.hexdigest()


def archive() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ARCHIVE.read_text(encoding="utf-8"))
    return found


def test_archive_is_written_where_that_was_asked_for() -> None:
    if not os.environ.get("UPDATE_GOLDEN"):
        assert ARCHIVE.exists()
        return
    sheets = {kind: catalogue.to_data(catalogue.kind(kind).sample()) for kind in KEPT}
    made = {kind: {"data": data, "sha256": drawing(catalogue.render(kind, data))} for kind, data in sheets.items()}
    ARCHIVE.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize("kind", KEPT)
def test_old_paper_is_drawn_as_it_was(kind: str) -> None:
    title = catalogue.kind(kind).title
    assert kind in archive(), f"《{title}》是新文书：用 UPDATE_GOLDEN=1 把它的样张记进 tests/golden/archive.json。"
    entry = archive()[kind]
    assert drawing(catalogue.render(kind, entry["data"])) == entry["sha256"], (
        f"《{title}》的版式、用语或字体变了，已经出具的旧纸会画成另一个样子。"
        "要么保留旧版式（或给用语加一个新版本），要么在 catalogue 里改为 stored=True 把 PDF 存下来；"
        "这种文书还没有发布过，才可以用 UPDATE_GOLDEN=1 重写 tests/golden/archive.json。"
    )
