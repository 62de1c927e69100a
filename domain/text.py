"""Cleaning of what staff type, paste or scan.

Words are kept as they were given, markup and emoji included. Only what can't be stored, seen or printed goes: control
characters, lone surrogates, noncharacters; and in a single-line field the line breaks and tabs, which become one space.
"""

import re
import unicodedata

_LINE_BREAKS = re.compile(r"[ \u3000]*[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029][\s\u3000]*")
_ANY_LINE_END = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")


def single_line(text: str) -> str:
    """Text for a field of one line: each run of line breaks and tabs is one space, control characters are dropped."""
    return _storable(_LINE_BREAKS.sub(" ", text), kept="").strip()


def several_lines(text: str) -> str:
    """Text for a field of many lines: every line end is a newline, control characters but the tab are dropped."""
    return _storable(_ANY_LINE_END.sub("\n", text), kept="\n\t").strip()


def compact(text: str) -> str:
    """A number as it was meant: full-width characters made half-width, every kind of space dropped."""
    half_width = unicodedata.normalize("NFKC", _storable(text, kept="\n\t"))
    # Characters that a space held apart may compose now.
    return unicodedata.normalize("NFKC", _SPACES.sub("", half_width))


def in_one_line(text: str) -> str:
    """Running text for a list: every run of white space, line breaks too, is one space."""
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """At most `most` characters; what was cut ends in "…"."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _storable(text: str, *, kept: str) -> str:
    return "".join(character for character in text if character in kept or _is_storable(character))


def _is_storable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and ord(character) & 0xFFFE != 0xFFFE
