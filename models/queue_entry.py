"""The waiting line (排队) of one day: who took a slip, and how long until somebody had time."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class QueueEntry(Row, Base):
    """One slip. `state` says where it stands now; the moments say how it came there.

    The line goes by `place`: the moment of the slip, a later one for somebody who missed the call and came back.
    """

    __tablename__ = "queue_entry"

    day: Mapped[dt.date]
    seq: Mapped[int]
    number: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    taken_at: Mapped[dt.datetime] = mapped_column(Moment)
    place: Mapped[dt.datetime] = mapped_column(Moment)
    called_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    calls: Mapped[int] = mapped_column(default=0)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    called_by: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)

    __table_args__ = (Index("ix_queue_entry_day_seq", "day", "seq", unique=True),)
