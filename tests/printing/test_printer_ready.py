"""A sheet on its way to one printer: moved without being redrawn, or in black dots."""

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps

from printing import catalogue
from printing.printer_ready import dotted, one_bit, shifted
from printing.raster import PageImage, page_count, page_image
from printing.readback import codes, words
from tests.printing.papers import QR_TEXT, receipt, recovery

DPI = 254
DOTS = 10  # a millimetre


def drawn(pdf: bytes, index: int = 0) -> Image.Image:
    return one_bit(page_image(pdf, index, DPI)).convert("L")


@pytest.mark.parametrize(("right", "down"), [(3, 2), (-2, -3), (0, 5), (15, -15)])
def test_all_of_each_page_moves_by_the_millimetres(right: int, down: int) -> None:
    pdf = catalogue.render_form(recovery())
    moved = shifted(pdf, right, down)
    assert page_count(moved) == page_count(pdf) == 2
    for index in range(2):
        before, after = drawn(pdf, index), drawn(moved, index)
        assert before.size == after.size
        wanted = ImageChops.offset(ImageOps.invert(before), right * DOTS, down * DOTS)
        # What left the page at one edge must not come in at the other.
        for edge in ((right, 0, before.width, 0), (down, 1, before.height, 1)):
            by, axis, length, _ = edge
            gone = (0, by * DOTS) if by > 0 else (length + by * DOTS, length)
            box = (gone[0], 0, gone[1], before.height) if axis == 0 else (0, gone[0], before.width, gone[1])
            wanted.paste(0, box)
        apart = ImageChops.difference(wanted, ImageOps.invert(after)).histogram()
        # A dot on the rim of a letter may fall on the other side of the threshold.
        assert sum(apart[1:]) < 0.004 * before.width * before.height


def test_a_moved_sheet_still_is_text_and_nothing_is_lost() -> None:
    pdf = catalogue.render_form(receipt())
    assert words(shifted(pdf, 1.5, -0.5)) == words(pdf)


def test_dots_are_black_or_white_and_the_code_is_read() -> None:
    pdf = catalogue.render_form(receipt())
    dots = dotted(pdf, 203)
    assert set(codes(dots)) == {QR_TEXT}
    with pypdfium2.PdfDocument(dots) as document:
        (picture,) = document[0].get_objects()
        assert picture.get_metadata().bits_per_pixel == 1
        width, height = document[0].get_size()
    assert (width / 72 * 25.4, height / 72 * 25.4) == pytest.approx((210, 148), abs=0.13)
    assert page_count(dotted(catalogue.render_form(recovery()), 203)) == 2


def test_half_grey_is_decided() -> None:
    row = bytes([0, 0, 0, 0, 127, 127, 127, 0, 128, 128, 128, 0, 255, 255, 255, 0])
    assert list(one_bit(PageImage(4, 1, 16, row)).get_flattened_data()) == [0, 0, 255, 255]
