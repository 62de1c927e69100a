"""All that the queue page shows, read in one job."""

import datetime as dt
from dataclasses import dataclass

from domain.vocabulary import QueueState
from gui.kit.printer_queues import SLIP
from gui.kit.printing import DeskPrinter
from services import Services
from services.drafts import DraftRow
from services.queue import QueueFigures, QueueRow


@dataclass(frozen=True)
class Hall:
    """All that the page shows, read in one job."""

    rows: tuple[QueueRow, ...]
    figures: QueueFigures
    drafts: tuple[DraftRow, ...]
    prints: bool
    now: dt.datetime

    def of_state(self, *states: QueueState) -> tuple[QueueRow, ...]:
        """The rows in one of these states."""
        return tuple(row for row in self.rows if row.state in states)

    @property
    def line(self) -> tuple[QueueRow, ...]:
        """Who was called first, then who waits, each in the order the service gives."""
        return (*self.of_state(QueueState.CALLED), *self.of_state(QueueState.WAITING))

    @property
    def done(self) -> tuple[QueueRow, ...]:
        """Who was served or went away, the last first."""
        done = self.of_state(QueueState.SERVED, QueueState.LEFT)
        return tuple(sorted(done, key=lambda row: row.ended_at or row.taken_at, reverse=True))


def read_hall(services: Services, printer: DeskPrinter) -> Hall:
    """Read the page's data; `prints`: the station has a printer for slips."""
    return Hall(
        rows=services.queue.today(),
        figures=services.queue.figures(),
        drafts=services.drafts.mine(),
        prints=bool(printer.choice(SLIP, "queue_slip")),
        now=services.clock.now(),
    )
