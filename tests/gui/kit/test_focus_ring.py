"""The ring: around the button with the keyboard, after a key and not after a click."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.kit.boxes import VBox
from gui.kit.button import Button
from gui.kit.check_box import CheckBox
from gui.kit.focus_ring import _Ring, ring_reach
from gui.kit.scroll import Scroll
from gui.theme import theme
from tests.gui.kit.stand import children, stand


def rings(window: QWidget) -> list[_Ring]:
    return [ring for ring in children(window, _Ring) if ring.isVisible()]


def two(window: QWidget) -> tuple[Button, Button]:
    one, other = Button("甲"), Button("乙")
    stand(window, one, other)
    return one, other


def test_tab_moves_the_ring(qtbot: QtBot, window: QWidget) -> None:
    one, other = two(window)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert len(rings(window)) == 1
    QTest.keyClick(one, Qt.Key.Key_Tab)
    assert other.hasFocus()
    qtbot.waitUntil(lambda: len(rings(window)) == 1)
    wanted = other.geometry().adjusted(-ring_reach(), -ring_reach(), ring_reach(), ring_reach())
    assert rings(window)[0].geometry() == wanted


def test_no_ring_after_a_click_but_after_the_next_key(window: QWidget) -> None:
    one, _ = two(window)
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)
    assert one.hasFocus()
    assert rings(window) == []
    QTest.keyClick(one, Qt.Key.Key_Space)
    assert len(rings(window)) == 1


def test_the_ring_follows_its_button(window: QWidget) -> None:
    one, _ = two(window)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    one.move(300, 200)
    assert rings(window)[0].geometry().topLeft() == QPoint(300 - ring_reach(), 200 - ring_reach())


def test_the_ring_goes_with_its_button(qtbot: QtBot, window: QWidget) -> None:
    one, _ = two(window)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(one.destroyed):
        one.deleteLater()
    qtbot.waitUntil(lambda: rings(window) == [])


def test_the_ring_may_reach_beyond_a_tight_parent(window: QWidget) -> None:
    tight = QWidget()
    button = Button("甲")
    VBox(tight).addWidget(button)
    stand(window, tight)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    ring = rings(window)[0]
    assert ring.parentWidget() is window
    assert ring.geometry().contains(button.rect().translated(button.mapTo(window, QPoint(0, 0))))


def test_the_ring_of_a_check_box_is_around_its_box(window: QWidget) -> None:
    check = CheckBox("住址不清")
    stand(window, check)
    check.setFocus(Qt.FocusReason.TabFocusReason)
    side = theme().metrics.check + 2 * ring_reach()
    assert rings(window)[0].size().width() == rings(window)[0].size().height() == side


def test_the_ring_scrolls_along(window: QWidget) -> None:
    content = QWidget()
    column = VBox(content, margin="xl")
    buttons = [Button(str(number)) for number in range(60)]
    for button in buttons:
        column.addWidget(button)
    stand(window, Scroll(content))
    buttons[-1].setFocus(Qt.FocusReason.TabFocusReason)
    ring = rings(window)[0]
    assert content.isAncestorOf(ring) or ring.parentWidget() is content
    # Scroll brings what has the keyboard into sight.
    assert not buttons[-1].visibleRegion().isEmpty()
