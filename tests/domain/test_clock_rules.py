"""The rules behind the clocks: the numbers of the law and of the house, kept with a case, and what is no rule."""

import datetime as dt
import json

import pytest

from domain.deadlines import Unit, clock_rules, pause_labels, rule_from_data, rule_to_data, with_number
from domain.tables import limit

RULES = clock_rules()


@pytest.mark.parametrize(
    ("code", "words", "source"),
    [
        ("promise", "20 个工作日", "本站承诺（限时办结制）"),
        ("supplement", "20 个工作日", "本站约定"),
        ("notify", "3 个工作日", "本站约定"),
        ("collect", "60 日", "本站约定"),
        ("report_back", "30 日", "退役军人安置条例 第五十一条"),
        ("petition_tell", "15 日", "信访工作条例 第二十三条"),
        ("petition_tell_forwarded", "15 日", "信访工作条例 第二十三条"),
        ("petition_object", "5 个工作日", "信访工作条例 第二十三条"),
        ("petition_sort", "15 日", "信访工作条例 第二十二条"),
        ("petition_conclude", "60 日", "信访工作条例 第三十四条"),
        ("petition_extend", "30 日", "信访工作条例 第三十四条"),
        ("review_request", "30 日", "信访工作条例 第三十五条"),
        ("review_decide", "30 日", "信访工作条例 第三十五条"),
        ("final_request", "30 日", "信访工作条例 第三十六条"),
        ("final_decide", "30 日", "信访工作条例 第三十六条"),
    ],
)
def test_the_limits_of_the_law_and_of_the_house(code: str, words: str, source: str) -> None:
    assert (RULES[code].words, RULES[code].source) == (words, source)


def test_only_two_limits_may_leave_days_out() -> None:
    """信访工作条例 §36: the hearing, in the final review alone; and the station's own promise while papers are owed."""
    assert {code: one.pauses for code, one in RULES.items() if one.pauses} == {
        "promise": ("supplement",),
        "final_decide": ("hearing",),
    }
    assert pause_labels() == {"supplement": "等补正材料", "hearing": "听证"}


def test_only_one_limit_of_the_petitions_is_in_working_days() -> None:
    petitions = {code for code, one in RULES.items() if one.source.startswith("信访工作条例")}
    assert {code for code in petitions if RULES[code].unit is Unit.WORKDAY} == {"petition_object"}
    assert {RULES[code].since for code in petitions} == {dt.date(2022, 5, 1)}


def test_every_rule_warns_before_it_is_over_and_says_what_starts_it() -> None:
    for one in RULES.values():
        assert 0 < one.warn_days < one.number
        assert one.label
        assert one.trigger


@pytest.mark.parametrize("code", list(RULES))
def test_a_rule_stored_with_a_case_comes_back(code: str) -> None:
    stored = json.loads(json.dumps(rule_to_data(RULES[code]), ensure_ascii=False))
    assert rule_from_data(stored) == RULES[code]
    assert rule_from_data(stored | {"of_another_version": 1}) == RULES[code]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"number": 0}, "“承诺时限”应在 1 到 1000 个工作日之间，请核对。"),
        ({"number": -3}, "“承诺时限”应在 1 到 1000 个工作日之间，请核对。"),
        ({"number": 10**30}, "“承诺时限”应在 1 到 1000 个工作日之间，请核对。"),
        ({"warn_days": -1}, "“承诺时限”的提醒天数不能是负数，请核对。"),
        ({"unit": "week"}, "时限“promise”的记录不完整"),
        ({"number": "二十"}, "时限“promise”的记录不完整"),
        ({"since": "2026-02-30"}, "时限“promise”的记录不完整"),
        ({"pauses": None}, "时限“promise”的记录不完整"),
    ],
)
def test_a_rule_that_cannot_be_meant(change: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        rule_from_data(rule_to_data(RULES["promise"]) | change)


def test_a_rule_of_which_a_part_is_lost_names_it() -> None:
    data = rule_to_data(RULES["promise"])
    del data["trigger"]
    with pytest.raises(ValueError, match="时限“promise”的记录不完整：trigger。"):
        rule_from_data(data)


def test_the_catalogue_s_number_takes_the_place_of_the_default() -> None:
    promised = with_number(RULES["promise"], 10, Unit.DAY)
    assert (promised.number, promised.unit, promised.words) == (10, Unit.DAY, "10 日")
    assert (promised.code, promised.pauses) == ("promise", ("supplement",))
    for number in (0, limit("clock_number") + 1):
        with pytest.raises(ValueError, match="请核对"):
            with_number(RULES["promise"], number, Unit.WORKDAY)
