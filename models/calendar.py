"""What the station's own calendar says beside the shipped one."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class CalendarEntry(Base):
    """A day that the station's calendar says otherwise than the shipped one: off or worked, and by which notice."""

    __tablename__ = "calendar_entry"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    off: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40), default="")
    source: Mapped[str] = mapped_column(String(200), default="")
