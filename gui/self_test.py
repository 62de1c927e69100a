"""The window's part of the self-test: every page opens for every role, and nothing complains."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from domain.operator_rules import OperatorForm
from domain.permissions import Role
from gui import jobs
from gui.bus import Bus
from gui.help.book import key_lines, page_help
from gui.kit.printing import DeskPrinter
from gui.main_window import PAGES, MainWindow
from gui.navigation import Place, Target
from gui.qt import application, make_application
from gui.theme import Theme
from gui.tokens import SMALL_SCREEN
from services import Services
from services.entry import Entry
from services.self_test import PASSWORD, SelfTestFailed, make_station
from system.clock import Clock
from system.paths import DataFolder


class Strays(QObject):
    """Sees every widget that opens as a window of its own: one that is shown before it has a parent flashes up."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.expected: QWidget | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        opened = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if opened and watched is not self.expected:
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


ROLES = (
    frozenset({Role.CHIEF, Role.ADMINISTRATOR}),
    frozenset({Role.CLERK}),
    frozenset({Role.ADMINISTRATOR}),
    frozenset({Role.AUDITOR}),
)


def every_page_opens() -> str:
    """Open every page that each role may see, in a real window."""
    Theme.install(make_application())
    before = jobs.set_runner(jobs.ImmediateRunner())
    try:
        with TemporaryDirectory() as folder:
            return f"{sum(chain.from_iterable(_by_role(Path(folder) / 'data')))} 页都能打开"
    finally:
        jobs.set_runner(before)


def _by_role(root: Path) -> list[list[int]]:
    chief = make_station(root)
    uuids = [chief.actor.uuid] + [
        chief.accounts.add(OperatorForm(name="自检员", post="自检", roles=roles), PASSWORD).uuid for roles in ROLES[1:]
    ]
    chief.close()
    return [[_open_pages(Entry(DataFolder(root), Clock()).login(uuid, PASSWORD))] for uuid in uuids]


def _open_pages(services: Services) -> int:
    try:
        strays = Strays()
        application().installEventFilter(strays)
        window = MainWindow(services, Bus(), DeskPrinter(services))
        strays.expected = window
        window.resize(*SMALL_SCREEN)
        window.show()
        opened = 0
        for spec in PAGES:
            if spec.permission is None or spec.permission in services.actor.permissions:
                window.go(Target(spec.place))
                QApplication.processEvents()
                if window.grab().isNull() or not window.page.isVisible():
                    raise SelfTestFailed(f"“{spec.label}”这一页没有显示出来")
                opened += 1
        application().removeEventFilter(strays)
        if strays.seen:
            raise SelfTestFailed(f"有控件自己成了窗口：{strays.seen}")
        window.before_leaving()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()
        return opened
    finally:
        services.close()


def every_page_has_help() -> str:
    """Read what F1 shows on each page, and the table of keys."""
    for place in Place:
        page_help(place)
    return f"{len(Place)} 页都有帮助，{len(key_lines())} 个按键"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (("页面", every_page_opens), ("帮助", every_page_has_help))
