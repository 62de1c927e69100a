"""The promise of a call in the head of the matters: a key while there is none, then a chip with its day."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.call_back_rules import CallBackForm
from gui.kit.boxes import HBox
from gui.kit.button import Button, IconButton, Link
from gui.kit.press import bind
from gui.visits.call_back_panel import PREFIX, TITLE, CallBackPanel

KEY = "Alt+Y"


class CallBackHead(QWidget):
    """Key, chip, and the way back after a promise was taken off. `edited(key)` as the sheet says.

    `opening` before the sheet comes into sight: whatever stands in its place goes.
    """

    edited = Signal(str)
    opening = Signal()

    def __init__(self, panel: CallBackPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self._removed: CallBackForm | None = None
        self.promise = Link(TITLE, icon="phone", key=KEY)
        self.chip = Button("", "soft", icon="phone", size="small")
        self.remove = IconButton("dismiss", "去掉约的回访", size="small")
        self.undo = Link("撤销", icon="arrow_undo", name="撤销去掉回访")
        row = HBox(self, gap="xs")
        for widget in (self.undo, self.promise, self.chip, self.remove):
            row.addWidget(widget)
        self.promise.clicked.connect(self.unfold)
        self.chip.clicked.connect(self.unfold)
        bind(self, KEY).activated.connect(self.unfold)
        self.remove.clicked.connect(self._on_remove)
        self.undo.clicked.connect(self._on_undo)
        panel.edited.connect(self._on_edited)
        self.say()

    def show_form(self, form: CallBackForm | None) -> None:
        """Show a promise, or that there is none."""
        self._removed = None
        self.panel.show_form(form)
        self.say()

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """Tell the sheet's own mistakes, out of all."""
        own = {key.removeprefix(PREFIX): text for key, text in sentences.items() if key.startswith(PREFIX)}
        self.panel.show_errors(own)
        self.say()

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key, while there is something to go to."""
        if self.panel.form() is None and self.panel.isHidden():
            return {}
        return {f"{PREFIX}{key}": edit for key, edit in self.panel.edits.items()}

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [self.undo, self.promise, self.chip, self.remove]

    def unfold(self) -> None:
        """Bring the sheet into sight."""
        self.opening.emit()
        self.panel.unfold()

    def say(self) -> None:
        """Show what is promised."""
        words = self.panel.words()
        wrong = bool(self.panel.errors())
        self.promise.setVisible(not words)
        self.chip.setVisible(bool(words))
        self.remove.setVisible(bool(words))
        self.undo.setVisible(self._removed is not None)
        self.chip.set_words(words)
        self.chip.set_kind("danger" if wrong else "soft")
        self.chip.set_icon("error_circle" if wrong else "phone")
        self.chip.setAccessibleName(f"约了 {words}" if words else TITLE)

    def _on_edited(self, key: str) -> None:
        self._removed = None
        self.say()
        self.edited.emit(key)

    def _on_remove(self) -> None:
        self._removed = self.panel.form()
        self.panel.fold()
        self.panel.show_form(None)
        self.say()
        self.edited.emit("call_back")

    def _on_undo(self) -> None:
        form, self._removed = self._removed, None
        self.panel.show_form(form)
        self.say()
        self.edited.emit("call_back")
