"""The bar at the top: where we are, the search that is always there, who works here, and the lock."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.avatar import Avatar
from gui.kit.boxes import HBox
from gui.kit.button import IconButton, Link
from gui.kit.chip import Chip, ChipText
from gui.kit.icon import Icon
from gui.kit.label import Label
from gui.kit.lookup import Lookup, Provider
from gui.kit.paint import text, text_width
from gui.kit.press import Press, bind
from gui.theme import follow_theme, theme

PLACEHOLDER = "姓名 / 拼音首字母 / 身份证 / 电话 / 编号，或扫回执二维码"
# Under this width (at 100 %) the search gives room to the title (DESIGN 1.5).
_NARROW = 1200


class _Operator(Press):
    """Name and post of who is logged in; a press opens the menu of the account."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", name="当前经办人", parent=parent)
        self.post = ""
        self.avatar = Avatar("", "small", self)
        self.avatar.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        gap = theme().space("s")
        words = text_width(self._words, theme().font("link")) + text_width(self.post, theme().font("label"))
        return QSize(theme().metrics.avatar_small + gap + words + theme().space("xs") + 2, theme().metrics.button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = theme().metrics.avatar_small
        self.avatar.setGeometry(0, (self.height() - side) // 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = theme().metrics.avatar_small + theme().space("s")
        box = self.rect().adjusted(x, 0, 0, 0)
        ink = theme().colour("accent_t" if self.lit() else "t1")
        used = text(painter, box, self._words, font=theme().font("link"), colour=ink)
        rest = box.adjusted(used + theme().space("xs"), 0, 0, 0)
        text(painter, rest, self.post, font=theme().font("label"), colour=theme().colour("t2"))


class TopBar(QWidget):
    """The bar. `search` is a `Lookup`; Ctrl+K goes into it and Ctrl+L locks, from every page."""

    lock_requested = Signal()
    operator_pressed = Signal()
    crumb_pressed = Signal(int)

    def __init__(self, provider: Provider | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = HBox(self, gap="l", margin=("xl", "none", "l", "none"))
        self._left = HBox(gap="s")
        self._crumbs: list[QWidget] = []
        self._title = Label("", "page_title")
        self._note = Label("", "label", "t2")
        self._chip = Chip("")
        self._left.addWidget(self._title)
        self._left.addWidget(self._chip)
        self._left.addSpacing(theme().space("xs"))
        self._left.addWidget(self._note)
        self._chip.hide()
        self.search = Lookup(
            provider or (lambda _text: ()),
            name="全局查找",
            placeholder=PLACEHOLDER,
            new_text="",
            icon="search",
            size="bar",
            key="Ctrl+K",
            say_count=False,
        )
        self.search.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._operator = _Operator(self)
        self._lock = IconButton("lock_closed", "锁屏", shortcut="Ctrl+L")
        self._row.addLayout(self._left)
        self._row.addStretch(1)
        for widget in (self.search, self._operator, self._lock):
            self._row.addWidget(widget)
        self._lock.clicked.connect(self.lock_requested)
        self._operator.clicked.connect(self.operator_pressed)
        bind(self, "Ctrl+K").activated.connect(self._on_search)
        follow_theme(self._apply)

    def set_title(self, title: str, note: str = "") -> None:
        """A page's own title, with small words such as the date after it."""
        self._show_crumbs(())
        self._title.setText(title)
        self._title.set_role("page_title")
        self._note.setText(note)

    def set_crumbs(self, crumbs: Sequence[str]) -> None:
        """The way here; the last one is where we are, the others can be pressed."""
        self._show_crumbs(crumbs[:-1])
        self._title.setText(crumbs[-1])
        self._title.set_role("object_title")
        self._note.setText("")

    def set_chip(self, chip: ChipText | None) -> None:
        """A chip after the title, such as 新来访."""
        self._chip.setVisible(chip is not None)
        if chip is not None:
            self._chip.set_chip(chip)

    def set_operator(self, name: str, post: str) -> None:
        """Who works here."""
        self._operator.post = post
        self._operator.avatar.set_name(name)
        self._operator.set_words(name)
        self._operator.setAccessibleName(f"当前经办人 {name} {post}")

    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def _show_crumbs(self, crumbs: Sequence[str]) -> None:
        for widget in self._crumbs:
            widget.hide()
            widget.deleteLater()
        self._crumbs = []
        for at, words in enumerate(crumbs):
            link = Link(words, tone="t3")
            link.clicked.connect(lambda _checked=False, index=at: self.crumb_pressed.emit(index))
            self._crumbs += [link, Icon("chevron_right", "t3", "icon_small")]
        for at, widget in enumerate(self._crumbs):
            self._left.insertWidget(at, widget)

    def _on_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.edit.selectAll()

    def _apply(self) -> None:
        metrics = theme().metrics
        narrow = self.width() < theme().size(_NARROW)
        self.setFixedHeight(metrics.top_bar)
        self.search.setFixedWidth(metrics.search_narrow if narrow else metrics.search)
