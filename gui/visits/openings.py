"""What a target puts on the desk: somebody new, a kind, a person, a visit to be corrected, a number that was called.

Whoever was on the desk waits in the strip. What a target brings makes no draft until something is typed: a clerk who
only looked leaves nothing behind.
"""

import uuid as uuids
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from domain.vocabulary import MatterKind
from gui import jobs
from gui.navigation import Target
from gui.visits.desk_draft import Correction, DeskState, Slip, fresh_state, from_payload, late_typed
from gui.visits.drafts_keeper import DraftsKeeper
from services import Services
from services.queue import QueueRow
from services.visit_changes import SavedForm
from system.errors import Refusal


class Openings(QObject):
    """Opens targets on the desk. `focus_wanted(widget)`: where the keyboard goes on with what came."""

    focus_wanted = Signal(object)

    def __init__(self, services: Services, keeper: DraftsKeeper) -> None:
        super().__init__(keeper)
        self._services, self._keeper, self._desk = services, keeper, keeper.desk
        self._acts: Mapping[str, Callable[[Target], None]] = {
            "new": lambda _target: None,
            "kind": self._open_kind,
            "person": self._open_person,
            "correct": self._ask_correction,
            "slip": self._ask_slip,
        }

    def open(self, target: Target) -> None:
        """Put it on the desk."""
        act = self._acts.get(target.what)
        if act is not None and self._keeper.put_aside():
            act(target)

    def _open_kind(self, target: Target) -> None:
        if target.text in set(MatterKind):
            self._desk.matters.set_kind(MatterKind(target.text))
        self._open_person(target)

    def _open_person(self, target: Target) -> None:
        if target.id is None:
            return
        self._desk.take_person(target.id)
        self._keeper.brought()
        self.focus_wanted.emit(self._desk.matters.editor.first_empty())

    # ---- a visit to be corrected

    def _ask_correction(self, target: Target) -> None:
        visit_id = target.id
        if visit_id is None:
            return
        self._ask(lambda: self._read_correction(visit_id), self._open_correction)

    def _read_correction(self, visit_id: int) -> tuple[SavedForm, str]:
        """The visit as it was saved, and the draft of a correction of it that was begun before, "" for none."""
        changes, drafts = self._services.visit_changes, self._services.drafts
        why_not = changes.may(visit_id).correct
        if why_not:
            raise Refusal(why_not)
        saved = changes.form_of(visit_id)
        for row in drafts.mine():
            if row.title.startswith(f"更正 {saved.number}"):
                begun = from_payload(drafts.load(row.uuid).payload, row.uuid).correction
                if begun is not None and (begun.visit_id, begun.corrections) == (visit_id, saved.corrections):
                    return saved, row.uuid
        return saved, ""

    def _open_correction(self, found: tuple[SavedForm, str]) -> None:
        saved, begun = found
        if not begun:
            correction = Correction(saved.visit_id, saved.number, saved.corrections)
            self._keeper.begin(DeskState(form=saved.form, late=late_typed(saved.form), correction=correction))
            self._keeper.brought()
        else:
            self._keeper.take_up(begun)
        self.focus_wanted.emit(self._desk.entrance())

    # ---- a number that was called

    def _ask_slip(self, target: Target) -> None:
        entry = target.id
        if entry is not None:
            self._ask(lambda: self._services.queue.one(entry), self._open_slip)

    def _open_slip(self, row: QueueRow) -> None:
        if row.visit_id is not None:
            self._keeper.refusal.say(f"{row.number} 号已经登记过来访。要再登记，请按 F2 新开一份。")
            return
        fresh = fresh_state(str(uuids.uuid4()), row.kind or MatterKind.CONSULTATION)
        self._keeper.begin(replace(fresh, slip=Slip(row.id, row.number, row.name, row.note)))
        self.focus_wanted.emit(self._desk.entrance())
        if row.name:
            self._desk.who.look_for(row.name)
        self._keeper.brought()

    def _ask(self, work: Callable[[], object], show: Callable[..., None]) -> None:
        """Ask in the background; an answer that comes when somebody else is on the desk is dropped."""
        asked_for = self._keeper.uuid

        def done(result: object) -> None:
            if self._keeper.uuid == asked_for and self._keeper.blank():
                show(result)

        jobs.run(self, work, done, self._on_trouble)

    def _on_trouble(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self._keeper.refusal.say(str(error))
