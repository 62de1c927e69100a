"""Tells a wedge scanner from somebody who types, wherever the keyboard is, and hands its code to one place.

A scanner is a keyboard that types faster than any hand. Its characters are held back while they come so fast: outside
of text fields all of them, inside only while they begin like one of our own codes, so that the field never sees them
and its text, cursor and undo stay exactly as they were. What turns out to be no scan is typed after all, a blink later.
A code of 250 characters has blanks in it, which would press a button, and a busy machine holds one of them up: once it
surely is ours, the next may take as long as the slowest scanner does.

The filter follows the keyboard from widget to widget: a filter on the whole application would see every paint as well.
"""

import time
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from domain.scan_rules import GAP_MOST, SHORTEST, ScannerSettings, clean_scan, is_surely_ours, starts_like_ours
from gui.qt import application

# A widget with this property takes scans whole ("whole"), or wants to see every key itself ("raw").
SCAN_BOX = "scanBox"
# How long after the last character a scan without a key at its end counts as ended, beyond the gap.
_GRACE_MS = 25

_ENDING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock)
_EDITING = (Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_BREAKS = (QEvent.Type.FocusOut, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress)


@dataclass(frozen=True)
class _Held:
    """One key that waits for the verdict."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str


class Scanner(QObject):
    """`scanned(text)` for each burst, cleaned. Works while `desk` is on the screen, in the window it stands in."""

    scanned = Signal(str)

    # Before it is made, and when Python has taken it down before Qt's last events, it lets everything through.
    _replaying = True

    def __init__(self, desk: QWidget, settings: ScannerSettings) -> None:
        super().__init__(desk)
        self._desk = desk
        self._settings = settings
        self._watched: QWidget | None = None
        self._held: list[_Held] = []
        self._target: QWidget | None = None
        self._sure = False
        self._last = self._ended = float("-inf")
        self._replaying = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._settle)
        application().focusChanged.connect(self._follow)
        self._follow(None, QApplication.focusWidget())

    def set_settings(self, settings: ScannerSettings) -> None:
        """Go by other settings from now on."""
        self._settle()
        self._settings = settings

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._replaying or not isinstance(watched, QWidget) or not self._on_show():
            return False
        kind = event.type()
        taken = False
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride:
            taken = self._on_override(event)
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            taken = self._on_press(watched, event)
        elif kind in _BREAKS:
            self._settle()
        if taken:
            # Or it would go on to the widget's parents.
            event.accept()
        return taken

    # ---- following the keyboard

    def _on_show(self) -> bool:
        """Whether there is a desk to hand a scan to; while it is taken down its widgets still send events."""
        return isValid(self._desk) and self._desk.isVisible()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._desk):
            return
        self._settle()
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        window = self._desk.window()
        self._watched = now if now is not None and now.window() is window else window
        self._watched.installEventFilter(self)

    # ---- keys

    def _on_override(self, event: QKeyEvent) -> bool:
        """No shortcut takes a key out of the middle of a scan, and none overtakes what was typed before it."""
        if not self._held:
            return False
        if self._in_time(event) and (_is_control(event) or ends_scan(event)):
            return True
        if event.key() not in _MODIFIERS and not _is_character(event):
            self._settle()
        return False

    def _on_press(self, widget: QWidget, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS or widget.property(SCAN_BOX) == "raw":
            return False
        if self._held and (widget is not self._target or not self._in_time(event)):
            self._settle()
        at = moment_of(event)
        if ends_scan(event):
            return self._on_end(at)
        if self._held and _is_control(event):
            self._last = at
            return True
        if event.isAutoRepeat() or not _is_character(event) or not self._may_begin(widget, event.text()):
            self._settle()
            return False
        self._hold(widget, event, at)
        return True

    def _on_end(self, at: float) -> bool:
        """Enter or Tab: the end of a scan, also the second of two; else somebody's own key."""
        if self._is_scan():
            self._ended = at
            self._settle()
            return True
        self._settle()
        return at - self._ended <= self._settings.gap_ms

    def _may_begin(self, widget: QWidget, mark: str) -> bool:
        """Whether this character is held: any outside of text fields, in them only what begins like ours."""
        if not self._held and mark.isspace():
            return False
        if self._sure or not _takes_text(widget):
            return True
        return starts_like_ours(self._text() + mark, self._settings.prefix)

    def _hold(self, widget: QWidget, event: QKeyEvent, at: float) -> None:
        self._target = widget
        self._held.append(_Held(event.key(), event.modifiers(), event.text()))
        self._last = at
        self._sure = self._sure or is_surely_ours(self._text(), self._settings.prefix)
        self._timer.start(self._gap() + _GRACE_MS)

    # ---- the verdict

    def _is_scan(self) -> bool:
        text = self._text()
        if self._target is None or len(clean_scan(text)) < SHORTEST:
            return False
        return self._sure or not _takes_text(self._target)

    def _settle(self) -> None:
        """Whatever is held is a scan and goes to the desk, or it was typed and goes where it was meant to."""
        self._timer.stop()
        held, target, scan, text = self._held, self._target, self._is_scan(), self._text()
        self._held, self._target, self._sure = [], None, False
        if scan:
            # Later: who hears of it opens a panel, and this widget is still in the middle of its key.
            QTimer.singleShot(0, self, lambda: self.scanned.emit(clean_scan(text, self._settings.prefix)))
        elif target is not None and isValid(target):
            self._replay(target, held)

    def _replay(self, target: QWidget, held: list[_Held]) -> None:
        self._replaying = True
        for key in held:
            QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key.key, key.modifiers, key.text))
        self._replaying = False

    def _text(self) -> str:
        return "".join(key.text for key in self._held)

    def _in_time(self, event: QKeyEvent) -> bool:
        return moment_of(event) - self._last <= self._gap()

    def _gap(self) -> int:
        """How long the next character may take, in ms."""
        return GAP_MOST if self._sure else self._settings.gap_ms


def moment_of(event: QKeyEvent) -> float:
    """When a key was pressed, in ms: by the system's own stamp, so that a busy window doesn't squeeze slow typing."""
    return event.timestamp() or time.monotonic() * 1000


def ends_scan(event: QKeyEvent) -> bool:
    """Enter or Tab, as a key or as the control character that some scanners send."""
    if event.key() in _ENDING_KEYS:
        return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.text() in ("\r", "\n")


def _takes_text(widget: QWidget) -> bool:
    """Whether what is typed here is text of the operator's; a box made for scans takes nothing else."""
    if widget.property(SCAN_BOX) == "whole":
        return False
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    return False


def _is_control(event: QKeyEvent) -> bool:
    """A control character inside of a scan, such as the group separator, which comes as Ctrl+]."""
    mark = event.text()
    own = (*_EDITING, *_ENDING_KEYS)
    return len(mark) == 1 and unicodedata.category(mark) == "Cc" and event.key() not in own


def _is_character(event: QKeyEvent) -> bool:
    mark = event.text()
    return len(mark) == 1 and unicodedata.category(mark)[0] != "C" and not event.modifiers() & _CHORDS
