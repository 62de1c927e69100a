"""TrueType faces for ReportLab, opened in a millisecond and read back rightly.

ReportLab parses a whole Chinese font before the first letter is drawn (100 to 300 ms and some 50 MB for each of ours)
and copies all outlines of the font for each paper. Here the file is mapped into memory and only the asked-for
characters are looked up, so a face costs next to nothing until it is used.

Nothing of ReportLab is patched: the two classes below are used by our own fonts alone.
"""

import mmap
import struct
import threading
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase.pdfmetrics import TypeFace
from reportlab.pdfbase.ttfonts import TTEncoding, TTFont, TTFontFace, TTFontFile

# One subset is cut at a time: ReportLab keeps its reading position in the face itself.
_CUTTING = threading.RLock()

_FORMAT_SEGMENTED_COVERAGE = 12
_BFCHAR_BLOCK = 100


class CharacterMap:
    """Code point → glyph, straight from a format 12 cmap table; answers as the mapping that ReportLab asks."""

    def __init__(self, data: mmap.mmap, table: int) -> None:
        """``table`` is the offset of the cmap table. Raises ValueError if it has no format 12 subtable."""
        offset = _segmented_subtable(data, table)
        (count,) = struct.unpack_from(">L", data, offset + 12)
        groups = list(struct.iter_unpack(">LLL", data[offset + 16 : offset + 16 + 12 * count]))
        self._starts = [start for start, _, _ in groups]
        self._groups = groups
        self._known: dict[int, int] = {}

    def get(self, code: int, default: int = 0) -> int:
        glyph = self._known.get(code)
        if glyph is None:
            glyph = self._known[code] = self._find(code)
        return glyph or default

    def _find(self, code: int) -> int:
        place = bisect_right(self._starts, code) - 1
        if place < 0:
            return 0
        start, end, glyph = self._groups[place]
        return int(glyph + code - start) if code <= end else 0

    def __contains__(self, code: int) -> bool:
        return self.get(code) != 0

    def __getitem__(self, code: int) -> int:
        glyph = self.get(code)
        if not glyph:
            raise KeyError(code)
        return glyph


def _segmented_subtable(data: mmap.mmap, table: int) -> int:
    _, count = struct.unpack_from(">HH", data, table)
    for number in range(count):
        (relative,) = struct.unpack_from(">L", data, table + 8 + 8 * number)
        (form,) = struct.unpack_from(">H", data, table + relative)
        if form == _FORMAT_SEGMENTED_COVERAGE:
            return table + int(relative)
    raise ValueError("字体没有覆盖全部字符平面的字符表（cmap 格式 12）")


class _Metrics:
    """Glyph → (advance, left side bearing), read from the hmtx table when asked."""

    def __init__(self, data: mmap.mmap, table: int, pairs: int) -> None:
        self._data, self._table, self._pairs = data, table, pairs

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        if glyph < self._pairs:
            advance, bearing = struct.unpack_from(">HH", self._data, self._table + 4 * glyph)
            return advance, bearing
        # The tail of the table holds bearings only; the last advance stands for all of them.
        (advance,) = struct.unpack_from(">H", self._data, self._table + 4 * (self._pairs - 1))
        (bearing,) = struct.unpack_from(">H", self._data, self._table + 2 * (self._pairs + glyph))
        return advance, bearing


class _Locations:
    """Glyph → offset inside the glyf table, read from the loca table when asked."""

    def __init__(self, data: mmap.mmap, table: int, *, long: bool) -> None:
        self._data, self._table, self._long = data, table, long

    def __getitem__(self, glyph: int) -> int:
        if self._long:
            (offset,) = struct.unpack_from(">L", self._data, self._table + 4 * glyph)
            return int(offset)
        (half,) = struct.unpack_from(">H", self._data, self._table + 2 * glyph)
        return int(half) * 2


class _Window:
    """The glyf table without a copy of its ten megabytes."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class _Widths:
    """Code point → advance in thousandths of the type size."""

    def __init__(self, characters: CharacterMap, metrics: _Metrics, units: int) -> None:
        self._characters, self._metrics, self._scale = characters, metrics, 1000 / units

    def __getitem__(self, code: int) -> float:
        return self._metrics[self._characters[code]][0] * self._scale

    def get(self, code: int, default: float) -> float:
        glyph = self._characters.get(code)
        return self._metrics[glyph][0] * self._scale if glyph else default


class MappedFace(TTFontFace):
    """A TrueType file mapped into memory; ReportLab's subsetting works on it unchanged."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._ttf_data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.filename = path.name
        TypeFace.__init__(self, None)
        # charInfo=0 stops ReportLab after names and metrics: the tables of characters are ours.
        TTFontFile.__init__(self, path.name, charInfo=0)
        data = self._ttf_data
        (pairs,) = struct.unpack_from(">H", data, self.get_table_pos("hhea")[0] + 34)
        (long,) = struct.unpack_from(">h", data, self.get_table_pos("head")[0] + 50)
        self.charToGlyph = CharacterMap(data, self.get_table_pos("cmap")[0])
        self.hmetrics = _Metrics(data, self.get_table_pos("hmtx")[0], pairs)
        self.glyphPos = _Locations(data, self.get_table_pos("loca")[0], long=bool(long))
        self.charWidths = _Widths(self.charToGlyph, self.hmetrics, self.unitsPerEm)
        self.defaultWidth = self.hmetrics[0][0] * 1000 / self.unitsPerEm

    def get_table(self, tag: str) -> Any:
        if tag == "glyf":
            return _Window(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)

    def makeSubset(self, subset: Sequence[int]) -> bytes:
        with _CUTTING:
            cut: bytes = super().makeSubset(subset)
        return cut


class EmbeddedFont(TTFont):
    """A font of ours, always embedded as a subset, whose text reads back above U+FFFF too.

    ReportLab 5.1.0 (``ttfonts.makeToUnicodeCMap``) writes the bare code point where a ToUnicode map wants UTF-16BE, so
    𬭎 (U+2CB4E) is copied out of the PDF as U+2CB4 followed by rubbish; it also puts more than the permitted 100
    entries in a block. Look again when ReportLab is raised: once upstream writes UTF-16, ``addObjects`` can go.
    """

    def __init__(self, name: str, path: Path) -> None:
        # The parent's constructor would parse the whole file; these are all the fields that it sets.
        self.fontName = name
        self.face = MappedFace(path)
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        # The ASCII-readable first subset would carry 96 glyphs into every paper.
        self._asciiReadable = False
        self.shapable = False

    def addObjects(self, doc: Any) -> None:
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            resource_name = f"{doc.fontMapping[self.fontName][1:]}+{number}"
            base = doc.idToObject["BasicFonts"].dict[resource_name].BaseFont
            doc.idToObject["toUnicodeCMap:" + base].content = to_unicode_map(base, subset)


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """The ToUnicode CMap of a one-byte subset, code points as UTF-16BE (PDF 32000-1, 9.10.3)."""
    entries = [
        f"<{position:02X}> <{chr(code).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for position, code in enumerate(subset)
    ]
    blocks = []
    for start in range(0, len(entries), _BFCHAR_BLOCK):
        block = entries[start : start + _BFCHAR_BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
