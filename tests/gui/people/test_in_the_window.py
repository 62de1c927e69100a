"""The pages in the real window: keys that mean the person on show, the scan box, crumbs, and news of printing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from domain.scan_rules import GAP_DEFAULT, ScannerSettings
from gui.bus import Bus
from gui.help.book import page_help
from gui.help.panel import HelpPanel
from gui.kit.printing import DeskPrinter
from gui.kit.visit_panel import VisitPanel
from gui.main_window import MainWindow
from gui.navigation import Place, Target
from gui.page import Page
from gui.paper_check.page import PaperCheckPage
from gui.people.page import PeoplePage
from gui.print_center.page import PrintCenterPage
from gui.scan_panel import ScanPanel
from gui.search.popup import SearchPopup
from gui.workbench.page import WorkbenchPage
from services import Services
from services.documents import SheetState
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.gui.visitors import PERSON, visit
from tests.services.codes import code_on


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


def scan_panel(desk: MainWindow) -> ScanPanel:
    """The panel of F6, which must be open."""
    (panel,) = (found for found in children(desk, ScanPanel) if found.isVisible())
    return panel


def test_f6_and_its_tile_wait_for_a_scan(desk: MainWindow) -> None:
    type_key(desk, Qt.Key.Key_F6)
    assert scan_panel(desk).box.hasFocus()
    type_key(desk, Qt.Key.Key_Escape)
    page = desk.page
    assert isinstance(page, WorkbenchPage)
    page.tiles[0].setFocus()
    page.tiles[4].click()
    assert scan_panel(desk).box.hasFocus()
    assert desk.page is page


def checking(desk: MainWindow) -> PaperCheckPage:
    """The page that checks papers, which must be on show with its verdict."""
    page = desk.page
    assert isinstance(page, PaperCheckPage)
    assert page.shown is not None
    return page


def test_a_receipt_s_letters_typed_after_f6_are_checked_and_alt_1_opens_its_visit(
    desk: MainWindow, clerk: Services, qtbot: QtBot
) -> None:
    saved = visit(clerk)
    desk.go(Target(Place.PRINT_CENTER))
    type_key(desk, Qt.Key.Key_F6)
    QTest.keyClicks(scan_panel(desk).box, saved.document.human_code)
    QTest.keyClick(scan_panel(desk).box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk.page, PaperCheckPage))
    assert checking(desk).verdict.band.title.text() == "真・原件"
    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert isinstance(desk.page, WorkbenchPage)
    assert not [found for found in children(desk, ScanPanel) if found.isVisible()]
    assert any(panel.isVisible() for panel in children(desk, VisitPanel))


def test_a_number_looked_up_with_f6_opens_with_the_next_enter(desk: MainWindow, clerk: Services, qtbot: QtBot) -> None:
    saved = visit(clerk)
    type_key(desk, Qt.Key.Key_F6)
    QTest.keyClicks(scan_panel(desk).box, saved.number)
    QTest.keyClick(scan_panel(desk).box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: scan_panel(desk).found is not None)
    QTest.qWait(GAP_DEFAULT * 2)
    QTest.keyClick(scan_panel(desk).box, Qt.Key.Key_Return)
    assert isinstance(desk.page, WorkbenchPage)
    assert any(panel.isVisible() for panel in children(desk, VisitPanel))


def test_a_scan_anywhere_on_the_desk_comes_to_the_same_page(desk: MainWindow, clerk: Services, qtbot: QtBot) -> None:
    code = code_on(clerk, visit(clerk).document.id)
    desk.go(Target(Place.PEOPLE, "find", text="李"))
    field = desk.focusWidget()
    assert isinstance(field, QLineEdit)
    before = field.text()
    QTest.keyClicks(field, code)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk.page, PaperCheckPage))
    assert field.text() == before
    assert checking(desk).verdict.band.title.text() == "真・原件"


def test_a_scan_over_the_search_comes_to_the_page_and_leaves_nothing_behind(
    desk: MainWindow, clerk: Services, qtbot: QtBot
) -> None:
    code = code_on(clerk, visit(clerk).document.id)
    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(desk.focusWidget(), code)
    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk.page, PaperCheckPage))
    assert not [found for found in children(desk, SearchPopup) if found.isVisible()]
    assert checking(desk).box.hasFocus()


def test_a_changed_setting_reaches_the_scanner_at_once(desk: MainWindow, chief: Services) -> None:
    desk._parts.bus.tell(chief.scans.set_settings(ScannerSettings(80)))
    assert desk.scanner is not None
    assert desk.scanner._settings.gap_ms == 80


def search_popup(desk: MainWindow) -> SearchPopup:
    """The popup of Ctrl+K, which must be open."""
    (panel,) = (found for found in children(desk, SearchPopup) if found.isVisible())
    return panel


def test_the_search_opens_what_it_found_and_f2_begins_a_visit(
    desk: MainWindow, clerk: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = clerk.people.create(PERSON).id
    for key, target in (
        (Qt.Key.Key_Return, Target(Place.PEOPLE, "person", id=person)),
        (Qt.Key.Key_F2, Target(Place.VISIT, "person", id=person)),
    ):
        QTest.keyClick(desk.focusWidget(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(search_popup(desk).edit, "lyan")
        qtbot.waitUntil(search_popup(desk).list.isVisible)
        asked: list[Target] = []
        with monkeypatch.context() as patch:
            patch.setattr(desk, "go", asked.append)
            QTest.keyClick(search_popup(desk).edit, key)
        assert asked == [target]
        assert not [found for found in children(desk, SearchPopup) if found.isVisible()]


def test_f1_shows_the_help_of_the_page_on_show(desk: MainWindow) -> None:
    for place in (Place.PEOPLE, Place.PRINT_CENTER):
        desk.go(Target(place))
        type_key(desk, Qt.Key.Key_F1)
        (panel,) = (found for found in children(desk, HelpPanel) if found.isVisible())
        assert page_help(place).purpose in [label.text() for label in children(panel, QLabel)]
        type_key(desk, Qt.Key.Key_Escape)


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
