"""Which piece of a name fits what was typed ("ly": 罗银 of 罗银秀), so that a list shows why somebody stands in it."""

from collections.abc import Sequence
from functools import cache

from domain.pinyin import readings
from domain.search_keys import query_key


def matched_part(name: str, text: str) -> str:
    """The first piece of `name` that `text` writes or spells in pinyin; empty when it fits something else."""
    key = query_key(text)
    return (_written(name, key) or _spoken(name, key)) if key else ""


def _written(name: str, key: str) -> str:
    pieces = [_plain(character) for character in name]
    if key not in "".join(pieces):
        return ""
    for start, first in enumerate(pieces):
        piece = ""
        for end in range(start, len(pieces) if first else start):
            piece += pieces[end]
            if piece.startswith(key):
                return name[start : end + 1]
            if not key.startswith(piece):
                break
    return ""


@cache
def _plain(character: str) -> str:
    return query_key(character)


def _spoken(name: str, key: str) -> str:
    syllables = readings(name)
    places = [place for place, character in enumerate(name) if readings(character)]
    if len(places) != len(syllables):
        # Latin letters in the name are read as one run; which letter is which syllable can't be told then.
        return ""
    for start in range(len(syllables)):
        end = _spelt(syllables, start, key)
        if end:
            return name[places[start] : places[end - 1] + 1]
    return ""


def _spelt(syllables: Sequence[Sequence[str]], start: int, key: str) -> int:
    """Where the syllables from `start` end that `key` spells, each in full or by its first letter; 0 if it doesn't."""
    if start == len(syllables):
        return 0
    for way in syllables[start]:
        if way.startswith(key):
            return start + 1
        for said in (way, way[0]):
            end = _spelt(syllables, start + 1, key[len(said) :]) if key.startswith(said) else 0
            if end:
                return end
    return 0
