"""One of a list, folded away: for choices too many for segments."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from gui.kit.choices import Option
from gui.kit.moves import enter_step, really_left, travel
from gui.kit.paint import RIGHT, draw_icon, frame, set_look, text, text_width
from gui.theme import follow_theme, theme
from gui.tokens import Tone


class Select(QComboBox):
    """A drop-down. `chosen(value)` is sent for what the operator picks, not for `set_value`."""

    chosen = Signal(object)
    left = Signal()

    def __init__(
        self,
        options: Sequence[Option] = (),
        *,
        name: str,
        prefix: str = "",
        note: str = "",
        icon: str = "",
        placeholder: str = "",
        value: object = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(12)
        self._prefix, self._icon, self._placeholder = prefix, icon, placeholder
        self._note = note
        self._note_tone: Tone = "accent"
        self._values: list[object] = []
        self._last: object = None
        self.activated.connect(self._on_activated)
        self.set_options(options)
        self.set_value(value)
        follow_theme(self._apply)

    def value(self) -> object:
        """The value taken, or None."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Take a value (None: none) without telling anyone; one that isn't offered counts as none."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self._last = self.value()

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options; a value that is still offered stays taken."""
        held = self.value()
        self.clear()
        self._values = [value for value, _ in options]
        self.addItems([label for _, label in options])
        self.set_value(held)

    def set_note(self, note: str, tone: Tone = "accent") -> None:
        """Words before the arrow, such as 就绪."""
        self._note, self._note_tone = note, tone
        self.update()

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok": the look of the border."""
        set_look(self, state=state)

    def sizeHint(self) -> QSize:
        font = theme().font("body")
        widest = max((text_width(self.itemText(i), font) for i in range(self.count())), default=theme().size(60))
        extra = text_width(self._prefix, theme().font("hint")) + text_width(self._note, theme().font("hint"))
        icons = theme().metrics.icon_small + (theme().metrics.icon + theme().space("s") if self._icon else 0)
        return QSize(widest + extra + icons + theme().size(46), theme().metrics.input)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size(72), theme().metrics.input)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_frame(painter)
        pad, gap, height = theme().size(10), theme().space("s"), self.height()
        ink = theme().colour("t1" if self.isEnabled() else "t3")
        side, x, right = theme().metrics.icon_small, pad + 1, self.width() - pad - 1
        right -= side
        draw_icon(painter, "chevron_down", theme().colour("t2"), QRect(right, (height - side) // 2, side, side))
        right -= gap
        if self._note:
            colour = theme().tone(self._note_tone)
            width = text_width(self._note, theme().font("hint"))
            box = QRect(right - width, 0, width, height)
            text(painter, box, self._note, font=theme().font("hint"), colour=colour, align=RIGHT)
            right -= width + gap
        if self._icon:
            box = QRect(x, (height - theme().metrics.icon) // 2, theme().metrics.icon, theme().metrics.icon)
            draw_icon(painter, self._icon, ink, box)
            x += theme().metrics.icon + gap
        if self._prefix:
            box = QRect(x, 0, right - x, height)
            x += text(painter, box, self._prefix, font=theme().font("hint"), colour=theme().colour("t3")) + gap
        words = self.currentText()
        if not words:
            words, ink = self._placeholder, theme().colour("t3")
        text(painter, QRect(x, 0, right - x, height), words, font=theme().font("body"), colour=ink)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if step := enter_step(event):
            travel(self, step)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change an answer that happens to pass under the mouse.
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if really_left(event):
            self.left.emit()

    def _paint_frame(self, painter: QPainter) -> None:
        colour, metrics = theme().colour, theme().metrics
        wrong = self.property("state") == "error"
        strong = wrong or self.hasFocus()
        line = "red" if wrong else ("accent_t" if self.hasFocus() else ("input" if self.isEnabled() else "line"))
        frame(
            painter,
            self.rect(),
            radius=metrics.radius_control,
            fill=colour("surface" if self.isEnabled() else "surface2"),
            line=colour(line),
            width=metrics.thick if strong else metrics.border,
        )

    def _on_activated(self) -> None:
        if self.value() != self._last:
            self._last = self.value()
            self.chosen.emit(self._last)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.input)
        self.updateGeometry()
