"""The page of one case: what it shows, and every step by keys."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.button import Link
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.service_cases import faces
from gui.service_cases.case import FACTS, PAPERS
from gui.service_cases.questions import FieldsPanel, FormPanel, PaperChoice
from services import Services
from system.clock import FixedClock
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children, settle
from tests.gui.service_cases.cases_desk import ALT, CTRL, CasesDesk

DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(window: QWidget, station: Services, cups: FakeCups) -> CasesDesk:
    return CasesDesk(window, station)


class TestShowing:
    def test_where_it_stands(self, desk: CasesDesk) -> None:
        desk.open()
        case = desk.page.case
        assert case.number.text() == "坡退办〔2026〕1号"
        assert [step.label for step in case.stepper.steps][2] == "报送"
        assert case.clock.faces[0].due.endswith("到期")
        assert desk.page.header.crumbs == ("办事", "坡退办〔2026〕1号")

    def test_every_clock_is_there(self, desk: CasesDesk) -> None:
        desk.open(complete=False)
        for one in desk.view.materials:
            desk.services.service_cases.tick(desk.view.id, one.id, True)
        desk.services.service_cases.act(desk.view.id, "complete", {"completed_on": "="})
        desk.page.refresh()
        assert [face.label[:4] for face in desk.page.case.clock.faces] == ["承诺时限", "补正期限"]
        assert "按期" in desk.page.case.clock.faces[1].due

    def test_the_suggested_step_is_filled_and_a_refusal_never(self, desk: CasesDesk) -> None:
        desk.open(complete=False)
        assert [move.choice.code for move in desk.page.case.next.moves if move.filled] == []
        desk.open("general", name="李建军")
        assert [move.choice.code for move in desk.page.case.next.moves if move.filled] == ["finish"]

    def test_a_blocked_step_says_why(self, desk: CasesDesk) -> None:
        desk.open(complete=False)
        blocked = {move.choice.code: move.choice.why_not for move in desk.page.case.next.moves}
        assert "材料还没有齐" in blocked["complete"]

    def test_a_tab_shows_the_case_on_show_when_it_is_looked_at(self, desk: CasesDesk) -> None:
        desk.open("general", name="李建军")
        case = desk.page.case
        assert case.tabs.value() == FACTS
        for name in ("胡望城", "唐星沙"):
            desk.open(name=name)
            assert [line.label for line in case.hand_off.lines] == [
                line.label for line in desk.services.hand_off.panel(desk.view.id).lines
            ]
            for tab in (FACTS, PAPERS):
                case.tabs.set_value(tab)
                case.tabs.chosen.emit(tab)
                settle(desk.window)
            shown = {label.text() for label in children(case.facts, Label) if label.isVisibleTo(case.facts)}
            assert any(words.startswith(f"{desk.view.visits[0].number}（") for words in shown)
            links = [link for link in children(case.papers, Link) if link.isVisibleTo(case.papers)]
            offered = {link.accessibleName().split()[-1] for link in links if link.accessibleName().startswith("看")}
            assert offered == {one.paper.human_code for one in desk.view.papers} != set()


class TestActing:
    def test_a_step_by_keys(self, desk: CasesDesk) -> None:
        desk.open()
        desk.choose("submit")
        desk.fill(official_number="YDZ-88")
        desk.save()
        assert (desk.view.state, desk.view.official_number) == ("submitted", "YDZ-88")
        assert desk.page.case.panel is None

    def test_esc_folds_and_keeps_what_was_typed(self, desk: CasesDesk) -> None:
        desk.open()
        desk.choose("turn_down")
        desk.fill(reason="不属于发放对象")
        desk.press(Qt.Key.Key_Escape)
        assert desk.page.case.panel is None
        assert desk.page.stack.currentWidget() is desk.page.case
        desk.choose("turn_down")
        assert desk.panel.form.values()["reason"] == "不属于发放对象"

    def test_what_is_missing_stands_under_its_field(self, desk: CasesDesk) -> None:
        desk.open()
        desk.choose("turn_down")
        desk.save()
        row = desk.panel.form.rows["reason"]
        assert (row.field.state, desk.view.state) == ("error", "accepted")
        assert "理由" in row.field.message

    def test_a_day_before_its_trigger_is_told_by_the_service(self, desk: CasesDesk, clock: FixedClock) -> None:
        desk.open()
        clock.advance(DAY)
        desk.services.service_cases.act(desk.view.id, "submit", {"sent_on": "=", "sent_way": "送达"})
        desk.page.refresh()
        desk.choose("result_ok")
        desk.fill(result_on="11-20")
        desk.save()
        assert "早于“报送”" in desk.panel.form.rows["result_on"].field.message

    def test_the_second_writer_is_told_and_keeps_her_words(self, desk: CasesDesk) -> None:
        desk.open()
        desk.choose("turn_down")
        desk.fill(reason="写了很久的理由")
        desk.services.service_cases.act(desk.view.id, "submit", {"sent_on": "=", "sent_way": "送达"})
        panel = desk.panel
        desk.save()
        assert "已经做了“报送”" in panel.told.text()
        assert panel.form.values()["reason"] == "写了很久的理由"

    def test_the_clocks_are_told_before_saving(self, desk: CasesDesk) -> None:
        case_id = desk.open()
        material = desk.view.materials[0].id
        desk.services.service_cases.tick(case_id, material, False)
        desk.page.refresh()
        desk.choose("ask_more")
        plan = desk.services.service_cases.plan(case_id, "ask_more", desk.panel.form.values())
        assert [(one.what, one.label) for one in plan.clocks] == [("pause", "承诺时限"), ("start", "补正期限")]

    def test_undo_by_ctrl_z(self, desk: CasesDesk) -> None:
        desk.open()
        desk.choose("withdraw")
        desk.fill(reason="点错了")
        desk.save()
        assert desk.view.state == "withdrawn"
        desk.press(Qt.Key.Key_Z, CTRL)
        assert desk.view.state == "accepted"

    def test_a_paper_goes_to_the_printer_with_its_step(self, desk: CasesDesk) -> None:
        case_id = desk.open()
        desk.services.service_cases.tick(case_id, desk.view.materials[0].id, False)
        desk.page.refresh()
        desk.choose("ask_more")
        desk.save()
        (paper,) = [one for one in desk.view.papers if one.paper.kind == "one_time_notice"]
        assert paper.paper.number == "坡退办〔2026〕1号 告知第1次"
        assert desk.view.events[0].document_id == paper.paper.id


class TestBesideTheFlow:
    def test_a_remark(self, desk: CasesDesk) -> None:
        desk.open()
        desk.press(Qt.Key.Key_N, ALT)
        (panel,) = desk.overlays
        assert isinstance(panel, FormPanel)
        panel.form.set_values({"words": "电话催问，已答复"})
        desk.press(Qt.Key.Key_Return, CTRL)
        assert desk.overlays == []
        assert desk.view.events[0].words == "电话催问，已答复"

    def test_a_tick_by_space(self, desk: CasesDesk) -> None:
        desk.open(complete=False)
        box = desk.page.case.materials.rows[0].box
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
        settle(desk.window)
        assert desk.view.materials[0].received_on is not None
        assert desk.page.case.materials.chip.chip.text == "缺 5 项"

    def test_fields_by_alt_e(self, desk: CasesDesk) -> None:
        desk.open()
        desk.press(Qt.Key.Key_E, ALT)
        (panel,) = desk.overlays
        assert isinstance(panel, FieldsPanel)
        panel.form.set_values({"bank": "长沙银行"})
        desk.press(Qt.Key.Key_Return, CTRL)
        assert desk.view.values["bank"] == "长沙银行"

    def test_papers_by_ctrl_p_say_why_not(self, desk: CasesDesk) -> None:
        desk.open()
        desk.press(Qt.Key.Key_P, CTRL)
        (panel,) = desk.overlays
        assert isinstance(panel, PaperChoice)
        assert not panel.buttons["one_time_notice"].isEnabled()
        assert panel.buttons["card_application"].isEnabled()

    def test_how_the_days_were_counted(self, desk: CasesDesk) -> None:
        desk.open()
        face = desk.page.case.clock.face
        assert face is not None
        face.explain.click()
        settle(desk.window)
        assert desk.page.stack.currentWidget() is desk.page.clock
        assert desk.page.header.title == "时限怎么算的"
        desk.page.clock.setFocus()
        desk.press(Qt.Key.Key_Escape)
        assert desk.page.stack.currentWidget() is desk.page.case


class TestHandOff:
    def test_copy_tick_and_write_back(self, desk: CasesDesk) -> None:
        desk.open()
        card = desk.page.case.hand_off
        card.list.setFocus()
        first = card.lines[0]
        desk.press(Qt.Key.Key_Return)
        assert QApplication.clipboard().text() == desk.services.hand_off.value(desk.view.id, first.code)
        assert card.lines[0].copied
        assert desk.services.hand_off.panel(desk.view.id).lines[0].copied
        card.number.setText("YDZ-1")
        card.write_button.click()
        settle(desk.window)
        assert desk.view.official_number == "YDZ-1"

    def test_a_number_of_another_case_is_refused_in_its_place(self, desk: CasesDesk) -> None:
        other = desk.open()
        desk.services.service_cases.set_official_number(other, "YDZ-1")
        desk.open(name="李建军")
        card = desk.page.case.hand_off
        card.number.setText("YDZ-1")
        card.write_button.click()
        settle(desk.window)
        assert "已经记在" in card.number.accessibleDescription()


def test_a_case_is_left_by_esc_and_the_list_is_there(desk: CasesDesk) -> None:
    desk.open()
    desk.page.case.first_focus().setFocus()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.stack.currentWidget() is desk.page.list


def test_every_control_has_a_name(desk: CasesDesk) -> None:
    desk.open()
    for line in children(desk.page.case, LineEdit):
        assert line.accessibleName()


def test_faces_of_a_paused_clock(station: Services, clock: FixedClock, window: QWidget, cups: FakeCups) -> None:
    desk = CasesDesk(window, station)
    case_id = desk.open()
    station.service_cases.tick(case_id, desk.view.materials[0].id, False)
    station.service_cases.act(case_id, "ask_more", {"told_on": "=", "told_way": "当面"})
    shown = faces.clock_faces(station.service_cases.detail(case_id), clock.today())
    assert [face.due for face in shown if face.label.startswith("承诺")] == ["暂停中，补齐后接着算"]
