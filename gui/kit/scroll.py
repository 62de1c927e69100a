"""A scroll area without a frame, for pages that are taller than the window at a large zoom."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from gui.qt import application
from gui.theme import theme

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class Scroll(QScrollArea):
    """Scrolls `content` up and down, never sideways, and keeps the focused control in sight."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A viewport of our own: asking for Qt's makes PySide look through every class of widget (25 ms at the start).
        viewport = QWidget()
        self.setViewport(viewport)
        self.setWidget(content)
        viewport.setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        content.installEventFilter(self)
        application().focusChanged.connect(self._on_focus_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows walk in lists and between choices; whoever holds those hears what they leave over.
        if event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.setMinimumWidth(self.widget().minimumSizeHint().width() + theme().metrics.scroll_bar)
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.widget() is not None and self.widget().isAncestorOf(now):
            margin = theme().space("xl")
            self.ensureWidgetVisible(now, margin, margin)
