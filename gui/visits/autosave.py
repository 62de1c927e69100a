"""Keeping the desk within a second of the last key, in the background, and never an older desk over a newer one.

Writes come from worker threads and, when the page is left or locked, from the window's own. One lock lets them through
one by one; each carries a number, so that a write which was overtaken is dropped. A draft whose visit was saved is
closed: nothing may write it again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from gui import jobs
from gui.visits.desk_draft import DRAFT_KIND
from services import Services
from system.errors import NotFound, Refusal

# Together with the write this stays within the promised second.
WAIT_MS = 400
# After a refusal of the disk.
RETRY_MS = 5000

Result = TypeVar("Result")


@dataclass(frozen=True)
class Snapshot:
    """What is to be kept: one draft with its title and payload."""

    uuid: str
    title: str
    payload: dict[str, Any]


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
                snapshot.uuid, kind=DRAFT_KIND, title=snapshot.title, payload=snapshot.payload
            )
            self._written[snapshot.uuid] = number
            return at

    def finish(self, uuid: str, last: Callable[[], Result]) -> Result:
        """Do what ends a draft (saving its visit, discarding it); if that succeeds, nothing writes the draft again."""
        with self._lock:
            result = last()
            self._closed.add(uuid)
            return result

    def reopen(self, uuid: str) -> None:
        """Let a draft be written again, when it is taken up anew."""
        with self._lock:
            self._closed.discard(uuid)


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
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._write)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that isn't on its way to the disk yet."""
        return self._dirty

    def touch(self) -> None:
        """Something changed. The first change starts the clock, so that steady typing can't put the write off."""
        self._dirty = True
        if not self._timer.isActive() and not self._busy():
            self._timer.start(WAIT_MS)

    def flush(self) -> bool:
        """Write at once, on this thread, for a page that is left; False where the disk refuses (`failed` says why)."""
        self._timer.stop()
        snapshot = self._take()
        if snapshot is None:
            return True
        try:
            self._on_written(snapshot.uuid, self._writer.write(self._number, snapshot))
        except Refusal as error:
            self._on_failed(snapshot.uuid, error)
            return False
        return True

    def forget(self) -> None:
        """The desk was emptied or saved for good: nothing of it waits to be written."""
        self._timer.stop()
        self._dirty = False

    def _busy(self) -> bool:
        return self._job is not None and not self._job.finished

    def _take(self) -> Snapshot | None:
        if not self._dirty:
            return None
        self._dirty = False
        self._number += 1
        return self._snap()

    def _write(self) -> None:
        snapshot = self._take()
        if snapshot is None:
            return
        number, uuid = self._number, snapshot.uuid
        self._job = jobs.run(
            self,
            lambda: self._writer.write(number, snapshot),
            lambda at: self._on_written(uuid, at),
            lambda error: self._on_failed(uuid, error),
        )

    def _on_written(self, uuid: str, at: datetime | None) -> None:
        if at is not None:
            self.saved.emit(uuid, at)
        self._job = None
        if self._dirty:
            self._timer.start(WAIT_MS)

    def _on_failed(self, uuid: str, error: Exception) -> None:
        self._job = None
        self.failed.emit(uuid, error)
        if not isinstance(error, NotFound):
            self._dirty = True
            self._timer.start(RETRY_MS)
