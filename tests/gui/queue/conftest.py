"""The queue page in a window, over real services and a printer of paper, and where it asked to go."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from domain.vocabulary import QueueState
from gui.bus import Bus
from gui.kit.boxes import VBox
from gui.kit.overlay import Overlay
from gui.kit.printer_queues import SLIP
from gui.kit.printing import DeskPrinter
from gui.navigation import Target
from gui.queue.page import QueuePage
from services import Services
from services.queue import QueueRow
from tests.gui.fake_cups import FakeCups


class Hall:
    """The page as the main window would hold it."""

    def __init__(self, window: QWidget, services: Services) -> None:
        self.window, self.services = window, services
        self.bus = Bus()
        self.page = QueuePage(services, self.bus, DeskPrinter(services, window))
        self.went: list[Target] = []
        self.page.navigate_requested.connect(self.went.append)
        VBox(window).addWidget(self.page)
        self.page.show()
        QApplication.processEvents()
        self.page.first_focus().setFocus()

    def take(self, *names: str) -> list[QueueRow]:
        """People who took a number elsewhere."""
        rows = [self.services.queue.take(name=name).row for name in names]
        self.page.refresh()
        return rows

    def state(self, row: QueueRow) -> QueueState:
        """Where somebody stands now."""
        return self.services.queue.one(row.id).state

    @property
    def numbers(self) -> list[str]:
        """The numbers in the list, from the top."""
        return [row.number for row in self.page.table.rows]

    @property
    def told(self) -> list[str]:
        """What lies over the page, the newest last."""
        overlays: list[Overlay] = list(self.window.findChildren(Overlay))
        return [overlay.panel.accessibleName() for overlay in overlays if overlay.isVisible()]


@pytest.fixture
def hall(window: QWidget, chief: Services, clerk: Services, cups: FakeCups) -> Hall:
    """With a printer for slips."""
    chief.station.set_setting(SLIP.setting, "Office")
    return Hall(window, clerk)
