"""A finished PDF made ready for one printer: moved by what that printer prints beside, or set in black dots alone.

None of it is kept: the register has the sheet as it was issued.
"""

from io import BytesIO

import pypdfium2
from PIL import Image

from printing.raster import PageImage, page_count, page_image, pdfium

_POINTS_PER_MM = 72 / 25.4
# Darker than this burns.
_THRESHOLD = 127


def shifted(pdf: bytes, right_mm: float, down_mm: float) -> bytes:
    """The PDF with all of each page moved to the right and down (millimetres, negative: left and up)."""
    across, along = right_mm * _POINTS_PER_MM, down_mm * _POINTS_PER_MM
    with pdfium, pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            left, bottom, right, top = page.get_mediabox()
            # The window over the drawing goes the other way.
            moved = (left - across, bottom + along, right - across, top + along)
            page.set_mediabox(*moved)
            page.set_cropbox(*moved)
            page.close()
        kept = BytesIO()
        document.save(kept)
    return kept.getvalue()


def dotted(pdf: bytes, dpi: int) -> bytes:
    """The PDF as pictures of its pages at `dpi`, each dot black or white: nothing is left for a driver to dither."""
    pages = [one_bit(page_image(pdf, index, dpi)) for index in range(page_count(pdf))]
    kept = BytesIO()
    pages[0].save(kept, format="PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return kept.getvalue()


def one_bit(page: PageImage) -> Image.Image:
    """A page in black and white."""
    image = Image.frombuffer("RGB", (page.width, page.height), page.data, "raw", "BGRX", page.stride, 1)
    return image.convert("L").point(lambda value: 255 if value > _THRESHOLD else 0, mode="1")
