"""A coming (来访): who came, and the matters they brought. Saved whole, in one transaction, or not at all."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Moment, Row


class Visit(Row, Base):
    """One visit. Its UUID is its draft's: saving the same draft twice finds the first visit, and makes no second."""

    __tablename__ = "visit"

    number: Mapped[str] = mapped_column(String(40), unique=True)
    day: Mapped[dt.date]
    seq: Mapped[int]
    visited_at: Mapped[dt.datetime] = mapped_column(Moment)
    channel: Mapped[str] = mapped_column(String(20))
    headcount: Mapped[int] = mapped_column(default=1)
    anonymous: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(200), default="")
    address_unclear: Mapped[bool] = mapped_column(default=False)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    matters: Mapped[list["Matter"]] = relationship(order_by="Matter.position", lazy="raise")

    __table_args__ = (Index("ix_visit_day_seq", "day", "seq"),)


class VisitParty(Base):
    """Who came, and as what."""

    __tablename__ = "visit_party"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), default="visitor")

    __table_args__ = (Index("ix_visit_party_party_id_visit_id", "party_id", "visit_id"),)


class Matter(Row, Base):
    """One thing wanted in a visit, and what came of it."""

    __tablename__ = "matter"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(20))
    narrative: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(30))
    reply: Mapped[str] = mapped_column(Text, default="")
    refer_to: Mapped[str] = mapped_column(String(200), default="")
    handler_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    materials: Mapped[list["Material"]] = relationship(order_by="Material.position", lazy="raise")


class Material(Base):
    """A paper that the visitor handed in."""

    __tablename__ = "material"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    copies: Mapped[int] = mapped_column(default=1)
    original: Mapped[bool] = mapped_column(default=False)
