"""A layout that sets its widgets in a line and goes on in the next where the room ends: for chips and pills."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from gui.theme import follow_theme, theme
from gui.tokens import Space


class WrapBox(QLayout):
    """A flow layout; `spread` shares what is left of a single line between the gaps, up to twice their size."""

    def __init__(self, parent: QWidget | None = None, *, gap: Space = "s", spread: bool = False) -> None:
        super().__init__(*(() if parent is None else (parent,)))
        self._items: list[QLayoutItem] = []
        self._gap: Space = gap
        self._spread = spread
        self.setContentsMargins(0, 0, 0, 0)
        follow_theme(self.invalidate)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # Qt asks past the end; None ends it
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(self._height(line) for line in lines) + theme().space(self._gap) * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        gaps = theme().space(self._gap) * max(0, len(shown) - 1)
        return QSize(sum(item.sizeHint().width() for item in shown) + gaps, self._height(shown))

    def minimumSize(self) -> QSize:
        shown = self._shown()
        return QSize(max((item.sizeHint().width() for item in shown), default=0), self._height(shown))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        gap = theme().space(self._gap)
        lines = self._lines(rect.width())
        y = rect.y()
        for line in lines:
            height = self._height(line)
            x = float(rect.x())
            step = float(gap)
            if self._spread and len(lines) == 1 and len(line) > 1:
                left = rect.width() - sum(item.sizeHint().width() for item in line)
                step = min(left / (len(line) - 1), 2.0 * gap)
            for item in line:
                size = item.sizeHint()
                item.setGeometry(QRect(round(x), y + (height - size.height()) // 2, size.width(), size.height()))
                x += size.width() + step
            y += height + gap

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        gap = theme().space(self._gap)
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            need = item.sizeHint().width()
            if not lines or used + gap + need > width:
                lines.append([])
                used = need
            else:
                used += gap + need
            lines[-1].append(item)
        return lines

    @staticmethod
    def _height(items: list[QLayoutItem]) -> int:
        return max((item.sizeHint().height() for item in items), default=0)
