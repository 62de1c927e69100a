"""Which case of the station a line of somebody else's list means: by a number, or by name and the number's tail."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.names import normalise_name
from domain.numbering import Series, read_number_query
from models.case import CaseFile
from models.party import Party

TAIL = 4
_NEVER_WRITTEN = ""


def by_number(session: Session, case_number: str, official_number: str) -> tuple[CaseFile, ...]:
    """The cases that one of the two numbers names, void ones left out: more than one where they contradict."""
    named = [CaseFile.number == case_number] if case_number else []
    query = None if not case_number else _short_form(case_number)
    if query is not None:
        named.append((CaseFile.period == query[0]) & (CaseFile.seq == query[1]))
    if official_number:
        named.append(CaseFile.official_number == official_number)
    if not named:
        return ()
    found = select(CaseFile).where(CaseFile.series == Series.SERVICE.value, CaseFile.voided.is_(False), or_(*named))
    return tuple(session.scalars(found.order_by(CaseFile.id)))


def by_person(session: Session, name: str, tail: str) -> tuple[CaseFile, ...]:
    """The service cases of whoever has this name and this end of an identity number, void ones left out."""
    if not name or len(tail) < TAIL:
        return ()
    query = (
        select(CaseFile)
        .join(Party, Party.id == CaseFile.party_id)
        .where(
            CaseFile.series == Series.SERVICE.value,
            CaseFile.voided.is_(False),
            Party.name == normalise_name(name),
            Party.identity.endswith(tail, autoescape=True),
        )
    )
    return tuple(session.scalars(query.order_by(CaseFile.id)))


def same_person(party: Party, name: str, tail: str) -> bool:
    """Whether what a list says of a person fits; what it doesn't say, or says masked (李*), contradicts nothing."""
    if tail and party.identity and not party.identity.endswith(tail):
        return False
    written = normalise_name(name)
    if not written or not party.name:
        return True
    if "*" not in written and "＊" not in written:
        return written == party.name
    return written[0] in ("*", "＊") or party.name.startswith(written[0])


def _short_form(text: str) -> tuple[str, int] | None:
    """Year and count of a number with other brackets or without the station's word (办〔2026〕3号)."""
    import datetime as dt

    query = read_number_query(text, dt.date.max)
    if query is None or query.period is None or query.series not in (None, Series.SERVICE):
        return None
    return query.period, query.seq
