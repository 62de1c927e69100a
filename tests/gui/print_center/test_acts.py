"""What is done with sheets in the print centre: void, retry, reprint, new papers, long days, two windows."""

import datetime as dt
import os
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.preview import Preview
from gui.navigation import Place, Target
from gui.print_center.new_paper import NewPaper
from gui.print_center.periods import Period
from gui.print_center.questions import DayQuestion, SheetQuestion
from services import Services
from services.documents import SheetState
from system.clock import FixedClock
from tests.gui.fake_cups import FakeCups
from tests.gui.print_center.centre import Centre
from tests.gui.question import answer
from tests.gui.visitors import PERSON, visit
from tests.services.test_register import fill

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins for CUPS are shell scripts")


@pytest.fixture
def centre(window: QWidget, clerk: Services) -> Centre:
    return Centre(window, clerk)


def several(clerk: Services, count: int) -> list[int]:
    """So many receipts."""
    return [visit(clerk, new_person=replace(PERSON, identity="")).document.id for _ in range(count)]


def test_one_sheet_is_made_void_with_a_reason(centre: Centre, clerk: Services) -> None:
    saved = visit(clerk)
    centre.page.refresh()
    QTest.keyClick(centre.page.table, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    question = centre.panels[0]
    assert isinstance(question, SheetQuestion)
    assert question.reason.hasFocus()
    question.yes.click()
    assert question.field.message.startswith("请写明原因")
    question.reason.setText("姓名写错")
    question.taken_back.setChecked(True)
    question.yes.click()
    assert centre.states() == ["作废"]
    row = clerk.documents.one(saved.document.id)
    assert (row.state_note, row.taken_back) == ("姓名写错", True)
    assert "仍然有效" in centre.page.list.note.text()
    assert "更正" in centre.page.list.note.text()
    assert not centre.page.list.void_button.isEnabled()
    assert clerk.visits.detail(saved.id).row.voided is False


def test_all_that_failed_is_printed_at_once(centre: Centre, clerk: Services, cups: FakeCups) -> None:
    ids = several(clerk, 3)
    for document in ids:
        clerk.documents.mark(document, SheetState.FAILED, "缺纸")
    centre.page.refresh()
    assert centre.page.list.retry_button.words() == "重打失败的 3 张"
    QTest.keyClick(centre.page.table, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert cups.papers == [clerk.documents.pdf(document) for document in ids]
    assert centre.states() == ["待确认"] * 3
    assert centre.page.list.note.text() == "送出 3 张，出来后请逐张确认"
    assert not centre.page.list.retry_button.isVisible()


def test_a_printer_that_vanishes_stops_the_round(centre: Centre, clerk: Services, cups: FakeCups) -> None:
    ids = several(clerk, 4)
    for document in ids:
        clerk.documents.mark(document, SheetState.FAILED, "缺纸")
    centre.page.refresh()
    cups.vanish_after(1)
    centre.page.list.retry_button.click()
    assert len(cups.papers) == 1
    assert "送出 1 张，还剩 3 张没有再试" in centre.page.list.note.text()
    assert sorted(centre.states()) == ["待确认", *["打印失败"] * 3]
    assert centre.page.list.retry_button.words() == "重打失败的 3 张"
    assert centre.page.list.retry_button.isEnabled()


def test_a_reprint_goes_where_and_as_often_as_is_chosen(centre: Centre, clerk: Services, cups: FakeCups) -> None:
    cups.have("Office", "Backroom")
    (document,) = several(clerk, 1)
    clerk.documents.mark(document, SheetState.GOOD)
    centre.printer.look()
    centre.page.hide()
    centre.page.show()
    sheet = centre.page.sheet
    sheet.reason.buttons()[2].click()
    sheet.words.setText("本人来站")
    sheet.checked.setChecked(True)
    sheet.printer.set_value("Backroom")
    sheet.copies.set_value(2)
    sheet.print_button.click()
    newest = clerk.documents.issued()[0]
    assert (newest.reprint, newest.reason) == (1, "遗失：本人来站（已核对本人身份）")
    assert newest.printer == "Backroom"
    assert cups.papers == [clerk.documents.pdf(newest.id)] * 2
    assert "Backroom" in sheet.note.text()


def test_the_second_window_is_told(centre: Centre, clerk: Services) -> None:
    (document,) = several(clerk, 1)
    centre.page.refresh()
    clerk.documents.mark(document, SheetState.SPOILED, "墨糊了")
    QTest.keyClick(centre.page.table, Qt.Key.Key_Space)
    assert "记为“损坏”" in centre.panels[0].accessibleName()
    assert clerk.documents.one(document).state is SheetState.SPOILED
    assert centre.states() == ["损坏"]


def test_a_pile_is_confirmed_blank_by_blank(centre: Centre, clerk: Services) -> None:
    ids = several(clerk, 3)
    centre.page.refresh()
    centre.page.table.setFocus()
    for _ in ids:
        QTest.keyClick(centre.page.table, Qt.Key.Key_Space)
    assert centre.states() == ["完好"] * 3


def test_five_hundred_sheets_come_while_scrolling(centre: Centre, clerk: Services) -> None:
    several(clerk, 1)
    fill(clerk, 500, pending=1)
    centre.page.refresh()
    assert len(centre.page.table.rows) == 100
    assert centre.page.list.count.text() == "共 501 张，待确认排最前"
    for _ in range(6):
        centre.page.table.scrollToBottom()
        QApplication.processEvents()
    rows = centre.page.table.rows
    assert len({row.id for row in rows}) == len(rows) == 501
    oldest = rows[-1].id
    centre.choose(oldest)
    centre.page.refresh()
    assert len(centre.page.table.rows) == 501
    assert centre.current_id() == oldest


def test_a_sheet_far_down_a_long_day_is_gone_to(centre: Centre, clerk: Services) -> None:
    several(clerk, 1)
    fill(clerk, 300)
    first = clerk.documents.issued(limit=500)[-2].id
    centre.page.open_target(Target(Place.PRINT_CENTER, "document", id=first))
    QTest.qWait(400)
    assert centre.current_id() == first


def test_a_clock_set_back_is_told(centre: Centre, clerk: Services, clock: FixedClock) -> None:
    (document,) = several(clerk, 1)
    clock.advance(dt.timedelta(days=-1))
    centre.page.refresh()
    assert [row.id for row in centre.page.table.rows] == [document]
    assert centre.column(0) == ["明天 09:42"]
    assert "日期在今天之后" in centre.page.list.note.text()
    assert "电脑的钟" in centre.page.sheet.remark.text()


def test_the_list_is_narrowed_by_words_kind_and_printer(centre: Centre, clerk: Services) -> None:
    saved = visit(clerk)
    sheet = clerk.visit_papers.issue(saved.id, "visit_sheet")
    clerk.documents.printed(sheet.id, "Backroom")
    centre.page.hide()
    centre.page.show()
    assert len(centre.states()) == 2
    centre.find("登记表")
    assert [row.id for row in centre.page.table.rows] == [sheet.id]
    centre.find("没有")
    assert centre.page.list.empty.isVisible()
    centre.find("")
    centre.page.list.printer.set_value("Backroom")
    centre.page.list.printer.chosen.emit("Backroom")
    assert [row.id for row in centre.page.table.rows] == [sheet.id]
    assert centre.page.list.printer.count() == 2


def test_a_day_is_asked_for_in_words(centre: Centre, clerk: Services, clock: FixedClock) -> None:
    several(clerk, 1)
    clock.advance(dt.timedelta(days=9))
    centre.page.list.period.set_value(Period.ONE)
    centre.page.list.period.chosen.emit(Period.ONE)
    question = centre.panels[0]
    assert isinstance(question, DayQuestion)
    for typed, told in (("", "请写日期"), ("13-45", ""), ("+1", "这一天还没有到")):
        question.day.setText(typed)
        question.yes.click()
        assert told in question.field.message
        assert question.field.message
    question.day.setText("11-24")
    question.yes.click()
    assert centre.page.list.period.currentText().endswith("星期二")
    assert centre.states() == ["待确认"]
    assert centre.page.tally._title.text() == "11-24 清点"


def test_the_day_s_paper_asks_first_where_something_waits(centre: Centre, clerk: Services) -> None:
    (document,) = several(clerk, 1)
    centre.page.refresh()
    QTest.keyClick(centre.page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "还有 1 号没有确认" in centre.panels[0].accessibleName()
    answer(centre.page, "取消")
    assert len(clerk.documents.issued()) == 1
    clerk.documents.mark(document, SheetState.GOOD)
    QTest.keyClick(centre.page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    newest = clerk.documents.issued()[0]
    assert (newest.kind, newest.number) == ("day_tally", "WS20261124-001")
    assert isinstance(centre.panels[-1], Preview)
    assert centre.current_id() == newest.id


def test_a_new_paper_is_chosen_dated_and_issued(centre: Centre, clerk: Services, cups: FakeCups) -> None:
    visit(clerk)
    QTest.keyClick(centre.page.table, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    panel = centre.panels[0]
    assert isinstance(panel, NewPaper)
    panel.issue_button.click()
    assert panel.kinds_field.message == "请选一种"
    panel.kinds.buttons()[1].click()
    assert (panel.first.text(), panel.last.text()) == ("2026-11-01", "2026-11-24")
    for first, last, told in (
        ("11-24", "11-20", "止期早于起期，请把两个日期对调"),
        ("11-20", "+3", "这一天还没有到"),
        ("11-20", "后年", ""),
    ):
        panel.first.setText(first)
        panel.last.setText(last)
        panel.issue_button.click()
        assert told in panel.last_field.message
        assert panel.last_field.message
    panel.last.setText("=")
    panel.issue_button.click()
    assert clerk.documents.issued()[0].kind == "visit_ledger"
    assert isinstance(centre.panels[-1], Preview)
    assert cups.papers == []


def test_a_board_is_printed_at_once(centre: Centre, clerk: Services, cups: FakeCups) -> None:
    centre.page.new_button.click()
    panel = centre.panels[0]
    assert isinstance(panel, NewPaper)
    panel.kinds.buttons()[3].click()
    assert not panel.first_field.isVisible()
    panel.issue_button.click()
    newest = clerk.documents.issued()[0]
    assert newest.kind == "notice_board"
    assert cups.papers == [clerk.documents.pdf(newest.id)]


def test_checking_a_paper_is_one_key_away(centre: Centre) -> None:
    heard = QSignalSpy(centre.page.navigate_requested)
    QTest.keyClick(centre.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert heard.at(0) == [Target(Place.PAPER_CHECK)]


def test_the_administrator_finds_the_station_s_key_from_here(window: QWidget, station: Services) -> None:
    centre = Centre(window, station)
    heard = QSignalSpy(centre.page.navigate_requested)
    centre.page.new_button.click()
    panel = centre.panels[0]
    assert isinstance(panel, NewPaper)
    panel.keys_link.click()
    assert heard.at(0) == [Target(Place.SETTINGS, "section", text="station_keys")]


def test_who_may_not_reprint_may_not_void(window: QWidget, clerk: Services) -> None:
    several(clerk, 1)
    centre = Centre(window, clerk)
    assert centre.page.list.void_button.isEnabled()
    centre.page.list._may_void = False
    centre.page.list.show_row(centre.page.sheet.row)
    assert "没有补印和作废的权限" in centre.page.list.void_button.accessibleDescription()


def test_a_changed_layout_is_told_in_the_preview(
    centre: Centre, clerk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from printing import catalogue
    from services._papers import RenderedPapers

    (document,) = several(clerk, 1)
    other = catalogue.render("notice_board", catalogue.to_data(catalogue.kind("notice_board").sample()))
    monkeypatch.setattr(catalogue, "render", lambda *_given: other)
    clerk.documents._papers = RenderedPapers()
    centre.page.refresh()
    centre.page.sheet.preview_button.click()
    preview = centre.panels[0]
    assert isinstance(preview, Preview)
    assert "版式在它出具以后改过" in preview.same.text()
    assert clerk.documents.one(document).state is SheetState.PENDING
