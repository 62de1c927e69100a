"""The lock over the main window: the work stays beneath as it is, nothing of it can be seen, reached or typed into.

What lies beneath is hidden, not only covered: a shortcut, Tab or a screen reader finds nothing there. Focus and cursor
are put back where they were.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QSizePolicy, QWidget

from domain.dates import weekday_words
from gui import jobs
from gui.kit.avatar import Avatar
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.chip import Chip
from gui.kit.field import Field
from gui.kit.label import ElidedLabel, Label
from gui.kit.line_edit import PasswordEdit
from gui.kit.overlay import cover, uncover
from gui.kit.paint import frame, text
from gui.login.brand import Glyph, Rail
from gui.theme import follow_theme, theme
from system.clock import Clock
from system.errors import LockedOut, Refusal, WrongPassword

_TICK_MS = 1000
# What the clock's side needs for its two sentences beside each other; with less they stand one under the other.
_LEFT_LEAST = 480
_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class WallClock(QWidget):
    """The time of day, readable from the other side of the counter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._day = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def show_time(self, moment: datetime) -> None:
        """Show another minute."""
        words = f"{moment:%H:%M}"
        if words != self._words:
            self._words = words
            self._day = f"{moment.month} 月 {moment.day} 日 {weekday_words(moment.date())}"
            self.setAccessibleName(f"{words}，{self._day}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size(300), theme().line("clock") + theme().line("headline"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, line = QPainter(self), theme().colour, theme().line("clock")
        box = QRect(0, 0, self.width(), line)
        text(painter, box, self._words, font=theme().font("clock"), colour=colour("on_accent"))
        under = QRect(0, line, self.width(), theme().line("headline"))
        text(painter, under, self._day, font=quiet_headline(), colour=colour("rail_t"))


class Notice(QWidget):
    """What the visitor at the window reads, behind a gold mark."""

    def __init__(self, title: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._note = title, note
        self.setAccessibleName(f"{title}。{note}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme().size(300), theme().line("headline") + theme().line("lead") + theme().space("xs"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), theme().colour
        painter.fillRect(QRect(0, 0, theme().metrics.marker, self.height()), colour("marker"))
        left = theme().size(20)
        line = theme().line("headline")
        box = QRect(left, 0, self.width() - left, line)
        text(painter, box, self._title, font=quiet_headline(), colour=colour("on_accent"))
        under = QRect(left, line + theme().space("xs"), self.width() - left, theme().line("lead"))
        text(painter, under, self._note, font=theme().font("lead"), colour=colour("rail_t"))


class _Box(QFrame):
    """The white box that holds the password."""

    def paintEvent(self, event: QPaintEvent) -> None:
        radius = theme().metrics.radius_dialog
        frame(QPainter(self), self.rect(), radius=radius, fill=theme().colour("surface"))


def quiet_headline() -> QFont:
    """The headline's size without its weight."""
    font = QFont(theme().font("headline"))
    font.setWeight(QFont.Weight.Normal)
    return font


class LockScreen(Rail):
    """Covers `host`; `content` is the widget of it to hide. `check(password)` raises as `Entry.check_password` does."""

    unlocked = Signal()
    switch_requested = Signal()
    recover_requested = Signal()

    def __init__(
        self,
        host: QWidget,
        content: QWidget,
        *,
        name: str,
        post: str,
        check: Callable[[str], object],
        clock: Clock | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent or host)
        self._host, self._content, self._check = host, content, check
        self._clock = clock or Clock()
        self._focus: QWidget | None = None
        self._until: datetime | None = None
        self._busy = False
        self._rule = ""
        self._name = name
        self.wall = WallClock()
        self.notice = Notice("窗口暂停办理，请稍候", "工作人员马上回来")
        self.backup = Label("", "label", "rail")
        self.chip = Chip("", "grey", "lock_closed")
        self.caps = Label("", "hint", "t3")
        self.password = PasswordEdit("", name="密码", size="big", enter="emit")
        self.field = Field("密码", self.password)
        self.enter = Button("解锁，接着填", "primary", key="Enter", size="big")
        self.kept = Banner("", "green")
        self.switch = Link("换人登录", icon="person_key")
        self.forgotten = Link("忘记密码")
        self._ticker = QTimer(self, interval=_TICK_MS)
        self._build(name, post)
        self._connect()
        host.installEventFilter(self)
        self.hide()

    # ---- locking

    @property
    def locked(self) -> bool:
        """Whether the window is locked now."""
        return not self.isHidden()

    def lock(self, *, idle_minutes: int = 0, kept: str = "", backup: str = "") -> None:
        """Cover the window. `idle_minutes` > 0 says that it locked itself; `kept` counts drafts, it names nobody."""
        if self.locked:
            return
        self._focus = QApplication.focusWidget()
        moment = self._clock.now()
        self.chip.set(f"{moment:%H:%M} {'自动锁定' if idle_minutes else '锁定'}", "grey", "lock_closed")
        self._rule = f"{idle_minutes} 分钟没有操作，已自动锁屏" if idle_minutes else "输入密码，回到刚才的地方"
        self.kept.set(kept or "解锁后接着填，光标还在刚才的地方", tone="green", title="没填完的内容都在")
        self.backup.setText(backup)
        self.password.clear()
        self.password.cover()
        self.field.set_hint(self._rule)
        cover(self._host)
        self._content.hide()
        self.setGeometry(self._host.rect())
        self.raise_()
        self.show()
        self._tick()
        self._ticker.start()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def unlock(self) -> None:
        """Try the password, in the background."""
        password = self.password.text()
        if self._busy or self._until is not None:
            return
        if not password:
            self.field.set_error("还没有输密码")
            return
        self._set_busy(True)
        check = self._check
        jobs.run(self, lambda: check(password), self._on_right, self._on_wrong)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self.locked:
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)

    # ---- building

    def _build(self, name: str, post: str) -> None:
        row = HBox(self)
        left = VBox()
        left.addWidget(self.wall)
        left.add_gap(56)
        left.addWidget(self.notice)
        left.addStretch(1)
        foot = self._foot = HBox(gap="xl")
        foot.addLayout(_said("shield_lock", Label("已锁定，屏幕上不显示任何个人信息", "label", "rail")))
        foot.addLayout(_said("usb_stick", self.backup))
        foot.addStretch(1)
        left.addLayout(foot)
        row.addLayout(left, 1)
        self._left, self._row = left, row
        column = VBox()
        self._column = column
        column.addWidget(self._card(name, post))
        column.addStretch(1)
        row.addLayout(column)
        follow_theme(self._apply)

    def _card(self, name: str, post: str) -> QWidget:
        card = _Box()
        self._box = card
        inner = VBox(card, gap="l")
        who = HBox(gap="m")
        who.addWidget(Avatar(name, "big"))
        words = VBox()
        words.addWidget(ElidedLabel(name, "headline"))
        words.addWidget(ElidedLabel(post, "body", "t2"))
        who.addLayout(words, 1)
        who.addWidget(self.chip)
        inner.addLayout(who)
        self.field.add_corner(self.caps)
        inner.addWidget(self.field)
        inner.addWidget(self.enter)
        inner.addWidget(self.kept)
        foot = HBox(gap="l")
        foot.addWidget(self.switch)
        foot.addWidget(ElidedLabel(f"{name}的草稿留给{name}，别人看不到", "hint", "t3"), 1)
        foot.addWidget(self.forgotten)
        inner.addLayout(foot)
        return card

    def _apply(self) -> None:
        room = theme().metrics.lock_card + theme().size(_LEFT_LEAST)
        side, top = theme().metrics.lock_margin, theme().size(72)
        narrow = self.width() < room + 2 * side
        if narrow:
            side, top = theme().space("xl"), theme().size(40)
        self._foot.setDirection(_DOWN if narrow else _ACROSS)
        self._left.setContentsMargins(side, top, theme().space("xl"), theme().size(40))
        self._column.setContentsMargins(0, top, side, 0)
        self._box.setFixedWidth(theme().metrics.lock_card)
        pad = theme().size(32)
        layout = self._box.layout()
        if layout is not None:
            layout.setContentsMargins(pad, theme().size(28), pad, theme().size(24))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def _connect(self) -> None:
        self.password.entered.connect(self.unlock)
        self.password.textEdited.connect(self._on_typed)
        self.password.caps_changed.connect(self._show_caps)
        self.enter.clicked.connect(self.unlock)
        self.switch.clicked.connect(self.switch_requested)
        self.forgotten.clicked.connect(self.recover_requested)
        self._ticker.timeout.connect(self._tick)

    # ---- slots

    def _on_right(self, _nothing: object) -> None:
        self._set_busy(False)
        self._ticker.stop()
        self.password.clear()
        self.hide()
        self._content.show()
        if self._focus is not None:
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        uncover(self._host)
        self.unlocked.emit()

    def _on_wrong(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, LockedOut):
            self._until = error.until
            self.password.clear()
            self._tick()
            return
        if isinstance(error, WrongPassword):
            self.field.set_error(f"密码不对，还可以再试 {error.remaining} 次，请看清大小写")
        else:
            self.field.set_error(str(error) if isinstance(error, Refusal) else "没有解锁，请再试一次")
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self) -> None:
        if self.field.state == "error":
            self.field.set_hint(self._rule)

    def _show_caps(self, on: bool) -> None:
        self.caps.setText("大写锁定开着" if on else "大写锁定已关")
        self.caps.set_tone("amber" if on else "t3")

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.enter.set_words("正在核对…" if busy else "解锁，接着填")
        self.enter.setEnabled(not busy)
        self.password.setReadOnly(busy)

    def _tick(self) -> None:
        moment = self._clock.now()
        self.wall.show_time(moment)
        if self._until is None:
            return
        if moment >= self._until:
            self._until = None
            self.password.setEnabled(True)
            self.enter.set_blocked("")
            self.field.set_hint(self._rule)
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.field.set_error(f"连续输错，锁到 {self._until:%H:%M}。急用请换人登录，或请站长解锁")
        self.password.setEnabled(False)
        self.enter.set_blocked("账号暂时锁定")


def _said(icon: str, label: Label) -> HBox:
    row = HBox(gap="s")
    row.addWidget(Glyph(icon, "rail_t", small=True))
    row.addWidget(label)
    return row
