"""Hands and eyes for the tour: finds a control by its accessible name, types as keys and an input method would, looks.

What can't be found, or doesn't come within the time, ends the tour with a sentence that says what was missing.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

SECONDS = 60.0
PAUSE = 0.01
LINES_READ = 50
Widget = TypeVar("Widget", bound=QWidget)
ENTRIES = (QLineEdit, QPlainTextEdit, QTextEdit)


class TourFailed(Exception):
    """A step didn't show what it should; the text says what."""


def pause(times: int = 1) -> None:
    """Let the window live for some milliseconds. Not by QTest.qWait: it keeps Python's lock, and every job waits."""
    for _ in range(times):
        QApplication.processEvents()
        time.sleep(PAUSE)
        QApplication.processEvents()


class Driver:
    """Drives one window; pictures go to `folder` as NN-name.png."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self.window = window
        self.folder = folder
        self.shots = 0

    # ---- looking

    def wait(self, condition: Callable[[], object], words: str, seconds: float = SECONDS) -> None:
        """Let the window live until `condition` holds; TourFailed with `words` where it doesn't."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TourFailed(f"等了 {seconds:.0f} 秒，没有等到：{words}")
            pause()

    def check(self, fact: object, words: str) -> None:
        """TourFailed with `words` unless the fact holds."""
        if not fact:
            raise TourFailed(words)

    def find(self, name: str, kind: type[Widget], root: QWidget | None = None, *, entries: bool = False) -> Widget:
        """The visible control with this accessible name, or this text on it; waits for it.

        `entries` looks only at what can be typed into.
        """
        found: list[Widget] = []

        def look() -> bool:
            found[:] = [
                widget
                for widget in self._visible(kind, root or self.window)
                if _called(widget, name) and (isinstance(widget, ENTRIES) or not entries)
            ]
            return bool(found)

        self.wait(look, f"“{name}”")
        return found[0]

    def shows(self, text: str, root: QWidget | None = None) -> bool:
        """Whether some visible widget says this: in its text, its accessible name, or a line of a list."""
        views = self._visible(QAbstractItemView, root or self.window)
        return any(text in _words(widget) for widget in self._visible(QWidget, root or self.window)) or any(
            text in line for view in views for line in _lines(view)
        )

    def shot(self, name: str) -> Path:
        """Keep a picture of the window once everything that is queued has been painted."""
        pause(4)
        self.shots += 1
        path = self.folder / f"{self.shots:02d}-{name}.png"
        picture = self.window.grab()
        self.check(not picture.isNull() and picture.save(str(path)), f"画面 {name} 没有存下来")
        return path

    def _visible(self, kind: type[Widget], root: QWidget) -> list[Widget]:
        children = cast(list[Widget], root.findChildren(kind))
        return [widget for widget in children if widget.isVisible()]

    # ---- touching

    def press(self, keys: str, target: QWidget | None = None) -> None:
        """Press a key or a chord such as "Ctrl+Return" where the keyboard is."""
        QTest.keySequence(target or self._focus(), QKeySequence(keys))
        pause()

    def click(self, name: str, root: QWidget | None = None) -> None:
        """Press a button by its name."""
        button = self.find(name, QAbstractButton, root)
        self.wait(button.isEnabled, f"“{name}”可以按")
        button.click()
        pause()

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard: ASCII as keys, the rest as an input method commits it."""
        for character in text:
            if character.isascii():
                QTest.keyClicks(self._focus(), character)
            else:
                committed = QInputMethodEvent()
                committed.setCommitString(character)
                QApplication.sendEvent(self._focus(), committed)
        pause()

    def fill(self, name: str, text: str, root: QWidget | None = None) -> None:
        """Put the keyboard into the entry of this name, and type over what is in it."""
        entry = self.find(name, QWidget, root, entries=True)
        assert isinstance(entry, ENTRIES)
        entry.setFocus()
        self.press("Ctrl+A")
        self.press("Del")
        self.type(text)
        said = entry.text() if isinstance(entry, QLineEdit) else entry.toPlainText()
        self.check(said == text, f"“{name}”里应是“{text}”，实际是“{said}”")

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        return focus if focus is not None else self.window

    def settle(self) -> None:
        """Let everything that was deleted go before the next step."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        pause()


def _called(widget: QWidget, name: str) -> bool:
    return name in (widget.accessibleName(), _text(widget))


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _lines(view: QAbstractItemView) -> Iterator[str]:
    """What a screen reader would read of the first lines of a list or table."""
    model = view.model()
    # Qt keeps the column count of a list model private: it has one.
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(min(model.rowCount(), LINES_READ)):
        for column in range(columns):
            for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
                said = model.index(row, column).data(role)
                yield str(said) if said is not None else ""


def _words(widget: QWidget) -> str:
    return f"{widget.accessibleName()}\n{_text(widget)}"
