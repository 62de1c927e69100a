"""Tooltips that show words as they are. Qt takes whatever looks like markup for markup, and a visitor's words may."""

from PySide6 import QtGui
from PySide6.QtWidgets import QWidget

# A narrative may have ten thousand characters; a tooltip of them would cover the screen.
MOST = 600


def set_tip(widget: QWidget, words: str) -> None:
    """Give a widget its tooltip, "" for none. The only way to one (tests/gui/test_house_rules.py)."""
    widget.setToolTip(plain(words))


def plain(words: str) -> str:
    """What to hand to Qt so that it shows exactly `words`, or their beginning."""
    shown = words if len(words) <= MOST else f"{words[: MOST - 1]}…"
    if not QtGui.Qt.mightBeRichText(shown):
        return shown
    # Escaped alone, the text might no longer look like markup, and Qt would show the escapes.
    escaped = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<p style="white-space: pre-wrap">{escaped}</p>'
