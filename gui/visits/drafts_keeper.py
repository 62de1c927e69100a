"""The drafts of the desk: the one in hand, those of the visitors who wait, and the way from one to the other.

No word typed is lost on the way: the desk in hand is handed to the disk before another is shown, and while the disk
refuses, its visitor waits in the strip out of memory (`autosave`).
"""

import uuid as uuids
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject

from domain.dates import short_date
from gui import jobs
from gui.bus import Bus
from gui.kit.action_bar import ActionBar
from gui.visits.autosave import Autosave, DraftWriter, Snapshot
from gui.visits.desk_draft import DRAFT_KIND, DeskState, fresh_state, from_payload, is_blank, title_of, to_payload
from gui.visits.desk_view import DeskView
from gui.visits.parked_strip import ParkedStrip, name_in
from gui.visits.strip import TroubleStrip
from services import Changes, Services
from services.drafts import DraftRow
from system.errors import Refusal

NOT_KEPT = "草稿暂时没有存上"
CHANGED = Changes(frozenset({"draft"}))


class DraftsKeeper(QObject):
    """Keeps the drafts of one desk. `show` puts another desk on the page; None for its moment means a fresh one.

    `held` is set while the visit on the desk is being saved: then nobody is put aside and nobody taken up.
    """

    def __init__(
        self,
        services: Services,
        bus: Bus,
        desk: DeskView,
        parts: tuple[ParkedStrip, TroubleStrip, ActionBar],
        show: Callable[[DeskState], None],
    ) -> None:
        super().__init__(desk)
        self._services, self._bus, self.desk = services, bus, desk
        self._parked, self.refusal, self._bar = parts
        self._show = show
        self.uuid = ""
        self.held = False
        self._kept = False
        self._brought = False
        # The disk may not know of it yet when the strip is read.
        self._thrown_away: set[str] = set()
        self.writer = DraftWriter(services)
        self.autosave = Autosave(self.writer, self._snap, self)
        self.autosave.saved.connect(self._on_kept)
        self.autosave.failed.connect(self._on_not_kept)
        desk.edited.connect(self._on_edited)

    # ---- the desk in hand

    def state(self) -> DeskState:
        """All of the desk."""
        return self.desk.state(self.uuid)

    def blank(self) -> bool:
        """Whether nothing on the desk is worth keeping: nothing was typed, or only what its target brought is there."""
        return self._brought or is_blank(self.state())

    def brought(self) -> None:
        """What is on the desk now came with its target; as long as nobody types, it makes no draft."""
        self._brought = True

    def fresh(self) -> None:
        """An empty desk."""
        self.begin(fresh_state(str(uuids.uuid4())))

    def begin(self, state: DeskState, kept: datetime | None = None) -> None:
        """Another desk; `kept` says when its draft was saved, None for one that isn't a draft yet."""
        self.autosave.forget()
        self.uuid, self._kept, self._brought = state.form.uuid, kept is not None, False
        self._show(state)
        self._bar.set_draft("")
        if kept is not None:
            today = self._services.clock.today()
            day = "" if kept.date() == today else f"{short_date(kept.date(), today)} "
            self._bar.set_draft(f"已打开草稿 {day}{kept:%H:%M:%S}", "接着填就行")

    def leave(self) -> None:
        """The page is left, locked or closed: hand over what was typed; a desk without a word leaves no draft."""
        if self.blank():
            self._drop()
        else:
            self.autosave.hand_over()

    def done(self) -> None:
        """The visit was saved for good: its draft is gone with it."""
        self.autosave.drop(self.uuid)
        self.fresh()
        self.refresh()

    # ---- visitors who wait

    def longest_waiting(self) -> str:
        """The draft to go to by F7 from an empty desk: who was put aside again goes to the end. "" for nobody."""
        rows = self._parked.rows
        return rows[0].uuid if rows and is_blank(self.state()) else ""

    def park(self) -> bool:
        """F7: put this one aside, typed in or not, and open a fresh desk."""
        self._brought = False
        return self.put_aside()

    def put_aside(self) -> bool:
        """Park whoever is on the desk and open a fresh one; False while she is being saved."""
        if self.held:
            return False
        snapshot = None if self.blank() else self._snap()
        if snapshot is None:
            self._drop()
        self.fresh()
        if snapshot is not None:
            self.autosave.keep(replace(snapshot, parked=True))
        self.refresh()
        return True

    def take_up(self, uuid: str) -> DeskState | None:
        """Show a draft as it was left; None where it can't be, or where it is on the desk already."""
        if uuid == self.uuid or self.held:
            return None
        waiting = self.autosave.unsaved.get(uuid)
        if waiting is not None:
            self.put_aside()
            return self._take_from_memory(waiting)
        try:
            body = self._services.drafts.load(uuid)
        except Refusal as error:
            self.refusal.say(str(error))
            self.refresh()
            return None
        self.put_aside()
        state = from_payload(body.payload, uuid)
        self.begin(state, body.saved_at)
        if body.parked_at is not None:
            self.autosave.unpark(uuid, self._told)
        else:
            self.refresh()
        return state

    def refresh(self) -> None:
        """Show the strip of those who wait anew."""
        jobs.run(self, self._services.drafts.mine, self._on_drafts, self._on_trouble)

    def tick(self) -> None:
        """A while went by: those who wait have waited longer."""
        if self._parked.rows:
            self._parked.show_rows(self._parked.rows, self._services.clock.now())

    # ---- inside

    def _snap(self) -> Snapshot | None:
        if not self._kept and self.blank():
            return None
        state = self.state()
        return Snapshot(self.uuid, title_of(state, self.desk.visitor_name()), to_payload(state))

    def _take_from_memory(self, waiting: Snapshot) -> DeskState:
        state = from_payload(waiting.payload, waiting.uuid)
        self.begin(state, self._services.clock.now())
        self.autosave.keep(Snapshot(waiting.uuid, waiting.title, waiting.payload, parked=False))
        return state

    def _drop(self) -> None:
        """A desk that was emptied again leaves no draft behind."""
        self.autosave.forget()
        if self._kept:
            uuid, self._kept = self.uuid, False
            self.uuid = str(uuids.uuid4())
            self._bar.set_draft("")
            self._thrown_away.add(uuid)
            self.autosave.discard(uuid, lambda: self._on_thrown_away(uuid))

    def _on_thrown_away(self, uuid: str) -> None:
        self._thrown_away.discard(uuid)
        self._told()

    def _told(self) -> None:
        self._bus.tell(CHANGED)
        self.refresh()

    def _on_edited(self) -> None:
        self._brought = False
        self.autosave.touch()

    def _on_kept(self, uuid: str, at: datetime) -> None:
        if uuid == self.uuid:
            self._kept = True
            self._bar.set_draft(f"草稿已自动保存 {at:%H:%M:%S}", "断电也不丢")
        else:
            self.refresh()
        if self.refusal.text().startswith(NOT_KEPT) and not self.autosave.unsaved:
            self.refusal.put_away()
        self._bus.tell(CHANGED)

    def _on_not_kept(self, uuid: str, error: Exception) -> None:
        if uuid == self.uuid:
            self._bar.set_draft("")
            self.refusal.say(f"{NOT_KEPT}：{error} 内容还在屏幕上，过几秒会再存一次。")
        elif (waiting := self.autosave.unsaved.get(uuid)) is not None:
            name = name_in(waiting.title)
            self.refusal.say(f"{NOT_KEPT}（{name}）：{error} 内容没有丢，过几秒会再存一次，请先不要关程序。")
            self.refresh()

    def _on_drafts(self, rows: tuple[DraftRow, ...]) -> None:
        now = self._services.clock.now()
        known = {row.uuid for row in rows if row.parked_at is not None}
        in_memory = [
            DraftRow(one.uuid, DRAFT_KIND, one.title, now, now)
            for one in self.autosave.unsaved.values()
            if one.parked and one.uuid not in known
        ]
        elsewhere = {self.uuid, *self._thrown_away, *(row.uuid for row in in_memory)}
        waiting = [row for row in rows if row.kind == DRAFT_KIND and row.uuid not in elsewhere]
        self._parked.show_rows([*waiting, *(row for row in in_memory if row.uuid != self.uuid)], now)

    def _on_trouble(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.refusal.say(str(error))
