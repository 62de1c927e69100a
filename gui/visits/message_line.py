"""One line whose place is kept, for the sentences of the dense rows: what is wrong, what to look at again.

A mistake comes before a note, and notes come one at a time with their count. A press goes to the field that the
sentence is about, and from there on to the next.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.paint import draw_icon, key_badge, key_size, text, text_width
from gui.kit.press import Press, bind
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import Tone

KEY = "Alt+T"
_ICONS: dict[Tone, str] = {"red": "error_circle", "amber": "warning"}


class Note(NamedTuple):
    """Something worth a second look: the field it is about, and the sentence."""

    key: str
    words: str


class MessageLine(Press):
    """The line; empty until it has something to say. `asked(key)`: go to the field that it speaks of."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._mistake: Note | None = None
        self._notes: tuple[Note, ...] = ()
        self._at = 0
        self._gone_to = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shortcut = bind(self, KEY)
        self._shortcut.activated.connect(self._on_pressed)
        self.clicked.connect(self._on_pressed)
        follow_theme(self._apply)
        self._say()

    def set_mistake(self, words: str, key: str = "") -> None:
        """What is wrong, before all notes; "" for nothing."""
        self._mistake = Note(key, words) if words else None
        self._say()

    def set_notes(self, notes: Sequence[Note]) -> None:
        """What is worth a second look. The one on show stays on show as long as it is true."""
        shown = self._notes[self._at].key if self._notes else ""
        if self._gone_to not in {note.key for note in notes}:
            self._gone_to = ""
        self._notes = tuple(notes)
        self._at = next((at for at, note in enumerate(self._notes) if note.key == shown), 0)
        self._say()

    def show_note(self, key: str) -> None:
        """Say the note about this field, if there is one."""
        self._at = next((at for at, note in enumerate(self._notes) if note.key == key), self._at)
        self._say()

    def sentence(self) -> str:
        """What it says, without the count."""
        note = self._current()
        return note.words if note is not None else ""

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.side_label, theme().line("hint"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: object) -> None:
        self._tell_cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._current() is None:
            return
        tone: Tone = "red" if self._mistake is not None else "amber"
        painter, ink = QPainter(self), theme().tone(tone)
        side = theme().metrics.icon_chip
        draw_icon(painter, _ICONS[tone], ink, QRect(0, (self.height() - side) // 2, side, side))
        x = side + theme().space("xs")
        font = theme().font("hint")
        end = self.width() - self._badge_width()
        box = QRect(x, 0, end - x, self.height())
        x += text(painter, box, self.words(), font=font, colour=ink)
        if self._badge_width():
            size = key_size(KEY)
            left = min(x + theme().space("xs"), self.width() - size.width())
            key_badge(painter, QRect(left, (self.height() - size.height()) // 2, size.width(), size.height()), KEY)

    def _current(self) -> Note | None:
        if self._mistake is not None:
            return self._mistake
        return self._notes[self._at] if self._notes else None

    def _badge_width(self) -> int:
        offered = self._mistake is None and bool(self._notes)
        return key_size(KEY).width() + theme().space("xs") if offered else 0

    def _say(self) -> None:
        note = self._current()
        several = self._mistake is None and len(self._notes) > 1
        count = f"{self._at + 1}/{len(self._notes)} " if several else ""
        self.set_words(f"{count}{note.words}" if note is not None else "")
        self.setAccessibleName(self.words())
        self.setCursor(Qt.CursorShape.PointingHandCursor if note and note.key else Qt.CursorShape.ArrowCursor)
        self._tell_cut()

    def _on_pressed(self) -> None:
        """To the field on show; pressed again, to the next one."""
        note = self._current()
        if note is not None and self._mistake is None and note.key == self._gone_to:
            self._at = (self._at + 1) % len(self._notes)
            note = self._current()
            self._say()
        if note is not None and note.key:
            self._gone_to = note.key
            self.asked.emit(note.key)

    def _tell_cut(self) -> None:
        room = self.width() - theme().metrics.icon_chip - theme().space("xs") - self._badge_width()
        set_tip(self, self.words() if text_width(self.words(), theme().font("hint")) > room + 1 else "")

    def _apply(self) -> None:
        self.setFixedHeight(max(theme().line("hint"), theme().metrics.key))
