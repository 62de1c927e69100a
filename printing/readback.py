"""Reads a finished paper back, as a visitor's eye and a scanner would: its words and its codes.

The self-test of the built program uses it, and so do the tests: what can't be read back was not printed right.
"""

import pypdfium2
import zxingcpp
from PIL import Image

from printing.raster import PageImage, page_image, pdfium

SCANNER_DPI = 203

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def words(pdf: bytes) -> str:
    """The text of all pages in reading order of the file."""
    with pdfium, pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def codes(pdf: bytes, index: int = 0, dpi: int = SCANNER_DPI) -> tuple[str, ...]:
    """The texts of all QR codes on one page, drawn in one bit at `dpi` as a cheap thermal printer would."""
    image = _one_bit(page_image(pdf, index, dpi))
    return tuple(found.text for found in zxingcpp.read_barcodes(image, formats=_QR))


def _one_bit(page: PageImage) -> Image.Image:
    image = Image.frombuffer("RGB", (page.width, page.height), page.data, "raw", "BGRX", page.stride, 1)
    return image.convert("L").point(lambda value: 255 if value > 127 else 0)
