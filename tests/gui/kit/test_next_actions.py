"""The moves of a case: keys from anywhere on the page, reasons of what is blocked, silence while hidden."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.label import Label
from gui.kit.next_actions import ActionChoice, NextActions
from tests.gui.kit.stand import children, settle, stand

WHY = "登记系统返回结果后，才能通知领取"
CHOICES = (
    ActionChoice("notify", "通知领取", "people", why_not=WHY),
    ActionChoice("print", "打印报送清单", "print"),
    ActionChoice("write", "写回受理号，记为已报送", "save", primary=True),
)


@pytest.fixture
def card(window: QWidget) -> NextActions:
    made = NextActions()
    made.setFixedWidth(300)
    stand(window, QLineEdit(), made)
    made.set_choices(CHOICES)
    settle(window)
    return made


def heard_codes(card: NextActions) -> list[str]:
    heard: list[str] = []
    card.chosen.connect(heard.append)
    return heard


def test_alt_and_digit_press_the_allowed_ones_from_another_field(window: QWidget, card: NextActions) -> None:
    heard = heard_codes(card)
    field = children(window, QLineEdit)[0]
    field.setFocus()
    for key in (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_3):
        QTest.keyClick(field, key, Qt.KeyboardModifier.AltModifier)
    assert heard == ["write", "print"]


def test_hidden_it_hears_nothing(window: QWidget, card: NextActions) -> None:
    heard = heard_codes(card)
    card.hide()
    settle(window)
    QTest.keyClick(children(window, QLineEdit)[0], Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert heard == []


def test_new_choices_take_the_keys_of_the_old_ones(window: QWidget, card: NextActions) -> None:
    heard = heard_codes(card)
    card.set_choices([ActionChoice("close", "办结", "checkmark")])
    QTest.keyClick(children(window, QLineEdit)[0], Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert heard == ["close"]


def test_what_is_blocked_stands_last_with_its_reason(card: NextActions) -> None:
    last = card.moves[-1]
    assert (last.choice.code, last.isEnabled(), last.key) == ("notify", False, "")
    assert last.accessibleDescription() == WHY
    assert WHY in [label.text() for label in children(card, Label) if label.isVisible()]


@pytest.mark.parametrize(("flagged", "filled"), [(True, "write"), (False, "")])
def test_only_the_suggested_one_is_filled(card: NextActions, flagged: bool, filled: str) -> None:
    card.set_choices([replace(choice, primary=choice.primary and flagged) for choice in CHOICES])
    assert [move.choice.code for move in card.moves if move.filled] == [filled] * bool(filled)


def test_the_same_choices_leave_the_keyboard_where_it_is(window: QWidget, card: NextActions) -> None:
    button = card.moves[1]
    button.setFocus()
    card.set_choices(CHOICES)
    assert card.moves[1] is button
    card.set_choices(CHOICES[1:])
    settle(window)
    assert card.moves[1].choice.code == "write"
    assert card.moves[1].hasFocus()


def test_the_keyboard_never_comes_to_stand_on_a_move_it_was_not_on(window: QWidget, card: NextActions) -> None:
    card.moves[0].setFocus()
    card.set_choices([ActionChoice("withdraw", "撤回", "dismiss"), CHOICES[2]])
    settle(window)
    assert not any(move.hasFocus() and move.choice.code == "withdraw" for move in card.moves)


def test_other_moves_are_chosen_by_the_buttons_that_stay(window: QWidget, card: NextActions) -> None:
    heard, before = heard_codes(card), card.moves[:2]
    other = [ActionChoice("a", "甲", "print"), ActionChoice("b", "乙", "print", why_not=WHY)]
    card.set_choices(other)
    settle(window)
    assert card.moves[0] is before[0]
    assert [move.choice.code for move in card.moves] == ["a", "b"]
    assert [move.isEnabled() for move in card.moves] == [True, False]
    assert card.moves[0].accessibleName() == "甲"
    card.moves[0].click()
    assert heard == ["a"]


def test_a_long_name_takes_two_lines_and_widens_nothing(qtbot: QtBot, window: QWidget, card: NextActions) -> None:
    low = card.moves[0].height()
    card.set_choices([ActionChoice("x", "申请人要求撤回这件申请，本站终止办理", "dismiss")])
    settle(window)
    assert card.width() == 300
    assert card.moves[0].height() > low
    assert card.moves[0].toolTip() == ""
    with qtbot.waitSignal(card.chosen) as heard:
        QTest.keyClick(card.moves[0], Qt.Key.Key_Return)
    assert heard.args == ["x"]


def test_nothing_to_do_is_said(window: QWidget, card: NextActions) -> None:
    card.set_choices(())
    settle(window)
    assert [label.text() for label in children(card, Label) if label.isVisible()] == [
        "下一步可以做",
        "现在没有要做的。",
    ]
