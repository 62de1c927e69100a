"""Step 5, 打印机校正: the printer of the receipts, one test page, and whether it came out well."""

from gui.kit.boxes import VBox
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.label import Label
from gui.kit.setup.printer_choice import PrinterChoice
from gui.login.first_start.road import PRINTER, Road
from gui.login.guide import GuideStep

# The same keys as gui.kit.printer_queues, which is imported only once a printer is wanted.
RECEIPTS = "printer.a5"


class PrinterStep(GuideStep):
    """May be passed: a station without a printer yet registers visitors all the same."""

    title = "打印机校正"
    note = "试打一张回执"
    heading = "打印机校正"
    lead = "来访登记后当场打印 A5 回执。试打一张，确认位置、大小和生僻字都印得出来。"

    def __init__(self, road: Road) -> None:
        super().__init__()
        self._road = road
        self.choice = PrinterChoice("打印回执的打印机", RECEIPTS, "A5 横向；A4 文书的打印机以后在“设置”里选")
        self.skip = CheckBox("以后再试，先开始用")
        column = VBox(self, gap="l")
        card = Card("")
        card.body.addWidget(self.choice)
        card.body.addWidget(self.skip)
        column.addWidget(card)
        words = "没有打印机也能登记来访，回执先存着，接通后到“打印中心”打印。"
        column.addWidget(Label(words, "label", "t2", wrap=True))
        self.choice.changed.connect(self.changed)
        self.skip.toggled.connect(lambda _on: self.changed.emit())

    def entered(self) -> None:
        services = self._road.opened
        self.choice.start(services, self._road.printers_of(services))
        self.choice.select.setFocus()

    def blocked(self) -> str:
        if self.skip.isChecked() or self.choice.verdict == "good":
            return ""
        if self.choice.verdict == "bad":
            return "换好后再试一张，或者勾选“以后再试”"
        return "试打一张，看纸张是否完好；或者勾选“以后再试”"

    def busy(self) -> str:
        return self.choice.busy

    def draft_text(self) -> str:
        return "已自动保存"

    def proceed(self) -> None:
        if self.choice.name() and self.choice.verdict == "good":
            self.choice.keep(self._pass)
        else:
            self._pass()

    def _pass(self) -> None:
        self._road.passed(PRINTER)
        self.done.emit()
