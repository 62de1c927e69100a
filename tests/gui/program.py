"""The whole window in a test's hands: log in, register somebody, look. In this process or in one of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui import jobs
from gui.login.page import LoginPage
from gui.main_window import MainWindow
from gui.shell import Shell
from gui.tour.driver import Driver
from gui.visits.page import VisitPage
from services import Services
from system.clock import Clock
from system.paths import DataFolder
from tests import factories
from tests.gui.kit.stand import children


class Program:
    """A shell and who drives it. `name` and the other words are typed, never put into a field."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.driver = Driver(shell, Path())

    @property
    def desk(self) -> MainWindow:
        """The desk of whoever is logged in."""
        assert self.shell.desk is not None
        return self.shell.desk

    @property
    def services(self) -> Services:
        """Her services."""
        assert self.shell.services is not None
        return self.shell.services

    @property
    def visits(self) -> VisitPage:
        """The visit desk, which must be on show."""
        assert isinstance(self.desk.page, VisitPage)
        return self.desk.page

    @property
    def login(self) -> LoginPage:
        """The login, which must be on show."""
        page = self.shell.door.currentWidget()
        assert isinstance(page, LoginPage)
        return page

    def try_password(self, password: str, name: str = factories.CHIEF.name) -> None:
        """Choose a tile, type a password, press Enter."""
        self.driver.wait(lambda: isinstance(self.shell.door.currentWidget(), LoginPage), "登录页")
        self.login.tiles.choose([tile.tile.name for tile in self.login.tiles.tiles].index(name))
        self.driver.fill("密码", password)
        self.driver.press("Return")

    def log_in(self, password: str = factories.CHIEF_PASSWORD, name: str = factories.CHIEF.name) -> None:
        """Through the login to the desk."""
        self.try_password(password, name)
        self.driver.wait(lambda: self.shell.desk is not None, "工作台")

    def new_visitor(self, name: str, narrative: str, *, identity: str = "", phone: str = "", address: str = "") -> None:
        """F2 and somebody new with one question, ready to be saved."""
        driver = self.driver
        driver.press("F2", self.desk)
        driver.type(name)
        driver.press("Ctrl+N")
        driver.wait(lambda: self.visits.desk.who.new_mode, "新建服务对象")
        for label, words in (("证件号", identity), ("联系电话", phone), ("住址", address)):
            if words:
                driver.fill(label, words)
        driver.press("Alt+1")
        driver.fill("诉求内容", narrative)

    def save(self) -> None:
        """Ctrl+Enter."""
        self.driver.press("Ctrl+Return")

    def wait_for_draft(self) -> None:
        """Until all that is typed lies on the disk."""
        page = self.visits
        self.driver.wait(lambda: not page.autosave.dirty and self.services.drafts.mine(), "草稿自动保存")


def shown_words(root: QWidget) -> str:
    """Every word on the screen, as far as widgets tell."""
    parts = []
    for widget in (root, *children(root, QWidget)):
        if widget.isVisible():
            text = getattr(widget, "text", None)
            parts += [widget.accessibleName(), str(text()) if callable(text) else ""]
    return "\n".join(parts)


@contextmanager
def window_over(folder: DataFolder, clock: Clock) -> Iterator[Program]:
    """The window of a data folder, on the screen and not started yet; taken down at the end, whatever it shows then."""
    entry = factories.entry_for(folder, clock)
    shell = Shell(folder, clock, lambda: entry)
    shell.show()
    shell.activateWindow()
    program = Program(shell)
    program.driver.wait(shell.isActiveWindow, "窗口在前面")
    yield program
    program.driver.wait(lambda: not jobs.under_way(), "空下来")
    shell.leave_desk()
    shell.hide()
    shell.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
