"""Frozen records as plain values: the way there and back is whole, and what isn't as declared is refused."""

import json
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plain_records import plain_record, read_record


class Tone(StrEnum):
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True)
class Note:
    tone: Tone
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Song:
    name: str
    length: int = 3
    sad: bool = False
    notes: tuple[Note, ...] = ()


NOTES = st.builds(Note, tone=st.sampled_from(Tone), words=st.lists(st.text(max_size=3), max_size=2).map(tuple))
SONGS = st.builds(
    Song,
    name=st.text(max_size=5),
    length=st.integers(),
    sad=st.booleans(),
    notes=st.lists(NOTES, max_size=2).map(tuple),
)


@given(SONGS)
def test_a_record_comes_back_from_json(song: Song) -> None:
    assert read_record(Song, json.loads(json.dumps(plain_record(song))), "歌") == song


def test_every_field_is_written_out_as_a_plain_value() -> None:
    plain = plain_record(Song("送", notes=(Note(Tone.HIGH),)))
    assert plain == {"name": "送", "length": 3, "sad": False, "notes": [{"tone": "high", "words": []}]}
    assert type(plain["notes"][0]["tone"]) is str


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "“歌”应当是成组的项"),
        ({}, "“歌”里少了“name”"),
        ({"name": "送", "year": 1}, "“歌”里有不认识的项“year”"),
        ({"name": None}, "“歌.name”的写法不对"),
        ({"name": "送", "length": 3.0}, "“歌.length”的写法不对"),
        ({"name": "送", "length": False}, "“歌.length”的写法不对"),
        ({"name": "送", "sad": "是"}, "“歌.sad”的写法不对"),
        ({"name": "送", "notes": {}}, "“歌.notes”应当是一列"),
        ({"name": "送", "notes": [{"tone": "mid"}]}, "“歌.notes.0.tone”里的“mid”不认识"),
        ({"name": "送", "notes": [{"tone": []}]}, "“歌.notes.0.tone”里的“[]”不认识"),
        ({"name": "送", "notes": [{"tone": "low", "words": ["a", 2]}]}, "“歌.notes.0.words.1”的写法不对"),
    ],
)
def test_what_is_not_as_declared_is_refused_with_its_place(data: object, words: str) -> None:
    with pytest.raises(ValueError, match=r"“歌") as told:
        read_record(Song, data, "歌")
    assert words in str(told.value)
