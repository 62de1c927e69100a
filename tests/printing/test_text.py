"""避头尾 and the widths of lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing import fonts
from printing.text import (
    NO_END,
    NO_START,
    POINTS_PER_MM,
    Span,
    Style,
    fit,
    lay_out,
    line_width,
    spread,
    text_width,
    wrap,
)

BODY = Style("serif", 10)
BOLD = Style("sans-bold", 10)

# As staff type it: clauses, numbers, names, at most two marks in a row.
_clause = st.text("本人自一九八七年入伍在部队服役期间因训练致残经医院鉴定为级伤退役𬭎", min_size=1, max_size=12)
_number = st.sampled_from(
    ["0731-85550199", "LF20261124-008", "3260.00", "2026年11月24日", "GB 18030", "7人", "<b>&amp;"]
)
_mark = st.sampled_from(
    [*"，。、；：？！”’）》〉】」…", "——", "……", "。”", "）。", "》，", "，“", "：《", "（", "《", "“", " "]
)
_narrative = st.lists(st.tuples(st.one_of(_clause, _number), _mark)).map(
    lambda parts: "".join(clause + mark for clause, mark in parts)
)


def measured(character: str) -> float:
    return fonts.width(character, "serif", 10)


def without_blanks(text: str) -> str:
    return "".join(text.split())


@given(_narrative, st.floats(min_value=160, max_value=600))
def test_no_line_begins_or_ends_with_a_forbidden_mark(text: str, width: float) -> None:
    lines = wrap(text, width, measured)
    for line in lines[1:]:
        assert line[:1] not in NO_START, lines
    for line in lines[:-1]:
        assert line[-1:] not in NO_END, lines
    assert all(fonts.width(line, "serif", 10) <= width + 1e-6 for line in lines)
    assert without_blanks("".join(lines)) == without_blanks(text)


@given(_narrative, st.floats(min_value=50, max_value=200))
def test_laid_out_lines_keep_the_rules_in_mixed_styles(text: str, width: float) -> None:
    half = len(text) // 2
    lines = lay_out([Span(text[:half], BOLD), Span(text[half:], BODY)], width)
    plain = ["".join(part for part, _ in line) for line in lines]
    assert all(line[:1] not in NO_START for line in plain[1:]), plain
    assert all(line[-1:] not in NO_END for line in plain[:-1]), plain
    # Only the blank half of a mark that would close up with the next one may hang over.
    blank = BODY.em / 2
    for line, text_of_line in zip(lines, plain, strict=True):
        assert line_width(line) <= width + (blank if text_of_line[-1:] in NO_START else 0) + 0.01
    assert without_blanks("".join(plain)) == without_blanks(text)


@given(st.text(), st.floats(min_value=1, max_value=300))
def test_any_text_is_wrapped_without_loss(text: str, width: float) -> None:
    lines = wrap(text, width, measured)
    assert without_blanks("".join(lines)) == without_blanks(fonts.visible(text))
    assert all(len(line) <= 1 or fonts.width(line, "serif", 10) <= width + 1e-6 for line in lines)


def test_line_ends_are_kept() -> None:
    assert wrap("甲\n\n乙\r\n丙", 100, measured) == ["甲", "", "乙", "丙"]


def test_numbers_stay_whole_while_they_fit() -> None:
    assert wrap("电话0731-85550199转", 75, measured) == ["电话", "0731-85550199", "转"]
    assert wrap("0731855501990731", 40, measured) == ["0731855", "5019907", "31"]
    assert wrap("共计来访7人", 55, measured) == ["共计来访", "7人"]


def test_a_blank_at_a_break_is_dropped_and_never_begins_a_line() -> None:
    assert wrap("甲乙丙 丁", 30, measured) == ["甲乙丙", "丁"]
    assert wrap("甲乙 丙丁", 30, measured) == ["甲乙", "丙丁"]


def test_the_rules_give_way_only_where_nothing_else_is_left() -> None:
    assert wrap("。" * 7, 30, measured) == ["。。。", "。。。", "。"]
    assert wrap("（（（（", 20, measured) == ["（（", "（（"]


def test_a_dash_of_two_stays_whole() -> None:
    assert wrap("甲乙——丙", 29, measured) == ["甲", "乙——", "丙"]


def test_marks_close_up() -> None:
    em = BODY.size / POINTS_PER_MM
    assert text_width("甲”，", BODY) == pytest.approx(2.5 * em)
    assert text_width("甲，“乙", BODY) == pytest.approx(3.5 * em)
    assert text_width("《（甲", BODY) == pytest.approx(2.5 * em)
    assert text_width("甲，乙", BODY) == pytest.approx(3 * em)


def test_letter_space_stands_between_letters_only() -> None:
    em = BODY.size / POINTS_PER_MM
    spaced = spread("地址", 4 * em, BODY)
    assert text_width("地址", spaced) == pytest.approx(4 * em)
    assert spread("址", 4 * em, BODY) == BODY
    assert spread("投诉电话", 2 * em, BODY).spacing == 0


def test_a_cut_is_seen() -> None:
    em = BODY.size / POINTS_PER_MM
    assert fit("来访登记", 4 * em, BODY) == "来访登记"
    assert fit("来访登记回执", 4 * em, BODY) == "来访登…"
    assert fit("来（访登记回执", 3 * em, BODY) == "来…"
    assert fit("甲\n乙", 4 * em, BODY) == "甲 乙"


def test_plain_text_needs_a_style() -> None:
    with pytest.raises(ValueError, match="style"):
        lay_out("来访", 10)


def test_hours_stay_whole() -> None:
    """A span of numbers is one word as long as it finds a line to stand on."""
    lines = wrap("长沙市天心区碧湘街 00 号　工作日9:00—17:00", 26, lambda character: 1.0)
    assert lines == ["长沙市天心区碧湘街 00 号　工作日", "9:00—17:00"]
