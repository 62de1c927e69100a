"""The list at the left of 设置: groups and entries, only those that exist and that the actor may open."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import VBox
from gui.kit.card import Card
from gui.kit.label import Label
from gui.kit.paint import frame, text, text_width
from gui.kit.press import Press, step_of
from gui.kit.scroll import Scroll
from gui.theme import follow_theme, theme


class NavEntry(Press):
    """One entry; the chosen one is green with a mark at its left edge."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(words, radius=theme().metrics.radius_control)
        self.key = key
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.settings_nav - 2 * theme().space("s"), theme().metrics.settings_item)

    def minimumSizeHint(self) -> QSize:
        words = text_width(self.words(), theme().font("card_title"))
        return QSize(words + 2 * theme().space("s"), theme().metrics.settings_item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The list walks itself, and Enter goes on from it; Qt's button would leave it.
        if step_of(event) or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, metrics = QPainter(self), theme().colour, theme().metrics
        chosen = self.isChecked()
        if chosen or self.lit():
            fill = colour("accent_soft" if chosen else "surface3")
            frame(painter, self.rect(), radius=metrics.radius_control, fill=fill)
        if chosen:
            mark = QRect(0, 0, metrics.marker, self.height())
            frame(painter, mark, radius=metrics.marker / 2, fill=colour("accent_t"))
        pad = theme().space("m")
        font = theme().font("card_title" if chosen else "body")
        ink = colour("accent_t" if chosen else "t2")
        text(painter, QRect(pad, 0, self.width() - 2 * pad, self.height()), self.words(), font=font, colour=ink)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.settings_item)


class SettingsNav(Card):
    """`chosen` carries the key of the entry; `entered` wants to go on into the part that is open.

    ↑ and ↓ open the parts one after the other, Enter and → go into the open one. The list is one stop for Tab.
    """

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], parent: QWidget | None = None) -> None:
        super().__init__("", padded=False, parent=parent)
        self.entries: dict[str, NavEntry] = {}
        inside = QWidget()
        column = VBox(inside, gap="none", margin="s")
        for title, entries in groups:
            if not entries:
                continue
            head = VBox(margin=("m", "s", "m", "xs"))
            head.addWidget(Label(title, "hint", "t3"))
            column.addLayout(head)
            for key, words in entries:
                entry = NavEntry(key, words)
                entry.clicked.connect(lambda _checked=False, at=key: self.choose(at))
                self.entries[key] = entry
                column.addWidget(entry)
        column.addStretch(1)
        self.body.addWidget(Scroll(inside))
        follow_theme(self._apply_width)

    def choose(self, key: str) -> None:
        """Choose an entry and say so."""
        self.set_current(key)
        self.chosen.emit(key)

    def set_current(self, key: str) -> None:
        """Show an entry as chosen."""
        for at, entry in self.entries.items():
            entry.setChecked(at == key)
            entry.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == key else Qt.FocusPolicy.ClickFocus)
            entry.update()
            if at == key:
                self.setFocusProxy(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered.emit()
            return
        step, keys = step_of(event), list(self.entries)
        at = next((index for index, key in enumerate(keys) if self.entries[key].hasFocus()), -1)
        if step and at >= 0 and 0 <= at + step < len(keys):
            self.choose(keys[at + step])
            self.entries[keys[at + step]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _apply_width(self) -> None:
        self.setFixedWidth(theme().metrics.settings_nav)
