"""What everything pressable shares: own painting, hover, the focus ring, Enter as well as Space, shortcuts."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QPushButton, QScrollBar, QSizePolicy, QWidget

from gui.kit import focus_ring

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def key_words(sequence: str) -> str:
    """What the badge of a shortcut says: Qt's "Ctrl+Return" is Enter to everyone else."""
    return sequence.replace("Return", "Enter").replace("PgDown", "PgDn")


def key_sequences(sequence: str) -> list[QKeySequence]:
    """The key sequences of a shortcut; Return and the number pad's Enter are the same key to the staff."""
    plain = sequence.replace("Enter", "Return")
    found = [QKeySequence(plain)]
    if "Return" in plain:
        found.append(QKeySequence(plain.replace("Return", "Enter")))
    return found


def bind(widget: QWidget, sequence: str) -> QShortcut:
    """Bind a shortcut to the window of `widget`; connect to `activated` of what comes back."""
    shortcut = QShortcut(widget)
    shortcut.setKeys(key_sequences(sequence))
    shortcut.setAutoRepeat(False)
    return shortcut


def bind_scrolling(owner: QWidget, bar: QScrollBar) -> None:
    """PgUp and PgDn move a text that can't have the keyboard itself."""
    moves = {
        "PgUp": QAbstractSlider.SliderAction.SliderPageStepSub,
        "PgDown": QAbstractSlider.SliderAction.SliderPageStepAdd,
    }
    for key, move in moves.items():
        bind(owner, key).activated.connect(lambda move=move: bar.triggerAction(move))


class Press(QPushButton):
    """A button that paints itself; subclasses give `sizeHint` and `paintEvent`."""

    def __init__(self, words: str, *, name: str = "", radius: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setAccessibleName(name or words)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.ring = focus_ring.follow(self, radius)

    def words(self) -> str:
        """The text on the button. `QPushButton.text` stays empty so that an & in it is no mnemonic."""
        return self._words

    def set_words(self, words: str) -> None:
        """Change the text."""
        if self.accessibleName() == self._words:
            self.setAccessibleName(words)
        self._words = words
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def lit(self) -> bool:
        """Whether to show the hover look."""
        return self.isEnabled() and (self.underMouse() or self.isDown())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTER and plain == Qt.KeyboardModifier.NoModifier:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


def step_of(event: QKeyEvent) -> int:
    """-1 for ← and ↑, +1 for → and ↓, 0 for any other key."""
    back: Sequence[Qt.Key] = (Qt.Key.Key_Left, Qt.Key.Key_Up)
    forth: Sequence[Qt.Key] = (Qt.Key.Key_Right, Qt.Key.Key_Down)
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return 0
    return -1 if event.key() in back else int(event.key() in forth)
