"""Which fixed sentences a paper is drawn with: every version this station ever printed with lies in its own store.

What is shipped is copied into the store when the store is opened, so a file that somebody damages later changes no
paper: neither the old ones nor the next.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.labels import PAPER_LABELS
from models.document import WordingVersion
from printing.wording import DamagedWording, Wording, shipped
from system.errors import Trouble

ACTIVE, DRAFT, RETIRED = "active", "draft", "retired"

_log = logging.getLogger(__name__)


def active(session: Session, kind: str) -> Wording:
    """What a kind of paper is printed with now; the shipped one where the store holds none yet. Raises Trouble."""
    row = session.scalars(rows_of(kind).where(WordingVersion.state == ACTIVE)).one_or_none()
    return wording_of(session, row) if row is not None else _shipped_or_trouble(kind)[-1]


def version(session: Session, kind: str, number: int) -> Wording:
    """The wording with which a sheet was printed. Raises ValueError for a number that never was; Trouble."""
    row = session.scalars(rows_of(kind).where(WordingVersion.number == number)).one_or_none()
    if row is not None:
        return wording_of(session, row)
    versions = _shipped_or_trouble(kind)
    if not 1 <= number <= len(versions):
        raise ValueError(f"{kind} 没有第 {number} 版用语")
    return versions[number - 1]


def settle(session: Session, kind: str, now: datetime) -> Wording:
    """Copy what was shipped since into the store and return what is active.

    A newer shipped version becomes active by itself only where the station printed with the shipped one until now.
    Where the file is damaged, what lies in the store goes on. Raises Trouble where it holds nothing of this kind.
    """
    rows = session.scalars(rows_of(kind)).all()
    current = next((row for row in rows if row.state == ACTIVE), None)
    if current is None:
        found: Iterable[Wording] = _shipped_or_trouble(kind)
    else:
        try:
            found = shipped(kind)
        except DamagedWording:
            return wording_of(session, current)
    known = {row.shipped for row in rows}
    for one in found:
        if one.version not in known:
            current = _take_in(session, kind, one, current, now)
    assert current is not None
    return wording_of(session, current)


def settle_all(session: Session, now: datetime) -> None:
    """Copy the shipped versions of every kind that the store doesn't hold yet; one query where there is nothing new.

    A damaged file is named in the log and passed over: it is shown in 设置, and the store's copy is printed with.
    """
    newest = select(WordingVersion.kind, func.max(WordingVersion.shipped)).group_by(WordingVersion.kind)
    held = {kind: number or 0 for kind, number in session.execute(newest)}
    for kind in PAPER_LABELS:
        try:
            there = len(shipped(kind))
        except DamagedWording as damage:
            _log.warning("a file of wordings is damaged: %s", damage)
            continue
        if held.get(kind, 0) < there:
            settle(session, kind, now)


def rows_of(kind: str) -> Select[WordingVersion]:
    """All versions of a kind, oldest first."""
    return select(WordingVersion).where(WordingVersion.kind == kind).order_by(WordingVersion.number)


def wording_of(session: Session, row: WordingVersion) -> Wording:
    """A version as papers are drawn with it.

    A sentence that the program has got since the station wrote this version is taken from the first shipped version
    that had it, so that a later one changes no paper of this version.
    """
    sentences: Mapping[str, str] = dict(row.sentences)
    if row.shipped is None:
        shipped_rows = session.scalars(rows_of(row.kind).where(WordingVersion.shipped.is_not(None)))
        for older in shipped_rows:
            sentences = {**older.sentences, **sentences}
    return Wording(row.number, sentences)


def next_number(session: Session, kind: str) -> int:
    """The number of the next version of a kind."""
    return (session.scalar(select(func.max(WordingVersion.number)).where(WordingVersion.kind == kind)) or 0) + 1


def _take_in(
    session: Session, kind: str, found: Wording, current: WordingVersion | None, now: datetime
) -> WordingVersion:
    """A row for one shipped version; returns what is active after it."""
    row = WordingVersion(
        kind=kind,
        number=next_number(session, kind),
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
    return current


def _shipped_or_trouble(kind: str) -> tuple[Wording, ...]:
    try:
        return shipped(kind)
    except DamagedWording as damage:
        raise Trouble(
            f"《{PAPER_LABELS.get(kind, kind)}》的文书文字读不出来：{damage}。",
            "请用安装包把这个文件放回去；已经填写的内容没有丢。",
        ) from damage
