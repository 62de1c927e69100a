"""The tabs of the matters: which one is in front, which are filled in, and one more.

However many there are, the row takes no more room than its place in the head: the tabs behind say less, first their
number and category, then their number alone, and what still doesn't fit is paged through with the arrows at the ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.button import IconButton
from gui.kit.paint import draw_icon, text, text_width
from gui.kit.press import Press
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme

WORDS = 10


@dataclass(frozen=True)
class TabText:
    """What a tab says: its category, whether all is filled in, whether something is wrong."""

    words: str
    done: bool = False
    wrong: bool = False


class _Tab(Press):
    """One tab; it says all, or less where there is no room."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(f"事项 {number}", parent=parent)
        self._number = number
        self._forms = (f"事项 {number}", f"{number}", f"{number}")
        self._brief = 0
        self.shown = TabText("")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_text(self, text: TabText) -> None:
        """Say something else."""
        self.shown = text
        words = text.words if len(text.words) <= WORDS else f"{text.words[: WORDS - 1]}…"
        self.set_words(f"事项 {self._number} {words}".strip())
        self._forms = (self.words(), f"{self._number} {words}".strip(), f"{self._number}")

    def width_as(self, brief: int) -> int:
        """Its width when it says all (0), number and category (1) or its number (2)."""
        width = text_width(self._forms[brief], theme().font("card_title")) + 2 * self._pad(brief)
        return width + (theme().metrics.icon_small + theme().space("xs") if self._icon() else 0)

    def set_brief(self, brief: int) -> None:
        """Say all or less; what isn't written stands in the tip."""
        self._brief = brief
        set_tip(self, self.words() if brief else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width_as(self._brief), theme().metrics.card_head_dense)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme().colour
        front = self.isChecked()
        if front or self.lit():
            painter.fillRect(self.rect(), colour("accent_soft" if front else "surface3"))
        if front:
            thick = theme().metrics.thick
            painter.fillRect(0, self.height() - thick, self.width(), thick, colour("accent_t"))
        x = self._pad(self._brief)
        font = theme().font("card_title" if front else "body")
        ink = colour("accent_t" if front else "t2")
        box = QRect(x, 0, self.width() - x, self.height())
        x += text(painter, box, self._forms[self._brief], font=font, colour=ink)
        if icon := self._icon():
            side = theme().metrics.icon_small
            box = QRect(x + theme().space("xs"), (self.height() - side) // 2, side, side)
            draw_icon(painter, icon, colour("red" if self.shown.wrong else "accent_t"), box)

    @staticmethod
    def _pad(brief: int) -> int:
        return theme().space("s" if brief else "m")

    def _icon(self) -> str:
        if self.shown.wrong:
            return "error_circle"
        return "checkmark_circle" if self.shown.done else ""


class MatterTabs(QWidget):
    """The row of tabs. `pressed(place)` asks for one."""

    pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: list[_Tab] = []
        self._front = 0
        self._first = 0
        self._last = 0
        self.back = self._arrow("chevron_left", "前面的事项", -1)
        self.on = self._arrow("chevron_right", "后面的事项", 1)
        # As wide as all tabs want to be, and narrower where the head has less: never wider.
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        follow_theme(self._apply)

    @property
    def words(self) -> list[str]:
        """What each tab says when it says all."""
        return [tab.words() for tab in self._tabs]

    @property
    def in_sight(self) -> list[int]:
        """The places of the tabs that can be seen now."""
        return list(range(self._first, self._last))

    def show_tabs(self, texts: Sequence[TabText], front: int) -> None:
        """Show one tab for each matter."""
        while len(self._tabs) < len(texts):
            at = len(self._tabs)
            tab = _Tab(at + 1, self)
            tab.clicked.connect(lambda _checked=False, at=at: self.pressed.emit(at))
            self._tabs.append(tab)
        while len(self._tabs) > len(texts):
            tab = self._tabs.pop()
            tab.hide()
            tab.deleteLater()
        self._front = front
        for at, (tab, shown) in enumerate(zip(self._tabs, texts, strict=True)):
            tab.show_text(shown)
            tab.setChecked(at == front)
        self._apply()

    def sizeHint(self) -> QSize:
        return QSize(sum(tab.width_as(0) for tab in self._tabs), theme().metrics.card_head_dense)

    def minimumSizeHint(self) -> QSize:
        front = self._tabs[self._front].width_as(0) if self._tabs else 0
        arrows = 2 * theme().metrics.button_small if len(self._tabs) > 1 else 0
        return QSize(front + arrows, theme().metrics.card_head_dense)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _arrow(self, icon: str, name: str, step: int) -> IconButton:
        arrow = IconButton(icon, name, size="small", parent=self)
        arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        arrow.clicked.connect(lambda: self._page(step))
        arrow.hide()
        return arrow

    def _apply(self) -> None:
        self.updateGeometry()
        self._place()

    def _widths(self, brief: int) -> list[int]:
        return [tab.width_as(0 if at == self._front else brief) for at, tab in enumerate(self._tabs)]

    def _place(self) -> None:
        """Say as much as fits; where not even the numbers fit, show those around the one in front."""
        if not self._tabs:
            return
        brief = next((one for one in range(3) if sum(self._widths(one)) <= self.width()), 2)
        widths = self._widths(brief)
        if sum(widths) <= self.width():
            self._first, self._last = 0, len(widths)
        else:
            self._around(widths, self._front)
        self._set(widths, brief)

    def _around(self, widths: Sequence[int], middle: int) -> None:
        """As many as fit beside `middle`, by turns before and after it."""
        room = self.width() - 2 * theme().metrics.button_small - widths[middle]
        first, last = middle, middle + 1
        while True:
            grown = False
            if last < len(widths) and widths[last] <= room:
                room, last, grown = room - widths[last], last + 1, True
            if first > 0 and widths[first - 1] <= room:
                room, first, grown = room - widths[first - 1], first - 1, True
            if not grown:
                break
        self._first, self._last = first, last

    def _set(self, widths: Sequence[int], brief: int) -> None:
        height, side = self.height(), theme().metrics.button_small
        cut = self._last - self._first < len(widths)
        x = side if cut else 0
        for at, tab in enumerate(self._tabs):
            shown = self._first <= at < self._last
            tab.set_brief(0 if at == self._front else brief)
            tab.setVisible(shown)
            if shown:
                tab.setGeometry(x, 0, widths[at], height)
                x += widths[at]
        self.back.setVisible(cut)
        self.on.setVisible(cut)
        self.back.setEnabled(self._first > 0)
        self.on.setEnabled(self._last < len(widths))
        self.back.setGeometry(0, (height - side) // 2, side, side)
        self.on.setGeometry(x, (height - side) // 2, side, side)

    def _page(self, step: int) -> None:
        """Show the tabs before or after those in sight; the one in front stays in front."""
        widths = self._widths(2)
        self._around(widths, max(0, self._first - 1) if step < 0 else min(len(widths) - 1, self._last))
        self._set(widths, 2)
