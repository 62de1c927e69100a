"""The steps of a case: what a screen reader hears, and what gives way in a narrow column."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from gui.kit.stepper import StepMark, Stepper
from gui.theme import theme
from tests.gui.kit.stand import settle, stand

STEPS = (
    StepMark("受理", "11-17", "done"),
    StepMark("补正", "11-18 补齐照片", "done"),
    StepMark("报送", "2026-11-20 第 3 批", "now"),
    StepMark("结果返回", "等系统审核", "todo"),
    StepMark("领取签收", "本人或代办", "skipped"),
    StepMark("办结", "—", "todo"),
)


@pytest.fixture
def stepper(window: QWidget) -> Stepper:
    made = Stepper(STEPS)
    stand(window, made)
    return made


def resized(window: QWidget, width: int) -> None:
    window.setFixedWidth(width + 2 * theme().space("xl"))
    settle(window)


def test_it_says_where_the_case_stands(stepper: Stepper) -> None:
    assert stepper.accessibleName() == "第 3 步，共 6 步：报送"
    assert "补正，11-18 补齐照片，已办" in stepper.accessibleDescription()
    assert "领取签收，本人或代办，不用办" in stepper.accessibleDescription()


@pytest.mark.parametrize(
    ("states", "spoken"),
    [
        (("done", "late", "todo"), "第 2 步，共 3 步：b，已逾期"),
        (("done", "skipped", "done"), "共 3 步，已走完"),
        (("done", "todo", "todo"), "共 3 步，已走 1 步"),
        ((), "共 0 步，已走 0 步"),
    ],
)
def test_other_places_are_said_as_well(stepper: Stepper, states: tuple[str, ...], spoken: str) -> None:
    stepper.set_steps([StepMark(name, "", state) for name, state in zip("abc", states, strict=False)])  # type: ignore[arg-type]
    assert stepper.accessibleName() == spoken
    stepper.grab()


def test_with_room_all_words_stand_there(window: QWidget, stepper: Stepper) -> None:
    resized(window, 1100)
    assert stepper.shown_words() == tuple((step.label, step.note) for step in STEPS)
    assert stepper.tip_at(QPoint(0, 0)) == ""


def test_the_notes_go_first_then_the_names(window: QWidget, stepper: Stepper) -> None:
    resized(window, 520)
    assert [name for name, _ in stepper.shown_words()] == [step.label for step in STEPS]
    assert [note for _, note in stepper.shown_words()] == ["", "", "2026-11-20 第 3 批", "", "", ""]
    resized(window, 300)
    assert [name for name, _ in stepper.shown_words()] == ["", "", "报送", "", "", ""]
    assert stepper.tip_at(QPoint(stepper.width() - 1, 0)) == "办结，还没有到"
    assert stepper.tip_at(QPoint(0, 0)) == "受理，11-17，已办"


def test_nothing_moves_when_words_give_way(window: QWidget, stepper: Stepper) -> None:
    before = stepper.height()
    resized(window, 300)
    assert stepper.height() == before
