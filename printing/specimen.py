"""Sheets of nobody, to look at the wording: marked as such, and measured for text that has no room.

The mark lies over the finished pages, so no form has to know of it.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import combinations

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from printing.raster import pdfium
from printing.sheet import THICK, PageSize, Sheet
from printing.text import POINTS_PER_MM, Style

MARK = "样 张"
_SIZE = PageSize("mark", 26, 11)
_STYLE = Style("sans-bold", 16)
_INSET = 4 * POINTS_PER_MM
_WIDE, _HIGH = _SIZE.width * POINTS_PER_MM, _SIZE.height * POINTS_PER_MM
# Where the printers of most desks can't print.
_EDGE = 2 * POINTS_PER_MM
# Boxes of neighbouring glyphs touch; text that lies on text shares more than this, in points.
_TOUCH = 1.5

_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Fitting:
    """How the text of a sheet lies: `outside` pieces reach over the page's edge, `over` pairs lie on each other."""

    pages: int
    outside: int
    over: int


def marked(pdf: bytes) -> bytes:
    """The sheet with 样张 on each page: in a corner where no text stands, else above the paper."""
    stamp = _mark()
    with pdfium, pypdfium2.PdfDocument(pdf) as document, pypdfium2.PdfDocument(stamp) as source:
        form = source.page_as_xobject(0, document)
        for page in document:
            width, height = page.get_size()
            boxes = _text_boxes(page)
            free = [box for box in _corners(width, height) if not any(_on_each_other(box, text) for text in boxes)]
            if not free:
                height += _HIGH + 2 * _INSET
                page.set_mediabox(0, 0, width, height)
            left, low, _right, _top = (free or _corners(width, height))[0]
            copy = form.as_pageobject()
            copy.set_matrix(pypdfium2.PdfMatrix().translate(left, low))
            page.insert_obj(copy)
            page.gen_content()
            page.close()
        form.close()
        kept = BytesIO()
        document.save(kept)
    return kept.getvalue()


def fitting(pdf: bytes) -> Fitting:
    """Measure a sheet."""
    outside = over = 0
    with pdfium, pypdfium2.PdfDocument(pdf) as document:
        pages = len(document)
        for page in document:
            width, height = page.get_size()
            boxes = _text_boxes(page)
            outside += sum(not _within(box, width, height) for box in boxes)
            over += sum(_on_each_other(one, other) for one, other in combinations(boxes, 2))
            page.close()
    return Fitting(pages, outside, over)


def _text_boxes(page: pypdfium2.PdfPage) -> list[_Box]:
    return [item.get_bounds() for item in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT])]


def _corners(width: float, height: float) -> list[_Box]:
    """Where the mark may stand: top right, top left, bottom right, bottom left."""
    places = [(x, y) for y in (height - _INSET - _HIGH, _INSET) for x in (width - _INSET - _WIDE, _INSET)]
    return [(x, y, x + _WIDE, y + _HIGH) for x, y in places]


def _within(box: _Box, width: float, height: float) -> bool:
    left, low, right, high = box
    return left >= _EDGE and low >= _EDGE and right <= width - _EDGE and high <= height - _EDGE


def _on_each_other(one: _Box, other: _Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across > _TOUCH and along > _TOUCH


@cache
def _mark() -> bytes:
    sheet = Sheet(_SIZE, title=MARK, author="")
    sheet.box(0.4, 0.4, _SIZE.width - 0.8, _SIZE.height - 0.8, weight=THICK)
    sheet.text(_SIZE.width / 2, 7.4, MARK, _STYLE, align="center")
    return sheet.finish()
