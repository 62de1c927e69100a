"""The signed code on a paper: read back as it was made, small, and silent about anybody's person."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.code_check import Signature, StationKey, check_signature
from domain.paper_code import PaperCode, qr_text
from domain.signed_code import (
    MOST_BODY_BYTES,
    PaperFacts,
    code_in,
    halfwidth,
    message_of,
    read_signed,
    shown,
    signed_text,
)
from system import signing
from system.recovery_code import ALPHABET

PRIVATE, OTHER = bytes(range(32)), bytes(reversed(range(32)))
PUBLIC = signing.public_key(PRIVATE)
KEY = StationKey("430103", "坡子街", PUBLIC, own=True)
OTHER_KEY = StationKey("430104", "裕南街", signing.public_key(OTHER))
FACTS = PaperFacts("430103", signing.key_id(PUBLIC), 1, "LF20261124-008", date(2026, 11, 24), 1, 1, bytes(range(8)))
HUMAN = "7K3M-92QF"
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

facts_of = st.builds(
    PaperFacts,
    region=st.from_regex(r"[0-9]{6}", fullmatch=True),
    signer=st.binary(min_size=4, max_size=4),
    kind=st.integers(1, 99),
    number=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=14),
    day=st.dates(date(2000, 1, 1), date(2199, 12, 31)),
    copy=st.integers(1, 999),
    page=st.integers(1, 1500),
    digest=st.binary(min_size=8, max_size=8),
)
human_codes = st.text(ALPHABET, min_size=8, max_size=8).map(lambda letters: f"{letters[:4]}-{letters[4:]}")


def signed(facts: PaperFacts = FACTS, human: str = HUMAN, private: bytes = PRIVATE) -> str:
    return signed_text(facts, human, signing.sign(private, message_of(facts, human)))


@given(facts_of, human_codes)
def test_what_was_written_is_read_back(facts: PaperFacts, human: str) -> None:
    text = signed_text(facts, human, signing.sign(PRIVATE, message_of(facts, human)))
    read = read_signed(text)
    assert read is not None
    assert (read.facts, read.human_code) == (facts, human)
    assert signing.is_signed(PUBLIC, read.message, read.signature)
    assert set(text) <= set(BASE45)


@pytest.mark.parametrize(
    "number",
    [
        "LF20261124-A12345 告知第20次",
        "坡子街街道退〔2026〕123456号",
        "WS20261124-999",
        "LF20261124-008 告知第2次",
        "碧湘街道退收〔2099〕99999号",
    ],
)
def test_the_longest_numbers_leave_the_body_within_a_hundred_bytes(number: str) -> None:
    facts = replace(FACTS, number=number, copy=999, page=1500, kind=99, day=date(2199, 12, 31), region="999999")
    assert len(message_of(facts, HUMAN)) - 8 <= MOST_BODY_BYTES
    text = signed(facts)
    # A QR of version 10 at level M holds 311 characters.
    assert len(text) <= 311
    assert read_signed(text) is not None


def test_a_number_that_would_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 100"):
        message_of(replace(FACTS, number="坡" * 40), HUMAN)


@pytest.mark.parametrize(
    "sent",
    [
        lambda text: f"\x02{text}\x03\r\n",
        str.lower,
        lambda text: f"\x1d{text[:40]}\x1d{text[40:]}",
        lambda text: "".join("　" if mark == " " else chr(ord(mark) + 0xFEE0) for mark in text),
        lambda text: f"   {text} ",
        lambda text: text.replace("$", "￥").replace(".", "。").replace("/", "、"),
    ],
)
def test_a_scanner_s_ways_are_understood(sent: object) -> None:
    assert callable(sent)
    for page in range(1, 30):
        facts = replace(FACTS, page=page)
        assert read_signed(sent(signed(facts))) == read_signed(signed(facts))


def test_blanks_inside_belong_to_the_code() -> None:
    text = next(text for page in range(1, 99) if " " in (text := signed(replace(FACTS, page=page))))
    assert read_signed(text) is not None
    assert read_signed(text.replace(" ", "")) is None


@pytest.mark.parametrize(
    "text",
    ["", "TYJR2", "TYJR2:", "TYJR2::7K3M92QF", "TYJR2:ABC:7K3M92QF", "TYJR2:" + "ZZZ" * 60 + ":7K3M92QF", "李龑"],
)
def test_other_texts_are_none(text: str) -> None:
    assert read_signed(text) is None


@given(st.binary(max_size=180))
def test_whatever_bytes_are_packed_nothing_is_raised(packed: bytes) -> None:
    from base45 import b45encode

    text = f"TYJR2:{b45encode(packed).decode('ascii')}:7K3M92QF"
    read = read_signed(text)
    assert read is None or not signing.is_signed(PUBLIC, read.message, read.signature)


def test_nested_huge_and_tagged_bodies_are_none() -> None:
    from base45 import b45encode

    bodies = [
        b"\x81" * 100,
        bytes.fromhex("9b7fffffffffffffff"),
        bytes.fromhex("c5821b0fffffffffffffff01"),
        b"\xd8\x1c",
    ]
    for body in bodies:
        assert read_signed(f"TYJR2:{b45encode(body + bytes(64)).decode('ascii')}:7K3M92QF") is None


def test_each_changed_character_is_noticed() -> None:
    text = signed()
    for place, mark in enumerate(text):
        for other in BASE45 if place % 7 == 0 else "A7":
            if other == mark:
                continue
            read = read_signed(text[:place] + other + text[place + 1 :])
            assert read is None or check_signature(read, (KEY, OTHER_KEY))[0] is not Signature.VALID, (place, other)


def test_a_key_signs_for_itself_alone() -> None:
    mine, theirs = read_signed(signed()), read_signed(signed(private=OTHER))
    assert mine is not None
    assert theirs is not None
    assert check_signature(mine, (OTHER_KEY, KEY)) == (Signature.VALID, KEY)
    # It names the first key but was signed by the other.
    assert check_signature(theirs, (KEY, OTHER_KEY)) == (Signature.BAD, KEY)
    assert check_signature(mine, (OTHER_KEY,)) == (Signature.UNKNOWN_KEY, None)
    assert check_signature(mine, ()) == (Signature.UNKNOWN_KEY, None)


def test_of_two_keys_with_one_id_the_right_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_signed(signed())
    assert read is not None
    monkeypatch.setattr(signing, "key_id", lambda _public: FACTS.signer)
    assert check_signature(read, (OTHER_KEY, KEY)) == (Signature.VALID, KEY)


def test_codes_of_both_forms_say_what_they_are_of() -> None:
    meant = PaperCode("430103", "LF20261124-008", 1, HUMAN)
    assert code_in(signed()) == meant
    assert code_in(qr_text("430103", "LF20261124-008", 1, HUMAN)) == meant
    assert code_in("李龑") is None


@given(st.text(max_size=80))
def test_what_a_code_says_is_shown_in_one_clean_line(text: str) -> None:
    found = shown(text, 20)
    assert len(found) <= 20
    assert found.isprintable()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("LF1\x1b[31m\n号", "LF1[31m 号"),
        ("\u202e号\u2066一", "号一"),
        ("长" * 30, "长" * 19 + "…"),
    ],
)
def test_hostile_numbers_lose_what_could_do_harm(text: str, clean: str) -> None:
    assert shown(text, 20) == clean


@given(st.text(max_size=60))
def test_making_it_half_width_twice_changes_nothing_in_a_code(text: str) -> None:
    once = halfwidth(text)
    if once.isascii():
        assert halfwidth(once) == once


def test_parts_of_two_codes_make_no_third() -> None:
    chance = random.Random(7)
    for turn in range(300):
        one = signed(replace(FACTS, number=f"LF20261124-{turn:03d}"))
        two = signed(replace(FACTS, number=f"LF20261125-{turn:03d}", digest=chance.randbytes(8)), human="ABCD-EFGH")
        cut = chance.randrange(8, len(one) - 1)
        mixed = one[:cut] + two[cut:]
        read = read_signed(mixed)
        if mixed not in (one, two):
            assert read is None or check_signature(read, (KEY,))[0] is not Signature.VALID
