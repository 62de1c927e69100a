"""What every page of the window is: a widget with a header for the top bar, which can be sent to a target."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.chip import ChipText
from gui.navigation import Target


@dataclass(frozen=True)
class Header:
    """What the top bar says: a title with a grey note and a chip, or crumbs whose last is the title."""

    title: str
    note: str = ""
    chip: ChipText | None = None
    crumbs: Sequence[str] = ()


class Page(QWidget):
    """A page asks to be left by `navigate_requested`, and says so when its header changes."""

    navigate_requested = Signal(object)
    header_changed = Signal(object)

    def __init__(self, header: Header, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = header

    @property
    def header(self) -> Header:
        """What the top bar shows now."""
        return self._header

    def set_header(self, header: Header) -> None:
        """Change the top bar, now or when the page is next shown."""
        self._header = header
        self.header_changed.emit(header)

    def open_target(self, target: Target) -> None:
        """Show what the target names; a page without parts has nothing to do."""

    def prefilled(self, target: Target) -> Target:
        """What a key that works everywhere (F2 to F4) means while this page is on show: on a person's page, for her."""
        return target

    def open_crumb(self, index: int) -> None:
        """One of the crumbs before the last was pressed, from 0."""

    def first_focus(self) -> QWidget:
        """The widget that takes the keyboard when the page opens."""
        return self

    def before_leaving(self) -> None:
        """Keep what is typed; called before another page is shown, the window is locked or closed."""
