"""The visit receipt on a roll: as long as what it says, black alone, its code read through a bad print."""

import ctypes
import json
import os
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium
import pytest

from printing import catalogue
from printing.forms.visit_receipt_slip import LONGEST
from tests.printing.papers import HUMAN_CODE, LINES, NAME_60, NARRATIVE, STATION, receipt
from tests.printing.reading import Box, ReadPage, page_of, read
from tests.printing.samples.receipt_slip import ROLLS, SAMPLES, SIGNED
from tests.printing.worn import worn_codes

GOLDEN = Path(__file__).parents[1] / "golden"
PRINTABLE = {"80": Box(4, 0, 76, LONGEST), "58": Box(5, 0, 53, LONGEST)}
NAMES = sorted(SAMPLES)


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return {name: catalogue.render_form(form) for name, form in SAMPLES.items()}


@pytest.fixture(scope="module")
def pages(papers: dict[str, bytes]) -> dict[str, tuple[ReadPage, ...]]:
    return {name: read(pdf) for name, pdf in papers.items()}


@pytest.mark.parametrize("name", NAMES)
def test_all_ink_is_where_the_printer_reaches(name: str, pages: dict[str, tuple[ReadPage, ...]]) -> None:
    for page in pages[name]:
        reach = PRINTABLE[name.split("_")[1]]
        assert all(character.box.inside(reach, 0.1) for character in page.characters)
        # PDFium counts the weight of a rule on all its sides.
        assert all(path.box.inside(reach, 0.55) for path in page.paths)


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_is_a_hair_and_no_type_is_small(name: str, papers: dict[str, bytes]) -> None:
    with page_of(papers[name]) as page:
        for item in page.get_objects():
            value = ctypes.c_float()
            if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
                pdfium.FPDFTextObj_GetFontSize(item, value)
                assert value.value >= 9
            elif item.type == pdfium.FPDF_PAGEOBJ_PATH and not filled(item):
                pdfium.FPDFPageObj_GetStrokeWidth(item, value)
                assert value.value >= 1.0


def filled(item: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    return fill.value != 0


@pytest.mark.parametrize("roll", ROLLS)
def test_the_slip_is_as_long_as_what_it_says(roll: str, pages: dict[str, tuple[ReadPage, ...]]) -> None:
    short, usual = pages[f"receipt_{roll}_empty"], pages[f"receipt_{roll}"]
    assert len(short) == len(usual) == 1
    assert 100 < short[0].height < usual[0].height < LONGEST
    for page in (*short, *usual):
        assert round(page.width) == int(roll)
        assert page.height == pytest.approx(round(page.height), abs=0.01)
        below = page.height - max(character.box.bottom for character in page.characters)
        assert 4 < below < 12


@pytest.mark.parametrize("roll", ROLLS)
def test_what_is_longer_than_the_longest_slip_goes_on_to_the_next(
    roll: str, pages: dict[str, tuple[ReadPage, ...]]
) -> None:
    slips = pages[f"receipt_{roll}_long"]
    assert len(slips) > 1
    assert {round(slip.height) for slip in slips} == {round(slips[0].height)}
    assert slips[0].height <= LONGEST + 0.001
    for number, slip in enumerate(slips, 1):
        assert f"第{number}页 共{len(slips)}页" in slip.words
        assert SAMPLES["receipt_80"].number in slip.words
        assert HUMAN_CODE in slip.words
    everything = "".join(sorted(character.text for slip in slips for character in slip.characters))
    for character in set(NARRATIVE):
        assert everything.count(character) >= NARRATIVE.count(character)
    assert f"{NAME_60}（男），7人" in slips[0].words


@pytest.mark.parametrize("roll", ROLLS)
def test_all_values_read_back_and_no_full_name_is_among_them(roll: str, pages: dict[str, tuple[ReadPage, ...]]) -> None:
    form = SAMPLES[f"receipt_{roll}"]
    (page,) = pages[f"receipt_{roll}"]
    for value in (
        STATION,
        "来访登记回执",
        form.number,
        "李*（男），7人",
        form.visited_at,
        form.materials_text,
        form.station_phone,
        form.complaint_phone,
        form.address,
        form.hours,
        form.operator,
        form.printed_at,
        HUMAN_CODE,
        "热敏纸会褪色",
    ):
        assert value in page.words
    for line in LINES:
        assert line.matter in page.words
        assert line.outcome.replace("\n", "") in page.words
        assert line.promise in page.words
    assert "第1页" not in page.words


@pytest.mark.parametrize("roll", ROLLS)
def test_marks_stand_on_every_slip(roll: str, pages: dict[str, tuple[ReadPage, ...]]) -> None:
    (reprint,) = pages[f"receipt_{roll}_reprint"]
    assert "更正 3" in reprint.words
    assert "补印 12" in reprint.words
    assert "作废" not in reprint.words
    slips = pages[f"receipt_{roll}_twenty"]
    assert len(slips) > 1
    for slip in slips:
        assert all(mark in slip.words.replace(" ", "") for mark in ("作废", "更正2", "补印1"))


@pytest.mark.parametrize("roll", ROLLS)
def test_the_code_is_as_big_as_drawn_and_its_letters_stand_clear(
    roll: str, pages: dict[str, tuple[ReadPage, ...]]
) -> None:
    (page,) = pages[f"receipt_{roll}"]
    (code,) = [path.box for path in page.paths if path.filled]
    assert code.right - code.left == pytest.approx({"80": 33.8, "58": 45.0}[roll], abs=0.1)
    under = min(character.box.top for character in page.characters if character.box.top > code.bottom)
    above = max(path.box.bottom for path in page.paths if path.box.bottom < code.top)
    assert under - code.bottom >= 2
    assert code.top - above >= 2


@pytest.mark.parametrize("roll", ROLLS)
@pytest.mark.parametrize("seed", range(4))
def test_the_code_is_read_from_a_noisy_one_bit_print(roll: str, seed: int, papers: dict[str, bytes]) -> None:
    """A worn head: every fiftieth dot wrong, one line of dots dead, then a scanner's blur."""
    assert worn_codes(papers[f"receipt_{roll}"], seed) == {SIGNED}


@pytest.mark.parametrize("name", ["receipt_80", "receipt_58", "ruler_sheet"])
def test_positions_are_the_golden_ones(name: str) -> None:
    """UPDATE_GOLDEN=1 takes today's positions as the golden ones; look at the paper before keeping them."""
    from tests.printing.samples import ruler_sheet

    form = (SAMPLES | ruler_sheet.SAMPLES)[name]
    found = [[list(piece) for piece in page.pieces] for page in read(catalogue.render_form(form))]
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        rows = [",\n".join("  " + json.dumps(piece, ensure_ascii=False) for piece in page) for page in found]
        golden.write_text("[[\n" + "\n], [\n".join(rows) + "\n]]\n", encoding="utf-8")
    kept = json.loads(golden.read_text(encoding="utf-8"))
    assert [[piece[0] for piece in page] for page in found] == [[piece[0] for piece in page] for page in kept]
    for page, golden_page in zip(found, kept, strict=True):
        for piece, golden_piece in zip(page, golden_page, strict=True):
            assert piece[1:] == pytest.approx(golden_piece[1:], abs=0.11), golden_piece


def test_a_receipt_of_before_has_no_paper_and_stays_as_it_was() -> None:
    data = catalogue.to_data(receipt())
    assert data.pop("paper") == "A5"
    assert catalogue.render("visit_receipt", data) == catalogue.render_form(receipt())


def test_a_paper_that_nobody_knows_is_a5() -> None:
    (page,) = read(catalogue.render_form(receipt(paper="Letter")))
    assert (round(page.width), round(page.height)) == (210, 148)
