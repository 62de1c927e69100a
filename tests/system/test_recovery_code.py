"""The code on the paper comes back from any hand, and a slip is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from system.errors import Invalid
from system.recovery_code import ALPHABET, RecoveryCode, new_code, read_code

CODES = st.lists(st.text(ALPHABET, min_size=4, max_size=4), min_size=8, max_size=8).map(
    lambda groups: RecoveryCode(tuple(groups))
)
PAPER = RecoveryCode(("K7RM", "2XQH", "9TDA", "P4WC", "6NJE", "V3YL", "8GFS", "H5UB"))


@given(code=CODES)
def test_every_way_of_writing_it_comes_back(code: RecoveryCode) -> None:
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in code.letters)
    ways = [
        code.text,
        code.text.lower(),
        code.letters,
        code.letters + code.check,
        f"{code.text}  {code.check}",
        code.qr_text,
        code.qr_text.lower(),
        code.qr_text.replace(":", ""),
        full_width,
        "　".join(code.groups),
        " — ".join(code.groups),
        "\t".join(code.groups) + "\r\n",
    ]
    for way in ways:
        assert read_code(way) == code, way


@given(code=CODES, at=st.integers(0, 31), other=st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found_by_the_check(code: RecoveryCode, at: int, other: str) -> None:
    letters = code.letters[:at] + other + code.letters[at + 1 :]
    changed = RecoveryCode(tuple(letters[start : start + 4] for start in range(0, 32, 4)))
    # 20 bits of check: one in a million changed codes has the same by chance, and then nothing can be found.
    if other != code.letters[at] and changed.check != code.check:
        with pytest.raises(Invalid, match="末尾校验"):
            read_code(letters + code.check)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "还差 32 位"),
        ("K7RM-2XQH", "还差 24 位"),
        (PAPER.text[:-1], "还差 1 位"),
        (PAPER.text.replace("9TDA", "9T0A"), "第 3 组第 3 位是“0”，恢复密钥里没有数字 0、1 和字母 O、I"),
        (PAPER.text.replace("H5UB", "H5Ul").replace("l", "i"), "第 8 组第 4 位是“I”"),
        (PAPER.text.replace("K7RM", "K7R密"), "第 1 组第 4 位是“密”，恢复密钥里只有数字和英文字母"),
        (PAPER.text + "AB", "多了 2 位"),
        (PAPER.text + PAPER.text, "多了 32 位"),
        (PAPER.text + "2222", "末尾校验对不上"),
        (PAPER.text + "22O2", "末尾校验是“O”"),
    ],
)
def test_a_slip_is_named(typed: str, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_code(typed)
    assert set(caught.value.fields) == {"code"}
    assert sentence in caught.value.fields["code"]


def test_the_alphabet_is_32_letters_without_those_that_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert not set("01OI") & set(ALPHABET)


def test_what_stands_on_the_paper() -> None:
    assert PAPER.text == "K7RM-2XQH-9TDA-P4WC-6NJE-V3YL-8GFS-H5UB"
    assert PAPER.qr_text == f"TYJRK1:{PAPER.letters}{PAPER.check}"
    assert len(PAPER.check) == 4
    assert set(PAPER.check) <= set(ALPHABET)


def test_the_check_letters_never_change_between_versions() -> None:
    """They are on paper in a safe: another way of reckoning would call every sheet wrong."""
    assert PAPER.check == "AHUZ"


@pytest.mark.parametrize(
    ("index", "typed", "good"),
    [
        (2, "9TDA", True),
        (2, " 9tda ", True),
        (2, "９ＴＤＡ", True),
        (6, "9TDA", False),
        (6, "8GF", False),
        (6, "", False),
    ],
)
def test_a_group_typed_back_is_compared_kindly(index: int, typed: str, *, good: bool) -> None:
    assert PAPER.matches(index, typed) is good


def test_codes_are_fresh_and_use_the_whole_alphabet() -> None:
    codes = [new_code() for _ in range(200)]
    assert len({code.letters for code in codes}) == 200
    assert set("".join(code.letters for code in codes)) == set(ALPHABET)


def test_the_repr_tells_nothing() -> None:
    assert repr(PAPER) == str(PAPER) == "RecoveryCode(…)"


@pytest.mark.parametrize("groups", [(), ("K7RM",) * 7, ("K7RM",) * 7 + ("K7R",), ("K7RM",) * 7 + ("K7RO",)])
def test_a_code_cannot_be_made_of_anything_else(groups: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="8 groups"):
        RecoveryCode(groups)
