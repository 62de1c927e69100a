"""Making a visit void, asked in place at the foot of its panel: what goes with it, a reason, a plain confirmation."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from domain.labels import OUTCOME_LABELS
from domain.tables import limit
from domain.vocabulary import Outcome, case_series
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from services import Changes
from services.visits import VisitDetail
from system.errors import Invalid, Refusal

_OPENING = {OUTCOME_LABELS[outcome] for outcome in Outcome if case_series(outcome) is not None}


def consequences(detail: VisitDetail) -> str:
    """What becomes void with the visit, and what is left to do by hand."""
    cases = [matter.case_number for matter in detail.matters if matter.case_number and matter.outcome in _OPENING]
    opened = f"这次立的{'、'.join(cases)}一并作废，号码同样保留。" if cases else ""
    return f"编号保留不再使用，台账标“作废”；回执一并作废，已交出去的请收回。{opened}"


class VoidForm(QWidget):
    """The question. `voided(Changes)` once it is done; `put_away` when the operator goes back, what she wrote stays."""

    voided = Signal(object)
    put_away = Signal()

    def __init__(self, void: Callable[[str], Changes], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._void = void
        self.setAccessibleName("作废来访")
        self._title = Label("", "card_title", wrap=True)
        self._words = Label("", "label", "t2", wrap=True)
        self.trouble = Banner("", "red")
        self.reason = LineEdit(
            "比如：登记错了人、重复登记", name="作废原因", max_length=limit("single_line"), enter="emit"
        )
        self.field = Field("作废原因", self.reason, required=True)
        self.back_button = Button("不作废", key="Esc")
        self.void_button = Button("确认作废", "danger", shortcut="Ctrl+Enter")
        column = VBox(self, gap="s")
        for part in (self._title, self._words, self.trouble, self.field):
            column.addWidget(part)
        row = HBox(gap="s")
        row.addStretch(1)
        for button in (self.back_button, self.void_button):
            row.addWidget(button)
        column.addLayout(row)
        self.trouble.hide()
        self.back_button.clicked.connect(self.put_away)
        self.void_button.clicked.connect(self._on_void)
        self.reason.textEdited.connect(lambda _text: self.field.clear())
        self.reason.entered.connect(lambda: self.void_button.setFocus(Qt.FocusReason.TabFocusReason))

    def begin(self, detail: VisitDetail) -> None:
        """Ask about this visit; what was written before stands there still."""
        self._title.setText(f"作废来访登记 {detail.row.number}？")
        self._words.setText(consequences(detail))
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_void(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.field.set_error("请写明原因，会记在来访经过里")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.trouble.hide()
        self.void_button.set_blocked("正在作废…")
        jobs.run(self, lambda: self._void(reason), self._on_done, self._on_refused)

    def _on_done(self, changes: Changes) -> None:
        self.void_button.set_blocked("")
        self.voided.emit(changes)

    def _on_refused(self, error: Exception) -> None:
        self.void_button.set_blocked("")
        if isinstance(error, Invalid):
            self.field.set_error(str(error).rstrip("。"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red", title="没有作废")
            self.trouble.show()
