"""One promised call at the right edge of the window: whom to ring and why, and what came of it."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from domain.dates import read_date, short_date, weekday_words
from domain.labels import CALL_BACK_SOURCE_LABELS
from domain.permissions import Permission
from domain.tables import limit
from gui import jobs
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.card import Card
from gui.kit.chip import Chip, deadline
from gui.kit.facts import Facts
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Panel
from gui.kit.scroll import Scroll
from services import Changes, Services
from services.call_backs import CallBackRow
from system.errors import Invalid, Refusal

WIDTH = 480
NO_PHONE = "没有留电话"


class CallBackPanel(Panel):
    """The panel. `settled(Changes, words)` once the call was made or put off; the others lead on."""

    settled = Signal(object, str)
    person_pressed = Signal(int)
    visit_pressed = Signal(int)

    def __init__(self, services: Services, row: CallBackRow) -> None:
        super().__init__("回访", row.name)
        self._services, self._row = services, row
        self._shown = False
        self.phone = LineEdit(name="电话", read_only=True)
        self.show_button = Button("显示", icon="eye", shortcut="Alt+P", name="显示电话")
        self.result = LineEdit("打没打通，说了什么", name="回访结果", max_length=limit("single_line"), enter="emit")
        self.result_field = Field("结果", self.result, required=True, hint="写完按 Enter")
        self.day = LineEdit("如 +3、11-30", name="改到哪天", latin=True)
        self.day_field = Field("改到哪天", self.day, required=True)
        self.reason = LineEdit("如 没人接", name="改期原因", max_length=limit("put_off_reason"), enter="emit")
        self.reason_field = Field("原因", self.reason, required=True)
        self.done_button = Button("已回访", "primary", icon="checkmark", shortcut="Ctrl+Enter")
        self.later_button = Button("改期")
        self._lay_out()
        self._connect()
        self._show_phone()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.phone.hide_again()

    def finish(self) -> None:
        """The call was made; says under the field where the result lacks."""
        words, row = self.result.text(), self._row
        self._change(lambda: self._services.call_backs.done(row.id, words), f"{row.name}已回访")

    def put_off(self) -> None:
        """Ring on another day; says under its field what lacks."""
        reading = read_date(self.day.text(), self._services.clock.today())
        if reading.value is None:
            self.day_field.set_error(reading.message or "还没有写日期，如 +3（三天后）")
            self.day.setFocus()
            return
        due, reason = reading.value, self.reason.text()
        words = f"{self._row.name}改到 {self._day_words(due)} 回访"
        self._change(lambda: self._services.call_backs.put_off(self._row.id, due, reason), words)

    # ---- building

    def _lay_out(self) -> None:
        content = QWidget()
        column = VBox(content, gap="m", margin="l")
        column.addWidget(self._facts())
        result = Card("打过电话", dense=True)
        result.body.addWidget(self.result_field)
        column.addWidget(result)
        later = Card("改个日期", dense=True)
        row = HBox(gap="m")
        row.addWidget(self.day_field, 1)
        row.addWidget(self.reason_field, 2)
        later.body.addLayout(row)
        foot = HBox()
        foot.addStretch(1)
        foot.addWidget(self.later_button)
        later.body.addLayout(foot)
        column.addWidget(later)
        column.addStretch(1)
        self.body.set_spaces(margin="none")
        self.body.addWidget(Scroll(content), 1)
        self.foot.addStretch(1)
        close = Button("关闭", key="Esc")
        close.clicked.connect(self.dismissed)
        self.add_foot(close)
        self.add_foot(self.done_button)

    def _facts(self) -> Facts:
        row, today = self._row, self._services.clock.today()
        chip = deadline((row.due - today).days)
        facts = Facts()
        facts.add("时限", _side_by_side(Chip(chip.text, chip.tone, chip.icon), Label(self._day_words(row.due))))
        facts.add("对方", self._person())
        facts.add("电话", _side_by_side(self.phone, self.show_button))
        facts.add("为什么", row.why)
        facts.add("来由", self._source())
        facts.add("约定", f"{short_date(row.created_at.date(), today)} {row.created_at:%H:%M} {row.operator}")
        facts.add("承办", row.handler)
        return facts

    def _person(self) -> str | QWidget:
        person = self._row.party_id
        if person is None or Permission.PERSON_READ not in self._services.actor.permissions:
            return self._row.name
        link = Link(self._row.name, name=f"打开{self._row.name}的档案")
        link.clicked.connect(lambda: self.person_pressed.emit(person))
        return link

    def _source(self) -> str | QWidget:
        words, visit = CALL_BACK_SOURCE_LABELS[self._row.source], self._row.visit_id
        if visit is None:
            return words
        link = Link(f"{words} · {self._row.visit_number}", name=f"打开来访 {self._row.visit_number}")
        link.clicked.connect(lambda: self.visit_pressed.emit(visit))
        return link

    def _connect(self) -> None:
        self.show_button.clicked.connect(self._on_reveal)
        self.phone.masked_again.connect(lambda: self._say_shown(shown=False))
        self.result.entered.connect(self.finish)
        self.reason.entered.connect(self.put_off)
        self.done_button.clicked.connect(self.finish)
        self.later_button.clicked.connect(self.put_off)
        self.day.left.connect(self._read_day)
        for edit, field in (
            (self.result, self.result_field),
            (self.day, self.day_field),
            (self.reason, self.reason_field),
        ):
            edit.textEdited.connect(lambda _text, field=field: field.clear())

    def _show_phone(self) -> None:
        self.phone.setText(self._row.phone_masked or NO_PHONE)
        may_see = Permission.PERSON_REVEAL in self._services.actor.permissions
        self.show_button.setVisible(bool(self._row.phone_masked) and may_see)

    def _day_words(self, day: dt.date) -> str:
        return f"{short_date(day, self._services.clock.today())} {weekday_words(day)}"

    # ---- acting

    def _on_reveal(self) -> None:
        """Show the number for half a minute, and log the look; or cover it again."""
        row = self._row
        if self._shown:
            self.phone.hide_again()
        else:
            jobs.run(self, lambda: self._services.call_backs.reveal(row.id), self._show_plain, self._refuse)

    def _show_plain(self, plain: str) -> None:
        if self.isVisible():
            self.phone.show_for(plain)
            self._say_shown(shown=True)

    def _say_shown(self, *, shown: bool) -> None:
        self._shown = shown
        self.show_button.set_words("遮住" if shown else "显示")
        self.show_button.set_icon("eye_off" if shown else "eye")

    def _read_day(self) -> None:
        """Say which day was understood, before anything is saved."""
        reading = read_date(self.day.text(), self._services.clock.today())
        if reading.value is not None:
            self.day_field.set_hint(self._day_words(reading.value))
        elif reading.message:
            self.day_field.set_error(reading.message)

    def _change(self, work: Callable[[], Changes], words: str) -> None:
        self._hold(True)

        def done(changes: Changes) -> None:
            self.settled.emit(changes, words)

        def failed(error: Exception) -> None:
            self._hold(False)
            self._refuse(error)

        jobs.run(self, work, done, failed)

    def _hold(self, held: bool) -> None:
        for button in (self.done_button, self.later_button):
            button.setEnabled(not held)

    def _refuse(self, error: Exception) -> None:
        fields = {"result": self.result_field, "due": self.day_field, "reason": self.reason_field}
        if isinstance(error, Invalid):
            for name, sentence in error.fields.items():
                fields[name].set_error(sentence)
            fields[next(iter(error.fields))].control.setFocus()
        elif isinstance(error, Refusal):
            self.result_field.set_error(error.message)


def _side_by_side(*parts: QWidget) -> QWidget:
    whole = QWidget()
    row = HBox(whole, gap="s")
    for part in parts:
        row.addWidget(part)
    return whole
