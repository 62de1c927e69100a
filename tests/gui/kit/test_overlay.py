"""Overlays: the keyboard stays inside, the page's keys rest, nothing is lost by a slip."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from gui.kit.button import Button
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Overlay, Panel, ask, tell
from gui.theme import theme
from tests.gui.kit.stand import child, children, focused, stand


def button(overlay: Overlay, words: str) -> Button:
    return next(found for found in children(overlay, Button) if found.words() == words)


@pytest.fixture
def below(window: QWidget) -> QLineEdit:
    """A field of the page, which has the keyboard."""
    edit = QLineEdit()
    stand(window, edit)
    edit.setFocus()
    return edit


def test_cancel_has_the_keyboard(window: QWidget, below: QLineEdit) -> None:
    overlay = ask(window, "作废来访登记？", "编号保留不再使用。", action="确认作废", on_yes=lambda _reason: None)
    assert button(overlay, "取消").hasFocus()
    assert overlay.geometry() == window.rect()
    assert overlay.rect().contains(overlay.panel.geometry())


def test_enter_on_cancel_changes_nothing_and_gives_the_keyboard_back(
    qtbot: QtBot, window: QWidget, below: QLineEdit
) -> None:
    taken: list[str] = []
    refused: list[int] = []
    overlay = ask(window, "作废？", "", action="确认作废", on_yes=taken.append, on_no=lambda: refused.append(1))
    with qtbot.waitSignal(overlay.closed):
        QTest.keyClick(button(overlay, "取消"), Qt.Key.Key_Return)
    assert taken == []
    assert refused == [1]
    assert below.hasFocus()


def test_a_reason_is_demanded(qtbot: QtBot, window: QWidget, below: QLineEdit) -> None:
    taken: list[str] = []
    overlay = ask(window, "作废？", "", action="确认作废", reason="作废原因", on_yes=taken.append)
    button(overlay, "确认作废").click()
    assert taken == []
    edit = child(overlay, LineEdit)
    assert edit.property("state") == "error"
    assert edit.hasFocus()
    edit.setText(" 重复登记 ")
    with qtbot.waitSignal(overlay.closed):
        button(overlay, "确认作废").click()
    assert taken == ["重复登记"]


def test_escape_closes_once(qtbot: QtBot, window: QWidget, below: QLineEdit) -> None:
    overlay = ask(window, "作废？", "", action="确认作废", on_yes=lambda _reason: None)
    closed: list[int] = []
    overlay.closed.connect(lambda: closed.append(1))
    QTest.keyClick(button(overlay, "取消"), Qt.Key.Key_Escape)
    overlay.close_overlay()
    assert closed == [1]
    assert below.hasFocus()


def test_tab_stays_inside(window: QWidget, below: QLineEdit) -> None:
    overlay = ask(window, "作废？", "", action="确认作废", reason="原因", on_yes=lambda _reason: None)
    seen = []
    for _ in range(6):
        now = focused()
        assert overlay.isAncestorOf(now)
        seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert len(set(seen)) == 3
    QTest.keyClick(focused(), Qt.Key.Key_Backtab)
    assert overlay.isAncestorOf(focused())


def test_the_page_s_shortcuts_rest_and_the_panel_s_work(qtbot: QtBot, window: QWidget, below: QLineEdit) -> None:
    page: list[str] = []
    for keys in ("Ctrl+Return", "F2", "Ctrl+L"):
        QShortcut(QKeySequence(keys), window).activated.connect(lambda keys=keys: page.append(keys))
    panel = Panel("打印预览")
    edit, printing = LineEdit(name="份数"), Button("打印", "primary", shortcut="Ctrl+Enter")
    panel.body.addWidget(edit)
    panel.add_foot(printing)
    overlay = Overlay(window, panel, width=600, height=400)
    overlay.open()
    assert edit.hasFocus()
    QTest.keyClick(edit, Qt.Key.Key_F2)
    assert page == []
    with qtbot.waitSignal(printing.clicked):
        QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page == []
    QTest.keyClick(edit, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert page == ["Ctrl+L"]


def test_typing_still_works_inside(window: QWidget, below: QLineEdit) -> None:
    overlay = ask(window, "作废？", "", action="确认作废", reason="原因", on_yes=lambda _reason: None)
    edit = child(overlay, LineEdit)
    edit.setFocus()
    QTest.keyClicks(edit, "abc 12")
    QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert edit.selectedText() == "abc 12"


def test_a_click_beside_the_panel_closes_nothing(window: QWidget, below: QLineEdit) -> None:
    overlay = ask(window, "作废？", "", action="确认作废", on_yes=lambda _reason: None)
    QTest.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=overlay.rect().topLeft())
    assert overlay.isVisible()
    assert button(overlay, "取消").hasFocus()


def test_the_overlay_follows_the_window_and_fits_into_it(window: QWidget) -> None:
    panel = Panel("打印预览")
    overlay = Overlay(window, panel, width=1080, height=640)
    overlay.open()
    window.resize(900, 500)
    assert overlay.size() == window.size()
    assert overlay.rect().contains(panel.geometry())


def test_a_side_panel_lies_along_the_right_edge(window: QWidget) -> None:
    panel = Panel("受理")
    overlay = Overlay(window, panel, width=400, align="right")
    overlay.open()
    assert panel.geometry().right() == window.rect().right()
    assert panel.height() == window.height()


def test_the_cross_closes(qtbot: QtBot, window: QWidget) -> None:
    panel = Panel("打印预览")
    overlay = Overlay(window, panel)
    overlay.open()
    with qtbot.waitSignal(overlay.closed):
        panel.dismissed.emit()


def test_the_dim_is_flat(window: QWidget, below: QLineEdit) -> None:
    plain = window.grab().toImage().pixelColor(2, 400)
    ask(window, "作废？", "", action="确认作废", on_yes=lambda _reason: None)
    image = window.grab().toImage()
    assert image.pixelColor(2, 400) == image.pixelColor(2, 600)
    assert image.pixelColor(2, 400).lightness() < plain.lightness()
    assert plain == theme().colour("bg")


def test_tell_says_it_and_goes(qtbot: QtBot, window: QWidget, below: QLineEdit) -> None:
    overlay = tell(window, "打印机没有响应。", "接通后按 Ctrl+P 重新打印。")
    assert button(overlay, "知道了").hasFocus()
    with qtbot.waitSignal(overlay.closed):
        QTest.keyClick(button(overlay, "知道了"), Qt.Key.Key_Return)


def test_what_had_the_keyboard_may_be_gone_when_it_closes(window: QWidget) -> None:
    edit = LineEdit(name="姓名")
    stand(window, edit)
    edit.setFocus()
    overlay = Overlay(window, Panel("题"))
    overlay.open()
    delete(edit)
    overlay.close_overlay()
    assert overlay.isHidden()
