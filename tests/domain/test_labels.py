"""Every code and every field has a word."""

from dataclasses import fields
from enum import StrEnum

import pytest

from domain.call_back_rules import CallBackForm
from domain.identity import Sex
from domain.labels import (
    age_label,
    field_label,
    label,
    matter_category_label,
    matter_in_brief,
    person_category_label,
    sex_label,
    station_field_label,
)
from domain.numbering import Series
from domain.people_rules import PersonForm
from domain.permissions import Permission, Role
from domain.snippet_rules import SnippetForm
from domain.station_rules import StationForm
from domain.visit_rules import GuestForm, MatterForm, UnitForm, VisitForm
from domain.vocabulary import CallBackSource, Channel, GuestRole, MatterKind, Outcome, QueueState, RatingScale


@pytest.mark.parametrize(
    "codes",
    [Sex, MatterKind, Channel, Outcome, Series, Role, Permission, QueueState, CallBackSource, GuestRole, RatingScale],
)
def test_every_code_has_its_own_word(codes: type[StrEnum]) -> None:
    words = [label(code) for code in codes]
    assert all(words)
    assert len(set(words)) == len(words)


def test_words_of_the_house() -> None:
    assert [label(kind) for kind in MatterKind] == ["咨询", "办事", "信访", "帮扶", "其他"]
    assert [label(outcome) for outcome in Outcome] == [
        "当场答复",
        "受理办件",
        "立信访件",
        "立帮扶件",
        "并入在办",
        "转其他单位",
        "待补材料",
    ]
    # The same stored word in two vocabularies keeps two meanings.
    assert (label(MatterKind.PETITION), label(Series.PETITION)) == ("信访", "信访件")


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("phone", "联系电话"),
        ("new_person.identity", "证件号"),
        ("matters", "来访事项"),
        ("matters.0.narrative", "事项 1 诉求内容"),
        ("matters.2.materials.1.copies", "事项 3 收到材料"),
        ("matters.0.materials", "事项 1 收到材料"),
        ("matters.1.facts", "事项 2 事实"),
        ("matters.1", "事项 2"),
        ("removed.0", "原事项 1"),
        ("guests", "同来人员"),
        ("guests.1.phone", "同来人员 2 联系电话"),
        ("unit.name", "单位名称"),
        ("unit.phone", "单位联系电话"),
        ("unit", "单位"),
        ("call_back.due", "回访日期"),
        ("visited_on", "来访日期"),
        ("something.else", "something.else"),
    ],
)
def test_field_labels(field: str, word: str) -> None:
    assert field_label(field) == word


def test_every_field_of_a_form_has_a_word() -> None:
    unnamed = {"name_unclear", "uuid", "person_id", "new_person", "anonymous", "address_unclear", "matter_id"}
    unnamed |= {"party_id", "visit_id"}
    for form in (PersonForm, VisitForm, MatterForm, GuestForm, UnitForm, CallBackForm, SnippetForm):
        for field in fields(form):
            assert field.name in unnamed or field_label(field.name) != field.name, field.name
    for field in fields(StationForm):
        assert station_field_label(field.name) != field.name


def test_categories_and_codes_that_left_the_list() -> None:
    assert matter_category_label("benefit") == "抚恤优待"
    assert person_category_label("martyr_family") == "烈士遗属"
    assert matter_category_label("gone") == "gone"
    assert person_category_label("gone") == "gone"


def test_a_matter_in_brief_begins_with_its_category() -> None:
    assert matter_in_brief("benefit", "伤残\n抚恤金  差额", 60) == "抚恤优待：伤残 抚恤金 差额"
    assert matter_in_brief("benefit", "一二三四五", 4) == "抚恤优待：一二三…"
    assert matter_in_brief("gone", "还在", 60) == "gone：还在"
    assert matter_in_brief("", "没有类别", 60) == "没有类别"


def test_only_man_and_woman_and_a_known_age_are_said() -> None:
    assert [sex_label(sex) for sex in Sex] == ["", "男", "女", ""]
    assert (age_label(0), age_label(68), age_label(None)) == ("0 岁", "68 岁", "")
