"""What is being typed, kept within a second, so that no lock, crash or power cut takes a word."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class Draft(Row, Base):
    """A half-done form of one operator; nobody else sees it."""

    __tablename__ = "draft"

    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    parked_at: Mapped[datetime | None] = mapped_column(Moment)
    discarded_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (Index("ix_draft_operator_id_saved_at", "operator_id", "saved_at"),)
