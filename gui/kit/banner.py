"""A message inside the page, in its place, with at most one button; it pushes nothing away and needs no answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.icon import Icon
from gui.kit.label import Label
from gui.kit.paint import set_look
from gui.theme import follow_theme, theme
from gui.tokens import ChipTone, Tone

_ICONS: dict[ChipTone, str] = {
    "green": "checkmark_circle",
    "amber": "warning",
    "red": "error_circle",
    "blue": "info",
    "gold": "note",
    "grey": "info",
}
_INKS: dict[ChipTone, Tone] = {
    "green": "accent",
    "amber": "amber",
    "red": "red",
    "blue": "blue",
    "gold": "gold",
    "grey": "t2",
}


class Banner(QFrame):
    """The strip. `strip=True` runs from edge to edge under the top bar, as the parked visitors do."""

    pressed = Signal()

    def __init__(
        self,
        words: str = "",
        tone: ChipTone = "amber",
        *,
        icon: str = "",
        title: str = "",
        button: str = "",
        strip: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("strip", strip)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._own_icon = icon
        self._strip = strip
        self._row = HBox(self, gap="s")
        self._icon = Icon(icon or _ICONS[tone], "amber", "icon_small" if strip else "icon")
        self._title = Label("", "link", "amber", wrap=True)
        self._text = Label("", "label", "amber", wrap=True)
        column = VBox()
        column.addWidget(self._title)
        column.addWidget(self._text)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(column, 1)
        self.button: Button | None = None
        if button:
            self.button = Button(button, size="small")
            self.button.clicked.connect(self.pressed)
            self._row.addWidget(self.button)
        self.set(words, tone=tone, title=title)
        follow_theme(self._apply)

    def set(self, words: str, *, tone: ChipTone = "amber", title: str = "") -> None:
        """Say something else. With a title, the text under it is in the colour of plain text."""
        set_look(self, tone=tone)
        ink = _INKS[tone]
        self._icon.set(self._own_icon or _ICONS[tone], ink)
        self._title.setText(title)
        self._title.set_tone(ink)
        self._title.set_role("card_title" if title and words else "link")
        self._title.setVisible(bool(title))
        self._text.setText(words)
        self._text.set_tone("t2" if title else ink)
        self._text.setVisible(bool(words))
        self.setAccessibleName(f"{title} {words}".strip())
        both = Qt.AlignmentFlag.AlignTop if title and words else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, both)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right, before the button."""
        at = self._row.count() - (1 if self.button is not None else 0)
        self._row.insertWidget(at, widget)

    def _apply(self) -> None:
        metrics, space = theme().metrics, theme().space
        side = space("xl") if self._strip else space("m")
        edge = space("xs") if self._strip or self.button is not None else theme().size(6)
        self._row.setContentsMargins(side, edge, side, edge)
        self.setMinimumHeight(metrics.input - (space("xs") if self._strip else 0))
