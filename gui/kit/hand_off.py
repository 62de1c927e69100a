"""What has to be copied by hand into another system's web page: line by line in its order, ticked as it goes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.chip import Chip
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.paint import fill
from gui.kit.pile import Pile
from gui.kit.scroll import Scroll
from gui.kit.tip import set_tip
from gui.theme import follow_theme, theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ORDER_WIDTH = 24
_LABEL_WIDTH = 88


@dataclass(frozen=True)
class HandOffLine:
    """One line of the other system's form. `value` as it may be shown: masked where it is `secret`."""

    code: str
    label: str
    value: str
    secret: bool
    copied: bool


class HandOffRow(QWidget):
    """One line: its number, label, value, the button that copies and the tick."""

    pressed = Signal()

    def __init__(self, order: int, line: HandOffLine, parent: QWidget) -> None:
        super().__init__(parent)
        self._current = self._keyed = False
        self._order = Label(str(order), "hint", "t3", parent=self)
        self._label = ElidedLabel("", "label", "t2", parent=self)
        self._label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.value = ElidedLabel(parent=self)
        self.copy = Button("复制", icon="copy", size="small", parent=self)
        self.tick = CheckBox(parent=self)
        # The list has the keyboard as a whole: twenty lines of two stops each would be in the way of Tab.
        self.copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self.show_line(line)
        follow_theme(self._apply)

    def show_line(self, line: HandOffLine) -> None:
        """Show this one from now on."""
        self.line = line
        self._label.setText(line.label)
        self.value.setText(line.value or "（空）")
        self.value.set_role("button" if line.value else "body")
        self.value.set_tone("t1" if line.value else "t3")
        self.copy.setAccessibleName(f"复制{line.label}")
        self.copy.set_blocked("" if line.value else "这一项是空的，没有可复制的。")
        if line.value:
            set_tip(self.copy, "这里遮住了中间几位，复制的是完整内容。" if line.secret else "")
        self.tick.setAccessibleName(f"已抄{line.label}")
        self.tick.setChecked(line.copied)

    @property
    def spoken(self) -> str:
        """For screen readers."""
        return f"{self.line.label}，{self.line.value or '空'}，{'已抄' if self.line.copied else '没有抄'}"

    def set_current(self, current: bool, *, keyed: bool) -> None:
        """Whether it is the line the keys mean, and whether the list has the keyboard."""
        self._current, self._keyed = current, keyed
        self.copy.set_kind("primary" if current else "normal")
        self.update()

    def set_copied(self, copied: bool) -> None:
        """Tick or untick it."""
        self.line = replace(self.line, copied=copied)
        self.tick.setChecked(copied)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, edge = QPainter(self), self.rect()
        if self._current:
            fill(painter, edge, theme().colour("accent_soft"))
        if self._current and self._keyed:
            edge.setWidth(theme().metrics.marker)
            fill(painter, edge, theme().colour("accent_t"))
        under = self.rect()
        under.setTop(under.bottom() + 1 - theme().metrics.border)
        fill(painter, under, theme().colour("line2"))

    def _lay_out(self) -> None:
        row = HBox(self, gap="s", margin=("l", "none"))
        row.addWidget(self._order)
        row.addWidget(self._label)
        row.addWidget(self.value, 1)
        row.addWidget(self.copy)
        row.addWidget(self.tick)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.copy_row)
        self.copy.setFixedHeight(theme().metrics.chip + theme().metrics.thick)
        self._order.setFixedWidth(theme().size(_ORDER_WIDTH))
        self._label.setFixedWidth(theme().size(_LABEL_WIDTH))


class HandOffList(QWidget):
    """The lines. One stop for Tab: ↑ and ↓ walk, Enter or Ctrl+C copies, ticks and goes on, Space only ticks."""

    copy_requested = Signal(str)
    ticked = Signal(str, bool)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[HandOffRow, ...] = ()
        self.at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = VBox(self)
        self._pile = Pile(gap="none")
        column.addWidget(self._pile)
        column.addStretch(1)

    def set_lines(self, lines: Sequence[HandOffLine]) -> None:
        """Show these; the current line stays current, else the first that isn't copied is."""
        held = self.rows[self.at].line.code if 0 <= self.at < len(self.rows) else ""
        rows = list(self.rows[: len(lines)])
        for row, line in zip(rows, lines, strict=False):
            row.show_line(line)
        rows += [self._new_row(at, lines[at]) for at in range(len(rows), len(lines))]
        self.rows = tuple(rows)
        self._pile.set_parts(self.rows)
        codes = [line.code for line in lines]
        self.stand(codes.index(held) if held in codes else self._first_open(0))

    def _new_row(self, at: int, line: HandOffLine) -> HandOffRow:
        row = HandOffRow(at + 1, line, self._pile)
        row.pressed.connect(lambda: self._on_pressed(at))
        row.copy.clicked.connect(lambda: self.copy(at))
        row.tick.clicked.connect(lambda copied: self._tick(at, copied))
        return row

    def stand(self, at: int) -> None:
        """Make a line current, -1 for none."""
        self.at = at
        for index, row in enumerate(self.rows):
            row.set_current(index == at, keyed=self.hasFocus())
        current = self.rows[at] if 0 <= at < len(self.rows) else None
        words = f"第 {at + 1} 行，共 {len(self.rows)} 行：{current.spoken}" if current else ""
        self.setAccessibleDescription(words)
        self.moved.emit()

    def copy(self, at: int) -> None:
        """Ask for the line's value, tick it and go on to the next that isn't copied."""
        row = self.rows[at]
        if not row.line.value:
            return
        code = row.line.code
        self.stand(at)
        self.copy_requested.emit(code)
        # Whoever heard it may have shown other lines since.
        if at < len(self.rows) and self.rows[at].line.code == code:
            self._tick(at, True)
            self.stand(self._first_open(at + 1, at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain, step = held == Qt.KeyboardModifier.NoModifier, _STEPS.get(Qt.Key(event.key()), 0)
        copies = (plain and event.key() in _ENTER) or (
            held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_C
        )
        if not self.rows or not 0 <= self.at < len(self.rows):
            super().keyPressEvent(event)
        elif plain and step:
            self.stand(min(max(0, self.at + step), len(self.rows) - 1))
        elif copies:
            if not event.isAutoRepeat():
                self.copy(self.at)
        elif plain and event.key() == Qt.Key.Key_Space:
            self._tick(self.at, not self.rows[self.at].line.copied)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.stand(self.at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.stand(self.at)

    def _on_pressed(self, at: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.stand(at)

    def _tick(self, at: int, copied: bool) -> None:
        row = self.rows[at]
        changed = row.line.copied != copied
        row.set_copied(copied)
        self.stand(at)
        if changed:
            self.ticked.emit(row.line.code, copied)

    def _first_open(self, start: int, otherwise: int = 0) -> int:
        """The first line from `start` on that isn't copied yet, round the end."""
        order = [*range(start, len(self.rows)), *range(min(start, len(self.rows)))]
        open_ones = (at for at in order if self.rows[at].line.value and not self.rows[at].line.copied)
        return next(open_ones, otherwise if self.rows else -1)


class HandOffCard(Card):
    """The card. The page answers `copy_requested(code)` with the clipboard: only a service knows the whole value.

    `ticked(code, copied)` for each tick that changed, `number_entered(number)` for what the other system gave out.
    """

    copy_requested = Signal(str)
    ticked = Signal(str, bool)
    number_entered = Signal(str)

    def __init__(self, title: str = "照抄到办理系统", parent: QWidget | None = None) -> None:
        super().__init__(title, dense=True, padded=False, parent=parent)
        self.chip = self.add_chip(Chip(""))
        self.add_header(Label("按网页顺序，复制后自动打勾", "hint", "t3"))
        self.list = HandOffList()
        self.list.setAccessibleName(f"{title}，上下键走，回车复制，空格打勾")
        self.area = Scroll(self.list)
        self._empty = Label("这个事项没有要照抄的内容。", "body", "t3", wrap=True)
        self._none = QWidget()
        HBox(self._none, margin=("l", "m")).addWidget(self._empty)
        self.number = LineEdit("网页提交后，把受理号抄回这里", name="系统受理号", enter="emit")
        self.write_button = Button("写回", "primary", name="写回系统受理号")
        self._fault = Label("", "hint", "red", wrap=True, name="系统受理号的问题")
        self.body.set_spaces(gap="none")
        self.body.addWidget(self._none)
        self.body.addWidget(self.area, 1)
        self.body.addWidget(Line())
        self.body.addWidget(self._foot())
        self.list.copy_requested.connect(self.copy_requested)
        self.list.ticked.connect(self._on_ticked)
        self.list.moved.connect(self._keep_in_sight)
        self.number.textEdited.connect(lambda _words: self.show_fault(""))
        self.number.entered.connect(self._on_entered)
        self.write_button.clicked.connect(self._on_entered)
        self.set_lines(())
        self.show_fault("")

    @property
    def lines(self) -> tuple[HandOffLine, ...]:
        """What it shows, ticked as it is now."""
        return tuple(row.line for row in self.list.rows)

    def set_lines(self, lines: Sequence[HandOffLine]) -> None:
        """Show these lines; the current one stays current."""
        self.list.set_lines(lines)
        self._none.setVisible(not lines)
        self.area.setVisible(bool(lines))
        self._count()

    def set_number(self, number: str) -> None:
        """The number that was written back before, "" for none."""
        self.number.setText(number)
        self.write_button.set_words("改写" if number else "写回")
        self.show_fault("")

    def show_fault(self, sentence: str) -> None:
        """What is wrong with the number, "" for nothing; it takes the keyboard there."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self.number.set_state("error" if sentence else "")
        self.number.setAccessibleDescription(sentence)
        if sentence:
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = VBox(foot, gap="xs", margin=("l", "m"))
        row = HBox(gap="m")
        row.addWidget(Label("系统受理号", "button"))
        row.addWidget(self.number, 1)
        row.addWidget(self.write_button)
        column.addLayout(row)
        column.addWidget(self._fault)
        return foot

    def _on_ticked(self, code: str, copied: bool) -> None:
        self._count()
        self.ticked.emit(code, copied)

    def _on_entered(self) -> None:
        number = self.number.text().strip()
        if number:
            self.number_entered.emit(number)
        else:
            self.show_fault("还没有写系统受理号，请照网页上的抄回来。")

    def _count(self) -> None:
        lines = self.lines
        done = sum(line.copied for line in lines)
        whole = bool(lines) and done == len(lines)
        self.chip.setVisible(bool(lines))
        self.chip.set(f"已抄 {done} / {len(lines)}", "green" if whole else "grey", "checkmark" if whole else "")

    def _keep_in_sight(self) -> None:
        if 0 <= self.list.at < len(self.list.rows):
            self.area.ensureWidgetVisible(self.list.rows[self.list.at], 0, theme().space("l"))
