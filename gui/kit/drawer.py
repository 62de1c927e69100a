"""The right column of a page, which becomes a drawer where the window is too narrow for both (DESIGN 1.5).

Put a `Drawer` where the column would stand. While there is room it holds the column; otherwise only a handle stands
there, and Alt+H pulls the column out over the page's right edge. Going on with the page puts it away again.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QWidget
from shiboken6 import isValid

from gui.kit.boxes import HBox, VBox
from gui.kit.button import IconButton
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label
from gui.kit.paint import CENTRE, draw_icon, frame, text
from gui.kit.press import Press, bind
from gui.kit.scroll import Scroll
from gui.kit.tab_ring import step_within, stops_within
from gui.kit.tip import set_tip
from gui.qt import application
from gui.theme import follow_theme, theme
from gui.tokens import COLUMN_LEAST

KEY = "Alt+H"


class _Handle(Press):
    """The edge of the drawer: an icon and the name, from top to bottom. It is no stop for Tab: Alt+H is nearer."""

    def __init__(self, name: str, icon: str, parent: QWidget) -> None:
        super().__init__(name, name=f"打开{name}", radius=theme().metrics.radius_card, parent=parent)
        self._icon = icon
        self.marked = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        follow_theme(self._apply)

    def mark(self, words: str) -> None:
        """Say that there is something to mind inside; "" takes it back."""
        self.marked = words
        self.setAccessibleDescription(words)
        self._apply()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.drawer_handle, self._needed())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().metrics.drawer_handle, theme().metrics.drawer_handle)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, metrics = QPainter(self), theme().colour, theme().metrics
        fill = "amb_soft" if self.marked else ("surface3" if self.lit() else "surface")
        line = "amb_line" if self.marked else "line"
        frame(painter, self.rect(), radius=metrics.radius_card, fill=colour(fill), line=colour(line))
        side, top = metrics.icon, theme().space("m")
        ink = colour("amb" if self.marked else "t2")
        icon = "warning" if self.marked else self._icon
        draw_icon(painter, icon, ink, QRect((self.width() - side) // 2, top, side, side))
        top += side + theme().space("s")
        step = theme().line("label")
        for letter in self._words:
            if top + step > self.height():
                return
            box = QRect(0, top, self.width(), step)
            text(painter, box, letter, font=theme().font("link"), colour=ink, align=CENTRE)
            top += step

    def _needed(self) -> int:
        letters = len(self._words) * theme().line("label")
        return 2 * theme().space("m") + theme().metrics.icon + theme().space("s") + letters

    def _apply(self) -> None:
        self.setFixedWidth(theme().metrics.drawer_handle)
        set_tip(self, f"{self._words}（{KEY}）" + (f"：{self.marked}" if self.marked else ""))


class DrawerSheet(QFrame):
    """What is pulled out."""

    def __init__(self, host: QWidget, name: str) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        column = VBox(self, gap="s", margin=("m", "s", "m", "m"))
        self.close_button = IconButton("dismiss", f"收起{name}（{KEY}）", size="small")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = HBox(gap="s")
        head.addWidget(Label(name, "card_title"))
        head.addStretch(1)
        head.addWidget(KeyHint("Esc"))
        head.addWidget(self.close_button)
        column.addLayout(head)
        inside = QWidget()
        self.body = VBox(inside)
        # A column that was as high as the window may be higher than the area of the page.
        column.addWidget(Scroll(inside), 1)
        self.hide()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays on the sheet; Esc leaves it."""
        return step_within(self, forward)


class Drawer(QWidget):
    """Holds `side` beside the page or behind a handle; `attach` says which page. `folded(bool)` when that changed."""

    folded = Signal(bool)

    def __init__(self, side: QWidget, *, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self._name = name
        self._host: QWidget | None = None
        self._area: QWidget | None = None
        self._sheet: DrawerSheet | None = None
        self._before: QWidget | None = None
        self.is_folded = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.handle = _Handle(name, icon, self)
        self.handle.hide()
        self._column = VBox(self)
        self._column.addWidget(self.handle, 1)
        self._column.addWidget(side, 1)
        self.handle.clicked.connect(self.toggle)
        # Only while the handle is on the screen does the key mean this page's drawer.
        bind(self.handle, KEY).activated.connect(self.toggle)
        theme().follow(self._look)

    def attach(self, host: QWidget, area: QWidget | None = None) -> None:
        """Fold up by the width of `host`, the page; the sheet lies over `area`, a part of it or all."""
        self._host, self._area = host, area or host
        self._sheet = DrawerSheet(host, self._name)
        self._sheet.close_button.clicked.connect(self.put_away)
        for widget in {host, self._area}:
            widget.installEventFilter(self)
        application().focusChanged.connect(self._on_focus_changed)
        self._look()

    @property
    def is_open(self) -> bool:
        """Whether the sheet lies over the page."""
        return self._sheet is not None and not self._sheet.isHidden()

    def mark(self, words: str) -> None:
        """Say on the handle that there is something to mind; "" takes it back."""
        self.handle.mark(words)

    def toggle(self) -> None:
        """Alt+H."""
        (self.put_away if self.is_open else self.pull_out)()

    def pull_out(self) -> None:
        """Show the column where it is folded up, and take the keyboard into it."""
        if self._sheet is None or not self.is_folded or self.is_open:
            return
        self._before = QApplication.focusWidget()
        self._place()
        self._sheet.show()
        self._sheet.raise_()
        stops = stops_within(self._sheet)
        if stops:
            stops[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Hide the sheet, and give the keyboard back."""
        if self._sheet is None or not self.is_open:
            return
        now = QApplication.focusWidget()
        inside = now is not None and self._sheet.isAncestorOf(now)
        before, self._before = self._before, None
        self._sheet.hide()
        if inside and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Resize:
            self._look()
        elif kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and self.is_open:
            return self._on_key(event)
        return False

    def _on_key(self, event: QEvent) -> bool:
        """Esc closes what lies on top, before it means anything to the page."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.put_away()
        return True

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or self._host is None or self._sheet is None or not self.is_open:
            return
        if self._host.isAncestorOf(now) and not self._sheet.isAncestorOf(now):
            self.put_away()

    def _look(self) -> None:
        """Fold up or unfold by the room there is."""
        if self._host is None or self._sheet is None:
            return
        narrow = self._host.width() < theme().size(COLUMN_LEAST) - theme().metrics.rail
        if narrow != self.is_folded:
            self._fold(self._sheet, narrow)
        if self.is_open:
            self._place()

    def _fold(self, sheet: DrawerSheet, narrow: bool) -> None:
        self.is_folded = narrow
        sheet.hide()
        if narrow:
            sheet.body.addWidget(self.side, 1)
        else:
            self._column.addWidget(self.side, 1)
        self.side.show()
        self.handle.setVisible(narrow)
        self.folded.emit(narrow)

    def _place(self) -> None:
        """Lie along the right edge of the area."""
        if self._host is None or self._area is None or self._sheet is None:
            return
        corner = self._area.mapTo(self._host, QPoint(0, 0)) if self._area is not self._host else QPoint(0, 0)
        room = QRect(corner, self._area.size())
        wanted = max(self.side.minimumWidth(), self.side.minimumSizeHint().width())
        wanted += 2 * theme().space("m") + theme().metrics.scroll_bar + theme().metrics.border
        width = min(room.width(), wanted)
        self._sheet.setGeometry(room.right() + 1 - width, room.top(), width, room.height())
