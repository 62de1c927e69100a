"""The login: choose who you are, type the password, and the data opens.

It paints from the key file alone, before the database libraries are imported; the first thing that needs them is the
login itself, in a job. The two other ways in (by the recovery paper, from a backup) are opened by whoever owns the
window: this page only says that they were asked for.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import PasswordEdit
from gui.kit.scroll import Scroll
from gui.login.brand import Brand
from gui.login.tiles import OperatorTiles
from gui.theme import follow_theme, theme
from system import security
from system.clock import Clock
from system.errors import LockedOut, Refusal, Trouble, WrongPassword
from system.keyfile import Tile
from system.paths import DataFolder

if TYPE_CHECKING:
    from services.entry import Entry

# Above this many rows the tiles scroll inside the form.
_ROWS_SHOWN = 3
_TICK_MS = 1000


class LoginPage(QWidget):
    """`logged_in` carries the opened services, `painted` says once that there is time for work that can wait.

    The other two signals ask for another way in.
    """

    logged_in = Signal(object)
    painted = Signal()
    recover_requested = Signal()
    restore_requested = Signal()

    def __init__(
        self,
        folder: DataFolder,
        tiles: Sequence[Tile],
        station_name: str,
        last_backup_text: str,
        version: str,
        *,
        entry_loader: Callable[[], "Entry"],
        clock: Clock | None = None,
        backup_note: str = "退出程序时自动备份，写完即校验",
        trouble: str = "",
        notice: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._entry_loader = entry_loader
        self._clock = clock or Clock()
        self._locked_until: dict[str, datetime] = {}
        self._job: jobs.Job | None = None
        self.brand = Brand(
            station_name, backup=last_backup_text, backup_note=backup_note, folder=str(folder.root), version=version
        )
        self.tiles = OperatorTiles(tiles)
        self.password = PasswordEdit("", name="密码", size="big", enter="emit")
        self.field = Field("密码", self.password)
        self.enter = Button("进入系统", "primary", key="Enter", size="big")
        self.recover = Link("忘记密码：用恢复密钥")
        self.restore = Link("从备份恢复")
        self.zoom = Link("")
        self.trouble = Banner("", "red")
        self.notice = Banner(notice, "blue")
        self._has_notice = bool(notice)
        self._painted = False
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK_MS)
        self._build(bool(tiles))
        self._connect()
        follow_theme(self._show_zoom)
        self.show_trouble(trouble)
        self._on_chosen(self.tiles.current())

    # ---- building

    def _build(self, has_tiles: bool) -> None:
        row = HBox(self)
        row.addWidget(self.brand)
        form = QWidget()
        column = VBox(form)
        self._form, self._column = form, column
        column.addStretch(1)
        column.addWidget(Label("请选择经办人" if has_tiles else "现在还不能登录", "headline"))
        column.add_gap("m")
        column.addWidget(self._tile_area())
        column.add_gap(24)
        column.addWidget(self.field)
        column.add_gap("s")
        column.addWidget(self.enter)
        column.add_gap("l")
        links = HBox(gap="xl")
        for link in (self.recover, self.restore):
            links.addWidget(link)
        links.addStretch(1)
        links.addWidget(self.zoom)
        column.addLayout(links)
        column.add_gap("l")
        column.addWidget(self.notice)
        column.addWidget(self.trouble)
        self.notice.setVisible(self._has_notice)
        column.addStretch(1)
        for part in (self.field, self.enter):
            part.setVisible(has_tiles)
        right = QWidget()
        centre = HBox(right, margin=("xl", "l"))
        centre.addStretch(1)
        centre.addWidget(form)
        centre.addStretch(1)
        row.addWidget(Scroll(right), 1)
        follow_theme(self._apply)

    def _tile_area(self) -> QWidget:
        rows = (len(self.tiles.tiles) + 1) // 2
        if rows <= _ROWS_SHOWN:
            return self.tiles
        area = Scroll(self.tiles)
        self._tall = area
        return area

    def _apply(self) -> None:
        self._form.setFixedWidth(theme().metrics.login_form)
        area = getattr(self, "_tall", None)
        if area is not None:
            gap = theme().space("m")
            area.setFixedHeight(_ROWS_SHOWN * (theme().metrics.login_tile + gap) + theme().metrics.login_tile // 2)
        self._fit_brand()

    def _connect(self) -> None:
        self.tiles.chosen.connect(self._on_chosen)
        self.password.entered.connect(self.log_in)
        self.password.textEdited.connect(self._on_typed)
        self.password.caps_changed.connect(self._on_caps)
        self.enter.clicked.connect(self.log_in)
        self.recover.clicked.connect(self.recover_requested)
        self.restore.clicked.connect(self.restore_requested)
        self.zoom.clicked.connect(self._on_zoom)
        self._ticker.timeout.connect(self._show_lock)

    # ---- what happens

    def show_trouble(self, sentence: str) -> None:
        """Say what is wrong with the data as a whole; "" hides the banner."""
        self.trouble.set(sentence, tone="red")
        self.trouble.setVisible(bool(sentence))

    def log_in(self) -> None:
        """Open the data with what was typed, in the background."""
        tile, password = self.tiles.current(), self.password.text()
        if tile is None or self._job is not None:
            return
        if not password:
            self.field.set_error("还没有输密码")
            self.password.setFocus()
            return
        self.show_trouble("")
        self._set_busy(True)
        load = self._entry_loader
        self._job = jobs.run(
            self,
            lambda: load().login(tile.uuid, password),
            self._on_opened,
            lambda error: self._on_refused(tile.uuid, error),
        )
        if self._job.finished:
            self._job = None

    def _on_opened(self, services: Any) -> None:
        self._job = None
        self.password.clear()
        self._set_busy(False)
        self.logged_in.emit(services)

    def _on_refused(self, uuid: str, error: BaseException) -> None:
        self._job = None
        self._set_busy(False)
        if isinstance(error, LockedOut):
            self._locked_until[uuid] = error.until
            self.password.clear()
            self._show_lock()
            return
        if isinstance(error, WrongPassword):
            self.field.set_error(f"密码不对，还可以再试 {error.remaining} 次，请看清大小写")
        elif isinstance(error, Refusal):
            self.field.set_error(error.message.rstrip("。") if isinstance(error, Trouble) else "没有登录成")
            self.show_trouble(str(error))
        self.password.selectAll()
        self.password.setFocus()

    def _set_busy(self, busy: bool) -> None:
        self.enter.set_words("正在打开数据…" if busy else "进入系统")
        for part in (self.enter, self.password, self.tiles, self.recover, self.restore):
            part.setEnabled(not busy)

    def _on_chosen(self, tile: Tile | None) -> None:
        if tile is None:
            return
        self.password.clear()
        self.field.set_label(f"{tile.name} 的密码")
        self._show_lock()
        self.password.setFocus()

    def _on_typed(self) -> None:
        if self.field.state == "error":
            self._show_rule()

    def _on_caps(self, on: bool) -> None:
        if on and self.field.state != "error":
            self.field.set_hint("大写锁定开着，输入的是大写字母")
        elif not on:
            self._on_typed()
            self._show_lock()

    def _show_rule(self) -> None:
        rule = security.lock_out()
        self.field.clear()
        self.field.set_hint(f"连续输错 {rule.tries} 次将锁定 {rule.minutes} 分钟，锁定期间草稿不受影响")

    def _show_lock(self) -> None:
        """Say until when the chosen account waits, and count down."""
        tile = self.tiles.current()
        until = self._locked_until.get(tile.uuid) if tile is not None else None
        seconds = (until - self._clock.now()).total_seconds() if until is not None else 0
        if until is None or seconds <= 0:
            self._ticker.stop()
            self.enter.set_blocked("")
            self.password.setEnabled(True)
            self._show_rule()
            return
        left = f"还有 {int(seconds) // 60 + 1} 分" if seconds >= 60 else f"还有 {int(seconds) + 1} 秒"
        self.field.set_error(f"连续输错，锁到 {until:%H:%M}（{left}）。急用请站长在设置里解锁")
        self.enter.set_blocked("账号暂时锁定")
        self.password.setEnabled(False)
        self._ticker.start()

    # ---- keyboard, zoom, room

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.tiles.take_digit(event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            # From the event loop, so that the widgets on this page are painted as well.
            QTimer.singleShot(0, self, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_brand()

    def _fit_brand(self) -> None:
        """The form is what people came for: at a high zoom the green side steps back."""
        needed = theme().metrics.brand_panel + theme().metrics.login_form + 2 * theme().space("xl")
        self.brand.setVisible(self.width() >= needed)

    def _show_zoom(self) -> None:
        self.zoom.set_words(f"字号 {theme().zoom}%")

    def _on_zoom(self, _checked: bool = False) -> None:
        """Each press is one step larger, and from the largest back to the smallest."""
        from gui.theme import ZOOMS

        at = ZOOMS.index(theme().zoom)
        theme().set_zoom(ZOOMS[(at + 1) % len(ZOOMS)])

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
