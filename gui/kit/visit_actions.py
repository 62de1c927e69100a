"""What may be done with a visit, as buttons; one that is closed says why under them, not only in a tooltip."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.label import Label
from services.visit_changes import MayChange

_VOIDED = "已经作废的来访不再更正、作废或评价。弄错了的，请重新登记一次。"
_CORRECT, _VOID = "更正", "作废"


def _reasons(may: MayChange) -> list[str]:
    """The sentences why not; what holds for correcting and voiding alike is said once."""
    both = may.correct and may.correct.replace(_CORRECT, _VOID) == may.void
    said = (
        [may.correct.replace(_CORRECT, f"{_CORRECT}、{_VOID}"), may.rate] if both else [may.correct, may.void, may.rate]
    )
    return [why for why in said if why]


class VisitActions(QWidget):
    """`correct_pressed`, `void_pressed`, `rate_pressed`; the panel does it."""

    correct_pressed = Signal()
    void_pressed = Signal()
    rate_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.correct = Button(_CORRECT, icon="edit", shortcut="Alt+E")
        self.void = Button(_VOID, "danger", shortcut="Alt+X")
        self.rate = Button("评价", icon="ribbon_star", shortcut="Alt+R")
        self.reason = Label("", "hint", "t3", wrap=True)
        column = VBox(self, gap="xs")
        row = HBox(gap="s")
        for button in (self.rate, self.correct, self.void):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.reason)
        self.correct.clicked.connect(self.correct_pressed)
        self.void.clicked.connect(self.void_pressed)
        self.rate.clicked.connect(self.rate_pressed)

    def show_may(self, may: MayChange, *, voided: bool) -> None:
        """Open what may be done, and say of all that may not why not; of a void visit once, in the place of buttons."""
        for button, why in ((self.correct, may.correct), (self.void, may.void), (self.rate, may.rate)):
            button.set_blocked(why)
            button.setVisible(not voided)
        reasons = [_VOIDED] if voided else _reasons(may)
        self.reason.setText("\n".join(dict.fromkeys(reasons)))
        self.reason.setVisible(bool(reasons))
