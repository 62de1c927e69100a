"""The workbench in a window, over real services, and where it asked to go."""

import pytest
from PySide6.QtWidgets import QWidget

from gui.bus import Bus
from gui.kit.boxes import VBox
from gui.kit.overlay import Overlay, Panel
from gui.kit.printing import DeskPrinter
from gui.navigation import Target
from gui.workbench.page import WorkbenchPage
from services import Services


class Bench:
    """The page as the main window would hold it."""

    def __init__(self, window: QWidget, services: Services) -> None:
        self.window = window
        self.services = services
        self.bus = Bus()
        self.printer = DeskPrinter(services, window)
        self.printer.changed.connect(self.bus.tell)
        self.page = WorkbenchPage(services, self.bus, self.printer)
        self.went: list[Target] = []
        self.page.navigate_requested.connect(self.went.append)
        VBox(window).addWidget(self.page)
        self.page.show()

    @property
    def panels(self) -> list[QWidget]:
        """What lies over the page, the newest last."""
        found: list[Overlay] = list(self.window.findChildren(Overlay))
        return [overlay.panel for overlay in found if overlay.isVisible()]

    def close(self) -> None:
        """Close the newest of them."""
        panel = self.panels[-1]
        assert isinstance(panel, Panel)
        panel.dismissed.emit()


@pytest.fixture
def bench(window: QWidget, clerk: Services) -> Bench:
    return Bench(window, clerk)
