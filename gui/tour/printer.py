"""The tour's printer: a folder. What the desk sends to the printer lies there as PDF, byte for byte."""

from pathlib import Path

from gui.kit.printer_queues import PrinterQueues, PrintJob
from services import Services
from system.printers import Printer

NAME = "导览打印机"


class FolderPrinter(PrinterQueues):
    """Writes each sheet to `folder`, numbered in the order of printing."""

    def __init__(self, services: Services, folder: Path) -> None:
        super().__init__(services)
        self._folder = folder

    def printers(self) -> tuple[Printer, ...]:
        """The folder, always ready."""
        return (Printer(NAME, True, True),)

    def deliver(self, job: PrintJob, pdf: bytes, title: str, copies: int = 1) -> None:
        """Keep the sheet; several copies are one file, as they are the same bytes."""
        number = len(list(self._folder.glob("*.pdf"))) + 1
        name = "".join(character if character.isalnum() or character in "-_" else "-" for character in title)
        (self._folder / f"{number:02d}-{name}.pdf").write_bytes(pdf)
