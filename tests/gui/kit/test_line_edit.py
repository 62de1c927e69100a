"""The one-line input: what it takes, what it keeps, how it is left."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.line_edit import LineEdit, PasswordEdit, one_line, utf16_units
from tests.gui.kit.stand import commit, settle, stand


@pytest.fixture
def pair(window: QWidget) -> tuple[LineEdit, LineEdit]:
    first, second = LineEdit(name="姓名"), LineEdit(name="电话", digits=True)
    stand(window, first, second)
    return first, second


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("一行", "一行"),
        ("甲\n乙", "甲 乙"),
        ("甲\r\n乙\r丙", "甲 乙 丙"),
        ("甲\u2028乙\u2029丙\t丁", "甲 乙 丙 丁"),
        ("甲\x00乙\x1b丙\x7f丁", "甲乙丙丁"),
        ("李䶮𬱖", "李䶮𬱖"),
    ],
)
def test_line_breaks_become_blanks(raw: str, clean: str) -> None:
    assert one_line(raw) == clean


def test_paste_of_two_lines_is_one(qtbot: QtBot, pair: tuple[LineEdit, LineEdit]) -> None:
    edit, _ = pair
    edit.setFocus()
    edit.setText("前后")
    edit.setCursorPosition(1)
    QGuiApplication.clipboard().setText("甲\r\n乙")
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == "前甲 乙后"
    QTest.keyClicks(edit, "x")
    assert edit.text() == "前甲 乙x后"


def test_too_long_a_paste_is_said_not_swallowed(qtbot: QtBot, pair: tuple[LineEdit, LineEdit]) -> None:
    edit, _ = pair
    edit.setMaxLength(5)
    edit.setFocus()
    QGuiApplication.clipboard().setText("一二三四五六七")
    with qtbot.waitSignal(edit.overflowed) as heard:
        edit.paste()
    assert heard.args == [5]
    assert edit.text() == "一二三四五"


def test_enter_goes_on_and_shift_enter_back(pair: tuple[LineEdit, LineEdit]) -> None:
    first, second = pair
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Enter, Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    assert first.hasFocus()


def test_emit_keeps_the_focus(qtbot: QtBot, window: QWidget) -> None:
    edit = LineEdit(name="密码", enter="emit")
    stand(window, edit)
    edit.setFocus()
    with qtbot.waitSignals([edit.entered, edit.returnPressed]):
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.hasFocus()


def test_left_when_the_focus_goes_on_not_when_the_window_does(
    qtbot: QtBot, window: QWidget, pair: tuple[LineEdit, LineEdit]
) -> None:
    first, second = pair
    first.setFocus()
    with qtbot.waitSignal(first.left):
        second.setFocus()
    other = QLineEdit()
    qtbot.addWidget(other)
    with qtbot.assertNotEmitted(second.left):
        other.show()
        other.activateWindow()
        qtbot.waitUntil(other.isActiveWindow)


def test_composing_is_no_text_until_committed(qtbot: QtBot, pair: tuple[LineEdit, LineEdit]) -> None:
    edit, _ = pair
    edit.setFocus()
    with qtbot.assertNotEmitted(edit.textEdited):
        QApplication.sendEvent(edit, QInputMethodEvent("zhang", []))
    assert edit.text() == ""
    with qtbot.waitSignal(edit.textEdited):
        commit(edit, "张")
    assert edit.text() == "张"


def test_input_method_can_be_off(qtbot: QtBot) -> None:
    on, off = LineEdit(name="姓名"), LineEdit(name="扫码", ime=False)
    for edit in (on, off):
        qtbot.addWidget(edit)
    assert on.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    assert not off.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)


@pytest.mark.parametrize(("digits", "latin"), [(True, False), (False, True)])
def test_where_no_chinese_belongs_the_input_method_stays_away(window: QWidget, digits: bool, latin: bool) -> None:
    number = LineEdit(name="证件号", digits=digits, latin=latin)
    stand(window, number)
    assert number.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert number.inputMethodHints()
    number.set_hints()
    assert number.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is True


def test_hints_for_numbers(pair: tuple[LineEdit, LineEdit]) -> None:
    assert pair[1].inputMethodHints() & Qt.InputMethodHint.ImhPreferNumbers


def test_read_only_is_no_tab_stop(window: QWidget) -> None:
    edits = [LineEdit(name="甲"), LineEdit(name="乙", read_only=True), LineEdit(name="丙")]
    stand(window, *edits)
    edits[0].setFocus()
    QTest.keyClick(edits[0], Qt.Key.Key_Tab)
    assert edits[2].hasFocus()


def test_a_masked_value_shows_for_a_while_and_hides_again(qtbot: QtBot, window: QWidget) -> None:
    edit = LineEdit(name="证件号", eye=True, read_only=True)
    stand(window, edit)
    edit.setText("430103********1234")
    with qtbot.waitSignal(edit.reveal_requested):
        edit._eye.click()
    edit.show_for("430103196811021238", seconds=30)
    assert edit.text() == "430103196811021238"
    edit.show_for("430103196811021238", seconds=0)
    qtbot.waitUntil(lambda: edit.text() == "430103********1234")
    edit.show_for("430103196811021238")
    with qtbot.waitSignal(edit.masked_again):
        edit._eye.click()
    assert edit.text() == "430103********1234"


def test_clear_button_shows_with_text(qtbot: QtBot, window: QWidget) -> None:
    edit = LineEdit(name="查找", clear=True)
    stand(window, edit)
    assert not edit._clear.isVisible()
    QTest.keyClicks(edit, "li")
    assert edit._clear.isVisible()
    with qtbot.waitSignal(edit.textEdited):
        edit._clear.click()
    assert edit.text() == ""
    assert not edit._clear.isVisible()


def test_a_note_leaves_room(window: QWidget) -> None:
    edit = LineEdit(name="查找")
    stand(window, edit)
    before = edit.textMargins().right()
    edit.set_note("找到 3 人")
    assert edit.textMargins().right() > before + 40


def test_a_long_value_shows_its_beginning(window: QWidget, pair: tuple[LineEdit, LineEdit]) -> None:
    first, _ = pair
    first.setText("长" * 150)
    assert first.cursorPosition() == 0


def test_states_do_not_move_the_text(window: QWidget, pair: tuple[LineEdit, LineEdit]) -> None:
    first, _ = pair
    first.setText("430103")
    settle(window)
    start = first.cursorRect()
    first.set_state("error")
    assert first.cursorRect() == start
    first.set_state("")
    first.setFocus()
    first.setCursorPosition(0)
    assert first.cursorRect() == start


def test_password_is_dots_until_the_eye(qtbot: QtBot, window: QWidget) -> None:
    edit = PasswordEdit(name="密码")
    stand(window, edit)
    edit.setText("secret")
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    edit._eye.click()
    assert edit.echoMode() == QLineEdit.EchoMode.Normal
    edit._eye.click()
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    assert not edit.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    assert edit.height() == 44


def test_caps_lock_is_noticed_by_its_letters(qtbot: QtBot, window: QWidget) -> None:
    edit = PasswordEdit(name="密码")
    stand(window, edit)
    edit.setFocus()
    heard: list[bool] = []
    edit.caps_changed.connect(heard.append)
    QTest.keyClicks(edit, "a")
    QTest.keyClicks(edit, "A", Qt.KeyboardModifier.ShiftModifier)
    assert heard == [False]
    QApplication.sendEvent(edit, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A"))
    assert heard == [False, True]
    QTest.keyClick(edit, Qt.Key.Key_CapsLock)
    assert heard == [False, True, False]


@pytest.mark.parametrize("name", ["李𬭎三𠀀四", "𫖮𬱖", "阿依古丽·𬭎买"])
def test_a_rare_character_may_be_followed_by_others(pair: tuple[LineEdit, LineEdit], name: str) -> None:
    """Typed one by one, as an input method gives them: the cursor never comes to stand inside of one."""
    edit, _ = pair
    edit.setFocus()
    for mark in name:
        commit(edit, mark)
    assert edit.text() == name
    assert edit.cursorPosition() == utf16_units(name)


def test_what_is_cleaned_away_leaves_the_cursor_behind_what_stays(pair: tuple[LineEdit, LineEdit]) -> None:
    edit, _ = pair
    edit.setFocus()
    commit(edit, "𬭎末")
    edit.setCursorPosition(2)
    edit.insert("甲\x00\n𫖮")
    commit(edit, "后")
    assert edit.text() == "𬭎甲 𫖮后末"
