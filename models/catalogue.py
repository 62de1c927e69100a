"""The catalogue of matters (办事事项目录), in all the versions that cases were ever opened with."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class CatalogueVersion(Row, Base):
    """One matter of the catalogue (办事事项目录) as it was from one day on; a running case keeps the one it began with.

    `number` counts the versions of a `code` from 1; exactly one of them is `current`.
    """

    __tablename__ = "catalogue_version"

    code: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    current: Mapped[bool] = mapped_column(default=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    shipped: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))

    __table_args__ = (
        Index("ix_catalogue_version_code_number", "code", "number", unique=True),
        Index("ix_catalogue_version_current", "code", unique=True, sqlite_where=text("current")),
    )
