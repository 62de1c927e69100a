"""The bar at the bottom: offline, last backup, printer at the left; the keys that work here and the zoom, right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox
from gui.kit.button import Link
from gui.kit.icon import Icon
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label
from gui.theme import follow_theme, theme
from gui.tokens import Tone


class _Part(QWidget):
    """An icon and words that may be pressed."""

    def __init__(self, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = Icon(icon, "t3", "icon_small")
        self.link = StatusLink("", name=name)
        self.link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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


class StatusLink(Link):
    """A link in the small size of the bar."""

    role = "hint"


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
        self._zoom = _Part("zoom_in", "字号", self)
        self._keys = HBox(gap="l")
        self._shown: list[QWidget] = []
        for part in (self._offline, self._backup, self._printer):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addLayout(self._keys)
        self._row.addWidget(self._zoom)
        self._backup.link.clicked.connect(self.backup_pressed)
        self._printer.link.clicked.connect(self.printer_pressed)
        self._zoom.link.clicked.connect(self.zoom_pressed)
        self.set_offline("离线运行 · 数据只存本机")
        self.set_zoom(theme().zoom)
        follow_theme(self._apply)

    def set_offline(self, words: str) -> None:
        """The assurance at the left."""
        self._offline.show_text(words, "t3")

    def set_backup(self, words: str, tone: Tone = "t3") -> None:
        """When the last backup was; amber and red as it grows old."""
        self._backup.show_text(words, tone)

    def set_printer(self, words: str, tone: Tone = "t3") -> None:
        """Which printer, and whether it is ready."""
        self._printer.show_text(words, tone)

    def set_zoom(self, percent: int) -> None:
        """The present zoom."""
        self._zoom.show_text(f"{percent}%", "t3")

    def set_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """The keys that work here: (key, what it does)."""
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown = []
        for key, words in keys:
            pair = QWidget(self)
            row = HBox(pair, gap="xs")
            row.addWidget(KeyHint(key))
            row.addWidget(Label(words, "hint", "t3"))
            self._keys.addWidget(pair)
            self._shown.append(pair)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.status_bar)
        self._zoom.show_text(f"{theme().zoom}%", "t3")
