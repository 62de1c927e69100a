"""What is wrong with the layout of a window: words that don't fit, and widgets that lie out of place.

Words are caught where they are cut: all that the kit paints goes through `gui.kit.paint.text`, which shortens what is
too wide. While the window is painted each shortening is noted, and the widget that was being painted. What may be cut
says all of it in its tooltip, as the kit does where it shortens on purpose.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLayout,
    QScrollArea,
    QStackedLayout,
    QTableView,
    QWidget,
)

from gui.kit import paint
from gui.kit.focus_ring import _Ring
from tests.gui.kit.stand import children

# Text may reach a pixel beyond its box: advances are rounded.
SLACK = 1


@dataclass(frozen=True)
class Cut:
    """Words that were painted shortened."""

    widget: QWidget
    words: str


class _PaintWatch(QObject):
    """Knows which widget is being painted."""

    def __init__(self) -> None:
        super().__init__()
        self.now: QWidget | None = None
        self.cuts: list[Cut] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.now = watched
        return False


@contextmanager
def _watched_painting() -> Iterator[_PaintWatch]:
    watch = _PaintWatch()

    class Metrics(QFontMetrics):
        def elidedText(self, text: str, mode: Qt.TextElideMode, width: int, flags: int | None = 0) -> str:
            if watch.now is not None:
                watch.cuts.append(Cut(watch.now, text))
            return super().elidedText(text, mode, width, flags)

    app, before = QApplication.instance(), vars(paint)["QFontMetrics"]
    assert isinstance(app, QApplication)
    app.installEventFilter(watch)
    vars(paint)["QFontMetrics"] = Metrics
    try:
        yield watch
    finally:
        vars(paint)["QFontMetrics"] = before
        app.removeEventFilter(watch)


def picture_of(window: QWidget) -> tuple[QImage, list[str]]:
    """The window painted, and the sentences that say what is wrong with it."""
    with _watched_painting() as watch:
        image = window.grab().toImage()
    found = [f"{_named(cut.widget)}: “{cut.words}” is cut" for cut in watch.cuts if not _told(cut)]
    for widget in children(window, QWidget):
        # Not `isVisible`: Qt says so of a child that was shown while its page went out of sight.
        if widget.isVisibleTo(window) and _in_sight(widget):
            found += _label_faults(widget) if isinstance(widget, QLabel) else []
            found += _place_faults(widget)
            found += _overlaps(widget)
    return image, list(dict.fromkeys(found))


def faults(window: QWidget) -> list[str]:
    """The sentences alone."""
    return picture_of(window)[1]


def brightness(image: QImage) -> float:
    """The share of the window that is nearly white: in the dark only paper may be."""
    small = image.scaled(160, 90).convertToFormat(QImage.Format.Format_Grayscale8)
    grey = [small.pixelColor(x, y).red() for x in range(0, 160, 2) for y in range(0, 90, 2)]
    return sum(value > 200 for value in grey) / len(grey)


# ---- words


def _told(cut: Cut) -> bool:
    """Whether what was cut can be read all the same: in the tooltip, or in one that comes under the mouse."""
    return cut.words in _plain(cut.widget.toolTip()) or any(cut.words in tip for tip in _tips_of(cut.widget))


def _tips_of(widget: QWidget) -> set[str]:
    """What a list says under the mouse, row by row: it has one tooltip for each."""
    owner = widget.parent() if isinstance(widget.parent(), QAbstractItemView) else widget
    tip_at = getattr(owner, "tip_at", None)
    return {tip_at(point) for point in _points(widget)} if tip_at is not None else set()


def _points(widget: QWidget) -> Iterator[QPoint]:
    view = widget.parent()
    if isinstance(view, QTableView):
        rows, columns = view.model().rowCount(), view.model().columnCount()
        boxes = [view.visualRect(view.model().index(row, column)) for row in range(rows) for column in range(columns)]
        yield from (box.center() for box in boxes if box.intersects(widget.rect()))
    else:
        yield from (QPoint(widget.width() // 2, y) for y in range(0, widget.height(), 8))


def _plain(tip: str) -> str:
    return tip.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _label_faults(label: QLabel) -> Iterator[str]:
    words = label.text()
    if not words:
        return
    room, measure = label.contentsRect(), label.fontMetrics()
    if label.wordWrap():
        wanted = measure.boundingRect(QRect(0, 0, room.width(), 1 << 20), int(Qt.TextFlag.TextWordWrap), words)
        if wanted.height() > room.height() + SLACK or wanted.width() > room.width() + SLACK:
            yield f"{_named(label)}: “{words}” does not fit its {room.width()}×{room.height()}"
        return
    wide = max(measure.horizontalAdvance(line) for line in words.splitlines())
    high = measure.ascent() + measure.descent() - 2 * SLACK if "\n" not in words else 0
    if wide > room.width() + SLACK:
        yield f"{_named(label)}: “{words}” is cut, {wide} in {room.width()}"
    elif label.height() < min(high, label.sizeHint().height()) - SLACK:
        yield f"{_named(label)}: “{words}” is cut in its height, {label.height()}"


# ---- places


def _in_sight(widget: QWidget) -> bool:
    """Whether some of it can be seen: what scrolled away is somebody else's matter."""
    return not widget.visibleRegion().isEmpty()


def _place_faults(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or isinstance(widget, _Ring) or widget.isWindow():
        return
    if _is_scrolled(widget):
        if widget.width() > parent.width() + SLACK:
            yield f"{_named(widget)}: {widget.width()} wide in a view of {parent.width()}"
        return
    if isinstance(parent, QAbstractScrollArea) or isinstance(parent.parentWidget(), QAbstractItemView):
        return
    if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(widget.geometry()):
        yield f"{_named(widget)}: {_box(widget.geometry())} reaches out of {_named(parent)} {_box(parent.rect())}"


def _is_scrolled(widget: QWidget) -> bool:
    viewport = widget.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    return isinstance(area, QScrollArea) and area.widget() is widget


def _overlaps(widget: QWidget) -> Iterator[str]:
    """Neighbours of one layout that lie over each other."""
    layout = widget.layout()
    if layout is None or isinstance(layout, QStackedLayout):
        return
    laid = [each for each in _laid_out(layout) if each.isVisible() and not each.geometry().isEmpty()]
    for at, one in enumerate(laid):
        for other in laid[at + 1 :]:
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > SLACK and shared.height() > SLACK:
                yield f"{_named(one)} {_box(one.geometry())} lies over {_named(other)} {_box(other.geometry())}"


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner = item.layout() if item is not None else None
        if inner is not None:
            if not isinstance(inner, QStackedLayout):
                yield from _laid_out(inner)
        elif item is not None and item.widget() is not None:
            yield item.widget()


def _named(widget: QWidget) -> str:
    """What a reader can find it by: its class, its name, and around which it stands."""
    around = [type(widget).__name__]
    parent = widget.parentWidget()
    while parent is not None and len(around) < 4:
        if type(parent) is not QWidget:
            around.append(type(parent).__name__)
        parent = parent.parentWidget()
    name = widget.accessibleName()
    return f"{' < '.join(around)}" + (f" “{name}”" if name else "")


def _box(rect: QRect) -> str:
    corner: QPoint = rect.topLeft()
    return f"({corner.x()},{corner.y()} {rect.width()}×{rect.height()})"
