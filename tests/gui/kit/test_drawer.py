"""The right column that becomes a drawer: by the width, by the zoom, and put away by going on."""

from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.drawer import Drawer
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.press import bind
from gui.theme import theme
from tests.gui.kit.stand import focused, settle

WIDE, NARROW = 1278, 1000
ALT = Qt.KeyboardModifier.AltModifier


class Stand(NamedTuple):
    """A page with one field, a column with one button, and how often Esc reached the page."""

    window: QWidget
    page: QWidget
    edit: LineEdit
    button: Button
    drawer: Drawer
    escapes: list[bool]

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)

    def widen(self, width: int) -> None:
        self.window.resize(width, self.window.height())
        settle(self.window)


@pytest.fixture
def stand(window: QWidget) -> Stand:
    page, side, edit, button = QWidget(), QWidget(), LineEdit(name="姓名"), Button("并入")
    inner = VBox(side)
    inner.addWidget(Label("往来记录"))
    inner.addWidget(button)
    side.setFixedWidth(theme().metrics.side_column)
    drawer = Drawer(side, name="来访人", icon="contact_card")
    row = HBox(page, gap="m", margin="m")
    row.addWidget(edit, 1)
    row.addWidget(drawer)
    drawer.attach(page)
    escapes: list[bool] = []
    bind(page, "Esc").activated.connect(lambda: escapes.append(True))
    VBox(window).addWidget(page)
    window.resize(WIDE, 600)
    settle(window)
    edit.setFocus()
    return Stand(window, page, edit, button, drawer, escapes)


def test_with_room_the_column_stands_beside_the_page(stand: Stand) -> None:
    assert stand.button.isVisible()
    assert not stand.drawer.handle.isVisible()
    assert stand.drawer.geometry().right() < stand.page.width()
    stand.press(Qt.Key.Key_H, ALT)
    assert not stand.drawer.is_open


@pytest.mark.parametrize(("width", "zoom", "folded"), [(1278, 110, False), (1278, 125, True), (1000, 90, False)])
def test_the_logical_width_decides(stand: Stand, width: int, zoom: int, folded: bool) -> None:
    stand.widen(width)
    theme().set_zoom(zoom)
    settle(stand.window)
    assert stand.drawer.is_folded is folded
    assert stand.button.isVisible() is not folded
    theme().set_zoom(100)
    stand.widen(WIDE)
    assert stand.button.isVisible()


def test_a_narrow_page_has_a_handle_and_alt_h_pulls_the_column_out(stand: Stand) -> None:
    before = stand.edit.width()
    stand.widen(NARROW)
    assert stand.drawer.handle.isVisible()
    assert stand.edit.width() > before - (WIDE - NARROW)
    stand.press(Qt.Key.Key_H, ALT)
    assert stand.drawer.is_open
    assert stand.button.isVisible()
    assert focused() is stand.button
    left = stand.button.mapTo(stand.page, QPoint(0, 0)).x()
    assert left > stand.page.width() - theme().metrics.side_column - theme().size(40)
    stand.press(Qt.Key.Key_H, ALT)
    assert not stand.button.isVisible()
    assert focused() is stand.edit.focusProxy() or focused() is stand.edit


def test_esc_puts_it_away_before_it_means_anything_to_the_page(stand: Stand) -> None:
    stand.widen(NARROW)
    stand.drawer.pull_out()
    stand.press(Qt.Key.Key_Escape)
    assert not stand.drawer.is_open
    assert stand.escapes == []
    stand.press(Qt.Key.Key_Escape)
    assert stand.escapes == [True]


def test_esc_from_the_field_beneath_puts_it_away_too(stand: Stand) -> None:
    stand.widen(NARROW)
    stand.button.setEnabled(False)
    stand.drawer.pull_out()
    assert focused() is not stand.button
    stand.press(Qt.Key.Key_Escape)
    assert not stand.drawer.is_open
    assert stand.escapes == []


def test_going_on_with_the_page_puts_it_away(stand: Stand) -> None:
    stand.widen(NARROW)
    stand.drawer.handle.click()
    assert stand.drawer.is_open
    QTest.mouseClick(stand.edit, Qt.MouseButton.LeftButton)
    assert not stand.drawer.is_open


def test_tab_stays_on_the_sheet(stand: Stand) -> None:
    stand.widen(NARROW)
    stand.drawer.pull_out()
    stand.press(Qt.Key.Key_Tab)
    assert focused() is stand.button


def test_a_larger_window_takes_the_column_back(stand: Stand) -> None:
    stand.widen(NARROW)
    stand.drawer.pull_out()
    stand.widen(WIDE)
    assert not stand.drawer.is_open
    assert stand.button.isVisible()
    assert stand.drawer.isAncestorOf(stand.button)


def test_the_sheet_lies_over_its_area_only(window: QWidget) -> None:
    page, form, bar = QWidget(), QWidget(), Label("操作栏")
    side = QWidget()
    side.setFixedWidth(300)
    drawer = Drawer(side, name="来访人", icon="contact_card")
    HBox(form).addWidget(drawer, 0, Qt.AlignmentFlag.AlignRight)
    column = VBox(page)
    column.addWidget(form, 1)
    column.addWidget(bar)
    drawer.attach(page, form)
    VBox(window).addWidget(page)
    window.resize(NARROW, 600)
    settle(window)
    drawer.pull_out()
    settle(window)
    assert side.isVisible()
    bottom = side.mapTo(page, side.rect().bottomLeft()).y()
    assert bottom < bar.geometry().top()


def test_the_handle_says_that_there_is_something_to_mind(qtbot: QtBot, stand: Stand) -> None:
    handle = stand.drawer.handle
    stand.drawer.mark("在办 2 件")
    assert handle.accessibleDescription() == "在办 2 件"
    assert "在办 2 件" in handle.toolTip()
    stand.drawer.mark("")
    assert handle.accessibleDescription() == ""
    assert handle.toolTip() == "来访人（Alt+H）"
