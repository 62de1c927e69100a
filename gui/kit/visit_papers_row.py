"""One missing material as a line of five fields, with what is wrong with it under the line."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.notice_rules import OwedForm
from gui.kit.boxes import HBox, VBox
from gui.kit.button import IconButton
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.moves import travel
from gui.theme import follow_theme, theme

# More than may be kept, so that a pasted text that is too long is told and never cut in silence.
FREE_LENGTH = 20_000
ORDER_WIDTH = 22


@dataclass(frozen=True)
class Column:
    """A field of the line: its heading, its placeholder, its share of the width."""

    label: str
    words: str
    share: int


COLUMNS: Mapping[str, Column] = {
    "name": Column("需补正材料", "必填，一行一种", 26),
    "requirement": Column("要求、格式", "如：本人签字", 24),
    "copies": Column("份数", "如：原件1份", 14),
    "issuer": Column("出具单位", "如：社区", 17),
    "how": Column("怎样取得", "如：窗口领表", 24),
}


class OwedRow(QWidget):
    """One material. `edited`; `left` when the keyboard leaves one of its fields; `removed`.

    `ended` for Enter at its end, `passed` for Enter in its empty name.
    """

    edited = Signal()
    left = Signal()
    removed = Signal()
    ended = Signal()
    passed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edits = {
            field: LineEdit(
                column.words,
                name=column.label,
                max_length=FREE_LENGTH,
                enter="emit" if field in ("name", "how") else "next",
            )
            for field, column in COLUMNS.items()
        }
        self.remove = IconButton("dismiss", "去掉这一行", size="small")
        self._order = Label("", "label", "t2")
        self._indent = QWidget()
        self._trouble = Label("", "hint", "red", wrap=True)
        column = VBox(self, gap="xs")
        row = HBox(gap="s")
        row.addWidget(self._order)
        for field, edit in self.edits.items():
            row.addWidget(edit, COLUMNS[field].share)
            edit.textEdited.connect(lambda _text: self.edited.emit())
            edit.left.connect(self.left)
        row.addWidget(self.remove)
        column.addLayout(row)
        under = HBox(gap="s")
        under.addWidget(self._indent)
        under.addWidget(self._trouble, 1)
        column.addLayout(under)
        self._say("")
        self.remove.clicked.connect(self.removed)
        self.edits["name"].entered.connect(self._on_name)
        self.edits["how"].entered.connect(self.ended)
        follow_theme(self._apply)

    def set_order(self, order: int) -> None:
        """Its place, from 1; each control says to which material it belongs."""
        self._order.setText(str(order))
        for field, edit in self.edits.items():
            edit.setAccessibleName(f"第 {order} 项{COLUMNS[field].label}")
        self.remove.setAccessibleName(f"去掉第 {order} 项")

    def form(self) -> OwedForm:
        """What was typed."""
        return OwedForm(**{field: edit.text() for field, edit in self.edits.items()})

    def show_form(self, form: OwedForm) -> None:
        """Show a material."""
        for field, edit in self.edits.items():
            edit.setText(getattr(form, field))

    def empty(self) -> bool:
        """Whether nothing is written."""
        return not any(edit.text().strip() for edit in self.edits.values())

    def show_faults(self, faults: Mapping[str, str], *, soft: bool = False) -> None:
        """Sentences by field under the row; `soft` ones stop nothing."""
        for field, edit in self.edits.items():
            edit.set_state("error" if field in faults and not soft else "")
            edit.setAccessibleDescription(faults.get(field, ""))
        self._trouble.set_tone("amber" if soft else "red")
        self._say("　".join(f"{COLUMNS[field].label}：{sentence}" for field, sentence in faults.items()))

    def fault(self) -> str:
        """What is said under it, "" for nothing."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    def _say(self, words: str) -> None:
        self._trouble.setText(words)
        for part in (self._indent, self._trouble):
            part.setVisible(bool(words))

    def _on_name(self) -> None:
        if self.empty():
            self.passed.emit()
        else:
            travel(self.edits["name"], 1)

    def _apply(self) -> None:
        for part in (self._order, self._indent):
            part.setFixedWidth(theme().size(ORDER_WIDTH))
        for edit in self.edits.values():
            edit.setMinimumWidth(theme().size(90))
