"""The whole desk by keyboard alone: every step is keys that go to whatever has the keyboard; the mouse is never used.

`Keyboard` keeps what was pressed, so that a step that can't be done by keys fails with the road that led there.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from domain.people_rules import PersonForm
from domain.scan_rules import GAP_DEFAULT
from domain.vocabulary import QueueState
from gui import jobs
from gui.help.panel import HelpPanel
from gui.kit.button import Button
from gui.kit.preview import Preview
from gui.kit.visit_panel import VisitPanel
from gui.kit.visit_papers import PapersPanel
from gui.kit.visit_papers_notice import NoticePanel
from gui.navigation import Place
from gui.people.page import PeoplePage
from gui.print_center.page import PrintCenterPage
from gui.scan_panel import ScanPanel
from gui.search.popup import SearchPopup
from gui.settings.page import SettingsPage
from services.documents import SheetState
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.gui.program import Program, window_over

PERSON = PersonForm(name="李䶮", identity="430103196811021238", phone="13873105267", address="碧湘社区晏家塘 12 号")
# One for each page that the chief has; F9 opens the queue.
PAGE_KEYS = ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "F9")
# More stops than any page has.
MOST_STOPS = 120
MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)


class MouseWatch(QObject):
    """Sees whether the mouse was used after all."""

    def __init__(self) -> None:
        super().__init__()
        self.used = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.used += event.type() in MOUSE
        return False


class Keyboard:
    """Ten fingers and an input method."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.pressed: list[str] = []

    def press(self, *sequences: str) -> None:
        """Keys and chords, one after the other."""
        for sequence in sequences:
            self.pressed.append(sequence)
            QTest.keySequence(self.focus(), QKeySequence(sequence))
            self.settle()

    def write(self, words: str) -> None:
        """Letters as keys, Chinese as an input method commits it."""
        self.pressed.append(words)
        for mark in words:
            if mark.isascii():
                QTest.keyClicks(self.focus(), mark)
            else:
                event = QInputMethodEvent()
                event.setCommitString(mark)
                QApplication.sendEvent(self.focus(), event)
        self.settle()

    def tab_to(self, name: str, back: bool = False) -> None:
        """Tab until the control of this name has the keyboard."""
        seen = []
        for _ in range(MOST_STOPS):
            if name in self.focus().accessibleName():
                return
            seen.append(self.focus().accessibleName())
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab 走不到“{name}”，走过：{seen}")

    def ring(self) -> list[QWidget]:
        """Every stop of Tab from here round to here again."""
        stops = [self.focus()]
        for _ in range(MOST_STOPS):
            QTest.keySequence(self.focus(), QKeySequence("Tab"))
            self.settle()
            if self.focus() is stops[0]:
                return stops
            stops.append(self.focus())
        raise AssertionError("Tab 走不回原处")

    def wait(self, fact: Callable[[], object], words: str) -> None:
        """Until the window has done what was asked."""
        self.program.driver.wait(fact, f"{words}（按过：{self.pressed[-8:]}）")

    def rest(self) -> None:
        """As long as a hand takes from key to key: what comes faster is taken for a scanner's."""
        QTest.qWait(2 * GAP_DEFAULT)

    def settle(self) -> None:
        QApplication.processEvents()

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.program.shell

    def panel(self, kind: type[QWidget]) -> bool:
        """Whether a panel of this kind lies over the page."""
        return any(found.isVisible() for found in children(self.program.shell, kind))


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A station whose first start is done."""
    return factories.put_ready_station(tmp_path / "data")


@pytest.fixture
def keyboard(folder: DataFolder, clock: FixedClock, cups: FakeCups, qapp: QApplication) -> Iterator[Keyboard]:
    """The window at its login, nothing but a keyboard before it."""
    watch = MouseWatch()
    with window_over(folder, clock) as program:
        program.shell.resize(1366, 728)
        program.shell.start()
        program.driver.wait(lambda: program.shell.door.currentWidget() is not None, "登录页")
        qapp.installEventFilter(watch)
        yield Keyboard(program)
        qapp.removeEventFilter(watch)
        assert watch.used == 0


@pytest.fixture
def at_desk(keyboard: Keyboard) -> Keyboard:
    """The chief logged in by keys; one person is in the register."""
    log_in(keyboard)
    keyboard.program.services.people.create(PERSON)
    return keyboard


def log_in(keyboard: Keyboard) -> None:
    keyboard.press("Alt+1")
    keyboard.write(factories.CHIEF_PASSWORD)
    keyboard.press("Return")
    keyboard.wait(lambda: keyboard.program.shell.desk is not None, "工作台")


def find_visitor(keyboard: Keyboard) -> None:
    """F2, initials, Enter: she is on the desk."""
    keyboard.press("F2")
    keyboard.write("ly")
    who = keyboard.program.visits.desk.who
    keyboard.wait(lambda: who.known.lookup.open, "找到李䶮")
    keyboard.press("Return")
    keyboard.wait(lambda: who.person_id is not None, "选中李䶮")


def answer(keyboard: Keyboard, category: int, narrative: str, reply: str) -> None:
    """One question, answered on the spot."""
    keyboard.press(f"Alt+{category}")
    keyboard.write(narrative)
    keyboard.press("Tab", "Return")
    keyboard.write(reply)


def saved_visits(keyboard: Keyboard) -> int:
    return len(keyboard.program.services.visits.today())


def test_two_matters_are_registered_and_printed(at_desk: Keyboard, cups: FakeCups) -> None:
    find_visitor(at_desk)
    answer(at_desk, 1, "问抚恤金调整", "已说明标准")
    at_desk.press("Ctrl+PgDown")
    answer(at_desk, 2, "问招聘会", "已告知时间")
    at_desk.press("Ctrl+Return")
    at_desk.wait(lambda: saved_visits(at_desk) == 1, "来访保存")
    at_desk.wait(lambda: len(cups.papers) == 1, "回执打印出来")
    services = at_desk.program.services
    visit = services.visits.detail(services.visits.today()[0].id)
    assert [matter.narrative for matter in visit.matters] == ["问抚恤金调整", "问招聘会"]
    at_desk.press("Alt+G")
    at_desk.wait(lambda: services.documents.issued()[0].state is SheetState.GOOD, "回执记为完好")


def test_somebody_new_is_registered(at_desk: Keyboard, cups: FakeCups) -> None:
    at_desk.press("F2")
    at_desk.write("欧阳守诚")
    at_desk.press("Ctrl+N")
    at_desk.wait(lambda: at_desk.program.visits.desk.who.new_mode, "新建服务对象")
    at_desk.tab_to("联系电话")
    at_desk.write("13873105268")
    answer(at_desk, 1, "问优待证", "已说明材料")
    at_desk.press("Ctrl+Return")
    at_desk.wait(lambda: saved_visits(at_desk) == 1, "来访保存")
    assert at_desk.program.services.people.find("欧阳守诚")[0].phone_masked == "138****5268"


def test_a_visitor_is_parked_and_comes_back_with_the_cursor(at_desk: Keyboard) -> None:
    find_visitor(at_desk)
    at_desk.press("Alt+1")
    at_desk.write("说到一半")
    narrative = at_desk.focus()
    at_desk.press("F7")
    desk = at_desk.program.visits.desk
    at_desk.wait(lambda: desk.who.person_id is None, "换下一位")
    at_desk.write("lg")
    at_desk.press("Ctrl+A", "Del", "F7")
    at_desk.wait(lambda: desk.who.person_id is not None, "回到停放的")
    at_desk.write("，接着说")
    assert desk.matters.editor.narrative.text() == "说到一半，接着说"
    assert at_desk.focus().accessibleName() == narrative.accessibleName()


def test_esc_leaves_and_loses_nothing(at_desk: Keyboard) -> None:
    find_visitor(at_desk)
    at_desk.press("Alt+1")
    at_desk.write("没写完")
    at_desk.press("Esc", "Esc")
    desk = at_desk.program.desk
    at_desk.wait(lambda: desk.page is not desk._pages[Place.VISIT], "离开")
    at_desk.wait(at_desk.program.services.drafts.mine, "草稿")
    at_desk.press("Ctrl+2")
    assert at_desk.program.visits.desk.matters.editor.narrative.text() == "没写完"


def test_the_search_leads_to_a_person_s_page_and_to_her_visit(at_desk: Keyboard) -> None:
    at_desk.press("Ctrl+K")
    (popup,) = children(at_desk.program.shell, SearchPopup)
    at_desk.write("ly")
    at_desk.wait(popup.list.isVisible, "查找结果")
    at_desk.press("Return")
    page = at_desk.program.desk.page
    assert isinstance(page, PeoplePage)
    at_desk.wait(lambda: page.person.card is not None, "档案页")
    at_desk.press("F2")
    at_desk.wait(lambda: at_desk.program.visits.desk.who.person_id is not None, "给她登记")


def test_a_record_is_made_and_changed(at_desk: Keyboard) -> None:
    at_desk.press("F5", "Ctrl+N")
    at_desk.write("唐银秀")
    at_desk.press("Ctrl+Return")
    services = at_desk.program.services
    at_desk.wait(lambda: services.people.find("唐银秀"), "档案保存")
    at_desk.press("Alt+E")
    at_desk.tab_to("社区")
    at_desk.write("碧湘社区")
    at_desk.press("Ctrl+Return")
    at_desk.wait(lambda: services.people.find("唐银秀")[0].community == "碧湘社区", "修改保存")


def register_one(keyboard: Keyboard) -> None:
    find_visitor(keyboard)
    answer(keyboard, 1, "问抚恤金", "已说明")
    keyboard.press("Ctrl+Return")
    keyboard.wait(lambda: saved_visits(keyboard) == 1, "来访保存")


def test_a_sheet_is_called_good_and_looked_at_in_the_print_centre(at_desk: Keyboard, cups: FakeCups) -> None:
    register_one(at_desk)
    at_desk.press("Ctrl+5")
    page = at_desk.program.desk.page
    assert isinstance(page, PrintCenterPage)
    at_desk.wait(lambda: page.sheet.row is not None, "选中回执")
    at_desk.press("Space")
    services = at_desk.program.services
    at_desk.wait(lambda: services.documents.issued()[0].state is SheetState.GOOD, "完好")
    at_desk.press("Return")
    at_desk.wait(lambda: at_desk.panel(Preview), "预览")
    at_desk.press("Esc")
    assert not at_desk.panel(Preview)


def test_a_number_typed_after_f6_opens_its_visit(at_desk: Keyboard) -> None:
    register_one(at_desk)
    at_desk.press("F6")
    (panel,) = children(at_desk.program.shell, ScanPanel)
    at_desk.write("LF1124-1")
    at_desk.press("Return")
    at_desk.wait(lambda: panel.found is not None, "查到")
    at_desk.wait(panel.box.hasSelectedText, "扫码框")
    at_desk.rest()
    at_desk.press("Return")
    at_desk.wait(lambda: at_desk.panel(VisitPanel), "来访详情")
    at_desk.press("Esc")
    assert not at_desk.panel(VisitPanel)


def test_the_help_opens_and_closes_on_every_page(at_desk: Keyboard) -> None:
    for key in PAGE_KEYS:
        at_desk.press(key, "F1")
        assert at_desk.panel(HelpPanel)
        at_desk.press("Esc")
        assert not at_desk.panel(HelpPanel)
        at_desk.program.driver.settle()


def test_a_setting_is_reached_and_changed(at_desk: Keyboard) -> None:
    at_desk.press("Ctrl+6")
    page = at_desk.program.desk.page
    assert isinstance(page, SettingsPage)
    for _ in page.specs:
        if page.nav.entries["station"].hasFocus():
            break
        at_desk.press("Up")
    at_desk.press("Return")
    at_desk.tab_to("办公时间")
    at_desk.press("Ctrl+A")
    at_desk.write("9:00-17:00")
    at_desk.press("Ctrl+S")
    services = at_desk.program.services
    at_desk.wait(lambda: services.station.view().hours == "9:00-17:00", "本站信息保存")


def test_the_desk_is_locked_and_opened_again(at_desk: Keyboard) -> None:
    find_visitor(at_desk)
    at_desk.press("Alt+1")
    at_desk.write("写到这里")
    at_desk.press("Ctrl+L")
    lock = at_desk.program.shell.lock_screen
    assert lock is not None
    assert lock.locked
    at_desk.write(factories.CHIEF_PASSWORD)
    at_desk.press("Return")
    at_desk.wait(lambda: not lock.locked, "解锁")
    at_desk.write("，继续")
    assert at_desk.program.visits.desk.matters.editor.narrative.text() == "写到这里，继续"


def test_a_number_is_taken_called_and_led_to_the_desk(at_desk: Keyboard, cups: FakeCups) -> None:
    services = at_desk.program.services
    at_desk.press("F9", "Ctrl+N")
    at_desk.write("刘勇")
    at_desk.press("Return")
    at_desk.wait(services.queue.today, "取到号")
    at_desk.press("Esc", "F9")
    at_desk.wait(lambda: services.queue.today()[0].state is QueueState.CALLED, "叫到号")
    at_desk.press("Return")
    at_desk.wait(lambda: at_desk.program.desk.page is at_desk.program.desk._pages.get(Place.VISIT), "来登记")


def test_a_visit_of_an_earlier_day_is_entered(at_desk: Keyboard) -> None:
    find_visitor(at_desk)
    answer(at_desk, 1, "问抚恤金", "已说明")
    at_desk.press("Ctrl+D")
    at_desk.write("11-20")
    at_desk.tab_to("补登原因")
    at_desk.write("停电先记在纸上")
    at_desk.press("Ctrl+Return")
    at_desk.wait(lambda: saved_visits(at_desk) == 1, "补登保存")
    assert at_desk.program.services.visits.today()[0].visited_on == date(2026, 11, 20)


def test_somebody_who_came_along_is_written_down(at_desk: Keyboard) -> None:
    find_visitor(at_desk)
    answer(at_desk, 1, "问抚恤金", "已说明")
    at_desk.press("Ctrl+G")
    at_desk.tab_to("姓名")
    at_desk.write("唐银秀")
    at_desk.press("Ctrl+Return")
    at_desk.wait(lambda: saved_visits(at_desk) == 1, "来访保存")
    services = at_desk.program.services
    assert [guest.name for guest in services.visits.detail(services.visits.today()[0].id).guests] == ["唐银秀"]


def test_a_phrase_is_put_into_the_narrative(at_desk: Keyboard) -> None:
    find_visitor(at_desk)
    at_desk.press("Alt+1")
    at_desk.write("来访人说：")
    before = at_desk.program.visits.desk.matters.editor.narrative.text()
    at_desk.press("F8")
    at_desk.press("Return")
    narrative = at_desk.program.visits.desk.matters.editor.narrative
    at_desk.wait(lambda: len(narrative.text()) > len(before), "常用语")
    assert narrative.text().startswith(before)
    assert at_desk.focus() is narrative


def test_a_saved_visit_is_rated_corrected_or_voided_from_its_panel(at_desk: Keyboard) -> None:
    register_one(at_desk)
    at_desk.press("F6")
    at_desk.write("LF1124-1")
    at_desk.press("Return")
    (panel,) = children(at_desk.program.shell, ScanPanel)
    at_desk.wait(lambda: panel.found is not None and panel.box.hasSelectedText(), "查到")
    at_desk.rest()
    at_desk.press("Return")
    at_desk.wait(lambda: at_desk.panel(VisitPanel), "来访详情")
    at_desk.press("Alt+X")
    at_desk.write("登记错了人")
    at_desk.press("Ctrl+Return")
    services = at_desk.program.services
    at_desk.wait(lambda: services.visits.today()[0].voided, "作废")


def test_what_is_missing_is_told_on_the_spot_and_both_sheets_are_called_good(at_desk: Keyboard, cups: FakeCups) -> None:
    find_visitor(at_desk)
    at_desk.press("Alt+1")
    at_desk.write("申请补助")
    at_desk.press("Tab")
    for _ in range(7):
        if at_desk.focus().accessibleName() == "待补材料":
            break
        at_desk.press("Right")
    at_desk.press("Space", "Ctrl+Return")
    at_desk.wait(lambda: len(cups.papers) == 1, "回执打印出来")
    at_desk.press("Alt+P")
    at_desk.wait(lambda: at_desk.panel(NoticePanel), "告知书")
    at_desk.write("户口簿")
    at_desk.press("Ctrl+Return")
    at_desk.wait(lambda: len(cups.papers) == 2, "告知书打印出来")
    services = at_desk.program.services
    notice, receipt = services.documents.issued()
    assert notice.number == f"{receipt.number} 告知第1次"
    at_desk.press("Alt+G")
    at_desk.wait(lambda: services.documents.one(notice.id).state is SheetState.GOOD, "告知书完好")
    at_desk.press("Alt+G")
    at_desk.wait(lambda: services.documents.one(receipt.id).state is SheetState.GOOD, "回执完好")
    at_desk.press("Alt+P")
    at_desk.wait(lambda: at_desk.panel(PapersPanel), "打印文书")
    at_desk.press("1")
    at_desk.wait(lambda: len(cups.papers) == 3 or at_desk.panel(Preview), "来访登记表")


def test_tab_reaches_every_main_button_of_every_page(at_desk: Keyboard) -> None:
    register_one(at_desk)
    for key in PAGE_KEYS:
        at_desk.press(key)
        at_desk.wait(lambda: not jobs.under_way(), "读完")
        ring = at_desk.ring()
        page = at_desk.program.desk.page
        main = [
            button
            for button in children(page, Button)
            if button.isVisible() and button.isEnabled() and button._kind == "primary"
        ]
        assert [button.words() for button in main if button not in ring] == []


def test_a_stop_of_tab_is_never_out_of_sight(at_desk: Keyboard) -> None:
    for key in PAGE_KEYS:
        at_desk.press(key)
        for stop in at_desk.ring():
            assert stop.isVisible(), stop.accessibleName()
            assert not stop.visibleRegion().isEmpty() or isinstance(stop, QAbstractButton), stop.accessibleName()
