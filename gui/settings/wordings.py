"""设置 › 文书文字: the papers at the left, the sentences of one in the middle, a specimen of it at the right.

What is typed is drawn when the keys rest, and kept as a draft a moment later; only 起用 prints with it. Another session
that saved meanwhile is told of, and both texts are kept until one is chosen.
"""

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import ChipText
from gui.kit.drawer import Drawer
from gui.kit.setup.paper_view import to_image
from gui.kit.table import Cell, Column, Table
from gui.page import Page
from gui.settings.section import Section
from gui.settings.wordings_editor import WordingEditor
from gui.settings.wordings_preview import WordingPreview
from gui.settings.wordings_versions import show_comparison
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.documents import page_images
from services.wordings import ChangedSentence, Checked, DraftSaved, Proof, VersionRow, WordingKind, WordingView
from system.errors import Conflict, Invalid, Refusal

_DRAW_MS, _SAVE_MS = 300, 700
_DPI = 110
_LIST_WIDTH, _LIST_NARROW, _EDITOR_LEAST = 236, 100, 364
# With less room than this, at 100 %, the list says only what the papers are called.
_ROOM = 680
_STATE_COLUMN = 1
_NONE = Checked({}, {})
# No draft was ever saved so often: saving on top of it is a conflict.
_UNKNOWN = -1


@dataclass(frozen=True)
class _Opened:
    """A kind, fetched in one go."""

    view: WordingView
    versions: tuple[VersionRow, ...]


class _Columns(QWidget):
    """The three beside each other are as high as the room, not as what scrolls in them would be."""

    def hasHeightForWidth(self) -> bool:
        return False


class WordingsSection(Section):
    """One kind is open at a time; going to another, or away, keeps what was typed."""

    subjects = frozenset({"wording"})

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._view: WordingView | None = None
        self._edits = 0
        self._wanted = ""
        # What could not be kept when its kind was left; it comes back with the kind.
        self._aside: dict[str, dict[str, str]] = {}
        self._dirty = False
        self._saving = False
        self._activating = False
        self._checked = _NONE
        self._drawing: jobs.Job | None = None
        self.list = Table(self._columns(), name="文书", row_height="row_dense", header=False)
        self.editor = WordingEditor()
        self.preview = WordingPreview()
        self.drawer = Drawer(self.preview, name="样张", icon="document")
        self._attached = False
        self._draw_timer = QTimer(self, singleShot=True, interval=_DRAW_MS)
        self._save_timer = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        wordings = self.services.wordings
        jobs.run(self, wordings.kinds, self._on_kinds, self._on_refused)

    def before_leaving(self) -> None:
        self._save()

    def first_focus(self) -> QWidget:
        return self.list

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        page = self.parentWidget()
        while page is not None and not isinstance(page, Page):
            page = page.parentWidget()
        if page is not None and not self._attached:
            self._attached = True
            self.drawer.attach(page, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._save()

    # ---- building

    def _lay_out(self) -> None:
        inner = _Columns()
        VBox(self).addWidget(inner)
        row = HBox(inner, gap="m")
        self._card = Card("文书", padded=False)
        self._card.body.addWidget(self.list)
        row.addWidget(self._card)
        row.addWidget(self.editor, 1)
        row.addWidget(self.drawer)
        follow_theme(self._apply)

    def _columns(self) -> tuple[Column, ...]:
        return (Column("文书", lambda row: row.title), Column("版本", _state, align="right", width=76))

    def _connect(self) -> None:
        self.list.current_changed.connect(self._on_chosen)
        self.list.opened.connect(lambda _row: self.editor.take_focus())
        self.editor.edited.connect(self._on_edited)
        self.editor.submitted.connect(self._submit)
        self.editor.discarded.connect(self._discard)
        self.editor.overruled.connect(self._overrule)
        self.editor.yielded.connect(self._reopen)
        self.editor.versions.restored.connect(self._restore)
        self.editor.versions.compared.connect(self._compare)
        self._draw_timer.timeout.connect(self._draw)
        self._save_timer.timeout.connect(self._save)

    def _apply(self) -> None:
        narrow = self.width() < theme().size(_ROOM)
        self._card.setFixedWidth(theme().size(_LIST_NARROW if narrow else _LIST_WIDTH))
        self.editor.setMinimumWidth(0 if narrow else theme().size(_EDITOR_LEAST))
        self.list.setColumnHidden(_STATE_COLUMN, narrow)

    # ---- the list, and the kind in hand

    def _on_kinds(self, rows: tuple[WordingKind, ...]) -> None:
        held = self._view.kind if self._view else (rows[0].kind if rows else "")
        self._card.set_note(f"{len(rows)} 种")
        self.list.blockSignals(True)
        self.list.set_rows(rows)
        self.list.select(lambda row: row.kind == held)
        self.list.blockSignals(False)
        if held and not self._dirty:
            self._open(held)

    def _on_chosen(self, row: WordingKind | None) -> None:
        if row is not None and (self._view is None or row.kind != self._view.kind):
            self._save()
            if self._dirty and self._view is not None and not self._saving:
                self._aside[self._view.kind] = self.editor.sentences()
            self._open(row.kind)

    def _reopen(self) -> None:
        self._dirty = False
        if self._view is not None:
            self._open(self._view.kind)

    def _open(self, kind: str) -> None:
        self._wanted, wordings = kind, self.services.wordings
        jobs.run(self, lambda: _Opened(wordings.view(kind), wordings.versions(kind)), self._on_opened, self._on_refused)

    def _on_opened(self, found: _Opened) -> None:
        same = self._view is not None and self._view.kind == found.view.kind
        if found.view.kind != self._wanted or (same and self._dirty):
            return
        self._view, self._edits, self._dirty = found.view, found.view.edits, False
        self.editor.show_view(found.view)
        self.editor.versions.show_rows(found.versions, self.services.clock.now())
        at = found.view.saved_at
        self.editor.say_saved(f"草稿存于 {at:%H:%M:%S} {found.view.saved_by}" if at else "")
        aside = self._aside.pop(found.view.kind, None)
        if aside is None:
            self._draw()
        else:
            # No saving before one of the two texts was chosen.
            self._edits = _UNKNOWN
            self.editor.put(aside)

    # ---- drawing

    def _on_edited(self) -> None:
        if self._view is None:
            return
        self._dirty = True
        self.editor.say_saved("")
        self.editor.show_state(self._view, draft=True)
        self._draw_timer.start()
        self._save_timer.start()

    def _draw(self) -> None:
        """The specimen with what stands here; an older drawing under way is dropped."""
        if self._view is None:
            return
        if self._drawing is not None:
            self._drawing.cancel()
        wordings, kind, sentences = self.services.wordings, self._view.kind, self.editor.sentences()

        def work() -> tuple[Proof, tuple[QImage, ...]]:
            proof = wordings.proof(kind, sentences)
            return proof, tuple(to_image(page) for page in page_images(proof.pdf, _DPI))

        self._drawing = jobs.run(self, work, self._on_drawn, lambda error: self.preview.say(str(error)))

    def _on_drawn(self, drawn: tuple[Proof, tuple[QImage, ...]]) -> None:
        proof, pages = drawn
        self._checked = proof.checked
        self.editor.judge(proof.checked)
        faults, warnings = len(proof.checked.faults), len(proof.checked.warnings)
        found = f"{len(pages)} 页，每一句都排得下" if not faults + warnings else f"{len(pages)} 页"
        found += f"，{faults} 句要改（样张上用现用的）" if faults else ""
        self.preview.show_pages(pages, _DPI, found + (f"，{warnings} 句请再看一眼" if warnings else ""))
        self.drawer.mark(f"{faults} 句要改" if faults else "")

    # ---- keeping

    def _save(self) -> None:
        """Keep what was typed; what is typed while that runs is kept by the next one."""
        view = self._view
        self._save_timer.stop()
        if view is None or not self._dirty or self._saving or not self.editor.conflict.isHidden():
            return
        self._dirty, self._saving = False, True
        wordings, sentences, edits = self.services.wordings, self.editor.sentences(), self._edits
        note = self.editor.note.text()

        def saved(answer: DraftSaved) -> None:
            self._saving = False
            self._on_saved(view, answer)
            if self._dirty:
                self._save_timer.start()

        def refused(error: Exception) -> None:
            self._saving, self._activating = False, False
            if self._view is not None and self._view.kind == view.kind:
                self._dirty = True
                self._on_refused(error)
            else:
                self._aside[view.kind] = sentences
                self.notice.emit(f"《{view.title}》刚才打的字没有存上，还留着，请打开它再看")

        jobs.run(self, lambda: wordings.save_draft(view.kind, sentences, note, edits=edits), saved, refused)

    def _on_saved(self, view: WordingView, answer: DraftSaved) -> None:
        if self._view is None or self._view.kind != view.kind:
            return
        first, self._edits = not self._edits, answer.edits
        self.editor.say_saved(f"已自动保存 {answer.at:%H:%M:%S}")
        if self._activating:
            self._activate()
        elif first and not self._dirty:
            self._show_draft_in_list()

    def _show_draft_in_list(self) -> None:
        """The list and the versions know of a new draft; the fields stay as they are."""
        view, wordings = self._view, self.services.wordings
        if view is None:
            return

        def shown(found: tuple[tuple[WordingKind, ...], tuple[VersionRow, ...]]) -> None:
            self.list.blockSignals(True)
            self.list.set_rows(found[0])
            self.list.select(lambda row: row.kind == view.kind)
            self.list.blockSignals(False)
            self.editor.versions.show_rows(found[1], self.services.clock.now())

        jobs.run(self, lambda: (wordings.kinds(), wordings.versions(view.kind)), shown, self._on_refused)

    # ---- acts

    def _submit(self) -> None:
        """Keep first, then print with it from the next sheet on."""
        if self._view is None or self._activating or not self.editor.submit.isEnabled():
            return
        if self._checked.faults and not self._draw_timer.isActive():
            self.editor.go_to_fault(self._checked.faults)
            return
        self._activating = True
        if self._dirty or self._saving:
            self._save()
        else:
            self._activate()

    def _activate(self) -> None:
        view, wordings, edits = self._view, self.services.wordings, self._edits
        if view is None:
            return

        def done(changes: Changes) -> None:
            self._activating = False
            self.notice.emit(f"第 {view.number} 版已起用，下一张就用它")
            self._after(changes)

        jobs.run(self, lambda: wordings.activate(view.kind, edits=edits), done, self._on_refused)

    def _discard(self) -> None:
        """Throw the draft away; it can be had back at once."""
        view, wordings, edits = self._view, self.services.wordings, self._edits
        if view is None or self._saving:
            return
        self._save_timer.stop()
        sentences, note = self.editor.sentences(), self.editor.note.text()

        def undo() -> None:
            jobs.run(
                self,
                lambda: wordings.save_draft(view.kind, sentences, note, edits=0),
                lambda answer: self._after(answer.changes),
                self._on_refused,
            )

        def done(changes: Changes) -> None:
            self.offer.emit(f"《{view.title}》的草稿丢弃了", "撤销", undo)
            self._after(changes)

        if not edits:
            self.offer.emit("没保存的改动丢弃了", "撤销", lambda: self.editor.put(sentences))
            self._reopen()
            return
        jobs.run(self, lambda: wordings.discard_draft(view.kind, edits=edits), done, self._on_refused)

    def _restore(self) -> None:
        view, wordings = self._view, self.services.wordings
        if view is None:
            return

        def done(changes: Changes) -> None:
            self.notice.emit("恢复了出厂的文字，本站写的版本都还在")
            self._after(changes)

        self._save()
        jobs.run(self, lambda: wordings.restore_shipped(view.kind), done, self._on_refused)

    def _compare(self, row: VersionRow | None) -> None:
        view, wordings = self._view, self.services.wordings
        if view is None or row is None:
            return
        begin = None
        if row.state == "retired" and view.sentences:
            begin = Button("用这一版起草", "primary")
            begin.clicked.connect(lambda: self._begin_with(row.number))

        def known(changes: tuple[ChangedSentence, ...]) -> None:
            show_comparison(self.window(), row, changes, begin=begin)

        jobs.run(self, lambda: wordings.compare(view.kind, row.number), known, self._on_refused)

    def _begin_with(self, number: int) -> None:
        view, wordings = self._view, self.services.wordings
        if view is not None:
            jobs.run(self, lambda: wordings.sentences(view.kind, number), self.editor.put, self._on_refused)

    def _overrule(self) -> None:
        """Save over what the other session saved: it was shown that it did."""
        view, wordings = self._view, self.services.wordings
        if view is None:
            return

        def known(now: WordingView) -> None:
            self._edits, self._dirty = now.edits, True
            self.editor.conflict.hide()
            self._save()

        jobs.run(self, lambda: wordings.view(view.kind), known, self._on_refused)

    def _after(self, changes: Changes) -> None:
        self._dirty = False
        self.tell(changes)
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        self._activating = False
        if isinstance(error, Conflict) and self._dirty:
            self.editor.say_conflict(error.message)
        elif isinstance(error, Invalid):
            faults = {key: words for key, words in error.fields.items() if key in self.editor.fields}
            self.editor.judge(Checked(faults, {}))
            self.editor.go_to_fault(faults)
            if "note" in error.fields:
                self.notice.emit(error.fields["note"])
        elif isinstance(error, Refusal):
            self.notice.emit(str(error))


def _state(row: WordingKind) -> Cell | ChipText:
    if row.draft is not None:
        return ChipText("有草稿", "amber")
    return Cell("出厂" if row.shipped else f"第 {row.number} 版", tone="t3")
