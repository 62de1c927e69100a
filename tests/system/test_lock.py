"""One program per data folder, told apart by real processes."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from system.errors import Trouble
from system.lock import FolderLock

ROOT = Path(__file__).resolve().parents[2]

HOLD = """
    import sys, time
    from pathlib import Path
    from system.lock import FolderLock
    lock = FolderLock(Path(sys.argv[1]))
    print(lock.acquire(), flush=True)
    sys.stdin.read()
"""


def start_holder(path: Path) -> subprocess.Popen[bytes]:
    """Another process that tries the lock, says whether it has it, and holds it until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLD), str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def first_word(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().decode().strip()


def test_the_second_in_one_process_waits_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path / "lock"), FolderLock(tmp_path / "lock")
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()
    second.release()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_another_process_has_it_until_it_dies(tmp_path: Path, ending: signal.Signals) -> None:
    path = tmp_path / "lock"
    with start_holder(path) as other:
        assert first_word(other) == "True"
        mine = FolderLock(path)
        assert not mine.acquire()
        other.send_signal(ending)
        other.wait()
        assert mine.acquire()
        with start_holder(path) as late:
            assert first_word(late) == "False"
        mine.release()


def test_a_child_that_outlives_us_does_not_keep_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    lock = FolderLock(path)
    assert lock.acquire()
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE):
        lock.release()
        again = FolderLock(path)
        assert again.acquire()
        again.release()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="找不到文件夹"):
        FolderLock(tmp_path / "none" / "lock").acquire()
