"""F1 on every page: its own help and keys, and the card to print."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gui.help.book import keys_of, page_help
from gui.help.panel import HEIGHT, WIDTH, HelpPanel
from gui.kit.key_hint import KeyHint
from gui.kit.overlay import Overlay
from gui.kit.printing import DeskPrinter
from gui.navigation import Place
from services import Services
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children


@pytest.fixture
def show(window: QWidget, clerk: Services, cups: FakeCups) -> Callable[..., HelpPanel]:
    def make(place: Place, *, may_print: bool = True) -> HelpPanel:
        panel = HelpPanel(place, DeskPrinter(clerk, window), may_print=may_print)
        Overlay(window, panel, width=WIDTH, height=HEIGHT).open()
        QApplication.processEvents()
        return panel

    return make


@pytest.mark.parametrize("place", Place)
def test_it_shows_the_page_s_steps_and_keys(show: Callable[..., HelpPanel], place: Place) -> None:
    panel = show(place)
    words = {label.text() for label in children(panel, QLabel)}
    assert {page_help(place).purpose, *page_help(place).steps} <= words
    badges = {hint.accessibleName() for hint in children(panel, KeyHint)}
    assert {f"按键 {line.key}" for line in keys_of(place.value)} <= badges


def test_the_card_goes_to_the_printer(show: Callable[..., HelpPanel], cups: FakeCups) -> None:
    panel = show(Place.VISIT)
    QTest.keyClick(panel.card_button, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert len(cups.papers) == 1
    assert panel.told.text() == "已送打印机“Office”"


def test_a_printer_that_is_gone_is_said(show: Callable[..., HelpPanel], cups: FakeCups) -> None:
    cups.break_down()
    panel = show(Place.VISIT)
    panel.card_button.click()
    assert panel.told.text()
    assert panel.card_button.isEnabled()


def test_who_may_not_print_is_offered_no_card(show: Callable[..., HelpPanel]) -> None:
    assert not show(Place.SETTINGS, may_print=False).card_button.isVisible()


def test_the_keyboard_scrolls_and_esc_closes(show: Callable[..., HelpPanel]) -> None:
    panel = show(Place.VISIT)
    bar = panel.reading.verticalScrollBar()
    focus = QApplication.focusWidget()
    assert focus is not None
    if bar.maximum():
        QTest.keyClick(focus, Qt.Key.Key_PageDown)
        QApplication.processEvents()
        assert bar.value() > 0
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert not panel.isVisible()
