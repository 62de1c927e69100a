"""One page of a paper on a grey desk: whole, or as large as one wants to read it, sharp on any screen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from gui.kit.boxes import VBox
from gui.kit.paint import frame
from gui.theme import follow_theme, theme

# 100 % is the paper's true size on a screen of 96 dots to the inch.
SCREEN_DPI = 96
STEPS = (50, 75, 100, 125, 150, 200)


class _Sheet(QWidget):
    """The page itself, centred."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._scaled: QImage | None = None
        self._size = QSize()

    def show_image(self, image: QImage | None, size: QSize) -> None:
        if image is not self._image or size != self._size:
            self._image, self._size, self._scaled = image, size, None
        pad = 2 * theme().space("l")
        self.setMinimumSize(size + QSize(pad, pad))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        left, top = (self.width() - self._size.width()) // 2, (self.height() - self._size.height()) // 2
        box = QRect(left, top, self._size.width(), self._size.height())
        painter.fillRect(box, theme().colour("paper"))
        painter.drawImage(box, self._fitted(self._image))
        frame(painter, QRectF(box), radius=0, line=theme().colour("input"), width=theme().metrics.border)

    def _fitted(self, image: QImage) -> QImage:
        """The image in the screen's own pixels, scaled once."""
        wanted = self._size * self.devicePixelRatioF()
        if self._scaled is None or self._scaled.size() != wanted:
            self._scaled = image.scaled(
                wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        return self._scaled


class _Scroller(QScrollArea):
    """Scrolls both ways; tells when its room changed."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PageView(QWidget):
    """The desk. `zoomed` when the scale changed, also because the room did; `dpi_wanted(dpi)` asks for finer pages.

    `rounded` where it stands in the bottom left corner of a panel.
    """

    zoomed = Signal()
    dpi_wanted = Signal(int)

    def __init__(self, name: str, *, rounded: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rounded = rounded
        self._pages: tuple[QImage, ...] = ()
        self._dpi = SCREEN_DPI
        self._true = QSize()
        self._page = 0
        self._zoom: int | None = None
        self._sheet = _Sheet()
        self._scroller = _Scroller(self)
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroller.setWidget(self._sheet)
        self._scroller.setCornerWidget(QWidget())
        self._scroller.viewport().setAutoFillBackground(False)
        self._sheet.setAutoFillBackground(False)
        VBox(self).addWidget(self._scroller)
        self._scroller.resized.connect(self._fit)
        follow_theme(self._fit)

    @property
    def page(self) -> int:
        """Which page lies on the desk, from 0."""
        return self._page

    @property
    def page_count(self) -> int:
        """How many there are."""
        return len(self._pages)

    @property
    def whole(self) -> bool:
        """Whether the page is fitted into the room."""
        return self._zoom is None

    @property
    def percent(self) -> int:
        """The scale of the page now, in percent of its true size."""
        return round(self._scale() * 100)

    def image(self) -> QImage | None:
        """The page as it was drawn, before it is scaled to the screen."""
        return self._pages[self._page] if self._pages else None

    def show_pages(self, pages: Sequence[QImage], dpi: int) -> None:
        """Lay pages on the desk that were drawn at `dpi`; the page and the scale stay as they were."""
        self._pages, self._dpi = tuple(pages), dpi
        self._page = min(self._page, max(len(self._pages) - 1, 0))
        if self._pages:
            first = self._pages[0]
            self._true = QSize(round(first.width() * SCREEN_DPI / dpi), round(first.height() * SCREEN_DPI / dpi))
        self._fit()

    def turn(self, step: int) -> None:
        """Go `step` pages on, as far as there are pages."""
        self._page = max(0, min(self._page + step, len(self._pages) - 1))
        self._fit()

    def show_whole(self) -> None:
        """Fit the page into the room."""
        self._zoom = None
        self._fit()

    def step(self, up: bool) -> None:
        """The next larger or smaller scale; below the smallest the whole page."""
        now = self.percent
        larger = [scale for scale in STEPS if scale > now]
        smaller = [scale for scale in STEPS if scale < now]
        if up:
            self._zoom = larger[0] if larger else STEPS[-1]
        else:
            self._zoom = smaller[-1] if smaller else None
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The desk, following the round corner of the panel at the bottom left."""
        painter = QPainter(self)
        if not self._rounded:
            painter.fillRect(self.rect(), theme().colour("desk"))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, edge = theme().metrics.radius_dialog, theme().metrics.border
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(edge, -2 * radius, 2 * radius, -edge), radius, radius)
        painter.fillPath(path, theme().colour("desk"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit()

    def _scale(self) -> float:
        if self._zoom is not None:
            return self._zoom / 100
        if self._true.isEmpty():
            return 1.0
        pad = 2 * theme().space("l")
        room = self._scroller.viewport().size() - QSize(pad, pad)
        fit = min(room.width() / self._true.width(), room.height() / self._true.height())
        return max(fit, 0.05)

    def _fit(self) -> None:
        scale = self._scale()
        size = QSize(round(self._true.width() * scale), round(self._true.height() * scale))
        self._sheet.show_image(self.image(), size)
        wanted = round(scale * SCREEN_DPI * self.devicePixelRatioF())
        if self._pages and wanted > self._dpi:
            self.dpi_wanted.emit(wanted)
        self.zoomed.emit()
