"""Moments, waiting times and outcomes in the words of the window, and the rows of tabs and facts."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from domain.labels import OUTCOME_LABELS
from domain.vocabulary import Outcome
from gui.kit.boxes import VBox
from gui.kit.facts import Facts
from gui.kit.label import Label
from gui.kit.moments import day_words, moment_words, waiting_words
from gui.kit.outcome_chip import outcome_chip, outcomes_chip
from gui.kit.sheet_chip import SHEET_CHIPS
from gui.kit.tabs import Tabs, tab
from services.documents import SheetState
from tests.factories import MOMENT

NOW = MOMENT


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (dt.timedelta(minutes=2), "09:40"),
        (dt.timedelta(hours=16, minutes=16), "昨天 17:26"),
        (dt.timedelta(days=4), "11-20 09:42"),
        (dt.timedelta(days=356), "2025-12-03 09:42"),
    ],
)
def test_a_moment_says_its_day_only_when_it_isn_t_today(before: dt.timedelta, words: str) -> None:
    assert moment_words(NOW - before, NOW) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-5, "0 分"), (0, "0 分"), (59, "59 分"), (60, "1 小时 0 分"), (125, "2 小时 5 分"), (3000, "2 天")],
)
def test_waiting_is_counted_in_whole_minutes(minutes: int, words: str) -> None:
    assert waiting_words(NOW - dt.timedelta(minutes=minutes), NOW) == words


def test_the_day_beside_a_title() -> None:
    assert day_words(dt.date(2026, 11, 24)) == "11 月 24 日 星期二"


def test_every_outcome_has_its_chip_and_an_unknown_word_is_grey() -> None:
    assert {outcome_chip(OUTCOME_LABELS[outcome]).tone for outcome in Outcome} == {"green", "blue", "grey", "amber"}
    assert outcome_chip("已办结").tone == "green"
    assert outcome_chip("别的").tone == "grey"
    assert outcomes_chip(()) == ""
    several = outcomes_chip(("当场答复", "立信访件"))
    assert not isinstance(several, str)
    assert (several.text, several.tone) == ("当场答复 +1", "green")
    assert set(SHEET_CHIPS) == set(SheetState)


def test_tabs_keep_what_is_chosen_and_the_keyboard_while_counts_change(window: QWidget) -> None:
    tabs = Tabs(name="状态", look="filled")
    VBox(window).addWidget(tabs)
    taken: list[object] = []
    tabs.chosen.connect(taken.append)
    tabs.set_tabs([tab("", "全部", 3), tab("good", "完好", 2)])
    assert tabs.value() == ""
    tabs.buttons()[0].setFocus()
    QTest.keyClick(tabs.buttons()[0], Qt.Key.Key_Right)
    assert taken == ["good"]
    tabs.set_tabs([tab("", "全部", 4), tab("good", "完好", 3)])
    assert tabs.value() == "good"
    assert tabs.buttons()[1].hasFocus()
    assert tabs.buttons()[1].accessibleName() == "完好 3"
    tabs.set_tabs([tab("", "全部", 0)])
    assert tabs.value() == ""


def test_facts_give_a_small_value_no_say_over_the_columns(window: QWidget) -> None:
    facts = Facts()
    column = VBox(window)
    column.addWidget(facts)
    long = facts.add("事项", "很长的一句话，" * 20)
    facts.add("状态", Label("在办"))
    facts.show()
    column.activate()
    assert long.width() > window.width() * 3 // 4
    facts.clear()
    facts.add("事项", "另一句")
    QTest.qWait(0)
    labels: list[Label] = list(facts.findChildren(Label))
    assert [label.text() for label in labels if label.isVisible()] == ["事项", "另一句"]
