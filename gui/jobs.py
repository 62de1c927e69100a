"""The one door for work that takes longer than a blink: out of the window's thread and back into it.

The work touches no widget. Its result comes back on the main thread, and is dropped when the page that asked is gone or
the job was cancelled. Tests put an immediate runner in the place of the thread pool.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar, cast, overload

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, SignalInstance
from shiboken6 import isValid

from gui import crash
from system.errors import Refusal

Report = Callable[[object], None]
Result = TypeVar("Result")


THREADS = 8
# How often `when_done` looks.
LOOK_MS = 50


class Cancelled(Exception):
    """Raised inside the work, by its report function, once nobody wants the result any more."""


class Job(QObject):
    """One piece of work under way. Lives on the main thread."""

    _came = Signal(object, object)
    _told = Signal(object)

    def __init__(
        self,
        parent: QObject,
        work: Callable[[Report], object],
        on_done: Callable[[object], None],
        on_error: Callable[[Exception], None] | None,
        on_progress: Callable[[object], None] | None,
    ) -> None:
        super().__init__()
        self._parent = parent
        self._work = work
        self._on_done = on_done
        self._on_error = on_error
        self._on_progress = on_progress
        self._cancelled = False
        self.finished = False
        # Emitted in the worker, received here: Qt queues them because this object lives on the main thread.
        self._came.connect(self._on_came)
        self._told.connect(self._on_told)

    def cancel(self) -> None:
        """Drop the result. Work that reports progress stops at its next report; other work runs to its end unheard."""
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the result."""
        return self._cancelled

    def do(self) -> None:
        """Do the work, on whichever thread the runner calls this."""
        try:
            result = self._work(self._report)
        except Cancelled:
            _send(self._came, None, None)
        except Exception as error:
            _send(self._came, None, error)
        else:
            _send(self._came, result, None)

    def _report(self, value: object) -> None:
        if self._cancelled:
            raise Cancelled
        _send(self._told, value)

    def _wanted(self) -> bool:
        return not self._cancelled and isValid(self._parent)

    def _on_told(self, value: object) -> None:
        if self._on_progress is not None and self._wanted():
            self._on_progress(value)

    def _on_came(self, result: object, error: Exception | None) -> None:
        self.finished = True
        _running.discard(self)
        if error is not None:
            self._fail(error)
        elif self._wanted():
            self._on_done(result)

    def _fail(self, error: Exception) -> None:
        """A refusal is the page's to tell. A bug is the crash window's, whoever waits; the page may still wake up."""
        known = isinstance(error, Refusal)
        if not known or (self._on_error is None and self._wanted()):
            crash.report(error)
        if self._on_error is not None and self._wanted():
            self._on_error(error)


class Runner(Protocol):
    """Where jobs are done."""

    def start(self, job: Job) -> None:
        """Do `job` now or soon, calling `job.do` exactly once."""

    def finish(self) -> None:
        """Return when no job is under way; results not yet told stay queued."""


class PoolRunner:
    """Does jobs on a thread pool of its own.

    Qt's own pool has a thread a core, which on the cheap PCs is two: a printer that hangs and a backup would take both,
    and the clerk's search would wait for them. Jobs mostly wait for the disk or a device, so more threads cost nothing.
    """

    def __init__(self) -> None:
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(THREADS)

    def start(self, job: Job) -> None:
        """Queue the job."""
        self._pool.start(_Runnable(job))

    def finish(self) -> None:
        """Wait for the pool."""
        self._pool.waitForDone()


class ImmediateRunner:
    """Does jobs at once on the calling thread: for tests and the self-test."""

    def start(self, job: Job) -> None:
        """Do the job."""
        job.do()

    def finish(self) -> None:
        """Nothing is ever under way."""


class _Runnable(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.do()


# Jobs under way are held here: the caller may drop what `run` returns, and a job must outlive its worker.
_running: set[Job] = set()
_runner: list[Runner] = [PoolRunner()]


def set_runner(runner: Runner) -> Runner:
    """Do jobs elsewhere from now on; returns the runner that was in place, to put back."""
    before, _runner[0] = _runner[0], runner
    return before


def finish() -> None:
    """Wait until no job is under way: before the store is closed under them."""
    _runner[0].finish()


def under_way() -> bool:
    """Whether any job is under way, its result not yet told."""
    return bool(_running)


def when_done(parent: QObject, then: Callable[[], None]) -> None:
    """Call `then` on the main thread once no job is under way, the window alive meanwhile; at once if none is.

    Not at all if `parent` is gone by then.
    """
    if not _running:
        then()
        return
    timer = QTimer(parent, interval=LOOK_MS)

    def look() -> None:
        if not _running:
            timer.stop()
            timer.deleteLater()
            then()

    timer.timeout.connect(look)
    timer.start()


@overload
def run(
    parent: QObject,
    work: Callable[[], Result],
    on_done: Callable[[Result], None],
    on_error: Callable[[Exception], None] | None = None,
) -> Job: ...


@overload
def run(
    parent: QObject,
    work: Callable[[Report], Result],
    on_done: Callable[[Result], None],
    on_error: Callable[[Exception], None] | None = None,
    *,
    on_progress: Callable[[object], None],
) -> Job: ...


def run(
    parent: QObject,
    work: Callable[..., Result],
    on_done: Callable[[Result], None],
    on_error: Callable[[Exception], None] | None = None,
    on_progress: Callable[[object], None] | None = None,
) -> Job:
    """Do `work` in the background; then `on_done(result)` or `on_error(exception)` on the main thread.

    With `on_progress` the work gets a function to report with. Without `on_error` a refusal goes where a bug goes, to
    the crash hook. Call it on the main thread.
    """
    call = work if on_progress is not None else lambda _report: work()
    job = Job(parent, call, cast(Callable[[object], None], on_done), on_error, on_progress)
    _running.add(job)
    _runner[0].start(job)
    return job


def _send(signal: SignalInstance, *values: object) -> None:
    """Emit, unless the program is already being taken down."""
    with suppress(RuntimeError):
        signal.emit(*values)
