"""Readings of names: surnames first by table, the others as the dictionary has them."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pinyin import order_key, readings
from domain.tables import table

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("张建国", "zhang jian guo"),
        ("单雄信", "shan xiong xin"),
        ("仇英", "qiu ying"),
        ("曾国藩", "zeng guo fan"),
        ("查良镛", "zha liang yong"),
        ("区寄", "ou ji"),
        ("朴正", "piao zheng"),
        ("翟让", "zhai rang"),
        ("缪荃孙", "miao quan sun"),
        ("覃勇", "qin yong"),
        ("尉迟恭", "yu chi gong"),
        ("长孙无忌", "zhang sun wu ji"),
        ("万俟卨", "mo qi xie"),
        ("解缙", "xie jin"),
        ("盖叫天", "gai jiao tian"),
        ("任弼时", "ren bi shi"),
        ("吕布", "lv bu"),
        ("李䶮", "li yan"),
        ("王𬭎", "wang hong"),
        ("李曾", "li ceng"),
        ("Tom·李", "tom li"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti"),
        ("李<b>2", "li b 2"),
        ("·", ""),
        ("", ""),
    ],
)
def test_the_usual_reading(name: str, usual: str) -> None:
    assert " ".join(ways[0] for ways in readings(name)) == usual


@pytest.mark.parametrize(
    ("name", "place", "ways"),
    [
        ("单雄信", 0, {"shan", "dan"}),
        ("覃勇", 0, {"qin", "tan"}),
        ("尉迟恭", 0, {"yu", "wei"}),
        ("李乐", 1, {"le", "yue"}),
        ("李长", 1, {"chang", "zhang"}),
    ],
)
def test_other_readings_are_kept(name: str, place: int, ways: set[str]) -> None:
    assert ways <= set(readings(name)[place])


def test_every_surname_of_the_table_is_read_as_it_says() -> None:
    for family, ways in table("surnames")["readings"].items():
        name = family + "建国"
        assert " ".join(reading[0] for reading in readings(name)) == f"{ways[0]} jian guo"
        assert all(len(way.split()) == len(family) for way in ways), family
        assert len(family) == 1 or family in table("surnames")["compound"]


@pytest.mark.parametrize(
    "names",
    [
        ["安平", "李四", "李一", "黎三", "欧阳克", "单勇", "王伟", "曾祥"],
        ["李", "李龑", "李龑龙", "李勇"],
        ["仇英", "任强", "尉迟恭", "岳飞"],
        ["Anna", "anna", "安", "安·娜"],
    ],
)
def test_names_stand_by_sound_and_surnames_together(names: list[str]) -> None:
    mixed = [*names[1::2], *names[::2]]
    assert sorted(mixed, key=order_key) == names


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))), st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_different_names_never_share_a_place(one: str, other: str) -> None:
    assert (order_key(one) == order_key(other)) is (one == other)


def test_pypinyin_is_loaded_late_and_without_its_phrases() -> None:
    """In a process of its own: the module alone loads nothing, and the first name doesn't load the phrase book."""
    program = (
        "import sys, domain.pinyin, domain.search_keys\n"
        "assert 'pypinyin' not in sys.modules\n"
        "domain.pinyin.readings('张建国')\n"
        "from pypinyin.constants import PHRASES_DICT\n"
        "assert not PHRASES_DICT, len(PHRASES_DICT)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
