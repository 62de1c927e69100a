"""Copying a case into a national system: boxes, secrets that leave a trace, ticks, numbers back, ours and theirs."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from domain.people_rules import PersonForm
from domain.permissions import Permission
from exchange.official_list import OfficialRow
from services import Services
from services.hand_off import Reconciliation
from services.service_cases import CaseQuery
from system.errors import Conflict, Denied, NotFound
from tests import factories
from tests.services.case_rounds import NAMES, identity_of, number_of, open_for, sent_batch
from tests.services.conftest import LogIn
from tests.services.insight import all_audited_words, audit_of, seen_by

CARD = {
    "card_kind": "退役军人优待证",
    "card_request": "首次申领",
    "apply_place": "户籍地",
    "categories": "退役士兵",
    "service_from": "1982-11",
    "bank": "长沙银行",
}


def shown(services: Services, case_id: int) -> dict[str, str]:
    return {line.label: line.shown for line in services.hand_off.panel(case_id).lines}


# ---------------------------------------------------------------------------------------------------------- the boxes


def test_the_boxes_stand_in_the_order_of_the_page_and_secrets_are_masked(clerk: Services) -> None:
    case = open_for(clerk, fields=CARD)
    panel = clerk.hand_off.panel(case)
    assert panel.site == "优待证管理系统"
    assert [line.label for line in panel.lines] == [
        "证件种类", "姓名", "证件号码", "手机号码", "户籍地", "常住地", "人员类别", "入伍时间", "退役时间", "合作银行",
    ]  # fmt: skip
    assert [line.label for line in panel.lines if line.secret] == ["证件号码", "手机号码"]
    assert shown(clerk, case) == {
        "证件种类": "退役军人优待证",
        "姓名": NAMES[0],
        "证件号码": f"430104********{identity_of(0)[-4:]}",
        "手机号码": "138****1000",
        "户籍地": "长沙市岳麓区",
        "常住地": "文庙坪社区 3 号",  # not written on the case: what is on file
        "人员类别": "退役士兵",
        "入伍时间": "1982-11",
        "退役时间": "",
        "合作银行": "长沙银行",
    }


def test_a_matter_that_isnt_keyed_has_no_panel(clerk: Services) -> None:
    panel = clerk.hand_off.panel(open_for(clerk, "general", fields={"wish": "开证明"}))
    assert (panel.site, panel.lines) == ("", ())
    with pytest.raises(NotFound):
        clerk.hand_off.panel(999)


def test_an_unasked_field_is_an_empty_box(clerk: Services) -> None:
    case = open_for(
        clerk,
        "card_renew",
        fields={
            "card_kind": "烈士、因公牺牲军人、病故军人遗属优待证",
            "card_request": "换领",
            "card_request_reason": "证件损坏",
            "apply_place": "户籍地",
            "martyr_name": "胡建国",
            "martyr_relation": "子女",
        },
    )
    person = clerk.service_cases.detail(case).person_id
    assert person is not None
    form, version = clerk.people.form(person)
    clerk.people.edit(person, PersonForm(**(vars(form) | {"service_from": "1982"})), version=version)
    assert shown(clerk, case)["入伍时间"] == ""


# ------------------------------------------------------------------------------------------------- secrets and ticks


def test_a_value_for_the_clipboard_is_whole_and_the_look_leaves_a_trace(clerk: Services) -> None:
    case = open_for(clerk, fields=CARD)
    assert clerk.hand_off.value(case, "person.name") == NAMES[0]
    assert audit_of(clerk, "person.revealed") == []
    assert clerk.hand_off.value(case, "person.identity") == identity_of(0)
    (entry,) = audit_of(clerk, "person.revealed")
    assert (entry.subject, entry.detail["field"], entry.detail["case"]) == (
        "person",
        "identity",
        number_of(clerk, case),
    )
    said = all_audited_words(clerk)
    assert identity_of(0) not in said
    assert NAMES[0] not in said
    with pytest.raises(NotFound, match="已经不在"):
        clerk.hand_off.value(case, "person.card_number")


def test_whoever_may_not_see_secrets_may_copy_the_rest(clerk: Services, as_operator: LogIn) -> None:
    case = open_for(clerk, fields=CARD)
    context = clerk._context
    actor = replace(context.actor, permissions=context.actor.permissions - {Permission.PERSON_REVEAL})
    other = Services(replace(context, actor=actor))
    assert other.hand_off.value(case, "person.name") == NAMES[0]
    with pytest.raises(Denied):
        other.hand_off.value(case, "person.identity")
    with pytest.raises(Denied):
        as_operator(factories.AUDITOR).hand_off.value(case, "person.name")


def test_a_card_number_on_the_case_is_a_secret_too(clerk: Services) -> None:
    number = "43010012345678"
    case = open_for(
        clerk, "card_loss", fields={"card_kind": "退役军人优待证", "card_number": number, "bank_told": "是"}
    )
    (line,) = (line for line in clerk.hand_off.panel(case).lines if line.label == "优待证号")
    assert (line.shown, line.secret) == ("4301******5678", True)
    assert clerk.hand_off.value(case, line.code) == number
    assert len(audit_of(clerk, "person.revealed")) == 1


def test_ticks_of_two_windows_add_up_and_disturb_nobody(station: Services, clerk: Services) -> None:
    case = open_for(clerk, fields=CARD)
    version = clerk.service_cases.detail(case).version
    clerk.hand_off.tick(case, "person.name", True)
    station.hand_off.tick(case, "person.identity", True)
    station.hand_off.tick(case, "person.identity", True)
    panel = clerk.hand_off.panel(case)
    assert [line.code for line in panel.lines if line.copied] == ["person.name", "person.identity"]
    assert panel.copied == 2
    clerk.hand_off.tick(case, "person.name", False)
    assert clerk.hand_off.panel(case).copied == 1
    assert clerk.service_cases.detail(case).version == version
    assert len(audit_of(clerk, "case.copied")) == 3
    with pytest.raises(NotFound):
        clerk.hand_off.tick(case, "person.shoe_size", True)


# ---------------------------------------------------------------------------------------------------- ours and theirs


def row(line: int, number: str, place: int = 0, **values: str) -> OfficialRow:
    told = {"name": NAMES[place], "tail": identity_of(place)[-4:]} | values
    return OfficialRow(line=line, number=number, **told)


def numbers(found: Reconciliation) -> dict[str, list[str]]:
    return {
        "matched": [pair.theirs.number for pair in found.matched],
        "ours": [line.number for line in found.only_ours],
        "theirs": [line.number for line in found.only_theirs],
        "differing": [one.theirs.number for one in found.differing],
    }


def test_ours_and_theirs_line_by_line(clerk: Services) -> None:
    written, blank, missing, twice = (open_for(clerk, place=place) for place in range(4))
    open_for(clerk, "general", place=4, fields={"wish": "开证明"})
    clerk.service_cases.set_official_number(written, "YZ1")
    clerk.service_cases.set_official_number(twice, "YZ8")
    found = clerk.hand_off.compare(
        (
            row(2, "YZ1", 0),
            row(3, "YZ2", 1, state="审核中"),
            row(4, "YZ9", 3),
            row(5, "YZ4", 4),
            OfficialRow(line=6, number="", name="无号", fault="没有受理号，对不上。"),
        )
    )
    assert numbers(found) == {
        "matched": ["YZ1", "YZ2"],
        "ours": [number_of(clerk, missing)],
        "theirs": ["YZ4", ""],
        "differing": ["YZ9"],
    }
    assert [pair.to_write for pair in found.matched] == [False, True]
    assert found.matched[1].ours.case_id == blank
    assert "不一样" in found.differing[0].sentence
    assert clerk.service_cases.detail(blank).official_number == ""


def test_the_same_number_for_somebody_else_is_told(clerk: Services) -> None:
    case = open_for(clerk, place=0)
    clerk.service_cases.set_official_number(case, "YZ1")
    found = clerk.hand_off.compare((row(2, "YZ1", 1), row(3, "YZ1", 0)))
    assert numbers(found)["differing"] == ["YZ1", "YZ1"]
    assert all("好几行" in one.sentence for one in found.differing)
    found = clerk.hand_off.compare((row(2, "YZ1", 1),))
    assert "姓名" in found.differing[0].sentence
    assert found.only_ours == ()


def test_two_numbers_of_theirs_for_one_case_propose_none(clerk: Services) -> None:
    open_for(clerk, place=0)
    found = clerk.hand_off.compare((row(2, "YZ1"), row(3, "YZ2")))
    assert numbers(found) | {"ours": []} == {"matched": [], "ours": [], "theirs": [], "differing": ["YZ1", "YZ2"]}


def test_a_site_narrows_to_its_own_cases(clerk: Services) -> None:
    card = open_for(clerk, place=0)
    record = open_for(clerk, "record", place=1, fields={})
    assert [line.case_id for line in clerk.hand_off.compare((), "优待证管理系统").only_ours] == [card]
    assert [line.case_id for line in clerk.hand_off.compare(()).only_ours] == [card, record]


def test_confirmed_numbers_are_written_and_the_others_named(station: Services, clerk: Services) -> None:
    first, second, third = (open_for(clerk, place=place) for place in range(3))
    clerk.service_cases.set_official_number(third, "YZ3")
    written = station.hand_off.write_back(
        [(first, " YZ1 "), (second, "YZ1"), (third, "YZ4"), (999, "YZ5"), (second, ""), (third, "YZ3")]
    )
    assert written.done == (number_of(clerk, first), number_of(clerk, third))
    why = [sentence for _, sentence in written.refused]
    assert number_of(clerk, first) in why[0]
    assert "已经记了别的受理号" in why[1]
    assert len(why) == 4
    assert [clerk.service_cases.detail(case).official_number for case in (first, second, third)] == ["YZ1", "", "YZ3"]
    event = clerk.service_cases.detail(first).events[0]
    assert event.words == "系统受理号 （空） → YZ1"
    with pytest.raises(Conflict):
        clerk.service_cases.act(first, "bundle", {}, version=1)


def test_once_keyed_it_leaves_the_list_of_what_isnt(clerk: Services) -> None:
    case = open_for(clerk)
    batch = sent_batch(clerk, case)
    assert clerk.batches.detail(batch).items[0].missing_official_number
    assert [one.id for one in clerk.service_cases.page(CaseQuery(tab="unkeyed")).rows] == [case]
    clerk.hand_off.write_back([(case, "YZ1")])
    assert clerk.service_cases.page(CaseQuery(tab="unkeyed")).rows == ()
    assert not clerk.batches.detail(batch).items[0].missing_official_number


def test_a_list_file_is_compared(clerk: Services, tmp_path: Path) -> None:
    case = open_for(clerk)
    path = tmp_path / "导出.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            (("业务编号", "姓名", "身份证号码", "状态"), ("YZ1", NAMES[0], identity_of(0), "制证"))
        )
    (pair,) = clerk.hand_off.compare_file(path).matched
    assert (pair.ours.case_id, pair.theirs.state, pair.to_write) == (case, "制证", True)


def test_only_who_handles_cases_writes(clerk: Services) -> None:
    case = open_for(clerk)
    reader = seen_by(clerk)
    for act in (
        lambda: reader.hand_off.write_back([(case, "YZ1")]),
        lambda: reader.hand_off.tick(case, "person.name", True),
        lambda: reader.hand_off.panel(case),
        lambda: reader.hand_off.compare(()),
    ):
        with pytest.raises(Denied):
            act()
    assert clerk.service_cases.detail(case).official_number == ""
