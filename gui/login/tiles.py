"""The operators as tiles: choose by mouse, by Alt+digit, or by digit and arrows while no text box has the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.avatar import paint_avatar
from gui.kit.boxes import Grid
from gui.kit.paint import frame, key_badge, key_size, text
from gui.kit.press import Press, bind, step_of
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from system.keyfile import Tile

_COLUMNS = 2
_NUMBERED = 9


class OperatorTile(Press):
    """One operator: initial, name, post, and the key that chooses her."""

    def __init__(self, tile: Tile, number: int, parent: QWidget | None = None) -> None:
        super().__init__(tile.name, name=f"{tile.name}，{tile.post}", radius=theme().metrics.radius_card, parent=parent)
        self.tile = tile
        self._key = f"Alt+{number}" if number <= _NUMBERED else ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # Qt would take a name with a < in it for a page of its own.
        set_tip(self, f"{tile.name}　{tile.post}".strip())
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.login_tile * 3, theme().metrics.login_tile)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt's button would walk to the next widget on arrows; here the tiles decide, two columns wide.
        if step_of(event) or event.text().isdigit():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, metrics, chosen = theme().colour, theme().metrics, self.isChecked()
        frame(
            painter,
            self.rect(),
            radius=metrics.radius_card,
            fill=colour("accent_soft" if chosen else "surface2" if self.lit() else "surface"),
            line=colour("accent_t" if chosen else "line"),
            width=metrics.thick if chosen else metrics.border,
        )
        pad = theme().space("l") - metrics.border
        side = metrics.avatar_medium
        paint_avatar(painter, QRect(pad, (self.height() - side) // 2, side, side), self.tile.name[:1], filled=chosen)
        right = self.width() - pad
        if self._key:
            size = key_size(self._key)
            right -= size.width()
            key_badge(
                painter, QRect(right, (self.height() - size.height()) // 2, size.width(), size.height()), self._key
            )
        self._paint_words(painter, pad + side + theme().space("m"), right - theme().space("s"))

    def _paint_words(self, painter: QPainter, left: int, right: int) -> None:
        name_line, post_line = theme().line("lead_strong"), theme().line("label")
        top = (self.height() - name_line - post_line) // 2 if self.tile.post else (self.height() - name_line) // 2
        room = right - left
        font, ink = theme().font("lead_strong"), theme().colour("t1")
        text(painter, QRect(left, top, room, name_line), self.tile.name, font=font, colour=ink)
        if self.tile.post:
            box = QRect(left, top + name_line, room, post_line)
            text(painter, box, self.tile.post, font=theme().font("label"), colour=theme().colour("t2"))

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.login_tile)


class OperatorTiles(QWidget):
    """All tiles in two columns; exactly one is chosen, the first to begin with."""

    chosen = Signal(object)

    def __init__(self, tiles: Sequence[Tile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: list[OperatorTile] = []
        grid = Grid(self, gap="m")
        for index, tile in enumerate(tiles):
            made = OperatorTile(tile, index + 1)
            made.clicked.connect(lambda _checked=False, at=index: self.choose(at))
            grid.addWidget(made, index // _COLUMNS, index % _COLUMNS)
            self.tiles.append(made)
            if index < _NUMBERED:
                bind(self, f"Alt+{index + 1}").activated.connect(lambda at=index: self.choose(at))
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        if self.tiles:
            self._mark(0)

    def current(self) -> Tile | None:
        """The chosen operator, None where there is none at all."""
        return next((made.tile for made in self.tiles if made.isChecked()), None)

    def choose(self, index: int) -> None:
        """Choose the tile at `index` (from 0) and say so."""
        if 0 <= index < len(self.tiles):
            self._mark(index)
            self.chosen.emit(self.tiles[index].tile)

    def take_digit(self, event: QKeyEvent) -> bool:
        """Choose by a plain digit; True when it was one that has a tile."""
        digit = event.key() - Qt.Key.Key_0
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and 1 <= digit <= min(_NUMBERED, len(self.tiles)):
            self.choose(digit - 1)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_COLUMNS,
            Qt.Key.Key_Down: _COLUMNS,
        }
        step = steps.get(Qt.Key(event.key()), 0)
        at = next((index for index, made in enumerate(self.tiles) if made.hasFocus()), -1)
        if step and at >= 0 and 0 <= at + step < len(self.tiles):
            self._mark(at + step)
            self.tiles[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        elif not self.take_digit(event):
            super().keyPressEvent(event)

    def _mark(self, index: int) -> None:
        for at, made in enumerate(self.tiles):
            made.setChecked(at == index)
            made.update()
