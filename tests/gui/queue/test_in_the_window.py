"""The queue in the real window: one key from every page, the workbench's place on the rail, and on to the desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.vocabulary import QueueState
from gui.bus import Bus
from gui.kit.printing import DeskPrinter
from gui.main_window import MainWindow
from gui.navigation import Place, Target
from gui.queue.page import QueuePage
from gui.visits.page import VisitPage
from gui.workbench.page import WorkbenchPage
from services import Services
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import focused


@pytest.fixture
def desk(qtbot: QtBot, clerk: Services, cups: FakeCups) -> MainWindow:
    return window_of(qtbot, clerk)


def window_of(qtbot: QtBot, services: Services) -> MainWindow:
    """The desk of somebody, shown and active."""
    window = MainWindow(services, Bus(), DeskPrinter(services))
    qtbot.addWidget(window)
    window.resize(1366, 696)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def press(key: Qt.Key, window: MainWindow) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)
    QApplication.processEvents()


@pytest.mark.parametrize("place", [Place.WORKBENCH, Place.VISIT, Place.PRINT_CENTER, Place.QUEUE])
def test_f9_calls_the_next_one_from_every_page(desk: MainWindow, clerk: Services, place: Place) -> None:
    row = clerk.queue.take(name="甲").row
    desk.go(Target(place))
    press(Qt.Key.Key_F9, desk)
    assert isinstance(desk.page, QueuePage)
    assert clerk.queue.one(row.id).state is QueueState.CALLED
    assert desk.page.now.number.text() == "001"
    assert focused() is desk.page.table


def test_the_queue_belongs_to_the_workbench(desk: MainWindow) -> None:
    desk.go(Target(Place.QUEUE))
    assert desk.rail.current() == Place.WORKBENCH
    assert desk.top.title() == "排队叫号"
    desk._on_crumb(0)
    assert isinstance(desk.page, WorkbenchPage)


def test_who_was_called_is_registered_and_counts_as_served(desk: MainWindow, clerk: Services) -> None:
    row = clerk.queue.take(note="问医保").row
    press(Qt.Key.Key_F9, desk)
    press(Qt.Key.Key_Return, desk)
    page = desk.page
    assert isinstance(page, VisitPage)
    slip = page.keeper.state().slip
    assert slip is not None
    assert slip.number == "001"
    press(Qt.Key.Key_F9, desk)
    assert isinstance(desk.page, QueuePage), "the next one may be called while the form waits"
    assert clerk.queue.one(row.id).calls == 1, "who sits at the desk isn't called again"


def test_who_has_no_queue_has_no_key_for_it(qtbot: QtBot, as_operator: LogIn, cups: FakeCups) -> None:
    window = window_of(qtbot, as_operator(factories.ADMINISTRATOR))
    before = window.page
    press(Qt.Key.Key_F9, window)
    assert window.page is before
