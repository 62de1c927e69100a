"""A coming (来访): who came, and the matters they brought. Saved whole, in one transaction, or not at all.

What is said of it afterwards (a correction, that it was void, how it was rated) stands beside it; no word is lost.
"""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Moment, Row


class Visit(Row, Base):
    """One visit. Its UUID is its draft's: saving the same draft twice finds the first visit, and makes no second.

    `day` and `seq` are those of its number; `visited_day` is the day on which it really was, earlier for a late entry.
    """

    __tablename__ = "visit"

    number: Mapped[str] = mapped_column(String(40), unique=True)
    day: Mapped[dt.date]
    seq: Mapped[int]
    visited_at: Mapped[dt.datetime] = mapped_column(Moment)
    visited_day: Mapped[dt.date]
    late_reason: Mapped[str] = mapped_column(String(200), default="")
    channel: Mapped[str] = mapped_column(String(20))
    headcount: Mapped[int] = mapped_column(default=1)
    common: Mapped[bool] = mapped_column(default=False)
    anonymous: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(200), default="")
    address_unclear: Mapped[bool] = mapped_column(default=False)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    corrections: Mapped[int] = mapped_column(default=0)
    voided_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    void_reason: Mapped[str] = mapped_column(String(200), default="")
    matters: Mapped[list["Matter"]] = relationship(order_by="Matter.position", lazy="raise")

    __table_args__ = (Index("ix_visit_day_seq", "day", "seq"), Index("ix_visit_visited_day_id", "visited_day", "id"))


class VisitParty(Base):
    """Somebody of the register who came, and as what."""

    __tablename__ = "visit_party"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), default="visitor")
    position: Mapped[int] = mapped_column(default=0)
    relation: Mapped[str] = mapped_column(String(40), default="")

    __table_args__ = (Index("ix_visit_party_party_id_visit_id", "party_id", "visit_id"),)


class VisitGuest(Base):
    """Somebody who came along and isn't in the register: a companion, an agent, a representative."""

    __tablename__ = "visit_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    identity: Mapped[str] = mapped_column(String(30), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    relation: Mapped[str] = mapped_column(String(40), default="")


class VisitEvent(Row, Base):
    """What happened to a saved visit: who, when, why, and the old words (`detail`: field → [old, new])."""

    __tablename__ = "visit_event"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    action: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(200), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Rating(Row, Base):
    """How the visitor rated the window; one for each scale, because the two scales are never mixed."""

    __tablename__ = "rating"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    scale: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(200), default="")
    rated_at: Mapped[dt.datetime] = mapped_column(Moment)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))

    __table_args__ = (Index("ix_rating_visit_id_scale", "visit_id", "scale", unique=True),)


class Matter(Row, Base):
    """One thing wanted in a visit, and what came of it.

    `narrative` is what is wanted (请求); a petition says apart what happened, why, and what was done about it before.
    """

    __tablename__ = "matter"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(20))
    narrative: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text, default="")
    reasons: Mapped[str] = mapped_column(Text, default="")
    earlier: Mapped[str] = mapped_column(Text, default="")
    read_back: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(30))
    reply: Mapped[str] = mapped_column(Text, default="")
    refer_to: Mapped[str] = mapped_column(String(200), default="")
    handler_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    # A service matter: its code in the catalogue, the fields that it asks for, and the materials that were missing.
    catalogue: Mapped[str] = mapped_column(String(40), default="")
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    missing: Mapped[list[Any]] = mapped_column(JSON, default=list)
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
