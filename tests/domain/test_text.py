"""Words stay as they were given; only what can't be kept goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import compact, in_one_line, several_lines, shortened, single_line

VERBATIM = "<b>&amp;</b> 😀👨‍👩‍👧 \"'%s{0}' 𬭎𠅤 a\u0301 ­"


@pytest.mark.parametrize("clean", [single_line, several_lines])
def test_markup_emoji_and_rare_characters_stay(clean: object) -> None:
    assert callable(clean)
    assert clean(VERBATIM) == VERBATIM.strip()


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("碧湘社区\n晏家塘 12 号", "碧湘社区 晏家塘 12 号"),
        ("a\r\n\t b\u2028c\u0085d\x0be", "a b c d e"),
        ("  头尾  ", "头尾"),
        ("a \u3000\n\u3000 b", "a b"),
        ("两个  空格", "两个  空格"),
        ("a\x00b\x07c\x7fd\x9be", "abcde"),
        ("a\ud800b\ufffec\U0001ffff", "abc"),
        ("\n\r\n", ""),
    ],
)
def test_single_line(raw: str, clean: str) -> None:
    assert single_line(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("一\r\n二\r三\u2028四\u2029五", "一\n二\n三\n四\n五"),
        ("\n一\n\n二\n", "一\n\n二"),
        ("表\t格", "表\t格"),
        ("a\x00b\x1bc\ud800", "abc"),
    ],
)
def test_several_lines(raw: str, clean: str) -> None:
    assert several_lines(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [("１２３　Ｘ", "123X"), ("1 2\u00a03\u200b4\ufeff", "1234"), ("（0731）", "(0731)"), ("1\x002", "12")],
)
def test_compact(raw: str, clean: str) -> None:
    assert compact(raw) == clean


def test_running_text_fits_one_line() -> None:
    assert in_one_line("  伤残 抚恤金\r\n\n差额\t\u3000咨询 ") == "伤残 抚恤金 差额 咨询"


@pytest.mark.parametrize(("text", "short"), [("", ""), ("四个字呢", "四个字呢"), ("五个字啦哦", "五个字…")])
def test_what_is_too_long_ends_in_dots(text: str, short: str) -> None:
    assert shortened(text, 4) == short


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_can_be_stored(text: str) -> None:
    for clean in (single_line, several_lines, compact):
        once = clean(text)
        assert clean(once) == once
        once.encode("utf-8")
        assert "\x00" not in once
    assert len(single_line(text).splitlines()) <= 1


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"])))
def test_all_other_text_stays_word_for_word(text: str) -> None:
    assert single_line(text) == text.strip()
