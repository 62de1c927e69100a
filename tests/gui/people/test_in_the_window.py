"""The pages in the real window: keys that mean the person on show, the scan box, crumbs, and news of printing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.bus import Bus
from gui.kit.printing import DeskPrinter
from gui.main_window import MainWindow
from gui.navigation import Place, Target
from gui.page import Page
from gui.people.page import PeoplePage
from gui.print_center.page import PrintCenterPage
from gui.workbench.page import WorkbenchPage
from services import Services
from services.documents import SheetState
from tests.gui.fake_cups import FakeCups
from tests.gui.visitors import PERSON, visit


@pytest.fixture
def desk(qtbot: QtBot, clerk: Services, cups: FakeCups) -> MainWindow:
    window = MainWindow(clerk, Bus(), DeskPrinter(clerk))
    qtbot.addWidget(window)
    window.resize(1366, 696)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def type_key(window: MainWindow, key: Qt.Key) -> None:
    """Type a key where the keyboard is."""
    QTest.keyClick(window.focusWidget(), key)


def test_f2_on_a_person_s_page_begins_her_visit(
    desk: MainWindow, clerk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = clerk.people.create(PERSON).id
    desk.go(Target(Place.PEOPLE, "person", id=person))
    asked: list[Target] = []
    monkeypatch.setattr(desk, "go", asked.append)
    type_key(desk, Qt.Key.Key_F2)
    assert asked == [Target(Place.VISIT, "person", id=person)]


def test_f6_and_its_tile_wait_for_a_scan(desk: MainWindow) -> None:
    type_key(desk, Qt.Key.Key_F6)
    assert desk.top.search.edit.hasFocus()
    page = desk.page
    assert isinstance(page, WorkbenchPage)
    page.tiles[0].setFocus()
    page.tiles[4].click()
    assert desk.top.search.edit.hasFocus()
    assert desk.page is page


def test_a_scanned_receipt_opens_its_sheet(desk: MainWindow, clerk: Services, qtbot: QtBot) -> None:
    document = visit(clerk).document
    type_key(desk, Qt.Key.Key_F6)
    QTest.keyClicks(desk.top.search.edit, document.human_code)
    QTest.keyClick(desk.top.search.edit, Qt.Key.Key_Return)
    page = desk.page
    assert isinstance(page, PrintCenterPage)
    assert page.sheet.row == clerk.documents.one(document.id)


def test_what_nobody_knows_is_told(desk: MainWindow) -> None:
    type_key(desk, Qt.Key.Key_F6)
    QTest.keyClicks(desk.top.search.edit, "ZZZZ-ZZZZ")
    QTest.keyClick(desk.top.search.edit, Qt.Key.Key_Return)
    assert next(toast.accessibleName() for toast in desk.toasts.shown).startswith("没有找到“ZZZZ-ZZZZ”")


def test_crumbs_lead_back_to_the_register(desk: MainWindow, clerk: Services) -> None:
    desk.go(Target(Place.PEOPLE, "person", id=clerk.people.create(PERSON).id))
    page: Page = desk.page
    assert isinstance(page, PeoplePage)
    assert desk.top.title() == "李龑"
    desk.top.crumb_pressed.emit(0)
    assert page.stack.currentWidget() is page.register
    assert desk.top.title() == "服务对象"


def test_every_page_hears_of_printing_and_the_bar_names_the_printer(
    desk: MainWindow, clerk: Services, cups: FakeCups
) -> None:
    document = visit(clerk).document
    desk.go(Target(Place.PRINT_CENTER))
    cups.break_down()
    desk._parts.printer.print_document(desk, document.id)
    page = desk.page
    assert isinstance(page, PrintCenterPage)
    assert [row.state for row in page.table.rows] == [SheetState.FAILED]
    assert desk._parts.printer.state_words() == ("Office 就绪", True)
