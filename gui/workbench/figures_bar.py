"""The card at the foot of the workbench: small figures, and whether the data is safe."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.numbering import Series
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel, Label, Line
from gui.theme import follow_theme, theme
from gui.tokens import Tone
from services.backups import BackupState
from services.queue import QueueFigures
from services.visits import Figures

_FIGURES = (
    ("visits_today", "今日来访", "人次"),
    ("visits_month", "本月来访", "人次"),
    (Series.PETITION, "在办信访", "件"),
    (Series.SERVICE, "在办办件", "件"),
    (Series.ASSISTANCE, "在办帮扶", "件"),
    ("waited", "今天平均等候", "分"),
)
# Series whose cases have a page of their own.
_LISTED = frozenset({Series.SERVICE})
# What a narrow page leaves out, after the shield, and how much room the words of the backup are given at the least.
_SPARED = ("visits_month", "waited", str(Series.SERVICE))
_HEIGHT, _WORDS_LEAST = 72, 100
_TITLES: dict[str, tuple[str, str, Tone]] = {
    "t3": ("备份正常", "shield_checkmark", "accent"),
    "amber": ("该备份了", "warning", "amber"),
    "red": ("该备份了", "warning", "red"),
}


class _Figure(QWidget):
    """One number with its name and unit; the name is a link where what it counts has a page of its own."""

    def __init__(self, name: str, unit: str, *, opens: bool) -> None:
        super().__init__()
        self._name, self._unit = name, unit
        self.link = Link(name, name=f"打开{name}") if opens else None
        self.value = Label("–", "figure")
        row = HBox(self, gap="s", margin=("l", "none"))
        row.addWidget(self.value)
        words = VBox()
        words.addStretch(1)
        words.addWidget(Label(name, "label", "t2") if self.link is None else self.link)
        words.addWidget(Label(unit, "label", "t3"))
        words.addStretch(1)
        row.addLayout(words)
        row.addStretch(1)

    def set_value(self, value: int | None) -> None:
        """Show a number, or that there is none to show."""
        words = "–" if value is None else f"{value:,}"
        self.value.setText(words)
        self.setAccessibleName(f"{self._name} {words} {self._unit}")


class FiguresBar(Card):
    """`backup_requested` when the button is pressed, `series_pressed(series)` for the open cases of one."""

    backup_requested = Signal()
    series_pressed = Signal(str)

    def __init__(self, *, may_back_up: bool) -> None:
        super().__init__(padded=False)
        self.setAccessibleName("小结")
        self.figures = {str(key): _Figure(name, unit, opens=key in _LISTED) for key, name, unit in _FIGURES}
        for key, figure in self.figures.items():
            if figure.link is not None:
                figure.link.clicked.connect(lambda _checked=False, key=key: self.series_pressed.emit(key))
        row = HBox()
        self._rules = {key: Line(vertical=True) for key in self.figures}
        for key, figure in self.figures.items():
            row.addWidget(figure, 1)
            row.addWidget(self._rules[key])
        row.addWidget(self._backup(may_back_up), 3)
        self.body.addLayout(row, 1)
        follow_theme(self._set_height)

    def show_figures(self, figures: Figures, waits: QueueFigures | None) -> None:
        """Fill in the numbers; nobody has waited where nobody took a slip."""
        self.figures["visits_today"].set_value(figures.visits_today)
        self.figures["visits_month"].set_value(figures.visits_month)
        for series in (Series.PETITION, Series.SERVICE, Series.ASSISTANCE):
            self.figures[series].set_value(figures.open_cases.get(series, 0))
        self.figures["waited"].set_value(waits.average_minutes if waits is not None and waits.taken else None)
        self._fit()

    def show_backup(self, state: BackupState, place: str) -> None:
        """Say when the last backup was, and where its copy lies."""
        title, icon, tone = _TITLES.get(state.tone, _TITLES["t3"])
        self._icon_of_backup.set(icon, tone)
        self.backup_title.setText(title)
        self.backup_title.set_tone("t1" if tone == "accent" else tone)
        self.backup_when.setText(state.words.removeprefix("最近备份 "))
        self.backup_note.setText(f"另存一份到 {place}" if place else "只存在本机，没有第二处")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what can be spared, one after the other, until the rest can be read."""
        icon = theme().metrics.icon_rail + theme().space("m")
        widths = {key: figure.minimumSizeHint().width() + 1 for key, figure in self.figures.items()}
        backup = self._part.minimumSizeHint().width() - (0 if self._icon_of_backup.isHidden() else icon)
        lacking = sum(widths.values()) + backup + theme().size(_WORDS_LEAST) + icon - self.width()
        self._icon_of_backup.setVisible(lacking <= 0)
        lacking -= icon
        for key in _SPARED:
            for widget in (self.figures[key], self._rules[key]):
                widget.setVisible(lacking <= 0)
            lacking -= widths[key]

    def show_progress(self, percent: int | None) -> None:
        """While a backup runs; None when it has ended."""
        running = percent is not None
        self.backup_button.setEnabled(not running)
        self.backup_button.set_words(f"备份 {percent}%" if running else "立即备份")

    def _backup(self, may_back_up: bool) -> QWidget:
        part = self._part = QWidget()
        row = HBox(part, gap="m", margin=("l", "none"))
        self._icon_of_backup = Icon("shield_checkmark", "accent", "icon_rail")
        self.backup_title = Label("", "button")
        self.backup_when = ElidedLabel("", "label", "t2")
        self.backup_note = ElidedLabel("", "hint", "t3")
        self.backup_button = Button("立即备份")
        self.backup_button.clicked.connect(self.backup_requested)
        first = HBox(gap="s")
        first.addWidget(self.backup_title)
        first.addWidget(self.backup_when, 1)
        words = VBox()
        words.addStretch(1)
        words.addLayout(first)
        words.addWidget(self.backup_note)
        words.addStretch(1)
        row.addWidget(self._icon_of_backup, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.backup_button)
        self.backup_button.setVisible(may_back_up)
        # Only now: shown before it has a parent, it would flash up as a window of its own.
        return part

    def _set_height(self) -> None:
        self.setFixedHeight(theme().size(_HEIGHT))
        self._fit()
