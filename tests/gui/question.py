"""Answering the question that `gui.kit.overlay.ask` puts over a window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget


def cancel_of(widget: QWidget) -> QPushButton:
    """The button of the open question that has the keyboard; it must be 取消."""
    focus = widget.window().focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.accessibleName() == "取消"
    return focus


def answer(widget: QWidget, words: str) -> None:
    """Press the button that says `words`."""
    panel = cancel_of(widget).parentWidget()
    assert panel is not None
    buttons = [child for child in panel.children() if isinstance(child, QPushButton)]
    found = next(button for button in buttons if button.accessibleName() == words)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
