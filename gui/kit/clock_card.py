"""The time limits of a case: the next one large, with its day and what it rests on, the others in a line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Link
from gui.kit.card import Card
from gui.kit.chip import Chip, ChipText, chip_width, paint_chip
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.paint import RIGHT, frame, text, text_width
from gui.kit.pile import Pile
from gui.kit.press import Press
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme
from gui.tokens import Tone

ClockTone = Literal["plain", "amber", "red", "green"]
PROVISIONAL = ChipText("暂估", "amber")

# tone -> (icon, colour of icon and figure, token of the bar)
_LOOKS: dict[ClockTone, tuple[str, Tone, str]] = {
    "plain": ("clock", "accent", "accent"),
    "amber": ("clock", "amber", "amb_solid"),
    "red": ("error_circle", "red", "red"),
    "green": ("checkmark_circle", "accent", "accent"),
}


@dataclass(frozen=True)
class ClockFace:
    """One time limit in words.

    `counted` 第 4 / 20 日; `big` and `unit` 16 个工作日后; `due` the raw day; `legal` only where the legal last day is
    another one; `share` of the time that is gone, 0 to 1; `basis` what it rests on; `provisional`: the calendar of that
    year isn't loaded yet. `title`: the label where `counted` already says out of how many; "" for the whole label.
    """

    label: str
    counted: str
    big: str
    unit: str
    due: str
    legal: str
    share: float
    basis: str
    tone: ClockTone
    provisional: bool
    title: str = ""

    @property
    def left(self) -> str:
        """How much is left, in one go: 16 个工作日后, 逾期 3 天."""
        return " ".join(filter(None, (self.big, self.unit)))

    @property
    def spoken(self) -> str:
        """All of it, for screen readers and tooltips."""
        provisional = PROVISIONAL.text if self.provisional else ""
        return "，".join(filter(None, (self.label, self.left, self.due, self.legal, self.counted, provisional)))


class _Share(QWidget):
    """The bar of the time that is gone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share, self._colour = 0.0, "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def set(self, share: float, colour: str) -> None:
        self._share, self._colour = min(1.0, max(0.0, share)), colour
        self.setAccessibleName(f"时限已过 {round(self._share * 100)}%")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size(60), theme().metrics.segment)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, radius = QPainter(self), self.height() / 2
        frame(painter, self.rect(), radius=radius, fill=theme().colour("surface3"))
        gone = QRectF(0, 0, self.width() * self._share, self.height())
        if gone.width() >= self.height():
            frame(painter, gone, radius=radius, fill=theme().colour(self._colour))

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.segment)


class _Face(QWidget):
    """The large one."""

    def __init__(self, face: ClockFace, parent: QWidget) -> None:
        super().__init__(parent)
        self.explain = Link("时限怎么算的", parent=self)
        self._icon = Icon("", parent=self)
        self._title = ElidedLabel("", "card_title", parent=self)
        self._counted = Label("", "hint", "t3", parent=self)
        self._big = Label("", "countdown", parent=self)
        self._unit = Label("", "strong", parent=self)
        self._due = Label("", "strong", wrap=True, parent=self)
        self._legal = Label("", "hint", "t2", wrap=True, parent=self)
        self._share = _Share(self)
        self._basis = Label("", "hint", "t2", wrap=True, parent=self)
        self._foot = HBox(gap="s")
        # Hardly any has it: the calendar of this year and the next is loaded.
        self._provisional: Chip | None = None
        self._lay_out()
        self.show_face(face)

    def show_face(self, face: ClockFace) -> None:
        """Show this one from now on."""
        icon, tone, bar = _LOOKS[face.tone]
        self._icon.set(icon, tone)
        self._title.setText(face.title or face.label)
        self._counted.setText(face.counted)
        self._big.set_tone(tone)
        self._due.setText(face.due)
        self._share.set(face.share, bar)
        # One that rests has no figure.
        optional = (self._big, face.big), (self._unit, face.unit), (self._legal, face.legal), (self._basis, face.basis)
        for label, words in optional:
            label.setText(words)
            label.setVisible(bool(words))
        if face.provisional and self._provisional is None:
            self._provisional = Chip(PROVISIONAL.text, PROVISIONAL.tone, parent=self)
            self._foot.insertWidget(0, self._provisional)
        if self._provisional is not None:
            self._provisional.setVisible(face.provisional)
        self.explain.setAccessibleName(f"{face.label}的时限怎么算的")
        self.setAccessibleName(face.spoken)

    def _lay_out(self) -> None:
        column = VBox(self)
        head = HBox(gap="s")
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        head.addWidget(self._counted)
        column.addLayout(head)
        column.add_gap("xs")
        middle = HBox(gap="m")
        middle.addWidget(self._big, 0, Qt.AlignmentFlag.AlignVCenter)
        words = VBox()
        words.addWidget(self._unit)
        words.addWidget(self._due)
        middle.addLayout(words, 1)
        column.addLayout(middle)
        column.addWidget(self._legal)
        column.add_gap("s")
        column.addWidget(self._share)
        column.add_gap("s")
        column.addWidget(self._basis)
        column.add_gap("xs")
        self._foot.addStretch(1)
        self._foot.addWidget(self.explain)
        column.addLayout(self._foot)


class ClockRow(Press):
    """One of the others: its name, what is left and its day; two lines where one is too narrow. A press explains."""

    def __init__(self, face: ClockFace, parent: QWidget | None = None) -> None:
        super().__init__(face.label, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_face(face)
        follow_theme(self._apply)

    def show_face(self, face: ClockFace) -> None:
        """Show this one from now on."""
        self.face = face
        self._words = face.label
        self.setAccessibleName(f"{face.spoken}，按下看时限怎么算的")
        set_tip(self, f"{face.spoken}（按下看怎么算的）")
        self._apply()
        self.update()

    def sizeHint(self) -> QSize:
        line = theme().line("label")
        lines = 2 if self._folded() else 1
        return QSize(theme().size(120), lines * line + (lines + 1) * theme().space("xs"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, gap = QPainter(self), theme().space("xs")
        if self.lit():
            frame(painter, self.rect(), radius=theme().metrics.radius_chip, fill=theme().colour("surface2"))
        _icon, tone, _bar = _LOOKS[self.face.tone]
        line, label = theme().line("label"), theme().font("label")
        first = QRect(0, gap, self.width(), line)
        second = first.translated(0, line + gap) if self._folded() else first
        x = text(painter, first, self.face.label, font=label, colour=theme().colour("t2")) + theme().space("s")
        if self.face.provisional:
            width = chip_width(PROVISIONAL)
            paint_chip(painter, QRect(x, first.top(), width, line), PROVISIONAL)
        due = text_width(self.face.due, theme().font("hint")) + 1
        text(painter, second, self.face.due, font=theme().font("hint"), colour=theme().colour("t2"), align=RIGHT)
        rest = first if self._folded() else first.adjusted(0, 0, -due - theme().space("s"), 0)
        text(painter, rest, self.face.left, font=theme().font("link"), colour=theme().tone(tone), align=RIGHT)

    def _folded(self) -> bool:
        """Whether the words need a second line."""
        font, gap = theme().font, theme().space("s")
        needed = text_width(self.face.label, font("label")) + text_width(self.face.left, font("link"))
        needed += text_width(self.face.due, font("hint")) + 2 * gap
        needed += chip_width(PROVISIONAL) + gap if self.face.provisional else 0
        return needed > self.width()

    def _apply(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()


class ClockCard(Card):
    """The card. `explain_pressed(index)`: the derivation of that face was asked for.

    The first face is the large one: hand them over with the one that is due soonest in front.
    """

    explain_pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._faces: tuple[ClockFace, ...] = ()
        self.face: _Face | None = None
        self.rows: tuple[ClockRow, ...] = ()
        self._empty = Label("没有在走的时限。", "body", "t3", wrap=True)
        self._pile = Pile(gap="none")
        self._rule = Line()
        self._others = Pile(gap="none")
        for part in (self._empty, self._pile, self._rule, self._others):
            self.body.addWidget(part)
        self.set_faces(())

    @property
    def faces(self) -> tuple[ClockFace, ...]:
        """What it shows."""
        return self._faces

    def set_faces(self, faces: Sequence[ClockFace]) -> None:
        """Show these, the one that is due soonest first."""
        self._faces = tuple(faces)
        self.face = self._large(faces[0]) if faces else None
        self.rows = tuple(self._small(at, face) for at, face in enumerate(faces[1:]))
        self._pile.set_parts((self.face,))
        self._others.set_parts(self.rows)
        self._rule.setVisible(bool(self.rows))
        self._empty.setVisible(not faces)
        tone = faces[0].tone if faces else "plain"
        self.set_tone(tone if tone in ("amber", "red") else "")
        self.setAccessibleName(f"时限：{faces[0].spoken}" if faces else "时限")

    def _large(self, face: ClockFace) -> _Face:
        if self.face is None:
            made = _Face(face, self._pile)
            made.explain.clicked.connect(lambda: self.explain_pressed.emit(0))
            return made
        self.face.show_face(face)
        return self.face

    def _small(self, at: int, face: ClockFace) -> ClockRow:
        if at >= len(self.rows):
            made = ClockRow(face, self._others)
            made.clicked.connect(lambda: self.explain_pressed.emit(at + 1))
            return made
        self.rows[at].show_face(face)
        return self.rows[at]
