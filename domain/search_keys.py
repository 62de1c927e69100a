"""Keys by which a person is found while a clerk types: one table of keys, asked by prefix, instead of a scan.

A person is found by a query exactly when one of the person's keys starts with `query_key(query)`. Keys are: the name
from each of its characters on; its pinyin from each character on, each syllable in full or as its first letter; numbers
from each digit on, down to tails of three. Keys that only repeat the beginning of another are left out, which changes
nothing.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from domain.identity import normalise_identity, to_15, to_18
from domain.names import normalise_name
from domain.phones import phone_digits
from domain.pinyin import readings
from domain.tables import limit

# Tails of a number shorter than this find everybody.
_SHORTEST_TAIL = 3
# Up to this many syllables each may be full or short. Longer names, and readings beside the usual one, are found in
# full, by initials, and by initials after one full syllable.
_MIXED = 4
# Readings beside the usual one are taken as far as they fit; a person then has about forty keys, seldom sixty.
_MOST_PINYIN = 20


def person_keys(
    name: str,
    former_names: Iterable[str] = (),
    identity: str = "",
    phones: Iterable[str] = (),
    card_numbers: Iterable[str] = (),
) -> frozenset[str]:
    """All keys of one person, none longer than the limit `search_key`."""
    keys: set[str] = set()
    for known_as in (name, *former_names):
        keys.update(_name_keys(normalise_name(known_as)))
    keys.update(_identity_keys(normalise_identity(identity)))
    for phone in phones:
        keys.update(_tails(phone_digits(phone)))
    for card in card_numbers:
        keys.update(_card_keys(query_key(card)))
    return _without_beginnings(key[: limit("search_key")] for key in keys)


def query_key(text: str) -> str:
    """What is looked for: small half-width letters and digits, Chinese characters, no blanks, dots, dashes, quotes."""
    plain = unicodedata.normalize("NFKC", normalise_name(text)).lower().replace("ü", "v")
    return "".join(character for character in plain if not _is_mark(character))[: limit("search_key")]


def _is_mark(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "ZP" or category in ("Cc", "Cf")


def _name_keys(name: str) -> Iterator[str]:
    plain = query_key(name)
    yield from (plain[place:] for place in range(len(plain)))
    yield from _pinyin_keys(readings(name))


def _pinyin_keys(syllables: Sequence[Sequence[str]]) -> set[str]:
    """Keys of the usual reading in any case; of the others, one changed syllable at a time, as many as fit."""
    usual = [ways[0] for ways in syllables]
    keys = set(_spellings(usual, mixed=len(usual) <= _MIXED))
    for place, ways in enumerate(syllables):
        for other in ways[1:]:
            added = keys.union(_spellings([*usual[:place], other, *usual[place + 1 :]], mixed=False))
            if len(_without_beginnings(added)) <= _MOST_PINYIN:
                keys = added
    return keys


def _spellings(syllables: Sequence[str], *, mixed: bool) -> Iterator[str]:
    """From each syllable on: every mixture of full and short, or only the three usual ones."""
    for start in range(len(syllables)):
        rest = syllables[start:]
        if mixed:
            yield from _mixtures(rest)
        else:
            initials = "".join(syllable[0] for syllable in rest)
            yield from ("".join(rest), initials, rest[0] + initials[1:])


def _mixtures(syllables: Sequence[str]) -> Iterator[str]:
    """The last syllable is always in full: its first letter is the beginning of it."""
    if len(syllables) == 1:
        yield syllables[0]
        return
    for rest in _mixtures(syllables[1:]):
        yield syllables[0] + rest
        yield syllables[0][0] + rest


def _identity_keys(identity: str) -> Iterator[str]:
    """Both lengths of a citizen's number. Tails of the short one begin tails of the long one: only its start counts."""
    long = to_18(identity) if len(identity) == 15 and identity.isdecimal() else identity
    yield from _tails(long.lower())
    short = to_15(long)
    if short:
        yield short


def _card_keys(number: str) -> Iterator[str]:
    """A card number is scanned or typed whole, or asked for by its last four, six or eight."""
    if number:
        yield from (number, number[-4:], number[-6:], number[-8:])


def _tails(number: str) -> Iterator[str]:
    yield from (number[place:] for place in range(max(1, len(number) - _SHORTEST_TAIL + 1)) if number)


def _without_beginnings(keys: Iterable[str]) -> frozenset[str]:
    """The keys that begin no other one: sorted, a key that begins others stands right before one of them."""
    ordered = sorted(set(keys) - {""})
    return frozenset(ordered) - {key for key, following in pairwise(ordered) if following.startswith(key)}
