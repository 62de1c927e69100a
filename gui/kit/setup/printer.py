"""What the forms here want of the printers: who they are, and to take a PDF. Tests and the tour hand in others.

`gui.kit.printer_queues.PrinterQueues` is the real one. Its methods wait for the machine, so they are called in jobs.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from services import Services
    from system.printers import Printer


class Printers(Protocol):
    """The printers of this computer."""

    def printers(self) -> "tuple[Printer, ...]":
        """All of them, the system's default first."""
        ...

    def trays(self, printer: str) -> tuple[str, ...]:
        """The names of a printer's trays; empty where it has none to choose."""
        ...

    def send(self, pdf: bytes, title: str, copies: int = 1, printer: str = "", kind: str = "") -> str:
        """Print a whole PDF, without `printer` where its kind or size goes, and return the printer's name.

        Raises `Trouble` where no printer takes it.
        """
        ...


# The station's choice among printers lies in its store, so they come with it.
PrintersOf = Callable[["Services"], Printers]


def real_printers(services: "Services") -> Printers:
    """The printers as the operating system knows them."""
    from gui.kit.printer_queues import PrinterQueues

    return PrinterQueues(services)
