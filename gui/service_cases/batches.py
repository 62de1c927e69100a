"""报送批次: the bundles on their way to the district, what is in each, sending it, and what came back."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from shiboken6 import isValid

from domain.dates import near_date, short_date
from domain.field_specs import FieldKind, FieldSpec
from gui import jobs
from gui.bus import Bus, listen
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.chip import ChipText
from gui.kit.empty_state import EmptyState
from gui.kit.label import Label
from gui.kit.overlay import Panel, tell
from gui.kit.preview import show_preview
from gui.kit.printing import DeskPrinter
from gui.kit.row_table import Cell, Column
from gui.kit.setup.choose_path import ask_open_path
from gui.kit.table import Table
from gui.service_cases.batch_plan import PlanLine, PlanPanel, given_words
from gui.service_cases.questions import FormPanel, ask_form
from gui.theme import theme
from gui.tokens import ChipTone
from services import Changes, Services
from services.batches import BatchItemView, BatchRow, BatchView, Given, ResultForm, ResultPlan
from system.errors import Conflict, Refusal, Trouble

_OK, _WAITING = "通过", "waiting"
_OUTCOMES: dict[str, Literal["ok", "no", "back"]] = {_OK: "ok", "未通过": "no", "退回补正": "back"}
_TONES: dict[str, ChipTone] = {"ok": "green", "no": "red", "back": "amber"}
_TAKEN_OUT = (
    FieldSpec(code="unbundled_on", label="退出日期", kind=FieldKind.DATE, required=True, initial="today"),
    FieldSpec(code="reason", label="退出的原因", required=True),
)
# Columns → a panel narrower than this (at 100 %) does without them: the number, then the remark.
_SPARED_ITEMS = {3: 1100, 5: 900}
_SIZE_COLUMN, _SIZE_FROM = 1, 1100
_LISTS = "名单文件 (*.xlsx *.xls *.csv);;所有文件 (*)"


class BatchesPanel(Panel):
    """The panel: bundles at the left, the chosen one at the right. `case_opened(id)`."""

    case_opened = Signal(int)

    def __init__(self, services: Services, bus: Bus, printer: DeskPrinter, batch_id: int | None) -> None:
        super().__init__("报送批次")
        self._services, self._bus, self._printer, self._wanted = services, bus, printer, batch_id
        self.view: BatchView | None = None
        self._reading: jobs.Job | None = None
        self._lines: tuple[PlanLine, ...] = ()
        today = services.clock.today()
        self.bundles = Table(
            (
                Column("批次", lambda row: row.number),
                Column("件数", lambda row: f"{row.size} 件", width=60),
                Column("状态", lambda row: _state(row, today), width=150),
            ),
            name="批次",
            empty=EmptyState("archive", "还没有批次", "在列表里勾选办件，按“编入报送批次”"),
        )
        self.items = Table(
            (
                Column("编号", lambda row: row.number, width=166),
                Column("来访人", lambda row: Cell(row.person, bold=True), width=84),
                Column("事项", lambda row: row.kind),
                Column("受理号", _number, width=142),
                Column("结果", self._outcome, width=96),
                Column("说明", self._remark, width=130),
            ),
            name="批次里的件",
            empty=EmptyState("clipboard_task", "这一批里没有件", ""),
        )
        self.title = Label("", "card_title")
        self.listed = Banner("", "green", button="看名单")
        self.listed.hide()
        self.send = Button("送出并打印清单", "primary", icon="print", shortcut="Ctrl+Enter")
        self.take_out = Button("退出本批", icon="arrow_undo", shortcut="Alt+X")
        self.result = Button("登记这一件的结果", icon="checkmark", shortcut="Alt+R")
        self.by_list = Button("按名单登记结果", icon="folder_open", shortcut="Alt+L")
        self._lay_out()
        self._connect()
        listen(self, bus, {"batch", "case"}, self._read)
        self._read()

    def _lay_out(self) -> None:
        row = HBox(gap="m")
        row.addWidget(self.bundles, 4)
        right = VBox(gap="s")
        right.addWidget(self.title)
        right.addWidget(self.listed)
        right.addWidget(self.items, 1)
        row.addLayout(right, 8)
        self.body.addLayout(row, 1)
        self.foot.addStretch(1)
        for button in (self.take_out, self.result, self.by_list, self.send):
            self.add_foot(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = theme().size
        for column, least in _SPARED_ITEMS.items():
            self.items.setColumnHidden(column, self.width() < size(least))
        self.bundles.setColumnHidden(_SIZE_COLUMN, self.width() < size(_SIZE_FROM))

    def _connect(self) -> None:
        self.bundles.current_changed.connect(self._on_bundle)
        self.items.opened.connect(lambda row: self.case_opened.emit(row.case_id))
        self.send.clicked.connect(self._send)
        self.take_out.clicked.connect(self._take_out)
        self.result.clicked.connect(self._enter_result)
        self.by_list.clicked.connect(self._choose_list)
        self.listed.pressed.connect(self._show_lines)

    # ---- reading

    def _read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._reading = jobs.run(self, self._services.batches.recent, self._show, self._refuse)

    def _show(self, rows: Sequence[BatchRow]) -> None:
        held = self._wanted
        self.bundles.set_rows(rows)
        if held is None or not self.bundles.select(lambda row: row.id == held):
            self.bundles.select(lambda _row: True)
        self._on_bundle(self.bundles.current())

    def _on_bundle(self, row: object) -> None:
        if not isinstance(row, BatchRow):
            self._show_bundle(None)
            return
        if self._wanted != row.id:
            self._forget_list()
        self._wanted = row.id
        jobs.run(self, lambda: self._services.batches.detail(row.id), self._show_bundle, self._refuse)

    def _show_bundle(self, view: BatchView | None) -> None:
        if view is not None and view.id != self._wanted:
            return
        self.view = view
        held = self.items.current()
        self.items.set_rows(() if view is None else view.items)
        if held is None or not self.items.select(lambda row: row.case_id == held.case_id):
            self.items.select(lambda _row: True)
        if self.items.current() is None:
            # Alt+R is about one of them.
            self.items.select(lambda _row: True)
        today = self._services.clock.today()
        if view is None:
            self.title.setText("")
        else:
            sent = f"{near_date(view.sent_on, today)} 送出" if view.sent_on else "还没有送出"
            self.title.setText(f"{view.number} · {view.recipient} · {sent}")
        still_open = view is not None and view.sent_on is None
        self.send.setVisible(still_open)
        self.take_out.setVisible(still_open)
        self.result.setVisible(view is not None and not still_open)

    # ---- acting

    def _send(self) -> None:
        view = self.view
        if view is None:
            return
        specs = (
            FieldSpec(code="sent_on", label="报送日期", kind=FieldKind.DATE, required=True, initial="today"),
            FieldSpec(
                code="sent_way",
                label="报送方式",
                kind=FieldKind.CHOICE,
                choices=self._services.batches.sent_ways(),
                required=True,
                initial=self._services.batches.sent_ways()[0],
            ),
        )

        def work(values: Mapping[str, str]) -> Any:
            return self._services.batches.send(
                view.id, values["sent_on"], version=view.version, sent_way=values["sent_way"]
            )

        def done(sent: Any) -> None:
            self._told(sent.changes)
            show_preview(self.window(), self._services, self._printer, sent.paper.id)

        self._ask(f"送出 {view.number}", specs, work, done)

    def _take_out(self) -> None:
        row = self.items.current()
        if isinstance(row, BatchItemView):
            batches, version = self._services.batches, row.case_version

            def work(values: Mapping[str, str]) -> Changes:
                return batches.take_out(row.case_id, values["reason"], day=values["unbundled_on"], version=version)

            self._ask(f"{row.number} 退出本批", _TAKEN_OUT, work, self._told)

    def _enter_result(self) -> None:
        view, row = self.view, self.items.current()
        if view is None or not isinstance(row, BatchItemView):
            return
        specs = (
            FieldSpec(
                code="outcome",
                label="结果",
                kind=FieldKind.CHOICE,
                choices=tuple(_OUTCOMES),
                required=True,
                initial=_OK,
            ),
            FieldSpec(code="result_on", label="结果日期", kind=FieldKind.DATE, required=True, initial="today"),
            FieldSpec(code="reason", label="理由", kind=FieldKind.LONG, hint="未通过、退回的要写"),
            FieldSpec(code="basis", label="依据"),
            FieldSpec(code="official_number", label="系统受理号", initial=row.official_number),
            FieldSpec(code="item_number", label=row.item_number_label or "证件编号"),
        )

        def work(values: Mapping[str, str]) -> Any:
            form = ResultForm(
                outcome=_OUTCOMES[values["outcome"]],
                reason=values["reason"],
                basis=values["basis"],
                official_number=values["official_number"],
                item_number=values["item_number"],
            )
            return self._services.batches.give_result(view.id, row.case_id, form, values["result_on"])

        self._ask(f"{row.number} {row.person}", specs, work, self._told)

    def _told(self, changes: Changes) -> None:
        """What was changed is read again by the bus."""
        self._bus.tell(changes)

    # ---- by a list

    def _choose_list(self) -> None:
        path = ask_open_path(self.window(), "选择结果名单", "", _LISTS)
        if path is not None:
            self.take_list(path)

    def take_list(self, path: Path) -> None:
        """Read a list of results, and show what it would do; of a bundle that was sent only what is in it."""
        view, batches, today = self.view, self._services.batches, self._services.clock.today()
        batch_id = view.id if view is not None and view.sent_on is not None else None
        jobs.run(self, lambda: batches.read_result_file(path, batch_id, result_on=today), self._show_plan, self._refuse)

    def _show_plan(self, plan: ResultPlan) -> None:
        PlanPanel(self._services, plan, self._given).open_over(self.window())

    def _given(self, given: Given, lines: tuple[PlanLine, ...]) -> None:
        self._told(given.changes)
        if not isValid(self):
            return
        self._lines = lines
        self.listed.set(given_words(lines), tone="green" if all(line.done for line in lines) else "amber")
        self.listed.show()
        self.items.viewport().update()

    def _show_lines(self) -> None:
        panel = PlanPanel(self._services, ResultPlan(None, ()), self._given)
        panel.show_given(self._lines)
        panel.open_over(self.window())

    def _forget_list(self) -> None:
        self._lines = ()
        self.listed.hide()

    def _outcome(self, row: BatchItemView) -> ChipText:
        if row.outcome == _WAITING and self.view is not None and self.view.sent_on is None:
            return ChipText("待送出")
        return ChipText(row.outcome_label, _TONES.get(row.outcome, "grey"))

    def _remark(self, row: BatchItemView) -> Cell:
        """What the list that was just read says of the case, else the reason beside its result."""
        line = next((line for line in self._lines if line.row.case_id == row.case_id), None)
        return Cell(row.note, tone="t2") if line is None else Cell(line.words, tone=line.tone)

    def _ask(
        self,
        title: str,
        specs: Sequence[FieldSpec],
        work: Callable[[Mapping[str, str]], Any],
        then: Callable[[Any], None],
    ) -> None:
        ask_form(self, FormPanel(self._services, title, specs), work, then)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(self.window(), error.message, error.advice if isinstance(error, Trouble) else "")
        if isinstance(error, Conflict):
            self._read()


def _state(row: BatchRow, today: Any) -> ChipText:
    if row.sent_on is None:
        return ChipText("编批中", "amber")
    words = f"{short_date(row.sent_on, today)} 送出"
    return ChipText(f"{words}，等 {row.waiting}", "blue") if row.waiting else ChipText(words, "green")


def _number(row: BatchItemView) -> Cell:
    return Cell("未录入", tone="amber") if row.missing_official_number else Cell(row.official_number)
