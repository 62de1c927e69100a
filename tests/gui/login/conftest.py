"""A data folder, the way into it, and a printer that keeps its paper."""

from pathlib import Path

import pytest

from services.entry import Entry
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.paper_printers import PaperPrinters


@pytest.fixture
def clock() -> FixedClock:
    """24 November 2026, 9:42."""
    return FixedClock(factories.MOMENT)


@pytest.fixture
def new_folder(tmp_path: Path) -> DataFolder:
    """An empty data folder."""
    folder = DataFolder(tmp_path / "data")
    folder.root.mkdir()
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder with a founded station."""
    return factories.put_station(tmp_path / "data")


@pytest.fixture
def entry(folder: DataFolder, clock: FixedClock) -> Entry:
    """The way into the founded station."""
    return factories.entry_for(folder, clock)


@pytest.fixture
def printers() -> PaperPrinters:
    """Two printers."""
    return PaperPrinters()
