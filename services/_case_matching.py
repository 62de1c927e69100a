"""Which case of the station a line of somebody else's list means: by a number, or by name and the number's tail."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from domain.names import normalise_name
from domain.numbering import Series, read_number_query
from models.case import CaseFile
from models.party import Party

TAIL = 4
_MASKS = ("*", "＊")


def by_number(session: Session, case_number: str, official_number: str) -> tuple[CaseFile, ...]:
    """The cases that the two numbers name, void ones left out: several where the numbers contradict each other.

    A number of the case that names none gives none, whatever the other number says.
    """
    ours = _where(session, _names(case_number)) if case_number else ()
    if case_number and not ours:
        return ()
    theirs = _where(session, CaseFile.official_number == official_number) if official_number else ()
    return tuple(dict.fromkeys((*ours, *theirs)))


def by_person(session: Session, name: str, tail: str) -> tuple[CaseFile, ...]:
    """The service cases of whoever has this name and this end of an identity number, void ones left out."""
    if not name or len(tail) < TAIL:
        return ()
    whose = select(Party.id).where(Party.name == normalise_name(name), Party.identity.endswith(tail, autoescape=True))
    return _where(session, CaseFile.party_id.in_(whose))


def same_person(party: Party, name: str, tail: str) -> bool:
    """Whether what a list says of a person fits; what it doesn't say, or says masked (李*), contradicts nothing."""
    if tail and party.identity and not party.identity.endswith(tail):
        return False
    written = normalise_name(name)
    if not written or not party.name:
        return True
    if not any(mask in written for mask in _MASKS):
        return written == party.name
    return written.startswith(_MASKS) or party.name.startswith(written[0])


def _where(session: Session, condition: ColumnElement[bool]) -> tuple[CaseFile, ...]:
    query = select(CaseFile).where(CaseFile.series == Series.SERVICE.value, CaseFile.voided.is_(False), condition)
    return tuple(session.scalars(query.order_by(CaseFile.id)))


def _names(text: str) -> ColumnElement[bool]:
    """The number as it is written, or with other brackets and without the station's word (办[2026]3号)."""
    query = read_number_query(text, dt.date.max)
    written = CaseFile.number == text
    if query is None or query.period is None or query.series not in (None, Series.SERVICE):
        return written
    return or_(written, and_(CaseFile.period == query.period, CaseFile.seq == query.seq))
