"""The parts of what a petitioner says, one above the other: which is in front, which are written, which are wrong.

Four words and their ticks can be read in one glance, and they take no room from the text beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import VBox
from gui.kit.field import Field
from gui.kit.paint import draw_icon, frame, text, text_width
from gui.kit.press import Press
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme


@dataclass(frozen=True)
class PartText:
    """What a part's line says: how many characters stand there, whether it must be filled, whether it is wrong."""

    characters: int = 0
    required: bool = False
    wrong: bool = False


class _PartLine(Press):
    """One part. The mouse and Ctrl+↑/↓ bring it to the front; Tab goes to its text."""

    def __init__(self, words: str, whole: str, parent: QWidget) -> None:
        super().__init__(words, radius=theme().metrics.radius_chip, parent=parent)
        self._whole = whole
        self.shown = PartText()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self._apply)
        self.show_text(self.shown)

    def show_text(self, shown: PartText) -> None:
        """Say something else."""
        self.shown = shown
        told = f"已写 {shown.characters} 字" if shown.characters else ("还没有写" if shown.required else "没有可不填")
        self.setAccessibleName(f"{self._whole}，{told}")
        set_tip(self, f"{self._whole}：{told}（Ctrl+↑ Ctrl+↓ 换）")
        self.update()

    def sizeHint(self) -> QSize:
        mark = theme().metrics.icon_chip
        width = theme().space("xs") + text_width(self._words, theme().font("link")) + mark + 1
        # It takes the room that is there and asks for none beyond its words, as the text beside it does.
        return QSize(width, theme().line("hint"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, front = QPainter(self), theme().colour, self.isChecked()
        if front or self.lit():
            fill = colour("accent_soft" if front else "surface3")
            frame(painter, self.rect(), radius=theme().metrics.radius_chip, fill=fill)
        wrong = self.shown.wrong
        ink = colour("red" if wrong else ("accent_t" if front else "t2"))
        font = theme().font("link" if front else "label")
        x = theme().space("xs")
        x += text(painter, QRect(x, 0, self.width() - x, self.height()), self._words, font=font, colour=ink)
        side = theme().metrics.icon_chip
        mark = QRect(self.width() - side, (self.height() - side) // 2, side, side)
        if wrong:
            draw_icon(painter, "error_circle", colour("red"), mark)
        elif self.shown.characters:
            draw_icon(painter, "checkmark_circle", colour("accent_t"), mark)
        elif self.shown.required:
            star = QRect(x + theme().space("xs"), 0, self.width() - x, self.height())
            text(painter, star, "*", font=theme().font("label"), colour=colour("red"))

    def _apply(self) -> None:
        # Where there is room the lines stand apart; where there is none they are as close as the words allow.
        self.setMaximumHeight(theme().metrics.button)
        self.updateGeometry()


class PartList(QWidget):
    """The column of parts. `pressed(key)` asks for one."""

    pressed = Signal(str)

    def __init__(self, parts: Iterable[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`parts`: key, the short word of the line, the whole word."""
        super().__init__(parent)
        self.setAccessibleName("请求、事实、理由")
        column = VBox(self)
        self._lines: dict[str, _PartLine] = {}
        for key, words, whole in parts:
            line = _PartLine(words, whole, self)
            line.clicked.connect(lambda _checked=False, key=key: self.pressed.emit(key))
            column.addWidget(line, 1)
            self._lines[key] = line
        column.addStretch(0)

    def show_part(self, key: str, shown: PartText) -> None:
        """Say how a part stands."""
        self._lines[key].show_text(shown)

    def set_front(self, key: str) -> None:
        """Which part is in front."""
        for own, line in self._lines.items():
            line.setChecked(own == key)

    def part(self, key: str) -> PartText:
        """What a part's line says."""
        return self._lines[key].shown


class PartField(Field):
    """The text of one part. Its label stands in the list of parts, or beside the text that stands alone."""

    def _lay_out_side(self) -> None:
        from_list = QWidget(self)
        VBox(from_list).addLayout(self._head)
        from_list.hide()
        VBox(self).addWidget(self.control)
        self._help.hide()
