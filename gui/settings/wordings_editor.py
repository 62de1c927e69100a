"""The sentences of one kind of paper: a field for each, grouped by where they stand, kept while they are typed.

It knows nothing of services; the section saves, draws and activates.
"""

from collections.abc import Mapping
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.tables import limit
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.field import Field
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.problems import Problem, jump_to_first
from gui.kit.scroll import Scroll
from gui.settings.wordings_field import SentenceField
from gui.settings.wordings_versions import WordingVersions
from gui.theme import theme
from services.wordings import Checked, Sentence, WordingView

_GROUP = "："
# Lower than this, at 100 %, the sentences get the room of the versions.
_LOW = 480


class WordingEditor(Card):
    """`edited` for each change by hand; `submitted`, `discarded`; `overruled` and `yielded` answer a conflict."""

    edited = Signal()
    submitted = Signal()
    discarded = Signal()
    overruled = Signal()
    yielded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("文书文字", padded=False, parent=parent)
        self.fields: dict[str, SentenceField] = {}
        self.state = self.add_chip(Chip("", "grey"))
        self.required = Chip("", "green", "checkmark")
        self.add_header(self.required)
        self.trouble = Banner("", "red")
        self.conflict = Banner("", "amber", button="用我的")
        self.theirs = Button("看别处的", size="small")
        self.conflict.add(self.theirs)
        self.note = LineEdit("可以不填，起用时自动写", name="改了什么", max_length=limit("wording_note"))
        self.note_field = Field("改了什么", self.note, side=True)
        self.versions = WordingVersions()
        self.saved_icon = Icon("checkmark_circle", "accent", "icon_small")
        self.saved = ElidedLabel("", "label", "t2")
        self.discard = Button("丢弃草稿")
        self.submit = Button("起用", "primary", shortcut="Ctrl+Enter", size="bar")
        self._scroll = Scroll(QWidget())
        self._lay_out()
        self.note.textEdited.connect(lambda _text: self.edited.emit())
        self.submit.clicked.connect(self.submitted)
        self.discard.clicked.connect(self.discarded)
        self.conflict.pressed.connect(self.overruled)
        self.theirs.clicked.connect(self.yielded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.versions.set_low(self.height() < theme().size(_LOW))

    # ---- what is shown

    def show_view(self, view: WordingView) -> None:
        """Another kind, or the same as it lies in the store."""
        self.set_title(view.title)
        self.note.setText(view.note)
        self.conflict.hide()
        self.trouble.setVisible(view.damaged is not None)
        if view.damaged is not None:
            self.trouble.set(f"{view.damaged.sentence}用安装包放回这个文件之后，才能改文字。", tone="red")
        self._fill(view.sentences)
        self.show_state(view, bool(view.edits))

    def show_state(self, view: WordingView, draft: bool) -> None:
        """Which version stands here, and what can be done with it."""
        if draft:
            self.state.set(f"第 {view.number} 版 草稿", "amber")
        else:
            self.state.set(
                f"第 {view.active} 版 {'出厂' if view.shipped else '现用'}", "grey" if view.shipped else "green"
            )
        self.submit.set_words(f"起用第 {view.number} 版")
        self.submit.setEnabled(draft and view.damaged is None)
        self.discard.setEnabled(draft)
        self.note_field.setEnabled(bool(view.sentences))

    def sentences(self) -> dict[str, str]:
        """What stands on the screen."""
        return {key: field.value() for key, field in self.fields.items()}

    def put(self, sentences: Mapping[str, str]) -> None:
        """Show other sentences, as if they had been typed."""
        for key, field in self.fields.items():
            if key in sentences:
                field.put(sentences[key])
        self.edited.emit()

    def judge(self, checked: Checked) -> None:
        """What was found wrong, under each field; the chip counts the places that must stay."""
        missing = 0
        for key, field in self.fields.items():
            field.judge(checked.faults.get(key, ""), checked.warnings.get(key, ""))
            missing += sum(f"{{{name}}}" not in field.value() for name in field.sentence.rule.required)
        total = sum(len(field.sentence.rule.required) for field in self.fields.values())
        self.required.setVisible(bool(total))
        if missing:
            self.required.set(f"必含少 {missing} 项", "red", "error_circle")
        else:
            self.required.set(f"必含 {total} 项齐", "green", "checkmark")

    def go_to_fault(self, faults: Mapping[str, str]) -> None:
        """The first field with a fault, in their order."""
        jump_to_first(
            Problem(field.sentence.label, faults[key], field.text)
            for key, field in self.fields.items()
            if key in faults
        )

    def say_conflict(self, words: str) -> None:
        """Another session saved; the text stays until one of the two is chosen."""
        self.conflict.set(words)
        self.conflict.show()

    def say_saved(self, words: str) -> None:
        """The quiet line beside the buttons."""
        self.saved.setText(words)
        self.saved_icon.setVisible(bool(words))

    def take_focus(self) -> None:
        """Into the first sentence."""
        for field in self.fields.values():
            field.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    # ---- building

    def _lay_out(self) -> None:
        top = VBox(gap="s", margin=("l", "s", "l", "none"))
        top.addWidget(self.trouble)
        top.addWidget(self.conflict)
        self.body.set_spaces(gap="none")
        self.body.addLayout(top)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(Line())
        note = HBox(margin=("l", "xs"))
        note.addWidget(self.note_field, 1)
        self.body.addLayout(note)
        self.body.addWidget(self.versions)
        self.body.addWidget(Line())
        foot = HBox(gap="s", margin=("l", "s"))
        foot.addWidget(self.saved_icon)
        foot.addWidget(self.saved, 1)
        foot.addWidget(self.discard)
        foot.addWidget(self.submit)
        self.body.addLayout(foot)
        self.trouble.hide()
        self.conflict.hide()
        self.say_saved("")

    def _go_on(self, key: str) -> None:
        """From a sentence to the next, from the last to what is said of the change."""
        keys = list(self.fields)
        at = keys.index(key) + 1
        target = self.fields[keys[at]].text if at < len(keys) else self.note
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, sentences: tuple[Sentence, ...]) -> None:
        """A field for each sentence; a heading where several beside each other stand in one part of the paper."""
        inside = QWidget()
        column = VBox(inside, gap="xs", margin=("l", "s", "l", "s"))
        self.fields = {}
        for group, some in groupby(sentences, key=_group):
            if group:
                column.addWidget(Label(group, "card_title"))
            for sentence in some:
                field = SentenceField(sentence, sentence.label.removeprefix(f"{group}{_GROUP}"))
                field.edited.connect(self.edited)
                field.text.passed.connect(partial(self._go_on, sentence.key))
                self.fields[sentence.key] = field
                column.addWidget(field)
        column.addStretch(1)
        before = self._scroll
        self._scroll = Scroll(inside)
        self.body.replaceWidget(before, self._scroll)
        before.hide()
        before.deleteLater()


def _group(sentence: Sentence) -> str:
    part, found, _rest = sentence.label.partition(_GROUP)
    return part if found else ""
