"""Which printer takes which paper, from which tray, and what each printer needs to print in the right place.

A form goes where the station sends it, else where its size of paper goes, else to the system's default printer. What is
kept is looked through when it is read: a hand in the store must not keep a visitor from her receipt.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

from domain.dates import date_words
from domain.permissions import Permission
from services import _settings, _wordings
from services._base import Change, Changes, Service
from services._settings import RECEIPT_PAPERS
from system.errors import Invalid

__all__ = [
    "MOST_MM",
    "NO_TRIM",
    "RECEIPT_PAPERS",
    "SETTING_OF",
    "STEP_MM",
    "FormRow",
    "PrinterRoutes",
    "Route",
    "Routes",
    "Trim",
]

# How far a page may be moved, and by which steps; more is paper laid in wrong.
MOST_MM = 15.0
STEP_MM = 0.5

# The size of paper → where the station keeps the printer for it.
SETTING_OF: Mapping[str, str] = MappingProxyType(
    {"A5": "printer.a5", "A4": "printer.a4", "80 mm": "printer.roll80", "58 mm": "printer.slip"}
)
_FORMS, _TRAYS, _TRIMS = "printer.forms", "printer.trays", "printer.trims"
_TRIALS = frozenset({"printer_test", "ruler_sheet"})
_LONGEST_NAME = 200
_TRAY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}")


@dataclass(frozen=True)
class Route:
    """A printer and its tray, both as the system names them; "" leaves it to the next rule."""

    printer: str = ""
    tray: str = ""


@dataclass(frozen=True)
class Trim:
    """How a printer's pages are moved (millimetres to the right and down), and whether it knows black dots only."""

    right_mm: float = 0.0
    down_mm: float = 0.0
    thermal: bool = False

    @property
    def moves(self) -> bool:
        """Whether pages are moved at all."""
        return bool(self.right_mm or self.down_mm)


NO_TRIM = Trim()


@dataclass(frozen=True)
class FormRow:
    """A kind of paper as 设置 lists it: title, usual size, and its own route, empty where it follows the size."""

    kind: str
    title: str
    paper: str
    route: Route


@dataclass(frozen=True)
class Routes:
    """All that the station chose, read in one go."""

    papers: Mapping[str, Route] = field(default_factory=dict)
    forms: Mapping[str, Route] = field(default_factory=dict)
    trims: Mapping[str, Trim] = field(default_factory=dict)
    receipt_paper: str = RECEIPT_PAPERS[0]

    def of(self, kind: str, paper: str) -> Route:
        """Where a kind of paper of a size goes. A tray belongs to its printer and never goes to another."""
        own, usual = self.forms.get(kind, Route()), self.papers.get(paper, Route())
        if own.printer and own.printer != usual.printer:
            return own
        return Route(usual.printer, own.tray or usual.tray)

    def trim(self, printer: str) -> Trim:
        """What a printer needs; an unknown one needs nothing."""
        return self.trims.get(printer, NO_TRIM)


class PrinterRoutes(Service):
    """The station's choice among printers."""

    def routes(self) -> Routes:
        """All of it. Every operator may know."""
        with self.look(None) as session:
            forms, trays = (_table(_settings.get(session, key)) for key in (_FORMS, _TRAYS))
            trims = _table(_settings.get(session, _TRIMS))
            names = {paper: _settings.get(session, key) for paper, key in SETTING_OF.items()}
            receipt_paper = _settings.receipt_paper(session)
        return Routes(
            papers={paper: Route(_text(name), _text(trays.get(paper))) for paper, name in names.items()},
            forms={kind: Route(_text(row.get("printer")), _text(row.get("tray"))) for kind, row in _rows(forms)},
            trims={printer: _trim(row) for printer, row in _rows(trims)},
            receipt_paper=receipt_paper,
        )

    def forms(self) -> tuple[FormRow, ...]:
        """Every kind of paper in the order of the catalogue, but those that try out a printer that is named."""
        # The drawing libraries are big; a login and the lists do without them.
        from printing import catalogue

        routes = self.routes()
        return tuple(
            FormRow(kind.code, kind.title, kind.size.name, routes.forms.get(kind.code, Route()))
            for kind in catalogue.KINDS.values()
            if kind.code not in _TRIALS
        )

    def send_paper(self, paper: str, route: Route) -> Changes:
        """Print a size of paper there; without a printer on the default one. Raises Invalid, Denied, Trouble."""
        _check(route)
        with self._printers_change() as change:
            _keep(change, SETTING_OF[paper], route.printer)
            _keep(change, _TRAYS, _with(_settings.get(change.session, _TRAYS), paper, route.tray))
        return self.changed("station")

    def send_form(self, kind: str, route: Route) -> Changes:
        """Print a kind of paper there; an empty route follows its size. Raises Invalid, Denied, Trouble."""
        from printing import catalogue

        catalogue.kind(kind)
        _check(route)
        with self._printers_change() as change:
            own = asdict(route) if route != Route() else None
            _keep(change, _FORMS, _with(_settings.get(change.session, _FORMS), kind, own))
        return self.changed("station")

    def set_trim(self, printer: str, trim: Trim) -> Changes:
        """Keep what a printer needs. Raises Invalid (right_mm, down_mm → sentence), Denied, Trouble."""
        _check(Route(printer))
        names = {"right_mm": trim.right_mm, "down_mm": trim.down_mm}
        faults = {name: _OUT_OF_RANGE for name, value in names.items() if not _fits(value)}
        if faults:
            raise Invalid(faults)
        with self._printers_change() as change:
            needed = asdict(trim) if trim != NO_TRIM else None
            _keep(change, _TRIMS, _with(_settings.get(change.session, _TRIMS), printer, needed))
        return self.changed("station")

    def set_receipt_paper(self, paper: str) -> Changes:
        """Issue receipts on A5, 80 mm or 58 mm from now on. Raises Denied, Trouble."""
        if paper not in RECEIPT_PAPERS:
            raise ValueError(f"receipts are printed on {RECEIPT_PAPERS}")
        with self._printers_change() as change:
            _keep(change, _settings.RECEIPT_PAPER, paper)
        return self.changed("station")

    def ruler_sheet(self, printer: str, paper: str) -> bytes:
        """A page to measure how far a printer prints beside a paper of this size. It isn't kept."""
        from printing import catalogue
        from printing.forms import ruler_sheet

        trim = self.routes().trim(printer)
        with self.look(None) as session:
            station = _settings.station(session).name
            words = _wordings.active(session, ruler_sheet.FORM)
        return catalogue.render_form(
            ruler_sheet.RulerSheet(
                station_name=station,
                printer=printer,
                printed_on=date_words(self._context.clock.now().date()),
                shift_text=f"左右 {length_words(trim.right_mm)}，上下 {length_words(trim.down_mm)}",
                paper=paper,
            ),
            words,
        )

    def measured(self, printer: str, left_mm: float, top_mm: float) -> Trim:
        """The trim after measuring the ruler sheet: how far its upper left cross is from the paper's left and top edge.

        The sheet was printed with the trim of the moment, so what is found is added to it. Raises Invalid (left, top →
        sentence) for numbers that no correction can mend.
        """
        from printing.forms.ruler_sheet import CROSS

        trim = self.routes().trim(printer)
        right, down = _stepped(trim.right_mm + CROSS - left_mm), _stepped(trim.down_mm + CROSS - top_mm)
        faults = {name: _TOO_FAR for name, value in (("left", right), ("top", down)) if not _fits(value)}
        if faults:
            raise Invalid(faults)
        return Trim(right, down, trim.thermal)

    @contextmanager
    def _printers_change(self) -> Iterator[Change]:
        """Whoever prints may choose printers, as may whoever keeps the station's settings."""
        printing = Permission.DOCUMENT_PRINT in self.actor.permissions
        with self.change(Permission.DOCUMENT_PRINT if printing else Permission.STATION_SETTINGS) as change:
            yield change


_OUT_OF_RANGE = f"只能在左右、上下各 {MOST_MM:.0f} 毫米以内，每格 {STEP_MM} 毫米。"
_TOO_FAR = f"偏了 {MOST_MM:.0f} 毫米以上，校正不过来。请先看纸张放好没有、驱动里的纸张大小对不对，再打一张。"


def length_words(millimetres: float) -> str:
    """A correction as it is written: +1.5, −0.5, 0."""
    return f"{millimetres:+.1f}".replace("-", "−") if millimetres else "0"


def for_printer(pdf: bytes, trim: Trim, *, dpi: int = 0) -> bytes:
    """A sheet's bytes as one printer needs them: moved by its trim, in black dots of `dpi` where that is given."""
    if not trim.moves and not dpi:
        return pdf
    from printing import printer_ready

    moved = printer_ready.shifted(pdf, trim.right_mm, trim.down_mm) if trim.moves else pdf
    return printer_ready.dotted(moved, dpi) if dpi else moved


def _keep(change: Change, key: str, value: Any) -> None:
    old = _settings.get(change.session, key)
    if old != value and (old or value):
        _settings.put(change.session, key, value)
        change.audit("setting.changed", "station", key, {"old": old, "new": value})


def _check(route: Route) -> None:
    if len(route.printer) > _LONGEST_NAME or not route.printer.isprintable() or route.printer.startswith("-"):
        raise Invalid({"printer": "打印机的名字用不了，请在系统里换一个普通的名字。"})
    if route.tray and not _TRAY.fullmatch(route.tray):
        raise Invalid({"tray": "没有这样的纸盒，请重新选。"})


def _fits(value: float) -> bool:
    return abs(value) <= MOST_MM and _stepped(value) == value


def _stepped(value: float) -> float:
    return round(value / STEP_MM) * STEP_MM


def _with(table: object, key: str, value: object) -> dict[str, Any]:
    """The table with one entry changed; an empty value takes it out."""
    changed = _table(table) | {key: value}
    return {name: entry for name, entry in changed.items() if entry}


def _table(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}


def _rows(table: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(name, row) for name, row in table.items() if isinstance(row, dict)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _trim(row: Mapping[str, Any]) -> Trim:
    lengths = [row.get(name) for name in ("right_mm", "down_mm")]
    right, down = (float(length) if isinstance(length, int | float) and _fits(length) else 0.0 for length in lengths)
    return Trim(right, down, row.get("thermal") is True)
