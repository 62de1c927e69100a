"""An open station for every test of the services: real encryption, real transactions, a clock that stands still."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.operator_rules import OperatorForm
from services import Services
from services.entry import Entry
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories

LogIn = Callable[[OperatorForm], Services]


@pytest.fixture
def clock() -> FixedClock:
    """24 November 2026, 9:42."""
    return FixedClock(factories.MOMENT)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder with a fresh station in it, nobody logged in."""
    return factories.put_station(tmp_path / "data")


@pytest.fixture
def entry(folder: DataFolder, clock: FixedClock) -> Entry:
    """The way into that station."""
    return factories.entry_for(folder, clock)


@pytest.fixture
def station(entry: Entry) -> Iterator[Services]:
    """That station, its chief at the desk."""
    services = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    yield services
    services.close()


@pytest.fixture
def as_operator(station: Services, folder: DataFolder, clock: FixedClock) -> Iterator[LogIn]:
    """Adds a member of staff and logs her in beside the chief: `clerk = as_operator(factories.CLERK)`."""
    opened: list[Services] = []

    def log_in(form: OperatorForm) -> Services:
        uuid = factories.add_operator(station, form)
        services = factories.log_in(folder, clock, uuid, factories.CLERK_PASSWORD)
        opened.append(services)
        return services

    yield log_in
    for services in opened:
        services.close()


@pytest.fixture
def clerk(as_operator: LogIn) -> Services:
    """The same station, a clerk at the desk."""
    return as_operator(factories.CLERK)
