"""Pages of a finished PDF as pixels, for the preview and for printers that want pictures."""

import threading
from dataclasses import dataclass

import pypdfium2
from pypdfium2.raw import FPDFBitmap_BGRx

# PDFium may be entered by one thread at a time.
pdfium = threading.Lock()


@dataclass(frozen=True)
class PageImage:
    """Pixels of one page, top row first, four bytes each in the order blue, green, red, unused.

    This is the layout of ``QImage.Format_RGB32`` on the little-endian machines that we run on.
    """

    width: int
    height: int
    stride: int  # bytes from one row to the next
    data: bytes


def page_count(pdf: bytes) -> int:
    """The number of pages. Raises pypdfium2.PdfiumError if the bytes are no PDF."""
    with pdfium, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def page_image(pdf: bytes, index: int, dpi: float) -> PageImage:
    """Page ``index`` (from 0) drawn black on white at ``dpi``. Raises IndexError if there is no such page."""
    with pdfium, pypdfium2.PdfDocument(pdf) as document:
        if not 0 <= index < len(document):
            raise IndexError(f"没有第 {index + 1} 页")
        page = document[index]
        bitmap = page.render(scale=dpi / 72, force_bitmap_format=FPDFBitmap_BGRx)
        image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        page.close()
        return image
