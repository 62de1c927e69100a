"""A check box with a drawn tick that keeps its shape at every zoom."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from gui.kit import focus_ring
from gui.kit.moves import enter_step, travel
from gui.kit.paint import draw_icon, frame, set_look, text, text_width
from gui.theme import follow_theme, theme


class CheckBox(QCheckBox):
    """A labelled box; `small` takes the label's size for the dense rows of a form."""

    def __init__(self, words: str = "", *, name: str = "", small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._small = small
        self.setAccessibleName(name or words)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.ring = focus_ring.follow(self, theme().metrics.radius_chip, self._box)
        follow_theme(self.updateGeometry)

    def words(self) -> str:
        """The label. `QCheckBox.text` stays empty so that an & in it is no mnemonic."""
        return self._words

    def set_words(self, words: str) -> None:
        """Change the label."""
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok"."""
        set_look(self, state=state)

    def sizeHint(self) -> QSize:
        side = theme().metrics.check
        words = text_width(self._words, self._font()) + theme().space("s") + 1 if self._words else 0
        return QSize(side + words, max(side, theme().line("body")))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        box, side = self._box(), theme().metrics.check
        ticked, free = self.isChecked(), self.isEnabled()
        fill = ("accent" if ticked else "surface") if free else "surface2"
        line = "red" if self.property("state") == "error" else ("input" if free else "line")
        edge = None if ticked and free else colour(line)
        frame(painter, box, radius=theme().metrics.radius_chip, fill=colour(fill), line=edge)
        if ticked:
            tick = theme().metrics.icon_chip
            inset = (side - tick) // 2
            mark = QRect(box.left() + inset, box.top() + inset, tick, tick)
            draw_icon(painter, "checkmark", colour("on_accent" if free else "t3"), mark)
        start = side + theme().space("s")
        rest = QRect(start, 0, self.width() - start, self.height())
        ink = theme().tone(("t2" if self._small else "t1") if free else "t3")
        text(painter, rest, self._words, font=self._font(), colour=ink)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if step := enter_step(event):
            travel(self, step)
        else:
            super().keyPressEvent(event)

    def _box(self) -> QRect:
        side = theme().metrics.check
        return QRect(0, (self.height() - side) // 2, side, side)

    def _font(self) -> QFont:
        return theme().font("label" if self._small else "body")
