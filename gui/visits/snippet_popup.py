"""The list of snippets (常用语) at the cursor: a few letters, ↑↓, Enter.

A plain child of the window, never a Qt.Popup, so that the input method works in its field. It goes away with Esc, with
the first word taken, and when the keyboard goes anywhere else.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from domain.text import in_one_line, shortened
from gui.kit.asking import Asking
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Link
from gui.kit.chip import ChipText
from gui.kit.choice_list import Choice, ChoiceList
from gui.kit.label import ElidedLabel, Line
from gui.kit.line_edit import LineEdit
from gui.kit.paint import frame
from gui.theme import follow_theme, theme
from services.snippets import SnippetRow

Find = Callable[[str], Sequence[SnippetRow]]
PREVIEW = 60
ROWS = 5
HELP = "↑↓ 选，Enter 填入"
NONE = "没有这样的常用语，按 Ctrl+E 可以加一条"
SETTINGS_KEY = "Ctrl+E"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_CLOSE = (Qt.Key.Key_Escape, Qt.Key.Key_F8)


class SnippetPopup(QFrame):
    """The list. `taken(row)` for a snippet, `settings_requested` for Ctrl+E, `closed(by the operator's key)`."""

    taken = Signal(object)
    settings_requested = Signal()
    closed = Signal(bool)

    def __init__(self, window: QWidget, find: Find) -> None:
        super().__init__(window)
        self.setAccessibleName("常用语")
        self.edit = LineEdit("短码、拼音或几个字", name="找常用语", enter="emit")
        self.list = ChoiceList(name="常用语", parent=self)
        self.message = ElidedLabel(HELP, "hint", "t3")
        self.settings = Link("设置常用语", key=SETTINGS_KEY)
        self.settings.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._asking = Asking(lambda words: [_choice(row) for row in find(words)], self.edit.text, self)
        self._enter_waits = False
        self._lay_out()
        self._asking.answered.connect(self._on_answer)
        self._asking.failed.connect(lambda error: self.say(str(error)))
        self.edit.textEdited.connect(self._on_edited)
        self.edit.left.connect(lambda: self.close_list(by_key=False))
        self.edit.installEventFilter(self)
        window.installEventFilter(self)
        self.list.taken.connect(self.taken)
        self.settings.clicked.connect(self.settings_requested)
        self._room, self._anchor = QRect(), QRect()
        self.hide()
        follow_theme(self._place)

    def open_at(self, anchor: QRect, room: QRect) -> None:
        """Come into sight beside `anchor` (the cursor), inside `room`; both in the window's coordinates."""
        self._anchor, self._room = anchor, room
        self._place()
        self.show()
        self.raise_()
        # The text keeps its cursor and its selection, and doesn't count as left.
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self._asking.now()

    def say(self, sentence: str) -> None:
        """Say why something couldn't be done; the list stays."""
        self.message.setText(sentence)
        self.message.set_tone("red")

    def close_list(self, *, by_key: bool) -> None:
        """Go away."""
        if self.isHidden():
            return
        self._asking.forget()
        self.closed.emit(by_key)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent():
            # The cursor it stands at is elsewhere now.
            if event.type() == QEvent.Type.Resize:
                self.close_list(by_key=False)
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self._act_of(event) is not None:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and (act := self._act_of(event)) is not None:
            act()
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        colour, radius = theme().colour, theme().metrics.radius_control
        frame(QPainter(self), self.rect(), radius=radius, fill=colour("surface"), line=colour("input"))

    # ---- inside

    def _lay_out(self) -> None:
        column = VBox(self, margin="xs")
        top = HBox(margin=("xs", "xs"))
        top.addWidget(self.edit)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(Line())
        foot = HBox(gap="m", margin=("s", "xs"))
        foot.addWidget(self.message, 1)
        foot.addWidget(self.settings)
        column.addLayout(foot)

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here, None where it types into the field."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_E:
            return self.settings_requested.emit
        if held:
            return None
        if key in _ENTER:
            return self._take
        if key in _STEPS:
            return lambda: self.list.walk(_STEPS[Qt.Key(key)])
        return (lambda: self.close_list(by_key=True)) if key in _CLOSE else None

    def _take(self) -> None:
        if self._asking.waiting:
            self._enter_waits = True
            self._asking.hurry()
            return
        choice = self.list.current()
        if choice is not None:
            self.taken.emit(choice.key)

    def _on_edited(self, _words: str) -> None:
        self._enter_waits = False
        self._asking.later()

    def _on_answer(self, choices: Sequence[Choice]) -> None:
        self.list.fill(choices)
        self.message.setText(HELP if choices else NONE)
        self.message.set_tone("t3")
        self._place()
        waits, self._enter_waits = self._enter_waits, False
        if waits:
            self._take()

    def _place(self) -> None:
        """Under the cursor, or over it where there is more room; as high as the rows, up to a handful."""
        if self._room.isEmpty():
            return
        gap = theme().space("xs")
        row, rows = theme().metrics.list_row, max(1, min(ROWS, self.list.found.rowCount()))
        rest = self.sizeHint().height() - self.list.sizeHint().height()
        below = self._room.bottom() - self._anchor.bottom() - gap
        above = self._anchor.top() - self._room.top() - gap
        under = below >= min(rows * row + rest, above)
        fit = ((below if under else above) - rest) // row
        height = rest + row * max(1, min(rows, fit))
        width = min(theme().metrics.search, self._room.width())
        left = max(self._room.left(), min(self._anchor.left(), self._room.right() + 1 - width))
        top = self._anchor.bottom() + 1 + gap if under else self._anchor.top() - gap - height
        self.setGeometry(left, top, width, height)


def _choice(row: SnippetRow) -> Choice:
    preview = shortened(in_one_line(row.text), PREVIEW)
    return Choice(key=row, title=row.title, detail=preview, icon="note", chip=ChipText(row.code))
