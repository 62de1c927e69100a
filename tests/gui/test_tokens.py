"""The contrast table of the design, recomputed from the tokens: text at least 4.5, edges of controls at least 3."""

import pytest

from gui.tokens import DARK, LIGHT, SOFT, SPACES, TONES, TYPE, Colours, Metrics

TEXT, EDGE = 4.5, 3.0

# (ink, ground, limit): the pairs of the design's table, then those the kit adds.
PAIRS = [
    ("t1", "surface", TEXT),
    ("t1", "bg", TEXT),
    ("t2", "surface", TEXT),
    ("t2", "surface2", TEXT),
    ("t2", "accent_soft", TEXT),
    ("t3", "surface", TEXT),
    ("t3", "surface2", TEXT),
    ("t3", "bg", TEXT),
    ("accent_t", "surface", TEXT),
    ("accent_t", "accent_soft", TEXT),
    ("on_accent", "accent", TEXT),
    ("on_accent", "accent_h", TEXT),
    ("red", "surface", TEXT),
    ("red", "red_soft", TEXT),
    ("amb", "surface", TEXT),
    ("amb", "amb_soft", TEXT),
    ("t2", "amb_soft", TEXT),
    ("blue", "blue_soft", TEXT),
    ("gold", "gold_soft", TEXT),
    ("rail_t", "rail", TEXT),
    ("on_accent", "rail_sel", TEXT),
    ("on_accent", "badge", TEXT),
    ("input", "surface", EDGE),
    ("input", "bg", EDGE),
    ("on_accent", "toast", TEXT),
    ("on_accent", "toast_err", TEXT),
    ("toast_action", "toast", TEXT),
    ("toast_action", "toast_err", TEXT),
    ("rail_t", "toast", TEXT),
    ("rail_t", "toast_err", TEXT),
    ("t1", "mark", TEXT),
    ("t1", "accent_soft", TEXT),
    ("t1", "surface3", TEXT),
    ("accent_t", "surface3", TEXT),
    ("accent_t", "bg", EDGE),
    ("marker", "rail_sel", EDGE),
    ("key_text", "accent", TEXT),
    ("key_text", "accent_h", TEXT),
    ("red", "bg", EDGE),
    ("t2", "red_soft", TEXT),
    ("t2", "blue_soft", TEXT),
    ("t2", "gold_soft", TEXT),
]


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_knows_its_ends() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "limit"), PAIRS)
def test_contrast_is_enough(colours: Colours, ink: str, ground: str, limit: float) -> None:
    measured = contrast(getattr(colours, ink), getattr(colours, ground))
    assert measured >= limit, f"{ink} on {ground} is {measured:.2f}, wanted {limit}"


INKS = ("t1", "t2", "t3", "accent_t", "red", "amb", "blue", "gold")
GROUNDS = ("bg", "surface", "surface2", "surface3", "accent_soft", "red_soft", "amb_soft", "blue_soft", "gold_soft")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_ink_of_text_can_be_read_on_every_ground(colours: Colours) -> None:
    """So that no page has to know which tone goes on which card, chosen row or banner."""
    weak = {
        f"{ink} on {ground}": round(contrast(getattr(colours, ink), getattr(colours, ground)), 2)
        for ink in INKS
        for ground in GROUNDS
    }
    assert {pair: value for pair, value in weak.items() if value < TEXT} == {}


@pytest.mark.parametrize(
    ("colours", "ink", "ground", "told"),
    [
        (LIGHT, "t1", "surface", 15.9),
        (LIGHT, "t3", "bg", 5.0),
        (LIGHT, "input", "bg", 3.1),
        (DARK, "t3", "surface2", 5.7),
        (DARK, "on_accent", "accent_h", 4.7),
    ],
)
def test_contrast_agrees_with_the_design(colours: Colours, ink: str, ground: str, told: float) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) == pytest.approx(told, abs=0.06)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_is_six_hex_digits(colours: Colours) -> None:
    for field in colours._fields:
        value = getattr(colours, field)
        assert value.startswith("#"), field
        assert len(value) == 7, field
        int(value[1:], 16)


def test_tones_name_real_colours() -> None:
    named = set(TONES.values()) | {token for triple in SOFT.values() for token in triple}
    assert named <= set(LIGHT._fields)


def test_nothing_is_set_under_twelve_pixels_but_the_badge() -> None:
    assert {role for role, kind in TYPE.items() if kind.size < 12} == {"badge"}


def test_lines_are_taller_than_their_letters() -> None:
    assert all(kind.line > kind.size for kind in TYPE.values())


def test_spaces_stand_on_the_grid_of_four() -> None:
    assert all(size % 4 == 0 for size in SPACES.values())


@pytest.mark.parametrize("percent", [90, 110, 125, 150])
def test_zoom_scales_every_length(percent: int) -> None:
    plain, scaled = Metrics(), Metrics().scaled(percent)
    for field in plain._fields:
        before, after = getattr(plain, field), getattr(scaled, field)
        assert after == max(1, round(before * percent / 100)), field


def test_zoom_keeps_a_hairline() -> None:
    assert Metrics().scaled(90).border == 1
