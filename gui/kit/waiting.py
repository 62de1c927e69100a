"""A panel for the few moments in which nothing else may be done, such as the backup on leaving.

Esc doesn't close it.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from gui.kit.boxes import VBox
from gui.kit.label import Label
from gui.kit.overlay import Overlay
from gui.tokens import Metrics


class Waiting(Overlay):
    """Says what is under way and what not to do meanwhile; open at once, gone with `close_overlay`."""

    def __init__(self, host: QWidget, title: str, note: str) -> None:
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setAccessibleName(title)
        column = VBox(panel, gap="s", margin="xl")
        column.addWidget(Label(title, "object_title"))
        column.addWidget(Label(note, "body", "t2", wrap=True))
        super().__init__(host, panel, width=Metrics().dialog)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
