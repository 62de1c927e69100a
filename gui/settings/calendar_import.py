"""Reading a year's days off in: a file or pasted text, what it would change, and the list of clocks that moved.

The list is shown before anything is changed, and again afterwards to be copied: these people were told another day.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from domain.tables import limit
from domain.workdays import short_weekday
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.empty_state import EmptyState
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Overlay, Panel
from gui.kit.scroll import Scroll
from gui.kit.setup.choose_path import ask_open_path
from gui.kit.table import Cell, Column, Table
from gui.kit.text_area import TextArea
from gui.theme import theme
from services import Services
from services.calendar import DayChange, Imported, ImportPlan, MovedClock
from system.errors import Invalid, Refusal

WIDTH, HEIGHT = 860, 600
_KINDS = "放假安排 (*.csv *.txt *.json)"
_ENCODINGS = ("utf-8-sig", "gb18030")
# Of UTF-8 and GB 18030 alike.
_BYTES_A_CHARACTER = 4
# So many rows are in sight however many warnings there are.
_ROWS = 4
_SAMPLE = "日期,类型,名称\n2027-01-01,休,元旦\n2027-02-07,班,"


def read_text(path: Path) -> str:
    """The text of a file. Raises Invalid ("file") with a Chinese sentence for one that is none, or too large."""
    most = limit("calendar_file_characters") * _BYTES_A_CHARACTER
    try:
        with path.open("rb") as file:
            found = file.read(most + 1)
    except OSError:
        raise Invalid({"file": f"打不开“{path.name}”。请核对文件还在不在、能不能读。"}) from None
    if len(found) > most:
        raise Invalid({"file": f"“{path.name}”太大，不像是一年的放假安排。请核对选的文件。"})
    if b"\0" in found:
        raise Invalid({"file": f"“{path.name}”不是文字文件。请在表格软件里另存为 CSV 再选。"})
    for encoding in _ENCODINGS:
        try:
            return found.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid({"file": f"“{path.name}”的文字读不出来。请在表格软件里另存为 CSV（UTF-8）再选。"})


def moved_text(moved: Sequence[MovedClock]) -> str:
    """The list for the clipboard, a line for each, ready for a spreadsheet."""
    head = "编号\t姓名\t时限\t原来的截止日\t现在的截止日\t原来的法定最后一日\t现在的法定最后一日"
    days = ((clock, (clock.old_raw, clock.new_raw, clock.old_legal, clock.new_legal)) for clock in moved)
    rows = ("\t".join((c.case_number, c.person, c.label, *(day.isoformat() for day in four))) for c, four in days)
    return "\n".join((head, *rows))


def moved_words(counted: int, moved: int, settled: int) -> str:
    """How many clocks were counted again, and what came of it."""
    sure = f"，{settled} 个不再是暂估" if settled else ""
    return f"{counted} 个在走的时限重算，{moved} 个变了{sure}"


def moved_table() -> Table:
    """Clocks that get another last day."""
    return Table(
        (
            Column("编号", lambda row: Cell(row.case_number, bold=True), width=128),
            Column("姓名", lambda row: row.person, width=84),
            Column("时限", lambda row: row.label),
            Column("截止日", lambda row: Cell(_both(row.old_raw, row.new_raw)), width=168),
            Column("法定最后一日", lambda row: Cell(_both(row.old_legal, row.new_legal), bold=True), width=168),
        ),
        name="变了的时限",
        row_height="row_dense",
        empty=EmptyState("checkmark_circle", "没有时限会变"),
    )


def _both(old: object, new: object) -> str:
    return f"{old} 不变" if old == new else f"{str(old)[2:]} → {str(new)[2:]}"


class CalendarImport(Panel):
    """`imported(Imported)` once the year is in. Three faces: what is typed, what it would change, what it changed."""

    imported = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__("装入放假安排", "国务院办公厅每年公布的通知，一次装一年")
        self._calendar, self._services = services.work_calendar, services
        self._busy = False
        self.trouble = Banner("", "red")
        self.source = LineEdit("如：国办发明电〔2026〕7 号", name="通知名称", max_length=limit("single_line"))
        self.source_field = Field("通知名称", self.source)
        self.file = Button("选文件…", icon="folder_open", shortcut="Alt+F")
        self.area = TextArea(_SAMPLE, name="放假安排", max_length=limit("calendar_file_characters"))
        self.area_field = Field("放假安排（一行一天，也可以整段粘贴）", self.area)
        self.summary = Label("", "strong", wrap=True)
        self.warnings = Banner("", "amber")
        self.days = Table(
            (
                Column("日期", lambda row: Cell(_day(row), bold=True), width=160),
                Column("原来", lambda row: Cell(row.before, tone="t2")),
                Column("装入后", lambda row: row.after),
            ),
            name="变了的日子",
            row_height="row_tight",
            empty=EmptyState("checkmark_circle", "没有日子会变"),
        )
        self.moved = moved_table()
        self.stack = QStackedWidget()
        self.back = Button("返回修改", icon="arrow_left")
        self.go = Button("看看会变什么", "primary", shortcut="Ctrl+Enter", size="bar")
        self.copy = Button("复制名单", icon="copy", shortcut="Alt+C")
        self._plan: ImportPlan | None = None
        self._result: Imported | None = None
        self._lay_out()
        self._connect()
        self._show(0)

    # ---- building

    def _lay_out(self) -> None:
        typing = QWidget()
        column = VBox(typing, gap="s")
        head = HBox(gap="m")
        head.addWidget(self.source_field, 1)
        head.addWidget(self.file)
        column.addLayout(head)
        column.addWidget(self.area_field, 1)
        found = QWidget()
        column = VBox(found, gap="s")
        column.addWidget(self.summary)
        column.addWidget(self.warnings)
        self._days_part, self._moved_part = QWidget(), QWidget()
        for part, title, table, share in (
            (self._days_part, "变了的日子", self.days, 3),
            (self._moved_part, "变了的时限", self.moved, 2),
        ):
            inner = VBox(part, gap="xs")
            inner.addWidget(Label(title, "card_title"))
            inner.addWidget(table, 1)
            column.addWidget(part, share)
            table.setMinimumHeight(theme().metrics.table_head + _ROWS * theme().metrics.row_dense)
        self.stack.addWidget(typing)
        self.stack.addWidget(Scroll(found))
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.stack, 1)
        close = Button("关闭", key="Esc")
        close.clicked.connect(self.dismissed)
        self.add_foot(close)
        self.add_foot(self.copy)
        self.foot.addStretch(1)
        self.add_foot(self.back)
        self.add_foot(self.go)
        self.trouble.hide()

    def _connect(self) -> None:
        self.file.clicked.connect(self._on_file)
        self.area.edited.connect(self._clear)
        self.source.textEdited.connect(lambda _text: self._clear())
        self.go.clicked.connect(self._on_go)
        self.back.clicked.connect(lambda: self._show(0))
        self.copy.clicked.connect(self._on_copy)

    def _show(self, face: int) -> None:
        """0: typing, 1: what it would change, 2: what it changed."""
        self.stack.setCurrentIndex(min(face, 1))
        self.back.setVisible(face == 1)
        self.copy.setVisible(face == 2 and bool(self._result and self._result.moved))
        self.go.setVisible(face < 2)
        self._days_part.setVisible(face == 1)
        if face == 0:
            self._plan = None
            self.go.set_words("看看会变什么")
            self.area.setFocus()

    # ---- reading

    def _on_file(self) -> None:
        path = ask_open_path(self, "选放假安排", "", _KINDS)
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Read a file into the field; what is wrong with it is said at the top."""

        def read(text: str) -> None:
            self._clear()
            self.area.set_text(text)
            if not self.source.text().strip():
                self.source.setText(path.stem[: limit("single_line")])
            self._on_go()

        jobs.run(self, lambda: read_text(path), read, self._on_refused)

    def _on_go(self) -> None:
        if self._busy:
            return
        calendar, text, source = self._calendar, self.area.text(), self.source.text()
        self._busy = True
        if self._plan is None:
            jobs.run(self, lambda: calendar.preview_import(text, source), self._on_plan, self._on_refused)
        else:
            jobs.run(self, lambda: calendar.import_year(text, source), self._on_imported, self._on_refused)

    def _on_plan(self, plan: ImportPlan) -> None:
        self._busy, self._plan = False, plan
        self.summary.setText(
            f"{plan.year} 年：{len(plan.days)} 天会变；{moved_words(plan.counted, len(plan.moved), plan.settled)}。"
        )
        self.warnings.set("\n".join(plan.warnings), tone="amber")
        self.warnings.setVisible(bool(plan.warnings))
        self.days.set_rows(plan.days)
        self.moved.set_rows(plan.moved)
        self.go.set_words(f"装入 {plan.year} 年")
        self._show(1)
        self.go.setFocus()

    def _on_imported(self, result: Imported) -> None:
        self._busy, self._result = False, result
        self.warnings.hide()
        self.summary.setText(f"已装入。{moved_words(result.counted, len(result.moved), result.settled)}。")
        self.moved.set_rows(result.moved)
        self._show(2)
        (self.copy if result.moved else self.moved).setFocus()
        self.imported.emit(result)

    def _on_copy(self) -> None:
        if self._result is not None:
            QApplication.clipboard().setText(moved_text(self._result.moved))
            self.copy.set_words("已复制，可粘贴到表格")

    def _clear(self) -> None:
        self.trouble.hide()

    def _on_refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Invalid):
            self._show(0)
            self.trouble.set("\n".join(error.fields.values()), tone="red")
            self.trouble.show()
        elif isinstance(error, Refusal):
            self.trouble.set(str(error), tone="red")
            self.trouble.show()


def show_moved(host: QWidget, result: Imported) -> Overlay:
    """The clocks that a changed day moved."""
    panel = Panel("变了的时限", moved_words(result.counted, len(result.moved), result.settled))
    overlay = Overlay(host, panel, width=WIDTH, height=HEIGHT)
    table = moved_table()
    table.set_rows(result.moved)
    panel.body.addWidget(table, 1)
    copy = Button("复制名单", icon="copy", shortcut="Alt+C")
    copy.clicked.connect(lambda: QApplication.clipboard().setText(moved_text(result.moved)))
    close = Button("关闭", key="Esc")
    close.clicked.connect(overlay.close_overlay)
    panel.add_foot(copy)
    panel.foot.addStretch(1)
    panel.add_foot(close)
    overlay.open()
    return overlay


def ask_moved(host: QWidget, moved: Sequence[MovedClock], on_yes: Callable[[], None]) -> Overlay:
    """Before a day is changed: these clocks would get another last day. The keyboard rests on 取消."""
    panel = Panel("改这一天会变动时限", f"{len(moved)} 个在走的时限会有新的截止日，还没有改")
    overlay = Overlay(host, panel, width=WIDTH, height=HEIGHT)
    table = moved_table()
    table.set_rows(moved)
    panel.body.addWidget(table, 1)
    no = Button("取消", key="Esc")
    yes = Button("改这一天", "primary", shortcut="Ctrl+Enter")
    no.clicked.connect(overlay.close_overlay)
    yes.clicked.connect(overlay.close_overlay)
    yes.clicked.connect(on_yes)
    panel.foot.addStretch(1)
    panel.add_foot(no)
    panel.add_foot(yes)
    overlay.open()
    no.setFocus(Qt.FocusReason.OtherFocusReason)
    return overlay


def _day(row: DayChange) -> str:
    return f"{row.day.isoformat()} {short_weekday(row.day)}"
