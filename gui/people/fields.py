"""The fields of a person's form, their place on the page, and reading and writing all of them at once."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from domain.identity import Sex
from domain.labels import SEX_LABELS, field_label
from domain.people_rules import PersonForm
from domain.tables import limit
from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.field import Field
from gui.kit.line_edit import LineEdit
from gui.kit.problems import Problem
from gui.kit.scroll import Scroll
from gui.kit.segmented import Segmented
from gui.kit.text_area import TextArea
from gui.people.category_picker import CategoryPicker
from gui.theme import follow_theme, theme

MASKED = ("identity", "phone", "phone2", "card_number")
SIDE = 344
# Narrower than this (at 100 %) the categories and the note stand under the fields.
_BESIDE_LEAST = 860
_ANY = 16_777_215
NOTE = 84
# Pasted text longer than its limit is kept and pointed at, never cut; this only bounds what one field takes in.
_ROOM = 400
_PLACEHOLDERS = {
    "identity": "18 位，末位可为 X",
    "birth": "1968-11-02，或只写年份",
    "phone": "手机，或 0731-85550199",
    "service_from": "1987-10，或只写年份",
    "service_to": "1991-12，或只写年份",
    "former_names": "几个的用顿号隔开",
    "identity_reason": "比如：老证件，与户口簿一致",
    "reception_note": "接待时要留意的，比如听力差、由谁陪同",
    "honours": "比如：三等功 1989、光荣牌",
}
_LABELS = {"identity_reason": "证件号校验不过的保留原因"}
# field → row, column, columns taken; reading order is the order of Tab.
_PLACES: dict[str, tuple[int, int, int]] = {
    "name": (0, 0, 2),
    "identity": (0, 2, 2),
    "sex": (1, 0, 1),
    "birth": (1, 1, 1),
    "identity_reason": (1, 2, 2),
    "phone": (2, 0, 1),
    "phone2": (2, 1, 1),
    "card_number": (2, 2, 1),
    "community": (2, 3, 1),
    "address": (3, 0, 2),
    "household_address": (3, 2, 2),
    "service_from": (4, 0, 1),
    "service_to": (4, 1, 1),
    "former_names": (4, 2, 2),
    "honours": (5, 0, 2),
    "reception_note": (5, 2, 2),
}
_COLUMNS = 4


class PersonFields(QWidget):
    """`edited(field)` for every change, `left(field)` when one is done with, `reveal_requested(field)` by its eye."""

    edited = Signal(str)
    left = Signal(str)
    reveal_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, LineEdit] = {}
        self.fields: dict[str, Field] = {}
        self.name_unclear = CheckBox("姓名不清", small=True)
        sexes = [(sex.value, SEX_LABELS[sex]) for sex in (Sex.MALE, Sex.FEMALE, Sex.UNSTATED, Sex.UNKNOWN)]
        self.sex = Segmented(sexes, name="性别", value=Sex.UNKNOWN.value, fill=True)
        self.categories = CategoryPicker()
        self.note = TextArea("只写办事需要的，勿录入涉密内容", name="备注", max_length=limit("note"))
        self._lay_out()
        self._connect()

    # ---- the form

    def form(self) -> PersonForm:
        """What stands on the screen."""
        texts: Mapping[str, Any] = {field: line.text() for field, line in self.lines.items()}
        return PersonForm(
            **texts,
            name_unclear=self.name_unclear.isChecked(),
            sex=str(self.sex.value() or Sex.UNKNOWN.value),
            categories=self.categories.value(),
            note=self.note.text(),
        )

    def set_form(self, form: PersonForm) -> None:
        """Show a form; nothing is sent."""
        values = asdict(form)
        for field, line in self.lines.items():
            line.hide_again()
            line.setText(values[field])
        self.name_unclear.blockSignals(True)
        self.name_unclear.setChecked(form.name_unclear)
        self.name_unclear.blockSignals(False)
        self.sex.set_value(form.sex if form.sex in set(Sex) else Sex.UNKNOWN.value)
        self.categories.set_value(form.categories)
        self.note.set_text(form.note)
        self.offer_reason(False)

    def offer_eyes(self, masked: PersonForm | None) -> None:
        """Offer to show the numbers that stand masked; None for a new record, which has none."""
        values = asdict(masked) if masked is not None else {}
        for field in MASKED:
            self.lines[field].set_eye(bool(values.get(field)))

    def cover(self) -> None:
        """Mask what is shown whole."""
        for field in MASKED:
            self.lines[field].hide_again()

    def show_faults(self, faults: Mapping[str, str]) -> list[Problem]:
        """Put each sentence under its field; the problems in reading order. One without a field stands at the name."""
        found = []
        for key, field in self.fields.items():
            if key in faults:
                field.set_error(faults[key].rstrip("。"))
                found.append(Problem(field_label(key), faults[key], field.control))
        stray = [sentence for key, sentence in faults.items() if key not in self.fields]
        if stray and not found:
            name = self.fields["name"]
            name.set_error(stray[0].rstrip("。"))
            found.append(Problem(field_label("name"), stray[0], name.control))
        return found

    def offer_reason(self, wanted: bool) -> None:
        """Ask why a number is kept that fails its check; a reason that stands there already is never hidden."""
        self.fields["identity_reason"].setVisible(wanted or bool(self.lines["identity_reason"].text()))

    def focus_on(self, field: str) -> None:
        """Go to a field by its name; an unknown one means the first."""
        found = self.fields.get(field, self.fields["name"])
        found.control.setFocus()

    # ---- building

    def _lay_out(self) -> None:
        row = self._row = HBox(self, gap="m")
        left = Card()
        grid = Grid(gap="m", row_gap="xs")
        for field, place in _PLACES.items():
            self.fields[field] = self._make(field)
            grid.addWidget(self.fields[field], place[0], place[1], 1, place[2])
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.fields["name"].add_corner(self.name_unclear)
        left.body.addLayout(grid)
        left.body.addStretch(1)
        row.addWidget(left, 1)
        row.addWidget(self._side())

    def _side(self) -> QWidget:
        self._column = QWidget()
        column = VBox(self._column, gap="m")
        card = Card("人员类别", dense=True)
        self.fields["categories"] = Field("可以选几项", self.categories)
        card.body.addWidget(Scroll(self.fields["categories"]), 1)
        column.addWidget(card, 1)
        note = Card()
        self.fields["note"] = Field("备注", self.note)
        self.fields["note"].add_corner(self.note.counter)
        note.body.addWidget(self.fields["note"])
        column.addWidget(note)
        follow_theme(self._apply)
        return self._column

    def _make(self, field: str) -> Field:
        control: QWidget
        if field == "sex":
            control = self.sex
        else:
            control = LineEdit(
                _PLACEHOLDERS.get(field, ""),
                name=field_label(field),
                max_length=_ROOM,
                digits=field in ("phone", "phone2", "card_number", "birth", "service_from", "service_to"),
                latin=field == "identity",
            )
            self.lines[field] = control
        return Field(_LABELS.get(field, field_label(field)), control, required=field == "name")

    def _connect(self) -> None:
        for field, line in self.lines.items():
            line.textEdited.connect(self._sender(self.edited.emit, field))
            line.left.connect(self._sender(self.left.emit, field))
            line.reveal_requested.connect(self._sender(self.reveal_requested.emit, field))
        self.name_unclear.toggled.connect(self._sender(self.edited.emit, "name_unclear"))
        self.sex.chosen.connect(self._sender(self.edited.emit, "sex"))
        self.sex.left.connect(self._sender(self.left.emit, "sex"))
        self.categories.changed.connect(self._sender(self.edited.emit, "categories"))
        self.note.edited.connect(self._sender(self.edited.emit, "note"))
        self.note.left.connect(self._sender(self.left.emit, "note"))

    @staticmethod
    def _sender(send: Callable[[str], None], field: str) -> Callable[..., None]:
        return lambda *_: send(field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def _apply(self) -> None:
        beside = self.width() >= theme().size(_BESIDE_LEAST)
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._column.setMinimumWidth(theme().size(SIDE) if beside else 0)
        self._column.setMaximumWidth(theme().size(SIDE) if beside else _ANY)
        self.note.setFixedHeight(theme().size(NOTE))
        self.name_unclear.setFixedHeight(theme().line("label"))
