"""Tab that goes round inside of what lies over the page, and never behind it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def stops_within(sheet: QWidget) -> list[QWidget]:
    """Where Tab stops on a sheet, in its order."""
    found: list[QWidget] = []
    widget = sheet.nextInFocusChain()
    while widget is not None and widget is not sheet:
        tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
        if tab and sheet.isAncestorOf(widget) and widget.isVisibleTo(sheet) and widget.isEnabled():
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def step_within(sheet: QWidget, forward: bool) -> bool:
    """Put the keyboard on the next stop of the sheet, or the one before; True, as `focusNextPrevChild` wants it."""
    stops = stops_within(sheet)
    if not stops:
        return True
    now = QApplication.focusWidget()
    at = stops.index(now) if now in stops else (-1 if forward else 0)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
    return True
