"""设置 › 常用语: the list at the left, the one in hand beside it; everything by the keyboard.

Enter goes into the words of a snippet, Esc back to the list, Del takes one off the list and Ctrl+Z has it back.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from domain.labels import KIND_LABELS
from domain.text import in_one_line, shortened
from gui import jobs
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.chip import ChipText
from gui.kit.empty_state import EmptyState
from gui.kit.label import ElidedLabel, Line
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import ask
from gui.kit.press import bind
from gui.kit.scroll import Scroll
from gui.kit.table import Cell, Column, Table
from gui.settings.section import Section
from gui.settings.snippet_editor import ANY_KIND, SnippetEditor
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.snippets import Restored, SnippetRow
from system.errors import Refusal

_ANY = 16_777_215
_FEWEST_ROWS = 4
_BRIEF = 80
_FIND_WIDTH = 160
# With less room than this beyond the least, the editor is the narrow one.
_EASE = 160
# A narrower list, at 100 %, does without how often each was used and where it comes from: the editor says both.
_COLUMNS_LEAST, _SPARED = 600, (4, 5)
_HINT = "在来访登记里按 F8，打短码或拼音就能用"
_RESTORE = "出厂带的{altered}会变回原来的内容，删除了的会回来；本站自己加的不动。改过的内容不再保留。"


class SnippetsSection(Section):
    """The list follows what is typed in the field over it; a saved snippet becomes the current one."""

    subjects = frozenset({"snippet"})

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._wanted: int | None = None
        self._seen = False
        self._job: jobs.Job | None = None
        self._removed: list[SnippetRow] = []
        self.search = LineEdit("短码或内容", name="查找常用语", icon="search", clear=True, enter="emit")
        self.add = Button("加一条", "primary", icon="add", shortcut="Ctrl+N")
        self.restore = Link("全部恢复出厂", icon="history")
        self.table = Table(
            self._columns(), name="常用语", row_height="row_dense", empty=EmptyState("note", "没有这样的常用语")
        )
        self.editor = SnippetEditor(services)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        if self._job is not None:
            self._job.cancel()
        snippets, text = self.services.snippets, self.search.text()
        self._job = jobs.run(self, lambda: snippets.find(text), self._on_rows, self._on_refused)

    def first_focus(self) -> QWidget:
        return self.table

    # ---- building

    def _lay_out(self) -> None:
        inner = QWidget()
        self._row = HBox(inner, gap="m")
        self._card = Card("常用语", padded=False)
        self._card.add_header(self.search)
        self._card.add_header(self.add)
        self._card.body.set_spaces(gap="none")
        self._card.body.addWidget(self.table)
        self._card.body.addWidget(Line())
        foot = HBox(gap="m", margin=("l", "s"))
        foot.addWidget(ElidedLabel(_HINT, "hint", "t3"), 1)
        foot.addWidget(self.restore)
        self._card.body.addLayout(foot)
        self._row.addWidget(self._card, 1)
        self._row.addWidget(self.editor)
        # The room is what the page gives, not what the two beside each other would want.
        VBox(self).addWidget(Scroll(inner))
        follow_theme(self._apply)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("短码", lambda row: Cell(row.code, bold=True), width=96),
            Column("标题", lambda row: row.title, width=140),
            Column("内容", lambda row: Cell(shortened(in_one_line(row.text), _BRIEF), tone="t2")),
            Column("适用", lambda row: Cell(KIND_LABELS[row.kind] if row.kind else ANY_KIND, tone="t2"), width=84),
            Column("用过", lambda row: Cell(f"{row.uses} 次", tone="t3"), align="right", width=70),
            Column("来源", self._origin, width=84),
        )

    def _origin(self, row: SnippetRow) -> ChipText:
        if self.editor.is_kept(row.id):
            return ChipText("没保存", "amber")
        if not row.shipped:
            return ChipText("本站", "green")
        return ChipText("改过", "blue") if row.altered else ChipText("出厂")

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self.refresh())
        self.search.returnPressed.connect(self._go_to_list)
        self.add.clicked.connect(self._begin_new)
        self.restore.clicked.connect(self._ask_restore)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(lambda _row: self.editor.take_focus())
        self.editor.saved.connect(self._on_saved)
        self.editor.conflicted.connect(self.refresh)
        self.editor.removed.connect(self._remove)
        self.editor.restored.connect(self._restore_one)
        self.editor.edited.connect(self.table.viewport().update)
        self.editor.folded.connect(self._go_to_list)
        for keys, act in (("Del", self._remove_current), ("Ctrl+Z", self._undo)):
            shortcut = bind(self.table, keys)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.hasFocus():
            self.search.clear()
            self._go_to_list()
        else:
            super().keyPressEvent(event)

    def _apply(self) -> None:
        """Beside each other, or in one column where it is narrow or the text large."""
        metrics, way = theme().metrics, QBoxLayout.Direction
        beside = self.width() >= metrics.settings_least
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
        ample = self.width() >= metrics.settings_least + theme().size(_EASE)
        side = metrics.side_column if ample else metrics.side_column_narrow
        self.editor.setMinimumWidth(side if beside else 0)
        self.editor.setMaximumWidth(side if beside else _ANY)
        least = metrics.card_head + metrics.table_head + (_FEWEST_ROWS + 1) * metrics.row_dense
        self._card.setMinimumHeight(least)
        self.search.setFixedWidth(theme().size(_FIND_WIDTH))
        for column in _SPARED:
            self.table.setColumnHidden(column, self.width() < theme().size(_COLUMNS_LEAST))

    # ---- the list

    def _on_rows(self, rows: tuple[SnippetRow, ...]) -> None:
        """Show them; current is the one just saved, else the one in hand, else whichever took its place."""
        wanted, self._wanted = self._wanted, None
        at = max(self.table.currentIndex().row(), 0)
        self._card.set_note(f"{len(rows)} 条")
        self.table.set_rows(rows)
        self.editor.renew(rows)
        held, first = self.editor.row, not self._seen
        self._seen = True
        if wanted is not None and self.table.select(lambda row: row.id == wanted):
            return
        if held is None and not first:
            # A new one is being written: nothing in the list is current.
            self.table.clearSelection()
        elif held is None or not self.table.select(lambda row: row.id == held.id):
            self._select_at(at)

    def _select_at(self, at: int) -> None:
        rows = self.table.rows
        if rows:
            near = rows[min(at, len(rows) - 1)]
            self.table.select(lambda row: row is near)

    def _on_current(self, row: SnippetRow | None) -> None:
        if row is not None:
            self.editor.show_row(row)
            self.table.viewport().update()

    def _go_to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_new(self) -> None:
        self.table.clearSelection()
        self.editor.begin_new()
        self.editor.take_focus()

    # ---- acts

    def _on_saved(self, changes: Changes) -> None:
        self._wanted = changes.id
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.tell(changes)
        self.notice.emit("常用语已保存")
        self.refresh()
        self._go_to_list()

    def _remove_current(self) -> None:
        row = self.table.current()
        if row is not None:
            self._remove(row)

    def _remove(self, row: SnippetRow) -> None:
        snippets = self.services.snippets

        def removed(changes: Changes) -> None:
            self.editor.forget(row.id)
            self._removed.append(row)
            self.tell(changes)
            self.offer.emit(f"“{row.title}”已删除", "撤销", self._undo)
            self.refresh()

        jobs.run(self, lambda: snippets.remove(row.id), removed, self._on_refused)

    def _undo(self) -> None:
        """Have the one back that was taken off last."""
        if not self._removed:
            return
        row, snippets = self._removed.pop(), self.services.snippets

        def back(changes: Changes) -> None:
            self._wanted = row.id
            self.tell(changes)
            self.notice.emit(f"“{row.title}”回到列表里了")
            self.refresh()

        jobs.run(self, lambda: snippets.put_back(row.id), back, self._on_refused)

    def _restore_one(self, row: SnippetRow) -> None:
        """The shipped words of one; the station's own words can be had back at once."""
        snippets = self.services.snippets

        def restored(answer: Restored) -> None:
            self.editor.forget(row.id)
            self.tell(answer.changes)
            self.offer.emit(f"“{row.title}”恢复了出厂内容", "撤销", lambda: self._take_back(row))
            self.refresh()

        jobs.run(self, lambda: snippets.restore_shipped([row.id]), restored, self._on_refused)

    def _take_back(self, row: SnippetRow) -> None:
        snippets = self.services.snippets

        def done(changes: Changes) -> None:
            self.tell(changes)
            self.refresh()

        # The restoring counted the version up by one; a change since then is a conflict, and said.
        version = row.version + 1
        jobs.run(self, lambda: snippets.edit(row.id, row.form, version=version), done, self._on_refused)

    def _ask_restore(self) -> None:
        altered = sum(row.altered for row in self.table.rows)
        words = _RESTORE.format(altered=f"改过 {altered} 条，" if altered else "")
        ask(self.window(), "全部恢复出厂？", words, action="恢复出厂", on_yes=lambda _reason: self._restore_all())

    def _restore_all(self) -> None:
        snippets = self.services.snippets

        def restored(answer: Restored) -> None:
            self.tell(answer.changes)
            self.notice.emit(f"恢复了 {answer.count} 条" if answer.count else "本来就和出厂的一样")
            self.refresh()

        jobs.run(self, snippets.restore_shipped, restored, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.notice.emit(str(error))
