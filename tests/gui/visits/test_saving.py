"""Ctrl+Enter and Ctrl+S, the quiet question about the sheet, and what happens when the world says no."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.visit_rules import VisitForm
from gui import jobs
from gui.kit.rating import RatingPanel
from services import Services
from services.documents import SheetState
from services.people import SavedPerson
from services.visits import SavedVisit
from system.errors import Conflict, Trouble
from tests.gui.kit.stand import children
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key


def sheets(counter: Counter) -> list[tuple[str, int, SheetState, str]]:
    """Newest first."""
    return [(row.number, row.reprint, row.state, row.state_note) for row in counter.services.documents.issued()]


def test_ctrl_enter_saves_prints_and_clears_the_desk(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.save()
    assert [row.person for row in counter.services.visits.today()] == ["张三"]
    assert len(counter.printer.sheets) == 1
    strip = counter.page.strip
    assert strip.words() == "LF20261124-001 已保存并送打印机"
    assert strip.good_button.isVisible()
    assert counter.page.desk.who.words() == ""
    assert counter.page.desk.matters.editor.narrative.text() == ""
    assert any({"visit", "document"} <= changes.subjects for changes in counter.told)
    assert sheets(counter) == [("LF20261124-001", 0, SheetState.PENDING, "")]


def test_ctrl_s_saves_and_prints_later(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.hands.press(Key.Key_S, CTRL)
    assert len(counter.services.visits.today()) == 1
    assert counter.printer.sheets == []
    assert counter.page.strip.words() == "LF20261124-001 已保存，未打印"
    counter.hands.press(Key.Key_P, CTRL)
    assert len(counter.printer.sheets) == 1
    assert counter.page.strip.words() == "LF20261124-001 已保存并送打印机"
    assert len(sheets(counter)) == 1


def test_a_good_sheet_costs_one_chord(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.save()
    counter.hands.press(Key.Key_G, ALT)
    assert sheets(counter)[0][2] is SheetState.GOOD
    assert not counter.page.strip.isVisible()


def test_the_visitor_may_rate_before_and_after_the_sheet_was_looked_at(counter: Counter) -> None:
    counter.hands.press(Key.Key_R, ALT)
    assert children(counter.page.window(), RatingPanel) == []
    counter.fill_in("张三")
    counter.save()
    assert counter.page.strip.rate_link.isVisible()
    counter.page.strip.rate_link.click()
    (panel,) = children(counter.page.window(), RatingPanel)
    counter.hands.press(Key.Key_2)
    panel.save_button.click()
    (rated,) = counter.services.visit_changes.ratings(1)
    assert rated.label == panel.blocks[0].levels.buttons()[1].words()
    counter.hands.press(Key.Key_Escape)
    counter.hands.press(Key.Key_G, ALT)
    assert not counter.page.strip.isVisible()
    counter.hands.press(Key.Key_R, ALT)
    assert any(panel.isVisible() for panel in children(counter.page.window(), RatingPanel))


def test_while_a_reason_is_asked_for_the_strip_asks_nothing_else(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.save()
    counter.hands.press(Key.Key_B, ALT)
    assert not counter.page.strip.rate_link.isVisible()


def test_an_unanswered_sheet_stays_unconfirmed(counter: Counter) -> None:
    for name in ("张三", "李四"):
        counter.fill_in(name)
        counter.save()
    assert [state for _, _, state, _ in sheets(counter)] == [SheetState.PENDING, SheetState.PENDING]
    assert counter.page.strip.words().startswith("LF20261124-002")


def test_a_bad_sheet_wants_a_reason_and_is_printed_again(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.save()
    counter.hands.words("王")
    counter.hands.press(Key.Key_B, ALT)
    strip = counter.page.strip
    assert strip.asking == "spoiled"
    counter.hands.press(Key.Key_Return)
    assert strip.asking == "spoiled"  # no reason, nothing done
    counter.hands.words("卡纸")
    counter.hands.press(Key.Key_Return)
    assert sheets(counter) == [
        ("LF20261124-001", 1, SheetState.PENDING, ""),
        ("LF20261124-001", 0, SheetState.SPOILED, "卡纸"),
    ]
    assert len(counter.printer.sheets) == 2
    assert counter.page.desk.focused_key() == "person"
    assert counter.page.desk.who.words() == "王"
    counter.hands.press(Key.Key_G, ALT)
    assert sheets(counter)[0][2] is SheetState.GOOD


def test_a_bad_sheet_may_be_noted_only(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.save()
    counter.hands.press(Key.Key_B, ALT)
    counter.hands.words("缺墨")
    counter.page.strip.only.click()
    assert sheets(counter) == [("LF20261124-001", 0, SheetState.SPOILED, "缺墨")]
    assert len(counter.printer.sheets) == 1


def test_a_further_copy_wants_a_reason(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.save()
    counter.hands.press(Key.Key_P, CTRL)
    assert counter.page.strip.asking == "again"
    counter.hands.words("来访人多要一份")
    counter.hands.press(Key.Key_Return)
    assert [row[1] for row in sheets(counter)] == [1, 0]


def test_the_question_for_a_reason_can_be_left(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.save()
    counter.hands.press(Key.Key_B, ALT)
    counter.page.strip.close_button.click()
    assert counter.page.strip.asking == ""
    assert counter.page.strip.good_button.isVisible()
    counter.page.strip.close_button.click()
    assert not counter.page.strip.isVisible()
    assert sheets(counter)[0][2] is SheetState.PENDING


def test_a_printer_that_fails_loses_nothing(counter: Counter) -> None:
    counter.printer.on = False
    counter.fill_in("张三")
    counter.save()
    assert len(counter.services.visits.today()) == 1
    strip = counter.page.strip
    assert strip.words() == "LF20261124-001 打印机没有响应，内容已保存，接通后按 Ctrl+P 重新打印"
    assert str(strip.tone) == "amber"
    assert not strip.good_button.isVisible()
    counter.printer.on = True
    counter.hands.press(Key.Key_P, CTRL)
    assert sheets(counter) == [("LF20261124-001", 0, SheetState.PENDING, "")]
    assert strip.words() == "LF20261124-001 已保存并送打印机"
    assert str(strip.tone) == "green"


def test_a_reprint_without_the_right_to_is_said(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_id: int, _reason: str) -> None:
        raise Conflict("这张文书还没有打印出来，直接重新打印即可，不算补印。")

    monkeypatch.setattr(counter.services.documents, "reprint", refuse)
    counter.fill_in("张三")
    counter.save()
    counter.hands.press(Key.Key_P, CTRL)
    counter.hands.words("再来一份")
    counter.hands.press(Key.Key_Return)
    assert "不算补印" in counter.page.strip.words()


@pytest.mark.parametrize(
    "error",
    [
        Trouble("磁盘已满，写不进去。", "请清理磁盘空间后再保存。"),
        Conflict("坡退信〔2026〕1号已经办结，不能再并入。请改选别的处理结果。"),
    ],
)
def test_what_cannot_be_saved_stays_on_the_desk_and_in_the_draft(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_form: VisitForm) -> SavedVisit:
        raise error

    counter.fill_in("张三", "一句也不能少")
    with monkeypatch.context() as broken:
        broken.setattr(counter.services.visits, "save", fail)
        counter.save()
    page = counter.page
    assert page.refusal.text() == f"来访没有保存，内容都还在：{error}"
    assert page.desk.isEnabled()
    assert page.desk.focused_key() == "matters.0.narrative"
    counter.hands.words("！")
    page.before_leaving()
    assert len(counter.services.drafts.mine()) == 1
    counter.save()
    assert page.refusal.text() == ""
    detail = counter.services.visits.detail(counter.services.visits.today()[0].id)
    assert detail.matters[0].narrative == "一句也不能少！"
    assert counter.services.drafts.mine() == ()


def test_what_only_the_service_finds_stands_at_its_field(
    counter: Counter, station: Services, as_operator: Callable[..., Services]
) -> None:
    counter.fill_in("张三")
    handler = counter.page.desk.matters.editor.rows.handler
    handler.set_options([("nobody", "已离岗")])
    handler.set_value("nobody")
    counter.save()
    assert list(counter.page.checks.shown) == ["matters.0.handler"]
    assert counter.page.bar.errors_text() == "还有 1 处要改：事项 1 承办"
    assert counter.services.visits.today() == ()


def test_a_person_who_vanished_is_said(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("问")
    known = counter.page.desk.who.known
    known.set_person(replace(counter.services.people.find("ly")[0], id=999))
    counter.save()
    assert "档案找不到了" in counter.page.refusal.text()


def test_pressing_twice_saves_once(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.set_runner(jobs.PoolRunner())
    real, gate, calls = counter.services.visits.save, threading.Event(), []

    def slow(form: VisitForm) -> SavedVisit:
        calls.append(form.uuid)
        gate.wait(10)
        return real(form)

    monkeypatch.setattr(counter.services.visits, "save", slow)
    counter.fill_in("张三")
    counter.save()
    assert not counter.page.print_button.isEnabled()
    assert not counter.page.desk.isEnabled()
    counter.save()
    counter.hands.press(Key.Key_S, CTRL)
    counter.hands.press(Key.Key_F7)
    gate.set()
    counter.qtbot.waitUntil(counter.page.strip.isVisible, timeout=10_000)
    assert len(calls) == 1
    assert len(counter.services.visits.today()) == 1
    assert counter.page.desk.isEnabled()
    counter.qtbot.waitUntil(lambda: counter.focused() is counter.page.desk.who.known.lookup.edit)
    assert counter.services.drafts.mine() == ()


def test_a_changed_phone_reaches_the_record(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    phone = counter.page.desk.who.known.phone
    phone.setFocus()
    phone.selectAll()
    counter.hands.letters("13900001111")
    counter.hands.press(Key.Key_1, ALT)
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("问")
    counter.save()
    assert counter.services.people.reveal(person.id, "phone") == "13900001111"
