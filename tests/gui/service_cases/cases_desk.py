"""The page of service cases in a window, over real services, by the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.bus import Bus
from gui.kit.boxes import VBox
from gui.kit.overlay import Overlay
from gui.kit.printing import DeskPrinter
from gui.navigation import Place, Target
from gui.service_cases.action_panel import ActionPanel
from gui.service_cases.page import ServiceCasesPage
from services import Services
from services.service_cases import CaseView
from tests.gui.kit.stand import children, commit, focused, settle
from tests.services.case_life import matter, open_case

ALT, CTRL, NONE = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)


class CasesDesk:
    """The page as the main window would hold it."""

    def __init__(self, window: QWidget, services: Services) -> None:
        self.window, self.services = window, services
        self.bus = Bus()
        self.printer = DeskPrinter(services, window)
        self.printer.changed.connect(self.bus.tell)
        self.page = ServiceCasesPage(services, self.bus, self.printer)
        self.went: list[Target] = []
        self.page.navigate_requested.connect(self.went.append)
        VBox(window).addWidget(self.page)
        self.page.show()
        settle(window)

    def open(self, code: str = "card_first", *, complete: bool = True, name: str = "胡望城") -> int:
        """Take a case in at the desk and show it."""
        case_id = open_case(self.services, matter(code, complete=complete), name)
        self.page.open_target(Target(Place.SERVICE_CASES, "case", id=case_id))
        settle(self.window)
        return case_id

    @property
    def view(self) -> CaseView:
        """The case on show."""
        assert self.page.case.view is not None
        return self.page.case.view

    @property
    def panel(self) -> ActionPanel:
        """The step that is being typed."""
        assert self.page.case.panel is not None
        return self.page.case.panel

    @property
    def overlays(self) -> list[QWidget]:
        """What lies over the page, the newest last."""
        return [overlay.panel for overlay in children(self.window, Overlay) if overlay.isVisible()]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """A key, wherever the keyboard is."""
        QTest.keyClick(focused(), key, modifier)
        settle(self.window)

    def choose(self, action: str) -> None:
        """Press the key of an allowed action."""
        free = [one.choice.code for one in self.page.case.next.moves if one.isEnabled()]
        self.press(Qt.Key(Qt.Key.Key_1 + free.index(action)), ALT)
        assert self.panel.action.action == action

    def fill(self, **values: str) -> None:
        """Type into fields of the panel."""
        for code, words in values.items():
            control = self.panel.form.rows[code].control
            control.setFocus()
            if hasattr(control, "selectAll"):
                control.selectAll()
                commit(control, words)
            else:
                self.panel.form.set_values({code: words})

    def save(self) -> None:
        """Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, CTRL)
