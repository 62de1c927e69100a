"""A row of tabs with counts: underlined on a card, or filled above a list."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox
from gui.kit.choices import Choice, Choices
from gui.kit.paint import draw_icon, frame, text, text_width
from gui.theme import follow_theme, theme
from gui.tokens import Tone

Look = Literal["line", "filled"]
# value, words, count (None: no count), tone, icon
Tab = tuple[object, str, int | None, Tone, str]


def tab(value: object, words: str, count: int | None = None, tone: Tone = "t2", icon: str = "") -> Tab:
    """One tab."""
    return (value, words, count, tone, icon)


class _Tab(Choice):
    """One tab as a button."""

    def __init__(self, entry: Tab, look: Look, parent: QWidget) -> None:
        super().__init__(entry[1], parent)
        self._look: Look = look
        self._entry: Tab | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_entry(entry)
        follow_theme(self._apply)

    def show_entry(self, entry: Tab) -> None:
        """Say this; the same again costs nothing."""
        if entry == self._entry:
            return
        self._entry = entry
        _value, self._words, count, self._tone, self._icon = entry
        self._count = "" if count is None else f"{count:,}"
        self.setAccessibleName(f"{self._words} {self._count}".strip())
        self._apply()
        self.update()

    def sizeHint(self) -> QSize:
        pad = theme().size(14) if self._look == "filled" else 0
        width = 2 * pad + text_width(self._words, theme().font("primary")) + 1
        if self._count:
            width += theme().size(6) + text_width(self._count, self._count_font()) + 1
        if self._icon:
            width += theme().metrics.icon_small + theme().space("xs")
        height = theme().metrics.button_bar if self._look == "filled" else theme().metrics.card_head
        return QSize(width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, taken, filled = theme().colour, self.isChecked(), self._look == "filled"
        if filled and (taken or self.lit()):
            fill = colour("accent" if taken else "surface3")
            frame(painter, self.rect(), radius=theme().metrics.radius_control, fill=fill)
        ink = theme().tone(self._tone)
        if taken:
            ink = colour("on_accent" if filled else "accent_t")
        x = theme().size(14) if filled else 0
        if self._icon:
            side = theme().metrics.icon_small
            draw_icon(painter, self._icon, ink, QRect(x, (self.height() - side) // 2, side, side))
            x += side + theme().space("xs")
        font = theme().font("primary" if taken else "body")
        box = QRect(x, 0, self.width() - x, self.height())
        x += text(painter, box, self._words, font=font, colour=ink) + theme().size(6)
        rest = QRect(x, 0, self.width() - x, self.height())
        text(painter, rest, self._count, font=self._count_font(), colour=ink)
        if taken and not filled:
            thick = theme().metrics.thick
            painter.fillRect(0, self.height() - thick, self.width(), thick, colour("accent_t"))

    def _count_font(self) -> QFont:
        return theme().font("primary" if self._look == "filled" else "label")

    def _apply(self) -> None:
        self.setFixedSize(self.sizeHint())


class Tabs(Choices):
    """The row; arrows choose. `set_tabs` changes words and counts, and keeps what is chosen if it is still offered."""

    def __init__(self, *, name: str, look: Look = "line", parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._look: Look = look
        self._tabs: dict[object, _Tab] = {}
        self._row = HBox(self, gap="xs" if look == "filled" else "l")
        self._row.addStretch(1)

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Offer these; the first is chosen where nothing is."""
        focused = any(button.hasFocus() for button in self._buttons)
        held = self._tabs
        self._tabs = {entry[0]: held[entry[0]] if entry[0] in held else _Tab(entry, self._look, self) for entry in tabs}
        for value in held.keys() - self._tabs.keys():
            old = held[value]
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        for at, (entry, button) in enumerate(zip(tabs, self._tabs.values(), strict=True)):
            button.show_entry(entry)
            if self._row.indexOf(button) != at:
                self._row.insertWidget(at, button)
                button.show()
        self._fill([(entry[0], entry[1]) for entry in tabs], tuple(self._tabs.values()))
        if self.value() is None and tabs:
            self.set_value(tabs[0][0])
        if focused:
            self.setFocus()
