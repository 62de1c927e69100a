"""补登: a visit of another day, with its true date and why it comes late."""

import datetime as dt

import pytest

from domain.dates import short_date
from gui.visits.late_row import NO_DAY, LateRow
from services import Services
from services.people import SavedPerson
from tests import factories
from tests.gui.visits.conftest import ALT, CTRL, SHIFT, Counter, Key

TODAY = factories.MOMENT.date()


def late(counter: Counter) -> LateRow:
    return counter.page.desk.who.late


def chip(counter: Counter) -> str:
    shown = counter.page.header.chip
    assert shown is not None
    return shown.text


def question(counter: Counter) -> None:
    counter.hands.press(Key.Key_1, ALT)
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("问抚恤金调整")


def test_ctrl_d_opens_the_row_and_the_header_says_so(counter: Counter) -> None:
    assert chip(counter) == "新来访"
    assert not late(counter).isVisible()
    counter.hands.press(Key.Key_D, CTRL)
    assert counter.focused() is late(counter).inside.day
    assert chip(counter) == "补登"
    counter.hands.letters("1120")
    assert chip(counter) == "补登 11-20"
    counter.hands.press(Key.Key_D, CTRL)
    assert chip(counter) == "新来访"
    assert counter.page.desk.form().visited_on is None
    counter.hands.press(Key.Key_D, CTRL)
    assert late(counter).inside.day.text() == "1120"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20261120", dt.date(2026, 11, 20)),
        ("11-20", dt.date(2026, 11, 20)),
        ("-3", TODAY - dt.timedelta(days=3)),
        ("2026.11.20", dt.date(2026, 11, 20)),
        ("昨天", TODAY - dt.timedelta(days=1)),
    ],
)
def test_the_day_is_typed_as_everywhere(counter: Counter, typed: str, day: dt.date) -> None:
    counter.hands.press(Key.Key_D, CTRL)
    counter.hands.words(typed)
    assert counter.page.desk.form().visited_on == day
    assert chip(counter) == f"补登 {short_date(day, TODAY)}"
    assert "天前" in late(counter).inside.words.text()


def test_it_is_saved_with_its_true_day_under_a_number_of_today(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_D, CTRL)
    counter.hands.letters("1120")
    counter.hands.press(Key.Key_Return)
    counter.hands.words("9点半")
    counter.hands.press(Key.Key_Return)
    counter.hands.words("停电，先记在纸上")
    counter.hands.press(Key.Key_Return)
    question(counter)
    counter.save()
    row = counter.services.visits.detail(1).row
    assert row.number == "LF20261124-001"
    assert (row.visited_on, row.late) == (dt.date(2026, 11, 20), True)
    assert counter.services.visits.detail(1).late_reason == "停电，先记在纸上"
    assert not late(counter).isVisible()
    assert chip(counter) == "新来访"


@pytest.mark.parametrize(
    ("typed", "key", "words"),
    [
        (("", "", "停电"), "visited_on", NO_DAY.rstrip("。")),
        (("13-40", "", "停电"), "visited_on", "没有 13 月"),
        (("下周", "", "停电"), "visited_on", "看不懂这个日期"),
        (("+1", "", "停电"), "visited_on", "还没有到"),
        (("20200101", "", "停电"), "visited_on", "太早了"),
        (("11-20", "25:00", "停电"), "visited_time", "没有 25 点"),
        (("11-20", "", ""), "late_reason", "还没有写补登原因"),
    ],
)
def test_what_is_wrong_stands_under_the_fields(
    counter: Counter, person: SavedPerson, typed: tuple[str, str, str], key: str, words: str
) -> None:
    counter.find("ly")
    question(counter)
    counter.hands.press(Key.Key_D, CTRL)
    for edit, text in zip(
        (late(counter).inside.day, late(counter).inside.time, late(counter).inside.reason), typed, strict=True
    ):
        edit.setFocus()
        counter.hands.words(text)
    counter.save()
    assert list(counter.page.checks.shown) == [key]
    assert words in late(counter).inside.words.text()
    assert counter.page.desk.focused_key() == key
    assert counter.services.visits.today() == ()


def test_a_mistake_is_told_when_its_field_is_left_and_goes_with_the_next_key(counter: Counter) -> None:
    counter.hands.press(Key.Key_D, CTRL)
    counter.hands.words("13-40")
    counter.hands.press(Key.Key_Return)
    counter.qtbot.waitUntil(lambda: "visited_on" in counter.page.checks.shown)
    assert "没有 13 月" in late(counter).inside.words.text()
    counter.hands.press(Key.Key_Return, SHIFT)
    counter.hands.letters("1")
    assert "没有 13 月" not in late(counter).inside.words.text()


def test_today_is_said_to_be_no_late_entry(counter: Counter) -> None:
    counter.hands.press(Key.Key_D, CTRL)
    counter.hands.words("=")
    assert "不算补登" in late(counter).inside.words.text()


def test_a_draft_brings_back_what_cannot_be_read_yet(counter: Counter, clerk: Services) -> None:
    counter.hands.press(Key.Key_D, CTRL)
    counter.hands.words("下周三")
    late(counter).inside.time.setFocus()
    counter.hands.words("傍晚")
    before = counter.page.desk.state("x")
    counter.hands.press(Key.Key_F7)
    assert not late(counter).isVisible()
    counter.hands.press(Key.Key_F7)
    assert counter.page.desk.state("x") == before
    assert (late(counter).inside.day.text(), late(counter).inside.time.text()) == ("下周三", "傍晚")
    assert counter.page.desk.focused_key() == "visited_time"
    assert chip(counter) == "补登"
