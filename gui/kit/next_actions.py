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
        self.key = key
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if key:
            # Qt passes over the shortcut of a button that is hidden or disabled.
            bind(self, key).activated.connect(self.click)
        self.show_choice(choice, filled=filled)
        follow_theme(self._apply)

    def show_choice(self, choice: ActionChoice, *, filled: bool) -> None:
        """Be the button of this move from now on."""
        self.choice, self.filled = choice, filled
        self.set_words(choice.label)
        self.setAccessibleName(choice.label)
        self.setEnabled(not choice.why_not)
        self.setAccessibleDescription(choice.why_not or (f"按键 {self.key}" if self.key else ""))
        self._apply()

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

    def __init__(self, choice: ActionChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self.move_button = Move(choice, "", filled=False, parent=self)
        self.words = Label(choice.why_not, "hint", "t3", wrap=True, parent=self)
        column = VBox(self, gap="xs")
        column.addWidget(self.move_button)
        why = HBox(gap="xs")
        why.addWidget(Icon("info", "t3", "icon_small", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        why.addWidget(self.words, 1)
        column.addLayout(why)

    def show_choice(self, choice: ActionChoice) -> None:
        """Say this of that move from now on."""
        self.move_button.show_choice(choice, filled=False)
        self.words.setText(choice.why_not)


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
        self._free: tuple[Move, ...] = ()
        self._blocked: tuple[_Blocked, ...] = ()
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
        if held and held not in {choice.code for choice in free}:
            # The keyboard must not come to stand on a move that nobody went to.
            self._free = ()
        self._free = tuple(self._move(at, choice, filled=choice is first) for at, choice in enumerate(free))
        why_not = [choice for choice in choices if choice.why_not]
        self._blocked = tuple(self._block(at, choice) for at, choice in enumerate(why_not))
        self.moves = (*self._free, *(one.move_button for one in self._blocked))
        self._pile.set_parts((*self._free, *self._blocked))
        self._empty.setVisible(not choices)
        again = next((move for move in self._free if move.choice.code == held), None)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, at: int, choice: ActionChoice, *, filled: bool) -> Move:
        if at >= len(self._free):
            made = Move(choice, f"Alt+{at + 1}" if at < _KEYS else "", filled=filled, parent=self._pile)
            made.clicked.connect(lambda: self.chosen.emit(made.choice.code))
            return made
        self._free[at].show_choice(choice, filled=filled)
        return self._free[at]

    def _block(self, at: int, choice: ActionChoice) -> _Blocked:
        if at >= len(self._blocked):
            return _Blocked(choice, self._pile)
        self._blocked[at].show_choice(choice)
        return self._blocked[at]
