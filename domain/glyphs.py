"""Which characters the shipped fonts draw, so that a name is never printed as an empty box.

`resources/fonts/coverage.json` is made from the fonts themselves by `tools/font_coverage.py`, so no font need be
opened to ask.
"""

import json
import unicodedata
from bisect import bisect_right
from functools import cache

from system.paths import resource


def undrawable(text: str) -> str:
    """The characters of `text` that can't be drawn on the screen and on every paper, each once, in order.

    Spaces and line ends need no glyph. Characters that join or choose a glyph (zero-width joiner, variation selectors)
    count as undrawable unless the fonts hold them.
    """
    return "".join(dict.fromkeys(character for character in text if not _drawn(character)))


def undrawable_sentence(text: str) -> str:
    """A Chinese sentence that names the characters no font draws, with code points; empty where all are drawn."""
    missing = undrawable(text)
    if not missing:
        return ""
    named = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in missing[:3])
    more = f"等 {len(missing)} 个字" if len(missing) > 3 else ""
    return f"{named}{more}没有字形，屏幕和纸上都显示不出来。请换成能显示的写法，原字写进备注。"


def _drawn(character: str) -> bool:
    if character.isspace() or unicodedata.category(character) == "Zs":
        return True
    starts, ends = _ranges()
    place = bisect_right(starts, ord(character)) - 1
    return place >= 0 and ord(character) <= ends[place]


@cache
def _ranges() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of the covered ranges, ascending."""
    ranges = json.loads(resource("fonts", "coverage.json").read_text(encoding="ascii"))["ranges"]
    return tuple(int(pair[0], 16) for pair in ranges), tuple(int(pair[1], 16) for pair in ranges)
