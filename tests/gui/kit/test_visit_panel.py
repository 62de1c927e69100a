"""One visit at the right edge: all that was recorded, what became of it since, and what may be done with it."""

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from domain.guest_rules import GuestForm, UnitForm
from domain.vocabulary import GuestRole
from gui.bus import Bus
from gui.kit.chip import Chip
from gui.kit.overlay import Overlay
from gui.kit.preview import Preview
from gui.kit.printing import DeskPrinter
from gui.kit.rating import RatingPanel
from gui.kit.visit_panel import VisitPanel, show_visit
from gui.navigation import Place, Target
from services import Services
from services.documents import SheetState
from system.clock import FixedClock
from tests.gui.kit.stand import children
from tests.gui.program import shown_words
from tests.gui.visitors import ANSWERED, PERSON, PETITION, visit


class Host:
    """A window, what lies over it, what the bus carried and where the panel led."""

    def __init__(self, window: QWidget, services: Services) -> None:
        self.window, self.services = window, services
        self.bus = Bus()
        self.printer = DeskPrinter(services, window)
        self.printer.changed.connect(self.bus.tell)
        self.told: list[str] = []
        self.bus.changed.connect(lambda changes: self.told.extend(changes.subjects))
        self.went: list[Target] = []

    def open(self, visit_id: int) -> VisitPanel:
        """Open a visit."""
        show_visit(self.window, self.services, self.printer, visit_id, bus=self.bus, on_go=self.went.append)
        panel = self.panels[-1]
        assert isinstance(panel, VisitPanel)
        return panel

    @property
    def panels(self) -> list[QWidget]:
        """What lies over the window, the newest last."""
        return [overlay.panel for overlay in children(self.window, Overlay) if overlay.isVisible()]


@pytest.fixture
def host(window: QWidget, clerk: Services) -> Host:
    return Host(window, clerk)


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is, and let a shortcut of an overlay act."""
    QTest.keyClick(widget.window().focusWidget(), key, held)
    QTest.qWait(0)


def chips(panel: QWidget) -> list[str]:
    """The words of the chips to be seen."""
    return [chip.chip.text for chip in children(panel, Chip) if chip.isVisible()]


def correct(services: Services, visit_id: int, narrative: str, reason: str = "听错了") -> None:
    """Correct the first matter of a visit."""
    saved = services.visit_changes.form_of(visit_id)
    matters = (replace(saved.form.matters[0], narrative=narrative), *saved.form.matters[1:])
    form = replace(saved.form, matters=matters)
    services.visit_changes.correct(visit_id, form, reason=reason, corrections=saved.corrections)


def test_a_plain_visit_bears_no_mark_and_all_may_be_done(host: Host, clerk: Services) -> None:
    panel = host.open(visit(clerk).id)
    words = shown_words(panel)
    for fact in ("李龑", "11-24 09:42", "走访", "1 人", "王静", "伤残抚恤金调整政策咨询"):
        assert fact in words, fact
    assert chips(panel) == ["当场答复", "待确认"]
    for button in (panel.acts.correct, panel.acts.void, panel.acts.rate):
        assert button.isEnabled()
    assert not panel.acts.reason.isVisible()


def test_a_petition_stands_in_its_parts_and_says_that_it_was_read_back(host: Host, clerk: Services) -> None:
    matter = replace(PETITION, facts="差额 3,260 元", reasons="<b>&amp;</b> 等级没变", earlier="来过两次")
    words = shown_words(host.open(visit(clerk, matter).id))
    for part in (
        "请求",
        "请求补发抚恤金差额",
        "事实",
        "差额 3,260 元",
        "理由",
        "<b>&amp;</b> 等级没变",
        "以往",
        "来过两次",
    ):
        assert part in words, part
    assert "已宣读核对" in words
    words = shown_words(host.open(visit(clerk, replace(matter, read_back=False, earlier="")).id))
    assert "已宣读核对" not in words
    assert "以往" not in words


@pytest.mark.parametrize(("time", "shown"), [(None, "11-20"), (dt.time(15, 30), "11-20 15:30")])
def test_a_late_entry_says_when_it_truly_was_and_why(
    host: Host, clerk: Services, time: dt.time | None, shown: str
) -> None:
    late = visit(clerk, visited_on=dt.date(2026, 11, 20), visited_time=time, late_reason="停电，先记在纸上")
    panel = host.open(late.id)
    words = shown_words(panel).splitlines()
    assert "补登 11-20" in chips(panel)
    assert shown in words
    assert "停电，先记在纸上" in words


def test_who_came_along_stands_with_role_and_masked_phone(host: Host, clerk: Services) -> None:
    known = clerk.people.create(replace(PERSON, name="罗湘平", identity="", phone="13873100002", card_number="")).id
    guests = (
        GuestForm(role=GuestRole.REPRESENTATIVE, party_id=known),
        GuestForm(role=GuestRole.COMPANION, name="李晓", phone="13873100001", relation="儿子"),
    )
    unit = UnitForm(name="长沙碧湘机械厂", contact="周长林", phone="13873100003")
    panel = host.open(visit(clerk, guests=guests, unit=unit, headcount=7, common=True).id)
    words = shown_words(panel)
    for fact in ("代表", "罗湘平", "同来人", "李晓", "儿子 · 138****0001", "长沙碧湘机械厂", "周长林 · 138****0003"):
        assert fact in words, fact
    assert "7 人 · 共同事项" in words
    assert "13873100001" not in words
    link = next(child for child in children(panel, QWidget) if child.accessibleName() == "打开罗湘平的档案")
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert host.went == [Target(Place.PEOPLE, "person", id=known)]
    assert host.panels == []


def test_a_unit_alone_is_who_came(host: Host, clerk: Services) -> None:
    panel = host.open(visit(clerk, new_person=None, unit=UnitForm(name="长沙碧湘机械厂")).id)
    words = shown_words(panel).splitlines()
    assert "打开长沙碧湘机械厂的档案" in words
    assert "来访人" not in words


def test_a_correction_shows_its_mark_its_papers_and_what_it_changed(host: Host, clerk: Services) -> None:
    saved = visit(clerk)
    clerk.documents.mark(saved.document.id, SheetState.GOOD)
    correct(clerk, saved.id, "伤残抚恤金怎样补发", reason="听错了")
    panel = host.open(saved.id)
    assert chips(panel)[0] == "更正 1"
    assert panel.sheet_chip.chip.text == "待确认"
    assert "更正 1" in panel.sheet_words.text()
    assert "作废" in chips(panel)
    words = shown_words(panel)
    assert "原因：听错了" in words
    assert "伤残抚恤金怎样补发" in words
    look = next(child for child in children(panel.receipt, QWidget) if "原样" in child.accessibleName())
    QTest.mouseClick(look, Qt.MouseButton.LeftButton)
    preview = host.panels[-1]
    assert isinstance(preview, Preview)
    assert not preview.print_button.isEnabled()


def test_a_correction_leads_to_the_desk(host: Host, clerk: Services) -> None:
    saved = visit(clerk)
    panel = host.open(saved.id)
    press(panel, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    assert host.went == [Target(Place.VISIT, "correct", id=saved.id)]
    assert host.panels == []


def test_what_may_not_be_done_says_why_in_sight(host: Host, clerk: Services, station: Services) -> None:
    panel = host.open(visit(station).id)
    assert not panel.acts.correct.isEnabled()
    assert not panel.acts.void.isEnabled()
    assert panel.acts.rate.isEnabled()
    assert panel.acts.reason.isVisible()
    assert panel.acts.reason.text() == "这条来访是谢国辉登记的，请谢国辉当天更正、作废，或者请站长来更正、作废。"


def test_the_keyboard_reads_from_the_top_and_tab_follows_the_eye(host: Host, clerk: Services) -> None:
    panel = host.open(visit(clerk, PETITION, replace(ANSWERED, narrative="很长的话" * 400)).id)
    bar = panel._scroll.verticalScrollBar()
    assert (panel.close_button.hasFocus(), bar.value()) == (True, 0)
    press(panel, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(panel, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    press(panel, Qt.Key.Key_Home)
    assert bar.value() == 0
    seen = []
    for _ in range(7):
        press(panel, Qt.Key.Key_Tab)
        focused = host.window.focusWidget()
        assert focused is not None
        seen.append(focused.accessibleName())
    assert seen == ["打开李龑的档案", "预览", "重新打印", "打印文书", "评价", "更正", "作废"]


def test_a_visit_is_made_void_in_place_with_a_reason(host: Host, clerk: Services) -> None:
    saved = visit(clerk, PETITION)
    panel = host.open(saved.id)
    press(panel, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    form = panel.void_form
    assert form.reason.hasFocus()
    assert not panel.acts.isVisible()
    assert f"这次立的{saved.case_numbers[0]}一并作废" in form._words.text()
    form.void_button.click()
    assert form.field.message == "请写明原因，会记在来访经过里"
    assert not clerk.visits.detail(saved.id).row.voided
    form.reason.setText("重复登记")
    press(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert clerk.visits.detail(saved.id).row.voided
    assert {"visit", "case", "document"} <= set(host.told)
    assert not form.isVisible()
    QTest.qWait(0)
    assert chips(panel)[0] == "作废"
    assert "已作废：重复登记" in shown_words(panel)
    assert panel.sheet_chip.chip.text == "作废"
    assert not panel.print_button.isEnabled()
    assert "重新登记一次" in panel.acts.reason.text()
    assert not panel.acts.correct.isVisible()
    assert panel.close_button.hasFocus()


def test_a_refusal_stays_to_be_read_and_nothing_typed_is_lost(host: Host, clerk: Services) -> None:
    saved = visit(clerk)
    panel = host.open(saved.id)
    panel.acts.void.click()
    clerk.visit_changes.void(saved.id, reason="别的窗口先作废了")
    panel.void_form.reason.setText("重复登记")
    panel.void_form.void_button.click()
    assert panel.void_form.trouble.isVisible()
    assert "已经作废" in panel.void_form.trouble.text()
    assert panel.void_form.reason.text() == "重复登记"
    assert panel.void_form.void_button.isEnabled()


def test_esc_steps_back_one_thing_at_a_time(host: Host, clerk: Services) -> None:
    saved = visit(clerk)
    panel = host.open(saved.id)
    panel.acts.void.click()
    panel.void_form.reason.setText("重复")
    press(panel, Qt.Key.Key_Escape)
    assert host.panels == [panel]
    assert panel.acts.void.hasFocus()
    panel.acts.void.click()
    assert panel.void_form.reason.text() == "重复"
    press(panel, Qt.Key.Key_Escape)
    press(panel, Qt.Key.Key_Escape)
    assert host.panels == []
    assert not clerk.visits.detail(saved.id).row.voided


def test_a_rating_is_given_from_here_and_stands_here(host: Host, clerk: Services) -> None:
    panel = host.open(visit(clerk).id)
    press(panel, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    rating = host.panels[-1]
    assert isinstance(rating, RatingPanel)
    press(rating, Qt.Key.Key_4)
    press(rating, Qt.Key.Key_Return)
    press(rating, Qt.Key.Key_Return)
    assert host.panels == [panel]
    words = shown_words(panel)
    assert "不满意" in chips(panel)
    assert "政务服务评价" in words
    assert "约回访" in words
    assert "剩 3 天" in chips(panel)


def test_what_is_saved_elsewhere_is_shown_at_once(host: Host, clerk: Services, clock: FixedClock) -> None:
    saved = visit(clerk, ANSWERED)
    panel = host.open(saved.id)
    clock.advance(dt.timedelta(minutes=5))
    host.bus.tell(clerk.documents.mark(saved.document.id, SheetState.GOOD))
    assert panel.sheet_chip.chip.text == "完好"
    assert panel.print_button.words() == "补印"


def test_a_visit_that_is_not_there_is_told(host: Host) -> None:
    show_visit(host.window, host.services, host.printer, 4711, bus=host.bus, on_go=host.went.append)
    assert host.panels[0].accessibleName() == "没有这条来访记录。"
