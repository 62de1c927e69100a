"""The catalogue of matters: the shipped entries are whole, a changed one is checked, and every one is found."""

import json
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import (
    CatalogueEntry,
    CatalogueMaterial,
    HandOffField,
    MaterialShape,
    Route,
    check_entry,
    entry_from_data,
    entry_to_data,
    find_entries,
    shipped_catalogue,
    tidy_entry,
    warnings_entry,
)
from domain.catalogue_parts import SOURCES, source_known
from domain.field_specs import FieldKind, FieldSpec, spec_from_data
from domain.people_rules import PersonForm
from domain.tables import limit
from domain.vocabulary import matter_category

SHIPPED = {entry.code: entry for entry in shipped_catalogue()}
GOOD = CatalogueEntry(
    code="stamp",
    label="盖章",
    group="证明",
    category="other",
    promised=3,
    unit="workday",
    promise_source="本站承诺",
    route=Route.DISTRICT,
    fields=(
        FieldSpec(code="why", label="用途", kind=FieldKind.CHOICE, choices=("落户", "其他")),
        FieldSpec(code="whom", label="交给谁", when="why=其他"),
        FieldSpec(code="left_on", label="退役日期", kind=FieldKind.DATE),
    ),
    materials=(CatalogueMaterial(name="身份证"), CatalogueMaterial(name="退役证", shape=MaterialShape.COPY, copies=2)),
    handoff_site="某系统",
    handoff=(HandOffField(label="姓名", source="person.name"), HandOffField(label="用途", source="field.why")),
)


def changed(**values: Any) -> CatalogueEntry:
    return replace(GOOD, **values)


def with_field(**values: Any) -> CatalogueEntry:
    """The good entry with one more field, number 3."""
    return changed(fields=(*GOOD.fields, FieldSpec(**{"code": "more", "label": "另一栏"} | values)))


# -------------------------------------------------------------------------------------------------------- shipped ones


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_entry_is_whole_tidy_and_drawable(code: str) -> None:
    entry = SHIPPED[code]
    assert check_entry(entry, [other for other in SHIPPED if other != code]) == {}
    assert warnings_entry(entry) == {}
    assert tidy_entry(entry) == entry
    assert matter_category(entry.category) is not None
    assert entry.active
    assert entry.fee == "不收费"


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_entry_comes_back_from_json(code: str) -> None:
    assert entry_from_data(json.loads(json.dumps(entry_to_data(SHIPPED[code])))) == SHIPPED[code]


@pytest.mark.parametrize("code", SHIPPED)
def test_every_box_to_copy_has_a_source_that_exists(code: str) -> None:
    entry = SHIPPED[code]
    person = {field.name for field in fields(PersonForm)}
    for row in entry.handoff:
        kind, _, name = row.source.partition(".")
        known = {"person": person, "field": {spec.code for spec in entry.fields}, "case": {"number"}}[kind]
        assert name in known, row


def test_the_words_of_a_source_are_those_of_a_persons_form() -> None:
    person = {field.name for field in fields(PersonForm)}
    assert {name.removeprefix("person.") for name in SOURCES if name.startswith("person.")} <= person
    assert all(not re.search(r"[a-z]", words) for words in SOURCES.values())


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_field_is_one_that_a_table_may_declare(code: str) -> None:
    for spec, row in zip(SHIPPED[code].fields, entry_to_data(SHIPPED[code])["fields"], strict=True):
        assert spec_from_data(row) == spec


@pytest.mark.parametrize("code", SHIPPED)
def test_a_material_for_some_only_holds_nobody_else_up(code: str) -> None:
    assert [row.name for row in SHIPPED[code].materials if row.when and row.required] == []


def test_the_station_has_what_a_window_does() -> None:
    assert len(SHIPPED) >= 24
    assert {"card_first", "card_renew", "card_replace", "card_loss", "card_cancel", "report", "record"} <= set(SHIPPED)
    assert {entry.category for entry in SHIPPED.values()} == {
        *("benefit", "employment", "hardship", "placement", "housing_medical", "card", "legal", "other"),
    }
    general = SHIPPED["general"]
    assert (general.route, general.materials, general.handoff) == (Route.STATION, (), ())


def test_the_card_is_copied_out_in_the_order_of_its_page() -> None:
    labels = " ".join(row.label for row in SHIPPED["card_first"].handoff)
    assert labels == "证件种类 姓名 证件号码 手机号码 户籍地 常住地 人员类别 入伍时间 退役时间 合作银行"


@pytest.mark.parametrize(("code", "days"), [("report", 30), ("pension_move", 60)])
def test_a_duty_with_a_clock_of_its_own_runs_from_the_discharge(code: str, days: int) -> None:
    entry = SHIPPED[code]
    assert (entry.report_days, entry.report_trigger) == (days, "discharged_on")
    assert f"{days} 日" in entry.conditions


def test_what_is_handed_out_by_number_stands_in_its_ledger() -> None:
    ledgers = {code: entry.ledger for code, entry in SHIPPED.items() if entry.ledger}
    assert set(ledgers.values()) == {"card", "plaque"}
    assert all(SHIPPED[code].item_number_label for code in ledgers)


# ------------------------------------------------------------------------------------------------------------ checking


def test_the_good_one_is_good() -> None:
    assert check_entry(GOOD, ["general"]) == {}
    assert check_entry(changed(phone="0731-85550199", handoff=()), []) == {}


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"code": "Stamp"}, "code", "小写字母"),
        ({"code": ""}, "code", "小写字母"),
        ({"code": "s" * 41}, "code", "最多 40 个"),
        ({"code": "general"}, "code", "已经有别的事项用了"),
        ({"label": ""}, "label", "还没有写事项名称"),
        ({"label": "长" * 41}, "label", "最多 40 个"),
        ({"group": ""}, "group", "还没有写分组"),
        ({"category": "weather"}, "category", "没有这一类事项"),
        ({"promised": 0}, "promised", "1 到 366 天"),
        ({"promised": 367}, "promised", "1 到 366 天"),
        ({"unit": "week"}, "unit", "工作日"),
        ({"promise_source": ""}, "promise_source", "本站承诺"),
        ({"conditions": "长" * 2001}, "conditions", "最多 2000 个"),
        ({"basis": "长" * 201}, "basis", "最多 200 个"),
        ({"route": Route.STATION, "batch": True}, "batch", "本站办结"),
        ({"recipient": ""}, "recipient", "报送到哪里"),
        ({"item_number_label": "证号"}, "item_number_label", "没有要发放的东西"),
        ({"ledger": "card"}, "ledger", "没有要发放的东西"),
        ({"hands_out": "证", "ledger": "cash"}, "ledger", "没有这种台账"),
        ({"papers": ("card_application", "letter")}, "papers", "不认识"),
        ({"handoff_site": ""}, "handoff_site", "是哪个系统"),
        ({"report_days": 30}, "report_trigger", "一起写"),
        ({"report_trigger": "left_on"}, "report_trigger", "一起写"),
        ({"report_days": 30, "report_trigger": "why"}, "report_trigger", "日期栏"),
        ({"report_days": 30, "report_trigger": "gone"}, "report_trigger", "日期栏"),
        ({"report_days": -1, "report_trigger": "left_on"}, "report_days", "1 到 366 天"),
        ({"aliases": ("短", "长" * 21)}, "aliases", "最多 20 个"),
        ({"aliases": tuple(map(str, range(31)))}, "aliases", "别名最多 30 项"),
    ],
)
def test_what_is_wrong_is_said_under_its_field(values: dict[str, Any], field: str, words: str) -> None:
    faults = check_entry(changed(**values), ["general"])
    assert list(faults) == [field]
    assert words in faults[field]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"code": "why"}, "code", "上面已经有了"),
        ({"code": "二"}, "code", "小写字母"),
        ({"label": ""}, "label", "栏目名称"),
        ({"kind": FieldKind.CHOICE}, "choices", "至少写一项"),
        ({"choices": ("一",)}, "choices", "只有“选择”类型"),
        ({"kind": FieldKind.CHOICE, "choices": tuple(map(str, range(41)))}, "choices", "最多 40 个选项"),
        ({"kind": FieldKind.CHOICE, "choices": ("长" * 41,)}, "choices", "最多 40 个"),
        ({"kind": FieldKind.CHOICE, "choices": ("一",), "initial": "二"}, "initial", "不在可填的内容里"),
        ({"kind": FieldKind.YES_NO, "initial": "对"}, "initial", "不在可填的内容里"),
        ({"kind": FieldKind.DATE, "initial": "2026-11-24"}, "initial", "不在可填的内容里"),
        ({"hint": "长" * 201}, "hint", "最多 200 个"),
        ({"when": "later=一"}, "when", "不在这一栏前面"),
        ({"when": "more=一"}, "when", "不在这一栏前面"),
        ({"when": "why"}, "when", "没有“”这一项"),
        ({"when": "why=落葉"}, "when", "没有“落葉”这一项"),
        ({"when": "whom=站长"}, "when", "没有“站长”这一项"),
        ({"when": "left_on=today"}, "when", "没有“today”这一项"),
    ],
)
def test_what_is_wrong_with_a_field_is_said_at_its_place(values: dict[str, Any], field: str, words: str) -> None:
    faults = check_entry(with_field(**values), [])
    assert list(faults) == [f"fields.3.{field}"]
    assert words in faults[f"fields.3.{field}"]


@pytest.mark.parametrize(
    "values",
    [
        {"when": "why=落户"},
        {"kind": FieldKind.YES_NO, "initial": "否"},
        {"kind": FieldKind.DATE, "initial": "today"},
        {"kind": FieldKind.NUMBER, "initial": "1"},
    ],
)
def test_a_field_that_can_be_filled_in_is_taken(values: dict[str, Any]) -> None:
    assert check_entry(with_field(**values), []) == {}


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (CatalogueMaterial(name=""), "name", "还没有写材料名称"),
        (CatalogueMaterial(name="身份证", when="代办时"), "name", "上面已经写了"),
        (CatalogueMaterial(name="长" * 201), "name", "最多 200 个"),
        (CatalogueMaterial(name="照片", copies=0), "copies", "1 到 99"),
        (CatalogueMaterial(name="照片", copies=100), "copies", "1 到 99"),
        (CatalogueMaterial(name="照片", how="长" * 201), "how", "最多 200 个"),
    ],
)
def test_what_is_wrong_with_a_material(row: CatalogueMaterial, field: str, words: str) -> None:
    faults = check_entry(changed(materials=(*GOOD.materials, row)), [])
    assert list(faults) == [f"materials.2.{field}"]
    assert words in faults[f"materials.2.{field}"]


@pytest.mark.parametrize(
    ("label", "source", "field"),
    [
        ("", "person.name", "label"),
        ("姓名", "person.identity", "label"),
        ("民族", "person.ethnicity", "source"),
        ("备注", "", "source"),
        ("备注", "field.gone", "source"),
        ("备注", "field.", "source"),
        ("备注", "const: ", "source"),
        ("备注", "case.title", "source"),
    ],
)
def test_what_is_wrong_with_a_box_to_copy(label: str, source: str, field: str) -> None:
    rows = (*GOOD.handoff, HandOffField(label=label, source=source))
    assert list(check_entry(changed(handoff=rows), [])) == [f"handoff.2.{field}"]


@pytest.mark.parametrize("source", ["case.number", "const:湖南省", "field.why", "person.card_number"])
def test_a_source_that_exists_is_known(source: str) -> None:
    assert source_known(source, {"why"})


@pytest.mark.parametrize(
    ("part", "row", "most"),
    [
        ("fields", FieldSpec(code="a", label="栏"), limit("catalogue_fields")),
        ("materials", CatalogueMaterial(name="证"), limit("materials")),
        ("handoff", HandOffField(label="栏", source="person.name"), limit("catalogue_handoff")),
    ],
)
def test_there_may_be_so_many_rows_and_no_more(part: str, row: Any, most: int) -> None:
    named = {"fields": "code", "materials": "name", "handoff": "label"}[part]
    unlike: dict[str, Any] = {"fields": (), "handoff": ()}
    rows = tuple(replace(row, **{named: f"a{at}"}) for at in range(most + 1))
    assert check_entry(changed(**unlike | {part: rows[:most]}), []) == {}
    assert list(check_entry(changed(**unlike | {part: rows}), [])) == [part]


def test_a_character_without_a_glyph_is_warned_of_at_its_place() -> None:
    odd = changed(
        process="办\U0003134a",
        aliases=("\U0003134a",),
        materials=(CatalogueMaterial(name="证", how="\U0003134a"),),
        fields=(FieldSpec(code="a", label="栏", kind=FieldKind.CHOICE, choices=("\U0003134a",)),),
    )
    warnings = warnings_entry(odd)
    assert set(warnings) == {"process", "aliases", "materials.0.how", "fields.0.choices"}
    assert all("U+3134A" in sentence for sentence in warnings.values())


# ------------------------------------------------------------------------------------------------- tidying and storing


def test_tidying_cleans_lines_and_drops_what_is_blank_or_double() -> None:
    rough = changed(
        label=" 盖\n章\x00",
        process="一\r\n二 ",
        aliases=("盖", " ", "盖 ", "章"),
        papers=("record_form", "record_form"),
        fields=(FieldSpec(code=" why", label="用途 ", kind=FieldKind.CHOICE, choices=("落户", "", "落户 ")),),
        materials=(CatalogueMaterial(name="身份证\t", how=" "),),
        handoff=(HandOffField(label=" 姓名", source=" person.name"),),
    )
    tidied = tidy_entry(rough)
    assert (tidied.label, tidied.process, tidied.aliases) == ("盖 章", "一\n二", ("盖", "章"))
    assert tidied.papers == ("record_form",)
    assert tidied.fields[0] == FieldSpec(code="why", label="用途", kind=FieldKind.CHOICE, choices=("落户",))
    assert tidied.materials[0] == CatalogueMaterial(name="身份证")
    assert tidied.handoff[0] == HandOffField(label="姓名", source="person.name")


WORDS = st.text(max_size=12)
FIELDS = st.builds(
    FieldSpec,
    code=WORDS,
    label=WORDS,
    kind=st.sampled_from(FieldKind),
    required=st.booleans(),
    choices=st.lists(WORDS, max_size=3).map(tuple),
    when=WORDS,
)
MATERIALS = st.builds(
    CatalogueMaterial, name=WORDS, shape=st.sampled_from(MaterialShape), copies=st.integers(), when=WORDS
)
ENTRIES = st.builds(
    CatalogueEntry,
    code=WORDS,
    label=WORDS,
    group=WORDS,
    category=WORDS,
    promised=st.integers(),
    unit=WORDS,
    promise_source=WORDS,
    route=st.sampled_from(Route),
    process=WORDS,
    fields=st.lists(FIELDS, max_size=3).map(tuple),
    materials=st.lists(MATERIALS, max_size=3).map(tuple),
    handoff=st.lists(st.builds(HandOffField, label=WORDS, source=WORDS), max_size=3).map(tuple),
    papers=st.lists(WORDS, max_size=2).map(tuple),
    batch=st.booleans(),
    report_days=st.integers(),
    aliases=st.lists(WORDS, max_size=3).map(tuple),
)


@given(ENTRIES)
def test_any_entry_comes_back_from_its_data(entry: CatalogueEntry) -> None:
    assert entry_from_data(entry_to_data(entry)) == entry


@given(ENTRIES)
def test_tidying_twice_changes_nothing_more_and_checking_never_breaks(entry: CatalogueEntry) -> None:
    tidied = tidy_entry(entry)
    assert tidy_entry(tidied) == tidied
    assert all(check_entry(tidied, ()).values())
    assert all(warnings_entry(tidied).values())


@given(st.text(max_size=20), st.text(max_size=20))
def test_an_entry_that_passes_was_named_and_can_be_found_by_its_name(label: str, group: str) -> None:
    entry = tidy_entry(changed(label=label, group=group))
    if not check_entry(entry, ()):
        assert entry.label
        assert find_entries([entry], entry.label) == (entry,)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "“事项”里有不认识的项“colour”"),
        ({"label": 5}, "“事项.label”的写法不对"),
        ({"promised": "3"}, "“事项.promised”的写法不对"),
        ({"promised": True}, "“事项.promised”的写法不对"),
        ({"active": 1}, "“事项.active”的写法不对"),
        ({"route": "moon"}, "“事项.route”里的“moon”不认识"),
        ({"route": 3}, "“事项.route”里的“3”不认识"),
        ({"aliases": "盖章"}, "“事项.aliases”应当是一列"),
        ({"aliases": [None]}, "“事项.aliases.0”的写法不对"),
        ({"fields": [{"code": "a", "label": "栏", "kind": "colour"}]}, "“事项.fields.0.kind”里的“colour”不认识"),
        ({"fields": [{"code": "a"}]}, "“事项.fields.0”里少了“label”"),
        ({"materials": [{"name": "证", "price": 3}]}, "“事项.materials.0”里有不认识的项“price”"),
        ({"materials": ["证"]}, "“事项.materials.0”应当是成组的项"),
    ],
)
def test_data_of_another_kind_is_refused_with_its_place(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        entry_from_data(entry_to_data(GOOD) | change)


def test_data_without_what_every_entry_has_is_refused() -> None:
    data = entry_to_data(GOOD)
    del data["unit"]
    with pytest.raises(ValueError, match="少了“unit”"):
        entry_from_data(data)


def test_what_a_newer_field_would_be_is_as_usual_in_older_data() -> None:
    data = entry_to_data(GOOD)
    del data["fee"], data["aliases"]
    assert entry_from_data(data) == GOOD


# ------------------------------------------------------------------------------------------------------------- finding


def found(text: str) -> Sequence[str]:
    return [entry.code for entry in find_entries(shipped_catalogue(), text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("优待证补领", "card_replace"),
        ("补领", "card_replace"),
        ("ydzbl", "card_replace"),
        ("youdaizhengbuling", "card_replace"),
        ("ＹＤＺＨＬ", "card_renew"),
        ("guashi", "card_loss"),
        ("找工作", "job_service"),
        ("zgz", "job_service"),
        ("落户", "household_letter"),
        ("报到", "report"),
        ("tybd", "report"),
        ("退伍证丢失", "archive_proof"),
        ("其他", "general"),
        ("光荣牌 更换", "plaque_renew"),
    ],
)
def test_a_matter_is_found_by_name_alias_and_sound(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_a_lost_card_leads_to_both_that_it_needs() -> None:
    assert set(found("优待证 丢了")) == {"card_loss", "card_replace"}


def test_a_group_finds_all_that_is_in_it_and_every_word_must_fit() -> None:
    assert set(found("年审确认")) == {code for code, entry in SHIPPED.items() if entry.group == "年审确认"}
    assert found("光荣牌 找工作") == []
    assert found("没有这种事") == []


@pytest.mark.parametrize("text", ["", "  ", "，"])
def test_all_stand_in_their_order_where_nothing_was_typed(text: str) -> None:
    assert found(text) == list(SHIPPED)


@given(st.text(max_size=30))
def test_whatever_is_typed_only_picks_among_them(text: str) -> None:
    assert set(found(text)) <= set(SHIPPED)
