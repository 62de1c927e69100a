"""Forms that go another way than their size of paper: a table of forms, each with its printer and its tray."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui import jobs
from gui.kit.boxes import Grid, VBox
from gui.kit.label import Label
from gui.kit.select import Select
from gui.kit.setup.printer import Printers
from gui.kit.setup.printer_trim import PAPER_WORDS
from gui.kit.setup.printer_words import tray_words
from services.printers import FormRow, Route, Routes
from system.errors import Refusal

if TYPE_CHECKING:
    from services import Services

_HEADS = ("文书", "打印机", "纸盒")
_SHARES = (4, 4, 3)
_AS_SIZE = "按纸张大小"
_OWN_TRAY = "打印机自己选"


class _Line:
    """One form: its printer and its tray."""

    def __init__(self, row: FormRow) -> None:
        self.row = row
        self.printer = Select((), name=f"{row.title}的打印机")
        self.tray = Select((), name=f"{row.title}的纸盒")

    def route(self) -> Route:
        """What is chosen."""
        return Route(str(self.printer.value() or ""), str(self.tray.value() or ""))


class PrinterForms(QWidget):
    """The table. `chosen(Changes)` after each choice; `failed(sentence)` where it couldn't be kept."""

    chosen = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services: Services | None = None
        self._names: tuple[str, ...] = ()
        self._trays: dict[str, tuple[str, ...]] = {}
        self._routes = Routes()
        self.lines: dict[str, _Line] = {}
        self._grid = Grid(gap="s")
        column = VBox(self)
        column.addLayout(self._grid)
        self.heads = [Label(head, "label", "t2") for head in _HEADS]
        for place, head in enumerate(self.heads):
            self._grid.addWidget(head, 0, place)
            self._grid.setColumnStretch(place, _SHARES[place])

    def start(self, services: "Services", printers: Printers) -> None:
        """Read forms, printers and trays, in a job."""
        self._services = services

        def read() -> tuple[tuple[FormRow, ...], Routes, dict[str, tuple[str, ...]]]:
            known = [printer.name for printer in printers.printers()]
            return services.printers.forms(), services.printers.routes(), {name: printers.trays(name) for name in known}

        jobs.run(self, read, self._on_read, self._on_failed)

    def _on_read(self, came: tuple[tuple[FormRow, ...], Routes, dict[str, tuple[str, ...]]]) -> None:
        rows, self._routes, self._trays = came
        self._names = tuple(self._trays)
        for row in rows:
            line = self.lines.get(row.kind) or self._add(row)
            line.row = row
            self._show(line)
        # Where no printer has a choice of trays, the column says nothing.
        trays = any(line.tray.isEnabled() for line in self.lines.values())
        for widget in (self.heads[-1], *(line.tray for line in self.lines.values())):
            widget.setVisible(trays)
        self._grid.setColumnStretch(len(_HEADS) - 1, _SHARES[-1] if trays else 0)

    def _add(self, row: FormRow) -> _Line:
        line = self.lines[row.kind] = _Line(row)
        place = len(self.lines)
        named = VBox()
        named.addWidget(Label(row.title, "body", wrap=True))
        named.addWidget(Label(PAPER_WORDS.get(row.paper, row.paper), "hint", "t3"))
        self._grid.addLayout(named, place, 0)
        self._grid.addWidget(line.printer, place, 1)
        self._grid.addWidget(line.tray, place, 2)
        line.printer.chosen.connect(lambda _name: self._on_printer(line))
        line.tray.chosen.connect(lambda _name: self._keep(line))
        return line

    def _show(self, line: _Line) -> None:
        """The choice as it is kept; what isn't there any more stays in the list, and is called so."""
        route = line.row.route
        names = [*self._names, *([route.printer] if route.printer and route.printer not in self._names else [])]
        line.printer.set_options([("", _AS_SIZE)] + [(name, self._named(name)) for name in names])
        line.printer.set_value(route.printer)
        self._show_trays(line, route.tray)

    def _show_trays(self, line: _Line, tray: str) -> None:
        own = str(line.printer.value() or "")
        printer = own or self._routes.papers.get(line.row.paper, Route()).printer or next(iter(self._names), "")
        trays = self._trays.get(printer, ())
        names = [*trays, *([tray] if tray and tray not in trays else [])]
        options = [("", _OWN_TRAY if own else _AS_SIZE)]
        options += [(name, tray_words(name) if name in trays else f"{tray_words(name)}（现在没有）") for name in names]
        line.tray.set_options(options)
        line.tray.set_value(tray)
        line.tray.setEnabled(bool(names))

    def _named(self, name: str) -> str:
        return name if name in self._names else f"{name}（现在找不到）"

    def _on_printer(self, line: _Line) -> None:
        # A tray belongs to its printer.
        self._show_trays(line, "")
        self._keep(line)

    def _keep(self, line: _Line) -> None:
        services, kind, route = self._services, line.row.kind, line.route()
        if services is not None:
            jobs.run(self, lambda: services.printers.send_form(kind, route), self.chosen.emit, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.failed.emit(str(error))
