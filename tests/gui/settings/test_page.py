"""Which parts of the settings there are for whom, and that each opens at every size."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from domain.operator_rules import OperatorForm
from gui.navigation import Place, Target
from gui.theme import theme
from services import Services
from tests import factories
from tests.gui.settings.conftest import OpenPage

ALL = [
    *("station", "operators", "password", "catalogue", "snippets", "wordings", "calendar", "appearance", "printers"),
    *("scanner", "backup", "station_keys", "audit"),
]


def test_the_chief_sees_every_part_and_each_opens(station: Services, open_page: OpenPage) -> None:
    page = open_page(station)
    assert list(page.nav.entries) == ALL
    for key in ALL:
        page.show_section(key)
        assert page.header.crumbs[1] == page.specs[key].label
        assert page.nav.entries[key].isChecked()
        assert page.section.isVisible()
        # A widget shown before it has a parent is a window for a blink, and takes the keyboard with it.
        assert page.isActiveWindow(), key


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        (
            factories.CLERK,
            [
                *("station", "password", "catalogue", "snippets", "calendar", "appearance", "printers", "scanner"),
                "backup",
            ],
        ),
        (
            factories.ADMINISTRATOR,
            [*("station", "operators", "password", "appearance", "printers", "scanner", "backup"), "station_keys"],
        ),
        (factories.AUDITOR, ["station", "password", "appearance", "audit"]),
    ],
)
def test_others_see_their_parts_and_each_opens(
    as_operator: Callable[[OperatorForm], Services], open_page: OpenPage, form: OperatorForm, keys: list[str]
) -> None:
    page = open_page(as_operator(form))
    assert list(page.nav.entries) == keys
    for key in keys:
        page.show_section(key)
        assert page.section.isVisible()
    page.open_target(Target(Place.SETTINGS, "section", text="operators"))
    assert "operators" in keys or page.nav.entries[keys[-1]].isChecked()


def test_arrows_walk_the_list(station: Services, open_page: OpenPage) -> None:
    page = open_page(station)
    first = page.nav.entries["station"]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert page.nav.entries["operators"].isChecked()
    assert page.nav.entries["operators"].hasFocus()


def test_the_keyboard_begins_in_the_list_and_goes_on_into_the_part(station: Services, open_page: OpenPage) -> None:
    page = open_page(station)
    page.first_focus().setFocus()
    assert page.nav.entries["station"].hasFocus()
    QTest.keyClick(page.nav.entries["station"], Qt.Key.Key_Down)
    QTest.keyClick(page.nav.entries["operators"], Qt.Key.Key_Down)
    QTest.keyClick(page.nav.entries["password"], Qt.Key.Key_Return)
    assert page.section.isAncestorOf(QApplication.focusWidget() or page)
    page.open_target(Target(Place.SETTINGS, "section", text="backup"))
    page.first_focus().setFocus()
    assert page.section.isAncestorOf(QApplication.focusWidget() or page)


def test_the_list_is_one_stop_for_tab(station: Services, open_page: OpenPage) -> None:
    page = open_page(station)
    page.show_section("printers")
    stops = {key: bool(entry.focusPolicy() & Qt.FocusPolicy.TabFocus) for key, entry in page.nav.entries.items()}
    assert [key for key, stop in stops.items() if stop] == ["printers"]


def test_the_auditor_comes_for_the_log(as_operator: Callable[[OperatorForm], Services], open_page: OpenPage) -> None:
    page = open_page(as_operator(factories.AUDITOR))
    assert page.nav.entries["audit"].isChecked()


def test_a_target_opens_its_part(station: Services, open_page: OpenPage) -> None:
    page = open_page(station)
    page.open_target(Target(Place.SETTINGS, "section", text="backup"))
    assert page.header.title == "备份与恢复"


def test_each_part_stands_the_largest_text_and_the_dark(station: Services, open_page: OpenPage) -> None:
    page = open_page(station)
    theme().set_dark(True)
    theme().set_zoom(150)
    for key in ALL:
        page.show_section(key)
        assert not page.grab().isNull()
