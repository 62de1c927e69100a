"""The bell between two starts on one data folder."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.instance import Doorbell, _name, ring

ROOT = Path(__file__).parents[2]
RING = "import sys; from pathlib import Path; from gui.instance import ring; sys.exit(not ring(Path(sys.argv[1])))"


def ring_from_outside(root: Path) -> "subprocess.Popen[bytes]":
    """Another process at the door."""
    return subprocess.Popen([sys.executable, "-c", RING, str(root)], cwd=ROOT)


def test_nobody_answers_where_nobody_is(qtbot: QtBot, tmp_path: Path) -> None:
    assert not ring(tmp_path)


def test_the_first_one_hears_the_second_however_it_writes_the_folder(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    bell = Doorbell(tmp_path / "data")
    with qtbot.waitSignal(bell.rung):
        caller = ring_from_outside(tmp_path / "link" / ".." / "data")
    assert caller.wait() == 0
    with qtbot.waitSignal(bell.rung):
        caller = ring_from_outside(tmp_path / "link")
    assert caller.wait() == 0


def test_a_bell_of_another_folder_stays_still(qtbot: QtBot, tmp_path: Path) -> None:
    bell = Doorbell(tmp_path / "one")
    rung: list[bool] = []
    bell.rung.connect(lambda: rung.append(True))
    assert not ring(tmp_path / "two")
    qtbot.wait(50)
    assert rung == []


@pytest.mark.skipif(os.name != "posix", reason="a pipe on Windows goes with its process")
def test_what_a_killed_program_left_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    left = Path(tempfile.gettempdir()) / _name(tmp_path)
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(left))
    dead.close()
    assert left.exists()
    assert not ring(tmp_path)
    bell = Doorbell(tmp_path)
    with qtbot.waitSignal(bell.rung):
        caller = ring_from_outside(tmp_path)
    assert caller.wait() == 0
