"""Scanned files of cases: what they are in one table, their bytes in another that lists never touch."""

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class Attachment(Row, Base):
    """A scanned file of a case; its bytes lie beside it, in the same encrypted store. Removed ones keep their row."""

    __tablename__ = "attachment"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    pages: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[dt.datetime] = mapped_column(Moment)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    removed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    remove_reason: Mapped[str] = mapped_column(String(200), default="")


class AttachmentBytes(Base):
    """The file itself, whose hash stands in the other row."""

    __tablename__ = "attachment_bytes"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
