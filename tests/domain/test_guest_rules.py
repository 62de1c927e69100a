"""Who else came: the list of representatives is capped by §20(3), all else is only doubted."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.guest_rules import (
    GuestForm,
    UnitForm,
    check_guests,
    check_unit,
    tidy_guest,
    tidy_unit,
    warnings_guests,
    warnings_unit,
)
from domain.vocabulary import GuestRole

TODAY = date(2026, 11, 24)
GOOD = GuestForm(name="张三", phone="13900001111", identity="430103196811021238", relation="儿子")
UNIT = UnitForm(name="长沙市坡子街物业公司", contact="何晓", phone="0731-85551234", address="黄兴路 8 号")


def group(count: int, role: GuestRole = GuestRole.REPRESENTATIVE) -> tuple[GuestForm, ...]:
    return tuple(GuestForm(role=role, name=f"张{'甲乙丙丁戊己庚辛'[at]}") for at in range(count))


@pytest.mark.parametrize("role", GuestRole)
def test_everybody_may_come_along(role: GuestRole) -> None:
    assert check_guests((replace(GOOD, role=role),), 2, False) == {}
    assert check_guests((GuestForm(role=role, party_id=3),), 2, False) == {}


@pytest.mark.parametrize(("count", "stopped"), [(0, False), (5, False), (6, True), (8, True)])
def test_at_most_five_represent_the_others(count: int, stopped: bool) -> None:
    found = check_guests(group(count), 60, True)
    assert set(found) == ({"guests"} if stopped else set())
    assert "第二十条" in found.get("guests", "第二十条")
    assert check_guests(group(count, GuestRole.COMPANION), 60, True) == {}


@given(st.integers(1, 999), st.booleans())
def test_the_number_of_people_never_stops_anything(headcount: int, common: bool) -> None:
    assert check_guests(group(5), headcount, common) == {}


@pytest.mark.parametrize(
    ("guests", "field", "message"),
    [
        ((GuestForm(),), "guests.0.name", "还没有姓名"),
        ((replace(GOOD, phone="1390000"),), "guests.0.phone", "少"),
        ((replace(GOOD, relation="长" * 41),), "guests.0.relation", "最多 40 个"),
        ((replace(GOOD, address="长" * 201),), "guests.0.address", "最多 200 个"),
        ((replace(GOOD, identity="1" * 31),), "guests.0.identity", "最多 30 个"),
        ((GOOD, GOOD), "guests.1.name", "已经在名单里"),
        ((GuestForm(party_id=3), GuestForm(party_id=3)), "guests.1.name", "已经在名单里"),
        (group(2, GuestRole.AGENT), "guests", "只能有一位"),
        (tuple(GuestForm(name=f"张{chr(0x4E00 + at)}") for at in range(61)), "guests", "最多写 60 人"),
    ],
)
def test_what_stops_a_list(guests: tuple[GuestForm, ...], field: str, message: str) -> None:
    found = check_guests(guests, 99, False)
    assert set(found) == {field}
    assert message in found[field]


def test_two_people_may_share_a_name() -> None:
    assert check_guests((GuestForm(name="张三"), GuestForm(name="张三")), 3, False) == {}


def test_a_wrong_check_digit_is_doubted_and_kept() -> None:
    wrong = replace(GOOD, identity="430103196811021230")
    assert check_guests((wrong,), 2, False) == {}
    assert set(warnings_guests((wrong,), 2, False, today=TODAY)) == {"guests.0.identity"}
    masked = replace(GOOD, identity="430103********1238", phone="139****1111")
    assert check_guests((masked,), 2, False) == warnings_guests((masked,), 2, False, today=TODAY) == {}
    assert tidy_guest(masked) == masked


@pytest.mark.parametrize(
    ("guests", "headcount", "common", "visitor", "field"),
    [
        (group(2), 3, True, True, ""),
        (group(2), 2, False, True, "headcount"),
        (group(2), 2, False, False, ""),
        ((), 6, True, True, "guests"),
        ((), 5, True, True, ""),
        ((), 6, False, True, ""),
        (group(5), 60, True, True, "guests"),
        (group(5), 60, True, False, ""),
        (group(4), 60, True, True, ""),
        (group(5, GuestRole.COMPANION), 6, False, True, ""),
    ],
)
def test_what_is_doubted(
    guests: tuple[GuestForm, ...], headcount: int, common: bool, visitor: bool, field: str
) -> None:
    found = warnings_guests(guests, headcount, common, today=TODAY, visitor=visitor)
    assert set(found) == ({field} if field else set())


def test_of_somebody_in_the_register_only_role_and_relation_are_kept() -> None:
    guest = tidy_guest(GuestForm(party_id=3, name="刘勇", identity="1", phone="2", address="3", relation=" 儿\n子 "))
    assert guest == GuestForm(party_id=3, name="刘勇", relation="儿 子")
    stranger = tidy_guest(GuestForm(name=" 张 三 ", identity="43010319681102123x", phone="139 0000 1111"))
    assert (stranger.name, stranger.identity, stranger.phone) == ("张三", "43010319681102123X", "13900001111")


# ---- units


def test_a_good_unit() -> None:
    assert check_unit(UNIT) == warnings_unit(UNIT) == {}
    assert tidy_unit(UNIT) == UNIT
    assert check_unit(UnitForm(party_id=3)) == {}
    assert check_unit(UnitForm(party_id=3, phone="0731-85****34")) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "unit.name"),
        ({"name": "长" * 101}, "unit.name"),
        ({"contact": "长" * 61}, "unit.contact"),
        ({"phone": "0731-8555"}, "unit.phone"),
        ({"phone": "0731-85****34"}, "unit.phone"),
        ({"address": "长" * 201}, "unit.address"),
    ],
)
def test_what_stops_a_unit(changes: dict[str, str], field: str) -> None:
    assert set(check_unit(replace(UNIT, **changes))) == {field}  # type: ignore[arg-type]


def test_what_no_font_draws_is_said_of_a_unit() -> None:
    assert set(warnings_unit(replace(UNIT, name="公司😀", contact="何😀", address="路😀"))) == {
        "unit.name",
        "unit.contact",
        "unit.address",
    }
