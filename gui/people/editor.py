"""Making and changing a person's record. What was typed stays until it is saved or thrown away on purpose."""

import datetime as dt
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.identity import Sex, read_identity
from domain.labels import age_label, field_label, identity_words, sex_label
from domain.people_rules import PersonForm, check_person, warnings_person
from gui import jobs
from gui.kit.action_bar import ActionBar
from gui.kit.banner import Banner
from gui.kit.boxes import VBox
from gui.kit.button import Button
from gui.kit.overlay import ask
from gui.kit.press import bind
from gui.kit.problems import Problem, jump_to_first
from gui.kit.scroll import Scroll
from gui.people.fields import MASKED, PersonFields
from gui.people.merging import merge
from services import Services
from services.people import Duplicate, Duplicates, SavedPerson
from system.errors import Conflict, Invalid, Refusal

_COMPARED = ("name", "identity", "phone", "phone2", "birth")
_LEAST_IDENTITY = 15


class PersonEditor(QWidget):
    """The form with its bar.

    `saved(SavedPerson)`; `dropped` when what was typed was thrown away; `person_opened(id)` to look at somebody who may
    be the same. Leaving the page by Esc keeps the form as it stands.
    """

    saved = Signal(object)
    dropped = Signal()
    person_opened = Signal(int)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.person_id: int | None = None
        self._version = 0
        self._base = PersonForm()
        self._alike: Duplicate | None = None
        self._asked: PersonForm | None = None
        self._job: jobs.Job | None = None
        self._problems: list[Problem] = []
        self.fields = PersonFields()
        self.trouble = Banner("", "red")
        self.duplicates = Banner("", "amber", title="可能已经建过档", button="打开看看")
        self.bar = ActionBar()
        self.drop_button = self.bar.add(Button("放弃", size="bar"))
        self.save_button = self.bar.add(Button("保存", "primary", icon="save", size="bar", shortcut="Ctrl+Enter"))
        self._lay_out()
        self._connect()

    @property
    def dirty(self) -> bool:
        """Whether something stands here that isn't saved."""
        return self.fields.form() != self._base

    # ---- beginning

    def begin_new(self, text: str = "") -> None:
        """A fresh form; what was looked for in vain begins it. A form for a new person that isn't saved yet goes on."""
        if self.person_id is None and self.dirty and not text:
            return
        self._begin(None, 0, PersonForm(), begun_with(text))

    def begin_edit(self, person_id: int, form: PersonForm, version: int) -> None:
        """The form of a stored person, numbers masked. What was typed for her before and isn't saved goes on."""
        if self.person_id == person_id and self.dirty:
            return
        self._begin(person_id, version, form, form)

    def cover(self) -> None:
        """Mask what is shown whole."""
        self.fields.cover()

    def _begin(self, person_id: int | None, version: int, base: PersonForm, shown: PersonForm) -> None:
        self.person_id, self._version, self._base = person_id, version, base
        self._alike = self._asked = None
        self.fields.set_form(shown)
        self.fields.offer_eyes(base if person_id is not None else None)
        for field in self.fields.fields.values():
            field.clear()
        self.trouble.hide()
        self.duplicates.hide()
        self._set_busy("")
        self._count([])
        self._show_required()
        self._show_warnings()

    # ---- building

    def _lay_out(self) -> None:
        column = VBox(self)
        inside = QWidget()
        inner = VBox(inside, gap="m", margin=("xl", "m"))
        inner.addWidget(self.trouble)
        inner.addWidget(self.duplicates)
        inner.addWidget(self.fields, 1)
        column.addWidget(Scroll(inside), 1)
        column.addWidget(self.bar)
        self.bar.set_escape("返回（内容留着）")
        self.trouble.hide()
        self.duplicates.hide()

    def _connect(self) -> None:
        self.fields.edited.connect(self._on_edited)
        self.fields.left.connect(self._on_left)
        self.fields.reveal_requested.connect(self._on_reveal)
        self.bar.errors_pressed.connect(lambda: jump_to_first(self._problems))
        self.save_button.clicked.connect(self.save)
        self.drop_button.clicked.connect(self._on_drop)
        self.duplicates.pressed.connect(self._on_alike)
        bind(self, "Ctrl+S").activated.connect(self.save)

    # ---- while typing

    def _today(self) -> dt.date:
        return self._services.clock.today()

    def _checkable(self) -> PersonForm:
        """The form without the numbers that still stand masked: they are in the store and were checked there."""
        form, base = self.fields.form(), asdict(self._base)
        kept = {field for field in MASKED if base[field] and getattr(form, field) == base[field]}
        emptied: dict[str, Any] = dict.fromkeys(kept, "")
        return replace(form, **emptied) if self.person_id is not None else form

    def _on_edited(self, field: str) -> None:
        self.bar.set_draft("有没保存的修改" if self.dirty else "", icon="edit")
        shown = self.fields.fields.get(field)
        if shown is not None:
            shown.clear()
        if field == "identity":
            self._read_identity()
        elif field == "name_unclear":
            self._show_required()

    def _read_identity(self) -> None:
        """Incomplete is grey while typing, never red."""
        reading = read_identity(self._checkable().identity, self._today())
        field = self.fields.fields["identity"]
        if reading.state == "incomplete":
            field.set_hint(reading.message)
        elif reading.state == "ok" and reading.birth is not None:
            facts = (identity_words(reading), reading.birth.isoformat(), sex_label(reading.sex))
            field.set_ok(" · ".join(filter(None, facts)))
        self.fields.offer_reason(reading.state == "bad_check")

    def _on_left(self, field: str) -> None:
        if field == "identity":
            self._take_from_identity()
        self._check_one(field)
        if field in _COMPARED:
            self._look_for_alike()

    def _take_from_identity(self) -> None:
        """Birth and sex out of the number, where they are still open."""
        reading = read_identity(self._checkable().identity, self._today())
        if reading.state != "ok":
            return
        if reading.birth is not None and not self.fields.lines["birth"].text().strip():
            self.fields.lines["birth"].setText(reading.birth.isoformat())
        if self.fields.sex.value() == Sex.UNKNOWN.value:
            self.fields.sex.set_value(reading.sex.value)

    def _check_one(self, field: str) -> None:
        form, today = self._checkable(), self._today()
        if field == "identity":
            self.fields.offer_reason(read_identity(form.identity, today).state == "bad_check")
        faults = check_person(form, today)
        shown = self.fields.fields.get(field)
        if shown is None:
            return
        if field in faults and (getattr(form, field) or field != "name"):
            shown.set_error(faults[field].rstrip("。"))
        elif field not in faults and shown.state == "error":
            shown.clear()
        if field == "identity_reason":
            self._check_one("identity")
        self._show_warnings()

    def _show_warnings(self) -> None:
        warnings = warnings_person(self._checkable(), self._today())
        for key, field in self.fields.fields.items():
            if key in warnings and field.state != "error":
                field.set_warning(warnings[key].rstrip("。"))
            elif field.state == "warning":
                field.clear()

    def _show_required(self) -> None:
        self.fields.fields["name"].set_required(not self.fields.name_unclear.isChecked())

    # ---- who may be the same

    def _look_for_alike(self) -> None:
        form = self.fields.form()
        if form == self._asked or not any(getattr(form, field) for field in _COMPARED):
            return
        self._asked = form
        but = self.person_id
        jobs.run(self, lambda: self._services.people.duplicates(form, but=but), self._show_alike, lambda _error: None)

    def _show_alike(self, found: Duplicates) -> None:
        self._alike = found.shown[0] if found.shown else None
        self.duplicates.setVisible(self._alike is not None)
        if self._alike is None:
            return
        person = self._alike.person
        facts = (person.sex_label, age_label(person.age), person.identity_masked, person.community)
        about = " · ".join(filter(None, facts))
        rest = len(found.shown) - 1 + found.hidden
        more = f"；另有 {rest} 人也像" if rest else ""
        words = f"{person.name} {about}（{self._alike.reason}）{more}。是同一个人就用那份，不是就接着填。"
        self.duplicates.set(words, tone="amber", title="可能已经建过档")

    def _on_alike(self) -> None:
        if self._alike is not None:
            self.person_opened.emit(self._alike.person.id)

    # ---- showing a masked number

    def _on_reveal(self, field: str) -> None:
        person, line = self.person_id, self.fields.lines[field]
        if person is None or line.text() != getattr(self._base, field):
            return
        jobs.run(
            self,
            lambda: self._services.people.reveal(person, field),
            line.show_for,
            lambda error: self.fields.fields[field].set_error(str(error)),
        )

    # ---- saving

    def save(self) -> None:
        """Check everything, then save everything; the first thing that is wrong takes the focus."""
        if self._job is not None and not self._job.finished:
            return
        self.fields.cover()
        self.trouble.hide()
        faults = check_person(self._checkable(), self._today())
        if faults:
            self._show_faults(faults)
            return
        form, person, version = self.fields.form(), self.person_id, self._version
        people = self._services.people

        def work() -> SavedPerson:
            return people.create(form) if person is None else people.edit(person, form, version=version)

        self._count([])
        self._set_busy("正在保存…")
        self._job = jobs.run(self, work, self._on_saved, self._on_refused)

    def _show_faults(self, faults: dict[str, str]) -> None:
        if "identity" in faults:
            self.fields.offer_reason(read_identity(self._checkable().identity, self._today()).state == "bad_check")
        self._count(self.fields.show_faults(faults))
        jump_to_first(self._problems)

    def _count(self, problems: list[Problem]) -> None:
        self._problems = problems
        self.bar.set_errors(len(problems), problems[0].label if problems else "")

    def _on_saved(self, saved: SavedPerson) -> None:
        self._set_busy("")
        self._base = self.fields.form()
        self.bar.set_draft("")
        self.person_id = saved.id
        self.saved.emit(saved)

    def _on_refused(self, error: Exception) -> None:
        self._set_busy("")
        if isinstance(error, Invalid):
            self._show_faults(dict(error.fields))
        elif isinstance(error, Conflict) and self.person_id is not None:
            self._take_over(self.person_id, error.message)
        elif isinstance(error, Refusal):
            self._say(str(error))

    def _say(self, words: str) -> None:
        self.trouble.set(words, tone="red")
        self.trouble.show()

    # ---- somebody else was faster

    def _take_over(self, person_id: int, message: str) -> None:
        """Read what is stored now, keep what was typed, and name where the two clash."""
        jobs.run(
            self,
            lambda: self._services.people.form(person_id),
            lambda stored: self._merge(stored[0], stored[1], message),
            lambda error: self._say(str(error)),
        )

    def _merge(self, theirs: PersonForm, version: int, message: str) -> None:
        merged = merge(self._base, theirs, self.fields.form())
        self.fields.set_form(merged.form)
        self._base, self._version = theirs, version
        self.fields.offer_eyes(theirs)
        for field, words in merged.clashes.items():
            if field in self.fields.fields:
                self.fields.fields[field].set_warning(f"对方改成了“{words}”，这里留着你填的")
        taken = "、".join(map(field_label, merged.taken))
        self._say(f"{message}{f'对方改的{taken}已经填进来。' if taken else ''}")

    # ---- leaving

    def _on_drop(self) -> None:
        if not self.dirty:
            self.dropped.emit()
            return
        words = "填的内容没有保存，放弃后找不回来。"
        ask(self.window(), "放弃没保存的内容？", words, action="放弃", on_yes=lambda _reason: self._drop())

    def _drop(self) -> None:
        self._begin(self.person_id, self._version, self._base, self._base)
        self.bar.set_draft("")
        self.dropped.emit()

    def _set_busy(self, words: str) -> None:
        self.save_button.set_blocked(words)


def begun_with(text: str) -> PersonForm:
    """A form begun with what was looked for: a long number is an identity, a short one a phone, all else a name."""
    words = text.strip()
    digits = "".join(mark for mark in words if mark.isdecimal())
    if not digits:
        return PersonForm(name=words)
    return PersonForm(identity=words) if len(digits) >= _LEAST_IDENTITY else PersonForm(phone=words)
