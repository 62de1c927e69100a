"""Copying into another system line by line: the keys, the ticks, and the number that comes back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.hand_off import HandOffCard, HandOffLine
from tests.gui.kit.stand import settle, stand

LINES = (
    HandOffLine("kind", "证件种类", "优待证", False, True),
    HandOffLine("name", "姓名", "胡望城", False, False),
    HandOffLine("id", "证件号码", "430104********3311", True, False),
    HandOffLine("bank", "合作银行", "", False, False),
)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def card(window: QWidget) -> HandOffCard:
    made = HandOffCard("照抄到优待证系统")
    made.set_lines(LINES)
    stand(window, QLineEdit(), made)
    made.list.setFocus()
    return made


def told(card: HandOffCard) -> list[tuple[str, ...]]:
    heard: list[tuple[str, ...]] = []
    card.copy_requested.connect(lambda code: heard.append(("copy", code)))
    card.ticked.connect(lambda code, copied: heard.append(("tick" if copied else "untick", code)))
    return heard


def test_it_starts_at_the_first_line_that_is_not_copied(card: HandOffCard) -> None:
    assert card.list.at == 1
    assert card.chip.chip.text == "已抄 1 / 4"
    assert card.list.accessibleDescription() == "第 2 行，共 4 行：姓名，胡望城，没有抄"


def test_enter_and_ctrl_c_copy_tick_and_go_on(card: HandOffCard) -> None:
    heard = told(card)
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    QTest.keyClick(card.list, Qt.Key.Key_C, CONTROL)
    assert heard == [("copy", "name"), ("tick", "name"), ("copy", "id"), ("tick", "id")]
    assert card.chip.chip.text == "已抄 3 / 4"
    assert [line.copied for line in card.lines] == [True, True, True, False]


def test_arrows_only_walk_and_space_only_ticks(card: HandOffCard) -> None:
    heard = told(card)
    QTest.keyClick(card.list, Qt.Key.Key_Up)
    QTest.keyClick(card.list, Qt.Key.Key_Up)
    assert card.list.at == 0
    QTest.keyClick(card.list, Qt.Key.Key_Space)
    assert heard == [("untick", "kind")]
    QTest.keyClick(card.list, Qt.Key.Key_Space)
    assert heard[1:] == [("tick", "kind")]
    for _ in range(9):
        QTest.keyClick(card.list, Qt.Key.Key_Down)
    assert card.list.at == 3


def test_copying_again_is_no_second_tick(card: HandOffCard) -> None:
    heard = told(card)
    card.list.rows[0].copy.click()
    assert heard == [("copy", "kind")]
    assert card.list.at == 1


def test_an_empty_value_cannot_be_copied_but_ticked(card: HandOffCard) -> None:
    heard = told(card)
    card.list.stand(3)
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    assert heard == []
    assert not card.list.rows[3].copy.isEnabled()
    QTest.keyClick(card.list, Qt.Key.Key_Space)
    assert heard == [("tick", "bank")]


def test_the_list_is_one_stop_for_tab(card: HandOffCard) -> None:
    QTest.keyClick(card.list, Qt.Key.Key_Tab)
    assert card.number.hasFocus()
    QTest.keyClick(card.number, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert card.list.hasFocus()


def test_names_say_which_line(card: HandOffCard) -> None:
    row = card.list.rows[2]
    assert (row.copy.accessibleName(), row.tick.accessibleName()) == ("复制证件号码", "已抄证件号码")
    assert "完整" in row.copy.toolTip()
    assert card.list.rows[1].copy.toolTip() == ""


def test_lines_read_again_while_copying_are_kept(card: HandOffCard) -> None:
    """A page may show what the service says now before the tick: the refusal of a copy stays a refusal."""
    fresh = [replace(line, code=f"new-{line.code}") for line in LINES]
    card.copy_requested.connect(lambda _code: card.set_lines(fresh))
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    assert [line.copied for line in card.lines] == [True, False, False, False]


def test_the_current_line_stays_current_and_in_sight(window: QWidget, card: HandOffCard) -> None:
    many = [HandOffLine(f"c{at}", f"第 {at} 项", "值", False, False) for at in range(30)]
    card.setFixedHeight(300)
    card.set_lines(many)
    settle(window)
    for _ in range(20):
        QTest.keyClick(card.list, Qt.Key.Key_Down)
    row = card.list.rows[20]
    assert card.area.viewport().rect().contains(row.mapTo(card.area.viewport(), row.rect().center()))
    card.set_lines(many)
    assert card.list.at == 20


def test_the_number_goes_out_by_enter_and_by_the_button(qtbot: QtBot, card: HandOffCard) -> None:
    card.number.setText(" YDZ-7788 ")
    with qtbot.waitSignal(card.number_entered) as heard:
        QTest.keyClick(card.number, Qt.Key.Key_Return)
    assert heard.args == ["YDZ-7788"]
    with qtbot.waitSignal(card.number_entered):
        card.write_button.click()


def test_an_empty_number_is_told_and_typing_takes_it_back(qtbot: QtBot, card: HandOffCard) -> None:
    with qtbot.assertNotEmitted(card.number_entered):
        card.write_button.click()
    assert card.number.hasFocus()
    assert "还没有写" in card.number.accessibleDescription()
    QTest.keyClicks(card.number, "1")
    assert card.number.accessibleDescription() == ""
    assert card.number.property("state") == ""


def test_a_known_number_can_be_written_again(card: HandOffCard) -> None:
    card.set_number("YDZ-1")
    assert (card.number.text(), card.write_button.words()) == ("YDZ-1", "改写")


def test_nothing_to_copy_is_said(window: QWidget, card: HandOffCard) -> None:
    card.set_lines(())
    settle(window)
    assert not card.area.isVisible()
    assert card._empty.isVisible()
    assert not card.chip.isVisible()
