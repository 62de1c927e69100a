"""A scanner that stutters: half a code, control characters, both halves apart, in the middle of a sentence."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from domain.paper_code import qr_text
from gui.kit.overlay import overlays_of
from gui.navigation import Place, Target
from gui.scan_panel import ScanPanel
from services.scans import Finding
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children, commit
from tests.gui.program import Program
from tests.gui.visitors import ANSWERED, visit

WORDS = "来访人说去年十月起少发抚恤金"
CTRL = Qt.KeyboardModifier.ControlModifier
# Start and end of text, and the group separator: what old scanners put around and into a code.
START, END, GROUP = (Qt.Key.Key_B, "\x02"), (Qt.Key.Key_C, "\x03"), (Qt.Key.Key_BracketRight, "\x1d")


class StutteringScanner:
    """Sends keys with the system's time on them, a few milliseconds apart."""

    def __init__(self) -> None:
        self.at = 1_000_000

    def send(self, text: str, *, pause: int = 200) -> None:
        """Plain characters, after a pause."""
        self.at += pause
        for mark in text:
            self.key(ord(mark.upper()), mark)

    def key(self, key: int, text: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key to whatever has the keyboard."""
        self.at += 4
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, key, held, text)
            event.setTimestamp(self.at)
            event.setAccepted(kind == QEvent.Type.KeyPress)
            focus = QApplication.focusWidget()
            assert focus is not None
            QApplication.sendEvent(focus, event)

    def enter(self) -> None:
        """The key at the end."""
        self.key(Qt.Key.Key_Return, "\r")


@pytest.fixture
def program(program: Program, cups: FakeCups) -> Program:
    """The chief at the desk."""
    program.shell.start()
    program.log_in()
    return program


@pytest.fixture
def code(program: Program) -> str:
    """The code of a receipt in the register."""
    saved = visit(program.services, ANSWERED)
    return qr_text("430103", saved.number, 1, saved.document.human_code)


def begin_sentence(program: Program) -> None:
    """A visit with a half-written narrative, the cursor in its middle."""
    program.driver.press("F2", program.desk)
    program.driver.press("Alt+1")
    narrative = program.visits.desk.matters.editor.narrative
    narrative.setFocus()
    commit(narrative, WORDS)
    for _ in range(4):
        program.driver.press("Left")


def verdict(program: Program) -> Finding:
    """What the panel of scans says, once it is open and has looked."""

    def panel() -> ScanPanel | None:
        return next((found for found in children(program.shell, ScanPanel) if found.isVisible()), None)

    program.driver.wait(lambda: (shown := panel()) is not None and shown.found is not None, "扫码办理的结论")
    shown = panel()
    assert shown is not None
    assert shown.found is not None
    return shown.found.finding


def narrative_of(program: Program) -> tuple[str, int]:
    """The text, and where the cursor stands."""
    narrative = program.visits.desk.matters.editor.narrative
    return narrative.text(), narrative.textCursor().position()


def test_half_a_code_in_a_sentence_leaves_it_as_it_was_and_asks_again(program: Program, code: str) -> None:
    begin_sentence(program)
    before, scanner = narrative_of(program), StutteringScanner()
    scanner.send(code[:20])
    assert verdict(program) is Finding.INCOMPLETE
    assert narrative_of(program) == before
    scanner.send(code)
    scanner.enter()
    program.driver.wait(lambda: verdict(program) is Finding.GENUINE, "再扫一次就查到")
    program.driver.press("Esc")
    assert narrative_of(program) == before
    assert program.visits.desk.matters.editor.narrative.hasFocus()


def test_control_characters_in_a_code_press_no_key_of_the_desk(program: Program, code: str) -> None:
    begin_sentence(program)
    before, scanner = narrative_of(program), StutteringScanner()
    scanner.send(code[:11])
    scanner.key(*GROUP, CTRL)
    scanner.send(code[11:], pause=0)
    scanner.key(*END, CTRL)
    # Ctrl+N and Ctrl+S mean something on this page; as parts of a code they must not.
    scanner.key(Qt.Key.Key_N, "\x0e", CTRL)
    scanner.key(Qt.Key.Key_S, "\x13", CTRL)
    scanner.enter()
    assert verdict(program) is Finding.GENUINE
    assert narrative_of(program) == before
    assert not program.visits.desk.who.new_mode
    assert len(program.services.visits.today()) == 1


def test_both_halves_apart_are_two_halves_and_nothing_is_pressed(program: Program, code: str) -> None:
    program.desk.go(Target(Place.PRINT_CENTER))
    sheet = program.services.documents.issued()[0]
    scanner = StutteringScanner()
    for half in (code[:19], code[19:]):
        scanner.send(half)
        scanner.enter()
        assert verdict(program) is Finding.INCOMPLETE
        for overlay in overlays_of(program.shell):
            overlay.close_overlay()
        program.driver.settle()
    assert program.services.documents.issued()[0] == sheet
    scanner.key(*START, CTRL)
    scanner.send(code, pause=0)
    scanner.enter()
    assert verdict(program) is Finding.GENUINE
