"""The shipped faces of paper: which file draws which character, how wide it is, and what none of them can draw.

宋 Noto Serif SC is for values and body, 黑 Noto Sans SC for labels and headings. A character that the asked-for face
lacks is looked for along a chain. One that no face has is never a silent empty box: it is drawn as its code point in
tortoise-shell brackets, 〔U+1F600〕, and `missing` tells it beforehand.
"""

import threading
import unicodedata
from typing import Literal, NamedTuple

from reportlab.pdfbase import pdfmetrics

from printing.truetype import EmbeddedFont
from system.paths import resource

Face = Literal["serif", "serif-bold", "sans", "sans-bold"]

_FILES: dict[str, str] = {
    "serif": "NotoSerifSC-Regular",
    "serif-bold": "NotoSerifSC-Bold",
    "sans": "NotoSansSC-Regular",
    "sans-bold": "NotoSansSC-Bold",
    "rare": "HanaMinB",
}

# HanaMinB draws extensions B to F; a handful of compatibility characters stand in Noto Sans SC alone.
_CHAIN = ("serif", "rare", "sans")

# ReportLab names an unembedded Helvetica on each page unless it is given a first font.
FIRST_FONT = _FILES["serif"]

_LINE_ENDS = "\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"

_opening = threading.Lock()
_opened: dict[str, EmbeddedFont] = {}
_glyphs: dict[tuple[Face, str], "_Glyph | None"] = {}
_shown: dict[str, str] = {}


class _Glyph(NamedTuple):
    font: str
    width: float  # in thousandths of the type size


def font(name: str) -> EmbeddedFont:
    """The registered font of a shipped file (its name without suffix), opened on first need. Safe in any thread."""
    opened = _opened.get(name)
    if opened is None:
        with _opening:
            opened = _opened.get(name)
            if opened is None:
                opened = EmbeddedFont(name, resource("fonts", f"{name}.ttf"))
                pdfmetrics.registerFont(opened)
                _opened[name] = opened
    return opened


def _glyph(character: str, face: Face) -> _Glyph | None:
    key = (face, character)
    try:
        return _glyphs[key]
    except KeyError:
        found = _glyphs[key] = _look_up(character, face)
        return found


def _look_up(character: str, face: Face) -> _Glyph | None:
    code = ord(character)
    for link in (face, *_CHAIN):
        candidate = font(_FILES[link])
        if code in candidate.face.charToGlyph:
            return _Glyph(candidate.fontName, float(candidate.face.charWidths[code]))
    return None


def visible(text: str) -> str:
    """The text as it will stand on paper: line ends as ``\\n``, tabs as spaces, undrawable characters as 〔U+1F600〕.

    Characters without a look of their own (controls, joiners, emoji variation selectors) are left out. Doing it twice
    changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text.replace("\r\n", "\n").replace("\r", "\n")))


def _visible(character: str) -> str:
    shown = _shown.get(character)
    if shown is None:
        shown = _shown[character] = _form(character)
    return shown


def _form(character: str) -> str:
    if character in _LINE_ENDS:
        return "\n"
    if character == "\t" or unicodedata.category(character) == "Zs":
        # An ideographic space keeps its width; all other kinds of blank become the plain one.
        return character if character == "\u3000" else " "
    if _formless(character):
        return ""
    if _glyph(character, "serif") is None:
        return f"〔U+{ord(character):04X}〕"
    return character


def _formless(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f"


def missing(text: str) -> str:
    """The characters that no shipped face draws, each once, in the order of the text."""
    return "".join(dict.fromkeys(character for character in text if len(_visible(character)) > 1))


def runs(text: str, face: Face) -> list[tuple[str, str]]:
    """The text cut into stretches of one font each, as (ReportLab font name, stretch); line ends become spaces."""
    parts: list[tuple[str, str]] = []
    name, start = "", 0
    shown = visible(text).replace("\n", " ")
    for place, character in enumerate(shown):
        glyph = _glyph(character, face)
        # `visible` left only what the chain draws.
        drawn_by = glyph.font if glyph else name
        if drawn_by != name:
            if place > start:
                parts.append((name, shown[start:place]))
            name, start = drawn_by, place
    if shown[start:]:
        parts.append((name, shown[start:]))
    return parts


def advance(character: str, face: Face) -> float:
    """The width of one visible character in thousandths of the type size."""
    glyph = _glyph(character, face)
    return glyph.width if glyph else 0.0


def width(text: str, face: Face, size: float) -> float:
    """The width of one line of text at ``size`` points, in points."""
    return sum(advance(character, face) for character in visible(text).replace("\n", " ")) * size / 1000
