"""The white box with a thin line in which everything on a page stands."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Link
from gui.kit.chip import Chip
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.paint import set_look
from gui.theme import follow_theme, theme
from gui.tokens import Tone


class Card(QFrame):
    """A card with an optional header. Put the content into `body`; `padded=False` lets it reach the edges (tables)."""

    def __init__(
        self,
        title: str = "",
        *,
        icon: str = "",
        note: str = "",
        dense: bool = False,
        padded: bool = True,
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("tone", tone)
        self._dense = dense
        self._least = 0
        self._outer = VBox(self)
        self._head = QWidget(self)
        self._row = HBox(self._head, gap="s", margin=("l", "none"))
        self._icon = Icon(icon, "t1")
        self._title = Label(title, "card_title")
        self._note = ElidedLabel(note, "hint", "t3")
        self._note.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._chips = HBox(gap="s")
        for widget in (self._icon, self._title):
            self._row.addWidget(widget)
        self._row.addLayout(self._chips)
        self._row.addWidget(self._note)
        self._row.addStretch(1)
        self._rule = Line()
        self.body = VBox(gap="s", margin=("l", "m") if padded else "none")
        self._outer.addWidget(self._head)
        self._outer.addWidget(self._rule)
        self._outer.addLayout(self.body, 1)
        self._icon.setVisible(bool(icon))
        self._note.setVisible(bool(note))
        self._head.setVisible(bool(title))
        self._rule.setVisible(bool(title))
        self.setAccessibleName(title)
        follow_theme(self._apply)

    def set_title(self, title: str) -> None:
        """Change the title; the header shows as long as there is one."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._head.setVisible(bool(title))
        self._rule.setVisible(bool(title))

    def set_note(self, note: str) -> None:
        """Small grey words after the title."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def set_icon(self, icon: str, tone: Tone = "t1") -> None:
        """An icon before the title."""
        self._icon.set(icon, tone)
        self._icon.setVisible(bool(icon))

    def set_tone(self, tone: str) -> None:
        """ "", "amber" or "red": the colour of the border."""
        set_look(self, tone=tone)

    def set_ruled(self, ruled: bool) -> None:
        """Whether a line stands under the header."""
        self._rule.setVisible(ruled)

    def set_least(self, height: int) -> None:
        """Want no more than this height (at 100 %), whatever is inside: for a table that takes what others leave."""
        self._least = height
        self._apply()

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        return QSize(wanted.width(), theme().size(self._least)) if self._least else wanted

    def add_chip(self, chip: Chip) -> Chip:
        """A chip after the title."""
        self._chips.addWidget(chip)
        return chip

    def add_header(self, widget: QWidget) -> None:
        """A widget at the right end of the header."""
        self._row.addWidget(widget)

    def add_link(self, words: str, *, icon: str = "") -> Link:
        """A text link at the right end of the header."""
        link = Link(words, icon=icon)
        self._row.addWidget(link)
        return link

    def _apply(self) -> None:
        metrics = theme().metrics
        self._head.setFixedHeight(metrics.card_head_dense if self._dense else metrics.card_head)
        if self._least:
            self.setMinimumHeight(theme().size(self._least))
