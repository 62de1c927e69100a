"""The QR of a station's public key: read back, and refused when it is half, altered or something else."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.code_check import StationKey
from domain.key_code import NAME_LENGTH, BadKey, KeyFault, key_text, read_key, unsigned
from domain.signed_code import shown
from system import signing
from tests.services.codes import FOREIGN, foreign_code, foreign_key

PUBLIC = signing.public_key(FOREIGN)
TEXT = foreign_key()


def fault_of(text: str) -> KeyFault:
    with pytest.raises(BadKey) as refused:
        read_key(text)
    return refused.value.fault


@given(st.from_regex(r"[0-9]{6}", fullmatch=True), st.text(st.characters(exclude_categories=["Cs"]), max_size=90))
def test_what_was_written_is_read_back(region: str, name: str) -> None:
    assert read_key(foreign_key(name, region)) == StationKey(region, shown(name, NAME_LENGTH), PUBLIC)


@pytest.mark.parametrize("sent", [f"\x02{TEXT}\x03\r\n", TEXT.lower(), f"  {TEXT}", f"{TEXT[:50]}\x1d{TEXT[50:]}"])
def test_a_scanner_s_ways_are_understood(sent: str) -> None:
    assert read_key(sent).public == PUBLIC


def test_every_cut_says_that_half_is_missing() -> None:
    for place in range(2, len(TEXT)):
        assert fault_of(TEXT[:place]) is KeyFault.HALF, place
    for place in range(1, len(TEXT) - 30):
        assert fault_of(TEXT[place:]) is KeyFault.HALF, place


@pytest.mark.parametrize("text", ["", "李龑", "430103196811021238", "https://example.org/a:b", foreign_code()])
def test_what_is_no_key_is_said_to_be_none(text: str) -> None:
    assert fault_of(text) is KeyFault.NOT_A_KEY


def test_a_changed_character_anywhere_never_gives_a_key() -> None:
    chance = random.Random(5)
    for place, mark in enumerate(TEXT):
        other = chance.choice([one for one in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" if one != mark])
        with pytest.raises(BadKey):
            read_key(TEXT[:place] + other + TEXT[place + 1 :])


def test_another_s_name_over_a_key_is_altered() -> None:
    signature = signing.sign(FOREIGN, unsigned("430103", "裕南街站", PUBLIC))
    assert fault_of(key_text("430103", "坡子街站", PUBLIC, signature)) is KeyFault.ALTERED
    assert fault_of(key_text("430104", "裕南街站", PUBLIC, signature)) is KeyFault.ALTERED
    mine = signing.public_key(bytes(32))
    assert fault_of(key_text("430103", "裕南街站", mine, signature)) is KeyFault.ALTERED


def test_the_signature_of_a_paper_introduces_nobody() -> None:
    """A station signs papers all day; none of those signatures may pass for one under its key."""
    assert not unsigned("430103", "裕南街站", PUBLIC).startswith(b"\x89")
    assert unsigned("430103", "裕南街站", PUBLIC).startswith(b"TYJRP1")


@given(st.binary(max_size=400))
def test_whatever_bytes_are_packed_no_key_comes_out(packed: bytes) -> None:
    from base45 import b45encode

    text = f"TYJRP1:{b45encode(packed).decode('ascii')}:00000000"
    with pytest.raises(BadKey):
        read_key(text)
