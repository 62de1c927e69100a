"""Segments and pills: one tab stop, arrows, digits, and no signal for what the program sets."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.pills import Pills
from gui.kit.segmented import Segmented
from gui.theme import theme
from tests.gui.kit.stand import child, settle, stand

WAYS = [("walk", "走访"), ("call", "电话"), ("letter", "来信")]
KINDS = [(f"c{n}", label) for n, label in enumerate(["抚恤优待", "就业创业", "困难帮扶", "移交安置"])]


@pytest.fixture
def segments(window: QWidget) -> Segmented:
    made = Segmented(WAYS, name="来访方式", value="walk")
    stand(window, made)
    return made


@pytest.fixture
def pills(window: QWidget) -> Pills:
    made = Pills(KINDS, name="类别", numbered=True)
    stand(window, made, QLineEdit())
    return made


def test_segments_are_as_high_as_inputs(segments: Segmented) -> None:
    assert segments.height() == 34


def test_arrows_change_the_segment_and_go_round(qtbot: QtBot, segments: Segmented) -> None:
    segments.setFocus()
    with qtbot.waitSignal(segments.chosen) as heard:
        QTest.keyClick(segments.buttons()[0], Qt.Key.Key_Right)
    assert heard.args == ["call"]
    assert segments.buttons()[1].hasFocus()
    QTest.keyClick(segments.buttons()[1], Qt.Key.Key_Left)
    QTest.keyClick(segments.buttons()[0], Qt.Key.Key_Left)
    assert segments.value() == "letter"


def test_setting_is_not_choosing(qtbot: QtBot, segments: Segmented) -> None:
    with qtbot.assertNotEmitted(segments.chosen):
        segments.set_value("letter")
    assert segments.value() == "letter"
    with pytest.raises(ValueError, match="not an option"):
        segments.set_value("pigeon")


def test_choosing_the_same_again_is_no_news(qtbot: QtBot, segments: Segmented) -> None:
    with qtbot.assertNotEmitted(segments.chosen):
        segments.buttons()[0].click()
    assert segments.value() == "walk"
    assert segments.buttons()[0].isChecked()


def test_only_one_tab_stop(segments: Segmented) -> None:
    stops = [bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) for button in segments.buttons()]
    assert stops == [True, False, False]
    segments.set_value("call")
    stops = [bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) for button in segments.buttons()]
    assert stops == [False, True, False]


def test_disabled_options_are_passed_over(segments: Segmented) -> None:
    segments.set_enabled_values({"walk", "letter"})
    segments.setFocus()
    QTest.keyClick(segments.buttons()[0], Qt.Key.Key_Right)
    assert segments.value() == "letter"


def test_filled_segments_share_the_width(window: QWidget) -> None:
    made = Segmented(WAYS, name="来访方式", fill=True)
    stand(window, made)
    settle(window)
    widths = {button.width() for button in made.buttons()}
    assert max(widths) - min(widths) <= 1


def test_alt_digit_takes_a_pill_from_anywhere(qtbot: QtBot, window: QWidget, pills: Pills) -> None:
    edit = child(window, QLineEdit)
    edit.setFocus()
    with qtbot.waitSignal(pills.chosen) as heard:
        QTest.keyClick(edit, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert heard.args == ["c2"]
    assert edit.text() == ""
    assert edit.hasFocus()


def test_numbers_stand_on_numbered_pills_only(qtbot: QtBot, pills: Pills) -> None:
    plain = Pills(KINDS, name="处理结果")
    qtbot.addWidget(plain)
    assert [button.words() for button in pills.buttons()][:2] == ["1 抚恤优待", "2 就业创业"]
    assert plain.buttons()[0].words() == "抚恤优待"


def test_arrows_only_walk_over_pills_and_space_takes(qtbot: QtBot, pills: Pills) -> None:
    pills.setFocus()
    with qtbot.assertNotEmitted(pills.chosen):
        QTest.keyClick(pills.buttons()[0], Qt.Key.Key_Right)
    assert pills.value() is None
    with qtbot.waitSignal(pills.chosen):
        QTest.keyClick(pills.buttons()[1], Qt.Key.Key_Space)
    assert pills.value() == "c1"


def test_enter_takes_if_nothing_is_taken_and_goes_on(qtbot: QtBot, window: QWidget, pills: Pills) -> None:
    pills.setFocus()
    with qtbot.waitSignals([pills.chosen, pills.left]):
        QTest.keyClick(pills.buttons()[0], Qt.Key.Key_Return)
    assert pills.value() == "c0"
    assert isinstance(window.focusWidget(), QLineEdit)


def test_left_only_when_the_focus_leaves_the_row(qtbot: QtBot, window: QWidget, pills: Pills) -> None:
    pills.setFocus()
    with qtbot.assertNotEmitted(pills.left):
        QTest.keyClick(pills.buttons()[0], Qt.Key.Key_Right)
    edit = child(window, QLineEdit)
    with qtbot.waitSignal(pills.left):
        edit.setFocus()


def test_other_options_keep_what_is_still_offered(window: QWidget, pills: Pills) -> None:
    pills.set_value("c1")
    pills.set_options(KINDS[1:])
    assert pills.value() == "c1"
    pills.set_options(KINDS[2:])
    assert pills.value() is None
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert pills.value() == "c2"


def test_pills_wrap_when_the_room_ends(qtbot: QtBot) -> None:
    pills = Pills([(n, "移交安置") for n in range(8)], name="类别")
    qtbot.addWidget(pills)
    one_line = pills.heightForWidth(2000)
    assert one_line == theme().metrics.pill
    assert pills.heightForWidth(400) > one_line
    pills.resize(400, pills.heightForWidth(400))
    pills.show()
    assert all(pills.rect().contains(button.geometry()) for button in pills.buttons())


def test_a_pill_keeps_its_width_when_taken(pills: Pills) -> None:
    before = [button.sizeHint() for button in pills.buttons()]
    pills.set_value("c0")
    assert [button.sizeHint() for button in pills.buttons()] == before


def test_an_error_is_red(qtbot: QtBot, segments: Segmented) -> None:
    segments.set_state("error")
    image = segments.grab().toImage()
    assert image.pixelColor(segments.width() // 2, 0) == theme().colour("red")


def test_enter_takes_where_nothing_is_taken_unless_the_answer_is_optional(window: QWidget) -> None:
    asked, free = Segmented(WAYS, name="来访方式"), Segmented(WAYS, name="性别", optional=True)
    stand(window, asked, free, QLineEdit())
    asked.setFocus()
    QTest.keyClick(asked.buttons()[0], Qt.Key.Key_Return)
    assert asked.value() == "walk"
    QTest.keyClick(free.buttons()[0], Qt.Key.Key_Return)
    assert free.value() is None


def test_enter_takes_what_arrows_walked_to_though_another_is_taken(qtbot: QtBot, window: QWidget, pills: Pills) -> None:
    first, second = (button for button in pills.buttons()[:2])
    pills.set_value(KINDS[0][0])
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    with qtbot.waitSignal(pills.chosen):
        QTest.keyClick(second, Qt.Key.Key_Return)
    assert pills.value() == KINDS[1][0]
    # Where Tab leads, Enter only goes on.
    second.setFocus()
    with qtbot.assertNotEmitted(pills.chosen):
        QTest.keyClick(second, Qt.Key.Key_Return)
