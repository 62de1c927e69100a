"""Pages and codes as the window shows them: one page at a time, and squares that are the printed code's."""

import pytest

from printing import catalogue
from services.pictures import code_squares, page_count, page_picture
from tests.printing.samples.visit_sheets import SAMPLES

TEXT = "TYJR2:A7 $%*+-./:7K3M92QF"


def drawn(side: int, runs: tuple[tuple[int, int, int], ...]) -> list[str]:
    """The squares as lines of text, for a look at them."""
    lines = [["."] * side for _ in range(side)]
    for row, column, length in runs:
        lines[row][column : column + length] = "#" * length
    return ["".join(line) for line in lines]


def test_a_code_has_its_three_corners_and_no_run_leaves_it() -> None:
    code = code_squares(TEXT)
    lines = drawn(code.side, code.runs)
    assert code.side == len(lines) == len(lines[0]) >= 37
    finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]
    assert [line[:7] for line in lines[:7]] == finder
    assert [line[-7:] for line in lines[:7]] == finder
    assert [line[:7] for line in lines[-7:]] == finder
    assert all(row < code.side and column + length <= code.side for row, column, length in code.runs)
    assert code_squares(f"{TEXT} ").runs != code.runs


def test_pages_are_drawn_one_by_one() -> None:
    pdf = catalogue.render_form(SAMPLES["visit_sheet_long"])
    count = page_count(pdf)
    assert count > 1
    pages = [page_picture(pdf, index, 60) for index in range(count)]
    assert len({page.data for page in pages}) == count
    assert pages[0].height > pages[0].width > 400
    with pytest.raises(IndexError):
        page_picture(pdf, count, 60)
