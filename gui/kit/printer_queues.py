"""The printers of this computer, and handing a finished PDF to one of them.

All of it belongs into a job: it waits for the print service and touches no widget. Where CUPS is there the PDF itself
goes out through `lp`; elsewhere Qt's printer gets page images of 300 dpi, a slip printer its own 203 in black and
white. The size of the sheet is always said, never left to the driver: forms are measured in millimetres.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from gui.kit.setup.paper_view import Pixels, to_image
from services import Services
from services.documents import page_images
from system import printers
from system.errors import Trouble
from system.printers import Printer

DPI = 300
# The dots of a thermal printer: burnt or not, nothing between.
THERMAL_DPI = 203
# At 72 dpi a pixel is a point.
_POINTS = 72
_MM_PER_POINT = 25.4 / 72
_SLACK_MM = 4
_ADVICE = "请检查打印机的电源和连线；换了打印机的，到“设置 › 打印机”里重新选。"
_NO_SLIP_PRINTER = "还没有指定号条打印机，可以到“设置 › 打印机”里指定。"


@dataclass(frozen=True)
class Paper:
    """A size of paper as forms use it: lying or upright, in millimetres; `setting` keeps the printer chosen for it.

    `code` is its name for CUPS. `roll`: it comes from a roll, so only a printer that was chosen for it can take it.
    """

    code: str
    words: str
    width: int
    height: int
    setting: str
    roll: bool = False

    @property
    def lying(self) -> bool:
        """Whether the sheet lies on its long side."""
        return self.width > self.height

    @property
    def dpi(self) -> int:
        """The dots per inch of page images for it."""
        return THERMAL_DPI if self.roll else DPI

    def page_size(self) -> QPageSize:
        """The upright sheet as Qt knows it."""
        across, along = sorted((self.width, self.height))
        return QPageSize(QSizeF(across, along), QPageSize.Unit.Millimeter, self.words)


A5 = Paper("A5", "A5 横向", 210, 148, "printer.a5")
A4 = Paper("A4", "A4 纵向", 210, 297, "printer.a4")
SLIP = Paper("Custom.58x87mm", "58 毫米纸卷", 58, 87, "printer.slip", roll=True)
PAPERS = (A5, A4, SLIP)


def paper_of(pdf: bytes) -> Paper:
    """The paper that a PDF's first page wants; A4 where it is none of ours."""
    return paper_of_page(page_images(pdf, _POINTS)[0], _POINTS)


def paper_of_page(page: Pixels, dpi: int) -> Paper:
    """The same for a page that is drawn already."""
    scale = _MM_PER_POINT * _POINTS / dpi
    width, height = page.width * scale, page.height * scale
    fitting = (p for p in PAPERS if abs(p.width - width) < _SLACK_MM and abs(p.height - height) < _SLACK_MM)
    return next(fitting, A4)


class PrinterQueues:
    """What the operating system knows of printers, and the station's choice among them."""

    def __init__(self, services: Services) -> None:
        """Remember whose choice of printers counts."""
        self._services = services

    def printers(self) -> tuple[Printer, ...]:
        """All printers, the system's default first. May take seconds where the print service hangs."""
        return printers.list_printers() if printers.has_cups() else _qt_printers()

    def choice(self, paper: Paper) -> str:
        """The printer that the station chose for a paper, "" where it chose none."""
        return str(self._services.station.setting(paper.setting, "") or "")

    def choose(self, paper: Paper, known: Sequence[Printer], wanted: str = "") -> Printer:
        """The printer to use: `wanted`, else the station's choice, else the default. Raises Trouble if it isn't ready.

        A chosen printer that is away is a fault, and no reason to let a visitor's paper come out somewhere else.
        """
        name = wanted or self.choice(paper)
        if paper.roll and not name:
            raise Trouble(_NO_SLIP_PRINTER)
        if not known:
            raise Trouble("没有找到打印机。", _ADVICE)
        found = next((printer for printer in known if printer.name == name), None) if name else known[0]
        if found is None:
            raise Trouble(f"找不到打印机“{name}”。", _ADVICE)
        if not found.ready:
            raise Trouble(f"打印机“{found.name}”没有接通，或者停用了。", _ADVICE)
        return found

    def send(self, pdf: bytes, title: str, copies: int = 1, printer: str = "") -> str:
        """Hand a PDF to a printer and return the printer's name. Raises Trouble where no printer takes it."""
        paper = paper_of(pdf)
        found = self.choose(paper, self.printers(), printer)
        if printers.has_cups():
            printers.submit_pdf(found.name, pdf, copies=copies, media=paper.code)
        else:
            device = qt_printer(paper, title, copies)
            device.setPrinterName(found.name)
            paint_pages(device, [inked(page, paper) for page in page_images(pdf, paper.dpi)])
        return found.name


def qt_printer(paper: Paper, title: str, copies: int) -> QPrinter:
    """Qt's printer, told the exact sheet: its size, how it lies, no margins, its dots per inch."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setDocName(title)
    device.setResolution(paper.dpi)
    device.setCopyCount(copies)
    device.setFullPage(True)
    lies = QPageLayout.Orientation.Landscape if paper.lying else QPageLayout.Orientation.Portrait
    device.setPageLayout(QPageLayout(paper.page_size(), lies, QMarginsF(0, 0, 0, 0)))
    return device


def paint_pages(device: QPrinter, pages: Sequence[QImage]) -> None:
    """Draw each image over one whole page. Raises Trouble where the printer doesn't take it."""
    painter = QPainter()
    if not painter.begin(device):
        raise Trouble(f"打印机“{device.printerName()}”没有响应。", _ADVICE)
    try:
        sheet = QRectF(device.paperRect(QPrinter.Unit.DevicePixel))
        sheet.moveTo(0, 0)
        for number, image in enumerate(pages):
            if number and not device.newPage():
                raise Trouble(f"打印机“{device.printerName()}”中途停了。", _ADVICE)
            painter.drawImage(sheet, image)
    finally:
        painter.end()


def inked(page: Pixels, paper: Paper) -> QImage:
    """The page as the printer draws it: on a roll every dot is black or white, so that no edge is dithered grey."""
    image = to_image(page)
    if not paper.roll:
        return image
    return image.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)


def _qt_printers() -> tuple[Printer, ...]:
    usable = (QPrinter.PrinterState.Idle, QPrinter.PrinterState.Active)
    found = [Printer(info.printerName(), info.isDefault(), info.state() in usable) for info in _infos()]
    return tuple(sorted(found, key=lambda printer: (not printer.is_default, printer.name)))


def _infos() -> list[QPrinterInfo]:
    return QPrinterInfo.availablePrinters()
