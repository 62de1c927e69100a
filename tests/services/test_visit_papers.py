"""The papers of a visit: which apply and why not, what stands on them, codes of every page, refusals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.permissions import Role
from domain.signed_code import read_signed
from domain.visit_rules import GuestForm, MaterialForm, MatterForm, UnitForm
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome, RatingScale
from models.document import Document
from printing import catalogue, raster
from printing.readback import codes, words
from services import Services
from services.documents import SheetState
from services.paper_checks import Finding
from services.visit_papers import FILLERS, PaperOffer
from system.clock import FixedClock
from system.errors import Conflict, Denied, NotFound
from tests.printing.papers import HOSTILE, NAME_60, NARRATIVE
from tests.services.insight import all_audited_words, audit_of, looking, seen_by
from tests.services.visiting import ANSWERED, OTHER, PERSON, PETITION, form

MINE = ("visit_sheet", "group_sheet", "oral_record")
REPRESENTATIVE = GuestForm(
    role=GuestRole.REPRESENTATIVE, name="罗正平", identity="430102195504035617", phone="13700000248", address="登仁桥"
)
COMPANION = GuestForm(name="买买提·吐尔逊", relation="战友", phone="13700000249")
GROUP = {"common": True, "headcount": 7, "guests": (REPRESENTATIVE, COMPANION)}


def saved(station: Services, *matters: MatterForm, **values: Any) -> int:
    """A visit with these matters (a petition, if none are given); its id."""
    return station.visits.save(form(*(matters or (PETITION,)), **values)).id


def offers(station: Services, visit_id: int) -> dict[str, PaperOffer]:
    return {offer.kind: offer for offer in station.visit_papers.offers(visit_id)}


def issued(station: Services, visit_id: int, kind: str) -> bytes:
    return station.documents.pdf(station.visit_papers.issue(visit_id, kind).id)


def text(pdf: bytes) -> str:
    return words(pdf).replace("\r", "").replace("\n", "")


def pages(pdf: bytes) -> int:
    return raster.page_count(pdf)


def page_codes(pdf: bytes) -> Sequence[str]:
    found = [codes(pdf, page) for page in range(pages(pdf))]
    assert all(len(one) == 1 for one in found)
    return [one[0] for one in found]


# ---------------------------------------------------------------------------------------------------------- offers


def test_every_paper_is_offered_in_the_order_of_the_table_with_its_title(station: Services) -> None:
    found = station.visit_papers.offers(saved(station))
    assert [offer.kind for offer in found] == list(FILLERS)
    assert {"来访登记表", "集体来访代表登记表", "口头信访记录（谈话笔录）"} <= {offer.title for offer in found}
    assert all(offer.issued == () for offer in found)


@pytest.mark.parametrize(
    ("values", "matter", "applies"),
    [
        ({}, PETITION, {"visit_sheet", "oral_record"}),
        ({}, ANSWERED, {"visit_sheet"}),
        ({"channel": Channel.LETTER}, PETITION, {"visit_sheet"}),
        ({"channel": Channel.CALL}, PETITION, {"visit_sheet", "oral_record"}),
        ({"common": True, "headcount": 3}, ANSWERED, {"visit_sheet", "group_sheet"}),
        ({"headcount": 4}, ANSWERED, {"visit_sheet"}),
        ({"headcount": 5}, ANSWERED, {"visit_sheet", "group_sheet"}),
        ({"headcount": 2, "guests": (REPRESENTATIVE,)}, PETITION, set(MINE)),
        ({"headcount": 2, "guests": (COMPANION,)}, ANSWERED, {"visit_sheet"}),
    ],
)
def test_a_paper_that_does_not_apply_says_why(
    station: Services, values: dict[str, Any], matter: MatterForm, applies: set[str]
) -> None:
    visit_id = saved(station, matter, **values)
    found = offers(station, visit_id)
    assert {kind for kind in MINE if not found[kind].why_not} == applies
    for kind in set(MINE) - applies:
        assert found[kind].why_not.endswith("。")
        with pytest.raises(Conflict, match=found[kind].why_not[:6]):
            station.visit_papers.issue(visit_id, kind)


def test_one_that_holds_is_out_once(station: Services) -> None:
    visit_id = saved(station)
    paper = station.visit_papers.issue(visit_id, "visit_sheet")
    offer = offers(station, visit_id)["visit_sheet"]
    assert offer.issued == (paper,)
    assert paper.human_code in offer.why_not
    with pytest.raises(Conflict, match="补印"):
        station.visit_papers.issue(visit_id, "visit_sheet")
    assert len(station.documents.of_visit(visit_id)) == 2


def test_a_spoiled_one_is_issued_anew_and_one_that_never_came_out_is_printed_again(station: Services) -> None:
    visit_id = saved(station)
    first = station.visit_papers.issue(visit_id, "visit_sheet")
    station.documents.mark(first.id, SheetState.FAILED, "打印机没有接")
    assert "重打" in offers(station, visit_id)["visit_sheet"].why_not
    station.documents.mark(first.id, SheetState.SPOILED, "卡纸")
    assert not offers(station, visit_id)["visit_sheet"].why_not
    second = station.visit_papers.issue(visit_id, "visit_sheet")
    assert second.id != first.id


def test_nobody_knows_another_kind(station: Services) -> None:
    visit_id = saved(station)
    for kind in ("visit_receipt", "day_tally", ""):
        with pytest.raises(ValueError, match="不是来访的文书"):
            station.visit_papers.issue(visit_id, kind)
    with pytest.raises(NotFound):
        station.visit_papers.offers(999)
    with pytest.raises(NotFound):
        station.visit_papers.issue(999, "visit_sheet")


def test_a_void_visit_gets_no_new_paper(station: Services) -> None:
    visit_id = saved(station)
    paper = station.visit_papers.issue(visit_id, "visit_sheet")
    station.visit_changes.void(visit_id, reason="登记错了人")
    assert all("作废" in offer.why_not for offer in station.visit_papers.offers(visit_id))
    for kind in FILLERS:
        with pytest.raises(Conflict, match="已经作废"):
            station.visit_papers.issue(visit_id, kind)
    assert station.documents.one(paper.id).state is SheetState.VOID
    assert "作废" in text(station.documents.pdf(paper.id)).replace(" ", "")


def test_a_corrected_visit_gets_papers_that_say_so(station: Services) -> None:
    visit_id = saved(station)
    old = station.visit_papers.issue(visit_id, "visit_sheet")
    given = station.visit_changes.form_of(visit_id)
    changed = replace(given.form, matters=(replace(given.form.matters[0], narrative="请求一次补发全部差额"),))
    station.visit_changes.correct(visit_id, changed, reason="听错了", corrections=0)
    assert station.documents.one(old.id).state is SheetState.VOID
    found = text(issued(station, visit_id, "visit_sheet"))
    assert "更正 1" in found
    assert "请求一次补发全部差额" in found


# --------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_right_that_is_missing_is_refused_and_audited(station: Services, role: Role) -> None:
    visit_id = saved(station)
    other = seen_by(station, role)
    for act in (
        lambda: other.visit_papers.offers(visit_id),
        lambda: other.visit_papers.issue(visit_id, "visit_sheet"),
    ):
        before = len(audit_of(station, "refused"))
        with pytest.raises(Denied):
            act()
        entry = audit_of(station, "refused")[before]
        assert not entry.success
    assert [row.kind for row in station.documents.of_visit(visit_id)] == ["visit_receipt"]


def test_a_clerk_may_issue_them_and_the_audit_names_no_person(clerk: Services) -> None:
    visit_id = saved(clerk, PETITION, **GROUP)
    for kind in MINE:
        clerk.visit_papers.issue(visit_id, kind)
    entries = audit_of(clerk, "document.issued")
    assert [entry.detail["kind"] for entry in entries][-3:] == list(MINE)
    everything = all_audited_words(clerk)
    for personal in (PERSON.name, "罗正平", "430103196811021238", "13873105267", "补发差额"):
        assert personal not in everything


def test_what_fails_leaves_nothing_behind(station: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    visit_id = saved(station)

    def broken(*_given: Any) -> Any:
        raise OSError("disk")

    monkeypatch.setattr(catalogue, "render", broken)
    with pytest.raises(OSError, match="disk"):
        station.visit_papers.issue(visit_id, "visit_sheet")
    monkeypatch.undo()
    assert len(station.documents.of_visit(visit_id)) == 1
    assert len(audit_of(station, "document.issued")) == 1
    assert not offers(station, visit_id)["visit_sheet"].why_not


# ------------------------------------------------------------------------------------------------------- 来访登记表


def test_the_visit_sheet_says_all_that_was_written_down(clerk: Services, clock: FixedClock) -> None:
    material = (MaterialForm(name="残疾军人证", copies=2), MaterialForm(name="银行流水", original=True))
    visit_id = saved(
        clerk,
        replace(PETITION, earlier="2026年3月到街道反映过", reply="已告知15日内书面告知", materials=material),
        headcount=2,
        guests=(COMPANION,),
    )
    clerk.visit_changes.rate(visit_id, scale=RatingScale.PETITION, level="satisfied")
    clock.advance(timedelta(minutes=34))
    found = text(issued(clerk, visit_id, "visit_sheet"))
    for part in (
        "2026年11月24日9时42分",
        "1 号窗口",
        "方式：走访",
        "李龚",
        "男",
        "1968年11月2日",
        "居民身份证",
        "430103********1238",
        "138****5267",
        "碧湘社区晏家塘 12 号",
        "1人：买买提·吐尔逊（同来人，战友）",
        "请求补发差额",
        "事实：2019年起少发伤残抚恤金",
        "理由：与评定等级的标准不符",
        "2026年3月到街道反映过",
        "1.残疾军人证（复印件2份）",
        "2.银行流水（原件1份）",
        "王静",
        "立信访件，坡退信〔2026〕1号；承办王静。已告知15日内书面告知",
        "来访登记回执 LF20261124-001",
        "2026年11月24日10时16分",
        "第1页 共1页",
    ):
        assert part in found, part
    for clear in ("430103196811021238", "13873105267", "13700000249"):
        assert clear not in found


def test_somebody_without_papers_or_name_gets_a_sheet_too(station: Services) -> None:
    without = saved(station, new_person=OTHER)
    assert "未提供" in text(issued(station, without, "visit_sheet"))
    assert "未提供" in text(issued(station, without, "oral_record"))
    unclear = saved(station, new_person=replace(OTHER, name="", name_unclear=True, phone=""))
    assert "姓名不清" in text(issued(station, unclear, "visit_sheet"))
    nobody = saved(station, new_person=None, anonymous=True, address_unclear=True, **GROUP)
    for kind in MINE:
        assert "王五" not in text(issued(station, nobody, kind))
    assert "未留姓名" in text(station.documents.pdf(offers(station, nobody)["oral_record"].issued[0].id))
    assert "住址不清" in text(station.documents.pdf(offers(station, nobody)["visit_sheet"].issued[0].id))


def test_a_unit_alone_and_a_unit_that_sent_somebody(station: Services) -> None:
    unit = UnitForm(name="碧湘社区居委会", phone="0731-85550123", address="碧湘街 5 号")
    alone = text(issued(station, saved(station, new_person=None, unit=unit), "visit_sheet"))
    assert "碧湘社区居委会" in alone
    assert "未提供" not in alone
    both = text(issued(station, saved(station, unit=replace(unit, name="文庙坪社区居委会")), "visit_sheet"))
    assert "李龚，文庙坪社区居委会" in both


def test_first_or_again_is_ticked_only_where_the_program_knows(station: Services, clock: FixedClock) -> None:
    def boxes(visit_id: int) -> tuple[bool, bool]:
        station.visit_papers.issue(visit_id, "visit_sheet")
        with looking(station) as session:
            row = session.query(Document).filter_by(visit_id=visit_id, kind="visit_sheet").one()
            return row.data["first"], row.data["again"]

    first = saved(station)
    assert boxes(first) == (True, False)
    person_id = station.visits.detail(first).row.person_id
    clock.advance(timedelta(days=1))
    known = {"new_person": None, "person_id": person_id}
    assert boxes(saved(station, ANSWERED, **known)) == (False, False)
    case_id = station.visits.open_cases()[0].id
    joined = replace(PETITION, outcome=Outcome.JOINED, join_case_id=case_id)
    assert boxes(saved(station, joined, **known)) == (False, True)
    assert boxes(saved(station, new_person=None, anonymous=True, address_unclear=True)) == (False, False)


def test_a_late_entry_says_when_it_was_and_why_it_is_late(station: Services) -> None:
    visit_id = saved(station, visited_on=date(2026, 11, 20), late_reason="停电，先记在纸上")
    found = text(issued(station, visit_id, "visit_sheet"))
    assert "2026年11月20日（补登）" in found
    assert "补登：停电，先记在纸上" in found
    assert "2026年11月20日" in text(issued(station, visit_id, "oral_record"))


# ------------------------------------------------------------------------------------------------------ 代表登记表


def test_the_group_sheet_names_representatives_and_lists_the_others(station: Services) -> None:
    found = text(issued(station, saved(station, **GROUP), "group_sheet"))
    for part in (
        "信访件：坡退信〔2026〕1号",
        "抚恤优待：请求补发差额",
        "7人",
        "李龚",
        "430103********1238",
        "罗正平",
        "430102********5617",
        "137****0248",
        "登仁桥",
        "以上2人由到场人员共同推选",
        "5人，名单见附页；未留姓名的4人",
        "附页",
        "买买提·吐尔逊",
        "同来人，战友",
        "第1页 共2页",
    ):
        assert part in found, part
    assert "430102195504035617" not in found


def test_somebody_of_the_register_stands_there_as_she_is_on_record(station: Services) -> None:
    first = saved(station, new_person=replace(OTHER, identity="430102195504035612", community="文庙坪社区"))
    known = GuestForm(role=GuestRole.REPRESENTATIVE, party_id=station.visits.detail(first).row.person_id)
    visit_id = saved(station, common=True, headcount=2, guests=(known,))
    found = text(issued(station, visit_id, "group_sheet"))
    for part in ("刘勇", "430102********5612", "139****1111", "文庙坪社区 3 号", "0人；未留姓名的0人"):
        assert part in found, part
    with looking(station) as session:
        row = session.query(Document).filter_by(visit_id=visit_id, kind="group_sheet").one()
        assert [one["sex"] for one in row.data["representatives"]] == ["男", "男"]


def test_where_nobody_was_named_the_lines_stay_open(station: Services) -> None:
    found = text(issued(station, saved(station, common=True, headcount=7), "group_sheet"))
    assert "以上代表由到场人员共同推选" in found
    assert "6人；未留姓名的6人" in found
    assert "/" not in found


def test_no_sixth_representative_comes_onto_the_paper(station: Services) -> None:
    five = tuple(replace(REPRESENTATIVE, name=f"代表{place}", identity="") for place in "一二三四五")
    visit_id = saved(station, common=True, headcount=7, guests=five)
    found = text(issued(station, visit_id, "group_sheet"))
    assert "以上5人由到场人员共同推选" in found
    listed = found.split("其余人员名单")[-1]
    assert "李龚" in listed
    assert "来访人" in listed


# ---------------------------------------------------------------------------------------------------- 口头信访记录


def test_the_oral_record_takes_petitions_alone_and_knows_whether_they_were_read_back(station: Services) -> None:
    second = replace(PETITION, narrative="请求安排岗位", read_back=False)
    visit_id = saved(station, PETITION, ANSWERED, second)
    found = text(issued(station, visit_id, "oral_record"))
    assert "信访事项2" in found
    assert "请求安排岗位" in found
    assert ANSWERED.narrative not in found
    with looking(station) as session:
        assert session.query(Document).filter_by(kind="oral_record").one().data["read_back"] is False
    for personal in ("430103196811021238", "13873105267"):
        assert personal not in found


# ------------------------------------------------------------------------------------------------- codes and pages


def test_each_page_has_its_own_signed_code_over_one_human_code(station: Services) -> None:
    long = replace(PETITION, narrative=NARRATIVE, facts=NARRATIVE[:2000])
    visit_id = saved(station, long)
    for kind, number in (("visit_sheet", 6), ("oral_record", 8)):
        paper = station.visit_papers.issue(visit_id, kind)
        pdf = station.documents.pdf(paper.id)
        read = [read_signed(code) for code in page_codes(pdf)]
        assert len(read) > 5
        assert [code.facts.page for code in read if code] == list(range(1, len(read) + 1))
        assert {code.human_code for code in read if code} == {paper.human_code}
        assert {(code.facts.kind, code.facts.copy, code.facts.number) for code in read if code} == {
            (number, 1, paper.number)
        }
        assert NARRATIVE.replace("\n", "")[:200] in text(pdf)
        for page in (1, len(read)):
            assert f"第{page}页 共{len(read)}页" in text(pdf)
        with looking(station) as session:
            row = session.get_one(Document, paper.id)
            assert (row.pages, row.visit_id, row.party_id is not None) == (len(read), visit_id, True)


def test_every_page_is_found_genuine_and_a_reprint_too(station: Services) -> None:
    visit_id = saved(station, replace(PETITION, narrative=NARRATIVE[:4000]))
    paper = station.visit_papers.issue(visit_id, "visit_sheet")
    station.documents.mark(paper.id, SheetState.GOOD)
    for code in page_codes(station.documents.pdf(paper.id)):
        assert station.paper_checks.check(code).finding is Finding.GENUINE
    again = station.documents.reprint(paper.id, "来访人要一份")
    pdf = station.documents.pdf(again.id)
    assert "补印 1" in text(pdf)
    read = [read_signed(code) for code in page_codes(pdf)]
    assert [(code.facts.page, code.facts.copy) for code in read if code] == [
        (page, 2) for page in range(1, len(read) + 1)
    ]


@pytest.mark.parametrize("kind", MINE)
def test_the_same_bytes_come_again_from_the_register(station: Services, kind: str) -> None:
    visit_id = saved(station, **GROUP)
    paper = station.visit_papers.issue(visit_id, kind)
    first = station.documents.pdf(paper.id)
    station.visit_papers._papers._kept.clear()
    assert station.documents.pdf(paper.id) == first


@pytest.mark.parametrize("name", [NAME_60, HOSTILE])
def test_no_name_and_no_words_break_a_paper(station: Services, name: str) -> None:
    person = replace(PERSON, name=name[:60], address=HOSTILE * 3)
    matter = MatterForm(
        kind=MatterKind.PETITION,
        category=PETITION.category,
        narrative=HOSTILE,
        facts=HOSTILE,
        reasons=HOSTILE,
        outcome=Outcome.PETITION_OPENED,
        reply=HOSTILE,
    )
    guests = tuple(replace(COMPANION, name=name[:60], relation=HOSTILE[:40]) for _ in range(3))
    visit_id = saved(station, matter, new_person=person, guests=guests, headcount=9, common=True)
    for kind in MINE:
        assert HOSTILE in text(issued(station, visit_id, kind)).replace("〔U+000A〕", "")
