"""The attachments of a case as a card: tiles to walk and open, and a place to drop or paste files into.

The card shows values and says what was asked for; whose files they are and what may be done is the page's matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from gui.kit.banner import Banner
from gui.kit.boxes import Grid
from gui.kit.card import Card
from gui.kit.empty_state import EmptyState
from gui.kit.label import Label
from gui.kit.paint import draw_icon, frame, text
from gui.kit.press import Press, step_of
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme

TITLE = "附件"
PASTED = "粘贴的图片.png"
COLUMNS = 2
_TILE_HEIGHT, _TILE_LEAST, _THUMB = 52, 150, 32
_EMPTY = "拖入图片或 PDF，或者按 Ctrl+V 粘贴"


@dataclass(frozen=True)
class AttachmentLine:
    """One attachment as the card shows it; `thumbnail` holds the bytes of a PNG."""

    id: int
    name: str
    type_label: str
    size_words: str
    added: str
    by: str
    thumbnail: bytes | None

    @property
    def under(self) -> str:
        """The quiet line under the name."""
        return " · ".join(filter(None, (self.type_label, self.size_words)))

    @property
    def words(self) -> str:
        """All of it, for the tooltip and the screen reader."""
        return "，".join(filter(None, (self.name, self.type_label, self.size_words, self.added, self.by)))


class AttachmentTile(Press):
    """One attachment; a click or Enter opens it."""

    def __init__(self, line: AttachmentLine, parent: QWidget | None = None) -> None:
        super().__init__(line.name, name=line.words, parent=parent)
        self.line = line
        self._picture = QImage()
        if line.thumbnail:
            self._picture.loadFromData(line.thumbnail)
        set_tip(self, line.words)
        self.setAccessibleDescription("回车打开，Delete 移除")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt's buttons take the arrows for a way to the next button; here the card knows where they lead.
        if step_of(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(theme().size(_TILE_LEAST), theme().size(_TILE_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme().colour
        radius = theme().metrics.radius_control
        fill = colour("surface2" if self.lit() else "surface")
        frame(painter, self.rect(), radius=radius, fill=fill, line=colour("line"))
        side, gap = theme().size(_THUMB), theme().size(10)
        self._paint_thumb(painter, QRect(gap, (self.height() - side) // 2, side, side))
        left = gap + side + gap
        room = self.width() - left - theme().space("s")
        high, low = theme().line("body"), theme().line("hint")
        top = (self.height() - high - low) // 2
        text(
            painter, QRect(left, top, room, high), self.line.name, font=theme().font("body"), colour=theme().tone("t1")
        )
        under = QRect(left, top + high, room, low)
        text(painter, under, self.line.under, font=theme().font("hint"), colour=theme().tone("t3"))

    def _paint_thumb(self, painter: QPainter, box: QRect) -> None:
        """The picture in the middle of its square, or an icon where there is none."""
        frame(painter, box, radius=theme().metrics.radius_chip, fill=theme().colour("surface3"))
        if self._picture.isNull():
            side = theme().metrics.icon
            at = QRect(box.x() + (box.width() - side) // 2, box.y() + (box.height() - side) // 2, side, side)
            draw_icon(painter, "document", theme().tone("t2"), at)
            return
        size = self._picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        fine = self._picture.scaled(
            size * self.devicePixelRatioF(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        left, top = box.x() + (box.width() - size.width()) // 2, box.y() + (box.height() - size.height()) // 2
        place = QRect(left, top, size.width(), size.height())
        painter.drawImage(place, fine)
        frame(painter, QRectF(place), radius=0, line=theme().colour("line"), width=theme().metrics.border)

    def _apply(self) -> None:
        self.setFixedHeight(theme().size(_TILE_HEIGHT))


class AttachmentCard(Card):
    """The card. `files_dropped` for files dropped or pasted, `pasted` for a picture of the clipboard as PNG.

    `add_pressed`: the page asks for files. `opened` and `remove_requested` carry the id. Ctrl+V works while the
    keyboard is on the card; a card that isn't writable takes and removes nothing.
    """

    files_dropped = Signal(list)
    pasted = Signal(bytes, str)
    add_pressed = Signal()
    opened = Signal(int)
    remove_requested = Signal(int)

    def __init__(self, *, writable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent=parent)
        self.tiles: list[AttachmentTile] = []
        self._writable = writable
        self._over = False
        self.add_button = self.add_link("添加或拖入", icon="add")
        self.fault = Banner("", "red")
        self.busy = Label("", "hint", "t2", wrap=True)
        self.empty = EmptyState("document", "还没有附件")
        self._box = QWidget()
        self._grid = Grid(self._box, gap="m", row_gap="s")
        for part in (self.fault, self.busy, self._box, self.empty):
            self.body.addWidget(part)
            part.hide()
        self.body.addStretch(1)
        self.add_button.clicked.connect(self.add_pressed)
        self.set_writable(writable)
        self.set_lines(())

    def set_writable(self, writable: bool) -> None:
        """Whether files may be added and removed."""
        self._writable = writable
        self.setAcceptDrops(self._taking())
        self.add_button.setVisible(writable)
        self.empty.set("还没有附件", _EMPTY if writable else "")

    def set_lines(self, lines: Sequence[AttachmentLine], note: str = "") -> None:
        """Show these; `note` stands after the title, as "2 个 · 1.4 MB". The keyboard stays on its attachment."""
        at = self._focused()
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        held = self.tiles[at].line.id if at is not None else None
        self.tiles = [self._tile(line) for line in lines]
        for place, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.set_note(note)
        self._box.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        if at is not None:
            self._hand_on(held, at)

    def set_busy(self, words: str) -> None:
        """Say what is under way, "" for nothing; no second file is taken meanwhile."""
        self.busy.setText(words)
        self.busy.setVisible(bool(words))
        self.add_button.setEnabled(not words)
        self.setAcceptDrops(self._taking())

    def show_fault(self, sentence: str) -> None:
        """Say why something was not added, "" to take it back."""
        self.fault.set(sentence, tone="red")
        self.fault.setVisible(bool(sentence))

    # ---- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at, step = self._focused(), self._step(event)
        if event.matches(QKeySequence.StandardKey.Paste) and self._taking():
            self._take(QApplication.clipboard().mimeData())
        elif at is not None and step:
            self.tiles[max(0, min(at + step, len(self.tiles) - 1))].setFocus(Qt.FocusReason.TabFocusReason)
        elif at is not None and event.key() == Qt.Key.Key_Delete and self._taking():
            self.remove_requested.emit(self.tiles[at].line.id)
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _step(event: QKeyEvent) -> int:
        """How many tiles an arrow goes on: up and down by a line."""
        by_line = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        return step_of(event) * (COLUMNS if by_line else 1)

    def _focused(self) -> int | None:
        return next((at for at, tile in enumerate(self.tiles) if tile.hasFocus()), None)

    def _hand_on(self, held: int | None, at: int) -> None:
        """The keyboard to the same attachment, or to its neighbour where it is gone."""
        same = [tile for tile in self.tiles if tile.line.id == held]
        near = self.tiles[min(at, len(self.tiles) - 1)] if self.tiles else self.add_button
        (same[0] if same else near).setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- drop and paste

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._taking() and _paths(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(False)
        paths = _paths(event.mimeData())
        if self._taking() and paths:
            # Never a move: the sender would delete its file.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.files_dropped.emit(paths)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._over:
            line, width = theme().colour("accent_t"), theme().metrics.thick
            radius = theme().metrics.radius_card
            fill = theme().colour("accent_soft")
            frame(QPainter(self), self.rect(), radius=radius, fill=fill, line=line, width=width, dashed=True)

    @property
    def lit(self) -> bool:
        """Whether files hang over the card."""
        return self._over

    def _light(self, over: bool) -> None:
        self._over = over
        self.update()

    def _taking(self) -> bool:
        return self._writable and self.busy.isHidden()

    def _take(self, data: QMimeData) -> None:
        """Files first: a file that was copied in the file list brings its icon along as a picture."""
        paths = _paths(data)
        picture = data.imageData() if data.hasImage() else None
        if paths:
            self.files_dropped.emit(paths)
        elif isinstance(picture, QImage) and not picture.isNull():
            self.pasted.emit(_png(picture), PASTED)
        else:
            self.show_fault("剪贴板里没有图片，也没有文件。请先复制图片或文件，再按 Ctrl+V。")

    def _tile(self, line: AttachmentLine) -> AttachmentTile:
        tile = AttachmentTile(line)
        tile.clicked.connect(lambda: self.opened.emit(line.id))
        return tile


def _paths(data: QMimeData) -> list[str]:
    """Files of this machine; a link to a web page is none."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def _png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs of 6.8 want the format as bytes, Qt a str
    return bytes(buffer.data().data())
