"""The workbench says what is open, who came, what is half typed, whether the data is safe, and leads on from there."""

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from domain.numbering import Series
from domain.vocabulary import MatterKind
from gui.kit.button import Button, Link
from gui.kit.table import Table
from gui.kit.visit_panel import VisitPanel
from gui.navigation import Place, Target
from gui.workbench.case_panel import CasePanel
from gui.workbench.drafts import DraftsPanel
from services import Services
from services.documents import SheetState
from system.clock import FixedClock
from system.errors import Trouble
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.fake_cups import FakeCups
from tests.gui.visitors import ANSWERED, PERSON, PETITION, visit
from tests.gui.workbench.conftest import Bench


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
    assert bench.page.cases.rows == ()
    assert bench.page.visits.rows == ()
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
    assert words(bench.page.visits, 0) == [
        "09:42",
        "李龑",
        "等 7 人 · 伤残抚恤金调整政策咨询；抚恤优待：请求补发抚恤金差额",
        "当场答复 +1",
    ]
    assert words(bench.page.cases, 0)[0] == "今天立"
    assert words(bench.page.cases, 0)[2] == saved.case_numbers[0]
    figures = bench.page.figures.figures
    assert (figures["visits_today"].value.text(), figures["petition"].value.text()) == ("7", "1")
    assert bench.page.case_chips[Series.PETITION].chip.text == "信访件 1"


def test_a_hidden_page_reads_again_only_when_it_is_shown(bench: Bench, clerk: Services) -> None:
    bench.page.hide()
    bench.bus.tell(visit(clerk).changes)
    assert bench.page.visits.rows == ()
    bench.page.show()
    assert len(bench.page.visits.rows) == 1


def test_days_are_counted_and_the_longest_open_comes_first(bench: Bench, clerk: Services, clock: FixedClock) -> None:
    visit(clerk, PETITION)
    clock.advance(dt.timedelta(days=3))
    visit(clerk, PETITION, new_person=replace(PERSON, name="罗湘平", identity="", phone="", card_number=""))
    bench.page.refresh()
    assert [words(bench.page.cases, row)[0] for row in range(2)] == ["第 4 天", "今天立"]
    assert bench.page.header.note == "11 月 27 日 星期五"
    assert len(bench.page.visits.rows) == 1


def test_an_anonymous_visit_and_strange_words_are_shown_as_they_are(bench: Bench, clerk: Services) -> None:
    matter = replace(ANSWERED, narrative="<b>&amp;</b> 😀\n第二行")
    saved = visit(clerk, matter, new_person=None, anonymous=True)
    bench.page.refresh()
    assert words(bench.page.visits, 0)[1:3] == ["未留姓名", "<b>&amp;</b> 😀 第二行"]
    bench.page.open_target(Target(Place.WORKBENCH, "visit", id=saved.id))
    panel = bench.panels[0]
    assert isinstance(panel, VisitPanel)
    assert panel.matters[0].matter.narrative == "<b>&amp;</b> 😀\n第二行"


def test_enter_on_a_visit_opens_it_with_its_receipt(bench: Bench, clerk: Services) -> None:
    saved = visit(clerk)
    bench.page.refresh()
    bench.page.visits.setFocus()
    QTest.keyClick(bench.page.visits, Qt.Key.Key_Return)
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
    assert bench.page.cases.current() == case
    assert [row.id for row in panel.visits.rows] == [saved.id]
    panel.visits.opened.emit(panel.visits.rows[0])
    assert isinstance(bench.panels[-1], VisitPanel)
    assert len(bench.panels) == 1


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
