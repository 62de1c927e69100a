"""The recovery key comes in by hand, by paste or by scanner, and a slip is told while it is made."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.setup.code_entry import CodeEntry
from system.recovery_code import RecoveryCode
from tests.gui.kit.stand import commit, stand

CODE = RecoveryCode(("K7RM", "2XQH", "9TDA", "P4WC", "6NJE", "V3YL", "8GFS", "H5UB"))
SCAN_LIKE = RecoveryCode(("TYJR", "K2QH", "9TDA", "P4WC", "6NJE", "V3YL", "8GFS", "H5UB"))


@pytest.fixture
def entry(window: QWidget) -> CodeEntry:
    """Eight empty boxes on the screen."""
    made = CodeEntry()
    stand(window, made)
    made.boxes[0].setFocus()
    return made


def press(letters: str) -> None:
    """Press keys wherever the keyboard is, as a typist or a scanner does."""
    for letter in letters:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, letter)


def test_typing_walks_through_the_groups(entry: CodeEntry) -> None:
    press(CODE.letters.lower())
    assert [box.text() for box in entry.boxes] == list(CODE.groups)
    assert entry.check.hasFocus()
    code = entry.code()
    assert code == CODE
    press(CODE.check)
    assert entry.check_field.message == "校验通过"


def test_a_scan_fills_everything_wherever_it_lands(entry: CodeEntry) -> None:
    entry.boxes[3].setFocus()
    press(CODE.qr_text)
    assert [box.text() for box in entry.boxes] == list(CODE.groups)
    assert entry.check.text() == CODE.check
    assert entry.code() == CODE


def test_a_first_group_that_begins_like_a_scan_is_no_scan(entry: CodeEntry) -> None:
    press(SCAN_LIKE.letters)
    assert entry.code() == SCAN_LIKE


@pytest.mark.parametrize(
    "pasted", [CODE.text, CODE.text.lower(), "Ｋ７ＲＭ " + CODE.text[5:], CODE.text.replace("-", "\n"), CODE.qr_text]
)
def test_a_pasted_line_is_dealt_out(entry: CodeEntry, pasted: str) -> None:
    commit(entry.boxes[0], pasted)
    assert entry.code() == CODE


def test_letters_that_are_not_on_the_paper_are_said_at_once(entry: CodeEntry) -> None:
    press("K70")
    assert entry.fields[0].state == "error"
    assert "0" in entry.fields[0].message
    assert "第 1 组第 3 位是“0”" in entry.problems()[0].message
    QTest.keyClick(entry.boxes[0], Qt.Key.Key_Backspace)
    assert entry.fields[0].state != "error"


def test_wrong_check_letters_are_said(entry: CodeEntry) -> None:
    press(CODE.letters)
    press("2222")
    assert entry.code() is None
    assert entry.check_field.state == "error"
    assert "末尾校验" in entry.note.text()


def test_a_group_that_is_too_long_keeps_every_letter(entry: CodeEntry) -> None:
    commit(entry.boxes[7], "H5UBC")
    assert entry.boxes[7].text() + entry.check.text() == "H5UBC"


def test_a_refused_key_says_so_until_it_is_mended(entry: CodeEntry) -> None:
    entry.put(CODE.text)
    entry.refuse("打不开。现在有效的是第 2 号恢复密钥。")
    assert entry.problems()[0].message.startswith("打不开")
    assert entry.boxes[0].text() == "K7RM"
    entry.boxes[7].setFocus()
    QTest.keyClick(entry.boxes[7], Qt.Key.Key_End)
    QTest.keyClick(entry.boxes[7], Qt.Key.Key_Backspace)
    assert not any("打不开" in problem.message for problem in entry.problems())
