"""Which face draws what, and that nothing undrawable stays unseen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.glyphs import undrawable
from printing import fonts
from printing.fonts import Face
from tests.printing.papers import RARE

FACES: tuple[Face, ...] = ("serif", "serif-bold", "sans", "sans-bold")


@pytest.mark.parametrize("face", FACES)
def test_rare_characters_are_drawn_in_every_face(face: Face) -> None:
    assert fonts.missing(RARE) == ""
    assert "".join(part for _, part in fonts.runs(RARE, face)) == RARE


def test_the_asked_for_face_comes_first_and_the_chain_after() -> None:
    # U+2A6D6 stands in HanaMinB alone, U+30EDE in Noto Sans SC alone.
    assert fonts.runs("李\U0002a6d6四\U00030ede", "serif-bold") == [
        ("NotoSerifSC-Bold", "李"),
        ("HanaMinB", "\U0002a6d6"),
        ("NotoSerifSC-Bold", "四"),
        ("NotoSansSC-Regular", "\U00030ede"),
    ]


def test_an_undrawable_character_is_named_and_drawn_as_its_code_point() -> None:
    assert fonts.missing("张😀三😀🎖") == "😀🎖"
    assert fonts.visible("张😀三") == "张〔U+1F600〕三"
    assert fonts.visible("\ud800") == "〔U+D800〕"
    assert fonts.visible("葛\U000e0100") == "葛〔U+E0100〕"


def test_what_has_no_look_of_its_own_is_left_out() -> None:
    assert fonts.visible("张\u200d三\ufeff\x00\x07❤\ufe0f"[:-2]) == "张三"
    assert fonts.missing("张\u200d三\ufeff") == ""


def test_line_ends_and_blanks() -> None:
    assert fonts.visible("甲\r\n乙\r丙\u2028丁\t戊\u00a0己\u3000庚") == "甲\n乙\n丙\n丁 戊 己\u3000庚"
    assert fonts.runs("甲\n乙", "serif") == [("NotoSerifSC-Regular", "甲 乙")]


def test_width_is_in_points() -> None:
    assert fonts.width("来访", "serif", 10) == 20.0
    assert fonts.width("", "serif", 10) == 0.0


@given(st.text())
def test_visible_text_is_always_drawable_and_stays_as_it_is(text: str) -> None:
    shown = fonts.visible(text)
    assert fonts.visible(shown) == shown
    assert fonts.missing(shown) == ""
    for face in FACES:
        assert "".join(part for _, part in fonts.runs(shown, face)) == shown.replace("\n", " ")


@given(st.characters(exclude_categories=("Cc", "Cf", "Mn", "Zl", "Zp")))
def test_paper_and_entry_check_agree(character: str) -> None:
    assert fonts.missing(character) == ("" if unicodedata.category(character) == "Zs" else undrawable(character))
