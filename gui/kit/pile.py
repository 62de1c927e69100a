"""Parts under each other; whoever fills the pile again may hand over parts that it holds already."""

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
        """Show these; an old part that isn't among them is deleted. None stands for one that has nothing to say."""
        shown = [part for part in parts if part is not None]
        for at in reversed(range(self._column.count())):
            old = self._column.itemAt(at).widget()
            if old not in shown:
                self._column.takeAt(at)
                old.hide()
                old.deleteLater()
        self.setVisible(bool(shown))
        for at, part in enumerate(shown):
            if self._column.indexOf(part) != at:
                self._column.insertWidget(at, part)
            # Now, and not when Qt comes to it: whoever is laid out in between would be measured without them.
            part.show()
            # One that stays may have got other words, and its layout hands that on only a turn later.
            part.updateGeometry()
        self.updateGeometry()
