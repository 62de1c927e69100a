"""The station itself, others whose papers it can check, its settings, and the counters of its numbers."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class Station(Row, Base):
    """The one row that says whose office this is; printed on every paper."""

    __tablename__ = "station"

    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(20))
    region_code: Mapped[str] = mapped_column(String(6))
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(40))
    complaint_phone: Mapped[str] = mapped_column(String(40))
    issuer: Mapped[str] = mapped_column(String(200))
    window_letter: Mapped[str] = mapped_column(String(1), default="")
    hours: Mapped[str] = mapped_column(String(100), default="")
    # The Ed25519 key that signs the codes on papers: the private half sealed with a key from the data key.
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)


class PeerStation(Row, Base):
    """Another station's public key. A removed one stays: old checks name it."""

    __tablename__ = "peer_station"

    region_code: Mapped[str] = mapped_column(String(6))
    name: Mapped[str] = mapped_column(String(200))
    public_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    added_at: Mapped[dt.datetime] = mapped_column(Moment)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    removed_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class Setting(Base):
    """A value that the station chose, by its dotted key."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class Counter(Base):
    """The last number taken in one series and period; moved only inside the transaction that uses the number."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    value: Mapped[int]
