"""The workbench says what is open, who came, what is half typed, whether the data is safe, and leads on from there."""

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from domain.call_back_rules import CallBackForm
from domain.numbering import Series
from domain.vocabulary import MatterKind, RatingScale
from gui.kit.button import Button, Link
from gui.kit.rating import RatingPanel
from gui.kit.table import Table
from gui.kit.table_paint import cell_box, value_width
from gui.kit.visit_panel import VisitPanel
from gui.navigation import Place, Target
from gui.workbench.call_back_panel import CallBackPanel
from gui.workbench.case_panel import CasePanel
from gui.workbench.columns import NAME_COLUMN, visit_chips
from gui.workbench.day import WAITING_SHOWN, Came
from gui.workbench.drafts import DraftsPanel
from services import Services
from services.documents import SheetState
from services.queue import QueueRow
from system.clock import FixedClock
from system.errors import Trouble
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import commit
from tests.gui.visitors import ANSWERED, PERSON, PETITION, visit
from tests.gui.workbench.conftest import Bench
from tests.services.case_life import matter, open_case
from tests.services.insight import audit_of


def words(table: Table, row: int) -> list[str]:
    """A row as it is read out."""
    model = table.rows_model
    return [str(model.data(model.index(row, column))) for column in range(model.columnCount())]


def pressed(panel: QWidget, text: str) -> None:
    """Press the button or link of a panel that says `text`."""
    buttons: list[Button] = list(panel.findChildren(Button))
    links: list[Link] = list(panel.findChildren(Link))
    next(button for button in (*buttons, *links) if button.words() == text).click()


def test_an_empty_station_says_what_to_do_next(bench: Bench) -> None:
    assert bench.page.due.rows == ()
    assert bench.page.today.rows == ()
    assert not bench.page.drafts.isVisible()
    assert bench.page.first_focus() is bench.page.tiles[0]
    assert bench.page.figures.backup_when.text() == "还没有备份"
    assert bench.page.header.note == "11 月 24 日 星期二"


def test_the_five_tiles_lead_where_their_keys_do(bench: Bench) -> None:
    for tile in bench.page.tiles:
        tile.click()
    assert bench.went == [
        Target(Place.VISIT, "new"),
        Target(Place.VISIT, "kind", text=MatterKind.PETITION),
        Target(Place.VISIT, "kind", text=MatterKind.ASSISTANCE),
        Target(Place.PEOPLE, "find"),
        Target(Place.WORKBENCH, "scan"),
    ]


def test_what_was_saved_elsewhere_appears_while_the_page_is_on_show(bench: Bench, clerk: Services) -> None:
    saved = visit(clerk, ANSWERED, PETITION, headcount=7)
    bench.bus.tell(saved.changes)
    assert words(bench.page.today, 0) == [
        "09:42",
        "李龑",
        "等 7 人，伤残抚恤金调整政策咨询；抚恤优待：请求补发抚恤金差额 当场答复 +1",
    ]
    assert words(bench.page.due, 0)[0] == "今天立"
    assert words(bench.page.due, 0)[2] == f"办理中 {saved.case_numbers[0]}"
    figures = bench.page.figures.figures
    assert (figures["visits_today"].value.text(), figures["petition"].value.text()) == ("7", "1")
    assert bench.page.case_chips[Series.PETITION].chip.text == "信访件 1"


def test_a_hidden_page_reads_again_only_when_it_is_shown(bench: Bench, clerk: Services) -> None:
    bench.page.hide()
    bench.bus.tell(visit(clerk).changes)
    assert bench.page.today.rows == ()
    bench.page.show()
    assert len(bench.page.today.rows) == 1


def test_a_common_matter_is_marked_in_the_list(bench: Bench, clerk: Services) -> None:
    bench.bus.tell(visit(clerk, headcount=7, common=True).changes)
    assert words(bench.page.today, 0)[2] == "7 人共同事项，伤残抚恤金调整政策咨询 当场答复"


def test_days_are_counted_and_the_longest_open_comes_first(bench: Bench, clerk: Services, clock: FixedClock) -> None:
    visit(clerk, PETITION)
    clock.advance(dt.timedelta(days=3))
    visit(clerk, PETITION, new_person=replace(PERSON, name="罗湘平", identity="", phone="", card_number=""))
    bench.page.refresh()
    assert [words(bench.page.due, row)[0] for row in range(2)] == ["第 4 天", "今天立"]
    assert bench.page.header.note == "11 月 27 日 星期五"
    assert len(bench.page.today.rows) == 1


def test_an_anonymous_visit_and_strange_words_are_shown_as_they_are(bench: Bench, clerk: Services) -> None:
    matter = replace(ANSWERED, narrative="<b>&amp;</b> 😀\n第二行")
    saved = visit(clerk, matter, new_person=None, anonymous=True)
    bench.page.refresh()
    assert words(bench.page.today, 0)[1:3] == ["未留姓名", "<b>&amp;</b> 😀 第二行 当场答复"]
    bench.page.open_target(Target(Place.WORKBENCH, "visit", id=saved.id))
    panel = bench.panels[0]
    assert isinstance(panel, VisitPanel)
    assert panel.matters[0].matter.narrative == "<b>&amp;</b> 😀\n第二行"


def test_enter_on_a_visit_opens_it_with_its_receipt(bench: Bench, clerk: Services) -> None:
    saved = visit(clerk)
    bench.page.refresh()
    bench.page.today.setFocus()
    QTest.keyClick(bench.page.today, Qt.Key.Key_Return)
    panel = bench.panels[0]
    assert isinstance(panel, VisitPanel)
    assert panel.sheet_chip.chip.text == "待确认"
    assert saved.document.human_code in panel.sheet_words.text()
    pressed(panel, "李龑")
    assert bench.panels == []
    person = clerk.visits.detail(saved.id).row.person_id
    assert bench.went == [Target(Place.PEOPLE, "person", id=person)]


def test_a_receipt_that_failed_is_printed_from_its_visit(bench: Bench, clerk: Services, cups: FakeCups) -> None:
    saved = visit(clerk)
    clerk.documents.mark(saved.document.id, SheetState.FAILED, "没有找到打印机。")
    bench.page.show_visit(saved.id)
    panel = bench.panels[0]
    assert isinstance(panel, VisitPanel)
    assert panel.sheet_chip.chip.text == "打印失败"
    panel.print_button.click()
    assert cups.papers == [clerk.documents.pdf(saved.document.id)]
    assert panel.sheet_chip.chip.text == "待确认"
    assert panel.note.text() == "已送打印机“Office”"
    assert panel.print_button.isEnabled()


def test_a_case_shows_its_visits_and_leads_to_the_person(bench: Bench, clerk: Services) -> None:
    saved = visit(clerk, PETITION)
    bench.page.refresh()
    case = clerk.visits.open_cases()[0]
    bench.page.open_target(Target(Place.WORKBENCH, "case", id=case.id))
    panel = bench.panels[0]
    assert isinstance(panel, CasePanel)
    assert bench.page.due.current() == case
    assert [row.id for row in panel.visits.rows] == [saved.id]
    panel.visits.opened.emit(panel.visits.rows[0])
    assert isinstance(bench.panels[-1], VisitPanel)
    assert len(bench.panels) == 1


def test_a_service_case_opens_its_own_page_and_the_figure_their_list(bench: Bench, clerk: Services) -> None:
    case_id = open_case(clerk, matter("card_first"))
    bench.page.refresh()
    bench.page.due.setFocus()
    QTest.keyClick(bench.page.due, Qt.Key.Key_Return)
    figure = bench.page.figures.figures[Series.SERVICE]
    assert (figure.value.text(), bench.page.figures.figures[Series.PETITION].link) == ("1", None)
    assert figure.link is not None
    figure.link.click()
    assert bench.went == [
        Target(Place.SERVICE_CASES, "case", id=case_id),
        Target(Place.SERVICE_CASES, "tab", text="open"),
    ]


def test_f2_on_a_case_begins_a_visit_of_its_person(bench: Bench, clerk: Services) -> None:
    visit(clerk, PETITION)
    case = clerk.visits.open_cases()[0]
    bench.page.show_case(case.id)
    QTest.keyClick(bench.window.focusWidget(), Qt.Key.Key_F2)
    QTest.qWait(0)
    assert bench.went == [Target(Place.VISIT, "person", id=case.person_id)]


@pytest.mark.parametrize("what", ["visit", "case"])
def test_what_is_not_there_is_told_in_a_sentence(bench: Bench, what: str) -> None:
    bench.page.open_target(Target(Place.WORKBENCH, what, id=4711))
    assert bench.panels[0].accessibleName().startswith("没有这")


def test_one_draft_is_gone_on_with_from_its_line(bench: Bench, clerk: Services) -> None:
    clerk.drafts.save("11", kind="visit", title="贺晓岚 · 优待证", payload={})
    bench.page.refresh()
    assert bench.page.drafts.count.text() == "1 份未完成草稿"
    assert bench.page.drafts.words.text() == "贺晓岚 · 优待证 · 来访登记 · 09:42"
    bench.page.drafts.link.click()
    assert bench.went == [Target(Place.VISIT, "draft", text="11")]


def test_several_drafts_are_listed_and_who_waits_is_named(
    bench: Bench, clerk: Services, chief: Services, clock: FixedClock
) -> None:
    clerk.drafts.save("11", kind="visit", title="贺晓岚", payload={})
    clerk.drafts.save("22", kind="visit", title="刘振湘", payload={})
    clerk.drafts.park("11", parked=True)
    chief.drafts.save("33", kind="visit", title="别人的", payload={})
    clock.advance(dt.timedelta(minutes=65))
    bench.page.refresh()
    assert bench.page.drafts.count.text() == "2 份未完成草稿"
    assert bench.page.drafts.words.text() == "贺晓岚 · 等候 1 小时 5 分"
    bench.page.drafts.link.click()
    panel = bench.panels[0]
    assert isinstance(panel, DraftsPanel)
    assert {row.uuid for row in panel.table.rows} == {"11", "22"}
    panel.table.select(lambda row: row.uuid == "22")
    pressed(panel, "继续填写")
    assert bench.went == [Target(Place.VISIT, "draft", text="22")]
    assert bench.panels == []


def test_a_draft_that_is_not_wanted_is_thrown_away_and_can_be_had_back(bench: Bench, clerk: Services) -> None:
    clerk.drafts.save("11", kind="visit", title="贺晓岚", payload={})
    clerk.drafts.save("22", kind="visit", title="wj", payload={})
    bench.page.refresh()
    bench.page.drafts.link.click()
    panel = bench.panels[0]
    assert isinstance(panel, DraftsPanel)
    panel.table.setFocus()
    panel.table.select(lambda row: row.uuid == "22")
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    QTest.qWait(0)
    assert [row.uuid for row in clerk.drafts.mine()] == ["11"]
    assert [row.uuid for row in panel.table.rows] == ["11"]
    assert panel.table.current() == panel.table.rows[0]
    undo = bench.page.toasts.shown[0].action
    assert undo is not None
    undo.click()
    assert {row.uuid for row in clerk.drafts.mine()} == {"11", "22"}
    panel.dismissed.emit()
    clerk.drafts.discard("22")
    bench.page.refresh()
    bench.page.drafts.drop.click()
    assert clerk.drafts.mine() == ()
    assert not bench.page.drafts.isVisible()


def test_a_backup_is_made_and_said(bench: Bench, clerk: Services) -> None:
    bench.page.figures.backup_button.click()
    assert clerk.backups.last() is not None
    assert bench.page.figures.backup_title.text() == "备份正常"
    assert bench.page.figures.backup_when.text() == "今天 09:42"
    assert bench.page.figures.backup_button.isEnabled()
    assert len(bench.page.toasts.shown) == 1


def test_a_backup_that_fails_is_told_and_can_be_tried_again(
    bench: Bench, clerk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_options: object) -> None:
        raise Trouble("硬盘满了，没有备份。", "请清理后再试。")

    monkeypatch.setattr(clerk.backups, "run", full)
    bench.page.figures.backup_button.click()
    assert bench.panels[0].accessibleName() == "硬盘满了，没有备份。"
    assert bench.page.figures.backup_button.isEnabled()
    assert bench.page.figures.backup_button.words() == "立即备份"


def test_who_may_not_register_finds_the_tiles_closed(window: QWidget, as_operator: LogIn) -> None:
    bench = Bench(window, as_operator(factories.AUDITOR))
    assert not any(tile.isEnabled() for tile in bench.page.tiles)
    assert "没有“看来访记录”的权限" in bench.panels[0].accessibleName()


def test_building_the_page_opens_no_window_of_its_own(bench: Bench) -> None:
    assert [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()] == [bench.window]
    assert bench.window.isActiveWindow()


def promised(services: Services, name: str, days: int, **values: object) -> None:
    """Somebody who was promised a call `days` from today."""
    due = services.clock.today() + dt.timedelta(days=days)
    form = {"name": name, "phone": "13873105267", "why": "告知区局答复", "due": due} | values
    services.call_backs.promise(CallBackForm(**form))  # type: ignore[arg-type]  # a test's own choice of fields


def test_promised_calls_stand_above_the_cases_by_the_day_they_are_due(
    bench: Bench, clerk: Services, clock: FixedClock
) -> None:
    promised(clerk, "唐铁生", 1)
    promised(clerk, "彭秀兰", 3)
    promised(clerk, "谭志远", 11)
    clock.advance(dt.timedelta(days=3))
    visit(clerk, PETITION)
    bench.page.refresh()
    assert [words(bench.page.due, row)[:2] for row in range(3)] == [
        ["逾期 2 天", "唐铁生 告知区局答复"],
        ["今天到期", "彭秀兰 告知区局答复"],
        ["今天立", "李龑 抚恤优待：请求补发抚恤金差额"],
    ], "eight days ahead isn't listed yet"
    assert words(bench.page.due, 0)[2:] == ["电话回访 约回访", "11-25", "王静"]
    chips = bench.page.urgent_chips
    assert [(chip.chip.text, chip.chip.tone) for chip in chips.values()] == [("逾期 1", "red"), ("7 天内 1", "amber")]
    assert bench.page.case_chips[Series.PETITION].isVisible()


def opened_call(bench: Bench) -> CallBackPanel:
    """The first of the list, opened by its key."""
    bench.page.refresh()
    bench.page.due.setFocus()
    QTest.keyClick(bench.page.due, Qt.Key.Key_Return)
    panel = bench.panels[-1]
    assert isinstance(panel, CallBackPanel)
    return panel


def test_a_call_that_was_made_leaves_the_list_and_can_be_taken_back(bench: Bench, clerk: Services) -> None:
    promised(clerk, "唐铁生", 0)
    panel = opened_call(bench)
    assert panel.result.hasFocus()
    QTest.keyClick(panel.result, Qt.Key.Key_Return)
    assert panel.result_field.message == "还没有写结果。请写打没打通、说了什么。"
    commit(panel.result, "已告知，表示理解")
    QTest.keyClick(panel.result, Qt.Key.Key_Return)
    assert bench.panels == []
    assert bench.page.due.rows == ()
    (toast,) = bench.page.toasts.shown
    assert toast.action is not None
    toast.action.click()
    assert words(bench.page.due, 0)[0] == "今天到期"


def test_a_call_is_put_off_with_a_reason(bench: Bench, clerk: Services) -> None:
    promised(clerk, "唐铁生", 0)
    panel = opened_call(bench)
    panel.later_button.click()
    assert panel.day_field.message == "还没有写日期，如 +3（三天后）"
    panel.day.setFocus()
    QTest.keyClicks(panel.day, "+3")
    QTest.keyClick(panel.day, Qt.Key.Key_Return)
    assert panel.reason.hasFocus()
    QTest.keyClick(panel.reason, Qt.Key.Key_Return)
    assert panel.reason_field.message.startswith("改期要写明原因")
    commit(panel.reason, "没人接")
    QTest.keyClick(panel.reason, Qt.Key.Key_Return)
    assert bench.panels == []
    assert words(bench.page.due, 0)[0] == "剩 3 天"
    assert bench.page.toasts.shown[0].action is None


def test_a_day_that_cannot_be_is_told_before_anything_is_saved(bench: Bench, clerk: Services) -> None:
    promised(clerk, "唐铁生", 2)
    panel = opened_call(bench)
    panel.day.setText("13-45")
    panel.day.left.emit()
    assert panel.day_field.state == "error"
    panel.day.setText("-3")
    panel.day.left.emit()
    commit(panel.reason, "没人接")
    panel.later_button.click()
    assert "已经过去" in panel.day_field.message
    assert len(clerk.call_backs.due()) == 1


def test_the_phone_is_masked_until_it_is_asked_for_and_the_look_is_logged(bench: Bench, clerk: Services) -> None:
    promised(clerk, "唐铁生", 0)
    panel = opened_call(bench)
    assert panel.phone.text() == "138****5267"
    QTest.keyClick(panel.result, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    QTest.qWait(0)
    assert panel.phone.text() == "13873105267"
    assert panel.show_button.words() == "遮住"
    assert len(audit_of(clerk, "call_back.revealed")) == 1
    panel.show_button.click()
    assert panel.phone.text() == "138****5267"
    panel.show_button.click()
    panel.hide()
    assert (panel.phone.text(), panel.show_button.words()) == ("138****5267", "显示")
    assert len(audit_of(clerk, "call_back.revealed")) == 2


def test_a_call_leads_to_its_visit_and_to_its_person(bench: Bench, clerk: Services) -> None:
    saved = visit(clerk)
    person = clerk.visits.detail(saved.id).row.person_id
    promised(clerk, "", 0, phone="", visit_id=saved.id, party_id=person)
    panel = opened_call(bench)
    assert panel.phone.text() == "138****5267", "her own, from the register"
    pressed(panel, f"约回访 · {saved.number}")
    assert isinstance(bench.panels[-1], VisitPanel)
    bench.close()
    pressed(opened_call(bench), "李龑")
    assert bench.went == [Target(Place.PEOPLE, "person", id=person)]


def test_a_target_opens_a_call_even_one_that_is_far_off(bench: Bench, clerk: Services) -> None:
    promised(clerk, "谭志远", 40)
    (row,) = clerk.call_backs.due(until=clerk.clock.today() + dt.timedelta(days=60))
    bench.page.open_target(Target(Place.WORKBENCH, "call_back", id=row.id))
    assert isinstance(bench.panels[-1], CallBackPanel)
    clerk.call_backs.done(row.id, "打通")
    bench.close()
    bench.page.open_target(Target(Place.WORKBENCH, "call_back", id=row.id))
    assert bench.panels[-1].accessibleName() == "这次回访已经办过了"


def test_who_waits_stands_above_the_visits_with_her_minutes(bench: Bench, clerk: Services, clock: FixedClock) -> None:
    saved = visit(clerk)
    first = clerk.queue.take(name="胡望城", note="优待证申领进度").row
    clerk.queue.take()
    clock.advance(dt.timedelta(minutes=7, seconds=1))
    bench.page._minute.timeout.emit()
    assert words(bench.page.today, 0) == ["001", "胡望城", "优待证申领进度 等候 7 分"]
    assert words(bench.page.today, 1) == ["002", "未登记", "等候 7 分"]
    assert words(bench.page.today, 2)[1] == "李龑"
    assert bench.page._today_head._note.text() == "已登记 1 · 等候 2"
    bench.page.today.setFocus()
    QTest.keyClick(bench.page.today, Qt.Key.Key_Return)
    assert bench.went == [Target(Place.QUEUE, "slip", id=first.id)]
    bench.page.today.select(lambda row: row.id == saved.id and isinstance(row, Came))
    QTest.keyClick(bench.page.today, Qt.Key.Key_Return)
    assert isinstance(bench.panels[-1], VisitPanel)


def test_the_chosen_row_stays_chosen_while_its_minutes_grow(bench: Bench, clerk: Services, clock: FixedClock) -> None:
    for name in ("甲", "乙"):
        clerk.queue.take(name=name)
    bench.page.refresh()
    bench.page.today.select(lambda row: row.name == "乙")
    clock.advance(dt.timedelta(minutes=3, seconds=1))
    bench.page.refresh()
    current = bench.page.today.current()
    assert isinstance(current, QueueRow)
    assert (current.name, current.minutes) == ("乙", 3)


def test_a_long_line_leaves_room_for_the_visits(bench: Bench, clerk: Services) -> None:
    visit(clerk)
    for _ in range(9):
        clerk.queue.take()
    bench.page.refresh()
    assert len(bench.page.today.rows) == WAITING_SHOWN + 1
    assert bench.page._today_head._note.text() == "已登记 1 · 等候 9"
    bench.page.queue_link.click()
    assert bench.went == [Target(Place.QUEUE)]


def test_marks_say_what_became_of_a_visit(bench: Bench, clerk: Services, clock: FixedClock) -> None:
    void = visit(clerk, new_person=replace(PERSON, name="罗湘平", identity="", phone="", card_number=""))
    rated = visit(clerk)
    yesterday = clerk.clock.today() - dt.timedelta(days=1)
    visit(
        clerk, new_person=None, anonymous=True, visited_on=yesterday, visited_time=dt.time(15), late_reason="昨天停电"
    )
    clerk.visit_changes.rate(rated.id, scale=RatingScale.SERVICE, level="dissatisfied", note="等得久")
    saved = clerk.visit_changes.form_of(rated.id)
    form = replace(saved.form, matters=(replace(saved.form.matters[0], narrative="换一句话说"),))
    clerk.visit_changes.correct(rated.id, form, reason="写错了", corrections=0)
    clerk.visit_changes.void(void.id, reason="重复登记")
    bench.page.refresh()
    assert [words(bench.page.today, row)[0] for row in range(3)] == ["补登", "09:42", "09:42"]
    marks = [tuple(chip.text for chip in visit_chips(row)) for row in bench.page.today.rows]
    assert marks == [("当场答复",), ("不满意", "更正 1", "当场答复"), ("作废",)]
    assert bench.page.figures.figures["visits_today"].value.text() == "1", "neither the void one nor yesterday's"
    assert words(bench.page.due, 0)[2] == "电话回访 评价不满意", "a bad rating makes a call"


def test_space_lets_a_visit_be_rated_where_it_stands(bench: Bench, clerk: Services) -> None:
    saved = visit(clerk)
    clerk.queue.take()
    bench.page.refresh()
    bench.page.today.setFocus()
    QTest.keyClick(bench.page.today, Qt.Key.Key_Space)
    assert bench.panels == [], "who waits has nothing to rate yet"
    bench.page.today.select(lambda row: isinstance(row, Came))
    QTest.keyClick(bench.page.today, Qt.Key.Key_Space)
    panel = bench.panels[-1]
    assert isinstance(panel, RatingPanel)
    panel.blocks[0].take(1)
    panel.save_button.click()
    assert [row.label for row in clerk.visit_changes.ratings(saved.id)] == ["非常满意"]
    assert words(bench.page.today, 1)[2].endswith("已评 当场答复")


def test_the_average_wait_is_one_of_the_figures(bench: Bench, clerk: Services, clock: FixedClock) -> None:
    assert bench.page.figures.figures["waited"].value.text() == "–"
    clerk.queue.take()
    clock.advance(dt.timedelta(minutes=8, seconds=1))
    clerk.queue.call_next()
    bench.page.refresh()
    assert bench.page.figures.figures["waited"].accessibleName() == "今天平均等候 8 分"


def test_no_word_is_cut_while_its_neighbour_has_room(bench: Bench, clerk: Services) -> None:
    visit(clerk, replace(ANSWERED, narrative="社保接续跨省转移怎么办理"))
    bench.page.refresh()
    table = bench.page.today
    matter = table.rows_model.columnCount() - 1
    box = cell_box(table.visualRect(table.rows_model.index(0, matter)), matter, matter + 1)
    assert value_width(table.rows_model.value(0, matter)) <= box.width(), "words and outcome stand side by side"
    long = replace(PERSON, name="阿卜杜热依木·麦麦提", identity="", phone="", card_number="")
    before = table.columnWidth(NAME_COLUMN)
    visit(clerk, new_person=long)
    bench.page.refresh()
    assert table.columnWidth(NAME_COLUMN) > before
