"""All that ever happened with a person, newest first: one line each with a dot, years as bands between them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.dates import short_date
from gui.kit.chip import chip_width, paint_chip
from gui.kit.outcome_chip import outcome_chip
from gui.kit.paint import frame, text, text_width
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from services.people import HistoryLine

# Lengths at 100 %: a line, a band, and a line whose body stands under its head because the list is narrow.
_LINE, _BAND, _TALL, _NARROW = 34, 28, 56, 480
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True)
class _Row:
    """A band with a year, or a line; where it stands."""

    top: int
    height: int
    band: str = ""
    line: HistoryLine | None = None
    last: bool = False


class History(QWidget):
    """The list. Up and Down walk; it stands in a scroll area.

    `visit_opened(id)` by Enter or click on a visit, `case_opened(id)` on a step of a service case.
    """

    visit_opened = Signal(int)
    case_opened = Signal(int)
    walked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[HistoryLine, ...] = ()
        self._today = dt.date.max
        self._rows: list[_Row] = []
        self._current = -1
        self._hover = -1
        self._narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("往来记录")
        follow_theme(self._place)

    @property
    def lines(self) -> tuple[HistoryLine, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[HistoryLine], today: dt.date) -> None:
        """Show these; dates of this year stand without it."""
        self._lines, self._today, self._current = tuple(lines), today, -1
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(theme().size(300), self._rows[-1].top + self._rows[-1].height if self._rows else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, row in enumerate(self._rows):
            if event.rect().intersects(QRect(0, row.top, self.width(), row.height)):
                if row.line is None:
                    self._paint_band(painter, row)
                else:
                    self._paint_line(painter, row, row.line, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER and self._current >= 0:
            self._open(self._rows[self._current])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current < 0:
            self._walk(1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position().toPoint().y())
        opens = at >= 0 and self._opens(self._rows[at])
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        if at != self._hover:
            self._hover = at
            set_tip(self, self.tip_at(event.position().toPoint()))
            self.update()

    def tip_at(self, point: QPoint) -> str:
        """What a line says in full: on a narrow page its end may be cut."""
        at = self._row_at(point.y())
        line = self._rows[at].line if at >= 0 else None
        return line.body if line is not None else ""

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position().toPoint().y())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._current = at
            self.update()
            self._open(self._rows[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._narrow != (self.width() < theme().size(_NARROW)):
            self._place()

    def _place(self) -> None:
        size, top = theme().size, 0
        self._narrow = self.width() < size(_NARROW)
        self._rows = []
        band = ""
        for at, line in enumerate(self._lines):
            wanted = f"{line.date.year} 年"
            last = at + 1 == len(self._lines) or self._lines[at + 1].date.year != line.date.year
            if wanted != band:
                self._rows.append(_Row(top, size(_BAND), band=wanted))
                top, band = top + size(_BAND), wanted
            high = size(_TALL if self._narrow and line.body else _LINE)
            self._rows.append(_Row(top, high, line=line, last=last))
            top += high
        self.setFixedHeight(max(top, 1))
        self.updateGeometry()
        self.update()

    def _paint_band(self, painter: QPainter, row: _Row) -> None:
        box = QRect(0, row.top, self.width(), row.height)
        painter.fillRect(box, theme().colour("surface2"))
        painter.fillRect(0, box.bottom(), self.width(), theme().metrics.border, theme().colour("line2"))
        inner = box.adjusted(theme().space("l"), 0, 0, 0)
        text(painter, inner, row.band, font=theme().font("hint_strong"), colour=theme().colour("t2"))

    def _paint_line(self, painter: QPainter, row: _Row, line: HistoryLine, at: int) -> None:
        colour, size = theme().colour, theme().size
        if at == self._current and self.hasFocus():
            painter.fillRect(0, row.top, self.width(), row.height, colour("accent_soft"))
        elif at == self._hover and self._opens(row):
            painter.fillRect(0, row.top, self.width(), row.height, colour("surface2"))
        self._paint_dot(painter, row, line)
        start, high = size(42), size(_LINE)
        x, right = start, self.width() - theme().space("l")
        right -= text_width(line.operator, theme().font("hint")) + 1
        by = QRect(right, row.top, self.width() - right, high)
        text(painter, by, line.operator, font=theme().font("hint"), colour=colour("t3"))
        head = f"{short_date(line.date, self._today)} {line.title}"
        font = theme().font("card_title" if at <= 1 else "button")
        box = QRect(x, row.top, right - x, high)
        x += text(painter, box, head, font=font, colour=colour("t3" if line.voided else "t1")) + size(8)
        if line.chip:
            chip = outcome_chip(line.chip)
            width, chip_high = chip_width(chip), theme().metrics.chip
            paint_chip(painter, QRect(x, row.top + (high - chip_high) // 2, width, chip_high), chip)
            x += width + size(8)
        room = QRect(x, row.top, max(right - x - size(12), 0), high)
        if row.height > high:
            room = QRect(
                start, row.top + high - size(4), self.width() - start - theme().space("l"), theme().line("label")
            )
        text(painter, room, line.body, font=theme().font("label"), colour=colour("t3" if line.voided else "t2"))

    def _paint_dot(self, painter: QPainter, row: _Row, line: HistoryLine) -> None:
        dot, thick, left = theme().metrics.timeline_dot, theme().metrics.thick, theme().size(20)
        top = row.top + (theme().size(_LINE) - dot) // 2
        if not row.last:
            painter.fillRect(left + (dot - thick) // 2, top + dot, thick, row.height - dot, theme().colour("line"))
        ink = theme().colour("blue" if line.visit_id is None and line.chip else "accent_t")
        box = QRect(left, top, dot, dot)
        frame(painter, box, radius=dot / 2, fill=theme().colour("surface"), line=ink, width=thick)

    def _row_at(self, y: int) -> int:
        return next((at for at, row in enumerate(self._rows) if row.top <= y < row.top + row.height), -1)

    @staticmethod
    def _opens(row: _Row) -> bool:
        return row.line is not None and (row.line.visit_id is not None or row.line.case_id is not None)

    def _walk(self, step: int) -> None:
        at = self._current + step
        while 0 <= at < len(self._rows) and self._rows[at].line is None:
            at += step
        if 0 <= at < len(self._rows):
            self._current = at
            row = self._rows[at]
            line = row.line
            if line is not None:
                self.setAccessibleDescription(f"{line.date} {line.title} {line.chip} {line.body}")
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
            self.walked.emit(row.top, row.height)
            self.update()

    def _open(self, row: _Row) -> None:
        if row.line is None:
            return
        if row.line.visit_id is not None:
            self.visit_opened.emit(row.line.visit_id)
        elif row.line.case_id is not None:
            self.case_opened.emit(row.line.case_id)
