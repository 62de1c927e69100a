"""A list of results (结果名单), row by row: what it would do before anything is changed, and afterwards what it did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gui import jobs
from gui.kit.button import Button
from gui.kit.label import Label
from gui.kit.overlay import Overlay, Panel, tell
from gui.kit.row_table import Cell, Column
from gui.kit.table import Table
from gui.tokens import Tone
from services import Services
from services.batches import Given, PlannedResult, ResultPlan
from system.errors import Refusal

SIZE = (960, 560)
READY = "ready"


@dataclass(frozen=True)
class PlanLine:
    """One row of the list with the sentence that is true now; `done` is None until the list was written down."""

    row: PlannedResult
    words: str
    done: bool | None = None

    @property
    def tone(self) -> Tone:
        """Black for what will be done, green for what is done, amber for what is left alone, red for a refusal."""
        if self.done is None:
            return "t1" if self.row.state == READY else "amber"
        return "accent" if self.done else "red" if self.row.state == READY else "amber"


Applied = Callable[[Given, tuple[PlanLine, ...]], None]


def planned_lines(plan: ResultPlan) -> tuple[PlanLine, ...]:
    """What each row would do."""
    return tuple(PlanLine(row, row.sentence) for row in plan.rows)


def given_lines(plan: ResultPlan, given: Given) -> tuple[PlanLine, ...]:
    """What came of each row."""
    refused = dict(given.refused)
    return tuple(_given(row, refused) for row in plan.rows)


def _given(row: PlannedResult, refused: dict[str, str]) -> PlanLine:
    if row.state != READY:
        return PlanLine(row, row.sentence, done=False)
    if row.number in refused:
        return PlanLine(row, f"没有登记：{refused[row.number]}", done=False)
    return PlanLine(row, f"已登记为“{row.outcome_label}”。", done=True)


class PlanPanel(Panel):
    """The panel. `applied(given, lines)` is called once the rows that are ready were written down."""

    def __init__(self, services: Services, plan: ResultPlan, applied: Applied) -> None:
        super().__init__("结果名单")
        self._services, self._plan, self._applied = services, plan, applied
        self.words = Label("", "strong", wrap=True)
        self.rows = Table(
            (
                Column("行", lambda line: str(line.row.line), width=52),
                Column("编号", lambda line: line.row.number, width=156),
                Column("姓名", lambda line: line.row.person, width=88),
                Column("名单写的", lambda line: line.row.outcome_label, width=92),
                Column("怎么处理", lambda line: Cell(line.words, tone=line.tone)),
            ),
            name="结果名单",
        )
        self.close_button = Button("关闭", key="Esc")
        self.button = Button("登记", "primary", shortcut="Ctrl+Enter")
        self.body.addWidget(self.words)
        self.body.addWidget(self.rows, 1)
        self.foot.addStretch(1)
        self.add_foot(self.close_button)
        self.add_foot(self.button)
        self.close_button.clicked.connect(self.dismissed)
        self.button.clicked.connect(self._apply_plan)
        self._show_plan()

    def open_over(self, host: QWidget) -> None:
        """Open it over the window."""
        Overlay(host, self, width=SIZE[0], height=SIZE[1]).open()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_plan(self) -> None:
        ready, total = len(self._plan.ready), len(self._plan.rows)
        left = f"，另外 {total - ready} 行不动，原因写在后面" if total > ready else ""
        self.words.setText(f"名单 {total} 行，可以登记 {ready} 件{left}。")
        self.rows.set_rows(planned_lines(self._plan))
        self.button.set_words(f"登记 {ready} 件" if ready else "登记")
        self.button.set_blocked("" if ready else "没有可以登记的行")

    def _apply_plan(self) -> None:
        plan = self._plan
        self.button.set_blocked("正在登记")

        def done(given: Given) -> None:
            self._applied(given, given_lines(plan, given))
            if isValid(self):
                self.show_given(given_lines(plan, given))

        def refused(error: Exception) -> None:
            if isValid(self):
                self._show_plan()
            if isinstance(error, Refusal):
                tell(window, str(error))

        window, batches = self.window(), self._services.batches
        # On the window: whoever closes the panel meanwhile takes nothing back.
        jobs.run(window, lambda: batches.apply_results(plan), done, refused)

    def show_given(self, lines: Sequence[PlanLine]) -> None:
        """Show what came of each row; there is nothing left to press."""
        done = sum(line.done is True for line in lines)
        self.words.setText(given_words(lines))
        self.rows.set_rows(lines)
        self.button.set_words(f"已登记 {done} 件")
        self.button.set_blocked("这份名单已经登记过了")
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)


def given_words(lines: Sequence[PlanLine]) -> str:
    """How a list came out, in one sentence."""
    done = sum(line.done is True for line in lines)
    left = len(lines) - done
    return f"名单 {len(lines)} 行：登记了 {done} 件" + (f"，{left} 行没有动，原因写在每一行后面。" if left else "。")
