"""Text on the page: a role of the type table and a tone, never a font or a colour."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from gui.kit.paint import LEFT, set_look, text, text_width
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import Role, Tone


class Label(QLabel):
    """Plain text (never rich text: what a visitor said may hold `<`), one line high unless `wrap`."""

    def __init__(
        self,
        words: str = "",
        role: Role = "body",
        tone: Tone = "t1",
        *,
        wrap: bool = False,
        selectable: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._role: Role = role
        self.setProperty("tone", tone)
        if name:
            self.setAccessibleName(name)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        follow_theme(self._apply)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour of the text."""
        set_look(self, tone=tone)

    def set_role(self, role: Role) -> None:
        """Change size and weight."""
        self._role = role
        self._apply()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self.wordWrap() and "\n" not in self.text():
            hint.setHeight(theme().line(self._role))
        return hint

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if not self.wordWrap() and "\n" not in self.text():
            hint.setHeight(theme().line(self._role))
        return hint

    def _apply(self) -> None:
        set_look(self, role=self._role)
        self.updateGeometry()


class ElidedLabel(QWidget):
    """One line that shrinks with … ; the whole text stands in the tooltip while something is cut."""

    def __init__(
        self, words: str = "", role: Role = "body", tone: Tone = "t1", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._role: Role = role
        self._tone: Tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        follow_theme(self.updateGeometry)

    def text(self) -> str:
        """The whole text."""
        return self._words

    def setText(self, words: str) -> None:
        """Show other text."""
        self._words = words
        self.setAccessibleName(words)
        self._tell_cut()
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Change the colour of the text."""
        self._tone = tone
        self.update()

    def set_role(self, role: Role) -> None:
        """Change size and weight."""
        self._role = role
        self._tell_cut()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(text_width(self._words, theme().font(self._role)) + 1, theme().line(self._role))

    def minimumSizeHint(self) -> QSize:
        return QSize(text_width("字…", theme().font(self._role)), theme().line(self._role))

    def resizeEvent(self, event: QEvent) -> None:
        self._tell_cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = theme().font(self._role)
        text(painter, self.rect(), self._words, font=font, colour=theme().tone(self._tone), align=LEFT)

    def _tell_cut(self) -> None:
        whole = QFontMetrics(theme().font(self._role)).horizontalAdvance(self._words)
        set_tip(self, self._words if whole > self.width() + 1 else "")


class Line(QFrame):
    """A separator of one pixel."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vertical = vertical
        follow_theme(self._apply)

    def _apply(self) -> None:
        thickness = theme().metrics.border
        if self._vertical:
            self.setFixedWidth(thickness)
        else:
            self.setFixedHeight(thickness)
