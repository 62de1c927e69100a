"""The panel in which one snippet is changed or a new one is written.

What was typed and isn't saved stays with its snippet while others are looked at, and through a conflict: then it is
said what stands there now, and saving once more is meant.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from domain.labels import KIND_LABELS
from domain.permissions import Permission
from domain.snippet_rules import SnippetForm, check_snippet
from domain.tables import limit
from domain.text import in_one_line, shortened
from domain.vocabulary import MatterKind
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.problems import Problem, jump_to_first
from gui.kit.select import Select
from gui.kit.text_area import TextArea
from gui.settings.section import reason_for
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.snippets import SnippetRow
from system.errors import Conflict, Invalid, Refusal

ANY_KIND = "所有事项"
_NEW = 0
# Pasted text longer than its limit is kept and pointed at, never cut; this only bounds what one field takes in.
_ROOM = 400
_SHOWN = 60
_TEXT_HEIGHT = 120


class SnippetEditor(Card):
    """`saved(Changes)`; `conflicted` asks for the rows anew; `removed(row)`, `restored(row)` ask for the act."""

    saved = Signal(object)
    conflicted = Signal()
    removed = Signal(object)
    restored = Signal(object)
    edited = Signal()
    folded = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__("", padded=False, parent=parent)
        self._services = services
        self._snippet: SnippetRow | None = None
        self._kept: dict[int, SnippetForm] = {}
        self._busy = False
        self._in_conflict = ""
        self.code = LineEdit("几个字母，按 F8 后打它", name="短码", max_length=_ROOM, latin=True)
        self.title = LineEdit("在列表里认它", name="标题", max_length=_ROOM)
        kinds = [("", ANY_KIND), *((kind.value, KIND_LABELS[kind]) for kind in MatterKind)]
        self.kind = Select(kinds, name="适用的事项", value="")
        self.text = TextArea("要填进诉求或答复的话，用……留出要改的地方", name="内容", max_length=limit("narrative"))
        self.fields = {
            "code": Field("短码", self.code, required=True),
            "title": Field("标题", self.title, required=True),
            "kind": Field("适用的事项", self.kind),
            "text": Field("内容", self.text, required=True),
        }
        self.trouble = Banner("", "red")
        self.state = Label("", "hint", "amber")
        self.remove = Link("删除", icon="subtract", tone="red")
        self.restore = Link("恢复出厂内容", icon="history")
        self.save = Button("保存", "primary", icon="save", shortcut="Ctrl+Enter", size="bar")
        self._lay_out()
        self._connect()
        self.begin_new()

    # ---- what is shown

    @property
    def row(self) -> SnippetRow | None:
        """The snippet in hand, None for a new one."""
        return self._snippet

    @property
    def dirty(self) -> bool:
        """Whether something stands here that isn't saved."""
        return self.form() != (self._snippet.form if self._snippet else SnippetForm())

    def is_kept(self, snippet_id: int) -> bool:
        """Whether something typed for this snippet isn't saved."""
        mine = self._snippet.id if self._snippet else _NEW
        return self.dirty if snippet_id == mine else snippet_id in self._kept

    def form(self) -> SnippetForm:
        """What stands on the screen."""
        kind = str(self.kind.value() or "")
        return SnippetForm(
            code=self.code.text(),
            title=self.title.text(),
            text=self.text.text(),
            kind=MatterKind(kind) if kind else None,
        )

    def begin_new(self) -> None:
        """An empty form, or the new snippet that was begun before."""
        self._begin(None)

    def show_row(self, row: SnippetRow) -> None:
        """Another snippet; what was typed for it before and isn't saved goes on."""
        if self._snippet is None or self._snippet.id != row.id:
            self._begin(row)

    def renew(self, rows: Sequence[SnippetRow]) -> None:
        """The list was read again: show what is new of the snippet in hand, unless something is typed for it.

        After a conflict the typed words stay, and saving once more is on top of what stands there now.
        """
        if self._snippet is None:
            return
        mine = self._snippet.id
        now = next((row for row in rows if row.id == mine), None)
        if self._in_conflict:
            self._say_conflict(now)
            self._snippet = now
        elif now is not None and now != self._snippet and not self.dirty:
            self._snippet = None
            self._begin(now)
        self._show_state()

    def take_focus(self) -> None:
        """Take the keyboard, at the first field of a new one, in the text of one that is there."""
        (self.text if self._snippet else self.code).setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- acts

    def submit(self) -> None:
        """Check, then save in the background."""
        if self._busy or not self.isEnabled():
            return
        self.trouble.hide()
        form, row = self.form(), self._snippet
        faults = check_snippet(form)
        if faults:
            self._show_faults(faults)
            return
        self._set_busy(True)
        snippets = self._services.snippets

        def work() -> Changes:
            return snippets.add(form) if row is None else snippets.edit(row.id, form, version=row.version)

        jobs.run(self, work, lambda changes: self._on_saved(changes, row), self._on_refused)

    def forget(self, snippet_id: int) -> None:
        """Let go of what was typed for a snippet: it was removed, or has other words now."""
        self._kept.pop(snippet_id, None)
        if self._snippet is not None and self._snippet.id == snippet_id:
            self._put(self._snippet.form)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.folded.emit()
        else:
            super().keyPressEvent(event)

    # ---- building

    def _lay_out(self) -> None:
        column = VBox(gap="s", margin=("l", "m", "l", "s"))
        for key in ("code", "title", "kind"):
            column.addWidget(self.fields[key])
        self.fields["text"].add_corner(self.text.counter)
        column.addWidget(self.fields["text"], 1)
        column.addWidget(self.trouble)
        links = HBox(gap="m")
        links.addWidget(self.state)
        links.addStretch(1)
        links.addWidget(self.restore)
        links.addWidget(self.remove)
        column.addLayout(links)
        self.body.addLayout(column, 1)
        foot = HBox(margin=("l", "none", "l", "m"))
        foot.addWidget(self.save, 1)
        self.body.addLayout(foot)
        self.trouble.hide()
        if Permission.SNIPPET_EDIT not in self._services.actor.permissions:
            self.save.set_blocked(reason_for("改常用语"))
        follow_theme(self._apply_height)

    def _connect(self) -> None:
        for key, line in (("code", self.code), ("title", self.title)):
            line.textEdited.connect(lambda _text, at=key: self._on_edited(at))
        self.text.edited.connect(lambda: self._on_edited("text"))
        self.kind.chosen.connect(lambda _value: self._on_edited("kind"))
        self.save.clicked.connect(self.submit)
        self.remove.clicked.connect(lambda: self.removed.emit(self._snippet))
        self.restore.clicked.connect(lambda: self.restored.emit(self._snippet))

    # ---- within

    def _begin(self, row: SnippetRow | None) -> None:
        if self.dirty:
            self._kept[self._snippet.id if self._snippet else _NEW] = self.form()
        self._snippet, self._in_conflict = row, ""
        kept = self._kept.pop(row.id if row else _NEW, None)
        self._put(kept or (row.form if row else SnippetForm()))

    def _put(self, form: SnippetForm) -> None:
        """Show a form; nothing is sent."""
        self.code.setText(form.code)
        self.title.setText(form.title)
        self.kind.set_value(form.kind.value if form.kind else "")
        self.text.set_text(form.text)
        for field in self.fields.values():
            field.clear()
        self.trouble.hide()
        self._show_state()

    def _show_state(self) -> None:
        row = self._snippet
        self.set_title("加一条" if row is None else "改这一条")
        self.set_note("" if row is None else f"用过 {row.uses} 次")
        self.remove.setVisible(row is not None)
        self.restore.setVisible(row is not None and row.altered)
        self.state.setText("有没保存的修改" if self.dirty else "")

    def _on_edited(self, key: str) -> None:
        self.fields[key].clear()
        self._show_state()
        self.edited.emit()

    def _show_faults(self, faults: dict[str, str]) -> None:
        problems = []
        for key, field in self.fields.items():
            if key in faults:
                field.set_error(faults[key].rstrip("。"))
                problems.append(Problem(field.label, faults[key], field.control))
        jump_to_first(problems)

    def _say_conflict(self, now: SnippetRow | None) -> None:
        stands = f"现在是“{now.title}”：{shortened(in_one_line(now.text), _SHOWN)}" if now else "现在列表里没有它了。"
        self.trouble.set(f"{self._in_conflict}{stands}", tone="red")
        self.trouble.show()
        self._in_conflict = ""

    def _on_saved(self, changes: Changes, row: SnippetRow | None) -> None:
        """Nothing is left to be saved of this one; the section shows it as it is stored now."""
        self._set_busy(False)
        self._kept.pop(row.id if row else _NEW, None)
        if self._snippet is row:
            self._snippet = None
            self._put(SnippetForm())
        self.saved.emit(changes)

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, Invalid):
            self._show_faults(dict(error.fields))
        elif isinstance(error, Conflict):
            self._in_conflict = error.message
            self.conflicted.emit()
        elif isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red")
            self.trouble.show()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.save.setEnabled(not busy)
        self.save.set_words("正在保存…" if busy else "保存")

    def _apply_height(self) -> None:
        self.text.setMinimumHeight(theme().size(_TEXT_HEIGHT))
