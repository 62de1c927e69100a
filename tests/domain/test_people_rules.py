"""A person's form: what stops saving, what is only doubted, and how it is stored."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people_rules import PersonForm, check_person, tidy_person, warnings_person

TODAY = date(2026, 11, 24)
GOOD = PersonForm(
    name="李龑",
    identity="430103196811121239",
    sex="1",
    birth="1968-11-12",
    phone="13873105267",
    phone2="0731-85550199",
    household_address="长沙市天心区碧湘街 00 号",
    address="碧湘社区晏家塘 12 号",
    community="碧湘社区",
    categories=("soldier_retired_old", "disabled"),
    honours="三等功 1989",
    service_from="1987-10",
    service_to="1991-12",
    card_number="4301000012340871",
    former_names="李卫红",
    note="第一行\n第二行",
    reception_note="左耳听力差",
)
VERBATIM = "<b>&amp;</b> 😀 {0} %s"
LINES = ("identity_reason", "household_address", "address", "community", "honours", "reception_note")


def test_a_good_form_passes_and_stays_as_it_is() -> None:
    assert check_person(GOOD, TODAY) == {}
    assert warnings_person(GOOD, TODAY) == {}
    assert tidy_person(GOOD, TODAY) == GOOD


def test_a_name_is_enough() -> None:
    assert check_person(PersonForm(name="李龑"), TODAY) == {}


def test_an_unclear_name_may_be_empty() -> None:
    assert check_person(PersonForm(name_unclear=True), TODAY) == {}
    assert check_person(PersonForm(name="穿蓝衣的老人", name_unclear=True), TODAY) == {}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "姓名不清"),
        ("name", "😀", "U+1F600"),
        ("name", "李" * 61, "61 个字"),
        ("identity", "4301031968", "还差 8 位"),
        ("identity", "430103196811121234", "写明原因"),
        ("identity", "430103203011121234", "还没有到"),
        ("sex", "3", "选一个"),
        ("birth", "2026-11-25", "还没有到"),
        ("birth", "1968-02-30", "没有这一天"),
        ("birth", "不详", "看不懂"),
        ("service_from", "87", "看不懂"),
        ("service_to", "2027", "还没有到"),
        ("phone", "1387310526", "少 1 位，请补齐或留空"),
        ("phone2", "无", "“无”"),
        ("categories", ("disabled", "gone"), "不在目录里"),
        ("address", "长" * 201, "有 201 个字，最多 200 个"),
        ("household_address", "长" * 201, "最多 200 个"),
        ("community", "长" * 61, "最多 60 个"),
        ("honours", "长" * 201, "最多 200 个"),
        ("card_number", "1" * 41, "最多 40 个"),
        ("former_names", "长" * 201, "最多 200 个"),
        ("note", "长" * 2001, "最多 2000 个"),
        ("reception_note", "长" * 201, "最多 200 个"),
        ("identity_reason", "长" * 201, "最多 200 个"),
    ],
)
def test_what_stops_saving(field: str, value: object, message: str) -> None:
    changes: dict[str, Any] = {field: value}
    found = check_person(replace(GOOD, **changes), TODAY)
    assert set(found) == {field}
    assert message in found[field]


def test_all_faults_are_told_at_once() -> None:
    form = PersonForm(name="", identity="43", phone="1", birth="x")
    assert set(check_person(form, TODAY)) == {"name", "identity", "phone", "birth"}


def test_a_wrong_check_digit_is_kept_with_a_reason() -> None:
    form = replace(GOOD, identity="430103196811121234", identity_reason="老档案如此")
    assert check_person(form, TODAY) == {}
    assert set(warnings_person(form, TODAY)) == {"identity"}
    assert tidy_person(form, TODAY).identity == "430103196811121234"


def test_a_reason_keeps_no_impossible_date() -> None:
    form = replace(GOOD, identity="430103196813121234", identity_reason="老档案如此")
    assert set(check_person(form, TODAY)) == {"identity"}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"identity": "430103681112123"}, "identity", "15 位旧号"),
        ({"sex": "2"}, "sex", "不一致"),
        ({"birth": "1968-11-13"}, "birth", "1968-11-12"),
        ({"birth": "1969"}, "birth", "不一致"),
        ({"identity": "", "birth": "1900-01-01"}, "birth", "126 岁"),
        ({"service_from": "1980", "service_to": ""}, "service_from", "15 岁"),
        ({"service_to": "1987-09"}, "service_to", "早于入伍"),
        ({"card_number": "4301A"}, "card_number", "只有数字"),
    ],
)
def test_what_is_only_doubted(changes: dict[str, Any], field: str, message: str) -> None:
    form = replace(GOOD, **changes)
    assert check_person(form, TODAY) == {}
    found = warnings_person(form, TODAY)
    assert set(found) == {field}
    assert message in found[field]


@pytest.mark.parametrize(
    "changes", [{"birth": "1968"}, {"birth": "1968-11"}, {"sex": "0"}, {"sex": "9"}, {"service_from": "1987"}]
)
def test_what_is_not_known_exactly_is_no_contradiction(changes: dict[str, Any]) -> None:
    assert warnings_person(replace(GOOD, **changes), TODAY) == {}


def test_stored_form() -> None:
    form = tidy_person(
        PersonForm(
            name=" 阿依古丽•买买提 ",
            identity="１１０１０５ 19491231 002x",
            phone="138-7310-5267",
            phone2="（0731）8555 0199",
            address="碧湘社区\n晏家塘 12 号",
            categories=("disabled", "disabled"),
            service_from="1987年10月",
            service_to="19911203",
            card_number="4301 0000 1234 0871",
            former_names="阿依•古丽, 李四",
            note="一\r\n二",
        ),
        TODAY,
    )
    assert form == PersonForm(
        name="阿依古丽·买买提",
        identity="11010519491231002X",
        sex="2",
        birth="1949-12-31",
        phone="13873105267",
        phone2="0731-85550199",
        address="碧湘社区 晏家塘 12 号",
        categories=("disabled",),
        service_from="1987-10",
        service_to="1991-12-03",
        card_number="4301000012340871",
        former_names="阿依·古丽、李四",
        note="一\n二",
    )


def test_birth_and_sex_come_from_a_good_number_only_and_only_where_open() -> None:
    bad_check = PersonForm(identity="430103196811121234")
    assert (tidy_person(bad_check, TODAY).birth, tidy_person(bad_check, TODAY).sex) == ("", "0")
    typed = PersonForm(identity="430103196811121239", birth="1968", sex="9")
    assert (tidy_person(typed, TODAY).birth, tidy_person(typed, TODAY).sex) == ("1968", "9")


@pytest.mark.parametrize("field", LINES)
def test_markup_and_emoji_stay_word_for_word(field: str) -> None:
    changes: dict[str, Any] = {field: VERBATIM}
    form = replace(GOOD, **changes)
    assert check_person(form, TODAY) == {}
    assert getattr(tidy_person(form, TODAY), field) == VERBATIM


@given(st.builds(PersonForm, **{name: st.text(max_size=30) for name in ("name", "identity", "birth", "phone", "note")}))
def test_any_text_is_answered_and_tidied_once(form: PersonForm) -> None:
    tidied = tidy_person(form, TODAY)
    assert tidy_person(tidied, TODAY) == tidied
    assert check_person(tidied, TODAY) == check_person(form, TODAY)
    names = {field.name for field in fields(PersonForm)}
    assert set(check_person(form, TODAY)) <= names
    assert set(warnings_person(form, TODAY)) <= names
