"""The audit chain: how a link is made and how a broken one is found.

A link's digest is an HMAC-SHA256, under a key that only an open store has, over its own fields and the digest before
it. A changed, removed or inserted row therefore breaks the chain at its place; a cut tail or a chain made anew is
found against the head digest and count that stand in each backup's manifest.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from system.crypto import hmac_sha256

GENESIS = bytes(32)


@dataclass(frozen=True)
class Head:
    """The last link: how many there are, and its digest as 64 hex letters (zeros for an empty chain)."""

    count: int
    digest: str


def append(
    session: Session,
    key: bytes,
    *,
    at: datetime,
    operator: tuple[str, str],
    action: str,
    subject: str,
    subject_id: str,
    detail: dict[str, Any],
    success: bool,
) -> None:
    """Add one link in the caller's transaction. `operator` is (uuid, name); `detail` holds only masked values."""
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.digest).order_by(AuditEntry.seq.desc()).limit(1)
    ).one_or_none()
    entry = AuditEntry(
        seq=1 if last is None else last.seq + 1,
        at=at,
        operator_uuid=operator[0],
        operator_name=operator[1],
        action=action,
        subject=subject,
        subject_id=subject_id,
        detail=detail,
        success=success,
        previous=GENESIS if last is None else last.digest,
    )
    entry.digest = hmac_sha256(key, _content(entry))
    session.add(entry)
    session.flush()


def broken_links(session: Session, key: bytes) -> tuple[int, ...]:
    """The numbers of all rows that don't continue the chain; empty when every row is as it was written."""
    broken: list[int] = []
    previous, expected = GENESIS, 1
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=2000)):
        continues = entry.seq == expected and entry.previous == previous
        if not continues or entry.digest != hmac_sha256(key, _content(entry)):
            broken.append(entry.seq)
        previous, expected = entry.digest, entry.seq + 1
        session.expunge(entry)
    return tuple(broken)


def head(session: Session) -> Head:
    """Where the chain stands now."""
    count = session.scalar(select(func.max(AuditEntry.seq))) or 0
    digest = session.scalar(select(AuditEntry.digest).where(AuditEntry.seq == count))
    return Head(count, (digest or GENESIS).hex())


def _content(entry: AuditEntry) -> bytes:
    fields = [
        entry.seq,
        entry.at.astimezone(UTC).isoformat(),
        entry.operator_uuid,
        entry.operator_name,
        entry.action,
        entry.subject,
        entry.subject_id,
        entry.detail,
        entry.success,
        entry.previous.hex(),
    ]
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
