"""The printers of this computer, and handing a finished PDF to one of them.

All of it belongs into a job: it waits for the print service and touches no widget. Where CUPS is there the PDF itself
goes out through `lp`; elsewhere Qt's printer gets page images of 300 dpi. A thermal printer gets its own 203 dpi in
black and white on either road. The size of the sheet is always said, never left to the driver: forms are measured in
millimetres. Each copy is a job of its own, so that the register counts what was handed over and not what was wished.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from gui.kit.setup.paper_view import Pixels, to_image
from services import Services
from services.documents import page_images
from services.printers import NO_TRIM, SETTING_OF, Trim, for_printer
from system import printers
from system.errors import Trouble
from system.printers import Printer

DPI = 300
# The dots of a thermal printer: burnt or not, nothing between.
THERMAL_DPI = 203
RECEIPT = "visit_receipt"
# At 72 dpi a pixel is a point.
_POINTS = 72
_MM_PER_INCH = 25.4
_MM_PER_POINT = _MM_PER_INCH / 72
_SLACK_MM = 4
_ADVICE = "请检查打印机的电源和连线；换了打印机的，到“设置 › 打印机”里重新选。"


@dataclass(frozen=True)
class Paper:
    """A paper as a sheet lies on it: its name for CUPS, its words, width and height in millimetres, and its size.

    `size` is what the station chooses a printer for. `roll`: it is cut from a roll, so only a printer that was chosen
    for it can take it.
    """

    code: str
    words: str
    width: int
    height: int
    size: str
    roll: bool = False

    @property
    def lying(self) -> bool:
        """Whether the sheet lies on its long side."""
        return self.width > self.height

    @property
    def setting(self) -> str:
        """Where the station keeps the printer that it chose for this size."""
        return SETTING_OF[self.size]

    @property
    def dpi(self) -> int:
        """The dots per inch of page images for it."""
        return THERMAL_DPI if self.roll else DPI

    def cut(self, height: int) -> "Paper":
        """The roll cut off at another height."""
        return self if height == self.height else replace(self, height=height, code=_roll_code(self.width, height))

    def page_size(self) -> QPageSize:
        """The upright sheet as Qt knows it."""
        across, along = sorted((self.width, self.height))
        return QPageSize(QSizeF(across, along), QPageSize.Unit.Millimeter, self.words)


def _roll_code(width: int, height: int) -> str:
    return f"Custom.{width}x{height}mm"


A5 = Paper("A5", "A5 横向", 210, 148, "A5")
A4 = Paper("A4", "A4 纵向", 210, 297, "A4")
A4_LYING = Paper("A4", "A4 横向", 297, 210, "A4")
SLIP = Paper(_roll_code(58, 87), "58 毫米纸卷", 58, 87, "58 mm", roll=True)
ROLL_80 = Paper(_roll_code(80, 175), "80 毫米纸卷", 80, 175, "80 mm", roll=True)
SHEETS = (A5, A4, A4_LYING)
ROLLS = (SLIP, ROLL_80)
# One for each size that the station chooses a printer for.
PAPERS = (A5, A4, SLIP, ROLL_80)


def paper_of(pdf: bytes) -> Paper:
    """The paper that a PDF's first page wants; A4 where it is none of ours."""
    return paper_of_page(page_images(pdf, _POINTS)[0], _POINTS)


def paper_of_page(page: Pixels, dpi: int) -> Paper:
    """The same for a page that is drawn already."""
    scale = _MM_PER_POINT * _POINTS / dpi
    width, height = page.width * scale, page.height * scale
    for roll in ROLLS:
        if abs(roll.width - width) < _SLACK_MM:
            return roll.cut(round(height))
    fitting = (p for p in SHEETS if abs(p.width - width) < _SLACK_MM and abs(p.height - height) < _SLACK_MM)
    return next(fitting, A4)


@dataclass(frozen=True)
class PrintJob:
    """Where a sheet goes and how: decided once, before the first copy. `note` is a sentence for the operator."""

    printer: str
    paper: Paper
    tray: str = ""
    trim: Trim = NO_TRIM
    note: str = ""

    @property
    def dots(self) -> bool:
        """Whether the printer knows black and white alone."""
        return self.paper.roll or self.trim.thermal

    @property
    def dpi(self) -> int:
        """The dots per inch of its page images."""
        return THERMAL_DPI if self.dots else DPI


class CopiesMissing(Trouble):
    """The printer took the first `came` copies and no more."""

    def __init__(self, came: int, trouble: Trouble) -> None:
        super().__init__(trouble.message, trouble.advice)
        self.came = came


class PrinterQueues:
    """What the operating system knows of printers, and the station's choice among them."""

    def __init__(self, services: Services) -> None:
        """Remember whose choice of printers counts."""
        self._services = services

    def printers(self) -> tuple[Printer, ...]:
        """All printers, the system's default first. May take seconds where the print service hangs."""
        return printers.list_printers() if printers.has_cups() else _qt_printers()

    def choice(self, paper: Paper, kind: str = "") -> str:
        """The printer that the station chose for a kind of paper, or for all of a size; "" where it chose none."""
        return self._services.printers.routes().of(kind, paper.size).printer

    def receipt_paper(self) -> Paper:
        """What receipts are printed on."""
        size = self._services.printers.routes().receipt_paper
        return next((paper for paper in PAPERS if paper.size == size), A5)

    def trays(self, printer: str) -> tuple[str, ...]:
        """The names of a printer's trays; empty where it has none to choose. May take seconds."""
        if printers.has_cups():
            return printers.list_trays(printer)
        return _qt_trays(printer)

    def choose(self, paper: Paper, known: Sequence[Printer], wanted: str = "", kind: str = "") -> Printer:
        """The printer to use: `wanted`, else the station's choice, else the default. Raises Trouble if it isn't ready.

        A chosen printer that is away is a fault, and no reason to let a visitor's paper come out somewhere else.
        """
        name = wanted or self.choice(paper, kind)
        if paper.roll and not name:
            raise Trouble(f"还没有指定 {paper.words}的打印机，可以到“设置 › 打印机”里指定。")
        if not known:
            raise Trouble("没有找到打印机。", _ADVICE)
        found = next((printer for printer in known if printer.name == name), None) if name else known[0]
        if found is None:
            raise Trouble(f"找不到打印机“{name}”。", _ADVICE)
        if not found.ready:
            raise Trouble(f"打印机“{found.name}”没有接通，或者停用了。", _ADVICE)
        return found

    def plan(self, pdf: bytes, kind: str = "", printer: str = "") -> PrintJob:
        """Where a sheet of a kind goes. Raises Trouble where no printer is there for it."""
        paper = paper_of(pdf)
        routes = self._services.printers.routes()
        found = self.choose(paper, self.printers(), printer, kind).name
        route = routes.of(kind, paper.size)
        tray = route.tray if route.printer in ("", found) else ""
        note = ""
        if tray and tray not in self.trays(found):
            note, tray = f"打印机“{found}”现在没有纸盒“{tray}”，已改用它自己选的纸盒", ""
        return PrintJob(found, paper, tray, routes.trim(found), note)

    def deliver(self, job: PrintJob, pdf: bytes, title: str, copies: int = 1) -> None:
        """Hand the copies over one by one. Raises Trouble, and CopiesMissing where some came and others didn't."""
        hand = self._hand_to_cups(job, pdf) if printers.has_cups() else self._hand_to_qt(job, pdf, title)
        for number in range(copies):
            try:
                hand()
            except Trouble as trouble:
                raise CopiesMissing(number, trouble) if number else trouble from None

    def send(self, pdf: bytes, title: str, copies: int = 1, printer: str = "", kind: str = "") -> str:
        """Hand a PDF to a printer and return the printer's name. Raises Trouble where no printer takes it."""
        job = self.plan(pdf, kind, printer)
        self.deliver(job, pdf, title, copies)
        return job.printer

    def _hand_to_cups(self, job: PrintJob, pdf: bytes) -> Callable[[], object]:
        ready = for_printer(pdf, job.trim, dpi=job.dpi if job.dots else 0)
        return lambda: printers.submit_pdf(job.printer, ready, copies=1, media=job.paper.code, tray=job.tray)

    def _hand_to_qt(self, job: PrintJob, pdf: bytes, title: str) -> Callable[[], object]:
        pages = [inked(page, dots=job.dots) for page in page_images(pdf, job.dpi)]

        def hand() -> None:
            device = qt_printer(job, title)
            device.setPrinterName(job.printer)
            paint_pages(device, pages, job.trim)

        return hand


def qt_printer(job: PrintJob, title: str) -> QPrinter:
    """Qt's printer, told the exact sheet: its size, how it lies, no margins, its dots per inch, its tray."""
    paper = job.paper
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setDocName(title)
    device.setResolution(job.dpi)
    device.setFullPage(True)
    if job.tray in QPrinter.PaperSource.__members__:
        device.setPaperSource(QPrinter.PaperSource[job.tray])
    lies = QPageLayout.Orientation.Landscape if paper.lying else QPageLayout.Orientation.Portrait
    device.setPageLayout(QPageLayout(paper.page_size(), lies, QMarginsF(0, 0, 0, 0)))
    return device


def paint_pages(device: QPrinter, pages: Sequence[QImage], trim: Trim = NO_TRIM) -> None:
    """Draw each image over one whole page, moved by the printer's trim. Raises Trouble where it isn't taken."""
    painter = QPainter()
    if not painter.begin(device):
        raise Trouble(f"打印机“{device.printerName()}”没有响应。", _ADVICE)
    try:
        sheet = QRectF(device.paperRect(QPrinter.Unit.DevicePixel))
        dots = device.resolution() / _MM_PER_INCH
        sheet.moveTo(trim.right_mm * dots, trim.down_mm * dots)
        for number, image in enumerate(pages):
            if number and not device.newPage():
                raise Trouble(f"打印机“{device.printerName()}”中途停了。", _ADVICE)
            painter.drawImage(sheet, image)
    finally:
        painter.end()


def inked(page: Pixels, *, dots: bool) -> QImage:
    """The page as the printer draws it: as dots each is black or white, so that no edge is dithered grey."""
    image = to_image(page)
    if not dots:
        return image
    return image.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)


def _qt_printers() -> tuple[Printer, ...]:
    usable = (QPrinter.PrinterState.Idle, QPrinter.PrinterState.Active)
    found = [Printer(info.printerName(), info.isDefault(), info.state() in usable) for info in _infos()]
    return tuple(sorted(found, key=lambda printer: (not printer.is_default, printer.name)))


def _infos() -> list[QPrinterInfo]:
    return QPrinterInfo.availablePrinters()


def _qt_trays(printer: str) -> tuple[str, ...]:
    """Only Windows tells Qt of trays; one alone is no choice."""
    sources = getattr(QPrinter(QPrinterInfo.printerInfo(printer)), "supportedPaperSources", None)
    names = [source.name for source in sources()] if callable(sources) else []
    return tuple(names) if len(names) > 1 else ()
