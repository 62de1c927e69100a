"""The bar under a form: what became of the draft and what is still wrong at the left, the buttons at the right."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox
from gui.kit.button import Button, Link
from gui.kit.icon import Icon
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label
from gui.kit.paint import key_size, text_width
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import Role

_ROLES: tuple[Role, ...] = ("link", "label", "label")


def _summary(count: int, first: str = "") -> str:
    """How many fields are wrong, and which comes first."""
    return f"还有 {count} 处要改" + (f"：{first}" if first else "")


class ActionBar(QWidget):
    """The bar. `errors_pressed` asks the page to go to the first field that is wrong."""

    errors_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("操作栏")
        row = HBox(self, gap="m", margin=("xl", "none"))
        self._draft_icon = Icon("checkmark_circle", "accent")
        self._draft = Label("", "link", "accent")
        self._note = Label("", "label", "t3")
        self._errors = Link("", icon="error_circle", tone="red")
        self._escape = QWidget(self)
        inner = HBox(self._escape, gap="xs")
        self._escape_words = Label("", "label", "t2")
        inner.addWidget(KeyHint("Esc"))
        inner.addWidget(self._escape_words)
        left = HBox(gap="xs")
        for widget in (self._draft_icon, self._draft, self._note):
            left.addWidget(widget)
        row.addLayout(left)
        row.addWidget(self._errors)
        row.addStretch(1)
        row.addWidget(self._escape)
        self._buttons = HBox(gap="m")
        row.addLayout(self._buttons)
        self._count, self._first = 0, ""
        self._errors.clicked.connect(self.errors_pressed)
        self.set_draft("")
        self.set_errors(0)
        self.set_escape("")
        follow_theme(self._apply)

    def set_draft(self, words: str, note: str = "", *, icon: str = "checkmark_circle") -> None:
        """What became of the draft, such as 草稿已自动保存 09:42:16."""
        self._draft.setText(words)
        self._note.setText(note)
        self._draft_icon.set(icon)
        self._fit()

    def set_errors(self, count: int, first: str = "") -> None:
        """How many fields are wrong, and which comes first; 0 hides it."""
        self._count, self._first = count, first
        self._errors.setVisible(count > 0)
        self._fit()

    def set_escape(self, words: str) -> None:
        """What Esc does here."""
        self._escape_words.setText(words)
        self._fit()

    def add(self, button: Button) -> Button:
        """Put a button at the right end; from secondary to primary."""
        self._buttons.addWidget(button)
        self._fit()
        return button

    def note_text(self) -> str:
        """The grey words after the draft's."""
        return self._note.text()

    def errors_text(self) -> str:
        """The error summary, "" while nothing is wrong."""
        return "" if self._errors.isHidden() else _summary(self._count, self._first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        # A button came, went, or says something else.
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        # It makes do with whatever the page has.
        return QSize(0, theme().metrics.action_bar)

    def _fit(self) -> None:
        """Leave out what can be spared where the bar is too narrow; what is wrong and the buttons always stand here."""
        whole, short = _summary(self._count, self._first), _summary(self._count)
        tries = [(3, whole), (2, whole), (1, whole), (0, whole), (0, short)]
        spared, words = next((each for each in tries if self._needed(*each) <= self.width()), tries[-1])
        for at, (part, text) in enumerate(self._spared()):
            part.setVisible(bool(text) and at < spared)
        self._draft_icon.setVisible(bool(self._draft.text()))
        self._errors.set_words(words)
        set_tip(self._errors, whole if words != whole else "")

    def _needed(self, spared: int, errors: str) -> int:
        """The width at which nothing is cut, with the first few of what can be spared."""
        space, font = theme().space, theme().font
        parts = [self._buttons.minimumSize().width()]
        if self._draft.text():
            parts.append(theme().metrics.icon + space("xs"))
        for (part, words), role in zip(self._spared()[:spared], _ROLES, strict=False):
            if words:
                key = key_size("Esc").width() + space("xs") if part is self._escape else 0
                parts.append(text_width(words, font(role)) + key + 1)
        if self._count:
            parts.append(theme().metrics.icon_small + space("xs") + text_width(errors, font("link")) + 1)
        return sum(parts) + space("m") * len(parts) + 2 * space("xl")

    def _spared(self) -> tuple[tuple[QWidget, str], ...]:
        """What can be spared, the most useful first, and its words."""
        return (
            (self._draft, self._draft.text()),
            (self._escape, self._escape_words.text()),
            (self._note, self._note.text()),
        )

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.action_bar)
        self._fit()
