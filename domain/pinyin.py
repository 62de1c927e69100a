"""How a name is read, for finding it by its sound.

pypinyin reads single characters here (its phrase book costs 44 MB and 0.14 s, and knows no names). It takes no account
of surnames, so these come first from our own table, and the readings it holds beside the usual one are kept as further
ways to be found.
"""

import os
import unicodedata
from functools import cache, lru_cache

from domain.names import surname
from domain.tables import table

# A character with many readings has a usual one and rare ones; more than these are only noise in a search.
_MOST_READINGS = 3


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The syllables of a name, one entry for each: its readings in plain letters (ü as v), the usual one first.

    Latin letters and digits stand for themselves, a run of them as one entry; dots, blanks and marks are left out, and
    so is a character nobody has a reading for.
    """
    family = surname(name)
    known = _surname_readings(family)
    return (*known, *_syllables(name[len(family) if known else 0 :]))


def order_key(name: str) -> str:
    """Where a name stands in a list: character by character, each by its sound first, as a telephone book has it.

    Everybody of one surname stands together (all 李 before the first 黎), and 单 stands under shan, as it is said.
    """
    family = surname(name)
    known = _surname_readings(family)
    spoken = [*known, *map(_spoken, name[len(family) if known else 0 :])]
    sounds = (ways[0] if ways else character.casefold() for character, ways in zip(name, spoken, strict=True))
    return "".join(f"{sound}\0{character}\0" for sound, character in zip(sounds, name, strict=True))


def _surname_readings(family: str) -> tuple[tuple[str, ...], ...]:
    """From the table of surnames: one entry for each character, none where the table doesn't hold this name."""
    listed: list[str] = table("surnames")["readings"].get(family, [])
    ways = [way.split() for way in listed]
    return tuple(tuple(dict.fromkeys(parts)) for parts in zip(*ways, strict=True))


def _syllables(text: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    run = ""
    for character in text:
        if _is_letter(character):
            run += character.lower()
            continue
        if run:
            found.append((run,))
            run = ""
        spoken = _spoken(character)
        if spoken:
            found.append(spoken)
    return [*found, (run,)] if run else found


def _is_letter(character: str) -> bool:
    """A letter or digit that has no reading because it is one: a to z and 0 to 9."""
    return character.isascii() and character.isalnum()


@cache
def _spoken(character: str) -> tuple[str, ...]:
    """The readings of one Chinese character without tones; none where there is none."""
    if not unicodedata.category(character).startswith("Lo"):
        return ()
    # Read by pypinyin when it is imported, and never again: without its phrase book, as said above.
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    from pypinyin import Style, pinyin

    ways = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    plain = (way.replace("ü", "v").replace("ê", "e") for way in ways[0]) if ways else ()
    return tuple(dict.fromkeys(way for way in plain if way))[:_MOST_READINGS]
