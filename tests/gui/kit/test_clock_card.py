"""The time limits of a case: every one can be seen, and each can be asked how it was worked out."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.kit.chip import Chip
from gui.kit.clock_card import ClockCard, ClockFace
from gui.kit.label import Label
from tests.gui.kit.stand import children, settle, stand

SOON = ClockFace(
    label="受理告知时限",
    counted="第 10 / 15 日",
    big="5",
    unit="天后",
    due="11 月 29 日（周日）到期",
    legal="末日逢休息日，法定顺延至 11 月 30 日（周一）",
    share=10 / 15,
    basis="《信访工作条例》第二十三条",
    tone="amber",
    provisional=False,
)
LATER = replace(
    SOON, label="办结", big="60", due="2027 年 1 月 23 日（周六）到期", legal="", tone="plain", provisional=True
)


@pytest.fixture
def card(window: QWidget) -> ClockCard:
    made = ClockCard()
    made.setFixedWidth(300)
    stand(window, made)
    return made


def shown(card: ClockCard) -> list[str]:
    return [label.text() for label in children(card, Label) if label.isVisible()]


def test_without_a_clock_it_says_so(window: QWidget, card: ClockCard) -> None:
    assert shown(card) == ["没有在走的时限。"]
    card.set_faces([SOON])
    settle(window)
    assert "没有在走的时限。" not in shown(card)
    card.set_faces([])
    settle(window)
    assert shown(card) == ["没有在走的时限。"]
    assert card.property("tone") == ""


def test_the_first_is_large_and_the_legal_day_stands_by_it(window: QWidget, card: ClockCard) -> None:
    card.set_faces([SOON, LATER])
    settle(window)
    assert {"5", "天后", SOON.due, SOON.legal, SOON.basis, SOON.counted} <= set(shown(card))
    assert card.property("tone") == "amber"
    assert [row.face for row in card.rows] == [LATER]
    assert card.rows[0].isVisible()
    spoken = card.rows[0].accessibleName()
    assert all(words in spoken for words in ("办结", "60 天后", LATER.due, "暂估"))


@pytest.mark.parametrize(("provisional", "chips"), [(False, []), (True, ["暂估"])])
def test_a_guess_is_marked(card: ClockCard, provisional: bool, chips: list[str]) -> None:
    card.set_faces([replace(SOON, provisional=provisional)])
    assert card.face is not None
    assert [chip.chip.text for chip in children(card.face, Chip)] == chips


def test_each_can_be_explained_by_the_keyboard(qtbot: QtBot, window: QWidget, card: ClockCard) -> None:
    card.set_faces([SOON, LATER, replace(LATER, label="延期")])
    settle(window)
    assert card.face is not None
    for at, part in enumerate((card.face.explain, *card.rows)):
        with qtbot.waitSignal(card.explain_pressed) as heard:
            QTest.keyClick(part, Qt.Key.Key_Return)
        assert heard.args == [at]


def test_a_row_takes_two_lines_only_where_one_is_too_narrow(window: QWidget, card: ClockCard) -> None:
    card.set_faces([SOON, LATER])
    settle(window)
    narrow = card.rows[0].height()
    card.setFixedWidth(600)
    settle(window)
    assert card.rows[0].height() < narrow


def test_the_red_one_has_a_red_border(card: ClockCard) -> None:
    card.set_faces([replace(SOON, tone="red")])
    assert card.property("tone") == "red"
