"""Select, stepper and check box."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.check_box import CheckBox
from gui.kit.select import Select
from gui.kit.stepper_count import StepperCount
from gui.theme import theme
from tests.gui.kit.stand import stand

STAFF = [("u1", "李莎"), ("u2", "王静"), ("u3", "何芳")]


def wheel(widget: QWidget) -> None:
    point = QPointF(widget.rect().center())
    event = QWheelEvent(
        point, point, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


@pytest.fixture
def select(window: QWidget) -> Select:
    made = Select(STAFF, name="承办", prefix="承办", value="u2")
    stand(window, made, QLineEdit())
    return made


def test_select_keys_choose(qtbot: QtBot, select: Select) -> None:
    select.setFocus()
    with qtbot.waitSignal(select.chosen) as heard:
        QTest.keyClick(select, Qt.Key.Key_Down)
    assert heard.args == ["u3"]
    assert select.value() == "u3"


def test_select_setting_is_not_choosing(qtbot: QtBot, select: Select) -> None:
    with qtbot.assertNotEmitted(select.chosen):
        select.set_value("u1")
        select.set_options(STAFF[:2])
    assert select.value() == "u1"
    select.set_options(STAFF[1:])
    assert select.value() is None


def test_the_wheel_changes_no_answer(select: Select) -> None:
    select.setFocus()
    wheel(select)
    assert select.value() == "u2"


def test_enter_on_a_select_goes_on(window: QWidget, select: Select) -> None:
    select.setFocus()
    QTest.keyClick(select, Qt.Key.Key_Return)
    assert isinstance(window.focusWidget(), QLineEdit)


def test_an_empty_select_shows_its_placeholder(qtbot: QtBot) -> None:
    made = Select(name="打印机", placeholder="没有打印机")
    qtbot.addWidget(made)
    assert made.value() is None
    assert not made.grab().isNull()
    assert made.height() == 34


@pytest.fixture
def stepper(window: QWidget) -> StepperCount:
    made = StepperCount(1, name="来访人数", maximum=20)
    stand(window, made, QLineEdit())
    made.setFocus()
    return made


def test_the_number_is_typed_without_an_input_method(stepper: StepperCount) -> None:
    edit = stepper.focusProxy()
    assert edit is not None
    assert edit.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False


def test_stepper_keys_and_ends(qtbot: QtBot, stepper: StepperCount) -> None:
    with qtbot.waitSignal(stepper.changed) as heard:
        QTest.keyClick(stepper._edit, Qt.Key.Key_Up)
    assert heard.args == [2]
    QTest.keyClick(stepper._edit, Qt.Key.Key_PageUp)
    assert stepper.value() == 12
    QTest.keyClick(stepper._edit, Qt.Key.Key_PageUp)
    assert stepper.value() == 20
    assert not stepper._plus.isEnabled()
    stepper.set_value(-5)
    assert stepper.value() == 1
    assert not stepper._minus.isEnabled()


def test_stepper_typing(qtbot: QtBot, stepper: StepperCount) -> None:
    stepper._edit.selectAll()
    with qtbot.waitSignal(stepper.changed) as heard:
        QTest.keyClicks(stepper._edit, "7")
    assert heard.args == [7]
    QTest.keyClicks(stepper._edit, "x-.")
    assert stepper.value() == 7


def test_stepper_left_empty_gets_its_number_back(qtbot: QtBot, stepper: StepperCount) -> None:
    stepper._edit.clear()
    with qtbot.waitSignal(stepper.left):
        QTest.keyClick(stepper._edit, Qt.Key.Key_Return)
    assert stepper._edit.text() == "1"


def test_stepper_buttons(qtbot: QtBot, stepper: StepperCount) -> None:
    with qtbot.waitSignal(stepper.changed):
        QTest.mouseClick(stepper._plus, Qt.MouseButton.LeftButton)
    assert stepper.value() == 2
    assert stepper._plus.accessibleName() == "来访人数加一"


def test_check_box_by_key_and_by_its_words(qtbot: QtBot, window: QWidget) -> None:
    check = CheckBox("住址不清")
    stand(window, check, QLineEdit())
    check.setFocus()
    QTest.keyClick(check, Qt.Key.Key_Space)
    assert check.isChecked()
    QTest.mouseClick(check, Qt.MouseButton.LeftButton, pos=QPoint(check.width() - 3, check.height() // 2))
    assert not check.isChecked()
    QTest.keyClick(check, Qt.Key.Key_Return)
    assert not check.isChecked()
    assert isinstance(window.focusWidget(), QLineEdit)


def test_a_ticked_box_is_filled(qtbot: QtBot) -> None:
    check = CheckBox("已勾选")
    qtbot.addWidget(check)
    check.resize(check.sizeHint())
    check.setChecked(True)
    assert check.grab().toImage().pixelColor(2, check.height() // 2) == theme().colour("accent")
