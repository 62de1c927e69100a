"""What a scanner sends: cleaned, told apart by its shape, and its settings checked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.paper_code import qr_text, read_qr
from domain.scan_rules import (
    GAP_DEFAULT,
    GAP_LEAST,
    GAP_MOST,
    ScannerSettings,
    Shape,
    Trial,
    check_scanner,
    clean_scan,
    is_surely_ours,
    judge_trial,
    settings_from,
    shape_of,
    starts_like_ours,
)
from domain.signed_code import PaperFacts, message_of, signed_text
from system.signing import sign
from tests.services.codes import foreign_key

WHOLE = qr_text("430103", "LF20261124-008", 1, "7K3M-92QF")
CONTROLS = "\x00\x02\x03\x1c\x1d\x1e\x7f\x9f"
WIDE = WHOLE.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def signed(page: int) -> str:
    """The signed code of a page; each has other letters."""
    facts = PaperFacts("430103", bytes(4), 1, "LF20261124-008", date(2026, 11, 24), 1, page, bytes(8))
    return signed_text(facts, "7K3M-92QF", sign(bytes(32), message_of(facts, "7K3M-92QF")))


# One with blanks inside, which belong to it.
SIGNED = next(text for page in range(1, 99) if " " in (text := signed(page)))
WIDE_SIGNED = SIGNED.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000})


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (WHOLE, WHOLE),
        (f"{WHOLE}\r\n", WHOLE),
        (f"\x02{WHOLE}\x03\t", WHOLE),
        (f"\x1d{WHOLE[:9]}\x1d{WHOLE[9:]}", WHOLE),
        (WIDE, WHOLE),
        ("４３０１０３ 19681102 1238", "430103196811021238"),
        ("", ""),
        (" \r\n\x1d", ""),
        (SIGNED, SIGNED),
        (f"\x02{SIGNED}\x03\r\n", SIGNED),
        (SIGNED.lower(), SIGNED),
        (WIDE_SIGNED, SIGNED),
        (f"  {SIGNED}", SIGNED),
        (foreign_key(), foreign_key()),
    ],
)
def test_a_scan_is_taken_as_it_was_meant(sent: str, meant: str) -> None:
    assert clean_scan(sent) == meant


@given(st.lists(st.sampled_from(CONTROLS), max_size=6), st.lists(st.integers(0, len(WHOLE)), max_size=6))
def test_control_characters_anywhere_change_nothing(marks: list[str], places: list[int]) -> None:
    sent = WHOLE
    for mark, place in zip(marks, places, strict=False):
        sent = sent[:place] + mark + sent[place:]
    assert read_qr(clean_scan(sent)) == read_qr(WHOLE)


@given(st.lists(st.sampled_from(CONTROLS), max_size=6), st.lists(st.integers(0, len(SIGNED)), max_size=6))
def test_nor_do_they_in_a_signed_one(marks: list[str], places: list[int]) -> None:
    sent = SIGNED
    for mark, place in zip(marks, places, strict=False):
        sent = sent[:place] + mark + sent[place:]
    assert clean_scan(sent) == SIGNED


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_scan(clean_scan(text)) == clean_scan(text)


def test_the_prefix_of_the_scanner_goes() -> None:
    assert clean_scan(f"]Q1{WHOLE}", "]Q1") == WHOLE
    assert clean_scan(WHOLE, "]Q1") == WHOLE
    for prefix in ("]Q1", "]q1", "*"):
        assert clean_scan(f"{prefix}{SIGNED}\r", prefix) == SIGNED
        assert clean_scan(f"{prefix}{SIGNED.lower()}", prefix) == SIGNED
        assert clean_scan(SIGNED, prefix) == SIGNED


@given(st.integers(2, len(WHOLE) - 1))
def test_a_code_cut_in_half_says_which_half_is_there(place: int) -> None:
    first, last = WHOLE[:place], WHOLE[place:]
    assert shape_of(first) is Shape.BEGINNING
    # What is left of the last eight letters may be any eight letters, or fewer.
    expected = Shape.END if ":" in last else (Shape.PAPER if len(last) == 8 else Shape.OTHER)
    assert shape_of(last) is expected


@given(st.integers(2, len(SIGNED) - 1))
def test_a_signed_code_cut_in_half_says_which_half_is_there(place: int) -> None:
    first, last = clean_scan(SIGNED[:place]), clean_scan(SIGNED[place:])
    assert shape_of(first) is Shape.BEGINNING
    expected = Shape.END if ":" in last else (Shape.PAPER if len(last) == 8 else Shape.OTHER)
    assert shape_of(last) is expected


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("", Shape.EMPTY),
        (WHOLE, Shape.PAPER),
        (WHOLE.lower(), Shape.PAPER),
        ("Q4XD-83NB", Shape.PAPER),
        ("TYJR", Shape.BEGINNING),
        ("TYJR1:430103:LF20261124-008:0:7K3M92QF", Shape.BROKEN),
        (SIGNED, Shape.PAPER),
        (SIGNED.replace(" ", ""), Shape.BROKEN),
        (SIGNED[:40] + SIGNED[41:], Shape.BROKEN),
        ("TYJR2", Shape.BEGINNING),
        ("TYJR2:AB", Shape.BEGINNING),
        (foreign_key(), Shape.KEY),
        (foreign_key()[:20], Shape.KEY),
        ("T", Shape.OTHER),
        ("430103196811021238", Shape.OTHER),
        ("LF20261124-008", Shape.OTHER),
        ("https://example.org/a:b", Shape.OTHER),
    ],
)
def test_the_shape_of_a_text(text: str, shape: Shape) -> None:
    assert shape_of(text) is shape


@given(st.integers(1, len(WHOLE)))
def test_every_beginning_of_a_code_may_be_one(length: int) -> None:
    assert starts_like_ours(WHOLE[:length])
    assert starts_like_ours(WHOLE[:length].lower())
    assert is_surely_ours(WHOLE[:length]) == (length >= 6)


@given(st.integers(1, len(SIGNED)))
def test_every_beginning_of_a_signed_code_may_be_one(length: int) -> None:
    for text in (SIGNED[:length], SIGNED[:length].lower(), WIDE_SIGNED[:length], f"\x02{SIGNED[:length]}"):
        assert starts_like_ours(text)
        assert is_surely_ours(text) == (length >= 6)


@pytest.mark.parametrize("text", ["", "a", "zjg", "ta", "tyk", "430103", "tyjr3:", "李"])
def test_other_words_never_look_like_a_code(text: str) -> None:
    assert not starts_like_ours(text)


def test_the_scanner_s_own_prefix_may_come_first() -> None:
    assert starts_like_ours("]Q", "]Q1")
    assert starts_like_ours("]Q1TYJ", "]Q1")
    assert is_surely_ours("]Q1TYJR1:4", "]Q1")
    assert starts_like_ours("]Q1TYJR2:4", "]Q1")
    assert is_surely_ours("]Q1TYJR2:4 ", "]Q1")
    assert not starts_like_ours("]Q1430", "]Q1")


@pytest.mark.parametrize(
    ("settings", "faulty"),
    [
        (ScannerSettings(), set()),
        (ScannerSettings(GAP_LEAST, "]Q1"), set()),
        (ScannerSettings(GAP_MOST), set()),
        (ScannerSettings(GAP_LEAST - 1), {"gap_ms"}),
        (ScannerSettings(GAP_MOST + 1), {"gap_ms"}),
        (ScannerSettings(prefix="123456789"), {"prefix"}),
        (ScannerSettings(prefix="a b"), {"prefix"}),
        (ScannerSettings(prefix="ａ"), {"prefix"}),
    ],
)
def test_settings_that_can_not_work_are_said(settings: ScannerSettings, faulty: set[str]) -> None:
    assert set(check_scanner(settings)) == faulty


@pytest.mark.parametrize("stored", [None, 7, [], {}, {"gap_ms": "x"}, {"gap_ms": 9999}, {"gap_ms": None}])
def test_settings_that_make_no_sense_are_as_shipped(stored: object) -> None:
    assert settings_from(stored) == ScannerSettings(GAP_DEFAULT, "")


def test_settings_come_back_as_they_were_stored() -> None:
    stored = {"gap_ms": 60, "prefix": "]Q1"}
    assert settings_from(stored) == ScannerSettings(60, "]Q1")


@pytest.mark.parametrize(
    ("trial", "gap", "said", "advised"),
    [
        (Trial(WHOLE, 8, "Enter"), 35, "认得出来", 0),
        (Trial(WHOLE, 35), 35, "认得出来", 0),
        (Trial(WHOLE, 36), 35, "建议改成 50 毫秒", 50),
        (Trial(WHOLE, 51), 35, "建议改成 65 毫秒", 65),
        (Trial(WHOLE, 118), 35, "建议改成 120 毫秒", GAP_MOST),
        (Trial(WHOLE, 400), 35, "手打的", 0),
        (Trial("12\x1d3", 5), 35, "只收到 3 个字符", 0),
    ],
)
def test_a_trial_says_whether_the_gap_does(trial: Trial, gap: int, said: str, advised: int) -> None:
    words, wanted = judge_trial(trial, ScannerSettings(gap))
    assert said in words
    assert wanted == advised
