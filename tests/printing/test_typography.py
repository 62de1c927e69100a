"""What the office may have to print at all: every character of the law's own list, rare ones, and long narratives."""

import random
import re
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from domain.glyphs import undrawable
from printing import fonts
from printing.fonts import Face
from printing.sheet import A4, Sheet
from printing.text import NO_END, NO_START, Style, lay_out
from tests.printing.reading import read

FACES: tuple[Face, ...] = ("serif", "serif-bold", "sans", "sans-bold")
# Extensions A to F as Unicode 15 assigns them.
EXTENSIONS = {
    "A": (0x3400, 0x4DBF),
    "B": (0x20000, 0x2A6DF),
    "C": (0x2A700, 0x2B739),
    "D": (0x2B740, 0x2B81D),
    "E": (0x2B820, 0x2CEA1),
    "F": (0x2CEB0, 0x2EBE0),
}
SAMPLES = 120
COLUMNS, ROWS = 40, 60
NARRATIVES = 2000

CLAUSES = (
    *("本人自一九八七年入伍", "在部队服役期间因训练致残", "经医院鉴定为八级", "退役后由原籍安置"),
    *("单位改制后停缴社会保险", "请求核实", "补发差额", "按《退役军人保障法》", "（附诊断证明）", "“优待证”"),
    *("0731-85550199", "2026年11月24日", "3,260.00元", "《信访工作条例》第二十三条", "坡退信〔2026〕47号"),
    *("七级", "GB 18030", "100%", "𬭎", "䶮"),
)
MARKS = (*"，。、；：？！”）》", "……", "——", "。”", "）。", "》，", "：“", "（", "《", "", " ", "\n")


def general_characters() -> str:
    """The 8,105 characters of 《通用规范汉字表》."""
    path = Path(__file__).parent / "data" / "general_characters.txt"
    return "".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def rare_characters() -> str:
    """Evenly spread samples of each extension, those that the program says it can draw."""
    found = []
    for first, last in EXTENSIONS.values():
        step = (last - first) // SAMPLES
        found += [chr(code) for code in range(first, last + 1, step)]
    return "".join(found)


def grid(characters: str, style: Style) -> bytes:
    """The characters on pages of 40 × 60, each in a place of its own."""
    sheet = Sheet(A4, title="grid", author="test")
    per_page = COLUMNS * ROWS
    for start in range(0, len(characters), per_page):
        if start:
            sheet.next_page()
        for place, character in enumerate(characters[start : start + per_page]):
            row, column = divmod(place, COLUMNS)
            sheet.text(5 + 5 * column, 6 + 4.8 * row, character, style)
    return sheet.finish()


def blank_places(pdf: bytes, count: int) -> list[int]:
    """Which places of the grid hold no ink."""
    dpi = 96
    pixels_a_mm = dpi / 25.4
    blank = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            bitmap = document[number].render(scale=dpi / 72, grayscale=True)
            data, stride = bytes(bitmap.buffer), bitmap.stride
            for place in range(min(COLUMNS * ROWS, count - number * COLUMNS * ROWS)):
                row, column = divmod(place, COLUMNS)
                left, right = round((5 + 5 * column) * pixels_a_mm), round((9.2 + 5 * column) * pixels_a_mm)
                top, bottom = round((2.4 + 4.8 * row) * pixels_a_mm), round((6.8 + 4.8 * row) * pixels_a_mm)
                if all(min(data[y * stride + left : y * stride + right]) > 128 for y in range(top, bottom)):
                    blank.append(number * COLUMNS * ROWS + place)
    return blank


def test_the_list_is_whole() -> None:
    characters = general_characters()
    assert len(characters) == len(set(characters)) == 8105


@pytest.mark.parametrize("face", FACES)
def test_all_general_characters_are_drawn_and_read_back(face: Face) -> None:
    characters = general_characters()
    assert undrawable(characters) == fonts.missing(characters) == ""
    pdf = grid(characters, Style(face, 10))
    assert "".join(re.sub(r"\s", "", page.text) for page in read(pdf)) == characters
    assert [characters[place] for place in blank_places(pdf, len(characters))] == []


def test_samples_of_all_extensions_are_drawn_or_said() -> None:
    """Whatever the program says it can draw has ink; the rest it names beforehand and prints as a code point."""
    characters = rare_characters()
    drawn = "".join(character for character in characters if not undrawable(character))
    for name, (first, last) in EXTENSIONS.items():
        of_extension = [character for character in characters if first <= ord(character) <= last]
        can = [character for character in of_extension if character in drawn]
        assert len(can) >= (0.95 if name != "A" else 0.9) * len(of_extension), (name, len(can), len(of_extension))
    pdf = grid(drawn, Style("serif", 10))
    assert "".join(re.sub(r"\s", "", page.text) for page in read(pdf)) == drawn
    assert [hex(ord(drawn[place])) for place in blank_places(pdf, len(drawn))] == []
    for character in fonts.missing(characters):
        assert fonts.visible(character) == f"〔U+{ord(character):04X}〕"


def test_two_thousand_narratives_break_by_the_rules() -> None:
    chance = random.Random(20261124)
    body = Style("serif", 10.5, 15)
    for _ in range(NARRATIVES):
        text = "".join(chance.choice(CLAUSES) + chance.choice(MARKS) for _ in range(chance.randint(3, 40)))
        lines = ["".join(part for part, _ in line) for line in lay_out(text, chance.uniform(60, 174), body)]
        for before, after in pairwise(lines):
            if after[:1] in NO_START:
                # Her own line end is hers: nothing is moved over it.
                assert f"\n{after}" in text.replace("\r", ""), (before, after)
            if before[-1:] in NO_END:
                assert f"{before}\n" in text, (before, after)
