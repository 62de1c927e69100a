"""One step of a case before it is saved: what it asks, which clocks it stops and starts, and the paper it issues."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from domain.dates import short_date
from domain.workdays import short_weekday
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import Chip, ChipText
from gui.kit.field_form import FieldForm
from gui.kit.icon import Icon
from gui.kit.key_hint import KeyHint
from gui.kit.label import Label, Line
from gui.kit.pile import Pile
from gui.kit.scroll import Scroll
from services import Services
from services.service_cases import ActionView, CaseView, Plan, PlannedClock
from system.errors import Invalid

# What is typed is looked at when nothing more comes for a moment.
PLAN_MS = 200
_SIGNS: Mapping[str, ChipText] = {
    "stop": ChipText("停", "green", "checkmark"),
    "start": ChipText("起", "amber", "timer"),
    "pause": ChipText("暂停", "grey", "pause_circle"),
    "resume": ChipText("续", "blue", "clock"),
}


class ActionPanel(Card):
    """The panel. `wanted(action, values, with paper)` to carry it out; `folded` by Esc, with what was typed kept."""

    wanted = Signal(str, object, bool)
    folded = Signal()

    def __init__(self, services: Services, view: CaseView, action: ActionView, typed: Mapping[str, str]) -> None:
        super().__init__(action.label, icon=action.icon, note=f"{view.state_label} → {action.target}")
        self._services, self._view, self.action = services, view, action
        self.form = FieldForm(action.fields, today=services.clock.today())
        if typed:
            self.form.set_values(typed)
        self.told = Banner("", "red")
        self.told.hide()
        self._clocks = Pile(gap="s")
        self._timer = QTimer(self, singleShot=True, interval=PLAN_MS)
        self._planning: jobs.Job | None = None
        self.save_button = Button("只保存", shortcut="Ctrl+S")
        words = f"{action.label}并打印" if action.paper else action.label
        self.act_button = Button(words, "primary", icon="print" if action.paper else "", shortcut="Ctrl+Enter")
        self._lay_out()
        self._timer.timeout.connect(self._plan)
        self.form.changed.connect(self._timer.start)
        self.save_button.clicked.connect(lambda: self._send(paper=False))
        self.act_button.clicked.connect(lambda: self._send(paper=True))
        self._plan()

    def _lay_out(self) -> None:
        fold = QWidget()
        row = HBox(fold, gap="xs")
        row.addWidget(KeyHint("Esc"))
        row.addWidget(Label("收起，已填的留着", "hint", "t3"))
        self.add_header(fold)
        inside = QWidget()
        column = VBox(inside, gap="m")
        column.addWidget(self.told)
        column.addWidget(self.form)
        column.addWidget(self._clocks)
        if self.action.paper:
            column.addWidget(self._paper_line())
        column.addStretch(1)
        self.body.addWidget(Scroll(inside), 1)
        self.body.addWidget(Line())
        foot = HBox(gap="s")
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        foot.addWidget(self.act_button)
        self.body.addLayout(foot)
        # Now that it has a parent: shown before, it would be a window of its own and take the keyboard with it.
        self.save_button.setVisible(bool(self.action.paper))

    def _paper_line(self) -> QWidget:
        part = QWidget()
        row = HBox(part, gap="s")
        row.addWidget(Icon("document", "t2"))
        row.addWidget(Label(self.action.paper_title, "card_title"))
        row.addWidget(Label("保存时出具，编号随办件", "hint", "t3"))
        row.addStretch(1)
        return part

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.folded.emit()
        else:
            super().keyPressEvent(event)

    # ---- what others may call

    def take_focus(self) -> None:
        """Begin at the first field that has to be filled in; without fields, at the button."""
        if self.action.fields:
            self.form.focus_first()
        else:
            self.act_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refusal(self, error: Exception) -> None:
        """Say what is wrong under its field, or above the form where it has none."""
        self.set_busy(busy=False)
        rest = self.form.show_faults(error.fields) if isinstance(error, Invalid) else {"": str(error)}
        self.told.set("；".join(rest.values()), tone="red")
        self.told.setVisible(bool(rest))

    def set_busy(self, *, busy: bool) -> None:
        """While it is being saved nothing is saved twice."""
        for button in (self.save_button, self.act_button):
            button.setEnabled(not busy)

    # ---- inside

    def _send(self, *, paper: bool) -> None:
        faults = self.form.faults()
        if faults:
            self.form.show_faults(faults)
            return
        self.told.hide()
        self.set_busy(busy=True)
        self.wanted.emit(self.action.action, self.form.values(), paper)

    def _plan(self) -> None:
        """Ask what would become of the clocks; a date that can't be read yet leaves the last answer."""
        if self._planning is not None:
            self._planning.cancel()
        case_id, action, typed = self._view.id, self.action.action, self.form.values()
        plan = self._services.service_cases.plan
        self._planning = jobs.run(self, lambda: plan(case_id, action, typed), self._on_plan, lambda _error: None)

    def _on_plan(self, plan: Plan) -> None:
        rows: list[QWidget] = [self._clock_row(clock) for clock in plan.clocks]
        head = Label("保存以后，时限会这样变", "card_title") if rows else Label("保存以后，时限照旧", "hint", "t3")
        self._clocks.set_parts([head, *rows])

    def _clock_row(self, clock: PlannedClock) -> QWidget:
        part = QWidget()
        row = HBox(part, gap="s")
        sign = _SIGNS[clock.what]
        row.addWidget(Chip(sign.text, sign.tone, sign.icon))
        row.addWidget(Label(f"{clock.label} {clock.words}{self._days(clock)}", "body", wrap=True), 1)
        if clock.in_time is not None:
            row.addWidget(Chip("按期", "green") if clock.in_time else Chip("超期", "red"))
        if clock.provisional:
            row.addWidget(Chip("暂估", "amber"))
        return part

    def _days(self, clock: PlannedClock) -> str:
        if clock.raw is None or clock.legal is None:
            return ""
        today = self._services.clock.today()
        raw = f" → {short_date(clock.raw, today)}（{short_weekday(clock.raw)}）"
        if clock.legal == clock.raw:
            return raw
        return f"{raw}，法定顺延至 {short_date(clock.legal, today)}（{short_weekday(clock.legal)}）"
