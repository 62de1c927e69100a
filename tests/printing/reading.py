"""Reading a finished PDF back with PDFium: words, where each character stands, rules, fonts.

Lengths are millimetres from the top left of the page.
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MM = 25.4 / 72


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box", slack: float = 0.05) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.bottom, other.bottom) - max(self.top, other.top) > slack
        )

    def inside(self, other: "Box", slack: float = 0.05) -> bool:
        return (
            self.left >= other.left - slack
            and self.right <= other.right + slack
            and self.top >= other.top - slack
            and self.bottom <= other.bottom + slack
        )

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True)
class Character:
    text: str
    box: Box


@dataclass(frozen=True)
class Path:
    box: Box
    filled: bool


@dataclass(frozen=True)
class ReadPage:
    width: float
    height: float
    text: str
    characters: tuple[Character, ...]
    paths: tuple[Path, ...]
    pieces: tuple[tuple[str, float, float], ...]  # text, left, top

    @property
    def words(self) -> str:
        """The text without line ends: what was wrapped reads on."""
        return self.text.replace("\r\n", "")


def read(pdf: bytes) -> tuple[ReadPage, ...]:
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_page(document[index]) for index in range(len(document)))


def _page(page: Any) -> ReadPage:
    width, height = page.get_size()

    def box(bounds: tuple[float, float, float, float]) -> Box:
        left, bottom, right, top = bounds
        return Box(left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)

    text = page.get_textpage()
    characters: list[Character] = []
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xDC00 <= code < 0xE000:
            # The second half of a character above U+FFFF: PDFium counts UTF-16.
            first = characters.pop()
            whole = (first.text + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
            characters.append(Character(whole, first.box))
        elif not pdfium.FPDFText_IsGenerated(text, index) and not chr(code).isspace():
            characters.append(Character(chr(code), box(text.get_charbox(index))))
    paths = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        paths.append(Path(box(item.get_bounds()), fill.value != 0))
    pieces = []
    for index in range(text.count_rects()):
        bounds = text.get_rect(index)
        place = box(bounds)
        pieces.append((text.get_text_bounded(*bounds), round(place.left, 1), round(place.top, 1)))
    return ReadPage(width * MM, height * MM, text.get_text_bounded(), tuple(characters), tuple(paths), tuple(pieces))


@contextmanager
def page_of(pdf: bytes, index: int = 0) -> Iterator[Any]:
    with pypdfium2.PdfDocument(pdf) as document:
        yield document[index]


def font_dictionaries(pdf: bytes) -> list[bytes]:
    """Every font object of the file, used or not."""
    objects = re.findall(rb"\d+ 0 obj\s(.*?)endobj", pdf, re.S)
    return [item for item in objects if re.search(rb"/Type\s*/Font\b", item)]


def object_of(pdf: bytes, reference: bytes) -> bytes:
    found = re.search(rb"(?:^|\n)" + reference + rb" 0 obj\s(.*?)endobj", pdf, re.S)
    assert found, reference
    return found.group(1)
