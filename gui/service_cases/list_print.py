"""One kind of paper for many cases: each is issued in its own write and sent to the printer, until all are done.

It goes on by itself and stops where it is told to, or where the printer is away: more sheets that nobody prints would
only have to be made void.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from gui import jobs
from gui.kit.button import Button
from gui.kit.label import Label
from gui.kit.overlay import Panel
from gui.kit.printing import DeskPrinter, PrintResult
from gui.kit.progress_bar import ProgressBar
from gui.kit.table import Cell, Column, Table
from services import Services
from services.documents import IssuedPaper
from system.errors import Refusal

Refused = tuple[str, str]
_COLUMNS = (
    Column("编号", lambda row: Cell(row[0], bold=True), width=170),
    Column("为什么没有打", lambda row: Cell(row[1], tone="red")),
)


class PrintRun(Panel):
    """The panel. `issued(document id)` for each sheet in the register, `ended` when nothing more comes."""

    issued = Signal(int)
    ended = Signal()

    def __init__(self, services: Services, printer: DeskPrinter, kind: str, cases: Sequence[tuple[int, str]]) -> None:
        super().__init__("批量打印", f"{len(cases)} 件")
        self._services, self._printer, self._kind = services, printer, kind
        self._cases = tuple(cases)
        self._at = self._sent = 0
        self._running = False
        self.refused: list[Refused] = []
        self.bar = ProgressBar("已打印")
        self.words = Label("", "body", wrap=True)
        self.table = Table(_COLUMNS, name="没有打的件", row_height="row_dense")
        self.stop_button = Button("停下", key="Esc")
        self.stop_button.clicked.connect(self._on_stop)
        self.body.addWidget(self.words)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.table, 1)
        self.foot.addStretch(1)
        self.add_foot(self.stop_button)

    def start(self) -> None:
        """Issue the first; the others follow."""
        self._running = True
        self._next()

    def stop(self) -> None:
        """Issue no more; what is on its way to the printer comes out."""
        if self._running:
            self._end("已停下")

    # ---- one after the other

    def _next(self) -> None:
        if not self._running:
            return
        if self._at == len(self._cases):
            self._end("")
            return
        case_id, number = self._cases[self._at]
        self.words.setText(f"正在打第 {self._at + 1} 件，共 {len(self._cases)} 件：{number}")
        self.bar.set_percent(100 * self._at // len(self._cases))
        cases = self._services.service_cases
        jobs.run(self, lambda: cases.issue(case_id, self._kind), self._print, self._on_refused)

    def _print(self, paper: IssuedPaper) -> None:
        self.issued.emit(paper.id)
        self._printer.print_document(self, paper.id, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        number = self._cases[self._at][1]
        self._at += 1
        if result.ok:
            self._sent += 1
        else:
            self._refuse(number, result.told("接通后到打印中心重新打印"))
        if result.again:
            self._end("打印机没有响应，后面的没有再出")
        else:
            self._next()

    def _on_refused(self, error: Exception) -> None:
        number = self._cases[self._at][1]
        self._at += 1
        if isinstance(error, Refusal):
            self._refuse(number, str(error))
        self._next()

    def _refuse(self, number: str, why: str) -> None:
        self.refused.append((number, why))
        self.table.set_rows(tuple(self.refused))

    def _end(self, why: str) -> None:
        if not self._running:
            return
        self._running = False
        left = len(self._cases) - self._at
        parts = (
            f"送出 {self._sent} 件" if self._sent else "一件也没有送出",
            f"{len(self.refused)} 件没有打" if self.refused else "",
            f"还剩 {left} 件没有出" if left else "",
        )
        told = "，".join(filter(None, parts))
        self.words.setText(f"{why}：{told}。" if why else f"{told}，出来后到打印中心逐张确认。")
        self.bar.set_percent(100 * self._at // max(1, len(self._cases)))
        self.stop_button.set_words("关闭")
        self.ended.emit()

    def _on_stop(self) -> None:
        if self._running:
            self.stop()
        else:
            self.dismissed.emit()
