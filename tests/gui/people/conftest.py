"""The page of people in a window, over real services, and where it asked to go."""

import pytest
from PySide6.QtWidgets import QWidget

from domain.people_rules import PersonForm
from gui.bus import Bus
from gui.kit.boxes import VBox
from gui.kit.overlay import Overlay
from gui.kit.printing import DeskPrinter
from gui.navigation import Place, Target
from gui.people.editor import PersonEditor
from gui.people.page import PeoplePage
from services import Services
from tests.gui.visitors import PERSON


class Desk:
    """The page as the main window would hold it."""

    def __init__(self, window: QWidget, services: Services) -> None:
        self.window = window
        self.services = services
        self.bus = Bus()
        self.page = PeoplePage(services, self.bus, DeskPrinter(services, window))
        self.went: list[Target] = []
        self.page.navigate_requested.connect(self.went.append)
        VBox(window).addWidget(self.page)
        self.page.show()

    @property
    def panels(self) -> list[QWidget]:
        """What lies over the page, the newest last."""
        found: list[Overlay] = list(self.window.findChildren(Overlay))
        return [overlay.panel for overlay in found if overlay.isVisible()]

    @property
    def editor(self) -> PersonEditor:
        """The form, which must be on show."""
        assert self.page.stack.currentWidget() is self.page.editor
        return self.page.editor

    def open(self, form: PersonForm = PERSON) -> int:
        """Make a person and show her; returns her id."""
        person = self.services.people.create(form).id
        self.page.open_target(Target(Place.PEOPLE, "person", id=person))
        assert self.page.stack.currentWidget() is self.page.person
        return person

    def type(self, field: str, words: str) -> None:
        """Type over a line of the form, and leave it."""
        line = self.page.editor.fields.lines[field]
        line.setText(words)
        line.textEdited.emit(words)
        line.left.emit()


@pytest.fixture
def desk(window: QWidget, clerk: Services) -> Desk:
    return Desk(window, clerk)
