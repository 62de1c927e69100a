"""A promise to ring somebody back (约回访): whom, by when, why, and what came of it."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class CallBack(Row, Base):
    """One promised call. `source` says what made it: a promise at the window, or a bad rating."""

    __tablename__ = "call_back"

    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    why: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(20), default="promise")
    due: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    handler_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    done_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    result: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index("ix_call_back_open", "due", sqlite_where=text("done_at IS NULL")),)
