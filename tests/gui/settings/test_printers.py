"""Choosing and trying printers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.settings.printers import PrintersSection
from printing import readback
from services import Services
from tests import factories
from tests.gui.paper_printers import PaperPrinters
from tests.gui.settings.conftest import LogIn, OpenPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def section(station: Services, open_page: OpenPage) -> PrintersSection:
    """The chief's page of printers."""
    found = open_page(station, "printers").section
    assert isinstance(found, PrintersSection)
    return found


def choose(section: PrintersSection, name: str) -> None:
    """Pick from the list by the keyboard."""
    select = section.receipts.select
    select.setFocus()
    while section.receipts.name() != name:
        before = select.currentIndex()
        QTest.keyClick(select, Qt.Key.Key_Down)
        assert select.currentIndex() != before


def test_the_choice_is_kept_at_once(section: PrintersSection, station: Services) -> None:
    choose(section, "Epson")
    assert station.station.setting("printer.a5") == "Epson"
    assert station.station.setting("printer.a4") is None


def test_a_test_page_goes_to_the_chosen_printer(section: PrintersSection, printers: PaperPrinters) -> None:
    QTest.mouseClick(section.receipts.test, LEFT)
    assert printers.sent[0][0] == "打印机试打页"
    QTest.mouseClick(section.receipts.good, LEFT)
    assert "完好" in section.receipts.words.text()


def test_a_printer_that_fails_is_said(section: PrintersSection, printers: PaperPrinters) -> None:
    printers.broken = True
    QTest.mouseClick(section.letters.test, LEFT)
    assert "打印机没有响应" in section.letters.words.text()
    assert section.letters.test.isEnabled()
    assert not section.letters.good.isVisible()


def test_a_chosen_printer_that_is_gone_stays_chosen_and_is_called_gone(
    section: PrintersSection, printers: PaperPrinters, station: Services
) -> None:
    station.station.set_setting("printer.a4", "Kyocera")
    section.letters.select.set_value(None)
    QTest.mouseClick(section.letters.again, LEFT)
    assert section.letters.name() == "Kyocera"


def test_no_printer_is_chosen_for_slips_until_one_is(
    section: PrintersSection, station: Services, printers: PaperPrinters
) -> None:
    slips = section.slips
    assert (slips.name(), slips.select.currentText()) == ("", "不打印号条，口头报号")
    QTest.mouseClick(slips.test, LEFT)
    assert printers.sent == []
    assert station.station.setting("printer.slip") is None
    slips.select.setFocus()
    QTest.keyClick(slips.select, Qt.Key.Key_Down)
    assert station.station.setting("printer.slip") == "HP-M1005"
    QTest.mouseClick(slips.test, LEFT)
    ((title, pdf, _, printer),) = printers.sent
    assert (title, printer) == ("号条试打", "HP-M1005")
    assert "试打" in readback.words(pdf)
    assert "左右有没有切掉" in slips.words.text()
    QTest.mouseClick(slips.bad, LEFT)
    assert "58 毫米" in slips.words.text()
    slips.select.setFocus()
    QTest.keyClick(slips.select, Qt.Key.Key_Up)
    assert station.station.setting("printer.slip") == ""


def test_a_clerk_may_choose(as_operator: LogIn, open_page: OpenPage, station: Services) -> None:
    section = open_page(as_operator(factories.CLERK), "printers").section
    assert isinstance(section, PrintersSection)
    choose(section, "Epson")
    assert station.station.setting("printer.a5") == "Epson"
