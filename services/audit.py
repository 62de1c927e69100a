"""Reading the audit (操作日志), and finding out whether anybody changed it. Every look is itself an entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from domain.permissions import Permission
from models.audit import AuditEntry
from services import _chain
from services._base import Service
from services._chain import Head

PAGE = 100


@dataclass(frozen=True)
class AuditRow:
    """One entry as it was written. Personal values in `detail` are masked or keyed digests."""

    seq: int
    at: datetime
    operator: str
    action: str
    subject: str
    subject_id: str
    detail: Mapping[str, Any]
    success: bool


@dataclass(frozen=True)
class AuditPage:
    """Entries, newest first; `next` goes into `recent(before=…)` for the page after, None at the end."""

    rows: tuple[AuditRow, ...]
    next: int | None


class Audit(Service):
    """The log of this station, for the chief and the auditor."""

    def recent(self, before: int | None = None, *, limit: int = PAGE) -> AuditPage:
        """A page of entries older than number `before`, or the newest. Raises Denied."""
        query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit + 1)
        if before is not None:
            query = query.where(AuditEntry.seq < before)
        with self.change(Permission.AUDIT_READ) as change:
            found = [_row(entry) for entry in change.session.scalars(query)]
            rows = tuple(found[:limit])
            span = {"from": rows[0].seq, "to": rows[-1].seq} if rows else {}
            change.audit("audit.read", "audit", "", span)
        return AuditPage(rows, rows[-1].seq if len(found) > limit else None)

    def verify(self) -> tuple[int, ...]:
        """The numbers of all entries that don't continue the chain; empty when all is as it was written.

        A tail that was cut off, or a chain made anew, is found by `services.backups.lost_anchors` instead.
        """
        with self.look(Permission.AUDIT_READ) as session:
            broken = _chain.broken_links(session, self._context.audit_key)
        with self.change(Permission.AUDIT_READ) as change:
            change.audit("audit.verified", "audit", "", {"broken": list(broken[:50])}, success=not broken)
        return broken

    def head(self) -> Head:
        """How many entries there are, and the digest of the last: what each backup's manifest keeps as an anchor."""
        with self.look(Permission.AUDIT_READ) as session:
            return _chain.head(session)


def _row(entry: AuditEntry) -> AuditRow:
    return AuditRow(
        seq=entry.seq,
        at=entry.at,
        operator=entry.operator_name,
        action=entry.action,
        subject=entry.subject,
        subject_id=entry.subject_id,
        detail=MappingProxyType(entry.detail),
        success=entry.success,
    )
