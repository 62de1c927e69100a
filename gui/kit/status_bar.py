"""The bar at the bottom: offline, last backup, printer at the left; the keys that work here and the zoom, right.

Where it is too narrow for all of that, the keys give way from the last one, and then the printer's name.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox
from gui.kit.button import IconButton, Link
from gui.kit.icon import Icon
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label
from gui.kit.paint import key_size, text_width
from gui.kit.tip import set_tip
from gui.theme import ZOOMS, follow_theme, theme
from gui.tokens import Tone

# What is left of a printer's name at the least, in pixels at 100 %.
_NAME_LEAST = 96


class StatusLink(Link):
    """A link in the small size of the bar."""

    role = "hint"


class _Part(QWidget):
    """An icon and words that may be pressed."""

    def __init__(self, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = Icon(icon, "t3", "icon_small")
        self.link = StatusLink("", name=name)
        self.link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = HBox(self, gap="xs")
        row.addWidget(self._icon)
        row.addWidget(self.link)
        self._name = name
        self.hide()

    def show_text(self, words: str, tone: Tone) -> None:
        self.link.set_words(words)
        self.link.setAccessibleName(f"{self._name} {words}")
        self.link.set_tone(tone)
        self._icon.set_tone(tone)
        self.setVisible(bool(words))

    def limit(self, width: int) -> None:
        """Take no more than `width`; what is cut then stands in the tooltip."""
        lacking = max(0, self.whole_width() - width)
        self.link.setFixedWidth(max(0, self.link.sizeHint().width() - lacking))
        set_tip(self.link, self.link.words() if lacking else "")

    def whole_width(self) -> int:
        """The width it would like to have."""
        return self._icon.sizeHint().width() + theme().space("xs") + self.link.sizeHint().width()


class _KeyPair(QWidget):
    """A key and what it does."""

    def __init__(self, key: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._key, self._words = key, words
        row = HBox(self, gap="xs")
        row.addWidget(KeyHint(key))
        row.addWidget(Label(words, "hint", "t3"))

    def whole_width(self) -> int:
        """The width it takes, which its layout doesn't know before it was shown."""
        return key_size(self._key).width() + theme().space("xs") + text_width(self._words, theme().font("hint"))


class _Zoom(QWidget):
    """− 100% +: steps of the zoom, and in the middle the way to where the window's look is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.smaller = IconButton("subtract", "缩小", size="small")
        self.larger = IconButton("add", "放大", size="small")
        self.percent = StatusLink("", name="缩放")
        row = HBox(self, gap="xs")
        for widget, tip in (
            (self.smaller, "缩小（Ctrl+-）"),
            (self.percent, "点开改文字大小和配色，按 Ctrl+0 恢复 100%"),
            (self.larger, "放大（Ctrl+=）"),
        ):
            # The keys do the same, and Tab has better places to go.
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            set_tip(widget, tip)
            row.addWidget(widget)
        self.smaller.clicked.connect(lambda: theme().step_zoom(-1))
        self.larger.clicked.connect(lambda: theme().step_zoom(1))
        follow_theme(self._apply)

    def _apply(self) -> None:
        self.percent.set_words(f"{theme().zoom}%")
        self.percent.setAccessibleName(f"缩放 {theme().zoom}%")
        self.smaller.setEnabled(theme().zoom > ZOOMS[0])
        self.larger.setEnabled(theme().zoom < ZOOMS[-1])


class StatusBar(QWidget):
    """The bar. A page changes only the keys."""

    zoom_pressed = Signal()
    backup_pressed = Signal()
    printer_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = HBox(self, gap="l", margin=("xl", "none"))
        self._offline = _Part("shield_lock", "离线保证", self)
        self._backup = _Part("usb_stick", "备份", self)
        self._printer = _Part("print", "打印机", self)
        self._zoom = _Zoom(self)
        self._keys = HBox(gap="l")
        self._shown: list[_KeyPair] = []
        for part in (self._offline, self._backup, self._printer):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addLayout(self._keys)
        self._row.addWidget(self._zoom)
        self._backup.link.clicked.connect(self.backup_pressed)
        self._printer.link.clicked.connect(self.printer_pressed)
        self._zoom.percent.clicked.connect(self.zoom_pressed)
        self.set_offline("离线运行 · 数据只存本机")
        follow_theme(self._apply)

    def set_offline(self, words: str) -> None:
        """The assurance at the left."""
        self._offline.show_text(words, "t3")
        self._fit()

    def set_backup(self, words: str, tone: Tone = "t3") -> None:
        """When the last backup was; amber and red as it grows old."""
        self._backup.show_text(words, tone)
        self._fit()

    def set_printer(self, words: str, tone: Tone = "t3") -> None:
        """Which printer, and whether it is ready."""
        self._printer.show_text(words, tone)
        self._fit()

    def set_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """The keys that work here, the most useful first: (key, what it does)."""
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown = []
        for key, words in keys:
            pair = _KeyPair(key, words, self)
            self._keys.addWidget(pair)
            self._shown.append(pair)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        # It makes do with whatever the window has.
        return QSize(0, theme().metrics.status_bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many keys as there is room for; with none left, cut the printer's name."""
        gap = theme().space("l")
        parts = [part for part in (self._offline, self._backup, self._printer) if not part.isHidden()]
        room = self.width() - 2 * theme().space("xl") - self._zoom.sizeHint().width()
        room -= sum(part.whole_width() + gap for part in parts)
        self._printer.limit(max(self._printer.whole_width() + min(0, room), theme().size(_NAME_LEAST)))
        for pair in self._shown:
            room -= pair.whole_width() + gap
            pair.setVisible(room >= 0)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.status_bar)
        self._fit()
