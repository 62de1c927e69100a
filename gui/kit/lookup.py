"""One field for a name, pinyin, a number or a phone, with the matches in a list beneath it.

The provider is asked in a job, a moment after the last character that was really entered (`Asking`).
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.asking import WAIT_MS, Asking, Provider
from gui.kit.boxes import HBox
from gui.kit.drop_list import Choice, DropList
from gui.kit.line_edit import LineEdit
from gui.kit.moves import travel
from gui.theme import theme

__all__ = ["WAIT_MS", "Choice", "Lookup", "Provider"]

_NEW_KEY = "Ctrl+N"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down, *_ENTER)


class Lookup(QWidget):
    """The field.

    `chosen(key)`: a match was taken. `new_requested(text)`: none of them. `submitted(text)`: Enter with no match to
    take. `edited(text)`: the operator changed the text. `left`: the focus went on.

    `browse`: ↓ asks the provider though nothing new was typed, for all that there is.
    """

    chosen = Signal(object)
    new_requested = Signal(str)
    submitted = Signal(str)
    edited = Signal(str)
    left = Signal()

    def __init__(
        self,
        provider: Provider,
        *,
        name: str,
        placeholder: str = "",
        new_text: str = "都不是，新建服务对象",
        new_note: str = "",
        say_count: bool = True,
        browse: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.edit = LineEdit(placeholder, name=name, enter="emit", parent=self)
        HBox(self).addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self._say_count, self._browse = say_count, browse
        self._new = (new_text, new_note)
        self._list: DropList | None = None
        self._enter_waits = False
        self._asking = Asking(provider, self.text, self)
        self._asking.answered.connect(self._on_answer)
        self._asking.failed.connect(self._on_failure)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.left.connect(self._on_left)
        self.edit.installEventFilter(self)

    def text(self) -> str:
        """What stands in the field."""
        return self.edit.text()

    def set_text(self, words: str) -> None:
        """Put words into the field without asking the provider."""
        self._forget()
        self.edit.setText(words)

    def clear(self) -> None:
        """Empty the field and close the list."""
        self.set_text("")
        self.set_note("")

    def set_note(self, note: str) -> None:
        """Grey words at the right end inside."""
        self.edit.set_note(note)

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok"."""
        self.edit.set_state(state)

    @property
    def open(self) -> bool:
        """Whether the list is on the screen."""
        return self._list is not None and self._list.isVisible()

    @property
    def list(self) -> DropList | None:
        """The list, once there was one."""
        return self._list

    def close_list(self) -> None:
        """Fold the list away; the text stays."""
        self._enter_waits = False
        if self._list is not None:
            self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and watched is self.edit:
            if event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
        elif event.type() == QEvent.Type.Resize and self.open:
            self._place()
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Keys the list takes from the page's shortcuts while it is open."""
        return self.open and ((event.key() in _OWN_KEYS and not _held(event)) or self._is_new(event))

    def _is_new(self, event: QKeyEvent) -> bool:
        return (
            bool(self._new[0]) and event.key() == Qt.Key.Key_N and _held(event) == Qt.KeyboardModifier.ControlModifier
        )

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if self._is_new(event):
            self._take_new()
        elif _held(event):
            return False
        elif key in _ENTER:
            self._on_enter()
        elif self._browse and not self.open and key == Qt.Key.Key_Down:
            self._asking.now()
        elif not self.open or self._list is None:
            return False
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._list.walk(1 if key == Qt.Key.Key_Down else -1)
        else:
            return False
        return True

    def _on_enter(self) -> None:
        if self._asking.waiting:
            # A scanner sends Enter before the answer is there.
            self._enter_waits = True
            self._asking.hurry()
        elif self.open and self._list is not None:
            self._take_current()
        elif self.text().strip():
            self.submitted.emit(self.text().strip())
        else:
            travel(self.edit, 1)

    def _take_current(self) -> None:
        choice = self._list.current() if self._list is not None else None
        if choice is not None:
            self._take(choice.key)
        elif self._list is not None and self._list.on_new:
            self._take_new()
        else:
            self.close_list()
            self.submitted.emit(self.text().strip())

    def _take(self, key: object) -> None:
        self._forget()
        self.chosen.emit(key)

    def _take_new(self) -> None:
        self._forget()
        self.new_requested.emit(self.text().strip())

    def _on_edited(self, words: str) -> None:
        self._enter_waits = False
        self.edited.emit(words)
        if words.strip():
            self._asking.later()
        else:
            self._forget()
            self.set_note("")

    def _on_answer(self, choices: tuple[Choice, ...]) -> None:
        if not self.edit.hasFocus():
            return
        if self._say_count:
            self.set_note(f"找到 {len(choices)} 人" if choices else "没有找到")
        waits, self._enter_waits = self._enter_waits, False
        if waits and len(choices) == 1:
            self._take(choices[0].key)
            return
        shown = self._drop()
        shown.fill(choices)
        if not choices and not self._new[0]:
            shown.hide()
            if waits:
                self.submitted.emit(self.text().strip())
            return
        self._place()
        shown.show()
        shown.raise_()

    def _on_failure(self, error: Exception) -> None:
        self.close_list()
        self.set_note(str(error))

    def _on_left(self) -> None:
        self._asking.rest()
        self.close_list()
        self.left.emit()

    def _forget(self) -> None:
        """No question is open any more."""
        self._asking.forget()
        self.close_list()

    def _drop(self) -> DropList:
        """The list, on the window this field stands in now."""
        window = self.window()
        if self._list is None or self._list.parentWidget() is not window:
            self._list = DropList(window, *self._new, _NEW_KEY)
            self._list.taken.connect(self._take)
            self._list.new_taken.connect(self._take_new)
            self.destroyed.connect(self._list.deleteLater)
            window.installEventFilter(self)
        return self._list

    def _place(self) -> None:
        if self._list is None:
            return
        window = self.window()
        corner = self.mapTo(window, QPoint(0, 0))
        margin = theme().space("s")
        room = window.rect().adjusted(margin, 0, -margin, -margin)
        self._list.place(QRect(corner, self.size()), theme().metrics.lookup_list, room)


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
