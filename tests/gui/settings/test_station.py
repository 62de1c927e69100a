"""The station's form in the settings: changed, checked, saved, undone; read by all, changed by few."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.settings.station import StationSection
from services import Services
from tests import factories
from tests.gui.kit.stand import commit
from tests.gui.settings.conftest import LogIn, OpenPage

Key = Qt.Key


@pytest.fixture
def section(station: Services, open_page: OpenPage) -> StationSection:
    """The chief's form."""
    found = open_page(station, "station").section
    assert isinstance(found, StationSection)
    return found


def put(section: StationSection, key: str, words: str) -> None:
    edit = section.fields.edits[key]
    edit.setFocus()
    edit.clear()
    commit(edit, words)


def test_it_shows_what_is_stored_and_has_nothing_to_save(section: StationSection) -> None:
    assert section.fields.form() == factories.STATION
    assert not section.save.isEnabled()


def test_a_change_is_saved_and_told(section: StationSection, station: Services, qtbot: QtBot) -> None:
    put(section, "phone", "０７３１ 8555-0122")
    assert section.words.text() == "改动还没有保存"
    with qtbot.waitSignal(section.told) as came:
        QTest.keyClick(section.fields.edits["phone"], Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert came.args[0].subjects == {"station"}
    assert station.station.view().phone == "0731-85550122"
    assert section.words.text().startswith("已保存")
    assert not section.save.isEnabled()


def test_a_wrong_change_is_not_saved(section: StationSection, station: Services) -> None:
    put(section, "region_code", "43")
    put(section, "name", "")
    QTest.mouseClick(section.save, Qt.MouseButton.LeftButton)
    assert section.fields.fields["region_code"].state == "error"
    assert section.fields.edits["name"].hasFocus()
    assert section.errors.words() == "还有 2 处要改：站名"
    assert station.station.view() == factories.STATION
    QTest.mouseClick(section.undo, Qt.MouseButton.LeftButton)
    assert section.fields.form() == factories.STATION
    assert not section.errors.isVisible()


def test_what_was_typed_stays_while_another_part_is_looked_at(section: StationSection, station: Services) -> None:
    put(section, "address", "新地址 9 号")
    section.refresh()
    assert section.fields.edits["address"].text() == "新地址 9 号"


def test_the_preview_follows(section: StationSection) -> None:
    put(section, "short_name", "书院")
    assert "书院信〔2026〕1号" in {label.text().replace("2027", "2026") for label in section.preview.numbers.values()}


def test_a_clerk_reads_and_cannot_type(as_operator: LogIn, open_page: OpenPage) -> None:
    section = open_page(as_operator(factories.CLERK), "station").section
    assert isinstance(section, StationSection)
    assert section.locked.isVisible()
    assert not section.save.isVisible()
    assert all(edit.isReadOnly() for edit in section.fields.edits.values())
    assert section.fields.edits["name"].text() == factories.STATION.name
