"""出新文书: the station's own papers, about a day, a span of days or the station as it is."""

import calendar
import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Overlay, Panel
from gui.kit.pills import Pills
from gui.kit.progress_bar import ProgressBar
from gui.print_center.questions import read_past_day
from services import Services
from services.documents import IssuedPaper
from services.station_papers import StationTitle
from system.errors import Invalid, Refusal

WIDTH, HEIGHT = 640, 460
_SPANS = (("today", "今天"), ("month", "本月"), ("last_month", "上月"), ("year", "今年"))
_CARD = "一页操作卡：按 F1，在帮助里打印。"


def span_of(name: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The days of a named span, today at the latest."""
    if name == "month":
        return today.replace(day=1), today
    if name == "year":
        return today.replace(month=1, day=1), today
    if name == "last_month":
        last = today.replace(day=1) - dt.timedelta(days=1)
        return last.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return today, today


class NewPaper(Panel):
    """`issued(IssuedPaper, bool)`: the paper, and whether it is looked at first; `keys_wanted` for the keys."""

    issued = Signal(object, bool)
    keys_wanted = Signal()

    def __init__(self, services: Services, day: dt.date, *, may_see_keys: bool) -> None:
        super().__init__("出新文书", "站务文书，另编号")
        self._services, self._today = services, services.clock.today()
        self._titles = {title.kind: title for title in services.station_papers.titles()}
        self._job: jobs.Job | None = None
        self.trouble = Banner("", "red")
        self.kinds = Pills([(title.kind, title.title) for title in self._titles.values()], name="文书种类")
        self.kinds_field = Field("文书", self.kinds, required=True)
        self.spans = Pills(_SPANS, name="时段")
        self.first = LineEdit("比如 11-01", name="自", enter="emit")
        self.last = LineEdit("比如 11-24", name="至", enter="emit")
        self.first_field = Field("自", self.first, required=True)
        self.last_field = Field("至", self.last, required=True)
        self.progress = ProgressBar("已读来访")
        self.keys_link = Link("本站公钥页在“设置 › 本站公钥与外站”")
        self.cancel_button = Button("取消", size="bar", key="Esc")
        self.issue_button = Button("出这张", "primary", icon="print", size="bar", shortcut="Ctrl+Enter")
        self._day = day
        self._lay_out(may_see_keys=may_see_keys)
        self._connect()
        self._on_kind(None)

    def open_over(self, host: QWidget) -> None:
        """Lie over a window, the keyboard on the kinds."""
        Overlay(host, self, width=WIDTH, height=HEIGHT).open()
        self.kinds.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- building

    def _lay_out(self, *, may_see_keys: bool) -> None:
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.kinds_field)
        self._when = QWidget()
        when = VBox(self._when, gap="s")
        when.addWidget(self.spans)
        days = HBox(gap="m")
        days.addWidget(self.first_field, 1)
        days.addWidget(self.last_field, 1)
        when.addLayout(days)
        self.body.addWidget(self._when)
        self.body.addWidget(self.progress)
        self.body.addWidget(Label(_CARD, "label", "t2", wrap=True))
        self.body.addWidget(self.keys_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.keys_link.setVisible(may_see_keys)
        self.body.addStretch(1)
        self.foot.addStretch(1)
        self.add_foot(self.cancel_button)
        self.add_foot(self.issue_button)
        self.trouble.hide()
        self.progress.hide()

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._on_kind)
        self.spans.chosen.connect(self._on_span)
        for edit, field in ((self.first, self.first_field), (self.last, self.last_field)):
            edit.textEdited.connect(lambda _text, field=field: self._on_typed(field))
        self.first.entered.connect(lambda: self.last.setFocus() if self.last_field.isVisible() else self._on_issue())
        self.last.entered.connect(self._on_issue)
        self.cancel_button.clicked.connect(self.dismissed)
        self.issue_button.clicked.connect(self._on_issue)
        self.keys_link.clicked.connect(self.keys_wanted)
        self.dismissed.connect(self._stop)

    # ---- what is typed

    def _kind(self) -> StationTitle | None:
        return self._titles.get(str(self.kinds.value() or ""))

    def _on_kind(self, _value: object) -> None:
        kind = self._kind()
        self.kinds_field.clear()
        days = kind.days if kind is not None else "none"
        self._when.setVisible(days != "none")
        self.spans.setVisible(days == "span")
        self.last_field.setVisible(days == "span")
        self.first_field.set_label("哪一天" if days == "one" else "自")
        if days == "one":
            self._write(self._day, self._day)
        elif days == "span":
            self.spans.set_value("month")
            self._on_span("month")

    def _on_span(self, name: object) -> None:
        self._write(*span_of(str(name), self._today))

    def _write(self, first: dt.date, last: dt.date) -> None:
        for edit, field, day in ((self.first, self.first_field, first), (self.last, self.last_field, last)):
            edit.setText(f"{day}")
            field.clear()

    def _on_typed(self, field: Field) -> None:
        field.clear()
        self.spans.set_value(None)

    def _read(self, kind: StationTitle) -> tuple[dt.date, dt.date] | None:
        """The days as typed; None where a field was told what is wrong with it."""
        if kind.days == "none":
            return self._today, self._today
        fault, first = read_past_day(self.first.text(), self._today)
        if first is None:
            self._fault(self.first, self.first_field, fault)
            return None
        if kind.days == "one":
            return first, first
        fault, last = read_past_day(self.last.text(), self._today)
        if last is not None and last < first:
            fault, last = "止期早于起期，请把两个日期对调", None
        if last is None:
            self._fault(self.last, self.last_field, fault)
            return None
        return first, last

    def _fault(self, edit: LineEdit, field: Field, fault: str) -> None:
        field.set_error(fault)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- issuing

    def _on_issue(self) -> None:
        kind = self._kind()
        if kind is None:
            self.kinds_field.set_error("请选一种")
            self.kinds.setFocus()
            return
        days = self._read(kind)
        if days is None:
            return
        self.trouble.hide()
        self.issue_button.set_blocked("正在出…")
        code, documents = kind.kind, self._services.documents

        def work(report: Callable[[object], None]) -> tuple[IssuedPaper, bool]:
            def told(done: int, count: int) -> None:
                report(100 * done // count if count else 100)

            paper = self._services.station_papers.issue(code, *days, progress=told)
            return paper, documents.preview_first(code)

        self._job = jobs.run(self, work, self._on_issued, self._on_refused, on_progress=self._on_progress)

    def _on_progress(self, percent: object) -> None:
        self.progress.setVisible(True)
        self.progress.set_percent(int(str(percent)))

    def _on_issued(self, came: tuple[IssuedPaper, bool]) -> None:
        self._job = None
        self.dismissed.emit()
        self.issued.emit(*came)

    def _on_refused(self, error: Exception) -> None:
        self._job = None
        self.issue_button.set_blocked("")
        self.progress.hide()
        if isinstance(error, Invalid) and "last" in error.fields and self.last_field.isVisible():
            self._fault(self.last, self.last_field, error.fields["last"].rstrip("。"))
        elif isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red", title="没有出")
            self.trouble.show()

    def _stop(self) -> None:
        """Closed while a long ledger is read: nothing is issued."""
        if self._job is not None:
            self._job.cancel()
