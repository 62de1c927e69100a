"""Notice, referral slip, list of materials, sheet to rate with: what stands where, and what can never stand there."""

import ctypes
import json
import re
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing import catalogue
from printing.forms.one_time_notice import OneTimeNotice, OwedPaper
from printing.readback import codes
from printing.wording import Wording, wording
from tests.printing.papers import NARRATIVE
from tests.printing.reading import page_of, read
from tests.printing.samples.material_list import listed
from tests.printing.samples.one_time_notice import OWED, notice
from tests.printing.samples.rating_sheet import PETITION, SERVICE, sheet
from tests.printing.samples.referral_slip import slip

FORMS = (notice(), notice(owed=OWED * 9), slip(), listed(), sheet(scales=(SERVICE, PETITION)))


def words(form: Any) -> list[str]:
    """What stands on each page, without blanks."""
    return [page.words.replace(" ", "").replace("\u3000", "") for page in read(catalogue.render_form(form))]


def test_both_parts_of_a_notice_say_the_same_but_for_who_signs() -> None:
    (page,) = read(catalogue.render_form(notice()))
    upper = "".join(piece[0] for piece in page.pieces if piece[2] < 148)
    lower = "".join(piece[0] for piece in page.pieces if piece[2] > 149)
    for value in (
        "彭秀兰",
        "138****7716",
        "2026年11月6日",
        "不收费",
        "2026年12月4日前交到本站",
        "除以上2项外",
        "0731-85550110",
    ):
        assert value in upper, value
        assert value in lower, value
    assert "第一联" in upper
    assert "申请人签收" not in upper
    assert "第二联" in lower
    assert "申请人签收" in lower


def test_the_tear_line_of_a_notice_lies_in_the_middle_of_the_page() -> None:
    (page,) = read(catalogue.render_form(notice()))
    tears = [
        path.box
        for path in page.paths
        if path.box.bottom - path.box.top < 0.6 and path.box.right - path.box.left > 60 and path.box.left < 10
    ]
    assert [(box.top + box.bottom) / 2 for box in tears] == [pytest.approx(148.5, abs=0.05)]


def test_what_is_too_long_for_half_a_page_becomes_two_copies_each_counted_by_itself() -> None:
    pages = words(notice(owed=OWED * 9))
    half = len(pages) // 2
    assert half > 1
    for copy, name in ((pages[:half], "第一联"), (pages[half:], "第二联")):
        for number, page in enumerate(copy, 1):
            assert name in page
            assert f"第{number}页共{half}页" in page
    assert all("序号需补正材料" in page for page in pages)
    assert "申请人签收" in pages[-1]
    assert not any("申请人签收" in page for page in pages[:half])


def test_nothing_that_was_typed_is_lost_when_it_flows() -> None:
    form = notice(
        process=NARRATIVE[:3000], owed=(OwedPaper("名" * 200, "求" * 200, "份" * 40, "出" * 200, "取" * 200),)
    )
    pages = words(form)
    first = "".join(pages[: len(pages) // 2])
    for letter, count in (("名", 200), ("求", 200), ("取", 200)):
        assert first.count(letter) >= count
    assert first.count("补发") == NARRATIVE[:3000].count("补发")


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
def test_type_is_never_under_nine_points(form: Any) -> None:
    pdf = catalogue.render_form(form)
    for number in range(len(read(pdf))):
        with page_of(pdf, number) as page:
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                size = ctypes.c_float()
                pdfium.FPDFTextObj_GetFontSize(item, size)
                assert size.value >= 9


@pytest.mark.parametrize("form", FORMS, ids=lambda form: type(form).__name__)
def test_no_identity_number_can_come_onto_these_papers(form: Any) -> None:
    fields = set(catalogue.to_data(form))
    assert not {field for field in fields if re.search("ident|card|birth", field)}
    if catalogue.kind_of(form).code == "rating_sheet":
        assert not fields & {"name", "phone", "applicant"}


def test_a_referral_slip_has_its_receipt_on_the_last_page_only() -> None:
    pages = words(slip(summary=NARRATIVE))
    assert len(pages) > 2
    assert "我单位已经收到" in pages[-1]
    assert not any("我单位已经收到" in page for page in pages[:-1])


def test_a_list_counts_originals_and_leaves_room_to_sign_for_each() -> None:
    first, second = read(catalogue.render_form(listed()))
    assert "3种15份，其中原件1份" in first.words
    rows = [path.box for path in second.paths if path.box.left == pytest.approx(18, abs=0.3) and path.box.bottom > 75]
    assert sum(box.bottom - box.top >= 11 - 0.3 for box in rows) >= 3


def test_each_scale_has_its_own_page_levels_and_boxes() -> None:
    service, petition = read(catalogue.render_form(sheet(scales=(SERVICE, PETITION))))
    assert "政务服务评价单" in service.words
    assert "信访事项满意度评价单" in petition.words
    assert "非常满意" not in petition.words

    def boxes(page: Any) -> int:
        side = 4.96
        return sum(
            path.box.right - path.box.left == pytest.approx(side, abs=0.1)
            and path.box.bottom - path.box.top == pytest.approx(side, abs=0.1)
            for path in page.paths
        )

    # Items times levels, and 愿意 and 不愿意.
    assert (boxes(service), boxes(petition)) == (4 * 5 + 2, 3 + 2)


def test_a_sentence_that_the_station_made_very_long_leaves_no_page_and_covers_nothing() -> None:
    """What a chief may do to the words must not break the paper."""
    shipped = wording("one_time_notice")
    longer = {
        key: sentence if key in ("title", "page", "number") or "{" in sentence else sentence * 6
        for key, sentence in shipped.sentences.items()
    }
    for form in (notice(), notice(owed=OWED * 9)):
        for page in read(catalogue.render_form(form, Wording(1, longer))):
            for character in page.characters:
                assert character.box.left >= 3
                assert character.box.right <= page.width - 3
                assert character.box.bottom <= page.height - 3


_owed = st.lists(st.builds(OwedPaper, *[st.text(max_size=40)] * 5), max_size=3).map(tuple)


@settings(max_examples=25)
@given(st.builds(notice, owed=_owed, process=st.text(max_size=300), applicant=st.text(max_size=60)))
def test_any_notice_can_be_drawn_and_goes_through_json_and_back(form: OneTimeNotice) -> None:
    data = json.loads(json.dumps(catalogue.to_data(form)))
    assert catalogue.from_data("one_time_notice", data) == form
    assert catalogue.render("one_time_notice", data) == catalogue.render_form(form)
