"""The search over everything: groups, keys, and that it never runs ahead of what was really typed."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import jobs
from gui.kit.asking import WAIT_MS
from gui.kit.overlay import Overlay
from gui.search.popup import HEIGHT, WIDTH, SearchPopup
from gui.search.rows import choices_of, tabs_of
from services.search import Group, Hit
from system.errors import Trouble
from tests.gui.kit.stand import commit

Key = Qt.Key
LI = Hit("person", 1, "李䶮", "男 58 岁・430103********1238", "在办 1 件", "李䶮", "碧湘社区・上次来访 11-24")
LIU = Hit("person", 2, "刘勇", "男 44 岁")
PETITION = Hit("case", 7, "坡退信〔2026〕47号", "李䶮・伤残抚恤金补发", "在办")
CLOSED = Hit("case", 8, "坡退帮〔2025〕31号", "李䶮・临时医疗救助", "已办结")
VISIT = Hit("visit", 3, "LF20261124-007", "李䶮・11-24 09:42 来访")
PAPER = Hit("document", 5, "LF20261124-007 来访登记回执", "11-24 出具・Q4XD-83NB", "补印 1")
GROUPS = (
    Group("人员", (LI, LIU)),
    Group("信访诉求", (PETITION,)),
    Group("困难帮扶", (CLOSED,)),
    Group("来访", (VISIT,)),
    Group("文书", (PAPER,)),
)


@dataclass
class Found:
    """A search that remembers what it was asked."""

    groups: tuple[Group, ...] = GROUPS
    asked: list[str] = field(default_factory=list)
    trouble: Trouble | None = None

    def __call__(self, text: str) -> tuple[Group, ...]:
        self.asked.append(text)
        if self.trouble is not None:
            raise self.trouble
        return self.groups


@pytest.fixture
def found() -> Found:
    return Found()


@pytest.fixture
def show(window: QWidget, found: Found) -> Callable[..., SearchPopup]:
    def make(*, may_register: bool = True) -> SearchPopup:
        panel = SearchPopup(found, may_register=may_register)
        Overlay(window, panel, width=WIDTH, height=HEIGHT).open()
        QApplication.processEvents()
        return panel

    return make


@pytest.fixture
def popup(show: Callable[..., SearchPopup]) -> SearchPopup:
    return show()


def look_for(qtbot: QtBot, popup: SearchPopup, words: str = "ly") -> None:
    commit(popup.edit, words)
    qtbot.waitUntil(lambda: not popup._asking.waiting)


def press(popup: SearchPopup, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(popup.edit, key, held)


def current(popup: SearchPopup) -> Hit:
    choice = popup.list.current()
    assert choice is not None
    assert isinstance(choice.key, Hit)
    return choice.key


def test_it_opens_with_the_cursor_in_the_box_and_says_what_can_be_typed(popup: SearchPopup) -> None:
    assert popup.edit.hasFocus()
    assert popup.empty.isVisible()
    assert not popup.tabs.isVisible()


def test_what_is_composed_asks_nothing_and_fast_typing_is_one_question(
    qtbot: QtBot, popup: SearchPopup, found: Found
) -> None:
    QApplication.sendEvent(popup.edit, QInputMethodEvent("li", []))
    qtbot.wait(WAIT_MS + 50)
    assert found.asked == []
    commit(popup.edit, "李")
    commit(popup.edit, "䶮")
    qtbot.waitUntil(popup.list.isVisible)
    assert found.asked == ["李䶮"]


def test_arrows_walk_across_the_groups_and_round_the_ends(qtbot: QtBot, popup: SearchPopup) -> None:
    look_for(qtbot, popup)
    walked = [current(popup)]
    for _ in range(6):
        press(popup, Key.Key_Down)
        walked.append(current(popup))
    assert walked == [LI, LIU, PETITION, CLOSED, VISIT, PAPER, LI]
    press(popup, Key.Key_Up)
    assert current(popup) == PAPER
    assert popup.edit.hasFocus()


def test_tab_goes_from_kind_to_kind_and_back(qtbot: QtBot, popup: SearchPopup) -> None:
    look_for(qtbot, popup)
    seen = []
    for _ in range(6):
        press(popup, Key.Key_Tab)
        seen.append((popup.tabs.value(), current(popup), len(popup.list.places())))
    assert seen == [
        ("人员", LI, 2),
        ("信访诉求", PETITION, 1),
        ("困难帮扶", CLOSED, 1),
        ("来访", VISIT, 1),
        ("文书", PAPER, 1),
        ("", LI, 6),
    ]
    press(popup, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert popup.tabs.value() == "文书"
    assert popup.edit.hasFocus()


def test_a_kind_stays_chosen_while_the_typing_goes_on_if_it_still_has_anything(
    qtbot: QtBot, popup: SearchPopup, found: Found
) -> None:
    look_for(qtbot, popup)
    press(popup, Key.Key_Tab)
    look_for(qtbot, popup, "a")
    assert popup.tabs.value() == "人员"
    found.groups = GROUPS[1:]
    look_for(qtbot, popup, "b")
    assert popup.tabs.value() == ""


def test_a_click_on_a_kind_leaves_the_keyboard_in_the_box(qtbot: QtBot, popup: SearchPopup) -> None:
    look_for(qtbot, popup)
    popup.tabs.buttons()[1].click()
    assert popup.edit.hasFocus()
    assert len(popup.list.places()) == 2


def test_enter_opens_the_current_one(qtbot: QtBot, popup: SearchPopup) -> None:
    look_for(qtbot, popup)
    press(popup, Key.Key_Down)
    press(popup, Key.Key_Down)
    with qtbot.waitSignal(popup.chosen) as heard:
        press(popup, Key.Key_Return)
    assert heard.args == [PETITION]


def test_a_click_opens_too(qtbot: QtBot, popup: SearchPopup) -> None:
    look_for(qtbot, popup)
    spot = popup.list.visualRect(popup.list.found.index(4)).center()
    with qtbot.waitSignal(popup.chosen) as heard:
        QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert heard.args == [PETITION]


def test_f2_begins_a_visit_for_the_person_or_for_nobody(qtbot: QtBot, popup: SearchPopup) -> None:
    begun: list[object] = []
    popup.visit_requested.connect(begun.append)
    press(popup, Key.Key_F2)
    look_for(qtbot, popup)
    press(popup, Key.Key_F2)
    press(popup, Key.Key_Up)
    press(popup, Key.Key_F2)
    assert begun == [None, LI, None]


def test_who_may_not_register_is_offered_no_f2(qtbot: QtBot, show: Callable[..., SearchPopup]) -> None:
    popup = show(may_register=False)
    look_for(qtbot, popup)
    with qtbot.assertNotEmitted(popup.visit_requested):
        press(popup, Key.Key_F2)
    choice = popup.list.current()
    assert choice is not None
    assert [key for key, _ in popup._hints(choice)] == ["Enter"]


def test_enter_before_the_answer_opens_the_only_one_and_never_guesses(
    qtbot: QtBot, popup: SearchPopup, found: Found
) -> None:
    QTest.keyClicks(popup.edit, "l")
    with qtbot.assertNotEmitted(popup.chosen):
        press(popup, Key.Key_Return)
    assert current(popup) == LI
    found.groups = (Group("来访", (VISIT,)),)
    QTest.keyClicks(popup.edit, "f7")
    with qtbot.waitSignal(popup.chosen) as heard:
        press(popup, Key.Key_Return)
    assert heard.args == [VISIT]


def test_nothing_found_is_said_with_what_to_try(qtbot: QtBot, popup: SearchPopup, found: Found) -> None:
    found.groups = ()
    look_for(qtbot, popup, "查无此人")
    assert popup.empty.isVisible()
    assert popup.empty._title.text() == "没有找到“查无此人”"
    with qtbot.assertNotEmitted(popup.chosen):
        press(popup, Key.Key_Return)


def test_trouble_is_said_in_its_place(qtbot: QtBot, popup: SearchPopup, found: Found) -> None:
    found.trouble = Trouble("数据文件打不开。")
    look_for(qtbot, popup, "l")
    assert popup.empty._text.text() == "数据文件打不开。"


def test_an_emptied_box_shows_the_start_again_whatever_comes_late(
    qtbot: QtBot, popup: SearchPopup, found: Found
) -> None:
    held: list[jobs.Job] = []

    class Later(jobs.ImmediateRunner):
        def start(self, job: jobs.Job) -> None:
            held.append(job)

    before = jobs.set_runner(Later())
    commit(popup.edit, "l")
    qtbot.waitUntil(lambda: len(held) == 1)
    jobs.set_runner(before)
    popup.edit.selectAll()
    press(popup, Key.Key_Delete)
    held[0].do()
    assert popup.empty.isVisible()
    assert popup.list.places() == []


def test_ctrl_k_again_takes_the_words_to_be_typed_over(qtbot: QtBot, popup: SearchPopup) -> None:
    look_for(qtbot, popup, "ly")
    press(popup, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert popup.edit.selectedText() == "ly"


def test_esc_closes_it_from_the_box(qtbot: QtBot, popup: SearchPopup) -> None:
    look_for(qtbot, popup)
    press(popup, Key.Key_Escape)
    assert not popup.isVisible()


def test_rows_say_what_the_picture_shows() -> None:
    choices = choices_of(GROUPS)
    assert [choice.icon for choice in choices] == ["", "", "mail_inbox", "hand_open_heart", "history", "document"]
    assert [choice.chip.text if choice.chip else "" for choice in choices] == [
        "在办 1 件",
        "",
        "在办",
        "已办结",
        "",
        "补印 1",
    ]
    assert [(words, count) for _, words, count, _, _ in tabs_of(choices)] == [
        ("全部", 6),
        ("人员", 2),
        ("信访", 1),
        ("帮扶", 1),
        ("来访", 1),
        ("文书", 1),
    ]
