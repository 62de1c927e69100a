"""Printers for tests of the forms: they keep what was sent, and fail when told to. Only the hardware is played."""

from services import Services
from system.errors import Trouble
from system.printers import Printer


class PaperPrinters:
    """Two printers, one of them not connected."""

    def __init__(self, *names: str) -> None:
        self.sent: list[tuple[str, bytes, int, str]] = []
        self.broken = False
        self.known = tuple(Printer(name, at == 0, at == 0) for at, name in enumerate(names or ("HP-M1005", "Epson")))

    def printers(self) -> tuple[Printer, ...]:
        """All of them."""
        return self.known

    def trays(self, printer: str) -> tuple[str, ...]:
        """The first printer has two; nobody else has a choice."""
        return ("Auto", "Tray2") if printer == self.known[0].name else ()

    def send(self, pdf: bytes, title: str, copies: int = 1, printer: str = "", kind: str = "") -> str:
        """Keep the PDF, or refuse it."""
        if self.broken:
            raise Trouble("打印机没有响应。", "请检查电源和数据线后再试。")
        self.sent.append((title, pdf, copies, printer))
        return printer or self.known[0].name

    def of(self, _services: Services) -> "PaperPrinters":
        """Itself, for whoever asks with the services in hand."""
        return self
