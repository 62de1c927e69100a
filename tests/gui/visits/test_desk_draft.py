"""The desk as a value: there and back through JSON, blank or not, named by what was typed."""

import json
from datetime import date, time
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.guest_rules import GuestForm, UnitForm
from domain.people_rules import PersonForm
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome, matter_categories
from gui.visits.desk_draft import (
    UNNAMED,
    Correction,
    DeskState,
    LateTyped,
    Slip,
    fresh_matter,
    fresh_state,
    from_payload,
    is_blank,
    title_of,
    to_payload,
    typed_person,
)

UUID = str(uuid4())
FULL = DeskState(
    form=VisitForm(
        uuid=UUID,
        new_person=PersonForm(
            name="𬭎𠅤", identity="430103196811021238", identity_reason="证件如此", name_unclear=True
        ),
        phone="13873105267",
        channel=Channel.LETTER,
        headcount=7,
        address="碧湘社区晏家塘 12 号",
        address_unclear=True,
        guests=(
            GuestForm(role=GuestRole.REPRESENTATIVE, party_id=5, name="罗正平", relation="战友"),
            GuestForm(
                role=GuestRole.AGENT, name="𬱖", identity="43010", phone="138", address="登仁桥", relation="女儿"
            ),
        ),
        unit=UnitForm(party_id=9, name="某部队", contact="田志强", phone="0731-85550199", address="创远路"),
        common=True,
        visited_on=date(2026, 11, 20),
        visited_time=time(9, 30),
        late_reason="停电，先记在纸上",
        matters=(
            MatterForm(
                kind=MatterKind.PETITION,
                category=matter_categories()[0].code,
                narrative="第一行\n第二行 <b>&amp; 🙂",
                facts="事实",
                reasons="理由",
                earlier="以往",
                read_back=True,
                matter_id=12,
                outcome=Outcome.REFERRED,
                reply="请到区局",
                refer_to="区退役军人事务局",
                handler="someone",
                materials=(MaterialForm(name="伤残证", copies=2, original=True),),
            ),
            MatterForm(outcome=Outcome.JOINED, join_case_id=7),
        ),
    ),
    lookup="",
    matter=1,
    focus="matters.0.narrative",
    cursor=5,
    late=LateTyped("11-20", "9点半"),
    correction=Correction(7, "LF20261124-007", 2, "选错了人"),
    slip=Slip(3, "A012", "王某"),
)


def test_a_full_desk_comes_back_as_it_was() -> None:
    assert from_payload(json.loads(json.dumps(to_payload(FULL))), UUID) == FULL


@given(
    name=st.text(max_size=80), narrative=st.text(max_size=200), lookup=st.text(max_size=40), cursor=st.integers(0, 300)
)
def test_whatever_is_typed_comes_back(name: str, narrative: str, lookup: str, cursor: int) -> None:
    form = VisitForm(uuid=UUID, new_person=PersonForm(name=name), matters=(MatterForm(narrative=narrative),))
    state = DeskState(form=form, lookup=lookup, cursor=cursor)
    # As the database keeps it: JSON in UTF-8, which lone surrogates aren't.
    kept = json.loads(json.dumps(to_payload(state)))
    assert from_payload(kept, UUID) == state


def test_the_drafts_own_uuid_counts() -> None:
    other = str(uuid4())
    assert from_payload(to_payload(FULL), other).form.uuid == other


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"form": None},
        {"form": {"matters": []}},
        {"form": {"matters": "nonsense", "headcount": "seven", "channel": "rocket"}, "matter": 9, "cursor": -3},
        {"form": {"person_id": True, "matters": [{"kind": "rocket", "outcome": "petition_opened", "materials": [3]}]}},
    ],
)
def test_a_payload_of_another_shape_still_opens(payload: dict[str, object]) -> None:
    state = from_payload(payload, UUID)
    assert len(state.form.matters) == 1
    assert state.form.person_id is None
    assert (state.form.channel, state.form.headcount, state.matter, state.cursor) == (Channel.WALK_IN, 1, 0, 0)
    assert state.form.matters[0].kind is MatterKind.CONSULTATION


@pytest.mark.parametrize(
    "part",
    [
        {"guests": "nonsense", "unit": 3, "visited_on": "gestern", "visited_time": 9, "common": 0},
        {"guests": [3, {"role": "rocket", "party_id": "x", "name": None}], "unit": {"name": 5}},
    ],
)
def test_who_came_along_in_another_shape_still_opens(part: dict[str, object]) -> None:
    payload = {"form": part, "late": 3, "correction": {"visit_id": "x"}, "slip": []}
    state = from_payload(payload, UUID)
    assert (state.late, state.correction, state.slip) == (None, None, None)
    assert (state.form.visited_on, state.form.visited_time, state.form.common) == (None, None, False)
    assert all(guest.role is GuestRole.COMPANION and guest.party_id is None for guest in state.form.guests)


def test_a_day_kept_without_its_words_is_shown_as_a_day() -> None:
    state = from_payload({"form": {"visited_on": "2026-11-20", "visited_time": "09:30:00"}}, UUID)
    assert state.late == LateTyped("2026-11-20", "09:30")


def test_words_of_an_unknown_shape_are_kept() -> None:
    state = from_payload({"form": {"matters": [{"narrative": "一句话", "kind": "rocket"}]}, "extra": 1}, UUID)
    assert state.form.matters[0].narrative == "一句话"


def test_an_outcome_that_no_longer_suits_its_kind_is_asked_again() -> None:
    payload = {"form": {"matters": [{"kind": "consultation", "outcome": "petition_opened"}]}}
    assert from_payload(payload, UUID).form.matters[0].outcome is None


@pytest.mark.parametrize("kind", list(MatterKind))
def test_a_fresh_desk_is_blank_whatever_the_kind(kind: MatterKind) -> None:
    assert is_blank(fresh_state(UUID, kind))


def test_only_a_question_is_answered_on_the_spot_by_itself() -> None:
    assert {kind for kind in MatterKind if fresh_matter(kind).outcome} == {MatterKind.CONSULTATION}


def blank_but(**changes: object) -> DeskState:
    values = {"uuid": UUID, "matters": (fresh_matter(),)} | changes
    return DeskState(form=VisitForm(**values))  # type: ignore[arg-type]  # a test's own choice of fields


@pytest.mark.parametrize(
    "state",
    [
        DeskState(form=fresh_state(UUID).form, lookup="李"),
        DeskState(form=fresh_state(UUID).form, lookup="13873105267"),
        DeskState(form=fresh_state(UUID).form, lookup="O Brien"),
        DeskState(form=fresh_state(UUID).form, late=LateTyped(day="11")),
        DeskState(form=fresh_state(UUID).form, correction=Correction(7, "LF20261124-007", 0)),
        blank_but(person_id=1),
        blank_but(unit=UnitForm(name="某部")),
        blank_but(guests=(GuestForm(name="张三"),)),
        blank_but(common=True),
        blank_but(late_reason="停电"),
        blank_but(new_person=PersonForm()),
        blank_but(anonymous=True),
        blank_but(phone="1"),
        blank_but(matters=(MatterForm(narrative="问"),)),
        blank_but(matters=(MatterForm(category="benefit"),)),
        blank_but(matters=(MatterForm(materials=(MaterialForm(name="证"),)),)),
        blank_but(matters=(fresh_matter(), MatterForm(reply="答"))),
        blank_but(matters=(MatterForm(facts="事实"),)),
        blank_but(matters=(MatterForm(earlier="以往"),)),
    ],
)
def test_a_desk_with_anything_on_it_is_not_blank(state: DeskState) -> None:
    assert not is_blank(state)


@pytest.mark.parametrize("typed", ["", "l", "lg", "zjg", "8293", " ly ", "zhangj"])
def test_what_was_only_typed_to_find_somebody_makes_no_draft(typed: str) -> None:
    assert is_blank(DeskState(form=fresh_state(UUID).form, lookup=typed))


def test_an_opened_late_row_alone_is_nothing_yet() -> None:
    assert is_blank(DeskState(form=fresh_state(UUID).form, late=LateTyped()))


def test_a_title_says_who_and_what() -> None:
    category = matter_categories()[0]
    matter = MatterForm(category=category.code, narrative="反映其 1988 年因公致残评定为八级，请求补发差额")
    state = blank_but(person_id=1, matters=(matter,))
    assert title_of(state, "李䶮") == f"李䶮 · {category.label} 反映其 1988 年因公致残评定为八级…"
    assert title_of(fresh_state(UUID)) == UNNAMED
    assert title_of(blank_but(anonymous=True)) == "匿名来访"
    assert title_of(blank_but(new_person=PersonForm(name=" 阿依•古丽 "))) == "阿依·古丽"
    assert title_of(blank_but(unit=UnitForm(name="某部队"), guests=(GuestForm(name="张三"),))) == "某部队"
    assert title_of(blank_but(guests=(GuestForm(name=" "), GuestForm(name="张三")))) == "张三"
    correction = Correction(7, "LF20261124-007", 0)
    assert (
        title_of(DeskState(form=fresh_state(UUID).form, correction=correction), "李䶮") == "更正 LF20261124-007 · 李䶮"
    )
    slip = Slip(3, "A012", "王某")
    assert title_of(DeskState(form=fresh_state(UUID).form, slip=slip)) == "排队 A012 王某"


@pytest.mark.parametrize("number", ["430103196811021238", "13873105267", "0731-85550199"])
def test_a_number_stands_masked_in_a_title(number: str) -> None:
    in_box = title_of(DeskState(form=fresh_state(UUID).form, lookup=number))
    of_person = title_of(blank_but(new_person=PersonForm(identity=number)))
    for title in (in_box, of_person):
        assert number not in title
        assert "****" in title


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("张三", PersonForm(name="张三")),
        (" 阿依•古丽 ", PersonForm(name="阿依·古丽")),
        ("430103196811021238", PersonForm(identity="430103196811021238")),
        ("43010319681102123x", PersonForm(identity="43010319681102123x")),
        ("430103", PersonForm(identity="430103")),
        ("13873105267", PersonForm(phone="13873105267")),
        ("138", PersonForm(phone="138")),
        ("0731-85550199", PersonForm(phone="0731-85550199")),
        ("", PersonForm()),
        ("x", PersonForm(name="x")),
    ],
)
def test_what_was_typed_begins_the_new_person(typed: str, person: PersonForm) -> None:
    assert typed_person(typed) == person
