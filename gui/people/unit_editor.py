"""Making and changing a unit's record (部队、企业、社区 …): its name, whom to ask for, how to reach it."""

from dataclasses import asdict, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.guest_rules import UnitForm, check_unit, warnings_unit
from domain.labels import field_label
from gui import jobs
from gui.kit.action_bar import ActionBar
from gui.kit.banner import Banner
from gui.kit.boxes import Grid, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.field import Field
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import ask
from gui.kit.press import bind
from gui.kit.problems import Problem, jump_to_first
from gui.kit.scroll import Scroll
from services import Services
from services.units import SavedUnit
from system.errors import Invalid, Refusal

_PREFIX = "unit."
_LABELS = {"name": field_label("unit.name"), "address": "地址"}
_PLACEHOLDERS = {
    "name": "单位全称，比如：长沙某机械厂",
    "contact": "到时找谁",
    "phone": "手机，或 0731-85550199",
    "address": "信件寄到哪里",
}
# field → row, column; reading order is the order of Tab.
_PLACES = {"name": (0, 0), "contact": (0, 1), "phone": (1, 0), "address": (1, 1)}
# Pasted text longer than its limit is kept and pointed at, never cut; this only bounds what one field takes in.
_ROOM = 400


class UnitEditor(QWidget):
    """The form with its bar. `saved(SavedUnit)`; `dropped` when what was typed was thrown away on purpose."""

    saved = Signal(object)
    dropped = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.unit_id: int | None = None
        self._version = 0
        self._base = UnitForm()
        self._job: jobs.Job | None = None
        self._problems: list[Problem] = []
        self.lines = {field: self._line(field) for field in _PLACES}
        self.fields = {
            field: Field(_label(field), line, required=field == "name") for field, line in self.lines.items()
        }
        self.trouble = Banner("", "red")
        self.bar = ActionBar()
        self.drop_button = self.bar.add(Button("放弃", size="bar"))
        self.save_button = self.bar.add(Button("保存", "primary", icon="save", size="bar", shortcut="Ctrl+Enter"))
        self._lay_out()
        self._connect()

    @property
    def dirty(self) -> bool:
        """Whether something stands here that isn't saved."""
        return self.form() != self._base

    def form(self) -> UnitForm:
        """What stands on the screen."""
        return UnitForm(party_id=self.unit_id, **{field: line.text() for field, line in self.lines.items()})

    # ---- beginning

    def begin_new(self, name: str = "") -> None:
        """A fresh form; one for a new unit that isn't saved yet goes on."""
        if self.unit_id is None and self.dirty and not name:
            return
        self._begin(None, 0, UnitForm(), UnitForm(name=name))

    def begin_edit(self, unit_id: int, form: UnitForm, version: int) -> None:
        """The form of a stored unit, phone masked. What was typed for it before and isn't saved goes on."""
        if self.unit_id == unit_id and self.dirty:
            return
        form = replace(form, party_id=unit_id)
        self._begin(unit_id, version, form, form)

    def cover(self) -> None:
        """Mask the phone again."""
        self.lines["phone"].hide_again()

    def _begin(self, unit_id: int | None, version: int, base: UnitForm, shown: UnitForm) -> None:
        self.unit_id, self._version, self._base = unit_id, version, base
        values = asdict(shown)
        for field, line in self.lines.items():
            line.hide_again()
            line.setText(values[field])
            self.fields[field].clear()
        self.lines["phone"].set_eye(unit_id is not None and bool(base.phone))
        self.trouble.hide()
        self._set_busy("")
        self._count([])
        self.bar.set_draft("")

    # ---- building

    def _line(self, field: str) -> LineEdit:
        return LineEdit(_PLACEHOLDERS[field], name=_label(field), max_length=_ROOM, digits=field == "phone")

    def _lay_out(self) -> None:
        column = VBox(self)
        inside = QWidget()
        inner = VBox(inside, gap="m", margin=("xl", "m"))
        inner.addWidget(self.trouble)
        card = Card("单位", dense=True)
        grid = Grid(gap="m", row_gap="xs")
        for field, place in _PLACES.items():
            grid.addWidget(self.fields[field], *place)
        for at in range(2):
            grid.setColumnStretch(at, 1)
        card.body.addLayout(grid)
        inner.addWidget(card)
        inner.addStretch(1)
        column.addWidget(Scroll(inside), 1)
        column.addWidget(self.bar)
        self.bar.set_escape("返回（内容留着）")
        self.trouble.hide()

    def _connect(self) -> None:
        for field, line in self.lines.items():
            line.textEdited.connect(lambda _text, field=field: self._on_edited(field))
            line.left.connect(lambda field=field: self._check_one(field))
        self.lines["phone"].reveal_requested.connect(self._on_reveal)
        self.bar.errors_pressed.connect(lambda: jump_to_first(self._problems))
        self.save_button.clicked.connect(self.save)
        self.drop_button.clicked.connect(self._on_drop)
        bind(self, "Ctrl+S").activated.connect(self.save)

    # ---- while typing

    def _on_edited(self, field: str) -> None:
        self.bar.set_draft("有没保存的修改" if self.dirty else "", icon="edit")
        self.fields[field].clear()

    def _check_one(self, field: str) -> None:
        form = self.form()
        fault, doubt = faults_of(form).get(field, ""), warnings_unit(form).get(_PREFIX + field, "")
        if fault and (getattr(form, field) or field != "name"):
            self.fields[field].set_error(fault.rstrip("。"))
        elif doubt:
            self.fields[field].set_warning(doubt.rstrip("。"))

    def _on_reveal(self) -> None:
        unit, line = self.unit_id, self.lines["phone"]
        if unit is None or line.text() != self._base.phone:
            return
        jobs.run(
            self,
            lambda: self._services.people.reveal(unit, "phone"),
            line.show_for,
            lambda error: self.fields["phone"].set_error(str(error)),
        )

    # ---- saving

    def save(self) -> None:
        """Check everything, then save everything; the first thing that is wrong takes the focus."""
        if self._job is not None and not self._job.finished:
            return
        self.cover()
        self.trouble.hide()
        form, unit, version, units = self.form(), self.unit_id, self._version, self._services.units
        faults = faults_of(form)
        if faults:
            self._show_faults(faults)
            return

        def work() -> SavedUnit:
            return units.create(form) if unit is None else units.edit(unit, form, version=version)

        self._count([])
        self._set_busy("正在保存…")
        self._job = jobs.run(self, work, self._on_saved, self._on_refused)

    def _show_faults(self, faults: dict[str, str]) -> None:
        found = []
        for field, shown in self.fields.items():
            if field in faults:
                shown.set_error(faults[field].rstrip("。"))
                found.append(Problem(_label(field), faults[field], self.lines[field]))
        self._count(found)
        jump_to_first(found)

    def _count(self, problems: list[Problem]) -> None:
        self._problems = problems
        self.bar.set_errors(len(problems), problems[0].label if problems else "")

    def _on_saved(self, saved: SavedUnit) -> None:
        self._set_busy("")
        self.unit_id = saved.id
        self._base = self.form()
        self.bar.set_draft("")
        self.saved.emit(saved)

    def _on_refused(self, error: Exception) -> None:
        self._set_busy("")
        if isinstance(error, Invalid):
            self._show_faults(dict(error.fields))
        elif isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red")
            self.trouble.show()

    def _set_busy(self, words: str) -> None:
        self.save_button.set_blocked(words)

    # ---- leaving

    def _on_drop(self) -> None:
        if not self.dirty:
            self.dropped.emit()
            return
        words = "填的内容没有保存，放弃后找不回来。"
        ask(self.window(), "放弃没保存的内容？", words, action="放弃", on_yes=lambda _reason: self._drop())

    def _drop(self) -> None:
        self._begin(self.unit_id, self._version, self._base, self._base)
        self.dropped.emit()


def faults_of(form: UnitForm) -> dict[str, str]:
    """What keeps a record from being saved: field → sentence. On a visit a known unit needs no name; here it does."""
    faults = check_unit(form) | (check_unit(UnitForm()) if not form.name.strip() else {})
    return {field.removeprefix(_PREFIX): sentence for field, sentence in faults.items()}


def _label(field: str) -> str:
    return _LABELS.get(field, field_label(field))
