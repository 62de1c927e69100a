"""The bar under a form: what became of the draft and what is still wrong at the left, the buttons at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox
from gui.kit.button import Button, Link
from gui.kit.icon import Icon
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label
from gui.theme import follow_theme, theme


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
        for widget in (self._draft_icon, self._draft):
            widget.setVisible(bool(words))
        self._note.setVisible(bool(note))

    def set_errors(self, count: int, first: str = "") -> None:
        """How many fields are wrong, and which comes first; 0 hides it."""
        self._errors.set_words(f"还有 {count} 处要改：{first}" if first else f"还有 {count} 处要改")
        self._errors.setVisible(count > 0)

    def set_escape(self, words: str) -> None:
        """What Esc does here."""
        self._escape_words.setText(words)
        self._escape.setVisible(bool(words))

    def add(self, button: Button) -> Button:
        """Put a button at the right end; from secondary to primary."""
        self._buttons.addWidget(button)
        return button

    def note_text(self) -> str:
        """The grey words after the draft's."""
        return "" if self._note.isHidden() else self._note.text()

    def errors_text(self) -> str:
        """The error summary, "" while nothing is wrong."""
        return "" if self._errors.isHidden() else self._errors.words()

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.action_bar)
