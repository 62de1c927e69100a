"""A paper's code leads to its page from wherever it was scanned, and Esc leads back; nothing typed is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.line_edit import LineEdit
from gui.kit.overlay import ask, overlays_of
from gui.main_window import scan_target
from gui.navigation import Place, Target
from gui.paper_check.page import PaperCheckPage
from gui.print_center.page import PrintCenterPage
from gui.scan_panel import ScanPanel
from gui.settings.page import SettingsPage
from gui.settings.station_keys import StationKeysSection
from services.documents import SheetState
from services.paper_checks import Finding
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children, commit, focused
from tests.gui.program import Program, window_over
from tests.gui.visitors import PERSON, visit
from tests.gui.wedge import StutteringScanner
from tests.services.codes import code_on, foreign_key

Key = Qt.Key


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A station whose first start is done."""
    return factories.put_ready_station(tmp_path / "data")


@pytest.fixture
def program(folder: DataFolder, clock: FixedClock, cups: FakeCups) -> Iterator[Program]:
    """The chief at the desk."""
    with window_over(folder, clock) as made:
        made.shell.resize(1366, 728)
        made.shell.start()
        made.log_in()
        yield made


@pytest.fixture
def code(program: Program) -> str:
    """The code on a receipt. It has blanks in it, as one of two codes has: base45 uses them like letters."""
    for _ in range(40):
        text = code_on(program.services, visit(program.services).document.id)
        if " " in text:
            return text
    raise AssertionError("forty codes without a blank")


def full_width(code: str) -> str:
    """As a scanner types it through an input method that was left on."""
    return "".join("\u3000" if mark == " " else chr(ord(mark) + 0xFEE0) for mark in code)


def checking(program: Program) -> PaperCheckPage:
    """The page, once it is on show and has its verdict."""
    desk = program.desk

    def told() -> bool:
        return isinstance(desk.page, PaperCheckPage) and desk.page.shown is not None

    program.driver.wait(told, "查验纸张的结论")
    assert isinstance(desk.page, PaperCheckPage)
    return desk.page


def lying(program: Program) -> list[QWidget]:
    return [overlay.panel for overlay in overlays_of(program.shell) if overlay.isVisible()]


def test_f6_and_a_scan_lead_to_the_page(program: Program, code: str) -> None:
    program.driver.press("F6", program.desk)
    assert [type(panel) for panel in lying(program)] == [ScanPanel]
    StutteringScanner().scan(code)
    page = checking(program)
    assert page.verdict.band.title.text() == "真・原件"
    assert lying(program) == []
    assert program.desk.rail.current() == Place.PRINT_CENTER
    assert page.box.hasFocus()


def test_f6_and_eight_typed_letters_lead_there_too(program: Program, code: str) -> None:
    program.driver.press("F6", program.desk)
    program.driver.type(code[-8:])
    program.driver.press("Return")
    assert checking(program).verdict.band.title.text() == "真・原件"


def test_other_scans_stay_in_the_panel(program: Program, code: str) -> None:
    number = program.services.visits.today()[0].number
    for text in (PERSON.identity, number):
        program.driver.press("F6", program.desk)
        StutteringScanner().scan(text)
        program.driver.wait(lambda: children(program.shell, ScanPanel)[-1].found is not None, "扫码办理")
        assert [type(panel) for panel in lying(program)] == [ScanPanel]
        program.driver.press("Esc")
        program.driver.wait(lambda: not lying(program), "关掉")


def test_a_code_with_blanks_presses_nothing_on_the_page_under_it(program: Program, code: str) -> None:
    """In the print centre a blank calls a sheet good."""
    program.desk.go(Target(Place.PRINT_CENTER))
    centre = program.desk.page
    assert isinstance(centre, PrintCenterPage)
    program.driver.wait(lambda: bool(centre.table.rows), "文书")
    centre.table.setFocus()
    StutteringScanner().scan(code)
    assert checking(program).shown is not None
    assert {row.state for row in program.services.documents.issued()} == {SheetState.PENDING}


@pytest.mark.parametrize("spoil", [str.lower, full_width], ids=["caps lock", "full width"])
def test_caps_lock_and_full_width_letters_are_understood(
    program: Program, code: str, spoil: Callable[[str], str]
) -> None:
    StutteringScanner().scan(spoil(code))
    assert checking(program).verdict.band.title.text() == "真・原件"


def test_in_the_middle_of_a_sentence_esc_leads_back_to_the_letter(program: Program, code: str) -> None:
    program.driver.press("F2", program.desk)
    program.driver.press("Alt+1")
    narrative = program.visits.desk.matters.editor.narrative
    narrative.setFocus()
    commit(narrative, "来访人说去年十月起少发抚恤金")
    for _ in range(4):
        program.driver.press("Left")
    before = narrative.text(), narrative.textCursor().position()
    StutteringScanner().scan(code)
    assert checking(program).shown is not None
    program.driver.press("Esc")
    assert program.desk.place is Place.VISIT
    assert focused() is narrative
    assert (narrative.text(), narrative.textCursor().position()) == before


def test_under_a_dialog_the_scan_stays_in_the_panel_and_what_is_typed_there_stays(program: Program, code: str) -> None:
    heard: list[str] = []
    ask(program.shell, "作废？", "编号保留。", action="作废", reason="原因", on_yes=heard.append)
    (question,) = lying(program)
    (edit,) = children(question, LineEdit)
    edit.setText("登记错了人")
    edit.setFocus()
    StutteringScanner().scan(code)
    program.driver.wait(lambda: bool(children(program.shell, ScanPanel)), "扫码办理")
    (panel,) = children(program.shell, ScanPanel)
    program.driver.wait(lambda: panel.found is not None, "结论")
    assert panel.found is not None
    assert panel.found.finding is Finding.GENUINE
    program.driver.press("Esc")
    program.driver.wait(lambda: lying(program) == [question], "回到问题")
    assert edit.text() == "登记错了人"
    assert heard == []


def test_the_next_scan_on_the_page_takes_the_place_of_the_last(program: Program, code: str) -> None:
    StutteringScanner().scan(code)
    page = checking(program)
    scanner = StutteringScanner()
    scanner.at += 5000
    scanner.send(code[:60])
    program.driver.wait(lambda: page.shown is not None and page.shown.finding is Finding.INCOMPLETE, "没有扫全")
    assert page.box.text() == ""
    scanner.scan(code)
    program.driver.wait(lambda: page.shown is not None and page.shown.finding is Finding.GENUINE, "真")
    assert [row.title for row in page.today.table.rows] == ["没扫全", "真・原件"]


def test_esc_without_a_way_back_leads_to_the_print_centre(program: Program) -> None:
    program.desk.go(Target(Place.PRINT_CENTER))
    program.desk.go(Target(Place.PAPER_CHECK))
    program.driver.press("Esc")
    assert program.desk.place is Place.PRINT_CENTER
    program.desk.go(Target(Place.PRINT_CENTER, "back"))
    assert program.desk.place is Place.PRINT_CENTER


def test_another_station_s_key_leads_to_the_settings(program: Program) -> None:
    StutteringScanner().scan(foreign_key())
    program.driver.wait(lambda: isinstance(program.desk.page, SettingsPage), "设置")
    page = program.desk.page
    assert isinstance(page, SettingsPage)
    assert isinstance(page.section, StationKeysSection)
    program.driver.wait(lambda: isinstance(page.section, StationKeysSection) and bool(page.section.draft), "公钥")
    QApplication.processEvents()
    assert focused() is page.section.compared


def test_who_may_not_see_a_page_is_not_sent_there() -> None:
    for text in (foreign_key(), "TYJR2:43", "7K3M-92QF"):
        assert scan_target(text, frozenset()) is None
