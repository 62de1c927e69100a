"""Keeping the desk within a second of the last key, in the background, and never an older desk over a newer one.

Nothing is written on the window's thread: whoever leaves the desk, parks a visitor or locks the screen hands what is
typed over to a job. What was handed over stays in memory until the disk has it, is tried again where the disk refuses,
and the store isn't closed while a job is under way (`jobs.when_done`). Writes come from worker threads in any order:
one lock lets them through one by one; each carries a number, so that one which was overtaken is dropped. A draft whose
visit was saved is closed: nothing may write it again.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from gui import jobs
from gui.visits.desk_draft import DRAFT_KIND
from services import Services
from system.errors import NotFound

# Together with the write this stays within the promised second.
WAIT_MS = 400
# After a refusal of the disk.
RETRY_MS = 5000

Result = TypeVar("Result")


@dataclass(frozen=True)
class Snapshot:
    """What is to be kept: one draft with its title and payload, and whether its visitor waits (None: as before)."""

    uuid: str
    title: str
    payload: dict[str, Any]
    parked: bool | None = None


class DraftWriter:
    """The one pen for the drafts of a desk; may be used from any thread."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = Lock()
        self._written: dict[str, int] = {}
        self._closed: set[str] = set()

    def write(self, number: int, snapshot: Snapshot) -> datetime | None:
        """Keep `snapshot` unless a newer one was kept already (None then). Raises what `drafts.save` raises."""
        with self._lock:
            if snapshot.uuid in self._closed or self._written.get(snapshot.uuid, -1) >= number:
                return None
            at = self._services.drafts.save(
                snapshot.uuid, kind=DRAFT_KIND, title=snapshot.title, payload=snapshot.payload, parked=snapshot.parked
            )
            self._written[snapshot.uuid] = number
            return at

    def finish(self, uuid: str, last: Callable[[], Result]) -> Result:
        """Do what ends a draft (saving its visit, discarding it); if that succeeds, nothing writes the draft again."""
        with self._lock:
            result = last()
            self._closed.add(uuid)
            return result

    def unpark(self, number: int, uuid: str) -> None:
        """Take a visitor back who waited, her words untouched, unless the draft was written again since."""
        with self._lock:
            if self._written.get(uuid, -1) >= number:
                return
            # Thrown away meanwhile in the list of drafts: it isn't parked any more either.
            with suppress(NotFound):
                self._services.drafts.park(uuid, parked=False)

    def discard(self, number: int, uuid: str) -> None:
        """Throw a draft away unless it was written again since: an emptied desk leaves none behind."""
        with self._lock:
            if uuid in self._closed or self._written.get(uuid, -1) >= number:
                return
            # It may be gone already, thrown away in the list of drafts.
            with suppress(NotFound):
                self._services.drafts.discard(uuid)
            self._written[uuid] = number


class Autosave(QObject):
    """Asks `snap` for the desk shortly after each `touch`, and writes it; None is a desk not worth keeping.

    `saved(uuid, moment)` and `failed(uuid, error)` tell how it went; after a failure it tries again by itself.
    """

    saved = Signal(str, object)
    failed = Signal(str, object)

    def __init__(self, writer: DraftWriter, snap: Callable[[], Snapshot | None], parent: QObject) -> None:
        super().__init__(parent)
        self._writer = writer
        self._snap = snap
        self._number = 0
        self._dirty = False
        self._job: jobs.Job | None = None
        self._unsaved: dict[str, tuple[int, Snapshot]] = {}
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._write)
        self._again = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._again.timeout.connect(self._try_again)

    @property
    def dirty(self) -> bool:
        """Whether anything that was typed isn't on the disk yet."""
        return self._dirty or bool(self._unsaved)

    @property
    def unsaved(self) -> Mapping[str, Snapshot]:
        """What was handed over and isn't on the disk yet: the newest of each draft."""
        return {uuid: snapshot for uuid, (_number, snapshot) in self._unsaved.items()}

    def touch(self) -> None:
        """Something changed. The first change starts the clock, so that steady typing can't put the write off."""
        self._dirty = True
        if not self._timer.isActive() and not self._busy():
            self._timer.start(WAIT_MS)

    def hand_over(self) -> None:
        """Write what was typed since the last time, at once and in the background: the desk is left or locked."""
        self._timer.stop()
        if self._dirty:
            self._write()

    def keep(self, snapshot: Snapshot) -> None:
        """Write this, in the background."""
        self._number += 1
        self._unsaved[snapshot.uuid] = (self._number, snapshot)
        self._send(self._number, snapshot)

    def forget(self) -> None:
        """The desk was emptied: what was not handed over of it needs no writing. What was handed over still comes."""
        self._timer.stop()
        self._dirty = False

    def drop(self, uuid: str) -> None:
        """This draft came to its end: nothing of it waits to be written."""
        self._unsaved.pop(uuid, None)

    def discard(self, uuid: str, then: Callable[[], None]) -> None:
        """Throw a draft away in the background, after what was handed over of it and before what comes later."""
        self.drop(uuid)
        # An empty draft that stays in the list harms nobody.
        self._do(uuid, self._writer.discard, then, lambda _error: None)

    def unpark(self, uuid: str, then: Callable[[], None]) -> None:
        """Take a visitor back who waited, in the background."""
        self._do(uuid, self._writer.unpark, then, lambda error: self.failed.emit(uuid, error))

    def _do(
        self,
        uuid: str,
        act: Callable[[int, str], None],
        then: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._number += 1
        number = self._number
        jobs.run(self, lambda: act(number, uuid), lambda _none: then(), failed)

    def _busy(self) -> bool:
        return self._job is not None and not self._job.finished

    def _write(self) -> None:
        """Write the desk if it is worth it."""
        self._dirty = False
        snapshot = self._snap()
        if snapshot is not None:
            self.keep(snapshot)

    def _send(self, number: int, snapshot: Snapshot) -> None:
        uuid = snapshot.uuid
        self._job = jobs.run(
            self,
            lambda: self._writer.write(number, snapshot),
            lambda at: self._on_written(uuid, number, at),
            lambda error: self._on_failed(uuid, number, error),
        )

    def _on_written(self, uuid: str, number: int, at: datetime | None) -> None:
        self._settle(uuid, number)
        if at is not None:
            self.saved.emit(uuid, at)
        if self._dirty and not self._timer.isActive():
            self._timer.start(WAIT_MS)

    def _on_failed(self, uuid: str, number: int, error: Exception) -> None:
        if isinstance(error, NotFound):
            # Thrown away by somebody: it isn't this desk's any more.
            self._settle(uuid, number)
        elif uuid in self._unsaved:
            self._again.start()
        self.failed.emit(uuid, error)

    def _settle(self, uuid: str, number: int) -> None:
        """Let go of what is done with, unless a newer one waits."""
        waiting = self._unsaved.get(uuid)
        if waiting is not None and waiting[0] <= number:
            del self._unsaved[uuid]

    def _try_again(self) -> None:
        """Write all that still waits; of the desk in hand, as it is now."""
        self._write()
        for number, snapshot in list(self._unsaved.values()):
            if number != self._number:
                self._send(number, snapshot)
