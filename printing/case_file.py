"""A whole case file as one PDF: the index, then each paper and picture, with the page numbers that the index names.

The index and the sheet at its end bear no such number: in a file only the pages of documents are counted (the rule of
paper archives), so the index can be drawn before anybody knows how many pages it has itself.
"""

import ctypes
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from math import cos, radians, sin

import pypdfium2
import pypdfium2.raw as pdfium_c
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing import fonts
from printing.attached import AttachedType, pictures
from printing.raster import pdfium
from printing.sheet import A4, A4_LANDSCAPE, PageSize, Sheet
from printing.text import POINTS_PER_MM, Style, text_width
from system.version import PRODUCT

_STAMP = "卷内第 {page} 页"
_STYLE = Style("sans", 8)
# From the right edge of the page, and from its lower edge up to the baseline: under the foot of our own papers.
_RIGHT, _UP = 10.0, 5.0
_SHORT_SIDE = A4.width * POINTS_PER_MM

_MARGIN = 15.0
# Two hundred dots per inch over the long side of an A4; smaller pictures aren't blown up over a hundredth of an inch.
_PIXELS_WIDE = 2100
_LARGEST_DOT = 25.4 / 96
_QUALITY = 85


def case_file_pdf(index: bytes, parts: Sequence[bytes]) -> bytes:
    """The index and then all parts as one PDF; on each page of the parts 卷内第 n 页 at the bottom right, from 1.

    The same bytes each time but for the file's date and identifier. Raises pypdfium2.PdfiumError for bytes that are no
    PDF, or one behind a password.
    """
    letters = _font_page()
    with pdfium, closing(pypdfium2.PdfDocument.new()) as whole:
        _append(whole, index)
        unnumbered = len(whole)
        for part in parts:
            # Each part by itself: for every page that is changed, PDFium looks through all of its document.
            with closing(pypdfium2.PdfDocument.new()) as stamped:
                _append(stamped, letters)
                _append(stamped, part)
                _stamp(stamped, len(whole) - unnumbered + 1)
                stamped.del_page(0)
                whole.import_pages(stamped)
        kept = BytesIO()
        whole.save(kept)
    return kept.getvalue()


def _append(document: pypdfium2.PdfDocument, pages: bytes) -> None:
    with pypdfium2.PdfDocument(pages) as source:
        document.import_pages(source)


def image_page(image: bytes) -> bytes:
    """A JPEG or PNG, upright, on an A4 (turned where the picture is wider than high) as a PDF of one page.

    It was judged by `printing.attached.judge` before. Raises Invalid({"file": sentence}) where it can't be read.
    """
    kind = AttachedType.JPEG if image.startswith(b"\xff\xd8\xff") else AttachedType.PNG
    (upright,) = pictures(image, kind, pages=None, width=_PIXELS_WIDE)
    with Image.open(BytesIO(upright), formats=("PNG",)) as picture:
        wide, high = picture.size
        packed = BytesIO()
        picture.convert("RGB").save(packed, "JPEG", quality=_QUALITY)
    size = A4_LANDSCAPE if wide > high else A4
    dot = min((size.width - 2 * _MARGIN) / wide, (size.height - 2 * _MARGIN) / high, _LARGEST_DOT)
    return _page_with(packed, size, wide * dot, high * dot)


def _page_with(picture: BytesIO, size: PageSize, width: float, height: float) -> bytes:
    """The picture, so many millimetres wide and high, in the middle of a page."""
    fonts.font(fonts.FIRST_FONT)
    kept = BytesIO()
    paper = size.width * POINTS_PER_MM, size.height * POINTS_PER_MM
    canvas = Canvas(kept, pagesize=paper, invariant=1, pageCompression=1, initialFontName=fonts.FIRST_FONT)
    canvas.setTitle("")
    canvas.setAuthor("")
    canvas.setCreator(PRODUCT)
    left, low = (size.width - width) / 2, (size.height - height) / 2
    canvas.drawImage(
        ImageReader(picture),
        left * POINTS_PER_MM,
        low * POINTS_PER_MM,
        width * POINTS_PER_MM,
        height * POINTS_PER_MM,
    )
    canvas.showPage()
    canvas.save()
    return kept.getvalue()


# ------------------------------------------------------------------------------------------------------ the stamps


def _font_page() -> bytes:
    """A page of all that a stamp is written with: PDFium embeds a font file whole, ReportLab the few glyphs of it."""
    sheet = Sheet(PageSize("stamp", 60, 10), title="", author="")
    sheet.text(2, 6, _STAMP.format(page="0123456789"), _STYLE)
    return sheet.finish()


def _stamp(document: pypdfium2.PdfDocument, first: int) -> None:
    """Number the pages behind the page of letters, with its font; `first` is the number of the first of them."""
    with closing(document[0]) as written:
        (letters,) = written.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT])
        font = pdfium_c.FPDFTextObj_GetFont(letters)
        for place in range(1, len(document)):
            with closing(document[place]) as page:
                _stamp_page(document, page, font, _STAMP.format(page=first + place - 1))


def _stamp_page(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, font: object, words: str) -> None:
    # A photo that was made into a PDF may be metres wide, and is made smaller when it is printed.
    scale = max(1.0, min(page.get_size()) / _SHORT_SIDE)
    stamp = pdfium_c.FPDFPageObj_CreateTextObj(document, font, _STYLE.size * scale)
    letters = ctypes.create_string_buffer(f"{words}\0".encode("utf-16-le"))
    pdfium_c.FPDFText_SetText(stamp, ctypes.cast(letters, ctypes.POINTER(pdfium_c.FPDF_WCHAR)))
    in_from_right = (_RIGHT + text_width(words, _STYLE)) * POINTS_PER_MM * scale
    matrix = _corner(page, in_from_right, _UP * POINTS_PER_MM * scale)
    pdfium_c.FPDFPageObj_SetMatrix(stamp, pdfium_c.FS_MATRIX(*matrix))
    pdfium_c.FPDFPage_InsertObject(page, stamp)
    page.gen_content()


def _corner(page: pypdfium2.PdfPage, across: float, up: float) -> tuple[float, float, float, float, float, float]:
    """Where text begins that lies `across` from the right and `up` from the lower edge of the page as it is shown."""
    left, low, right, top = page.get_bbox()
    turn = page.get_rotation()
    x, y = {
        0: (right - across, low + up),
        90: (right - up, top - across),
        180: (left + across, top - up),
        270: (left + up, low + across),
    }[turn]
    along, over = round(cos(radians(turn))), round(sin(radians(turn)))
    return along, over, -over, along, x, y
