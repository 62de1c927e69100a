"""The Fluent icons of resources/icons, recoloured with a theme colour.

The drawings hold no colour of their own; one is written into the SVG before it is drawn, so that the same file serves a
white button, a grey hint and the dark theme. Sizes from 24 up take the 24-pixel drawing where there is one.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.theme import theme
from gui.tokens import Tone
from system.paths import resource

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in `colour`, `size` logical pixels wide, for a screen with device pixel ratio `ratio`.

    `name` is Fluent's without size ("print", "person_add_filled"). FileNotFoundError if it isn't shipped.
    """
    return _drawn(name, colour.name(), size, round(size * ratio))


def icon(name: str, tone: Tone = "t2", size: int = 20) -> "QIcon":
    """A QIcon for menus and Qt's own widgets; painted once for each usual screen scale."""
    # With it come the names of 150 icons that the login has no use for.
    from PySide6.QtGui import QIcon

    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(pixmap(name, theme().tone(tone), theme().size(size), ratio))
    return made


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, pixels: int) -> QPixmap:
    svg = _source(name, big=size >= 24).replace("<svg ", f'<svg fill="{colour}" ', 1)
    image = QPixmap(QSize(pixels, pixels))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    image.setDevicePixelRatio(pixels / size)
    return image


@lru_cache(maxsize=256)
def _source(name: str, *, big: bool) -> str:
    stem, style = (name.removesuffix("_filled"), "filled") if name.endswith("_filled") else (name, "regular")
    sizes = (24, 20) if big else (20, 24)
    for size in sizes:
        path = resource("icons", f"{stem}_{size}_{style}.svg")
        if path.exists():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(f"icon isn't shipped: {name}")
