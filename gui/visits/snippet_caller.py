"""F8 on the desk: opens the snippets at the cursor of the text in hand and writes the one taken there.

What is written is one step of undo, and is refused whole where it wouldn't fit: nothing typed is ever cut.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from domain.vocabulary import MatterKind
from gui import jobs
from gui.kit.line_edit import LineEdit, one_line, utf16_units
from gui.kit.press import bind
from gui.theme import theme
from gui.visits.matter_words import PartArea
from gui.visits.snippet_popup import SnippetPopup
from services.snippets import SnippetRow

Text = PartArea | LineEdit
# What a snippet leaves open (resources/data/snippets.toml).
BLANK = "……"


class SnippetSource(Protocol):
    """The part of `services.snippets` that the desk needs."""

    def find(self, text: str, kind: MatterKind | None = None) -> Sequence[SnippetRow]: ...
    def used(self, snippet_id: int) -> None: ...


class SnippetCaller(QObject):
    """Belongs to a block of the desk. `settings_requested` when the operator wants to change the snippets."""

    settings_requested = Signal()

    def __init__(
        self,
        block: QWidget,
        source: SnippetSource,
        texts: Callable[[], Sequence[Text]],
        kind: Callable[[], MatterKind],
    ) -> None:
        """`texts` are those that take snippets, the one first that is meant where none is in hand."""
        super().__init__(block)
        self._block, self._source, self._texts, self._kind = block, source, texts, kind
        self._popup: SnippetPopup | None = None
        self._target: Text | None = None
        bind(block, "F8").activated.connect(self.open)

    @property
    def popup(self) -> SnippetPopup | None:
        """The list, while it is on the screen."""
        return self._popup

    def open(self) -> None:
        """Open the list for the text that has the keyboard, or for the first one."""
        if self._popup is not None or not self._texts()[0].isVisible():
            return
        # What an input method still composes belongs to the text before the list takes the keyboard.
        QGuiApplication.inputMethod().commit()
        texts, now = self._texts(), QApplication.focusWidget()
        target = next((text for text in texts if text is now), None)
        if target is None:
            target = texts[0]
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        kind, window = self._kind(), self._block.window()
        popup = SnippetPopup(window, lambda words: self._source.find(words, kind))
        popup.taken.connect(self._on_taken)
        popup.closed.connect(self._on_closed)
        popup.settings_requested.connect(self._on_settings)
        self._target, self._popup = target, popup
        margin = theme().space("s")
        popup.open_at(_cursor_of(target, window), window.rect().adjusted(margin, margin, -margin, -margin))

    def _on_taken(self, row: SnippetRow) -> None:
        popup, target = self._popup, self._target
        if popup is None or target is None:
            return
        over = _put(target, row.text)
        if over:
            popup.say(f"“{row.title}”填进去会多出 {over} 字，没有填入；原来的字都在")
            return
        _choose_blank(target, one_line(row.text) if isinstance(target, LineEdit) else row.text)
        popup.close_list(by_key=True)
        # A use that couldn't be counted is no news: the words are where they belong.
        jobs.run(self, lambda: self._source.used(row.id), lambda _done: None, lambda _error: None)

    def _on_closed(self, by_key: bool) -> None:
        target, self._popup = self._target, None
        self._target = None
        if by_key and target is not None and isValid(target):
            target.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_settings(self) -> None:
        if self._popup is not None:
            self._popup.close_list(by_key=True)
        self.settings_requested.emit()


def _put(target: Text, words: str) -> int:
    """Write at the cursor, in the place of what is selected; by how many characters too many it would be, else 0."""
    return _put_lines(target, words) if isinstance(target, PartArea) else _put_line(target, one_line(words))


def _put_lines(area: PartArea, words: str) -> int:
    cursor = area.textCursor()
    over = len(area.text()) - len(cursor.selectedText()) + len(words) - area.most
    if over > 0:
        return over
    cursor.beginEditBlock()
    cursor.insertText(words)
    cursor.endEditBlock()
    area.setTextCursor(cursor)
    area.ensureCursorVisible()
    return 0


def _put_line(edit: LineEdit, words: str) -> int:
    over = len(edit.text()) - len(edit.selectedText()) + len(words) - edit.maxLength()
    if over > 0:
        return over
    if not edit.hasSelectedText():
        # Qt undoes typing and inserting together unless the cursor moved between them.
        at = edit.cursorPosition()
        edit.setCursorPosition(0 if at else len(edit.text()))
        edit.setCursorPosition(at)
    edit.insert(words)
    edit.textEdited.emit(edit.text())
    return 0


def _choose_blank(target: Text, words: str) -> None:
    """Choose the first blank of what was just written before the cursor, so that typing goes on in its place."""
    _, blank, after = words.partition(BLANK)
    if not blank:
        return
    behind = utf16_units(blank + after)
    if isinstance(target, LineEdit):
        target.setSelection(target.cursorPosition() - behind, len(BLANK))
        return
    cursor = target.textCursor()
    start = cursor.position() - behind
    cursor.setPosition(start)
    cursor.setPosition(start + len(BLANK), QTextCursor.MoveMode.KeepAnchor)
    target.setTextCursor(cursor)


def _cursor_of(text: Text, window: QWidget) -> QRect:
    """Where the cursor stands, in the window's coordinates."""
    if isinstance(text, PartArea):
        rect, inside = text.cursorRect(), text.viewport()
    else:
        rect, inside = QRectF(text.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)).toRect(), text
    return QRect(inside.mapTo(window, rect.topLeft()), rect.size())
