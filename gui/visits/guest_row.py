"""One line of the list of who came along: found in the register, or written down as told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.guest_rules import GuestForm
from domain.labels import GUEST_ROLE_LABELS
from domain.vocabulary import GuestRole
from gui.kit.boxes import HBox
from gui.kit.button import IconButton
from gui.kit.line_edit import LineEdit
from gui.kit.lookup import Lookup
from gui.kit.select import Select
from gui.kit.tip import set_tip
from gui.visits.find_row import FREE_LENGTH, Visitor, people_provider
from services.people import PersonHit

Find = Callable[[str], Sequence[PersonHit]]
# What is asked of each, in reading order, with its share of the width; the head of the list says the same words.
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("name", "姓名", 24),
    ("role", "身份", 24),
    ("identity", "证件号", 32),
    ("phone", "电话", 22),
    ("address", "住址", 20),
    ("relation", "与来访人关系", 22),
)
IN_REGISTER = "见档案"


class GuestRow(QWidget):
    """The line. `edited(key)`, `left(key)`, `removed`; `role_chosen` when the operator picks another role."""

    edited = Signal(str)
    left = Signal(str)
    removed = Signal()
    role_chosen = Signal()

    def __init__(self, find: Find, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._party: int | None = None
        self.name = Lookup(people_provider(find, today), name="姓名", new_text="不在档案里，照写", say_count=False)
        self.name.edit.setMaxLength(FREE_LENGTH)
        self.name.edit.setPlaceholderText("姓名或证件号")
        self.role = Select([(role, GUEST_ROLE_LABELS[role]) for role in GuestRole], name="身份")
        self.identity = _line("证件号", "可不填", latin=True)
        self.phone = _line("电话", "可不填", digits=True)
        self.address = _line("住址")
        self.relation = _line("与来访人关系", "如 战友")
        self.remove = IconButton("dismiss", "去掉这一行", size="small")
        self._parts: dict[str, QWidget] = {key: getattr(self, key) for key, _label, _share in COLUMNS}
        row = HBox(self, gap="s")
        for key, _label, share in COLUMNS:
            share_width(self._parts[key])
            row.addWidget(self._parts[key], share)
        row.addWidget(self.remove)
        self._connect()

    # ---- values

    def form(self) -> GuestForm:
        """The person as typed; of somebody in the register the numbers stay there."""
        role = self.role.value()
        form = GuestForm(
            role=role if isinstance(role, GuestRole) else GuestRole.COMPANION,
            party_id=self._party,
            name=self.name.text(),
            relation=self.relation.text(),
        )
        if self._party is not None:
            return form
        return replace(form, identity=self.identity.text(), phone=self.phone.text(), address=self.address.text())

    def show_form(self, form: GuestForm) -> None:
        """Show a person; of somebody in the register name and role."""
        self._party = form.party_id
        self.name.set_text(form.name)
        self.role.set_value(form.role)
        self.relation.setText(form.relation)
        self._show_numbers(form.identity, form.phone, form.address)
        self.show_errors({})

    def is_blank(self) -> bool:
        """Whether nobody stands here: a role alone is nobody."""
        words = (self.name.text(), self.identity.text(), self.phone.text(), self.address.text(), self.relation.text())
        return self._party is None and not any(word.strip() for word in words)

    def set_role(self, role: GuestRole) -> None:
        """Give another role without telling anyone."""
        self.role.set_value(role)

    def take(self, person: Visitor) -> None:
        """Link somebody of the register."""
        self._party = person.id
        self.name.set_text(person.name)
        self._show_numbers(person.identity_masked, person.phone_masked, "")
        self.edited.emit("name")
        self.role.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- for the list around it

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key."""
        return dict(self._parts)

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop; an empty line is passed in one step."""
        return [self.name] if self.is_blank() else [*self._parts.values()]

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """Mark the fields that are wrong; the list says why."""
        for key, part in self._parts.items():
            sentence = sentences.get(key, "")
            look = getattr(part, "set_state", None)
            if callable(look):
                look("error" if sentence else "")
            part.setAccessibleDescription(sentence)
            set_tip(part, sentence)

    # ---- inside

    def _show_numbers(self, identity: str, phone: str, address: str) -> None:
        """Numbers of the register are shown masked and can't be typed over here."""
        known = self._party is not None
        for edit, words in ((self.identity, identity), (self.phone, phone), (self.address, address)):
            edit.setText(words or (IN_REGISTER if known else ""))
            edit.set_read_only(known)

    def _connect(self) -> None:
        self.name.chosen.connect(self._on_chosen)
        self.name.edited.connect(self._on_name_edited)
        self.name.new_requested.connect(self._on_unknown)
        self.name.submitted.connect(self._on_unknown)
        self.name.left.connect(lambda: self.left.emit("name"))
        self.role.chosen.connect(lambda _role: self.role_chosen.emit())
        for key in ("identity", "phone", "address", "relation"):
            edit = self._parts[key]
            assert isinstance(edit, LineEdit)
            edit.textEdited.connect(lambda _text, key=key: self.edited.emit(key))
            edit.left.connect(lambda key=key: self.left.emit(key))
        self.remove.clicked.connect(self.removed)

    def _on_chosen(self, key: object) -> None:
        if isinstance(key, PersonHit):
            self.take(key)

    def _on_unknown(self, _text: str) -> None:
        """Written down as told: on to what else is known of her."""
        self.role.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_name_edited(self) -> None:
        if self._party is not None:
            self._party = None
            self._show_numbers("", "", "")
        self.edited.emit("name")


def share_width(cell: QWidget) -> None:
    """Take exactly its share of the line, so that the columns of all lines and of their head stand under each other."""
    cell.setSizePolicy(QSizePolicy.Policy.Ignored, cell.sizePolicy().verticalPolicy())


def _line(name: str, placeholder: str = "", *, digits: bool = False, latin: bool = False) -> LineEdit:
    return LineEdit(placeholder, name=name, digits=digits, latin=latin, max_length=FREE_LENGTH)
