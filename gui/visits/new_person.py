"""Somebody the register doesn't know: the few fields needed, checked while they are typed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.glyphs import undrawable_sentence
from domain.identity import IdentityReading, Sex, read_identity
from domain.labels import SEX_LABELS, identity_words
from domain.names import normalise_name
from domain.people_rules import PersonForm, warnings_person
from domain.phones import read_phone
from gui.kit.boxes import HBox
from gui.kit.field import Field
from gui.kit.line_edit import LineEdit
from gui.kit.segmented import Segmented
from gui.kit.tip import set_tip
from gui.visits.block_errors import FieldBlock
from gui.visits.find_row import FREE_LENGTH
from gui.visits.short_field import ShortField

PREFIX = "new_person."
_BAD_CHECK = "校验没通过，请核对"


class NewPerson(FieldBlock):
    """Two rows of fields. The block lays out `top` and `bottom`; this widget itself shows nothing."""

    person_changed = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._kept = PersonForm()
        self._unclear = False
        self._sex_taken = self._birth_taken = False
        self.hide()
        self.name = _line("姓名", "照证件写")
        self.identity = _line("证件号", "18 位，末位可为 X", latin=True)
        self.phone = _line("联系电话", "没有可不填", digits=True)
        sexes = [(sex.value, SEX_LABELS[sex]) for sex in (Sex.MALE, Sex.FEMALE)]
        self.sex = Segmented(sexes, name="性别", fill=True, optional=True)
        self.birth = _line("出生日期", "1968-03-12")
        self.address = _line("住址", "街道社区、路、号")
        self.reason = _line("保留原因", "如证件印的就是")
        self._fields: dict[str, Field] = {
            "name": Field("姓名", self.name, required=True),
            "identity": Field("证件号", self.identity),
            "phone": Field("联系电话", self.phone),
            "sex": ShortField("性别", self.sex),
            "birth": ShortField("出生", self.birth),
            "address": ShortField("住址", self.address),
            "identity_reason": ShortField("保留原因", self.reason, required=True),
        }
        self.top = self._row(("name", 130), ("identity", 220), ("phone", 180))
        self.bottom = self._row(("sex", 2), ("birth", 3), ("address", 5), ("identity_reason", 4))
        self._fields["identity_reason"].hide()
        self._connect()

    # ---- values

    def form(self) -> PersonForm:
        """The person as typed; what this desk doesn't ask for stays as it was given."""
        sex = self.sex.value()
        return replace(
            self._kept,
            name=self.name.text(),
            name_unclear=self._unclear,
            identity=self.identity.text(),
            identity_reason=self.reason.text() if self._bad_check() else "",
            sex=str(sex) if sex is not None else Sex.UNKNOWN.value,
            birth=self.birth.text(),
            phone=self.phone.text(),
            address=self.address.text(),
        )

    def set_form(self, form: PersonForm) -> None:
        """Show a person who is being typed."""
        self._kept = form
        self.name.setText(form.name)
        self.identity.setText(form.identity)
        self.reason.setText(form.identity_reason)
        self.sex.set_value(form.sex if form.sex in (Sex.MALE, Sex.FEMALE) else None)
        self.birth.setText(form.birth)
        self.phone.setText(form.phone)
        self.address.setText(form.address)
        self._sex_taken = self.sex.value() is not None and not self._derived_sex(self._reading())
        self._birth_taken = bool(form.birth) and form.birth != self._derived_birth(self._reading())
        self.set_unclear(form.name_unclear)

    def set_unclear(self, unclear: bool) -> None:
        """The name isn't clear: it may stay empty."""
        self._unclear = unclear
        self._fields["name"].set_required(not unclear)
        self._derive()
        self._refresh()

    # ---- the block

    def fields(self) -> Mapping[str, Field]:
        return {PREFIX + key: field for key, field in self._fields.items()}

    def stops(self) -> tuple[list[QWidget], list[QWidget]]:
        """Where Tab and Enter stop, in order: the upper row, and the one below it."""
        rows = ("name", "identity", "phone"), ("sex", "birth", "address", "identity_reason")
        above, below = ([self._fields[key].control for key in row] for row in rows)
        return above, below

    def first_empty(self) -> QWidget:
        """Where to go on typing."""
        return next((edit for edit in (self.name, self.identity, self.phone) if not edit.text().strip()), self.name)

    def _help(self, key: str, field: Field) -> None:
        field.clear()
        told = {"name": self._help_name, "identity": self._help_identity, "phone": self._help_phone}
        name = key.removeprefix(PREFIX)
        if name in told:
            told[name](field)
        elif name == "birth":
            sentence = warnings_person(self.form(), self._today()).get("birth", "")
            set_tip(self.birth, sentence)

    def _help_name(self, field: Field) -> None:
        typed = self.name.text()
        missing = undrawable_sentence(normalise_name(typed))
        if missing:
            field.set_error(missing.rstrip("。"))
        elif self._unclear and not typed.strip():
            field.set_hint("可不填")

    def _help_identity(self, field: Field) -> None:
        reading = self._reading()
        if reading.state == "ok":
            field.set_ok(identity_words(reading))
        elif reading.state == "incomplete":
            field.set_hint(reading.message)
        elif reading.state == "bad_check" and self.reason.text().strip():
            field.set_hint("校验没通过，按写明的原因保留")
        elif reading.state == "bad_check":
            # The whole sentence stands in the head of the block, where there is room for it.
            field.set_error(_BAD_CHECK)
        elif reading.state == "bad":
            field.set_error(reading.message.rstrip("。"))

    def _help_phone(self, field: Field) -> None:
        reading = read_phone(self.phone.text())
        if reading.state == "bad":
            field.set_error(reading.message.rstrip("。"))
        elif reading.state == "incomplete" or reading.message:
            field.set_hint(reading.message)

    # ---- what the number says

    def _reading(self) -> IdentityReading:
        return read_identity(self.identity.text(), self._today())

    def _bad_check(self) -> bool:
        return self._reading().state == "bad_check"

    def _derive(self) -> None:
        """Sex and birth follow the number until the operator takes them in hand herself."""
        reading = self._reading()
        if not self._sex_taken:
            self.sex.set_value(self._derived_sex(reading))
        if not self._birth_taken:
            self.birth.setText(self._derived_birth(reading))
        self._fields["identity_reason"].setVisible(reading.state == "bad_check")

    @staticmethod
    def _derived_sex(reading: IdentityReading) -> str | None:
        return reading.sex.value if reading.state == "ok" and reading.sex in (Sex.MALE, Sex.FEMALE) else None

    @staticmethod
    def _derived_birth(reading: IdentityReading) -> str:
        return reading.birth.isoformat() if reading.state == "ok" and reading.birth else ""

    # ---- slots

    def _row(self, *shares: tuple[str, int]) -> QWidget:
        widget = QWidget(self.parentWidget())
        row = HBox(widget, gap="m")
        for key, share in shares:
            row.addWidget(self._fields[key], share)
        return widget

    def _connect(self) -> None:
        edits = {
            "name": self.name,
            "identity": self.identity,
            "phone": self.phone,
            "birth": self.birth,
            "address": self.address,
            "identity_reason": self.reason,
        }
        for key, edit in edits.items():
            edit.textEdited.connect(lambda _text, key=key: self._on_edited(key))
            edit.left.connect(lambda key=key: self._on_left(key))
        self.sex.chosen.connect(lambda _value: self._on_edited("sex"))

    def _on_edited(self, key: str) -> None:
        if key == "sex":
            self._sex_taken = True
        elif key == "birth":
            self._birth_taken = bool(self.birth.text().strip())
        elif key == "identity":
            self._derive()
        self._touch(PREFIX + key)

    def _on_left(self, key: str) -> None:
        if key in ("name", "identity", "phone", "birth"):
            self.person_changed.emit(self.form())
        self.left.emit(PREFIX + key)


def _line(name: str, placeholder: str, *, digits: bool = False, latin: bool = False) -> LineEdit:
    return LineEdit(placeholder, name=name, digits=digits, latin=latin, max_length=FREE_LENGTH)
