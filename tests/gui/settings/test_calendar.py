"""设置 › 工作日历 by the keyboard: days walked through, one changed, a year read in, and the clocks that moved."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.operator_rules import OperatorForm
from domain.tables import limit
from gui.kit.overlay import overlays_of
from gui.settings.calendar import CalendarSection
from gui.settings.calendar_grid import mark_of, spoken
from gui.settings.calendar_import import CalendarImport, read_text
from gui.settings.page import SettingsPage
from services import Services
from system.errors import Invalid
from tests import factories
from tests.gui.kit.stand import child, commit, focused
from tests.gui.settings.conftest import OpenPage
from tests.gui.settings.settled import press, settle
from tests.services.case_life import matter, open_case, view

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TODAY = factories.MOMENT.date()
YEAR = "日期,类型,名称\n2027-01-01,休,元旦\n2027-02-01,休,春节\n"


@pytest.fixture
def page(station: Services, open_page: OpenPage) -> SettingsPage:
    """The chief's settings at the calendar."""
    return open_page(station, "calendar")


@pytest.fixture
def section(page: SettingsPage) -> CalendarSection:
    """The section, the keyboard on today."""
    found = page.section
    assert isinstance(found, CalendarSection)
    settle()
    found.first_focus().setFocus()
    return found


def stand_on(section: CalendarSection, day: dt.date) -> None:
    section.grid.chosen.emit(day)
    settle()


def opened(page: SettingsPage, section: CalendarSection) -> CalendarImport:
    press(Key.Key_N, CTRL)
    (overlay,) = overlays_of(page.window())
    return child(overlay, CalendarImport)


def test_the_arrows_walk_over_the_ends_of_the_months(section: CalendarSection) -> None:
    assert section.grid.current is not None
    assert section.grid.current.day == TODAY
    press(Key.Key_Down)
    press(Key.Key_Right)
    assert section.grid.current.day == TODAY + dt.timedelta(days=8)
    assert section.months.value() == 12
    assert focused() is section.grid
    press(Key.Key_PageUp)
    assert section.grid.current.day == dt.date(2026, 11, 1)
    for _ in range(2):
        press(Key.Key_PageDown)
    assert (section.years.value(), section.months.value()) == (2027, 1)


def test_the_years_that_are_shown_are_where_the_walk_ends(section: CalendarSection) -> None:
    stand_on(section, dt.date(2025, 1, 1))
    press(Key.Key_Left)
    assert section.grid.current is not None
    assert section.grid.current.day == dt.date(2025, 1, 1)


def test_a_year_without_its_notice_says_so_in_words(section: CalendarSection) -> None:
    assert "暂估" not in section.grid.accessibleDescription()
    stand_on(section, dt.date(2027, 1, 1))
    assert "休息，元旦，暂估" in section.grid.accessibleDescription()
    assert "还没有装入" in section.year_words.text()
    assert section.day.chip.chip.text == "暂估"
    assert "2027 年的放假安排还没有装入" in section.warning.text()


def test_days_off_and_worked_weekends_are_marked_by_words(section: CalendarSection, station: Services) -> None:
    stand_on(section, dt.date(2026, 10, 1))
    assert section.grid.current is not None
    assert mark_of(section.grid.current) == "休"
    assert "国庆节" in spoken(section.grid.current)
    worked = next(
        day for month in range(1, 13) for day in station.work_calendar.month(2026, month) if day.kind == "worked"
    )
    assert mark_of(worked) == "班"


def test_a_day_is_changed_and_put_back(section: CalendarSection, station: Services) -> None:
    day = TODAY + dt.timedelta(days=2)
    stand_on(section, day)
    press(Key.Key_Return)
    assert section.day.isAncestorOf(focused())
    press(Key.Key_Left)
    assert section.day.off() is True
    section.day.name.setFocus()
    commit(focused(), "站里搬迁")
    press(Key.Key_Return, CTRL)
    found = station.work_calendar.month(day.year, day.month)[day.day - 1]
    assert (found.off, found.name, found.source, found.edited) == (True, "站里搬迁", "本站手工改", True)
    assert section.grid.current == found
    assert mark_of(found) == "休·改"
    assert "手工改过 1 天" in section.year_words.text()
    assert focused() is section.grid
    press(Key.Key_Return)
    press(Key.Key_Right)
    press(Key.Key_Right)
    assert section.day.off() is None
    press(Key.Key_Return, CTRL)
    assert not station.work_calendar.month(day.year, day.month)[day.day - 1].edited


def test_a_fault_stands_under_its_field(section: CalendarSection, station: Services) -> None:
    press(Key.Key_Return)
    section.day.name.setFocus()
    commit(focused(), "长" * (limit("calendar_day_name") + 1))
    press(Key.Key_Return, CTRL)
    assert section.day.fields["name"].state == "error"
    assert not station.work_calendar.month(TODAY.year, TODAY.month)[TODAY.day - 1].edited


def test_a_changed_day_that_moves_a_clock_is_listed(
    section: CalendarSection, station: Services, page: SettingsPage
) -> None:
    case = open_case(station, matter("card_first"))
    (clock, *_) = view(station, case).clocks
    stand_on(section, clock.deadline.legal)
    press(Key.Key_Return)
    press(Key.Key_Left)
    press(Key.Key_Return, CTRL)
    (asked,) = overlays_of(page.window())
    assert asked.panel.accessibleName() == "改这一天会变动时限"
    assert view(station, case).clocks == (clock, *view(station, case).clocks[1:])
    press(Key.Key_Escape)
    assert not asked.isVisible()
    assert view(station, case).clocks[0].deadline.legal == clock.deadline.legal
    section.day.save.click()
    settle()
    press(Key.Key_Return, CTRL)
    overlay = overlays_of(page.window())[-1]
    assert overlay.isVisible()
    assert overlay.panel.accessibleName() == "变了的时限"
    assert "变了" in section.result.text()
    assert view(station, case).clocks[0].deadline.legal > clock.deadline.legal


def test_a_pasted_year_shows_what_it_moves_before_and_after(
    section: CalendarSection, station: Services, page: SettingsPage
) -> None:
    panel = opened(page, section)
    assert focused() is panel.area
    commit(panel.area, YEAR)
    press(Key.Key_Return, CTRL)
    assert "2027 年" in panel.summary.text()
    assert panel.warnings.isVisible()
    assert [row.day for row in panel.days.rows][:1] == [dt.date(2027, 2, 1)]
    assert not station.work_calendar.years()[2].loaded
    press(Key.Key_Return, CTRL)
    assert station.work_calendar.years()[2].loaded
    assert "已装入" in panel.summary.text()
    press(Key.Key_Escape)
    assert "重算" in section.result.text()
    assert overlays_of(page.window()) == [] or not overlays_of(page.window())[0].isVisible()


def test_an_import_lists_the_clocks_that_moved_and_copies_them(
    section: CalendarSection, station: Services, page: SettingsPage
) -> None:
    case = open_case(station, matter("card_first"))
    (clock, *_) = view(station, case).clocks
    legal = clock.deadline.legal
    others = [day for month in range(1, 13) for day in station.work_calendar.month(legal.year, month)]
    lines = [f"{d.day},{'休' if d.off else '班'},{d.name}" for d in others if d.kind in ("holiday", "worked")]
    panel = opened(page, section)
    commit(panel.area, "\n".join(["日期,类型,名称", *lines, f"{legal},休,临时放假"]))
    press(Key.Key_Return, CTRL)
    (moved,) = [row for row in panel.moved.rows if row.case_id == case and row.old_legal == legal]
    assert moved.new_legal > legal
    assert view(station, case).clocks[0].deadline.legal == legal
    press(Key.Key_Return, CTRL)
    assert view(station, case).clocks[0].deadline.legal == moved.new_legal
    press(Key.Key_C, ALT)
    copied = QApplication.clipboard().text()
    assert moved.case_number in copied
    assert moved.new_legal.isoformat() in copied


def test_what_cannot_be_read_is_said_and_the_text_stays(section: CalendarSection, page: SettingsPage) -> None:
    panel = opened(page, section)
    commit(panel.area, "日期,类型\n2027-13-01,休\n")
    press(Key.Key_Return, CTRL)
    assert panel.trouble.isVisible()
    assert "2027-13-01" in panel.trouble.text()
    assert "2027-13-01" in panel.area.text()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_each_way_of_writing(
    section: CalendarSection, page: SettingsPage, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "2027 放假通知.csv"
    file.write_bytes(YEAR.encode(encoding))
    panel = opened(page, section)
    panel.take_file(file)
    settle()
    assert "2027 年" in panel.summary.text()
    assert panel.source.text() == "2027 放假通知"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x00\x00", "不是文字文件"),
        (b"\xff\xfe\xff\x81", "读不出来"),
        (b"," * (4 * limit("calendar_file_characters") + 1), "太大"),
    ],
)
def test_a_hostile_file_is_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        read_text(file)
    assert said in refused.value.fields["file"]


def test_a_file_that_is_gone_is_a_sentence_in_the_dialog(
    section: CalendarSection, page: SettingsPage, tmp_path: Path
) -> None:
    panel = opened(page, section)
    panel.take_file(tmp_path / "没有.csv")
    settle()
    assert "打不开" in panel.trouble.text()


def test_a_clerk_looks_and_changes_nothing(
    as_operator: Callable[[OperatorForm], Services], open_page: OpenPage
) -> None:
    clerk = as_operator(factories.CLERK)
    section = open_page(clerk, "calendar").section
    assert isinstance(section, CalendarSection)
    settle()
    section.first_focus().setFocus()
    assert not section.load.isVisible()
    assert not section.day.save.isVisible()
    press(Key.Key_Return)
    press(Key.Key_Right)
    assert section.grid.current is not None
    assert section.grid.current.day == TODAY + dt.timedelta(days=1)
    assert not section.grid.current.edited
