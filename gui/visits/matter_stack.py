"""The editors of the matters in one place, one of them in sight.

Not Qt's stack: that one asks those behind how high they want to be as well, and they were never laid out at this
width, so that at a narrow window the desk would scroll for the sake of matters that nobody sees.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.boxes import VBox
from gui.visits.matter_editor import MatterEditor


class MatterStack(QWidget):
    """The place. The keyboard goes along where it was in the editor that leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = VBox(self)
        self._editors: list[MatterEditor] = []
        self._current = -1

    def currentIndex(self) -> int:
        """The place of the editor in sight, -1 for none."""
        return self._current

    def addWidget(self, editor: MatterEditor) -> None:
        """One more, at the end; the first one is in sight at once."""
        editor.hide()
        self._editors.append(editor)
        self._column.addWidget(editor)
        if self._current < 0:
            self.setCurrentIndex(0)

    def removeWidget(self, editor: MatterEditor) -> None:
        """Let go of one; where it was in sight its neighbour is, the one before at the end."""
        at = self._editors.index(editor)
        if at == self._current and len(self._editors) > 1:
            self.setCurrentIndex(at + 1 if at + 1 < len(self._editors) else at - 1)
        self._editors.remove(editor)
        self._column.removeWidget(editor)
        self._current = min(self._current - (at < self._current), len(self._editors) - 1)

    def setCurrentIndex(self, index: int) -> None:
        """Bring one into sight."""
        if index == self._current or not 0 <= index < len(self._editors):
            return
        before = self._editors[self._current] if self._current >= 0 else None
        after, now = self._editors[index], QApplication.focusWidget()
        self._current = index
        after.show()
        if before is not None and now is not None and before.isAncestorOf(now):
            after.first_empty().setFocus(Qt.FocusReason.OtherFocusReason)
        if before is not None:
            before.hide()
