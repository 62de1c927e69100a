"""Making one printer print in the right place: measure the ruler sheet, let the numbers be computed, print it again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.check_box import CheckBox
from gui.kit.field import Field
from gui.kit.label import Label, Line
from gui.kit.line_edit import LineEdit
from gui.kit.select import Select
from gui.kit.setup.printer import Printers
from gui.kit.setup.printer_offset import PrinterOffset
from gui.tokens import ChipTone
from services.printers import NO_TRIM, SETTING_OF, Trim
from system.errors import Invalid, Refusal
from system.printers import Printer

if TYPE_CHECKING:
    from services import Services
    from services.printers import Routes

PAPER_WORDS = {"A5": "A5 横向", "A4": "A4 纵向", "80 mm": "80 毫米纸卷", "58 mm": "58 毫米纸卷"}
_THERMAL = "热敏打印机没有灰色：页面按 203 点/英寸化成黑白点再送去，字和二维码的边不会发虚。"
_STEPS = "先打一张校正页，用直尺量左上角的十字：离纸的左边、上边各多少毫米。两个数填在这里，再打一张看看准不准。"
_TITLE = "打印机校正页"


class PrinterTrim(QWidget):
    """`chosen(Changes)` after each thing that was kept."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services: Services | None = None
        self._printers: Printers | None = None
        self._trims: dict[str, Trim] = {}
        self.printer = Select((), name="要校正的打印机", icon="print", placeholder="还没有找到打印机")
        self.thermal = CheckBox("这是热敏打印机")
        self.offset = PrinterOffset()
        self.paper = Select(
            [(size, PAPER_WORDS[size]) for size in SETTING_OF], name="校正页用的纸", value=next(iter(SETTING_OF))
        )
        self.print_button = Button("打印校正页", icon="print")
        self.left_edge = LineEdit("20", name="左边量到（毫米）", max_length=6, latin=True, ime=False)
        self.top_edge = LineEdit("20", name="上边量到（毫米）", max_length=6, latin=True, ime=False)
        self.fields = {
            "left": Field("左边量到（毫米）", self.left_edge),
            "top": Field("上边量到（毫米）", self.top_edge),
        }
        self.compute = Button("算出校正", "soft")
        self.words = Banner("", "blue")
        self._lay_out()
        self._connect()

    def start(self, services: "Services", printers: Printers) -> None:
        """Whose printers, and what is known of them."""
        self._services, self._printers = services, printers
        jobs.run(self, lambda: (printers.printers(), services.printers.routes()), self._on_seen, self._on_failed)

    def _lay_out(self) -> None:
        column = VBox(self, gap="s")
        row = HBox(gap="l")
        row.addWidget(Field("打印机", self.printer, hint="只对这台打印机，设一次即可"), 1)
        row.addWidget(self.offset, 1)
        column.addLayout(row)
        column.addWidget(self.thermal)
        column.addWidget(Label(_THERMAL, "hint", "t3", wrap=True))
        column.addWidget(Line())
        column.addWidget(Label(_STEPS, "label", "t2", wrap=True))
        sheet = HBox(gap="s")
        sheet.addWidget(self.paper, 1)
        sheet.addWidget(self.print_button)
        sheet.addStretch(1)
        column.addLayout(sheet)
        measure = HBox(gap="m")
        measure.addWidget(self.fields["left"], 1)
        measure.addWidget(self.fields["top"], 1)
        measure.addWidget(Field(" ", self.compute))
        column.addLayout(measure)
        column.addWidget(self.words)
        self.words.hide()

    def _connect(self) -> None:
        self.printer.chosen.connect(lambda _name: self._show())
        self.thermal.clicked.connect(lambda _on: self._keep())
        self.offset.settled.connect(self._keep)
        self.print_button.clicked.connect(self._print)
        self.compute.clicked.connect(self._compute)
        self.left_edge.entered.connect(self.top_edge.setFocus)

    def name(self) -> str:
        """The printer that is looked at, "" for none."""
        value = self.printer.value()
        return value if isinstance(value, str) else ""

    # ---- what is shown

    def _on_seen(self, seen: "tuple[tuple[Printer, ...], Routes]") -> None:
        known, routes = seen
        held = self.name()
        names = list(dict.fromkeys([*(printer.name for printer in known), *routes.trims]))
        self._trims = dict(routes.trims)
        self.printer.set_options([(name, name) for name in names])
        self.printer.set_value(held if held in names else next(iter(names), None))
        self._show()

    def _show(self) -> None:
        name = self.name()
        trim = self._trims.get(name, NO_TRIM)
        self.offset.set_trim(trim)
        self.thermal.setChecked(trim.thermal)
        for widget in (self.offset, self.thermal, self.paper, self.left_edge, self.top_edge):
            widget.setEnabled(bool(name))
        for button in (self.print_button, self.compute):
            button.set_blocked("" if name else "先接好打印机")

    # ---- what is done

    def _keep(self) -> None:
        services, name = self._services, self.name()
        if services is None or not name:
            return
        trim = self.offset.trim(thermal=self.thermal.isChecked())
        self._trims[name] = trim
        jobs.run(self, lambda: services.printers.set_trim(name, trim), self.chosen.emit, self._on_failed)

    def _print(self) -> None:
        services, printers, name, paper = self._services, self._printers, self.name(), str(self.paper.value())
        if services is None or printers is None:
            return
        self.print_button.set_blocked("正在送打印机…")

        def work() -> str:
            return printers.send(services.printers.ruler_sheet(name, paper), _TITLE, 1, name)

        jobs.run(self, work, self._on_printed, self._on_failed)

    def _on_printed(self, name: str) -> None:
        self._show()
        self._say(f"校正页已送到 {name}。量左上角的十字，把两个数填在下面一行。", "blue")
        self.left_edge.setFocus(Qt.FocusReason.OtherFocusReason)

    def _compute(self) -> None:
        services, name = self._services, self.name()
        numbers = {key: _millimetres(field) for key, field in self.fields.items()}
        left, top = numbers["left"], numbers["top"]
        if services is None or left is None or top is None:
            return

        def measured(trim: Trim) -> None:
            # The numbers are of the printer that was measured, and she may look at another one by now.
            if name == self.name():
                self._on_measured(trim)

        jobs.run(self, lambda: services.printers.measured(name, left, top), measured, self._on_failed)

    def _on_measured(self, trim: Trim) -> None:
        for edit in (self.left_edge, self.top_edge):
            edit.clear()
        self.offset.set_trim(trim)
        self._keep()
        self._say("校正已经算好、存好。再打一张校正页，两个数都是 20 就准了。", "green")
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: Exception) -> None:
        self._show()
        if isinstance(error, Invalid):
            for key, sentence in error.fields.items():
                if key in self.fields:
                    self.fields[key].set_error(sentence)
        if isinstance(error, Refusal):
            self._say(str(error), "red")

    def _say(self, words: str, tone: ChipTone) -> None:
        self.words.set(words, tone=tone)
        self.words.show()


def _millimetres(field: Field) -> float | None:
    """What was measured; a field without a number says so."""
    edit = field.control
    assert isinstance(edit, LineEdit)
    field.clear()
    try:
        value = float(edit.text().strip().replace("，", ".").replace("．", ".").replace(",", "."))
    except ValueError:
        value = -1.0
    if 0 <= value <= 100:
        return value
    field.set_error("填直尺上的数，如 18.5")
    return None
