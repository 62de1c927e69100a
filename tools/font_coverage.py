"""Makes `resources/fonts/coverage.json`: which characters can be drawn, read from the fonts' own character maps.

    python -m tools.font_coverage

A text is drawn by a chain of faces: on paper the face of the style, then Noto Serif SC, then HanaMinB; on the screen
Noto Sans SC, then HanaMinB. What is in the file can be drawn by every one of these chains, so a name that passes is
never an empty box anywhere. The reader knows the two kinds of maps that matter, OpenType cmap formats 4 and 12.
"""

import json
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

CHAINS = (
    ("NotoSerifSC-Regular.ttf", "HanaMinB.ttf"),
    ("NotoSansSC-Regular.ttf", "HanaMinB.ttf"),
)
_FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
_TARGET = _FONTS / "coverage.json"


def characters(font: bytes) -> frozenset[int]:
    """The code points a TrueType font maps to a glyph. ValueError where its maps are in other formats only."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * place)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            found.update(_subtable(font, start + offset))
    if not found:
        raise ValueError("no Unicode map of format 4 or 12")
    return frozenset(found)


def coverage(folder: Path) -> list[tuple[int, int]]:
    """First and last code points of what every chain draws, ascending."""
    maps = {name: characters((folder / name).read_bytes()) for name in {name for chain in CHAINS for name in chain}}
    drawn = [frozenset().union(*(maps[name] for name in chain)) for chain in CHAINS]
    return list(ranges(frozenset.intersection(*drawn)))


def ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring numbers as (first, last)."""
    first = last = -1
    for code in sorted(codes):
        if code != last + 1 or first < 0:
            if first >= 0:
                yield first, last
            first = code
        last = code
    if first >= 0:
        yield first, last


def render(found: list[tuple[int, int]]) -> str:
    """The file's text: one range a line, so that a changed font shows as a readable difference."""
    lines = ",\n".join(f'  ["{first:04X}", "{last:04X}"]' for first, last in found)
    return f'{{"chains": {json.dumps(CHAINS)},\n "ranges": [\n{lines}\n]}}\n'


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * place)
        if name == tag:
            return int(offset)
    raise ValueError(f"no table {tag.decode('ascii')}")


def _subtable(font: bytes, start: int) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", font, start)
    if form == 4:
        yield from _format_4(font, start)
    elif form == 12:
        yield from _format_12(font, start)


def _format_4(font: bytes, start: int) -> Iterator[int]:
    """Segment map of the first plane: four arrays of one length, glyphs by a delta or through an index."""
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    segments = doubled // 2
    shape = f">{segments}H"
    ends = struct.unpack_from(shape, font, start + 14)
    starts = struct.unpack_from(shape, font, start + 16 + doubled)
    deltas = struct.unpack_from(shape, font, start + 16 + 2 * doubled)
    offsets_at = start + 16 + 3 * doubled
    offsets = struct.unpack_from(shape, font, offsets_at)
    for segment in range(segments):
        for code in range(starts[segment], ends[segment] + 1):
            glyph = code
            if offsets[segment]:
                at = offsets_at + 2 * segment + offsets[segment] + 2 * (code - starts[segment])
                (glyph,) = struct.unpack_from(">H", font, at)
                if not glyph:
                    continue
            if code != 0xFFFF and (glyph + deltas[segment]) & 0xFFFF:
                yield code


def _format_12(font: bytes, start: int) -> Iterator[int]:
    """Groups of code points over all planes, each with the glyph of its first."""
    (count,) = struct.unpack_from(">L", font, start + 12)
    for place in range(count):
        first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * place)
        yield from range(first if glyph else first + 1, last + 1)


def main() -> int:
    """Write the file; tells how much there is."""
    found = coverage(_FONTS)
    _TARGET.write_text(render(found), encoding="ascii", newline="\n")
    print(f"{_TARGET.name}: {sum(last - first + 1 for first, last in found)} characters in {len(found)} ranges")
    return 0


if __name__ == "__main__":
    sys.exit(main())
