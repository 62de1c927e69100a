"""What the print centre asks first: why a sheet is spoiled or void and where the paper is, and which day."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from domain.dates import read_date
from domain.tables import limit
from gui.kit.boxes import HBox
from gui.kit.button import Button
from gui.kit.check_box import CheckBox
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Overlay, Panel
from services.documents import PaperRow

WIDTH = 440
DAY_WIDTH = 360
TAKEN_BACK = "废纸已收回"


class SheetQuestion(Panel):
    """Asks why, and whether the paper is back; `on_yes(reason, taken_back)`."""

    def __init__(
        self, title: str, words: str, *, action: str, label: str, example: str, on_yes: Callable[[str, bool], None]
    ) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._on_yes = on_yes
        self.reason = LineEdit(example, name=label, max_length=limit("single_line"), enter="emit")
        self.field = Field(label, self.reason, required=True)
        self.taken_back = CheckBox(TAKEN_BACK)
        self.no = Button("取消", key="Esc")
        self.yes = Button(action, "danger", key="Ctrl+Enter", shortcut="Ctrl+Enter")
        self.body.addWidget(Label(title, "object_title", wrap=True))
        self.body.addWidget(Label(words, "label", "t2", wrap=True))
        self.body.addWidget(self.field)
        self.body.addWidget(self.taken_back)
        row = HBox(gap="m")
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.body.addLayout(row)
        self.no.clicked.connect(self.dismissed)
        self.yes.clicked.connect(self._take)
        self.reason.textEdited.connect(lambda _text: self.field.clear())
        self.reason.entered.connect(lambda: self.yes.setFocus(Qt.FocusReason.TabFocusReason))

    def _take(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.field.set_error("请写明原因，会记在登记簿里")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.dismissed.emit()
        self._on_yes(reason, self.taken_back.isChecked())

    def open_over(self, host: QWidget) -> None:
        """Lie over a window, the keyboard on the reason."""
        Overlay(host, self, width=WIDTH).open()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)


def spoiled_question(row: PaperRow, on_yes: Callable[[str, bool], None]) -> SheetQuestion:
    """How a sheet was spoiled."""
    return SheetQuestion(
        f"{row.title} {row.number} 记为损坏？",
        "损坏的纸请收回，当日清点要对得上。要再出一张，用“补印”。",
        action="记为损坏",
        label="怎么坏的",
        example="比如：卡纸、墨糊了",
        on_yes=on_yes,
    )


def void_question(row: PaperRow, on_yes: Callable[[str, bool], None]) -> SheetQuestion:
    """Why a single sheet becomes void; what it is about stays as it is."""
    live = "来访登记本身不变。" if row.visit_id is not None else ""
    return SheetQuestion(
        f"作废{row.title} {row.number}？",
        f"只作废这一张纸：编号保留，不再打印、补印。{live}纸坏了、印不清的不用作废，用“损坏”和“补印”。",
        action="作废这张",
        label="作废原因",
        example="比如：姓名写错、出错了文书",
        on_yes=on_yes,
    )


class DayQuestion(Panel):
    """Asks for a day up to today; `on_day(day)`."""

    def __init__(self, today: dt.date, on_day: Callable[[dt.date], None]) -> None:
        super().__init__("看哪一天")
        self._today, self._on_day = today, on_day
        self.day = LineEdit("比如 11-20、20261120、-3", name="日期", enter="emit")
        self.field = Field("日期", self.day, required=True, hint="可以只写月日；-3 是三天前")
        self.yes = Button("看这一天", "primary", key="Enter")
        self.body.addWidget(self.field)
        self.body.addWidget(self.yes, 0, Qt.AlignmentFlag.AlignRight)
        self.yes.clicked.connect(self._take)
        self.day.entered.connect(self._take)
        self.day.textEdited.connect(lambda _text: self.field.clear())

    def open_over(self, host: QWidget) -> None:
        """Lie over a window."""
        Overlay(host, self, width=DAY_WIDTH).open()

    def _take(self) -> None:
        fault, day = read_past_day(self.day.text(), self._today)
        if day is None:
            self.field.set_error(fault)
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.dismissed.emit()
        self._on_day(day)


def read_past_day(text: str, today: dt.date) -> tuple[str, dt.date | None]:
    """A typed day up to today, or why it is none."""
    if not text.strip():
        return "请写日期", None
    reading = read_date(text, today)
    if reading.value is None:
        return reading.message.rstrip("。") or "看不懂这个日期", None
    if reading.value > today:
        return "这一天还没有到", None
    return "", reading.value
