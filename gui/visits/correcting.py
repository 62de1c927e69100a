"""更正: the strip over a desk that shows a saved visit again. Which one, what becomes of its paper, and why."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.label import ElidedLabel, Label
from gui.kit.line_edit import LineEdit
from gui.theme import follow_theme, theme
from gui.visits.desk_draft import Correction
from gui.visits.strip import Strip

REASON = "reason"
NO_REASON = "还没有写更正原因，比如“登记时选错了人”。"
WORDS = "编号不变，保存后出更正回执，原回执作废"
REASON_LENGTH = 2000


class CorrectionStrip(Strip):
    """The strip; hidden while something new is registered. `edited` when the operator changes the reason."""

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("amber", "edit", parent)
        self._correction: Correction | None = None
        self._number = Label("", "card_title", "amber")
        self._words = ElidedLabel(WORDS, "label", "t2")
        self._label = Label("更正原因", "label", "t1")
        self._star = Label("*", "label", "red", name="必填")
        self.reason = LineEdit("选错了人、写错了事项……", name="更正原因", max_length=REASON_LENGTH)
        for widget, share in (
            (self._number, 0),
            (self._words, 2),
            (self._label, 0),
            (self._star, 0),
            (self.reason, 3),
        ):
            self.row.addWidget(widget, share)
        self.reason.textEdited.connect(self._on_edited)
        self.reason.left.connect(self.left)
        follow_theme(self._fit_reason)
        self.hide()

    def value(self) -> Correction | None:
        """The correction with its reason as typed; None for something new."""
        return replace(self._correction, reason=self.reason.text()) if self._correction else None

    def show_correction(self, correction: Correction | None) -> None:
        """Show which visit is corrected; None for something new."""
        self._correction = correction
        self.reason.setText(correction.reason if correction else "")
        self._number.setText(f"更正 {correction.number}" if correction else "")
        self.show_error("")
        self.setVisible(correction is not None)

    def faults(self) -> dict[str, str]:
        """A correction without a reason is none."""
        missing = self._correction is not None and not self.reason.text().strip()
        return {REASON: NO_REASON} if missing else {}

    def show_error(self, sentence: str) -> None:
        """Say what is wrong with the reason, "" for nothing."""
        self.reason.set_state("error" if sentence else "")
        self.reason.setAccessibleDescription(sentence)
        self._words.setText(sentence or WORDS)
        self._words.set_tone("red" if sentence else "t2")

    def mark(self) -> str:
        """What the header says of it: 更正 LF20261124-007."""
        return f"更正 {self._correction.number}" if self._correction else ""

    def _on_edited(self) -> None:
        self.show_error("")
        self.edited.emit()

    def _fit_reason(self) -> None:
        """The field is as low as the buttons of the other strips."""
        self.reason.setFixedHeight(theme().metrics.button_small)
