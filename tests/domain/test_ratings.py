"""Two scales, five levels and three, never mixed; a bad level is known as such."""

import pytest

from domain.ratings import Level, level, levels, scale_of, scales_for
from domain.vocabulary import MatterKind, RatingScale


def test_the_words_of_both_scales() -> None:
    assert [one.label for one in levels(RatingScale.SERVICE)] == [
        "非常满意",
        "满意",
        "基本满意",
        "不满意",
        "非常不满意",
    ]
    assert [one.label for one in levels(RatingScale.PETITION)] == ["满意", "基本满意", "不满意"]


def test_which_levels_want_a_call_back() -> None:
    bad = {scale: [one.label for one in levels(scale) if one.bad] for scale in RatingScale}
    assert bad == {RatingScale.SERVICE: ["不满意", "非常不满意"], RatingScale.PETITION: ["不满意"]}


@pytest.mark.parametrize("scale", RatingScale)
def test_codes_are_unique_plain_and_fit_their_column(scale: RatingScale) -> None:
    codes = [one.code for one in levels(scale)]
    assert len(set(codes)) == len(codes)
    assert all(code.isascii() and len(code) <= 20 for code in codes)
    assert all(level(scale, code) == one for code, one in zip(codes, levels(scale), strict=True))


def test_a_level_of_the_other_scale_is_none() -> None:
    assert level(RatingScale.PETITION, "very_satisfied") is None
    assert level(RatingScale.SERVICE, "") is None
    assert level(RatingScale.PETITION, "satisfied") == Level("satisfied", "满意", bad=False)


@pytest.mark.parametrize("kind", MatterKind)
def test_only_petitions_have_three_levels(kind: MatterKind) -> None:
    wanted = RatingScale.PETITION if kind is MatterKind.PETITION else RatingScale.SERVICE
    assert scale_of(kind) is wanted
    assert scales_for([kind, kind]) == (wanted,)


def test_both_scales_for_both_kinds_in_one_order() -> None:
    both = (RatingScale.SERVICE, RatingScale.PETITION)
    assert scales_for([MatterKind.PETITION, MatterKind.OTHER]) == both
    assert scales_for([MatterKind.OTHER, MatterKind.PETITION]) == both
    assert scales_for([]) == ()
