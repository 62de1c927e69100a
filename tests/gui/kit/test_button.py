"""Buttons, links and their keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.button import Button, IconButton, Kind, Link, Size
from gui.kit.key_hint import KeyHint
from gui.theme import theme
from tests.gui.kit.stand import stand


@pytest.mark.parametrize(("size", "height"), [("small", 26), ("normal", 32), ("bar", 36), ("big", 44)])
def test_heights(qtbot: QtBot, size: Size, height: int) -> None:
    button = Button("保存", size=size)
    qtbot.addWidget(button)
    assert button.height() == height


@pytest.mark.parametrize(
    ("kind", "token"),
    [("primary", "accent"), ("normal", "surface"), ("soft", "accent_soft"), ("danger", "surface")],
)
def test_each_kind_has_its_fill(qtbot: QtBot, kind: Kind, token: str) -> None:
    button = Button("保存", kind)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    assert button.grab().toImage().pixelColor(5, button.height() // 2) == theme().colour(token)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press(qtbot: QtBot, window: QWidget, key: Qt.Key) -> None:
    button = Button("保存")
    stand(window, button)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_a_shortcut_presses_from_anywhere_and_the_number_pad_counts(qtbot: QtBot, window: QWidget) -> None:
    button = Button("保存并打印", shortcut="Ctrl+Enter")
    stand(window, button)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def test_a_key_alone_binds_nothing(qtbot: QtBot, window: QWidget) -> None:
    button = Button("读身份证", key="F9")
    stand(window, button)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(window, Qt.Key.Key_F9)


def test_a_badge_takes_room(qtbot: QtBot) -> None:
    plain, keyed = Button("保存"), Button("保存", key="F7")
    qtbot.addWidget(plain)
    qtbot.addWidget(keyed)
    assert keyed.sizeHint().width() > plain.sizeHint().width() + KeyHint("F7", keyed).sizeHint().width()


def test_blocked_says_why_and_cannot_be_pressed(qtbot: QtBot, window: QWidget) -> None:
    button = Button("通知领取", shortcut="Alt+5")
    stand(window, button)
    button.set_blocked("登记系统返回结果后，才能通知领取")
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "登记系统返回结果后，才能通知领取"
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    button.set_blocked("")
    assert button.isEnabled()


def test_an_ampersand_is_a_letter(qtbot: QtBot) -> None:
    button = Button("甲&乙")
    qtbot.addWidget(button)
    assert button.words() == "甲&乙"
    assert button.shortcut().isEmpty()


def test_other_words_are_the_new_name(qtbot: QtBot) -> None:
    button, named = Button("打印"), Button("打印", name="打印回执")
    for widget in (button, named):
        qtbot.addWidget(widget)
        widget.set_words("补印")
    assert button.accessibleName() == "补印"
    assert named.accessibleName() == "打印回执"


def test_an_icon_button_has_a_name_and_a_tooltip(qtbot: QtBot) -> None:
    button = IconButton("lock_closed", "锁屏", shortcut="Ctrl+L")
    qtbot.addWidget(button)
    assert button.accessibleName() == "锁屏"
    assert button.toolTip() == "锁屏（Ctrl+L）"
    assert (button.width(), button.height()) == (32, 32)


def test_a_link_is_pressed_by_mouse(qtbot: QtBot) -> None:
    link = Link("打开档案")
    qtbot.addWidget(link)
    link.show()
    with qtbot.waitSignal(link.clicked):
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)


def test_a_disabled_link_is_grey(qtbot: QtBot) -> None:
    link = Link("打开档案")
    qtbot.addWidget(link)
    link.resize(link.sizeHint())
    link.setEnabled(False)
    image = link.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert theme().colour("accent_t").name() not in inks
    assert QColor(theme().colours.t3).name() in inks


def test_a_button_that_worked_takes_the_keyboard_back(window: QWidget) -> None:
    made, other, third = Button("立即备份"), QLineEdit(), QLineEdit()
    stand(window, made, other, third)
    made.setFocus()
    made.setEnabled(False)
    assert other.hasFocus()
    made.setEnabled(True)
    assert made.hasFocus()
    made.setEnabled(False)
    third.setFocus()
    made.setEnabled(True)
    assert third.hasFocus()
