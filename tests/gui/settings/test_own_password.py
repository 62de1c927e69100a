"""Changing one's own password."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.settings.own_password import OwnPasswordSection
from services import Services
from system.clock import FixedClock
from system.errors import WrongPassword
from system.paths import DataFolder
from tests import factories
from tests.gui.settings.conftest import LogIn, OpenPage

NEW = "Neuwort-2026"


@pytest.fixture
def clerk(as_operator: LogIn) -> Services:
    """A clerk at the desk."""
    return as_operator(factories.CLERK)


@pytest.fixture
def section(clerk: Services, open_page: OpenPage) -> OwnPasswordSection:
    """Her page."""
    found = open_page(clerk, "password").section
    assert isinstance(found, OwnPasswordSection)
    return found


def fill(section: OwnPasswordSection, old: str, new: str, again: str) -> None:
    form = section.form
    for edit, words in ((form.old, old), (form.new.first, new), (form.new.again, again)):
        edit.setFocus()
        edit.clear()
        QTest.keyClicks(edit, words)
    QTest.keyClick(form.new.again, Qt.Key.Key_Return)


def test_the_new_password_holds(
    section: OwnPasswordSection, clerk: Services, qtbot: QtBot, folder: DataFolder, clock: FixedClock
) -> None:
    with qtbot.waitSignal(section.told):
        fill(section, factories.CLERK_PASSWORD, NEW, NEW)
    assert section.form.old.text() == section.form.new.text() == ""
    factories.log_in(folder, clock, clerk.actor.uuid, NEW).close()
    with pytest.raises(WrongPassword):
        factories.log_in(folder, clock, clerk.actor.uuid, factories.CLERK_PASSWORD)


def test_a_wrong_old_password_is_said(section: OwnPasswordSection) -> None:
    fill(section, "nicht-2026", NEW, NEW)
    assert "还可以再试 4 次" in section.form.old_field.message


def test_an_unchanged_password_is_refused(section: OwnPasswordSection) -> None:
    fill(section, factories.CLERK_PASSWORD, factories.CLERK_PASSWORD, factories.CLERK_PASSWORD)
    assert "和原来的一样" in section.form.new.first_field.message


def test_leaving_the_part_forgets_what_was_typed(section: OwnPasswordSection) -> None:
    QTest.keyClicks(section.form.old, "geheim")
    section.before_leaving()
    assert section.form.old.text() == ""
