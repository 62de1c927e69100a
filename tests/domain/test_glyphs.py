"""The table of drawable characters is what the shipped fonts really hold."""

import pytest

from domain.glyphs import undrawable, undrawable_sentence


@pytest.mark.parametrize(
    "text",
    [
        "䶮㛃𬭎𫖮𠅤𣲘𡐓龑",
        "长沙市天心区 0731-8555〔2026〕47号，《信访工作条例》第二十条：“甲”、‘乙’……",
        "<b>&amp;@#%￥ ABC xyz ①②Ⅷ ℃ ㎡ ·",
        " \u3000\u00a0\n\t",
        "",
    ],
)
def test_drawn(text: str) -> None:
    assert undrawable(text) == ""
    assert undrawable_sentence(text) == ""


def test_undrawable_characters_come_once_and_in_order() -> None:
    assert undrawable("王😀\ue000李😀") == "😀\ue000"


def test_characters_that_only_some_faces_draw_are_not_promised() -> None:
    # Noto Sans SC and HanaMinB lack U+9FFF, which Noto Serif SC has: on the screen it would be a box.
    assert undrawable("\u9fff") == "\u9fff"


def test_the_ends_of_ranges() -> None:
    assert undrawable("\U00020000\U0002a6d6") == ""
    assert undrawable("\U0010ffff") == "\U0010ffff"
    assert undrawable("\x01") == "\x01"
