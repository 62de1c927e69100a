"""The real program, started as a process, typed into and killed: not a word is lost, nothing is there twice."""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from gui.instance import _name
from models.visit import Visit
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.faults.running import ROOT, Running
from tests.faults.test_kill import check_store
from tests.faults.traces import ADDRESS, IDENTITY, NAME, PHONE, WORDS
from tests.gui.fake_cups import FakeCups

KILLS = 40
EVERYDAY_KILLS = (0.0, 0.05)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A station whose first start is done."""
    return factories.put_ready_station(tmp_path / "data").root


def second_start(data: Path) -> subprocess.CompletedProcess[str]:
    """What a double click on the icon does while the program runs."""
    command = [sys.executable, str(ROOT / "main.py"), "--data", str(data)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_after_a_kill_every_word_is_offered_again(data: Path, tmp_path: Path, cups: FakeCups) -> None:
    first = Running("type_visit", data, tmp_path / "said")
    first.expect("kept")
    time.sleep(0.2)
    first.kill()
    second = Running("take_up", data, tmp_path / "said")
    desk = json.loads(second.hear())
    assert second.end() == 0
    assert desk["matter"]["narrative"].startswith(WORDS)
    person = desk["person"]
    assert (person["name"], person["identity"], person["phone"], person["address"]) == (NAME, IDENTITY, PHONE, ADDRESS)


def kill_after_pressing(data: Path, said: Path, wait: float) -> int:
    """Press Ctrl+Enter, kill `wait` seconds later, look into the store; returns how many visits it holds."""
    child = Running("save", data, said)
    child.expect("kept")
    child.expect("pressing")
    time.sleep(wait)
    child.kill()
    services = factories.log_in(
        DataFolder(data), FixedClock(factories.MOMENT), factories.founded().chief, factories.CHIEF_PASSWORD
    )
    try:
        check_store(services, [], cases=False)
        drafts = services.drafts.mine()
        with services._context.database.read() as session:
            visits = session.scalar(select(func.count()).select_from(Visit)) or 0
        assert (visits, len(drafts)) in ((1, 0), (0, 1)), "saved and its draft gone, or not saved and its draft there"
        if drafts:
            form = services.drafts.load(drafts[0].uuid).payload["form"]
            assert form["matters"][0]["narrative"] == WORDS
        return visits
    finally:
        services.close()


@pytest.mark.parametrize("wait", EVERYDAY_KILLS)
def test_a_kill_after_ctrl_enter_leaves_the_visit_once_or_its_draft(
    data: Path, tmp_path: Path, cups: FakeCups, wait: float
) -> None:
    kill_after_pressing(data, tmp_path / "said", wait)


@pytest.mark.soak
def test_many_kills_after_ctrl_enter(tmp_path: Path, cups: FakeCups) -> None:
    chance, seen = random.Random(2), set()
    for number in range(KILLS):
        data = factories.put_ready_station(tmp_path / str(number)).root
        seen.add(kill_after_pressing(data, tmp_path / "said", chance.uniform(0, 0.4)))
    assert seen == {0, 1}, "all kills came too early, or all too late"


def test_a_power_cut_while_printing_leaves_the_visit_and_its_paper(data: Path, tmp_path: Path, cups: FakeCups) -> None:
    cups.kill_the_program()
    child = Running("save", data, tmp_path / "said")
    child.expect("kept")
    child.expect("pressing")
    assert child.end() == -9
    services = factories.log_in(
        DataFolder(data), FixedClock(factories.MOMENT), factories.founded().chief, factories.CHIEF_PASSWORD
    )
    check_store(services, [], cases=False)
    assert services.drafts.mine() == ()
    (paper,) = services.documents.issued()
    assert (paper.state, paper.reprint) == ("pending", 0)
    assert cups.papers == []
    assert services.documents.pdf(paper.id).startswith(b"%PDF")
    assert services.documents.reprint(paper.id, "停电没有打出来").reprint == 1
    services.close()


def test_a_second_start_raises_the_first_window_and_a_killed_one_is_in_nobodys_way(data: Path, tmp_path: Path) -> None:
    killed = Running("come_to_front", data, tmp_path / "said")
    killed.expect("ready")
    killed.kill()
    assert (Path(tempfile.gettempdir()) / _name(data)).exists(), "a killed program leaves its socket behind"
    first = Running("come_to_front", data, tmp_path / "said")
    first.expect("ready")
    second = second_start(data)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    first.expect("raised")
    first.go_on()
    assert first.end() == 0
