"""How a time limit was worked out: everything is there at any width, the two days stand out, keys close and print."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.kit.chip import Chip
from gui.kit.day_strip import DayStrip, StripFace
from gui.kit.derivation import DerivationFace, DerivationView
from gui.kit.label import Label
from gui.theme import theme
from tests.gui.kit.stand import children, settle, stand

STRIP = (
    StripFace("二", "11-24", "起算", False, False, "start"),
    StripFace("", "", "第 1 日\n⋯ 58 天", False, False, "plain"),
    StripFace("六", "01-23", "原始", True, True, "raw"),
    StripFace("日", "01-24", "跳过", True, True, "skipped"),
    StripFace("一", "01-25", "法定", False, True, "legal"),
)
FACE = DerivationFace(
    title="时限怎么算的",
    rule_words="办结 60 日",
    raw="2027-01-23 周六",
    raw_note="列表按这一天排序、变色",
    legal="2027-01-25 周一",
    legal_note="末日是休息日，顺延 2 天",
    provisional=True,
    rows=(
        ("起算事件", "受理（李莎，11-24 10:02 记入）", "2026-11-24 周二", "信访工作条例 第三十四条"),
        ("＋ 60 日", "单位“日”，休息日也算在内", "2027-01-23 周六", "信访工作条例 第三十四条"),
        ("法定最后一日", "只算到日，不算钟点", "2027-01-25 周一", "民法典 第二百零三条"),
    ),
    strip=STRIP,
    foot="规则：信访时限规则第 2 版（2022-05-01 起用），随本件存档",
)


@pytest.fixture
def view(window: QWidget) -> DerivationView:
    made = DerivationView()
    stand(window, made)
    made.set_face(FACE)
    settle(window)
    return made


def words(view: QWidget) -> set[str]:
    return {label.text() for label in children(view, Label) if label.isVisible()}


@pytest.mark.parametrize("width", [1000, 420])
def test_every_word_is_there_at_any_width(window: QWidget, view: DerivationView, width: int) -> None:
    view.setFixedWidth(width)
    settle(window)
    wanted = {cell for row in FACE.rows for cell in row} | {FACE.raw_note, FACE.legal_note, FACE.foot}
    assert wanted <= words(view)
    inside = view.area.widget()
    for step in view.steps:
        assert step.width() <= inside.width() <= view.area.viewport().width()
        assert all(label.geometry().right() < step.width() for label in children(step, Label))


def test_the_raw_and_the_legal_day_stand_out(view: DerivationView) -> None:
    tones = [
        label.property("tone")
        for step, row in zip(view.steps, FACE.rows, strict=True)
        for label in children(step, Label)
        if label.text() == row[2]
    ]
    assert tones == ["t1", "amber", "accent"]
    assert [len(children(step, Chip)) for step in view.steps] == [0, 0, 1]


def test_a_step_is_said_in_one_go(view: DerivationView) -> None:
    assert (
        view.steps[1].accessibleName()
        == "第 2 步，＋ 60 日：单位“日”，休息日也算在内，2027-01-23 周六，信访工作条例 第三十四条"
    )
    strip = view.strip.accessibleDescription()
    assert strip.split("；") == [
        "11-24 周二 起算",
        "第 1 日⋯ 58 天",
        "01-23 周六 原始 休息日 暂估",
        "01-24 周日 跳过 休息日 暂估",
        "01-25 周一 法定 暂估",
    ]


def test_keys_print_and_close(qtbot: QtBot, view: DerivationView) -> None:
    view.close_button.setFocus()
    with qtbot.waitSignal(view.print_pressed):
        QTest.keyClick(view.close_button, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(view.closed):
        QTest.keyClick(view.close_button, Qt.Key.Key_Escape)
    with qtbot.waitSignal(view.closed):
        view.close_button.click()


def test_a_low_window_scrolls_and_a_new_face_starts_at_its_top(window: QWidget, view: DerivationView) -> None:
    view.setFixedSize(420, 260)
    settle(window)
    bar = view.area.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    view.set_face(FACE)
    assert bar.value() == 0


def test_the_days_go_on_in_a_second_line(window: QWidget) -> None:
    strip = DayStrip()
    stand(window, strip)
    strip.set_days(STRIP * 4)
    one = strip.heightForWidth(2000)
    assert one == theme().metrics.day_cell_tall
    assert strip.heightForWidth(400) > 2 * one
    strip.grab()
