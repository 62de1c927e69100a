"""A person is found exactly when the query spells something of hers: held against a slow matcher without keys."""

import random
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import check_character, to_15
from domain.pinyin import readings
from domain.search_keys import person_keys, query_key
from domain.tables import limit

FAMILIES = "张王李赵刘陈吕䶮𬭎"
GIVEN = "长乐建国华伟芳娜秀英敏静强磊军洋勇艳杰涛明超刚平辉鹏玉兰"


@dataclass(frozen=True)
class Person:
    name: str
    identity: str
    phone: str

    @property
    def keys(self) -> frozenset[str]:
        return person_keys(self.name, (), self.identity, (self.phone,))


@st.composite
def people(draw: st.DrawFn) -> Person:
    name = draw(st.sampled_from(FAMILIES)) + draw(st.text(alphabet=GIVEN, min_size=1, max_size=2))
    birth = draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2008, 1, 1)))
    first17 = f"430103{birth:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    identity = draw(st.sampled_from([first17 + check_character(first17), ""]))
    if identity and birth.year < 2000 and draw(st.booleans()):
        identity = to_15(identity) or identity
    phone = draw(st.from_regex(r"1[3-9][0-9]{9}|0731-[0-9]{8}|", fullmatch=True))
    return Person(name, identity, phone)


def found(person: Person, query: str) -> bool:
    key = query_key(query)
    return any(candidate.startswith(key) for candidate in person.keys)


def spells(letters: str, syllables: list[str]) -> bool:
    """Whether the letters are whole syllables and first letters in turn, the last perhaps unfinished."""
    if not letters:
        return True
    if not syllables:
        return False
    first, rest = syllables[0], syllables[1:]
    if first.startswith(letters):
        return True
    return any(letters.startswith(part) and spells(letters[len(part) :], rest) for part in (first, first[0]))


def matches(person: Person, query: str) -> bool:
    """The slow way: name by its characters, sound by spelling, numbers by their tails of three and more."""
    if query in person.name:
        return True
    usual = [ways[0] for ways in readings(person.name)]
    if any(spells(query.lower(), usual[start:]) for start in range(len(usual))):
        return True
    if any(way.startswith(query.lower()) for way in other_spellings(person.name)):
        return True
    long = person.identity
    if len(long) == 15:
        first17 = f"{long[:6]}19{long[6:]}"
        long = first17 + check_character(first17)
    short = long[:6] + long[8:17] if long[6:8] == "19" else ""
    numbers = (long, person.phone.replace("-", ""))
    tails = [number.lower()[place:] for number in numbers for place in range(len(number) - 2)]
    return any(tail.startswith(query.lower()) for tail in [*tails, short] if tail)


def other_spellings(name: str) -> list[str]:
    """One syllable read in another way: all in full, all by initials, or one in full and initials after it."""
    ways = readings(name)
    found = []
    for place in range(len(ways)):
        for other in ways[place][1:]:
            spoken = [other if at == place else ways[at][0] for at in range(len(ways))]
            for start in range(len(spoken)):
                rest = spoken[start:]
                initials = [syllable[0] for syllable in rest]
                found += ["".join(rest), "".join(initials), "".join([rest[0], *initials[1:]])]
    return found


@st.composite
def queries(draw: st.DrawFn, person: Person) -> str:
    """Parts of what this person has, and parts of what somebody else may have."""
    syllables = [ways[0] for ways in readings(person.name)]
    start = draw(st.integers(0, len(syllables) - 1))
    mixture = "".join(
        syllable if whole else syllable[0]
        for syllable, whole in zip(
            syllables[start:], draw(st.lists(st.booleans(), min_size=3, max_size=3)), strict=False
        )
    )
    whole = draw(st.sampled_from([person.name, mixture, person.identity or "0", person.phone.replace("-", "") or "1"]))
    first = draw(st.integers(0, len(whole) - 1))
    return whole[first : draw(st.integers(first + 1, len(whole)))]


@given(st.data(), people(), people())
def test_found_exactly_as_the_slow_matcher_says(data: st.DataObject, one: Person, other: Person) -> None:
    query = data.draw(queries(one))
    for person in (one, other):
        assert found(person, query) == matches(person, query), (person, query, sorted(person.keys))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6), people())
def test_any_letters_are_judged_alike(query: str, person: Person) -> None:
    assert found(person, query) == matches(person, query)


@given(st.text(alphabet="0123456789x", min_size=1, max_size=8), people())
def test_any_digits_are_judged_alike(query: str, person: Person) -> None:
    assert found(person, query) == matches(person, query)


ZHANG = Person("张建国", "11010519491231002X", "0731-85550199")


@pytest.mark.parametrize(
    "query",
    [
        "张",
        "建",
        "国",
        "张建",
        "建国",
        "张建国",
        "张 建国",
        "z",
        "zj",
        "zjg",
        "ZJG",
        "ｚｊｇ",
        "zhang",
        "zhangjianguo",
        "Zhang Jian-guo",
        "zhang'jian'guo",
        "zhangjg",
        "zhangjguo",
        "zjianguo",
        "zjguo",
        "jianguo",
        "jg",
        "guo",
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５",
        "110105 1949",
        "002x",
        "1002X",
        "19491231",
        "110105491231002",
        "491231",
        "0731-8555",
        "85550199",
        "0199",
        "199",
    ],
)
def test_ways_to_find_a_person(query: str) -> None:
    assert found(ZHANG, query)


@pytest.mark.parametrize("query", ["李", "国建", "张国", "jzg", "zhanggj", "gj", "8888", "2X", "85550198"])
def test_ways_not_to_find_a_person(query: str) -> None:
    assert not found(ZHANG, query)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("单雄信", "shan"),
        ("单雄信", "sxx"),
        ("单雄信", "dxx"),
        ("长孙无忌", "zhangsun"),
        ("长孙无忌", "csw"),
        ("尉迟恭", "yuchi"),
        ("尉迟恭", "weichi"),
        ("李乐", "liyue"),
        ("李乐", "lile"),
        ("吕布", "lv"),
        ("吕布", "lü"),
        ("阿依古丽·买买提", "阿依古丽买买提"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽·买买提", "买买提"),
        ("阿依古丽·买买提", "ayglmmt"),
        ("阿依古丽·买买提", "mmt"),
        ("阿依古丽·买买提", "maimaiti"),
        ("王𬭎", "𬭎"),
        ("王𬭎", "wanghong"),
        ("John Smith", "johnsm"),
        ("John Smith", "smith"),
        ("<b>&amp;", "<b>"),
    ],
)
def test_names_that_are_not_plain(name: str, query: str) -> None:
    assert found(Person(name, "", ""), query)


def test_former_names_second_phones_and_cards_count() -> None:
    keys = person_keys("李龑", ("李卫红",), "", ("13873105267", "0731-85550199"), ("4301 0000 1234 0871",))
    for query in ("lwh", "卫红", "5267", "85550199", "0871", "340871", "43010000"):
        assert any(key.startswith(query_key(query)) for key in keys), query


@pytest.mark.parametrize("number", ["810000199003071237", "943156198108181234", "USA110075030711"])
def test_other_cards_are_found_from_their_start_and_by_their_tail(number: str) -> None:
    keys = person_keys("陈美玲", (), number)
    for query in (number, number.lower(), number[:6], number[-4:], number[-8:], number[-3:]):
        assert any(key.startswith(query_key(query)) for key in keys), query


def test_keys_stay_few() -> None:
    choice = random.Random(7)
    counts = []
    for _ in range(300):
        name = choice.choice("单仇曾查区朴翟缪覃张李王") + "".join(choice.choices("乐长重行朝和都大曾说" + GIVEN, k=2))
        keys = person_keys(name, (), "11010519491231002X", ("13873105267", "0731-85550199"), ("4301000012340871",))
        counts.append(len(keys))
    assert max(counts) <= 63
    assert sum(counts) / len(counts) <= 60
    assert len(ZHANG.keys) <= 40


def test_no_key_begins_another_and_none_is_too_long() -> None:
    name = "·".join(["阿卜杜热合曼"] * 9)
    keys = sorted(person_keys(name, (), "11010519491231002X", ("13873105267",)))
    assert not [one for one in keys for other in keys if one != other and other.startswith(one)]
    assert max(map(len, keys)) <= limit("search_key")
    full = "".join(ways[0] for ways in readings(name))
    assert any(key.startswith(query_key(full)) for key in keys)


def test_nothing_has_no_keys() -> None:
    assert person_keys("") == frozenset()
    assert query_key(" · - ") == ""
