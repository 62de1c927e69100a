"""Setting the scanner up: try it, take what it needs, keep it."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.paper_code import qr_text
from domain.scan_rules import GAP_DEFAULT, ScannerSettings, Shape, Trial
from gui.scanner import SCAN_BOX
from gui.settings.scanner import _SHAPES, ScannerSection
from gui.theme import theme
from services import Services
from tests import factories
from tests.gui.program import shown_words
from tests.gui.settings.conftest import LogIn, OpenPage

CODE = qr_text("430103", "LF20261124-008", 1, "7K3M-92QF")


@pytest.fixture
def section(station: Services, open_page: OpenPage) -> ScannerSection:
    """The chief's page of the scanner."""
    found = open_page(station, "scanner").section
    assert isinstance(found, ScannerSection)
    return found


def scan(section: ScannerSection, text: str, *, gap: int = 5, ending: int = Qt.Key.Key_Return) -> None:
    """A scan with the time of each key on it."""
    section.box.setFocus()
    at = 1000
    for mark in text:
        at += gap
        send(section, ord(mark.upper()), mark, at)
    if ending:
        send(section, ending, "\t" if ending == Qt.Key.Key_Tab else "\r", at + gap)


def send(section: ScannerSection, key: int, text: str, at: int) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    event.setTimestamp(at)
    QApplication.sendEvent(section.box, event)


@pytest.mark.parametrize(("ending", "name"), [(Qt.Key.Key_Return, "Enter"), (Qt.Key.Key_Tab, "Tab")])
def test_a_trial_says_what_came_and_that_it_is_known(section: ScannerSection, ending: int, name: str) -> None:
    scan(section, CODE, ending=ending)
    assert section.trial is not None
    assert (section.trial.text, section.trial.slowest_ms, section.trial.ending) == (CODE, 5, name)
    assert "认得出来" in section.sentence.text()
    assert section.box.hasFocus()
    assert not section.adopt.isVisible()


def test_a_scan_without_a_key_at_its_end_is_judged_after_a_while(qtbot: QtBot, section: ScannerSection) -> None:
    scan(section, CODE, ending=0)
    before = section.trial
    assert before is None
    qtbot.waitUntil(lambda: section.trial is not None)
    assert section.trial == Trial(CODE, 5)


def test_a_slow_scanner_gets_advice_that_is_taken_with_one_press(section: ScannerSection, station: Services) -> None:
    scan(section, CODE, gap=52)
    assert "建议改成 65 毫秒" in section.sentence.text()
    section.adopt.click()
    assert station.scans.settings() == ScannerSettings(65)
    assert not section.adopt.isVisible()
    scan(section, CODE, gap=52)
    assert "认得出来" in section.sentence.text()


def test_control_characters_are_counted_and_taken_off(section: ScannerSection) -> None:
    scan(section, f"\x1d{CODE}\x03")
    assert section.trial is not None
    assert "认得出来" in section.sentence.text()


def test_a_second_trial_starts_anew(section: ScannerSection) -> None:
    scan(section, "430103196811021238")
    scan(section, CODE)
    assert section.box.text() == CODE


def test_the_settings_are_kept_with_ctrl_s(section: ScannerSection, station: Services) -> None:
    section.prefix.setFocus()
    QTest.keyClicks(section.prefix, "]Q1")
    section.gap.set_value(60)
    QTest.keyClick(section.prefix, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert station.scans.settings() == ScannerSettings(60, "]Q1")


def test_a_prefix_that_can_not_work_is_said_under_its_field(section: ScannerSection, station: Services) -> None:
    section.prefix.setText("a b")
    section.save.click()
    assert section.fields["prefix"].state == "error"
    assert station.scans.settings() == ScannerSettings()


def test_a_clerk_may_try_but_not_change(as_operator: LogIn, open_page: OpenPage) -> None:
    section = open_page(as_operator(factories.CLERK), "scanner").section
    assert isinstance(section, ScannerSection)
    assert not section.save.isEnabled()
    scan(section, CODE, gap=52)
    assert not section.adopt.isVisible()
    assert section.gap.value() == GAP_DEFAULT


def test_the_trial_field_sees_every_key_itself_and_has_no_input_method(section: ScannerSection) -> None:
    assert section.box.property(SCAN_BOX) == "raw"
    assert section.box.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False


def test_every_shape_has_its_words_and_a_long_code_does_not_widen_the_page(section: ScannerSection) -> None:
    assert set(_SHAPES) == set(Shape)
    wide = section.minimumSizeHint().width()
    code = f"TYJR2:{'A7$%*+-./' * 30}:7K3M92QF"
    scan(section, code)
    QApplication.processEvents()
    assert section.trial is not None
    assert section.trial.text == code
    assert _SHAPES[Shape.BROKEN] in shown_words(section)
    assert section.minimumSizeHint().width() <= wide + theme().size(80)
