"""No visitor's name, identity number, phone or word in clear in any file: database, WAL, drafts, backup, logs, temp."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from domain.people_rules import PersonForm
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import Outcome, matter_categories
from services import Services
from system import logs
from system.clock import FixedClock
from system.errors import Invalid
from system.paths import DataFolder
from tests import factories
from tests.faults.running import Running
from tests.faults.traces import ENCODINGS, IDENTITY, NAME, PHONE, SECRETS, WORDS, leaks_in
from tests.gui.fake_cups import FakeCups


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[None]:
    """The program's own log, at its most talkative, in the data folder."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    logs.set_up(DataFolder(tmp_path / "data").logs)
    root.setLevel(logging.DEBUG)
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def a_morning(services: Services) -> None:
    """Everything that touches a visitor's data: draft, refusal, save, search, reveal, print, crash text, backup."""
    category = matter_categories()[0].code
    matter = MatterForm(category=category, narrative=WORDS, outcome=Outcome.ANSWERED, reply=WORDS)
    person = PersonForm(name=NAME, identity=IDENTITY, phone=PHONE, former_names=NAME, note=WORDS)
    form = VisitForm(uuid=str(uuid4()), new_person=person, matters=(matter,))
    services.drafts.save(form.uuid, kind="visit", title=NAME, payload={"name": NAME, "words": WORDS, "id": IDENTITY})
    with pytest.raises(Invalid):
        services.visits.save(VisitForm(uuid=form.uuid, new_person=person))
    saved = services.visits.save(form)
    other = str(uuid4())
    services.drafts.save(other, kind="visit", title=NAME, payload={"words": WORDS})
    hit = services.people.find("oysc")[0]
    services.people.reveal(hit.id, "identity")
    services.documents.pages(saved.document.id, 96)
    try:
        raise ValueError(f"{NAME} {IDENTITY} {PHONE}")
    except ValueError as error:
        logging.getLogger("desk").exception("a bug")
        logging.getLogger("desk").error("%s", logs.describe(error))
    services.backups.run()


@pytest.mark.usefixtures("logged", "expected_logs")
def test_no_file_shows_a_visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    services = factories.open_station(tmp_path / "data", FixedClock(factories.MOMENT))
    a_morning(services)
    files = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert "station.db" in files
    assert "station.db-wal" in files, "looked too late: the newest pages stand in the WAL"
    assert any(name.endswith(".log") for name in files)
    assert any(name.endswith(".tyjrbak") for name in files)
    assert leaks_in(tmp_path) == []
    services.close()
    assert leaks_in(tmp_path) == []


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_search_for_leaks_finds_one(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "left.tmp").write_bytes(b"\x00\x01" + NAME.encode(encoding) + b"\xff")
    assert leaks_in(tmp_path) == [("left.tmp", NAME)]


def test_after_a_morning_in_the_window_no_file_anywhere_shows_a_visitor(tmp_path: Path, cups: FakeCups) -> None:
    """The real program: desk, receipt, printer, preview, register, crash window, lock, exit; with a talkative log."""
    searched = tmp_path / "s"
    homes = {
        name: str(searched / folder)
        for name, folder in {
            "HOME": "home",
            "XDG_CONFIG_HOME": "home/.config",
            "XDG_CACHE_HOME": "home/.cache",
            "XDG_DATA_HOME": "home/.local/share",
            "XDG_STATE_HOME": "home/.local/state",
            "XDG_RUNTIME_DIR": "run",
            "TMPDIR": "tmp",
        }.items()
    }
    for folder in homes.values():
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder).chmod(0o700)
    data = factories.put_ready_station(searched / "data")
    program = Running("whole_session", data.root, tmp_path / "said", homes)
    for step in ("kept", "look"):
        program.expect(step)
    assert data.database.with_name("station.db-wal").stat().st_size, "looked too late: the newest pages are in the WAL"
    assert "DEBUG play" in (data.logs / logs.FILE_NAME).read_text(encoding="utf-8")
    assert len(cups.papers) == 1
    assert leaks_in(searched) == []
    program.go_on()
    assert program.end() == 0
    assert list(data.backups.glob("*.tyjrbak"))
    assert leaks_in(searched) == []
    said = "\n".join([*program.heard, program.complaints])
    assert not any(secret in said for secret in SECRETS)
