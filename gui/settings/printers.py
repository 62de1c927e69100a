"""设置 › 打印机: what receipts are printed on, which printer takes which paper and which form, and where it prints."""

from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.boxes import Grid, HBox, VBox
from gui.kit.card import Card
from gui.kit.label import Label
from gui.kit.printer_queues import A4, A5, ROLL_80, SLIP
from gui.kit.scroll import Scroll
from gui.kit.segmented import Segmented
from gui.kit.setup.printer import Printers
from gui.kit.setup.printer_choice import TEST_SLIP, PrinterChoice, ruler_trial
from gui.kit.setup.printer_forms import PrinterForms
from gui.kit.setup.printer_trim import PrinterTrim
from gui.settings.section import Section
from services import Services
from services.printers import Routes
from system.errors import Refusal

_RECEIPTS = (("A5", "A5 横向"), ("80 mm", "80 毫米纸卷"), ("58 mm", "58 毫米纸卷"))
_RECEIPT_NOTE = "A5 回执带存根和盖章处；纸卷上的没有，凭二维码核验。改了以后新办的来访用新的纸，补印仍用原来的。"
_RULES = (
    "指定的打印机没接通时不会改投别的打印机，免得来访人的回执印到别处；内容照样保存，接通后到“打印中心”重新打印。",
    "纸张大小按表单的实际毫米数打印，不缩放。印小了，请在打印机的属性里关掉“适应页面”；印偏了，用下面的位置校正。",
)


class PrintersSection(Section):
    """A choice is kept at once; there is nothing to save."""

    subjects = frozenset({"station"})

    def __init__(self, services: Services, printers: Printers, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._printers = printers
        self.receipt_paper = Segmented(_RECEIPTS, name="回执印在什么纸上")
        self.receipts = PrinterChoice(f"回执（{A5.words}）", A5.setting, "来访登记后当场打印")
        self.letters = PrinterChoice(f"文书（{A4.words}）", A4.setting, "恢复密钥、公文、台账")
        self.slips = PrinterChoice(
            SLIP.words, SLIP.setting, "排队取号；回执用 58 毫米时", trial=TEST_SLIP, none="不打印，口头报号"
        )
        self.rolls = PrinterChoice(
            ROLL_80.words,
            ROLL_80.setting,
            "回执用 80 毫米时",
            trial=ruler_trial(ROLL_80.size),
            none="没有 80 毫米的打印机",
        )
        self.forms = PrinterForms()
        self.trim = PrinterTrim()
        inner = QWidget()
        self._lay_out(VBox(inner, gap="m"))
        whole = VBox(self)
        whole.addWidget(Scroll(inner))
        self._connect()
        self._looked = False

    def _lay_out(self, column: VBox) -> None:
        paper = Card("回执用纸")
        row = HBox()
        row.addWidget(self.receipt_paper)
        row.addStretch(1)
        paper.body.addLayout(row)
        paper.body.addWidget(Label(_RECEIPT_NOTE, "label", "t2", wrap=True))
        column.addWidget(paper)
        grid = Grid(gap="m")
        for place, (title, choice) in enumerate(self._choices().items()):
            card = Card(title)
            card.body.addWidget(choice)
            card.body.addStretch(1)
            grid.addWidget(card, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        column.addLayout(grid)
        rules = Card("怎么打印")
        for sentence in _RULES:
            rules.body.addWidget(Label(sentence, "label", "t2", wrap=True))
        column.addWidget(rules)
        for title, note, part in (
            ("位置校正", "印偏了的打印机，量一次就好", self.trim),
            ("个别文书另走一台", "没有指定的，按纸张大小走上面那几台", self.forms),
        ):
            card = Card(title, note=note)
            card.body.addWidget(part)
            column.addWidget(card)
        column.addStretch(1)

    def _choices(self) -> dict[str, PrinterChoice]:
        return {
            "打印回执": self.receipts,
            "打印文书": self.letters,
            "打印号条和窄回执": self.slips,
            "打印宽回执": self.rolls,
        }

    def _connect(self) -> None:
        self.receipt_paper.chosen.connect(self._on_paper)
        for title, choice in self._choices().items():
            choice.chosen.connect(self.tell)
            choice.chosen.connect(lambda _changes, title=title: self._on_kept(f"{title}的打印机已改"))
        self.trim.chosen.connect(self.tell)
        self.trim.chosen.connect(lambda _changes: self.notice.emit("打印机的校正已存好"))
        self.forms.chosen.connect(self.tell)
        self.forms.chosen.connect(lambda _changes: self.notice.emit("文书的打印机已改"))
        self.forms.failed.connect(self.notice)

    def refresh(self) -> None:
        jobs.run(self, self.services.printers.routes, self._on_read)
        if self._looked:
            return
        self._looked = True
        for choice in self._choices().values():
            choice.start(self.services, self._printers)
        self.trim.start(self.services, self._printers)
        self.forms.start(self.services, self._printers)

    def first_focus(self) -> QWidget:
        return self.receipts.select

    def before_leaving(self) -> None:
        self.trim.offset.settle()

    def _on_read(self, routes: Routes) -> None:
        self.receipt_paper.set_value(routes.receipt_paper)

    def _on_kept(self, words: str) -> None:
        self.notice.emit(words)
        # The table says where the sizes of paper go.
        self.forms.start(self.services, self._printers)

    def _on_paper(self, paper: object) -> None:
        def kept(changes: object) -> None:
            self.tell(changes)
            self.notice.emit("回执用纸已改")

        jobs.run(self, lambda: self.services.printers.set_receipt_paper(str(paper)), kept, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self.refresh()
        if isinstance(error, Refusal):
            self.notice.emit(str(error))
