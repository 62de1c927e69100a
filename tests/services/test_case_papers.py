"""The papers of a case: which a matter has, when, what is masked on each, and the way of a refusal to its end."""

import re
from typing import Any

import pytest

from models.document import Document
from printing.readback import words
from services import Services
from system.errors import Conflict
from tests.services.case_rounds import NAMES, identity_of, number_of, open_for, sent_batch, state_of
from tests.services.insight import all_audited_words, audit_of, looking

CARD = {
    "card_kind": "退役军人优待证",
    "card_request": "首次申领",
    "apply_place": "户籍地",
    "categories": "退役士兵",
    "service_from": "1982-11",
    "service_to": "1986",
    "bank": "长沙银行",
    "agent_name": "胡小军",
    "agent_relation": "儿子",
    "discharge_number": "退字第 8601 号",
}
PHONE = "13800001000"
CARD_NUMBER = "43010012345678"


def data_of(services: Services, document_id: int) -> dict[str, Any]:
    with looking(services) as session:
        return session.get_one(Document, document_id).data


def text_of(services: Services, document_id: int) -> str:
    return re.sub(r"[\r\n]+", "", words(services.documents.pdf(document_id)))


def offers(services: Services, case_id: int) -> dict[str, str]:
    return {kind: why for kind, _, why in services.service_cases.paper_offers(case_id)}


def issued(services: Services, case_id: int, action: str, **typed: str) -> tuple[int, str, str]:
    """Act; the id, kind and number of the paper that came of it."""
    paper = services.service_cases.act(case_id, action, typed).paper
    assert paper is not None
    return paper.id, paper.kind, paper.number


# --------------------------------------------------------------------------------------------------- which there are


@pytest.mark.parametrize(
    ("code", "fields", "kinds"),
    [
        (
            "card_first",
            CARD,
            {"one_time_notice", "card_application", "collection_notice", "collection_sheet", "rejection_notice"},
        ),
        ("record", {}, {"one_time_notice", "record_form", "rejection_notice"}),
        ("general", {"wish": "开证明"}, {"one_time_notice", "rejection_notice"}),
    ],
)
def test_a_matter_offers_only_its_own_papers(
    clerk: Services, code: str, fields: dict[str, str], kinds: set[str]
) -> None:
    case = open_for(clerk, code, fields=fields)
    found = offers(clerk, case)
    assert set(found) == kinds
    own = {"card_application", "record_form"}
    assert {kind for kind, why in found.items() if not why} == kinds & own
    assert all(why.endswith("。") for why in found.values() if why)
    for kind in (own | {"collection_sheet"}) - kinds:
        with pytest.raises(Conflict, match="没有这种文书"):
            clerk.service_cases.issue(case, kind)


# ------------------------------------------------------------------------------------------------------ the own forms


def test_the_application_for_the_card_is_filled_whole(clerk: Services) -> None:
    case = open_for(clerk, fields=CARD)
    paper = clerk.service_cases.issue(case, "card_application")
    data = data_of(clerk, paper.id)
    assert paper.number == number_of(clerk, case)
    told = {
        "name": NAMES[0],
        "identity": identity_of(0),
        "phone": PHONE,
        "veteran_card": True,
        "family_card": False,
        "first": True,
        "replacement": False,
        "service_from": "1982年11月",
        "service_to": "1986年",
        "residence_address": "文庙坪社区 3 号",
        "other_status": "退役士兵",
        "agent_name": "胡小军",
        "agent_relation": "儿子",
        "proof": "退出现役证件",
        "proof_number": "退字第 8601 号",
        "applied_on": "2026年11月24日",
    }
    assert {name: data[name] for name in told} == told
    assert identity_of(0) in text_of(clerk, paper.id)


def test_the_record_has_what_is_on_file_and_blanks_for_the_rest(clerk: Services) -> None:
    case = open_for(clerk, "record", fields={"education": "大专", "work": "退休", "needs": "想参加招聘会"})
    data = data_of(clerk, clerk.service_cases.issue(case, "record_form").id)
    fields = {field["label"]: field["value"] for section in data["sections"] for field in section["fields"]}
    assert [section["title"] for section in data["sections"]] == ["基本", "服役", "优抚", "就业"]
    assert (fields["证件号"], fields["联系电话"]) == (identity_of(0), PHONE)
    assert (fields["出生日期"], fields["文化程度"], fields["就业状态"]) == ("1955年3月15日", "大专", "退休")
    assert fields["部队代号"] == fields["民族"] == ""
    assert data["needs"] == "想参加招聘会"


# -------------------------------------------------------------------------------------------------------- handing out


def test_told_and_handed_to_an_agent(clerk: Services) -> None:
    case = open_for(clerk, fields=CARD)
    sent_batch(clerk, case)
    clerk.service_cases.act(
        case, "result_ok", {"result_on": "=", "item_number": CARD_NUMBER, "result_words": "审核通过，已制证"}
    )
    assert offers(clerk, case)["collection_notice"]
    notice = issued(clerk, case, "notify", told_on="=", call_way="电话", told_whom="儿子胡小军")
    assert notice[1:] == ("collection_notice", number_of(clerk, case))
    data = data_of(clerk, notice[0])
    assert (data["name"], data["item"], data["told_way"], data["told_whom"]) == (
        NAMES[0],
        "优待证",
        "电话",
        "儿子胡小军",
    )
    assert data["result"] == "审核通过，已制证"
    assert data["until"] == "2027年1月23日"
    text = text_of(clerk, notice[0])
    for secret in (identity_of(0), PHONE, CARD_NUMBER):
        assert secret not in text
    originals = [row.id for row in clerk.service_cases.detail(case).materials if row.received_on][:1]
    clerk.service_cases.give_back(case, originals)
    sheet = issued(
        clerk,
        case,
        "hand_out",
        collected_on="=",
        collector="代领",
        collector_name="胡小军",
        collector_relation="儿子",
        collector_identity=identity_of(1),
    )
    data = data_of(clerk, sheet[0])
    assert (data["by_agent"], data["herself"], data["agent_name"], data["agent_relation"]) == (
        True,
        False,
        "胡小军",
        "儿子",
    )
    assert data["agent_identity"] == f"430104********{identity_of(1)[-4:]}"
    assert data["item_number"] == "4301******5678"
    assert [row["name"] for row in data["returned"]] == ["居民身份证"]
    text = text_of(clerk, sheet[0])
    for secret in (identity_of(0), identity_of(1), PHONE, CARD_NUMBER):
        assert secret not in text
    view = clerk.service_cases.detail(case)
    assert (view.state, view.events[0].document_id, view.item_number) == ("done", sheet[0], CARD_NUMBER)
    said = all_audited_words(clerk)
    for secret in (NAMES[0], "胡小军", identity_of(1), CARD_NUMBER):
        assert secret not in said


def test_a_sheet_may_be_printed_before_to_be_signed_by_hand(clerk: Services) -> None:
    case = open_for(clerk, fields=CARD)
    with pytest.raises(Conflict, match="还没有办好"):
        clerk.service_cases.issue(case, "collection_sheet")
    sent_batch(clerk, case)
    clerk.service_cases.act(case, "result_ok", {"result_on": "="})
    data = data_of(clerk, clerk.service_cases.issue(case, "collection_sheet").id)
    assert (data["herself"], data["by_agent"], data["by_post"], data["collected_on"]) == (False, False, False, "")


def test_the_number_of_a_plaque_is_no_secret(clerk: Services) -> None:
    case = open_for(
        clerk, "plaque_new", fields={"family_kind": "烈属", "address": "晏家塘 12 号", "hang_way": "上门悬挂"}
    )
    clerk.service_cases.act(case, "ready", {"finished_on": "=", "item_number": "430103000123"})
    data = data_of(clerk, clerk.service_cases.issue(case, "collection_sheet").id)
    assert (data["item"], data["item_number"]) == ("光荣牌", "430103000123")


# ------------------------------------------------------------------------------------------------------------ refused


def test_a_refusal_by_the_district_goes_to_its_end_with_its_letter(clerk: Services) -> None:
    case = open_for(clerk, fields=CARD)
    sent_batch(clerk, case)
    with pytest.raises(Conflict, match="没有被退"):
        clerk.service_cases.issue(case, "rejection_notice")
    clerk.service_cases.act(case, "result_no", {"result_on": "=", "reason": "档案记载不符", "basis": "办法第五条"})
    originals = [row.id for row in clerk.service_cases.detail(case).materials if row.received_on][:2]
    clerk.service_cases.give_back(case, originals)
    paper, kind, _ = issued(clerk, case, "tell_rejection", told_on="=", told_way="当面")
    assert kind == "rejection_notice"
    data = data_of(clerk, paper)
    assert (data["decided_by"], data["bureau"]) == ("区退役军人事务局", "区退役军人事务局")
    assert (data["reason"], data["basis"], data["told_way"]) == ("档案记载不符", "办法第五条", "当面")
    assert data["returned"] == "居民身份证1份、居民户口簿1份"
    text = text_of(clerk, paper)
    assert NAMES[0] in text
    assert identity_of(0) not in text
    view = clerk.service_cases.detail(case)
    assert (view.state, view.open) == ("rejected", False)
    assert [clock.state for clock in view.clocks] == ["stopped"] * len(view.clocks)
    assert len(audit_of(clerk, "case.tell_rejection")) == 1
    assert offers(clerk, case)["rejection_notice"] == ""


def test_the_station_refuses_by_itself_and_may_think_again(clerk: Services) -> None:
    case = open_for(clerk, "general", fields={"wish": "开证明"})
    clerk.service_cases.act(case, "turn_down", {"decided_on": "=", "reason": "不是本站的事"})
    data = data_of(clerk, clerk.service_cases.issue(case, "rejection_notice").id)
    assert (data["decided_by"], data["reason"], data["told_on"], data["returned"]) == ("", "不是本站的事", "", "")
    clerk.service_cases.act(case, "try_again", {"done_on": "=", "reason": "材料又找到了"})
    assert state_of(clerk, case) == "accepted"
    with pytest.raises(Conflict, match="没有被退"):
        clerk.service_cases.issue(case, "rejection_notice")


def test_a_refused_case_that_goes_on_leaves_its_bundle(clerk: Services) -> None:
    case = open_for(clerk, fields=CARD)
    first = sent_batch(clerk, case)
    clerk.service_cases.act(case, "result_no", {"result_on": "=", "reason": "档案记载不符"})
    clerk.service_cases.act(case, "try_again", {"done_on": "=", "reason": "补了档案"})
    assert clerk.service_cases.detail(case).batch is None
    second = clerk.batches.put_in([case]).batch_id
    assert second not in (None, first)
    assert clerk.batches.detail(first).items[0].outcome == "no"
