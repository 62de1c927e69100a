"""设置 › 本站公钥与外站: the own key can be scanned off the screen; another's is taken only after a telephone call."""

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.key_code import read_key
from gui.navigation import Place, Target
from gui.settings.page import SettingsPage
from gui.settings.station_keys import StationKeysSection
from gui.theme import theme
from printing import readback
from services import Services
from tests.gui.kit.stand import focused
from tests.gui.paper_printers import PaperPrinters
from tests.gui.program import shown_words
from tests.gui.question import answer
from tests.gui.settings.conftest import OpenPage
from tests.services.codes import FOREIGN_NAME, foreign_code, foreign_key

Key = Qt.Key


@pytest.fixture
def page(station: Services, open_page: OpenPage) -> SettingsPage:
    return open_page(station, "station_keys")


@pytest.fixture
def section(page: SettingsPage, qtbot: QtBot) -> StationKeysSection:
    found = page.section
    assert isinstance(found, StationKeysSection)
    qtbot.waitUntil(lambda: bool(found.fingerprint.text()))
    found.first_focus().setFocus()
    return found


def texts_on(widget: QWidget) -> list[str]:
    """What a scanner reads off the screen."""
    pixels = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    size, stride = (pixels.width(), pixels.height()), pixels.bytesPerLine()
    image = Image.frombuffer("L", size, bytes(pixels.constBits()), "raw", "L", stride, 1)
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize(("zoom", "dark"), [(100, False), (90, True), (150, True)])
def test_the_own_key_can_be_scanned_off_the_screen(
    section: StationKeysSection, station: Services, zoom: int, dark: bool
) -> None:
    theme().set_zoom(zoom)
    theme().set_dark(dark)
    QApplication.processEvents()
    own = station.peer_stations.own_key()
    assert texts_on(section.picture) == [own.text]
    assert section.fingerprint.text() == own.fingerprint == read_key(own.text).fingerprint
    assert section.name.text() == own.name


def test_a_sheet_with_the_key_is_printed(
    section: StationKeysSection, station: Services, printers: PaperPrinters, page: SettingsPage, qtbot: QtBot
) -> None:
    section.print_button.click()
    qtbot.waitUntil(lambda: bool(printers.sent))
    ((title, pdf, copies, _),) = printers.sent
    assert (title, copies) == ("本站公钥", 1)
    assert station.peer_stations.own_key().text in readback.codes(pdf)
    qtbot.waitUntil(lambda: "公钥页已送打印机" in shown_words(page))


def test_a_printer_that_does_not_answer_is_told(
    section: StationKeysSection, printers: PaperPrinters, page: SettingsPage, qtbot: QtBot
) -> None:
    printers.broken = True
    section.print_button.click()
    qtbot.waitUntil(lambda: "打印机没有响应" in shown_words(page))
    assert section.print_button.isEnabled()


def test_another_s_key_is_read_compared_by_phone_and_taken_by_the_keyboard(
    section: StationKeysSection, station: Services, qtbot: QtBot
) -> None:
    key = foreign_key()
    QTest.keyClicks(section.box, key)
    QTest.keyClick(section.box, Key.Key_Return)
    qtbot.waitUntil(lambda: section.draft is not None)
    QApplication.processEvents()
    shown = shown_words(section)
    for words in (FOREIGN_NAME, "430103", read_key(key).fingerprint, "打电话"):
        assert words in shown
    assert station.peer_stations.all() == ()
    assert not section.add_button.isEnabled()
    assert focused() is section.compared
    QTest.keyClick(focused(), Key.Key_Space)
    QTest.keyClick(focused(), Key.Key_Tab)
    assert focused() is section.add_button
    QTest.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: [row.name for row in section.table.rows] == [FOREIGN_NAME])
    assert section.draft is None
    assert focused() is section.box
    assert station.paper_checks.check(foreign_code()).title == "外站・真"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "不是外站公钥的码"),
        (foreign_key()[:80], "没有扫全"),
        (foreign_key()[:40] + "A" + foreign_key()[41:], "被改过"),
    ],
)
def test_what_is_no_key_is_said_under_the_box(section: StationKeysSection, qtbot: QtBot, text: str, words: str) -> None:
    section.take(text)
    qtbot.waitUntil(lambda: words in section.field.message)
    assert section.draft is None
    assert focused() is section.box
    assert not section.add_button.isVisible()


def test_the_own_key_is_not_taken(section: StationKeysSection, station: Services, qtbot: QtBot) -> None:
    section.take(station.peer_stations.own_key().text)
    qtbot.waitUntil(lambda: "本站自己的公钥" in section.field.message)


def test_an_empty_box_says_so(section: StationKeysSection) -> None:
    QTest.keyClick(section.box, Key.Key_Return)
    assert "还没有内容" in section.field.message


def test_what_was_read_can_be_left_alone(section: StationKeysSection, station: Services, qtbot: QtBot) -> None:
    section.take(foreign_key())
    qtbot.waitUntil(lambda: section.draft is not None)
    section.drop_button.click()
    assert section.draft is None
    assert station.peer_stations.all() == ()


def test_a_second_key_of_the_same_name_is_warned_of(
    section: StationKeysSection, station: Services, qtbot: QtBot
) -> None:
    station.peer_stations.add(foreign_key())
    section.take(foreign_key(private=bytes(range(1, 33))))
    qtbot.waitUntil(section.oddity.isVisible)
    assert "已经有一把别的公钥" in section.oddity.text()


def test_a_station_is_removed_after_a_question(section: StationKeysSection, station: Services, qtbot: QtBot) -> None:
    station.peer_stations.add(foreign_key())
    section.refresh()
    qtbot.waitUntil(lambda: len(section.table.rows) == 1)
    assert not section.remove_button.isEnabled()
    section.table.setFocus()
    section.table.select(lambda _row: True)
    section.remove_button.click()
    assert len(station.peer_stations.all()) == 1
    answer(section, "移除")
    qtbot.waitUntil(lambda: section.table.rows == ())
    assert station.peer_stations.all() == ()


def test_a_key_scanned_elsewhere_arrives_here(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_section("appearance")
    page.open_target(Target(Place.SETTINGS, "station_key", text=foreign_key()))
    section = page.section
    assert isinstance(section, StationKeysSection)
    qtbot.waitUntil(lambda: section.draft is not None)
    assert page.first_focus() is section.compared
