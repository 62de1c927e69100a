"""A field in the dense rows of the desk: its label at the left, no wider than its words."""

from PySide6.QtWidgets import QWidget

from gui.kit.field import Field


class ShortField(Field):
    """A side field outside the column of labels. The sentence of an error is shown by the block it is in."""

    def __init__(self, label: str, control: QWidget, *, required: bool = False, parent: QWidget | None = None) -> None:
        self._in_column = False
        super().__init__(label, control, required=required, side=True, parent=parent)

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self._apply()

    def set_required(self, required: bool) -> None:
        super().set_required(required)
        self._apply()

    def set_in_column(self, in_column: bool) -> None:
        """Whether its label takes the width of the column of labels, as the first field of a row does."""
        self._in_column = in_column
        self._apply()

    def _apply(self) -> None:
        if self._in_column:
            super()._apply()
            return
        self._aside.setFixedWidth(self._aside.sizeHint().width())
