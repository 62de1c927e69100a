"""The code on a paper: made with a key, read back from QR and from typing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.paper_code import PaperCode, human_code, qr_text, read_human_code, read_qr
from system.recovery_code import ALPHABET

KEY = bytes(range(32))


def test_a_code_is_fixed_by_key_and_text() -> None:
    # HMAC-SHA256 of "LF20261124-008" under 00 01 … 1f, first 40 bits, five bits a letter.
    import hashlib
    import hmac

    bits = "".join(f"{byte:08b}" for byte in hmac.digest(KEY, b"LF20261124-008", hashlib.sha256)[:5])
    letters = "".join(ALPHABET[int(bits[at : at + 5], 2)] for at in range(0, 40, 5))
    assert human_code(KEY, "LF20261124-008") == f"{letters[:4]}-{letters[4:]}"


@given(st.binary(min_size=32, max_size=32), st.text())
def test_every_code_is_eight_letters_of_the_alphabet(key: bytes, text: str) -> None:
    code = human_code(key, text)
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert not set(code) & set("01OI")


def test_another_key_or_text_gives_another_code() -> None:
    codes = {human_code(KEY, f"LF20261124-{n:03d}") for n in range(500)} | {human_code(bytes(32), "LF20261124-001")}
    assert len(codes) == 501


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7K3M-92QF", "7K3M-92QF"),
        ("7k3m92qf", "7K3M-92QF"),
        (" 7K3M 92QF ", "7K3M-92QF"),
        ("７Ｋ３Ｍ－９２ＱＦ", "7K3M-92QF"),
        ("7K3M—92QF", "7K3M-92QF"),
        ("7K3M-92Q", None),
        ("7K3M-92QF2", None),
        ("7K3M-92Q0", None),
        ("张建国", None),
        ("", None),
    ],
)
def test_typed_codes(typed: str, code: str | None) -> None:
    assert read_human_code(typed) == code


@pytest.mark.parametrize("number", ["LF20261124-008", "LF20261124-A008", "坡退信〔2026〕47号"])
def test_qr(number: str) -> None:
    text = qr_text("430103", number, 1, "7K3M-92QF")
    assert text == f"TYJR1:430103:{number}:1:7K3M92QF"
    assert read_qr(text) == PaperCode("430103", number, 1, "7K3M-92QF")


@pytest.mark.parametrize(
    "scanned",
    [
        "TYJR1:430103:LF20261124-008:1:7K3M92QF\r\n",
        "tyjr1:430103:LF20261124-008:1:7k3m92qf",
        "TYJR1：430103：LF20261124-008：1：7K3M92QF",
    ],
)
def test_scanners_have_their_ways(scanned: str) -> None:
    assert read_qr(scanned) == PaperCode("430103", "LF20261124-008", 1, "7K3M-92QF")


@pytest.mark.parametrize(
    "scanned",
    [
        "",
        "https://example.org/a:b:c:d",
        "TYJRK1:ABCD",
        "TYJR2:430103:LF20261124-008:1:7K3M92QF",
        "TYJR1:43010:LF20261124-008:1:7K3M92QF",
        "TYJR1:430103::1:7K3M92QF",
        "TYJR1:430103:LF20261124-008:0:7K3M92QF",
        "TYJR1:430103:LF20261124-008:1:7K3M92Q",
        "TYJR1:430103:LF20261124-008:1:7K3M92Q1",
        "TYJR1:430103:LF20261124-008:1:7K3M92QF:x",
    ],
)
def test_other_codes_are_none_of_ours(scanned: str) -> None:
    assert read_qr(scanned) is None


@pytest.mark.parametrize(
    ("region", "number", "copy", "code"),
    [
        ("430103", "LF:1", 1, "7K3M-92QF"),
        ("430103", "", 1, "7K3M-92QF"),
        ("4301", "LF20261124-008", 1, "7K3M-92QF"),
        ("430103", "LF20261124-008", 0, "7K3M-92QF"),
        ("430103", "LF20261124-008", 1, "7K3M-92QO"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(region: str, number: str, copy: int, code: str) -> None:
    with pytest.raises(ValueError, match="read back"):
        qr_text(region, number, copy, code)
