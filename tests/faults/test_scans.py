"""A scanner that stutters: half a code, control characters, both halves apart, in the middle of a sentence."""

import pytest
from PySide6.QtCore import Qt

from gui.navigation import Place, Target
from gui.paper_check.page import PaperCheckPage
from services.paper_checks import Finding
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import commit
from tests.gui.program import Program
from tests.gui.visitors import ANSWERED, visit
from tests.gui.wedge import StutteringScanner
from tests.services.codes import code_on

WORDS = "来访人说去年十月起少发抚恤金"
CTRL = Qt.KeyboardModifier.ControlModifier
# Start and end of text, and the group separator: what old scanners put around and into a code.
START, END, GROUP = (Qt.Key.Key_B, "\x02"), (Qt.Key.Key_C, "\x03"), (Qt.Key.Key_BracketRight, "\x1d")


@pytest.fixture
def program(program: Program, cups: FakeCups) -> Program:
    """The chief at the desk."""
    program.shell.start()
    program.log_in()
    return program


@pytest.fixture
def code(program: Program) -> str:
    """The code of a receipt in the register."""
    return code_on(program.services, visit(program.services, ANSWERED).document.id)


def begin_sentence(program: Program) -> None:
    """A visit with a half-written narrative, the cursor in its middle."""
    program.driver.press("F2", program.desk)
    program.driver.press("Alt+1")
    narrative = program.visits.desk.matters.editor.narrative
    narrative.setFocus()
    commit(narrative, WORDS)
    for _ in range(4):
        program.driver.press("Left")


def verdict(program: Program, looks: int = 1) -> Finding:
    """What the page of papers says, once it is on show and has looked so many times."""

    def told() -> bool:
        page = program.desk.page
        done = len(program.services.paper_checks.today())
        return isinstance(page, PaperCheckPage) and page.shown is not None and done == looks

    program.driver.wait(told, "查验纸张的结论")
    page = program.desk.page
    assert isinstance(page, PaperCheckPage)
    assert page.shown is not None
    return page.shown.finding


def narrative_of(program: Program) -> tuple[str, int]:
    """The text, and where the cursor stands."""
    narrative = program.visits.desk.matters.editor.narrative
    return narrative.text(), narrative.textCursor().position()


def test_half_a_code_in_a_sentence_leaves_it_as_it_was_and_asks_again(program: Program, code: str) -> None:
    begin_sentence(program)
    before, scanner = narrative_of(program), StutteringScanner()
    scanner.send(code[:20])
    assert verdict(program) is Finding.INCOMPLETE
    scanner.scan(code)
    assert verdict(program, 2) is Finding.GENUINE
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
    program.driver.press("Esc")
    assert narrative_of(program) == before
    assert not program.visits.desk.who.new_mode
    assert len(program.services.visits.today()) == 1


def test_both_halves_apart_are_two_halves_and_nothing_is_pressed(program: Program, code: str) -> None:
    sheet, scanner = program.services.documents.issued()[0], StutteringScanner()
    for looks, half in enumerate((code[:19], code[19:]), 1):
        program.desk.go(Target(Place.PRINT_CENTER))
        scanner.scan(half)
        assert verdict(program, looks) is Finding.INCOMPLETE
        program.driver.press("Esc")
        assert program.desk.place is Place.PRINT_CENTER
    assert program.services.documents.issued()[0] == sheet
    scanner.key(*START, CTRL)
    scanner.send(code, pause=0)
    scanner.enter()
    assert verdict(program, 3) is Finding.GENUINE


def test_a_busy_machine_holds_one_character_up_and_the_code_is_still_one(program: Program, code: str) -> None:
    begin_sentence(program)
    before, scanner = narrative_of(program), StutteringScanner()
    scanner.send(code[:90])
    # Longer than the setting allows, shorter than the slowest scanner.
    scanner.send(code[90:], pause=100)
    scanner.enter()
    assert verdict(program) is Finding.GENUINE
    program.driver.press("Esc")
    assert narrative_of(program) == before


def test_a_code_full_of_blanks_marks_ticks_and_presses_nothing(program: Program, code: str) -> None:
    """Space ticks, marks and presses; inside of a code it is a letter."""
    blanks = code[:40] + " " * 20 + code[60:]
    for place in (Place.PRINT_CENTER, Place.WORKBENCH, Place.SETTINGS, Place.PEOPLE):
        program.desk.go(Target(place))
        looks = len(program.services.paper_checks.today())
        sheet = program.services.documents.issued()[0]
        StutteringScanner().scan(blanks)
        assert verdict(program, looks + 1) is Finding.BAD_SIGNATURE
        assert program.services.documents.issued()[0] == sheet
        program.driver.press("Esc")
        assert program.desk.place is place
