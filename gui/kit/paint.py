"""What several widgets draw alike: crisp frames, icons, one line of text, the key badge."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.icons import pixmap
from gui.theme import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_BREAKS = "，、：；。"


def frame(
    painter: QPainter,
    rect: QRectF | QRect,
    *,
    radius: float,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: int = 1,
    dashed: bool = False,
) -> None:
    """Draw a rounded box whose line lies wholly inside `rect`, so that one pixel stays one pixel."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(rect), radius, radius)
        return
    pen = QPen(line, width)
    if dashed:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    inset = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def fill(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Fill a plain box. `QPainter.fillRect` would do the same after building the names of Qt's 169 ready gradients."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(rect)


def text(
    painter: QPainter,
    rect: QRectF | QRect,
    words: str,
    *,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = LEFT,
) -> int:
    """Draw one line, cut with … where it doesn't fit; return the width it took."""
    box = QRectF(rect)
    measure = QFontMetrics(font)
    shown = words if measure.horizontalAdvance(words) <= box.width() + 1 else ""
    if not shown:
        shown = measure.elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip, shown)
    return measure.horizontalAdvance(shown)


def two_lines(words: str, font: QFont, width: int) -> tuple[str, ...]:
    """The words in one line, or in two where one is too narrow: broken after a mark, else into halves."""
    measure = QFontMetrics(font)
    if measure.horizontalAdvance(words) <= width + 1:
        return (words,)
    places = [
        at
        for at in range(1, len(words))
        if words[at] not in _BREAKS
        and max(measure.horizontalAdvance(words[:at]), measure.horizontalAdvance(words[at:])) <= width + 1
    ]
    marks = [at for at in places if words[at - 1] in _BREAKS]
    at = min(marks or places, key=lambda at: abs(at - len(words) / 2), default=len(words) // 2)
    return (words[:at], words[at:])


def text_width(words: str, font: QFont) -> int:
    """Width of one line in pixels."""
    return QFontMetrics(font).horizontalAdvance(words)


def draw_icon(painter: QPainter, name: str, colour: QColor, rect: QRectF | QRect) -> None:
    """Draw a square icon into `rect`, sharp on any screen."""
    box = QRectF(rect)
    image = pixmap(name, colour, round(box.width()), painter.device().devicePixelRatio())
    painter.drawPixmap(QPointF(round(box.x()), round(box.y())), image)


def key_size(words: str) -> QSize:
    """Size of a key badge that says `words`."""
    pad = theme().size(6)
    least = theme().metrics.key
    return QSize(max(least, text_width(words, theme().font("hint")) + 2 * pad + 2), least)


def key_badge(painter: QPainter, rect: QRectF | QRect, words: str, *, on_accent: bool = False) -> None:
    """Draw a key badge; `on_accent` is the outline look used on a filled button."""
    colour = theme().colour
    frame(
        painter,
        rect,
        radius=theme().metrics.radius_chip,
        fill=None if on_accent else colour("surface2"),
        line=colour("key_line" if on_accent else "line"),
    )
    ink = colour("key_text" if on_accent else "t2")
    text(painter, rect, words, font=theme().font("hint"), colour=ink, align=CENTRE)


def set_look(widget: QWidget, **looks: object) -> None:
    """Set the properties the style sheet looks at (state="error", tone="red"), and restyle if one changed."""
    changed = False
    for name, value in looks.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    # A widget that was never shown gets its style with its first look anyway.
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
