"""A scanner's burst told from typing: caught outside of text fields, taken out of them without a trace, never lost."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from domain.paper_code import qr_text
from domain.scan_rules import ScannerSettings
from domain.signed_code import PaperFacts, message_of, read_signed, signed_text
from gui.scanner import SCAN_BOX, Scanner
from tests.gui.kit.stand import commit, stand

Key = Qt.Key
Mod = Qt.KeyboardModifier
CODE = qr_text("430103", "LF20261124-008", 1, "7K3M-92QF")
IDENTITY = "430103196811021238"


def _signed() -> str:
    """A signed code as a paper carries it, with blanks and all of base45's marks in it."""
    marks = " $%*+-./:"
    for number in range(1, 2000):
        facts = PaperFacts("430103", b"key1", 1, f"LF20261124-{number:03d}", date(2026, 11, 24), 1, 1, b"contents")
        message = message_of(facts, "7K3M-92QF")
        text = signed_text(facts, "7K3M-92QF", hashlib.sha512(message).digest())
        if all(mark in text for mark in marks):
            return text
    raise AssertionError("none of two thousand codes has all marks")


SIGNED = _signed()
FAST, SLOW = 5, 120
GROUP_SEPARATOR = (Key.Key_BracketRight, Mod.ControlModifier, "\x1d")


@dataclass
class Keys:
    """A keyboard whose keys carry their time, as the system's do."""

    scanner: Scanner
    at: int = 1000
    heard: list[str] = field(default_factory=list)

    def press(self, key: int, held: Qt.KeyboardModifier = Mod.NoModifier, text: str = "", gap: int = FAST) -> None:
        """One key, as Qt sends it: first to the shortcuts, then to the widget, up to whoever accepts it."""
        self.at += gap
        target = QApplication.focusWidget() or self.scanner._desk.window()
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, key, held, text)
            event.setTimestamp(self.at)
            event.setAccepted(False)
            QApplication.sendEvent(target, event)

    def type(self, text: str, gap: int = FAST) -> None:
        for mark in text:
            held = Mod.ShiftModifier if mark.isupper() else Mod.NoModifier
            self.press(ord(mark.upper()), held, mark, gap)

    def scan(self, text: str, end: int | None = Key.Key_Return, gap: int = FAST) -> None:
        self.type(text, gap)
        if end is not None:
            self.press(end, text="\r" if end != Key.Key_Tab else "\t", gap=gap)
        QApplication.processEvents()


@dataclass
class Desk:
    """A window with everything that may have the keyboard."""

    line: QLineEdit
    area: QPlainTextEdit
    button: QPushButton
    box: QLineEdit
    presses: list[bool]


@pytest.fixture
def desk(window: QWidget) -> Desk:
    box = QLineEdit()
    box.setProperty(SCAN_BOX, "whole")
    made = Desk(QLineEdit(), QPlainTextEdit(), QPushButton("作废"), box, [])
    made.button.setAutoDefault(True)
    made.button.clicked.connect(lambda: made.presses.append(True))
    stand(window, made.line, made.area, made.button, made.box)
    return made


@pytest.fixture
def keys(window: QWidget, desk: Desk) -> Keys:
    scanner = Scanner(window, ScannerSettings())
    made = Keys(scanner)
    scanner.scanned.connect(made.heard.append)
    return made


def let_go(qtbot: QtBot, keys: Keys) -> None:
    """Until nothing is held any more."""
    qtbot.waitUntil(lambda: not keys.scanner._held)
    QApplication.processEvents()


# ---- outside of text fields


@pytest.mark.parametrize("text", [CODE, IDENTITY, "Q4XD-83NB", "LF1124-7"])
@pytest.mark.parametrize("end", [Key.Key_Return, Key.Key_Enter, Key.Key_Tab])
def test_outside_of_text_fields_every_scan_is_caught_and_presses_nothing(
    desk: Desk, keys: Keys, text: str, end: Qt.Key
) -> None:
    desk.button.setFocus()
    keys.scan(text, end)
    assert keys.heard == [text]
    assert desk.presses == []
    assert desk.button.hasFocus()


def test_with_no_widget_in_focus_a_scan_is_caught_too(window: QWidget, desk: Desk, keys: Keys) -> None:
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    keys.scan(CODE)
    assert keys.heard == [CODE]


def test_a_scan_without_a_key_at_its_end_counts_after_a_blink(qtbot: QtBot, desk: Desk, keys: Keys) -> None:
    desk.button.setFocus()
    keys.scan(CODE, end=None)
    assert keys.heard == []
    qtbot.waitUntil(lambda: keys.heard == [CODE])


def test_the_second_key_at_the_end_is_swallowed_and_the_next_one_is_the_operator_s(desk: Desk, keys: Keys) -> None:
    desk.button.setFocus()
    keys.scan(CODE)
    keys.press(Key.Key_Return, text="\r")
    assert desk.presses == []
    desk.button.setFocus()
    keys.press(Key.Key_Space, text=" ", gap=SLOW)
    assert keys.heard == [CODE]


def test_control_characters_inside_and_at_the_end_are_no_shortcuts(window: QWidget, desk: Desk, keys: Keys) -> None:
    acted: list[int] = []
    QShortcut(QKeySequence("Ctrl+M"), window).activated.connect(lambda: acted.append(1))
    desk.button.setFocus()
    keys.type(CODE[:8])
    keys.press(*GROUP_SEPARATOR)
    keys.type(CODE[8:])
    keys.press(Key.Key_C, Mod.ControlModifier, "\x03")
    keys.press(Key.Key_M, Mod.ControlModifier, "\r")
    QApplication.processEvents()
    assert keys.heard == [CODE]
    assert acted == []


def test_no_chord_overtakes_what_was_typed_before_it(window: QWidget, desk: Desk, keys: Keys) -> None:
    """A digit that picks, and Ctrl+Enter that keeps the choice: however quick the hands, in this order."""
    seen: list[int] = []

    class Watcher(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                seen.append(event.key())
            return False

    watcher = Watcher()
    desk.button.setFocus()
    desk.button.installEventFilter(watcher)
    keys.type("1")
    keys.press(Key.Key_Control, Mod.ControlModifier)
    keys.press(Key.Key_Return, Mod.ControlModifier, "\r")
    # The digit is seen twice: as it is taken, and as it is let go, which is before the chord.
    assert [key for key in seen if key != Key.Key_Control] == [Key.Key_1, Key.Key_1, Key.Key_Return]


def test_full_width_digits_are_understood(desk: Desk, keys: Keys) -> None:
    desk.button.setFocus()
    keys.scan(IDENTITY.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}))
    assert keys.heard == [IDENTITY]


def test_slow_letters_and_short_bursts_are_typing(qtbot: QtBot, desk: Desk, keys: Keys) -> None:
    desk.button.setFocus()
    keys.scan(CODE, gap=SLOW)
    assert desk.presses == [True]
    keys.type("12")
    keys.press(Key.Key_Return, text="\r")
    assert desk.presses == [True, True]
    let_go(qtbot, keys)
    assert keys.heard == []


def test_a_slow_scanner_is_caught_once_the_setting_allows_it(desk: Desk, keys: Keys) -> None:
    desk.button.setFocus()
    keys.scan(CODE, gap=60)
    assert keys.heard == []
    keys.scanner.set_settings(ScannerSettings(gap_ms=80))
    keys.scan(CODE, gap=60)
    assert keys.heard == [CODE]


def test_a_box_for_scans_takes_them_whole(desk: Desk, keys: Keys) -> None:
    desk.box.setFocus()
    keys.scan(IDENTITY, Key.Key_Tab)
    assert keys.heard == [IDENTITY]
    assert desk.box.text() == ""
    assert desk.box.hasFocus()


def test_a_box_that_wants_every_key_gets_every_key(desk: Desk, keys: Keys) -> None:
    desk.box.setProperty(SCAN_BOX, "raw")
    desk.box.setFocus()
    keys.scan(CODE)
    assert desk.box.text() == CODE
    assert keys.heard == []


# ---- inside of text fields


@pytest.mark.parametrize("end", [Key.Key_Return, Key.Key_Tab])
def test_a_code_of_ours_leaves_a_field_exactly_as_it_was(qtbot: QtBot, desk: Desk, keys: Keys, end: Qt.Key) -> None:
    desk.line.setFocus()
    keys.type("ab", SLOW)
    commit(desk.line, "李䶮的诉求")
    desk.line.setSelection(3, 2)
    edits: list[str] = []
    desk.line.textEdited.connect(edits.append)
    keys.at += SLOW
    keys.scan(CODE, end)
    assert keys.heard == [CODE]
    assert (desk.line.text(), desk.line.selectedText(), desk.line.cursorPosition()) == ("ab李䶮的诉求", "䶮的", 5)
    assert edits == []
    assert desk.line.hasFocus()
    desk.line.undo()
    assert desk.line.text() in ("", "ab")


def test_a_narrative_keeps_its_text_its_cursor_and_its_undo(desk: Desk, keys: Keys) -> None:
    desk.area.setFocus()
    commit(desk.area, "第一段")
    desk.area.moveCursor(desk.area.textCursor().MoveOperation.Left)
    keys.scan(CODE)
    assert keys.heard == [CODE]
    assert desk.area.toPlainText() == "第一段"
    assert desk.area.textCursor().position() == 2
    desk.area.undo()
    assert desk.area.toPlainText() == ""


@pytest.mark.parametrize("words", ["tangyong", "ty", "tyjr", "t", "TYJR1", IDENTITY, "zjg", "a:b:c"])
@pytest.mark.parametrize("gap", [FAST, SLOW])
def test_whatever_else_is_typed_or_scanned_into_a_field_stands_there(
    qtbot: QtBot, desk: Desk, keys: Keys, words: str, gap: int
) -> None:
    desk.line.setFocus()
    returned: list[str] = []
    desk.line.returnPressed.connect(lambda: returned.append(desk.line.text()))
    keys.scan(words, gap=gap)
    let_go(qtbot, keys)
    assert desk.line.text() == words
    assert returned == [words]
    assert keys.heard == []


def test_a_letter_that_waits_comes_by_itself(qtbot: QtBot, desk: Desk, keys: Keys) -> None:
    desk.line.setFocus()
    keys.type("t")
    assert desk.line.text() == ""
    qtbot.waitUntil(lambda: desk.line.text() == "t")


def test_letters_that_wait_go_to_their_field_when_the_keyboard_leaves_it(desk: Desk, keys: Keys) -> None:
    desk.line.setFocus()
    keys.type("ty")
    desk.area.setFocus()
    assert desk.line.text() == "ty"
    assert desk.area.toPlainText() == ""


def test_letters_that_wait_come_before_what_an_input_method_commits(desk: Desk, keys: Keys) -> None:
    desk.line.setFocus()
    keys.type("t")
    commit(desk.line, "恤")
    assert desk.line.text() == "t恤"


def test_half_a_code_in_a_field_is_still_no_text(qtbot: QtBot, desk: Desk, keys: Keys) -> None:
    desk.line.setFocus()
    keys.scan(CODE[:18], end=None)
    qtbot.waitUntil(lambda: keys.heard == [CODE[:18]])
    assert desk.line.text() == ""


def test_the_scanner_s_own_prefix_is_held_and_taken_off(desk: Desk, keys: Keys) -> None:
    keys.scanner.set_settings(ScannerSettings(prefix="]Q1"))
    desk.line.setFocus()
    keys.scan(f"]Q1{CODE}")
    assert keys.heard == [CODE]
    assert desk.line.text() == ""


def test_a_read_only_field_is_no_text_field(desk: Desk, keys: Keys) -> None:
    desk.line.setReadOnly(True)
    desk.line.setFocus()
    keys.scan(IDENTITY)
    assert keys.heard == [IDENTITY]


def test_while_the_desk_is_covered_nothing_is_caught(window: QWidget, qtbot: QtBot) -> None:
    inner = QWidget()
    over = QLineEdit()
    stand(window, inner, over)
    scanner = Scanner(inner, ScannerSettings())
    keys = Keys(scanner)
    scanner.scanned.connect(keys.heard.append)
    inner.hide()
    over.setFocus()
    keys.scan(CODE)
    assert over.text() == CODE
    assert keys.heard == []


# ---- signed codes: long, with blanks and marks in them


def test_a_signed_code_is_long_and_has_all_marks() -> None:
    assert len(SIGNED) > 150
    assert SIGNED.count(" ") >= 1
    assert read_signed(SIGNED) is not None


@pytest.mark.parametrize("end", [Key.Key_Return, Key.Key_Tab, None])
def test_a_signed_code_s_blanks_press_no_button(qtbot: QtBot, desk: Desk, keys: Keys, end: Qt.Key | None) -> None:
    desk.button.setFocus()
    keys.scan(SIGNED, end)
    qtbot.waitUntil(lambda: keys.heard == [SIGNED])
    assert desk.presses == []
    assert desk.button.hasFocus()


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (str.lower, "caps lock"),
        (lambda code: "".join("\u3000" if mark == " " else chr(ord(mark) + 0xFEE0) for mark in code), "full width"),
        (lambda code: f"]Q1{code}", "prefix"),
    ],
)
@pytest.mark.parametrize("where", ["line", "area", "button", "box"])
def test_however_it_is_typed_it_arrives_as_it_was_printed(
    desk: Desk, keys: Keys, spoil: Callable[[str], str], name: str, where: str
) -> None:
    keys.scanner.set_settings(ScannerSettings(prefix="]Q1"))
    getattr(desk, where).setFocus()
    keys.scan(spoil(SIGNED))
    assert keys.heard == [SIGNED], name
    assert (desk.line.text(), desk.area.toPlainText(), desk.box.text(), desk.presses) == ("", "", "", [])


def test_a_text_field_is_as_it_was_after_a_signed_code(desk: Desk, keys: Keys) -> None:
    desk.area.setFocus()
    commit(desk.area, "第一段")
    desk.area.moveCursor(desk.area.textCursor().MoveOperation.Left)
    keys.scan(SIGNED)
    assert keys.heard == [SIGNED]
    assert (desk.area.toPlainText(), desk.area.textCursor().position()) == ("第一段", 2)


def test_control_characters_in_a_signed_code_are_no_part_of_it(window: QWidget, desk: Desk, keys: Keys) -> None:
    acted: list[int] = []
    QShortcut(QKeySequence("Ctrl+]"), window).activated.connect(lambda: acted.append(1))
    desk.button.setFocus()
    half = SIGNED.index(" ") + 1
    keys.type(SIGNED[:half])
    keys.press(*GROUP_SEPARATOR)
    keys.type(SIGNED[half:])
    keys.press(Key.Key_Return, text="\r")
    QApplication.processEvents()
    assert keys.heard == [SIGNED]
    assert (acted, desk.presses) == ([], [])


@pytest.mark.parametrize("where", ["line", "button"])
def test_one_character_that_comes_late_does_not_cut_it_in_half(desk: Desk, keys: Keys, where: str) -> None:
    getattr(desk, where).setFocus()
    keys.type(SIGNED[:70])
    keys.type(SIGNED[70], gap=100)
    keys.scan(SIGNED[71:])
    assert keys.heard == [SIGNED]
    assert (desk.line.text(), desk.presses) == ("", [])


def test_cut_in_half_for_good_it_is_two_scans_and_presses_nothing(desk: Desk, keys: Keys) -> None:
    desk.button.setFocus()
    keys.type(SIGNED[:70])
    keys.at += 400
    keys.scan(SIGNED[70:])
    assert [text.replace(" ", "") for text in keys.heard] == [
        SIGNED[:70].replace(" ", ""),
        SIGNED[70:].replace(" ", ""),
    ]
    assert desk.presses == []


def test_until_it_surely_is_ours_a_late_character_is_typing(qtbot: QtBot, desk: Desk, keys: Keys) -> None:
    desk.line.setFocus()
    keys.type("TYJR")
    keys.type("2", gap=100)
    let_go(qtbot, keys)
    assert desk.line.text() == "TYJR2"
    assert keys.heard == []
