"""Backups by hand, the second place, and a new recovery sheet."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.kit.setup.backup_place import PlaceReport, examine, size_words
from gui.settings.backup import BackupSection
from services import Services
from system.paths import DataFolder
from tests import factories
from tests.gui.paper_printers import PaperPrinters
from tests.gui.settings.conftest import LogIn, OpenPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def section(station: Services, open_page: OpenPage) -> BackupSection:
    """The chief's page of backups."""
    found = open_page(station, "backup").section
    assert isinstance(found, BackupSection)
    return found


def test_a_backup_by_hand_is_listed(section: BackupSection, station: Services) -> None:
    assert not section.table.rows
    QTest.mouseClick(section.now, LEFT)
    assert "已备份并校验" in section.run.words.text()
    assert len(section.table.rows) == 1
    assert section.now.isEnabled()
    assert station.backups.last() is not None


def test_the_second_place_is_chosen_and_used(section: BackupSection, station: Services, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert not section.take_place.isEnabled()
    section.place.put(stick)
    QTest.mouseClick(section.take_place, LEFT)
    assert station.backups.place() == stick
    QTest.mouseClick(section.now, LEFT)
    assert str(stick) in section.run.words.text()
    assert len(list(stick.iterdir())) == 1


def test_a_stick_that_was_pulled_is_said_and_the_first_backup_stays(
    section: BackupSection, station: Services, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    section.place.put(stick)
    QTest.mouseClick(section.take_place, LEFT)
    stick.rmdir()
    QTest.mouseClick(section.now, LEFT)
    assert section.run.trouble.isVisible()
    assert "没有复制到第二处" in section.run.trouble.text()
    assert section.now.isEnabled()
    assert len(list(station.folder.backups.glob("*.tyjrbak"))) == 1


def test_a_new_sheet_voids_the_old_one(section: BackupSection, station: Services, printers: PaperPrinters) -> None:
    assert section.no_sheet.isVisible()
    QTest.mouseClick(section.new_sheet, LEFT)
    pane = section.pane
    assert not section.confirm.isEnabled()
    QTest.mouseClick(pane.print_button, LEFT)
    pane.sealed.setChecked(True)
    assert pane.draft is not None
    for number, box in zip(pane.draft.asked, pane.boxes, strict=True):
        box.setFocus()
        QTest.keyClicks(box, pane.draft.groups[number - 1])
    QTest.mouseClick(section.confirm, LEFT)
    assert not station.accounts.recovery_due()
    assert section.new_sheet.isVisible()
    assert not section.no_sheet.isVisible()
    assert len(printers.sent) == 1
    assert pane.draft is None


def test_a_clerk_backs_up_and_changes_nothing(as_operator: LogIn, open_page: OpenPage) -> None:
    section = open_page(as_operator(factories.CLERK), "backup").section
    assert isinstance(section, BackupSection)
    QTest.mouseClick(section.now, LEFT)
    assert len(section.table.rows) == 1
    assert not section.new_sheet.isEnabled()
    assert not section.take_place.isEnabled()
    assert not section.place.isEnabled()


def test_a_place_is_judged(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.root.mkdir()
    near = examine(tmp_path, lambda _place: "", folder)
    assert not near.fault
    assert "同一块硬盘" in near.warning
    assert near.free > 0
    assert examine(tmp_path, lambda _place: "不行。", folder) == PlaceReport("不行。")


@pytest.mark.parametrize(
    ("count", "words"), [(0, "1 KB"), (232 * 1024, "232 KB"), (5 * 1024**2, "5.0 MB"), (77 * 1024**3, "77.0 GB")]
)
def test_sizes_are_said_as_people_say_them(count: int, words: str) -> None:
    assert size_words(count) == words
