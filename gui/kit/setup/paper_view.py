"""A sheet of paper on a grey desk: the page as it will be printed, or a blank one that says why it isn't shown."""

from typing import Protocol

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import CENTRE, LEFT, draw_icon, frame, text, text_width, two_lines
from gui.theme import follow_theme, theme

# Height of A4 to its width.
_A4 = 297 / 210


class Pixels(Protocol):
    """A page as `services.documents.page_images` gives it: four bytes a pixel, blue first."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def stride(self) -> int: ...
    @property
    def data(self) -> bytes: ...


def to_image(page: Pixels) -> QImage:
    """A QImage of its own memory."""
    return QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_RGB32).copy()


class PaperView(QWidget):
    """`show_page` and `show_words` change what lies on the desk; `caption` stands beneath it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._words = ""
        self._caption, self._caption_icon = "", ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.updateGeometry)

    def show_page(self, page: Pixels) -> None:
        """Lay a page on the desk."""
        self._image, self._words = to_image(page), ""
        self.update()

    def show_words(self, words: str) -> None:
        """A blank sheet with a word in the middle."""
        self._image, self._words = None, words
        self.update()

    def set_caption(self, icon: str, words: str) -> None:
        """The quiet line under the sheet."""
        self._caption_icon, self._caption = icon, words
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        width = theme().metrics.sheet_width
        return QSize(width, round((width - 2 * theme().size(20)) * _A4) + theme().size(56))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().metrics.guide_narrow, theme().metrics.guide_narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme().colour
        frame(painter, self.rect(), radius=theme().metrics.radius_card, fill=colour("desk"))
        sheet = self._sheet()
        painter.fillRect(sheet, colour("paper"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image is not None:
            wide = self._image.scaled(
                sheet.size() * self.devicePixelRatioF(),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(sheet, wide)
        elif self._words:
            self._paint_words(painter, sheet)
        frame(painter, QRectF(sheet), radius=0, line=colour("input"), width=theme().metrics.border)
        self._paint_caption(painter, sheet)

    def _sheet(self) -> QRect:
        """Where the sheet lies: as large as the desk lets it, centred, above the caption."""
        pad = theme().size(16)
        foot = theme().line("hint") + theme().size(14) if self._caption else 0
        room = self.rect().adjusted(pad, pad, -pad, -pad - foot)
        ratio = self._image.height() / self._image.width() if self._image is not None else _A4
        width = min(room.width(), round(room.height() / ratio))
        height = round(width * ratio)
        return QRect(room.x() + (room.width() - width) // 2, room.y(), width, height)

    def _paint_words(self, painter: QPainter, sheet: QRect) -> None:
        font, line, pad = theme().font("body"), theme().line("body"), theme().space("m")
        lines = two_lines(self._words, font, sheet.width() - 2 * pad)
        top = sheet.center().y() - line * len(lines) // 2
        for at, words in enumerate(lines):
            box = QRect(sheet.left() + pad, top + at * line, sheet.width() - 2 * pad, line)
            text(painter, box, words, font=font, colour=theme().colour("t3"), align=CENTRE)

    def _paint_caption(self, painter: QPainter, sheet: QRect) -> None:
        if not self._caption:
            return
        side, gap, line = theme().metrics.icon_chip, theme().space("xs"), theme().line("hint")
        top = sheet.bottom() + theme().size(14)
        width = side + gap + text_width(self._caption, theme().font("hint"))
        left = max(theme().space("s"), min(sheet.x(), self.width() - width - theme().space("s")))
        ink = theme().colour("t2")
        draw_icon(painter, self._caption_icon, ink, QRect(left, top + (line - side) // 2, side, side))
        box = QRect(left + side + gap, top, self.width() - left - side - gap, line)
        text(painter, box, self._caption, font=theme().font("hint"), colour=ink, align=LEFT)
