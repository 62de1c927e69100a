"""One matter of the catalogue in the editor: its pages, what is wrong with it, and what is said of the change.

It knows nothing of services; the section saves and asks.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from domain.catalogue import CatalogueEntry
from domain.field_specs import FieldSpec
from domain.tables import limit
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.field import Field
from gui.kit.label import ElidedLabel, Line
from gui.kit.line_edit import LineEdit
from gui.kit.scroll import Scroll
from gui.kit.tabs import Tabs, tab
from gui.settings.catalogue_forms import BASIS, FIELDS, HANDOFF, MATERIALS, SITE, WAY, EntryForm, date_options
from gui.settings.catalogue_rows import RowList
from gui.settings.catalogue_versions import MatterVersions
from gui.settings.catalogue_words import condition_options, source_options

_OWN = "own_"
_PAGES: Mapping[str, str] = {
    "basis": "基本",
    "way": "去向和发放",
    "materials": "材料",
    "fields": "栏目",
    "handoff": "照抄",
    "versions": "版本",
}


class MatterEditor(Card):
    """`edited` for each change by hand; `submitted`, `restored`, `undone`, `folded` (Esc) ask for the act.

    `overruled` and `compared` answer a conflict; `row_removed(part, at, record)` so that it can be had back.
    """

    edited = Signal()
    submitted = Signal()
    restored = Signal()
    undone = Signal()
    folded = Signal()
    overruled = Signal()
    compared = Signal()
    row_removed = Signal(str, int, object)

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__("办事事项", padded=False, parent=parent)
        self._read_only = read_only
        self._entry: CatalogueEntry | None = None
        self.state = self.add_chip(Chip("", "grey", shrinks=True))
        self.restore = Link("恢复出厂", icon="history", shortcut="Alt+Z")
        self.add_header(self.restore)
        self.tabs = Tabs(name="事项的内容")
        self.pages = QStackedWidget()
        self.forms = {"basis": EntryForm(BASIS), "way": EntryForm(WAY, papers=True), "handoff": EntryForm(SITE)}
        self.lists = {
            "materials": RowList(MATERIALS),
            "fields": RowList(FIELDS, self._blank_field),
            "handoff": RowList(HANDOFF),
        }
        self.versions = MatterVersions()
        self.conflict = Banner("", "amber", button="用我的")
        self.theirs = Button("看最新的", size="small")
        self.conflict.add(self.theirs)
        self.trouble = Banner("", "red")
        self.note = LineEdit("可以不填", name="为什么改", max_length=limit("wording_note"))
        self.note_field = Field("为什么改", self.note, side=True)
        self.words = ElidedLabel("", "label", "t2")
        self.undo = Button("恢复原样")
        self.save = Button("保存", "primary", icon="save", shortcut="Ctrl+Enter", size="bar")
        self._marked: frozenset[str] = frozenset()
        self._lay_out()
        self._connect()
        for part in self._parts():
            part.set_read_only(read_only)

    # ---- what is shown

    def show_entry(self, entry: CatalogueEntry, note: str = "") -> None:
        """Another matter, or another version; nothing is sent."""
        self._entry = entry
        for form in self.forms.values():
            form.show_entry(entry)
        for part, rows in self.lists.items():
            rows.show_records(getattr(entry, part))
        self.note.setText(note)
        self.conflict.hide()
        self.trouble.hide()
        self._marked = frozenset()
        self._offer(entry)
        self._count()

    def entry(self) -> CatalogueEntry:
        """The matter as it stands on the screen."""
        assert self._entry is not None  # the section asks once something is shown
        found = self._entry
        for form in self.forms.values():
            found = form.put_into(found)
        rows: dict[str, Any] = {part: found_rows.records() for part, found_rows in self.lists.items()}
        return replace(found, **rows)

    def say(self, title: str, chip: str, words: str, *, dirty: bool, shipped: bool) -> None:
        """The head and the foot: which version stands here, and whether something isn't saved."""
        self.set_title(title)
        self.state.set(chip, "amber" if dirty else "grey")
        self.words.setText("有没保存的修改" if dirty else words)
        self.words.set_tone("amber" if dirty else "t2")
        self.undo.setEnabled(dirty)
        self.save.setEnabled(dirty)
        self.restore.setVisible(not shipped and not self._read_only)

    def show_faults(self, faults: Mapping[str, str], *, soft: bool = False) -> None:
        """Say under each field and row what is wrong, or only worth a second look; the tabs are marked."""
        for form in self.forms.values():
            form.show_faults(faults, soft=soft)
        for part, rows in self.lists.items():
            mark = f"{part}."
            rows.show_faults(
                {path.removeprefix(mark): words for path, words in faults.items() if path.startswith(mark)}, soft=soft
            )
        if soft:
            return
        self._marked = frozenset(self._page_of(path) for path in faults)
        # A list that is too long, or a code that is taken, stands in no field.
        loose = [words for path, words in faults.items() if path in self.lists or path in ("code", "papers")]
        self.trouble.set("".join(loose), tone="red")
        self.trouble.setVisible(bool(loose))
        if "note" in faults:
            self.words.setText(faults["note"])
        self._count()

    def go_to(self, path: str) -> None:
        """Open the page of a field and go to it."""
        if path == "note":
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        page = self._page_of(path)
        self.show_page(page)
        part, _, rest = path.partition(".")
        if part in self.lists:
            self.lists[part].go_to(rest)
        elif path in self.forms[page].fields:
            self.forms[page].go_to(path)

    def show_page(self, page: str) -> None:
        """Turn to a page of the editor."""
        self.tabs.set_value(page)
        self.pages.setCurrentIndex(list(_PAGES).index(page))

    def say_conflict(self, words: str) -> None:
        """Somebody else saved; what is typed stays until one of the two is chosen."""
        self.conflict.set(words)
        self.conflict.show()

    def take_focus(self) -> None:
        """Into the first field of the page on show."""
        page = str(self.tabs.value())
        if page in self.forms:
            self.forms[page].go_to(next(iter(self.forms[page].fields)))
        elif page in self.lists:
            self.lists[page].go_to("0.")
        else:
            self.versions.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.folded.emit()
        else:
            super().keyPressEvent(event)

    # ---- building

    def _lay_out(self) -> None:
        self.body.set_spaces(gap="none")
        top = VBox(gap="s", margin=("l", "none"))
        top.addWidget(self.tabs)
        self.body.addLayout(top)
        self.body.addWidget(Line())
        told = VBox(gap="s", margin=("l", "s", "l", "none"))
        told.addWidget(self.trouble)
        told.addWidget(self.conflict)
        self.body.addLayout(told)
        for page in _PAGES:
            inside = QWidget()
            column = VBox(inside, gap="s", margin=("l", "s"))
            for widget in (self.forms.get(page), self.lists.get(page)):
                if widget is not None:
                    column.addWidget(widget)
            if page == "versions":
                column.addWidget(self.versions)
            column.addStretch(1)
            self.pages.addWidget(Scroll(inside))
        self.body.addWidget(self.pages, 1)
        self.foot = QWidget()
        foot = VBox(self.foot)
        foot.addWidget(Line())
        note = HBox(margin=("l", "s", "l", "none"))
        note.addWidget(self.note_field, 1)
        foot.addLayout(note)
        row = HBox(gap="s", margin=("l", "s"))
        row.addWidget(self.words, 1)
        row.addWidget(self.undo)
        row.addWidget(self.save)
        foot.addLayout(row)
        self.body.addWidget(self.foot)
        self.foot.setVisible(not self._read_only)
        self.conflict.hide()
        self.trouble.hide()
        self._count()

    def _connect(self) -> None:
        for part in self._parts():
            part.edited.connect(self._on_edited)
        for name, rows in self.lists.items():
            rows.row_removed.connect(lambda at, record, part=name: self.row_removed.emit(part, at, record))
        self.note.textEdited.connect(lambda _text: self.edited.emit())
        self.tabs.chosen.connect(lambda page: self.show_page(str(page)))
        self.save.clicked.connect(self.submitted)
        self.undo.clicked.connect(self.undone)
        self.restore.clicked.connect(self.restored)
        self.conflict.pressed.connect(self.overruled)
        self.theirs.clicked.connect(self.compared)

    # ---- within

    def _parts(self) -> list[EntryForm | RowList]:
        return [*self.forms.values(), *self.lists.values()]

    def _on_edited(self) -> None:
        self._offer(self.entry())
        self._count()
        self.edited.emit()

    def _offer(self, entry: CatalogueEntry) -> None:
        """What may be chosen in one place hangs on what stands in another."""
        self.forms["basis"].offer("report_trigger", date_options(entry), entry.report_trigger)
        self.lists["fields"].offer("when", lambda at: condition_options(entry, at))
        sources = source_options(entry)
        self.lists["handoff"].offer("source", lambda _at: sources)

    def _count(self) -> None:
        counts = {part: len(rows) for part, rows in self.lists.items()}
        held = self.tabs.value() or "basis"
        self.tabs.set_tabs(
            [
                tab(page, words, counts.get(page), "red", "error_circle")
                if page in self._marked
                else tab(page, words, counts.get(page))
                for page, words in _PAGES.items()
            ]
        )
        self.tabs.set_value(held)

    def _page_of(self, path: str) -> str:
        part = path.partition(".")[0]
        if part in self.lists:
            return part
        return next((page for page, form in self.forms.items() if part in form.fields), "basis")

    def _blank_field(self) -> FieldSpec:
        """A new field has a code of its own from the start: a box to copy may name it at once."""
        taken = {spec.code for spec in self.lists["fields"].records()}
        return FieldSpec(
            code=next(code for code in (f"{_OWN}{at}" for at in range(1, len(taken) + 2)) if code not in taken),
            label="",
        )
