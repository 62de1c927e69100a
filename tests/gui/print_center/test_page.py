"""The print centre: every sheet of a day, whether it is good, and printing it again in the right way."""

import datetime as dt
import os
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.preview import Preview
from gui.navigation import Place, Target
from gui.print_center.periods import Period
from gui.print_center.questions import SheetQuestion
from services import Services
from services.documents import SheetState
from system.clock import FixedClock
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.fake_cups import FakeCups
from tests.gui.print_center.centre import Centre
from tests.gui.visitors import ANSWERED, PERSON, visit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins for CUPS are shell scripts")


@pytest.fixture
def centre(window: QWidget, clerk: Services) -> Centre:
    return Centre(window, clerk)


def test_a_day_without_paper_says_so(centre: Centre) -> None:
    assert centre.page.list.empty.isVisible()
    assert centre.page.tally.chip.chip.text == "没有纸"
    assert not centre.page.list.good_button.isEnabled()
    assert not centre.page.sheet.print_button.isVisible()
    assert [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()] == [centre.window]


def test_space_calls_a_waiting_sheet_good_and_nothing_else(centre: Centre, clerk: Services) -> None:
    first, second = visit(clerk).document, visit(clerk, new_person=replace(PERSON, identity="")).document
    clerk.documents.mark(first.id, SheetState.SPOILED, "卡纸")
    centre.page.refresh()
    assert centre.states() == ["待确认", "损坏"]
    assert centre.page.tally.chip.chip.text == "还有 1 号待确认"
    centre.page.table.setFocus()
    QTest.keyClick(centre.page.table, Qt.Key.Key_Space)
    assert clerk.documents.one(second.id).state is SheetState.GOOD
    assert centre.page.tally.chip.chip.text == "账纸相符"
    centre.choose(first.id)
    QTest.keyClick(centre.page.table, Qt.Key.Key_Space)
    assert clerk.documents.one(first.id).state is SheetState.SPOILED


def test_a_spoiled_sheet_wants_a_word_how(centre: Centre, clerk: Services) -> None:
    document = visit(clerk).document
    centre.page.refresh()
    centre.page.list.spoiled_button.click()
    question = centre.panels[0]
    assert isinstance(question, SheetQuestion)
    question.yes.click()
    assert question.field.message == "请写明原因，会记在登记簿里"
    assert clerk.documents.one(document.id).state is SheetState.PENDING
    question.reason.setText("墨糊了")
    question.taken_back.setChecked(True)
    question.yes.click()
    row = clerk.documents.one(document.id)
    assert (row.state, row.state_note, row.taken_back) == (SheetState.SPOILED, "墨糊了", True)
    assert centre.page.sheet.remark.text() == "墨糊了\n废纸已收回"


def test_what_never_came_out_is_printed_as_it_is(centre: Centre, clerk: Services, cups: FakeCups) -> None:
    document = visit(clerk).document
    clerk.documents.mark(document.id, SheetState.FAILED, "没有找到打印机。")
    centre.page.refresh()
    assert centre.page.sheet.print_button.words() == "重新打印"
    assert not centre.page.sheet.reason_field.isVisible()
    QTest.keyClick(centre.page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert cups.papers == [clerk.documents.pdf(document.id)]
    assert centre.states() == ["待确认"]
    assert "Office" in centre.page.sheet.note.text()
    assert len(clerk.documents.issued()) == 1


def test_a_failure_is_told_where_it_was_pressed(centre: Centre, clerk: Services, cups: FakeCups) -> None:
    visit(clerk)
    cups.break_down()
    centre.page.refresh()
    centre.page.sheet.print_button.click()
    assert centre.page.sheet.note.text() == "找不到打印机“Office”，内容已保存，接通后再按 Ctrl+Enter"
    assert centre.states() == ["打印失败"]
    assert centre.page.sheet.print_button.isEnabled()


def test_a_good_sheet_is_printed_again_only_with_a_reason(centre: Centre, clerk: Services, cups: FakeCups) -> None:
    document = visit(clerk).document
    clerk.documents.mark(document.id, SheetState.GOOD)
    centre.page.refresh()
    sheet = centre.page.sheet
    sheet.print_button.click()
    assert sheet.reason_field.message == "请选一个原因"
    sheet.reason.buttons()[3].click()
    sheet.print_button.click()
    assert sheet.words_field.message == "选了“其他”，请写一句说明"
    assert cups.papers == []
    sheet.words.setText("<b>&amp; 😀")
    sheet.print_button.click()
    newest = clerk.documents.issued()[0]
    assert newest.reprint == 1
    assert newest.number == document.number
    assert cups.papers == [clerk.documents.pdf(newest.id)]
    assert centre.states() == ["待确认", "完好"]
    assert clerk.documents.one(document.id).state is SheetState.GOOD


def test_what_was_typed_stays_with_its_sheet(centre: Centre, clerk: Services) -> None:
    first = visit(clerk).document
    second = visit(clerk, new_person=replace(PERSON, identity="")).document
    for document in (first, second):
        clerk.documents.mark(document.id, SheetState.GOOD)
    centre.page.refresh()
    centre.choose(first.id)
    centre.page.sheet.words.setText("本人来站")
    centre.page.refresh()
    assert centre.page.sheet.words.text() == "本人来站"
    centre.choose(second.id)
    assert centre.page.sheet.words.text() == ""


def test_enter_shows_the_sheet_as_it_was(centre: Centre, clerk: Services) -> None:
    visit(clerk)
    centre.page.refresh()
    centre.page.table.setFocus()
    QTest.keyClick(centre.page.table, Qt.Key.Key_Return)
    assert isinstance(centre.panels[0], Preview)


def test_a_sheet_of_another_day_is_gone_to(centre: Centre, clerk: Services, clock: FixedClock) -> None:
    old = visit(clerk).document
    clock.advance(dt.timedelta(days=40))
    visit(clerk, ANSWERED, new_person=replace(PERSON, identity=""))
    centre.page.show_day(clock.today())
    centre.find("没有的")
    assert centre.states() == []
    centre.page.open_target(Target(Place.PRINT_CENTER, "document", id=old.id))
    assert centre.page.table.current() == clerk.documents.one(old.id)
    assert centre.page.list.period.currentText() == "2026-11-24 星期二"
    assert centre.page.list.filter.text() == ""
    centre.page.show_day(clock.today())
    assert len(centre.states()) == 1
    assert centre.page.list.period.value() is Period.TODAY
    QTest.keyClick(centre.page.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert centre.states() == []


def test_tabs_keep_to_one_state(centre: Centre, clerk: Services) -> None:
    first = visit(clerk).document
    visit(clerk, new_person=replace(PERSON, identity=""))
    clerk.documents.mark(first.id, SheetState.GOOD)
    centre.page.refresh()
    centre.page.tabs.buttons()[2].click()
    assert centre.states() == ["完好"]
    centre.page.refresh()
    assert centre.page.tabs.value() == SheetState.GOOD
    centre.page.tabs.buttons()[5].click()
    assert centre.states() == []
    assert centre.page.sheet.row is None


def test_a_void_sheet_can_be_looked_at_and_nothing_else(centre: Centre, clerk: Services, cups: FakeCups) -> None:
    saved = visit(clerk)
    document = saved.document
    clerk.visit_changes.void(saved.id, reason="登记错了人")
    centre.page.refresh()
    assert centre.states() == ["作废"]
    assert centre.page.tally.words.text() == "1 号：交付 0，作废 1，待确认 0"
    assert centre.page.tally.chip.chip.text == "账纸相符"
    sheet = centre.page.sheet
    for button in (centre.page.list.good_button, centre.page.list.spoiled_button, sheet.print_button):
        assert not button.isEnabled()
        assert "作废" in button.accessibleDescription()
    assert not sheet.reason_field.isVisible()
    assert sheet.remark.text() == "来访已作废"
    sheet.preview_button.click()
    panel = centre.panels[0]
    assert isinstance(panel, Preview)
    assert not panel.print_button.isEnabled()
    assert not panel.save_button.isEnabled()
    assert "作废" in panel.note.accessibleName()
    centre.printer.print_document(centre.page, document.id)
    assert cups.papers == []
    assert clerk.documents.one(document.id).state is SheetState.VOID
    centre.page.tabs.buttons()[3].click()
    assert centre.states() == ["作废"]


def test_a_corrected_number_is_one_number_with_its_void_sheet(centre: Centre, clerk: Services) -> None:
    saved = visit(clerk)
    clerk.documents.mark(saved.document.id, SheetState.GOOD)
    form = clerk.visit_changes.form_of(saved.id).form
    clerk.visit_changes.correct(saved.id, replace(form, headcount=2), reason="少记了一人", corrections=0)
    centre.page.refresh()
    assert centre.states() == ["待确认", "作废"]
    model = centre.page.table.rows_model
    assert [str(model.data(model.index(row, 3))) for row in range(2)] == [
        "LF20261124-001 更正 1",
        "LF20261124-001",
    ]
    assert centre.page.tally.words.text() == "1 号：交付 0，作废 0，待确认 1"
    centre.page.table.setFocus()
    QTest.keyClick(centre.page.table, Qt.Key.Key_Space)
    assert centre.page.tally.words.text() == "1 号：交付 1，作废 0，待确认 0"
    assert "更正 1" in centre.page.sheet.title.text()


def test_what_never_came_out_is_not_called_good(centre: Centre, clerk: Services) -> None:
    document = visit(clerk).document
    clerk.documents.mark(document.id, SheetState.FAILED, "没有找到打印机。")
    centre.page.refresh()
    assert centre.page.list.good_button.accessibleDescription() == "没有打印出来，请先重新打印"
    assert not centre.page.list.good_button.isEnabled()
    centre.page.table.setFocus()
    QTest.keyClick(centre.page.table, Qt.Key.Key_Space)
    assert clerk.documents.one(document.id).state is SheetState.FAILED


def test_a_sheet_that_is_not_there_is_told(centre: Centre) -> None:
    centre.page.open_target(Target(Place.PRINT_CENTER, "document", id=4711))
    assert centre.panels[0].accessibleName() == "没有这张文书。"


def test_who_may_not_print_sees_why(window: QWidget, as_operator: LogIn) -> None:
    centre = Centre(window, as_operator(factories.AUDITOR))
    assert "没有“打印回执和文书”的权限" in centre.panels[0].accessibleName()


def test_on_a_narrow_page_the_key_to_print_pulls_the_card_out_that_asks_why(centre: Centre, clerk: Services) -> None:
    clerk.documents.mark(visit(clerk).document.id, SheetState.GOOD)
    centre.window.resize(1000, 600)
    centre.page.refresh()
    QApplication.processEvents()
    assert centre.page.drawer.is_folded
    assert not centre.page.sheet.isVisible()
    QTest.keyClick(centre.page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert centre.page.sheet.isVisible()
    assert "原因" in centre.page.sheet.reason_field.message
