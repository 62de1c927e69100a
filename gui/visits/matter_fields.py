"""办件信息: the fields that the catalogue asks for besides, typed beside the desk.

They start with what is on file for the person. Every change is the desk's at once, so that Esc, the lock and a crash
lose nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.catalogue import CatalogueEntry
from domain.field_specs import FieldSpec, initial_value, read_fields
from domain.labels import person_category_label
from domain.people_rules import PersonForm
from gui.kit.boxes import VBox
from gui.kit.button import Button
from gui.kit.field_form import FieldForm
from gui.kit.label import Label
from gui.kit.overlay import Overlay, Panel
from gui.kit.scroll import Scroll

KEY = "Alt+I"
WIDTH = 560
_MASK = "*"
_LATER = "还不知道的可以空着，报送、办结以前在办件里补。"


def record_values(person: PersonForm) -> dict[str, str]:
    """Field of a person → what is on file. A number that is shown masked is none: it can't be stored again."""
    texts = {item.name: getattr(person, item.name) for item in fields(person)}
    texts["categories"] = "、".join(person_category_label(code) for code in person.categories)
    return {name: value for name, value in texts.items() if isinstance(value, str) and value and _MASK not in value}


class MatterFields:
    """The values of one matter's fields, as typed.

    What stands on the person's file fills in whatever nobody typed, and goes with her. A matter that is `settled` (it
    was saved before) says what was saved and nothing else.
    """

    def __init__(self) -> None:
        self._entry: CatalogueEntry | None = None
        self._today = date.min
        self._record: Mapping[str, str] = {}
        self._typed: dict[str, str] = {}
        self._from_file: dict[str, str] = {}
        self._settled = False

    @property
    def today(self) -> date:
        """The day by which dates are read."""
        return self._today

    def set_today(self, today: date) -> None:
        """The day by which dates are read."""
        self._today = today

    def set_entry(self, entry: CatalogueEntry | None) -> None:
        """The same matter as the catalogue has it now."""
        self._entry = entry

    def show(self, entry: CatalogueEntry | None, pairs: Sequence[tuple[str, str]], *, settled: bool) -> None:
        """Another matter, filled in as it was."""
        self._entry, self._typed, self._from_file, self._settled = entry, dict(pairs), {}, settled

    def take(self, entry: CatalogueEntry | None) -> None:
        """The operator took another matter: what she typed stays where the new one asks for it and can read it."""
        self._entry, self._settled = entry, False
        own = {code: value for code, value in self._typed.items() if value and value != self._from_file.get(code)}
        if entry is not None:
            values, faults = read_fields(entry.fields, own, self._today)
            own = {code: value for code, value in values.items() if value and code not in faults}
        self._typed, self._from_file = own, {}
        self._fill_in()

    def set_record(self, record: Mapping[str, str]) -> None:
        """What is on file for the visitor; nothing for nobody."""
        self._record = record
        self._fill_in()

    def type(self, values: Mapping[str, str]) -> None:
        """The operator changed these."""
        self._typed.update(values)

    def text(self, code: str) -> str:
        """What stands in a field."""
        return self._typed.get(code, "")

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All of it for a `MatterForm`. A field that was emptied is told as such, so that it isn't filled in again."""
        if self._entry is None:
            return tuple(self._typed.items())
        values = self._read()[0]
        known = {spec.code for spec in self._entry.fields}
        rest = {code: value for code, value in self._typed.items() if code not in known}
        return tuple((code, value) for code, value in {**values, **rest}.items() if code in self._typed)

    def count(self) -> tuple[int, int, tuple[str, ...]]:
        """How many fields are filled in, how many are asked for, and which of the required ones are empty."""
        values, _ = self._read()
        specs = () if self._entry is None else self._entry.fields
        missing = tuple(spec.label for spec in specs if spec.required and values.get(spec.code) == "")
        return sum(map(bool, values.values())), len(values), missing

    def unreadable(self) -> bool:
        """Whether something is typed that can't be kept."""
        values, faults = self._read()
        return any(values[code] for code in faults)

    def _read(self) -> tuple[dict[str, str], dict[str, str]]:
        return read_fields(() if self._entry is None else self._entry.fields, self._typed, self._today)

    def _fill_in(self) -> None:
        if self._entry is None or self._settled:
            return
        for spec in self._entry.fields:
            now, before, start = self._typed.get(spec.code), self._from_file.get(spec.code), self._start(spec)
            if now is not None and now != before and (now != start or not start):
                # Typed by the operator, or emptied by her.
                continue
            self._typed.pop(spec.code, None)
            self._from_file.pop(spec.code, None)
            if start:
                self._typed[spec.code] = self._from_file[spec.code] = start

    def _start(self, spec: FieldSpec) -> str:
        """What a field starts with: what is on file if it can be kept here, else what the catalogue says."""
        values, faults = read_fields((replace(spec, when=""),), self._record, self._today)
        on_file = values.get(spec.code, "")
        return on_file if on_file and spec.code not in faults else initial_value(spec, self._today)


class FieldsPanel(Panel):
    """The form. `typed(values)` for what was changed, field by field."""

    typed = Signal(object)

    def __init__(self, entry: CatalogueEntry, values: MatterFields, faults: Mapping[str, str]) -> None:
        super().__init__("办件信息", entry.label)
        self._faults = dict(faults)
        self.form = FieldForm(entry.fields, today=values.today)
        self._shown = {spec.code: values.text(spec.code) for spec in entry.fields}
        self.form.set_values(self._shown)
        inside = QWidget()
        column = VBox(inside, margin=("none", "none", "s", "none"))
        column.addWidget(self.form)
        self.body.addWidget(Label(_LATER, "hint", "t3"))
        self.body.addWidget(Scroll(inside), 1)
        self.done = Button("填好了", "primary", shortcut="Ctrl+Return")
        self.foot.addStretch(1)
        self.add_foot(self.done)
        self.form.changed.connect(self._on_changed)
        self.done.clicked.connect(self.dismissed)

    def take_keyboard(self) -> None:
        """To the first field that is wrong, else to the first that is wanted and empty."""
        if self._faults:
            self.form.show_faults(self._faults)
        else:
            self.form.focus_first()

    def show_values(self, values: MatterFields) -> None:
        """What is on file for the visitor came only now: show what it filled in, and leave the rest as it is."""
        came = {code: values.text(code) for code, before in self._shown.items() if values.text(code) != before}
        self._shown.update(came)
        self.form.set_values(came)

    def _on_changed(self) -> None:
        values = self.form.values()
        changed = {code: value for code, value in values.items() if value != self._shown[code]}
        self._shown.update(changed)
        self.typed.emit(changed)


def show_fields(host: QWidget, panel: FieldsPanel) -> Overlay:
    """Open the panel at the right of `host`, a window."""
    overlay = Overlay(host, panel, width=WIDTH, align="right")
    overlay.open()
    panel.take_keyboard()
    return overlay
