"""The reader of character maps, against another reader, and the shipped table against the shipped fonts."""

import struct
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontFile

from tools.font_coverage import CHAINS, characters, coverage, ranges, render

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"


def test_the_table_is_what_the_fonts_hold() -> None:
    assert (FONTS / "coverage.json").read_text(encoding="ascii") == render(coverage(FONTS))


@pytest.mark.parametrize("name", sorted({name for chain in CHAINS for name in chain}))
def test_another_reader_finds_the_same(name: str) -> None:
    other = {code for code, glyph in TTFontFile(str(FONTS / name)).charToGlyph.items() if glyph}
    # ReportLab lets the no-break space stand for the space where a font lacks it.
    assert set(characters((FONTS / name).read_bytes())) | {0xA0} == other | {0xA0}


@given(st.sets(st.integers(0, 200)))
def test_ranges_hold_exactly_the_numbers(codes: set[int]) -> None:
    found = list(ranges(codes))
    assert {code for first, last in found for code in range(first, last + 1)} == codes
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(found))


def font_with(*subtables: tuple[int, int, bytes]) -> bytes:
    """A file with nothing but a cmap of these (platform, encoding, subtable)."""
    head = struct.pack(">HH", 0, len(subtables))
    offset = len(head) + 8 * len(subtables)
    body = b""
    for platform, encoding, subtable in subtables:
        head += struct.pack(">HHL", platform, encoding, offset + len(body))
        body += subtable
    directory = struct.pack(">LHHHH", 0x00010000, 1, 0, 0, 0) + struct.pack(">4sLLL", b"cmap", 0, 28, len(head + body))
    return directory + head + body


def format_12(*groups: tuple[int, int, int]) -> bytes:
    body = b"".join(struct.pack(">LLL", *group) for group in groups)
    return struct.pack(">HHLLL", 12, 0, 16 + len(body), 0, len(groups)) + body


def format_4() -> bytes:
    """Three segments: 65–66 by delta; 97–99 through the index, 98 without a glyph; and the closing one."""
    ends, starts, deltas = (66, 99, 0xFFFF), (65, 97, 0xFFFF), (5, 0, 1)
    # From the second entry of the offsets to the glyphs behind the last: two entries of two bytes.
    offsets, glyphs = (0, 4, 0), (7, 0, 9)
    arrays = [*ends, 0, *starts, *deltas, *offsets, *glyphs]
    return struct.pack(f">7H{len(arrays)}H", 4, 14 + 2 * len(arrays), 0, 6, 0, 0, 0, *arrays)


def test_both_formats_are_read() -> None:
    font = font_with((3, 1, format_4()), (3, 10, format_12((0x20000, 0x20002, 1), (0x30000, 0x30001, 0))))
    # A group that starts at glyph 0 has no picture for its first character.
    assert characters(font) == {65, 66, 97, 99, 0x20000, 0x20001, 0x20002, 0x30001}


def test_maps_that_are_not_unicode_are_left_out() -> None:
    font = font_with((1, 0, format_12((1, 9, 1))), (0, 4, format_12((65, 65, 1))))
    assert characters(font) == {65}


def test_a_font_without_such_a_map_is_said() -> None:
    with pytest.raises(ValueError, match="format 4 or 12"):
        characters(font_with((1, 0, format_12((1, 9, 1)))))
    with pytest.raises(ValueError, match="no table cmap"):
        characters(struct.pack(">LHHHH", 0x00010000, 0, 0, 0, 0))
