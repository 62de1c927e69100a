"""Those who are served (服务对象) and the keys by which the desk finds them while typing."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class Party(Row, Base):
    """A person served, or a unit (`kind`) with somebody to ask for (`contact`).

    `version` counts the edits, so that a second writer is told what changed meanwhile.
    """

    __tablename__ = "party"

    kind: Mapped[str] = mapped_column(String(10), default="person")
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(120))
    name_unclear: Mapped[bool] = mapped_column(default=False)
    identity: Mapped[str] = mapped_column(String(30), default="")
    identity_kind: Mapped[str] = mapped_column(String(20), default="")
    identity_reason: Mapped[str] = mapped_column(String(200), default="")
    sex: Mapped[str] = mapped_column(String(1), default="0")
    birth: Mapped[str] = mapped_column(String(10), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone2: Mapped[str] = mapped_column(String(40), default="")
    household_address: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    community: Mapped[str] = mapped_column(String(60), default="")
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    honours: Mapped[str] = mapped_column(String(200), default="")
    service_from: Mapped[str] = mapped_column(String(10), default="")
    service_to: Mapped[str] = mapped_column(String(10), default="")
    card_number: Mapped[str] = mapped_column(String(40), default="")
    former_names: Mapped[str] = mapped_column(String(200), default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    reception_note: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    updated_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (Index("ix_party_identity", "identity"), Index("ix_party_name_id", "name", "id"))


class PartyKey(Base):
    """A search key of one person: name suffixes, pinyin, tails of numbers (`domain.search_keys`)."""

    __tablename__ = "party_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(String(130), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, index=True)
