"""Many matters in one visit: the tabs keep to their place, the one in front is always whole."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.tables import limit
from domain.visit_rules import MatterForm
from domain.vocabulary import Outcome, matter_categories
from gui.visits.matter_tabs import MatterTabs, TabText
from tests.gui.visits.conftest import CTRL, Counter, Key
from tests.gui.visits.test_matters import block, pill
from tests.gui.visits.test_room import assert_all_in_sight, scroll


def many(count: int) -> tuple[MatterForm, ...]:
    categories = matter_categories()
    return tuple(
        MatterForm(category=categories[at % 8].code, narrative=f"第 {at + 1} 件", outcome=Outcome.ANSWERED)
        for at in range(count)
    )


@pytest.fixture
def tabs(window: QWidget, qtbot: QtBot) -> MatterTabs:
    made = MatterTabs(window)
    made.resize(420, 40)
    made.show()
    return made


def edges(tabs: MatterTabs) -> list[tuple[int, int]]:
    shown = [tabs._tabs[at] for at in tabs.in_sight]
    return [(tab.x(), tab.x() + tab.width()) for tab in shown]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 12, 20])
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_the_tabs_never_leave_their_place_nor_overlap(tabs: MatterTabs, count: int, place: str) -> None:
    front = {"first": 0, "middle": count // 2, "last": count - 1}[place]
    tabs.show_tabs([TabText("抚恤优待", done=at % 2 == 0) for at in range(count)], front)
    spans = edges(tabs)
    assert front in tabs.in_sight
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert spans[0][0] >= 0
    assert spans[-1][1] <= tabs.width()
    cut = len(tabs.in_sight) < count
    assert tabs.back.isVisible() is cut
    assert tabs._tabs[front].width() == tabs._tabs[front].width_as(0)


def test_the_arrows_page_through_all_of_them(tabs: MatterTabs) -> None:
    tabs.show_tabs([TabText("抚恤优待", done=True)] * 20, 0)
    seen = set(tabs.in_sight)
    for _ in range(20):
        if not tabs.on.isEnabled():
            break
        tabs.on.click()
        seen |= set(tabs.in_sight)
    assert seen == set(range(20))
    while tabs.back.isEnabled():
        tabs.back.click()
    assert tabs.in_sight[0] == 0


def test_a_tab_that_says_less_says_the_rest_in_its_tip(tabs: MatterTabs) -> None:
    tabs.show_tabs([TabText("抚恤优待")] * 12, 0)
    assert tabs._tabs[0].toolTip() == ""
    assert tabs._tabs[3].toolTip() == "事项 4 抚恤优待"
    assert tabs.words[3] == "事项 4 抚恤优待"


def test_twelve_matters_in_one_visit(counter: Counter) -> None:
    counter.page.desk.who.start_new("张三")
    block(counter).show_matters(many(12), 0)
    assert_all_in_sight(counter)
    head = block(counter).head
    for _ in range(11):
        counter.hands.press(Key.Key_PageDown, CTRL)
        QApplication.processEvents()
        assert block(counter).current in block(counter).tabs.in_sight
        parts = [widget for widget in head.children() if isinstance(widget, QWidget) and widget.isVisible()]
        assert all(part.geometry().right() <= head.width() for part in parts)
        assert not any(
            one.geometry().intersects(other.geometry()) for one in parts for other in parts if one is not other
        )
    assert block(counter).current == 11
    counter.hands.press(Key.Key_PageUp, CTRL)
    assert block(counter).current == 10
    counter.save()
    assert len(counter.services.visits.detail(counter.services.visits.today()[0].id).matters) == 12


def test_blank_matters_among_others_are_dropped_on_saving(counter: Counter) -> None:
    counter.page.desk.who.start_new("张三")
    matters = [*many(2), MatterForm(outcome=Outcome.ANSWERED), *many(1)]
    block(counter).show_matters(matters, 2)
    counter.save()
    assert len(counter.services.visits.detail(counter.services.visits.today()[0].id).matters) == 3


def test_a_matter_with_only_facts_is_not_blank(counter: Counter) -> None:
    counter.page.desk.who.start_new("张三")
    block(counter).show_matters([*many(1), MatterForm(facts="只写了事实", outcome=Outcome.ANSWERED)], 0)
    counter.save()
    assert list(counter.page.checks.shown) == ["matters.1.category"]


def test_no_more_than_the_limit(counter: Counter) -> None:
    block(counter).show_matters(many(limit("matters")), limit("matters") - 1)
    counter.hands.press(Key.Key_PageDown, CTRL)
    assert len(block(counter).editors) == limit("matters")


def test_two_hundred_characters_of_another_unit_are_saved_and_one_more_told(counter: Counter) -> None:
    counter.fill_in("张三")
    pill(counter, Outcome.REFERRED).click()
    block(counter).editor.rows.refer.setFocus()
    name = "区退役军人事务局" * 25
    counter.hands.words(name + "长")
    counter.save()
    assert list(counter.page.checks.shown) == ["matters.0.refer_to"]
    counter.hands.press(Key.Key_Backspace)
    counter.save()
    assert counter.services.visits.detail(counter.services.visits.today()[0].id).matters[0].refer_to == name


@pytest.mark.parametrize("count", [1, 3, 12])
def test_a_window_made_narrower_scrolls_no_further_than_it_must(counter: Counter, count: int) -> None:
    counter.page.desk.who.start_new("张三")
    block(counter).show_matters(many(count), 0)
    assert_all_in_sight(counter)
    counter.page.window().resize(1192, 564)
    desk, area = counter.page.desk, scroll(counter)
    counter.qtbot.waitUntil(
        lambda: area.verticalScrollBar().maximum() == max(0, desk.minimumSizeHint().height() - area.viewport().height())
    )


def test_no_tick_while_the_other_unit_is_not_named(counter: Counter) -> None:
    named = MatterForm(
        category=matter_categories()[0].code, narrative="问社保", outcome=Outcome.REFERRED, refer_to="区人社局"
    )
    for matter, done in ((named, True), (replace(named, refer_to=" "), False)):
        block(counter).editor.show_form(matter)
        assert block(counter).editor.tab_text().done is done
