"""Puts widgets into a window that is already on the screen."""

from typing import TypeVar, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.boxes import VBox

Kind = TypeVar("Kind", bound=QObject)


def stand(window: QWidget, *widgets: QWidget) -> None:
    """Stack the widgets in `window` and wait until they are shown: Qt shows such children from its event loop."""
    column = VBox(window, gap="m", margin="xl")
    for widget in widgets:
        column.addWidget(widget)
    settle(window)


def settle(window: QWidget) -> None:
    """Let what was changed be laid out and shown."""
    layout = window.layout()
    if layout is not None:
        layout.activate()
    QApplication.processEvents()


def children(parent: QObject, kind: type[Kind]) -> list[Kind]:
    """All descendants of a class; Qt's own `findChildren` is typed as finding nothing."""
    return cast(list[Kind], list(parent.findChildren(kind)))


def child(parent: QObject, kind: type[Kind]) -> Kind:
    """The one descendant of a class; ValueError for none or several."""
    (only,) = children(parent, kind)
    return only


def focused() -> QWidget:
    """The widget with the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def commit(widget: QWidget, words: str) -> None:
    """Enter words as an input method does; QTest can only press keys of a Latin keyboard."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)
