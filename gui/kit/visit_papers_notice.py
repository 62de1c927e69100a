"""What is still missing, typed once and printed on the spot: the panel of the notice (一次性告知书).

A line for each material, all of them at once; the rest may stay empty and is filled with the station's usual words.
Esc folds the panel away and keeps what was typed for as long as this operator is at the desk.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.dates import read_date, short_date, weekday_words
from domain.notice_rules import (
    OWED_FIELDS,
    NoticeForm,
    OwedForm,
    check_notice,
    notice_facts,
    tidy_notice,
    until_fault,
    warnings_notice,
)
from domain.tables import limit
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.moves import travel
from gui.kit.overlay import Overlay, Panel, tell
from gui.kit.scroll import Scroll
from gui.kit.text_area import TextArea
from gui.kit.visit_papers_row import COLUMNS, FREE_LENGTH, ORDER_WIDTH, OwedRow
from gui.theme import follow_theme, theme
from services import Services
from services.visit_papers import IssuedPaper
from system.errors import Invalid, Refusal

KIND = "one_time_notice"
TITLE = "一次性告知书"
WIDTH, HEIGHT = 1120, 640


# What was typed and not printed yet, for each visit, while an operator is at the desk.
_typed: WeakKeyDictionary[Services, dict[int, NoticeForm]] = WeakKeyDictionary()


class NoticePanel(Panel):
    """The panel. `issued(IssuedPaper)` once the notice has its number and is in the register."""

    issued = Signal(object)

    def __init__(self, services: Services, visit_id: int, number: str, form: NoticeForm) -> None:
        super().__init__(TITLE, f"{number} · 缺的材料一次说全，当场打印两联")
        self._services, self._visit_id = services, visit_id
        self._done = False
        self.rows: list[OwedRow] = []
        self.trouble = Banner("", "red")
        self.add_button = Button("加一项", icon="add", shortcut="Alt+N", size="small")
        self.until = LineEdit("如 +20、12-04，没有就不填", name="补正期限", max_length=FREE_LENGTH)
        self.basis = LineEdit("不填就写“按本站公示的办事指南办理”", name="依据", max_length=FREE_LENGTH)
        self.process = TextArea(
            "不填就写“材料补齐后当场受理，办理期限受理时告知”", name="流程时限", max_length=limit("note")
        )
        self.until_field = Field("补正期限", self.until)
        self.basis_field = Field("依据", self.basis)
        self.process_field = Field("流程时限", self.process)
        self.close_button = Button("先不打印", key="Esc", size="bar")
        self.print_button = Button("打印告知书", "primary", icon="print", shortcut="Ctrl+Enter", size="bar")
        self._lay_out()
        self._connect()
        self._show(form)

    # ---- values

    def form(self) -> NoticeForm:
        """What stands on the panel, as typed."""
        return NoticeForm(
            owed=tuple(row.form() for row in self.rows),
            until=self.until.text(),
            basis=self.basis.text(),
            process=self.process.text(),
        )

    def faults(self) -> dict[str, str]:
        """The sentences on show, for whoever tests or reads them aloud."""
        fields = {"until": self.until_field, "basis": self.basis_field, "process": self.process_field}
        said = {name: field.message for name, field in fields.items() if field.state == "error"}
        return said | {f"row {at}": row.fault() for at, row in enumerate(self.rows) if row.fault()}

    # ---- building

    def _lay_out(self) -> None:
        self.body.set_spaces(gap="s", margin="l")
        heads = HBox(gap="s")
        self._order_head, self._end_head = Label("", "hint", "t3"), Label("", "hint", "t3")
        heads.addWidget(self._order_head)
        for column in COLUMNS.values():
            head = Label(column.label, "label", "t2")
            head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            heads.addWidget(head, column.share)
        heads.addWidget(self._end_head)
        inside = QWidget()
        self._column = VBox(inside, gap="xs", margin=("none", "none", "s", "none"))
        self._column.addLayout(heads)
        self.body.addWidget(self.trouble)
        self.trouble.hide()
        self.body.addWidget(Scroll(inside), 1)
        adding = HBox()
        adding.addWidget(self.add_button)
        adding.addStretch(1)
        self._column.addLayout(adding)
        self._column.add_gap("m")
        row = HBox(gap="m")
        left = VBox(gap="xs")
        left.addWidget(self.until_field)
        left.addWidget(self.basis_field)
        row.addLayout(left, 2)
        row.addWidget(self.process_field, 3)
        self._column.addLayout(row)
        self._column.addStretch(1)
        self.add_foot(self.close_button)
        self.foot.addStretch(1)
        self.add_foot(self.print_button)
        follow_theme(self._fit)

    def _fit(self) -> None:
        self._order_head.setFixedWidth(theme().size(ORDER_WIDTH))
        self._end_head.setFixedWidth(theme().metrics.button_small)
        self.process_field.setMaximumHeight(self.until_field.sizeHint().height() * 2 + theme().space("m"))

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._on_add)
        self.until.textEdited.connect(lambda _text: self._help_until())
        self.until.left.connect(self._check_until)
        self.basis.textEdited.connect(lambda _text: self.basis_field.clear())
        self.process.edited.connect(self.process_field.clear)
        self.close_button.clicked.connect(self.dismissed)
        self.print_button.clicked.connect(self._on_print)

    # ---- rows

    def _show(self, form: NoticeForm) -> None:
        for owed in form.owed or (OwedForm(),):
            self._add(owed)
        self.until.setText(form.until)
        self.basis.setText(form.basis)
        self.process.set_text(form.process)
        self._help_until()

    def _add(self, owed: OwedForm) -> OwedRow:
        row = OwedRow()
        row.show_form(owed)
        row.edited.connect(lambda: self._on_edited(row))
        row.removed.connect(lambda: self._remove(row))
        row.left.connect(lambda: self._on_left(row))
        row.ended.connect(lambda: self._on_ended(row))
        row.passed.connect(lambda: self._on_passed(row))
        # Under the heads and the rows before it, over the stretch.
        self._column.insertWidget(len(self.rows) + 1, row)
        self.rows.append(row)
        row.show()
        self._renumber()
        return row

    def _remove(self, row: OwedRow) -> None:
        """The last one is emptied instead: a notice without a line says nothing."""
        if len(self.rows) == 1:
            row.show_form(OwedForm())
            row.show_faults({})
            row.edits["name"].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        at = self.rows.index(row)
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._renumber()
        self.rows[min(at, len(self.rows) - 1)].edits["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _renumber(self) -> None:
        before: QWidget | None = None
        for order, row in enumerate(self.rows, 1):
            row.set_order(order)
            for stop in (*row.edits.values(), row.remove):
                if before is not None:
                    QWidget.setTabOrder(before, stop)
                before = stop
        for stop in (self.add_button, self.until, self.basis, self.process, self.close_button, self.print_button):
            if before is not None:
                QWidget.setTabOrder(before, stop)
            before = stop

    def _on_add(self) -> None:
        self._add(OwedForm()).edits["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self, row: OwedRow) -> None:
        row.show_faults({})

    def _on_left(self, row: OwedRow) -> None:
        """What no font draws is told at once; it stops nothing."""
        if not row.fault():
            told = warnings_notice(NoticeForm(owed=(row.form(),)))
            row.show_faults(_of_row(told, 0), soft=True)

    def _on_ended(self, row: OwedRow) -> None:
        """Enter at the end of the last material begins another one."""
        if row is self.rows[-1] and not row.empty():
            self._add(OwedForm())
        following = self.rows[min(self.rows.index(row) + 1, len(self.rows) - 1)]
        (self.until if following is row else following.edits["name"]).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_passed(self, row: OwedRow) -> None:
        """Enter in an empty last line: that was all."""
        if row is self.rows[-1] and len(self.rows) > 1:
            self.until.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            travel(row.edits["name"], 1)

    # ---- the deadline

    def _help_until(self) -> None:
        """The weekday of the day that is typed, so that nobody sets a Sunday unawares."""
        today = self._services.clock.today()
        day = read_date(self.until.text(), today).value
        if not self.until.text().strip():
            self.until_field.clear()
        elif day is None:
            self.until_field.set_hint("还看不出是哪天")
        elif told := until_fault(self.until.text(), today):
            self.until_field.set_warning(told.rstrip("。"))
        else:
            self.until_field.set_ok(f"{short_date(day, today)} {weekday_words(day)}")

    def _check_until(self) -> None:
        told = until_fault(self.until.text(), self._services.clock.today())
        if told:
            self.until_field.set_error(told.rstrip("。"))

    # ---- printing

    def _on_print(self) -> None:
        form = tidy_notice(self.form())
        self.trouble.hide()
        faults = check_notice(form, self._services.clock.today())
        self._tell(faults)
        if faults:
            return
        services, visit_id = self._services, self._visit_id
        self.print_button.set_blocked("正在编号…")
        jobs.run(
            self,
            lambda: services.visit_papers.issue(visit_id, KIND, **notice_facts(form)),
            self._on_issued,
            self._on_refused,
        )

    def _on_issued(self, paper: IssuedPaper) -> None:
        self._done = True
        _typed.get(self._services, {}).pop(self._visit_id, None)
        self.issued.emit(paper)

    def _on_refused(self, error: Exception) -> None:
        self.print_button.set_blocked("")
        if isinstance(error, Invalid):
            self._tell(error.fields)
        elif isinstance(error, Refusal):
            self._say(str(error))

    def _tell(self, faults: Mapping[str, str]) -> None:
        """Each sentence at its place; the keyboard goes to the first. Empty rows don't count, so they are left out."""
        written = [row for row in self.rows if not row.empty()] or self.rows[:1]
        for row in self.rows:
            row.show_faults({})
        for at, row in enumerate(written):
            row.show_faults(_of_row(faults, at))
        for name, field in (("until", self.until_field), ("basis", self.basis_field), ("process", self.process_field)):
            if name in faults:
                field.set_error(faults[name].rstrip("。"))
        if "owed" in faults:
            self._say(faults["owed"])
        self._go_to_first(faults, written)

    def _go_to_first(self, faults: Mapping[str, str], written: list[OwedRow]) -> None:
        for at, row in enumerate(written):
            for field, edit in row.edits.items():
                if f"owed.{at}.{field}" in faults:
                    edit.setFocus(Qt.FocusReason.OtherFocusReason)
                    return
        others: tuple[tuple[str, QWidget], ...] = (
            ("until", self.until),
            ("basis", self.basis),
            ("process", self.process),
        )
        for name, control in others:
            if name in faults:
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _say(self, words: str) -> None:
        self.trouble.set(words, tone="red", title="没有打印")
        self.trouble.show()

    def keep(self) -> None:
        """Remember what was typed, once the panel goes away without a paper."""
        if not self._done:
            _typed.setdefault(self._services, {})[self._visit_id] = self.form()


def _of_row(sentences: Mapping[str, str], at: int) -> dict[str, str]:
    return {field: sentences[f"owed.{at}.{field}"] for field in OWED_FIELDS if f"owed.{at}.{field}" in sentences}


@dataclass(frozen=True)
class _Start:
    number: str
    form: NoticeForm


def show_notice(host: QWidget, services: Services, visit_id: int, on_issued: Callable[[IssuedPaper], None]) -> jobs.Job:
    """Ask over `host` (a window) what is missing; `on_issued(paper)` once the panel is closed over a new notice.

    It starts with what was typed before, else with the visit's last notice, else with what its checklists lack.
    """

    def fetch() -> _Start:
        before = _typed.get(services, {}).get(visit_id) or services.visit_papers.last_notice(visit_id)
        return _Start(services.visits.detail(visit_id).row.number, before or NoticeForm())

    def opened(start: _Start) -> None:
        panel = NoticePanel(services, visit_id, start.number, start.form)
        overlay = Overlay(host, panel, width=WIDTH, height=HEIGHT)
        overlay.closed.connect(panel.keep)
        panel.issued.connect(lambda _paper: overlay.close_overlay())
        panel.issued.connect(on_issued)
        overlay.open()
        panel.rows[0].edits["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def refused(error: Exception) -> None:
        if isinstance(error, Refusal):
            tell(host, error.message)

    return jobs.run(host, fetch, opened, refused)
