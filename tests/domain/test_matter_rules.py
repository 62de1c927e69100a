"""One matter: §19 wants claim, facts and reasons of a petition; everything else says it in one text."""

from dataclasses import replace

import pytest

from domain.matter_rules import TEXTS, MatterForm, check_matter, tidy_matter, warnings_matter
from domain.vocabulary import Channel, MatterKind, Outcome, outcomes_for

PETITION = MatterForm(
    kind=MatterKind.PETITION,
    category="benefit",
    narrative="请求补发差额",
    facts="2019 年起少发",
    reasons="不符标准",
    read_back=True,
    outcome=Outcome.PETITION_OPENED,
)


def faults(matter: MatterForm) -> dict[str, str]:
    return {field: sentence for field, sentence in check_matter(tidy_matter(matter)).items() if sentence}


def doubts(matter: MatterForm, channel: Channel = Channel.WALK_IN) -> dict[str, str]:
    return {field: sentence for field, sentence in warnings_matter(tidy_matter(matter), channel).items() if sentence}


def test_a_whole_petition_passes() -> None:
    assert faults(PETITION) == doubts(PETITION) == {}


@pytest.mark.parametrize("field", ["narrative", "facts", "reasons"])
@pytest.mark.parametrize("outcome", outcomes_for(MatterKind.PETITION))
def test_a_part_that_is_missing_stops_only_the_opening_of_a_petition(field: str, outcome: Outcome) -> None:
    matter = replace(PETITION, outcome=outcome, refer_to="区人社局", join_case_id=3, **{field: " \n"})  # type: ignore[arg-type]
    stops = outcome is Outcome.PETITION_OPENED or field == "narrative"
    assert set(faults(matter)) == ({field} if stops else set())
    assert set(doubts(matter)) == (set() if stops else {field})
    assert "第十九条" in (faults(matter) | doubts(matter))[field]


def test_what_was_done_earlier_is_never_demanded() -> None:
    assert faults(replace(PETITION, earlier="")) == {}


@pytest.mark.parametrize("channel", Channel)
def test_what_was_told_by_mouth_is_read_back(channel: Channel) -> None:
    silent = replace(PETITION, read_back=False)
    assert faults(silent) == {}
    assert set(doubts(silent, channel)) == (set() if channel is Channel.LETTER else {"read_back"})
    answered = replace(silent, outcome=Outcome.ANSWERED)
    assert "read_back" not in doubts(answered, channel)


def test_a_petition_that_turns_into_something_else_loses_no_word() -> None:
    matter = replace(PETITION, kind=MatterKind.SERVICE, earlier="反映过", outcome=Outcome.SERVICE_OPENED)
    tidied = tidy_matter(matter)
    assert tidied.narrative == "请求补发差额\n2019 年起少发\n不符标准\n反映过"
    assert (tidied.facts, tidied.reasons, tidied.earlier, tidied.read_back) == ("", "", "", False)
    assert faults(matter) == {}
    assert tidy_matter(tidied) == tidied


@pytest.mark.parametrize("field", TEXTS)
def test_texts_keep_their_lines_and_have_a_limit(field: str) -> None:
    matter = replace(PETITION, **{field: " 一\r\n二 \x00"})  # type: ignore[arg-type]
    assert getattr(tidy_matter(matter), field) == "一\n二"
    assert set(faults(replace(PETITION, **{field: "长" * 10001}))) == {field}  # type: ignore[arg-type]
    assert set(doubts(replace(PETITION, **{field: "字😀"}))) == {field}  # type: ignore[arg-type]
