"""The print centre in a test's hands."""

from PySide6.QtWidgets import QWidget

from gui.bus import Bus
from gui.kit.boxes import VBox
from gui.kit.overlay import Overlay
from gui.kit.printing import DeskPrinter
from gui.print_center.page import PrintCenterPage
from services import Services


class Centre:
    """The page as the main window would hold it."""

    def __init__(self, window: QWidget, services: Services) -> None:
        self.window = window
        self.services = services
        bus = Bus()
        self.printer = DeskPrinter(services, window)
        self.printer.changed.connect(bus.tell)
        self.page = PrintCenterPage(services, bus, self.printer)
        VBox(window).addWidget(self.page)
        self.page.show()

    def column(self, at: int) -> list[str]:
        """One column of the list, as it is read out."""
        model = self.page.table.rows_model
        return [str(model.data(model.index(row, at))) for row in range(model.rowCount())]

    def states(self) -> list[str]:
        """The state of each row."""
        return self.column(1)

    def choose(self, document_id: int) -> None:
        """Make a sheet current."""
        assert self.page.table.select(lambda row: row.id == document_id)

    def current_id(self) -> int | None:
        """The id of the current sheet."""
        row = self.page.table.current()
        return row.id if row is not None else None

    def find(self, text: str) -> None:
        """Type into the search field and press Enter."""
        self.page.list.filter.setText(text)
        self.page.list.filter.entered.emit()

    @property
    def panels(self) -> list[QWidget]:
        """What lies over the page."""
        found: list[Overlay] = list(self.window.findChildren(Overlay))
        return [overlay.panel for overlay in found if overlay.isVisible()]
