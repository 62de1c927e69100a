"""How a time limit was worked out: the raw and the legal last day, every step with its article, the days themselves."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.button import Button, IconButton
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.clock_card import PROVISIONAL
from gui.kit.day_strip import DayStrip, StripFace, StripTone, paint_ground
from gui.kit.icon import Icon
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.paint import CENTRE, fill, frame, text
from gui.kit.pile import Pile
from gui.kit.scroll import Scroll
from gui.theme import follow_theme, theme
from gui.tokens import Tone

__all__ = ["DerivationFace", "DerivationView", "StripFace", "StripTone"]

_PRINT, _PRINT_SHORT = "打印推算单", "打印"
_HEADS = ("步", "做什么", "内容", "得到", "依据")
# The columns of the steps at 100 %; 0 takes what is left. Narrow: number, what, what comes of it.
_COLUMNS = (24, 104, 0, 172, 160)
_COLUMNS_NARROW = (24, 0, 160, 0, 0)
_IN_ONE_LINE = ((0, 0, 1), (0, 1, 1), (0, 2, 1), (0, 3, 1), (0, 4, 1))
_IN_THREE_LINES = ((0, 0, 1), (0, 1, 1), (1, 1, 2), (0, 2, 1), (2, 1, 2))
# A view narrower than this (at 100 %) sets each step in two lines.
_WIDE = 680
# One narrower than this sets the two large days under each other.
_BESIDE = 480


@dataclass(frozen=True)
class DerivationFace:
    """The values. `rows`: what is done, with what, what comes of it, by which article.

    `raw` and `legal` are whole days (2027-01-23); `foot` names the version of the rule.
    """

    title: str
    rule_words: str
    raw: str
    raw_note: str
    legal: str
    legal_note: str
    provisional: bool
    rows: tuple[tuple[str, str, str, str], ...]
    strip: tuple[StripFace, ...]
    foot: str


class _Number(QWidget):
    """The number of a step in its filled circle."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._words = str(number)
        self.setAccessibleName(f"第 {number} 步")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.key, theme().metrics.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), theme().metrics.key
        frame(painter, QRect(0, 0, side, side), radius=side / 2, fill=theme().colour("accent"))
        ink = theme().colour("on_accent")
        text(painter, self.rect(), self._words, font=theme().font("hint_strong"), colour=ink, align=CENTRE)

    def _apply(self) -> None:
        self.setFixedSize(self.sizeHint())


class _Day(QWidget):
    """One of the two large days."""

    def __init__(self, head: str, day: str, note: str, tone: Tone, *, provisional: bool) -> None:
        super().__init__()
        column = VBox(self, margin=("l", "s"))
        self._head = QWidget()
        top = HBox(self._head, gap="s")
        top.addWidget(_closed_up(ElidedLabel(head, "hint", "t3")))
        if provisional:
            top.addWidget(Chip(PROVISIONAL.text, PROVISIONAL.tone))
        top.addStretch(1)
        column.addWidget(self._head)
        whole, _, weekday = day.partition(" ")
        row = HBox(gap="s")
        row.addWidget(Label(whole, "figure", tone))
        row.addWidget(Label(weekday, "button", "t2"), 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(Label(note, "hint", "t2", wrap=True))
        column.addStretch(1)
        self.setAccessibleName(f"{head}：{day}，{note}")
        follow_theme(self._apply)

    def _apply(self) -> None:
        # Both days stand at one height, whether or not there is a chip over them.
        self._head.setFixedHeight(theme().metrics.chip)


class _Days(QWidget):
    """The raw and the legal day."""

    def __init__(self, face: DerivationFace) -> None:
        super().__init__()
        raw = _Day("原始截止日（计划按它走）", face.raw, face.raw_note, "amber", provisional=False)
        legal = _Day(
            "法定最后一日（是否按期按它判）", face.legal, face.legal_note, "accent", provisional=face.provisional
        )
        self._line = Line(vertical=True)
        self._row = HBox(self)
        self._row.addWidget(raw, 1)
        self._row.addWidget(self._line)
        self._row.addWidget(legal, 1)

    def set_beside(self, *, beside: bool) -> None:
        """Beside each other or under each other."""
        self._line.setVisible(beside)
        self._row.setDirection(_direction(beside))


class _Step(QWidget):
    """One line of the derivation; `strong` sets what comes of it in bold."""

    def __init__(self, number: int, row: tuple[str, str, str, str], tone: Tone, *, strong: bool, chip: bool) -> None:
        super().__init__()
        what, content, result, source = row
        gained = QWidget()
        inner = HBox(gained, gap="xs")
        inner.addWidget(Label(result, "strong" if strong else "body", tone, wrap=True), 1)
        if chip:
            inner.addWidget(Chip(PROVISIONAL.text, PROVISIONAL.tone))
        self._cells: tuple[QWidget, ...] = (
            _Number(number),
            Label(what, "button", wrap=True),
            Label(content, wrap=True),
            gained,
            Label(source, "link", "accent", wrap=True),
        )
        self._wide = True
        self._grid = Grid(self, gap="m", row_gap="none", margin=("l", "s"))
        self.setAccessibleName(f"第 {number} 步，{what}：{content}，{result}，{source}")
        self._lay_out()
        follow_theme(self._apply)

    def set_wide(self, *, wide: bool) -> None:
        """In one line, or the content and the article under the rest."""
        if wide != self._wide:
            self._wide = wide
            for cell in self._cells:
                self._grid.removeWidget(cell)
            self._lay_out()
            self._apply()

    def paintEvent(self, event: QPaintEvent) -> None:
        edge = self.rect()
        edge.setTop(edge.bottom() + 1 - theme().metrics.border)
        fill(QPainter(self), edge, theme().colour("line2"))

    def _lay_out(self) -> None:
        # (line, column, columns) of each cell
        places = _IN_ONE_LINE if self._wide else _IN_THREE_LINES
        for at, (cell, (line, column, span)) in enumerate(zip(self._cells, places, strict=True)):
            if at == 0:
                self._grid.addWidget(cell, line, column, Qt.AlignmentFlag.AlignVCenter)
                continue
            # The width of a column is its own: words that want more go on in another line.
            policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            cell.setSizePolicy(policy)
            self._grid.addWidget(cell, line, column, 1, span)

    def _apply(self) -> None:
        widths = _COLUMNS if self._wide else _COLUMNS_NARROW
        for column in range(len(_COLUMNS)):
            self._grid.setColumnMinimumWidth(column, theme().size(widths[column]))
            self._grid.setColumnStretch(column, int(widths[column] == 0 and column == widths.index(0)))
        self.setMinimumHeight(theme().metrics.row)


class _Head(QWidget):
    """The head over the columns of the steps."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = Grid(self, gap="m", margin=("l", "none"))
        for column, words in enumerate(_HEADS):
            self._grid.addWidget(Label(words, "chip", "t2"), 0, column)
        self._grid.setColumnStretch(_COLUMNS.index(0), 1)
        follow_theme(self._apply)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, edge = QPainter(self), self.rect()
        fill(painter, edge, theme().colour("surface2"))
        edge.setTop(edge.bottom() + 1 - theme().metrics.border)
        fill(painter, edge, theme().colour("line"))

    def _apply(self) -> None:
        for column, width in enumerate(_COLUMNS):
            self._grid.setColumnMinimumWidth(column, theme().size(width))
        self.setFixedHeight(theme().metrics.table_head)


class _Swatch(QWidget):
    """What a look of the strip means."""

    def __init__(self, *, off: bool) -> None:
        super().__init__()
        self._face = StripFace("", "", "", off, not off, "plain")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.icon_chip, theme().metrics.icon_chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_ground(QPainter(self), self.rect(), self._face)

    def _apply(self) -> None:
        self.setFixedSize(self.sizeHint())


class DerivationView(QWidget):
    """The view. `print_pressed` for its paper (Ctrl+P), `closed` by ✕ or Esc."""

    print_pressed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: tuple[_Step, ...] = ()
        self._both: _Days | None = None
        self.card = Card(padded=False)
        VBox(self).addWidget(self.card)
        self._title = _closed_up(ElidedLabel("", "object_title"))
        self._rule = Chip("", shrinks=True)
        self.print_button = Button(_PRINT, icon="print", shortcut="Ctrl+P", name=_PRINT)
        self.close_button = IconButton("dismiss", "关闭推算（Esc）")
        self.card.body.set_spaces(gap="none")
        self.card.body.addWidget(self._make_head())
        self.card.body.addWidget(Line())
        content = QWidget()
        self._days, self._rows = Pile(gap="none"), Pile(gap="none")
        self._columns = _Head()
        self.strip = DayStrip()
        self._strip_part = QWidget()
        self._foot = Label("", "hint", "t3", wrap=True)
        self._legend = HBox(gap="s")
        column = VBox(content)
        for part in (self._days, Line(), self._columns, self._rows, self._make_under()):
            column.addWidget(part)
        column.addStretch(1)
        self.area = Scroll(content)
        self.card.body.addWidget(self.area, 1)
        self.print_button.clicked.connect(self.print_pressed)
        self.close_button.clicked.connect(self.closed)

    def set_face(self, face: DerivationFace) -> None:
        """Show a derivation, from its top."""
        self._title.setText(face.title)
        self._rule.set(face.rule_words)
        self._rule.setVisible(bool(face.rule_words))
        self.setAccessibleName(f"{face.title}：{face.rule_words}，原始 {face.raw}，法定 {face.legal}")
        self._both = _Days(face)
        self._days.set_parts((self._both,))
        self.steps = tuple(_step(face, at) for at in range(len(face.rows)))
        self._rows.set_parts(self.steps)
        self.strip.set_days(face.strip)
        self._strip_part.setVisible(bool(face.strip))
        self._foot.setText(face.foot)
        self._fold()
        self.area.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        wide = self.width() >= theme().size(_WIDE)
        self._columns.setVisible(wide)
        self.print_button.set_words(_PRINT if wide else _PRINT_SHORT)
        self._legend.setDirection(_direction(wide))
        if self._both is not None:
            self._both.set_beside(beside=self.width() >= theme().size(_BESIDE))
        right = Qt.AlignmentFlag.AlignRight if wide else Qt.AlignmentFlag.AlignLeft
        self._foot.setAlignment(right | Qt.AlignmentFlag.AlignVCenter)
        for step in self.steps:
            step.set_wide(wide=wide)

    def _make_head(self) -> QWidget:
        head = QWidget()
        row = HBox(head, gap="s", margin=("l", "s"))
        row.addWidget(Icon("timer", "accent"))
        row.addWidget(self._title)
        row.addWidget(self._rule)
        row.addStretch(1)
        row.addWidget(self.print_button)
        row.addWidget(self.close_button)
        return head

    def _make_under(self) -> QWidget:
        """The strip with what its looks mean, and the version of the rule."""
        under = QWidget()
        column = VBox(under, gap="s", margin=("l", "m", "l", "s"))
        inner = VBox(self._strip_part, gap="s")
        inner.addWidget(Label("日历对照", "strong"))
        inner.addWidget(self.strip)
        looks = HBox(gap="s")
        for off, words in ((True, "休息日"), (False, "放假安排还没有装入，暂估")):
            looks.addWidget(_Swatch(off=off))
            looks.addWidget(_closed_up(ElidedLabel(words, "hint", "t2")))
        self._legend.addLayout(looks)
        self._legend.addWidget(self._foot, 1)
        column.addWidget(self._strip_part)
        column.addLayout(self._legend)
        return under


def _direction(beside: bool) -> QBoxLayout.Direction:
    return QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom


def _closed_up(label: ElidedLabel) -> ElidedLabel:
    """A label that takes no more than its words, so that what follows stands beside them."""
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return label


def _step(face: DerivationFace, at: int) -> _Step:
    """A line; where it comes to the raw or the legal day, that stands out in its colour."""
    row, last = face.rows[at], at == len(face.rows) - 1
    legal = last and row[2].startswith(face.legal.split(" ")[0])
    raw = not legal and row[2].startswith(face.raw.split(" ")[0])
    tone: Tone = "accent" if legal else ("amber" if raw else "t1")
    return _Step(at + 1, row, tone, strong=legal or raw or at == 0, chip=legal and face.provisional)
