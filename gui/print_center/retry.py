"""Printing all sheets anew that never came out: one after the other, and no further once the printer is away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from gui.kit.printing import DeskPrinter, PrintResult


@dataclass(frozen=True)
class RetryResult:
    """How far it came: `sent` went to a printer, `refused` won't be printed, `left` weren't tried any more."""

    sent: int
    refused: int
    left: int
    message: str

    def words(self) -> str:
        """What the operator is told."""
        said = [f"送出 {self.sent} 张"] if self.sent else ["一张也没有送出"]
        said += [f"{self.refused} 张没有打"] if self.refused else []
        said += [f"还剩 {self.left} 张没有再试"] if self.left else []
        told = "，".join(said)
        return f"{told}：{self.message}" if self.message else f"{told}，出来后请逐张确认"


class Retry:
    """One round. `on_step(done, all)` before each sheet, `on_done(RetryResult)` at the end."""

    def __init__(
        self,
        parent: QObject,
        printer: DeskPrinter,
        ids: Sequence[int],
        on_step: Callable[[int, int], None],
        on_done: Callable[[RetryResult], None],
    ) -> None:
        self._parent, self._printer = parent, printer
        self._ids = list(ids)
        self._on_step, self._on_done = on_step, on_done
        self._sent = self._refused = 0
        self._message = ""

    def start(self) -> None:
        """Print the first; the others follow when it went out."""
        self._next()

    def _next(self) -> None:
        done = self._sent + self._refused
        if done == len(self._ids):
            self._on_done(RetryResult(self._sent, self._refused, 0, self._message))
            return
        self._on_step(done, len(self._ids))
        self._printer.print_document(self._parent, self._ids[done], self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        if result.again:
            # The printer is away: the others would only fail one by one.
            left = len(self._ids) - self._sent - self._refused
            self._on_done(RetryResult(self._sent, self._refused, left, result.message))
            return
        if result.ok:
            self._sent += 1
        else:
            self._refused += 1
            self._message = result.message
        self._next()
