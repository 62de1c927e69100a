"""Everything before the desk in one widget: first start or login, and the two ways back in.

It looks only at which files there are, so that the login paints at once; whatever is half done or damaged is settled by
`Entry.state()` in a job. `opened` carries services that are ready for work.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui import jobs
from gui.kit.setup.printer import PrintersOf, real_printers
from gui.login.page import LoginPage
from system.clock import Clock
from system.errors import Refusal
from system.keyfile import KeyFile, Tile
from system.paths import DataFolder
from system.version import VERSION

if TYPE_CHECKING:
    from services import Services
    from services.entry import Entry

_SETUP_STEPS = 5
_LOOKING = "正在查看上次备份"
_UNREADABLE = "备份暂时读不出来"


class Door(QStackedWidget):
    """`closed` asks to end the program (the first start was left)."""

    opened = Signal(object)
    closed = Signal()

    def __init__(
        self,
        folder: DataFolder,
        *,
        entry_loader: Callable[[], "Entry"],
        clock: Clock | None = None,
        printers_of: PrintersOf = real_printers,
        notice: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._notice = notice
        self._folder, self._entry_loader = folder, entry_loader
        self._clock, self._printers_of = clock or Clock(), printers_of

    def start(self) -> None:
        """Show what this data folder wants: the login, the first start, or a sentence about what is wrong."""
        database, keyfile = self._folder.database.exists(), self._folder.keyfile.exists()
        if database and keyfile:
            self.show_login()
            return
        load = self._entry_loader
        jobs.run(self, lambda: load().state(), self._on_state, self._on_trouble)

    def show_login(self, trouble: str = "") -> None:
        """The login page, fresh; `trouble` stands on it where the data can't be opened at all."""
        tiles: tuple[Tile, ...] = ()
        station = ""
        try:
            keys = KeyFile.load(self._folder.keyfile)
            tiles, station = keys.tiles(), keys.station
        except Refusal as refusal:
            trouble = trouble or str(refusal)
        page = LoginPage(
            self._folder,
            tiles,
            station or "退役军人服务站",
            _LOOKING,
            VERSION,
            entry_loader=self._entry_loader,
            clock=self._clock,
            trouble=trouble,
            notice=self._notice,
        )
        page.logged_in.connect(self._on_logged_in)
        page.recover_requested.connect(self.show_recover)
        page.restore_requested.connect(self.show_restore)
        page.painted.connect(lambda: self._look_for_backup(page))
        self._show(page)

    def _look_for_backup(self, page: LoginPage) -> None:
        """Say when the last backup was made, by what the backups say of themselves: a copied file has a new date."""
        load = self._entry_loader

        def say(made_at: datetime | None) -> None:
            page.brand.backup.title.setText(last_backup_words(made_at, self._clock))

        jobs.run(
            page,
            lambda: next((backup.made_at for backup in load().backups_in()), None),
            say,
            lambda _error: page.brand.backup.title.setText(_UNREADABLE),
        )

    def show_first_start(self, services: "Services | None" = None) -> None:
        """The five steps, from the first or from where they were left."""
        from gui.login.first_start.wizard import FirstStart

        page = FirstStart(
            self._folder,
            entry_loader=self._entry_loader,
            clock=self._clock,
            printers_of=self._printers_of,
            services=services,
        )
        page.finished.connect(self._enter)
        page.left.connect(self.closed)
        self._show(page)

    def show_recover(self) -> None:
        """The way in by the paper."""
        from gui.login.recover import RecoverPage

        page = RecoverPage(entry_loader=self._entry_loader, printers_of=self._printers_of)
        page.recovered.connect(self._enter)
        page.left.connect(self.show_login)
        self._show(page)

    def show_restore(self) -> None:
        """The way back from a backup."""
        from gui.login.restore import RestorePage

        page = RestorePage(entry_loader=self._entry_loader, printers_of=self._printers_of)
        page.restored.connect(self._enter)
        page.left.connect(self.start)
        self._show(page)

    def _show(self, page: QWidget) -> None:
        """One page at a time; the one before is let go with whatever was typed into it."""
        before = self.currentWidget()
        # Being added takes the keyboard out of the field into which the page has put it.
        field: QWidget | None = page.focusWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        (page if field is None else field).setFocus()
        if before is not None:
            self.removeWidget(before)
            before.deleteLater()

    def _on_state(self, state: str) -> None:
        if state == "new":
            self.show_first_start()
        else:
            self.show_login()

    def _on_trouble(self, error: Exception) -> None:
        self.show_login(str(error) if isinstance(error, Refusal) else "打不开数据，程序出了错。")

    def _on_logged_in(self, services: Any) -> None:
        """Between password and desk: a first start to finish, a sheet to print, a password to make one's own."""
        jobs.run(self, lambda: _errand(services), lambda errand: self._run_errand(services, errand))

    def _run_errand(self, services: Any, errand: str) -> None:
        if errand == "setup":
            self.show_first_start(services)
        elif errand:
            from gui.login.errands import ErrandPage

            page = ErrandPage(services, errand, self._printers_of)
            page.done.connect(lambda: self._on_logged_in(services))
            page.put_off.connect(lambda: self._enter(services))
            self._show(page)
        else:
            self._enter(services)

    def _enter(self, services: Any) -> None:
        self.opened.emit(services)


def _errand(services: "Services") -> str:
    """What has to be done first: "setup", "sheet", "password" or "" (runs in a job)."""
    from domain.permissions import Permission

    held = services.actor.permissions
    if services.station.setup_step() < _SETUP_STEPS and Permission.STATION_SETTINGS in held:
        return "setup" if Permission.OPERATOR_PASSWORD in held else ""
    if Permission.OPERATOR_PASSWORD in held and services.accounts.recovery_due():
        return "sheet"
    return "password" if services.accounts.must_change_password() else ""


def last_backup_words(made_at: datetime | None, clock: Clock) -> str:
    """When the last backup was made, in the words of the login; None where there is none."""
    if made_at is None:
        return "还没有备份"
    from domain.dates import near_date

    return f"上次备份 {near_date(made_at.date(), clock.today())} {made_at:%H:%M}"
