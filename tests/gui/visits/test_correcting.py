"""更正: a saved visit on the desk again. The original stays as it is until the correction is saved with its reason."""

from dataclasses import replace

import pytest

from domain.guest_rules import GuestForm
from domain.people_rules import PersonForm
from domain.vocabulary import GuestRole
from gui.navigation import Place, Target
from gui.visits.correcting import NO_REASON
from services import Services
from services.people import SavedPerson
from services.visits import SavedVisit
from system.errors import Trouble
from tests.gui.visitors import ANSWERED, visit
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key


@pytest.fixture
def other(clerk: Services) -> SavedPerson:
    """Who really came."""
    return clerk.people.create(PersonForm(name="王五", phone="13900002222"))


@pytest.fixture
def saved(clerk: Services, person: SavedPerson) -> SavedVisit:
    """A visit registered for the wrong person."""
    return visit(clerk, ANSWERED, new_person=None, person_id=person.id)


def open_correction(counter: Counter, saved: SavedVisit) -> None:
    counter.page.open_target(Target(Place.VISIT, "correct", id=saved.id))
    counter.page.first_focus().setFocus()


def chip(counter: Counter) -> str:
    shown = counter.page.header.chip
    assert shown is not None
    return shown.text


def test_the_desk_is_filled_and_the_reason_comes_first(counter: Counter, saved: SavedVisit) -> None:
    open_correction(counter, saved)
    desk = counter.page.desk
    assert chip(counter) == "更正 LF20261124-001"
    assert desk.correction.isVisible()
    assert counter.focused() is desk.correction.reason
    assert desk.who.known.name.text() == "李䶮"
    assert desk.matters.editor.narrative.text() == ANSWERED.narrative
    assert desk.form().matters[0].matter_id is not None


def test_a_wrong_person_is_swapped_and_the_new_receipt_printed(
    counter: Counter, saved: SavedVisit, other: SavedPerson
) -> None:
    open_correction(counter, saved)
    counter.hands.words("登记时选错了人")
    lookup = counter.page.desk.who.known.lookup
    lookup.setFocus()
    lookup.edit.selectAll()
    counter.find("ww")
    counter.save()
    assert counter.page.checks.shown == {}
    detail = counter.services.visits.detail(saved.id)
    assert (detail.row.person, detail.row.number, detail.row.corrections) == ("王五", "LF20261124-001", 1)
    assert len(counter.printer.sheets) == 1
    assert counter.services.visit_changes.history(saved.id)[-1].reason == "登记时选错了人"
    assert counter.services.drafts.mine() == ()
    assert chip(counter) == "新来访"
    assert not counter.page.desk.correction.isVisible()
    assert any("visit" in changes.subjects for changes in counter.told)


def test_without_a_reason_nothing_is_saved(counter: Counter, saved: SavedVisit) -> None:
    open_correction(counter, saved)
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("，补一句")
    counter.save()
    assert counter.page.checks.shown == {"reason": NO_REASON}
    assert counter.focused() is counter.page.desk.correction.reason
    assert counter.page.bar.errors_text() == "还有 1 处要改：原因"
    assert counter.services.visits.detail(saved.id).row.corrections == 0
    counter.hands.words("漏了一句")
    counter.save()
    assert "，补一句" in counter.services.visits.detail(saved.id).matters[0].narrative


def test_leaving_it_untouched_leaves_nothing(counter: Counter, saved: SavedVisit) -> None:
    open_correction(counter, saved)
    counter.hands.press(Key.Key_Escape)
    assert counter.sent[-1] == Target(Place.WORKBENCH)
    counter.page.before_leaving()
    assert counter.services.drafts.mine() == ()
    assert counter.services.visits.detail(saved.id).row.corrections == 0


def test_leaving_it_half_done_keeps_a_draft_by_its_number_and_comes_back_to_it(
    counter: Counter, saved: SavedVisit
) -> None:
    open_correction(counter, saved)
    counter.hands.words("写错了事项")
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("，补一句")
    counter.page.before_leaving()
    (row,) = counter.services.drafts.mine()
    assert row.title.startswith("更正 LF20261124-001 · 李䶮")
    assert counter.services.visits.detail(saved.id).row.corrections == 0
    before = counter.page.desk.state("x")
    counter.page.open_target(Target(Place.VISIT, "new"))
    assert [link.words() for link in counter.page.parked.links] == ["更正 LF20261124-001 · 停放 0 分"]
    open_correction(counter, saved)
    assert replace(counter.page.desk.state("x"), focus="", cursor=0) == replace(before, focus="", cursor=0)
    assert len(counter.services.drafts.mine()) == 1
    counter.save()
    assert counter.services.visits.detail(saved.id).row.corrections == 1
    assert counter.services.drafts.mine() == ()


def test_a_correction_that_came_too_late_says_so_and_loses_nothing(
    counter: Counter, saved: SavedVisit, station: Services
) -> None:
    open_correction(counter, saved)
    counter.hands.words("写错了事项")
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("，补一句")
    again = station.visit_changes.form_of(saved.id)
    matter = replace(again.form.matters[0], reply="另一位同事改的")
    station.visit_changes.correct(
        saved.id, replace(again.form, matters=(matter,)), reason="抢先更正", corrections=again.corrections
    )
    counter.save()
    told = counter.page.refusal.text()
    assert told.startswith("更正没有保存，填的都还在：")
    assert "更正" in told.split("：", maxsplit=1)[1]
    assert "，补一句" in counter.page.desk.matters.editor.narrative.text()
    assert counter.page.desk.correction.reason.text() == "写错了事项"
    counter.page.before_leaving()
    assert len(counter.services.drafts.mine()) == 1


def test_after_a_conflict_the_newest_record_is_opened_afresh(
    counter: Counter, saved: SavedVisit, station: Services
) -> None:
    open_correction(counter, saved)
    counter.hands.words("写错了事项")
    again = station.visit_changes.form_of(saved.id)
    matter = replace(again.form.matters[0], reply="另一位同事改的")
    station.visit_changes.correct(
        saved.id, replace(again.form, matters=(matter,)), reason="抢先更正", corrections=again.corrections
    )
    counter.page.open_target(Target(Place.VISIT, "new"))
    open_correction(counter, saved)
    assert counter.page.desk.matters.editor.rows.reply.text() == "另一位同事改的"
    assert counter.page.desk.correction.reason.text() == ""
    assert len(counter.page.parked.links) == 1


def test_who_may_not_is_told_why_and_the_desk_stays_empty(
    counter: Counter, station: Services, person: SavedPerson
) -> None:
    saved = visit(station, ANSWERED, new_person=None, person_id=person.id)
    open_correction(counter, saved)
    assert counter.page.refusal.text() == counter.services.visit_changes.may(saved.id).correct != ""
    assert chip(counter) == "新来访"
    assert counter.page.desk.who.person_id is None


def test_a_void_visit_cannot_be_corrected(counter: Counter, saved: SavedVisit, station: Services) -> None:
    station.visit_changes.void(saved.id, reason="重复登记")
    open_correction(counter, saved)
    assert "作废" in counter.page.refusal.text()


def test_a_disk_that_refuses_loses_nothing(
    counter: Counter, saved: SavedVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_values: object) -> SavedVisit:
        raise Trouble("磁盘已满，写不进去。", "请清理磁盘。")

    open_correction(counter, saved)
    counter.hands.words("写错了事项")
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("，补一句")
    with monkeypatch.context() as broken:
        broken.setattr(counter.services.visit_changes, "correct", full)
        counter.save()
    assert "磁盘已满" in counter.page.refusal.text()
    counter.save()
    assert counter.services.visits.detail(saved.id).row.corrections == 1


def test_whoever_is_on_the_desk_waits_meanwhile(counter: Counter, saved: SavedVisit) -> None:
    counter.hands.words("张三")
    open_correction(counter, saved)
    assert [link.words() for link in counter.page.parked.links] == ["张三 · 停放 0 分"]


def test_who_came_along_and_the_true_day_come_with_it(counter: Counter, clerk: Services, person: SavedPerson) -> None:
    guests = (
        GuestForm(role=GuestRole.REPRESENTATIVE, name="张三", phone="13900003333", relation="战友"),
        GuestForm(name="李四"),
    )
    day = counter.services.clock.today().replace(day=20)
    came = {"person_id": person.id, "guests": guests, "headcount": 3, "common": True}
    saved = visit(clerk, ANSWERED, new_person=None, visited_on=day, late_reason="停电", **came)
    open_correction(counter, saved)
    form = counter.page.desk.form()
    assert [guest.name for guest in form.guests] == ["张三", "李四"]
    assert "13900003333" not in form.guests[0].phone
    assert form.visited_on == day
    assert counter.page.header.note == "补登 11-20"
    counter.hands.words("李四没有来")
    counter.hands.press(Key.Key_G, CTRL)
    counter.page.desk.who.group.parts[1].rows[1].remove.click()
    counter.save()
    assert counter.page.checks.shown == {}
    left = counter.services.visits.detail(saved.id).guests
    assert [guest.name for guest in left] == ["张三"]
    assert counter.services.visits.detail(saved.id).row.visited_on == day


def test_a_matter_that_was_forgotten_is_added(counter: Counter, saved: SavedVisit) -> None:
    open_correction(counter, saved)
    counter.hands.words("应当另写一项")
    counter.hands.press(Key.Key_PageDown, CTRL)
    counter.hands.press(Key.Key_2, ALT)
    counter.hands.words("第二件事")
    counter.save()
    assert counter.page.checks.shown == {}
    assert len(counter.services.visits.detail(saved.id).matters) == 2


def test_a_visit_that_is_gone_is_said(counter: Counter) -> None:
    counter.page.open_target(Target(Place.VISIT, "correct", id=999))
    assert counter.page.refusal.text() != ""
    assert not counter.page.desk.correction.isVisible()
