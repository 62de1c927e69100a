"""Pick lists and what belongs together."""

import operator
from typing import cast

import pytest

from domain.numbering import Series
from domain.tables import table
from domain.vocabulary import (
    MatterKind,
    Outcome,
    case_series,
    matter_categories,
    matter_category,
    outcomes_for,
    person_categories,
    person_category,
)

OPENING = {
    MatterKind.SERVICE: Outcome.SERVICE_OPENED,
    MatterKind.PETITION: Outcome.PETITION_OPENED,
    MatterKind.ASSISTANCE: Outcome.ASSISTANCE_OPENED,
}


def test_the_eight_categories_of_the_desk() -> None:
    assert [category.label for category in matter_categories()] == [
        "抚恤优待",
        "就业创业",
        "困难帮扶",
        "移交安置",
        "住房医疗",
        "优待证",
        "法律咨询",
        "其他",
    ]


@pytest.mark.parametrize("categories", [matter_categories(), person_categories()])
def test_codes_are_unique_plain_and_short(categories: tuple[object, ...]) -> None:
    codes = [getattr(category, "code", "") for category in categories]
    labels = [getattr(category, "label", "") for category in categories]
    assert len(set(codes)) == len(codes)
    assert len(set(labels)) == len(labels)
    assert all(code.isascii() and code.replace("_", "").isalpha() for code in codes)


def test_a_matters_code_fits_its_column() -> None:
    assert max(len(category.code) for category in matter_categories()) <= 20


def test_categories_by_code() -> None:
    assert all(matter_category(category.code) == category for category in matter_categories())
    assert all(person_category(category.code) == category for category in person_categories())
    assert matter_category("") is None
    assert person_category("benefit") is None


def test_every_person_category_stands_in_a_group() -> None:
    groups = [category.group for category in person_categories()]
    assert all(groups)
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)


@pytest.mark.parametrize(
    "word",
    [
        "转业干部",
        "自主择业干部",
        "复员干部",
        "企业军转干部",
        "无军籍退休退职职工",
        "军队文职人员",
        "随军随调家属",
        "国民党抗战老兵",
        "残疾军人",
        "烈士遗属",
        "因公牺牲军人遗属",
        "病故军人遗属",
        "参战退役军人",
        "参试退役军人",
    ],
)
def test_groups_of_the_law_are_there(word: str) -> None:
    assert word in {category.label for category in person_categories()}


@pytest.mark.parametrize(
    ("outcome", "series"),
    [
        (Outcome.SERVICE_OPENED, Series.SERVICE),
        (Outcome.PETITION_OPENED, Series.PETITION),
        (Outcome.ASSISTANCE_OPENED, Series.ASSISTANCE),
        (Outcome.ANSWERED, None),
        (Outcome.JOINED, None),
        (Outcome.REFERRED, None),
        (Outcome.MATERIALS_OWED, None),
    ],
)
def test_which_outcome_opens_a_case(outcome: Outcome, series: Series | None) -> None:
    assert case_series(outcome) is series


@pytest.mark.parametrize("kind", MatterKind)
def test_only_the_own_kind_of_case_is_opened(kind: MatterKind) -> None:
    outcomes = outcomes_for(kind)
    assert outcomes[0] is Outcome.ANSWERED
    opened = [outcome for outcome in outcomes if case_series(outcome)]
    assert opened == ([OPENING[kind]] if kind in OPENING else [])
    assert len(set(outcomes)) == len(outcomes)
    assert {Outcome.ANSWERED, Outcome.JOINED, Outcome.REFERRED, Outcome.MATERIALS_OWED} <= set(outcomes)


def test_tables_are_read_only() -> None:
    with pytest.raises(TypeError):
        operator.setitem(cast("dict[str, int]", table("limits")), "name", 1)
