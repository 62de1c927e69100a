"""F6: one box, one verdict, the archived page, and Enter that goes on. The same for a scan from anywhere."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui import jobs
from gui.kit.overlay import Overlay
from gui.kit.preview import Preview
from gui.kit.printing import DeskPrinter
from gui.scan_panel import HEIGHT, WIDTH, ScanPanel
from services import Services
from services.scans import Finding, Scans
from services.search import Hit
from services.visits import SavedVisit
from system.errors import Trouble
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.gui.visitors import PERSON, visit
from tests.services.codes import code_on

Make = Callable[..., ScanPanel]


@pytest.fixture
def show(window: QWidget, clerk: Services, cups: FakeCups) -> Make:
    def make(*, may_register: bool = True) -> ScanPanel:
        panel = ScanPanel(clerk, DeskPrinter(clerk, window), may_register=may_register)
        Overlay(window, panel, width=WIDTH, height=HEIGHT).open()
        QApplication.processEvents()
        return panel

    return make


@pytest.fixture
def saved(clerk: Services) -> SavedVisit:
    return visit(clerk)


@pytest.fixture
def code(clerk: Services, saved: SavedVisit) -> str:
    return code_on(clerk, saved.document.id)


def enter(panel: ScanPanel) -> None:
    QTest.keyClick(panel.box, Qt.Key.Key_Return)


def words_of(panel: ScanPanel) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in children(panel, QLabel) if label.isVisible())


def test_it_waits_with_the_cursor_in_a_box_without_an_input_method(show: Make) -> None:
    panel = show()
    assert panel.box.hasFocus()
    assert panel.box.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert "身份证号" in words_of(panel)
    assert not panel.open_button.isEnabled()


def test_a_scan_shows_the_verdict_the_facts_and_the_archived_page(show: Make, saved: SavedVisit, code: str) -> None:
    panel = show()
    panel.take(f"\x02{code}\r\n")
    assert panel.found is not None
    assert panel.found.finding is Finding.GENUINE
    shown = words_of(panel)
    assert "真・原件" in shown
    assert saved.number in shown
    assert panel.page._image is not None
    assert panel.box.text() == code
    assert panel.preview_button.isVisible()


def test_enter_looks_up_what_was_typed_and_the_next_enter_opens_it(qtbot: QtBot, show: Make, saved: SavedVisit) -> None:
    panel = show()
    QTest.keyClicks(panel.box, saved.number)
    with qtbot.assertNotEmitted(panel.opened):
        enter(panel)
    assert f"查到 {saved.number}" in words_of(panel)
    with qtbot.waitSignal(panel.opened) as heard:
        enter(panel)
    (hit,) = heard.args
    assert isinstance(hit, Hit)
    assert (hit.kind, hit.id) == ("visit", saved.id)


def test_a_line_feed_at_the_end_is_enter_too(show: Make, saved: SavedVisit) -> None:
    panel = show()
    QTest.keyClicks(panel.box, saved.document.human_code)
    QTest.keyClick(panel.box, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    QTest.sendKeyEvent(QTest.KeyAction.Click, panel.box, Qt.Key.Key_M, "\r", Qt.KeyboardModifier.ControlModifier)
    assert panel.found is not None
    assert panel.found.finding is Finding.GENUINE


def test_the_next_scan_takes_the_place_of_the_last(show: Make, code: str) -> None:
    panel = show()
    panel.take(code)
    assert panel.box.selectedText() == panel.box.text()
    QTest.keyClicks(panel.box, "hello world")
    enter(panel)
    assert panel.found is not None
    assert panel.found.finding is Finding.NOTHING
    assert panel.page._image is None
    assert not panel.preview_button.isVisible()
    assert not panel.open_button.isEnabled()
    enter(panel)


def test_a_page_that_comes_late_never_stands_beside_another_verdict(show: Make, code: str) -> None:
    held: list[jobs.Job] = []

    class Later(jobs.ImmediateRunner):
        def start(self, job: jobs.Job) -> None:
            held.append(job)

    panel = show()
    before = jobs.set_runner(Later())
    panel.take(code)
    held[0].do()
    panel.take("TYJR1:43")
    jobs.set_runner(before)
    for job in held[1:]:
        job.do()
    assert panel.found is not None
    assert panel.found.finding is Finding.INCOMPLETE
    assert panel.page._image is None


def test_a_person_is_found_and_the_number_does_not_stay_on_the_screen(
    qtbot: QtBot, show: Make, clerk: Services
) -> None:
    person = clerk.people.create(PERSON).id
    panel = show()
    panel.take(PERSON.identity)
    assert PERSON.identity not in words_of(panel) + panel.box.text()
    assert panel.box.text() == "430103********1238"
    with qtbot.waitSignal(panel.visit_requested) as asked:
        QTest.keyClick(panel.box, Qt.Key.Key_F2)
    assert asked.args is not None
    assert asked.args[0].id == person
    with qtbot.waitSignal(panel.opened) as opened:
        enter(panel)
    assert opened.args is not None
    assert opened.args[0].id == person


def test_f2_is_offered_for_people_only_and_only_to_who_may_register(
    qtbot: QtBot, show: Make, clerk: Services, saved: SavedVisit, code: str
) -> None:
    panel = show()
    panel.take("430103196803129011")
    assert panel.visit_button.isVisible()
    with qtbot.waitSignal(panel.visit_requested) as asked:
        QTest.keyClick(panel.box, Qt.Key.Key_F2)
    assert asked.args == [None]
    for text in (code, "ZZZZ-ZZZZ", "TYJR1:43", saved.number):
        panel.take(text)
        assert not panel.visit_button.isVisible()
    other = show(may_register=False)
    other.take(PERSON.identity)
    assert not other.visit_button.isVisible()


def test_half_a_scan_says_so_and_opens_nothing(qtbot: QtBot, show: Make, code: str) -> None:
    panel = show()
    panel.take(code[:22])
    assert "没有扫全" in words_of(panel)
    assert "再扫一次" in words_of(panel)
    with qtbot.assertNotEmitted(panel.opened):
        enter(panel)
    panel.take(code)
    assert panel.open_button.isEnabled()


def test_the_archived_page_can_be_looked_at_closely(show: Make, code: str, window: QWidget) -> None:
    panel = show()
    panel.take(code)
    QTest.keyClick(panel.box, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert [preview.isVisible() for preview in children(window, Preview)] == [True]


def test_trouble_is_said_in_the_panel(show: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_scans: Scans, _text: str) -> object:
        raise Trouble("读写磁盘出错。")

    monkeypatch.setattr(Scans, "look_up", broken)
    panel = show()
    panel.take("LF1124-7")
    assert "读写磁盘出错" in words_of(panel)


def test_what_belongs_elsewhere_is_handed_on_and_not_looked_up(
    window: QWidget, clerk: Services, code: str, cups: FakeCups
) -> None:
    given: list[str] = []

    def elsewhere(text: str) -> bool:
        given.append(text)
        return text == code

    panel = ScanPanel(clerk, DeskPrinter(clerk, window), may_register=True, elsewhere=elsewhere)
    Overlay(window, panel, width=WIDTH, height=HEIGHT).open()
    found = []
    for text in (code, PERSON.identity):
        panel.take(text)
        found.append(panel.found is not None)
    assert (given, found) == ([code, PERSON.identity], [False, True])


def test_the_box_holds_the_longest_code(show: Make) -> None:
    panel = show()
    QTest.keyClicks(panel.box, "A" * 400)
    assert len(panel.box.text()) == 400


def test_esc_closes_it(show: Make) -> None:
    panel = show()
    QTest.keyClick(panel.box, Qt.Key.Key_Escape)
    assert not panel.isVisible()
