"""Dialogs as a flat dim over the window with a panel on it: for print preview, search and what can't be undone.

No second window, so nothing gets lost behind another one, and the colours and the zoom are the window's own. The keys
of the page beneath rest while an overlay is open, all but the ones that lock the screen and change the zoom.
"""

from collections.abc import Callable
from typing import Literal, cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, IconButton
from gui.kit.field import Field
from gui.kit.icon import Icon
from gui.kit.label import Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.tab_ring import step_within, stops_within
from gui.theme import follow_theme, theme
from gui.tokens import DIM_ALPHA, Metrics

# These work over a dialog as well.
_ALWAYS = frozenset({"Ctrl+L", "Ctrl+=", "Ctrl++", "Ctrl+-", "Ctrl+0"})
_DIALOG = Metrics().dialog
# Set on a window while the lock lies over it.
_COVERED = "covered"


class Panel(QFrame):
    """The white sheet of an overlay: a head with title and ✕, `body`, and `foot` for the buttons."""

    dismissed = Signal()

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._outer = VBox(self)
        self._head = QWidget(self)
        row = HBox(self._head, gap="m", margin=("l", "none", "s", "none"))
        row.addWidget(Label(title, "object_title"))
        row.addWidget(Label(note, "body", "t2"))
        row.addStretch(1)
        close = IconButton("dismiss", "关闭（Esc）")
        # Esc does the same, so Tab needn't stop here before the content.
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.dismissed)
        row.addWidget(close)
        self.body = VBox(gap="m", margin="l")
        self._foot_box = QWidget(self)
        self.foot = HBox(self._foot_box, gap="s", margin=("l", "s"))
        self._rule = Line()
        self._foot_rule = Line()
        self._outer.addWidget(self._head)
        self._outer.addWidget(self._rule)
        self._outer.addLayout(self.body, 1)
        self._outer.addWidget(self._foot_rule)
        self._outer.addWidget(self._foot_box)
        self._foot_rule.hide()
        self._foot_box.hide()
        for part in (self._head, self._rule):
            part.setVisible(bool(title))
        follow_theme(self._apply)

    def add_foot(self, widget: QWidget) -> None:
        """Put a button into the foot, from the left; call `foot.addStretch` yourself."""
        self._foot_rule.show()
        self._foot_box.show()
        self.foot.addWidget(widget)

    def _apply(self) -> None:
        self._head.setFixedHeight(theme().metrics.panel_head)


class Overlay(QWidget):
    """Covers `host` with the dim and centres `panel` on it, or lays it along the right edge.

    `closed` once it is gone, by Esc, by the panel's ✕ or by `close_overlay`. Width and height are lengths at 100 %; 0
    lets the panel take what it wants.
    """

    closed = Signal()

    def __init__(
        self,
        host: QWidget,
        panel: QWidget,
        *,
        width: int = 0,
        height: int = 0,
        align: Literal["center", "right"] = "center",
    ) -> None:
        super().__init__(host)
        self.panel = panel
        self._host, self._wanted, self._align = host, (width, height), align
        self._before: QWidget | None = None
        self._aside = False
        self._inside: QWidget | None = None
        panel.setParent(self)
        if isinstance(panel, Panel):
            panel.dismissed.connect(self.close_overlay)
        host.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it and take the keyboard; on a covered window as soon as that is uncovered."""
        if self._host.property(_COVERED):
            self._aside = True
            return
        self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        if not self.panel.isAncestorOf(QApplication.focusWidget() or self._host):
            stops = stops_within(self)
            (stops[0] if stops else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_overlay(self) -> None:
        """Go away, and give the keyboard back to where it was."""
        if self.isHidden() and not self._aside:
            return
        self._aside = False
        self.hide()
        # What had the keyboard may be gone since, with its page.
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def put_aside(self) -> None:
        """Go out of sight without being closed."""
        if self.isHidden():
            return
        now = QApplication.focusWidget()
        self._aside, self._inside = True, now if now is not None and self.isAncestorOf(now) else None
        self.hide()

    def bring_back(self) -> None:
        """Come back after `put_aside`, the keyboard where it was; or open, if that came in between."""
        if not self._aside:
            return
        self._aside = False
        if self._before is None:
            self.open()
            return
        self._place()
        self.show()
        self.raise_()
        inside = self._inside if self._inside is not None and isValid(self._inside) else self
        inside.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = QColor(theme().colour("dim"))
        colour.setAlpha(DIM_ALPHA)
        QPainter(self).fillRect(self.rect(), colour)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A click beside the panel does nothing: what was typed in it must not be lost by a slip.
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._on_shortcut(event)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays on the panel."""
        return step_within(self, forward)

    def _on_shortcut(self, event: QKeyEvent) -> bool:
        """Own shortcuts act, the page's rest: two for one key would be ambiguous to Qt, and neither would act."""
        typed = QKeySequence(event.keyCombination())
        if typed.toString(QKeySequence.SequenceFormat.PortableText) in _ALWAYS:
            return False
        shortcuts = cast(list[QShortcut], self.findChildren(QShortcut))
        for shortcut in shortcuts:
            owner = shortcut.parent()
            usable = not isinstance(owner, QWidget) or (owner.isVisible() and owner.isEnabled())
            keys = shortcut.keys()
            if usable and shortcut.isEnabled() and typed in keys:
                QTimer.singleShot(0, shortcut, shortcut.activated.emit)
                break
        event.accept()
        return True

    def _place(self) -> None:
        self.setGeometry(self._host.rect())
        size, margin = theme().size, theme().space("l")
        width = size(self._wanted[0]) or self.panel.sizeHint().width()
        width = min(width, self.width() - 2 * margin)
        height = size(self._wanted[1])
        if not height:
            height = self.panel.heightForWidth(width) if self.panel.hasHeightForWidth() else -1
            height = max(height, self.panel.sizeHint().height() if height < 0 else 0)
        height = min(height, self.height() - 2 * margin)
        if self._align == "right":
            self.panel.setGeometry(self.width() - width, 0, width, self.height())
        else:
            corner = QPoint((self.width() - width) // 2, (self.height() - height) // 2)
            self.panel.setGeometry(corner.x(), corner.y(), width, height)


def overlays_of(window: QWidget) -> list[Overlay]:
    """What lies over a window, in sight or put aside."""
    return [child for child in window.children() if isinstance(child, Overlay)]


def cover(window: QWidget) -> None:
    """The lock comes down: what lies over the window goes out of sight, and nothing new opens over the lock."""
    for overlay in overlays_of(window):
        overlay.put_aside()
    window.setProperty(_COVERED, True)


def uncover(window: QWidget) -> None:
    """The lock is gone: everything is where it was."""
    window.setProperty(_COVERED, False)
    for overlay in overlays_of(window):
        overlay.bring_back()


def clear(window: QWidget) -> None:
    """Close whatever lies over a window whose operator leaves."""
    window.setProperty(_COVERED, False)
    for overlay in overlays_of(window):
        overlay.close_overlay()


def ask(
    host: QWidget,
    title: str,
    words: str,
    *,
    action: str,
    on_yes: Callable[[str], None],
    danger: bool = True,
    reason: str = "",
    on_no: Callable[[], None] | None = None,
) -> Overlay:
    """Ask before something that can't be undone. The keyboard rests on 取消.

    `words` states the consequence. With `reason` (a label) a reason must be given, and `on_yes` gets it, else "".
    """
    panel = Panel()
    overlay = Overlay(host, panel, width=_DIALOG)
    panel.setAccessibleName(title)
    panel.body.addWidget(Label(title, "object_title", wrap=True))
    panel.body.addWidget(Label(words, "label", "t2", wrap=True))
    edit = LineEdit(name=reason or "原因", enter="emit")
    field = Field(reason, edit, required=True)
    panel.body.addWidget(field)
    field.setVisible(bool(reason))
    no = Button("取消", key="Esc")
    yes = Button(action, "danger" if danger else "primary")
    row = HBox(gap="m")
    row.addStretch(1)
    row.addWidget(no)
    row.addWidget(yes)
    panel.body.addLayout(row)
    decided: list[bool] = []

    def take() -> None:
        if reason and not edit.text().strip():
            field.set_error("请写明原因")
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        decided.append(True)
        overlay.close_overlay()
        on_yes(edit.text().strip())

    def done() -> None:
        if not decided and on_no is not None:
            on_no()

    yes.clicked.connect(take)
    no.clicked.connect(overlay.close_overlay)
    overlay.closed.connect(done)
    overlay.open()
    no.setFocus(Qt.FocusReason.OtherFocusReason)
    return overlay


def tell(host: QWidget, message: str, advice: str = "") -> Overlay:
    """Say what went wrong and what to do, where no page could say it in its place."""
    panel = Panel()
    overlay = Overlay(host, panel, width=_DIALOG)
    panel.setAccessibleName(message)
    row = HBox(gap="s")
    row.addWidget(Icon("warning", "amber"), 0, Qt.AlignmentFlag.AlignTop)
    column = VBox(gap="xs")
    column.addWidget(Label(message, "card_title", wrap=True))
    if advice:
        column.addWidget(Label(advice, "label", "t2", wrap=True))
    row.addLayout(column, 1)
    panel.body.addLayout(row)
    close = Button("知道了", "primary", key="Enter")
    close.clicked.connect(overlay.close_overlay)
    panel.body.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
    overlay.open()
    close.setFocus(Qt.FocusReason.OtherFocusReason)
    return overlay
