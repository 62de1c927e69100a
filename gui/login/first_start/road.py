"""What the five steps share: the folder, the door to the store, the printers, and the services once there are any."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from gui.kit.setup.printer import PrintersOf, real_printers
from gui.login.first_start.memory import Memory
from system.clock import Clock
from system.paths import DataFolder

if TYPE_CHECKING:
    from services import Services
    from services.entry import Entry

# The five steps by the number that the store remembers once each is done.
STATION, CHIEF, SHEET, BACKUP, PRINTER = range(1, 6)


@dataclass
class Road:
    """One first start. `services` is None until the chief's account is made."""

    folder: DataFolder
    entry_loader: Callable[[], "Entry"]
    clock: Clock
    memory: Memory
    printers_of: PrintersOf = real_printers
    services: "Services | None" = field(default=None)

    @property
    def opened(self) -> "Services":
        """The services; only steps after the second ask."""
        if self.services is None:
            raise RuntimeError("the store is made in step 2")
        return self.services

    def take(self, services: object) -> None:
        """The store is open now. The file beside it stays until the last step: it says that there is more to do."""
        self.services = cast("Services", services)

    def passed(self, step: int) -> None:
        """Remember in the store that a step is done; going back and forth never makes it less."""
        if self.opened.station.setup_step() < step:
            self.opened.station.set_setup_step(step)
