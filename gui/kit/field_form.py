"""A form made from a list of declared fields: the right control for each kind, checked when the keyboard leaves it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.dates import read_date
from domain.field_specs import NO, YES, FieldKind, FieldSpec, asked, field_warnings, initial_value, read_fields
from domain.tables import limit
from domain.workdays import short_weekday
from gui.kit.boxes import Grid, VBox
from gui.kit.field import Field
from gui.kit.line_edit import LineEdit
from gui.kit.paint import text_width
from gui.kit.problems import Problem
from gui.kit.segmented import Segmented
from gui.kit.select import Select
from gui.kit.text_area import TextArea
from gui.theme import follow_theme, theme

# More than may be kept, so that a pasted text that is too long is told and never cut in silence.
_FREE_LENGTH = 20_000
# Up to so many options of so many characters stand side by side; more are folded away.
_SEGMENTS = 3
_SEGMENT_LETTERS = 8
_COLUMNS = 2
_LEFT_OUT = "不填"
_PLACEHOLDERS = {
    FieldKind.DATE: "如 11-24、=（今天）、+7",
    FieldKind.PARTIAL: "如 1987、1987-10、1987-10-03",
    FieldKind.NUMBER: "整数",
    FieldKind.PHONE: "11 位手机号或带区号的座机",
}
# Typed without an input method in between.
_LATIN = (FieldKind.DATE, FieldKind.PARTIAL)
_DIGITS = (FieldKind.NUMBER, FieldKind.PHONE)
_PICKED = (FieldKind.CHOICE, FieldKind.YES_NO)

_Control = LineEdit | TextArea | Segmented | Select


def _options(spec: FieldSpec) -> list[tuple[object, str]]:
    words = (YES, NO) if spec.kind is FieldKind.YES_NO else spec.choices
    left_out: list[tuple[object, str]] = [] if spec.required else [("", _LEFT_OUT)]
    return [*((word, word) for word in words), *left_out]


def _picker(spec: FieldSpec) -> Segmented | Select:
    options = _options(spec)
    words = [word for value, word in options if value]
    value = None if spec.required else ""
    if len(words) <= _SEGMENTS and all(len(word) <= _SEGMENT_LETTERS for word in words):
        return Segmented(options, name=spec.label, value=value, fill=True)
    return Select(options, name=spec.label, placeholder="请选择", value=value)


def _control(spec: FieldSpec) -> _Control:
    if spec.kind in _PICKED:
        return _picker(spec)
    if spec.kind is FieldKind.LONG:
        area = TextArea(name=spec.label, max_length=limit("note"))
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return area
    return LineEdit(
        _PLACEHOLDERS.get(spec.kind, ""),
        name=spec.label,
        max_length=_FREE_LENGTH,
        latin=spec.kind in _LATIN,
        digits=spec.kind in _DIGITS,
    )


class FormRow:
    """One field of the form with its control."""

    def __init__(self, spec: FieldSpec, today: date) -> None:
        self.spec, self._today = spec, today
        self.control = _control(spec)
        self.field = Field(spec.label, self.control, required=spec.required, hint=spec.hint)
        if isinstance(self.control, TextArea):
            self.field.add_corner(self.control.counter)
        self.set_text(initial_value(spec, today))

    def text(self) -> str:
        """What stands in the control."""
        if isinstance(self.control, LineEdit | TextArea):
            return self.control.text()
        return str(self.control.value() or "")

    def set_text(self, words: str) -> None:
        """Show a value; one that isn't offered any more is told under the field, and none is taken."""
        self.field.clear()
        if isinstance(self.control, TextArea):
            self.control.set_text(words)
        elif isinstance(self.control, LineEdit):
            self.control.setText(words)
            self.note_day()
        else:
            offered = {value for value, _ in _options(self.spec)}
            self.control.set_value(words if words in offered else None)
            if words and words not in offered:
                self.field.set_warning(f"原来选的“{words}”现在没有这一项，请重新选。")

    def note_day(self) -> None:
        """Which day was meant, at the end of a date's field: 今天 周二, or the whole day while it is typed short."""
        if self.spec.kind is not FieldKind.DATE or not isinstance(self.control, LineEdit):
            return
        day = read_date(self.control.text(), self._today).value
        if day is None:
            self.control.set_note("")
            return
        named = "今天 " if day == self._today else ""
        whole = "" if self.control.text() == day.isoformat() else f"{day.isoformat()} "
        self.control.set_note(f"{whole}{named}{short_weekday(day)}")

    def listen(self, on_edited: Callable[[], None], on_left: Callable[[], None]) -> None:
        """Call these for what the operator changes, and when the keyboard goes on."""
        if isinstance(self.control, LineEdit):
            self.control.textEdited.connect(lambda _words: on_edited())
        elif isinstance(self.control, TextArea):
            self.control.edited.connect(on_edited)
        else:
            self.control.chosen.connect(lambda _value: on_edited())
        self.control.left.connect(on_left)


class _Place(NamedTuple):
    """Where a field stands in the grid."""

    code: str
    line: int
    column: int
    span: int


class FieldForm(QWidget):
    """The form. `changed`: the operator changed something, which `set_values` never tells.

    Two columns where they fit. A field that isn't asked for with the present choices is hidden, and no value of it is
    given out; what stood in it comes back with it.
    """

    changed = Signal()

    def __init__(self, specs: Sequence[FieldSpec], *, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._specs, self._today = tuple(specs), today
        self.rows: dict[str, FormRow] = {spec.code: FormRow(spec, today) for spec in self._specs}
        self._laid: tuple[_Place, ...] = ()
        column = VBox(self)
        self._grid = Grid(gap="l", row_gap="s")
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        for code, row in self.rows.items():
            row.field.setParent(self)
            row.listen(partial(self._on_edited, code), partial(self._on_left, code))
        follow_theme(self._arrange)

    def values(self) -> dict[str, str]:
        """What was typed, in one way of writing; fields that aren't asked for are left out."""
        return self._read()[0]

    def faults(self) -> dict[str, str]:
        """What is wrong with it: field → Chinese sentence, what is missing among it."""
        return self._read()[1]

    def missing(self) -> tuple[str, ...]:
        """The labels of the required fields that are still empty."""
        values = self.values()
        return tuple(spec.label for spec in self._specs if spec.required and values.get(spec.code) == "")

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill fields in; those that aren't named stay as they are, those that aren't known are passed over."""
        for code, row in self.rows.items():
            if code in values:
                row.set_text(values[code])
        self._arrange()

    def show_faults(self, faults: Mapping[str, str]) -> dict[str, str]:
        """Say under each field what is wrong and go to the first; what has no field here comes back."""
        shown = [code for code in self._asked() if code in faults]
        for code, row in self.rows.items():
            if code in shown:
                row.field.set_error(faults[code])
            elif row.field.state == "error":
                row.field.clear()
        if shown:
            self.problems()[0].jump()
        return {code: sentence for code, sentence in faults.items() if code not in shown}

    def problems(self) -> list[Problem]:
        """What is marked as wrong now, in reading order, for the action bar."""
        rows = [self.rows[code] for code in self._asked()]
        return [Problem(row.spec.label, row.field.message, row.control) for row in rows if row.field.state == "error"]

    def focus_first(self) -> None:
        """Go to the first required field that is empty, else to the first field."""
        values, order = self.values(), self._asked()
        empty = (code for code in order if self.rows[code].spec.required and not values[code])
        at = next(empty, order[0] if order else None)
        if at is not None:
            self.rows[at].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _read(self) -> tuple[dict[str, str], dict[str, str]]:
        return read_fields(self._specs, {code: row.text() for code, row in self.rows.items()}, self._today)

    def _asked(self) -> list[str]:
        """The fields that are asked for, in their order."""
        values = self.values()
        return [spec.code for spec in self._specs if asked(spec, values) and spec.code in values]

    def _on_edited(self, code: str) -> None:
        row = self.rows[code]
        row.field.clear()
        row.note_day()
        self._arrange()
        self.changed.emit()

    def _on_left(self, code: str) -> None:
        """Write the value as it is kept and say what is wrong. That nothing was typed is only told when saving."""
        row = self.rows[code]
        values, faults = self._read()
        if code not in values:
            return
        if code in faults and row.text().strip():
            row.field.set_error(faults[code])
            return
        if row.field.state == "error" and code not in faults:
            row.field.clear()
        if row.text() != values[code] and isinstance(row.control, LineEdit):
            row.control.setText(values[code])
            row.note_day()
        if warning := field_warnings((row.spec,), values).get(code, ""):
            row.field.set_warning(warning)

    def _arrange(self) -> None:
        """Put the fields that are asked for into one column or two, in reading order."""
        wide = self.width() >= theme().metrics.form_two_columns
        room = (self.width() - theme().space("l")) // 2
        places: list[_Place] = []
        line, column = 0, 0
        for code in self._asked():
            span = 1 if wide and self._fits(self.rows[code], room) else _COLUMNS
            if column + span > _COLUMNS:
                line, column = line + 1, 0
            places.append(_Place(code, line, column, span))
            column += span
        self._lay(tuple(places))

    def _fits(self, row: FormRow, room: int) -> bool:
        if isinstance(row.control, TextArea):
            return False
        wanted = [row.field.minimumSizeHint().width(), text_width(row.spec.hint, theme().font("hint"))]
        if isinstance(row.control, Select):
            wanted.append(row.control.sizeHint().width())
        return max(wanted) <= room

    def _lay(self, places: tuple[_Place, ...]) -> None:
        if places == self._laid:
            return
        self._laid = places
        shown = {place.code for place in places}
        for code, row in self.rows.items():
            self._grid.removeWidget(row.field)
            if code not in shown:
                row.field.hide()
        for place in places:
            field = self.rows[place.code].field
            self._grid.addWidget(field, place.line, place.column, 1, place.span)
            field.show()
