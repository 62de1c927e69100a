"""The narrative: Enter is a new line, Tab leaves, a counter says how much fits, and nothing typed is ever cut."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from gui.kit.label import Label
from gui.kit.moves import really_left
from gui.kit.paint import set_look
from gui.theme import follow_theme, theme


class TextArea(QPlainTextEdit):
    """A field of several lines.

    `edited` is sent for every change but `set_text`, `left` when the focus goes on. Lengths count characters (code
    points), as the limits do, not UTF-16 units: a rare character is one.
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self, placeholder: str = "", *, name: str, max_length: int = 10_000, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setProperty("state", "")
        self._max = max_length
        self._quiet = False
        self.counter = Label("", "hint", "t3", name=f"{name}字数")
        self.textChanged.connect(self._on_text_changed)
        follow_theme(self._apply)
        self._count()

    @property
    def too_long(self) -> bool:
        """Whether more stands here than can be saved."""
        return len(self.text()) > self._max

    def text(self) -> str:
        """What was typed."""
        return self.toPlainText()

    def set_text(self, words: str) -> None:
        """Show a text without `edited`."""
        self._quiet = True
        self.setPlainText(words)
        self._quiet = False
        self._count()

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok": the look of the border."""
        set_look(self, state=state)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme().metrics.text_area)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), theme().metrics.input * 2)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if really_left(event):
            self.left.emit()

    def _on_text_changed(self) -> None:
        if not self._quiet:
            self._count()
            self.edited.emit()

    def _count(self) -> None:
        length = len(self.text())
        over = length - self._max
        self.counter.setText(f"{length} / {self._max}" if over <= 0 else f"多了 {over} 字")
        self.counter.set_tone("t3" if over <= 0 else "red")

    def _apply(self) -> None:
        self.document().setDocumentMargin(0)
        self.updateGeometry()
