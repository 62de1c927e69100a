"""kill -9 at random instants around a save: what was acknowledged is there, once, in a series without a hole.

The full hundred kills run in `make soak`; the everyday run takes a twentieth of them.
"""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from models.case import CaseFile
from models.document import Document
from models.draft import Draft
from models.visit import Matter, Visit
from services import Services
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
KILLS = 100
EVERYDAY_KILLS = KILLS // 20


def kill_while_saving(folder: DataFolder, wait: float) -> list[str]:
    """Start a clerk, kill her `wait` seconds after her first save began; returns the visits she said were saved."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.saving_clerk", str(folder.root), factories.founded().chief],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(wait)
    child.send_signal(signal.SIGKILL)
    lines = child.stdout.read().splitlines()
    child.stdout.close()
    child.wait()
    # The last line may be cut by the kill; a whole one has three words.
    return [line.split()[1] for line in lines if line.count(" ") == 2 and line.startswith("saved ")]


def check_store(services: Services, acknowledged: list[str], *, cases: bool = True) -> None:
    """Everything that must hold after any kill; `cases`: whether each visit opened one."""
    assert services._context.database.faults() == ()
    assert services.audit.verify() == ()
    with services._context.database.read() as session:
        visits = session.execute(select(Visit.uuid, Visit.seq, Visit.id).order_by(Visit.seq)).all()
        uuids = Counter(visit.uuid for visit in visits)
        assert all(uuids[uuid] == 1 for uuid in acknowledged), "an acknowledged visit is missing or there twice"
        assert [visit.seq for visit in visits] == list(range(1, len(visits) + 1)), "a hole or a repeat in the series"
        numbers = session.scalars(select(CaseFile.seq).order_by(CaseFile.seq)).all()
        assert numbers == list(range(1, len(visits) * cases + 1))
        whole = {visit.id for visit in visits}
        assert set(session.scalars(select(Matter.visit_id))) == whole
        assert session.scalars(select(Document.visit_id).order_by(Document.visit_id)).all() == sorted(whole)
        assert not set(session.scalars(select(Draft.uuid))) & set(uuids), "a saved visit still has its draft"


def kill_often(root: Path, kills: int, seed: int) -> None:
    """Kill a clerk `kills` times on one store, and look at it after each."""
    chance = random.Random(seed)
    folder = factories.put_station(root)
    acknowledged: list[str] = []
    for _ in range(kills):
        acknowledged += kill_while_saving(folder, chance.uniform(0, 0.6))
        services = factories.log_in(
            folder, FixedClock(factories.MOMENT), factories.founded().chief, factories.CHIEF_PASSWORD
        )
        check_store(services, acknowledged)
        services.close()
    assert acknowledged, "no visit was ever saved: the test has tested nothing"


def test_a_few_kills_lose_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path / "data", EVERYDAY_KILLS, seed=20261124)


@pytest.mark.soak
def test_a_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path / "data", KILLS, seed=1)
