"""The same pages with the real thread pool: the window stays awake, and nothing is started twice."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui import jobs
from gui.login.first_start.wizard import FirstStart
from gui.login.page import LoginPage
from services.entry import Entry
from system.clock import FixedClock
from system.keyfile import KeyFile
from system.paths import DataFolder
from tests import factories
from tests.gui.paper_printers import PaperPrinters


@pytest.fixture(autouse=True)
def pool() -> Iterator[None]:
    """Jobs run on Qt's threads."""
    before = jobs.set_runner(jobs.PoolRunner())
    yield
    jobs.set_runner(before)


def test_the_login_waits_for_the_data_and_takes_one_enter(
    qtbot: QtBot, folder: DataFolder, entry: Entry, clock: FixedClock
) -> None:
    keys = KeyFile.load(folder.keyfile)
    page = LoginPage(folder, keys.tiles(), keys.station, "还没有备份", "0.1.0", entry_loader=lambda: entry, clock=clock)
    qtbot.addWidget(page)
    page.show()
    opened: list[object] = []
    page.logged_in.connect(opened.append)
    QTest.keyClicks(page.password, factories.CHIEF_PASSWORD)
    with qtbot.waitSignal(page.logged_in) as came:
        page.log_in()
        assert page.enter.words() == "正在打开数据…"
        assert not page.enter.isEnabled()
        page.log_in()
    qtbot.wait(50)
    assert len(opened) == 1
    assert page.enter.isEnabled()
    came.args[0].close()


def test_the_first_start_makes_the_store_beside_the_window(
    qtbot: QtBot, new_folder: DataFolder, clock: FixedClock, printers: PaperPrinters
) -> None:
    entry = factories.entry_for(new_folder, clock)
    page = FirstStart(new_folder, entry_loader=lambda: entry, clock=clock, printers_of=printers.of)
    qtbot.addWidget(page)
    page.show()
    page.station.fields.set_form(factories.STATION)
    page.guide.next.click()
    page.chief.who.name.setText("谢国辉")
    page.chief.who.name.textEdited.emit("谢国辉")
    for edit in (page.chief.password.first, page.chief.password.again):
        QTest.keyClicks(edit, factories.CHIEF_PASSWORD)
    page.guide.next.click()
    assert "正在建立加密数据库" in page.chief.busy()
    assert not page.guide.next.isEnabled()
    qtbot.waitUntil(lambda: page.sheet.pane.draft is not None, timeout=20_000)
    assert page.guide.index == 2
    QTest.mouseClick(page.sheet.pane.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.sheet.pane.sealed.isEnabled)
    assert len(printers.sent) == 1
    page.road.opened.close()
