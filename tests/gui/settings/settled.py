"""Keys on a page of settings that reads and saves by jobs: each key is followed until nothing is under way."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui import jobs
from tests.gui.kit.stand import focused


def settle() -> None:
    """Let the jobs come to rest."""
    for _ in range(200):
        QApplication.processEvents()
        if not jobs.under_way():
            return
        QTest.qWait(5)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to what has the keyboard."""
    QTest.keyClick(focused(), key, held)
    settle()
