"""Ctrl+Enter and Ctrl+S: the desk becomes a saved visit, or corrects one; what can't be saved stays as typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from domain.visit_paper_rules import papers_to_give
from gui import jobs
from gui.bus import Bus
from gui.kit.button import Button
from gui.visits.desk_checks import DeskChecks
from gui.visits.desk_draft import DeskState, Slip
from gui.visits.drafts_keeper import DraftsKeeper
from gui.visits.receipt import Receipt
from services import Changes, Services
from services.visits import SavedVisit
from system.errors import Invalid, Refusal

NOT_SAVED = "来访没有保存，内容都还在"
NOT_CORRECTED = "更正没有保存，填的都还在"


@dataclass(frozen=True)
class _Done:
    """A visit on the disk, and what is to be told beside it."""

    visit: SavedVisit
    changes: tuple[Changes, ...]
    told: str
    papers: tuple[str, ...]


class Saving(QObject):
    """Saves what is on the desk, once. `saved` is sent when a fresh desk is shown."""

    saved = Signal()

    def __init__(
        self, services: Services, bus: Bus, keeper: DraftsKeeper, checks: DeskChecks, receipt: Receipt
    ) -> None:
        super().__init__(keeper)
        self._services, self._bus, self._keeper = services, bus, keeper
        self._desk, self._refusal = keeper.desk, keeper.refusal
        self._checks, self._receipt = checks, receipt
        self._buttons: Sequence[Button] = ()

    def set_buttons(self, buttons: Sequence[Button]) -> None:
        """What can't be pressed while a visit is being saved."""
        self._buttons = buttons

    def save(self, *, prints: bool) -> None:
        """Save, and print the receipt where that is wanted."""
        if self._keeper.held:
            return
        self._refusal.put_away()
        self._desk.matters.drop_blank()
        if not self._checks.all_right():
            return
        state = self._keeper.state()
        back = QApplication.focusWidget()
        self._hold(True)

        def done(result: _Done) -> None:
            self._hold(False)
            self._on_saved(result, prints=prints)

        def failed(error: Exception) -> None:
            self._hold(False)
            if back is not None and back.isEnabled() and self._desk.isVisible():
                back.setFocus(Qt.FocusReason.OtherFocusReason)
            self._on_not_saved(state, error)

        jobs.run(self, lambda: self._write(state), done, failed)

    def _write(self, state: DeskState) -> _Done:
        """In the background: the visit first, and then the slip with which its visitor came."""
        visit = self._keeper.writer.finish(state.form.uuid, self._act(state))
        changes, told = [visit.changes], visit.notice
        if state.slip is not None:
            served, wrong = self._serve(state.slip, visit.id)
            changes += served
            told = wrong or told
        return _Done(visit, tuple(changes), told, papers_to_give(state.form))

    def _act(self, state: DeskState) -> Callable[[], SavedVisit]:
        services, form, correction = self._services, state.form, state.correction
        if correction is None:
            return lambda: services.visits.save(form)
        return lambda: services.visit_changes.correct(
            correction.visit_id, form, reason=correction.reason.strip(), corrections=correction.corrections
        )

    def _serve(self, slip: Slip, visit_id: int) -> tuple[list[Changes], str]:
        """The visit is saved whatever becomes of its slip."""
        try:
            return [self._services.queue.serve(slip.id, visit_id)], ""
        except Refusal as error:
            return [], f"来访已经保存。排队号 {slip.number} 没有改成“已接待”：{error}"

    def _hold(self, saving: bool) -> None:
        """While the visit is written nothing is typed into it, and nothing saves it twice."""
        self._keeper.held = saving
        self._desk.set_held(saving)
        for button in self._buttons:
            button.setEnabled(not saving)

    def _on_saved(self, result: _Done, *, prints: bool) -> None:
        self._keeper.done()
        for changes in result.changes:
            self._bus.tell(changes)
        self._receipt.take(result.visit, prints=prints, due=result.papers)
        if result.told:
            self._refusal.say(result.told, notice=True)
        self.saved.emit()

    def _on_not_saved(self, state: DeskState, error: Exception) -> None:
        if isinstance(error, Invalid):
            self._checks.tell(error.fields)
            return
        self._keeper.autosave.touch()
        start = NOT_SAVED if state.correction is None else NOT_CORRECTED
        if isinstance(error, Refusal):
            self._refusal.say(f"{start}：{error}")
        else:
            self._refusal.say(f"{start}：程序出错了，请再保存一次。")
