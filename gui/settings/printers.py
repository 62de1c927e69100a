"""设置 › 打印机: which printer takes the receipts, the letters and the queue slips, each with a sheet to try it."""

from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.card import Card
from gui.kit.label import Label
from gui.kit.printer_queues import A4, A5, SLIP
from gui.kit.scroll import Scroll
from gui.kit.setup.printer import Printers
from gui.kit.setup.printer_choice import TEST_SLIP, PrinterChoice
from gui.settings.section import Section
from services import Services

_RULES = (
    "指定的打印机没接通时不会改投别的打印机，免得来访人的回执印到别处；内容照样保存，接通后到“打印中心”重新打印。",
    "纸张大小按表单的实际毫米数打印，不缩放。印偏了、印小了，请在打印机的属性里关掉“适应页面”。",
)


class PrintersSection(Section):
    """A choice is kept at once; there is nothing to save."""

    subjects = frozenset({"station"})

    def __init__(self, services: Services, printers: Printers, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._printers = printers
        self.receipts = PrinterChoice(f"回执（{A5.words}）", A5.setting, "来访登记后当场打印")
        self.letters = PrinterChoice(f"文书（{A4.words}）", A4.setting, "恢复密钥、公文、台账")
        self.slips = PrinterChoice(
            f"号条（{SLIP.words}）", SLIP.setting, "排队取号时打印", trial=TEST_SLIP, none="不打印号条，口头报号"
        )
        inner = QWidget()
        column = VBox(inner, gap="m")
        row = HBox(gap="m")
        row.addWidget(self._card("打印回执", self.receipts), 1)
        row.addWidget(self._card("打印文书", self.letters), 1)
        column.addLayout(row)
        column.addWidget(self._card("打印号条", self.slips))
        rules = Card("怎么打印")
        for sentence in _RULES:
            rules.body.addWidget(Label(sentence, "label", "t2", wrap=True))
        column.addWidget(rules)
        column.addStretch(1)
        whole = VBox(self)
        whole.addWidget(Scroll(inner))
        self._looked = False

    def _card(self, title: str, choice: PrinterChoice) -> Card:
        card = Card(title)
        card.body.addWidget(choice)
        card.body.addStretch(1)
        choice.chosen.connect(self.tell)
        choice.chosen.connect(lambda _changes: self.notice.emit(f"{title}的打印机已改"))
        return card

    def refresh(self) -> None:
        if self._looked:
            return
        self._looked = True
        for choice in (self.receipts, self.letters, self.slips):
            choice.start(self.services, self._printers)

    def first_focus(self) -> QWidget:
        return self.receipts.select
