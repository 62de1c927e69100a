"""Choosing and trying printers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.kit.line_edit import LineEdit
from gui.kit.select import Select
from gui.kit.stepper_count import StepperCount
from gui.settings.printers import PrintersSection
from printing import readback
from services import Services
from services.printers import Route, Trim
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
    assert (slips.name(), slips.select.currentText()) == ("", "不打印，口头报号")
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


# ------------------------------------------------------------------------------------- what receipts are printed on


def test_receipts_go_onto_a_roll_from_the_next_visit_on(section: PrintersSection, station: Services) -> None:
    assert section.receipt_paper.value() == "A5"
    section.receipt_paper.setFocus()
    QTest.keyClick(section.receipt_paper.focusWidget(), Qt.Key.Key_Right)
    assert station.printers.routes().receipt_paper == "80 mm"
    station.printers.set_receipt_paper("58 mm")
    section.refresh()
    assert section.receipt_paper.value() == "58 mm"


def test_the_printer_of_a_roll_is_tried_with_the_ruler_sheet(
    section: PrintersSection, station: Services, printers: PaperPrinters
) -> None:
    assert section.rolls.name() == ""
    pick(section.rolls.select, "HP-M1005")
    assert station.station.setting("printer.roll80") == "HP-M1005"
    QTest.mouseClick(section.rolls.test, LEFT)
    ((title, pdf, _, printer),) = printers.sent
    assert (title, printer) == ("打印机校正页", "HP-M1005")
    assert "HP-M1005" in readback.words(pdf)


# --------------------------------------------------------------------------------------------------- trays and forms


def pick(select: Select, value: str) -> None:
    """Choose from a list by the keyboard."""
    select.setFocus()
    while select.value() != value:
        before = select.currentIndex()
        QTest.keyClick(select, Qt.Key.Key_Down)
        assert select.currentIndex() != before


def test_a_printer_with_trays_offers_them(section: PrintersSection, station: Services) -> None:
    choice = section.receipts
    assert choice.tray_field.isVisible()
    assert [choice.tray.itemText(at) for at in range(choice.tray.count())] == ["打印机自己选", "自动选择", "纸盒 2"]
    pick(choice.tray, "Tray2")
    assert station.printers.routes().papers["A5"] == Route("HP-M1005", "Tray2")
    choose(section, "Epson")
    assert not choice.tray_field.isVisible()
    assert station.printers.routes().papers["A5"] == Route("Epson")


def test_a_tray_that_vanished_stays_chosen_and_is_called_gone(station: Services, open_page: OpenPage) -> None:
    station.printers.send_paper("A5", Route("HP-M1005", "Tray9"))
    station.printers.send_form("quick_card", Route("Kyocera", "Upper"))
    section = open_page(station, "printers").section
    assert isinstance(section, PrintersSection)
    assert section.receipts.tray.currentText() == "纸盒 9（现在没有）"
    line = section.forms.lines["quick_card"]
    assert (line.printer.currentText(), line.tray.currentText()) == ("Kyocera（现在找不到）", "上层纸盒（现在没有）")


def test_every_form_has_a_line_and_goes_as_its_size_until_it_is_sent_elsewhere(
    section: PrintersSection, station: Services
) -> None:
    assert set(section.forms.lines) == {row.kind for row in station.printers.forms()}
    line = section.forms.lines["visit_receipt"]
    assert line.printer.currentText() == line.tray.currentText() == "按纸张大小"
    choose(section, "Epson")
    # Its size now goes to a printer without trays.
    assert not line.tray.isEnabled()
    pick(line.printer, "HP-M1005")
    pick(line.tray, "Tray2")
    assert station.printers.routes().forms == {"visit_receipt": Route("HP-M1005", "Tray2")}
    line.printer.setFocus()
    QTest.keyClick(line.printer, Qt.Key.Key_Home)
    assert station.printers.routes().forms == {}


# ---------------------------------------------------------------------------------------------------- the correction


def number(stepper: StepperCount) -> QWidget:
    """What takes the keys of a stepper."""
    typed = stepper.focusProxy()
    assert typed is not None
    return typed


def fill(edit: LineEdit, words: str) -> None:
    edit.setFocus()
    QTest.keyClicks(edit, words)


def test_two_measured_numbers_become_the_correction(
    section: PrintersSection, station: Services, printers: PaperPrinters
) -> None:
    trim = section.trim
    QTest.mouseClick(trim.print_button, LEFT)
    ((title, pdf, _, printer),) = printers.sent
    assert (title, printer) == ("打印机校正页", "HP-M1005")
    assert "左右 0，上下 0" in readback.words(pdf)
    assert trim.left_edge.hasFocus()
    fill(trim.left_edge, "18.5")
    trim.top_edge.setText("20，4")
    QTest.mouseClick(trim.compute, LEFT)
    assert station.printers.routes().trim("HP-M1005") == Trim(1.5, -0.5)
    assert (trim.offset.across.value(), trim.offset.along.value()) == (3, -1)
    assert trim.left_edge.text() == ""
    QTest.mouseClick(trim.print_button, LEFT)
    assert "左右 +1.5，上下 −0.5" in readback.words(printers.sent[1][1])


@pytest.mark.parametrize(("left", "sentence"), [("", "填直尺上的数"), ("abc", "填直尺上的数"), ("90", "校正不过来")])
def test_a_number_that_can_not_be_is_said_under_its_field(
    section: PrintersSection, station: Services, left: str, sentence: str
) -> None:
    fill(section.trim.left_edge, left)
    fill(section.trim.top_edge, "20")
    QTest.mouseClick(section.trim.compute, LEFT)
    assert sentence in section.trim.fields["left"].message
    assert section.trim.fields["top"].message == ""
    assert station.printers.routes().trims == {}


def test_the_correction_is_typed_and_kept_once_for_each_printer(section: PrintersSection, station: Services) -> None:
    trim = section.trim
    before = station.audit.head().count
    trim.offset.across.setFocus()
    for _ in range(4):
        QTest.keyClick(number(trim.offset.across), Qt.Key.Key_Up)
    trim.offset.settle()
    assert station.printers.routes().trims == {"HP-M1005": Trim(2.0)}
    QTest.mouseClick(trim.thermal, LEFT)
    assert station.printers.routes().trims == {"HP-M1005": Trim(2.0, 0.0, True)}
    assert station.audit.head().count == before + 2
    pick(trim.printer, "Epson")
    assert (trim.offset.across.value(), trim.thermal.isChecked()) == (0, False)
    along = number(trim.offset.along)
    along.setFocus()
    QTest.keyClick(along, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(along, "-1.4")
    trim.offset.settle()
    assert station.printers.routes().trim("Epson") == Trim(0.0, -1.5)


def test_a_ruler_sheet_that_does_not_come_is_said(section: PrintersSection, printers: PaperPrinters) -> None:
    printers.broken = True
    QTest.mouseClick(section.trim.print_button, LEFT)
    assert "打印机没有响应" in section.trim.words.text()
    assert section.trim.print_button.isEnabled()


def test_an_administrator_may_choose_too(as_operator: LogIn, open_page: OpenPage, station: Services) -> None:
    section = open_page(as_operator(factories.ADMINISTRATOR), "printers").section
    assert isinstance(section, PrintersSection)
    pick(section.letters.select, "Epson")
    assert station.station.setting("printer.a4") == "Epson"
