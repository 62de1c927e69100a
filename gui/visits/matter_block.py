"""Block 2, what: the matters of the visit as tabs, one in front."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.labels import field_label
from domain.people_rules import PersonForm
from domain.tables import limit
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import Channel, MatterKind
from gui.kit.boxes import VBox
from gui.kit.button import Link
from gui.kit.card import Card
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label, Line
from gui.kit.press import bind
from gui.qt import application
from gui.visits.block_head import BlockHead
from gui.visits.call_back_head import CallBackHead
from gui.visits.call_back_panel import ENTRIES, CallBackPanel
from gui.visits.call_back_panel import PREFIX as CALL_BACK
from gui.visits.catalogue_reader import CatalogueReader
from gui.visits.desk_draft import fresh_matter, is_blank_matter
from gui.visits.matter_editor import MatterEditor
from gui.visits.matter_stack import MatterStack
from gui.visits.matter_tabs import MatterTabs
from gui.visits.message_line import Note
from gui.visits.outcome_rows import Handler
from gui.visits.same_matter import SameMatter
from gui.visits.snippet_caller import SnippetCaller, Text
from services import Services
from services.people import CaseLine, PersonCard

PREFIX = "matters."
KEY_SHOWN = 3


class MatterBlock(QWidget):
    """The block. Keys are those of a `VisitForm`: "matters.0.narrative", "address", "call_back.due".

    `asked(key)`: the operator wants to go to the field that a sentence speaks of.
    """

    edited = Signal(str)
    left = Signal(str)
    asked = Signal(str)

    def __init__(self, services: Services, handlers: Sequence[Handler], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handlers: tuple[Handler, ...] = tuple(handlers)
        self._editors: list[MatterEditor] = []
        self._cases: tuple[CaseLine, ...] = ()
        self._address, self._unclear, self._suggested = "", False, ""
        self._removed: tuple[int, MatterForm] | None = None
        self._channel = Channel.WALK_IN
        self._notes: dict[str, str] = {}
        self.catalogue = CatalogueReader(self, services, lambda: self._editors)
        self.head = BlockHead(2, "来访事项")
        self.tabs = MatterTabs()
        self.add_link = Link("加一项", icon="add")
        self._add_key = KeyHint("Ctrl+PgDown")
        self._total = Label("", "hint", "t3")
        self.remove_link = Link("去掉本项", tone="t2")
        self.undo_link = Link("撤销去掉", icon="arrow_undo")
        self.stack = MatterStack()
        self.call_back = CallBackHead(CallBackPanel(services.clock.today, self))
        self._same = SameMatter(self, services.people.same_matter)
        self.snippets = SnippetCaller(self, services.snippets, self._texts, lambda: self.editor.form().kind)
        self._lay_out()
        self._connect()
        self.show_matters((fresh_matter(),))
        self.catalogue.read()

    # ---- values

    @property
    def current(self) -> int:
        """The place of the matter in front."""
        return self.stack.currentIndex()

    @property
    def editor(self) -> MatterEditor:
        """The editor in front."""
        return self._editors[self.current]

    @property
    def editors(self) -> tuple[MatterEditor, ...]:
        """All of them, in the order of the tabs."""
        return tuple(self._editors)

    def fill(self, form: VisitForm) -> VisitForm:
        """The form with the matters; the address only where a petition asks for it."""
        matters = tuple(editor.form() for editor in self._editors)
        petition = any(matter.kind is MatterKind.PETITION for matter in matters)
        return replace(
            form,
            matters=matters,
            address=self._address if petition else "",
            address_unclear=self._unclear and petition,
            call_back=self.call_back.panel.form(),
        )

    def show_form(self, form: VisitForm, front: int = 0) -> None:
        """Show the matters of a form."""
        self.set_card(None)
        self._channel = form.channel
        self.call_back.show_form(form.call_back)
        self._address, self._unclear, self._suggested = form.address, form.address_unclear, ""
        self.show_matters(form.matters or (fresh_matter(),), front)

    def show_matters(self, matters: Sequence[MatterForm], front: int = 0) -> None:
        """One editor for each matter."""
        self._removed = None
        self._notes = {}
        while len(self._editors) > len(matters):
            self._let_go(self._editors[-1])
        while len(self._editors) < len(matters):
            self._make()
        for editor, matter in zip(self._editors, matters, strict=True):
            editor.show_form(matter)
            self._share(editor)
        self._go(front)

    def suggest_address(self, address: str) -> None:
        """The address on record ("" for none), unless the operator typed another."""
        if self._address.strip() not in ("", self._suggested.strip()) or self._unclear:
            return
        self._address = self._suggested = address
        for editor in self._editors:
            self._share(editor)

    def suggest_new(self, form: PersonForm) -> None:
        """Somebody who isn't on record yet: what was typed of her."""
        self.suggest_address(form.address)
        self.catalogue.set_new(form)

    def set_card(self, card: PersonCard | None) -> None:
        """The person at the desk: which cases may be joined, whom a call-back means."""
        self._cases = card.open_cases if card is not None else ()
        for editor in self._editors:
            editor.rows.set_cases(self._cases)
        person = card.id if card is not None else None
        self.catalogue.set_person(person)
        self._same.set_person(person, self._editors)
        self.call_back.panel.set_visitor(card.name if card else "", card.phone_masked if card else "")

    def set_channel(self, channel: Channel) -> None:
        """How the visitor came."""
        self._channel = channel
        for editor in self._editors:
            editor.set_channel(channel)

    def set_handlers(self, handlers: Sequence[Handler]) -> None:
        """Who may handle a matter, from now on."""
        self._handlers = tuple(handlers)
        for editor in self._editors:
            editor.rows.set_handlers(self._handlers)

    def set_kind(self, kind: MatterKind) -> None:
        """The matter in front is of this kind."""
        self.editor.set_kind(kind)
        self._say()

    def join_case(self, case_id: int) -> None:
        """Join the matter in front to a case."""
        self.editor.rows.join_case(case_id)

    # ---- tabs

    def go_on(self) -> None:
        """To the next matter; past the last one, to a new one, unless the last is still empty."""
        if self.current + 1 < len(self._editors):
            self.show_matter(self.current + 1)
        elif not is_blank_matter(self.editor.form()) and len(self._editors) < limit("matters"):
            editor = self._make()
            editor.show_form(fresh_matter())
            self._share(editor)
            self._removed = None
            self.show_matter(len(self._editors) - 1)
            self.edited.emit(f"{PREFIX}{self.current}.kind")
        else:
            self.editor.first_empty().setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """To the matter before."""
        if self.current > 0:
            self.show_matter(self.current - 1)

    def show_matter(self, place: int) -> None:
        """Bring one to the front, and the cursor into it."""
        self._go(place)
        self.editor.first_empty().setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_blank(self) -> None:
        """Let go of the matters that say nothing, as long as one says something."""
        told = [editor for editor in self._editors if not is_blank_matter(editor.form())]
        if not told or len(told) == len(self._editors):
            return
        front = self.editor if self.editor in told else told[0]
        for editor in [editor for editor in self._editors if editor not in told]:
            self._let_go(editor)
        self._go(self._editors.index(front))

    # ---- errors

    def controls(self) -> dict[str, QWidget]:
        """Where the cursor goes for each key, in reading order."""
        found: dict[str, QWidget] = {}
        for place, editor in enumerate(self._editors):
            found.update({self._key(place, key): control for key, control in editor.controls().items()})
        return {**found, **self.call_back.controls()}

    def show_errors(self, sentences: Mapping[str, str]) -> None:
        """Put each sentence at its field."""
        for place, editor in enumerate(self._editors):
            start = f"{PREFIX}{place}."
            own = {key.removeprefix(start): text for key, text in sentences.items() if key.startswith(start)}
            if "address" in sentences:
                own["address"] = sentences["address"]
            editor.show_errors(own)
        self.call_back.show_errors(sentences)
        self._say()

    def show_notes(self, sentences: Mapping[str, str]) -> None:
        """Say what is worth a second look, anywhere on the desk, under the words of the matter in front."""
        self._notes = dict(sentences)
        for place, editor in enumerate(self._editors):
            start = f"{PREFIX}{place}."
            editor.message.set_notes(
                [Note(key.removeprefix(start), self._note_words(place, key)) for key in self._notes]
            )

    def label(self, key: str) -> str:
        """What a field is called, for the summary of mistakes."""
        parts = key.split(".")
        if key.startswith(CALL_BACK):
            return f"约回访 {ENTRIES[parts[-1]].label}" if parts[-1] in ENTRIES else "约回访"
        place = int(parts[1]) if parts[0] == "matters" and len(parts) > 2 else len(self._editors)
        if place < len(self._editors):
            return f"事项 {place + 1} {self._editors[place].label('.'.join(parts[2:]))}"
        return field_label(key)

    def bring(self, key: str) -> None:
        """Bring the matter of this key to the front."""
        parts = key.split(".")
        if parts[0] == "matters" and len(parts) > 1 and parts[1].isdigit():
            self._go(min(int(parts[1]), len(self._editors) - 1))
            if parts[2:3] == ["fields"]:
                self.editor.service.open_fields()
        elif key == "address" and "address" not in self.editor.fields():
            places = [place for place, editor in enumerate(self._editors) if "address" in editor.fields()]
            self._go(places[0] if places else self.current)
        elif key.startswith(CALL_BACK) and self.call_back.panel.form() is not None:
            self.call_back.panel.unfold()

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order."""
        return [*self.editor.stops(), self.remove_link, self.undo_link]

    def beside(self) -> list[QWidget]:
        """What is seldom needed: Tab stops there too, but not on the way through the form."""
        return self.call_back.stops()

    # ---- inside

    @staticmethod
    def _key(place: int, key: str) -> str:
        return key if key == "address" else f"{PREFIX}{place}.{key}"

    def _make(self) -> MatterEditor:
        editor = MatterEditor(self._handlers)
        editor.edited.connect(lambda key: self._on_edited(editor, key))
        editor.left.connect(lambda key: self.left.emit(self._key(self._editors.index(editor), key)))
        editor.address_changed.connect(self._on_address_changed)
        editor.message.asked.connect(lambda key: self._on_asked(editor, key))
        editor.snippets.clicked.connect(self.snippets.open)
        editor.set_channel(self._channel)
        self.catalogue.join(editor)
        self._editors.append(editor)
        self.stack.addWidget(editor)
        return editor

    def _let_go(self, editor: MatterEditor) -> None:
        # Going away it loses the keyboard, and would say that a field was left.
        editor.blockSignals(True)
        # First out of the stack: the keyboard moves on with it, to one that is still counted here.
        self.stack.removeWidget(editor)
        self._editors.remove(editor)
        editor.hide()
        editor.deleteLater()

    def _share(self, editor: MatterEditor) -> None:
        editor.rows.set_cases(self._cases)
        editor.rows.set_address(self._address, unclear=self._unclear)
        editor.set_channel(self._channel)
        self._same.look(editor)

    def _texts(self) -> list[Text]:
        """What snippets may be written into."""
        words, rows = self.editor.words, self.editor.rows
        return [words.areas[words.front], *words.areas.values(), rows.reply]

    def _note_words(self, place: int, key: str) -> str:
        """A note as the matter in front says it: without its own number, and with the number of another."""
        start, words = f"{PREFIX}{place}.", self._notes[key]
        own = key.removeprefix(start) if key.startswith(start) else ""
        return f"{self._editors[place].label(own) if own else self.label(key)}：{words}"

    def _go(self, place: int) -> None:
        self.stack.setCurrentIndex(max(0, min(place, len(self._editors) - 1)))
        self._say()

    def _say(self) -> None:
        count = len(self._editors)
        self.tabs.show_tabs([editor.tab_text() for editor in self._editors], self.current)
        self._total.setText(f"共 {count} 项")
        # With many of them the head has room for the tabs alone; by then the key is known.
        self._add_key.setVisible(count <= KEY_SHOWN)
        self.remove_link.setVisible(count > 1)
        self.undo_link.setVisible(self._removed is not None)

    def _lay_out(self) -> None:
        card = Card(padded=False)
        self.head.row.insertWidget(2, self.tabs)
        self.head.row.insertWidget(3, self.add_link)
        self.head.row.insertWidget(4, self._add_key)
        for widget in (self.undo_link, self.remove_link, self._total, self.call_back):
            self.head.add(widget)
        card.body.set_spaces(gap="none")
        card.body.addWidget(self.head)
        card.body.addWidget(Line())
        card.body.addWidget(self.stack, 1)
        VBox(self).addWidget(card)

    def _connect(self) -> None:
        self.tabs.pressed.connect(self.show_matter)
        self.add_link.clicked.connect(self._on_add)
        self.remove_link.clicked.connect(self._on_remove)
        self.undo_link.clicked.connect(self._on_undo)
        self.call_back.edited.connect(self.edited)
        self.call_back.panel.left.connect(self.left)
        bind(self, "Ctrl+PgDown").activated.connect(self.go_on)
        bind(self, "Ctrl+PgUp").activated.connect(self.go_back)
        application().focusChanged.connect(self._on_focus_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.call_back.panel.place()

    # ---- slots

    def _on_edited(self, editor: MatterEditor, key: str) -> None:
        if key != "address":
            self._removed = None
        if key in ("category", "catalogue"):
            self._same.look(editor)
        self._say()
        self.edited.emit(self._key(self._editors.index(editor), key))

    def _on_asked(self, editor: MatterEditor, key: str) -> None:
        own = key.split(".", maxsplit=1)[0] in editor.controls()
        self.asked.emit(self._key(self._editors.index(editor), key) if own else key)

    def _on_address_changed(self, address: str, unclear: bool) -> None:
        self._address, self._unclear = address, unclear
        for editor in self._editors:
            if editor is not self.editor:
                self._share(editor)

    def _on_add(self) -> None:
        self._go(len(self._editors) - 1)
        self.go_on()

    def _on_remove(self) -> None:
        place = self.current
        self._removed = (place, self.editor.form())
        self._let_go(self.editor)
        self.show_matter(min(place, len(self._editors) - 1))
        self.edited.emit("matters")

    def _on_undo(self) -> None:
        if self._removed is None:
            return
        place, form = self._removed
        matters = [editor.form() for editor in self._editors]
        matters.insert(place, form)
        self.show_matters(matters, place)
        self.edited.emit("matters")

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.editor.isAncestorOf(now):
            return
        for key, control in self.editor.controls().items():
            if control is now or control.isAncestorOf(now):
                self.editor.say_for(key)
                return
