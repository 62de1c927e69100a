"""The station itself, its settings, and the counters from which numbers are taken."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Row


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
