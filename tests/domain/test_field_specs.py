"""Fields declared as data: what is typed is read in one way of writing, or refused with a sentence under its field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.field_specs import (
    FieldKind,
    FieldSpec,
    asked,
    field_warnings,
    initial_value,
    read_fields,
    spec_from_data,
)

TODAY = date(2026, 11, 24)


def one(kind: FieldKind, **values: Any) -> FieldSpec:
    choices = ("当面", "电话") if kind is FieldKind.CHOICE else ()
    return FieldSpec(**{"code": "it", "label": "这一栏", "kind": kind, "choices": choices} | values)


def read(spec: FieldSpec, typed: str) -> tuple[str, str]:
    """The value and the fault of one field by itself; no fault is empty."""
    values, faults = read_fields([spec], {"it": typed}, TODAY)
    return values["it"], faults.get("it", "")


# -------------------------------------------------------------------------------------------------------- each kind


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (FieldKind.TEXT, "  一\n二\x00 ", "一 二"),
        (FieldKind.TEXT, "<b>&{x}%s'; DROP TABLE party", "<b>&{x}%s'; DROP TABLE party"),
        (FieldKind.LONG, " 一\r\n\r\n二\x07 ", "一\n\n二"),
        (FieldKind.DATE, "20261124", "2026-11-24"),
        (FieldKind.DATE, "２０２６年１１月２日", "2026-11-02"),
        (FieldKind.DATE, "=", "2026-11-24"),
        (FieldKind.DATE, "-1", "2026-11-23"),
        (FieldKind.PARTIAL, "1982年11月", "1982-11"),
        (FieldKind.PARTIAL, "1986", "1986"),
        (FieldKind.PARTIAL, "19860103", "1986-01-03"),
        (FieldKind.CHOICE, " 电话 ", "电话"),
        (FieldKind.NUMBER, "1,234，567", "1234567"),
        (FieldKind.NUMBER, "０07", "7"),
        (FieldKind.PHONE, "139 0731 0412", "13907310412"),
        (FieldKind.PHONE, "0731-85550199", "0731-85550199"),
        (FieldKind.PHONE, "85550199", "85550199"),
        (FieldKind.PHONE, "12345", "12345"),
        (FieldKind.YES_NO, "是", "是"),
        (FieldKind.YES_NO, "否", "否"),
    ],
)
def test_what_is_typed_is_read_in_one_way_of_writing(kind: FieldKind, typed: str, value: str) -> None:
    assert read(one(kind), typed) == (value, "")


@pytest.mark.parametrize(
    ("kind", "typed", "value", "words"),
    [
        (FieldKind.TEXT, "长" * 201, "长" * 201, "最多 200 个"),
        (FieldKind.LONG, "长" * 2001, "长" * 2001, "最多 2000 个"),
        (FieldKind.DATE, "下个月", "下个月", "看不懂这个日期"),
        (FieldKind.DATE, "2026-02-30", "2026-02-30", "2 月没有 30 日"),
        (FieldKind.DATE, "+1", "2026-11-25", "还没有到"),
        (FieldKind.PARTIAL, "八几年", "八几年", "看不懂"),
        (FieldKind.PARTIAL, "1986-13", "1986-13", "没有这一天"),
        (FieldKind.PARTIAL, "2027", "2027", "还没有到"),
        (FieldKind.CHOICE, "写信", "写信", "“这一栏”没有这一项"),
        (FieldKind.NUMBER, "十二", "十二", "应是不超过 9 位的整数"),
        (FieldKind.NUMBER, "-3", "-3", "应是不超过 9 位的整数"),
        (FieldKind.NUMBER, "3.5", "3.5", "应是不超过 9 位的整数"),
        (FieldKind.NUMBER, "1234567890", "1234567890", "应是不超过 9 位的整数"),
        (FieldKind.PHONE, "1390731", "1390731", "少 4 位"),
        (FieldKind.PHONE, "139073104123", "139073104123", "多 1 位"),
        (FieldKind.PHONE, "139****0412", "139****0412", "遮住的号码存不了"),
        (FieldKind.PHONE, "0731-85****99", "0731-85****99", "遮住的号码存不了"),
        (FieldKind.YES_NO, "好", "好", "请选“是”或“否”"),
    ],
)
def test_what_cannot_be_read_stays_as_typed_with_a_sentence(
    kind: FieldKind, typed: str, value: str, words: str
) -> None:
    read_value, fault = read(one(kind), typed)
    assert read_value == value
    assert words in fault


def test_a_day_to_come_is_taken_where_the_field_says_so() -> None:
    assert read(one(FieldKind.DATE, future=True), "+7") == ("2026-12-01", "")


# ------------------------------------------------------------------------------------------------ required and asked


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize("typed", ["", " ", "\n\t", "\u3000", "\x00"])
def test_an_empty_field_is_said_only_where_it_must_be_filled_in(kind: FieldKind, typed: str) -> None:
    assert read(one(kind), typed) == ("", "")
    value, fault = read(one(kind, required=True), typed)
    chosen = kind in (FieldKind.CHOICE, FieldKind.YES_NO)
    assert (value, fault.startswith("还没有选" if chosen else "还没有写")) == ("", True)


@pytest.mark.parametrize("kind", [FieldKind.DATE, FieldKind.PARTIAL, FieldKind.PHONE])
@pytest.mark.parametrize("typed", ["\u200b", "\ufeff\u2060"])
def test_what_nobody_sees_is_no_date_and_no_number(kind: FieldKind, typed: str) -> None:
    """Pasted from a chat or a page: reading drops it, so it must not count as filled in."""
    assert read(one(kind), typed) == ("", "")
    assert read(one(kind, required=True), typed)[1].startswith("还没有写")


def test_a_field_that_was_not_sent_is_empty() -> None:
    assert read_fields([one(FieldKind.TEXT)], {}, TODAY) == ({"it": ""}, {})


WAY = FieldSpec(code="way", label="谁来领", kind=FieldKind.CHOICE, choices=("本人", "代领"), required=True)
NAME = FieldSpec(code="name", label="代领人", required=True, when="way=代领")
KIN = FieldSpec(code="kin", label="是亲属", kind=FieldKind.YES_NO, required=True, when="way=代领")
WHICH = FieldSpec(code="which", label="什么亲属", required=True, when="kin=是")
CHAIN = (WAY, NAME, KIN, WHICH)


@pytest.mark.parametrize(
    ("typed", "values", "faults"),
    [
        ({"way": "本人", "name": "李四", "kin": "是"}, {"way": "本人"}, set()),
        ({"way": "代领"}, {"way": "代领", "name": "", "kin": ""}, {"name", "kin"}),
        ({"way": " 代领", "name": "李四", "kin": "否"}, {"way": "代领", "name": "李四", "kin": "否"}, set()),
        ({"way": "代领", "name": "李四", "kin": "是"}, None, {"which"}),
        ({"way": "旁人", "name": "李四"}, {"way": "旁人"}, {"way"}),
        ({"name": "李四", "kin": "是", "which": "妻子"}, {"way": ""}, {"way"}),
    ],
)
def test_a_field_is_asked_for_only_with_its_choice(
    typed: Mapping[str, str], values: Mapping[str, str] | None, faults: set[str]
) -> None:
    """One whose question isn't asked answers none that hangs on it."""
    read_values, read_faults = read_fields(CHAIN, typed, TODAY)
    assert set(read_faults) == faults
    if values is not None:
        assert read_values == values


def test_a_condition_may_have_an_equals_sign_in_its_value() -> None:
    spec = FieldSpec(code="it", label="栏", when="way=a=b")
    assert asked(spec, {"way": "a=b"})
    assert not asked(spec, {"way": "a"})
    assert not asked(spec, {})


def test_what_a_field_starts_with() -> None:
    assert initial_value(one(FieldKind.DATE, initial="today"), TODAY) == "2026-11-24"
    assert initial_value(one(FieldKind.CHOICE, initial="电话"), TODAY) == "电话"
    assert initial_value(one(FieldKind.TEXT), TODAY) == ""


def test_a_character_without_a_glyph_is_warned_of_and_stops_nothing() -> None:
    specs = (one(FieldKind.TEXT), FieldSpec(code="other", label="另一栏"))
    values, faults = read_fields(specs, {"it": "\U0003134a", "other": "张"}, TODAY)
    assert faults == {}
    warnings = field_warnings(specs, values)
    assert list(warnings) == ["it"]
    assert "U+3134A" in warnings["it"]
    assert field_warnings(specs, {}) == {}


# --------------------------------------------------------------------------------------------------------- declared


def test_a_row_of_a_table_becomes_a_field() -> None:
    row = {"code": "way", "label": "谁来领", "kind": "choice", "choices": ["本人", "代领"], "required": True}
    assert spec_from_data(row) == WAY
    assert spec_from_data({"code": "a", "label": "栏"}) == FieldSpec(code="a", label="栏")


@pytest.mark.parametrize(
    "row",
    [
        {"code": "a", "label": "栏", "kind": "colour"},
        {"code": "a", "label": "栏", "colour": "red"},
        {"code": "a"},
        {"label": "栏"},
        {"code": "a", "label": "栏", "kind": "choice"},
        {"code": "a", "label": "栏", "choices": ["一"]},
    ],
)
def test_a_row_that_means_nothing_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"colour|不认识|对不上"):
        spec_from_data(row)


# ------------------------------------------------------------------------------------------------------- whatever comes

HOSTILE = st.text(max_size=60) | st.text(alphabet="0123456789-年月日+=.,*，\u200b\x00 ", max_size=20)


@given(st.sampled_from(FieldKind), st.booleans(), st.booleans(), HOSTILE)
def test_whatever_is_typed_is_read_or_refused_and_reading_again_changes_nothing(
    kind: FieldKind, required: bool, future: bool, typed: str
) -> None:
    """What is refused stays there to be mended, so only a field with nothing in it is refused empty."""
    spec = one(kind, required=required, future=future)
    value, fault = read(spec, typed)
    if fault:
        assert value or required
        return
    assert value or not required
    assert read(spec, value) == (value, "")


@given(st.dates(max_value=TODAY))
def test_every_day_until_today_is_kept_as_it_is(day: date) -> None:
    assert read(one(FieldKind.DATE), day.isoformat()) == (day.isoformat(), "")


@given(st.dates(min_value=date(2026, 11, 25)))
def test_no_day_to_come_passes_where_none_may(day: date) -> None:
    assert read(one(FieldKind.DATE), day.isoformat())[1] != ""
    assert read(one(FieldKind.DATE, future=True), day.isoformat()) == (day.isoformat(), "")


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_number_is_kept_with_and_without_its_commas(number: int) -> None:
    assert read(one(FieldKind.NUMBER), f"{number:,}") == (str(number), "")


@given(st.dictionaries(st.sampled_from(["way", "name", "kin", "which", "strange"]), HOSTILE | st.just("代领")))
def test_only_declared_fields_that_are_asked_come_out(typed: dict[str, str]) -> None:
    values, faults = read_fields(CHAIN, typed, TODAY)
    assert set(faults) <= set(values)
    assert set(values) == {spec.code for spec in CHAIN if asked(spec, values)}
