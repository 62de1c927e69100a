"""Names: 民委发〔2016〕33号 for the dot and the length, GB 18030-2022 for the characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import check_name, mask_name, normalise_name, split_names, surname

RARE = "䶮㛃𬭎𫖮𠅤𣲘𡐓"


@pytest.mark.parametrize("dot", list("·•．・‧∙⋅●"))
def test_every_dot_becomes_the_one_of_the_standard(dot: str) -> None:
    assert normalise_name(f"阿依古丽{dot}买买提") == "阿依古丽\u00b7买买提"
    assert normalise_name(f" 阿依古丽 {dot} 买买提{dot} ") == "阿依古丽\u00b7买买提"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("张　三", "张三"),
        (" 张  三\n", "张三"),
        ("欧阳\t娜", "欧阳娜"),
        ("John  Smith", "John Smith"),
        ("张三 Smith", "张三 Smith"),
        ("李\u200b四\ufe00\U000e0100", "李四"),
        ("e\u0301", "é"),
        ("李\x00四", "李四"),
        ("李\ue863", "李䶮"),
        ("\ue81e", "\u9fb4"),
        ("<b>&amp;", "<b>&amp;"),
        ("·", ""),
    ],
)
def test_normalise(raw: str, name: str) -> None:
    assert normalise_name(raw) == name


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise_name(text)
    assert normalise_name(once) == once


@pytest.mark.parametrize("name", [*(f"李{character}" for character in RARE), RARE, "<b>&amp;", "O'Brien", "李1"])
def test_names_that_are_legal(name: str) -> None:
    reading = check_name(name)
    assert (reading.text, reading.message) == (name, "")


@pytest.mark.parametrize("dot", list("·•．・"))
def test_sixty_characters_are_legal_and_sixty_one_are_not(dot: str) -> None:
    name = dot.join(["阿卜杜热合曼江"] * 7) + "古丽米热"
    sixty = name + "江" * (60 - len(name))
    assert check_name(sixty).message == ""
    assert len(check_name(sixty).text) == 60
    assert "61 个字，最多 60 个" in check_name(sixty + "江").message


def test_rare_characters_count_once() -> None:
    assert check_name("𬭎" * 60).message == ""


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("李😀", "“😀”（U+1F600）"),
        ("李\U00031350", "（U+31350）"),
        ("\ue000", "（U+E000）"),
    ],
)
def test_what_no_font_draws_is_named(name: str, named: str) -> None:
    message = check_name(name).message
    assert named in message
    assert "没有字形" in message


def test_many_undrawable_characters_are_counted() -> None:
    assert "等 4 个字" in check_name("😀😁😂😃😀").message


@pytest.mark.parametrize("raw", ["", "  ", "\n", "\u3000"])
def test_a_name_is_wanted(raw: str) -> None:
    assert "还没有姓名" in check_name(raw).message


@pytest.mark.parametrize(
    ("name", "family", "masked"),
    [
        ("李龑", "李", "李*"),
        ("欧阳建国", "欧阳", "欧阳*"),
        ("欧阳", "欧", "欧*"),
        ("尉迟恭", "尉迟", "尉迟*"),
        ("长孙无忌", "长孙", "长孙*"),
        ("阿依古丽·买买提", "阿", "阿*"),
        ("司马·买买提", "司", "司*"),
        ("𬭎某", "𬭎", "𬭎*"),
        ("李", "李", "李*"),
        ("", "", ""),
    ],
)
def test_surname_and_mask(name: str, family: str, masked: str) -> None:
    assert surname(name) == family
    assert mask_name(name) == masked


def test_former_names() -> None:
    assert split_names("李四、王 五,赵六；;  \n钱•七") == ("李四", "王五", "赵六", "钱·七")
