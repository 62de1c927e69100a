"""The audit chain: who did what, when, with which result. Rows are only ever added; triggers refuse the rest."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment


class AuditEntry(Base):
    """One link. `digest` is an HMAC over this row's fields and `previous`, so a changed row breaks the chain."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    operator_uuid: Mapped[str] = mapped_column(String(36))
    operator_name: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(60))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    success: Mapped[bool]
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
