"""One matter: what kind, which category, what was said, which papers, what became of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.catalogue import CatalogueEntry
from domain.labels import KIND_LABELS, field_label, matter_category_label
from domain.matter_rules import check_matter, tidy_matter
from domain.tables import limit
from domain.visit_rules import MatterForm
from domain.vocabulary import Channel, MatterKind, Outcome, matter_categories
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Link
from gui.kit.check_box import CheckBox
from gui.kit.field import Field
from gui.kit.label import Label, Line
from gui.kit.pills import Pills
from gui.kit.press import bind
from gui.kit.segmented import Segmented
from gui.visits.block_errors import FieldBlock
from gui.visits.desk_draft import is_blank_matter
from gui.visits.materials import Materials
from gui.visits.matter_hint import MatterHint
from gui.visits.matter_tabs import TabText
from gui.visits.matter_words import MatterWords, PartArea
from gui.visits.message_line import MessageLine
from gui.visits.outcome_rows import Handler, OutcomeRows
from gui.visits.service_pick import ServicePick

# What comes by word of mouth is read back to who said it (信访工作条例 §19).
READ_BACK_KEY = "Alt+V"
ORAL = frozenset({Channel.WALK_IN, Channel.CALL, Channel.HOME})


class MatterEditor(FieldBlock):
    """The editor of one matter; its keys are those of a `MatterForm`, and "address" for the visit's own."""

    address_changed = Signal(str, bool)

    def __init__(self, handlers: Sequence[Handler], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._channel = Channel.WALK_IN
        self._matter_id: int | None = None
        self.kind = Segmented(
            [(kind, KIND_LABELS[kind]) for kind in MatterKind], name="类型", value=MatterKind.CONSULTATION, fill=True
        )
        self.category = Pills(
            [(one.code, one.label) for one in matter_categories()], name="类别", numbered=True, spread=True
        )
        self.words = MatterWords()
        self.service = ServicePick()
        self.materials = Materials()
        self.rows = OutcomeRows(handlers)
        self.read_back = CheckBox("已宣读核对(V)", name="口述内容已向来访人宣读核对", small=True)
        self.message = MessageLine()
        self.hint = MatterHint()
        self.snippets = Link("常用语", key="F8", name="插入常用语")
        self._own: dict[str, Field] = {
            "kind": Field("类型", self.kind, required=True, side=True),
            "catalogue": self.service.field,
            "category": Field("类别", self.category, required=True, side=True),
        }
        # Sentences about what has no field of its own here: the papers, and what is typed beside the desk.
        self._parts_wrong: dict[str, str] = {}
        self._lay_out()
        self._connect()
        self._arrange()

    # ---- values

    @property
    def narrative(self) -> PartArea:
        """The text that every matter has."""
        return self.words.narrative

    def form(self) -> MatterForm:
        """The matter as typed."""
        category = self.category.value()
        return self.rows.fill(
            MatterForm(
                kind=self._kind(),
                category=category if isinstance(category, str) else "",
                narrative=self.words.areas["narrative"].text(),
                facts=self.words.areas["facts"].text(),
                reasons=self.words.areas["reasons"].text(),
                earlier=self.words.areas["earlier"].text(),
                read_back=self.read_back.isChecked() and self._oral_petition(),
                materials=self.materials.forms(),
                matter_id=self._matter_id,
                **self._service_parts(),
            )
        )

    def _service_parts(self) -> dict[str, Any]:
        if self._kind() is not MatterKind.SERVICE:
            return {}
        return {"catalogue": self.service.code, "fields": self.service.fields, "missing": self.materials.missing()}

    def set_catalogue(self, entries: Sequence[CatalogueEntry], today: date) -> None:
        """The matters that may be taken; the one that is taken asks for its papers."""
        self.service.set_entries(entries, today)
        self._ask_papers()
        self._arrange()

    def show_form(self, form: MatterForm) -> None:
        """Show a matter."""
        self._errors = {}
        self._parts_wrong = {}
        self.service.show_matter(form.catalogue, form.fields, saved=form.matter_id is not None)
        self._matter_id = form.matter_id
        self.kind.set_value(form.kind)
        known = {one.code for one in matter_categories()}
        self.category.set_value(form.category if form.category in known else None)
        self.words.show_form(form)
        self.read_back.blockSignals(True)
        self.read_back.setChecked(form.read_back)
        self.read_back.blockSignals(False)
        self.materials.set_forms(form.materials, form.missing)
        self._ask_papers()
        self.rows.show_form(form)
        self.message.set_notes(())
        self._arrange()
        self._refresh()
        self.say_for("")

    def set_kind(self, kind: MatterKind) -> None:
        """Begin with this kind."""
        self.kind.set_value(kind)
        self._follow_kind(kind)

    def set_channel(self, channel: Channel) -> None:
        """How the visitor came: what is written in a letter needn't be read back."""
        self._channel = channel
        self._arrange()

    def tab_text(self) -> TabText:
        """What this matter's tab says."""
        form = self.form()
        blank = is_blank_matter(form)
        words = matter_category_label(form.category) if form.category else ("未填" if blank else "")
        missing = any(check_matter(tidy_matter(form)).values()) or self.words.first_empty() is not None
        return TabText(words, not missing and not self._errors, bool(self._errors))

    # ---- the block

    def fields(self) -> Mapping[str, Field]:
        return {**self._own, **self.words.fields(), **self.rows.shown()}

    def label(self, key: str) -> str:
        """What a field of this matter is called here."""
        field, _, part = key.partition(".")
        if field == "fields":
            return self.service.fields_label(part)
        return self.words.label(field) if field in self.words.areas else field_label(field)

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        fields = {key.partition(".")[2]: words for key, words in sentences.items() if key.startswith("fields.")}
        papers = next((words for key, words in sentences.items() if key.split(".")[0] == "materials"), "")
        typed = next((f"{self.service.fields_label(code)} {words}" for code, words in fields.items()), "")
        told = {"fields": typed, "materials": f"收到材料：{papers}" if papers else ""}
        self._parts_wrong = {key: words for key, words in told.items() if words}
        self.service.show_faults(fields)
        self.materials.set_state("error" if papers else "")
        super().show_errors(sentences)
        self.say_for("")

    def say_for(self, key: str) -> None:
        """Say what is wrong with the field in hand, or else with the first one that is wrong; else what to mind."""
        at = key if key in self._errors else next(iter(self._errors), "")
        long = self.words.too_long()
        if at:
            self.message.set_mistake(f"{self.label(at)}：{self._errors[at]}", at)
        elif self._parts_wrong:
            part = next(iter(self._parts_wrong))
            self.message.set_mistake(self._parts_wrong[part], part)
        elif long:
            over = self.words.areas[long].counter.text()
            most = limit("narrative")
            self.message.set_mistake(f"{self.label(long)}{over}，最多 {most} 字。都还在，请删短后再保存。", long)
        else:
            self.message.set_mistake("")
        self.message.show_note(key)

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key, in reading order."""
        above = {key: field.control for key, field in {**self._own, **self.words.fields()}.items()}
        tick: dict[str, QWidget] = {"read_back": self.read_back} if self._oral_petition() else {}
        below = {key: field.control for key, field in self.rows.shown().items()}
        fields = {"fields": self.service.fields_control} if self._listed() else {}
        return {**above, **fields, **tick, **below, "materials": self.materials.edit, "handler": self.rows.handler}

    def first_empty(self) -> QWidget:
        """Where to go on: the first field that is still asked for."""
        if self._serves() and not self.service.code:
            return self.service.lookup.edit
        if self.category.value() is None:
            return self.category
        return self.words.first_empty() or self.rows.outcome

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order."""
        papers, service = self.materials.stops(), [self.service.lookup.edit, self.service.info]
        if self._listed():
            return [self.kind, self.hint.button, *service, *papers, *self.words.stops(), *self.rows.stops()]
        said = [self.kind, self.hint.button, *service, self.category, *self.words.stops(), self.read_back]
        return [*said, *self.rows.stops(), *papers]

    # ---- inside

    def _kind(self) -> MatterKind:
        kind = self.kind.value()
        return kind if isinstance(kind, MatterKind) else MatterKind.CONSULTATION

    def _oral_petition(self) -> bool:
        return self._kind() is MatterKind.PETITION and self._channel in ORAL

    def _serves(self) -> bool:
        return self._kind() is MatterKind.SERVICE

    def _listed(self) -> bool:
        """Whether it is a matter of the catalogue: its category and its papers follow from that."""
        return self._serves() and self.service.entry is not None

    def _ask_papers(self) -> None:
        """The checklist of the matter that is taken; a matter of another kind has none."""
        entry = self.service.entry if self._serves() else None
        self.materials.set_checklist(() if entry is None else entry.materials)

    def _on_service(self, entry: CatalogueEntry | None) -> None:
        """A matter of the catalogue was taken: all that follows from it needn't be typed."""
        self._ask_papers()
        if entry is not None:
            self.category.set_value(entry.category)
            if not self.narrative.text().strip():
                self.narrative.set_text(entry.label)
            self.rows.take_outcome(Outcome.SERVICE_OPENED)
            (self.materials.entrance() or self.narrative).setFocus(Qt.FocusReason.OtherFocusReason)
        self._arrange()
        self._on_changed("catalogue")

    def _arrange(self) -> None:
        listed = self._listed()
        self.service.setVisible(self._serves())
        # Its category follows from the matter; the papers take the room.
        self._own["category"].setVisible(not listed)
        self._digits.setVisible(not listed and self.hint.isHidden())
        for at, share in enumerate((1, 1) if listed else (23, 11)):
            self._told.setStretch(at, share)
        self.read_back.setVisible(self._oral_petition())

    def _follow_kind(self, kind: MatterKind) -> None:
        self.words.set_kind(kind)
        self.rows.set_kind(kind)
        self._arrange()
        self._ask_papers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Pills stand closer once they have their width. What was reckoned before that is wrong, and Qt keeps it.
        QTimer.singleShot(0, self, self._reckon_again)

    def _reckon_again(self) -> None:
        for part in (self._own["category"], self.rows):
            part.updateGeometry()

    def _refresh(self) -> None:
        super()._refresh()
        self.words.say()

    def _lay_out(self) -> None:
        kinds = HBox(gap="m")
        kinds.addWidget(self._own["kind"], 11)
        beside = HBox(gap="m")
        beside.addWidget(self.hint, 1)
        self._digits = Label("按 Alt + 数字选类别", "hint", "t3")
        beside.addStretch(0)
        beside.addWidget(self._digits)
        beside.addWidget(self.snippets)
        kinds.addLayout(beside, 9)
        below = HBox(gap="m")
        below.addWidget(self.read_back)
        below.addWidget(self.message, 1)
        below.addWidget(self.words.counters)
        words = VBox(gap="xs")
        words.addWidget(self.words, 1)
        words.addLayout(below)
        self._told = HBox(gap="m")
        self._told.addLayout(words)
        self._told.addWidget(self.materials)
        column = VBox(self, gap="s", margin=("l", "s"))
        column.addLayout(kinds)
        column.addWidget(self.service)
        column.addWidget(self._own["category"])
        column.addLayout(self._told, 1)
        column.addWidget(Line())
        column.addWidget(self.rows)

    def _connect(self) -> None:
        self.kind.chosen.connect(self._on_kind)
        self.service.chosen.connect(self._on_service)
        self.service.fields_changed.connect(lambda: self._on_changed("fields"))
        self.service.left.connect(lambda: self.left.emit("catalogue"))
        self.category.chosen.connect(self._on_category)
        self.words.edited.connect(self._on_changed)
        self.words.left.connect(self.left)
        bind(self.read_back, READ_BACK_KEY).activated.connect(self.read_back.toggle)
        self.read_back.toggled.connect(lambda _on: self._on_changed("read_back"))
        self.materials.changed.connect(lambda: self._on_changed("materials"))
        self.rows.changed.connect(self._on_changed)
        self.rows.left.connect(self.left)
        self.hint.join_requested.connect(self.rows.join_case)
        self.hint.shown_changed.connect(lambda _shown: self._arrange())

    def _on_changed(self, key: str) -> None:
        self._parts_wrong.pop(key, None)
        if key == "materials":
            self.materials.set_state("")
        if key == "address":
            self.address_changed.emit(self.rows.address.text(), self.rows.unclear.isChecked())
        if key in ("outcome", "join_case_id"):
            self.hint.set_joined(self.form().join_case_id)
        self._touch(key)
        self.say_for(key)

    def _on_kind(self, kind: object) -> None:
        if isinstance(kind, MatterKind):
            self._follow_kind(kind)
        self._on_changed("kind")

    def _on_category(self) -> None:
        """Once the category is taken there is nothing left to do but to write down what is said."""
        self._on_changed("category")
        if not self.narrative.text().strip():
            self.narrative.setFocus(Qt.FocusReason.OtherFocusReason)
