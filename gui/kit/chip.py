"""Status chips: always words, often an icon, and only then a colour."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import draw_icon, frame, text, text_width
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import SOFT, ChipTone

# Inside this many days a deadline is amber (DESIGN 3, "Deadlines").
SOON = 7
# The least width of a chip that gives way, in pixels at 100 %.
_LEAST = 56


@dataclass(frozen=True)
class ChipText:
    """What a chip says: the value form, for table cells and drop-down rows."""

    text: str
    tone: ChipTone = "grey"
    icon: str = ""


def deadline(days: int) -> ChipText:
    """The chip of a deadline `days` from today: 逾期 3 天 red, 今天到期 and up to seven days amber, else grey."""
    if days < 0:
        return ChipText(f"逾期 {-days} 天", "red", "error_circle")
    if days == 0:
        return ChipText("今天到期", "amber", "clock")
    if days <= SOON:
        return ChipText(f"剩 {days} 天", "amber", "clock")
    return ChipText(f"剩 {days} 天")


def chip_font(chip: ChipText) -> QFont:
    """Urgent chips are bold, the others medium."""
    return theme().font("hint_strong" if chip.tone in {"red", "amber"} else "chip")


def chip_width(chip: ChipText) -> int:
    """Width of a painted chip."""
    inside = text_width(chip.text, chip_font(chip)) + 1
    if chip.icon:
        inside += theme().metrics.icon_chip + theme().space("xs")
    return inside + 2 * theme().size(8)


def paint_chip(painter: QPainter, rect: QRect, chip: ChipText) -> None:
    """Draw a chip that fills `rect`."""
    ink, fill, line = (theme().colour(token) for token in SOFT[chip.tone])
    frame(painter, rect, radius=theme().metrics.radius_chip, fill=fill, line=line)
    x = rect.left() + theme().size(8)
    side = theme().metrics.icon_chip
    if chip.icon:
        top = rect.top() + (rect.height() - side) // 2
        draw_icon(painter, chip.icon, ink, QRect(x, top, side, side))
        x += side + theme().space("xs")
    room = rect.right() + 1 - x - theme().space("xs")
    text(painter, QRect(x, rect.top(), room, rect.height()), chip.text, font=chip_font(chip), colour=ink)


class Chip(QWidget):
    """One chip as a widget. One that `shrinks` gives way in a narrow column; its tooltip then says all of it."""

    def __init__(
        self,
        words: str,
        tone: ChipTone = "grey",
        icon: str = "",
        *,
        shrinks: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._chip = ChipText(words, tone, icon)
        self._shrinks = shrinks
        across = QSizePolicy.Policy.Maximum if shrinks else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        follow_theme(self.updateGeometry)

    @property
    def chip(self) -> ChipText:
        """What it says now."""
        return self._chip

    def set(self, words: str, tone: ChipTone = "grey", icon: str = "") -> None:
        """Say something else."""
        self.set_chip(ChipText(words, tone, icon))

    def set_chip(self, chip: ChipText) -> None:
        """Say something else."""
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._chip), theme().metrics.chip)

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), theme().size(_LEAST)), whole.height()) if self._shrinks else whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shrinks:
            set_tip(self, self._chip.text if self.width() < chip_width(self._chip) else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), self.rect(), self._chip)
