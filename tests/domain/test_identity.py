"""Identity numbers: GB 11643-1999 and its 15-digit past. All numbers here are made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import (
    Sex,
    check_character,
    mask_card,
    mask_identity,
    read_identity,
    same_identity,
    to_15,
    to_18,
)
from domain.labels import identity_kind_label, identity_short_label, identity_words

TODAY = date(2026, 11, 24)


def numbered(first17: str) -> str:
    return first17 + check_character(first17)


@pytest.mark.parametrize(
    ("first17", "check"),
    [
        # GB 11643-1999, annex: the two examples of the standard.
        ("11010519491231002", "X"),
        ("44052418800101001", "4"),
    ],
)
def test_check_character_of_the_standard(first17: str, check: str) -> None:
    assert check_character(first17) == check


@pytest.mark.parametrize(
    "raw",
    [
        "11010519491231002X",
        "11010519491231002x",
        " 110105 19491231 002x ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５１９４９１２３１００２ｘ",
        "110105\u300019491231\u00a0002X",
        "110105-19491231-002X",
        "110105\t19491231\r\n002X",
        "\ufeff11010519491231002X\u200b",
    ],
)
def test_a_number_is_understood_however_it_is_written(raw: str) -> None:
    reading = read_identity(raw, TODAY)
    assert reading.text == "11010519491231002X"
    assert (reading.state, reading.message) == ("ok", "")
    assert reading.birth == date(1949, 12, 31)
    assert reading.sex is Sex.FEMALE
    assert reading.kind == "citizen18"


@pytest.mark.parametrize(
    ("raw", "state", "message"),
    [
        ("", "empty", ""),
        (" \u3000", "empty", ""),
        ("430103", "incomplete", "还差 12 位"),
        ("43010319681112123", "incomplete", "还差 1 位"),
        ("4301031968111212345", "bad", "多了 1 位"),
        ("43010319681a121234", "bad", "“A”"),
        ("李四", "bad", "“李”"),
        ("4301X3", "bad", "“X”"),
        ("43010X", "bad", "第 6 位"),
        ("430103196813121234", "bad", "1968-13-12"),
        ("430103196902291234", "bad", "1969-02-29"),
        ("430103202611251234", "bad", "2026-11-25 还没有到"),
        ("430103203001011234", "bad", "还没有到"),
        ("43010319681112123X", "bad_check", "写明原因"),
        ("ABC", "incomplete", "还差 12 位"),
        ("ABCD", "bad", "3 个字母加 12 位数字"),
    ],
)
def test_what_is_wrong_is_said(raw: str, state: str, message: str) -> None:
    reading = read_identity(raw, TODAY)
    assert reading.state == state
    assert message in reading.message
    assert bool(message) == bool(reading.message)


def test_born_today_is_no_future() -> None:
    assert read_identity(numbered("43010320261124001"), TODAY).state == "ok"


@pytest.mark.parametrize("division", ["430103", "432522", "110199", "000000", "999999", "659099"])
def test_no_division_code_is_refused(division: str) -> None:
    assert read_identity(numbered(f"{division}19681112123"), TODAY).state == "ok"


@pytest.mark.parametrize(
    ("first17", "kind", "label"),
    [
        ("43010319681112123", "citizen18", "居民身份证"),
        ("81000019900307123", "resident18", "港澳居民居住证（香港）"),
        ("82000019900307122", "resident18", "港澳居民居住证（澳门）"),
        ("83000019900307124", "resident18", "台湾居民居住证"),
        # Only these three are of residents; another number in 81 is a citizen's, however odd its division.
        ("81010019900307123", "citizen18", "居民身份证"),
        ("83000119900307124", "citizen18", "居民身份证"),
        ("94315619810818123", "foreigner18", "外国人永久居留身份证"),
    ],
)
def test_other_cards_of_the_same_build(first17: str, kind: str, label: str) -> None:
    reading = read_identity(numbered(first17), TODAY)
    assert (reading.state, reading.kind) == ("ok", kind)
    assert reading.sex is (Sex.MALE if int(first17[16]) % 2 else Sex.FEMALE)
    assert reading.birth == date.fromisoformat(f"{first17[6:10]}-{first17[10:12]}-{first17[12:14]}")
    assert identity_kind_label(reading) == label
    assert identity_words(reading) == ("校验通过" if kind == "citizen18" else f"{label}，校验通过")


@pytest.mark.parametrize(
    ("number", "label", "short"),
    [
        ("430103681112123", "居民身份证（15 位旧号）", "身份证"),
        ("USA110075030711", "外国人永久居留身份证（2017 版）", "永居证"),
        ("4301", "", "证件号"),
        ("", "", "证件号"),
    ],
)
def test_what_card_a_number_is_of(number: str, label: str, short: str) -> None:
    reading = read_identity(number, TODAY)
    assert identity_kind_label(reading) == label
    assert identity_short_label(reading.kind) == short


@pytest.mark.parametrize("first17", ["81000019900307123", "94315619810818123", "83000019900307124"])
def test_a_wrong_check_of_any_card_is_doubted_and_still_says_what_it_is(first17: str) -> None:
    right = numbered(first17)
    wrong = first17 + ("0" if right[17] != "0" else "1")
    reading = read_identity(wrong, TODAY)
    assert (reading.state, reading.kind, reading.birth) == (
        "bad_check",
        read_identity(right, TODAY).kind,
        date(int(first17[6:10]), int(first17[10:12]), int(first17[12:14])),
    )


def test_the_old_card_of_foreigners() -> None:
    # USA, city 1100, born 1975-03-07, serial 1: U30 S28 A10 1100750307 1 weighed 7-3-1 gives 401.
    reading = read_identity("USA110075030711", TODAY)
    assert (reading.state, reading.kind, reading.birth) == ("ok", "foreigner15", date(1975, 3, 7))
    assert read_identity("USA110075030712", TODAY).state == "bad_check"
    assert read_identity("USA110075133012", TODAY).state == "bad"


def test_fifteen_digits_are_taken_with_a_note() -> None:
    reading = read_identity("430103681112123", TODAY)
    assert (reading.state, reading.kind) == ("ok", "citizen15")
    assert reading.birth == date(1968, 11, 12)
    assert reading.sex is Sex.MALE
    assert "15 位旧号" in reading.message


def test_fifteen_digits_on_the_way_to_eighteen_are_not_an_old_number() -> None:
    reading = read_identity("430103196811121", TODAY)
    assert (reading.state, reading.message) == ("incomplete", "还差 3 位")


births = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)
divisions = st.integers(110000, 659999)
serials = st.integers(0, 999)


@given(divisions, births.filter(lambda day: day.year < 2000), serials)
def test_both_lengths_lead_to_each_other(division: int, birth: date, serial: int) -> None:
    n15 = f"{division}{birth:%y%m%d}{serial:03d}"
    n18 = to_18(n15)
    assert to_15(n18) == n15
    assert read_identity(n18, TODAY).state == "ok"
    assert read_identity(n18, TODAY).birth == birth
    assert same_identity(n15, n18.lower())
    assert same_identity(n18, n15)


@given(divisions, births, serials)
def test_every_right_number_is_read_and_every_other_check_is_doubted(division: int, birth: date, serial: int) -> None:
    first17 = f"{division}{birth:%Y%m%d}{serial:03d}"
    right = check_character(first17)
    for check in "0123456789X":
        reading = read_identity(first17 + check, TODAY)
        assert reading.state == ("ok" if check == right else "bad_check")
        assert reading.birth == birth
        assert reading.sex == (Sex.MALE if serial % 2 else Sex.FEMALE)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_mistyped_digit_never_passes(place: int, shift: int) -> None:
    number = "11010519491231002X"
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert read_identity(wrong, TODAY).state != "ok"


@given(st.sampled_from(["810000", "820000", "830000"]), births, serials)
def test_every_resident_s_number_is_read_as_one(prefix: str, birth: date, serial: int) -> None:
    reading = read_identity(numbered(f"{prefix}{birth:%Y%m%d}{serial:03d}"), TODAY)
    assert (reading.state, reading.kind, reading.birth) == ("ok", "resident18", birth)
    assert reading.sex is (Sex.MALE if serial % 2 else Sex.FEMALE)
    assert to_15(reading.text) is None
    assert mask_identity(reading.text).count("*") == 8


@given(st.integers(11, 65), st.integers(0, 999), births, serials)
def test_every_foreigner_s_number_of_2023_is_read_as_one(province: int, nation: int, birth: date, serial: int) -> None:
    reading = read_identity(numbered(f"9{province}{nation:03d}{birth:%Y%m%d}{serial:03d}"), TODAY)
    assert (reading.state, reading.kind, reading.birth) == ("ok", "foreigner18", birth)
    assert to_15(reading.text) is None


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3),
    st.integers(1100, 6590),
    st.dates(min_value=date(1927, 1, 1), max_value=TODAY),
    st.integers(0, 9),
)
def test_every_foreigner_s_number_of_2017_is_read_as_one(nation: str, city: int, birth: date, serial: int) -> None:
    first14 = f"{nation}{city}{birth:%y%m%d}{serial}"
    states = {check: read_identity(f"{first14}{check}", TODAY) for check in "0123456789"}
    (right,) = [reading for reading in states.values() if reading.state == "ok"]
    assert (right.kind, right.birth, right.sex) == ("foreigner15", birth, Sex.UNKNOWN)
    assert all(reading.state == "bad_check" for reading in states.values() if reading is not right)
    assert read_identity(f" {right.text.lower()} ", TODAY) == right


@pytest.mark.parametrize(
    "number",
    [
        "43010320010101123X",
        "4301032001",
        "",
        "USA110075030712",
        # These cards never had a short form.
        "810000199003071230",
        "943156198108181234",
    ],
)
def test_no_short_form_for_births_after_1999_and_other_numbers(number: str) -> None:
    assert to_15(number) is None


@pytest.mark.parametrize("number", ["43010368111212", "43010368111212X", ""])
def test_only_fifteen_digits_become_eighteen(number: str) -> None:
    with pytest.raises(ValueError, match="fifteen"):
        to_18(number)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("11010519491231002X", "11010519491231002x", True),
        ("110105491231002", "11010519491231002X", True),
        ("110105491231002", "110105491231002", True),
        ("110105491231002", "110105491231003", False),
        ("", "", False),
        ("", "110105491231002", False),
    ],
)
def test_who_is_the_same(first: str, second: str, same: bool) -> None:
    assert same_identity(first, second) is same


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("430103196811121234", "430103********1234"),
        ("11010519491231002X", "110105********002X"),
        ("430103681112123", "430103*****2123"),
        ("USA110075030712", "USA110*****0712"),
        ("12345678", "******78"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask_identity(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [("43010319680871", "4301******0871"), ("12345678", "******78"), ("1234", "****"), ("", "")],
)
def test_mask_of_a_card(text: str, masked: str) -> None:
    assert mask_card(text) == masked
