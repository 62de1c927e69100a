"""What the steps of the tour share: the window, its driver, the clock of the day, the papers that were printed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gui.main_window import MainWindow
from gui.shell import Shell
from gui.tour.driver import Driver
from gui.visits.page import VisitPage
from services import Services
from system.clock import CHINA, FixedClock

MORNING = datetime(2026, 11, 24, 8, 12, tzinfo=CHINA)


@dataclass
class Tour:
    """What the steps share."""

    shell: Shell
    driver: Driver
    clock: FixedClock
    papers: Path
    backups: Path

    @property
    def services(self) -> Services:
        """The open store."""
        services = self.shell.services
        self.driver.check(services, "还没有人登录")
        assert services is not None
        return services

    @property
    def desk(self) -> MainWindow:
        """The desk of whoever is logged in."""
        desk = self.shell.desk
        self.driver.check(desk, "没有打开工作台")
        assert desk is not None
        return desk

    def printed(self) -> list[Path]:
        """The sheets in the printer so far."""
        return sorted(self.papers.glob("*.pdf"))

    def at(self, hour: int, minute: int) -> None:
        """Set the clock of the day."""
        self.clock.set(MORNING.replace(hour=hour, minute=minute))


def visit_page(tour: Tour) -> VisitPage:
    """The visit desk."""
    page = tour.desk.page
    tour.driver.check(isinstance(page, VisitPage), "没有打开来访登记")
    assert isinstance(page, VisitPage)
    return page
