"""The lists of service cases, by the keyboard."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.overlay import Overlay
from gui.navigation import Place, Target
from gui.service_cases.list import CaseListView
from gui.service_cases.list_bulk import offers_together
from gui.service_cases.list_print import PrintRun
from gui.service_cases.questions import FormPanel, PaperChoice
from services import Services
from services.service_cases import CaseQuery
from system.clock import FixedClock
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children, commit, settle
from tests.gui.service_cases.cases_desk import ALT, CTRL, CasesDesk
from tests.services.case_life import matter, open_case

WAIT_MS = 2000


@pytest.fixture
def desk(window: QWidget, station: Services, cups: FakeCups) -> CasesDesk:
    open_case(station, matter("card_first"), "胡望城")
    open_case(station, matter("card_first", complete=False), "李建军")
    open_case(station, matter("general"), "谭志远")
    made = CasesDesk(window, station)
    made.page.list.table.setFocus()
    return made


def names(view: CaseListView) -> list[str]:
    return [row.person for row in view.table.rows]


def counts(view: CaseListView) -> dict[str, str]:
    return {button.words(): button.accessibleName().rpartition(" ")[2] for button in view.tabs.buttons()}


class TestTabs:
    def test_each_says_how_many(self, desk: CasesDesk) -> None:
        told = counts(desk.page.list)
        assert (told["未办结"], told["待补正"], told["逾期"], told["已办结"], told["全部"]) == ("3", "1", "0", "0", "3")

    def test_a_tab_narrows_the_list(self, desk: CasesDesk) -> None:
        desk.page.open_target(Target(Place.SERVICE_CASES, "tab", text="supplement"))
        settle(desk.window)
        assert names(desk.page.list) == ["李建军"]

    def test_it_comes_back_as_it_was_left(self, desk: CasesDesk, station: Services) -> None:
        desk.page.list.show_tab("supplement")
        settle(desk.window)
        again = CaseListView(station, desk.bus, desk.printer)
        again.refresh()
        settle(desk.window)
        assert (again.query.tab, names(again)) == ("supplement", ["李建军"])

    def test_the_soonest_stands_first(self, desk: CasesDesk) -> None:
        days = [row.due for row in desk.page.list.table.rows]
        assert days == sorted(day for day in days if day is not None)

    def test_overdue_is_told(self, desk: CasesDesk, clock: FixedClock) -> None:
        clock.advance(dt.timedelta(days=200))
        desk.page.refresh()
        settle(desk.window)
        assert counts(desk.page.list)["逾期"] != "0"
        table = desk.page.list.table
        assert "逾期" in str(table.rows_model.data(table.rows_model.index(0, 1)))


class TestFilters:
    def test_words_narrow_while_they_are_typed(self, desk: CasesDesk, qtbot: object) -> None:
        view = desk.page.list
        commit(view.filters.box, "谭志远")
        qtbot.waitUntil(lambda: names(view) == ["谭志远"], timeout=WAIT_MS)  # type: ignore[attr-defined]
        assert counts(view)["未办结"] == "1"

    def test_a_day_that_is_none_is_marked_and_narrows_nothing(self, desk: CasesDesk) -> None:
        view = desk.page.list
        view.filters.since.setText("99")
        view.filters.changed.emit()
        assert view.filters.since.property("state") == "error"
        assert len(names(view)) == 3

    def test_the_days_of_acceptance(self, desk: CasesDesk) -> None:
        view = desk.page.list
        view.filters.until.setText("-1")
        view.filters.changed.emit()
        assert names(view) == []
        assert view.empty.button is not None
        assert view.empty.button.words() == "清除筛选"
        view.empty.button.click()
        assert len(names(view)) == 3

    def test_the_handler_and_the_matter(self, desk: CasesDesk) -> None:
        view = desk.page.list
        view.filters.kind.set_value("general")
        view.filters.changed.emit()
        assert names(view) == ["谭志远"]
        view.filters.clear()
        assert view.query == CaseQuery()

    def test_a_named_filter_is_kept_and_forgotten(self, desk: CasesDesk) -> None:
        view = desk.page.list
        view.filters.kind.set_value("general")
        view.filters.changed.emit()
        view.filters.keep_link.click()
        settle(desk.window)
        (panel,) = desk.overlays
        assert isinstance(panel, FormPanel)
        panel.form.set_values({"name": "综合"})
        panel.button.click()
        settle(desk.window)
        assert [button.words() for button in view.named.buttons] == ["综合 1"]
        view.filters.clear()
        view.named.buttons[0].click()
        assert names(view) == ["谭志远"]
        view.filters.keep_link.click()
        settle(desk.window)
        assert view.named.buttons == ()


class TestKeys:
    def test_enter_opens(self, desk: CasesDesk) -> None:
        wanted = desk.page.list.table.rows[0].id
        desk.press(Qt.Key.Key_Return)
        assert desk.view.id == wanted

    def test_space_ticks_and_unticks(self, desk: CasesDesk) -> None:
        view = desk.page.list
        desk.press(Qt.Key.Key_Space)
        assert (view.foot.ticks.text(), len(view.ticked)) == ("已选 1 件", 1)
        desk.press(Qt.Key.Key_Space)
        assert view.ticked == {}

    def test_a_click_in_the_first_column_ticks(self, desk: CasesDesk) -> None:
        table = desk.page.list.table
        box = table.visualRect(table.model().index(1, 0))
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        assert list(desk.page.list.ticked) == [table.rows[1].id]

    def test_without_a_tick_nothing_is_done_with_many(self, desk: CasesDesk) -> None:
        foot = desk.page.list.foot
        assert not foot.bundle_button.isEnabled()
        foot.all_box.click()
        assert foot.bundle_button.isEnabled()
        assert len(desk.page.list.ticked) == 3


class TestMany:
    def test_into_a_bundle_and_who_cannot_go_is_named(self, desk: CasesDesk) -> None:
        view = desk.page.list
        view.foot.all_box.click()
        view.foot.bundle_button.click()
        settle(desk.window)
        desk.save()
        (row,) = desk.services.batches.open_batches()
        assert row.size == 1
        assert view.ticked == {}
        assert any("没有编入" in panel.accessibleName() for panel in desk.overlays)

    def test_reassigned_with_a_reason(self, desk: CasesDesk) -> None:
        view = desk.page.list
        view.foot.all_box.click()
        view.foot.reassign_button.click()
        settle(desk.window)
        (panel,) = desk.overlays
        assert isinstance(panel, FormPanel)
        handler = desk.services.accounts.names()[-1].name
        panel.form.set_values({"handler": handler, "reason": "休假"})
        panel.button.click()
        settle(desk.window)
        assert {row.handler for row in view.table.rows} == {handler}

    def test_one_kind_for_each_and_why_not(self, desk: CasesDesk, cups: FakeCups) -> None:
        view = desk.page.list
        view.foot.all_box.click()
        view.foot.print_button.click()
        settle(desk.window)
        (choice,) = desk.overlays
        assert isinstance(choice, PaperChoice)
        choice.chosen.emit("one_time_notice")
        settle(desk.window)
        (run,) = [panel for panel in desk.overlays if isinstance(panel, PrintRun)]
        assert len(run.refused) == 2
        assert "送出 1 件" in run.words.text()
        run.stop_button.click()
        settle(desk.window)
        assert desk.overlays == []

    def test_offers_are_counted_together(self) -> None:
        one = (("a", "甲", ""), ("b", "乙", "还没有结果。"))
        other = (("a", "甲", "不行。"), ("b", "乙", "不行。"))
        found = offers_together([one, other])
        assert found == (("a", "甲 · 1 件", ""), ("b", "乙 · 0 件", "还没有结果。"))


class TestBeside:
    def test_a_wide_window_shows_the_case_and_begins_its_steps(self, desk: CasesDesk, qtbot: object) -> None:
        view = desk.page.list
        assert view.side.isHidden()
        desk.window.resize(1920, 1000)
        settle(desk.window)
        view.table.select(lambda row: row.person == "胡望城")
        side = view.side
        qtbot.waitUntil(lambda: side.view is not None and side.view.person == "胡望城", timeout=WAIT_MS)  # type: ignore[attr-defined]
        assert "****" in side.phone.text()
        action = next(move.choice.code for move in side.next.moves if move.isEnabled())
        desk.press(Qt.Key.Key_1, ALT)
        assert desk.panel.action.action == action


def test_the_bundles_lie_over_the_list(desk: CasesDesk) -> None:
    desk.press(Qt.Key.Key_B, CTRL)
    assert [overlay.panel.accessibleName() for overlay in children(desk.window, Overlay)] == ["报送批次"]
    assert QApplication.focusWidget() is not None
