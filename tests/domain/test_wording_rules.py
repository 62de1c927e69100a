"""What may be typed as a sentence of a paper: places by name and nothing else, shown by their words and back."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.wording_rules import (
    SentenceRule,
    places_in,
    rule_of,
    sentence_fault,
    sentence_warning,
    shown_sentence,
    stray_brace,
    tidy_sentence,
    typed_sentence,
)

PLACES = {"phone": "查询电话", "number": "编号", "hours": "办公时间"}
PIECES = st.sampled_from(["{phone}", "{number}", "{{", "}}", "电话", "{", "}", "{查询电话}", "{x.y}", "{0}", " ", "\n"])


@pytest.mark.parametrize(
    ("sentence", "names", "stray"),
    [
        ("拨打{phone}，报{number}、{phone}", ("phone", "number"), ""),
        ("{{phone}}", (), ""),
        ("{{{phone}}}", ("phone",), ""),
        ("{phone", (), "{phone"),
        ("phone}", (), "}"),
        ("{}", (), "{}"),
        ("{0}", (), "{0}"),
        ("{a.b}", (), "{a.b}"),
        ("{a!r}{phone}", ("phone",), "{a!r}"),
        ("{a:>1000000}", (), "{a:>1000000}"),
        ("{ phone }", (), "{ phone }"),
        ("{Phone}", (), "{Phone}"),
    ],
)
def test_what_is_a_place_and_what_is_a_stray_brace(sentence: str, names: tuple[str, ...], stray: str) -> None:
    assert (places_in(sentence), stray_brace(sentence)) == (names, stray)


def test_the_rule_follows_from_the_shipped_sentence() -> None:
    rule = rule_of("第{number}号\n{phone}", PLACES, ("number",))
    assert rule.places == {"number": "编号", "phone": "查询电话"}
    assert (rule.required, rule.lines) == (("number",), 2)
    assert rule.most >= 3 * len("第{number}号\n{phone}")
    assert rule_of("短", PLACES, ()).most > len("短") * 3


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("报{number}", ""),
        ("报{number}\n第二行", ""),
        ("报{number}\n\n第三行", "最多 2 行"),
        ("报编号", "少了必须有的“编号”"),
        ("{number}{hours}", "“{hours}”在这一句里填不了，能填的是：编号"),
        ("\u3000", "空着"),
        ("{number}\t", "控制字符"),
        ("{number}" + "长" * 60, "最多 60 个字，现在 68 个"),
    ],
)
def test_faults_say_what_is_wrong_and_what_to_do(sentence: str, words: str) -> None:
    fault = sentence_fault(sentence, SentenceRule({"number": "编号"}, ("number",), 60, 2))
    assert words in fault
    assert bool(fault) == bool(words)


def test_a_character_without_a_glyph_is_warned_of_by_its_code_point() -> None:
    assert sentence_warning("䶮{phone}") == ""
    assert "U+3134A" in sentence_warning("{phone}\U0003134a")


def test_line_ends_become_one_kind() -> None:
    assert tidy_sentence("一\r\n二\r三 \n\n") == "一\n二\n三"


@given(st.lists(PIECES | st.text(alphabet=string.ascii_letters + "，。", max_size=5), max_size=12).map("".join))
def test_shown_words_lead_back_to_the_sentence(text: str) -> None:
    sentence = typed_sentence(text, PLACES)
    assert typed_sentence(shown_sentence(sentence, PLACES), PLACES) == sentence


@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_what_passes_can_be_filled_by_name_alone(text: str) -> None:
    """Whatever passes the rule, str.format itself would fill with the very same places and nothing else."""
    rule = SentenceRule({"phone": "查询电话", "number": "编号"}, (), 10_000, 99)
    if sentence_fault(text, rule):
        return
    fields = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    assert fields == set(places_in(text)) <= {"phone", "number"}
