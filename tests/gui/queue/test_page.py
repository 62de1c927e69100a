"""The queue by keys alone: a number with its slip, calls in turn and out of turn, who missed hers, who went away."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from domain.operator_rules import OperatorForm
from domain.vocabulary import MatterKind, QueueState
from gui import jobs
from gui.navigation import Place, Target
from services import Services
from system.clock import FixedClock
from system.errors import Trouble
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children, commit, focused
from tests.gui.queue.conftest import Hall
from tests.gui.visitors import visit


def press(keys: str) -> None:
    """A key where the keyboard is."""
    QTest.keySequence(focused(), QKeySequence(keys))
    QApplication.processEvents()


def test_an_empty_hall_says_what_to_do_next(hall: Hall) -> None:
    assert hall.numbers == []
    assert hall.page.now.head.text() == "现在没有人等"
    assert not hall.page.now.call_button.isEnabled()
    assert hall.page.now.call_button.accessibleDescription() == "现在没有人等"
    assert not hall.page.skipped.isVisible()
    assert not hall.page.parked.isVisible()
    hall.page.call()
    assert len(hall.page.toasts.shown) == 1
    assert hall.told == []


def test_enter_alone_takes_a_number_and_prints_its_slip(hall: Hall, cups: FakeCups) -> None:
    press("Ctrl+N")
    assert focused() is hall.page.slip.name
    press("Return")
    assert hall.numbers == ["001"]
    assert hall.page.slip.told.text() == "已取 001 号，前面没有人，号条已送打印机"
    press("Return")
    assert hall.numbers == ["001", "002"]
    assert hall.page.slip.told.text() == "已取 002 号，前面 1 位，号条已送打印机"
    assert len(cups.papers) == 2


def test_a_name_a_kind_by_its_digit_and_a_note_stand_in_the_line(hall: Hall) -> None:
    press("Ctrl+N")
    commit(focused(), "蒋玉梅")
    press("Alt+3")
    hall.page.slip.note.setFocus()
    commit(focused(), "公示结果")
    press("Return")
    (row,) = hall.services.queue.today()
    assert (row.name, row.kind, row.note) == ("蒋玉梅", MatterKind.PETITION, "公示结果")
    assert (hall.page.slip.name.text(), hall.page.slip.note.text(), hall.page.slip.taken_kind) == ("", "", None)
    model = hall.page.table.rows_model
    said = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert said == ["001", "蒋玉梅", "信访：公示结果", "09:42", "0 分"]


def test_a_plain_digit_on_the_pills_picks_a_kind_and_is_text_in_a_name(hall: Hall) -> None:
    hall.page.slip.kind.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_2)
    assert hall.page.slip.taken_kind is MatterKind.SERVICE
    hall.page.slip.name.setFocus()
    QTest.keyClicks(hall.page.slip.name, "3")
    assert hall.page.slip.name.text() == "3"
    assert hall.page.slip.taken_kind is MatterKind.SERVICE


def test_a_station_without_a_slip_printer_is_told_the_number(window: QWidget, clerk: Services, cups: FakeCups) -> None:
    hall = Hall(window, clerk)
    assert hall.page.slip.button.words() == "取号"
    press("Ctrl+N")
    press("Return")
    assert hall.page.slip.told.text() == "已取 001 号，前面没有人，请告诉来访人"
    assert hall.page.toasts.shown == ()
    assert cups.papers == []


def test_a_printer_that_is_gone_costs_no_number(hall: Hall, cups: FakeCups) -> None:
    cups.break_down()
    press("Ctrl+N")
    press("Return")
    assert hall.numbers == ["001"]
    assert hall.page.slip.told.text() == "001 号已取，号条没有打印出来，请口头告诉来访人"
    assert hall.page.slip.button.isEnabled()


def test_a_disk_that_is_full_takes_no_number_and_says_so(
    hall: Hall, clerk: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_options: object) -> None:
        raise Trouble("硬盘满了。", "请清理后再试。")

    monkeypatch.setattr(clerk.queue, "take", full)
    press("Ctrl+N")
    commit(focused(), "蒋玉梅")
    press("Return")
    assert hall.told == ["硬盘满了。"]
    assert hall.page.slip.name.text() == "蒋玉梅"
    assert hall.page.slip.button.isEnabled()


def test_who_waits_is_called_in_turn_and_once_more(hall: Hall) -> None:
    first, second = hall.take("甲", "乙")
    assert hall.page.now.head.text() == "下一位"
    assert hall.page.now.number.text() == "001"
    assert hall.page.now.call_button.words() == "叫 001"
    hall.page.call()
    assert hall.state(first) is QueueState.CALLED
    assert (hall.page.now.head.text(), hall.page.now.number.text()) == ("正在叫", "001")
    assert hall.page.now.call_button.words() == "再叫一遍"
    hall.page.call()
    assert hall.services.queue.one(first.id).calls == 2
    assert hall.state(second) is QueueState.WAITING, "a second press sends nobody else"


def test_enter_leads_the_called_one_to_the_desk_and_f9_then_calls_the_next(hall: Hall) -> None:
    first, second = hall.take("甲", "乙")
    hall.page.call()
    hall.page.table.setFocus()
    press("Return")
    assert hall.went == [Target(Place.VISIT, "slip", id=first.id)]
    hall.page.call()
    assert hall.state(second) is QueueState.CALLED


def test_enter_on_somebody_who_waits_calls_her_first(hall: Hall) -> None:
    first, second = hall.take("甲", "乙")
    hall.page.table.setFocus()
    press("Down")
    assert hall.page.now.head.text() == "选中的一位"
    press("Return")
    assert hall.went == [Target(Place.VISIT, "slip", id=second.id)]
    assert (hall.state(first), hall.state(second)) == (QueueState.WAITING, QueueState.CALLED)


def test_space_calls_out_of_turn(hall: Hall) -> None:
    first, second = hall.take("甲", "乙")
    hall.page.table.setFocus()
    press("Down")
    press("Space")
    assert (hall.state(first), hall.state(second)) == (QueueState.WAITING, QueueState.CALLED)
    assert hall.numbers == ["002", "001"], "who was called stands above"
    assert hall.page.now.number.text() == "002"


def test_who_misses_her_call_is_skipped_and_comes_back_further_down(hall: Hall, clock: FixedClock) -> None:
    rows = []
    for name in ("甲", "乙", "丙", "丁", "戊"):
        rows += hall.take(name)
        clock.advance(dt.timedelta(minutes=1))
    assert not hall.page.now.skip_button.isEnabled(), "nobody was called yet"
    hall.page.call()
    hall.page.table.setFocus()
    press("Del")
    assert hall.state(rows[0]) is QueueState.SKIPPED
    assert hall.numbers == ["002", "003", "004", "005"]
    assert hall.page.skipped.isVisible()
    hall.page.skipped.lines[0].button.click()
    assert hall.numbers == ["002", "003", "004", "001", "005"]
    assert not hall.page.skipped.isVisible()


def test_who_went_away_leaves_the_line_and_can_be_had_back(hall: Hall) -> None:
    first, _second = hall.take("甲", "乙")
    hall.page.table.setFocus()
    press("Alt+L")
    assert hall.state(first) is QueueState.LEFT
    assert [row.number for row in hall.page.served.table.rows] == ["001"]
    undo = hall.page.toasts.shown[-1].action
    assert undo is not None
    undo.click()
    assert hall.numbers == ["001", "002"]


def test_the_minutes_grow_and_the_chosen_one_stays_chosen(hall: Hall, clock: FixedClock) -> None:
    hall.take("甲", "乙")
    hall.page.table.setFocus()
    press("Down")
    clock.advance(dt.timedelta(minutes=21, seconds=1))
    hall.page._minute.timeout.emit()
    assert hall.page.now.number.text() == "002"
    assert hall.page.now.chip.chip.text == "等候 21 分"
    assert hall.page.now.chip.chip.tone == "red"
    assert hall.page.late.isVisible()
    assert hall.page.late.text() == "001 已等 21 分，可以现在叫"
    assert hall.page.figures.cells["longest"].accessibleName() == "最久 21 分 在等的"


def test_the_figures_count_the_day(hall: Hall, clerk: Services, clock: FixedClock) -> None:
    hall.take("甲", "乙", "丙")
    clock.advance(dt.timedelta(minutes=6, seconds=1))
    called = clerk.queue.call_next()
    assert called is not None
    clerk.queue.serve(called.id, visit(clerk).id)
    hall.page.refresh()
    cells = hall.page.figures.cells
    assert {key: cells[key].value.text() for key in cells} == {
        "taken": "3",
        "served": "1",
        "average": "6",
        "longest": "6",
    }


def test_a_served_one_opens_her_visit(hall: Hall, clerk: Services) -> None:
    (row,) = hall.take("甲")
    saved = visit(clerk)
    hall.bus.tell(clerk.queue.serve(row.id, saved.id))
    hall.page.served.table.setFocus()
    press("Return")
    assert hall.went == [Target(Place.WORKBENCH, "visit", id=saved.id)]


def test_who_was_put_aside_at_the_desk_is_gone_on_with(hall: Hall, clerk: Services, clock: FixedClock) -> None:
    clerk.drafts.save("11", kind="visit", title="贺晓岚 · 医保", payload={})
    clerk.drafts.park("11", parked=True)
    clock.advance(dt.timedelta(minutes=28, seconds=1))
    hall.page.refresh()
    (line,) = hall.page.parked.lines
    assert line.button.accessibleName() == "接着办：贺晓岚"
    line.button.click()
    assert hall.went == [Target(Place.VISIT, "draft", text="11")]


def test_another_window_that_was_faster_is_said_and_the_list_is_fresh(hall: Hall, chief: Services) -> None:
    (row,) = hall.take("甲")
    chief.queue.call(row.id)
    hall.page.call_chosen()
    assert "谢国辉" in hall.told[-1]
    assert hall.page.table.rows[0].caller == "谢国辉"
    assert hall.page.now.chip.chip.text == "谢国辉已叫"


def test_targets_lead_to_a_slip_a_call_and_a_new_number(hall: Hall) -> None:
    first, second = hall.take("甲", "乙")
    hall.page.open_target(Target(Place.QUEUE, "slip", id=second.id))
    assert hall.page.now.number.text() == "002"
    hall.page.open_target(Target(Place.QUEUE, "call"))
    assert hall.state(first) is QueueState.CALLED
    hall.page.open_target(Target(Place.QUEUE, "take"))
    assert hall.page.first_focus() is hall.page.slip.name


def test_esc_goes_from_the_slip_to_the_line_and_from_there_to_the_workbench(hall: Hall) -> None:
    press("Ctrl+N")
    press("Esc")
    assert focused() is hall.page.table
    assert hall.went == []
    press("Esc")
    hall.page.open_crumb(0)
    assert hall.went == [Target(Place.WORKBENCH), Target(Place.WORKBENCH)]


def test_every_control_has_a_name(hall: Hall) -> None:
    hall.take("甲")
    hall.page.call()
    tabbed = [
        widget
        for widget in children(hall.page, QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]
    assert tabbed
    assert [widget for widget in tabbed if not widget.accessibleName()] == []


def test_who_may_not_use_the_queue_is_told(window: QWidget, as_operator: LogIn) -> None:
    form = OperatorForm(name="审计员", post="审计", roles=factories.AUDITOR.roles)
    hall = Hall(window, as_operator(form))
    assert "权限" in hall.told[-1]


class HeldJobs:
    """Jobs that have begun and haven't come back, as on a slow disk."""

    def __init__(self) -> None:
        self.held: list[jobs.Job] = []

    def start(self, job: jobs.Job) -> None:
        self.held.append(job)

    def finish(self) -> None:
        while self.held:
            self.held.pop(0).do()


def test_keys_pressed_before_a_call_has_come_back_do_nothing_twice(hall: Hall) -> None:
    first, second = hall.take("甲", "乙")
    held = HeldJobs()
    before = jobs.set_runner(held)
    hall.page.call()
    hall.page.call()
    hall.page.take_to_desk()
    assert hall.went == []
    jobs.set_runner(before)
    held.finish()
    assert (hall.state(first), hall.state(second)) == (QueueState.CALLED, QueueState.WAITING)
    assert hall.services.queue.one(first.id).calls == 1
    hall.page.take_to_desk()
    assert hall.went == [Target(Place.VISIT, "slip", id=first.id)]


def test_the_number_on_the_card_says_what_its_key_does(hall: Hall) -> None:
    hall.take("甲", "乙")
    assert hall.page.now.call_button.isVisible()
    hall.page.table.setFocus()
    press("Down")
    assert not hall.page.now.call_button.isVisible()
    assert hall.page.now.call_this_button.words() == "叫 002"
    hall.page.now.call_this_button.click()
    assert hall.page.now.number.text() == "002"
    assert hall.page.now.call_button.words() == "再叫一遍"


def test_a_lost_slip_is_printed_again(hall: Hall, cups: FakeCups) -> None:
    assert not hall.page.slip.again_button.isEnabled()
    hall.take("甲", "乙")
    hall.page.table.setFocus()
    press("Down")
    press("Ctrl+P")
    assert hall.page.slip.told.text() == "002 号的号条已送打印机"
    assert len(cups.papers) == 1
    cups.break_down()
    press("Ctrl+P")
    assert hall.page.slip.told.text() == "002 号的号条没有打印出来，请口头告诉来访人"
    assert hall.numbers == ["001", "002"], "it is no new number"
