"""Snippets: what one must hold, how it is found, and that the shipped ones are good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.glyphs import undrawable_sentence
from domain.pinyin import readings
from domain.snippet_rules import (
    CODE,
    EXACT,
    NOT,
    TITLE,
    WORDS,
    SnippetForm,
    check_snippet,
    fit,
    shipped_snippets,
    tidy_snippet,
)
from domain.tables import limit
from domain.vocabulary import MatterKind

GOOD = SnippetForm(code="ygzsx", title="已告知事项", text="已向来访人说明办理程序。")


def form(**values: object) -> SnippetForm:
    given_values = {"code": GOOD.code, "title": GOOD.title, "text": GOOD.text} | values
    return SnippetForm(**given_values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"code": " "}, "code", "还没有短码"),
        ({"code": "已告知"}, "code", "只能用字母和数字"),
        ({"code": "y-g"}, "code", "只能用字母和数字"),
        ({"code": "y" * 21}, "code", "最多 20 个"),
        ({"title": "\x00\n"}, "title", "还没有写标题"),
        ({"title": "长" * 61}, "title", "最多 60 个"),
        ({"text": " \n\t"}, "text", "还没有写内容"),
        ({"text": "长" * 10_001}, "text", "有 10001 个字，最多 10000 个。请删短一些。"),
    ],
)
def test_what_is_no_snippet_is_said_under_its_field(change: dict[str, object], field: str, sentence: str) -> None:
    faults = check_snippet(form(**change))
    assert list(faults) == [field]
    assert sentence in faults[field]


@pytest.mark.parametrize("text", ["长" * 10_000, "𬭎" * 10_000, "<b>&{x}%s\n第二行", "“（《【"])
def test_a_text_as_long_as_its_field_is_taken_word_for_word(text: str) -> None:
    assert check_snippet(form(text=text)) == {}
    assert tidy_snippet(form(text=text)).text == text


def test_a_code_is_small_and_half_width() -> None:
    assert tidy_snippet(form(code="　ＹＧ zsX1 ")).code == "ygzsx1"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=300))
def test_tidying_twice_changes_nothing_more(code: str, title: str, text: str) -> None:
    once = tidy_snippet(SnippetForm(code=code, title=title, text=text))
    assert tidy_snippet(once) == once
    assert not any(character in once.title for character in "\n\r\t\x00")


# ------------------------------------------------------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("query", "how"),
    [
        ("ygzsx", EXACT),
        ("ＹＧＺＳＸ", EXACT),
        ("ygz", CODE),
        ("gzsx", TITLE),
        ("gaozhi", TITLE),
        ("告知", TITLE),
        ("办理程序", WORDS),
        ("来访人 说明", WORDS),
        ("光荣牌", NOT),
        ("", NOT),
        (" \x00", NOT),
    ],
)
def test_a_snippet_is_found_by_code_sound_and_words(query: str, how: int) -> None:
    assert fit(query, GOOD.code, GOOD.title, GOOD.text) == how


def test_words_at_the_end_of_a_long_text_are_found() -> None:
    assert fit("结尾的话", "x", "长文", "长" * 9_990 + "结尾的话") == WORDS
    assert fit("界在这里", "x", "长文", "长" * 118 + "界在这里") == WORDS


# ------------------------------------------------------------------------------------------------------- shipped ones


def test_there_are_enough_of_them_for_every_kind() -> None:
    kinds = [shipped.kind for shipped in shipped_snippets().values()]
    assert len(kinds) >= 20
    assert all(kinds.count(kind) >= 3 for kind in (None, *MatterKind) if kind is not MatterKind.OTHER)


@pytest.mark.parametrize("code", shipped_snippets())
def test_a_shipped_one_is_whole_and_called_by_the_initials_of_its_title(code: str) -> None:
    shipped = shipped_snippets()[code]
    assert check_snippet(shipped) == {}
    assert tidy_snippet(shipped) == shipped
    ways = readings(shipped.title)
    assert len(code) == len(ways)
    assert all(letter in {way[0] for way in syllable} for letter, syllable in zip(code, ways, strict=True))
    assert undrawable_sentence(shipped.text) == undrawable_sentence(shipped.title) == ""
    assert len(shipped.text) < limit("narrative") / 10
    assert shipped.text.endswith("。")
