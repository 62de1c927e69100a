"""How visitors rate the window: five levels for services, three for petitions, never mixed.

The levels are data (`resources/data/ratings.toml`, with their sources).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from domain.tables import table
from domain.vocabulary import MatterKind, RatingScale


@dataclass(frozen=True)
class Level:
    """One level of a scale; a `bad` one wants a call-back."""

    code: str
    label: str
    bad: bool


@cache
def levels(scale: RatingScale) -> tuple[Level, ...]:
    """The levels of a scale, the best first."""
    return tuple(Level(row["code"], row["label"], row["bad"]) for row in table("ratings")[scale])


def scale_items(scale: RatingScale) -> tuple[str, ...]:
    """What is rated apart on the paper of a scale; nothing where it is rated as a whole."""
    return tuple(table("ratings")["items"][scale])


def level(scale: RatingScale, code: str) -> Level | None:
    """The level with this code, if the scale has one."""
    return next((one for one in levels(scale) if one.code == code), None)


def scale_of(kind: MatterKind) -> RatingScale:
    """The scale by which a kind of matter is rated."""
    return RatingScale.PETITION if kind is MatterKind.PETITION else RatingScale.SERVICE


def scales_for(kinds: Iterable[MatterKind]) -> tuple[RatingScale, ...]:
    """The scales that suit a visit with these kinds of matters, in a fixed order, each once."""
    wanted = {scale_of(kind) for kind in kinds}
    return tuple(scale for scale in RatingScale if scale in wanted)
