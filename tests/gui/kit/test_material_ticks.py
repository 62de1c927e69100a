"""The checklist of materials: what is missing is seen and said, the keyboard ticks and walks."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.material_ticks import MaterialLine, MaterialTicks
from gui.theme import theme
from tests.gui.kit.stand import focused, settle, stand

LINES = (
    MaterialLine(11, "身份证、户口簿", "原件 1", True, True, False, returnable=True),
    MaterialLine(12, "白底免冠照片", "缺", False, True, False),
    MaterialLine(13, "收入声明", "", False, False, False),
    MaterialLine(14, "立功证书", "原件 1", True, False, True, returnable=True),
)


@pytest.fixture
def card(window: QWidget) -> MaterialTicks:
    made = MaterialTicks()
    made.set_lines(LINES)
    made.setFixedWidth(366)
    stand(window, made, QLineEdit())
    return made


def ground(card: MaterialTicks, at: int) -> str:
    picture = card.rows[at].grab().toImage()
    return QColor(picture.pixel(2, picture.height() // 2)).name()


def test_the_chip_counts_only_what_is_required(card: MaterialTicks) -> None:
    assert (card.chip.chip.text, card.chip.chip.tone) == ("缺 1 项", "amber")
    card.rows[1].box.click()
    assert (card.chip.chip.text, card.chip.chip.tone) == ("齐全", "green")


def test_only_a_missing_row_is_tinted(card: MaterialTicks) -> None:
    amber = theme().colour("amb_soft").name()
    assert [ground(card, at) == amber for at in range(4)] == [False, True, False, False]


def test_space_ticks_and_the_keyboard_stays(qtbot: QtBot, window: QWidget, card: MaterialTicks) -> None:
    card.rows[0].box.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert card.rows[1].box.hasFocus()
    with qtbot.waitSignal(card.toggled) as heard:
        QTest.keyClick(focused(), Qt.Key.Key_Space)
    settle(window)
    assert heard.args == [12, True]
    assert card.lines[1].given
    assert card.rows[1].box.hasFocus()
    with qtbot.waitSignal(card.toggled) as heard:
        QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert heard.args == [12, False]


def test_arrows_stop_at_the_ends_and_the_boxes_are_one_stop(card: MaterialTicks) -> None:
    card.rows[0].box.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert card.rows[0].box.hasFocus()
    for _ in range(6):
        QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert card.rows[3].box.hasFocus()
    stops = [bool(row.box.focusPolicy() & Qt.FocusPolicy.TabFocus) for row in card.rows]
    assert stops == [False, False, False, True]


def test_a_click_on_the_words_ticks(qtbot: QtBot, card: MaterialTicks) -> None:
    with qtbot.waitSignal(card.toggled) as heard:
        QTest.mouseClick(card.rows[2], Qt.MouseButton.LeftButton, pos=QPoint(120, card.rows[2].height() // 2))
    assert heard.args == [13, True]


def test_only_an_original_that_is_here_can_be_given_back(qtbot: QtBot, card: MaterialTicks) -> None:
    assert [row.give_back.isVisible() for row in card.rows] == [True, False, False, False]
    assert card.rows[0].give_back.accessibleName() == "退还身份证、户口簿"
    with qtbot.waitSignal(card.returned) as heard:
        QTest.keyClick(card.rows[0].give_back, Qt.Key.Key_Return)
    assert heard.args == [11]


def test_names_say_the_state(card: MaterialTicks) -> None:
    assert [row.box.accessibleName() for row in card.rows] == [
        "身份证、户口簿，原件 1",
        "白底免冠照片，缺，必须交",
        "收入声明，可以不交",
        "立功证书，原件 1 · 已退还",
    ]


def test_setting_tells_nobody(qtbot: QtBot, card: MaterialTicks) -> None:
    with qtbot.assertNotEmitted(card.toggled):
        card.set_lines(LINES[:2])
    assert card.lines == LINES[:2]


def test_a_long_name_goes_on_in_another_line(window: QWidget, card: MaterialTicks) -> None:
    low = card.rows[0].height()
    card.set_lines([MaterialLine(1, "家庭成员上一年度收入声明以及居住地社区出具的困难证明", "", False, False, False)])
    settle(window)
    assert card.rows[0].height() > low


def test_no_materials_are_said(window: QWidget, card: MaterialTicks) -> None:
    card.set_lines(())
    settle(window)
    assert card._empty.isVisible()
    assert not card.chip.isVisible()
