"""设置 › 工作日历: which days count, a year's notice read in, and single days changed by hand.

A day that is changed moves time limits, so what moved is always listed.
"""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from domain.permissions import Permission
from domain.workdays import short_weekday
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.chip import Chip
from gui.kit.field import Field
from gui.kit.label import ElidedLabel, Label
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Overlay
from gui.kit.press import bind
from gui.kit.segmented import Segmented
from gui.kit.select import Select
from gui.kit.tabs import Tabs, tab
from gui.settings.calendar_grid import MonthGrid, mark_of
from gui.settings.calendar_import import HEIGHT, WIDTH, CalendarImport, ask_moved, moved_words, show_moved
from gui.settings.section import Section, reason_for
from gui.theme import follow_theme, theme
from services import Services
from services.calendar import DayView, Imported, MovedClock, YearView
from system.errors import Invalid, Refusal

_MONTHS = 12
_OFF, _WORKED, _AGAIN = "off", "worked", "again"
_FREE_LENGTH = 20_000
_KINDS = {"weekend": "周末休息", "holiday": "放假", "worked": "调休上班", "workday": "工作日"}


class DayCard(Card):
    """The chosen day. `submitted` to keep what was chosen for it, `folded` for Esc."""

    submitted = Signal()
    folded = Signal()

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__("这一天", parent=parent)
        self.chip = self.add_chip(Chip(""))
        self.words = Label("", "strong", wrap=True)
        self.source_words = Label("", "hint", "t3", wrap=True)
        options = ((_OFF, "休"), (_WORKED, "班"), (_AGAIN, "按通知"))
        self.kind = Segmented(options, name="这一天休还是班", fill=True)
        self.name = LineEdit("如：站里搬迁", name="名称", max_length=_FREE_LENGTH)
        self.source = LineEdit("不填就写“本站手工改”", name="依据", max_length=_FREE_LENGTH)
        self.fields = {
            "day": Field("改成", self.kind),
            "name": Field("名称", self.name),
            "source": Field("依据", self.source),
        }
        self.save = Button("改这一天", "primary", shortcut="Ctrl+Enter")
        self.body.addWidget(self.words)
        self.body.addWidget(self.source_words)
        for part in (*self.fields.values(), self.save):
            self.body.addWidget(part)
            part.setVisible(not read_only)
        self.body.addStretch(1)
        self.kind.chosen.connect(lambda _value: self._on_chosen())
        self.save.clicked.connect(self.submitted)

    def show_day(self, day: DayView) -> None:
        """Show a day as it stands in the calendar."""
        self.words.setText(f"{day.day.isoformat()} {short_weekday(day.day)}")
        self.chip.set("暂估" if day.provisional else mark_of(day) or "班", "amber" if day.provisional else "grey")
        name = "" if day.name == short_weekday(day.day) else day.name
        told = "，".join(dict.fromkeys(filter(None, (_KINDS[day.kind], name, day.source))))
        self.source_words.setText(f"{told}{'，手工改过' if day.edited else ''}")
        self.kind.set_value(_OFF if day.off else _WORKED)
        self.kind.set_enabled_values({_OFF, _WORKED, _AGAIN} if day.edited else {_OFF, _WORKED})
        self.name.setText(name if day.edited else "")
        self.source.setText(day.source if day.edited else "")
        for field in self.fields.values():
            field.clear()
        self._on_chosen()

    def off(self) -> bool | None:
        """What was chosen; None for what the notice says."""
        value = self.kind.value()
        return None if value == _AGAIN else value == _OFF

    def show_faults(self, error: Invalid) -> None:
        """Say under the fields what is wrong."""
        for name, sentence in error.fields.items():
            self.fields[name].set_error(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.folded.emit()
        else:
            super().keyPressEvent(event)

    def _on_chosen(self) -> None:
        again = self.kind.value() == _AGAIN
        self.save.set_words("恢复按通知" if again else "改这一天")
        for edit in (self.name, self.source):
            edit.setEnabled(not again)


class CalendarSection(Section):
    """One month of one year is on show; who may not edit looks."""

    subjects = frozenset({"calendar"})

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._allowed = self.may(Permission.CALENDAR_EDIT)
        self._today = services.clock.today()
        self._day = self._today
        self._years: dict[int, YearView] = {}
        self._busy = False
        self._job: jobs.Job | None = None
        self.warning = Banner("", "amber")
        self.result = Banner("", "green")
        self.years = Tabs(name="年份", look="filled")
        self.months = Select([(month, f"{month} 月") for month in range(1, _MONTHS + 1)], name="月份")
        self.grid = MonthGrid()
        self.year_words = Label("", "label", "t2", wrap=True)
        self.load = Button("装入放假安排", icon="folder_open", shortcut="Ctrl+N")
        self.day = DayCard(read_only=not self._allowed)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        if self._job is not None:
            self._job.cancel()
        calendar, day = self.services.work_calendar, self._day

        def work() -> tuple[tuple[YearView, ...], tuple[DayView, ...], str]:
            return calendar.years(), calendar.month(day.year, day.month), calendar.warning()

        self._job = jobs.run(self, work, self._on_read, self._on_refused)

    def first_focus(self) -> QWidget:
        return self.grid

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    # ---- building

    def _lay_out(self) -> None:
        column = VBox(self, gap="m")
        column.addWidget(self.warning)
        column.addWidget(self.result)
        self._row = HBox(gap="m")
        card = Card("", padded=False)
        head = HBox(gap="m", margin=("l", "s", "l", "none"))
        head.addWidget(self.years, 1)
        card.body.addLayout(head)
        inner = VBox(gap="s", margin=("l", "none", "l", "m"))
        inner.addWidget(self.year_words)
        turn = HBox(gap="m")
        turn.addWidget(self.months)
        turn.addStretch(1)
        turn.addWidget(self.load)
        inner.addLayout(turn)
        inner.addWidget(self.grid)
        inner.addWidget(ElidedLabel("箭头选一天，Enter 去改；PgUp、PgDn 换月份", "hint", "t3"))
        card.body.addLayout(inner)
        card.body.addStretch(1)
        self._row.addWidget(card, 1)
        self._row.addWidget(self.day)
        column.addLayout(self._row, 1)
        self.warning.hide()
        self.result.hide()
        self.load.setVisible(self._allowed)
        if not self._allowed:
            self.day.body.insertWidget(0, Label(reason_for("改工作日历"), "label", "blue", wrap=True))
        follow_theme(self._apply)

    def _connect(self) -> None:
        self.years.chosen.connect(lambda year: self._go(self._day.replace(year=int(str(year)), day=1)))
        self.months.chosen.connect(lambda month: self._go(self._day.replace(month=int(str(month)), day=1)))
        self.grid.chosen.connect(self._go)
        self.grid.opened.connect(self._to_day)
        self.day.submitted.connect(self._submit)
        self.day.folded.connect(lambda: self.grid.setFocus(Qt.FocusReason.OtherFocusReason))
        self.load.clicked.connect(self.open_import)
        back, forth = bind(self, "PgUp"), bind(self, "PgDown")
        for shortcut, step in ((back, -1), (forth, 1)):
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=step: self._turn(by))

    def _apply(self) -> None:
        metrics, way = theme().metrics, QBoxLayout.Direction
        beside = self.width() >= metrics.settings_least
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self.day.setMinimumWidth(metrics.side_column_narrow if beside else 0)
        self.day.setMaximumWidth(metrics.side_column_narrow if beside else metrics.window_width)

    # ---- looking

    def _on_read(self, found: tuple[tuple[YearView, ...], tuple[DayView, ...], str]) -> None:
        years, days, warning = found
        self._years = {view.year: view for view in years}
        self.years.set_tabs([tab(view.year, f"{view.year}{'' if view.loaded else ' 暂估'}") for view in years])
        self.years.set_value(self._day.year)
        self.months.set_value(self._day.month)
        self.year_words.setText(_year_words(self._years[self._day.year]))
        self.warning.set(warning, tone="amber")
        self.warning.setVisible(bool(warning))
        self._show_days(days)

    def _show_days(self, days: Sequence[DayView]) -> None:
        self.grid.show_days(days, self._day, self._today)
        now = self.grid.current
        if now is not None:
            self.day.show_day(now)

    def _go(self, day: dt.date) -> None:
        """Choose a day; one outside the years that are shown is passed over."""
        if day.year not in self._years:
            return
        self._day = day
        self.result.hide()
        self.refresh()

    def _turn(self, step: int) -> None:
        month = self._day.year * _MONTHS + self._day.month - 1 + step
        self._go(dt.date(month // _MONTHS, month % _MONTHS + 1, 1))

    def _to_day(self) -> None:
        if self._allowed:
            self.day.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- changing

    def _submit(self) -> None:
        if self._busy or not self._allowed:
            return
        self._busy = True
        calendar, day, off = self.services.work_calendar, self._day, self.day.off()
        name, source = self.day.name.text(), self.day.source.text()

        def found(moved: tuple[MovedClock, ...]) -> None:
            self._busy = False
            if moved:
                ask_moved(self.window(), moved, lambda: self._set_day(day, off, name, source))
            else:
                self._set_day(day, off, name, source)

        jobs.run(self, lambda: calendar.preview_day(day, off, name, source), found, self._on_refused)

    def _set_day(self, day: dt.date, off: bool | None, name: str, source: str) -> None:
        self._busy = True
        calendar = self.services.work_calendar

        def done(result: Imported) -> None:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self._on_changed(result)
            if result.moved:
                show_moved(self.window(), result)

        jobs.run(self, lambda: calendar.set_day(day, off, name, source), done, self._on_refused)

    def open_import(self) -> Overlay:
        """The dialog that reads a year in."""
        panel = CalendarImport(self.services)
        panel.imported.connect(self._on_changed)
        overlay = Overlay(self.window(), panel, width=WIDTH, height=HEIGHT)
        overlay.open()
        panel.area.setFocus(Qt.FocusReason.OtherFocusReason)
        return overlay

    def _on_changed(self, result: Imported) -> None:
        self._busy = False
        self.result.set(f"{moved_words(result.counted, len(result.moved), result.settled)}。", tone="green")
        self.result.show()
        self.tell(result.changes)
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Invalid):
            self.day.show_faults(error)
        elif isinstance(error, Refusal):
            self.notice.emit(str(error))


def _year_words(year: YearView) -> str:
    edited = f"，手工改过 {year.edited} 天" if year.edited else ""
    if not year.loaded:
        return f"放假安排还没有装入，先按周末和法定节日暂估（斜线的日子）{edited}。"
    worked = f"、调休上班 {year.worked_weekends} 天" if year.worked_weekends else ""
    source = f"依据：{year.source}。" if year.source else ""
    return f"周末以外放假 {year.days_off} 天{worked}{edited}。{source}"
