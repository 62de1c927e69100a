"""Papers of a visit: the notice of missing materials, the referral slip, the list of materials, the sheet to rate."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domain.matter_rules import MaterialForm, MatterForm
from domain.notice_rules import NoticeForm, OwedForm, notice_facts
from domain.operator_rules import OperatorForm
from domain.people_rules import PersonForm
from domain.permissions import Permission, Role
from domain.visit_rules import VisitForm
from domain.vocabulary import Channel, MatterKind, Outcome, matter_categories
from printing.readback import codes
from services import Services
from services.documents import SheetState
from services.visit_papers import PaperOffer
from services.visits import SavedVisit
from system.errors import Conflict, Denied, Invalid, NotFound
from tests.printing.reading import read
from tests.services.conftest import LogIn

CATEGORY = matter_categories()[0]
PERSON = PersonForm(name="彭秀兰", identity="430103196811021238", phone="13873107716", address="碧湘社区晏家塘 12 号")
OWING = MatterForm(
    kind=MatterKind.SERVICE,
    category=CATEGORY.code,
    narrative="申请优待证",
    outcome=Outcome.MATERIALS_OWED,
    materials=(MaterialForm(name="退役证", original=True), MaterialForm(name="身份证", copies=2)),
)
REFERRED = MatterForm(
    category=CATEGORY.code, narrative="问住院报销", outcome=Outcome.REFERRED, refer_to="区医保局", reply="已说明"
)
ANSWERED = MatterForm(category=CATEGORY.code, narrative="问政策", outcome=Outcome.ANSWERED, reply="已说明")
PETITION = MatterForm(
    kind=MatterKind.PETITION,
    category=CATEGORY.code,
    narrative="请求补发差额",
    facts="2024年起少发",
    reasons="等级没有变",
    read_back=True,
    outcome=Outcome.PETITION_OPENED,
)
NOTICE = NoticeForm(
    owed=(OwedForm(name="家庭收入声明", requirement="本人签字", copies="原件1份", issuer="本人", how="窗口领表"),),
    until="+10",
    basis="《某某办法》第一条",
    process="受理→核查→告知结果",
)


def saved(services: Services, *matters: MatterForm, **values: object) -> SavedVisit:
    given = {"uuid": str(uuid4()), "new_person": PERSON, "matters": matters} | values
    return services.visits.save(VisitForm(**given))  # type: ignore[arg-type]  # a test's own choice of fields


def offer(services: Services, visit_id: int, kind: str) -> PaperOffer:
    return next(one for one in services.visit_papers.offers(visit_id) if one.kind == kind)


def words(services: Services, document_id: int) -> str:
    """All that stands on a sheet."""
    return "".join(page.words for page in read(services.documents.pdf(document_id)))


# ------------------------------------------------------------------------------------------------------ the notice


def test_a_notice_tells_all_that_is_missing_on_two_parts_of_one_sheet(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    paper = clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))
    assert paper.number == f"{visit.number} 告知第1次"
    (page,) = read(clerk.documents.pdf(paper.id))
    for part in (
        "彭秀兰",
        "138****7716",
        "家庭收入声明",
        "本人签字",
        "窗口领表",
        "2026年12月4日前",
        "除以上1项外",
        "《某某办法》第一条",
        "受理→核查→告知结果",
        "1.退役证（原件1份）",
        "2.身份证（复印件2份）",
        "申请优待证",
    ):
        assert page.words.count(part) == 2, part
    assert page.words.count(paper.human_code) == 2
    assert "申请人签收" in page.words
    assert "13873107716" not in page.words
    assert "430103196811021238" not in page.words
    assert len(set(codes(clerk.documents.pdf(paper.id)))) == 1


def test_each_notice_of_a_visit_has_its_own_number_and_starts_from_the_one_before(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    assert clerk.visit_papers.last_notice(visit.id) is None
    clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))
    again = clerk.visit_papers.last_notice(visit.id)
    assert again is not None
    assert again.owed == NOTICE.owed
    assert (again.until, again.basis, again.process) == ("2026年12月4日", NOTICE.basis, NOTICE.process)
    second = clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(again))
    assert second.number == f"{visit.number} 告知第2次"
    assert len(offer(clerk, visit.id, "one_time_notice").issued) == 2


def test_after_a_correction_the_next_notice_starts_from_the_void_one(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    first = clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))
    before = clerk.visit_changes.form_of(visit.id)
    matters = (replace(before.form.matters[0], narrative="申请补领优待证"),)
    corrected = replace(before.form, matters=matters)
    clerk.visit_changes.correct(visit.id, corrected, reason="听错了", corrections=before.corrections)
    assert clerk.documents.one(first.id).state is SheetState.VOID
    assert "作废" in words(clerk, first.id).replace(" ", "")
    again = clerk.visit_papers.last_notice(visit.id)
    assert again is not None
    second = clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(again))
    assert second.number.endswith("告知第2次")
    assert "更正1" in words(clerk, second.id).replace(" ", "")
    assert "补领优待证" in words(clerk, second.id)


def test_a_reprint_of_a_notice_is_the_same_notice(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    paper = clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))
    clerk.documents.mark(paper.id, SheetState.GOOD)
    copy = clerk.documents.reprint(paper.id, "来访人遗失")
    assert (copy.number, copy.reprint) == (paper.number, 1)
    second = clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))
    assert second.number.endswith("告知第2次")


def test_thirty_gaps_flow_over_pages_as_two_copies_each_page_signed(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    owed = tuple(OwedForm(name=f"第{at}种材料", how="到社区居委会开具，带身份证") for at in range(30))
    paper = clerk.visit_papers.issue(visit.id, "one_time_notice", owed=owed)
    pdf = clerk.documents.pdf(paper.id)
    pages = read(pdf)
    assert len(pages) % 2 == 0
    assert len(pages) > 2
    half = len(pages) // 2
    assert sum("第一联" in page.words for page in pages) == sum("第二联" in page.words for page in pages) == half
    assert codes(pdf, 0) != codes(pdf, 1)
    assert codes(pdf, 0) == codes(pdf, half)
    everything = "".join(page.words for page in pages)
    assert all(everything.count(row.name) >= 2 for row in owed)


def test_a_notice_and_a_list_are_found_by_their_numbers(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    notice = clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))
    listed = clerk.visit_papers.issue(visit.id, "material_list")
    for typed, paper in (
        (notice.number, notice),
        (listed.number, listed),
        ("收1", listed),
        ("收2026-1", listed),
        (notice.human_code, notice),
        (codes(clerk.documents.pdf(notice.id))[0], notice),
    ):
        hits = [hit for group in clerk.search.everywhere(typed) for hit in group.items if hit.kind == "document"]
        assert [hit.id for hit in hits] == [paper.id], typed
    by_visit = [hit.kind for group in clerk.search.everywhere(visit.number) for hit in group.items]
    assert by_visit[0] == "visit"
    assert "document" not in by_visit


def test_what_is_wrong_with_a_notice_is_told_by_field_and_takes_no_number(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    with pytest.raises(Invalid) as refused:
        clerk.visit_papers.issue(visit.id, "one_time_notice", until="昨天")
    assert set(refused.value.fields) == {"owed.0.name", "until"}
    assert offer(clerk, visit.id, "one_time_notice").issued == ()
    paper = clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))
    assert paper.number.endswith("告知第1次")


def test_a_notice_is_only_for_matters_that_wait_for_materials(clerk: Services) -> None:
    visit = saved(clerk, ANSWERED)
    assert "没有待补材料的事项" in offer(clerk, visit.id, "one_time_notice").why_not
    with pytest.raises(Conflict, match="没有待补材料"):
        clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))


def test_a_void_visit_gets_no_more_papers(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    clerk.visit_changes.void(visit.id, reason="登记错了人")
    assert all("已经作废" in one.why_not for one in clerk.visit_papers.offers(visit.id))
    with pytest.raises(Conflict, match="作废"):
        clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))


def test_the_audit_names_the_paper_and_nobody(clerk: Services, as_operator: LogIn) -> None:
    visit = saved(clerk, OWING)
    clerk.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))
    auditor = as_operator(OperatorForm(name="周明", roles=frozenset({Role.AUDITOR}), post="审计"))
    entries = [row for row in auditor.audit.recent().rows if row.action == "document.issued"]
    assert any("告知第1次" in str(row.detail) for row in entries)
    assert not any("彭秀兰" in str(row.detail) or "家庭收入声明" in str(row.detail) for row in entries)


def test_whoever_may_not_print_is_refused(clerk: Services, as_operator: LogIn) -> None:
    visit = saved(clerk, OWING)
    auditor = as_operator(OperatorForm(name="周明", roles=frozenset({Role.AUDITOR}), post="审计"))
    assert Permission.DOCUMENT_PRINT not in auditor.actor.permissions
    with pytest.raises(Denied):
        auditor.visit_papers.issue(visit.id, "one_time_notice", **notice_facts(NOTICE))
    with pytest.raises(Denied):
        auditor.visit_papers.last_notice(visit.id)


def test_a_visit_that_is_not_there(clerk: Services) -> None:
    with pytest.raises(NotFound):
        clerk.visit_papers.issue(4711, "referral_slip")


# ----------------------------------------------------------------------------------------------- the referral slip


def test_a_slip_names_its_office_and_only_what_concerns_it(clerk: Services) -> None:
    other = MatterForm(category=CATEGORY.code, narrative="问社保接续", outcome=Outcome.REFERRED, refer_to="区人社局")
    visit = saved(clerk, REFERRED, other)
    first = words(clerk, clerk.visit_papers.issue(visit.id, "referral_slip").id)
    second = words(clerk, clerk.visit_papers.issue(visit.id, "referral_slip").id)
    assert "区医保局" in first
    assert "问住院报销" in first
    assert "社保接续" not in first
    assert "区人社局" in second
    assert "住院" not in second
    assert "回　执".replace("　", "") in first.replace("　", "")
    assert "彭秀兰" in first
    assert "13873107716" not in first + second
    assert "430103196811021238" not in first + second
    with pytest.raises(Conflict, match="都已经出过"):
        clerk.visit_papers.issue(visit.id, "referral_slip")


def test_a_slip_that_never_came_out_may_be_replaced(clerk: Services) -> None:
    visit = saved(clerk, REFERRED)
    paper = clerk.visit_papers.issue(visit.id, "referral_slip")
    clerk.documents.mark(paper.id, SheetState.SPOILED, "卡纸")
    assert clerk.visit_papers.issue(visit.id, "referral_slip").id != paper.id


def test_a_visit_without_a_referral_has_no_slip(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    assert "没有转其他单位的事项" in offer(clerk, visit.id, "referral_slip").why_not


def test_an_anonymous_visitor_may_be_sent_on(clerk: Services) -> None:
    visit = saved(clerk, REFERRED, new_person=None, anonymous=True)
    assert "未留姓名" in words(clerk, clerk.visit_papers.issue(visit.id, "referral_slip").id)


# ------------------------------------------------------------------------------------------------------- materials


def test_lists_of_materials_count_by_themselves_through_the_year(clerk: Services) -> None:
    visits = [saved(clerk, OWING, new_person=PersonForm(name=f"甲{at}")) for at in "一二"]
    papers = [clerk.visit_papers.issue(visit.id, "material_list") for visit in visits]
    short = clerk.station.view().short_name
    assert [paper.number for paper in papers] == [f"{short}收〔2026〕1号", f"{short}收〔2026〕2号"]
    first, second = read(clerk.documents.pdf(papers[0].id))
    assert "第一联" in first.words
    assert "第二联" in second.words
    for page in (first, second):
        assert "2种3份，其中原件1份" in page.words
        assert visits[0].number in page.words
    assert "没有登记收到材料" in offer(clerk, saved(clerk, ANSWERED).id, "material_list").why_not


def test_a_second_list_of_the_same_visit_is_a_reprint(clerk: Services) -> None:
    visit = saved(clerk, OWING)
    clerk.visit_papers.issue(visit.id, "material_list")
    with pytest.raises(Conflict, match="补印"):
        clerk.visit_papers.issue(visit.id, "material_list")


# --------------------------------------------------------------------------------------------------------- ratings


def test_the_two_scales_never_stand_on_one_sheet(clerk: Services) -> None:
    visit = saved(clerk, OWING, PETITION)
    service, petition = read(clerk.documents.pdf(clerk.visit_papers.issue(visit.id, "rating_sheet").id))
    for item in ("整体满意度", "服务效率", "服务水平", "服务态度", "非常满意", "非常不满意"):
        assert item in service.words
        assert item not in petition.words
    assert "基本满意" in petition.words
    assert "是否愿意接受回访" in service.words
    assert "彭秀兰" not in service.words + petition.words


def test_one_scale_is_one_page(clerk: Services) -> None:
    (page,) = read(clerk.documents.pdf(clerk.visit_papers.issue(saved(clerk, ANSWERED).id, "rating_sheet").id))
    assert "政务服务评价单" in page.words
    assert "信访" not in page.words


def test_a_visit_by_phone_has_its_papers_too(clerk: Services) -> None:
    visit = saved(clerk, REFERRED, channel=Channel.CALL)
    assert clerk.visit_papers.issue(visit.id, "referral_slip").number == visit.number
