"""A case (办事件 / 信访件 / 帮扶件) opened from a matter: its number and its place in the list of open cases."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class CaseFile(Row, Base):
    """One case, numbered in its series and year; one that was opened by mistake is closed as void, number and all."""

    __tablename__ = "case_file"

    series: Mapped[str] = mapped_column(String(20))
    period: Mapped[str] = mapped_column(String(8))
    seq: Mapped[int]
    number: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(20))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    handler_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    voided: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("ix_case_file_series_period_seq", "series", "period", "seq", unique=True),
        Index("ix_case_file_open", "opened_at", sqlite_where=text("closed_at IS NULL")),
    )
