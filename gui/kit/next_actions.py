"""What may be done with a case now: one button each, with its key, and what is in the way of the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.icon import Icon
from gui.kit.label import Label
from gui.kit.paint import LEFT, draw_icon, frame, key_badge, key_size, text, text_width, two_lines
from gui.kit.pile import Pile
from gui.kit.press import Press, bind
from gui.kit.scroll import Scroll
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme

_KEYS = 9
_PAD = 14


@dataclass(frozen=True)
class ActionChoice:
    """One move. `why_not`: what is in the way of it, "" where it may be done; `primary`: what usually comes next."""

    code: str
    label: str
    icon: str
    why_not: str = ""
    primary: bool = False


class Move(Press):
    """The button of one move: over the whole width, its name in two lines where one is too narrow."""

    def __init__(self, choice: ActionChoice, key: str, *, filled: bool, parent: QWidget | None = None) -> None:
        super().__init__(choice.label, parent=parent)
        self.choice, self.key, self.filled = choice, key, filled
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(not choice.why_not)
        self.setAccessibleDescription(choice.why_not or (f"按键 {key}" if key else ""))
        if key:
            # Qt passes over the shortcut of a button that is hidden or disabled.
            bind(self, key).activated.connect(self.click)
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        line = theme().line("button")
        tall = line if len(self._lines()) > 1 else 0
        width = text_width(self._words, self._font()) + self._left() + self._right()
        return QSize(width, theme().metrics.button_bar + tall)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._paint_box(painter)
        side, pad = theme().metrics.icon, theme().size(_PAD)
        if self.choice.icon:
            draw_icon(painter, self.choice.icon, ink, QRect(pad, (self.height() - side) // 2, side, side))
        lines, line = self._lines(), theme().line("button")
        top = (self.height() - line * len(lines)) // 2
        for at, words in enumerate(lines):
            box = QRect(self._left(), top + at * line, self._room(), line)
            text(painter, box, words, font=self._font(), colour=ink, align=LEFT)
        if self.key:
            size = key_size(self.key)
            top = (self.height() - size.height()) // 2
            box = QRect(self.width() - pad - size.width(), top, size.width(), size.height())
            key_badge(painter, box, self.key, on_accent=self.filled)

    def _paint_box(self, painter: QPainter) -> QColor:
        colour, radius = theme().colour, theme().metrics.radius_control
        if not self.isEnabled():
            frame(painter, self.rect(), radius=radius, fill=colour("surface2"), line=colour("line"), dashed=True)
            return colour("t3")
        if self.filled:
            frame(painter, self.rect(), radius=radius, fill=colour("accent_h" if self.lit() else "accent"))
            return colour("on_accent")
        shown = colour("surface3" if self.lit() else "surface")
        frame(painter, self.rect(), radius=radius, fill=shown, line=colour("input"))
        return colour("t1")

    def _font(self) -> QFont:
        return theme().font("primary" if self.filled else "button")

    def _left(self) -> int:
        return theme().size(_PAD) + (theme().metrics.icon + theme().space("s") if self.choice.icon else 0)

    def _right(self) -> int:
        return theme().size(_PAD) + (key_size(self.key).width() + theme().space("s") if self.key else 0)

    def _room(self) -> int:
        return max(0, self.width() - self._left() - self._right())

    def _lines(self) -> tuple[str, ...]:
        return two_lines(self._words, self._font(), self._room())

    def _apply(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        cut = any(text_width(line, self._font()) > self._room() + 1 for line in self._lines())
        set_tip(self, self._words if cut else "")


class _Blocked(QWidget):
    """A move that can't be done now, and why."""

    def __init__(self, move: Move) -> None:
        super().__init__()
        column = VBox(self, gap="xs")
        column.addWidget(move)
        why = HBox(gap="xs")
        why.addWidget(Icon("info", "t3", "icon_small"), 0, Qt.AlignmentFlag.AlignTop)
        self.words = Label(move.choice.why_not, "hint", "t3", wrap=True)
        why.addWidget(self.words, 1)
        column.addLayout(why)


class NextActions(Card):
    """The card. `chosen(code)` for the move that was pressed; Alt+1 to Alt+9 press the allowed ones from anywhere.

    The one that is `primary` is filled, none where no move is suggested. What can't be done stands beneath, each with
    its reason.
    """

    chosen = Signal(str)

    def __init__(self, title: str = "下一步可以做", parent: QWidget | None = None) -> None:
        super().__init__(title, dense=True, padded=False, parent=parent)
        self._choices: tuple[ActionChoice, ...] | None = None
        self.moves: tuple[Move, ...] = ()
        self._pile = Pile(gap="s")
        self._empty = Label("现在没有要做的。", "body", "t3", wrap=True)
        inside = QWidget()
        column = VBox(inside, gap="s", margin=("l", "m"))
        column.addWidget(self._empty)
        column.addWidget(self._pile)
        column.addStretch(1)
        self.body.addWidget(Scroll(inside), 1)
        self.set_choices(())

    def set_choices(self, choices: Sequence[ActionChoice]) -> None:
        """Offer these; the same ones again leave the buttons and the keyboard as they are."""
        if tuple(choices) == self._choices:
            return
        held = next((move.choice.code for move in self.moves if move.hasFocus()), "")
        self._choices = tuple(choices)
        free = [choice for choice in choices if not choice.why_not]
        first = next((choice for choice in free if choice.primary), None)
        moves = [
            Move(choice, f"Alt+{at}" if at <= _KEYS else "", filled=choice is first)
            for at, choice in enumerate(free, 1)
        ]
        blocked = [Move(choice, "", filled=False) for choice in choices if choice.why_not]
        for move in moves:
            move.clicked.connect(lambda _checked=False, code=move.choice.code: self.chosen.emit(code))
        self.moves = (*moves, *blocked)
        self._pile.set_parts((*moves, *(_Blocked(move) for move in blocked)))
        self._empty.setVisible(not choices)
        again = next((move for move in moves if move.choice.code == held), None)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
