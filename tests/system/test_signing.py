"""Ed25519 as RFC 8032 has it, and what names a key."""

import re

import pytest

from system import signing

# RFC 8032, section 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465"
            "5141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb0"
            "0d291612bb0c00"
        ),
    ),
]


@pytest.mark.parametrize(("private", "public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc(private: str, public: str, message: str, signature: str) -> None:
    assert signing.public_key(bytes.fromhex(private)).hex() == public
    assert signing.sign(bytes.fromhex(private), bytes.fromhex(message)).hex() == signature
    assert signing.is_signed(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


def test_another_message_key_or_signature_is_not_signed() -> None:
    private = signing.new_private_key()
    public, signature = signing.public_key(private), signing.sign(private, b"LF20261124-008")
    assert signing.is_signed(public, b"LF20261124-008", signature)
    assert not signing.is_signed(public, b"LF20261124-009", signature)
    assert not signing.is_signed(signing.public_key(signing.new_private_key()), b"LF20261124-008", signature)
    for place in range(len(signature)):
        changed = bytearray(signature)
        changed[place] ^= 1
        assert not signing.is_signed(public, b"LF20261124-008", bytes(changed))


@pytest.mark.parametrize("public", [b"", b"short", bytes(31), bytes(33), b"\xff" * 32])
@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(64), bytes(65), b"\xff" * 64])
def test_malformed_keys_and_signatures_sign_nothing(public: bytes, signature: bytes) -> None:
    assert signing.is_signed(public, b"text", signature) is False


def test_each_key_is_new_and_the_fingerprint_can_be_read_out() -> None:
    keys = {signing.new_private_key() for _ in range(50)}
    assert len(keys) == 50
    prints = {signing.fingerprint(signing.public_key(key)) for key in keys}
    assert len(prints) == 50
    assert all(re.fullmatch(r"[0-9A-F]{4}( [0-9A-F]{4}){3}", text) for text in prints)
    ids = {signing.key_id(signing.public_key(key)) for key in keys}
    assert all(len(found) == signing.KEY_ID_BYTES for found in ids)
