"""What stands on a visit's receipt, whatever it is set on: the A5 sheet, its stub, or a slip from a roll."""

from dataclasses import dataclass

from printing.sheet import A5_LANDSCAPE


@dataclass(frozen=True)
class ReceiptLine:
    """One matter. A line end in ``outcome`` sets the case number on a line of its own.

    ``stub`` may give the stub shorter words (line ends kept); without it outcome and promise stand there too.
    """

    matter: str
    outcome: str
    promise: str = ""
    stub: str = ""


@dataclass(frozen=True, kw_only=True)
class VisitReceipt:
    """All values are text ready to be printed; ``visitor`` is already masked ("李*（男）").

    ``wording`` is the version of the fixed sentences, 0 the newest. ``reprint`` counts reprints, 0 is the first print;
    ``correction`` counts corrections of what stands on it, 0 is the first receipt of a visit.
    ``region_code`` isn't printed: it goes into the code. ``paper`` is "A5", "80 mm" or "58 mm".
    """

    station_name: str
    region_code: str = ""
    number: str
    visitor: str
    headcount_text: str
    visited_at: str
    materials_text: str
    lines: tuple[ReceiptLine, ...]
    station_phone: str
    complaint_phone: str
    address: str
    hours: str
    operator: str
    printed_at: str
    qr_text: str
    human_code: str
    reprint: int = 0
    void: bool = False
    wording: int = 0
    correction: int = 0
    paper: str = A5_LANDSCAPE.name
