"""The focus ring: two pixels of accent with a gap of two, around the widget that has the keyboard.

QSS outlines and PE_FrameFocusRect can only draw inside a widget, so the ring is a small transparent widget laid over
the nearest ancestor with room for it. It shows once the focus came by keyboard or by the program, not after a click.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from gui.kit.paint import frame
from gui.theme import theme

Area = Callable[[], QRect]

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize)
_GOES = (QEvent.Type.FocusOut, QEvent.Type.Hide)


class _Ring(QWidget):
    """One drawn ring; lives as long as its target keeps the focus."""

    def __init__(self, host: QWidget, target: QWidget, radius: int, area: Area) -> None:
        super().__init__(host)
        self._host = host
        self._target = target
        self._radius = radius
        self._area = area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # From C++ to C++: while a widget is taken down there is no Python to be called any more.
        target.destroyed.connect(self.deleteLater)
        self.place()
        self.raise_()
        self.show()

    def place(self) -> None:
        """Lie around the target again after something moved."""
        reach = ring_reach()
        corner = self._target.mapTo(self._host, QPoint(0, 0))
        self.setGeometry(self._area().translated(corner).adjusted(-reach, -reach, reach, reach))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = self._radius + ring_reach()
        frame(painter, QRectF(self.rect()), radius=radius, line=theme().colour("accent_t"), width=theme().metrics.thick)


class FocusRing(QObject):
    """Watches one widget and rings it while it holds the focus."""

    def __init__(self, target: QWidget, radius: int | None, area: Area | None) -> None:
        super().__init__(target)
        self._area: Area = area if area is not None else target.rect
        self.by_keyboard = False
        self.enabled = True
        self._target = target
        self._radius = radius
        self._ring: _Ring | None = None
        self._watched: list[QWidget] = []
        target.installEventFilter(self)

    @property
    def shown(self) -> bool:
        """Whether the ring is on the screen."""
        return self._ring is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if "_target" not in self.__dict__:
            # Python has taken this object down, and Qt still tells of the widget's last moments.
            return False
        if kind in _MOVES:
            if self._ring is not None and isValid(self._ring):
                self._ring.place()
        elif watched is self._target:
            if isinstance(event, QFocusEvent) and kind == QEvent.Type.FocusIn:
                self.by_keyboard = event.reason() != Qt.FocusReason.MouseFocusReason
                self._show()
            elif kind == QEvent.Type.KeyPress:
                self.by_keyboard = True
                self._show()
            elif kind in _GOES:
                self._hide()
        return False

    def _show(self) -> None:
        if not (self.enabled and self.by_keyboard and self._target.hasFocus()) or self._ring is not None:
            return
        host, between = _host_of(self._target)
        if host is None:
            return
        radius = self._radius if self._radius is not None else theme().metrics.radius_control
        self._ring = _Ring(host, self._target, radius, self._area)
        self._watched = between
        for widget in between:
            widget.installEventFilter(self)

    def _hide(self) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []
        if self._ring is not None:
            ring, self._ring = self._ring, None
            if isValid(ring):
                ring.hide()
                ring.deleteLater()


def follow(target: QWidget, radius: int | None = None, area: Area | None = None) -> FocusRing:
    """Ring `target` whenever it gets the keyboard.

    `radius` in pixels, the control's radius if None; `area` gives the part of the widget to ring, else all of it.
    """
    return FocusRing(target, radius, area)


def ring_reach() -> int:
    """How far the ring reaches beyond its widget."""
    return theme().metrics.ring_gap + theme().metrics.thick


def _host_of(target: QWidget) -> tuple[QWidget | None, list[QWidget]]:
    """The nearest ancestor with room for the ring, and the widgets between, whose moves matter."""
    reach = ring_reach()
    between: list[QWidget] = []
    host = target.parentWidget()
    while host is not None:
        corner = target.mapTo(host, QPoint(0, 0))
        wanted = QRect(corner, target.size()).adjusted(-reach, -reach, reach, reach)
        above = host.parentWidget()
        clips = isinstance(above, QAbstractScrollArea)
        if host.rect().contains(wanted) or host.isWindow() or above is None or clips:
            return host, between
        between.append(host)
        host = above
    return None, between
