"""The login as an operator meets it: tiles, keys, wrong passwords, the lock-out, the door to the data."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.operator_rules import OperatorForm
from domain.permissions import Role
from gui.login.page import LoginPage
from gui.theme import theme
from services import Services
from services.entry import Entry
from system.clock import FixedClock
from system.keyfile import KeyFile
from system.paths import DataFolder
from tests import factories

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(qtbot: QtBot, folder: DataFolder, entry: Entry, clock: FixedClock) -> LoginPage:
    """The login page of a station with a chief and a clerk."""
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    factories.add_operator(services)
    services.close()
    keys = KeyFile.load(folder.keyfile)
    made = LoginPage(folder, keys.tiles(), keys.station, "还没有备份", "0.1.0", entry_loader=lambda: entry, clock=clock)
    made.resize(1366, 696)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.password.setFocus()
    return made


def typed(page: LoginPage, password: str) -> None:
    page.password.clear()
    QTest.keyClicks(page.password, password)
    QTest.keyClick(page.password, Key.Key_Return)


def test_it_starts_with_the_first_operator_and_the_keyboard_in_the_password(page: LoginPage) -> None:
    assert [tile.tile.name for tile in page.tiles.tiles] == ["谢国辉", "王静"]
    current = page.tiles.current()
    assert current is not None
    assert current.name == "谢国辉"
    assert page.field.label == "谢国辉 的密码"
    assert QApplication.focusWidget() is page.password


def test_the_right_password_opens_the_data(page: LoginPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.logged_in) as came:
        typed(page, factories.CHIEF_PASSWORD)
    services = came.args[0]
    assert isinstance(services, Services)
    assert services.actor.name == "谢国辉"
    assert page.password.text() == ""
    services.close()


def test_alt_and_a_digit_choose_from_anywhere_and_a_plain_digit_is_part_of_the_password(page: LoginPage) -> None:
    QTest.keyClicks(page.password, "2")
    assert page.password.text() == "2"
    assert page.field.label == "谢国辉 的密码"
    QTest.keyClick(page.password, Key.Key_2, ALT)
    assert page.field.label == "王静 的密码"
    assert page.password.text() == ""
    assert QApplication.focusWidget() is page.password


def test_on_the_tiles_digits_and_arrows_choose(page: LoginPage) -> None:
    first, second = page.tiles.tiles
    first.setFocus()
    QTest.keyClick(first, Key.Key_Right)
    assert second.isChecked()
    assert QApplication.focusWidget() is second
    QTest.keyClick(second, Key.Key_1)
    assert first.isChecked()
    assert QApplication.focusWidget() is page.password


def test_a_wrong_password_says_how_many_tries_are_left(page: LoginPage) -> None:
    typed(page, "nicht-2026")
    assert page.field.state == "error"
    assert "还可以再试 4 次" in page.field.message
    assert page.password.selectedText() == page.password.text()
    QTest.keyClicks(page.password, "a")
    assert page.field.state != "error"


def test_no_password_is_said_and_asks_nobody(page: LoginPage) -> None:
    QTest.mouseClick(page.enter, Qt.MouseButton.LeftButton)
    assert page.field.message == "还没有输密码"


def test_after_too_many_tries_the_account_waits_and_another_may_go_in(
    page: LoginPage, qtbot: QtBot, clock: FixedClock
) -> None:
    for _ in range(5):
        typed(page, "nicht-2026")
    assert "锁到 09:52" in page.field.message
    assert not page.enter.isEnabled()
    assert not page.password.isEnabled()
    page.tiles.choose(1)
    assert page.password.isEnabled()
    page.tiles.choose(0)
    assert not page.password.isEnabled()
    clock.advance(timedelta(minutes=10, seconds=1))
    page.tiles.choose(0)
    with qtbot.waitSignal(page.logged_in) as came:
        typed(page, factories.CHIEF_PASSWORD)
    came.args[0].close()


def test_the_two_other_ways_in_are_asked_for(page: LoginPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.recover_requested):
        QTest.mouseClick(page.recover, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.restore_requested):
        QTest.mouseClick(page.restore, Qt.MouseButton.LeftButton)


def test_the_text_grows_by_a_press_and_the_form_stays_whole(page: LoginPage, qtbot: QtBot) -> None:
    for _ in range(3):
        QTest.mouseClick(page.zoom, Qt.MouseButton.LeftButton)
    assert theme().zoom == 150
    assert page.zoom.words() == "字号 150%"
    assert not page.brand.isVisible()
    qtbot.waitUntil(lambda: page.rect().contains(page.enter.mapTo(page, page.enter.rect().bottomRight())))


def test_damaged_data_shows_a_sentence_and_the_way_back(qtbot: QtBot, folder: DataFolder, entry: Entry) -> None:
    page = LoginPage(
        folder, (), "", "还没有备份", "0.1.0", entry_loader=lambda: entry, trouble="密钥文件已损坏，读不出来。"
    )
    qtbot.addWidget(page)
    page.show()
    assert page.trouble.isVisible()
    assert "已损坏" in page.trouble.text()
    assert not page.enter.isVisible()
    assert page.restore.isVisible()


def test_a_store_that_cannot_be_opened_is_said_on_the_page(page: LoginPage, folder: DataFolder) -> None:
    folder.database.write_bytes(b"this is no database" * 300)
    typed(page, factories.CHIEF_PASSWORD)
    assert page.trouble.isVisible()
    assert page.enter.isEnabled()
    assert folder.database.read_bytes().startswith(b"this is no database")


def test_strange_names_are_painted_as_they_are(qtbot: QtBot, folder: DataFolder, entry: Entry) -> None:
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    long_name = "买买提·艾合买提·" * 6
    for name in (long_name[:60], "𬭎䶮"):
        factories.add_operator(services, OperatorForm(name=name, post="接待岗", roles=frozenset({Role.CLERK})))
    services.close()
    keys = KeyFile.load(folder.keyfile)
    page = LoginPage(folder, keys.tiles(), keys.station * 3, "还没有备份", "0.1.0", entry_loader=lambda: entry)
    page.resize(1280, 640)
    qtbot.addWidget(page)
    page.show()
    assert not page.grab().isNull()
    assert page.tiles.tiles[1].width() <= page.tiles.width() // 2
