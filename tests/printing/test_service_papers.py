"""The papers of a service case: what stands on both copies, what can't stand there, what a hand goes on with."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing import catalogue
from printing.forms.record_form import RecordField, RecordForm, RecordMember, RecordSection
from printing.readback import codes
from printing.wording import Wording, wording
from tests.printing.papers import NARRATIVE
from tests.printing.reading import read
from tests.printing.samples.card_application import FAMILY, FRAME, application
from tests.printing.samples.collection_notice import ready
from tests.printing.samples.collection_sheet import AGENT, handed_out
from tests.printing.samples.record_form import record, sections
from tests.printing.samples.rejection_notice import rejection
from tests.printing.samples.submission_list import bundle, many_cases

FORMS = (bundle(), ready(), handed_out(), rejection(), application(), record())
TICKED = 3


def words(form: Any) -> list[str]:
    """What stands on each page, without blanks."""
    return [page.words.replace(" ", "").replace("\u3000", "") for page in read(catalogue.render_form(form))]


def ticks(form: Any) -> int:
    """How many boxes of the first page are ticked: a tick is a line of two strokes within a box."""
    boxes = [path.box for path in read(catalogue.render_form(form))[0].paths if not path.filled]
    small = [box for box in boxes if box.right - box.left < 4.5 and box.bottom - box.top < 4.5]
    return sum(any(box is not other and box.inside(other, 0) for other in small) for box in small)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: type(form).__name__)
def test_a_void_paper_says_so_on_each_page_and_stays_legible(form: Any) -> None:
    before = read(catalogue.render_form(form))
    pdf = catalogue.render_form(replace(form, void=True))
    after = read(pdf)
    assert len(before) == len(after)
    for plain, void in zip(before, after, strict=True):
        assert "作废" in void.words.replace(" ", "")
        assert [line for line in plain.text.split("\r\n") if line not in void.text] == []
    assert set(codes(pdf)) == {form.qr_text}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: type(form).__name__)
def test_a_sentence_that_the_station_made_very_long_leaves_no_page(form: Any) -> None:
    shipped = wording(catalogue.kind_of(form).code)
    longer = {
        key: sentence if key in ("title", "page", "number") or "{" in sentence else sentence * 6
        for key, sentence in shipped.sentences.items()
    }
    for page in read(catalogue.render_form(form, Wording(1, longer))):
        for character in page.characters:
            assert character.box.left >= 3
            assert character.box.right <= page.width - 3
            assert character.box.bottom <= page.height - 3


# ------------------------------------------------------------------------------------------------------ 报送清单


def test_two_hundred_cases_stand_on_both_copies_under_a_heading_on_each_page() -> None:
    pages = words(bundle(cases=many_cases(200)))
    half = len(pages) // 2
    for copy, name in ((pages[:half], "第一联报送"), (pages[half:], "第二联存根")):
        assert all(name in page and f"共{half}页" in page for page in copy)
        assert all("序号办件编号姓名证件号" in page for page in copy if "优待证：首次申领" in page)
        everything = "".join(copy)
        assert all(everything.count(f"〔2026〕{at}号") == 1 for at in range(4, 201))
        assert "200件，随附材料1400份，其中原件0份" in copy[-1]
        assert "接收人：" in copy[-1]
        assert not any("接收人：" in page for page in copy[:-1])


def test_the_sum_of_a_list_counts_copies_and_originals() -> None:
    first, second = words(bundle())
    for page in (first, second):
        assert "3件，随附材料16份，其中原件2份" in page
        assert "430103196811021234" in page


# ------------------------------------------------------------------------------------------------------ 领取


def test_a_notice_says_you_and_keeps_the_usual_sentence_where_nothing_else_was_given() -> None:
    (page,) = words(ready())
    assert "你申请办理的“优待证：补领”已经办好" in page
    assert "您" not in page
    assert "本人身份证；交过原件的，还要带材料收据" in page
    assert "2027年2月24日前来领取" in page
    (other,) = words(ready(bring="户口簿", agent="不能代领", until=""))
    assert "户口簿" in other
    assert "本人身份证；" not in other
    assert "不能代领" in other
    assert "办公时间都可以来领取" in other


@pytest.mark.parametrize("form", [ready(), handed_out(**AGENT), rejection()], ids=lambda form: type(form).__name__)
def test_no_whole_identity_number_comes_onto_papers_that_go_out(form: Any) -> None:
    assert catalogue.kind_of(form).masked
    assert {"identity", "birth"}.isdisjoint(catalogue.to_data(form))


def test_who_fetched_it_is_ticked_and_only_an_agent_is_named() -> None:
    assert [ticks(form) for form in (handed_out(), handed_out(**AGENT), handed_out(herself=False))] == [1, 1, 0]
    mine, _ = words(handed_out())
    theirs, _ = words(handed_out(**AGENT))
    blank, _ = words(handed_out(herself=False))
    assert "代领人——关系——证件号——" in mine
    assert "代领人刘勇关系儿子证件号430103********1234" in theirs
    assert "代领人关系证件号" in blank


def test_what_went_by_post_has_the_number_of_the_parcel_and_no_face_to_face() -> None:
    page, _ = words(handed_out(herself=False, by_post=True, posted_number="EMS123"))
    assert "邮件单号EMS123" in page
    assert "当面核对" not in page
    assert "邮件单号" not in words(handed_out())[0]


def test_no_original_that_went_back_is_said_in_words() -> None:
    assert "没有需要退还的原件" in words(handed_out(returned=()))[0]
    assert "没有需要退还的原件" not in words(handed_out())[0]


# ------------------------------------------------------------------------------------------------------ 退件告知书


def test_only_the_stations_copy_of_a_rejection_is_signed_and_both_say_what_can_be_done() -> None:
    hers, ours = words(rejection())
    assert "签收（捺印）" not in hers
    assert "签收（捺印）" in ours
    for page in (hers, ours):
        assert "你的申请不符合办理条件" in page
        assert "不属于病故军人遗属优待证的发放对象" in page
        assert "重新申请" in page
        assert "可以向长沙市天心区退役军人事务局优抚科反映" in page
        assert "监督电话0731-85550110" in page
        assert "其他途径" not in page


def test_who_decided_is_the_station_where_nobody_else_is_named() -> None:
    page = words(rejection(decided_by="", bureau="", basis=""))[0]
    assert "经本站2026年11月20日审核" in page
    assert "可以向区退役军人事务局反映" in page
    assert "按本站公示的办事指南" in page


def test_a_long_rejection_loses_nothing_and_its_stub_is_not_cut() -> None:
    pages = words(rejection(reason=NARRATIVE))
    half = next(at for at, page in enumerate(pages) if "第二联" in page)
    for copy in (pages[:half], pages[half:]):
        assert "".join(copy).count("补发") == NARRATIVE.count("补发")
    assert [("签收（捺印）" in page, "未签收的原因" in page) for page in pages[half:]] == [
        *[(False, False)] * (len(pages) - half - 1),
        (True, True),
    ]


# ------------------------------------------------------------------------------------------------------ 优待证申请表


@pytest.mark.parametrize(
    ("form", "count"), [(application(), TICKED), (application(**FAMILY), TICKED), (type(application())(**FRAME), 0)]
)
def test_an_application_stays_on_one_page_and_ticks_what_is_so(form: Any, count: int) -> None:
    (page,) = words(form)
    assert ticks(form) == count
    for level in ("受理（服务站）", "县级审核", "市级审核", "省级审核", "领取人签名", "一寸白底免冠"):
        assert level in page


def test_an_application_is_whole_and_says_so() -> None:
    (page,) = words(application())
    assert "430103196811021234" in page
    assert "13874215267" in page
    assert "本表含完整个人信息" in page


# ------------------------------------------------------------------------------------------------------ 信息采集表


def test_a_record_keeps_all_headings_whether_known_or_blank_on_two_pages() -> None:
    for known in (True, False):
        pages = words(record(sections=sections(known=known)))
        assert len(pages) == 2
        for section in sections():
            for field in section.fields:
                assert field.label in "".join(pages)
    assert "430103196811021234" not in "".join(words(record(sections=sections(known=False))))


def test_a_family_of_any_size_leaves_a_line_to_add_somebody() -> None:
    def lines(count: int) -> int:
        members = tuple(RecordMember(f"成员{at}") for at in range(count))
        pages = read(catalogue.render_form(record(sections=(), needs="", members=members)))
        # The first cell of each row stands right of the heading at the side.
        cells = {
            round(path.box.top, 1)
            for page in pages
            for path in page.paths
            if abs(path.box.left - 28) < 0.3 and abs(path.box.right - 48) < 0.3
        }
        return len(cells) - 1

    assert [lines(count) for count in (0, 2, 4, 9)] == [4, 4, 5, 10]


_fields = st.lists(st.builds(RecordField, st.text(max_size=30), st.text(max_size=80), st.booleans()), max_size=6)
_sections = st.lists(st.builds(RecordSection, st.text(max_size=8), _fields.map(tuple)), max_size=3).map(tuple)
_members = st.lists(st.builds(RecordMember, *[st.text(max_size=30)] * 6), max_size=2).map(tuple)


@settings(max_examples=25)
@given(st.builds(record, sections=_sections, members=_members, needs=st.text(max_size=300)))
def test_any_record_can_be_drawn_and_goes_through_json_and_back(form: RecordForm) -> None:
    data = json.loads(json.dumps(catalogue.to_data(form)))
    assert catalogue.from_data("record_form", data) == form
    assert catalogue.render("record_form", data) == catalogue.render_form(form)
