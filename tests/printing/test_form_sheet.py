"""The frame of the forms, and the three sheets about a visit: pages counted and coded, every value there, marks."""

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing import catalogue
from printing.blocks import Cell, Row
from printing.flow import Block, Drawing, Table
from printing.form_sheet import FRAME_WORDS, MARGIN, FormData, Head, first_room, page_code, render_copies, render_form
from printing.readback import codes
from printing.text import Style
from printing.wording import Wording, shipped
from printing.written_rows import Blanks, Choices
from system.paths import resource
from tests.printing.papers import HOSTILE, HUMAN_CODE, NAME_60, NARRATIVE, STATION
from tests.printing.reading import Box, ReadPage, read
from tests.printing.samples.receipt_slip import SIGNED
from tests.printing.samples.visit_sheets import (
    CLAIM,
    EARLIER,
    FACTS,
    PETITION,
    QUESTION,
    REASONS,
    REPRESENTATIVES,
    SAMPLES,
    SPOKEN,
    group_sheet,
    member,
    oral_record,
    visit_sheet,
)

WORDS = shipped("visit_sheet")[-1]
STYLE = Style("serif", 10, 14)
FRAME = FormData(station_name=STATION, number="LF20261124-008", operator="王静", printed_at="10时", qr_text=SIGNED)
HEAD = Head("标题", "编号：LF20261124-008")
# The thirty fields of the 来访登记表 in their order.
HEADINGS = [
    *("登记编号", "来访时间", "接待地点", "来访形式", "姓名", "性别", "民族", "出生日期", "证件类型", "证件号码"),
    *("联系电话", "户籍地址", "现住址（送达）", "人员类别", "优待证/退役证", "随访人员", "事项类别", "主要诉求"),
    *("事实和理由", "以往反映处理", "提交材料", "接待人", "首问责任人", "当场处理意见", "告知方式文书"),
    *("来访人阅签", "接待人签名", "离开时间", "满意度", "备注"),
]
SHEETS = {"visit_sheet": visit_sheet, "group_sheet": group_sheet, "oral_record": oral_record}


def filler(height: float) -> Block:
    return Drawing(height, lambda sheet, top: sheet.text(MARGIN, top + 5, "块", STYLE))


def pages_of(form: Any) -> tuple[ReadPage, ...]:
    return read(catalogue.render_form(form))


def words_of(form: Any) -> str:
    return "".join(page.words for page in pages_of(form))


# ---------------------------------------------------------------------------------------------------------- frame


def test_the_first_page_takes_what_it_says_and_not_a_millimetre_more() -> None:
    for name in (STATION, STATION * 4):
        data = replace(FRAME, station_name=name)
        room = first_room(data)
        assert len(read(render_form(data, WORDS, HEAD, [filler(room)]))) == 1
        assert len(read(render_form(data, WORDS, HEAD, [filler(room - 20), filler(20.1)]))) == 2


def test_each_page_is_counted_named_and_carries_its_own_code() -> None:
    data = replace(FRAME, human_code=HUMAN_CODE, more_codes=(f"{SIGNED}2", f"{SIGNED}3"))
    pdf = render_form(data, WORDS, HEAD, [filler(200)] * 3)
    pages = read(pdf)
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert f"第{number}页 共3页" in page.words
        for text in (STATION, "标题", "LF20261124-008", HUMAN_CODE, "王静"):
            assert text in page.words
        assert codes(pdf, number - 1) == (page_code(data, number),)
    assert len({page_code(data, number) for number in (1, 2, 3)}) == 3
    assert page_code(data, 4) == SIGNED


def test_parts_are_counted_by_themselves() -> None:
    pages = read(render_copies(FRAME, WORDS, [(HEAD, [filler(200), filler(200)]), (HEAD, [filler(10)])]))
    assert [page.words.split("第")[1][:1] + page.words.split("共")[1][:1] for page in pages] == ["12", "22", "11"]


def test_what_belongs_on_each_page_stands_there_and_takes_its_room() -> None:
    foot = Drawing(12, lambda sheet, top: sheet.text(MARGIN, top + 6, "逐页签名", STYLE))
    room = first_room(FRAME)
    pages = read(render_form(FRAME, WORDS, HEAD, [filler(room - 11)], each_page=foot))
    assert len(pages) == 2
    assert all("逐页签名" in page.words for page in pages)
    (page,) = read(render_form(FRAME, WORDS, HEAD, [filler(room - 12)], each_page=foot))
    assert "逐页签名" in page.words


@pytest.mark.parametrize("name", SHEETS)
def test_marks_stand_on_every_page_and_a_void_sheet_stays_legible(name: str) -> None:
    long = SAMPLES[f"{name}_long"]
    plain = pages_of(long)
    marked = pages_of(replace(long, reprint=7, correction=3, void=True))
    assert len(plain) == len(marked) > 1
    for before, after in zip(plain, marked, strict=True):
        squeezed = after.words.replace(" ", "")
        assert squeezed.count("补印7") == 1
        assert squeezed.count("更正3") == 1
        assert squeezed.count("作废") == 2
        assert "作废" not in before.words
        assert [line for line in before.text.split("\r\n") if line not in after.text] == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_form_has_the_words_of_the_frame_and_a_label_for_each_of_its_own(name: str) -> None:
    table = tomllib.loads(resource("forms", f"{name}.toml").read_text(encoding="utf-8"))
    words = shipped(name)[-1]
    assert set(FRAME_WORDS) <= set(words.sentences)
    assert set(table["labels"]) <= set(words.sentences)
    assert set(words.sentences) - set(table["labels"]) <= set(FRAME_WORDS)
    for key, places in table["required"].items():
        assert all(f"{{{place}}}" in words[key] for place in places)
        assert set(places) <= set(table["places"])


# --------------------------------------------------------------------------------------------- boxes and blanks


def test_choices_break_between_words_and_cut_what_is_longer_than_a_line() -> None:
    few = Choices(20, 100, (("首次", True), ("重复", False), ("方式", None)), STYLE)
    many = Choices(20, 40, (("首次", True), ("重复", False), ("方式", None), ("集体", True)), STYLE)
    assert few.height == pytest.approx(STYLE.pitch)
    assert many.height == pytest.approx(2 * STYLE.pitch)
    assert Choices(20, 40, (), STYLE).height == pytest.approx(STYLE.pitch)
    (page,) = read(render_form(FRAME, WORDS, HEAD, [few, Choices(20, 40, ((HOSTILE * 9, True),), STYLE)]))
    assert all(box.box.right <= 192.1 for box in page.paths if not box.filled)
    assert "首次" in page.words


def test_a_ticked_box_has_one_line_more_than_an_empty_one() -> None:
    def strokes(*ticks: bool) -> int:
        options = tuple((str(place), tick) for place, tick in enumerate(ticks))
        (page,) = read(render_form(FRAME, WORDS, HEAD, [Choices(20, 100, options, STYLE)]))
        return len(page.paths)

    assert strokes(True, False, True) - strokes(False, False, False) == 2


def test_blanks_share_the_line_and_never_leave_it() -> None:
    for captions in ((("签名：", True), ("日期", False)), ((HOSTILE * 5, True), (HOSTILE, True), (NAME_60, False))):
        (page,) = read(render_form(FRAME, WORDS, HEAD, [Blanks(20, 150, captions, STYLE)]))
        rules = [path.box for path in page.paths if not path.filled]
        assert len(rules) == sum(ruled for _, ruled in captions)
        assert all(20 <= rule.left < rule.right - 5 and rule.right <= 170.1 for rule in rules)


def test_a_table_of_the_frame_is_as_high_as_it_says() -> None:
    rows = tuple(Row((Cell(MARGIN, 174, (), STYLE),), 10, 1) for _ in range(4))
    (page,) = read(render_form(FRAME, WORDS, HEAD, [Table(rows)]))
    frame = max((path.box for path in page.paths if not path.filled), key=lambda box: box.bottom - box.top)
    assert frame.bottom - frame.top == pytest.approx(40, abs=1)


# ----------------------------------------------------------------------------------------------------- 来访登记表


def test_every_field_of_a_visit_sheet_reads_back_in_its_order() -> None:
    (page,) = pages_of(visit_sheet(note="补登：停电"))
    squeezed = page.words.replace(" ", "")
    places = [squeezed.index(heading) for heading in HEADINGS]
    assert len(HEADINGS) == 30
    assert places == sorted(places)
    form = SAMPLES["visit_sheet"]
    for value in (form.visited_at, form.place, form.name, form.identity, form.phone, form.card, form.guests):
        assert value in page.words
    for value in (
        CLAIM,
        FACTS,
        REASONS,
        EARLIER,
        PETITION.outcome,
        form.materials.split("　")[1],
        form.told[0],
        "停电",
    ):
        assert value in page.words


def test_a_usual_visit_stays_on_one_page_and_two_matters_do_too() -> None:
    assert len(pages_of(visit_sheet())) == 1
    (page,) = pages_of(visit_sheet(matters=(PETITION, QUESTION)))
    assert "事项1 类别" in page.words
    assert f"事项2：{QUESTION.outcome}" in page.words
    assert page.words.count("事实和理由") == 1


def test_what_is_no_petition_strikes_the_parts_of_one() -> None:
    (page,) = pages_of(visit_sheet(matters=(QUESTION,)))
    assert page.words.count("/") == pages_of(visit_sheet())[0].words.count("/") + 2


def test_the_boxes_are_ticked_only_where_the_program_knows() -> None:
    def strokes(**changes: Any) -> int:
        (page,) = pages_of(visit_sheet(**changes))
        return len(page.paths)

    usual = strokes()
    assert strokes(first=False) == usual - 1
    assert strokes(again=True) == usual + 1
    assert strokes(ratings=()) == usual - 4  # three boxes and a tick
    assert strokes(told=()) == usual - 1


@pytest.mark.parametrize("name", ["visit_sheet", "oral_record"])
def test_ten_thousand_characters_flow_without_loss(name: str) -> None:
    """Every stretch between the repeated parts of the pages is there, in order, and nothing more."""
    form: Any = (
        visit_sheet(matters=(replace(PETITION, claim=NARRATIVE, facts="", reasons="", earlier=""),))
        if name == "visit_sheet"
        else oral_record(matters=(replace(SPOKEN, claim=NARRATIVE, facts="", reasons="", earlier=""),))
    )
    pages = pages_of(form)
    assert len(pages) > 5
    left = 48 if name == "visit_sheet" else 17
    body = [
        character.text
        for number, page in enumerate(pages)
        for character in page.characters
        if character.box.left > left and character.box.top > 26 and character.box.bottom < 256 and number < len(pages)
    ]
    text = "".join(body).replace(" ", "").replace("\r", "").replace("\n", "")
    for mark in ("反映人逐页签名、捺印：", "主要诉求"):
        text = text.replace(mark, "")
    assert NARRATIVE.replace(" ", "") in text


# -------------------------------------------------------------------------------------------------- 代表登记表


def test_every_value_of_a_group_sheet_reads_back() -> None:
    first, annex = pages_of(group_sheet())
    form = SAMPLES["group_sheet"]
    for value in (form.visited_at, form.place, form.cases, form.matter, "7人", form.told[0], "不超过5人"):
        assert value in first.words
    for one in REPRESENTATIVES:
        for value in (one.name, one.identity, one.phone, one.address):
            assert value in first.words
    assert "以上3人由到场人员共同推选" in first.words
    assert "4人，名单见附页；未留姓名的2人" in first.words
    assert "附页　其余人员名单（2人）" in annex.words.replace(" ", "　")
    assert "买买提·吐尔逊" in annex.words
    assert "买买提·吐尔逊" not in first.words


def test_unused_lines_are_struck_only_where_the_representatives_are_chosen() -> None:
    def struck(**changes: Any) -> int:
        return pages_of(group_sheet(companions=(), **changes))[0].words.count("/")

    assert struck() == 12
    assert struck(chosen=False) == 0
    assert struck(representatives=tuple(member() for _ in range(5))) == 0


def test_a_group_without_a_list_has_no_annex() -> None:
    (page,) = pages_of(group_sheet(companions=(), others=6))
    assert "6人；未留姓名的6人" in page.words
    assert "附页" not in page.words


def test_a_long_annex_repeats_its_heading() -> None:
    form = group_sheet(companions=tuple(member(name=f"张{place}") for place in range(60)), others=60)
    _, *annex = pages_of(form)
    assert len(annex) > 1
    assert all("证件号码" in page.words for page in annex)
    listed = "".join(page.words for page in annex)
    assert all(f"张{place}同来人" in listed.replace(" ", "") for place in range(60))


# ------------------------------------------------------------------------------------------------ 口头信访记录


def test_every_value_of_an_oral_record_reads_back() -> None:
    (page,) = pages_of(oral_record())
    form = SAMPLES["oral_record"]
    for value in (
        form.day,
        form.place,
        form.recorder,
        form.name,
        form.identity,
        form.phone,
        form.address,
        form.present,
    ):
        assert value in page.words
    for value in (CLAIM, FACTS, REASONS, EARLIER, "以往反映及处理情况", "与我所说一致。"):
        assert value in page.words


def test_the_petitioner_signs_each_page() -> None:
    pages = pages_of(SAMPLES["oral_record_long"])
    assert len(pages) > 3
    for page in pages:
        assert page.words.count("反映人逐页签名、捺印：") == 1
        rules = [path.box for path in page.paths if not path.filled and path.box.bottom - path.box.top < 0.5]
        assert any(rule.right - rule.left > 40 and 250 < rule.top < 256 for rule in rules)
    assert sum("反映人签名、捺印：" in page.words for page in pages) == 1


def test_what_was_not_told_says_so_and_a_second_petition_is_numbered() -> None:
    words = words_of(oral_record(matters=(replace(SPOKEN, earlier=""), SPOKEN)))
    assert words.count("未说明。") == 1
    assert "信访事项1（抚恤优待）" in words
    assert "信访事项2（抚恤优待）" in words
    assert "信访事项（抚恤优待）" in words_of(oral_record())


@pytest.mark.parametrize("name", SHEETS)
def test_no_value_is_read_as_anything_but_text(name: str) -> None:
    words = words_of(SAMPLES[f"{name}_hostile"])
    assert words.count(HOSTILE) >= 4
    assert isinstance(SAMPLES[name], FormData)
    assert isinstance(WORDS, Wording)


@pytest.mark.parametrize("name", SHEETS)
def test_data_survive_the_register_and_draw_the_same_bytes(name: str) -> None:
    form = SAMPLES[name]
    data = catalogue.to_data(form)
    assert catalogue.from_data(name, data) == form
    assert catalogue.render(name, data | {"wording": 1}) == catalogue.render_form(form)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(SHEETS)), st.text(max_size=120), st.text(max_size=700))
def test_any_text_is_drawn_inside_the_page(name: str, short: str, long: str) -> None:
    changes: dict[str, dict[str, Any]] = {
        "visit_sheet": {"guests": long, "matters": (replace(PETITION, claim=long, facts=short),)},
        "group_sheet": {"matter": long, "companions": (member(name=short, address=long),)},
        "oral_record": {"present": short, "matters": (replace(SPOKEN, claim=long, reasons=short),)},
    }
    for page in pages_of(SHEETS[name](station_name=short, operator=short, place=short, **changes[name])):
        safe = Box(3, 3, page.width - 3, page.height - 3)
        assert all(character.box.inside(safe, 0) for character in page.characters)
