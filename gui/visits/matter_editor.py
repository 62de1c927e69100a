"""One matter: what kind, which category, what was said, which papers, what became of it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from domain.glyphs import undrawable_sentence
from domain.labels import KIND_LABELS, field_label, matter_category_label
from domain.tables import limit
from domain.visit_rules import MatterForm
from domain.vocabulary import MatterKind, matter_categories
from gui.kit.boxes import HBox, VBox
from gui.kit.field import Field
from gui.kit.label import Label, Line
from gui.kit.pills import Pills
from gui.kit.segmented import Segmented
from gui.kit.text_area import TextArea
from gui.visits.block_errors import FieldBlock
from gui.visits.desk_draft import is_blank_matter
from gui.visits.materials import Materials
from gui.visits.matter_tabs import TabText
from gui.visits.message_line import MessageLine
from gui.visits.outcome_rows import Handler, OutcomeRows

TELL = "来访人说了什么，照原话记。写不完也会自动保存，勿录入涉密内容"


class _Narrative(TextArea):
    """Takes the room that is there and asks for two lines: the desk scrolls only where it must."""

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()


class MatterEditor(FieldBlock):
    """The editor of one matter; its keys are those of a `MatterForm`, and "address" for the visit's own."""

    address_changed = Signal(str, bool)

    def __init__(self, handlers: Sequence[Handler], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = Segmented(
            [(kind, KIND_LABELS[kind]) for kind in MatterKind], name="类型", value=MatterKind.CONSULTATION, fill=True
        )
        self.category = Pills(
            [(one.code, one.label) for one in matter_categories()], name="类别", numbered=True, spread=True
        )
        self.narrative = _Narrative(TELL, name="诉求内容", max_length=limit("narrative"))
        self.materials = Materials()
        self.rows = OutcomeRows(handlers)
        self.message = MessageLine()
        self._own: dict[str, Field] = {
            "kind": Field("类型", self.kind, required=True, side=True),
            "category": Field("类别", self.category, required=True, side=True),
            "narrative": Field("诉求内容", self.narrative, required=True, side=True),
        }
        self._materials_wrong = ""
        self._lay_out()
        self._connect()

    # ---- values

    def form(self) -> MatterForm:
        """The matter as typed."""
        kind = self.kind.value()
        category = self.category.value()
        return self.rows.fill(
            MatterForm(
                kind=kind if isinstance(kind, MatterKind) else MatterKind.CONSULTATION,
                category=category if isinstance(category, str) else "",
                narrative=self.narrative.text(),
                materials=self.materials.forms(),
            )
        )

    def show_form(self, form: MatterForm) -> None:
        """Show a matter."""
        self._errors = {}
        self.kind.set_value(form.kind)
        known = {one.code for one in matter_categories()}
        self.category.set_value(form.category if form.category in known else None)
        self.narrative.set_text(form.narrative)
        self.materials.set_forms(form.materials)
        self.rows.show_form(form)
        self._refresh()

    def set_kind(self, kind: MatterKind) -> None:
        """Begin with this kind."""
        self.kind.set_value(kind)
        self.rows.set_kind(kind)

    def tab_text(self) -> TabText:
        """What this matter's tab says."""
        form = self.form()
        blank = is_blank_matter(form)
        words = matter_category_label(form.category) if form.category else ("未填" if blank else "")
        done = bool(form.category and form.narrative.strip() and form.outcome)
        return TabText(words, done and not self._errors, bool(self._errors))

    # ---- the block

    def fields(self) -> Mapping[str, Field]:
        return {**self._own, **self.rows.shown()}

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        papers = [sentence for key, sentence in sentences.items() if key.split(".")[0] == "materials"]
        self._materials_wrong = papers[0] if papers else ""
        self.materials.set_state("error" if papers else "")
        super().show_errors(sentences)
        self.say_for("")

    def say_for(self, key: str) -> None:
        """Say what is wrong with the field in hand, or else with the first one that is wrong."""
        sentence = self._errors.get(key, "")
        if not sentence:
            key, sentence = next(iter(self._errors.items()), ("", ""))
        if sentence:
            self.message.say(f"{field_label(key)}：{sentence}")
        elif self._materials_wrong:
            self.message.say(f"收到材料：{self._materials_wrong}")
        elif self.narrative.too_long:
            self.message.say(
                f"诉求内容{self.narrative.counter.text()}，最多 {limit('narrative')} 字。都还在，请删短后再保存。"
            )
        else:
            self.message.say(self._undrawable(), "amber")

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key."""
        own = {key: field.control for key, field in self.fields().items()}
        return {**own, "materials": self.materials.edit, "handler": self.rows.handler}

    def first_empty(self) -> QWidget:
        """Where to go on: the first field that is still asked for."""
        if self.category.value() is None:
            return self.category
        return self.narrative if not self.narrative.text().strip() else self.rows.outcome

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order."""
        return [self.kind, self.category, self.narrative, *self.rows.stops(), *self.materials.stops()]

    # ---- inside

    def _undrawable(self) -> str:
        for key, words in (("narrative", self.narrative.text()), ("reply", self.rows.reply.text())):
            if sentence := undrawable_sentence(words):
                return f"{field_label(key)}：{sentence}"
        return ""

    def _lay_out(self) -> None:
        kinds = HBox(gap="m")
        kinds.addWidget(self._own["kind"], 11)
        hint = Label("按 Alt + 数字选类别", "hint", "t3")
        kinds.addStretch(7)
        kinds.addWidget(hint)
        below = HBox(gap="m")
        below.addWidget(self.message, 1)
        below.addWidget(self.narrative.counter)
        words = VBox(gap="xs")
        words.addWidget(self._own["narrative"], 1)
        words.addLayout(below)
        told = HBox(gap="m")
        told.addLayout(words, 23)
        told.addWidget(self.materials, 11)
        column = VBox(self, gap="s", margin=("l", "s"))
        column.addLayout(kinds)
        column.addWidget(self._own["category"])
        column.addLayout(told, 1)
        column.addWidget(Line())
        column.addWidget(self.rows)

    def _connect(self) -> None:
        self.kind.chosen.connect(self._on_kind)
        self.category.chosen.connect(self._on_category)
        self.narrative.edited.connect(lambda: self._on_changed("narrative"))
        self.narrative.left.connect(lambda: self.left.emit("narrative"))
        self.materials.changed.connect(lambda: self._on_changed("materials"))
        self.rows.changed.connect(self._on_changed)
        self.rows.left.connect(self.left)

    def _on_changed(self, key: str) -> None:
        if key == "materials":
            self._materials_wrong = ""
            self.materials.set_state("")
        if key == "address":
            self.address_changed.emit(self.rows.address.text(), self.rows.unclear.isChecked())
        self._touch(key)
        self.say_for(key)

    def _on_kind(self, kind: object) -> None:
        if isinstance(kind, MatterKind):
            self.rows.set_kind(kind)
        self._on_changed("kind")

    def _on_category(self) -> None:
        """Once the category is taken there is nothing left to do but to write down what is said."""
        self._on_changed("category")
        if not self.narrative.text().strip():
            self.narrative.setFocus(Qt.FocusReason.OtherFocusReason)
