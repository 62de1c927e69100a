"""Who is at the window, when the register may know: one box for name, pinyin or number, and what it brought along."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.dates import short_date
from domain.labels import age_label
from domain.phones import read_phone
from gui.kit.boxes import HBox
from gui.kit.chip import ChipText
from gui.kit.field import Field
from gui.kit.line_edit import LineEdit
from gui.kit.lookup import Choice, Lookup
from gui.visits.block_errors import FieldBlock
from services.people import PersonHit

FREE_LENGTH = 2000
"""Far above every limit: too much is said by the rules in a sentence, never cut by a field."""

FIND_HINT = "输 2 个字母即可，也可输号码后四位"
ANONYMOUS_HINT = "不建档，回执不写姓名"
NO_IDENTITY = "没有登记证件号"


class Visitor(Protocol):
    """What the row shows of a person: a hit of the search, or the person's card."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def sex_label(self) -> str: ...
    @property
    def age(self) -> int | None: ...
    @property
    def identity_masked(self) -> str: ...
    @property
    def phone_masked(self) -> str: ...


class FindRow(FieldBlock):
    """Box, name, phone. `found(hit)`: a match was taken; `new_requested(text)`: nobody of the list."""

    found = Signal(object)
    released = Signal()
    new_requested = Signal(str)
    reveal_requested = Signal(str)

    def __init__(
        self, find: Callable[[str], Sequence[PersonHit]], today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._person: Visitor | None = None
        self._phone_typed = False
        self._anonymous = False
        self.lookup = Lookup(
            people_provider(find, today), name="证件号 / 姓名 / 电话", new_note="名字含生僻字可用拼音找"
        )
        self.lookup.edit.setMaxLength(FREE_LENGTH)
        self.name = LineEdit("自动带出", name="姓名", read_only=True)
        self.phone = LineEdit("自动带出", name="联系电话", digits=True, max_length=FREE_LENGTH, read_only=True)
        self._who = Field("证件号 / 姓名 / 电话", self.lookup, required=True, hint=FIND_HINT)
        self._name = Field("姓名", self.name)
        self._phone = Field("联系电话", self.phone)
        row = HBox(self, gap="m")
        for field, share in ((self._who, 248), (self._name, 98), (self._phone, 182)):
            row.addWidget(field, share)
        self._connect()

    # ---- values

    @property
    def person_id(self) -> int | None:
        """The person of the register who was taken."""
        return None if self._person is None else self._person.id

    @property
    def person_name(self) -> str:
        """That person's name, "" for nobody."""
        return "" if self._person is None else self._person.name

    def words(self) -> str:
        """What was typed into the box while nobody is taken."""
        return "" if self._person is not None or self._anonymous else self.lookup.text()

    def new_phone(self) -> str:
        """The phone where the operator changed it, else ""."""
        return self.phone.text().strip() if self._phone_typed else ""

    def set_person(self, person: Visitor, *, phone: str = "") -> None:
        """Show somebody of the register; `phone` is what was typed over the number on record."""
        self._person = person
        self.cover()
        self.lookup.set_text(person.identity_masked or person.name)
        self.lookup.set_note("")
        self.lookup.edit.set_eye(bool(person.identity_masked))
        self.name.setText(person.name)
        self._phone_typed = bool(phone)
        self.phone.set_read_only(False)
        self.phone.setPlaceholderText("没有登记电话")
        self.phone.setText(phone or person.phone_masked)
        self.phone.set_eye(bool(person.phone_masked) and not phone)
        self._refresh()

    def set_words(self, words: str) -> None:
        """Nobody taken, these words in the box; they are looked for when the operator goes on typing."""
        self._release()
        self.lookup.set_text(words)
        self.lookup.set_note("")
        self._refresh()

    def set_required(self, required: bool) -> None:
        """Whether somebody must be named: a unit may come without."""
        self._who.set_required(required)

    def look_for(self, words: str) -> None:
        """Put words into the box and look for them, as if they had been typed."""
        self.set_words(words)
        self.lookup.edit.textEdited.emit(words)

    def set_anonymous(self, anonymous: bool) -> None:
        """Nobody is looked for."""
        self._anonymous = anonymous
        if anonymous:
            self.set_words("")
        self.lookup.edit.set_read_only(anonymous)
        self.lookup.edit.setPlaceholderText("匿名来访" if anonymous else "")
        self.name.setPlaceholderText("不留姓名" if anonymous else "自动带出")
        self.phone.setPlaceholderText("不留电话" if anonymous else "自动带出")
        self._refresh()

    def show_number(self, field: str, number: str) -> None:
        """The whole number for half a minute."""
        (self.lookup.edit if field == "identity" else self.phone).show_for(number)

    def cover(self) -> None:
        """Mask again at once whatever is shown whole."""
        self.lookup.edit.hide_again()
        self.phone.hide_again()

    # ---- the block

    def fields(self) -> Mapping[str, Field]:
        return {"person": self._who, "phone": self._phone}

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order."""
        return [self.lookup, self.phone]

    def _help(self, key: str, field: Field) -> None:
        field.clear()
        if key == "phone":
            self._help_phone(field)
        elif self._anonymous:
            field.set_hint(ANONYMOUS_HINT)
        elif self._person is not None:
            field.set_ok("已建档" if self._person.identity_masked else f"已建档 · {NO_IDENTITY}")
        about = "" if self._person is None else _about(self._person)
        self._name.set_hint(about) if about else self._name.clear()

    def _help_phone(self, field: Field) -> None:
        if not self._phone_typed:
            return
        if "*" in self.phone.text():
            field.set_hint("请输入完整的新号码")
            return
        reading = read_phone(self.phone.text())
        if reading.state == "ok":
            field.set_ok("将更新到档案")
        elif reading.state == "incomplete":
            field.set_hint(reading.message)
        elif reading.state == "bad":
            field.set_error(reading.message.rstrip("。"))

    # ---- slots

    def _connect(self) -> None:
        self.lookup.chosen.connect(self.found)
        self.lookup.new_requested.connect(self.new_requested)
        self.lookup.submitted.connect(self.new_requested)
        self.lookup.edited.connect(self._on_words_edited)
        self.lookup.left.connect(lambda: self.left.emit("person"))
        self.lookup.edit.reveal_requested.connect(lambda: self.reveal_requested.emit("identity"))
        self.phone.textEdited.connect(self._on_phone_edited)
        self.phone.left.connect(self._on_phone_left)
        self.phone.reveal_requested.connect(lambda: self.reveal_requested.emit("phone"))

    def _release(self) -> None:
        """Nobody is taken any more."""
        self._person = None
        self._phone_typed = False
        self.cover()
        self.lookup.edit.set_eye(False)
        self.name.setText("")
        self.phone.setText("")
        self.phone.set_eye(False)
        self.phone.set_read_only(True)

    def _on_words_edited(self) -> None:
        if self._person is not None:
            words, cursor = self.lookup.edit.text(), self.lookup.edit.cursorPosition()
            self._release()
            self.lookup.edit.setText(words)
            self.lookup.edit.setCursorPosition(cursor)
            self.released.emit()
        self._touch("person")

    def _on_phone_edited(self) -> None:
        self._phone_typed = True
        self.phone.set_eye(False)
        self._touch("phone")

    def _on_phone_left(self) -> None:
        """An emptied field means that the number on record stays: this desk doesn't erase phones."""
        if self._person is not None and self._phone_typed and not self.phone.text().strip():
            self._phone_typed = False
            self.phone.setText(self._person.phone_masked)
            self.phone.set_eye(bool(self._person.phone_masked))
            self._refresh()
        self.left.emit("phone")


def _about(person: Visitor) -> str:
    return " · ".join(filter(None, (person.sex_label, age_label(person.age))))


def people_provider(
    find: Callable[[str], Sequence[PersonHit]], today: Callable[[], date]
) -> Callable[[str], Sequence[Choice]]:
    """What a search box of people asks, as rows of its list."""
    return lambda text: [choice_of(hit, today()) for hit in find(text)]


def choice_of(hit: PersonHit, today: date) -> Choice:
    """A row of the list: 李䶮 男 58 岁 · 430103********1234 / phone · community · last visit."""
    who = " ".join(filter(None, (hit.sex_label, age_label(hit.age))))
    last = f"上次来访 {short_date(hit.last_visit, today)}" if hit.last_visit else "从未来访"
    return Choice(
        key=hit,
        title=hit.name,
        rest=" · ".join(filter(None, (who, hit.identity_masked))),
        detail=" · ".join(filter(None, (hit.phone_masked, hit.community, last))),
        initial=hit.name[:1],
        chip=ChipText(f"在办 {hit.open_cases} 件", "amber", "clock") if hit.open_cases else None,
        mark=hit.match,
    )
