"""A service matter from the desk to its last paper in the real window, by keys alone: 优待证 and 报到, each its road.

Nothing is put into a field or a model: what the clerk has are the keys that the window names. What she sees is held
against what the station keeps: states, events, clocks, numbers and papers.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from domain.people_rules import PersonForm
from gui import jobs
from gui.kit.overlay import Overlay
from gui.kit.preview import Preview
from gui.service_cases.batches import BatchesPanel
from gui.service_cases.case import CaseWidget
from gui.service_cases.page import ServiceCasesPage
from gui.service_cases.questions import FormPanel
from gui.shell import Shell
from gui.visits.matter_editor import MatterEditor
from gui.visits.matter_fields import FieldsPanel
from services.service_cases import CaseView
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.gui.program import Program, window_over

PERSON = PersonForm(
    name="胡望城",
    identity="430103196811021238",
    phone="13873105267",
    address="碧湘社区晏家塘 12 号",
    service_from="1987-10",
    service_to="1991-12",
)
CARD, REPORT = "card_first", "report"
DAY = dt.timedelta(days=1)


class Life(Program):
    """The program in the hands of one clerk, who has no mouse. `clock` is the station's."""

    def __init__(self, shell: Shell, clock: FixedClock, cups: FakeCups) -> None:
        super().__init__(shell)
        self.clock, self.cups = clock, cups

    def wait_days(self, days: int) -> None:
        """So many days later, at the same hour."""
        self.clock.advance(days * DAY)

    # ---- the desk

    @property
    def editor(self) -> MatterEditor:
        """The matter in hand."""
        return self.visits.desk.matters.editor

    def find_person(self, letters: str) -> None:
        """F2, some letters of a name, Enter."""
        self.driver.press("F2")
        self.driver.wait(lambda: self.is_at("证件号 / 姓名 / 电话"), "查找来访人")
        self.driver.type(letters)
        self.driver.wait(lambda: self.visits.desk.who.known.lookup.open, "查到的人")
        self.driver.press("Return")
        self.driver.wait(lambda: self.visits.desk.who.person_id is not None, "选中来访人")

    def take_matter(self, letters: str) -> None:
        """Back to the kind, → for 办事, on to the matter, its letters, Enter."""
        driver = self.driver
        driver.press("Shift+Tab")
        assert self.is_at("类型")
        driver.press("Right")
        driver.press("Tab")
        assert self.is_at("办理事项")
        driver.type(letters)
        driver.wait(lambda: self.editor.service.lookup.open, "查到的事项")
        driver.press("Return")

    def tick(self, *names: str) -> None:
        """Walk down the checklist, Space on each of these."""
        for row in self.editor.materials.rows():
            assert QApplication.focusWidget() is row.tick, row.name
            if row.name in names:
                self.driver.press("Space")
            self.driver.press("Down")

    def tab_to(self, name: str) -> None:
        """Tab until the keyboard is there."""
        for _ in range(40):
            if self.is_at(name):
                return
            self.driver.press("Tab")
        raise AssertionError(f"no way to {name} by Tab")

    def write(self, **texts: str) -> None:
        """Tab to each field of the form over the page, and type."""
        for name, words in texts.items():
            self.tab_to(name)
            self.driver.press("Ctrl+A")
            self.driver.type(words)

    def save_visit(self) -> None:
        """Ctrl+Enter, and wait until the receipt is with the printer."""
        before = len(self.services.visits.today())
        self.driver.press("Ctrl+Return")
        self.driver.wait(lambda: len(self.services.visits.today()) == before + 1, "来访保存")
        self.driver.wait(lambda: "已保存并送打印机" in self.visits.strip.words(), "回执送打印机")

    # ---- the cases

    @property
    def page(self) -> ServiceCasesPage:
        """The page of service cases, which must be on show."""
        assert isinstance(self.desk.page, ServiceCasesPage)
        return self.desk.page

    @property
    def case(self) -> CaseWidget:
        """The case on show."""
        return self.page.case

    @property
    def view(self) -> CaseView:
        """The same case as the station keeps it."""
        assert self.case.view is not None
        return self.services.service_cases.detail(self.case.view.id)

    def open_case(self, person: str) -> None:
        """Ctrl+3, and Enter on the line of this person."""
        driver = self.driver
        driver.press("Ctrl+3")
        driver.wait(lambda: isinstance(self.desk.page, ServiceCasesPage), "办事")
        table = self.page.list.table
        driver.wait(lambda: table.rows, "办件列表")
        for _ in range(len(table.rows)):
            if getattr(table.current(), "person", "") == person:
                break
            driver.press("Down")
        driver.press("Return")
        driver.wait(lambda: self.page.stack.currentWidget() is self.case, "办件")

    def act(self, label: str, **texts: str) -> None:
        """The key beside this move, what it asks for, Ctrl+Enter."""
        driver = self.driver
        driver.wait(lambda: self.key_of(label), f"“{label}”可以做")
        driver.press(self.key_of(label))
        driver.wait(lambda: self.case.panel is not None, label)
        self.write(**texts)
        driver.press("Ctrl+Return")
        driver.wait(lambda: self.case.panel is None, f"{label}已保存")

    def key_of(self, label: str) -> str:
        """The key that stands beside a move, "" where it can't be done now."""
        return next((move.key for move in self.case.next.moves if move.words() == label), "")

    def over(self, kind: type) -> Overlay:
        """What lies over the page, once it is one of these."""
        found: list[Overlay] = []

        def look() -> bool:
            found[:] = [one for one in self.overlays() if isinstance(one.panel, kind)]
            return bool(found)

        self.driver.wait(look, kind.__name__)
        return found[-1]

    def close(self, kind: type) -> None:
        """Esc."""
        self.over(kind)
        self.driver.press("Esc")
        self.gone(kind)

    def gone(self, kind: type) -> None:
        """It went away by itself, what it asked being done."""
        driver = self.driver
        driver.wait(lambda: not any(isinstance(one.panel, kind) for one in self.overlays()), f"{kind.__name__} 收起")

    def overlays(self) -> list[Overlay]:
        """What lies over the page."""
        return [one for one in children(self.shell, Overlay) if one.isVisible()]

    # ---- what is seen

    def is_at(self, name: str) -> bool:
        """Whether the keyboard is on what a screen reader calls so, or in it."""
        now = QApplication.focusWidget()
        while now is not None and now.accessibleName() != name:
            now = now.parentWidget()
        return now is not None

    def sees(self, *words: str) -> None:
        """All of these stand on the screen."""
        self.driver.wait(lambda: all(map(self.driver.shows, words)), f"画面上有 {words}")

    def clocks(self) -> dict[str, str]:
        """The clocks that were started, each with its state."""
        return {clock.rule.code: clock.state for clock in self.view.clocks}

    def steps(self) -> list[str]:
        """What happened on the case, oldest first."""
        return [event.action for event in reversed(self.view.events)]

    def papers(self) -> list[str]:
        """What was issued for the case, oldest first."""
        return [one.paper.kind for one in sorted(self.view.papers, key=lambda one: one.paper.id)]


@pytest.fixture
def life(tmp_path: Path, cups: FakeCups) -> Iterator[Life]:
    """A station with one person on record, its chief at the desk of a small screen."""
    folder = factories.put_ready_station(tmp_path / "data")
    made = factories.log_in(folder, FixedClock(factories.MOMENT), factories.founded().chief, factories.CHIEF_PASSWORD)
    made.people.create(PERSON)
    made.close()
    before = jobs.set_runner(jobs.PoolRunner())
    clock = FixedClock(factories.MOMENT)
    with window_over(DataFolder(folder.root), clock) as program:
        program.shell.resize(1366, 728)
        program.shell.start()
        hands = Life(program.shell, clock, cups)
        hands.log_in()
        yield hands
    jobs.finish()
    jobs.set_runner(before)


def test_a_card_from_the_desk_to_its_hand_out(life: Life, cups: FakeCups) -> None:
    driver = life.driver
    life.find_person("hwc")
    life.take_matter("ydzsc")
    life.sees("承诺 20 个工作日 · 要 6 种材料 · 不收费", "缺 6 项", "居住证或居住证明（在常住地办理时）")
    life.tick(*(row.name for row in life.editor.materials.rows() if not row.for_some))
    life.sees("齐全", "6 种 6 份")
    driver.press("Alt+I")
    life.over(FieldsPanel)
    life.write(合作银行="长沙银行")
    life.close(FieldsPanel)
    life.save_visit()
    assert len(cups.papers) == 1, "the receipt"

    life.open_case(PERSON.name)
    assert (life.view.state, life.view.number, life.view.person) == ("accepted", "坡退办〔2026〕1号", PERSON.name)
    assert {code: life.view.values[code] for code in ("bank", "service_from")} == {
        "bank": "长沙银行",
        "service_from": PERSON.service_from,
    }
    assert life.clocks() == {"promise": "running"}
    life.sees("优待证首次申领", "已受理", "承诺时限")

    life.act("编入报送批次")
    life.sees("已编批次")
    assert life.case.batch.words() == "坡退批〔2026〕1号（1 件）"
    life.wait_days(1)
    driver.press("Esc")
    driver.press("Ctrl+B")
    life.over(BatchesPanel)
    life.sees("坡退批〔2026〕1号 · 区退役军人事务局 · 还没有送出")
    driver.press("Ctrl+Return")
    life.over(FormPanel)
    driver.press("Ctrl+Return")
    life.over(Preview)
    driver.press("Ctrl+Return")
    driver.wait(lambda: len(cups.papers) == 2, "报送清单出纸")
    life.gone(Preview)
    assert life.view.state == "submitted"

    life.wait_days(6)
    driver.press("Alt+R")
    life.over(FormPanel)
    life.write(系统受理号="YDZ-2026-0088", 优待证号="430100000871")
    driver.press("Ctrl+Return")
    life.gone(FormPanel)
    life.sees("通过")
    life.close(BatchesPanel)
    assert (life.view.state, life.view.official_number) == ("returned", "YDZ-2026-0088")
    assert life.clocks() == {"promise": "running", "notify": "running"}

    life.open_case(PERSON.name)
    life.sees("待通知", "YDZ-2026-0088")
    life.act("通知领取")
    driver.wait(lambda: len(cups.papers) == 3, "领取通知书出纸")
    assert life.view.state == "notified"
    assert life.clocks() == {"promise": "stopped", "notify": "stopped", "collect": "running"}

    life.wait_days(2)
    driver.press("Esc")
    life.open_case(PERSON.name)
    life.act("领取签收，办结")
    driver.wait(lambda: len(cups.papers) == 4, "领取签收单出纸")
    life.sees("已办结")
    view = life.view
    assert (view.state, view.open, view.item_number) == ("done", False, "430100000871")
    assert all(clock.in_time and clock.state == "stopped" for clock in view.clocks)
    assert life.steps() == ["open", "bundle", "send", "result_ok", "notify", "hand_out"]
    assert [event.day - factories.MOMENT.date() for event in reversed(view.events)] == [
        dt.timedelta(days=days) for days in (0, 0, 1, 7, 7, 9)
    ]
    assert life.papers() == ["visit_receipt", "collection_notice", "collection_sheet"]
    assert life.services.audit.verify() == ()


def test_a_homecomer_reports_and_takes_his_letter(life: Life, cups: FakeCups) -> None:
    driver = life.driver
    life.find_person("hwc")
    life.take_matter("tybddj")
    wanted = [row.name for row in life.editor.materials.rows() if not row.for_some]
    assert wanted == ["居民身份证", "退出现役证件", "行政介绍信"]
    life.tick(*wanted)
    life.sees("齐全", "党（团）组织关系介绍信（党员、团员报到时）")
    driver.press("Alt+I")
    life.over(FieldsPanel)
    assert life.is_at("退役日期"), "the first that is wanted and empty"
    driver.type("11-10")
    life.tab_to("安置方式")
    driver.press("Down")
    life.close(FieldsPanel)
    life.save_visit()

    life.open_case(PERSON.name)
    view = life.view
    assert (view.state, view.kind) == ("accepted", "退役报到登记")
    assert (view.values["discharged_on"], view.values["placement_way"]) == ("2026-11-10", "自主就业")
    assert life.clocks() == {"promise": "running", "report_back": "stopped"}
    duty = next(clock for clock in view.clocks if clock.rule.code == "report_back")
    assert (duty.deadline.raw.isoformat(), duty.in_time) == ("2026-12-10", True), "30 days from the day of discharge"
    assert "编入报送批次" not in [move.words() for move in life.case.next.moves], "no bundle for a letter"

    life.act("报送", 系统受理号="BD-0012")
    assert (life.view.state, life.view.official_number) == ("submitted", "BD-0012")
    life.wait_days(2)
    driver.press("Esc")
    life.open_case(PERSON.name)
    life.act("登记结果：通过")
    life.act("通知领取")
    life.act("领取签收，办结")
    driver.wait(lambda: len(cups.papers) == 3, "三张纸")
    view = life.view
    assert (view.state, view.open, view.batch) == ("done", False, None)
    assert life.steps() == ["open", "submit", "result_ok", "notify", "hand_out"]
    assert life.papers() == ["visit_receipt", "collection_notice", "collection_sheet"]
    assert all(clock.in_time and clock.state == "stopped" for clock in view.clocks)
    assert life.services.audit.verify() == ()
