"""The plain fields of an entry, declared as a table: what is called how, which control, on which page of the editor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.catalogue import LEDGERS, PAPERS, CatalogueEntry, CatalogueMaterial, HandOffField
from domain.field_specs import FieldKind, FieldSpec
from domain.labels import PAPER_LABELS
from domain.tables import limit
from domain.vocabulary import matter_categories
from gui.kit.boxes import Grid, VBox
from gui.kit.check_box import CheckBox
from gui.kit.field import Field
from gui.kit.line_edit import LineEdit
from gui.kit.segmented import Segmented
from gui.kit.select import Select
from gui.kit.text_area import TextArea
from gui.settings.catalogue_cells import FREE_LENGTH, CellSpec, split_words, written
from gui.settings.catalogue_rows import RowsSpec
from gui.settings.catalogue_words import KINDS, LABELS, LEDGER_WORDS, ROUTES, SHAPES, UNIT_WORDS
from gui.theme import follow_theme, theme

_DIGITS = 6
_PARTS = 12
_LONG_HEIGHT = 84

MATERIALS = RowsSpec(
    "材料",
    CatalogueMaterial(name=""),
    (
        CellSpec("name", LABELS["name"], share=5),
        CellSpec("shape", LABELS["shape"], "select", share=4, options=tuple(SHAPES.items())),
        CellSpec("copies", LABELS["copies"], "number", share=1),
        CellSpec("required", "必须交", "check"),
        CellSpec("requirement", LABELS["requirement"], line=1, share=3),
        CellSpec("issuer", LABELS["issuer"], line=1, share=3),
        CellSpec("how", LABELS["how"], line=1, share=3),
        CellSpec("when", LABELS["when"], line=1, share=3, placeholder="都要就不填"),
    ),
)
FIELDS = RowsSpec(
    "栏目",
    FieldSpec(code="", label=""),
    (
        CellSpec("label", "栏目名称", share=4),
        CellSpec("kind", LABELS["kind"], "select", options=tuple(KINDS.items())),
        CellSpec("required", "必须填", "check"),
        CellSpec("future", "可填以后", "check"),
        CellSpec("choices", LABELS["choices"], "words", line=1, share=4, placeholder="用分号隔开"),
        CellSpec("initial", LABELS["initial"], line=1, share=2),
        CellSpec("hint", LABELS["hint"], line=2, share=3),
        CellSpec("when", "什么时候要填", "select", line=2, share=3),
    ),
)
HANDOFF = RowsSpec(
    "照抄的栏目",
    HandOffField(label="", source=""),
    (CellSpec("label", "网页上的栏目名称"), CellSpec("source", LABELS["source"], "source", share=3)),
)


@dataclass(frozen=True)
class FormSpec:
    """One field: the entry's attribute, the control, its share of twelve parts of a line."""

    name: str
    kind: Literal["line", "number", "words", "long", "select", "segments", "check"] = "line"
    parts: int = 6
    required: bool = False
    hint: str = ""
    options: tuple[tuple[object, str], ...] = ()


_CATEGORIES = tuple((one.code, one.label) for one in matter_categories())
BASIS = (
    FormSpec("label", required=True),
    FormSpec("group", parts=3, required=True, hint="目录按分组排"),
    FormSpec("category", "select", parts=3, required=True, options=_CATEGORIES),
    FormSpec("promised", "number", parts=2, required=True),
    FormSpec("unit", "segments", parts=4, required=True, options=tuple(UNIT_WORDS.items())),
    FormSpec("promise_source", required=True, hint="没有规定的，写“本站承诺”"),
    FormSpec("basis", parts=12),
    FormSpec("conditions", "long"),
    FormSpec("process", "long"),
    FormSpec("fee", parts=3),
    FormSpec("phone", parts=3),
    FormSpec("aliases", "words", hint="查找时用，分号隔开"),
    FormSpec("report_days", "number", parts=4, hint="多少天内，没有就不填"),
    FormSpec("report_trigger", "select", parts=8, hint="选本事项里的日期栏"),
)
WAY = (
    FormSpec("route", "segments", required=True, options=tuple(ROUTES.items())),
    FormSpec("recipient", hint="报送清单上印"),
    FormSpec("batch", "check", parts=12),
    FormSpec("hands_out", hint="如“优待证”，没有就不填"),
    FormSpec("item_number_label", hint="如“优待证号”"),
    FormSpec("ledger", "select", parts=12, options=tuple((code, LEDGER_WORDS[code]) for code in ("", *LEDGERS))),
)
SITE = (FormSpec("handoff_site", parts=12, hint="如“全国优待证管理系统”；不用照抄就不填"),)

_Control = LineEdit | TextArea | Select | Segmented | CheckBox


class EntryForm(QWidget):
    """The fields of one page of the editor. `edited` for each change by hand."""

    edited = Signal()

    def __init__(self, specs: Sequence[FormSpec], *, papers: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._specs = {spec.name: spec for spec in specs}
        self.controls = {spec.name: _control(spec) for spec in specs}
        self.fields = {
            spec.name: Field(
                "" if spec.kind == "check" else LABELS[spec.name],
                self.controls[spec.name],
                required=spec.required,
                hint=spec.hint,
            )
            for spec in specs
        }
        self.papers = {code: CheckBox(f"有{PAPER_LABELS[code]}") for code in PAPERS if papers}
        column = VBox(self)
        self._grid = Grid(gap="m", row_gap="xs")
        column.addLayout(self._grid)
        self._place()
        for box in self.papers.values():
            column.addWidget(box)
            column.add_gap("s")
            box.clicked.connect(lambda _on: self.edited.emit())
        for name in self.controls:
            self._listen(name)
        follow_theme(self._apply)

    def show_entry(self, entry: CatalogueEntry) -> None:
        """Show an entry; nothing is sent."""
        for name, control in self.controls.items():
            value = getattr(entry, name)
            self.fields[name].clear()
            if isinstance(control, LineEdit):
                control.setText(written(value))
            elif isinstance(control, TextArea):
                control.set_text(value)
            elif isinstance(control, CheckBox):
                control.setChecked(value)
            else:
                control.set_value(value)
        for code, box in self.papers.items():
            box.setChecked(code in entry.papers)

    def put_into(self, entry: CatalogueEntry) -> CatalogueEntry:
        """The entry with what stands here."""
        values: dict[str, Any] = {name: self._value(name) for name in self.controls}
        if self.papers:
            values["papers"] = tuple(code for code, box in self.papers.items() if box.isChecked())
        return replace(entry, **values)

    def offer(self, name: str, options: Sequence[tuple[object, str]], value: object) -> None:
        """Offer other options; `value` is kept, told as gone where it isn't among them."""
        control = self.controls[name]
        if isinstance(control, Select):
            known = [one for one, _ in options]
            control.set_options(options if value in known else [*options, (value, "（这一栏没有了，请重选）")])
            control.set_value(value)

    def show_faults(self, faults: Mapping[str, str], *, soft: bool = False) -> None:
        """Say under each field what is wrong, or only worth a second look."""
        for name, field in self.fields.items():
            if name in faults and soft:
                field.set_warning(faults[name])
            elif name in faults:
                field.set_error(faults[name])
            elif not soft and field.state == "error":
                field.clear()

    def go_to(self, name: str) -> None:
        """Go to a field."""
        self.fields[name].control.setFocus()

    def set_read_only(self, read_only: bool) -> None:
        """For who may only look."""
        for control in self.controls.values():
            if isinstance(control, LineEdit | TextArea):
                control.setReadOnly(read_only)
            else:
                control.setEnabled(not read_only)
        for box in self.papers.values():
            box.setEnabled(not read_only)

    def _value(self, name: str) -> Any:
        control, kind = self.controls[name], self._specs[name].kind
        if isinstance(control, CheckBox):
            return control.isChecked()
        if isinstance(control, LineEdit | TextArea):
            text = control.text()
            if kind == "number":
                return int(text) if text.isdecimal() else 0
            return split_words(text) if kind == "words" else text
        taken = control.value()
        return "" if taken is None else taken

    def _listen(self, name: str) -> None:
        control = self.controls[name]
        if isinstance(control, LineEdit):
            control.textEdited.connect(lambda _text: self._on_edited(name))
        elif isinstance(control, TextArea):
            control.edited.connect(lambda: self._on_edited(name))
        elif isinstance(control, CheckBox):
            control.clicked.connect(lambda _on: self._on_edited(name))
        else:
            control.chosen.connect(lambda _value: self._on_edited(name))

    def _on_edited(self, name: str) -> None:
        control = self.controls[name]
        if self._specs[name].kind == "number" and isinstance(control, LineEdit):
            digits = "".join(mark for mark in control.text() if mark.isdecimal())
            if digits != control.text():
                control.setText(digits)
        self.fields[name].clear()
        self.edited.emit()

    def _place(self) -> None:
        line, taken = 0, 0
        for name, spec in self._specs.items():
            if taken + spec.parts > _PARTS:
                line, taken = line + 1, 0
            self._grid.addWidget(self.fields[name], line, taken, 1, spec.parts)
            taken += spec.parts
        for part in range(_PARTS):
            self._grid.setColumnStretch(part, 1)

    def _apply(self) -> None:
        for control in self.controls.values():
            if isinstance(control, TextArea):
                control.setFixedHeight(theme().size(_LONG_HEIGHT))
            elif not isinstance(control, CheckBox | Segmented):
                control.setMinimumWidth(0)


def _control(spec: FormSpec) -> _Control:
    name = LABELS[spec.name]
    if spec.kind == "check":
        return CheckBox(name)
    if spec.kind == "segments":
        return Segmented(spec.options, name=name, fill=True)
    if spec.kind == "select":
        return Select(spec.options, name=name, placeholder="请选择")
    if spec.kind == "long":
        area = TextArea(name=name, max_length=limit("note"))
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return area
    length = _DIGITS if spec.kind == "number" else FREE_LENGTH
    return LineEdit(name=name, max_length=length, digits=spec.kind == "number")


def date_options(entry: CatalogueEntry) -> list[tuple[object, str]]:
    """From which field the person's own time limit may run."""
    return [("", "没有"), *((spec.code, spec.label) for spec in entry.fields if spec.kind is FieldKind.DATE)]
