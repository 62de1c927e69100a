"""A disk that is full while the clerk saves: said in a sentence, nothing typed is lost, nothing stored is harmed."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from system.paths import DataFolder
from tests import factories
from tests.faults.traces import NAME, WORDS
from tests.gui.fake_cups import FakeCups
from tests.gui.program import Program

limits = pytest.importorskip("tests.limits", reason="this system has no limits on a file's size")

SIZE = "4m"
MORE = "，还有一句"


class SmallDisk:
    """A file system of a few megabytes in memory, with the data folder on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._filler = root / "filler"

    def fill(self) -> None:
        """Leave not one byte."""
        with self._filler.open("ab", buffering=0) as filler:
            for size in (65536, 4096, 1):
                try:
                    while filler.write(bytes(size)):
                        pass
                except OSError:
                    continue
        assert shutil.disk_usage(self.root).free == 0

    def clear(self) -> None:
        """Room again."""
        self._filler.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """The small disk; skipped where mounting isn't allowed."""
    root = tmp_path / "disk"
    root.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(root)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here; the limit on a file's size stands in for it")
    yield SmallDisk(root)
    subprocess.run(["umount", "--lazy", str(root)], check=True)


class TestSmallDisk:
    """On a real file system without room."""

    @pytest.fixture
    def folder(self, disk: SmallDisk) -> DataFolder:
        """The station lies on the small disk."""
        return factories.put_ready_station(disk.root / "data")

    def test_a_visit_that_does_not_fit_is_said_and_saved_when_there_is_room(
        self, program: Program, disk: SmallDisk, cups: FakeCups
    ) -> None:
        start(program)
        disk.fill()
        program.save()
        assert "来访没有保存，内容都还在" in program.visits.refusal.text()
        assert "磁盘已满" in program.visits.refusal.text()
        still_there(program)
        program.visits.desk.matters.editor.narrative.setFocus()
        program.driver.type(MORE)
        program.driver.wait(lambda: "草稿暂时没有存上" in program.visits.refusal.text(), "草稿没有存上")
        disk.clear()
        finish(program, cups, WORDS + MORE)

    @pytest.mark.usefixtures("expected_logs")  # the count of tries can't be written either
    def test_the_lock_comes_down_says_why_it_stays_and_gives_the_form_back(
        self, program: Program, disk: SmallDisk, cups: FakeCups
    ) -> None:
        start(program)
        disk.fill()
        program.shell.lock()
        lock = program.shell.lock_screen
        assert lock is not None
        assert lock.isVisible()
        unlock(program)
        assert "磁盘已满" in lock.field.message
        disk.clear()
        unlock(program)
        assert lock.isHidden()
        finish(program, cups, WORDS)

    def test_what_was_typed_is_in_the_draft_of_before(self, program: Program, disk: SmallDisk, cups: FakeCups) -> None:
        start(program)
        disk.fill()
        program.save()
        program.shell.leave_desk()
        disk.clear()
        program.log_in()
        (row,) = program.services.drafts.mine()
        form = program.services.drafts.load(row.uuid).payload["form"]
        assert (form["new_person"]["name"], form["matters"][0]["narrative"]) == (NAME, WORDS)


def test_where_no_file_may_grow_it_is_the_same(program: Program, folder: DataFolder, cups: FakeCups) -> None:
    start(program)
    with limits.files_no_bigger_than(4096):
        program.save()
    assert "来访没有保存，内容都还在" in program.visits.refusal.text()
    still_there(program)
    finish(program, cups, WORDS)


def test_a_backup_that_does_not_fit_leaves_no_half_file(program: Program, folder: DataFolder, cups: FakeCups) -> None:
    start(program)
    with limits.files_no_bigger_than(65536):
        program.shell.close()
        assert program.shell.isVisible()
        assert program.driver.shows("这次没有备份成")
    program.driver.press("Esc")
    left = [path for path in folder.root.rglob("*") if path.is_file() and path.parent != folder.root]
    assert [path.name for path in left if path.suffix != ".log"] == []
    assert program.services.backups.run().path.exists()


def start(program: Program) -> None:
    """Somebody is half typed and her draft is kept."""
    program.shell.start()
    program.log_in()
    program.new_visitor(NAME, WORDS)
    program.wait_for_draft()


def unlock(program: Program) -> None:
    """Type the chief's password on the lock."""
    program.driver.fill("密码", factories.CHIEF_PASSWORD, program.shell.lock_screen)
    program.driver.press("Return")


def still_there(program: Program) -> None:
    """On the screen and on the disk: the form, its draft, no visit, a store without a fault."""
    desk = program.visits.desk
    assert desk.who.new.name.text() == NAME
    assert desk.matters.editor.narrative.text() == WORDS
    assert len(program.services.drafts.mine()) == 1
    assert program.services.visits.today() == ()
    assert program.services._context.database.faults() == ()


def finish(program: Program, cups: FakeCups, words: str) -> None:
    """There is room again: the same Ctrl+Enter saves, prints, and takes the number the first one didn't use."""
    program.save()
    (row,) = program.services.visits.today()
    assert row.number.endswith("-001")
    assert program.services.visits.detail(row.id).matters[0].narrative == words
    assert program.services.drafts.mine() == ()
    assert program.services._context.database.faults() == ()
    assert program.services.audit.verify() == ()
    assert len(cups.papers) == 1
