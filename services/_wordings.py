"""Which fixed sentences a paper is drawn with: every version this station ever printed with lies in its own store.

A shipped version is copied into the store when it is first needed, so a file that somebody damages later changes no
paper: neither the old ones nor the next.
"""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.document import WordingVersion
from printing.wording import Wording, shipped

ACTIVE, DRAFT, RETIRED = "active", "draft", "retired"


def active(session: Session, kind: str) -> Wording:
    """What a kind of paper is printed with now; the shipped one where the store holds none yet."""
    row = session.scalars(_rows(kind).where(WordingVersion.state == ACTIVE)).one_or_none()
    return _wording(row) if row is not None else shipped(kind)[-1]


def version(session: Session, kind: str, number: int) -> Wording:
    """The wording with which a sheet was printed. Raises ValueError for a number that never was."""
    row = session.scalars(_rows(kind).where(WordingVersion.number == number)).one_or_none()
    if row is not None:
        return _wording(row)
    versions = shipped(kind)
    if not 1 <= number <= len(versions):
        raise ValueError(f"{kind} 没有第 {number} 版用语")
    return versions[number - 1]


def settle(session: Session, kind: str, now: datetime) -> Wording:
    """Copy what was shipped since into the store and return what is active.

    A newer shipped version becomes active by itself only where the station printed with the shipped one until now.
    Raises DamagedWording where the file can't be read and the store holds nothing of this kind.
    """
    rows = session.scalars(_rows(kind)).all()
    known = {row.shipped for row in rows}
    current = next((row for row in rows if row.state == ACTIVE), None)
    for found in shipped(kind):
        if found.version in known:
            continue
        number = (session.scalar(select(func.max(WordingVersion.number)).where(WordingVersion.kind == kind)) or 0) + 1
        row = WordingVersion(
            kind=kind,
            number=number,
            shipped=found.version,
            sentences=dict(found.sentences),
            state=RETIRED,
            made_at=now,
        )
        if current is None or current.shipped is not None:
            if current is not None:
                current.state = RETIRED
            row.state, row.active_from = ACTIVE, now
            current = row
        session.add(row)
        session.flush()
    assert current is not None
    return _wording(current)


def _rows(kind: str) -> Select[WordingVersion]:
    return select(WordingVersion).where(WordingVersion.kind == kind).order_by(WordingVersion.number)


def _wording(row: WordingVersion) -> Wording:
    return Wording(row.number, dict(row.sentences))
