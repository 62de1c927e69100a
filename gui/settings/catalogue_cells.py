"""The controls of a row in the editor of the catalogue: a line, a number, a tick, a choice, where words come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.catalogue_parts import CONST_SOURCE
from gui.kit.boxes import HBox, VBox
from gui.kit.check_box import CheckBox
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.select import Select
from gui.theme import follow_theme, theme

# More than may be kept, so that a pasted text that is too long is told and never cut in silence.
FREE_LENGTH = 20_000
_LEAST, _DIGITS = 64, 6
WORDS_MARK = "；"


@dataclass(frozen=True)
class CellSpec:
    """One control of a row: the record's attribute, its label, on which line it stands and its share of the width."""

    name: str
    label: str
    kind: Literal["line", "number", "words", "check", "select", "source"] = "line"
    line: int = 0
    share: int = 2
    placeholder: str = ""
    options: tuple[tuple[object, str], ...] = ()


class SourcePick(QWidget):
    """Where a box gets its words from; fixed words are typed beside it."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.select = Select(name=name, placeholder="请选择")
        self.words = LineEdit("要照抄的文字", name=f"{name}：固定文字", max_length=FREE_LENGTH)
        row = HBox(self, gap="s")
        row.addWidget(self.select, 1)
        row.addWidget(self.words, 1)
        self.setFocusProxy(self.select)
        self.words.hide()
        self.select.chosen.connect(lambda _value: self._on_chosen())
        self.words.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> str:
        """The source as it is kept."""
        taken = str(self.select.value() or "")
        return f"{CONST_SOURCE}{self.words.text()}" if taken == CONST_SOURCE else taken

    def set_value(self, value: str) -> None:
        """Show a source; nothing is sent."""
        fixed = value.startswith(CONST_SOURCE)
        self.select.set_value(CONST_SOURCE if fixed else value or None)
        self.words.setText(value.removeprefix(CONST_SOURCE) if fixed else "")
        self.words.setVisible(fixed)

    def _on_chosen(self) -> None:
        self.words.setVisible(self.select.value() == CONST_SOURCE)
        self.edited.emit()


Control = LineEdit | CheckBox | Select | SourcePick


class RowCell(QWidget):
    """A small label over a control."""

    edited = Signal()

    def __init__(self, spec: CellSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.control = _control(spec)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = VBox(self, gap="xs")
        column.addWidget(Label("" if spec.kind == "check" else spec.label, "hint", "t3"))
        column.addWidget(self.control)
        self.setFocusProxy(self.control)
        if isinstance(self.control, LineEdit):
            self.control.textEdited.connect(lambda _text: self._on_typed())
        elif isinstance(self.control, CheckBox):
            self.control.clicked.connect(lambda _on: self.edited.emit())
        elif isinstance(self.control, Select):
            self.control.chosen.connect(lambda _value: self.edited.emit())
        else:
            self.control.edited.connect(self.edited)
        follow_theme(self._apply)

    def value(self) -> Any:
        """What stands here, as the record keeps it."""
        control = self.control
        if isinstance(control, CheckBox):
            return control.isChecked()
        if isinstance(control, LineEdit):
            return _read(self.spec.kind, control.text())
        taken = control.value()
        return "" if taken is None else taken

    def set_value(self, value: Any) -> None:
        """Show a value; nothing is sent."""
        control = self.control
        if isinstance(control, CheckBox):
            control.setChecked(value)
        elif isinstance(control, LineEdit):
            control.setText(written(value))
        else:
            control.set_value(value)

    def offer(self, options: Sequence[tuple[object, str]]) -> None:
        """Offer other options; one that is taken and not among them any more stays, and says so."""
        select = self.control.select if isinstance(self.control, SourcePick) else self.control
        if isinstance(select, Select):
            held = select.value()
            known = [value for value, _ in options]
            gone = [] if held is None or held in known else [(held, "（这一栏没有了，请重选）")]
            select.set_options([*options, *gone])

    def set_read_only(self, read_only: bool) -> None:
        """For who may only look."""
        if isinstance(self.control, LineEdit):
            self.control.setReadOnly(read_only)
        else:
            self.control.setEnabled(not read_only)

    def set_state(self, state: str) -> None:
        """ "" or "error"."""
        control = self.control.select if isinstance(self.control, SourcePick) else self.control
        control.set_state(state)

    def name_for(self, order: int) -> None:
        """Say to a screen reader to which row it belongs."""
        words = f"第 {order} 行{self.spec.label}"
        if isinstance(self.control, SourcePick):
            self.control.select.setAccessibleName(words)
            self.control.words.setAccessibleName(f"{words}：固定文字")
        else:
            self.control.setAccessibleName(words)

    def _on_typed(self) -> None:
        if self.spec.kind == "number" and isinstance(self.control, LineEdit):
            digits = "".join(mark for mark in self.control.text() if mark.isdecimal())
            if digits != self.control.text():
                self.control.setText(digits)
        self.edited.emit()

    def _apply(self) -> None:
        if self.spec.kind != "check":
            self.setMinimumWidth(theme().size(_LEAST))


def split_words(text: str) -> tuple[str, ...]:
    """What was typed with a semicolon between, blanks among it: they go when it is kept."""
    return tuple(text.replace(";", WORDS_MARK).split(WORDS_MARK)) if text else ()


def written(value: Any) -> str:
    """A value as its line shows it."""
    if isinstance(value, tuple):
        return WORDS_MARK.join(value)
    return "" if value == 0 else str(value)


def _read(kind: str, text: str) -> Any:
    if kind == "number":
        return int(text) if text.isdecimal() else 0
    return split_words(text) if kind == "words" else text


def _control(spec: CellSpec) -> Control:
    if spec.kind == "check":
        return CheckBox(spec.label)
    if spec.kind == "select":
        return Select(spec.options, name=spec.label, placeholder="请选择")
    if spec.kind == "source":
        return SourcePick(spec.label)
    length = _DIGITS if spec.kind == "number" else FREE_LENGTH
    return LineEdit(spec.placeholder, name=spec.label, max_length=length, digits=spec.kind == "number")
