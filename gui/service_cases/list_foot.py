"""The foot of the list: how many are ticked, what is done with all of them, and the ways to bundles and ledgers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from domain.permissions import Permission
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.check_box import CheckBox
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label, Line
from gui.service_cases.list_columns import ticked_words
from gui.theme import follow_theme, theme

_HINTS_FROM, _TOTAL_FROM = 1180, 1020
_NONE = "先按空格勾选要一起办的件"


class ListFoot(QWidget):
    """The buttons; whoever owns it acts."""

    def __init__(self, held: frozenset[Permission], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.all_box = CheckBox("全选", small=True)
        self.ticks = Label(ticked_words(0), "strong")
        self.reassign_button = Button("批量改派", icon="person", shortcut="Alt+G")
        self.print_button = Button("批量打印", icon="print", shortcut="Ctrl+P")
        self.bundle_button = Button("编入报送批次", icon="add", shortcut="Alt+B")
        self.batches_button = Button("报送批次", icon="mail_inbox", shortcut="Ctrl+B")
        self.ledger_button = Button("台账", icon="document", shortcut="Ctrl+E")
        self.total = Label("", "label", "t2")
        self._many = (self.reassign_button, self.print_button, self.bundle_button)
        self._lay_out()
        self.reassign_button.setVisible(Permission.CASE_REASSIGN in held)
        self.bundle_button.setVisible(Permission.CASE_HANDLE in held)
        for button in (self.print_button, self.ledger_button):
            button.setVisible(Permission.DOCUMENT_PRINT in held)
        self.show_ticks(0, every=False)

    def show_ticks(self, count: int, *, every: bool, total: int | None = None) -> None:
        """Say how many are ticked; without any, what is done with many is closed."""
        self.ticks.setText(ticked_words(count))
        state = Qt.CheckState.Checked if every else Qt.CheckState.Unchecked
        self.all_box.setCheckState(state)
        for button in self._many:
            button.set_blocked("" if count else _NONE)
        if total is not None:
            self.total.setText(f"共 {total:,} 件")
        self._fit()

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """What only tells gives way first; then the rest stands in two lines."""
        self._hints.setVisible(self.width() >= theme().size(_HINTS_FROM))
        self.total.setVisible(self.width() >= theme().size(_TOTAL_FROM))
        wanted = sum(part.sizeHint().width() for part in self._parts) + theme().space("s") + 2 * theme().space("l")
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if wanted <= self.width() else way.TopToBottom)

    def _lay_out(self) -> None:
        column = VBox(self)
        column.addWidget(Line())
        self._row = HBox(gap="s", margin=("l", "s"))
        self._parts = (QWidget(), QWidget())
        first, row = (HBox(part, gap="s") for part in self._parts)
        first.addWidget(self.all_box)
        first.addWidget(self.ticks)
        for button in self._many:
            first.addWidget(button)
        first.addStretch(1)
        for button in (self.batches_button, self.ledger_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.total)
        self._hints = QWidget()
        hints = HBox(self._hints, gap="s")
        for key, words in (("Enter", "打开"), ("空格", "勾选")):
            hints.addWidget(KeyHint(key))
            hints.addWidget(Label(words, "label", "t2"))
        row.addWidget(self._hints)
        self._row.addWidget(self._parts[0])
        self._row.addWidget(self._parts[1], 1)
        column.addLayout(self._row)
        follow_theme(self._fit)
