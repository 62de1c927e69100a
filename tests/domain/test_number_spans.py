"""Many numbers in few words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.number_spans import span_words


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], ""),
        (["LF20261124-001"], "LF20261124-001"),
        ([f"LF20261124-{seq:03d}" for seq in range(1, 22)], "LF20261124-001 至 021"),
        (["LF20261124-004", "LF20261124-013", "LF20261124-017"], "LF20261124-004、013、017"),
        (["坡退信受〔2026〕12号", "坡退信受〔2026〕13号"], "坡退信受〔2026〕12、13号"),
        ([f"坡退收〔2026〕{seq}号" for seq in range(85, 94)], "坡退收〔2026〕85至93号"),
        (["LF20261124-003", "LF20261124-001", "LF20261124-002", "LF20261124-002"], "LF20261124-001 至 003"),
        (["LF20261124-001", "LF20261124-002", "LF20261124-003", "LF20261124-009"], "LF20261124-001 至 003、009"),
        (["LF20261123-012", "LF20261124-001"], "LF20261123-012；LF20261124-001"),
        (["LF20261124-A998", "LF20261124-A999", "LF20261124-A1000"], "LF20261124-A998 至 1000"),
        (["LF20261124-008 告知第1次", "LF20261124-008 告知第2次"], "LF20261124-008 告知第1、2次"),
        (["无号"], "无号"),
    ],
)
def test_numbers_are_named_as_in_the_tally(numbers: list[str], words: str) -> None:
    assert span_words(numbers) == words


@given(st.sets(st.integers(1, 400), max_size=60))
def test_no_number_is_lost_and_none_is_made_up(counts: set[int]) -> None:
    words = span_words(f"坡退信〔2026〕{count}号" for count in counts)
    named: set[int] = set()
    for part in words.removeprefix("坡退信〔2026〕").removesuffix("号").split("、"):
        ends = [int(end) for end in re.findall(r"\d+", part)]
        named |= set(range(ends[0], ends[-1] + 1)) if ends else set()
    assert named == counts
