"""Pills to pick a category from; they wrap, and Alt+digit takes one from anywhere on the page."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.choices import Choice, Choices, Option
from gui.kit.paint import CENTRE, frame, text, text_width
from gui.kit.press import bind
from gui.kit.wrap import WrapBox
from gui.theme import follow_theme, theme


class _Pill(Choice):
    """One category."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._group = parent
        self._tight = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(self.wide(tight=self._tight), theme().metrics.pill)

    def wide(self, *, tight: bool) -> int:
        """Its width. The same for both fonts, so that it stays when it is taken; the bold one fits into the padding."""
        return text_width(self._words, theme().font("body")) + 2 * theme().size(8 if tight else 12)

    def set_tight(self, tight: bool) -> None:
        """Less room around the words."""
        if tight != self._tight:
            self._tight = tight
            self._apply()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        taken, wrong = self.isChecked(), self._group_state() == "error"
        fill = ("accent_h" if self.lit() else "accent") if taken else ("surface3" if self.lit() else "surface")
        line = "red" if wrong else ("" if taken else "input")
        frame(
            painter,
            self.rect(),
            radius=self.height() / 2,
            fill=colour(fill if self.isEnabled() else "surface2"),
            line=colour(line if self.isEnabled() else "line") if line else None,
            dashed=not self.isEnabled(),
        )
        ink = colour("on_accent" if taken else "t1") if self.isEnabled() else colour("t3")
        font = theme().font("primary" if taken else "body")
        text(painter, self.rect(), self._words, font=font, colour=ink, align=CENTRE)

    def _group_state(self) -> object:
        return self._group.property("state")

    def _apply(self) -> None:
        self.setFixedSize(self.sizeHint())


class Pills(Choices):
    """The picker. `numbered` shows 1…9 before the words and binds Alt+1…9; `spread` fills a single line."""

    arrows_choose = False

    def __init__(
        self,
        options: Sequence[Option] = (),
        *,
        name: str,
        value: object = None,
        numbered: bool = False,
        spread: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name=name, parent=parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._numbered = numbered
        self._keys: list[QShortcut] = []
        self._pills: list[_Pill] = []
        self._flow = WrapBox(self, spread=spread)
        self.set_options(options)
        if value is not None:
            self.set_value(value)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options; a value that is still offered stays taken."""
        for shortcut in self._keys:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        for old in self._buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        words = [f"{at} {label}" if self._numbered and at < 10 else label for at, (_, label) in enumerate(options, 1)]
        pills = [_Pill(label, self) for label in words]
        for pill in pills:
            self._flow.addWidget(pill)
            pill.show()
        self._pills = pills
        self._fill(options, pills)
        self._fit()
        self._keys = [self._bind(at) for at in range(min(9, len(pills)))] if self._numbered else []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where closer words spare a second line they stand closer: at 1280 the narrative needs that line."""
        gaps = theme().space("s") * max(0, len(self._pills) - 1)
        loose, tight = (gaps + sum(pill.wide(tight=close) for pill in self._pills) for close in (False, True))
        for pill in self._pills:
            pill.set_tight(tight <= self.width() < loose)

    def _bind(self, index: int) -> QShortcut:
        shortcut = bind(self, f"Alt+{index + 1}")
        shortcut.activated.connect(self._buttons[index].click)
        return shortcut
