"""Choosing the printer for one paper and trying it: list, test page, and whether the sheet came out well."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button, Link
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.select import Select
from gui.kit.setup.printer import Printers
from gui.kit.setup.printer_words import tray_words
from gui.tokens import ChipTone
from services.printers import SETTING_OF, Route
from system.errors import Refusal
from system.printers import Printer

if TYPE_CHECKING:
    from services import Services

_NONE = "没有找到打印机。接好电源和数据线、装好驱动后，点“再找一遍”。"


@dataclass(frozen=True)
class Trial:
    """What is printed to try a printer: the sheet, what to look at on it, and what to do where it came out badly."""

    title: str
    draw: "Callable[[Services, str], bytes]"
    look: str
    bad: str


TEST_PAGE = Trial(
    "打印机试打页",
    lambda services, printer: services.documents.printer_test(printer),
    "看四角、尺子、字和二维码",
    "请照着试打页检查：四角有没有印全、尺子量是不是 150 毫米、字有没有缺。换纸、清洁或换一台打印机后再试。",
)


def ruler_trial(size: str) -> Trial:
    """The ruler sheet as a trial of a roll: whether both crosses are on it, and where."""
    return Trial(
        "打印机校正页",
        lambda services, printer: services.printers.ruler_sheet(printer, size),
        "看两个十字、字和刻度是不是齐全，左右有没有切掉",
        "请检查纸卷的宽度、热敏面有没有装反，换纸、清洁打印头或换一台打印机后再试。",
    )


TEST_SLIP = Trial(
    "号条试打",
    lambda services, _printer: services.loose_papers.sample_slip(),
    "看号码、字和虚线是不是齐全，左右有没有切掉",
    "请检查纸卷宽度是不是 58 毫米、热敏面有没有装反，换纸、清洁打印头或换一台打印机后再试。",
)


@dataclass(frozen=True)
class Seen:
    """What a look found: the printers, where the station sends this paper, and the trays of each printer."""

    printers: tuple[Printer, ...]
    route: Route
    trays: dict[str, tuple[str, ...]]


class PrinterChoice(QWidget):
    """`setting` is where the station keeps its choice. `verdict` is "" until the sheet was called "good" or "bad".

    `none` offers to have no printer for this paper, in these words; that is the choice until another is made.
    """

    changed = Signal()
    chosen = Signal(object)

    def __init__(
        self,
        label: str,
        setting: str,
        hint: str,
        *,
        trial: Trial = TEST_PAGE,
        none: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = next(size for size, key in SETTING_OF.items() if key == setting)
        self._trial, self._none = trial, none
        self._trays: dict[str, tuple[str, ...]] = {}
        self._services: Services | None = None
        self._printers: Printers | None = None
        self.known: tuple[Printer, ...] = ()
        self.verdict = ""
        self.busy = ""
        self.select = Select((), name=label, icon="print", placeholder="还没有选打印机")
        self.field = Field(label, self.select, hint=hint)
        self.again = Link("再找一遍", icon="arrow_clockwise")
        self.tray = Select((), name=f"{label}的纸盒")
        self.tray_field = Field("纸盒", self.tray)
        self.test = Button("打印试打页" if trial is TEST_PAGE else "试打一张", icon="print")
        self.asked = Label("试打的纸张完好？", "body")
        self.good = Button("好", "soft", name="试打的纸完好")
        self.bad = Button("坏", name="试打的纸有问题")
        self.words = Banner("", "amber")
        self._build()
        self._connect()

    def start(self, services: "Services", printers: Printers) -> None:
        """Look which printers there are, and show the station's choice."""
        self._services, self._printers = services, printers
        self.look()

    def look(self) -> None:
        """Ask the machine for its printers, in a job."""
        services, printers, size = self._services, self._printers, self._size
        if services is None or printers is None or self.busy:
            return
        self._set_busy("正在查找打印机…")

        def seen() -> Seen:
            known = printers.printers()
            route = services.printers.routes().papers[size]
            return Seen(known, route, {printer.name: printers.trays(printer.name) for printer in known})

        jobs.run(self, seen, self._on_seen, self._on_failed)

    def name(self) -> str:
        """The printer chosen here, "" for none."""
        value = self.select.value()
        return value if isinstance(value, str) else ""

    def _build(self) -> None:
        column = VBox(self, gap="s")
        self.field.add_corner(self.again)
        column.addWidget(self.field)
        column.addWidget(self.tray_field)
        self.tray_field.hide()
        row = HBox(gap="s")
        row.addWidget(self.test)
        row.add_gap("l")
        for widget in (self.asked, self.good, self.bad):
            row.addWidget(widget)
            widget.hide()
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.words)
        self.words.hide()

    def _connect(self) -> None:
        self.again.clicked.connect(self.look)
        self.select.chosen.connect(self._on_chosen)
        self.tray.chosen.connect(lambda _tray: self.keep())
        self.test.clicked.connect(self.print_test)
        self.good.clicked.connect(lambda: self._judge("good"))
        self.bad.clicked.connect(lambda: self._judge("bad"))

    def print_test(self) -> None:
        """Print the test page on the chosen printer."""
        services, printers, name = self._services, self._printers, self.name()
        if services is None or printers is None or not name or self.busy:
            return
        self._set_busy("正在送打印机…")

        def work() -> str:
            return printers.send(self._trial.draw(services, name), self._trial.title, 1, name)

        jobs.run(self, work, self._on_printed, self._on_failed)

    def _on_seen(self, seen: Seen) -> None:
        self.known, self._trays = seen.printers, seen.trays
        self._set_busy("")
        held = self.name() or seen.route.printer
        names = [printer.name for printer in self.known]
        if held and held not in names:
            names.append(held)
        self.select.set_options(([("", self._none)] if self._none else []) + [(name, name) for name in names])
        self.select.set_value(held or ("" if self._none else next(iter(names), None)))
        self._say("" if names else _NONE, "amber")
        self._show_trays(seen.route.tray if self.name() == seen.route.printer else "")
        self._show_ready()

    def _show_trays(self, tray: str) -> None:
        """The trays of the chosen printer, where it has any; one that is gone is called so."""
        trays = self._trays.get(self.name(), ())
        names = [*trays, *([tray] if tray and tray not in trays else [])]
        options = [(name, tray_words(name) if name in trays else f"{tray_words(name)}（现在没有）") for name in names]
        self.tray.set_options([("", "打印机自己选"), *options])
        self.tray.set_value(tray)
        self.tray_field.setVisible(bool(names))

    def _show_ready(self) -> None:
        found = next((printer for printer in self.known if printer.name == self.name()), None)
        if not self.name():
            self.select.set_note("")
        elif found is None:
            self.select.set_note("现在找不到", "red")
        else:
            self.select.set_note("就绪" if found.ready else "没有接通", "accent" if found.ready else "amber")
        self.test.set_blocked("" if self.name() else "先选打印机")
        self.select.setEnabled(bool(self.known))
        self.changed.emit()

    def _on_chosen(self, _value: object) -> None:
        self.verdict = ""
        self._ask(False)
        self._show_trays("")
        self._show_ready()
        self.keep()

    def keep(self, on_kept: Callable[[], None] | None = None) -> None:
        """Make this the station's printer for the paper; `chosen` carries the Changes."""
        services, size = self._services, self._size
        route = Route(self.name(), str(self.tray.value() or ""))
        if services is None:
            return

        def kept(changes: object) -> None:
            self.chosen.emit(changes)
            if on_kept is not None:
                on_kept()

        jobs.run(self, lambda: services.printers.send_paper(size, route), kept, self._on_failed)

    def _on_printed(self, name: str) -> None:
        self._set_busy("")
        self._say(f"已送到 {name}。纸出来后，{self._trial.look}。", "blue")
        self._ask(True)
        self.good.setFocus(Qt.FocusReason.OtherFocusReason)

    def _judge(self, verdict: str) -> None:
        self.verdict = verdict
        self._ask(False)
        self._say(
            "试打完好，可以用了。" if verdict == "good" else self._trial.bad, "green" if verdict == "good" else "amber"
        )
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy("")
        self._show_ready()
        if isinstance(error, Refusal):
            self._say(str(error), "red")

    def _ask(self, asking: bool) -> None:
        for widget in (self.asked, self.good, self.bad):
            widget.setVisible(asking)

    def _say(self, words: str, tone: ChipTone) -> None:
        self.words.set(words, tone=tone)
        self.words.setVisible(bool(words))

    def _set_busy(self, words: str) -> None:
        self.busy = words
        self.test.setEnabled(not words)
        self.again.set_words(words or "再找一遍")
        self.changed.emit()
