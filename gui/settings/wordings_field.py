"""One sentence of a paper in the editor: its places stand in it as words in braces, drawn like chips.

"/" goes to the places that may be put in, Enter puts one in at the cursor. Nothing typed is cut.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QWidget

from domain.wording_rules import SentenceRule, shown_sentence, typed_sentence
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.press import step_of
from gui.kit.text_area import TextArea
from gui.theme import follow_theme, theme
from services.wordings import Sentence

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Places(QSyntaxHighlighter):
    """Draws what is a place like a chip."""

    def __init__(self, document: QTextDocument, rule: SentenceRule) -> None:
        super().__init__(document)
        self._tokens = tuple(f"{{{words}}}" for words in rule.places.values())
        follow_theme(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        look = QTextCharFormat()
        look.setForeground(theme().colour("accent_t"))
        look.setBackground(theme().colour("accent_soft"))
        for token in self._tokens:
            at = text.find(token)
            while at >= 0:
                # Qt counts UTF-16 units.
                start, length = _units(text[:at]), _units(token)
                self.setFormat(start, length, look)
                at = text.find(token, at + len(token))


class SentenceText(TextArea):
    """As high as its lines. `passed`: Enter, where the sentence has one line; `asked`: "/", where it has places."""

    asked = Signal()
    passed = Signal()

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(name=sentence.label)
        self._rule = sentence.rule
        self._places = _Places(self.document(), sentence.rule)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        follow_theme(self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/" and self._rule.places:
            self.asked.emit()
        elif event.key() in _ENTER and self._rule.lines == 1 and not event.modifiers():
            self.passed.emit()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def put_in(self, words: str) -> None:
        """Put a place, or a plain character, in at the cursor and go on typing."""
        self.insertPlainText(words)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self, _size: object = None) -> None:
        lines = max(1, round(self.document().documentLayout().documentSize().height()))
        edge = theme().metrics.input - self.fontMetrics().lineSpacing()
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + max(edge, theme().space("s")))


class PlaceButton(Button):
    """Puts one place in. "/" goes to the first of them; from there the arrows lead on and Esc back to the text."""

    def __init__(self, words: str, text: SentenceText) -> None:
        super().__init__(words, size="small", name=f"插入{words}")
        self._text = text
        self.row: list[PlaceButton] = [self]
        # Tab goes from sentence to sentence.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.clicked.connect(lambda: text.put_in(f"{{{words}}}"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.text() == "/":
            self._text.put_in("/")
        elif step:
            self.row[(self.row.index(self) + step) % len(self.row)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


class SentenceField(QWidget):
    """Label, text, places and the line for what is wrong. `edited` for each change by hand."""

    edited = Signal()

    def __init__(self, sentence: Sentence, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = sentence
        self.text = SentenceText(sentence)
        self.field = Field(label, self.text)
        self.back = Link("改回现用的", icon="arrow_undo", name=f"{sentence.label}：改回现用的")
        self.field.add_corner(self.back)
        self.places: list[PlaceButton] = []
        self._shown = ""
        column = VBox(self)
        column.addWidget(self.field)
        if sentence.rule.places:
            column.addWidget(self._places_row())
        self.put(sentence.text)
        self.text.edited.connect(self._on_edited)
        self.text.asked.connect(self._on_asked)
        self.back.clicked.connect(self._on_back)

    def value(self) -> str:
        """The sentence as the program writes it."""
        return typed_sentence(self.text.text(), self.sentence.rule.places)

    def put(self, sentence: str) -> None:
        """Show a sentence; nothing is sent."""
        self._shown = shown_sentence(sentence, self.sentence.rule.places)
        self.text.set_text(self._shown)
        self._show_state()

    def judge(self, fault: str, warning: str) -> None:
        """Say under the field what is wrong with it, or what to mind."""
        if fault:
            self.field.set_error(fault)
        elif warning:
            self.field.set_warning(warning)
        else:
            self.field.clear()

    def _places_row(self) -> QWidget:
        row = QWidget()
        line = HBox(row, gap="xs", margin=("none", "none", "none", "s"))
        line.addWidget(Label("插入 /", "hint", "t3"))
        for words in self.sentence.rule.places.values():
            self.places.append(PlaceButton(words, self.text))
            self.places[-1].row = self.places
            line.addWidget(self.places[-1])
        line.addStretch(1)
        return row

    def _on_edited(self) -> None:
        # Qt calls it a change of the text as well when the places are drawn in other colours.
        if self.text.text() == self._shown:
            return
        self._shown = self.text.text()
        self._show_state()
        self.edited.emit()

    def _on_asked(self) -> None:
        self.places[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_back(self) -> None:
        self.put(self.sentence.active)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _show_state(self) -> None:
        self.back.setVisible(self.value() != self.sentence.active)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
