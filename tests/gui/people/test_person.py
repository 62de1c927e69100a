"""A person's page: masked until somebody with the right looks, everything that happened, and what can be begun."""

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from domain.call_back_rules import CallBackForm
from domain.guest_rules import GuestForm
from domain.vocabulary import GuestRole, MatterKind
from gui.kit.visit_panel import VisitPanel
from gui.navigation import Place, Target
from models.audit import AuditEntry
from services import Services
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.people.conftest import Desk
from tests.gui.program import shown_words
from tests.gui.visitors import ANSWERED, PERSON, PETITION, visit
from tests.services.case_life import matter, open_case


def looks(services: Services) -> list[str]:
    """The fields that were looked at, as the audit has them."""
    with services._context.database.read() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.action == "person.revealed"))
        return [entry.detail["field"] for entry in found]


def test_who_she_is_stands_masked_with_her_note(desk: Desk) -> None:
    desk.open()
    view = desk.page.person
    assert view.identity.name.text() == "李龑"
    assert view.identity.about.text() == "男 · 58 岁 · 碧湘社区"
    assert view.identity.masked["identity"].value.text() == "430103********1238"
    assert view.identity.masked["phone"].value.text() == "138****5267"
    assert not view.identity.masked["phone2"].isVisible()
    assert view.identity.honours.value.text() == "三等功 1989、光荣牌"
    assert view.note.text() == "左耳听力差，请靠近慢说"
    assert view.tabs.value() == ""


def test_a_look_is_shown_for_a_while_logged_and_covered_on_leaving(desk: Desk, clerk: Services) -> None:
    desk.open()
    row = desk.page.person.identity.masked["identity"]
    row.button.click()
    assert row.value.text() == "430103196811021238"
    assert row.button.words() == "遮住"
    assert looks(clerk) == ["identity"]
    row._timer.timeout.emit()
    assert row.value.text() == "430103********1238"
    row.button.click()
    desk.page.before_leaving()
    assert not row.revealed
    assert row.value.text() == "430103********1238"
    row.button.click()
    desk.page.hide()
    assert row.value.text() == "430103********1238"


def test_without_the_right_to_see_there_is_no_button(window: QWidget, clerk: Services, as_operator: LogIn) -> None:
    person = clerk.people.create(PERSON).id
    held = clerk.actor.permissions
    clerk._context.actor = replace(clerk.actor, permissions=held - {"person.reveal", "person.edit"})
    desk = Desk(window, clerk)
    desk.page.open_person(person)
    assert not desk.page.person.identity.masked["identity"].button.isVisible()
    assert not desk.page.person.begin.edit.isVisible()
    assert as_operator(factories.AUDITOR).actor.permissions.isdisjoint({"person.read"})


def test_history_is_walked_by_keys_filtered_and_opens_a_visit(desk: Desk, clerk: Services) -> None:
    saved = visit(clerk, ANSWERED, PETITION)
    person = clerk.visits.detail(saved.id).row.person_id
    assert person is not None
    desk.page.open_person(person)
    view = desk.page.person
    assert [line.title for line in view.history.lines] == ["来访", "建档"]
    assert view.counts.text() == "来访共 1 次 · 近 30 天 1 次"
    view.tabs.set_value("visit")
    view.tabs.chosen.emit("visit")
    assert [line.title for line in view.history.lines] == ["来访"]
    assert "政策咨询；" in view.history.lines[0].body
    view.history.setFocus()
    QTest.keyClick(view.history, Qt.Key.Key_Down)
    assert "立信访件" in view.history.accessibleDescription()
    QTest.keyClick(view.history, Qt.Key.Key_Return)
    assert isinstance(desk.panels[0], VisitPanel)


def test_an_open_case_leads_to_the_workbench(desk: Desk, clerk: Services) -> None:
    saved = visit(clerk, PETITION)
    desk.page.open_person(clerk.visits.detail(saved.id).row.person_id or 0)
    view = desk.page.person
    assert [case.number for case in view.cases.rows] == list(saved.case_numbers)
    view.cases.setFocus()
    QTest.keyClick(view.cases, Qt.Key.Key_Return)
    assert desk.went == [Target(Place.WORKBENCH, "case", id=view.cases.rows[0].id)]


def test_the_steps_of_a_service_case_stand_in_the_history_and_open_it(desk: Desk, clerk: Services) -> None:
    case_id = open_case(clerk, matter("card_first"), "胡望城")
    clerk.service_cases.act(case_id, "bundle", {"bundled_on": "="})
    clerk.service_cases.undo(case_id)
    clerk.service_cases.act(case_id, "submit", {"sent_on": "=", "sent_way": "送达"})
    case = clerk.service_cases.detail(case_id)
    desk.page.open_person(case.person_id or 0)
    view = desk.page.person
    step = view.history.lines[0]
    assert (step.title, step.chip, step.date, step.case_id) == ("办事件", "报送", clerk.clock.today(), case_id)
    assert case.number in step.body
    assert [line.chip for line in view.history.lines].count("编入报送批次") == 0
    view.history.setFocus()
    QTest.keyClick(view.history, Qt.Key.Key_Return)
    view.cases.setFocus()
    QTest.keyClick(view.cases, Qt.Key.Key_Return)
    assert desk.went == [Target(Place.SERVICE_CASES, "case", id=case_id)] * 2


def test_a_step_taken_by_another_window_appears(desk: Desk, clerk: Services) -> None:
    case_id = open_case(clerk, matter("card_first"), "胡望城")
    desk.page.open_person(clerk.service_cases.detail(case_id).person_id or 0)
    assert [line.chip for line in desk.page.person.history.lines] == ["受理办件", ""]
    done = clerk.service_cases.act(case_id, "withdraw", {"withdrawn_on": "=", "reason": "不办了"})
    desk.bus.tell(done.changes)
    QTest.qWait(0)
    assert desk.page.person.history.lines[0].chip == "申请人撤回"
    assert [line.chip for line in desk.page.person.history.lines].count("已办结") == 0


def test_what_she_was_promised_stands_beside_her(desk: Desk, clerk: Services) -> None:
    person = desk.open()
    assert not desk.page.person.promised.isVisible()
    form = CallBackForm(party_id=person, why="告诉她补发的结果", due=dt.date(2026, 11, 26))
    desk.bus.tell(clerk.call_backs.promise(form))
    QTest.qWait(0)
    words = shown_words(desk.page.person.promised)
    for fact in ("约回访", "11-26", "剩 2 天", "告诉她补发的结果", "王静"):
        assert fact in words, fact


def test_whom_she_went_with_is_a_visit_too_and_says_as_what(desk: Desk, clerk: Services) -> None:
    person = desk.open()
    other = replace(PERSON, name="罗湘平", identity="", phone="", card_number="")
    guest = GuestForm(role=GuestRole.REPRESENTATIVE, party_id=person)
    saved = visit(clerk, new_person=other, guests=(guest,), headcount=2)
    desk.page.refresh()
    assert [line.title for line in desk.page.person.history.lines] == ["来访（代表）", "建档"]
    clerk.visit_changes.void(saved.id, reason="重复登记")
    desk.page.refresh()
    line = desk.page.person.history.lines[0]
    assert (line.chip, line.voided) == ("作废", True)


def test_the_buttons_begin_something_for_this_person(desk: Desk) -> None:
    person = desk.open()
    begin = desk.page.person.begin
    for button in (begin.visit, begin.petition, begin.assistance):
        button.click()
    assert desk.went == [
        Target(Place.VISIT, "person", id=person),
        Target(Place.VISIT, "kind", id=person, text=MatterKind.PETITION),
        Target(Place.VISIT, "kind", id=person, text=MatterKind.ASSISTANCE),
    ]
    assert desk.page.prefilled(Target(Place.VISIT, "new")) == Target(Place.VISIT, "person", id=person)


def test_the_page_follows_what_is_saved_elsewhere(desk: Desk, clerk: Services) -> None:
    person = desk.open()
    bus_change = visit(clerk, ANSWERED, new_person=None, person_id=person).changes
    desk.bus.tell(bus_change)
    assert [line.title for line in desk.page.person.history.lines] == ["来访", "建档"]


def test_somebody_who_is_not_there_is_told(desk: Desk) -> None:
    desk.page.open_target(Target(Place.PEOPLE, "person", id=4711))
    assert "找不到" in desk.panels[0].accessibleName()
    assert desk.page.stack.currentWidget() is desk.page.register


@pytest.mark.parametrize("name", ["阿卜杜拉·" * 11 + "王", "<b>李&amp;", "𬭎𫖮𠅤"])
def test_any_name_fits_on_the_page(desk: Desk, name: str) -> None:
    desk.open(replace(PERSON, name=name))
    view = desk.page.person
    assert view.identity.name.text() == name
    assert view.identity.width() == view._left.width()
    assert desk.page.width() == desk.window.width()


def test_crumbs_lead_back(desk: Desk) -> None:
    desk.open()
    desk.page.begin_edit()
    assert desk.page.header.crumbs == ("服务对象", "李龑", "修改档案")
    desk.page.open_crumb(1)
    assert desk.page.stack.currentWidget() is desk.page.person
    desk.page.open_crumb(0)
    assert desk.page.stack.currentWidget() is desk.page.register
    assert desk.page.header.title == "服务对象"
