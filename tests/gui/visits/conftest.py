"""The visit desk in a window, over real services, with a printer that remembers what it was given."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from benchmarks.hands import Hands
from domain.people_rules import PersonForm
from gui.bus import Bus
from gui.kit.boxes import VBox
from gui.kit.lookup import WAIT_MS
from gui.kit.printing import PrintResult
from gui.navigation import Target
from gui.visits.page import VisitPage
from services import Changes, Services
from services.documents import SheetState
from services.people import SavedPerson

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier

PERSON = PersonForm(
    name="李䶮",
    identity="430103196811021238",
    phone="13873105267",
    community="碧湘社区",
    address="碧湘社区晏家塘 12 号",
    honours="三等功",
    reception_note="左耳听力差，请靠近慢说",
)


class Printer:
    """Hardware's place: remembers the sheets, and fails when it is switched off."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.sheets: list[int] = []
        self.on = True

    def print_document(self, parent: QObject, document_id: int, on_done: Callable[[PrintResult], None]) -> object:
        if self.on:
            self.sheets.append(document_id)
            self._services.documents.printed(document_id, "Office")
            on_done(PrintResult(True, "Office", ""))
        else:
            self._services.documents.mark(document_id, SheetState.FAILED, "没有响应")
            on_done(PrintResult(False, "Office", "打印机没有响应，内容已保存", again=True))
        return None


@dataclass
class Counter:
    """The visit page in its window, and all that is around it."""

    page: VisitPage
    hands: Hands
    printer: Printer
    services: Services
    bus: Bus
    told: list[Changes]
    sent: list[Target]
    qtbot: QtBot

    def find(self, letters: str) -> None:
        """Look for somebody and take the first match."""
        self.hands.letters(letters)
        self.qtbot.wait(WAIT_MS + 50)
        self.hands.press(Key.Key_Return)

    def fill_in(self, name: str, person_text: str = "") -> None:
        """A whole new visitor with one question, ready to be saved."""
        self.page.desk.who.start_new(name)
        self.hands.press(Key.Key_1, ALT)
        self.page.desk.matters.editor.narrative.setFocus()
        self.hands.words(person_text or "问抚恤金调整")

    def save(self) -> None:
        """Ctrl+Enter."""
        self.hands.press(Key.Key_Return, CTRL)

    def focused(self) -> QWidget:
        return self.hands.target()


@pytest.fixture
def person(clerk: Services) -> SavedPerson:
    """Somebody of the register."""
    return clerk.people.create(PERSON)


@pytest.fixture
def counter(clerk: Services, window: QWidget, qtbot: QtBot) -> Iterator[Counter]:
    """The desk as the clerk sees it at 1366×768: a fresh page with the cursor in the search box."""
    bus, printer = Bus(), Printer(clerk)
    told: list[Changes] = []
    sent: list[Target] = []
    bus.changed.connect(told.append)
    page = VisitPage(clerk, bus, printer)
    page.navigate_requested.connect(sent.append)
    window.resize(1278, 612)
    VBox(window).addWidget(page)
    page.show()
    page.first_focus().setFocus()
    QApplication.processEvents()
    yield Counter(page, Hands(window), printer, clerk, bus, told, sent, qtbot)
    page.autosave.forget()
    page.hide()
