"""The row of tabs filled again: what is still offered keeps its button, its place for the keyboard and what it does."""

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.tabs import Tabs, tab
from tests.gui.kit.stand import settle, stand

FIRST = [tab("copy", "照抄系统", 3), tab("facts", "办件信息"), tab("papers", "文书", 1)]


@pytest.fixture
def tabs(window: QWidget) -> Tabs:
    made = Tabs(name="办件内容")
    stand(window, made, QLineEdit())
    made.set_tabs(FIRST)
    settle(window)
    return made


def told(tabs: Tabs) -> list[str]:
    return [button.accessibleName() for button in tabs.buttons()]


def test_another_count_is_said_by_the_same_button(window: QWidget, tabs: Tabs) -> None:
    before, narrow = tabs.buttons(), tabs.buttons()[2].width()
    tabs.set_tabs([*FIRST[:2], tab("papers", "文书", 12)])
    settle(window)
    assert tabs.buttons() == before
    assert told(tabs) == ["照抄系统 3", "办件信息", "文书 12"]
    assert before[2].width() > narrow


def test_a_tab_that_goes_takes_only_its_own_button(qtbot: QtBot, window: QWidget, tabs: Tabs) -> None:
    _copy, facts, papers = tabs.buttons()
    tabs.set_tabs([*FIRST[1:], tab("files", "附件", 0)])
    settle(window)
    assert tabs.buttons()[:2] == (facts, papers)
    assert tabs.value() == "facts"
    assert [button.x() for button in tabs.buttons()] == sorted(button.x() for button in tabs.buttons())
    with qtbot.waitSignal(tabs.chosen) as heard:
        papers.click()
    assert heard.args == ["papers"]


def test_a_tab_that_comes_in_front_moves_the_others_along(qtbot: QtBot, window: QWidget, tabs: Tabs) -> None:
    tabs.set_tabs(FIRST[1:])
    tabs.set_value("papers")
    tabs.set_tabs(FIRST)
    settle(window)
    assert told(tabs) == ["照抄系统 3", "办件信息", "文书 1"]
    assert tabs.value() == "papers"
    assert tabs.buttons()[0].x() < tabs.buttons()[1].x() < tabs.buttons()[2].x()
    with qtbot.waitSignal(tabs.chosen) as heard:
        tabs.buttons()[0].click()
    assert heard.args == ["copy"]


def test_the_keyboard_stays_on_the_chosen_tab(window: QWidget, tabs: Tabs) -> None:
    tabs.set_value("facts")
    tabs.buttons()[1].setFocus()
    tabs.set_tabs(FIRST[1:])
    settle(window)
    assert tabs.buttons()[0].hasFocus()
    assert tabs.value() == "facts"
