"""Each backup that was written and verified, and where; the status bar and the audit speak of it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class BackupRecord(Row, Base):
    """One verified backup file."""

    __tablename__ = "backup_record"

    at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(400))
    file_name: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    sheet_no: Mapped[int]
