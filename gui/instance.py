"""One window per data folder: a second start asks the first one to come to the front, and ends.

The lock of the operating system (`system.lock`) decides who is first; this is only the bell between the two.
"""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 1000


def _name(root: Path) -> str:
    """The same for every way of writing the folder's path, and short enough for every system."""
    return f"tuiyi-{hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:20]}"


class Doorbell(QObject):
    """Held by the first instance; `rung` when another start asked for the window."""

    rung = Signal()

    def __init__(self, root: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        name = _name(root)
        # We hold the folder's lock, so a socket of this name was left behind by a killed program.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def _on_connection(self) -> None:
        caller = self._server.nextPendingConnection()
        if caller is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.disconnectFromServer()
        self.rung.emit()


def ring(root: Path) -> bool:
    """Ask the instance that has this folder to show its window; whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(_name(root))
    answered = socket.waitForConnected(WAIT_MS)
    socket.abort()
    return answered
