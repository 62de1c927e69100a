"""The days of a time limit side by side: where it starts, the raw last day, days passed over, the legal last day.

The cells share the width; where they would become too narrow they go on in a second line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import CENTRE, fill, frame, text
from gui.theme import follow_theme, theme
from gui.tokens import Role, Tone

StripTone = Literal["plain", "start", "raw", "legal", "skipped"]
# A gap takes the room of so many days.
_GAP_DAYS = 2


@dataclass(frozen=True)
class StripFace:
    """One day: 一, 01-25, 法定. Without a `day` it is a gap, and `mark` says in up to three lines what lies in it.

    `off`: a day off; `provisional`: the calendar of its year isn't loaded yet.
    """

    weekday: str
    day: str
    mark: str
    off: bool
    provisional: bool
    tone: StripTone

    @property
    def spoken(self) -> str:
        """For screen readers."""
        if not self.day:
            return self.mark.replace("\n", "")
        off, guess = "休息日" if self.off else "", "暂估" if self.provisional else ""
        return " ".join(filter(None, (self.day, f"周{self.weekday}", self.mark, off, guess)))


@dataclass(frozen=True)
class _Look:
    """Tokens of a tone: the line and the fill of the cell, its ink, and fill and ink of the mark."""

    line: str
    fill: str
    ink: Tone
    mark_fill: str
    mark: Tone


_LOOKS: dict[StripTone, _Look] = {
    "plain": _Look("line", "surface", "t1", "", "t2"),
    "start": _Look("accent_t", "surface", "t1", "", "accent"),
    "raw": _Look("amb_solid", "surface", "t1", "amb_soft", "amber"),
    "legal": _Look("accent", "accent", "white", "", "white"),
    "skipped": _Look("line", "surface", "t1", "", "amber"),
}


class DayStrip(QWidget):
    """The strip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[StripFace, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("日历对照")
        follow_theme(self.updateGeometry)

    def set_days(self, days: Sequence[StripFace]) -> None:
        """Show other days."""
        self._days = tuple(days)
        self.setAccessibleDescription("；".join(day.spoken for day in days))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = len(self._lines(width))
        return lines * theme().metrics.day_cell_tall + max(0, lines - 1) * theme().space("xs")

    def sizeHint(self) -> QSize:
        return QSize(theme().size(480), self.heightForWidth(max(self.width(), theme().size(480))))

    def minimumSizeHint(self) -> QSize:
        return QSize(4 * theme().metrics.day_cell, theme().metrics.day_cell_tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, gap = QPainter(self), theme().metrics.marker
        lines = self._lines(self.width())
        widest = max((sum(_room(day) for day in line) for line in lines), default=1)
        for at, line in enumerate(lines):
            top = at * (theme().metrics.day_cell_tall + theme().space("xs"))
            done = 0
            for day in line:
                left, right = (round(self.width() * part / widest) for part in (done, done + _room(day)))
                done += _room(day)
                box = QRect(left, top, right - left - gap, theme().metrics.day_cell_tall)
                (_paint_day if day.day else _paint_gap)(painter, box, day)

    def _lines(self, width: int) -> list[list[StripFace]]:
        """The days line by line, none narrower than it can be read."""
        fits = max(_GAP_DAYS, width // (theme().metrics.day_cell + theme().metrics.marker))
        lines: list[list[StripFace]] = []
        for day in self._days:
            if not lines or sum(map(_room, lines[-1])) + _room(day) > fits:
                lines.append([])
            lines[-1].append(day)
        return lines


def _room(day: StripFace) -> int:
    return 1 if day.day else _GAP_DAYS


def _paint_gap(painter: QPainter, box: QRect, day: StripFace) -> None:
    words, line = day.mark.split("\n"), theme().line("hint")
    top = box.top() + (box.height() - line * len(words)) // 2
    for at, part in enumerate(words):
        row = QRect(box.left(), top + at * line, box.width(), line)
        text(painter, row, part, font=theme().font("hint"), colour=theme().colour("t3"), align=CENTRE)


def _paint_day(painter: QPainter, box: QRect, day: StripFace) -> None:
    look = _LOOKS[day.tone]
    paint_ground(painter, box, day)
    small, label, top = theme().line("hint"), theme().line("label"), box.top() + theme().space("xs")
    rows: tuple[tuple[str, int, int, Role, Tone], ...] = (
        (day.weekday, top, small, "hint", look.ink if look.ink == "white" else "t2"),
        (day.day, top + small, label, "link", look.ink),
        (day.mark, _mark_box(box).top(), _mark_box(box).height(), _mark_role(day), look.mark),
    )
    for words, y, height, role, tone in rows:
        at = QRect(box.left() + 1, y, box.width() - 2, height)
        text(painter, at, words, font=theme().font(role), colour=theme().tone(tone), align=CENTRE)


def paint_ground(painter: QPainter, box: QRect, day: StripFace) -> None:
    """The cell without its words: hatched on a day off, a strip under the mark of a day, the edge over both."""
    look = _LOOKS[day.tone]
    colour, radius = theme().colour, theme().metrics.radius_chip
    strong = day.tone not in ("plain", "skipped")
    round_box = QPainterPath()
    round_box.addRoundedRect(QRectF(box), radius, radius)
    painter.save()
    painter.setClipPath(round_box)
    fill(painter, box, colour(look.fill))
    if day.off and day.tone != "legal":
        painter.fillRect(box, QBrush(colour("line"), Qt.BrushStyle.BDiagPattern))
    if day.day:
        mark = _mark_box(box)
        fill(painter, mark, colour(look.mark_fill or look.fill))
        fill(painter, QRect(mark.left(), mark.top(), mark.width(), theme().metrics.border), colour("line2"))
    painter.restore()
    line = colour("input" if day.provisional and not strong else look.line)
    width = theme().metrics.thick if strong else theme().metrics.border
    frame(painter, box, radius=radius, line=line, width=width, dashed=day.provisional and not strong)


def _mark_box(box: QRect) -> QRect:
    height = theme().line("hint") + theme().space("s")
    return QRect(box.left(), box.bottom() + 1 - height, box.width(), height)


def _mark_role(day: StripFace) -> Role:
    return "hint_strong" if day.tone in ("start", "raw", "legal") else "hint"
