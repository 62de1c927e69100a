"""The command line, each flag as a process of its own: what it prints, how it ends, where it writes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services import demo
from system.clock import FixedClock
from system.lock import FolderLock
from system.paths import DataFolder
from system.version import PRODUCT, VERSION
from tests import factories
from tests.faults.running import ROOT, Running

# What the tour shows of the cases, and the papers of them that it keeps beside what it prints.
PICTURES_OF_CASES = ("cases", "case", "case-action", "case-hand-off", "case-attachment", "batches", "settings-calendar")
PAPERS_OF_CASES = ("submission_list", "collection_sheet", "rejection_notice", "card_application", "case_file")


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """`python main.py …` with everything it may write under `home`."""
    home.mkdir(parents=True, exist_ok=True)
    places = {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "share"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "TMPDIR": str(home),
    }
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    return subprocess.run(command, cwd=home, env=os.environ | places, capture_output=True, text=True, check=False)


def test_the_version_is_told(tmp_path: Path) -> None:
    done = run("--version", home=tmp_path / "home")
    assert (done.returncode, done.stdout.strip()) == (0, f"{PRODUCT} {VERSION}")


def test_an_unknown_flag_is_refused(tmp_path: Path) -> None:
    done = run("--nonsense", home=tmp_path / "home")
    assert done.returncode == 2
    assert "--nonsense" in done.stderr


def test_the_self_test_passes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = run("--self-test", home=tmp_path / "home")
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "自检通过"
    assert "失败" not in done.stdout
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file()] == []


# As long as a hundred other tests; `.ci/run` takes the tour itself each time.
@pytest.mark.soak
def test_the_tour_ends_well_and_leaves_pictures_and_papers(tmp_path: Path) -> None:
    target = tmp_path / "tour"
    done = run("--tour", str(target), home=tmp_path / "home")
    assert done.returncode == 0, done.stdout
    assert "失败" not in done.stdout
    pictures = sorted(target.glob("[0-9][0-9]-*.png"))
    assert len(pictures) >= 12
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    assert {picture.stem[3:] for picture in pictures} >= set(PICTURES_OF_CASES)
    papers = sorted((target / "papers").glob("*.pdf"))
    assert len(papers) >= 4
    told = {paper.stem for paper in papers}
    assert {f"form-{kind}" for kind in PAPERS_OF_CASES} <= told
    assert all(any(title in name for name in told) for title in ("一次性告知书", "领取通知单", "时限推算单"))
    assert all(paper.read_bytes().startswith(b"%PDF") for paper in papers)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder", encoding="utf-8")
    done = run("--data", str(in_the_way / "data"), home=tmp_path / "home")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip().endswith("。")
    assert "Traceback" not in done.stderr
    assert in_the_way.read_text(encoding="utf-8") == "no folder"


def test_a_folder_in_use_by_something_that_does_not_answer_is_said(tmp_path: Path) -> None:
    folder = factories.put_ready_station(tmp_path / "data")
    before = folder.database.read_bytes(), folder.keyfile.read_bytes()
    lock = FolderLock(folder.lockfile)
    assert lock.acquire()
    done = run("--data", str(folder.root), home=tmp_path / "home")
    lock.release()
    assert done.returncode == 1
    assert "正被另一个程序使用" in done.stderr
    assert (folder.database.read_bytes(), folder.keyfile.read_bytes()) == before


def test_a_demo_that_is_there_is_opened_and_its_password_told(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "demo")
    demo.found(factories.entry_for(folder, FixedClock(factories.MOMENT)), people=30, years=1)
    before = folder.database.read_bytes()
    child = Running("leave", folder.root, tmp_path / "said", {"PLAY_FLAGS": "--demo"})
    assert demo.password() in child.hear()
    assert child.end() == 0
    assert folder.database.read_bytes() == before


@pytest.mark.soak
def test_the_demo_fills_an_empty_folder_of_its_own(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "demo")
    child = Running("leave", folder.root, tmp_path / "said", {"PLAY_FLAGS": "--demo"})
    assert "2000" in child.hear()
    assert demo.password() in child.hear()
    assert child.end() == 0
    entry = factories.entry_for(folder, FixedClock(factories.MOMENT))
    services = entry.login(entry.tiles()[0].uuid, demo.password())
    people = [row for row in services.people.register(limit=3000).rows if not row.unit]
    assert len(people) == 2000
    services.close()
