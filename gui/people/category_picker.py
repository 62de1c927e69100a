"""The categories of a person, several at once, under the headings of the law."""

from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.vocabulary import person_categories
from gui.kit.boxes import VBox
from gui.kit.check_box import CheckBox
from gui.kit.label import Label
from gui.kit.moves import LeftWatch
from gui.kit.wrap import WrapBox


class CategoryPicker(QWidget):
    """`changed` when a box is ticked or not. A code that is no longer offered is kept as it was."""

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("人员类别")
        self.boxes: dict[str, CheckBox] = {}
        self._others: tuple[str, ...] = ()
        watch = LeftWatch(self, self.left.emit)
        column = VBox(self, gap="s")
        for group, categories in groupby(person_categories(), key=lambda category: category.group):
            column.addWidget(Label(group, "hint", "t3"))
            holder = QWidget()
            row = WrapBox(holder, gap="s")
            for category in categories:
                box = CheckBox(category.label, small=True)
                box.toggled.connect(lambda _on: self.changed.emit())
                watch.add(box)
                self.boxes[category.code] = box
                row.addWidget(box)
            column.addWidget(holder)
        column.addStretch(1)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> tuple[str, ...]:
        """The codes that are ticked."""
        return (*(code for code, box in self.boxes.items() if box.isChecked()), *self._others)

    def set_value(self, codes: tuple[str, ...]) -> None:
        """Tick these, without `changed`."""
        self._others = tuple(code for code in codes if code not in self.boxes)
        for code, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(code in codes)
            box.blockSignals(False)

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok"."""
        for box in self.boxes.values():
            box.set_state(state)
