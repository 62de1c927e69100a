"""Every paper: fonts inside, text that reads back, codes that scan, nothing clipped, nothing on top of another."""

import ctypes
import json
import os
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium
import pytest

from printing import catalogue
from printing.blocks import LEAST_QR, quiet_zone
from printing.ledger import LedgerData
from printing.readback import codes
from tests.printing.papers import (
    HOSTILE,
    LINES,
    NAME_60,
    NARRATIVE,
    QR_TEXT,
    RARE,
    STATION,
    many_lines,
    printer_page,
    queue_slip,
    receipt,
    recovery,
)
from tests.printing.reading import Box, ReadPage, font_dictionaries, object_of, page_of, read
from tests.printing.samples import all_samples

GOLDEN = Path(__file__).parents[1] / "golden"

FORMS: dict[str, Any] = all_samples()
# Sheets of the register carry a code; loose ones prove nothing and have none, and ledgers say its letters alone.
CODED = [name for name, form in FORMS.items() if hasattr(form, "qr_text") and not isinstance(form, LedgerData)]
# One sheet of each kind: the sample that is called like its kind, and those from before samples had names of their own.
GOLDENS = ["receipt", "recovery", "slip", "card"] + [
    name
    for name, form in FORMS.items()
    if name == catalogue.kind_of(form).code and (os.environ.get("UPDATE_GOLDEN") or (GOLDEN / f"{name}.json").exists())
]


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return {name: catalogue.render_form(form) for name, form in FORMS.items()}


@pytest.fixture(scope="module")
def pages(papers: dict[str, bytes]) -> dict[str, tuple[ReadPage, ...]]:
    return {name: read(pdf) for name, pdf in papers.items()}


# ------------------------------------------------------------------------------------------------- the whole page


@pytest.mark.parametrize("name", FORMS)
def test_every_font_named_in_the_file_is_embedded(name: str, papers: dict[str, bytes]) -> None:
    dictionaries = font_dictionaries(papers[name])
    assert dictionaries
    for dictionary in dictionaries:
        assert re.search(rb"/BaseFont /[A-Z]{6}\+(Noto|Hana)", dictionary)
        assert b"/ToUnicode" in dictionary
        reference = re.search(rb"/FontDescriptor (\d+) 0 R", dictionary)
        assert reference
        assert b"/FontFile2" in object_of(papers[name], reference[1])
    assert b"Helvetica" not in papers[name]
    with page_of(papers[name]) as page:
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            assert pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(item)) == 1


@pytest.mark.parametrize("name", FORMS)
def test_text_stays_three_millimetres_inside_the_page(name: str, pages: dict[str, tuple[ReadPage, ...]]) -> None:
    for page in pages[name]:
        safe = Box(3, 3, page.width - 3, page.height - 3)
        assert [character for character in page.characters if not character.box.inside(safe, 0)] == []


@pytest.mark.parametrize("name", FORMS)
def test_no_character_lies_on_another(name: str, pages: dict[str, tuple[ReadPage, ...]]) -> None:
    for page in pages[name]:
        ordered = sorted(page.characters, key=lambda character: character.box.left)
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if other.box.left >= one.box.right:
                    break
                # Neighbours may touch with a serif; a tenth of a millimetre is no collision.
                assert not one.box.overlaps(other.box, 0.12), (one, other)


@pytest.mark.parametrize("name", FORMS)
def test_no_rule_crosses_text_and_no_text_leaves_its_cell(name: str, pages: dict[str, tuple[ReadPage, ...]]) -> None:
    for page in pages[name]:
        for path in page.paths:
            for character in page.characters:
                inside = not path.filled and character.box.inside(path.box.grown(-0.35))
                assert inside or not character.box.overlaps(path.box), (character, path)


@pytest.mark.parametrize("name", CODED)
def test_codes_are_big_enough_and_lie_free(name: str, pages: dict[str, tuple[ReadPage, ...]]) -> None:
    text = FORMS[name].qr_text
    for page in pages[name]:
        codes = [path.box for path in page.paths if path.filled]
        assert codes
        for code in codes:
            side = code.right - code.left
            assert side >= LEAST_QR - 0.01
            quiet = code.grown(quiet_zone(text, side) - 0.05)
            below = Box(code.left, code.bottom, code.right, code.bottom + 2)
            assert quiet.inside(Box(0, 0, page.width, page.height))
            for character in page.characters:
                assert not character.box.overlaps(quiet), character
                assert not character.box.overlaps(below), character
            for path in page.paths:
                # A frame round the whole page may hold the code.
                assert path.box == code or quiet.inside(path.box) or not path.box.overlaps(quiet), path


@pytest.mark.parametrize("name", CODED)
def test_codes_scan_from_a_one_bit_printer(name: str, papers: dict[str, bytes], pages: dict[str, Any]) -> None:
    last = len(pages[name]) - 1
    assert set(codes(papers[name])) == {FORMS[name].qr_text}
    assert set(codes(papers[name], last)) == {FORMS[name].qr_text}


@pytest.mark.parametrize("name", GOLDENS)
def test_positions_are_the_golden_ones(
    name: str, papers: dict[str, bytes], pages: dict[str, tuple[ReadPage, ...]]
) -> None:
    """UPDATE_GOLDEN=1 takes today's positions as the golden ones; look at the paper before keeping them."""
    golden = GOLDEN / f"{catalogue.kind_of(FORMS[name]).code}.json"
    found = [[list(piece) for piece in page.pieces] for page in pages[name]]
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        rows = [",\n".join("  " + json.dumps(piece, ensure_ascii=False) for piece in page) for page in found]
        golden.write_text("[[\n" + "\n], [\n".join(rows) + "\n]]\n", encoding="utf-8")
    kept = json.loads(golden.read_text(encoding="utf-8"))
    assert [[piece[0] for piece in page] for page in found] == [[piece[0] for piece in page] for page in kept]
    for page, golden_page in zip(found, kept, strict=True):
        for piece, golden_piece in zip(page, golden_page, strict=True):
            assert piece[1:] == pytest.approx(golden_piece[1:], abs=0.11), golden_piece


# ---------------------------------------------------------------------------------------------------- the receipt


def test_all_values_of_a_receipt_read_back(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    (page,) = pages["receipt"]
    form = FORMS["receipt"]
    assert page.text.startswith(f"{STATION}\r\n来访登记回执\r\n编号：{form.number} 第一联 交来访人保存\r\n")
    for value in (form.visitor, form.visited_at, form.materials_text, form.station_phone, form.hours, form.printed_at):
        assert value in page.words
    for line in form.lines:
        assert line.matter in page.words
        assert line.outcome.replace("\n", "") in page.words
        assert line.promise in page.words
    assert page.words.count(form.human_code) == 2
    assert page.text.endswith("来访人签收：\r\n第二联 本站存档")
    assert "第1页" not in page.words
    assert "补印" not in page.words
    assert "作废" not in page.words


def test_strange_text_reads_back_exactly(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    everything = "".join(page.words for page in pages["hostile"])
    assert everything.count(HOSTILE) >= 8
    assert "〔U+1F600〕" * 40 in everything
    assert "〔U+1F396〕" * 9 in everything


def test_a_name_of_sixty_characters_stands_there_whole(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    (page,) = pages["long_name"]
    assert page.words.count(f"{NAME_60}（男）") == 2


def test_ten_thousand_characters_flow_without_loss(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    column = "".join(
        character.text
        for page in pages["long_matter"]
        for cell in page.paths
        if cell.box.left == pytest.approx(19, abs=0.3) and cell.box.bottom - cell.box.top > 9
        for character in page.characters
        if character.box.inside(cell.box)
    )
    assert column == f"{LINES[0].matter}咨询：{NARRATIVE}{LINES[1].matter}"


def test_a_long_receipt_repeats_its_head_and_counts_its_pages(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    first, *others = pages["twenty_matters"]
    count = len(others) + 1
    assert count > 1
    for number, page in enumerate([first, *others], 1):
        assert f"第{number}页 共{count}页" in page.words
        assert f"编号：{FORMS['twenty_matters'].number}" in page.words
        assert STATION in page.words
        assert "序 事项 处理结果 承诺期限" in page.text
        assert FORMS["twenty_matters"].human_code in page.words
    assert "存根" in first.words
    assert not any("存根" in page.words or "来访人签收" in page.words for page in others)
    table = "".join(page.words.split("存根")[0] for page in (first, *others))
    for line in many_lines(20):
        assert line.matter in table


def test_the_stub_says_how_many_there_are_when_it_can_not_name_all(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    stub = pages["twenty_matters"][0].text.split("存根")[1]
    assert "共20项，详见第一联" in stub
    assert "坡退办〔2026〕61号" in stub
    assert "共" not in pages["receipt"][0].text.split("存根")[1]


def test_three_and_four_matters_stay_on_one_page(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    assert (len(pages["three_matters"]), len(pages["four_matters"])) == (1, 1)


def test_a_reprint_says_so_on_both_parts(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    (page,) = pages["reprint"]
    marks = [piece for piece in page.pieces if "补印 12" in piece[0]]
    assert len(marks) == 2
    assert marks[0][1] < 150 < marks[1][1]


def test_a_correction_says_so_on_both_parts_beside_the_reprint(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    (page,) = pages["correction"]
    marks = [piece for piece in page.pieces if "更正 3" in piece[0]]
    assert len(marks) == 2
    assert marks[0][1] < 150 < marks[1][1]
    assert sum("补印 12" in piece[0] for piece in page.pieces) == 2
    # A corrected receipt may become void again: the visitor's part then carries both marks, one under the other.
    (void,) = read(catalogue.render_form(receipt(correction=3, void=True)))
    assert void.words.replace(" ", "").count("更正3") == 1


@pytest.mark.parametrize("name", ["receipt", "recovery", "printer_test"])
def test_a_void_paper_says_so_on_each_page_and_stays_legible(name: str, pages: dict[str, tuple[ReadPage, ...]]) -> None:
    changed = {"receipt": receipt, "recovery": recovery, "printer_test": printer_page}[name](void=True)
    pdf = catalogue.render_form(changed)
    for before, after in zip(pages[name], read(pdf), strict=True):
        assert "作废" in after.words.replace(" ", "")
        assert [line for line in before.text.split("\r\n") if line not in after.text] == []
    assert set(codes(pdf)) == {FORMS[name].qr_text}


def test_void_is_the_only_grey(papers: dict[str, bytes]) -> None:
    """All papers stay legible after one photocopy: black alone."""
    for pdf in papers.values():
        with page_of(pdf) as page:
            for item in page.get_objects():
                red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
                pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
                assert (red.value, green.value, blue.value, alpha.value) == (0, 0, 0, 255)


def test_type_is_never_under_nine_points_on_a_receipt(papers: dict[str, bytes]) -> None:
    for name in ("receipt", "twenty_matters", "long_everything"):
        with page_of(papers[name]) as page:
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                size = ctypes.c_float()
                pdfium.FPDFTextObj_GetFontSize(item, size)
                assert size.value >= 9


def test_no_identity_number_can_come_onto_a_receipt(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    fields = set(catalogue.to_data(receipt()))
    assert not {field for field in fields if re.search("ident|card|birth", field)}
    assert re.search(r"\d{9,}", pages["receipt"][0].words.replace("LF20261124-008", "")) is None


def test_lines_of_the_matter_column_keep_the_rules(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    for page in pages["long_matter"]:
        lines = [
            piece[0].strip() for piece in page.pieces if 19 < piece[1] < 60 and piece[2] > 50 and len(piece[0]) > 9
        ]
        assert all(line[0] not in "，。；：”）》—" for line in lines)
        assert all(line[-1] not in "《（“" for line in lines)


def test_the_tear_line_stands_at_150_millimetres(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    (page,) = pages["receipt"]
    dashes = [
        path.box for path in page.paths if path.box.right - path.box.left < 1 and path.box.bottom - path.box.top > 30
    ]
    assert len(dashes) == 2
    assert all((box.left + box.right) / 2 == pytest.approx(150, abs=0.05) for box in dashes)


# ----------------------------------------------------------------------------------------------------- the others


def test_each_copy_of_the_recovery_sheet_is_numbered_and_whole(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    for number, page in enumerate(pages["recovery"], 1):
        assert f"第{number}份 共2份" in page.words
        for group in FORMS["recovery"].groups:
            assert f"\r\n{group}\r\n" in page.text
        assert "C47F" in page.words
        assert "第1号" in page.words


def test_the_ruler_is_as_long_as_it_says(pages: dict[str, tuple[ReadPage, ...]]) -> None:
    (page,) = pages["printer_test"]
    marks = [
        path.box
        for path in page.paths
        if path.box.right - path.box.left < 0.6 and 1 < path.box.bottom - path.box.top < 6
    ]
    middles = sorted({round((box.left + box.right) / 2, 2) for box in marks})
    assert middles[-1] - middles[0] == pytest.approx(150, abs=0.02)
    assert all(right - left == pytest.approx(1, abs=0.02) for left, right in pairwise(middles))
    assert set(RARE) <= set(page.words)
    assert QR_TEXT.startswith("TYJR1:")


# ---------------------------------------------------------------------------------------------------- loose sheets


def test_all_values_of_a_slip_read_back_and_its_number_is_big(papers: dict[str, bytes], pages: dict[str, Any]) -> None:
    (page,) = pages["slip"]
    for value in ("排队号", "A012", "综合接待", "11-24 09:51", "2 人", "过号往后排 3 位", "当日有效"):
        assert value in page.words
    assert page.words.startswith(STATION)
    (number,) = [piece for piece in page.pieces if piece[0].strip() == "A012"]
    with page_of(papers["slip"]) as sheet:
        sizes = []
        for item in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            size = ctypes.c_float()
            pdfium.FPDFTextObj_GetFontSize(item, size)
            sizes.append(size.value)
    assert (min(sizes), max(sizes)) == (9, 52)
    assert number[1] >= 5


def test_a_slip_is_as_wide_as_its_roll_and_stays_on_it(pages: dict[str, Any]) -> None:
    for name in ("slip", "slip_hostile", "slip_short"):
        (page,) = pages[name]
        assert (round(page.width), round(page.height)) == (58, 87)
        assert all(character.box.left >= 5 and character.box.right <= 53.1 for character in page.characters)


def test_no_name_can_come_onto_a_slip() -> None:
    assert set(catalogue.to_data(queue_slip())) == {
        "station_name",
        "number",
        "kind",
        "taken_at",
        "ahead",
        "places_back",
        "wording",
    }


def test_the_card_holds_every_key_that_the_program_has_for_it(pages: dict[str, Any]) -> None:
    (page,) = pages["card_of_program"]
    keys = FORMS["card_of_program"].keys
    everywhere = sum(key.group == "everywhere" for key in keys)
    assert 5 <= everywhere <= 8
    assert 5 <= len(keys) - everywhere <= 8
    for key in keys:
        assert key.words in page.words
        assert all(part in page.words for part in key.key.split("+"))


def test_a_plus_is_a_key_too(pages: dict[str, Any]) -> None:
    assert "Ctrl+=" in pages["card"][0].words.replace(" ", "")


def test_the_card_says_the_clocks_of_the_law(pages: dict[str, Any]) -> None:
    (page,) = pages["card"]
    for clock in ("15 日内", "60 日内", "30 日内", "5 个工作日内", "当场"):
        assert clock in page.words
