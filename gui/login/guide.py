"""A guided road: green rail with the steps, one step at a time, and a bar that says what is still missing.

First start, recovery by the paper and restore from a backup walk the same frame. A step knows what it asks and when it
is content; the frame knows the order, the keys and the bar.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from gui.kit.action_bar import ActionBar
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.label import Label
from gui.kit.paint import CENTRE, draw_icon, frame, text
from gui.kit.problems import Problem, jump_to_first
from gui.kit.scroll import Scroll
from gui.login.brand import Emblem, Glyph, Rail
from gui.theme import follow_theme, theme
from gui.tokens import Role


class GuideStep(QWidget):
    """One step. `changed` after anything the bar shows moved, `done` when the step's work is finished."""

    changed = Signal()
    done = Signal()

    # What the rail says: the step's name and a quiet line; then headline and lead of its page.
    title = ""
    note = ""
    heading = ""
    lead = ""
    back_allowed = True

    def entered(self) -> None:
        """The step was brought up: load what it needs and take the keyboard."""

    def summary(self) -> str:
        """What the rail says beneath the title once the step is done; "" keeps the note."""
        return ""

    def shown_problems(self) -> list[Problem]:
        """What stands in red on the page now, first first."""
        return []

    def blocked(self) -> str:
        """Why the way on is closed, "" when it is open. A reason, not a scolding: the button shows it."""
        return ""

    def busy(self) -> str:
        """What is being worked on now, "" for nothing; the bar shows it and its buttons wait."""
        return ""

    def draft_text(self) -> str:
        """What the bar says about keeping, e.g. 已自动保存."""
        return ""

    def proceed(self) -> None:
        """The way on was asked for: check, work, and send `done`."""
        self.done.emit()


class _Stop(QWidget):
    """One row of the rail: number, tick or gold mark, with two lines."""

    def __init__(self, number: int, title: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.title, self.note = number, title, note
        self.state = "future"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._apply)

    def show_state(self, state: str, note: str) -> None:
        """`state` is "done", "current" or "future"."""
        self.state, self.note = state, note
        words = {"done": "已完成", "current": "正在这一步", "future": "还没到"}[state]
        self.setAccessibleName(f"第 {self.number} 步，{self.title}，{words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().metrics.guide_narrow, theme().metrics.guide_step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, metrics = QPainter(self), theme().colour, theme().metrics
        if self.state == "current":
            frame(painter, self.rect(), radius=metrics.radius_control, fill=colour("rail_sel"))
        side, pad = metrics.guide_dot, theme().space("m")
        dot = QRect(pad, (self.height() - side) // 2, side, side)
        self._paint_dot(painter, dot)
        left = dot.right() + theme().space("m")
        width = self.width() - left - theme().space("s")
        first, second = theme().line("lead"), theme().line("label")
        top = (self.height() - first - second) // 2
        role: Role = "lead_strong" if self.state == "current" else "lead"
        ink = colour("on_accent" if self.state != "future" else "rail_t")
        text(painter, QRect(left, top, width, first), self.title, font=theme().font(role), colour=ink)
        under = QRect(left, top + first, width, second)
        text(painter, under, self.note, font=theme().font("hint"), colour=colour("rail_t"))

    def _paint_dot(self, painter: QPainter, dot: QRect) -> None:
        colour, radius = theme().colour, dot.width() / 2
        if self.state == "done":
            frame(painter, dot, radius=radius, fill=colour("rail_sel"), line=colour("key_line"))
            inset = (dot.width() - theme().metrics.icon_small) // 2
            draw_icon(painter, "checkmark", colour("on_accent"), dot.adjusted(inset, inset, -inset, -inset))
            return
        gold = self.state == "current"
        frame(
            painter,
            dot,
            radius=radius,
            fill=colour("marker") if gold else None,
            line=None if gold else colour("key_line"),
        )
        ink = colour("rail" if gold else "rail_t")
        text(painter, dot, str(self.number), font=theme().font("card_title"), colour=ink, align=CENTRE)

    def _apply(self) -> None:
        self.setFixedHeight(theme().metrics.guide_step)


class _Side(Rail):
    """The green rail with headline, steps and a promise."""

    def __init__(self, title: str, steps: Sequence[GuideStep], promise: str) -> None:
        super().__init__()
        column = VBox(self, margin=("xl", "xl"))
        head = HBox(gap="l", margin=("none", "s", "none", "xl"))
        head.addWidget(Emblem(small=True))
        head.addWidget(Label(title, "headline", "white"), 1)
        column.addLayout(head)
        self.stops = []
        for index, step in enumerate(steps):
            stop = _Stop(index + 1, step.title, step.note)
            self.stops.append(stop)
            column.addWidget(stop)
            column.add_gap("xs")
        column.addStretch(1)
        foot = HBox(gap="s")
        foot.addWidget(Glyph("shield_lock", "rail_t", small=True), 0, Qt.AlignmentFlag.AlignTop)
        self.promise = Label(promise, "label", "rail", wrap=True)
        foot.addWidget(self.promise, 1)
        column.addLayout(foot)
        follow_theme(self._apply)

    def _apply(self) -> None:
        self.setFixedWidth(theme().metrics.guide_rail)


class Guide(QWidget):
    """The frame. `finished` after the last step, `left` from the first one back, `moved` with each step's place."""

    finished = Signal()
    left = Signal()
    moved = Signal(int)

    def __init__(
        self,
        title: str,
        steps: Sequence[GuideStep],
        *,
        promise: str = "全程不联网。填写的内容随填随存，中途关机可从这一步继续。",
        leave: str = "退出设置",
        finish: str = "完成",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.steps = list(steps)
        self._leave, self._finish = leave, finish
        self.index = 0
        self.side = _Side(title, steps, promise)
        self.stack = QStackedWidget()
        self.bar = ActionBar()
        self.back = Button("上一步", size="bar")
        self.next = Button("下一步", "primary", shortcut="Ctrl+Enter", size="bar")
        self._pages: list[QWidget] = []
        self._build()
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        self.bar.errors_pressed.connect(lambda: jump_to_first(self.step.shown_problems()))
        for step in self.steps:
            step.changed.connect(self._on_changed)
            step.done.connect(self._on_done)
        follow_theme(self._apply)

    @property
    def step(self) -> GuideStep:
        """The step that is up."""
        return self.steps[self.index]

    def go(self, index: int) -> None:
        """Bring up a step by its place (from 0)."""
        self.index = index
        self.stack.setCurrentIndex(index)
        self.refresh()
        self.step.entered()
        self.refresh()
        self.moved.emit(index)

    def refresh(self) -> None:
        """Show rail and bar as the present step wants them."""
        for at, (step, stop) in enumerate(zip(self.steps, self.side.stops, strict=True)):
            state = "done" if at < self.index else "current" if at == self.index else "future"
            stop.show_state(state, (step.summary() or step.note) if state == "done" else step.note)
        step, busy = self.step, self.step.busy()
        problems = step.shown_problems()
        # A closed button has no tooltip for the keyboard: the bar says what is still wanted.
        wanted = "" if busy or problems else step.blocked()
        self.bar.set_draft(busy or step.draft_text(), wanted, icon="clock" if busy else "checkmark_circle")
        self.bar.set_errors(len(problems), problems[0].label if problems else "")
        last = self.index == len(self.steps) - 1
        self.next.set_words(self._finish if last else f"下一步：{self.steps[self.index + 1].title}")
        self.next.set_blocked(busy or step.blocked())
        self.back.set_words(self._leave if self.index == 0 else "上一步")
        self.back.setVisible(self.index == 0 or step.back_allowed)
        self.back.setEnabled(not busy)

    def _build(self) -> None:
        row = HBox(self)
        row.addWidget(self.side)
        right = VBox()
        for step in self.steps:
            self.stack.addWidget(_page(step))
        right.addWidget(self.stack, 1)
        self.bar.add(self.back)
        self.bar.add(self.next)
        right.addWidget(self.bar)
        row.addLayout(right, 1)

    def _apply(self) -> None:
        """The bar's words stand under the page's, which the shared bar doesn't know."""
        self.bar.setFixedHeight(theme().metrics.guide_bar)
        layout = self.bar.layout()
        if layout is not None:
            layout.setContentsMargins(theme().metrics.emblem, 0, theme().metrics.emblem, 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The step is what has to be filled in: at a high zoom the rail steps back, as the login's green side does."""
        self.side.setVisible(self.width() >= theme().metrics.guide_rail + theme().metrics.guide_least)

    def _on_changed(self) -> None:
        if self.sender() is self.step:
            self.refresh()

    def _on_done(self) -> None:
        if self.sender() is not self.step:
            return
        if self.index + 1 < len(self.steps):
            self.go(self.index + 1)
        else:
            self.finished.emit()

    def _on_next(self) -> None:
        if not self.step.blocked() and not self.step.busy():
            self.step.proceed()
            self.refresh()

    def _on_back(self) -> None:
        if self.index == 0:
            self.left.emit()
        else:
            self.go(self.index - 1)


def _page(step: GuideStep) -> QWidget:
    """Headline and lead over the step, no wider than reads well, scrolling where the window is low."""
    inner = QWidget()
    row = HBox(inner)
    column = VBox(gap="none", margin=("xl", "l"))
    column.add_gap("m")
    column.addWidget(Label(step.heading, "headline"))
    if step.lead:
        column.addWidget(Label(step.lead, "body", "t2", wrap=True))
    column.add_gap("l")
    column.addWidget(step)
    column.addStretch(1)
    row.add_gap(32)
    row.addLayout(column, 1)
    row.add_gap(32)
    return Scroll(inner)
