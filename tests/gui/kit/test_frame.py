"""The rail, the bar at the top, the bars at the bottom."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.kit.action_bar import ActionBar
from gui.kit.boxes import HBox
from gui.kit.button import Button, Link
from gui.kit.chip import ChipText
from gui.kit.nav_rail import NavItem, NavRail
from gui.kit.status_bar import StatusBar
from gui.kit.top_bar import TopBar
from gui.theme import theme
from tests.gui.kit.stand import children, settle, stand

PLACES = [
    NavItem("workbench", "工作台", "home"),
    NavItem("visits", "来访登记", "person_add"),
    NavItem("services", "办事", "clipboard_task"),
    NavItem("petitions", "信访诉求", "mail_inbox"),
    NavItem("assistance", "困难帮扶", "hand_open_heart"),
    NavItem("people", "服务对象", "people"),
    NavItem("statistics", "统计台账", "data_bar_vertical"),
    NavItem("printing", "打印中心", "print"),
    NavItem("settings", "设置", "settings", tail=True),
]


@pytest.fixture
def rail(window: QWidget) -> NavRail:
    made = NavRail(PLACES)
    row = HBox(window)
    row.addWidget(made)
    row.addStretch(1)
    made.show()
    settle(window)
    return made


def test_nine_places_fit_a_small_screen(qtbot: QtBot, rail: NavRail) -> None:
    qtbot.waitUntil(rail.isVisible)
    assert rail.width() == 88
    assert rail.minimumSizeHint().height() <= 640
    assert rail.place("settings").geometry().bottom() > rail.height() - 20


@pytest.mark.parametrize("at", range(9))
def test_ctrl_digit_goes_there(qtbot: QtBot, window: QWidget, rail: NavRail, at: int) -> None:
    qtbot.waitUntil(rail.isVisible)
    key = Qt.Key(Qt.Key.Key_1 + at)
    with qtbot.waitSignal(rail.chosen) as heard:
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert heard.args == [PLACES[at].key]


def test_a_press_goes_there_and_set_current_marks(qtbot: QtBot, rail: NavRail) -> None:
    with qtbot.waitSignal(rail.chosen) as heard:
        rail.place("people").click()
    assert heard.args == ["people"]
    with qtbot.assertNotEmitted(rail.chosen):
        rail.set_current("printing")
    assert rail.current() == "printing"


def test_the_current_place_has_a_gold_marker(qtbot: QtBot, rail: NavRail) -> None:
    qtbot.waitUntil(rail.isVisible)
    rail.set_current("people")
    place = rail.place("people")
    image = rail.grab().toImage()
    middle = place.geometry().center().y()
    assert image.pixelColor(place.x() + 1, middle) == theme().colour("marker")
    assert image.pixelColor(place.geometry().right() - 4, middle) == theme().colour("rail_sel")
    assert image.pixelColor(2, 2) == theme().colour("rail")


def test_a_badge_is_told_in_words(qtbot: QtBot, rail: NavRail) -> None:
    rail.set_badge("petitions", 2, "逾期和今天到期 2 件")
    assert rail.place("petitions").accessibleDescription() == "逾期和今天到期 2 件"
    rail.set_badge("petitions", 0)
    assert rail.place("petitions").accessibleDescription() == ""


def test_arrows_walk_the_rail(qtbot: QtBot, rail: NavRail) -> None:
    qtbot.waitUntil(rail.isVisible)
    rail.place("workbench").setFocus()
    QTest.keyClick(rail.place("workbench"), Qt.Key.Key_Up)
    assert rail.place("settings").hasFocus()
    QTest.keyClick(rail.place("settings"), Qt.Key.Key_Down)
    assert rail.place("workbench").hasFocus()


@pytest.fixture
def top(window: QWidget) -> TopBar:
    made = TopBar()
    stand(window, made)
    return made


def test_title_note_and_chip(top: TopBar) -> None:
    top.set_title("来访登记", "11 月 24 日 星期二")
    top.set_chip(ChipText("新来访", "green"))
    assert top.title() == "来访登记"
    assert top._chip.isVisible()
    top.set_chip(None)
    assert not top._chip.isVisible()
    assert top.height() == 56


def test_crumbs_lead_back(qtbot: QtBot, top: TopBar) -> None:
    top.set_crumbs(["信访诉求", "坡退信〔2026〕47号"])
    assert top.title() == "坡退信〔2026〕47号"
    link = next(found for found in children(top, Link) if found.words() == "信访诉求")
    with qtbot.waitSignal(top.crumb_pressed) as heard:
        link.click()
    assert heard.args == [0]
    top.set_title("工作台")
    qtbot.waitUntil(lambda: not [found for found in children(top, Link) if found.words() == "信访诉求"])


def test_ctrl_k_and_the_box_ask_for_the_search(qtbot: QtBot, window: QWidget, top: TopBar) -> None:
    with qtbot.waitSignal(top.search_requested):
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    top.search.setFocus()
    with qtbot.waitSignal(top.search_requested):
        QTest.keyClick(top.search, Qt.Key.Key_Return)


def test_a_search_that_is_hidden_has_no_key(qtbot: QtBot, window: QWidget, top: TopBar) -> None:
    top.search.hide()
    with qtbot.assertNotEmitted(top.search_requested):
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def test_ctrl_l_locks(qtbot: QtBot, window: QWidget, top: TopBar) -> None:
    with qtbot.waitSignal(top.lock_requested):
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_the_search_is_narrower_in_a_narrow_window(window: QWidget) -> None:
    top = TopBar()
    stand(window, top)
    assert top.search.width() == 452
    top.resize(1100, top.height())
    assert top.search.width() == 360


def test_the_operator_can_be_pressed(qtbot: QtBot, top: TopBar) -> None:
    top.set_operator("王静", "接待岗")
    assert top._operator.accessibleName() == "当前经办人 王静 接待岗"
    with qtbot.waitSignal(top.operator_pressed):
        top._operator.click()


def test_status_bar_shows_what_it_is_told(qtbot: QtBot, window: QWidget) -> None:
    bar = StatusBar()
    stand(window, bar)
    bar.set_backup("4 天没有备份", "amber")
    bar.set_printer("HP LaserJet M1005 就绪")
    bar.set_keys([("F1", "帮助"), ("Ctrl+K", "查找")])
    bar.set_keys([("F2", "来访登记")])
    assert bar.height() == 28
    assert bar._backup.link.accessibleName() == "备份 4 天没有备份"
    assert len(bar._shown) == 1
    with qtbot.waitSignal(bar.backup_pressed):
        bar._backup.link.click()
    with qtbot.waitSignal(bar.zoom_pressed):
        bar._zoom.percent.click()


def test_status_bar_tells_the_zoom(window: QWidget) -> None:
    bar = StatusBar()
    stand(window, bar)
    theme().set_zoom(125)
    assert bar._zoom.percent.words() == "125%"


KEYS = [("F1", "帮助"), ("F2", "来访登记"), ("F5", "查找"), ("Ctrl+K", "搜索"), ("Ctrl+L", "锁屏")]


def test_a_narrow_status_bar_gives_up_its_keys_from_the_last(window: QWidget) -> None:
    bar = StatusBar()
    stand(window, bar)
    bar.set_backup("最近备份 今天 08:31（U 盘 E:）")
    bar.set_printer("HP LaserJet M1005 就绪")
    bar.set_keys(KEYS)
    assert all(pair.isVisibleTo(bar) for pair in bar._shown)
    counts = []
    for width in range(bar.width(), 300, -20):
        bar.resize(width, bar.height())
        shown = [pair.isVisibleTo(bar) for pair in bar._shown]
        assert shown == sorted(shown, reverse=True)
        counts.append(sum(shown))
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == len(KEYS)
    assert counts[-1] == 0


def test_a_long_printer_name_is_cut_before_anything_falls_out(window: QWidget) -> None:
    bar = StatusBar()
    stand(window, bar)
    bar.set_backup("最近备份 今天 08:31（U 盘 E:）")
    bar.set_printer("Brother HL-L2350DW series (副本 1) 没有响应，接通后重新打印")
    bar.set_keys(KEYS)
    window.setFixedWidth(820)
    settle(window)
    link = bar._printer.link
    assert link.width() < link.sizeHint().width()
    assert link.toolTip() == link.words()
    assert bar._zoom.geometry().right() < bar.width()
    assert bar._printer.geometry().right() < bar._zoom.geometry().left()
    bar.set_printer("就绪")
    settle(window)
    assert link.width() == link.sizeHint().width()
    assert link.toolTip() == ""


def test_action_bar_counts_errors_and_leads_to_them(qtbot: QtBot, window: QWidget) -> None:
    bar = ActionBar()
    stand(window, bar)
    bar.set_draft("草稿已自动保存 09:42:16", "断电也不丢")
    assert bar.errors_text() == ""
    bar.set_errors(2, "联系电话")
    assert bar.errors_text() == "还有 2 处要改：联系电话"
    with qtbot.waitSignal(bar.errors_pressed):
        bar._errors.click()
    bar.set_errors(0)
    assert bar.errors_text() == ""
    assert bar.height() == 56


def test_action_bar_fits_the_small_window(window: QWidget) -> None:
    bar = ActionBar()
    bar.set_draft("草稿已自动保存 09:42:16", "断电也不丢")
    bar.set_errors(1, "联系电话")
    bar.set_escape("返回（草稿保留）")
    bar.add(Button("稍后再填", shortcut="F7", size="bar"))
    bar.add(Button("只保存", shortcut="Ctrl+S", size="bar"))
    bar.add(Button("保存并打印", "primary", icon="print", shortcut="Ctrl+Enter", size="bar"))
    stand(window, bar)
    assert bar._escape.isVisible()
    assert bar._needed(2, "还有 1 处要改：联系电话") <= 1280 - theme().metrics.rail


def test_a_narrow_action_bar_keeps_its_buttons_and_what_is_wrong(window: QWidget) -> None:
    bar = ActionBar()
    bar.set_draft("草稿已自动保存 09:42:16", "断电也不丢")
    bar.set_escape("返回（草稿保留）")
    save = bar.add(Button("保存并打印", "primary", icon="print", shortcut="Ctrl+Enter", size="bar"))
    stand(window, bar)
    bar.set_errors(2, "联系电话")
    parts = (bar._note, bar._escape, bar._draft)
    assert all(part.isVisibleTo(bar) for part in parts)
    counts = []
    for width in range(1000, 460, -20):
        window.setFixedWidth(width)
        settle(window)
        shown = [part.isVisibleTo(bar) for part in parts]
        assert shown == sorted(shown)
        counts.append(sum(shown))
        assert bar._errors.width() >= bar._errors.sizeHint().width()
        assert save.width() >= save.sizeHint().width()
    assert counts == sorted(counts, reverse=True)
    assert set(counts) == {0, 1, 2, 3}
    assert bar._errors.words() == "还有 2 处要改"
    assert bar._errors.toolTip() == bar.errors_text() == "还有 2 处要改：联系电话"
