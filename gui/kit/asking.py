"""Asking while somebody types: in a job, a moment after the last character; an answer to an older question is dropped.

What an input method still composes isn't text yet, so whoever owns the field calls `later` for committed text only.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from gui import jobs
from gui.kit.choice_list import Choice

Provider = Callable[[str], Sequence[Choice]]
# Fast typing is one question, and nobody notices the wait.
WAIT_MS = 150


class Asking(QObject):
    """`answered(choices)` or `failed(error)` for the newest question; `read` gives the text when it is asked."""

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, provider: Provider, read: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._provider, self._read = provider, read
        self._job: jobs.Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self.now)

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._timer.isActive() or (self._job is not None and not self._job.finished)

    def later(self) -> None:
        """Ask when no more is typed for a moment."""
        self._timer.start()

    def now(self) -> None:
        """Ask at once."""
        self._timer.stop()
        asked = self._read().strip()
        if self._job is not None:
            self._job.cancel()
        provider = self._provider
        self._job = jobs.run(self, lambda: tuple(provider(asked)), self.answered.emit, self.failed.emit)

    def hurry(self) -> None:
        """Ask at once what would be asked in a moment; a question under way is left alone."""
        if self._timer.isActive():
            self.now()

    def rest(self) -> None:
        """Ask nothing more; an answer under way still comes."""
        self._timer.stop()

    def forget(self) -> None:
        """No question is open any more."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
