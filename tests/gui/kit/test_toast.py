"""Toasts: where they stand, how long, and what their word does."""

import pytest
from PySide6.QtCore import QEvent, QPointF, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.toast import SECONDS, Toast, Toasts
from gui.theme import theme
from tests.gui.kit.stand import child


@pytest.fixture
def toasts(window: QWidget) -> Toasts:
    return Toasts(window)


def clock(toast: Toast) -> QTimer:
    return child(toast, QTimer)


def test_it_stands_at_the_bottom_right_above_the_bars(window: QWidget, toasts: Toasts) -> None:
    toast = toasts.show("已保存并送打印机", "LF20261124-008·李䶮")
    bars = theme().metrics.status_bar + theme().metrics.action_bar
    assert toast.isVisible()
    assert window.rect().contains(toast.geometry())
    assert toast.geometry().bottom() < window.height() - bars
    assert toast.geometry().right() > window.width() - 40


def test_six_seconds_and_gone(qtbot: QtBot, toasts: Toasts) -> None:
    toast = toasts.show("已保存")
    assert clock(toast).interval() == SECONDS * 1000 == 6000
    with qtbot.waitSignal(toast.gone):
        clock(toast).start(0)
    assert toasts.shown == ()


def test_the_mouse_stops_the_clock(toasts: Toasts) -> None:
    toast = toasts.show("已保存")
    QApplication.sendEvent(toast, QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert toast.paused
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert not toast.paused


def test_its_word_acts_and_it_leaves(toasts: Toasts) -> None:
    done: list[int] = []
    toast = toasts.show("打印机没有响应，内容已保存", action="重试", on_action=lambda: done.append(1), error=True)
    assert toast.property("error") is True
    assert toast.action is not None
    toast.action.click()
    assert done == [1]
    assert toasts.shown == ()


def test_at_most_three_and_none_covers_another(toasts: Toasts) -> None:
    for number in range(4):
        toasts.show(f"第 {number} 条")
    assert [toast.accessibleName() for toast in toasts.shown] == ["第 1 条", "第 2 条", "第 3 条"]
    boxes = [toast.geometry() for toast in toasts.shown]
    assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


def test_it_stands_clear_of_what_is_still_to_be_pressed(window: QWidget, toasts: Toasts) -> None:
    part = QWidget(window)
    part.setGeometry(900, 480, 430, 80)
    toasts.keep_clear(part)
    toast = toasts.show("草稿已丢弃", action="撤销")
    usual = toast.geometry()
    assert usual.intersects(part.geometry())
    part.show()
    assert not toast.geometry().intersects(part.geometry())
    assert toast.geometry().bottom() < part.y()
    part.move(900, 300)
    QApplication.processEvents()
    assert toast.geometry().bottom() < 300
    part.hide()
    assert toast.geometry() == usual


def test_it_takes_no_focus(window: QWidget, toasts: Toasts) -> None:
    before = QApplication.focusWidget()
    toasts.show("已保存", action="撤销")
    assert QApplication.focusWidget() is before


def test_it_follows_the_window(window: QWidget, toasts: Toasts) -> None:
    toast = toasts.show("已保存")
    window.resize(1280, 640)
    QApplication.processEvents()
    assert window.rect().contains(toast.geometry())
