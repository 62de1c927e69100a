"""What every service stands on: who acts, whether she may, and one transaction per click with its audit inside.

A service method reads like this:

    with self.change(Permission.VISIT_REGISTER) as change:
        ...rows through change.session...
        change.audit("visit.saved", "visit", visit.uuid, {...})
    return self.changed("visit", row=visit.id)

Nothing else opens a transaction. Permission, rows, numbers and audit are committed together or not at all; a refusal is
audited too, in a transaction of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.labels import PERMISSION_LABELS
from domain.permissions import Permission, Role
from models.database import Database
from services import _chain
from services._signing import Signer
from system.clock import Clock
from system.crypto import derive, hmac_sha256
from system.errors import Denied
from system.keyfile import KeyFile
from system.paths import DataFolder


@dataclass(frozen=True)
class Actor:
    """The operator at the desk, with what her roles allow together."""

    id: int
    uuid: str
    name: str
    post: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class Changes:
    """What a write touched, for the pages that show it: subjects such as "visit", "person", "document"."""

    subjects: frozenset[str]
    id: int | None = None


@dataclass
class Context:
    """All that the services share while a store is open. Only `services.entry` makes one and sets its actor."""

    database: Database
    folder: DataFolder
    keyfile: KeyFile
    clock: Clock
    master: bytes = field(repr=False)
    actor: Actor
    signer: Signer

    def __post_init__(self) -> None:
        """Derive the keys for the audit chain and for the codes on paper."""
        self.audit_key = derive(self.master, "audit")
        self.paper_key = derive(self.master, "paper")


class Change:
    """One open write: the session, the moment that counts for all of its rows, and the audit."""

    def __init__(self, context: Context, session: Session) -> None:
        """Bind the write to its context."""
        self._context = context
        self.session = session
        self.actor = context.actor
        self.now: datetime = context.clock.now()

    def audit(
        self,
        action: str,
        subject: str,
        subject_id: str | int,
        detail: dict[str, Any] | None = None,
        success: bool = True,
    ) -> None:
        """Add a link to the audit chain.

        `detail` must hold no personal value in clear: mask it or use `fingerprint`.
        """
        _chain.append(
            self.session,
            self._context.audit_key,
            at=self.now,
            operator=(self.actor.uuid, self.actor.name),
            action=action,
            subject=subject,
            subject_id=str(subject_id),
            detail=detail or {},
            success=success,
        )

    @property
    def paper_key(self) -> bytes:
        """The key of the human codes on this station's papers."""
        return self._context.paper_key

    @property
    def signer(self) -> Signer:
        """Who signs the codes on this station's papers."""
        return self._context.signer

    def fingerprint(self, value: str) -> str:
        """A keyed digest (16 hex letters) that shows whether two audited values were the same, and nothing else."""
        return hmac_sha256(self._context.audit_key, value.encode()).hex()[:16]


class Service:
    """A family of acts on one subject."""

    def __init__(self, context: Context) -> None:
        """Share the context of the open store."""
        self._context = context

    @property
    def actor(self) -> Actor:
        """Who is at the desk now."""
        return self._context.actor

    def require(self, permission: Permission) -> None:
        """Let the act go on, or audit the refusal and raise Denied."""
        if permission in self.actor.permissions:
            return
        with self._context.database.write() as session:
            Change(self._context, session).audit("refused", "permission", permission.value, success=False)
        label = PERMISSION_LABELS[permission]
        raise Denied(f"你的岗位没有“{label}”的权限，没有做任何改动。需要时请站长在“设置”里调整角色。")

    @contextmanager
    def change(self, permission: Permission | None) -> Iterator[Change]:
        """One write: committed whole when the block ends. `None` is for acts that every operator may do for herself."""
        if permission is not None:
            self.require(permission)
        with self._context.database.write() as session:
            yield Change(self._context, session)

    @contextmanager
    def look(self, permission: Permission | None) -> Iterator[Session]:
        """One consistent read."""
        if permission is not None:
            self.require(permission)
        with self._context.database.read() as session:
            yield session

    @staticmethod
    def changed(*subjects: str, row: int | None = None) -> Changes:
        """Name what a write touched."""
        return Changes(frozenset(subjects), row)
