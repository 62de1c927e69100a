"""The green side of the login: whose office this is, and what it promises about the data."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.label import ElidedLabel, Label
from gui.kit.paint import CENTRE, draw_icon, fill, frame, text
from gui.theme import follow_theme, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_EMBLEM = "戎"
# A long official name is shown smaller before it would push the promises out of the panel.
_LONG_NAME = 22
_REGION = re.compile(r"(.*?(?:[市州盟].*?[区县市旗]|[区县旗]))(?=.{4})")


class Rail(QWidget):
    """A panel in the colour of the navigation rail."""

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(QPainter(self), self.rect(), theme().colour("rail"))


class Emblem(QWidget):
    """The program's mark; `small` beside the headline of a guided road."""

    def __init__(self, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._small = small
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = theme().metrics.emblem_small if self._small else theme().metrics.emblem
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        radius = theme().metrics.radius_dialog
        frame(painter, self.rect(), radius=radius, fill=colour("rail_sel"), line=colour("marker"))
        font = QFont(theme().font("headline"))
        font.setPixelSize(self.height() // 2)
        text(painter, self.rect(), _EMBLEM, font=font, colour=colour("toast_action"), align=CENTRE)


def emblem_icon() -> "QIcon":
    """The program's mark for the window and the task bar."""
    from PySide6.QtGui import QIcon

    emblem = Emblem()
    emblem.resize(emblem.sizeHint())
    return QIcon(emblem.grab())


class Glyph(QWidget):
    """One icon in a colour of the theme, where a label would only show words."""

    def __init__(self, name: str, token: str, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._token = token
        self._small = small
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = theme().metrics.icon if self._small else theme().metrics.icon_rail
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), self._name, theme().colour(self._token), self.rect())


class Promise(QWidget):
    """An icon with a bold line and a quiet one, over a thin rule; `first` has one above it too."""

    def __init__(self, icon: str, title: str, note: str, *, first: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = first
        row = HBox(self, gap="l", margin=("none", "l"))
        row.addWidget(Glyph(icon, "toast_action"))
        words = VBox(gap="xs")
        self.title = ElidedLabel(title, "lead_strong", "white")
        self.note = ElidedLabel(note, "label", "rail")
        words.addWidget(self.title)
        words.addWidget(self.note)
        row.addLayout(words, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, thin, colour = QPainter(self), theme().metrics.border, theme().colour("rail_sel")
        fill(painter, QRect(0, self.height() - thin, self.width(), thin), colour)
        if self._first:
            fill(painter, QRect(0, 0, self.width(), thin), colour)


class Brand(Rail):
    """The left half of the login page."""

    def __init__(
        self,
        station_name: str,
        *,
        backup: str,
        backup_note: str,
        folder: str,
        version: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = VBox(self)
        self._column = column
        column.addLayout(_head(station_name))
        column.add_gap(32)
        column.addWidget(Label("来访接待·信访帮扶·档案台账", "lead", "rail"))
        column.add_gap(24)
        column.addWidget(
            Promise("shield_lock", "不联网，数据只存在这台电脑", "全部资料加密保存，不上传任何服务器", first=True)
        )
        column.addWidget(Promise("save", "随填随存", "断电、误关都不丢字，下次打开接着填"))
        self.backup = Promise("usb_stick", backup, backup_note)
        column.addWidget(self.backup)
        column.addStretch(1)
        self.folder = ElidedLabel(f"数据在 {folder}", "hint", "rail")
        column.addWidget(self.folder)
        column.add_gap("xs")
        column.addWidget(ElidedLabel(f"版本 {version}", "hint", "rail"))
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.brand_panel, super().sizeHint().height())

    def _apply(self) -> None:
        side, top = theme().metrics.emblem, theme().size(64)
        self._column.setContentsMargins(side, top, side, theme().size(32))
        self.setFixedWidth(theme().metrics.brand_panel)


def _head(station_name: str) -> HBox:
    region, name = split_region(station_name)
    row = HBox(gap="l")
    row.addWidget(Emblem(), 0, Qt.AlignmentFlag.AlignTop)
    words = VBox(gap="xs")
    if region:
        words.addWidget(ElidedLabel(region, "lead", "rail"))
    role = "lead_strong" if len(name) > _LONG_NAME else "headline"
    label = Label(name, "headline" if role == "headline" else "lead_strong", "white", wrap=True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    words.addWidget(label)
    row.addLayout(words, 1)
    return row


def split_region(name: str) -> tuple[str, str]:
    """Split "长沙市天心区坡子街街道…" → ("长沙市天心区", "坡子街街道…"); ("", name) where no region leads the name."""
    found = _REGION.match(name)
    return (found[1], name[found.end() :]) if found else ("", name)
