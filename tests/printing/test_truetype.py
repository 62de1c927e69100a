"""Our quick reading of font files agrees with ReportLab's full one, and ReportLab itself stays as it was."""

import io

import pytest
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from printing import catalogue, fonts
from printing.truetype import EmbeddedFont, MappedFace, to_unicode_map
from system.paths import resource
from tests.printing.papers import RARE, receipt
from tests.printing.reading import read

FILES = ("NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular", "NotoSansSC-Bold", "HanaMinB")


@pytest.mark.parametrize("name", FILES)
def test_a_mapped_face_knows_what_a_full_parse_knows(name: str) -> None:
    path = resource("fonts", f"{name}.ttf")
    quick, full = MappedFace(path), ttfonts.TTFontFace(str(path))
    codes = [code for code in full.charToGlyph if code != 0xA0]
    assert [code for code in codes if quick.charToGlyph.get(code) != full.charToGlyph[code]] == []
    assert [code for code in codes if quick.charWidths[code] != pytest.approx(full.charWidths[code])] == []
    some = range(0, full.numGlyphs, 97)
    assert [quick.hmetrics[glyph][1] for glyph in some] == [full.hmetrics[glyph][1] for glyph in some]
    if full.unitsPerEm == 1000:
        # In other fonts ReportLab keeps a scaled advance in the tail of this table.
        assert [quick.hmetrics[glyph][0] for glyph in some] == [full.hmetrics[glyph][0] for glyph in some]
    assert [quick.glyphPos[glyph] for glyph in some] == [full.glyphPos[glyph] for glyph in some]
    assert quick.defaultWidth == pytest.approx(full.defaultWidth)


def test_a_subset_is_the_one_that_reportlab_cuts() -> None:
    path = resource("fonts", "NotoSerifSC-Regular.ttf")
    subset = [0, *map(ord, "来访登记回执éà№A1𬭎，。")]
    assert MappedFace(path).makeSubset(subset) == ttfonts.TTFontFace(str(path)).makeSubset(subset)


def test_a_character_that_is_not_there_has_no_glyph() -> None:
    characters = MappedFace(resource("fonts", "NotoSerifSC-Regular.ttf")).charToGlyph
    assert ord("😀") not in characters
    assert characters.get(ord("😀"), 7) == 7
    with pytest.raises(KeyError):
        characters[ord("😀")]


def test_to_unicode_is_utf_16_in_blocks_of_a_hundred() -> None:
    text = to_unicode_map("AAAAAA+Some", [0, ord("来"), ord("𬭎"), *range(0x4E00, 0x4E00 + 250)])
    assert "<01> <6765>" in text
    assert "<02> <D872DF4E>" in text
    sizes = [int(line.split()[0]) for line in text.splitlines() if line.endswith("beginbfchar")]
    assert sizes == [100, 100, 53]


def test_reportlab_still_needs_the_mend() -> None:
    """When this fails, ReportLab writes UTF-16 itself, and `EmbeddedFont.addObjects` can go."""
    assert "<01> <2CB4E>" in ttfonts.makeToUnicodeCMap("AAAAAA+Some", [0, ord("𬭎")])


def test_reportlab_is_left_as_it_was() -> None:
    before = ttfonts.makeToUnicodeCMap, ttfonts.TTFont.addObjects, ttfonts.TTFontFace.makeSubset
    catalogue.render_form(receipt())
    assert (ttfonts.makeToUnicodeCMap, ttfonts.TTFont.addObjects, ttfonts.TTFontFace.makeSubset) == before


@pytest.mark.parametrize("name", FILES)
def test_text_in_each_face_reads_back(name: str) -> None:
    font = EmbeddedFont(f"{name}-test", resource("fonts", f"{name}.ttf"))
    text = "".join(
        character for character in "来访人1A<b>&amp;李·（）" + RARE if ord(character) in font.face.charToGlyph
    )
    assert text
    pdfmetrics.registerFont(font)
    try:
        paper = io.BytesIO()
        canvas = Canvas(paper, invariant=1, initialFontName=font.fontName)
        canvas.setFont(font.fontName, 20)
        canvas.drawString(50, 700, text)
        canvas.save()
    finally:
        font.unregister()
    assert read(paper.getvalue())[0].words == text


def test_more_characters_than_one_subset_holds_read_back() -> None:
    font = fonts.font("NotoSerifSC-Regular")
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))
    paper = io.BytesIO()
    canvas = Canvas(paper, invariant=1, initialFontName=font.fontName)
    canvas.setFont(font.fontName, 10)
    for line in range(20):
        canvas.drawString(50, 700 - 20 * line, text[30 * line : 30 * line + 30])
    canvas.save()
    assert read(paper.getvalue())[0].words == text
