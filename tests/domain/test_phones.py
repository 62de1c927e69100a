"""Phones as people give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.phones import is_masked_phone, mask_phone, phone_digits, read_phone


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("13873105267", "13873105267"),
        ("138 7310 5267", "13873105267"),
        ("138-7310-5267", "13873105267"),
        ("１３８７３１０５２６７", "13873105267"),
        ("+86 138 7310 5267", "13873105267"),
        ("0086-13873105267", "13873105267"),
        ("86 13873105267", "13873105267"),
        ("0731-85550199", "0731-85550199"),
        ("073185550199", "0731-85550199"),
        ("0731 8555 0199", "0731-85550199"),
        ("0731—8555—0199", "0731-85550199"),
        ("（0731）85550199", "0731-85550199"),
        ("(0731) 8555-0199", "0731-85550199"),
        ("+86-0731-85550199", "0731-85550199"),
        ("0731-85550199-801", "0731-85550199-801"),
        ("0731-85550199转801", "0731-85550199-801"),
        ("0731-8555-0199 转 801", "0731-85550199-801"),
        ("010-65550123", "010-65550123"),
        ("02155501234", "021-55501234"),
        ("0745-2855501", "0745-2855501"),
        ("0745-28555012", "0745-28555012"),
        ("85550199", "85550199"),
        ("8555-0199", "85550199"),
        ("2855501", "2855501"),
        ("12345", "12345"),
        ("12368", "12368"),
        ("95588", "95588"),
        ("4008208820", "400-820-8820"),
        ("400-820-8820", "400-820-8820"),
    ],
)
def test_right_numbers(raw: str, text: str) -> None:
    reading = read_phone(raw)
    assert (reading.text, reading.state) == (text, "ok")
    assert read_phone(reading.text) == reading


@pytest.mark.parametrize(
    ("raw", "state", "message"),
    [
        ("", "empty", ""),
        ("\u3000", "empty", ""),
        ("1387310526", "incomplete", "少 1 位，请补齐或留空"),
        ("138", "incomplete", "少 8 位，请补齐或留空"),
        ("138731052678", "bad", "多 1 位"),
        ("0731-8555-011", "incomplete", "少 1 位，区号后应为 8 位"),
        ("0731", "incomplete", "少 8 位，区号后应为 8 位"),
        ("0745-28555", "incomplete", "少 2 位，区号后应为 7 到 8 位"),
        ("0731-855501999", "bad", "多 1 位"),
        ("073185550199801", "bad", "多 3 位"),
        ("0731-85550199-13873105267", "bad", "备用电话"),
        ("85550", "incomplete", "少 2 位"),
        ("无", "bad", "“无”"),
        ("138O7310526", "bad", "“O”"),
        ("138****5267", "bad", "“*”"),
        ("——", "empty", ""),
    ],
)
def test_what_is_wrong_is_said(raw: str, state: str, message: str) -> None:
    reading = read_phone(raw)
    assert reading.state == state
    assert message in reading.message
    assert bool(message) == bool(reading.message)


def test_a_local_number_is_taken_with_a_note() -> None:
    assert read_phone("85550199").message == "没有区号，按本地座机记"


@given(st.text(alphabet="0123456789-转+() .*１"))
def test_reading_what_was_read_changes_nothing(raw: str) -> None:
    once = read_phone(raw)
    assert read_phone(once.text).text == once.text
    if once.state == "ok":
        assert read_phone(once.text).state == "ok"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13873105267", "138****5267"),
        ("0731-85550113", "0731-85****13"),
        ("0731-85550113-801", "0731-85****13"),
        ("0745-2855501", "0745-28****01"),
        ("010-65550123", "010-65****23"),
        ("85550113", "85****13"),
        ("12345", "12345"),
        ("400-820-8820", "400-820-8820"),
        ("1387310526", "********26"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask_phone(text) == masked


@given(st.from_regex(r"1[0-9]{10}|0731-[0-9]{8}|0745-[0-9]{7}|[2-8][0-9]{7}", fullmatch=True))
def test_a_masked_number_is_known_as_one_and_a_real_one_is_not(text: str) -> None:
    assert is_masked_phone(mask_phone(text))
    assert not is_masked_phone(text)


def test_digits() -> None:
    assert phone_digits("0731-85550199-801") == "073185550199801"
