"""Rows over pages, QR codes and the small drawn things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.blocks import Row, cell, coded_qr, paginate, qr_code, quiet_zone, tick_box
from printing.readback import codes
from printing.sheet import A5_LANDSCAPE, Sheet
from printing.text import POINTS_PER_MM, Style
from tests.printing.papers import HUMAN_CODE, QR_TEXT
from tests.printing.reading import read

BODY = Style("serif", 10, 14.4)
HEADING = Row((cell(0, 40, "事项", BODY),), 8, 1)


def row(lines: int) -> Row:
    return Row((cell(0, 40, "\n".join(["甲"] * lines), BODY), cell(40, 20, "乙", BODY)), 8, 1)


def lines_of(page: list[Row]) -> int:
    return sum(len(part.cells[0].lines) for part in page if part is not HEADING)


@given(st.lists(st.integers(1, 120), max_size=25), st.floats(0, 60), st.floats(30, 120))
def test_rows_flow_over_pages_without_loss_or_overflow(sizes: list[int], first: float, others: float) -> None:
    pages = paginate([HEADING, *map(row, sizes)], HEADING, first, others)
    assert sum(map(lines_of, pages)) == sum(sizes)
    assert sum(len(part.cells[1].lines) for page in pages for part in page if part is not HEADING) == len(sizes)
    for number, page in enumerate(pages):
        assert sum(part.height for part in page) <= (others if number else first) + 1e-6
    if sizes:
        assert all(page[-1] is not HEADING for page in pages if page)
        assert all(page[0] is HEADING for page in pages[1:])


def test_a_row_that_fits_a_fresh_page_moves_there_whole() -> None:
    pages = paginate([HEADING, row(3), row(9)], HEADING, 40, 100)
    assert [lines_of(page) for page in pages] == [3, 9]


def test_a_page_too_low_for_one_line_is_refused() -> None:
    with pytest.raises(ValueError, match="一页放不下"):
        paginate([HEADING, row(1)], HEADING, 9, 12)


@pytest.mark.parametrize("text", [QR_TEXT, "TYJR1:" + "7K3M92QF" * 35, "坡退信〔2026〕47号"])
def test_a_code_is_read_from_one_bit_dots(text: str) -> None:
    sheet = Sheet(A5_LANDSCAPE, title="试", author="试")
    coded_qr(sheet, 20, 20, 25, text=text, code=HUMAN_CODE, style=BODY)
    assert codes(sheet.finish()) == (text,)


def test_the_human_code_stands_clear_of_the_quiet_zone() -> None:
    for text in (QR_TEXT, "A" * 300):
        sheet = Sheet(A5_LANDSCAPE, title="试", author="试")
        coded_qr(sheet, 20, 20, 26, text=text, code=HUMAN_CODE, style=BODY)
        top = min(character.box.top for character in read(sheet.finish())[0].characters)
        assert top - 46 >= max(2.0, quiet_zone(text, 26)) - 0.05


def test_a_small_code_is_refused() -> None:
    sheet = Sheet(A5_LANDSCAPE, title="试", author="试")
    with pytest.raises(ValueError, match="不足"):
        qr_code(sheet, 20, 20, 24.9, QR_TEXT)


def test_a_tick_is_drawn_inside_its_box() -> None:
    sheet = Sheet(A5_LANDSCAPE, title="试", author="试")
    tick_box(sheet, 20, 20, ticked=True)
    tick_box(sheet, 40, 20)
    box, tick, empty = (path.box for path in read(sheet.finish())[0].paths)
    assert tick.inside(box)
    assert empty.left - box.left == pytest.approx(20, abs=0.01)


def test_pitch_is_given_in_millimetres() -> None:
    assert pytest.approx(14.4 / POINTS_PER_MM) == BODY.pitch
