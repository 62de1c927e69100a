"""The tabs of the matters: which one is in front, which are filled in, and one more."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox
from gui.kit.paint import draw_icon, text, text_width
from gui.kit.press import Press
from gui.theme import follow_theme, theme

WORDS = 10


@dataclass(frozen=True)
class TabText:
    """What a tab says: its category, whether all is filled in, whether something is wrong."""

    words: str
    done: bool = False
    wrong: bool = False


class _Tab(Press):
    """One tab."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(f"事项 {number}", parent=parent)
        self._number = number
        self.shown = TabText("")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        follow_theme(self.updateGeometry)

    def show_text(self, text: TabText) -> None:
        """Say something else."""
        self.shown = text
        words = text.words if len(text.words) <= WORDS else f"{text.words[: WORDS - 1]}…"
        self.set_words(f"事项 {self._number} {words}".strip())

    def sizeHint(self) -> QSize:
        width = text_width(self.words(), theme().font("card_title")) + 2 * theme().space("m")
        if self._icon():
            width += theme().metrics.icon_small + theme().space("xs")
        return QSize(width, theme().metrics.card_head_dense)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme().colour
        front = self.isChecked()
        if front or self.lit():
            painter.fillRect(self.rect(), colour("accent_soft" if front else "surface3"))
        if front:
            thick = theme().metrics.thick
            painter.fillRect(0, self.height() - thick, self.width(), thick, colour("accent_t"))
        x = theme().space("m")
        font = theme().font("card_title" if front else "body")
        ink = colour("accent_t" if front else "t2")
        x += text(painter, QRect(x, 0, self.width() - x, self.height()), self.words(), font=font, colour=ink)
        if icon := self._icon():
            side = theme().metrics.icon_small
            box = QRect(x + theme().space("xs"), (self.height() - side) // 2, side, side)
            draw_icon(painter, icon, colour("red" if self.shown.wrong else "accent_t"), box)

    def _icon(self) -> str:
        if self.shown.wrong:
            return "error_circle"
        return "checkmark_circle" if self.shown.done else ""


class MatterTabs(QWidget):
    """The row of tabs. `pressed(place)` asks for one."""

    pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = HBox(self)
        self._tabs: list[_Tab] = []

    @property
    def words(self) -> list[str]:
        """What each tab says."""
        return [tab.words() for tab in self._tabs]

    def show_tabs(self, texts: Sequence[TabText], front: int) -> None:
        """Show one tab for each matter."""
        while len(self._tabs) < len(texts):
            at = len(self._tabs)
            tab = _Tab(at + 1, self)
            tab.clicked.connect(lambda _checked=False, at=at: self.pressed.emit(at))
            self._tabs.append(tab)
            self._row.addWidget(tab)
            tab.show()
        while len(self._tabs) > len(texts):
            tab = self._tabs.pop()
            self._row.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        for at, (tab, shown) in enumerate(zip(self._tabs, texts, strict=True)):
            tab.show_text(shown)
            tab.setChecked(at == front)
