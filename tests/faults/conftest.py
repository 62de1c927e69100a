"""The whole window over real services, for faults that only it can show."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.gui.conftest import clock, cups, immediate_jobs, plain_theme, qapp
from tests.gui.program import Program, window_over

__all__ = ["clock", "cups", "immediate_jobs", "plain_theme", "qapp"]


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A station whose first start is done."""
    return factories.put_ready_station(tmp_path / "data")


@pytest.fixture
def program(folder: DataFolder, clock: FixedClock) -> Iterator[Program]:
    """The window, not started yet."""
    with window_over(folder, clock) as made:
        yield made
