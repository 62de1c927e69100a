"""Taking a number at the desk: who and what for where they are said, then Enter, and the slip is in the printer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from domain.labels import KIND_LABELS
from domain.tables import limit
from domain.vocabulary import MatterKind
from gui.kit.boxes import HBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.field import Field
from gui.kit.key_hint import KeyHint
from gui.kit.label import ElidedLabel
from gui.kit.line_edit import LineEdit
from gui.kit.pills import Pills

_HALL = "大厅里只报号，不报姓名"
_NO_PRINTER = "没有号条打印机，可在“设置 › 打印机”里指定"


class SlipCard(Card):
    """The form. `wanted` for a number, `again_wanted` to print the slip of the chosen one once more.

    A plain digit anywhere but in a text picks the kind.
    """

    wanted = Signal()
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("取号", note="姓名、事由都可以不填", dense=True)
        self.name = LineEdit("不填就只凭号", name="姓名", max_length=limit("name"), enter="emit")
        self.note = LineEdit("一两句，叫号时提醒自己", name="事由", max_length=limit("single_line"), enter="emit")
        self.kind = Pills([(kind, KIND_LABELS[kind]) for kind in MatterKind], name="类别", numbered=True)
        self.button = Button("取号并打印", "soft", icon="print", key="Enter", size="bar")
        self.again_button = Button("补印", shortcut="Ctrl+P", name="补印选中的号条", size="bar")
        self.told = ElidedLabel(_HALL, "hint", "t3")
        self.prints = True
        self._lay_out()
        for edit in (self.name, self.note):
            edit.entered.connect(self._on_entered)
        self.button.clicked.connect(self._on_entered)
        self.again_button.clicked.connect(self.again_wanted)

    @property
    def taken_kind(self) -> MatterKind | None:
        """The kind that was picked, if any."""
        value = self.kind.value()
        return value if isinstance(value, MatterKind) else None

    def set_prints(self, prints: bool) -> None:
        """Whether a slip comes out of a printer; without one the number is told."""
        if prints == self.prints:
            return
        self.prints = prints
        self.button.set_words("取号并打印" if prints else "取号")
        self.button.set_icon("print" if prints else "add")
        self.again_button.setVisible(prints)
        self.say(_HALL if prints else _NO_PRINTER)

    def set_chosen(self, number: str) -> None:
        """Whose slip can be printed again, "" for nobody's."""
        self.again_button.set_blocked("" if number else "先选一位")

    def begin(self) -> None:
        """Put the keyboard where a number is taken."""
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Ready for the next one."""
        self.name.clear()
        self.note.clear()
        self.kind.set_value(None)

    def set_busy(self, busy: bool) -> None:
        """While a number is being taken; a second Enter takes no second number."""
        self.button.setEnabled(not busy)

    def say(self, words: str, *, ok: bool = True) -> None:
        """What became of the last number."""
        self.told.setText(words)
        self.told.set_tone("t2" if ok else "red")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = event.key() - Qt.Key.Key_1
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and 0 <= index < len(self.kind.buttons()):
            self.kind.buttons()[index].click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.add_header(KeyHint("Ctrl+N"))
        self.body.set_spaces(gap="s", margin=("l", "m"))
        self.body.addWidget(Field("姓名", self.name, side=True))
        self.body.addWidget(Field("事由", self.note, side=True))
        self.body.addWidget(self.kind)
        row = HBox(gap="s")
        row.addWidget(self.button, 1)
        row.addWidget(self.again_button)
        self.body.addLayout(row)
        self.body.addWidget(self.told)
        self.body.addStretch(1)

    def _on_entered(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit()
