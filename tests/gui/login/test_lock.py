"""The lock: nothing of the work can be seen, reached or typed into, and all of it is there again afterwards."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.press import bind
from gui.login.lock import LockScreen
from services import Services
from services.entry import Entry
from system.clock import FixedClock
from tests import factories

Key = Qt.Key
VISITOR = "李龑"


class Desk(QWidget):
    """A window with a form in it, as the lock finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.content = QWidget(self)
        self.label = QLabel(f"来访人 {VISITOR}")
        self.edit = QLineEdit()
        self.saved = 0
        column = QVBoxLayout(self.content)
        column.addWidget(self.label)
        column.addWidget(self.edit)
        QVBoxLayout(self).addWidget(self.content)
        bind(self.edit, "Ctrl+Enter").activated.connect(self._on_save)
        self.resize(1366, 696)

    def _on_save(self) -> None:
        self.saved += 1


@pytest.fixture
def station(entry: Entry) -> "Services":
    """The chief at the desk."""
    return entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """A form with the cursor in the middle of a word."""
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.edit.setText("要求补发抚恤金")
    made.edit.setFocus()
    made.edit.setCursorPosition(3)
    return made


@pytest.fixture
def lock(desk: Desk, station: Services, clock: FixedClock) -> LockScreen:
    """The lock over it, already down."""
    made = LockScreen(desk, desk.content, name="谢国辉", post="站长", check=station.accounts.resume, clock=clock)
    made.lock(idle_minutes=5, kept="来访登记 1 份，存到 09:41", backup="最近备份 今天 08:31")
    return made


def unlock(lock: LockScreen, password: str) -> None:
    lock.password.clear()
    QTest.keyClicks(lock.password, password)
    QTest.keyClick(lock.password, Key.Key_Return)


def test_it_covers_the_window_and_shows_nothing_of_the_work(desk: Desk, lock: LockScreen) -> None:
    assert lock.geometry() == desk.rect()
    assert not desk.label.isVisible()
    labels = [widget for widget in QApplication.allWidgets() if isinstance(widget, QLabel) and widget.isVisible()]
    shown = [label.text() for label in labels]
    assert "密码" in shown
    assert not any(VISITOR in words for words in shown)
    assert "5 分钟没有操作" in lock.field.message
    desk.resize(1280, 720)
    assert lock.geometry() == desk.rect()


def test_the_keyboard_stays_on_the_lock(desk: Desk, lock: LockScreen) -> None:
    for _ in range(8):
        widget = QApplication.focusWidget()
        assert widget is not None
        assert lock.isAncestorOf(widget)
        QTest.keyClick(widget, Key.Key_Tab)
    QTest.keyClick(lock.password, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.saved == 0


def test_the_right_password_gives_everything_back(desk: Desk, lock: LockScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lock.unlocked):
        unlock(lock, factories.CHIEF_PASSWORD)
    assert not lock.isVisible()
    assert QApplication.focusWidget() is desk.edit
    assert desk.edit.cursorPosition() == 3
    assert desk.edit.text() == "要求补发抚恤金"
    assert lock.password.text() == ""


def test_wrong_passwords_count_and_lock_the_account(
    desk: Desk, lock: LockScreen, qtbot: QtBot, clock: FixedClock
) -> None:
    unlock(lock, "nicht-2026")
    assert "还可以再试 4 次" in lock.field.message
    assert lock.isVisible()
    for _ in range(4):
        unlock(lock, "nicht-2026")
    assert "锁到 09:52" in lock.field.message
    assert not lock.password.isEnabled()
    assert lock.switch.isEnabled()
    clock.advance(timedelta(minutes=10, seconds=1))
    qtbot.waitUntil(lock.password.isEnabled)
    with qtbot.waitSignal(lock.unlocked):
        unlock(lock, factories.CHIEF_PASSWORD)


def test_somebody_else_may_log_in(lock: LockScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lock.switch_requested):
        QTest.mouseClick(lock.switch, Qt.MouseButton.LeftButton)


def test_caps_lock_is_said(lock: LockScreen) -> None:
    QTest.keyClicks(lock.password, "A")
    assert lock.caps.text() == "大写锁定开着"


def test_locking_twice_keeps_the_first_moment(lock: LockScreen, clock: FixedClock) -> None:
    clock.advance(timedelta(minutes=3))
    lock.lock()
    assert "5 分钟没有操作" in lock.field.message
