"""The one window of the program: the way in, then the desk of whoever logged in, with the lock over it.

It owns what outlives a page: the open store, the idle clock, the backup on leaving. Its title never names a visitor.
What only the desk needs is imported with the desk: the login is to stand on the screen first.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from domain.passwords import default_idle_minutes
from gui import jobs
from gui.kit.setup.printer import real_printers
from gui.login.door import Door
from gui.qt import application
from gui.tokens import WINDOW_LEAST, WINDOW_START
from gui.window_look import WindowLook
from system.clock import Clock
from system.errors import Refusal
from system.paths import DataFolder
from system.version import PRODUCT

if TYPE_CHECKING:
    from gui.kit.printer_queues import PrinterQueues
    from gui.login.lock import LockScreen
    from gui.main_window import MainWindow
    from services import Services
    from services.entry import Entry

TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    }
)
MINUTE_MS = 60_000


class Shell(QMainWindow):
    """Shows the door; after login the desk. `queues_of` lets the tour put a folder in the place of the printers.

    `notice` stands on the login page: the demo tells its password there.

    `painted` is sent once, after the window is on the screen for the first time: what may wait starts then.
    """

    painted = Signal()

    def __init__(
        self,
        folder: DataFolder,
        clock: Clock,
        entry_loader: "Callable[[], Entry]",
        *,
        queues_of: "Callable[[Services], PrinterQueues] | None" = None,
        notice: str = "",
    ) -> None:
        super().__init__()
        self._notice = notice
        self._folder, self._clock, self._entry_loader, self._queues_of = folder, clock, entry_loader, queues_of
        self.services: Services | None = None
        self.desk: MainWindow | None = None
        self.lock_screen: LockScreen | None = None
        self._ready_to_end, self._ending, self._painted = False, False, False
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.door = self._make_door()
        self.stack.addWidget(self.door)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._on_idle)
        self.setWindowTitle(PRODUCT)
        self._look = WindowLook(self, folder.window_state)
        # No zoom makes the window larger: it has to stay on the screen.
        self.setMinimumSize(*WINDOW_LEAST)
        self.resize(*WINDOW_START)

    def start(self) -> None:
        """Show what the data folder wants."""
        self.door.start()

    def show_fitting(self) -> None:
        """Fill the screen, as the only program of the desk; a screen smaller than the window shows what it can."""
        if self.screen().availableSize().width() < self.minimumWidth():
            self.show()
        else:
            self.showMaximized()

    def come_to_front(self) -> None:
        """Answer a second start of the program."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            # From the event loop, so that the widgets on this window are painted before anybody begins to work.
            QTimer.singleShot(0, self._after_painting)

    def _after_painting(self) -> None:
        from gui.login.brand import emblem_icon

        self.setWindowIcon(emblem_icon())
        self.painted.emit()

    # ---- coming in and going out

    def _make_door(self) -> Door:
        printers_of = self._queues_of or real_printers
        door = Door(
            self._folder,
            entry_loader=self._entry_loader,
            clock=self._clock,
            printers_of=printers_of,
            notice=self._notice,
        )
        door.opened.connect(self._on_opened)
        door.closed.connect(self.close)
        return door

    def _on_opened(self, services: "Services") -> None:
        from gui.bus import Bus
        from gui.kit.printing import DeskPrinter
        from gui.login.lock import LockScreen
        from gui.main_window import MainWindow

        self.services = services
        self._look.enter(services.actor.uuid)
        printer = DeskPrinter(services, self)
        if self._queues_of is not None:
            printer.queues = self._queues_of(services)
        bus = Bus(self)
        printer.changed.connect(bus.tell)
        self.desk = MainWindow(services, bus, printer)
        self.desk.lock_requested.connect(self.lock)
        self.stack.addWidget(self.desk)
        self.stack.setCurrentWidget(self.desk)
        self.desk.take_focus()
        self.setWindowTitle(f"{services.station.view().name} · {PRODUCT}")
        actor = services.actor
        entry = self._entry_loader()
        self.lock_screen = LockScreen(
            self,
            self.stack,
            name=actor.name,
            post=actor.post,
            check=lambda password: entry.check_password(actor.uuid, password),
            clock=self._clock,
        )
        self.lock_screen.unlocked.connect(self._on_unlocked)
        self.lock_screen.switch_requested.connect(self.leave_desk)
        self.lock_screen.recover_requested.connect(self._on_forgotten)
        application().installEventFilter(self)
        self._restart_idle()
        jobs.run(self, lambda: _after_login(services), self._on_looked_over, lambda _error: None)

    def leave_desk(self, then: Callable[[], None] | None = None) -> None:
        """Let the operator go and show the login for the next one; what she typed is in her drafts."""
        if self.desk is None or self.services is None:
            return
        from gui.kit.overlay import clear

        application().removeEventFilter(self)
        self._idle.stop()
        clear(self)
        self.desk.before_leaving()
        self._when_quiet(lambda: self._left_desk(then))

    def _left_desk(self, then: Callable[[], None] | None) -> None:
        if self.desk is None or self.services is None:
            return
        self.services.close()
        for part in (self.desk, self.lock_screen):
            if part is not None:
                part.hide()
                part.deleteLater()
        self.stack.removeWidget(self.desk)
        self._look.leave()
        self.desk, self.lock_screen, self.services = None, None, None
        self.stack.show()
        self.stack.setCurrentWidget(self.door)
        self.setWindowTitle(PRODUCT)
        self.door.show_login()
        if then is not None:
            then()

    def _on_forgotten(self) -> None:
        self.leave_desk(self.door.show_recover)

    def _when_quiet(self, then: Callable[[], None]) -> None:
        """Call `then` when nothing is under way any more. A printer that hangs must not hold the window meanwhile."""
        if not jobs.under_way():
            then()
            return
        from gui.kit.waiting import Waiting

        waiting = Waiting(self._front(), "正在收尾，马上就好", "打印机没有响应的，最多再等半分钟")

        def done() -> None:
            waiting.close_overlay()
            then()

        jobs.when_done(self, done)

    # ---- the lock

    def lock(self, *, idle_minutes: int = 0) -> None:
        """Cover the desk; the form stays beneath as it is."""
        if self.desk is None or self.services is None or self.lock_screen is None or self.lock_screen.locked:
            return
        self.desk.before_leaving()
        services = self.services
        kept, backup = _lock_words(services)
        self.lock_screen.lock(idle_minutes=idle_minutes, kept=kept, backup=backup)
        self._idle.stop()
        # A disk that takes no record of it is no reason to leave the screen open, and nobody is here to be told.
        record = services.accounts.lock
        jobs.run(self, lambda: record(idle=bool(idle_minutes)), lambda _none: None, lambda _error: None)

    def _on_idle(self) -> None:
        self.lock(idle_minutes=self._idle_minutes())

    def _on_unlocked(self) -> None:
        self._restart_idle()

    def _idle_minutes(self) -> int:
        return default_idle_minutes()

    def _restart_idle(self) -> None:
        self._idle.start(self._idle_minutes() * MINUTE_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES and self._idle.isActive():
            self._restart_idle()
        return False

    # ---- the end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed, back up, and only then go."""
        if self._ready_to_end or self.services is None or self.desk is None:
            self._close_store()
            event.accept()
            return
        from gui.kit.waiting import Waiting

        event.ignore()
        if self._ending:
            return
        self._ending = True
        self.desk.before_leaving()
        waiting = Waiting(self._front(), "正在备份，马上就好", "写完会校验一遍，请先不要关电脑")
        services = self.services

        def done(_backup: object) -> None:
            waiting.close_overlay()
            self._when_quiet(self._end)

        def failed(error: Exception) -> None:
            waiting.close_overlay()
            self._ask_to_end_without_backup(error)

        jobs.run(self, services.backups.on_exit, done, failed)

    def _ask_to_end_without_backup(self, error: Exception) -> None:
        from gui.kit.overlay import ask

        self._ending = False
        words = str(error) if isinstance(error, Refusal) else "备份没有做成。"
        ask(
            self._front(),
            "这次没有备份成",
            words,
            action="仍然退出",
            on_yes=lambda _reason: self._when_quiet(self._end),
        )

    def _front(self) -> QWidget:
        """What lies before everything else: the lock while it is down."""
        locked = self.lock_screen is not None and self.lock_screen.locked
        return self.lock_screen if locked and self.lock_screen is not None else self

    def _end(self) -> None:
        self._ready_to_end = True
        self.close()

    def _close_store(self) -> None:
        if self.desk is not None:
            jobs.finish()
        if self.services is not None:
            self.services.close()

    def _on_looked_over(self, faults: tuple[str, ...]) -> None:
        if faults:
            from gui.kit.overlay import tell

            tell(self, "数据文件有损坏", "请现在停止登记，到登录页用“从备份恢复”找回数据。损坏的文件会原样保留。")


def _lock_words(services: "Services") -> tuple[str, str]:
    """What the lock says of drafts and backup; the lock comes down even where the data can't be asked."""
    try:
        kept, backup = len(services.drafts.mine()), services.backups.state().words
    except Refusal:
        return "", ""
    # A write that is still under way isn't done, however likely it is.
    stored = "正在存" if jobs.under_way() else "都已存好"
    return (f"草稿 {kept} 份，{stored}" if kept else ""), backup


def _after_login(services: "Services") -> tuple[str, ...]:
    """What can wait until the desk is painted: old drafts, the receipt's fonts, a look at every page of the file."""
    services.drafts.tidy()
    services.documents.warm_up()
    return services.backups.faults()
