"""Buttons in five looks, with an icon on the left and the key that presses them on the right."""

from typing import ClassVar, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from gui.kit.paint import LEFT, draw_icon, frame, key_badge, key_size, text, text_width
from gui.kit.press import Press, bind, key_words
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import Role, Tone

Kind = Literal["primary", "normal", "soft", "text", "danger"]
Size = Literal["small", "normal", "bar", "big"]

# kind -> (fill, fill under the mouse, line, ink); "" is none
_LOOKS: dict[Kind, tuple[str, str, str, str]] = {
    "primary": ("accent", "accent_h", "", "on_accent"),
    "normal": ("surface", "surface3", "input", "t1"),
    "soft": ("accent_soft", "surface3", "accent_line", "accent_t"),
    "text": ("", "surface3", "", "accent_t"),
    "danger": ("surface", "red_soft", "red_line", "red"),
}
_HEIGHTS: dict[Size, str] = {
    "small": "button_small",
    "normal": "button",
    "bar": "button_bar",
    "big": "button_big",
}
_PADS: dict[Size, int] = {"small": 12, "normal": 12, "bar": 14, "big": 20}


class Button(Press):
    """A push button. `key` only shows a badge; `shortcut` shows it and presses the button when typed."""

    def __init__(
        self,
        words: str,
        kind: Kind = "normal",
        *,
        icon: str = "",
        key: str = "",
        shortcut: str = "",
        size: Size = "normal",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, name=name, parent=parent)
        self._kind: Kind = kind
        self._size: Size = size
        self._icon = icon
        self._key = key_words(key or shortcut)
        self._spread = False
        self._handed_on: QWidget | None = None
        if shortcut:
            bind(self, shortcut).activated.connect(self.click)
        follow_theme(self._apply)

    def setEnabled(self, enabled: bool) -> None:
        """As Qt does; but a button that was closed only while it worked takes the keyboard back.

        Qt hands the keyboard of a disabled widget on to the next one, and the operator would go on typing there.
        """
        had = self.hasFocus()
        super().setEnabled(enabled)
        now = QApplication.focusWidget()
        if not enabled and had:
            self._handed_on = now
        elif enabled and self._handed_on is not None:
            stays, self._handed_on = self._handed_on is now, None
            if stays:
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_kind(self, kind: Kind) -> None:
        """Change the look."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        """Change or remove the icon."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_spread(self) -> None:
        """Icon and words at the left, key at the right: for buttons that stand in a column."""
        self._spread = True
        self.update()

    def set_blocked(self, reason: str) -> None:
        """Disable the button and say why; "" lets it be pressed again."""
        self.setEnabled(not reason)
        set_tip(self, reason)
        self.setAccessibleDescription(reason)

    def sizeHint(self) -> QSize:
        pad = theme().size(8 if self._kind == "text" else _PADS[self._size])
        return QSize(self._content_width() + 2 * pad + 2, self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._paint_box(painter)
        gap = theme().size(6)
        pad = theme().size(_PADS[self._size])
        x = pad if self._spread else (self.width() - self._content_width()) // 2
        if self._icon:
            side = self._icon_side()
            draw_icon(painter, self._icon, ink, QRect(x, (self.height() - side) // 2, side, side))
            x += side + gap
        if self._words:
            font = self._ink_font()
            room = max(0, self.width() - x - self._key_width())
            text(painter, QRect(x, 0, room, self.height()), self._words, font=font, colour=ink, align=LEFT)
            x += text_width(self._words, font) + gap
        if self._key:
            size = key_size(self._key)
            x = self.width() - pad - size.width() if self._spread else x
            box = QRect(x, (self.height() - size.height()) // 2, size.width(), size.height())
            key_badge(painter, box, self._key, on_accent=self._kind == "primary" and self.isEnabled())

    def _paint_box(self, painter: QPainter) -> QColor:
        colour = theme().colour
        radius = theme().metrics.radius_control
        if not self.isEnabled():
            if self._kind != "text":
                frame(painter, self.rect(), radius=radius, fill=colour("surface2"), line=colour("line"), dashed=True)
            return colour("t3")
        fill, lit, line, ink = _LOOKS[self._kind]
        shown = lit if self.lit() else fill
        frame(
            painter,
            self.rect(),
            radius=radius,
            fill=colour(shown) if shown else None,
            line=colour(line) if line else None,
        )
        return colour(ink)

    def _ink_font(self) -> QFont:
        role: Role = "primary" if self._kind == "primary" else "button"
        if self._size == "big":
            role = "lead_strong" if self._kind == "primary" else "lead"
        elif self._size == "small":
            role = "link"
        return theme().font(role)

    def _icon_side(self) -> int:
        return theme().metrics.icon_small if self._size == "small" else theme().metrics.icon

    def _key_width(self) -> int:
        return key_size(self._key).width() + theme().size(6) if self._key else 0

    def _content_width(self) -> int:
        gap = theme().size(6)
        width = self._icon_side() if self._icon else 0
        if self._words:
            width += (gap if self._icon else 0) + text_width(self._words, self._ink_font())
        return width + self._key_width()

    def _height(self) -> int:
        return int(getattr(theme().metrics, _HEIGHTS[self._size]))

    def _apply(self) -> None:
        self.setFixedHeight(self._height())
        self.updateGeometry()


class IconButton(Press):
    """A square button that shows only an icon; `name` is what a screen reader and the tooltip say."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        size: Size = "normal",
        frame: bool = False,
        tone: Tone = "t2",
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", name=name, parent=parent)
        self._icon = icon
        self._size: Size = size
        self._framed = frame
        self._tone: Tone = tone
        set_tip(self, name + (f"（{key_words(shortcut)}）" if shortcut else ""))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if shortcut:
            bind(self, shortcut).activated.connect(self.click)
        follow_theme(self._apply)

    def set_icon(self, icon: str, name: str) -> None:
        """Show another icon, meaning another thing."""
        self._icon = icon
        self.setAccessibleName(name)
        set_tip(self, name)
        self.update()

    def sizeHint(self) -> QSize:
        side = int(getattr(theme().metrics, _HEIGHTS[self._size]))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        fill = "surface3" if self.lit() else ("surface" if self._framed else "")
        frame(
            painter,
            self.rect(),
            radius=theme().metrics.radius_control,
            fill=colour(fill) if fill else None,
            line=colour("input" if self.isEnabled() else "line") if self._framed else None,
        )
        side = theme().metrics.icon_small if self._size == "small" else theme().metrics.icon
        ink = theme().tone(self._tone if self.isEnabled() else "t3")
        box = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        draw_icon(painter, self._icon, ink, box)

    def _apply(self) -> None:
        self.setFixedSize(self.sizeHint())


class Link(Press):
    """A text that can be pressed: 13 pixels, accent, underlined under the mouse."""

    role: ClassVar[Role] = "link"

    def __init__(
        self,
        words: str,
        *,
        icon: str = "",
        tone: Tone = "accent",
        key: str = "",
        shortcut: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, name=name, parent=parent)
        self._icon = icon
        self._tone: Tone = tone
        self._key = key_words(key or shortcut)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if shortcut:
            bind(self, shortcut).activated.connect(self.click)
        follow_theme(self.updateGeometry)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        gap = theme().space("xs")
        width = text_width(self._words, theme().font(self.role)) + 1
        if self._icon:
            width += theme().metrics.icon_small + gap
        if self._key:
            width += key_size(self._key).width() + gap
        return QSize(width, max(theme().line(self.role), theme().metrics.key if self._key else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = theme().tone(self._tone if self.isEnabled() else "t3")
        gap, x, side = theme().space("xs"), 0, theme().metrics.icon_small
        if self._icon:
            draw_icon(painter, self._icon, ink, QRect(0, (self.height() - side) // 2, side, side))
            x = side + gap
        font = QFont(theme().font(self.role))
        font.setUnderline(self.lit())
        x += text(painter, QRect(x, 0, self.width() - x, self.height()), self._words, font=font, colour=ink)
        if self._key:
            size = key_size(self._key)
            top = (self.height() - size.height()) // 2
            key_badge(painter, QRect(x + gap, top, size.width(), size.height()), self._key)
