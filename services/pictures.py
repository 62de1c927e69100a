"""What the window shows of papers: one page of a sheet as pixels, and a code as squares.

A ledger may have a thousand pages, so a page is drawn when somebody turns to it, never all of them at once.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The drawing libraries are big; a login and the lists do without them.
    from printing.raster import PageImage


@dataclass(frozen=True)
class CodeSquares:
    """A QR code: `side` squares along each edge, the black ones as runs of (row, column, length), quiet zone not in."""

    side: int
    runs: tuple[tuple[int, int, int], ...]


def page_count(pdf: bytes) -> int:
    """How many pages a sheet has."""
    from printing import raster

    return raster.page_count(pdf)


def page_picture(pdf: bytes, index: int, dpi: int) -> "PageImage":
    """Page `index` (from 0) as pixels at `dpi`. Raises IndexError if there is no such page."""
    from printing import raster

    return raster.page_image(pdf, index, dpi)


def code_squares(text: str) -> CodeSquares:
    """The QR code of a text, as it is printed."""
    from printing import blocks

    return CodeSquares(*blocks.qr_modules(text))
