"""补登: a visit of another day (a letter, a power cut). Its true day and time, and why it comes late.

A quiet row of the first block, opened by Ctrl+D. Day and time are kept as typed, so that a draft brings back what
can't be read yet; what is wrong stands under the fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from domain.dates import DateReading, read_date, short_date, weekday_words
from domain.times import read_time
from domain.visit_rules import VisitForm
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Link
from gui.kit.field import Field
from gui.kit.label import ElidedLabel
from gui.kit.line_edit import LineEdit
from gui.visits.block_errors import FieldBlock
from gui.visits.desk_draft import LateTyped
from gui.visits.find_row import FREE_LENGTH
from gui.visits.short_field import ShortField

KEY = "Ctrl+D"
NO_DAY = "还没有写来访日期。不是补登的，请按“不补登”。"
HINT = "写实际来访的日期，如 11-20、20261120 或 -3（三天前）；时间记不清可不填"


class LateFields(QWidget):
    """What the row asks for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.day = LineEdit("如 11-20", name="来访日期", digits=True, max_length=FREE_LENGTH)
        self.time = LineEdit("如 9:30", name="来访时间", digits=True, max_length=FREE_LENGTH)
        self.reason = LineEdit("停电先记在纸上、来信今天才收到……", name="补登原因", max_length=FREE_LENGTH)
        self.close_link = Link("不补登", tone="t2", key=KEY)
        self.words = ElidedLabel("", "hint", "t3")
        self.by_key: dict[str, Field] = {
            "visited_on": ShortField("来访日期", self.day, required=True),
            "visited_time": ShortField("时间", self.time),
            "late_reason": ShortField("补登原因", self.reason, required=True),
        }
        row = HBox(gap="m")
        for field, share in zip(self.by_key.values(), (5, 4, 12), strict=True):
            row.addWidget(field, share)
        row.addWidget(self.close_link)
        column = VBox(self)
        column.addLayout(row)
        column.addWidget(self.words)

    def edits(self) -> dict[str, LineEdit]:
        """The fields that are typed in, by key."""
        return {"visited_on": self.day, "visited_time": self.time, "late_reason": self.reason}


class LateRow(FieldBlock):
    """The row; hidden while the visit is now, and not even made before a late entry is first wanted.

    `turned(open)` when it is opened or closed by the operator.
    """

    turned = Signal(bool)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._inside: LateFields | None = None
        self._column = VBox(self, margin=("none", "xs", "none", "none"))
        self.hide()

    @property
    def inside(self) -> LateFields:
        """The fields."""
        if self._inside is None:
            made = self._inside = LateFields(self)
            self._column.addWidget(made)
            made.close_link.clicked.connect(self.toggle)
            for key, edit in made.edits().items():
                edit.textEdited.connect(lambda _text, key=key: self._touch(key))
                edit.left.connect(lambda key=key: self.left.emit(key))
        return self._inside

    # ---- values

    def is_open(self) -> bool:
        """Whether this is a late entry."""
        return not self.isHidden()

    def typed(self) -> LateTyped | None:
        """What was typed, None while the visit is now."""
        return LateTyped(self.inside.day.text(), self.inside.time.text()) if self.is_open() else None

    def fill(self, form: VisitForm) -> VisitForm:
        """The form with the day and the time as far as they can be read."""
        if not self.is_open():
            return form
        return replace(
            form,
            visited_on=self._read_day().value,
            visited_time=read_time(self.inside.time.text()).value,
            late_reason=self.inside.reason.text(),
        )

    def show_typed(self, typed: LateTyped | None, reason: str) -> None:
        """Show a late entry, or none."""
        self._errors = {}
        if typed is not None or self._inside is not None:
            shown = typed or LateTyped()
            values = (shown.day, shown.time, reason if typed is not None else "")
            for edit, words in zip(self.inside.edits().values(), values, strict=True):
                edit.setText(words)
        self.setVisible(typed is not None)
        self._refresh()

    def faults(self) -> dict[str, str]:
        """What can't be read; the rules of the form say the rest."""
        if not self.is_open():
            return {}
        reading = self._read_day()
        found = {"visited_on": reading.message, "visited_time": read_time(self.inside.time.text()).message}
        if not self.inside.day.text().strip():
            found["visited_on"] = NO_DAY
        return {key: sentence for key, sentence in found.items() if sentence}

    def mark(self) -> str:
        """What the header says of it: 补登 11-20."""
        if not self.is_open():
            return ""
        day = self._read_day().value
        return f"补登 {short_date(day, self._today())}" if day is not None else "补登"

    # ---- the block

    def toggle(self) -> None:
        """Ctrl+D: open it and go there, or close it; what was typed comes back when it is opened again."""
        opened = self.isHidden()
        inside = self.inside
        self.setVisible(opened)
        self._errors = {}
        self._refresh()
        if opened:
            inside.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit(opened)
        self.edited.emit("visited_on")

    def fields(self) -> Mapping[str, Field]:
        return self.inside.by_key if self.is_open() else {}

    def stops(self) -> list[QWidget]:
        """Where Tab and Enter stop, in order."""
        return [*self.inside.edits().values(), self.inside.close_link] if self.is_open() else []

    def _help(self, key: str, field: Field) -> None:
        field.clear()

    def _refresh(self) -> None:
        super()._refresh()
        if not self.is_open():
            return
        key, sentence = next(iter(self._errors.items()), ("", ""))
        label = self.inside.by_key[key].label if key else ""
        self.inside.words.setText(f"{label}：{sentence}" if sentence else self._about())
        self.inside.words.set_tone("red" if sentence else "t3")

    # ---- inside

    def _about(self) -> str:
        day, today = self._read_day().value, self._today()
        if day is None or day > today:
            return HINT
        if day == today:
            return "日期就是今天，按现在登记，不算补登"
        ago = (today - day).days
        return f"{short_date(day, today)} {weekday_words(day)}，{ago} 天前。时限从这一天起算，编号用今天的"

    def _read_day(self) -> DateReading:
        return read_date(self.inside.day.text(), self._today())
