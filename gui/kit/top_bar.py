"""The bar at the top: where we are, the way into the search, who works here, and the lock."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.avatar import Avatar
from gui.kit.boxes import HBox
from gui.kit.button import IconButton, Link
from gui.kit.chip import Chip, ChipText
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel, Label
from gui.kit.paint import text, text_width
from gui.kit.press import Press, bind
from gui.kit.search_box import SearchBox
from gui.theme import follow_theme, theme

PLACEHOLDER = "姓名 / 拼音首字母 / 身份证 / 电话 / 编号，或扫回执二维码"
SHORTER = ("姓名 / 身份证 / 电话 / 编号，或扫回执", "姓名、证件号、编号", "查找")
# Under this width (at 100 %) the search gives room to the title (DESIGN 1.5).
_NARROW = 1200
# What gives way where the title has too little room, from the first to the last: does the note stand beside the title,
# the post beside the name, and how wide is the search.
_TRIES = (
    (True, True, "search"),
    (True, True, "search_narrow"),
    (False, True, "search_narrow"),
    (False, False, "search_narrow"),
    (False, False, "search_least"),
)


class _Operator(Press):
    """Name and post of who is logged in; a press opens the menu of the account."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", name="当前经办人", parent=parent)
        self.post = ""
        self._brief = False
        self.avatar = Avatar("", "small", self)
        self.avatar.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_brief(self, brief: bool) -> None:
        """Leave out the post."""
        if brief != self._brief:
            self._brief = brief
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_width(brief=self._brief), theme().metrics.button)

    def wanted_width(self, *, brief: bool) -> int:
        """With the post beside the name, or without."""
        words = text_width(self._words, theme().font("link"))
        if not brief:
            words += theme().space("xs") + text_width(self.post, theme().font("label"))
        return theme().metrics.avatar_small + theme().space("s") + words + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = theme().metrics.avatar_small
        self.avatar.setGeometry(0, (self.height() - side) // 2, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = theme().metrics.avatar_small + theme().space("s")
        box = self.rect().adjusted(x, 0, 0, 0)
        ink = theme().colour("accent_t" if self.lit() else "t1")
        used = text(painter, box, self._words, font=theme().font("link"), colour=ink)
        if self._brief:
            return
        rest = box.adjusted(used + theme().space("xs"), 0, 0, 0)
        text(painter, rest, self.post, font=theme().font("label"), colour=theme().colour("t2"))


class TopBar(QWidget):
    """The bar. Ctrl+K asks for the search and Ctrl+L for the lock, from every page."""

    search_requested = Signal()
    lock_requested = Signal()
    operator_pressed = Signal()
    crumb_pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = HBox(self, gap="l", margin=("xl", "none", "l", "none"))
        self._left = HBox(gap="s")
        self._crumbs: list[QWidget] = []
        self._title = ElidedLabel("", "page_title")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._note = Label("", "label", "t2")
        self._chip = Chip("")
        self._left.addWidget(self._title)
        self._left.addWidget(self._chip)
        self._left.add_gap("xs")
        self._left.addWidget(self._note)
        self._chip.hide()
        self.search = SearchBox(PLACEHOLDER, name="全局查找", key="Ctrl+K", shorter=SHORTER)
        self._operator = _Operator(self)
        self._lock = IconButton("lock_closed", "锁屏", shortcut="Ctrl+L")
        self._row.addLayout(self._left)
        self._row.addStretch(1)
        for widget in (self.search, self._operator, self._lock):
            self._row.addWidget(widget)
        self._lock.clicked.connect(self.lock_requested)
        self._operator.clicked.connect(self.operator_pressed)
        self.search.clicked.connect(self.search_requested)
        bind(self.search, "Ctrl+K").activated.connect(self.search_requested)
        follow_theme(self._apply)

    def set_title(self, title: str, note: str = "") -> None:
        """A page's own title, with small words such as the date after it."""
        self._show_crumbs(())
        self._title.setText(title)
        self._title.set_role("page_title")
        self._note.setText(note)
        self._apply()

    def set_crumbs(self, crumbs: Sequence[str]) -> None:
        """The way here; the last one is where we are, the others can be pressed."""
        self._show_crumbs(crumbs[:-1])
        self._title.setText(crumbs[-1])
        self._title.set_role("object_title")
        self._note.setText("")
        self._apply()

    def set_chip(self, chip: ChipText | None) -> None:
        """A chip after the title, such as 新来访."""
        self._chip.setVisible(chip is not None)
        if chip is not None:
            self._chip.set_chip(chip)
        self._apply()

    def set_operator(self, name: str, post: str) -> None:
        """Who works here."""
        self._operator.post = post
        self._operator.avatar.set_name(name)
        self._operator.set_words(name)
        self._operator.setAccessibleName(f"当前经办人 {name} {post}")
        self._apply()

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

    def minimumSizeHint(self) -> QSize:
        # It makes do with whatever the window has.
        return QSize(0, theme().metrics.top_bar)

    def _apply(self) -> None:
        metrics = theme().metrics
        self.setFixedHeight(metrics.top_bar)
        tries = _TRIES[self.width() < theme().size(_NARROW) :]
        chosen = next((each for each in tries if self._needed(*each) <= self.width()), tries[-1])
        note, post, search = chosen
        self._note.setVisible(note and bool(self._note.text()))
        self._operator.set_brief(not post)
        width = int(getattr(metrics, search))
        if search == "search_least":
            width = max(width, min(metrics.search_narrow, width + self.width() - self._needed(*chosen)))
        self.search.setFixedWidth(width)

    def _needed(self, note: bool, post: bool, search: str) -> int:
        """The width at which nothing of this is cut."""
        space = theme().space
        left = [widget.sizeHint().width() for widget in (self._title, *self._crumbs)]
        left += [self._chip.sizeHint().width()] if not self._chip.isHidden() else []
        if note and self._note.text():
            left.append(text_width(self._note.text(), theme().font("label")) + space("xs"))
        right = [self._operator.wanted_width(brief=not post), self._lock.sizeHint().width()]
        right += [int(getattr(theme().metrics, search))] if not self.search.isHidden() else []
        gaps = space("s") * len(left) + space("l") * (len(right) + 1)
        return sum(left) + sum(right) + gaps + space("xl") + space("l")
