"""An attachment over the window: its pages one below the other, each fetched when somebody comes to it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget
from shiboken6 import isValid

from gui.kit.attachments import AttachmentLine
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, IconButton
from gui.kit.label import Label, Line
from gui.kit.overlay import Overlay, Panel, ask
from gui.kit.page_view import STEPS
from gui.kit.paint import CENTRE, frame, text
from gui.theme import follow_theme, theme

WIDTH, HEIGHT = 900, 638
# A page that isn't there yet lies as an empty sheet of A4.
_A4 = 297 / 210
# How many pages are asked for at a time, and how wide a page is at 100 %.
BATCH = 4
PAGE_WIDTH = 760
# Pages more batches away than this are given back: three hundred of them would take a gigabyte.
KEPT = 3

Deliver = Callable[[Sequence[bytes]], None]
# load(first, count, deliver): `deliver` gets the PNGs of `count` pages from `first` (from 0), now or later.
Load = Callable[[int, int, Deliver], None]


class _Sheet(QWidget):
    """One page."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self._ratio, self._number = _A4, number
        self._width = 0
        self.setAccessibleName(f"第 {number} 页")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_image(self, image: QImage | None) -> None:
        """Lay the page on the desk, or take it away and keep its place."""
        self.image = image
        if image is not None and not image.isNull():
            self._ratio = image.height() / image.width()
        self.set_width(self._width)

    def set_width(self, width: int) -> None:
        """As wide as this, in pixels."""
        self._width = width
        self.setFixedSize(QSize(width, max(1, round(width * self._ratio))))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme().colour
        painter.fillRect(self.rect(), colour("paper"))
        if self.image is not None and not self.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self.image)
        else:
            words = f"第 {self._number} 页"
            # Paper is white in both themes, and this colour can be read on it in both.
            text(painter, self.rect(), words, font=theme().font("body"), colour=colour("input"), align=CENTRE)
        frame(painter, QRectF(self.rect()), radius=0, line=colour("input"), width=theme().metrics.border)


class AttachmentView(Panel):
    """The panel. `print_requested(id)`; `remove_requested(id, reason)` after the reason was given."""

    print_requested = Signal(int)
    remove_requested = Signal(int, str)

    def __init__(self, line: AttachmentLine, pages: int, load: Load, *, removable: bool = True) -> None:
        super().__init__(line.name, " · ".join(filter(None, (line.under, line.added, line.by))))
        self.line = line
        self._load = load
        self._asked: set[int] = set()
        self._percent = 100
        self.sheets = [_Sheet(number) for number in range(1, pages + 1)]
        self.smaller = IconButton("subtract", "缩小", frame=True, shortcut="Ctrl+PgDown")
        self.width_button = Button("100%", name="恢复 100%")
        self.larger = IconButton("add", "放大", frame=True, shortcut="Ctrl+PgUp")
        self.back = IconButton("chevron_left", "上一页", frame=True, shortcut="PgUp")
        self.forth = IconButton("chevron_right", "下一页", frame=True, shortcut="PgDown")
        self.page_label = Label("", "label", "t2")
        self.fault = Banner("", "red")
        self.remove_button = Button("移除", "danger", size="bar")
        self.close_button = Button("关闭", size="bar", key="Esc")
        self.print_button = Button("打印", "primary", icon="print", size="bar", shortcut="Ctrl+P")
        if not removable:
            self.remove_button.hide()
        self._lay_out()
        self._connect()
        self.show_fault("")
        follow_theme(self._place)

    @property
    def page(self) -> int:
        """The page that is read, from 0: the one in which the middle of the desk lies."""
        middle = self._scroller.verticalScrollBar().value() + self._scroller.viewport().height() // 2
        above = [at for at, sheet in enumerate(self.sheets) if sheet.y() <= middle]
        return above[-1] if above else 0

    @property
    def percent(self) -> int:
        """The scale; at 100 a page is as wide as the panel."""
        return self._percent

    def show_fault(self, sentence: str) -> None:
        """Say what went wrong, "" to take it back."""
        self.fault.set(sentence, tone="red")
        self.fault.setVisible(bool(sentence))

    def turn(self, step: int) -> None:
        """Go `step` pages on, as far as there are pages."""
        at = max(0, min(self.page + step, len(self.sheets) - 1))
        self._scroller.verticalScrollBar().setValue(self.sheets[at].y() - theme().space("s"))

    def zoom(self, up: bool) -> None:
        """The next larger or smaller scale."""
        steps = [scale for scale in STEPS if (scale > self._percent if up else scale < self._percent)]
        if steps:
            self._set_percent(steps[0 if up else -1])

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._look()
        return super().event(event)

    # ---- building

    def _lay_out(self) -> None:
        self.body.set_spaces(gap="none", margin="none")
        tools = QWidget(self)
        row = HBox(tools, gap="s", margin=("l", "s"))
        for part in (self.smaller, self.width_button, self.larger):
            row.addWidget(part)
        row.addStretch(1)
        for widget in (self.back, self.page_label, self.forth):
            row.addWidget(widget)
        self._desk = QWidget()
        column = VBox(self._desk, gap="m", margin="l")
        for sheet in self.sheets:
            column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._scroller = QScrollArea(self)
        self._scroller.setAccessibleName(f"{self.line.name}的内容")
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroller.setWidgetResizable(True)
        self._scroller.setWidget(self._desk)
        self._desk.setAutoFillBackground(False)
        self._scroller.viewport().setAutoFillBackground(False)
        for above in (tools, Line(), self.fault):
            self.body.addWidget(above)
        self.body.addWidget(self._scroller, 1)
        self.add_foot(self.remove_button)
        self.foot.addStretch(1)
        self.add_foot(self.close_button)
        self.add_foot(self.print_button)

    def _connect(self) -> None:
        self.smaller.clicked.connect(lambda: self.zoom(up=False))
        self.larger.clicked.connect(lambda: self.zoom(up=True))
        self.width_button.clicked.connect(lambda: self._set_percent(100))
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forth.clicked.connect(lambda: self.turn(1))
        self.close_button.clicked.connect(self.dismissed)
        self.print_button.clicked.connect(lambda: self.print_requested.emit(self.line.id))
        self.remove_button.clicked.connect(self._on_remove)
        self._scroller.verticalScrollBar().valueChanged.connect(self._look)
        self._scroller.verticalScrollBar().rangeChanged.connect(self._look)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QPainter(self).fillRect(self._scroller.geometry(), theme().colour("desk"))

    # ---- pages

    def _set_percent(self, percent: int) -> None:
        at, self._percent = self.page, percent
        self._place()
        # At once, so that the scroll bar knows the new length.
        self._desk.adjustSize()
        self._scroller.verticalScrollBar().setValue(self.sheets[at].y() - theme().space("s") if at else 0)
        self._look()

    def _place(self) -> None:
        for sheet in self.sheets:
            sheet.set_width(theme().size(PAGE_WIDTH) * self._percent // 100)

    def _look(self) -> None:
        """Say where one is, fetch what comes into sight, and let go of what is far away."""
        # Before they are laid out the sheets lie on top of each other, and every page would seem to be in sight.
        laid_out = len(self.sheets) < 2 or self.sheets[1].y() > self.sheets[0].geometry().bottom()
        if not self.isVisible() or not laid_out:
            return
        now, last = self.page, len(self.sheets)
        self.page_label.setText(f"第 {now + 1} / {last} 页")
        self.width_button.set_words(f"{self._percent}%")
        self.back.setEnabled(now > 0)
        self.forth.setEnabled(now + 1 < last)
        for at, sheet in enumerate(self.sheets):
            if abs(at // BATCH - now // BATCH) > KEPT and sheet.image is not None:
                sheet.show_image(None)
                self._asked.discard(at)
        first = now - now % BATCH
        for start in (first, first + BATCH):
            if start < last and start not in self._asked and self.sheets[start].image is None:
                count = min(BATCH, last - start)
                self._asked.update(range(start, start + count))
                self._load(start, count, partial(self._on_pages, start))

    def _on_pages(self, first: int, pages: Sequence[bytes]) -> None:
        """What was loaded, perhaps after the panel was closed."""
        if not isValid(self):
            return
        for at, data in enumerate(pages, first):
            if at < len(self.sheets):
                self.sheets[at].show_image(QImage.fromData(data))

    def _on_remove(self) -> None:
        ask(
            self.window(),
            f"移除“{self.line.name}”",
            "移除后不再显示和打印，谁在什么时候为什么移除，会留在办理经过里。",
            action="移除",
            reason="移除原因",
            on_yes=lambda reason: self.remove_requested.emit(self.line.id, reason),
        )


def show_attachment(
    host: QWidget, line: AttachmentLine, pages: int, load: Load, *, removable: bool = True
) -> AttachmentView:
    """Open an attachment over `host` (a window); connect to the signals of what comes back."""
    panel = AttachmentView(line, pages, load, removable=removable)
    Overlay(host, panel, width=WIDTH, height=HEIGHT).open()
    panel.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
    return panel
