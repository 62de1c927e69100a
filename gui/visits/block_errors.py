"""What a block of the desk knows of its own mistakes, and the help its fields show while there are none."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.field import Field


class FieldBlock(QWidget):
    """A widget with fields by key. `edited(key)` for what the operator changes, `left(key)` when she goes on.

    A sentence put up by `show_errors` goes away with the next change of its field; whatever else a field should say
    while it is typed in is said by `_help`, which subclasses give.
    """

    edited = Signal(str)
    left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errors: dict[str, str] = {}

    def fields(self) -> Mapping[str, Field]:
        """The fields that can be seen now, in reading order."""
        raise NotImplementedError

    @property
    def errors(self) -> Mapping[str, str]:
        """The sentences on show, by key."""
        return self._errors

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """Put each sentence at its field, and take the others away."""
        self._errors = {key: sentence for key, sentence in sentences.items() if key in self.fields()}
        self._refresh()

    def _touch(self, key: str) -> None:
        """The operator changed this field."""
        self._errors.pop(key, None)
        self._refresh()
        self.edited.emit(key)

    def _refresh(self) -> None:
        for key, field in self.fields().items():
            if key in self._errors:
                field.set_error(self._errors[key].rstrip("。"))
            else:
                self._help(key, field)

    def _help(self, key: str, field: Field) -> None:
        """Say what helps while the field is typed in; nothing by itself."""
        field.clear()
