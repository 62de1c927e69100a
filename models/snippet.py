"""Words that are typed every day (常用语), called up by a short code."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class Snippet(Row, Base):
    """One snippet; `kind` is the kind of matter that it suits, "" for all. `uses` brings the used ones to the top."""

    __tablename__ = "snippet"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(default=1)
    uses: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
