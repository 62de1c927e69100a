"""Chips, banners, tiles, steps, timelines, empty states: what they say, and that their words fit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.kit.avatar import Avatar
from gui.kit.banner import Banner
from gui.kit.card import Card
from gui.kit.chip import Chip, ChipText, deadline
from gui.kit.empty_state import EmptyState
from gui.kit.label import ElidedLabel, Label
from gui.kit.tile import QuickTile
from gui.kit.timeline import Entry, Timeline
from gui.theme import theme
from gui.tokens import ChipTone
from tests.gui.kit.stand import stand


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-30, "逾期 30 天", "red"),
        (-1, "逾期 1 天", "red"),
        (0, "今天到期", "amber"),
        (1, "剩 1 天", "amber"),
        (7, "剩 7 天", "amber"),
        (8, "剩 8 天", "grey"),
    ],
)
def test_deadlines(days: int, words: str, tone: ChipTone) -> None:
    chip = deadline(days)
    assert (chip.text, chip.tone) == (words, tone)
    # Never by colour alone: the urgent ones carry an icon besides their words.
    assert bool(chip.icon) == (tone != "grey")


def test_a_chip_grows_with_its_words(qtbot: QtBot) -> None:
    chip = Chip("办", "green", "checkmark")
    qtbot.addWidget(chip)
    narrow = chip.sizeHint().width()
    chip.set_chip(ChipText("办结并送达", "green", "checkmark"))
    assert chip.sizeHint().width() > narrow
    assert chip.sizeHint().height() == 22
    assert chip.accessibleName() == "办结并送达"


def test_a_label_is_plain_text(qtbot: QtBot) -> None:
    label = Label("<b>李</b> & 王")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.sizeHint().height() == theme().line("body")


def test_a_cut_label_keeps_its_words_in_the_tooltip(qtbot: QtBot, window: QWidget) -> None:
    label = ElidedLabel("社保接续跨省转移与退役金差额说明")
    stand(window, label)
    assert label.toolTip() == ""
    label.resize(60, 20)
    assert label.toolTip() == "社保接续跨省转移与退役金差额说明"
    label.setText("短")
    assert label.toolTip() == ""


@pytest.mark.parametrize("tone", ["green", "amber", "red", "blue", "gold"])
def test_a_banner_has_its_ground(qtbot: QtBot, tone: ChipTone) -> None:
    banner = Banner("已 3 天没有备份，请插入 U 盘", tone)
    qtbot.addWidget(banner)
    banner.resize(400, banner.sizeHint().height())
    token = {"green": "accent_soft", "amber": "amb_soft", "red": "red_soft", "blue": "blue_soft", "gold": "gold_soft"}
    assert banner.grab().toImage().pixelColor(395, 10) == theme().colour(token[tone])
    assert banner.height() == 34


def test_a_banner_s_button(qtbot: QtBot) -> None:
    banner = Banner("已 3 天没有备份", button="备份")
    qtbot.addWidget(banner)
    assert banner.button is not None
    with qtbot.waitSignal(banner.pressed):
        banner.button.click()


def test_a_long_banner_wraps(qtbot: QtBot, window: QWidget) -> None:
    banner = Banner("多人反映共同事项，应推选代表。" * 12)
    stand(window, banner)
    assert banner.height() > 34
    assert banner.text().startswith("多人")


def test_a_card_without_title_has_no_head(window: QWidget) -> None:
    card = Card()
    stand(window, card)
    assert not card._head.isVisible()
    card.set_title("今日来访")
    assert card._head.isVisible()
    assert card._head.height() == 44
    card.set_note("已登记 7")
    assert card._note.isVisible()


def test_a_card_s_header_takes_links_and_chips(qtbot: QtBot, window: QWidget) -> None:
    card = Card("时限待办", icon="timer")
    card.add_chip(Chip("逾期 2", "red"))
    link = card.add_link("全部 20 件")
    stand(window, card)
    with qtbot.waitSignal(link.clicked):
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert link.mapTo(card, link.rect().topRight()).x() > card.width() - 30


def test_empty_state_offers_one_step(qtbot: QtBot) -> None:
    state = EmptyState("mail_inbox", "没有逾期的信访件", "最近的一件 11-24 到期", "看 7 天内到期")
    qtbot.addWidget(state)
    assert state.button is not None
    with qtbot.waitSignal(state.pressed):
        state.button.click()


def test_a_tile_says_what_for(qtbot: QtBot) -> None:
    tile = QuickTile("person_add", "来访登记", "登记新来访，打印回执", key="F2", filled=True)
    qtbot.addWidget(tile)
    tile.resize(tile.sizeHint())
    assert tile.accessibleName() == "来访登记，登记新来访，打印回执"
    assert tile.height() == 80
    assert tile.grab().toImage().pixelColor(100, 8) == theme().colour("accent")


def test_a_timeline_shows_the_newest_first(qtbot: QtBot, window: QWidget) -> None:
    line = Timeline([Entry("今天 09:42", chip=ChipText("正在登记", "amber"), tone="amber", filled=True)])
    stand(window, line)
    line.set_entries([Entry("11-14 来访", "伤残抚恤金差额", right="王静"), Entry("2019-03-12 建档")])
    qtbot.waitUntil(lambda: all(row.isVisible() for row in line._rows))
    assert [row.accessibleName() for row in line._rows] == ["11-14 来访 伤残抚恤金差额 王静", "2019-03-12 建档"]
    assert line._rows[0].y() < line._rows[1].y()
    assert line._rows[0].grab().toImage().pixelColor(1, 10) == theme().colour("accent_t")


def test_an_avatar_takes_the_first_character(qtbot: QtBot) -> None:
    avatar = Avatar("欧阳守诚", "medium")
    qtbot.addWidget(avatar)
    assert avatar._letter == "欧"
    assert avatar.sizeHint().width() == 40
