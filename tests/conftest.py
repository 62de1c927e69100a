"""What every test stands on: no screen, no stray log record, hypothesis without a clock.

A warning nobody reads is a fault nobody finds: Python's and Qt's warnings are errors by pyproject.toml, and a log
record of WARNING or above that no test asked for fails the test here.
"""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Before anything imports Qt. Whoever wants to watch the windows sets the variable.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# This machine may be slow: a time limit would fail honest code. CI repeats the same examples, so a red run can be
# repeated; at home each run looks elsewhere.
settings.register_profile("home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")


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
