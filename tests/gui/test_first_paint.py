"""What waits for the first paint: it starts once, after the login is on the screen, and not before."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.login.tiles import OperatorTile
from gui.shell import Shell
from system.clock import FixedClock
from tests import factories
from tests.gui.kit.stand import children


class Painted(QObject):
    """Keeps, in order, which kinds of widgets were painted."""

    def __init__(self) -> None:
        super().__init__()
        self.order: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.order.append(type(watched).__name__)
        return False


def test_painted_is_sent_once_and_after_the_login_is_seen(tmp_path: Path, qtbot: QtBot) -> None:
    folder, clock = factories.put_ready_station(tmp_path / "data"), FixedClock(factories.MOMENT)
    entry = factories.entry_for(folder, clock)
    shell = Shell(folder, clock, lambda: entry)
    qtbot.addWidget(shell)
    seen: list[list[str]] = []
    painted = Painted()
    shell.painted.connect(lambda: seen.append(list(painted.order)))
    shell.start()
    for widget in children(shell, QWidget):
        widget.installEventFilter(painted)
    assert shell.windowIcon().isNull()
    shell.show()
    qtbot.waitUntil(lambda: bool(seen))
    shell.update()
    qtbot.wait(50)
    assert len(seen) == 1
    assert OperatorTile.__name__ in seen[0]
    assert not shell.windowIcon().isNull()
