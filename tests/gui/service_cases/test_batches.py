"""Bundles by the keyboard: made, sent with their list, answered by hand and by a list, from two windows."""

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.kit.preview import Preview
from gui.service_cases import batches
from gui.service_cases.batch_plan import PlanPanel
from gui.service_cases.batches import BatchesPanel
from gui.service_cases.questions import FormPanel
from services import Services
from services.batches import BatchItemView
from services.service_cases import CaseQuery
from system.clock import FixedClock
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import settle
from tests.gui.service_cases.cases_desk import ALT, CTRL, CasesDesk
from tests.services.case_rounds import NAMES, identity_of, number_of, open_for, state_of

DAY = dt.timedelta(days=1)
HEAD = ("办件编号", "姓名", "证件号码", "审核结果", "未通过原因", "返回日期")


@pytest.fixture
def cases(station: Services, clock: FixedClock) -> tuple[int, ...]:
    """Three cases that may go to the district, taken in yesterday."""
    made = tuple(open_for(station, place=place) for place in range(3))
    clock.advance(DAY)
    return made


@pytest.fixture
def desk(window: QWidget, station: Services, cases: tuple[int, ...], cups: FakeCups) -> CasesDesk:
    made = CasesDesk(window, station)
    made.page.list.table.setFocus()
    return made


def bundle(desk: CasesDesk, many: int) -> None:
    """Tick the first lines and put them into a bundle, as the clerk does."""
    for _ in range(many):
        desk.press(Qt.Key.Key_Space)
        desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_B, ALT)
    desk.save()


def opened(desk: CasesDesk) -> BatchesPanel:
    desk.press(Qt.Key.Key_B, CTRL)
    panel = desk.overlays[-1]
    assert isinstance(panel, BatchesPanel)
    return panel


def current(panel: BatchesPanel) -> BatchItemView:
    row = panel.items.current()
    assert isinstance(row, BatchItemView)
    return row


def form(desk: CasesDesk) -> FormPanel:
    panel = desk.overlays[-1]
    assert isinstance(panel, FormPanel)
    return panel


def sent(desk: CasesDesk) -> BatchesPanel:
    """A bundle of all three on its way, its list looked at."""
    bundle(desk, 3)
    panel = opened(desk)
    desk.save()
    desk.save()
    desk.press(Qt.Key.Key_Escape)
    return panel


def list_file(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows((HEAD, *rows))
    return path


def cells(panel: BatchesPanel, title: str) -> dict[str, str]:
    """What a column says of each person."""
    model = panel.items.rows_model
    titles = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
    return {
        row.person: str(model.data(model.index(at, titles.index(title)))) for at, row in enumerate(panel.items.rows)
    }


class TestIn:
    def test_the_day_is_asked_and_today_by_itself(self, desk: CasesDesk) -> None:
        bundle(desk, 2)
        (row,) = desk.services.batches.open_batches()
        days = {
            desk.services.service_cases.detail(item.case_id).events[0].day
            for item in desk.services.batches.detail(row.id).items
        }
        assert (row.size, days) == (2, {desk.services.clock.today()})
        assert desk.page.list.ticked == {}

    @pytest.mark.parametrize(("day", "words"), [("-9", "早于“受理”"), ("2099-01-01", "还没有到")])
    def test_a_day_that_cannot_be_is_told_under_its_field(self, desk: CasesDesk, day: str, words: str) -> None:
        desk.press(Qt.Key.Key_Space)
        desk.press(Qt.Key.Key_B, ALT)
        panel = form(desk)
        panel.form.set_values({"bundled_on": day})
        desk.save()
        assert words in panel.form.rows["bundled_on"].field.message
        assert desk.services.batches.recent() == ()
        assert len(desk.page.list.ticked) == 1

    def test_yesterday_is_kept(self, desk: CasesDesk, cases: tuple[int, ...]) -> None:
        yesterday = desk.services.clock.today() - DAY
        desk.press(Qt.Key.Key_Space)
        desk.press(Qt.Key.Key_B, ALT)
        form(desk).form.set_values({"bundled_on": yesterday.isoformat()})
        desk.save()
        (row,) = desk.services.batches.open_batches()
        (item,) = desk.services.batches.detail(row.id).items
        assert desk.services.service_cases.detail(item.case_id).events[0].day == yesterday


class TestOut:
    def test_with_day_and_reason(self, desk: CasesDesk) -> None:
        bundle(desk, 2)
        panel = opened(desk)
        panel.items.setFocus()
        who = current(panel).person
        desk.press(Qt.Key.Key_X, ALT)
        form(desk).form.set_values({"reason": "照片要重拍"})
        desk.save()
        assert (cells(panel, "结果")[who], cells(panel, "说明")[who]) == ("已退出", "照片要重拍")
        assert panel.isVisible()

    def test_without_a_reason_or_before_it_went_in(self, desk: CasesDesk) -> None:
        bundle(desk, 1)
        opened(desk)
        desk.press(Qt.Key.Key_X, ALT)
        panel = form(desk)
        desk.save()
        assert panel.form.rows["reason"].field.state == "error"
        panel.form.set_values({"reason": "重拍", "unbundled_on": "-1"})
        desk.save()
        assert "早于“编入报送批次”" in panel.form.rows["unbundled_on"].field.message


class TestSending:
    def test_it_goes_with_its_list(self, desk: CasesDesk, cases: tuple[int, ...], cups: FakeCups) -> None:
        bundle(desk, 3)
        panel = opened(desk)
        desk.save()
        desk.save()
        assert isinstance(desk.overlays[-1], Preview)
        desk.save()
        assert len(cups.papers) == 1
        assert {state_of(desk.services, case) for case in cases} == {"submitted"}
        desk.press(Qt.Key.Key_Escape)
        assert not panel.send.isVisible()
        assert "送出" in panel.title.text()
        assert set(cells(panel, "结果").values()) == {"等结果"}

    def test_one_result_by_hand(self, desk: CasesDesk) -> None:
        panel = sent(desk)
        panel.items.setFocus()
        row = current(panel)
        desk.press(Qt.Key.Key_R, ALT)
        form(desk).form.set_values({"outcome": "未通过", "result_on": "-3"})
        desk.save()
        wrong = form(desk).form.rows
        assert "早于" in wrong["result_on"].field.message
        assert "理由" in wrong["reason"].field.message
        form(desk).form.set_values({"result_on": "=", "reason": "档案记载不符"})
        desk.save()
        assert (cells(panel, "结果")[row.person], cells(panel, "说明")[row.person]) == ("未通过", "档案记载不符")
        assert current(panel).case_id == row.case_id


class TestByList:
    def test_row_by_row_in_the_table_of_the_bundle(
        self, desk: CasesDesk, cases: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        panel = sent(desk)
        services = desk.services
        services.service_cases.act(cases[2], "withdraw", {"withdrawn_on": "=", "reason": "不办了"})
        rows = (
            (number_of(services, cases[0]), NAMES[0], identity_of(0), "通过", "", ""),
            (number_of(services, cases[1]), NAMES[1], identity_of(1), "不通过", "", ""),
            (number_of(services, cases[2]), NAMES[2], identity_of(2), "通过", "", ""),
            ("坡退办〔2026〕99号", NAMES[3], identity_of(3), "通过", "", ""),
        )
        path = list_file(tmp_path / "结果.csv", rows)
        monkeypatch.setattr(batches, "ask_open_path", lambda *_words: path)
        desk.press(Qt.Key.Key_L, ALT)
        plan = desk.overlays[-1]
        assert isinstance(plan, PlanPanel)
        assert [line.row.state for line in plan.rows.rows] == ["ready", "fault", "closed", "unknown"]
        assert plan.words.text() == "名单 4 行，可以登记 1 件，另外 3 行不动，原因写在后面。"
        desk.save()
        assert [line.done for line in plan.rows.rows] == [True, False, False, False]
        assert plan.rows.rows[0].words == "已登记为“通过”。"
        desk.press(Qt.Key.Key_Escape)
        told = cells(panel, "说明")
        assert told[NAMES[0]] == "已登记为“通过”。"
        assert "要有原因" in told[NAMES[1]]
        assert "不再登记结果" in told[NAMES[2]]
        assert cells(panel, "结果")[NAMES[0]] == "通过"
        assert panel.listed.text() == "名单 4 行：登记了 1 件，3 行没有动，原因写在每一行后面。"
        assert panel.listed.button is not None
        panel.listed.button.click()
        settle(desk.window)
        again = desk.overlays[-1]
        assert isinstance(again, PlanPanel)
        assert "找不到这一件" in again.rows.rows[3].words
        assert not again.button.isEnabled()

    def test_what_moved_meanwhile_is_told_in_its_row(
        self, desk: CasesDesk, cases: tuple[int, ...], tmp_path: Path
    ) -> None:
        panel = sent(desk)
        rows = [(number_of(desk.services, case), NAMES[at], "", "通过", "", "") for at, case in enumerate(cases)]
        panel.take_list(list_file(tmp_path / "结果.csv", rows))
        settle(desk.window)
        desk.services.service_cases.note(cases[0], "来催问")
        desk.save()
        plan = desk.overlays[-1]
        assert isinstance(plan, PlanPanel)
        assert [line.done for line in plan.rows.rows] == [False, True, True]
        assert plan.rows.rows[0].words.startswith("没有登记：")

    def test_a_bad_file_is_told(self, desk: CasesDesk, tmp_path: Path) -> None:
        panel = sent(desk)
        path = tmp_path / "名单.xlsx"
        path.write_bytes(b"MZ\x90\x00" + b"\x00" * 40)
        panel.take_list(path)
        settle(desk.window)
        assert "不是表格" in desk.overlays[-1].accessibleName()


def test_what_another_window_does_shows(desk: CasesDesk, cases: tuple[int, ...]) -> None:
    panel = opened(desk)
    assert [*panel.bundles.rows] == []
    desk.bus.tell(desk.services.batches.put_in(cases[:2]).changes)
    settle(desk.window)
    assert [row.size for row in panel.bundles.rows] == [2]
    assert len(panel.items.rows) == 2
    desk.bus.tell(desk.services.batches.take_out(cases[0], "缺照片"))
    settle(desk.window)
    assert cells(panel, "结果")[NAMES[0]] == "已退出"


def test_enter_opens_the_case(desk: CasesDesk) -> None:
    bundle(desk, 1)
    panel = opened(desk)
    panel.items.setFocus()
    wanted = current(panel).case_id
    desk.press(Qt.Key.Key_Return)
    assert desk.view.id == wanted
    assert desk.overlays == []


def test_the_number_of_a_bundle_stands_in_the_list(desk: CasesDesk) -> None:
    bundle(desk, 1)
    (row,) = desk.services.batches.open_batches()
    rows = desk.services.service_cases.page(CaseQuery(tab="all")).rows
    assert [one.batch_number for one in rows if one.batch_number] == [row.number]
