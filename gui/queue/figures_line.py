"""The day of the waiting line in four numbers, under the list."""

from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.queue_words import waiting_tone
from gui.theme import follow_theme, theme
from gui.tokens import ChipTone, Tone
from services.queue import QueueFigures

_CELLS = (("taken", "今天取号", ""), ("served", "已办", ""), ("average", "平均等候", "分"), ("longest", "最久", "分"))
_HEIGHT = 64
_TONES: dict[ChipTone, Tone] = {"amber": "amber", "red": "red"}


class _Cell(QWidget):
    def __init__(self, name: str, unit: str) -> None:
        super().__init__()
        self._name, self._unit = name, unit
        self.value = Label("–", "figure")
        self.words = ElidedLabel("", "hint", "t3")
        row = HBox(self, gap="s", margin=("l", "none", "s", "none"))
        row.addWidget(self.value)
        if unit:
            row.addWidget(Label(unit, "strong", "t2"))
        column = VBox()
        column.addStretch(1)
        column.addWidget(Label(name, "label", "t2"))
        column.addWidget(self.words)
        column.addStretch(1)
        row.addLayout(column, 1)

    def show_value(self, value: int, words: str, tone: Tone = "t1") -> None:
        self.value.setText(str(value))
        self.value.set_tone(tone)
        self.words.setText(words)
        self.setAccessibleName(f"{self._name} {value} {self._unit} {words}".strip())


class FiguresLine(QWidget):
    """The numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.cells = {key: _Cell(name, unit) for key, name, unit in _CELLS}
        row = HBox(self)
        self._rules = {key: Line(vertical=True) for key in self.cells}
        for key, cell in self.cells.items():
            row.addWidget(self._rules[key])
            row.addWidget(cell, 1)
        self.set_narrow(False)
        follow_theme(self._apply)

    def set_narrow(self, narrow: bool) -> None:
        """On a narrow page only the waits are said; how many they are stands in the head of the line."""
        for key in ("taken", "served"):
            self.cells[key].setVisible(not narrow)
        for key, rule in self._rules.items():
            rule.setVisible(key == "longest" or (not narrow and key != "taken"))

    def show_figures(self, figures: QueueFigures, *, in_hand: int, skipped: int) -> None:
        """Fill in the numbers; `in_hand` were called and aren't registered yet."""
        self.cells["taken"].show_value(figures.taken, f"等候 {figures.waiting} 位")
        self.cells["served"].show_value(figures.served, f"已叫 {in_hand}，过号 {skipped}")
        self.cells["average"].show_value(figures.average_minutes, "叫过的号")
        self.cells["longest"].show_value(
            figures.longest_minutes, "在等的", _TONES.get(waiting_tone(figures.longest_minutes), "t1")
        )

    def _apply(self) -> None:
        self.setFixedHeight(theme().size(_HEIGHT))
