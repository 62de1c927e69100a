"""One line of the papers at the desk: what was handed in, in which form, and what the checklist still asks for."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.catalogue import CatalogueMaterial
from domain.tables import limit
from domain.visit_rules import MaterialForm
from gui.kit.boxes import HBox
from gui.kit.button import IconButton
from gui.kit.check_box import CheckBox
from gui.kit.label import ElidedLabel, Label
from gui.kit.paint import CENTRE, frame, text, text_width
from gui.kit.press import Press
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme


class _Small(IconButton):
    """An icon no larger than a line of text."""

    def __init__(self, icon: str, name: str) -> None:
        super().__init__(icon, name, size="small")

    def sizeHint(self) -> QSize:
        side = theme().metrics.icon
        return QSize(side, side)


class _Word(Press):
    """A word that is pressed, or isn't: original or copy, owed or not."""

    def __init__(self, words: str, *, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(words, name=name, parent=parent)
        self.setCheckable(True)
        set_tip(self, tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(text_width(self.words(), theme().font("chip")) + theme().space("m"), theme().metrics.icon)

    def paintEvent(self, event: QPaintEvent) -> None:
        on = self.isChecked()
        colour = theme().colour
        line = colour("accent" if on else "line")
        painter = QPainter(self)
        fill = colour("accent" if on else "surface")
        frame(painter, self.rect(), radius=theme().metrics.radius_chip, fill=fill, line=line)
        ink = colour("on_accent" if on else "t3")
        text(painter, self.rect(), self.words(), font=theme().font("chip"), colour=ink, align=CENTRE)


class PaperRow(QWidget):
    """One paper. One of the checklist has a tick: what isn't ticked isn't here yet.

    Everybody owes what is `required`; what only some must bring says when, and is owed once `wanted` is pressed.
    """

    changed = Signal()
    removed = Signal()

    def __init__(
        self, paper: MaterialForm, asked: CatalogueMaterial | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.asked, self.name, self.copies = asked, paper.name, paper.copies
        # With their parent from the start: shown without one they would be windows of their own, and take the keyboard.
        self.tick = CheckBox(name=paper.name, small=True, parent=self)
        self.tick.setChecked(not self.listed)
        self.tick.setVisible(self.listed)
        self.wanted = _Word(
            "要交", name=f"{paper.name} 这次要交", tip="按下表示这次要交、还没有带来（→ 键）", parent=self
        )
        key = "（→ 键）" if asked is not None else ""
        self.original = _Word("原件", name=f"{paper.name} 是原件", tip=f"按下表示收的是原件，没按下是复印件{key}")
        self.original.setChecked(paper.original)
        self._count = Label("", "hint", "t2")
        self.fewer = _Small("subtract", f"{paper.name} 减一份")
        self.more = _Small("add", f"{paper.name} 加一份")
        self.remove = _Small("dismiss", f"去掉 {paper.name}")
        self._words = ElidedLabel(paper.name, "label")
        self._lay_out()
        self._connect()
        if asked is not None:
            set_tip(self, "\n".join(filter(None, (asked.when, asked.requirement, asked.issuer, asked.how))))
        self._say()
        follow_theme(self._apply)

    @property
    def listed(self) -> bool:
        """Whether the checklist asks for it."""
        return self.asked is not None

    @property
    def for_some(self) -> bool:
        """Whether only some must bring it."""
        return self.asked is not None and not (self.asked.required and not self.asked.when)

    @property
    def given(self) -> bool:
        """Whether it was handed in."""
        return self.tick.isChecked()

    @property
    def owed(self) -> bool:
        """Whether it must come and isn't here."""
        return self.listed and not self.given and (not self.for_some or self.wanted.isChecked())

    def form(self) -> MaterialForm:
        """The paper as it is registered."""
        return MaterialForm(name=self.name, copies=self.copies, original=self.original.isChecked())

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        if self.listed:
            return [self.tick]
        return [self.original, self.fewer, self.more, self.remove]

    def press(self) -> None:
        """The word beside it: whether the original came, or whether what only some must bring is owed."""
        if self.given:
            self.original.click()
        elif self.for_some:
            self.wanted.click()

    def step(self, by: int) -> None:
        """More copies, or fewer, of what is here."""
        if self.given:
            self.copies = max(1, min(self.copies + by, limit("copies")))
            self._say()
            self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.listed and event.button() == Qt.MouseButton.LeftButton:
            self.tick.setFocus(Qt.FocusReason.MouseFocusReason)
            self.tick.click()

    def _lay_out(self) -> None:
        row = HBox(self, gap="xs", margin=("m", "none", "xs", "none"))
        row.addWidget(self.tick)
        if self.listed:
            row.add_gap("xs")
        row.addWidget(self._words, 1)
        for widget in (self.wanted, self.original, self.fewer, self._count, self.more, self.remove):
            row.addWidget(widget)
        self.remove.setVisible(not self.listed)
        if self.listed:
            # One stop for the whole list: on a tick the arrows, + and - do what these do for the mouse.
            for part in (self.wanted, self.original, self.fewer, self.more):
                part.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _connect(self) -> None:
        self.fewer.clicked.connect(lambda: self.step(-1))
        self.more.clicked.connect(lambda: self.step(1))
        self.original.toggled.connect(lambda _on: self.changed.emit())
        self.remove.clicked.connect(self.removed)
        for part in (self.tick, self.wanted):
            part.toggled.connect(self._on_toggled)

    def _on_toggled(self, _on: bool) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        """Say how it stands, to the eye and to a screen reader."""
        self._count.setText(f"×{self.copies}")
        self._count.setAccessibleName(f"{self.copies} 份")
        away = self.listed and not self.given
        for part in (self.original, self.fewer, self.more, self._count):
            part.setVisible(not away)
        self.wanted.setVisible(away and self.for_some)
        when = (self.asked.when or "可以不交") if self.asked is not None and self.for_some else ""
        self._words.setText(f"{self.name}（{when}）" if away and when else self.name)
        self._words.set_tone("amber" if self.owed else "t3" if away else "t1")
        state = "已收" if self.given else "缺，必须交" if self.owed else when
        self.tick.setAccessibleName(f"{self.name}，{state}")
        self.fewer.setEnabled(self.copies > 1)
        self.more.setEnabled(self.copies < limit("copies"))

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.button_small)
