"""Sealing, deriving and hashing, against published vectors where there are some."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from system.crypto import (
    KdfParams,
    SealBroken,
    derive,
    hmac_sha256,
    new_key,
    new_salt,
    password_key,
    same,
    seal,
    unseal,
)
from system.errors import DamagedStore, Trouble

LIGHT = KdfParams(memory_kib=64, time=1, lanes=1)
KEY = bytes(range(32))


@given(plain=st.binary(max_size=300), context=st.binary(max_size=40))
def test_what_is_sealed_opens_again(plain: bytes, context: bytes) -> None:
    sealed = seal(KEY, plain, context)
    assert len(sealed) == len(plain) + 28
    assert unseal(KEY, sealed, context) == plain


@given(plain=st.binary(max_size=60), at=st.integers(min_value=0), flip=st.integers(min_value=1, max_value=255))
def test_any_changed_byte_is_found(plain: bytes, at: int, flip: int) -> None:
    sealed = bytearray(seal(KEY, plain, b"here"))
    sealed[at % len(sealed)] ^= flip
    with pytest.raises(SealBroken):
        unseal(KEY, bytes(sealed), b"here")


@given(length=st.integers(min_value=0, max_value=40))
def test_a_cut_piece_is_found(length: int) -> None:
    sealed = seal(KEY, b"thirteen byte", b"")
    with pytest.raises(SealBroken):
        unseal(KEY, sealed[:length])


def test_another_key_and_another_context_do_not_open() -> None:
    sealed = seal(KEY, b"plain", b"slot:1")
    with pytest.raises(SealBroken):
        unseal(new_key(), sealed, b"slot:1")
    with pytest.raises(SealBroken):
        unseal(KEY, sealed, b"slot:2")
    with pytest.raises(DamagedStore, match="打不开"):
        unseal(KEY, sealed)


def test_two_sealings_of_one_text_differ() -> None:
    assert seal(KEY, b"same") != seal(KEY, b"same")


def test_derive_is_the_hkdf_of_rfc_5869() -> None:
    # Appendix A.3, with no salt and no info: the info of A.1 isn't text.
    okm = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    assert derive(b"\x0b" * 22, "", 42).hex() == okm


def test_each_purpose_and_each_salt_has_its_own_key() -> None:
    keys = {
        derive(KEY, "audit"),
        derive(KEY, "paper"),
        derive(KEY, "audit", salt=b"1"),
        derive(KEY, "audit", salt=b"2"),
    }
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}
    assert derive(KEY, "audit", 16) == derive(KEY, "audit")[:16]


def test_hmac_is_that_of_rfc_4231() -> None:
    # Test case 2.
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert hmac_sha256(b"Jefe", b"what do ya want for nothing?").hex() == expected
    assert same(hmac_sha256(b"a", b"b"), hmac_sha256(b"a", b"b"))
    assert not same(b"one", b"two")


def test_a_password_s_key_depends_on_all_that_goes_in() -> None:
    salt = new_salt()
    base = password_key("Zj19501001", salt, LIGHT)
    assert len(base) == 32
    assert base == password_key("Zj19501001", salt, LIGHT)
    others = [
        password_key("zj19501001", salt, LIGHT),
        password_key("Zj19501001", new_salt(), LIGHT),
        password_key("Zj19501001", salt, KdfParams(memory_kib=72, time=1, lanes=1)),
        password_key("Zj19501001", salt, KdfParams(memory_kib=64, time=2, lanes=1)),
    ]
    assert base not in others


def test_a_letter_and_its_accent_count_as_the_one_letter_they_show() -> None:
    salt = new_salt()
    assert password_key("cafe\u0301", salt, LIGHT) == password_key("caf\u00e9", salt, LIGHT)
    assert len(password_key("密码\ud800", salt, LIGHT)) == 32


def test_a_cost_that_cannot_be_paid_is_told() -> None:
    with pytest.raises(Trouble, match="内存不够"):
        password_key("x", new_salt(), KdfParams(memory_kib=2**32 - 1, time=1, lanes=1))


def test_keys_and_salts_are_fresh() -> None:
    assert len({new_key() for _ in range(100)}) == 100
    assert {len(new_key()), len(new_salt())} == {32, 16}
