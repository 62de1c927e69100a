"""The one-line input: pasted newlines become spaces, nothing is cut in silence, Enter goes to the next field."""

from typing import Any, Literal

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.kit.button import IconButton
from gui.kit.moves import enter_step, really_left, travel
from gui.kit.paint import RIGHT, draw_icon, set_look, text, text_width
from gui.theme import follow_theme, theme

Hint = Qt.InputMethodHint
Size = Literal["normal", "big"]
_HEIGHTS: dict[Size, str] = {"normal": "input", "big": "input_big"}
# A visitor's number stays readable this long after 显示 (DESIGN 3, "Masked PII").
SHOWN_SECONDS = 30


def one_line(words: str) -> str:
    """Every line break becomes one space, every other control character goes."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    spaced = lines.replace("\n", " ").replace("\t", " ")
    return "".join(mark for mark in spaced if mark >= " " and mark != "\x7f")


def utf16_units(words: str) -> int:
    """How far Qt's cursor moves over these words: two steps over a character beyond U+FFFF."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


class _OneLine(QValidator):
    """Qt asks a validator after every change, by key, paste, drop or input method: the one place to clean the text."""

    def validate(self, words: str, pos: int) -> object:
        clean = one_line(words)
        if clean == words:
            return QValidator.State.Acceptable, words, pos
        # Qt counts in units of UTF-16: a cursor counted in characters would come to stand inside of a rare one.
        before = words.encode("utf-16-le", "surrogatepass")[: 2 * pos].decode("utf-16-le", "surrogatepass")
        return QValidator.State.Acceptable, clean, utf16_units(one_line(before))


class LineEdit(QLineEdit):
    """A text field.

    `left` is sent when the focus goes on to another control, `entered` for Enter, `overflowed(limit)` when typed or
    pasted text was refused because it is too long, `reveal_requested` when the eye is pressed on a masked value.
    """

    left = Signal()
    entered = Signal()
    overflowed = Signal(int)
    reveal_requested = Signal()
    masked_again = Signal()

    _ime = True
    _plain = False

    def __init__(
        self,
        placeholder: str = "",
        *,
        name: str,
        max_length: int = 200,
        digits: bool = False,
        latin: bool = False,
        ime: bool = True,
        size: Size = "normal",
        icon: str = "",
        note: str = "",
        eye: bool = False,
        clear: bool = False,
        enter: Literal["next", "emit"] = "next",
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setMaxLength(max_length)
        self.setValidator(_OneLine(self))
        self._icon, self._note, self._enter, self._ime = icon, note, enter, ime
        self._masked = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide_again)
        self._size: Size = size
        # Not "size": QWidget has a property of that name already.
        self.setProperty("scale", size)
        self.setProperty("state", "")
        self._eye = self._button("eye", "显示", self._on_eye)
        self._clear = self._button("dismiss", "清空", self._on_clear)
        self._wants_clear = clear
        self._eye.setVisible(eye)
        self.set_hints(digits=digits, latin=latin)
        self.setReadOnly(read_only)
        self.textEdited.connect(self._keep_typed)
        self.inputRejected.connect(self._on_rejected)
        self.textChanged.connect(self._on_text_changed)
        follow_theme(self._apply)

    def set_hints(self, *, digits: bool = False, latin: bool = False) -> None:
        """Tell the input method what is typed here; where that is no Chinese, it stays away altogether."""
        self._plain = digits or latin
        hints = Hint.ImhNone
        if digits:
            hints = Hint.ImhPreferNumbers | Hint.ImhNoPredictiveText
        elif latin:
            hints = Hint.ImhPreferLatin | Hint.ImhNoAutoUppercase | Hint.ImhNoPredictiveText
        self.setInputMethodHints(hints)

    def set_state(self, state: str) -> None:
        """ "", "error" or "ok": the look of the border."""
        set_look(self, state=state)

    def set_note(self, note: str) -> None:
        """Grey words at the right end inside, such as 找到 3 人."""
        self._note = note
        self._make_room()
        self.update()

    def set_eye(self, shown: bool) -> None:
        """Offer the eye, or not."""
        self._eye.setVisible(shown)
        self._make_room()

    def set_read_only(self, fixed: bool) -> None:
        """A read-only field is grey, can be copied from, and is not a stop for Tab."""
        self.setReadOnly(fixed)

    def setReadOnly(self, fixed: bool) -> None:
        super().setReadOnly(fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if fixed else Qt.FocusPolicy.StrongFocus)
        self._on_text_changed()

    def setText(self, words: str) -> None:
        super().setText(words)
        if not self.hasFocus():
            # A value too long for the field shows its beginning, not its end.
            self.setCursorPosition(0)

    def show_for(self, plain: str, seconds: int = SHOWN_SECONDS) -> None:
        """Show the whole value in place of the masked one, which comes back by itself."""
        if not self._timer.isActive():
            self._masked = self.text()
        self.setText(plain)
        self._eye.set_icon("eye_off", "重新遮住")
        self._timer.start(seconds * 1000)

    def hide_again(self) -> None:
        """Put the masked value back at once, as locking the screen does."""
        if self._masked:
            self._timer.stop()
            self.setText(self._masked)
            self._masked = ""
            self._eye.set_icon("eye", "显示")
            self.masked_again.emit()

    def _keep_typed(self) -> None:
        """What is typed over a number that is shown whole is new text: the mask must not come back over it."""
        if self._masked:
            self._timer.stop()
            self._masked = ""
            self._eye.set_icon("eye", "显示")

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *argument: Any) -> Any:
        # WA_InputMethodEnabled isn't enough: the plugin asks here, even while the field is still being made.
        if query == Qt.InputMethodQuery.ImEnabled and (not self._ime or self._plain):
            return False
        return super().inputMethodQuery(query, *argument)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = enter_step(event)
        if not step:
            super().keyPressEvent(event)
            return
        if step > 0:
            self.entered.emit()
        if self._enter == "next":
            travel(self, step)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if really_left(event):
            self.setCursorPosition(0)
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        pad = theme().size(10)
        if self._icon:
            side = theme().metrics.icon
            box = QRect(pad, (self.height() - side) // 2, side, side)
            draw_icon(painter, self._icon, theme().colour("t3"), box)
        if self._note:
            box = QRect(pad, 0, self.width() - pad - self._buttons_width(), self.height())
            text(painter, box, self._note, font=theme().font("hint"), colour=theme().colour("t3"), align=RIGHT)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def _button(self, icon: str, name: str, press: object) -> IconButton:
        button = IconButton(icon, name, size="small", tone="t2", parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(press)
        button.hide()
        return button

    def _trail(self) -> list[QWidget]:
        """What stands at the right end inside, from the edge inwards."""
        return [part for part in (self._eye, self._clear) if not part.isHidden()]

    def _buttons_width(self) -> int:
        shown = self._trail()
        return sum(part.sizeHint().width() for part in shown) + theme().size(6 if shown else 10)

    def _make_room(self) -> None:
        x = self.width() - theme().size(6)
        for part in self._trail():
            size = part.sizeHint()
            x -= size.width()
            part.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
        right = self._buttons_width() - theme().size(10)
        if self._note:
            right += text_width(self._note, theme().font("hint")) + theme().space("s")
        left = theme().metrics.icon + theme().space("s") if self._icon else 0
        self.setTextMargins(left, 0, max(0, right), 0)

    def _apply(self) -> None:
        self.setFixedHeight(int(getattr(theme().metrics, _HEIGHTS[self._size])))
        self._make_room()

    def _on_eye(self) -> None:
        if self._timer.isActive():
            self.hide_again()
        else:
            self.reveal_requested.emit()

    def _on_clear(self) -> None:
        self.clear()
        self.textEdited.emit("")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_text_changed(self) -> None:
        wanted = self._wants_clear and bool(self.text()) and not self.isReadOnly()
        if wanted == self._clear.isHidden():
            self._clear.setVisible(wanted)
            self._make_room()

    def _on_rejected(self) -> None:
        if len(self.text()) >= self.maxLength():
            self.overflowed.emit(self.maxLength())


class PasswordEdit(LineEdit):
    """A password: dots, an eye that shows them, no input method, and a word when Caps Lock is on."""

    caps_changed = Signal(bool)

    def __init__(
        self,
        placeholder: str = "",
        *,
        name: str,
        size: Literal["normal", "big"] = "big",
        enter: Literal["next", "emit"] = "emit",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            placeholder, name=name, size=size, enter=enter, eye=True, ime=False, max_length=128, parent=parent
        )
        self._caps: bool | None = None
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Hint.ImhHiddenText | Hint.ImhSensitiveData | Hint.ImhNoPredictiveText | Hint.ImhNoAutoUppercase
        )
        self.reveal_requested.connect(self._toggle)

    def cover(self) -> None:
        """Show dots again."""
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye.set_icon("eye", "显示密码")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._note_caps(event)
        super().keyPressEvent(event)

    def _toggle(self) -> None:
        if self.echoMode() == QLineEdit.EchoMode.Password:
            self.setEchoMode(QLineEdit.EchoMode.Normal)
            self._eye.set_icon("eye_off", "遮住密码")
        else:
            self.cover()

    def _note_caps(self, event: QKeyEvent) -> None:
        """Qt doesn't tell the state of Caps Lock; a letter that came out large without Shift does."""
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock and self._caps is not None:
            state = not self._caps
        elif len(letter) == 1 and letter.isascii() and letter.isalpha():
            state = letter.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            return
        if state != self._caps:
            self._caps = state
            self.caps_changed.emit(state)
