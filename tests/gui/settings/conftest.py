"""An open station with its chief at the desk, and a page of settings made for whoever sits there."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from domain.operator_rules import OperatorForm
from gui.bus import Bus
from gui.kit.printing import DeskPrinter
from gui.settings.page import SettingsPage
from services import Services
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.paper_printers import PaperPrinters

OpenPage = Callable[..., SettingsPage]
LogIn = Callable[[OperatorForm], Services]


@pytest.fixture
def clock() -> FixedClock:
    """24 November 2026, 9:42."""
    return FixedClock(factories.MOMENT)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A founded station."""
    return factories.put_station(tmp_path / "data")


@pytest.fixture
def station(folder: DataFolder, clock: FixedClock) -> Iterator[Services]:
    """The chief at the desk."""
    services = factories.log_in(folder, clock, factories.founded().chief, factories.CHIEF_PASSWORD)
    yield services
    services.close()


@pytest.fixture
def as_operator(
    station: Services, folder: DataFolder, clock: FixedClock
) -> Iterator[Callable[[OperatorForm], Services]]:
    """Adds a member of staff and logs her in beside the chief."""
    opened: list[Services] = []

    def log_in(form: OperatorForm) -> Services:
        uuid = factories.add_operator(station, form)
        opened.append(factories.log_in(folder, clock, uuid, factories.CLERK_PASSWORD))
        return opened[-1]

    yield log_in
    for services in opened:
        services.close()


@pytest.fixture
def printers() -> PaperPrinters:
    """Two printers."""
    return PaperPrinters()


class Desk(QObject):
    """The part of the desk's printer that the settings use: its queues."""

    def __init__(self, queues: PaperPrinters) -> None:
        super().__init__()
        self.queues = queues


@pytest.fixture
def open_page(qtbot: QtBot, printers: PaperPrinters) -> Iterator[OpenPage]:
    """Opens the settings for services, at a section."""
    # qtbot only remembers weakly: a test that holds a section alone would lose the page around it.
    opened: list[SettingsPage] = []

    def make(services: Services, section: str = "") -> SettingsPage:
        page = SettingsPage(services, Bus(), cast(DeskPrinter, Desk(printers)))
        page.resize(1278, 612)
        qtbot.addWidget(page)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        if section:
            page.show_section(section)
        opened.append(page)
        return page

    yield make
    opened.clear()
