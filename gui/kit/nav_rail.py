"""The rail at the left: where one can go, where one is, and what waits there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import VBox
from gui.kit.paint import CENTRE, draw_icon, frame, text, text_width
from gui.kit.press import Press, bind, step_of
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme


@dataclass(frozen=True)
class NavItem:
    """One place: `tail` puts it at the foot of the rail."""

    key: str
    label: str
    icon: str
    tail: bool = False


class _Place(Press):
    """One place on the rail."""

    def __init__(self, item: NavItem, rail: "NavRail", shortcut: str) -> None:
        super().__init__(item.label, parent=rail)
        self._rail = rail
        self._item = item
        self.badge = 0
        self.ring.enabled = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(self, f"{item.label}（{shortcut}）" if shortcut else item.label)
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.rail - 2 * theme().space("s"), theme().metrics.rail_item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if step := step_of(event):
            self._rail.walk(self, step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, metrics = theme().colour, theme().metrics
        here = self.isChecked()
        if here or self.lit() or self.hasFocus():
            line = colour("marker") if self._ring_wanted() else None
            fill = colour("rail_sel") if here or self.lit() else None
            frame(painter, self.rect(), radius=metrics.radius_control, fill=fill, line=line, width=metrics.thick)
        if here:
            height = metrics.rail_marker
            bar = QRect(0, (self.height() - height) // 2, metrics.marker, height)
            frame(painter, bar, radius=1, fill=colour("marker"))
        ink = colour("on_accent" if here or self.lit() else "rail_t")
        side, line_height = metrics.icon_rail, theme().line("hint")
        top = (self.height() - side - theme().space("xs") - line_height) // 2
        name = f"{self._item.icon}_filled" if here else self._item.icon
        draw_icon(painter, name, ink, QRect((self.width() - side) // 2, top, side, side))
        under = QRect(0, top + side + theme().space("xs"), self.width(), line_height)
        font = theme().font("hint_strong" if here else "hint")
        text(painter, under, self._words, font=font, colour=ink, align=CENTRE)
        if self.badge:
            self._paint_badge(painter)

    def _ring_wanted(self) -> bool:
        """On the dark rail the ring is drawn inside, in gold: the accent wouldn't be seen."""
        return self.hasFocus() and self.ring.by_keyboard

    def _paint_badge(self, painter: QPainter) -> None:
        words = str(self.badge) if self.badge < 100 else "99+"
        font = theme().font("badge")
        metrics = theme().metrics
        width = max(metrics.badge_wide, text_width(words, font) + theme().space("s"))
        box = QRect(self.width() - theme().space("m") - width, theme().size(5), width, metrics.badge)
        frame(painter, box, radius=metrics.badge / 2, fill=theme().colour("badge"))
        text(painter, box, words, font=font, colour=theme().colour("on_accent"), align=CENTRE)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.rail_item)


class NavRail(QWidget):
    """The rail. `chosen(key)` when the operator goes somewhere; Ctrl+1…9 in the order of the visible places."""

    chosen = Signal(str)

    def __init__(self, items: Sequence[NavItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("功能导航")
        self._items = tuple(items)
        self._places: dict[str, _Place] = {}
        self._column = VBox(self, gap="xs", margin="s")
        stretched = False
        for at, item in enumerate(self._items, 1):
            if item.tail and not stretched:
                self._column.addStretch(1)
                stretched = True
            place = _Place(item, self, f"Ctrl+{at}" if at < 10 else "")
            place.clicked.connect(lambda _checked=False, key=item.key: self.chosen.emit(key))
            self._column.addWidget(place)
            self._places[item.key] = place
            if at < 10:
                bind(self, f"Ctrl+{at}").activated.connect(lambda key=item.key: self._go(key))
        if not stretched:
            self._column.addStretch(1)
        follow_theme(self._apply)

    def set_current(self, key: str) -> None:
        """Mark where we are; KeyError for a place that isn't on the rail."""
        self._places[key].setChecked(True)
        for place in self._places.values():
            place.update()

    def current(self) -> str:
        """Where we are, "" if nowhere on the rail."""
        return next((key for key, place in self._places.items() if place.isChecked()), "")

    def set_badge(self, key: str, count: int, words: str = "") -> None:
        """A red number: overdue and due today. `words` says what it counts, for the tooltip and the screen reader."""
        place = self._places[key]
        place.badge = count
        label = next(item.label for item in self._items if item.key == key)
        place.setAccessibleDescription(words if count else "")
        set_tip(place, f"{label}：{words}" if count and words else label)
        place.update()

    def place(self, key: str) -> Press:
        """The button of a place."""
        return self._places[key]

    def walk(self, start: Press, step: int) -> None:
        """Move the focus to the place below (+1) or above (-1)."""
        shown = [place for place in self._places.values() if not place.isHidden()]
        at = next(index for index, place in enumerate(shown) if place is start)
        shown[(at + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)

    def _go(self, key: str) -> None:
        if not self._places[key].isHidden():
            self.chosen.emit(key)

    def _apply(self) -> None:
        self.setFixedWidth(theme().metrics.rail)
