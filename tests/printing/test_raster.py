"""Page images."""

import pypdfium2
import pytest

from printing import catalogue
from printing.raster import page_count, page_image
from tests.printing.papers import receipt, recovery


def test_pixels_come_as_blue_green_red_and_a_spare_byte() -> None:
    image = page_image(catalogue.render_form(receipt()), 0, 96)
    assert (image.width, image.height) == (794, 560)
    assert image.stride >= 4 * image.width
    assert len(image.data) == image.stride * image.height
    assert image.data[:3] == b"\xff\xff\xff"
    # The left rule of the table, 10 mm in and 40 mm down, is black.
    start = round(40 * 96 / 25.4) * image.stride
    row = [image.data[start + 4 * x : start + 4 * x + 3] for x in range(image.width)]
    darkest = min(range(30, 46), key=lambda x: sum(row[x]))
    assert abs(darkest - 10 * 96 / 25.4) <= 1
    assert sum(row[darkest]) < 300


def test_pages_are_counted_and_a_missing_one_is_refused() -> None:
    pdf = catalogue.render_form(recovery())
    assert page_count(pdf) == 2
    with pytest.raises(IndexError, match="没有第 3 页"):
        page_image(pdf, 2, 96)
    with pytest.raises(IndexError):
        page_image(pdf, -1, 96)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        page_count(b"no paper")
