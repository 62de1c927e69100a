"""设置 › 办事事项目录: the matters at the left, the one in hand beside it; each saving makes a new version.

What was typed and isn't saved stays with its matter while others are looked at, and through a conflict. Running cases
keep the version with which they began.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from domain.catalogue import CatalogueEntry, Route, tidy_entry
from domain.permissions import Permission
from domain.vocabulary import matter_categories
from gui import jobs
from gui.kit.boxes import HBox
from gui.kit.button import Button
from gui.kit.label import ElidedLabel
from gui.settings.catalogue_editor import MatterEditor
from gui.settings.catalogue_list import SHIPPED, MatterLine, MatterList, matter_lines
from gui.settings.catalogue_versions import show_differences
from gui.settings.catalogue_words import differences
from gui.settings.section import Section, reason_for
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.service_catalogue import CatalogueItem, Checked, Saved, VersionLine
from system.errors import Conflict, Invalid, Refusal

_NEW = ""
_CHECK_MS = 400
_LIST_WIDTH, _LOW_LIST, _LOW_EDITOR = 330, 260, 460
_ANY = 16_777_215
_NO_PROMISE = "本站承诺"


@dataclass(frozen=True)
class _Draft:
    """What was typed for a matter: on top of which version, and why."""

    entry: CatalogueEntry
    note: str
    number: int


class CatalogueSection(Section):
    """Who may not edit looks; the service refuses all the same."""

    subjects = frozenset({"catalogue"})

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._allowed = self.may(Permission.CATALOGUE_EDIT)
        self._item: CatalogueItem | None = None
        self._base = _blank("")
        self._number = 0
        self._kept: dict[str, _Draft] = {}
        self._wanted: str | None = None
        self._busy = False
        self._told = False
        self._job: jobs.Job | None = None
        self.list = MatterList(self._is_kept, read_only=not self._allowed)
        self.editor = MatterEditor(read_only=not self._allowed)
        self._check_timer = QTimer(self, singleShot=True, interval=_CHECK_MS)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        if self._job is not None:
            self._job.cancel()
        text, services, count = self.list.search.text(), self.services, self.may(Permission.VISIT_READ)
        self._job = jobs.run(self, lambda: matter_lines(services, text, count=count), self._on_rows, self._on_refused)

    def first_focus(self) -> QWidget:
        return self.list.table

    @property
    def dirty(self) -> bool:
        """Whether something stands here that isn't saved."""
        return tidy_entry(self.editor.entry()) != self._base or bool(self.editor.note.text().strip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    # ---- building

    def _lay_out(self) -> None:
        self._row = HBox(self, gap="m")
        self._row.addWidget(self.list)
        self._row.addWidget(self.editor, 1)
        if not self._allowed:
            self.editor.body.insertWidget(0, _locked())
        self.editor.show_entry(self._base)
        self._say()
        follow_theme(self._apply)

    def _connect(self) -> None:
        self.list.current_changed.connect(self._on_current)
        self.list.opened.connect(self.editor.take_focus)
        self.list.searched.connect(self.refresh)
        self.list.added.connect(self._begin_new)
        self.list.switched.connect(self._switch)
        self.list.moved.connect(self._move)
        editor = self.editor
        editor.edited.connect(self._on_edited)
        editor.submitted.connect(self.submit)
        editor.undone.connect(self._undo)
        editor.restored.connect(self._restore)
        editor.folded.connect(self.list.take_focus)
        editor.overruled.connect(self._overrule)
        editor.compared.connect(self._see_theirs)
        editor.row_removed.connect(self._on_row_removed)
        editor.versions.opened.connect(self._see_version)
        self._check_timer.timeout.connect(self._check)

    def _apply(self) -> None:
        """Beside each other, or in one column where it is narrow or the text large."""
        way, size = QBoxLayout.Direction, theme().size
        beside = self.width() >= theme().metrics.settings_least
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self.list.setMinimumWidth(size(_LIST_WIDTH) if beside else 0)
        self.list.setMaximumWidth(size(_LIST_WIDTH) if beside else _ANY)
        self.list.setMinimumHeight(0 if beside else size(_LOW_LIST))
        self.editor.setMinimumHeight(0 if beside else size(_LOW_EDITOR))

    # ---- the list

    def _on_rows(self, rows: tuple[MatterLine, ...]) -> None:
        wanted, self._wanted = self._wanted, None
        self.list.show_lines(rows)
        held = wanted or (self._item.entry.code if self._item else None)
        if held is None and self._told:
            self.list.table.clearSelection()
            return
        first = rows[0].item.entry.code if rows and not self._told else ""
        self._told = True
        if not self.list.select(held or first):
            return
        now = self.list.table.current()
        if now is not None:
            self._on_current(now)

    def _on_current(self, row: MatterLine | None) -> None:
        if row is None:
            return
        mine = self._item is not None and self._item.entry.code == row.item.entry.code
        # The same matter as before, with something typed: it stays, and saving will say if somebody was faster.
        if not mine or (row.item != self._item and not self.dirty):
            self._begin(row.item)
        elif self._item is not None:
            self._item = replace(self._item, active=row.item.active, position=row.item.position)
        self._say()

    def _begin(self, item: CatalogueItem | None) -> None:
        self._keep()
        group = self._item.entry.group if self._item else ""
        self._item = item
        self._base, self._number = (item.entry, item.number) if item else (_blank(group), 0)
        kept = self._kept.pop(item.entry.code if item else _NEW, None)
        if kept is not None:
            self._number = kept.number
        self.editor.show_entry(kept.entry if kept else self._base, kept.note if kept else "")
        self._show_versions()
        self._say()

    def _keep(self) -> None:
        if self.dirty and self._told:
            code = self._item.entry.code if self._item else _NEW
            self._kept[code] = _Draft(self.editor.entry(), self.editor.note.text(), self._number)

    def _is_kept(self, code: str) -> bool:
        mine = self._item is not None and self._item.entry.code == code
        return self.dirty if mine else code in self._kept

    def _begin_new(self) -> None:
        if self._item is not None:
            self._begin(None)
        self.list.table.clearSelection()
        self.editor.show_page("basis")
        self.editor.take_focus()

    def _say(self) -> None:
        item = self._item
        self.editor.say(
            "新增事项" if item is None else item.entry.label,
            "新的" if item is None else f"第 {item.number} 版",
            "" if item is None or item.active else "已停用，登记时选不到",
            dirty=self.dirty,
            shipped=item is None or not item.edited or item.entry.code not in SHIPPED,
        )
        self.list.show_state(item)

    def _show_versions(self) -> None:
        item, catalogue = self._item, self.services.service_catalogue
        now = self.services.clock.now()
        if item is None:
            self.editor.versions.show_rows((), now)
            return

        def known(rows: tuple[VersionLine, ...]) -> None:
            if self._item is not None and self._item.entry.code == item.entry.code:
                self.editor.versions.show_rows(rows, now)

        jobs.run(self, lambda: catalogue.versions(item.entry.code), known, self._on_refused)

    # ---- typing

    def _on_edited(self) -> None:
        self._say()
        self._check_timer.start()

    def _check(self) -> None:
        """What no font draws is told while one types; faults are told on saving."""
        catalogue, entry = self.services.service_catalogue, self.editor.entry()
        code = self._item.entry.code if self._item else None

        def told(found: Checked) -> None:
            if found.warnings and not found.faults:
                self.editor.show_faults(found.warnings, soft=True)

        jobs.run(self, lambda: catalogue.check(entry, code=code), told, self._on_refused)

    def _undo(self) -> None:
        typed, note = self.editor.entry(), self.editor.note.text()
        self.editor.show_entry(self._base)
        self._say()
        self.offer.emit("改动放下了", "撤销", lambda: self._put(typed, note))

    def _put(self, entry: CatalogueEntry, note: str) -> None:
        self.editor.show_entry(entry, note)
        self._on_edited()

    def _on_row_removed(self, part: str, at: int, record: object) -> None:
        self.offer.emit("去掉了一行", "撤销", lambda: self.editor.lists[part].put(at, record))

    # ---- acts

    def submit(self) -> None:
        """Save what stands here as a new version, or as a new matter."""
        if self._busy or not self._allowed or not self.editor.save.isEnabled():
            return
        catalogue, entry, note = self.services.service_catalogue, self.editor.entry(), self.editor.note.text()
        code, number = (self._item.entry.code if self._item else None), self._number
        self._busy = True
        self._check_timer.stop()

        def saved(answer: Saved) -> None:
            self._busy = False
            kept = f"，在办的 {answer.kept} 件仍按原来的版本办" if answer.kept else ""
            self.notice.emit(f"存成第 {answer.number} 版，下一件起用{kept}")
            self._kept.pop(code or _NEW, None)
            self._after(answer.changes, answer.code)

        jobs.run(self, lambda: catalogue.save(code, entry, note, number=number), saved, self._on_refused)

    def _after(self, changes: Changes, code: str) -> None:
        """Nothing is left to be saved of this one; the list shows it as it is stored now."""
        self._item, self._wanted = None, code
        self._base = tidy_entry(self.editor.entry())
        self.editor.note.clear()
        self.tell(changes)
        self.refresh()

    def _switch(self) -> None:
        item, catalogue = self._item, self.services.service_catalogue
        if item is None or not self._allowed:
            return
        words = f"“{item.entry.label}”{'停用了，登记时选不到；在办的照常办' if item.active else '又能选了'}"

        def done(changes: Changes) -> None:
            self.offer.emit(words, "撤销", self._switch)
            self.tell(changes)
            self.refresh()

        jobs.run(self, lambda: catalogue.set_active(item.entry.code, not item.active), done, self._on_refused)

    def _move(self, up: bool) -> None:
        item, catalogue = self._item, self.services.service_catalogue
        if item is None or not self._allowed:
            return

        def done(changes: Changes) -> None:
            self.tell(changes)
            self.refresh()

        jobs.run(self, lambda: catalogue.move(item.entry.code, up=up), done, self._on_refused)

    def _restore(self) -> None:
        """The shipped words again; what stood here can be had back, as unsaved typing."""
        item, catalogue, typed = self._item, self.services.service_catalogue, self.editor.entry()
        if item is None or not self._allowed:
            return

        def done(answer: Saved) -> None:
            self.offer.emit(f"“{item.entry.label}”恢复了出厂内容", "撤销", lambda: self._put(typed, ""))
            self._kept.pop(answer.code, None)
            self._after(answer.changes, answer.code)

        jobs.run(self, lambda: catalogue.back_to_shipped(item.entry.code), done, self._on_refused)

    def _see_version(self, row: VersionLine) -> None:
        """What a version says otherwise than what stands here, and the way to begin with it again."""
        begin = None
        if self._allowed:
            begin = Button("用这一版改", "primary")
            begin.clicked.connect(
                lambda: self._put(replace(row.entry, active=self._base.active), f"用第 {row.number} 版")
            )
        found = differences(row.entry, self.editor.entry())
        words = (f"第 {row.number} 版", "现在")
        show_differences(self.window(), words[0], "和页面上的比较", found, words=words, begin=begin)

    def _overrule(self) -> None:
        """Save over what somebody else saved: it was told that she did."""
        item, catalogue = self._item, self.services.service_catalogue
        if item is None:
            return

        def known(now: CatalogueItem) -> None:
            self._number = now.number
            self.editor.conflict.hide()
            self.submit()

        jobs.run(self, lambda: catalogue.item(item.entry.code), known, self._on_refused)

    def _see_theirs(self) -> None:
        item, catalogue = self._item, self.services.service_catalogue
        if item is None:
            return

        def known(now: CatalogueItem) -> None:
            begin = Button("放下我的，用最新的", "primary")
            begin.clicked.connect(lambda: self._yield_to(now))
            found = differences(now.entry, self.editor.entry())
            title = f"第 {now.number} 版和你改的"
            show_differences(self.window(), title, "", found, words=("最新的", "你改的"), begin=begin)

        jobs.run(self, lambda: catalogue.item(item.entry.code), known, self._on_refused)

    def _yield_to(self, now: CatalogueItem) -> None:
        typed, note = self.editor.entry(), self.editor.note.text()
        self._item, self._base, self._number = now, now.entry, now.number
        self.editor.show_entry(now.entry)
        self._say()
        self.offer.emit("用了最新的一版", "撤销", lambda: self._put(typed, note))
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Invalid):
            faults: Mapping[str, str] = error.fields
            self.editor.show_faults(faults)
            self.editor.go_to(next(iter(faults)))
        elif isinstance(error, Conflict) and self.dirty:
            self.editor.say_conflict(error.message)
        elif isinstance(error, Refusal):
            self.notice.emit(str(error))


def _locked() -> QWidget:
    part = QWidget()
    HBox(part, margin=("l", "s")).addWidget(ElidedLabel(reason_for("改办事事项目录"), "label", "blue"))
    return part


def _blank(group: str) -> CatalogueEntry:
    """What a new matter begins with."""
    return CatalogueEntry(
        code="",
        label="",
        group=group,
        category=matter_categories()[-1].code,
        promised=0,
        unit="workday",
        promise_source=_NO_PROMISE,
        route=Route.DISTRICT,
    )
