"""Who may already be in the register: the same number in either length, the same name with the same birth or phone.

A warning, because two people can share a name and a birthday, and an old number may have been copied wrongly.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from domain.identity import same_identity, to_15, to_18
from domain.people_rules import PersonForm, tidy_person
from domain.phones import phone_digits
from models.party import Party
from services import _people_search
from services._person_lines import PersonHit, hit

SHOWN = 5
SAME_IDENTITY = "证件号相同"
NEAR_IDENTITY = "证件号只差最后一位"
SAME_BIRTH = "姓名和出生日期相同"
SAME_PHONE = "姓名和电话相同"


@dataclass(frozen=True)
class Duplicate:
    """One person who may be the same, and why."""

    person: PersonHit
    reason: str


@dataclass(frozen=True)
class Duplicates:
    """The likeliest ones, and how many more there are."""

    shown: tuple[Duplicate, ...]
    hidden: int


def of(session: Session, form: PersonForm, today: dt.date, *, but: int | None) -> Duplicates:
    """Compare a form as typed with the register, leaving out the person `but`."""
    form = tidy_person(form, today)
    reasons = _by_identity(session, form.identity)
    for party_id, reason in _by_name(session, form).items():
        reasons.setdefault(party_id, reason)
    reasons.pop(but or 0, None)
    ids = list(reasons)[:SHOWN]
    shown = tuple(Duplicate(hit(row, today), reasons[row.id]) for row in _people_search.lines(session, ids))
    return Duplicates(shown, len(reasons) - len(shown))


def _by_identity(session: Session, identity: str) -> dict[int, str]:
    """The same number in either length, or one that differs only in its check character: a letter mistyped."""
    if not identity:
        return {}
    written = {identity, to_15(identity) or identity}
    long = to_18(identity) if len(identity) == 15 and identity.isdecimal() else identity
    near = Party.identity.between(long[:17], long[:17] + _people_search.LAST) if len(long) == 18 else false()
    query = select(Party.id, Party.identity).where(or_(Party.identity.in_(written), near)).order_by(Party.id)
    rows = session.execute(query).all()
    reasons = {row.id: SAME_IDENTITY for row in rows if same_identity(row.identity, identity)}
    return reasons | {row.id: NEAR_IDENTITY for row in rows if row.id not in reasons}


def _by_name(session: Session, form: PersonForm) -> dict[int, str]:
    if not form.name:
        return {}
    phones = {phone_digits(phone) for phone in (form.phone, form.phone2) if phone}
    births: dict[int, str] = {}
    calls: dict[int, str] = {}
    columns = (Party.id, Party.birth, Party.phone, Party.phone2)
    for row in session.execute(select(*columns).where(Party.name == form.name).order_by(Party.id)):
        if _may_be_same_day(row.birth, form.birth):
            births[row.id] = SAME_BIRTH
        elif phones & {phone_digits(row.phone), phone_digits(row.phone2)}:
            calls[row.id] = SAME_PHONE
    return births | calls


def _may_be_same_day(one: str, other: str) -> bool:
    """Two partial dates that don't contradict each other: 1968 and 1968-03-12 may be the same."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
