"""设置 › 外观: each choice shows at once, and what was chosen elsewhere shows here."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.settings.appearance import AppearanceSection
from gui.theme import ZOOMS, theme
from gui.tokens import DARK, Look
from services import Services
from tests.gui.settings.conftest import OpenPage


@pytest.fixture
def section(station: Services, open_page: OpenPage) -> AppearanceSection:
    found = open_page(station, "appearance").section
    assert isinstance(found, AppearanceSection)
    return found


def test_each_choice_shows_at_once(section: AppearanceSection) -> None:
    section.colours.buttons()[1].click()
    assert theme().colours is DARK
    section.text.buttons()[2].click()
    assert theme().font("body").pixelSize() == 18
    section.zoom.buttons()[ZOOMS.index(110)].click()
    assert theme().look == Look(dark=True, text="largest", zoom=110)
    section.reset.click()
    assert theme().look == Look()
    assert not section.reset.isEnabled()


def test_the_keyboard_chooses_as_well(section: AppearanceSection) -> None:
    section.first_focus().setFocus()
    QTest.keyClick(section.colours.buttons()[0], Qt.Key.Key_Right)
    assert theme().dark


def test_what_was_chosen_elsewhere_shows_here(section: AppearanceSection) -> None:
    theme().set_look(Look(dark=True, text="large", zoom=125))
    assert (section.colours.value(), section.text.value(), section.zoom.value()) == (True, "large", 125)
    assert "不变" in section.text_field.message
    theme().set_zoom(150)
    assert "不再加大" in section.text_field.message
