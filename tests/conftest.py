"""What every test stands on: no screen, no stray log record, hypothesis without a clock.

A warning nobody reads is a fault nobody finds: Python's and Qt's warnings are errors by pyproject.toml, and a log
record of WARNING or above that no test asked for fails the test here.
"""

import gc
import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine

from models import database

# Before anything imports Qt. Whoever wants to watch the windows sets the variable.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# This machine may be slow: a time limit would fail honest code. CI repeats the same examples, so a red run can be
# repeated; at home each run looks elsewhere.
settings.register_profile("home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")


def pytest_collection_finish() -> None:
    """All that was imported stays, so looking through it for garbage again and again was an eighth of a run's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def statements_compiled_once() -> Iterator[None]:
    """Every test opens stores of its own, and each would turn the same statements into SQL again: a fifth of a run."""
    first: list[Engine] = []

    def make(url: str, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        if not first:
            first.append(create_engine(url, **options | {"creator": lambda: options["module"].connect(":memory:")}))
            # The first connection tells the dialect which SQLite this is.
            first[0].connect().close()
        engine.dialect, engine._compiled_cache = first[0].dialect, first[0]._compiled_cache
        return engine

    patch = pytest.MonkeyPatch()
    patch.setattr(database, "create_engine", make)
    yield
    patch.undo()
    for engine in first:
        engine.dispose()


class RecordKeeper(logging.Handler):
    """Keeps what was logged at WARNING or above while one test ran, its fixtures included."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def told(records: list[logging.LogRecord]) -> str:
    return "\n".join(f"  {record.levelname} {record.name}: {record.getMessage()}" for record in records)


@pytest.fixture(autouse=True)
def kept_records(request: pytest.FixtureRequest) -> Iterator[list[logging.LogRecord]]:
    """Fails a test whose code logged a warning or worse, unless the test asks for `expected_logs`."""
    keeper = RecordKeeper()
    root = logging.getLogger()
    root.addHandler(keeper)
    yield keeper.records
    root.removeHandler(keeper)
    if "expected_logs" not in request.fixturenames and keeper.records:
        pytest.fail(f"Nobody expected these log records:\n{told(keeper.records)}", pytrace=False)


@pytest.fixture
def expected_logs(kept_records: list[logging.LogRecord]) -> Iterator[list[logging.LogRecord]]:
    """The records of WARNING and above so far; asking for it allows them, and demands that there is at least one."""
    yield kept_records
    if not kept_records:
        pytest.fail("This test expects a log record of WARNING or above and none was written.", pytrace=False)
