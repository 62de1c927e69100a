"""Bundles of cases that go to the district together (报送批次), and what came back of each."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class SubmissionBatch(Row, Base):
    """A bundle of cases on its way to the district (报送批次): open while cases are put in, then sent."""

    __tablename__ = "submission_batch"

    period: Mapped[str] = mapped_column(String(8))
    seq: Mapped[int]
    number: Mapped[str] = mapped_column(String(60), unique=True)
    recipient: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[dt.datetime] = mapped_column(Moment)
    opened_by: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    sent_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)


class BatchItem(Base):
    """A case in a bundle, and what the district said; a case that was taken out again stays listed with the reason."""

    __tablename__ = "batch_item"

    batch_id: Mapped[int] = mapped_column(ForeignKey("submission_batch.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    position: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20), default="waiting")
    outcome_on: Mapped[dt.date | None]
    note: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index("ix_batch_item_case_id", "case_id"),)
