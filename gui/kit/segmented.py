"""Two to five options that exclude each other, in one frame; ← and → change it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox
from gui.kit.choices import Choice, Choices, Option
from gui.kit.paint import CENTRE, frame, text, text_width
from gui.theme import follow_theme, theme


class _Segment(Choice):
    """One option; the first and the last follow the round corners of the frame."""

    def __init__(self, words: str, parent: QWidget, *, first: bool, last: bool, tight: bool) -> None:
        super().__init__(words, parent)
        self._first = first
        self._last = last
        self._tight = tight
        vertical = QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding if tight else QSizePolicy.Policy.Minimum, vertical)

    def sizeHint(self) -> QSize:
        pad = theme().size(6 if self._tight else 14)
        return QSize(text_width(self._words, theme().font("primary")) + 2 * pad, theme().metrics.input - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        taken = self.isChecked()
        fill = ("accent_h" if self.lit() else "accent") if taken else ("surface3" if self.lit() else "surface")
        radius = theme().metrics.radius_control - 1
        # Draw the round box past the straight side; the widget's own edge cuts it off.
        box = QRectF(self.rect()).adjusted(0 if self._first else -2 * radius, 0, 0 if self._last else 2 * radius, 0)
        frame(painter, box, radius=radius, fill=colour(fill if self.isEnabled() else "surface2"))
        if not self._last and not taken:
            painter.fillRect(self.width() - 1, 0, 1, self.height(), colour("line"))
        ink = colour("on_accent" if taken else "t1") if self.isEnabled() else colour("t3")
        font = theme().font("primary" if taken else "body")
        text(painter, self.rect(), self._words, font=font, colour=ink, align=CENTRE)


class Segmented(Choices):
    """The control; `fill` gives every option the same share of the width."""

    def __init__(
        self,
        options: Sequence[Option],
        *,
        name: str,
        value: object = None,
        fill: bool = False,
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name=name, optional=optional, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding if fill else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = HBox(self)
        last = len(options) - 1
        buttons = [
            _Segment(words, self, first=at == 0, last=at == last, tight=fill) for at, (_, words) in enumerate(options)
        ]
        for button in buttons:
            self._row.addWidget(button, 1 if fill else 0)
        self._fill(options, buttons)
        if value is not None:
            self.set_value(value)
        follow_theme(self._apply)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        wrong = self.property("state") == "error"
        line = theme().colour("red" if wrong else "input")
        width = theme().metrics.thick if wrong else theme().metrics.border
        frame(painter, self.rect(), radius=theme().metrics.radius_control, line=line, width=width)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.input)
        edge = theme().metrics.thick if self.property("state") == "error" else theme().metrics.border
        self._row.setContentsMargins(edge, edge, edge, edge)

    def set_state(self, state: str) -> None:
        super().set_state(state)
        self._apply()
