"""What every test of the window stands on: one application with the real theme, and jobs that are done at once.

Pages are tested over the real services: the station's fixtures are those of tests/services.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import jobs
from gui.qt import make_application
from gui.theme import Theme, theme
from gui.tokens import Look
from services import Services
from tests.gui.fake_cups import FakeCups
from tests.services.conftest import LogIn, as_operator, clerk, clock, entry, folder, station

__all__ = ["LogIn", "as_operator", "clerk", "clock", "entry", "folder", "station"]


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as main.py makes it, in the place of pytest-qt's plain one."""
    app = make_application(["tests"])
    Theme.install(app)
    return app


@pytest.fixture(autouse=True)
def plain_theme(qapp: QApplication) -> Iterator[Theme]:
    """The theme; a test may change colours, text and zoom, the next one starts with the plain look again."""
    yield theme()
    theme().set_look(Look())


@pytest.fixture(autouse=True)
def immediate_jobs() -> Iterator[None]:
    """Jobs are done at once, on this thread."""
    before = jobs.set_runner(jobs.ImmediateRunner())
    yield
    jobs.set_runner(before)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window of the smallest screen the program promises to fit, shown and active."""
    shown = QWidget()
    shown.resize(1366, 696)
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


@pytest.fixture
def chief(station: Services) -> Services:
    """The station with its chief at the desk, by that name."""
    return station


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeCups:
    """A printer called Office, and what was sent to it."""
    return FakeCups(tmp_path / "cups", monkeypatch)
