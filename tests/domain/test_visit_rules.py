"""A visit's form: 信访工作条例 §19 and §23, and what the desk needs."""

import uuid
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from domain.people_rules import PersonForm
from domain.visit_rules import (
    CallBackForm,
    GuestForm,
    MaterialForm,
    MatterForm,
    UnitForm,
    VisitForm,
    check_visit,
    is_late,
    tidy_visit,
    visit_address,
    warnings_visit,
)
from domain.vocabulary import Channel, MatterKind, Outcome, outcomes_for

TODAY = date(2026, 11, 24)
ASKED = MatterForm(category="benefit", narrative="问抚恤金标准", outcome=Outcome.ANSWERED)
PETITION = MatterForm(
    kind=MatterKind.PETITION,
    category="benefit",
    narrative="请求核实伤残抚恤金差额并补发",
    facts="2019 年起按旧标准发放",
    reasons="与同等级人员不一致",
    earlier="去年到街道反映过",
    read_back=True,
    outcome=Outcome.PETITION_OPENED,
    materials=(MaterialForm(name="伤残证复印件"), MaterialForm(name="银行流水", copies=2, original=True)),
)
GOOD = VisitForm(uuid=str(uuid.UUID(int=7)), person_id=1, matters=(ASKED,))


def with_matter(**changes: Any) -> VisitForm:
    return replace(GOOD, address="碧湘社区", matters=(replace(ASKED, **changes),))


def test_a_good_visit_passes_and_stays_as_it_is() -> None:
    form = replace(GOOD, address="碧湘社区晏家塘 12 号", headcount=7, matters=(ASKED, PETITION))
    assert check_visit(form, TODAY) == {}
    assert warnings_visit(form, TODAY) == {}
    assert tidy_visit(form, TODAY) == form


@pytest.mark.parametrize("channel", Channel)
def test_every_way_of_coming_is_good(channel: Channel) -> None:
    assert check_visit(replace(GOOD, channel=channel), TODAY) == {}


@pytest.mark.parametrize(
    "who",
    [
        {"person_id": 1},
        {"person_id": None, "new_person": PersonForm(name="李龑")},
        {"person_id": None, "new_person": PersonForm(name_unclear=True)},
        {"person_id": None, "anonymous": True},
        {"person_id": None, "unit": UnitForm(name="某公司")},
        {"person_id": None, "unit": UnitForm(party_id=7)},
        {"person_id": 1, "unit": UnitForm(name="某公司")},
    ],
)
def test_who_may_come(who: dict[str, Any]) -> None:
    assert check_visit(replace(GOOD, **who), TODAY) == {}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"uuid": "x"}, "uuid", "没有编号"),
        ({"person_id": None}, "person", "勾选“匿名”"),
        ({"anonymous": True}, "person", "只能有一种"),
        ({"new_person": PersonForm(name="李龑")}, "person", "只能有一种"),
        ({"person_id": None, "new_person": PersonForm()}, "new_person.name", "还没有姓名"),
        ({"person_id": None, "new_person": PersonForm(name="李", identity="43")}, "new_person.identity", "还差 16 位"),
        ({"phone": "1387310526"}, "phone", "少 1 位，请补齐或留空"),
        ({"headcount": 0}, "headcount", "1 到 999"),
        ({"headcount": 1000}, "headcount", "1 到 999"),
        ({"matters": ()}, "matters", "至少写一项"),
        ({"matters": (ASKED,) * 21}, "matters", "最多 20 项"),
        ({"address": "长" * 201}, "address", "最多 200 个"),
        ({"anonymous": True, "person_id": None, "unit": UnitForm(name="某公司")}, "person", "去掉“匿名”"),
        ({"unit": UnitForm()}, "unit.name", "还没有写单位名称"),
        ({"guests": (GuestForm(),)}, "guests.0.name", "还没有姓名"),
        ({"call_back": CallBackForm(why="告知", due=None)}, "call_back.due", "哪天回访"),
        ({"visited_on": date(2026, 11, 25), "late_reason": "来信"}, "visited_on", "还没有到"),
        ({"visited_on": date(2025, 11, 22), "late_reason": "来信"}, "visited_on", "最早可以补登 2025-11-23"),
        ({"visited_on": date(2026, 11, 23)}, "late_reason", "停电"),
        ({"visited_on": date(2026, 11, 23), "late_reason": "长" * 201}, "late_reason", "最多 200 个"),
    ],
)
def test_what_stops_saving(changes: dict[str, Any], field: str, message: str) -> None:
    found = check_visit(replace(GOOD, **changes), TODAY)
    assert set(found) == {field}
    assert message in found[field]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"category": ""}, "category", "选一个"),
        ({"category": "gone"}, "category", "选一个"),
        ({"narrative": ""}, "narrative", "请求、事实和理由"),
        ({"narrative": " \n\t "}, "narrative", "请求、事实和理由"),
        ({"narrative": "长" * 10001}, "narrative", "有 10001 个字，最多 10000 个"),
        ({"reply": "长" * 10001}, "reply", "最多 10000 个"),
        ({"outcome": None}, "outcome", "还没有处理结果"),
        ({"outcome": Outcome.SERVICE_OPENED}, "outcome", "请改类型"),
        ({"outcome": Outcome.REFERRED}, "refer_to", "单位名称"),
        ({"outcome": Outcome.REFERRED, "refer_to": " \n"}, "refer_to", "单位名称"),
        ({"refer_to": "长" * 201}, "refer_to", "最多 200 个"),
        ({"outcome": Outcome.JOINED}, "join_case_id", "并入哪一件"),
        ({"materials": (MaterialForm(name=" "),)}, "materials.0.name", "材料名称"),
        ({"materials": (MaterialForm(name="证"), MaterialForm(name="长" * 201))}, "materials.1.name", "最多 200 个"),
        ({"materials": (MaterialForm(name="证", copies=0),)}, "materials.0.copies", "1 到 99"),
        ({"materials": (MaterialForm(name="证", copies=100),)}, "materials.0.copies", "1 到 99"),
        ({"materials": (MaterialForm(name="证"),) * 51}, "materials", "最多登记 50 种"),
    ],
)
def test_what_stops_a_matter(changes: dict[str, Any], field: str, message: str) -> None:
    found = check_visit(with_matter(**changes), TODAY)
    assert set(found) == {f"matters.0.{field}"}
    assert message in found[f"matters.0.{field}"]


@pytest.mark.parametrize("kind", MatterKind)
def test_every_outcome_of_a_kind_can_be_saved(kind: MatterKind) -> None:
    for outcome in outcomes_for(kind):
        parts = {"facts": "少发", "reasons": "不符标准"} if kind is MatterKind.PETITION else {}
        form = with_matter(kind=kind, outcome=outcome, refer_to="区人社局", join_case_id=3, **parts)
        assert check_visit(form, TODAY) == {}


def test_a_reply_is_not_demanded() -> None:
    assert check_visit(with_matter(outcome=Outcome.ANSWERED, reply=""), TODAY) == {}


def test_ten_thousand_characters_are_taken_rare_ones_counted_once() -> None:
    assert check_visit(with_matter(narrative="𬭎" * 10000), TODAY) == {}


@pytest.mark.parametrize(
    ("kind", "address", "unclear", "wanted"),
    [
        (MatterKind.PETITION, "", False, True),
        (MatterKind.PETITION, " \n ", False, True),
        (MatterKind.PETITION, "", True, False),
        (MatterKind.PETITION, "碧湘社区", False, False),
        (MatterKind.CONSULTATION, "", False, False),
        (MatterKind.ASSISTANCE, "", False, False),
    ],
)
def test_a_petition_wants_an_address(kind: MatterKind, address: str, unclear: bool, wanted: bool) -> None:
    form = replace(GOOD, address=address, address_unclear=unclear, matters=(ASKED, replace(ASKED, kind=kind)))
    found = check_visit(form, TODAY)
    assert set(found) == ({"address"} if wanted else set())
    assert "第十九条" in found.get("address", "第十九条")


def test_faults_of_all_matters_are_told_at_once() -> None:
    form = replace(GOOD, headcount=0, matters=(ASKED, MatterForm(), replace(ASKED, outcome=None)))
    assert set(check_visit(form, TODAY)) == {
        "headcount",
        "matters.1.category",
        "matters.1.narrative",
        "matters.1.outcome",
        "matters.2.outcome",
    }


def test_a_known_persons_masked_phone_was_not_typed() -> None:
    masked = "138****5267"
    assert check_visit(replace(GOOD, phone=masked), TODAY) == {}
    assert set(check_visit(replace(GOOD, person_id=None, anonymous=True, phone=masked), TODAY)) == {"phone"}


def test_stored_form() -> None:
    matter = MatterForm(
        category="benefit",
        narrative="一\r\n二 <b>&amp; 😀\x00",
        outcome=Outcome.REFERRED,
        refer_to="区\n人社局",
        reply="一\r二",
        materials=(MaterialForm(name="伤残证\n复印件"),),
    )
    form = tidy_visit(replace(GOOD, phone="138 7310 5267", address="碧湘\t社区", matters=(matter,)), TODAY)
    assert form.phone == "13873105267"
    assert form.address == "碧湘 社区"
    (stored,) = form.matters
    assert stored.narrative == "一\n二 <b>&amp; 😀"
    assert stored.refer_to == "区 人社局"
    assert stored.reply == "一\n二"
    assert stored.materials == (MaterialForm(name="伤残证 复印件"),)


def test_a_new_person_is_tidied_and_doubted_with_the_visit() -> None:
    person = PersonForm(name=" 李 龑 ", identity="430103681112123")
    form = replace(GOOD, person_id=None, new_person=person)
    tidied = tidy_visit(form, TODAY).new_person
    assert tidied is not None
    assert (tidied.name, tidied.birth) == ("李龑", "1968-11-12")
    assert set(warnings_visit(form, TODAY)) == {"new_person.identity"}


def test_what_no_font_draws_is_said_and_stops_nothing() -> None:
    form = with_matter(narrative="谢谢😀", reply="好😀", refer_to="局😀", materials=(MaterialForm(name="证😀"),))
    form = replace(form, address="街😀")
    assert check_visit(form, TODAY) == {}
    found = warnings_visit(form, TODAY)
    assert set(found) == {
        "address",
        "matters.0.narrative",
        "matters.0.reply",
        "matters.0.refer_to",
        "matters.0.materials.0.name",
    }
    assert all("U+1F600" in sentence for sentence in found.values())


def test_today_is_no_late_entry() -> None:
    form = replace(GOOD, visited_on=TODAY, visited_time=time(9, 30), late_reason="来信")
    assert not is_late(form, TODAY)
    assert check_visit(form, TODAY) == {}
    assert set(warnings_visit(form, TODAY)) == {"visited_on"}
    assert tidy_visit(form, TODAY) == GOOD


def test_a_late_entry_keeps_its_day_and_time() -> None:
    form = replace(GOOD, visited_on=date(2025, 11, 23), visited_time=time(9, 30), late_reason="来信\n晚到")
    assert is_late(form, TODAY)
    assert check_visit(form, TODAY) == {}
    tidied = tidy_visit(form, TODAY)
    assert (tidied.visited_on, tidied.visited_time, tidied.late_reason) == (
        date(2025, 11, 23),
        time(9, 30),
        "来信 晚到",
    )


def test_where_an_answer_would_be_sent() -> None:
    unit = UnitForm(name="某公司", address="黄兴路 8 号")
    person = PersonForm(name="李龑", address="碧湘社区")
    form = replace(GOOD, person_id=None, unit=unit)
    assert visit_address(form) == "黄兴路 8 号"
    assert visit_address(replace(form, new_person=person)) == "碧湘社区"
    assert visit_address(replace(form, new_person=person, address="书院路")) == "书院路"
    assert check_visit(replace(form, matters=(PETITION,)), TODAY) == {}


def test_company_and_unit_are_doubted_with_the_visit() -> None:
    form = replace(
        GOOD,
        headcount=2,
        common=True,
        guests=(GuestForm(name="张三", relation="友😀"), GuestForm(name="李四")),
        unit=UnitForm(name="公司😀"),
    )
    assert check_visit(form, TODAY) == {}
    assert set(warnings_visit(form, TODAY)) == {"headcount", "guests.0.relation", "unit.name"}
