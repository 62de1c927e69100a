"""What a case needs in papers, as a list to tick: what is here, in which form, and what is still owed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Link
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.chip import Chip
from gui.kit.label import Label
from gui.kit.paint import fill
from gui.kit.pile import Pile
from gui.kit.scroll import Scroll
from gui.theme import follow_theme, theme

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True)
class MaterialLine:
    """One material. `words`: how it lies here (原件 1, 11-18 补) or that it doesn't (缺).

    `returned`: it was given back; `returnable`: it is an original that can be given back.
    """

    id: int
    name: str
    words: str
    given: bool
    required: bool
    returned: bool
    returnable: bool = False

    @property
    def missing(self) -> bool:
        """Whether the case can't go on without it."""
        return self.required and not self.given


class MaterialRow(QWidget):
    """One line; a click anywhere on it ticks."""

    def __init__(self, line: MaterialLine, *, last: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = CheckBox(parent=self)
        self._name = Label(wrap=True, parent=self)
        self._words = Label("", "hint", parent=self)
        self.give_back = Link("退还", parent=self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = HBox(self, gap="s", margin=("l", "xs"))
        row.addWidget(self.box)
        row.addWidget(self._name, 1)
        row.addWidget(self._words)
        row.addWidget(self.give_back)
        self.show_line(line, last=last)
        follow_theme(self._apply)

    def show_line(self, line: MaterialLine, *, last: bool) -> None:
        """Show this one from now on."""
        self.line, self._last = line, last
        self.box.setAccessibleName(f"{line.name}，{_state(line)}")
        self.box.setChecked(line.given)
        self.give_back.setAccessibleName(f"退还{line.name}")
        self.give_back.setVisible(line.returnable and line.given and not line.returned)
        self._name.setText(line.name)
        self._words.setText(_words(line))
        self._words.set_tone("amber" if line.missing else "t3")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)
            self.box.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.line.missing:
            fill(painter, self.rect(), theme().colour("amb_soft"))
        if not self._last:
            edge = self.rect()
            edge.setTop(edge.bottom() + 1 - theme().metrics.border)
            fill(painter, edge, theme().colour("amb_line" if self.line.missing else "line2"))

    def _apply(self) -> None:
        self.setMinimumHeight(theme().metrics.row_dense)


class MaterialTicks(Card):
    """The card. `toggled(id, given)` and `returned(id)` for what the operator does; ↑ and ↓ walk, Space ticks."""

    toggled = Signal(int, bool)
    returned = Signal(int)

    def __init__(self, title: str = "材料清单", parent: QWidget | None = None) -> None:
        super().__init__(title, dense=True, padded=False, parent=parent)
        self.chip = self.add_chip(Chip("齐全", "green", "checkmark"))
        self.rows: tuple[MaterialRow, ...] = ()
        self._at = 0
        self._empty = Label("这个事项不用交材料。", "body", "t3", wrap=True)
        self._none = QWidget()
        HBox(self._none, margin=("l", "m")).addWidget(self._empty)
        self._pile = Pile(gap="none")
        self.body.set_spaces(gap="none")
        inside = QWidget()
        column = VBox(inside)
        column.addWidget(self._pile)
        column.addStretch(1)
        self.body.addWidget(self._none)
        self.body.addWidget(Scroll(inside), 1)
        self.set_lines(())

    @property
    def lines(self) -> tuple[MaterialLine, ...]:
        """What it shows, ticked as it is now."""
        return tuple(row.line for row in self.rows)

    def set_lines(self, lines: Sequence[MaterialLine]) -> None:
        """Show these; the keyboard stays on its line."""
        held = any(row.box.hasFocus() for row in self.rows)
        rows = list(self.rows[: len(lines)])
        for at, line in enumerate(lines):
            last = at + 1 == len(lines)
            if at < len(rows):
                rows[at].show_line(line, last=last)
            else:
                rows.append(self._new_row(at, line, last=last))
        self.rows = tuple(rows)
        self._pile.set_parts(self.rows)
        self._none.setVisible(not lines)
        missing = sum(line.missing for line in lines)
        self.chip.setVisible(bool(lines))
        self.chip.set(f"缺 {missing} 项", "amber", "warning") if missing else self.chip.set(
            "齐全", "green", "checkmark"
        )
        self._stand(min(self._at, max(0, len(lines) - 1)), take=held)

    def _new_row(self, at: int, line: MaterialLine, *, last: bool) -> MaterialRow:
        row = MaterialRow(line, last=last, parent=self._pile)
        row.box.installEventFilter(self)
        row.box.clicked.connect(lambda given: self._on_ticked(at, given))
        row.give_back.clicked.connect(lambda: self.returned.emit(row.line.id))
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk from box to box; of all boxes only the one that was last used is a stop for Tab."""
        at = next((at for at, row in enumerate(self.rows) if row.box is watched), None)
        if at is None:
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._stand(at, take=False)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
                self._stand(min(max(0, at + step), len(self.rows) - 1), take=True)
                return True
        return False

    def _stand(self, at: int, *, take: bool) -> None:
        self._at = at
        for index, row in enumerate(self.rows):
            stop = Qt.FocusPolicy.StrongFocus if index == at else Qt.FocusPolicy.ClickFocus
            row.box.setFocusPolicy(stop)
        if take and self.rows:
            self.rows[at].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ticked(self, at: int, given: bool) -> None:
        line = replace(self.rows[at].line, given=given)
        self._at = at
        self.set_lines([line if index == at else row.line for index, row in enumerate(self.rows)])
        self.toggled.emit(line.id, given)


def _state(line: MaterialLine) -> str:
    """For screen readers: the tint of a missing row in words."""
    return f"{_words(line)}，必须交" if line.missing else _words(line)


def _words(line: MaterialLine) -> str:
    """How it lies here; what was given back says so, and what may stay away as well."""
    words = line.words or ("" if line.given else "缺" if line.required else "可以不交")
    if line.returned and "退还" not in words:
        words = " · ".join(filter(None, (words, "已退还")))
    return words
