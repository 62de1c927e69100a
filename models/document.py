"""The register of issued sheets (文书): each as data plus a hash, because the same data renders the same bytes."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class Document(Row, Base):
    """One issued paper. `state` is pending until the clerk says that the sheet is good."""

    __tablename__ = "document"

    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[str] = mapped_column(String(60), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    issued_day: Mapped[dt.date]
    issued_at: Mapped[dt.datetime] = mapped_column(Moment)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    reprint: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")
    wording_version: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    human_code: Mapped[str] = mapped_column(String(9), index=True)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    state_at: Mapped[dt.datetime] = mapped_column(Moment)
    state_note: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index("ix_document_issued_day_id", "issued_day", "id"),)
