"""What a notice of missing materials must say, and which papers are worth handing over."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.guest_rules import GuestForm
from domain.matter_rules import MaterialForm, MatterForm
from domain.notice_rules import (
    OWED_FIELDS,
    NoticeForm,
    OwedForm,
    check_notice,
    notice_facts,
    notice_number,
    owed_again,
    tidy_notice,
    until_fault,
    warnings_notice,
)
from domain.visit_paper_rules import GROUP, MATERIALS, NOTICE, ORAL_RECORD, REFERRAL, papers_to_give
from domain.visit_rules import VisitForm
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome

TODAY = date(2026, 11, 24)
GOOD = NoticeForm(owed=(OwedForm(name="家庭收入声明", copies="原件1份"),), until="+20", process="受理→核查")


def faults(form: NoticeForm) -> dict[str, str]:
    return check_notice(tidy_notice(form), TODAY)


def test_a_plain_notice_has_no_faults_and_one_name_is_enough() -> None:
    assert faults(GOOD) == {}
    assert faults(NoticeForm(owed=(OwedForm(name="户口簿"),))) == {}


def test_rows_in_which_nothing_is_written_fall_away() -> None:
    rows = (OwedForm(), OwedForm(name="户口簿"), OwedForm(name=" \t", how="\x07"))
    assert tidy_notice(NoticeForm(owed=rows)).owed == (OwedForm(name="户口簿"),)


def test_pasted_line_breaks_and_control_characters_do_not_reach_the_paper() -> None:
    pasted = NoticeForm(
        owed=(OwedForm(name="户口簿\r\n首页\x00", how="去\u2028社区"),), basis="一\n二", process="一\r\n二\x07"
    )
    tidy = tidy_notice(pasted)
    assert tidy.owed[0] == OwedForm(name="户口簿 首页", how="去 社区")
    assert (tidy.basis, tidy.process) == ("一 二", "一\n二")


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        (NoticeForm(), "owed.0.name", "至少写一项"),
        (NoticeForm(owed=(OwedForm(), OwedForm())), "owed.0.name", "至少写一项"),
        (NoticeForm(owed=(OwedForm(name="一"), OwedForm(how="去社区"))), "owed.1.name", "还没有写材料名称"),
        (NoticeForm(owed=(OwedForm(name="户口簿"), OwedForm(name=" 户口簿"))), "owed.1.name", "合并成一行"),
        (NoticeForm(owed=(OwedForm(name="一" * 201),)), "owed.0.name", "最多 200 个"),
        (NoticeForm(owed=(OwedForm(name="一", how="二" * 10_000),)), "owed.0.how", "有 10000 个字"),
        (NoticeForm(owed=(OwedForm(name="一", copies="二" * 41),)), "owed.0.copies", "最多 40 个"),
        (NoticeForm(owed=tuple(OwedForm(name=f"第{at}种") for at in range(51))), "owed", "最多告知 50 项"),
        (replace(GOOD, until="昨天"), "until", "已经过去"),
        (replace(GOOD, until="2026-11-31"), "until", "没有 31 日"),
        (replace(GOOD, until="下周"), "until", "看不懂"),
        (replace(GOOD, until="+400"), "until", "核对年份"),
        (replace(GOOD, basis="一" * 201), "basis", "最多 200 个"),
        (replace(GOOD, process="一" * 10_000), "process", "最多 2000 个"),
    ],
)
def test_what_keeps_a_notice_from_being_printed(form: NoticeForm, field: str, sentence: str) -> None:
    found = faults(form)
    assert sentence in found[field]
    assert list(found) == [field]


def test_a_deadline_may_be_left_out_and_may_be_today() -> None:
    assert [until_fault(text, TODAY) for text in ("", " ", "=", "+366")] == [""] * 4


def test_characters_that_no_font_draws_are_told_and_stop_nothing() -> None:
    form = tidy_notice(replace(GOOD, owed=(OwedForm(name="户口簿😀", issuer="䶮"),), basis="🎖"))
    assert check_notice(form, TODAY) == {}
    told = warnings_notice(form)
    assert set(told) == {"owed.0.name", "basis"}
    assert "U+1F600" in told["owed.0.name"]


def test_the_number_counts_the_notices_of_a_visit() -> None:
    assert notice_number("LF20261124-008", 2) == "LF20261124-008 告知第2次"


def test_the_rows_of_an_old_notice_start_the_next_one() -> None:
    assert owed_again([{"name": "户口簿", "how": "去社区", "colour": "red"}, {}]) == (
        OwedForm(name="户口簿", how="去社区"),
        OwedForm(),
    )
    assert set(notice_facts(GOOD)) == {"owed", "until", "basis", "process"}


_rows = st.lists(st.builds(OwedForm, **{field: st.text() for field in OWED_FIELDS}), max_size=4).map(tuple)


@given(st.builds(NoticeForm, owed=_rows, until=st.text(), basis=st.text(), process=st.text()))
def test_a_tidied_notice_stays_as_it_is_and_any_text_gets_a_sentence_or_passes(form: NoticeForm) -> None:
    once = tidy_notice(form)
    assert tidy_notice(once) == once
    assert OwedForm() not in once.owed
    assert all(sentence.endswith("。") for sentence in check_notice(once, TODAY).values())


# ------------------------------------------------------------------------------------------- what to hand over


def visit(*matters: MatterForm, **values: object) -> VisitForm:
    return VisitForm(uuid=str(uuid.uuid4()), matters=matters, **values)  # type: ignore[arg-type]  # a test's own choice


OWED = MatterForm(kind=MatterKind.SERVICE, outcome=Outcome.MATERIALS_OWED)
REFERRED = MatterForm(outcome=Outcome.REFERRED, refer_to="区医保局")
PETITION = MatterForm(kind=MatterKind.PETITION, outcome=Outcome.PETITION_OPENED)
SPEAKER = GuestForm(role=GuestRole.REPRESENTATIVE, name="甲")
ORIGINAL = MatterForm(outcome=Outcome.ANSWERED, materials=(MaterialForm(name="退役证", original=True),))


@pytest.mark.parametrize(
    ("form", "papers"),
    [
        (visit(MatterForm(outcome=Outcome.ANSWERED)), ()),
        (visit(OWED), (NOTICE,)),
        (visit(OWED, OWED), (NOTICE,)),
        (visit(REFERRED, replace(REFERRED, refer_to="区人社局"), REFERRED), (REFERRAL, REFERRAL)),
        (visit(PETITION), (ORAL_RECORD,)),
        (visit(PETITION, channel=Channel.CALL), ()),
        (visit(PETITION, channel=Channel.LETTER), ()),
        (visit(ORIGINAL), (MATERIALS,)),
        (visit(MatterForm(), common=True, headcount=3), (GROUP,)),
        (visit(replace(ORIGINAL, materials=(MaterialForm(name="身份证"),))), ()),
        (
            visit(
                PETITION, OWED, REFERRED, guests=(GuestForm(role=GuestRole.REPRESENTATIVE, name="甲"),), headcount=12
            ),
            (NOTICE, REFERRAL, ORAL_RECORD, GROUP),
        ),
        (visit(MatterForm(), guests=(GuestForm(role=GuestRole.COMPANION, name="甲"),), headcount=2), ()),
    ],
)
def test_the_papers_to_hand_over(form: VisitForm, papers: tuple[str, ...]) -> None:
    assert papers_to_give(form) == papers
