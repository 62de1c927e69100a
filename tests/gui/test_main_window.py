"""The frame after login shows each operator what her roles can use, and nothing that would only be refused."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.operator_rules import OperatorForm
from gui.bus import Bus
from gui.kit.key_hint import KeyHint
from gui.kit.printing import DeskPrinter
from gui.main_window import MainWindow
from services import Services
from tests import factories
from tests.gui.conftest import LogIn
from tests.gui.fake_cups import FakeCups
from tests.gui.kit.stand import children
from tests.services.insight import audit_of


@pytest.fixture
def frame(qtbot: QtBot, cups: FakeCups) -> Callable[[Services], MainWindow]:
    """Makes the frame of an operator, shown."""

    def make(services: Services) -> MainWindow:
        bus = Bus(QApplication.instance())
        made = MainWindow(services, bus, DeskPrinter(services, bus))
        qtbot.addWidget(made)
        made.resize(1366, 696)
        made.show()
        return made

    return make


def named_keys(window: MainWindow) -> list[str]:
    """The keys that the status bar names."""
    QApplication.processEvents()
    return [
        hint.accessibleName().removeprefix("按键 ") for hint in children(window.status, KeyHint) if hint.isVisible()
    ]


@pytest.mark.parametrize("who", [factories.ADMINISTRATOR, factories.AUDITOR], ids=["administrator", "auditor"])
def test_who_may_find_nothing_has_no_search_box(
    who: OperatorForm, frame: Callable[[Services], MainWindow], as_operator: LogIn
) -> None:
    services = as_operator(who)
    made = frame(services)
    assert not made.top.search.isVisible()
    assert named_keys(made) == ["F1", "Ctrl+L"]
    assert made.scanner is None
    assert audit_of(services, "refused") == []


def test_a_clerk_has_the_box_and_its_keys(frame: Callable[[Services], MainWindow], clerk: Services) -> None:
    made = frame(clerk)
    assert made.top.search.isVisible()
    assert named_keys(made) == ["F1", "F2", "Ctrl+K", "Ctrl+L"]
    assert made.scanner is not None
