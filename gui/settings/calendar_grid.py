"""One month of the working calendar: days off and worked weekends in colour and words, a day chosen by the arrows."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.workdays import short_weekday
from gui.kit.paint import CENTRE, LEFT, RIGHT, fill, frame, text, text_width, two_lines
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import SOFT, ChipTone
from services.calendar import DayView

DAYS = 7
_LINES = 6
_CELL_HEIGHT, _CELL_LEAST = 54, 44
_HEADS = ("一", "二", "三", "四", "五", "六", "日")
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -DAYS, Qt.Key.Key_Down: DAYS}
_TONES: dict[str, ChipTone] = {"weekend": "grey", "holiday": "red", "worked": "amber"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def mark_of(day: DayView) -> str:
    """休 or 班 where the day isn't a plain workday, with 改 where the station said so itself."""
    mark = "休" if day.off else "班" if day.kind == "worked" else ""
    return f"{mark}·改" if day.edited and mark else "改" if day.edited else mark


def spoken(day: DayView) -> str:
    """A day in words, for screen readers and the tooltip."""
    kind = "休息" if day.off else "调休上班" if day.kind == "worked" else "上班"
    name = "" if day.name in ("", short_weekday(day.day), kind) else day.name
    parts = (f"{day.day.isoformat()} {short_weekday(day.day)}", kind, name, "手工改过" if day.edited else "")
    return "，".join(filter(None, (*parts, "暂估" if day.provisional else "")))


class MonthGrid(QWidget):
    """The grid. `chosen(date)` for the day that arrows or mouse come to, in other months too; `opened`: Enter."""

    chosen = Signal(object)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[DayView, ...] = ()
        self._current: dt.date | None = None
        self._today: dt.date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("一个月的日子")
        follow_theme(self._apply)

    @property
    def current(self) -> DayView | None:
        """The day that is chosen."""
        return next((day for day in self._days if day.day == self._current), None)

    def show_days(self, days: Sequence[DayView], current: dt.date, today: dt.date) -> None:
        """Show a month and the day that is chosen in it."""
        self._days, self._current, self._today = tuple(days), current, today
        now = self.current
        self.setAccessibleDescription(spoken(now) if now else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(DAYS * theme().size(_CELL_LEAST), self._head() + _LINES * theme().size(_CELL_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step and self._current is not None and not held:
            self.chosen.emit(self._current + dt.timedelta(days=step))
        elif event.key() in _ENTER and not held:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().toPoint())
        if found is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.chosen.emit(found.day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().toPoint())
        set_tip(self, spoken(found) if found is not None else "")

    def leaveEvent(self, event: QEvent) -> None:
        set_tip(self, "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, words in enumerate(_HEADS):
            box = QRect(self.width() * at // DAYS, 0, self.width() // DAYS, self._head())
            text(painter, box, words, font=theme().font("hint"), colour=theme().colour("t3"), align=CENTRE)
        for day in self._days:
            self._paint_day(painter, self._box(day.day), day)

    def _paint_day(self, painter: QPainter, box: QRect, day: DayView) -> None:
        colour, metrics = theme().colour, theme().metrics
        ink, ground, line = SOFT[_TONES[day.kind]] if day.kind in _TONES else ("t1", "surface", "line2")
        fill(painter, box, colour(ground))
        if day.provisional:
            painter.fillRect(box, QBrush(colour("line"), Qt.BrushStyle.BDiagPattern))
        chosen = day.day == self._current
        frame(
            painter,
            box,
            radius=metrics.radius_chip,
            line=colour("accent_t" if chosen else "input" if day.provisional else line),
            width=metrics.thick if chosen else metrics.border,
            dashed=day.provisional and not chosen,
        )
        if chosen and self.hasFocus():
            inner = box.adjusted(metrics.marker, metrics.marker, -metrics.marker, -metrics.marker)
            frame(painter, inner, radius=metrics.radius_chip, line=colour("accent_t"), width=metrics.border)
        self._paint_words(painter, box, day, ink)

    def _paint_words(self, painter: QPainter, box: QRect, day: DayView, ink: str) -> None:
        pad, colour = theme().size(6), theme().colour
        inside = box.adjusted(pad, theme().space("xs"), -pad, -theme().space("xs"))
        top = QRect(inside.left(), inside.top(), inside.width(), theme().line("body"))
        number = "今天" if day.day == self._today and inside.width() > theme().size(_CELL_LEAST) * 2 else ""
        words = f"{day.day.day} {number}".strip()
        text(painter, top, words, font=theme().font("strong"), colour=colour("t1"), align=LEFT)
        text(painter, top, mark_of(day), font=theme().font("hint_strong"), colour=colour(ink), align=RIGHT)
        name = "暂估" if day.provisional and not _name(day) else _name(day)
        small = theme().font("hint")
        under = QRect(inside.left(), top.bottom() + 1, inside.width(), theme().line("hint"))
        for part in two_lines(name, small, under.width()) if name else ():
            # Where not even half of a name has room, the tooltip and the side say it.
            if text_width(part, small) <= under.width() + 1:
                text(painter, under, part, font=small, colour=colour(ink), align=LEFT)
            under.translate(0, theme().line("hint"))

    def _box(self, day: dt.date) -> QRect:
        first = day.replace(day=1).weekday()
        line, column = divmod(first + day.day - 1, DAYS)
        gap, high = theme().metrics.marker, theme().size(_CELL_HEIGHT)
        left, right = self.width() * column // DAYS, self.width() * (column + 1) // DAYS
        return QRect(left, self._head() + line * high, right - left - gap, high - gap)

    def _at(self, point: QPoint) -> DayView | None:
        return next((day for day in self._days if self._box(day.day).contains(point)), None)

    def _head(self) -> int:
        return theme().line("hint") + theme().space("s")

    def _apply(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()


def _name(day: DayView) -> str:
    return "" if day.name == short_weekday(day.day) else day.name
