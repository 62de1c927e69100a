"""The words of the front desk: kinds of matters, ways of coming, outcomes and categories.

The codes are stored, the Chinese words for them stand in `labels`. Which outcomes suit which kind of matter, and the
categories, are data (`resources/data/categories.toml`).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from domain.numbering import Series
from domain.tables import table


class MatterKind(StrEnum):
    """What a visitor may want (事项类型)."""

    CONSULTATION = "consultation"
    SERVICE = "service"
    PETITION = "petition"
    ASSISTANCE = "assistance"
    OTHER = "other"


class Channel(StrEnum):
    """How the visit came about (来访方式)."""

    WALK_IN = "walk_in"
    CALL = "call"
    LETTER = "letter"
    HOME = "home"


class Outcome(StrEnum):
    """What became of a matter at the window (处理结果)."""

    ANSWERED = "answered"
    SERVICE_OPENED = "service_opened"
    PETITION_OPENED = "petition_opened"
    ASSISTANCE_OPENED = "assistance_opened"
    JOINED = "joined"
    REFERRED = "referred"
    MATERIALS_OWED = "materials_owed"


class GuestRole(StrEnum):
    """As what somebody came along (同来人员)."""

    REPRESENTATIVE = "representative"
    COMPANION = "companion"
    AGENT = "agent"


class RatingScale(StrEnum):
    """The two scales of rating; what a visit may be rated by follows from the kinds of its matters."""

    SERVICE = "service"
    PETITION = "petition"


class QueueState(StrEnum):
    """Where somebody in the waiting line stands (排队)."""

    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    SKIPPED = "skipped"
    LEFT = "left"


class CallBackSource(StrEnum):
    """What made the promise to ring back: a word at the window, or a bad rating."""

    PROMISE = "promise"
    RATING = "rating"


@dataclass(frozen=True)
class Category:
    """One entry of a pick list: stored code, word on the screen, and the group it is shown under."""

    code: str
    label: str
    group: str = ""


_OPENS = {
    Outcome.SERVICE_OPENED: Series.SERVICE,
    Outcome.PETITION_OPENED: Series.PETITION,
    Outcome.ASSISTANCE_OPENED: Series.ASSISTANCE,
}


def case_series(outcome: Outcome) -> Series | None:
    """The series a new case takes its number from, or None when the outcome opens no case."""
    return _OPENS.get(outcome)


@cache
def outcomes_for(kind: MatterKind) -> tuple[Outcome, ...]:
    """The outcomes that suit a kind of matter, in the order of the screen."""
    return tuple(Outcome(code) for code in table("categories")["outcomes"][kind])


@cache
def matter_categories() -> tuple[Category, ...]:
    """The categories of a matter, in the order of the keys Alt+1, Alt+2, …"""
    return _categories("matter")


@cache
def person_categories() -> tuple[Category, ...]:
    """The categories of a person; one person may hold several."""
    return _categories("person")


def matter_category(code: str) -> Category | None:
    """The matter category with this code, if there is one."""
    return _index("matter").get(code)


def person_category(code: str) -> Category | None:
    """The person category with this code, if there is one."""
    return _index("person").get(code)


def _categories(kind: str) -> tuple[Category, ...]:
    rows = table("categories")[kind]
    return tuple(Category(code=row["code"], label=row["label"], group=row.get("group", "")) for row in rows)


@cache
def _index(kind: str) -> dict[str, Category]:
    return {category.code: category for category in _categories(kind)}
