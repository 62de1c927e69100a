"""The form of a member of staff."""

from dataclasses import replace
from typing import Any

import pytest

from domain.operator_rules import OperatorForm, check_operator, tidy_operator
from domain.permissions import Role

GOOD = OperatorForm(name="王静", post="接待岗", roles=frozenset({Role.CLERK}), window="1 号窗口")


def test_a_good_form_has_no_faults() -> None:
    assert check_operator(GOOD) == {}


def test_is_tidied() -> None:
    found = tidy_operator(replace(GOOD, name=" 阿卜杜热合曼•买买提 ", post="接待岗\n", window=" 1 号窗口"))
    assert (found.name, found.post, found.window) == ("阿卜杜热合曼·买买提", "接待岗", "1 号窗口")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, {"name": "还没有姓名。请填写，会印在回执和文书的经办人一栏。"}),
        ({"roles": frozenset()}, {"roles": "还没有选角色，请至少选一个。"}),
        ({"post": "岗" * 31}, {"post": "有 31 个字，最多 30 个。请删短一些。"}),
        ({"window": "窗" * 31}, {"window": "有 31 个字，最多 30 个。请删短一些。"}),
    ],
)
def test_what_is_wrong_is_said_under_its_field(change: dict[str, Any], sentence: dict[str, str]) -> None:
    assert check_operator(replace(GOOD, **change)) == sentence


def test_the_auditor_is_nothing_else() -> None:
    assert set(check_operator(replace(GOOD, roles=frozenset({Role.AUDITOR, Role.CHIEF})))) == {"roles"}


@pytest.mark.parametrize("name", ["䶮", "㛃", "𬭎", "𫖮", "𠅤", "𣲘", "𡐓"])
def test_rare_names_are_names(name: str) -> None:
    assert check_operator(replace(GOOD, name=f"王{name}")) == {}
