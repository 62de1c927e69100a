"""Parts under each other that are made anew whenever what they show was read again."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gui.kit.boxes import VBox
from gui.tokens import Space


class Pile(QWidget):
    """The pile; hidden while there is nothing on it."""

    def __init__(self, *, gap: Space = "m", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = VBox(self, gap=gap)

    def set_parts(self, parts: Sequence[QWidget | None]) -> None:
        """Take the old parts away and show these; None stands for one that has nothing to say."""
        while self._column.count():
            old = self._column.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        shown = [part for part in parts if part is not None]
        self.setVisible(bool(shown))
        for part in shown:
            self._column.addWidget(part)
            # Now, and not when Qt comes to it: whoever is laid out in between would be measured without them.
            part.show()
