"""What was said: one text, or for a petition the parts that 信访工作条例 §19 asks for, in the room of that one text.

Tab and Ctrl+↓ lead from the claim to the facts, the reasons and what was done before. A part that holds words stays in
sight when the kind is changed: nothing that was typed is ever kept out of view.
"""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QStackedWidget, QWidget

from domain.labels import field_label
from domain.tables import limit
from domain.visit_rules import MatterForm
from domain.vocabulary import MatterKind
from gui.kit.boxes import HBox, VBox
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.text_area import TextArea
from gui.theme import follow_theme, theme
from gui.visits.matter_parts import PartField, PartList, PartText

TELL = "来访人说了什么，照原话记。写不完也会自动保存，勿录入涉密内容"
CLAIM = "narrative"
WHOLE = "诉求内容"


class Part(NamedTuple):
    """A part of a petition: the word in the list, what to write there, whether §19 asks for it."""

    words: str
    hint: str
    required: bool


PARTS: Mapping[str, Part] = {
    CLAIM: Part("请求", "要求解决什么、希望得到什么，照原话记，勿录入涉密内容。按 Ctrl+↓ 写事实", True),
    "facts": Part("事实", "什么时候、在哪里、发生了什么", True),
    "reasons": Part("理由", "为什么这样请求，依据什么", True),
    "earlier": Part("以往反映", "以前向哪里反映过、怎么处理的，没有可不填", False),
}
_STEPS: Mapping[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PartArea(TextArea):
    """A text of the desk: it takes the room that is there and asks for two lines; Ctrl+↑/↓ go to the next part."""

    stepped = Signal(int)
    entered = Signal()

    @property
    def most(self) -> int:
        """How many characters can be saved."""
        return self._max

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = _STEPS.get(event.key(), 0) if held == Qt.KeyboardModifier.ControlModifier else 0
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class MatterWords(QWidget):
    """The texts of a matter by the keys of a `MatterForm`. `edited(key)` and `left(key)` for the one in hand."""

    edited = Signal(str)
    left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._petition = False
        self._front = CLAIM
        self.areas: dict[str, PartArea] = {
            key: PartArea(part.hint, name=_whole(key), max_length=limit("narrative")) for key, part in PARTS.items()
        }
        self._fields: dict[str, Field] = {
            key: PartField(_whole(key), area, side=True) for key, area in self.areas.items()
        }
        self.parts = PartList([(key, part.words, _whole(key)) for key, part in PARTS.items()])
        self._single = Label(WHOLE, "label", "t2")
        self._lay_out()
        for key, area in self.areas.items():
            area.edited.connect(lambda key=key: self._on_edited(key))
            area.left.connect(lambda key=key: self.left.emit(key))
            area.entered.connect(lambda key=key: self._bring(key))
            area.stepped.connect(self.step)
        self.parts.pressed.connect(self.go_to)
        self._arrange()

    # ---- values

    @property
    def narrative(self) -> PartArea:
        """What is wanted."""
        return self.areas[CLAIM]

    @property
    def front(self) -> str:
        """The key of the text in front."""
        return self._front

    @property
    def in_parts(self) -> bool:
        """Whether the parts stand apart."""
        return self._petition or any(self.areas[key].text() for key in PARTS if key != CLAIM)

    def show_form(self, form: MatterForm) -> None:
        """Show a matter's texts, the claim in front."""
        self._petition = form.kind is MatterKind.PETITION
        for key, area in self.areas.items():
            area.set_text(getattr(form, key))
        self._front = CLAIM
        self._arrange()

    def set_kind(self, kind: MatterKind) -> None:
        """Another kind of matter. All words stay, and those of a part stay in sight."""
        self._petition = kind is MatterKind.PETITION
        self._arrange()

    def fields(self) -> dict[str, Field]:
        """The fields of the texts that can be seen, in reading order."""
        keys = PARTS if self.in_parts else (CLAIM,)
        return {key: self._fields[key] for key in keys}

    def label(self, key: str) -> str:
        """What a text is called now."""
        return _whole(key) if self.in_parts else WHOLE

    def too_long(self) -> str:
        """The key of the first text that is longer than can be saved, "" for none."""
        return next((key for key in self.fields() if self.areas[key].too_long), "")

    def first_empty(self) -> QWidget | None:
        """The first text that is asked for and not yet written."""
        keys = [key for key in self.fields() if PARTS[key].required] if self._petition else [CLAIM]
        return next((self.areas[key] for key in keys if not self.areas[key].text().strip()), None)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return list(self.areas.values())

    def go_to(self, key: str) -> None:
        """Bring a part to the front, and the cursor into it."""
        self.areas[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """To the part after (+1) or before (-1) the one in front; at the ends it stays."""
        keys = list(self.fields())
        at = keys.index(self._front) + by
        if 0 <= at < len(keys):
            self.go_to(keys[at])

    def say(self) -> None:
        """Show how each part stands: after its words or its mistakes changed."""
        for key, part in PARTS.items():
            characters = len(self.areas[key].text().strip())
            wrong = self._fields[key].state == "error" or self.areas[key].too_long
            self.parts.show_part(key, PartText(characters, self._petition and part.required, wrong))
        wrong = self._fields[CLAIM].state == "error"
        self._single.set_tone("red" if wrong else "t2")

    # ---- inside

    def _lay_out(self) -> None:
        pile = QWidget()
        self._pile = QStackedLayout(pile)
        # All of them count as visible, so that Tab reaches the ones beneath; the one in hand lies on top.
        self._pile.setStackingMode(QStackedLayout.StackingMode.StackAll)
        self.counters = QStackedWidget()
        for key, field in self._fields.items():
            self._pile.addWidget(field)
            self.areas[key].counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.counters.addWidget(self.areas[key].counter)
        self._aside = QWidget()
        aside = VBox(self._aside)
        self._alone = QWidget()
        alone = VBox(self._alone, margin=("none", "s", "none", "none"))
        head = HBox(gap="xs")
        head.addWidget(self._single)
        head.addWidget(Label("*", "label", "red", name="必填"))
        head.addStretch(1)
        alone.addLayout(head)
        alone.addStretch(1)
        aside.addWidget(self._alone)
        aside.addWidget(self.parts)
        row = HBox(self)
        row.addWidget(self._aside)
        row.addWidget(pile, 1)
        follow_theme(self._apply)

    def _arrange(self) -> None:
        apart = self.in_parts
        for key, field in self._fields.items():
            field.setVisible(apart or key == CLAIM)
            self.areas[key].setAccessibleName(self.label(key))
        self.narrative.setPlaceholderText(PARTS[CLAIM].hint if self._petition else TELL)
        self._alone.setVisible(not apart)
        self.parts.setVisible(apart)
        self._bring(self._front if apart else CLAIM)
        self.say()

    def _bring(self, key: str) -> None:
        self._front = key
        self._pile.setCurrentWidget(self._fields[key])
        self.counters.setCurrentWidget(self.areas[key].counter)
        self.parts.set_front(key)

    def _on_edited(self, key: str) -> None:
        self.edited.emit(key)
        self.say()

    def _apply(self) -> None:
        # The labels of the rows above stand a small gap away from their fields; the list of parts uses that gap too.
        self._aside.setFixedWidth(theme().metrics.side_label + theme().space("s"))


def _whole(key: str) -> str:
    return PARTS[key].words if key == CLAIM else field_label(key)
