"""The unit for which somebody comes, or that comes itself: its name, whom to ask for there, phone and address."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from domain.guest_rules import UnitForm
from gui.kit.boxes import HBox
from gui.kit.button import IconButton
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.lookup import Choice, Lookup
from gui.kit.tip import set_tip
from gui.visits.find_row import FREE_LENGTH

PREFIX = "unit."
# What is asked of it, with its share of the width; the words stand in the empty fields.
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("name", "单位名称，个人来访不填", 44),
    ("contact", "联系人", 18),
    ("phone", "单位电话", 24),
    ("address", "单位地址", 40),
)


class UnitFound(Protocol):
    """A unit of the register, as far as the row needs it."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def contact(self) -> str: ...
    @property
    def phone_masked(self) -> str: ...
    @property
    def address(self) -> str: ...


FindUnits = Callable[[str], Sequence[UnitFound]]


class UnitRow(QWidget):
    """The row. Keys: "unit.name" … ; `edited(key)`, `left(key)`."""

    edited = Signal(str)
    left = Signal(str)

    def __init__(self, find: FindUnits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._party: int | None = None
        self.name = Lookup(
            lambda text: [_choice(unit) for unit in find(text)],
            name="单位名称",
            placeholder=COLUMNS[0][1],
            new_text="不在档案里，照写",
            say_count=False,
        )
        self.name.edit.setMaxLength(FREE_LENGTH)
        self.contact, self.phone, self.address = (
            LineEdit(label, name=label, digits=key == "phone", max_length=FREE_LENGTH)
            for key, label, _share in COLUMNS[1:]
        )
        self.remove = IconButton("dismiss", "去掉单位", size="small")
        self._parts: dict[str, QWidget] = {key: getattr(self, key) for key, _label, _share in COLUMNS}
        self._lay_out()
        self._connect()

    # ---- values

    def form(self) -> UnitForm | None:
        """The unit as typed, None for no unit."""
        form = UnitForm(
            party_id=self._party,
            name=self.name.text(),
            contact=self.contact.text(),
            phone=self.phone.text(),
            address=self.address.text(),
        )
        words = (form.name, form.contact, form.phone, form.address)
        return form if self._party is not None or any(word.strip() for word in words) else None

    def show_form(self, form: UnitForm | None) -> None:
        """Show a unit, or none."""
        unit = form or UnitForm()
        self._party = unit.party_id
        self.name.set_text(unit.name)
        self.contact.setText(unit.contact)
        self.phone.setText(unit.phone)
        self.address.setText(unit.address)
        self.show_errors({})

    # ---- for the panel around it

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key."""
        return {PREFIX + key: part for key, part in self._parts.items()}

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop; without a unit it is passed in one step."""
        return [self.name] if self.form() is None else [*self._parts.values()]

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """Mark the fields that are wrong."""
        for key, part in self._parts.items():
            sentence = sentences.get(PREFIX + key, "")
            look = getattr(part, "set_state", None)
            if callable(look):
                look("error" if sentence else "")
            part.setAccessibleDescription(sentence)
            set_tip(part, sentence)

    # ---- inside

    def _lay_out(self) -> None:
        row = HBox(self, gap="s")
        row.addWidget(Label("单位", "label", "t2"))
        for key, _label, share in COLUMNS:
            row.addWidget(self._parts[key], share)
        row.addWidget(self.remove)

    def _connect(self) -> None:
        self.name.chosen.connect(self._on_chosen)
        self.name.edited.connect(self._on_name_edited)
        self.name.new_requested.connect(self._on_unknown)
        self.name.submitted.connect(self._on_unknown)
        self.name.left.connect(lambda: self.left.emit(f"{PREFIX}name"))
        for key in ("contact", "phone", "address"):
            edit = self._parts[key]
            assert isinstance(edit, LineEdit)
            edit.textEdited.connect(lambda _text, key=key: self.edited.emit(PREFIX + key))
            edit.left.connect(lambda key=key: self.left.emit(PREFIX + key))
        self.remove.clicked.connect(self._on_removed)

    def _on_chosen(self, unit: UnitFound) -> None:
        self.show_form(
            UnitForm(
                party_id=unit.id, name=unit.name, contact=unit.contact, phone=unit.phone_masked, address=unit.address
            )
        )
        self._go_on()

    def _on_unknown(self, _text: str) -> None:
        self._go_on()

    def _go_on(self) -> None:
        self.edited.emit(f"{PREFIX}name")
        self.contact.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_name_edited(self) -> None:
        self._party = None
        self.edited.emit(f"{PREFIX}name")

    def _on_removed(self) -> None:
        self.show_form(None)
        self.edited.emit(f"{PREFIX}name")
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)


def _choice(unit: UnitFound) -> Choice:
    detail = " · ".join(filter(None, (unit.contact, unit.phone_masked, unit.address)))
    return Choice(key=unit, title=unit.name, detail=detail or "没有登记联系人", initial=unit.name[:1])
