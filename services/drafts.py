"""What is half typed (草稿). Kept within a second of the last key, through a lock, a crash, a power cut.

A draft belongs to the operator who typed it and is invisible to everybody else. Throwing one away is explicit, and can
be taken back for some days. Saving the form for good removes its draft in the same transaction (`services.visits`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.tables import limit
from models.draft import Draft
from services._base import Service
from system.errors import NotFound

TITLE_LENGTH = 60


@dataclass(frozen=True)
class DraftRow:
    """A draft in a list, named by what was typed."""

    uuid: str
    kind: str
    title: str
    saved_at: datetime
    parked_at: datetime | None


@dataclass(frozen=True)
class DraftBody:
    """A draft with all that was typed, as the page handed it over."""

    uuid: str
    kind: str
    title: str
    payload: dict[str, Any]
    saved_at: datetime
    parked_at: datetime | None


class Drafts(Service):
    """The drafts of the operator at the desk."""

    def save(
        self, uuid: str, *, kind: str, title: str, payload: dict[str, Any], parked: bool | None = None
    ) -> datetime:
        """Keep the form as it stands (JSON-able `payload`); returns the moment for the page to show.

        `parked` puts the visitor aside or takes her back in the same write; one who waits already waits on since then.
        Raises NotFound when the draft was thrown away meanwhile or is somebody else's, Trouble when the disk refuses.
        """
        with self.change(None) as change:
            draft = self._own(change.session, uuid)
            if draft is None:
                draft = Draft(uuid=uuid, operator_id=self.actor.id)
                change.session.add(draft)
            draft.kind, draft.title, draft.payload = kind, title[:TITLE_LENGTH], payload
            draft.saved_at, draft.discarded_at = change.now, None
            if parked is not None:
                draft.parked_at = (draft.parked_at or change.now) if parked else None
            return change.now

    def mine(self) -> tuple[DraftRow, ...]:
        """The operator's own drafts, newest first, parked ones included."""
        return self._rows(discarded=False)

    def discarded(self) -> tuple[DraftRow, ...]:
        """What she threw away and can still have back (草稿箱)."""
        return self._rows(discarded=True)

    def load(self, uuid: str) -> DraftBody:
        """One draft whole; raises NotFound."""
        with self.look(None) as session:
            draft = self._existing(session, uuid)
            return DraftBody(draft.uuid, draft.kind, draft.title, draft.payload, draft.saved_at, draft.parked_at)

    def park(self, uuid: str, *, parked: bool) -> None:
        """Put the visitor aside, or take her back; raises NotFound."""
        with self.change(None) as change:
            self._existing(change.session, uuid).parked_at = change.now if parked else None

    def discard(self, uuid: str) -> None:
        """Throw a draft away; it can be restored until `tidy` lets it go. Raises NotFound."""
        with self.change(None) as change:
            draft = self._existing(change.session, uuid)
            draft.discarded_at, draft.parked_at = change.now, None
            change.audit("draft.discarded", "draft", uuid)

    def restore(self, uuid: str) -> None:
        """Take a thrown-away draft back; raises NotFound."""
        with self.change(None) as change:
            self._existing(change.session, uuid).discarded_at = None
            change.audit("draft.restored", "draft", uuid)

    def tidy(self) -> int:
        """Let go of drafts that were thrown away longer ago than `draft_kept_days`; returns how many."""
        with self.change(None) as change:
            oldest = change.now - timedelta(days=limit("draft_kept_days"))
            gone = change.session.execute(
                delete(Draft).where(Draft.discarded_at.is_not(None), Draft.discarded_at < oldest).returning(Draft.id)
            )
            count = len(gone.all())
            if count:
                change.audit("draft.let_go", "draft", "", {"count": count})
            return count

    def _rows(self, *, discarded: bool) -> tuple[DraftRow, ...]:
        thrown_away = Draft.discarded_at.is_not(None) if discarded else Draft.discarded_at.is_(None)
        columns = (Draft.uuid, Draft.kind, Draft.title, Draft.saved_at, Draft.parked_at)
        with self.look(None) as session:
            rows = session.execute(
                select(*columns)
                .where(Draft.operator_id == self.actor.id, thrown_away)
                .order_by(Draft.saved_at.desc(), Draft.id.desc())
            )
            return tuple(DraftRow(*row) for row in rows)

    def _own(self, session: Session, uuid: str) -> Draft | None:
        draft = session.scalar(select(Draft).where(Draft.uuid == uuid))
        if draft is not None and draft.operator_id != self.actor.id:
            raise NotFound("这份草稿属于别的工作人员，不能在这里打开。")
        return draft

    def _existing(self, session: Session, uuid: str) -> Draft:
        draft = self._own(session, uuid)
        if draft is None:
            raise NotFound("这份草稿已经不在了，可能已保存或已清除。")
        return draft
